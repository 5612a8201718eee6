//! Type-7 quantile of values.

use super::super::accumulate::State;
use super::super::sql::{Bound, COUNTED, Parts, natural};
use super::kind::{Compiled, Kind, Terms, Wanted};
use super::values::Values;
use crate::expression::Expression;
use std::sync::Arc;

/// A quantile of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantile {
    /// The value.
    pub value: Expression,
    /// Which one, in (0, 1).
    pub quantile: f64,
}

impl Kind for Quantile {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        vec![(&self.value, Wanted::Value)]
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let (value, measure) = terms.value(&self.value);
        Compiled::new(Values { value, measure }, |_, values| State::Quantile { distribution: Arc::clone(values) })
    }

    fn sql(&self, bound: &Bound) -> Parts {
        Parts {
            inputs: vec![("value", natural(&self.value, bound))],
            direct: Some(bound.dialect.quantile("value", self.quantile, COUNTED)),
            value: "direct",
            ..Parts::of("NULL".to_owned(), "NULL".to_owned())
        }
    }
}
