//! Follow-up of agreed actions: was it done, and did its metric move beyond noise since it started.
//!
//! Before against after, without a comparison group: what else changed is not controlled for.

use super::judge::{Change, NoVerdict, Significance};
use super::scene::Scene;
use crate::config::{Action, Done};
use crate::domain::Quarter;
use chrono::NaiveDate;

/// One action with what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp<'a> {
    /// The action.
    pub action: &'a Action,
    /// Whether it was done.
    pub state: ActionState,
    /// What its metric did.
    pub outcome: Outcome,
}

/// Whether an action was done, at the data date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    /// Done; late when it was done after its date.
    Done {
        /// The day, when it is known.
        on: Option<NaiveDate>,
        /// Whether that was after the day it was due.
        late: bool,
    },
    /// Not done although its day has passed.
    Overdue,
    /// Not done, and its day has not come.
    Open,
}

/// What the metric of an action did since it started.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It changed between two quarters.
    Measured {
        /// The last quarter before the action started.
        base: Quarter,
        /// The change since then.
        change: Change,
        /// What it says.
        verdict: Moved,
    },
    /// It started in or after the report's quarter: no whole quarter since then can be compared.
    TooEarly,
    /// There is no figure to compare.
    Unknown(NoVerdict),
}

/// A change read against what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Better, beyond noise, and the expected change lies within or below the interval.
    AsExpected,
    /// Better, beyond noise, but the whole interval is short of what was expected.
    LessThanExpected,
    /// Better, beyond noise; nothing was promised.
    Better,
    /// Not beyond noise.
    WithinNoise,
    /// Worse, beyond noise.
    Worse,
    /// Too few rows, or no interval, for a verdict.
    NoVerdict,
}

/// Follows every action up, in the order of the file. `today` is the data date.
pub fn follow_up<'a>(scene: &Scene, actions: &'a [Action], today: NaiveDate) -> Vec<FollowUp<'a>> {
    let one = |action: &'a Action| FollowUp { action, state: state(action, today), outcome: outcome(scene, action) };
    actions.iter().map(one).collect()
}

fn state(action: &Action, today: NaiveDate) -> ActionState {
    match action.done {
        Done::Yes(on) => ActionState::Done { on, late: on.is_some_and(|day| day > action.due) },
        Done::No if action.due < today => ActionState::Overdue,
        Done::No => ActionState::Open,
    }
}

fn outcome(scene: &Scene, action: &Action) -> Outcome {
    let Some(definition) = scene.definition(&action.metric) else { return Outcome::Unknown(NoVerdict::NoData) };
    let base = match action.started {
        None => scene.quarter().previous(),
        Some(day) if day >= scene.period().first_day => {
            // A quarter that has the start inside it is neither before nor after.
            return Outcome::TooEarly;
        }
        Some(day) => match scene.periods.iter().rev().find(|period| period.next_first_day <= day) {
            Some(period) => period.quarter,
            None => return Outcome::Unknown(NoVerdict::NoBase),
        },
    };
    match scene.change(definition, base) {
        Ok(change) => Outcome::Measured { base, change, verdict: verdict(&change, action.expected_effect) },
        Err(reason) => Outcome::Unknown(reason),
    }
}

fn verdict(change: &Change, expected: Option<f64>) -> Moved {
    match (change.significance, change.improves) {
        (Significance::Unknown, _) | (_, None) => Moved::NoVerdict,
        (Significance::NotSignificant, _) => Moved::WithinNoise,
        (Significance::Significant, Some(false)) => Moved::Worse,
        (Significance::Significant, Some(true)) => match (expected, change.interval) {
            (Some(expected), Some((low, high))) => {
                let short = if change.difference > 0.0 { high < expected } else { low > expected };
                if short { Moved::LessThanExpected } else { Moved::AsExpected }
            }
            _ => Moved::Better,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Lever;
    use crate::domain::Localized;
    use crate::report::scenario::{self, quarter};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn action(metric: &str, started: Option<&str>, expected: Option<f64>) -> Action {
        Action {
            id: "a".to_owned(),
            title: Localized::default(),
            lever: Lever::Process,
            owner: "x".to_owned(),
            due: day("2026-06-30"),
            metric: metric.to_owned(),
            expected_effect: expected,
            done: Done::Yes(None),
            started: started.map(day),
        }
    }

    fn of(metric: &str, started: Option<&str>, expected: Option<f64>) -> Outcome {
        let action = action(metric, started, expected);
        scenario::rich().with_scene(|scene| outcome(scene, &action))
    }

    #[test]
    fn the_quarter_before_the_start_is_the_base() {
        let Outcome::Measured { base, change, .. } = of("csat_top2", Some("2026-05-10"), None) else { panic!() };
        assert_eq!(base, quarter(2), "the start lies in the second quarter; the first is the last one before");
        let now = scenario::rich().with_scene(|scene| scene.now("csat_top2").unwrap().value.unwrap());
        assert_eq!(change.now, now);
        let Outcome::Measured { base, .. } = of("csat_top2", Some("2026-04-01"), None) else { panic!() };
        assert_eq!(base, quarter(2), "on the first day of a quarter the one before is whole");
        let Outcome::Measured { base, .. } = of("csat_top2", None, None) else { panic!() };
        assert_eq!(base, quarter(1));
        assert_eq!(of("csat_top2", Some("2026-07-02"), None), Outcome::TooEarly);
        assert_eq!(of("csat_top2", Some("2026-07-01"), None), Outcome::TooEarly, "its first day is inside it");
        let Outcome::Measured { base, .. } = of("csat_top2", Some("2026-06-30"), None) else { panic!() };
        assert_eq!(base, quarter(2));
        assert_eq!(of("csat_top2", Some("2019-07-02"), None), Outcome::Unknown(NoVerdict::NoBase));
        assert_eq!(of("no_such", None, None), Outcome::Unknown(NoVerdict::NoData));
    }

    #[test]
    fn noise_is_no_success_and_falling_satisfaction_is_no_success_either() {
        let verdict = |outcome: Outcome| match outcome {
            Outcome::Measured { verdict, .. } => verdict,
            other => panic!("{other:?}"),
        };
        assert_eq!(verdict(of("csat_top2", Some("2025-10-01"), Some(2.0))), Moved::Worse);
        assert_eq!(verdict(of("nps", Some("2025-10-01"), Some(4.0))), Moved::WithinNoise, "+4 with n = 100");
    }

    #[test]
    fn what_was_promised_is_read_against_the_interval() {
        let change = |difference: f64, half: f64| Change {
            now: 10.0 + difference,
            before: 10.0,
            difference,
            relative: None,
            interval: Some((difference - half, difference + half)),
            significance: Significance::Significant,
            improves: Some(true),
        };
        assert_eq!(verdict(&change(3.0, 1.0), Some(3.5)), Moved::AsExpected);
        assert_eq!(verdict(&change(3.0, 1.0), Some(4.0)), Moved::AsExpected, "the end of the interval is in it");
        assert_eq!(verdict(&change(3.0, 1.0), Some(4.5)), Moved::LessThanExpected);
        assert_eq!(verdict(&change(-3.0, 1.0), Some(-4.0)), Moved::AsExpected);
        assert_eq!(verdict(&change(-3.0, 1.0), Some(-4.5)), Moved::LessThanExpected);
        assert_eq!(verdict(&change(-3.0, 1.0), Some(-2.0)), Moved::AsExpected);
        assert_eq!(verdict(&change(-3.0, 1.0), None), Moved::Better);
    }

    #[test]
    fn a_day_that_has_passed_is_overdue() {
        let mut one = action("csat_top2", None, None);
        assert_eq!(state(&one, day("2026-10-15")), ActionState::Done { on: None, late: false });
        one.done = Done::Yes(Some(day("2026-07-01")));
        assert_eq!(state(&one, day("2026-10-15")), ActionState::Done { on: Some(day("2026-07-01")), late: true });
        one.done = Done::No;
        assert_eq!(state(&one, day("2026-10-15")), ActionState::Overdue);
        assert_eq!(state(&one, day("2026-06-30")), ActionState::Open);
    }
}
