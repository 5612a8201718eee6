//! Rows whose `hit` is true among all rows of the base.

use super::super::accumulate::State;
use super::super::sql::{Bound, COUNTED, Parts, SHARE, term};
use super::hits::Hits;
use super::kind::{Compiled, Kind, Terms, Wanted};
use super::weight::ByWeight;
use crate::expression::Expression;

/// The share of rows that are hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Proportion {
    /// Boolean.
    pub hit: Expression,
    /// Survey weight, number; null and negative ones are missing.
    pub weight: Option<Expression>,
}

impl Kind for Proportion {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        let weight = self.weight.iter().map(|weight| (weight, Wanted::Weight));
        std::iter::once((&self.hit, Wanted::Boolean)).chain(weight).collect()
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let hits = Hits { hit: terms.id(&self.hit) };
        let Some(weight) = &self.weight else {
            return Compiled::new(hits, |rows, ()| State::Proportion { hits: rows[1], weighted: None });
        };
        Compiled::new(ByWeight { unweighted: hits, weight: terms.number(weight) }, |rows, ((), weighted)| {
            State::Proportion { hits: rows[1], weighted: Some(*weighted) }
        })
    }

    fn sql(&self, bound: &Bound) -> Parts {
        let numerator = match self.weight {
            None => "count(*) FILTER (WHERE outcome = 'counted' AND hit)".to_owned(),
            Some(_) => format!("sum(CASE WHEN hit THEN weight ELSE 0e0 END) {COUNTED}"),
        };
        let inputs = vec![("hit", term(self.hit.root(), bound))];
        let parts = Parts { inputs, missing: "hit IS NULL", ..Parts::over(numerator, self.weight.as_ref()) };
        Parts { value: SHARE, ..parts }.weighted(self.weight.as_ref(), bound)
    }
}
