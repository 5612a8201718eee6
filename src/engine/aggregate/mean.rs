//! Mean of values, with their distribution.

use super::super::accumulate::State;
use super::super::sql::{Bound, COUNTED, Parts, RATIO, natural, per_unit, sound};
use super::kind::{Compiled, Kind, Terms, Wanted};
use super::values::Values;
use super::weight::ByWeight;
use crate::expression::Expression;
use std::sync::Arc;

/// The mean of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// The value.
    pub value: Expression,
    /// Survey weight, number; null and negative ones are missing.
    pub weight: Option<Expression>,
}

impl Kind for Mean {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        let weight = self.weight.iter().map(|weight| (weight, Wanted::Weight));
        std::iter::once((&self.value, Wanted::Value)).chain(weight).collect()
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let (value, measure) = terms.value(&self.value);
        let values = Values { value, measure };
        let Some(weight) = &self.weight else {
            return Compiled::new(values, |_, values| State::Mean { distribution: Arc::clone(values), weighted: None });
        };
        Compiled::new(ByWeight { unweighted: values, weight: terms.number(weight) }, |_, (values, weighted)| {
            State::Mean { distribution: Arc::clone(values), weighted: Some(*weighted) }
        })
    }

    fn sql(&self, bound: &Bound) -> Parts {
        let product = if self.weight.is_some() { "value * weight" } else { "value" };
        let (value, per_unit) = match &self.weight {
            None => (sound(&self.value, bound), per_unit(self.value.kind())),
            Some(_) => (natural(&self.value, bound), ""),
        };
        let numerator = format!("sum({product}) {COUNTED}{per_unit}");
        let parts = Parts { inputs: vec![("value", value)], ..Parts::over(numerator, self.weight.as_ref()) };
        Parts { value: RATIO, ..parts }.weighted(self.weight.as_ref(), bound)
    }
}
