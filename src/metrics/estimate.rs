//! From a cell of the scan to a figure with its interval.

use super::compile::OUTSIDE_CALENDAR;
use super::measurement::{Interval, IntervalMethod, Measurement, Status};
use crate::catalogue::definition::{Definition, Kind};
use crate::config::{ReportConfig, StatisticsPolicy};
use crate::domain::{Quarter, Segment};
use crate::engine::{Cell, Distribution, State, Survival};
use crate::statistics::{self, Bounds, NetPromoter, Reached, Resampling};

/// Distinct values up to which a mean keeps its distribution.
const SMALL_SCALE: usize = 21;

/// A share in percent.
const PERCENT: f64 = 100.0;

/// Where a figure belongs.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) segment: &'a Segment,
    pub(super) quarter: Quarter,
    /// Whether the table has any rows in the quarter; without them a count is unknown, not zero.
    pub(super) has_data: bool,
}

/// A measurement without a value.
pub(super) fn empty(metric: &Definition, spot: Spot<'_>, status: Status) -> Measurement {
    Measurement::empty(&metric.id, spot.segment.clone(), spot.quarter, status)
}

/// The figure of one cell. Kinds `rate` and `derived` are completed from other figures later: a rate
/// has its events in `numerator` here and no value.
pub(super) fn estimate(metric: &Definition, spot: Spot<'_>, cell: &Cell, report: &ReportConfig) -> Measurement {
    let policy = &report.statistics;
    let mut figure = empty(metric, spot, Status::Ok);
    figure.n = cell.n;
    figure.missing = cell.missing;
    figure.immature = cell.immature;
    let reasons = metric.exclude.iter().map(|exclusion| exclusion.reason.as_str()).chain([OUTSIDE_CALENDAR]);
    figure.excluded = reasons.zip(&cell.excluded).map(|(reason, rows)| (reason.to_owned(), *rows)).collect();
    if let Some(reason) = outside_calendar(&figure, report) {
        figure.status = Status::Unavailable { reason };
        return figure;
    }
    let counts = matches!(metric.kind, Kind::Count | Kind::Sum | Kind::Rate);
    if (counts && !spot.has_data) || (!counts && cell.n == 0) {
        figure.status = if is_withheld(&figure, policy) { Status::Withheld } else { Status::NoData };
        return figure;
    }
    figure.status = status(metric.kind, &figure, policy);
    fill(&mut figure, metric, cell, policy);
    figure
}

/// May a figure with this n and missing share be shown (G5, G11)? Counts and sums are facts about the
/// period, not estimates: they need no minimum.
pub(super) fn status(kind: Kind, figure: &Measurement, policy: &StatisticsPolicy) -> Status {
    if is_withheld(figure, policy) {
        Status::Withheld
    } else if matches!(kind, Kind::Count | Kind::Sum) {
        Status::Ok
    } else if figure.n < policy.minimum_n {
        Status::Suppressed
    } else if figure.n < policy.verdict_n {
        Status::LowBase
    } else {
        Status::Ok
    }
}

/// Why a figure in business hours is withheld: too many of its rows lie on days that the calendar does not
/// cover. What was open then is unknown, which is not "closed".
fn outside_calendar(figure: &Measurement, report: &ReportConfig) -> Option<String> {
    let (_, outside) = figure.excluded.iter().find(|(reason, _)| reason == OUTSIDE_CALENDAR)?;
    let base = (figure.n + figure.missing + figure.immature + outside) as f64;
    let covers = report.calendar.as_ref()?.covers()?;
    let withheld = *outside as f64 > base * report.statistics.missing_withheld;
    withheld.then(|| format!("{OUTSIDE_CALENDAR}: {} – {}", covers.first, covers.last))
}

/// Whether more of its rows hold nothing than the policy tolerates.
pub(super) fn is_withheld(figure: &Measurement, policy: &StatisticsPolicy) -> bool {
    let base = (figure.n + figure.missing) as f64;
    base > 0.0 && figure.missing as f64 / base > policy.missing_withheld
}

fn fill(figure: &mut Measurement, metric: &Definition, cell: &Cell, policy: &StatisticsPolicy) {
    match &cell.state {
        State::Count { hits } => {
            figure.numerator = Some(*hits as f64);
            figure.value = (metric.kind == Kind::Count).then_some(*hits as f64);
        }
        State::Sum { total } => {
            figure.value = Some(total.value());
            figure.numerator = figure.value;
        }
        State::Proportion { hits, weighted } => proportion(figure, *hits, weighted.as_ref(), policy),
        State::Mean { distribution, weighted } => mean(figure, distribution, weighted.as_ref(), policy),
        State::Quantile { distribution } => quantile(figure, metric, distribution, policy),
        State::Survival(survival) => survival_quantile(figure, metric, survival, policy),
        State::Nps { promoters, passives, detractors, weighted } => {
            let answers = NetPromoter { promoters: *promoters, passives: *passives, detractors: *detractors };
            nps(figure, answers, weighted.as_ref(), policy);
        }
        State::RatioOfSums(moments) => ratio(figure, moments, policy),
    }
}

fn shown(figure: &Measurement) -> bool {
    matches!(figure.status, Status::Ok | Status::LowBase)
}

/// Sets the interval of a shown figure.
fn set(figure: &mut Measurement, policy: &StatisticsPolicy, method: IntervalMethod, bounds: Option<Bounds>) {
    let level = policy.confidence;
    figure.interval = bounds.map(|Bounds { low, high }| Interval { low, high, level, method });
}

fn resampling(policy: &StatisticsPolicy) -> Resampling {
    Resampling { draws: policy.bootstrap_draws, seed: policy.seed, level: policy.confidence }
}

type Weights<'a> = Option<&'a crate::engine::accumulate::Weighted>;

fn proportion(figure: &mut Measurement, hits: u64, weighted: Weights<'_>, policy: &StatisticsPolicy) {
    let (numerator, denominator) = match weighted {
        None => (hits as f64, figure.n as f64),
        Some(sums) => (sums.value.value(), sums.weight.value()),
    };
    figure.numerator = Some(numerator);
    figure.denominator = Some(denominator);
    figure.value = (denominator > 0.0).then(|| PERCENT * numerator / denominator);
    if !shown(figure) {
        return;
    }
    let bounds = match weighted {
        None => statistics::wilson(hits, figure.n, policy.confidence),
        Some(sums) => {
            let total_squares = sums.weight_squared.value();
            let share = statistics::WeightedShare { hits: numerator, total: denominator, total_squares };
            statistics::wilson_weighted(share, policy.confidence)
        }
    };
    set(figure, policy, IntervalMethod::Wilson, bounds.map(|bounds| bounds.scaled(PERCENT)));
}

fn mean(figure: &mut Measurement, values: &Distribution, weighted: Weights<'_>, policy: &StatisticsPolicy) {
    let (value, numerator, denominator) = match weighted {
        None => (values.mean(), values.sum(), figure.n as f64),
        Some(sums) => (sums.mean(), sums.value.value(), sums.weight.value()),
    };
    (figure.value, figure.numerator, figure.denominator) = (value, Some(numerator), Some(denominator));
    if !shown(figure) {
        return;
    }
    let points: Vec<(f64, u64)> = values.points().take(SMALL_SCALE + 1).collect();
    if points.len() <= SMALL_SCALE {
        figure.distribution.clone_from(&points);
    }
    if let Some(sums) = weighted {
        let moments = statistics::WeightedMoments {
            total: sums.weight.value(),
            total_squares: sums.weight_squared.value(),
            sum: sums.value.value(),
            sum_of_squares: sums.square.value(),
        };
        set(figure, policy, IntervalMethod::StudentT, statistics::student_t_weighted(moments, policy.confidence));
    } else if figure.n < policy.verdict_n {
        let points: Vec<(f64, u64)> = values.points().collect();
        set(figure, policy, IntervalMethod::Bootstrap, statistics::bootstrap_mean(&points, resampling(policy)));
    } else {
        let spread = values.variance().zip(value);
        let moments = spread.map(|(variance, mean)| statistics::Moments {
            n: figure.n,
            mean,
            squared_deviations: variance * (figure.n - 1) as f64,
        });
        let bounds = moments.and_then(|moments| statistics::student_t(moments, policy.confidence));
        set(figure, policy, IntervalMethod::StudentT, bounds);
    }
}

fn quantile(figure: &mut Measurement, metric: &Definition, values: &Distribution, policy: &StatisticsPolicy) {
    let Some(wanted) = metric.quantile else { return };
    figure.value = values.quantile(wanted);
    if shown(figure) {
        let points: Vec<(f64, u64)> = values.points().collect();
        let bounds = statistics::order_statistic(&points, wanted, policy.confidence);
        set(figure, policy, IntervalMethod::OrderStatistic, bounds);
    }
}

fn survival_quantile(figure: &mut Measurement, metric: &Definition, times: &Survival, policy: &StatisticsPolicy) {
    let Some(wanted) = metric.quantile else { return };
    figure.censored = times.censored().count();
    let Some(found) = statistics::survival_quantile(times.points(), wanted, policy.confidence) else { return };
    match found.value {
        Reached::At(hours) => figure.value = Some(hours),
        Reached::AtLeast(hours) => figure.at_least = Some(hours),
    }
    if shown(figure) {
        let bounds = found.low.zip(found.high).map(|(low, high)| Bounds { low, high });
        set(figure, policy, IntervalMethod::Greenwood, bounds);
    }
}

fn nps(figure: &mut Measurement, answers: NetPromoter, weighted: Weights<'_>, policy: &StatisticsPolicy) {
    figure.value = match weighted {
        None => answers.score(),
        Some(sums) => sums.mean().map(|mean| PERCENT * mean),
    };
    figure.numerator = Some(answers.promoters as f64 - answers.detractors as f64);
    figure.denominator = Some(answers.n() as f64);
    if let Some(sums) = weighted {
        (figure.numerator, figure.denominator) = (Some(sums.value.value()), Some(sums.weight.value()));
    }
    if !shown(figure) {
        return;
    }
    if let Some(sums) = weighted {
        // x is 1, 0 or −1: Σwx² is promoters and detractors together, Σwx their difference.
        let (both, net) = (sums.square.value(), sums.value.value());
        let answers = statistics::WeightedPromoter {
            promoters: (both + net) / 2.0,
            detractors: (both - net) / 2.0,
            total: sums.weight.value(),
            total_squares: sums.weight_squared.value(),
        };
        set(figure, policy, IntervalMethod::NpsNormal, statistics::nps_interval_weighted(answers, policy.confidence));
    } else if figure.n < policy.verdict_n {
        set(figure, policy, IntervalMethod::Bootstrap, statistics::bootstrap_nps(answers, resampling(policy)));
    } else {
        set(figure, policy, IntervalMethod::NpsNormal, statistics::nps_interval(answers, policy.confidence));
    }
}

fn ratio(figure: &mut Measurement, sums: &crate::engine::accumulate::Moments, policy: &StatisticsPolicy) {
    let (x, y, n) = (sums.x.value(), sums.y.value(), figure.n as f64);
    (figure.numerator, figure.denominator) = (Some(x), Some(y));
    if y == 0.0 {
        return;
    }
    let value = x / y;
    figure.value = Some(value);
    if shown(figure) && figure.n > 1 {
        // Σ(x − r·y)² / (n − 1) is the variance of the linearised residuals, whose sum is 0.
        let residuals = sums.xx.value() - 2.0 * value * sums.xy.value() + value * value * sums.yy.value();
        let error = (residuals.max(0.0) * n / (n - 1.0)).sqrt() / y.abs();
        let half = statistics::normal_critical(policy.confidence) * error;
        set(figure, policy, IntervalMethod::Delta, Some(Bounds { low: value - half, high: value + half }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::accumulate::{Measure, Moments, Weighted};

    const Z: f64 = 1.959_963_984_540_054;

    fn figure(n: u64, missing: u64) -> Measurement {
        let empty = Measurement::empty("m", Segment::Total, "2026-Q3".parse().unwrap(), Status::Ok);
        Measurement { n, missing, ..empty }
    }

    #[test]
    fn bases_count_from_their_limit_on() {
        let policy = StatisticsPolicy::default();
        let of = |n: u64| status(Kind::Mean, &figure(n, 0), &policy);
        let found = [9, 10, 29, 30].map(of);
        assert_eq!(found, [Status::Suppressed, Status::LowBase, Status::LowBase, Status::Ok]);
        assert_eq!(status(Kind::Count, &figure(1, 0), &policy), Status::Ok, "a count is a count");
        let missing = |missing: u64| status(Kind::Mean, &figure(100, missing), &policy);
        assert_eq!((missing(100), missing(101)), (Status::Ok, Status::Withheld), "half of all may be missing");
    }

    fn distribution(count: i64) -> Distribution {
        let mut found = Distribution::new(Measure::Number);
        (0..count).for_each(|at| found.push(Measure::key_of((at * at % 7) as f64)));
        found.compact();
        found
    }

    #[test]
    fn small_bases_are_resampled_and_others_have_students_interval() {
        let policy = StatisticsPolicy::default();
        let of = |n: i64| {
            let mut made = figure(n as u64, 0);
            mean(&mut made, &distribution(n), None, &policy);
            made.interval.unwrap()
        };
        assert_eq!((of(29).method, of(30).method), (IntervalMethod::Bootstrap, IntervalMethod::StudentT));
        let points: Vec<(f64, u64)> = distribution(30).points().collect();
        let wanted = statistics::student_t(statistics::Moments::from_distribution(&points).unwrap(), 0.95).unwrap();
        assert!((of(30).low - wanted.low).abs() < 1e-12 && (of(30).high - wanted.high).abs() < 1e-12);
        let score = |n: u64| {
            let mut made = figure(n, 0);
            nps(&mut made, NetPromoter { promoters: n - 12, passives: 5, detractors: 7 }, None, &policy);
            made.interval.unwrap().method
        };
        assert_eq!((score(29), score(30)), (IntervalMethod::Bootstrap, IntervalMethod::NpsNormal));
    }

    /// (2, 1), (3, 2), (7, 3): r = 12/6; Σ(x − 2y)² = 0 + 1 + 1; SE = √(2 · 3/2)/6.
    #[test]
    fn a_ratio_of_sums_has_the_interval_of_its_residuals() {
        let mut sums = Moments::default();
        [(2.0, 1.0), (3.0, 2.0), (7.0, 3.0)].into_iter().for_each(|(x, y)| sums.add(x, y));
        let mut made = figure(3, 0);
        ratio(&mut made, &sums, &StatisticsPolicy::default());
        let interval = made.interval.unwrap();
        assert_eq!(made.value, Some(2.0));
        assert!((interval.high - 2.0 - Z * 3.0_f64.sqrt() / 6.0).abs() < 1e-9, "{interval:?}");
        assert!((interval.low + interval.high - 4.0).abs() < 1e-9);
    }

    /// Weights 2 and 1 promote, 1 detracts: 100 · (3 − 1)/4; n' = 16/6, Var = 1 − ¼.
    #[test]
    fn a_weighted_score_and_its_interval() {
        let mut sums = Weighted::default();
        [(1.0, 2.0), (1.0, 1.0), (-1.0, 1.0)].into_iter().for_each(|(score, weight)| sums.add(score, weight));
        let mut made = figure(40, 0);
        nps(
            &mut made,
            NetPromoter { promoters: 2, passives: 0, detractors: 1 },
            Some(&sums),
            &StatisticsPolicy::default(),
        );
        assert_eq!(made.value, Some(50.0));
        let interval = made.interval.unwrap();
        assert!((interval.low - (50.0 - Z * 100.0 * (0.75_f64 * 6.0 / 16.0).sqrt())).abs() < 1e-9, "{interval:?}");
        assert_eq!(interval.high, 100.0);
    }
}
