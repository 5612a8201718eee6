//! Kaplan–Meier quantile of the time from `start` to `end`, censored at `as_of`.

use super::super::accumulate::{Damaged, Measure, Reader, State, Survival, Writer};
use super::super::sql::{Bound, Parts, survival, term};
use super::accumulator::{Accumulator, Classed};
use super::kind::{Compiled, Kind, Terms, Wanted};
use crate::domain::{Clock, Instant};
use crate::expression::{Bindings, EvaluateError, Expression, Frame, TermId};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, Int64Array};
use std::sync::Arc;

/// A quantile of durations, some of which have not ended.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalQuantile {
    /// Start of the clock; null is missing. Instant.
    pub start: Expression,
    /// End of the clock; null or later than `as_of` is not yet. Instant.
    pub end: Expression,
    /// Which one, in (0, 1).
    pub quantile: f64,
    /// The clock.
    pub clock: Clock,
}

impl Kind for SurvivalQuantile {
    fn inputs(&self) -> Vec<(&Expression, Wanted)> {
        vec![(&self.start, Wanted::Instant), (&self.end, Wanted::Instant)]
    }

    fn compile(&self, terms: &mut Terms<'_>) -> Compiled {
        let durations = Durations { start: terms.id(&self.start), end: terms.id(&self.end), clock: self.clock };
        Compiled::new(durations, |_, survival| State::Survival(Arc::clone(survival)))
    }

    fn sql(&self, bound: &Bound) -> Parts {
        let [start, end] = [&self.start, &self.end].map(|expression| term(expression.root(), bound));
        survival((&start, &end), self.quantile, self.clock, bound)
    }

    fn outside_calendar(&self) -> Option<Expression> {
        (self.clock == Clock::Business).then(|| Expression::span_outside_calendar(&self.start, &self.end))
    }
}

/// Durations, ended and cut off.
#[derive(Clone, Debug, PartialEq)]
struct Durations {
    start: TermId,
    end: TermId,
    clock: Clock,
}

impl Accumulator for Durations {
    type Value = (i64, bool);
    type Sums = Survival;
    type Finished = Arc<Survival>;
    const CLASSES: usize = 1;

    fn rows(
        &self,
        frame: &mut Frame<'_>,
        bindings: &Bindings<'_>,
    ) -> Result<impl Fn(usize) -> Classed<(i64, bool)>, EvaluateError> {
        if self.clock == Clock::Business && bindings.calendar.is_none() {
            return Err(EvaluateError::NoCalendar);
        }
        let mut instants = |id| Ok::<_, EvaluateError>(frame.rows(id)?.as_primitive::<Int64Type>().clone());
        let spans = Spans { start: instants(self.start)?, end: instants(self.end)?, clock: self.clock, bindings };
        Ok(move |row| Some((0, spans.at(row)?)))
    }

    fn single(&self, _: u16, (micros, _): (i64, bool)) -> f64 {
        Measure::Duration.value(micros)
    }

    fn empty(&self) -> Survival {
        Survival::default()
    }

    fn update(&self, sums: &mut Survival, _: u16, (micros, ended): (i64, bool)) {
        match ended {
            true => sums.push_ended(micros),
            false => sums.push_censored(micros),
        }
    }

    fn merge(sums: &mut Survival, others: Survival) {
        sums.merge(others);
    }

    fn compact(sums: &mut Survival) {
        sums.compact();
    }

    fn finish(sums: Survival) -> Arc<Survival> {
        Arc::new(sums)
    }

    fn write(sums: &Survival, bytes: &mut Writer) {
        sums.write(bytes);
    }

    fn read(&self, bytes: &mut Reader<'_>) -> Result<Survival, Damaged> {
        Survival::read(bytes)
    }
}

/// Spans from a start to an end, cut off at `as_of`.
struct Spans<'a> {
    start: Int64Array,
    end: Int64Array,
    clock: Clock,
    bindings: &'a Bindings<'a>,
}

impl Spans<'_> {
    /// Microseconds and whether the span ended; `None` without a start, when it would be negative, and
    /// when business time is not known all along it.
    fn at(&self, row: usize) -> Option<(i64, bool)> {
        let start = self.start.is_valid(row).then(|| self.start.value(row))?;
        let as_of = self.bindings.as_of.0;
        let ended = self.end.is_valid(row) && self.end.value(row) <= as_of;
        let end = if ended { self.end.value(row) } else { as_of };
        if end < start {
            return None;
        }
        let micros = match (self.clock, self.bindings.calendar) {
            (Clock::Business, Some(calendar)) => calendar.between(Instant(start), Instant(end))?,
            _ => end - start,
        };
        Some((micros, ended))
    }
}
