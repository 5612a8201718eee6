//! Control charts of a series in time: XmR, p and u charts with frozen baselines (T5).
//!
//! The limits stand on the first points only (the baseline) and stay there, so that a slow decline
//! cannot pull its own limits down; a caller restarts a chart at a documented change by handing in
//! the points after it.

use super::Bounds;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Fewest points that give limits; they are provisional below twice as many.
pub const LEAST_BASELINE: usize = 12;
/// Mean moving range → three standard deviations of single values (3/d₂, d₂ = 1.128).
const INDIVIDUALS: f64 = 2.66;
/// Mean moving range → upper limit of moving ranges (D₄).
const RANGES: f64 = 3.268;
/// Points in a row on one side of the centre that are a signal.
const RUN: usize = 8;
/// Fewest cases expected in each month of a run or of points near a limit: with fewer, counts are so
/// skewed that most months lie on one side of the centre by chance alone.
const LEAST_EXPECTED: f64 = 5.0;
/// Dispersion (φ) above which a p or u chart takes its limits from XmR instead (T10's rule).
const DISPERSED: f64 = 1.5;

/// An XmR chart: single values with limits from their moving ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct Xmr {
    /// Mean of the baseline.
    pub centre: f64,
    /// Mean absolute difference of neighbours in the baseline.
    pub mean_range: f64,
    /// Lower limit: centre − 2.66 · mean range.
    pub lower: f64,
    /// Upper limit: centre + 2.66 · mean range.
    pub upper: f64,
    /// Limit of a single moving range: 3.268 · mean range.
    pub range_limit: f64,
    /// Points that the limits stand on.
    pub baseline: usize,
    /// Signals in all points, in order of their first point.
    pub signals: Vec<ControlSignal>,
}

/// Wheeler's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlRule {
    /// A point outside the limits.
    Outside,
    /// Three of four successive points nearer one limit than the centre.
    NearLimit,
    /// Eight successive points on one side of the centre.
    Run,
}

/// A stretch of points that one rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlSignal {
    /// Which rule.
    pub rule: ControlRule,
    /// Its first point, counted from 0.
    pub first: usize,
    /// Its last point.
    pub last: usize,
    /// Whether the points lie above the centre.
    pub above: bool,
}

/// What the limits of a chart of shares or rates stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlMethod {
    /// Binomial: p̄ ± 3√(p̄(1 − p̄)/n).
    P,
    /// Poisson: ū ± 3√(ū/exposure).
    U,
    /// Moving ranges, because the points spread more than chance alone explains.
    Xmr,
}

/// A chart of shares or rates, whose limits follow the size of each point's base.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeChart {
    /// Centre of the baseline: Σ hits / Σ n.
    pub centre: f64,
    /// The points.
    pub points: Vec<AttributePoint>,
    /// φ: Σ z² / (k − 1) over the baseline; about 1 when chance alone is at work.
    pub dispersion: f64,
    /// Chance of a dispersion at least as large under chance alone (χ²).
    pub dispersion_p: f64,
    /// What the limits stand on.
    pub method: ControlMethod,
    /// Points that the limits stand on.
    pub baseline: usize,
    /// Signals in all points, in order of their first point.
    pub signals: Vec<ControlSignal>,
}

/// A point of a chart of shares or rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributePoint {
    /// Share or rate.
    pub value: f64,
    /// Its limits, cut at what shares and rates can be.
    pub limits: Bounds,
}

/// An XmR chart whose baseline is the first [`LEAST_BASELINE`] points. `None` with fewer points, or
/// when the baseline has no spread.
pub fn xmr(values: &[f64]) -> Option<Xmr> {
    xmr_from(values, LEAST_BASELINE)
}

/// An XmR chart with limits from the first `baseline` points. `None` when these are fewer than
/// [`LEAST_BASELINE`], not all there, or without any spread.
pub fn xmr_from(values: &[f64], baseline: usize) -> Option<Xmr> {
    if baseline < LEAST_BASELINE || values.len() < baseline {
        return None;
    }
    let base = &values[..baseline];
    let centre = base.iter().sum::<f64>() / baseline as f64;
    let ranges = base.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>();
    let mean_range = ranges / (baseline - 1) as f64;
    let reach = INDIVIDUALS * mean_range;
    (reach > 0.0 && reach.is_finite()).then(|| Xmr {
        centre,
        mean_range,
        lower: centre - reach,
        upper: centre + reach,
        range_limit: RANGES * mean_range,
        baseline,
        signals: signals(values, centre, &vec![reach; values.len()]),
    })
}

/// A p-chart of (hits, n) per period, baseline of [`LEAST_BASELINE`] points; XmR limits when φ is
/// above 1.5. `None` with fewer points, a point without base, or a baseline of only hits or none.
pub fn p_chart(points: &[(u64, u64)]) -> Option<AttributeChart> {
    p_chart_from(points, LEAST_BASELINE)
}

/// A p-chart with limits from the first `baseline` points.
pub fn p_chart_from(points: &[(u64, u64)], baseline: usize) -> Option<AttributeChart> {
    if points.iter().any(|(hits, n)| *n == 0 || hits > n) {
        return None;
    }
    let points: Vec<(f64, f64)> = points.iter().map(|(hits, n)| (*hits as f64, *n as f64)).collect();
    attribute(&points, baseline, ControlMethod::P)
}

/// A u-chart of (events, exposure) per period, baseline of [`LEAST_BASELINE`] points; XmR limits
/// when φ is above 1.5. `None` with fewer points, a point without exposure, or a baseline without
/// events. Rates are events per unit of exposure.
pub fn u_chart(points: &[(u64, f64)]) -> Option<AttributeChart> {
    u_chart_from(points, LEAST_BASELINE)
}

/// A u-chart with limits from the first `baseline` points.
pub fn u_chart_from(points: &[(u64, f64)], baseline: usize) -> Option<AttributeChart> {
    if points.iter().any(|(_, exposure)| !(*exposure > 0.0 && exposure.is_finite())) {
        return None;
    }
    let points: Vec<(f64, f64)> = points.iter().map(|(events, exposure)| (*events as f64, *exposure)).collect();
    attribute(&points, baseline, ControlMethod::U)
}

fn attribute(points: &[(f64, f64)], baseline: usize, method: ControlMethod) -> Option<AttributeChart> {
    if baseline < LEAST_BASELINE || points.len() < baseline {
        return None;
    }
    let base = &points[..baseline];
    let sum = base.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let centre = sum.0 / sum.1;
    let most = if method == ControlMethod::P { 1.0 } else { f64::INFINITY };
    let unit = if method == ControlMethod::P { centre * (1.0 - centre) } else { centre };
    if unit <= 0.0 {
        return None;
    }
    let error = |size: f64| (unit / size).sqrt();
    let squares = base.iter().map(|(hits, size)| ((hits / size - centre) / error(*size)).powi(2)).sum::<f64>();
    let freedom = (baseline - 1) as f64;
    let dispersion = squares / freedom;
    let values: Vec<f64> = points.iter().map(|(hits, size)| hits / size).collect();
    let wide = xmr_from(&values, baseline).filter(|_| dispersion > DISPERSED);
    let (method, centre, reach) = match wide {
        Some(wide) => (ControlMethod::Xmr, wide.centre, vec![wide.upper - wide.centre; points.len()]),
        None => (method, centre, points.iter().map(|(_, size)| 3.0 * error(*size)).collect()),
    };
    let limits = |reach: &f64| Bounds { low: (centre - reach).max(0.0), high: (centre + reach).min(most) };
    // Of shares, the rarer side counts: 99.9% of 1,000 are expected to miss one.
    let rarer = if most <= 1.0 { centre.min(1.0 - centre) } else { centre };
    let expected = |at: usize| rarer * points[at].1;
    let told = |signal: &ControlSignal| {
        signal.rule == ControlRule::Outside || (signal.first..=signal.last).all(|at| expected(at) >= LEAST_EXPECTED)
    };
    Some(AttributeChart {
        centre,
        points: values
            .iter()
            .zip(&reach)
            .map(|(value, r)| AttributePoint { value: *value, limits: limits(r) })
            .collect(),
        dispersion,
        dispersion_p: ChiSquared::new(freedom).map_or(f64::NAN, |chi| chi.sf(squares)),
        method,
        baseline,
        signals: signals(&values, centre, &reach).into_iter().filter(told).collect(),
    })
}

/// All signals of a series whose limits lie `reach` away from the centre at each point.
fn signals(values: &[f64], centre: f64, reach: &[f64]) -> Vec<ControlSignal> {
    let mut found = Vec::new();
    for above in [false, true] {
        let off: Vec<f64> = values.iter().map(|value| if above { value - centre } else { centre - value }).collect();
        let outside: Vec<bool> = off.iter().zip(reach).map(|(off, reach)| off > reach).collect();
        let near: Vec<bool> = off.iter().zip(reach).map(|(off, reach)| *off > reach / 2.0).collect();
        let side: Vec<bool> = off.iter().map(|off| *off > 0.0).collect();
        let mut push = |rule, (first, last)| found.push(ControlSignal { rule, first, last, above });
        stretches(&outside, 1, 1).into_iter().for_each(|span| push(ControlRule::Outside, span));
        stretches(&near, 4, 3).into_iter().for_each(|span| push(ControlRule::NearLimit, span));
        stretches(&side, RUN, RUN).into_iter().for_each(|span| push(ControlRule::Run, span));
    }
    found.sort_by_key(|signal| (signal.first, signal.rule, signal.last));
    found
}

/// First and last marked point of every stretch of windows of `width` with at least `least` marks.
fn stretches(marks: &[bool], width: usize, least: usize) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (start, window) in marks.windows(width).enumerate() {
        let mut marked = window.iter().enumerate().filter(|(_, mark)| **mark).map(|(at, _)| start + at);
        if window.iter().filter(|mark| **mark).count() < least {
            continue;
        }
        let first = marked.next().unwrap_or(start);
        let last = marked.next_back().unwrap_or(first);
        match found.last_mut() {
            Some(known) if first <= known.1 + 1 => known.1 = known.1.max(last),
            _ => found.push((first, last)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTHS: [f64; 12] = [82.0, 84.0, 83.0, 85.0, 81.0, 84.0, 83.0, 82.0, 86.0, 84.0, 83.0, 78.0];

    #[test]
    fn xmr_of_the_handbook() {
        let chart = xmr(&MONTHS).unwrap();
        let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 6e-4, "{value} is not {wanted}");
        near(chart.centre, 82.917);
        near(chart.mean_range, 2.364);
        near(chart.lower, 76.629);
        near(chart.upper, 89.204);
        near(chart.range_limit, 3.268 * 26.0 / 11.0);
        assert_eq!(chart.signals, []);
        assert_eq!(xmr(&MONTHS[..11]), None, "eleven points give no limits");
        assert_eq!(xmr(&[4.0; 20]), None, "no spread, no limits");
    }

    #[test]
    fn the_baseline_is_frozen() {
        let mut values = MONTHS.to_vec();
        values.extend([82.0, 75.0, 83.0]);
        let chart = xmr(&values).unwrap();
        assert_eq!(chart.centre, xmr(&MONTHS).unwrap().centre);
        assert_eq!(chart.signals, [ControlSignal { rule: ControlRule::Outside, first: 13, last: 13, above: false }]);
        let wider = xmr_from(&values, 15).unwrap();
        assert!(wider.lower < chart.lower && wider.signals.is_empty(), "{wider:?}");
    }

    #[test]
    fn three_of_four_near_a_limit_and_eight_on_a_side() {
        let reach = [10.0; 12];
        let near = [0.0, 1.0, 6.0, 7.0, -1.0, 8.0, 1.0, 0.0, -6.0, 6.0, -6.0, 6.0];
        let wanted = ControlSignal { rule: ControlRule::NearLimit, first: 2, last: 5, above: true };
        assert_eq!(signals(&near, 0.0, &reach), [wanted], "both sides do not add up");
        let run = [1.0, -1.0, -2.0, -1.0, -1.0, -3.0, -1.0, -1.0, -1.0, -2.0, 0.0, -1.0];
        let wanted = ControlSignal { rule: ControlRule::Run, first: 1, last: 9, above: false };
        assert_eq!(signals(&run, 0.0, &reach), [wanted], "a point on the centre ends the run");
        assert_eq!(signals(&run[2..9], 0.0, &reach[..7]), [], "seven are none");
    }

    #[test]
    fn p_chart_limits_follow_n_and_stay_shares() {
        let points: Vec<(u64, u64)> = (0..14).map(|at| (90 + at % 4, 100 + 40 * (at % 3))).collect();
        let hits: u64 = points[..12].iter().map(|point| point.0).sum();
        let all: u64 = points[..12].iter().map(|point| point.1).sum();
        let chart = p_chart(&points).unwrap();
        assert_eq!(chart.method, ControlMethod::Xmr, "{}", chart.dispersion);
        let even: Vec<(u64, u64)> = points.iter().map(|(_, n)| (n * hits / all + n % 2, *n)).collect();
        let chart = p_chart(&even).unwrap();
        assert_eq!(chart.method, ControlMethod::P);
        let (p, n) = (chart.centre, even[13].1 as f64);
        assert!((chart.points[13].limits.low - (p - 3.0 * (p * (1.0 - p) / n).sqrt())).abs() < 1e-12);
        assert!(chart.points[0].limits.low < chart.points[2].limits.low, "fewer answers, wider limits");
        assert!(p_chart(&[(99, 100); 12]).unwrap().points[0].limits.high <= 1.0);
        assert_eq!(p_chart(&[(0, 100); 12]), None);
        assert_eq!(p_chart(&[(1, 0); 12]), None);
    }

    #[test]
    fn a_handful_of_events_a_month_makes_no_run() {
        // One event a month, none, two: six of eight months lie below a centre of 1.05 by chance alone.
        let with = |times: u64| {
            let mut points = [(times, 650.0), (2 * times, 650.0), (0, 650.0)].repeat(4);
            points[0].0 += times;
            points.extend([(times, 650.0); 9]);
            u_chart(&points).unwrap()
        };
        assert_eq!(runs_of(&with(1)), 0);
        assert_eq!(runs_of(&with(20)), 1, "the same course with enough events is a run");
        // The rarer side of a share counts: 2 of 1,000 are expected to miss.
        let mut shares = [(998, 1_000), (997, 1_000), (999, 1_000)].repeat(4);
        shares.extend([(999, 1_000); 9]);
        assert_eq!(runs_of(&p_chart(&shares).unwrap()), 0);
    }

    fn runs_of(chart: &AttributeChart) -> usize {
        chart.signals.iter().filter(|one| one.rule == ControlRule::Run).count()
    }

    #[test]
    fn a_spike_of_events_leaves_the_u_chart() {
        let mut points = [(10, 1_000.0), (12, 1_000.0), (9, 1_000.0), (11, 1_000.0)].repeat(4);
        points.push((31, 1_100.0));
        let chart = u_chart(&points).unwrap();
        assert_eq!(chart.method, ControlMethod::U);
        assert!((chart.centre - 0.0105).abs() < 1e-12);
        assert_eq!(chart.signals, [ControlSignal { rule: ControlRule::Outside, first: 16, last: 16, above: true }]);
        assert!(chart.points[16].limits.high < chart.points[15].limits.high);
        assert_eq!(u_chart(&[(1, 0.0); 12]), None);
    }

    /// NumPy 2.4.6 for the limits; statsmodels 0.15.0 `proportions_chisquare` for the dispersion.
    #[test]
    fn limits_and_dispersion_as_in_numpy_and_statsmodels() {
        let mut state = 5_u64;
        let values: Vec<f64> = (0..20)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                60.0 + 20.0 * (state >> 11) as f64 / (1_u64 << 53) as f64
            })
            .collect();
        let chart = xmr(&values).unwrap();
        let found = [chart.centre, chart.mean_range, chart.lower, chart.upper];
        let wanted = [68.364_427_700_642_93, 6.445_821_858_783_159, 51.218_541_556_279_73, 85.510_313_845_006_13];
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-10), "{found:?}");
        let hits = [152, 156, 164, 156, 162, 157, 160, 159, 161, 164, 169, 167];
        let all = [222, 236, 238, 216, 201, 215, 248, 209, 245, 222, 204, 202];
        let points: Vec<(u64, u64)> = hits.into_iter().zip(all).collect();
        let chart = p_chart(&points).unwrap();
        assert!((chart.dispersion - 4.673_794_854_726_054).abs() < 1e-10);
        assert!((chart.dispersion_p / 3.483_689_354_011_876_7e-7 - 1.0).abs() < 1e-7, "{}", chart.dispersion_p);
    }

    #[test]
    fn near_a_limit_is_more_than_half_the_way_and_neighbours_are_one_signal() {
        assert_eq!(signals(&[5.0, 5.0, 5.0, 5.0, -1.0, 5.0], 0.0, &[10.0; 6]), [], "half the way is not nearer");
        let outside = [0.0, -11.0, -12.0, 1.0, -11.0];
        let spans: Vec<(usize, usize)> = signals(&outside, 0.0, &[10.0; 5])
            .iter()
            .filter(|one| one.rule == ControlRule::Outside)
            .map(|one| (one.first, one.last))
            .collect();
        assert_eq!(spans, [(1, 2), (4, 4)]);
    }

    /// z² of 500 ± d hits of 1,000 is d²/250, φ is 12/11 of it.
    #[test]
    fn moving_ranges_take_over_from_a_dispersion_of_one_and_a_half() {
        let method = |d: u64| {
            let points: Vec<(u64, u64)> =
                (0..12).map(|at| (if at % 2 == 0 { 500 + d } else { 500 - d }, 1_000)).collect();
            p_chart(&points).unwrap().method
        };
        assert_eq!((method(18), method(19)), (ControlMethod::P, ControlMethod::Xmr), "φ = 1.414 and 1.575");
    }
}
