//! When buyers come back: one Kaplan–Meier curve per quarter's buyers, open windows included (M15, T13).

use super::purchases::{Purchase, Purchases, between};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Instant, Period, Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement};
use crate::statistics::{self, SurvivalCurve};
use serde::Serialize;

/// Days that the curve is followed.
const HORIZON: usize = 180;
/// Windows of the cohort table, in days.
const WINDOWS: [i64; 4] = [30, 60, 90, 180];
/// The window of the card, in days.
const WINDOW: i64 = 90;
const DAY: i64 = Instant::DAY;

/// Buyers of each quarter and when they ordered again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repurchase {
    /// Until when purchases could be seen: the last order in the data or `as_of`, whichever is earlier.
    pub until: Instant,
    /// One cohort per quarter that has buyers, ascending.
    pub cohorts: Vec<Cohort>,
}

/// The buyers of one quarter, each from the first valid order of the quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cohort {
    /// The base quarter.
    pub quarter: Quarter,
    /// Buyers.
    pub customers: u64,
    /// Buyers who have not ordered again by [`Repurchase::until`].
    pub censored: u64,
    /// Share that ordered again within 30, 60, 90 and 180 days, for windows that are over for all
    /// buyers.
    pub windows: Vec<Window>,
    /// The curve day by day from day 0, as far as someone was followed.
    pub curve: Vec<CurvePoint>,
}

/// Repeat purchase within a window that is over for the whole cohort.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Window {
    /// Length in days.
    pub days: i64,
    /// Buyers who ordered again within it; `None` while it is open for anybody (G4).
    pub again: Option<u64>,
}

/// A day of a curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Days since the first order of the quarter.
    pub day: usize,
    /// Estimated share that has ordered again by then, 0 to 1 (1 − S).
    pub share: f64,
    /// Its pointwise interval (Greenwood, log-log); `None` where the scale does not exist.
    pub interval: Option<(f64, f64)>,
    /// Buyers still followed and not back at the beginning of the day.
    pub at_risk: u64,
}

/// Finds the curves and gives `repurchase_survival_90_days`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(purchases) = ground.purchases else { return Ok(Vec::new()) };
    let level = ground.report.statistics.confidence;
    let mut found = Repurchase { until: ground.report.time_zone.to_utc(purchases.until), cohorts: Vec::new() };
    let mut figures = Vec::new();
    for period in &ground.wall_periods() {
        let spans = spans(purchases, period);
        let Some(curve) = statistics::kaplan_meier(&by_day(&spans)) else { continue };
        let cohort = cohort(&spans, &curve, (period, purchases.until, level));
        figures.extend(figure(ground, &cohort, &curve));
        found.cohorts.push(cohort);
    }
    study.repurchase = Some(found).filter(|found| !found.cohorts.is_empty());
    Ok(figures)
}

/// How long a buyer was followed by the wall clock, microseconds, and whether a next order ended it.
type Span = (i64, bool);

/// Every buyer of a period from the first order in it to the next order, else to the end of sight.
fn spans(purchases: &Purchases, period: &Period) -> Vec<Span> {
    let span = |orders: &Vec<Purchase>| {
        let first = between(orders, period.start.0, period.end.0).first()?.at;
        let at = orders.partition_point(|one| one.at < period.start.0);
        Some(match orders.get(at + 1) {
            Some(next) => (next.at - first, true),
            None => (purchases.until - first, false),
        })
    };
    purchases.customers.values().filter_map(span).collect()
}

/// Buyers by the whole day (from 0) at which their time ends: a purchase within k days ends at day k, a
/// buyer followed for k whole days is at risk until day k. As (day, came back, still out).
fn by_day(spans: &[Span]) -> Vec<(f64, u64, u64)> {
    let day = |(span, ended): &Span| {
        let days = if *ended { (span + DAY - 1).div_euclid(DAY) } else { span.div_euclid(DAY) };
        usize::try_from(days).unwrap_or(0)
    };
    let last = spans.iter().map(day).max().unwrap_or(0);
    let mut rows: Vec<(f64, u64, u64)> = (0..=last).map(|day| (day as f64, 0, 0)).collect();
    for span in spans {
        let row = &mut rows[day(span)];
        if span.1 { row.1 += 1 } else { row.2 += 1 }
    }
    rows
}

fn cohort(spans: &[Span], curve: &SurvivalCurve, (period, until, level): (&Period, i64, f64)) -> Cohort {
    let is_over = |days: i64| period.end.0 + days * DAY <= until;
    let again = |days: i64| spans.iter().filter(|(span, ended)| *ended && *span <= days * DAY).count() as u64;
    let mut at_risk = spans.len() as u64;
    let point = |(day, (_, ended, censored)): (usize, (f64, u64, u64))| {
        let bounds = curve.interval_at(day as f64, level);
        let point = CurvePoint {
            day,
            share: 1.0 - curve.survival_at(day as f64),
            interval: bounds.map(|bounds| (1.0 - bounds.high, 1.0 - bounds.low)),
            at_risk,
        };
        at_risk -= ended + censored;
        point
    };
    Cohort {
        quarter: period.quarter,
        customers: spans.len() as u64,
        censored: spans.iter().filter(|(_, ended)| !ended).count() as u64,
        windows: WINDOWS.map(|days| Window { days, again: is_over(days).then(|| again(days)) }).to_vec(),
        curve: by_day(spans).into_iter().take(HORIZON + 1).enumerate().map(point).collect(),
    }
}

/// The share that orders again within 90 days, estimated also while windows are open.
fn figure(ground: &Ground<'_>, cohort: &Cohort, curve: &SurvivalCurve) -> Option<Measurement> {
    let mut figure = ground.figure(ids::REPURCHASE_SURVIVAL_90_DAYS, &Segment::Total, cohort.quarter)?;
    let policy = &ground.report.statistics;
    figure.n = cohort.customers;
    figure.censored = cohort.censored;
    let last = cohort.curve.last()?;
    match cohort.curve.iter().find(|point| point.day as i64 == WINDOW) {
        // Nobody is followed that far, or too few to read the curve there: what is known is a floor.
        None => figure.at_least = Some(100.0 * last.share),
        Some(point) if point.at_risk < policy.minimum_n => figure.at_least = Some(100.0 * point.share),
        Some(point) => {
            figure.value = Some(100.0 * point.share);
            let bounds = curve.interval_at(WINDOW as f64, policy.confidence);
            figure.interval = bounds.map(|bounds| Interval {
                low: 100.0 * (1.0 - bounds.high),
                high: 100.0 * (1.0 - bounds.low),
                level: policy.confidence,
                method: IntervalMethod::Greenwood,
            });
        }
    }
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Zone;

    const D: i64 = DAY;

    fn period(start: i64, end: i64) -> Period {
        let calendar = crate::domain::FiscalCalendar::default();
        let period = calendar.period("2026-Q1".parse().unwrap(), Zone::utc());
        Period { start: Instant(start), end: Instant(end), ..period }
    }

    fn purchases(rows: &[(&str, i64)], until: i64) -> Purchases {
        let mut found = Purchases { until, ..Purchases::default() };
        for (customer, at) in rows {
            let one = Purchase { at: *at, worth: 0, category: None };
            found.customers.entry((*customer).to_owned()).or_default().push(one);
        }
        found
    }

    #[test]
    fn a_buyer_is_followed_from_the_first_order_of_the_quarter_to_the_next_order() {
        let rows = [("a", 10 * D), ("a", 95 * D), ("b", -D), ("b", 20 * D), ("c", 80 * D), ("d", 200 * D)];
        let all = spans(&purchases(&rows, 120 * D), &period(0, 90 * D));
        assert_eq!(all, [(85 * D, true), (100 * D, false), (40 * D, false)]);
    }

    /// Trap 4: an open window is 未到期, neither a failure nor a success.
    #[test]
    fn a_window_that_is_open_for_anybody_has_no_figure_but_the_curve_counts_its_buyers() {
        let rows = [("a", 10 * D), ("a", 30 * D), ("b", 20 * D), ("c", 80 * D), ("e", 70 * D), ("e", 75 * D)];
        let found = purchases(&rows, 125 * D);
        let spans = spans(&found, &period(0, 90 * D));
        let curve = statistics::kaplan_meier(&by_day(&spans)).unwrap();
        let cohort = cohort(&spans, &curve, (&period(0, 90 * D), found.until, 0.95));
        let again: Vec<Option<u64>> = cohort.windows.iter().map(|window| window.again).collect();
        assert_eq!(again, [Some(2), None, None, None], "30 days are over on day 120, 60 days on day 150");
        // c is followed for 45 days only: the naive share within 90 days would be 2/4 with c as a failure.
        assert_eq!(cohort.curve[4].share, 0.0);
        assert!((cohort.curve[5].share - 0.25).abs() < 1e-12);
        assert!((cohort.curve[90].share - 0.5).abs() < 1e-12);
        assert_eq!((cohort.curve[46].at_risk, cohort.customers, cohort.censored), (1, 4, 2));
    }

    #[test]
    fn a_purchase_exactly_at_the_end_of_a_window_is_within_it() {
        let exact = by_day(&[(90 * D, true), (90 * D + 1, true), (90 * D + 1, false)]);
        assert_eq!(exact[90], (90.0, 1, 1));
        assert_eq!(exact[91], (91.0, 1, 0));
    }

    /// statsmodels 0.15.0, `SurvfuncRight`: times in days, status.
    #[test]
    fn the_curve_is_statsmodels_one() {
        let rows = [
            (3, true),
            (7, true),
            (7, true),
            (10, false),
            (12, true),
            (20, false),
            (21, true),
            (33, true),
            (40, false),
        ];
        let spans: Vec<Span> = rows.iter().map(|(days, ended)| (days * D, *ended)).collect();
        let curve = statistics::kaplan_meier(&by_day(&spans)).unwrap();
        let cohort = cohort(&spans, &curve, (&period(0, 1), 1_000 * D, 0.95));
        let share = |day: usize| cohort.curve[day].share;
        let survival =
            [(2, 1.0), (3, 8.0 / 9.0), (7, 2.0 / 3.0), (12, 0.533_333_333_333_333_3), (32, 0.355_555_555_555_555_57)];
        for (day, survival) in survival.into_iter().chain([(40, 0.177_777_777_777_777_77)]) {
            assert!((1.0 - share(day) - survival).abs() < 1e-12, "{day}");
        }
    }
}
