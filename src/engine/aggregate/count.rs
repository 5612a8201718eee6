//! Rows whose `hit` is true; every row when it is absent.

use super::super::accumulate::State;
use super::super::sql::{Bound, Parts, term};
use super::hits::{Hits, Rows};
use super::kind::{Compiled, Kind, Terms, Wanted};
use crate::expression::Expression;

/// The number of rows that are hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// Boolean.
    pub hit: Option<Expression>,
}

impl Kind for Count {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        self.hit.iter().map(|hit| (hit, Wanted::Boolean)).collect()
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        match &self.hit {
            None => Compiled::new(Rows, |rows, ()| State::Count { hits: rows[0] }),
            Some(hit) => Compiled::new(Hits { hit: terms.id(hit) }, |rows, ()| State::Count { hits: rows[1] }),
        }
    }

    fn sql(&self, bound: &Bound) -> Parts {
        let inputs = self.hit.iter().map(|hit| ("hit", term(hit.root(), bound))).collect();
        let (missing, wanted) = if self.hit.is_some() { ("hit IS NULL", " AND hit") } else { ("FALSE", "") };
        let numerator = format!("count(*) FILTER (WHERE outcome = 'counted'{wanted})");
        Parts { inputs, missing, value: "numerator", ..Parts::of(numerator, "NULL".to_owned()) }
    }
}
