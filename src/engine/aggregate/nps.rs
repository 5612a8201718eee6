//! Answers 0–10 by promoters (≥ 9), passives and detractors (≤ 6); others are missing.

use super::super::accumulate::{Damaged, Measure, Reader, State, Weighted, Writer};
use super::super::sql::{Bound, COUNTED, Parts, SHARE, natural};
use super::accumulator::{Accumulator, Classed};
use super::columns::{key, keys};
use super::hits::no_sums;
use super::kind::{Compiled, Kind, Terms, Wanted};
use super::weight::{ByWeight, Weighable};
use crate::expression::{Bindings, EvaluateError, Expression, Frame, TermId};

/// The net promoter score.
#[derive(Clone, Debug, PartialEq)]
pub struct Nps {
    /// The answer.
    pub value: Expression,
    /// Survey weight, number; null and negative ones are missing.
    pub weight: Option<Expression>,
}

impl Kind for Nps {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        let weight = self.weight.iter().map(|weight| (weight, Wanted::Weight));
        std::iter::once((&self.value, Wanted::Value)).chain(weight).collect()
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let (value, measure) = terms.value(&self.value);
        let answers = Answers { value, measure };
        let Some(weight) = &self.weight else { return Compiled::new(answers, |rows, ()| state(rows, None)) };
        Compiled::new(ByWeight { unweighted: answers, weight: terms.number(weight) }, |rows, ((), weighted)| {
            state(rows, Some(*weighted))
        })
    }

    fn sql(&self, bound: &Bound) -> Parts {
        let times = if self.weight.is_some() { " * weight" } else { "" };
        let score = "CASE WHEN value >= 9 THEN 1 WHEN value > 6 THEN 0 ELSE -1 END";
        let numerator = format!("sum({score}{times}) {COUNTED}");
        let answer = natural(&self.value, bound);
        let answer = format!("CASE WHEN {answer} BETWEEN 0 AND 10 THEN {answer} END");
        let parts = Parts { inputs: vec![("value", answer)], ..Parts::over(numerator, self.weight.as_ref()) };
        Parts { value: SHARE, ..parts }.weighted(self.weight.as_ref(), bound)
    }
}

fn state(rows: &[u64], weighted: Option<Weighted>) -> State {
    State::Nps { promoters: rows[0], passives: rows[1], detractors: rows[2], weighted }
}

/// Answers by class: promoter, passive, detractor.
#[derive(Clone, Debug, PartialEq)]
struct Answers {
    value: TermId,
    measure: Measure,
}

impl Accumulator for Answers {
    no_sums!();
    const CLASSES: usize = 3;

    fn rows(&self, frame: &mut Frame<'_>, _: &Bindings<'_>) -> Result<impl Fn(usize) -> Classed<()>, EvaluateError> {
        let (keys, measure) = (keys(frame, self.value, self.measure)?, self.measure);
        Ok(move |row| Some((class(measure.value(key(&keys, row)?))?, ())))
    }

    fn single(&self, class: u16, (): ()) -> f64 {
        1.0 - f64::from(class)
    }
}

impl Weighable for Answers {}

/// The class of an answer from 0 to 10.
fn class(answer: f64) -> Option<u16> {
    match answer {
        answer if !(0.0..=10.0).contains(&answer) => None,
        answer if answer >= 9.0 => Some(0),
        answer if answer > 6.0 => Some(1),
        _ => Some(2),
    }
}
