//! Verdicts by interval and direction: a figure against its target, a quarter against another.

use crate::catalogue::definition::{Definition, Kind};
use crate::config::{StatisticsPolicy, Target};
use crate::domain::{Direction, Unit};
use crate::metrics::measurement::{Measurement, Status};

/// Where a figure stands against its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// The whole interval is on the good side.
    Met,
    /// The whole interval is on the bad side.
    Missed,
    /// The figure meets the target, and its interval holds it: met, with little margin.
    MetNarrowly,
    /// The figure misses the target, and its interval holds it: a miss that may be chance.
    JustMissed {
        /// Whether the figure lies above the target (or above its range).
        above: bool,
    },
    /// There is no target.
    NoTarget,
    /// There is a target but no verdict.
    NoVerdict(NoVerdict),
}

/// Why there is no verdict or no change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoVerdict {
    /// n is below the verdict minimum (G11).
    SmallBase,
    /// The figure is not shown.
    NotShown,
    /// There is no figure.
    NoData,
    /// The data do not cover what the figure, or the earlier one, speaks of.
    NotCovered,
    /// The earlier period has no figure.
    NoBase,
    /// Only a lower bound is known, and it does not decide.
    OnlyFloor,
    /// The earlier figure is zero or negative, so that a relative change has no meaning.
    BaseNotPositive,
}

/// Whether a change is more than chance at the configured confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Significance {
    /// The interval of the difference leaves zero out.
    Significant,
    /// It holds zero.
    NotSignificant,
    /// One of the two figures has no interval or too few rows.
    Unknown,
}

/// A change between two quarters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Later value.
    pub now: f64,
    /// Earlier value.
    pub before: f64,
    /// `now` − `before`, in the metric's unit.
    pub difference: f64,
    /// Relative change in percent, for amounts; `None` for shares, scores and times.
    pub relative: Option<f64>,
    /// Interval of the difference.
    pub interval: Option<(f64, f64)>,
    /// More than chance?
    pub significance: Significance,
    /// Whether it is an improvement; `None` when nothing changed or the metric has no better side.
    pub improves: Option<bool>,
}

impl Change {
    /// `Some(improvement?)` when the change is significant and has a better side.
    pub fn verdict(&self) -> Option<bool> {
        (self.significance == Significance::Significant).then_some(self.improves).flatten()
    }
}

/// Whether a figure is printed at all.
pub fn shown(measurement: &Measurement) -> bool {
    matches!(measurement.status, Status::Ok | Status::LowBase)
}

/// Whether a figure is printed as a number: a value, or what it is at least.
pub fn has_figure(measurement: &Measurement) -> bool {
    shown(measurement) && (measurement.value.is_some() || measurement.at_least.is_some())
}

/// Whether a figure may carry a verdict: status ok, its window covered by data and, where rows are sampled,
/// n at the minimum.
pub fn may_judge(measurement: &Measurement, definition: &Definition, policy: &StatisticsPolicy) -> bool {
    no_verdict(measurement, definition, policy).is_none()
}

/// Why a figure carries no verdict; `None` when it may.
pub fn no_verdict(measurement: &Measurement, definition: &Definition, policy: &StatisticsPolicy) -> Option<NoVerdict> {
    match &measurement.status {
        Status::Unavailable { .. } | Status::NoData => Some(NoVerdict::NoData),
        Status::Suppressed | Status::SuppressedSecondary | Status::Withheld => Some(NoVerdict::NotShown),
        _ if measurement.value.is_none() && measurement.at_least.is_none() => Some(NoVerdict::NoData),
        _ if !measurement.uncovered.is_empty() => Some(NoVerdict::NotCovered),
        _ if !enough(measurement, definition, policy) => Some(NoVerdict::SmallBase),
        _ => None,
    }
}

/// Whether a figure stands on rows enough.
fn enough(measurement: &Measurement, definition: &Definition, policy: &StatisticsPolicy) -> bool {
    let counted =
        matches!(definition.kind, Kind::Count | Kind::Sum) || (definition.kind == Kind::Derived && measurement.n == 0);
    let exposed =
        definition.kind == Kind::Rate && measurement.denominator.is_some_and(|base| base >= policy.verdict_n as f64);
    measurement.status == Status::Ok && (counted || exposed || measurement.n >= policy.verdict_n)
}

/// Judges a figure against its target by its interval (T9 rule 4); a figure without interval is
/// compared as it stands.
pub fn standing(
    now: &Measurement,
    definition: &Definition,
    target: Option<&Target>,
    policy: &StatisticsPolicy,
) -> Standing {
    if !shown(now) {
        let missing = matches!(now.status, Status::NoData | Status::Unavailable { .. });
        return Standing::NoVerdict(if missing { NoVerdict::NoData } else { NoVerdict::NotShown });
    }
    let Some(target) = target else { return Standing::NoTarget };
    if let Some(reason) = no_verdict(now, definition, policy) {
        return Standing::NoVerdict(reason);
    }
    match (now.value, now.at_least) {
        (Some(value), _) => {
            let bounds = now.interval.map_or((value, value), |interval| (interval.low, interval.high));
            against(value, bounds, target, definition.better)
        }
        (None, Some(floor)) if definition.better == Direction::Lower && floor > target.value => Standing::Missed,
        (None, Some(floor)) if definition.better == Direction::Higher && floor >= target.value => Standing::Met,
        (None, Some(_)) => Standing::NoVerdict(NoVerdict::OnlyFloor),
        (None, None) => Standing::NoVerdict(NoVerdict::NoData),
    }
}

fn against(value: f64, (low, high): (f64, f64), target: &Target, better: Direction) -> Standing {
    let upper = target.upper.unwrap_or(target.value);
    let (met, missed) = match better {
        Direction::Higher => (low >= target.value, high < target.value),
        Direction::Lower => (high <= target.value, low > target.value),
        Direction::TargetRange => (low >= target.value && high <= upper, high < target.value || low > upper),
    };
    match (met, missed) {
        (true, _) => Standing::Met,
        (_, true) => Standing::Missed,
        _ => {
            let good = match better {
                Direction::Higher => value >= target.value,
                Direction::Lower => value <= target.value,
                Direction::TargetRange => value >= target.value && value <= upper,
            };
            if good { Standing::MetNarrowly } else { Standing::JustMissed { above: value > target.value } }
        }
    }
}

/// The change between two figures of a metric with its interval and verdict.
///
/// # Errors
/// Why there is no verdict: a figure is missing, not shown or not covered, or its base is small or not positive.
pub fn change(
    now: Option<&Measurement>,
    before: Option<&Measurement>,
    definition: &Definition,
    policy: &StatisticsPolicy,
) -> Result<Change, NoVerdict> {
    let now = now.filter(|one| shown(one)).ok_or(NoVerdict::NoData)?;
    let before = before.filter(|one| shown(one)).ok_or(NoVerdict::NoBase)?;
    let (value, base) = (now.value.ok_or(NoVerdict::NoData)?, before.value.ok_or(NoVerdict::NoBase)?);
    if !now.uncovered.is_empty() || !before.uncovered.is_empty() {
        return Err(NoVerdict::NotCovered);
    }
    let amount = matches!(definition.unit, Unit::Count | Unit::Money | Unit::Ratio);
    if amount && base <= 0.0 {
        return Err(NoVerdict::BaseNotPositive);
    }
    let judged = may_judge(now, definition, policy) && may_judge(before, definition, policy);
    let interval = movement_interval(now, before);
    let significance = match interval {
        Some((low, high)) if judged && (low > 0.0 || high < 0.0) => Significance::Significant,
        Some(_) if judged => Significance::NotSignificant,
        _ => Significance::Unknown,
    };
    let difference = value - base;
    Ok(Change {
        now: value,
        before: base,
        difference,
        relative: amount.then(|| 100.0 * difference / base),
        interval,
        significance,
        improves: definition.better.improves(difference),
    })
}

/// The interval of the difference of two independent estimates from their own intervals:
/// d − √((a − lₐ)² + (u_b − b)²) to d + √((uₐ − a)² + (b − l_b)²).
///
/// For shares with Wilson intervals this is Newcombe's method 10, for NPS with normal intervals
/// it is ± z·√(SE₁² + SE₂²); for means, medians and rates it is the method of variance estimates
/// recovery (Zou and Donner, Stat. Med. 2008). `None` unless both have an interval of one level.
pub fn movement_interval(now: &Measurement, before: &Measurement) -> Option<(f64, f64)> {
    let (value, base) = (now.value?, before.value?);
    let (one, other) = (now.interval?, before.interval?);
    if one.level.total_cmp(&other.level).is_ne() {
        return None;
    }
    let difference = value - base;
    let low = difference - (value - one.low).hypot(other.high - base);
    let high = difference + (one.high - value).hypot(base - other.low);
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::built_in;
    use crate::domain::Segment;
    use crate::metrics::measurement::{Interval, IntervalMethod};
    use chrono::NaiveDate;

    fn definition(id: &str) -> Definition {
        built_in().iter().find(|one| one.id == id).unwrap().clone()
    }

    fn figure(value: f64, (low, high): (f64, f64), n: u64) -> Measurement {
        let interval = Some(Interval { low, high, level: 0.95, method: IntervalMethod::StudentT });
        let empty = Measurement::empty("m", Segment::Total, "2026-Q3".parse().unwrap(), Status::Ok);
        Measurement { value: Some(value), interval, n, ..empty }
    }

    fn target(value: f64, upper: Option<f64>) -> Target {
        Target { metric: "m".to_owned(), valid_from: NaiveDate::MIN, value, upper }
    }

    /// Met or missed only where the whole interval is: its far end decides.
    #[test]
    fn a_target_inside_the_interval_is_met_narrowly_or_just_missed() {
        let narrow = Standing::MetNarrowly;
        let just = |above: bool| Standing::JustMissed { above };
        let of = |ends: (f64, f64), better: Direction| {
            against((ends.0 + ends.1) / 2.0, ends, &target(80.0, Some(90.0)), better)
        };
        assert_eq!(of((80.0, 95.0), Direction::Higher), Standing::Met);
        assert_eq!(of((79.0, 95.0), Direction::Higher), narrow);
        assert_eq!(of((70.0, 80.0), Direction::Higher), just(false));
        assert_eq!(of((70.0, 80.0), Direction::Lower), Standing::Met);
        assert_eq!(of((79.0, 81.0), Direction::Lower), narrow);
        assert_eq!(of((79.0, 83.0), Direction::Lower), just(true));
        assert_eq!(of((81.0, 85.0), Direction::TargetRange), Standing::Met);
        assert_eq!(of((79.0, 85.0), Direction::TargetRange), narrow);
        assert_eq!(of((85.0, 97.0), Direction::TargetRange), just(true));
        assert_eq!(of((74.0, 84.0), Direction::TargetRange), just(false));
        assert_eq!([(70.0, 79.0), (91.0, 95.0)].map(|ends| of(ends, Direction::TargetRange)), [Standing::Missed; 2]);
    }

    #[test]
    fn a_floor_misses_only_what_it_passes() {
        let waiting = Measurement { value: None, at_least: Some(5.0), ..figure(0.0, (0.0, 0.0), 100) };
        let policy = StatisticsPolicy::default();
        let of =
            |value: f64| standing(&waiting, &definition("first_response_median"), Some(&target(value, None)), &policy);
        assert_eq!((of(4.0), of(5.0)), (Standing::Missed, Standing::NoVerdict(NoVerdict::OnlyFloor)));
    }

    /// √((10 − 8)² + (7 − 5)²) down, √((11 − 10)² + (5 − 4.5)²) up: the ends that face each other.
    #[test]
    fn a_difference_takes_the_ends_that_face_each_other() {
        let (low, high) = movement_interval(&figure(10.0, (8.0, 11.0), 99), &figure(5.0, (4.5, 7.0), 99)).unwrap();
        assert!((low - (5.0 - 8.0_f64.sqrt())).abs() < 1e-12 && (high - (5.0 + 1.25_f64.sqrt())).abs() < 1e-12);
    }

    #[test]
    fn thirty_on_both_sides_allow_a_verdict() {
        let (satisfaction, policy) = (definition("csat_mean"), StatisticsPolicy::default());
        let of = |now: u64, before: u64| {
            let (now, before) = (figure(4.0, (3.9, 4.1), now), figure(3.0, (2.9, 3.1), before));
            change(Some(&now), Some(&before), &satisfaction, &policy).unwrap().significance
        };
        assert_eq!(of(30, 30), Significance::Significant);
        assert_eq!((of(29, 30), of(30, 29)), (Significance::Unknown, Significance::Unknown));
        let low_base = Measurement { status: Status::LowBase, ..figure(4.0, (3.9, 4.1), 99) };
        assert!(!may_judge(&low_base, &satisfaction, &policy), "the status decides, whatever the n");
    }

    #[test]
    fn nothing_changes_by_a_share_of_nothing() {
        let (contacts, policy) = (definition("contacts"), StatisticsPolicy::default());
        let of = |before: f64| {
            let (now, before) = (figure(4.0, (4.0, 4.0), 4), figure(before, (before, before), 4));
            change(Some(&now), Some(&before), &contacts, &policy).map(|change| change.relative)
        };
        assert_eq!((of(0.0), of(2.0)), (Err(NoVerdict::BaseNotPositive), Ok(Some(100.0))));
    }
}
