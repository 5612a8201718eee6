//! Values of SciPy 1.17.1, statsmodels 0.15.0 and lifelines 0.30.3 (NumPy 2.4.6), frozen.

use super::*;

fn close(actual: f64, expected: f64, relative: f64) {
    let gap = (actual - expected).abs() / expected.abs().max(1e-300);
    assert!(gap < relative || actual == expected, "{actual} is not {expected} (relative gap {gap:e})");
}

fn both(actual: Option<Bounds>, low: f64, high: f64) {
    let actual = actual.expect("an interval");
    close(actual.low, low, 1e-11);
    close(actual.high, high, 1e-11);
}

/// statsmodels `proportion_confint(method="wilson")`.
#[test]
fn wilson_as_in_statsmodels() {
    both(wilson(3, 17, 0.95), 0.061_911_266_376_209_97, 0.410_294_585_688_341_26);
    both(wilson(999, 1_000, 0.99), 0.991_539_433_780_018_3, 0.999_882_583_646_381_6);
    both(wilson(123_456, 1_000_000, 0.9), 0.122_915_927_641_049_36, 0.123_998_109_865_746_83);
}

/// statsmodels `confint_proportions_2indep(method="newcomb", compare="diff")`.
#[test]
fn newcombe_as_in_statsmodels() {
    both(newcombe((56, 70), (48, 80), 0.95), 0.052_431_472_402_364_98, 0.333_872_654_036_906_14);
    both(newcombe((9, 10), (3, 10), 0.95), 0.170_522_723_934_502_9, 0.809_017_973_535_488);
    both(newcombe((0, 20), (5, 30), 0.95), -0.335_643_505_064_160_35, 0.019_522_587_838_585_514);
}

/// SciPy `chi2.ppf(α/2, 2k)/2` and `chi2.ppf(1 − α/2, 2k + 2)/2`.
#[test]
fn garwood_as_in_scipy() {
    let cases = [
        (3, 0.618_672_122_895_601_4, 8.767_273_069_742_323),
        (100, 81.363_991_250_923_14, 121.626_793_792_426_38),
        (12_345, 12_128.180_907_899_08, 12_564.722_206_913_333),
        (1_000_000, 998_040.983_340_293_9, 1_001_961.911_945_432_2),
    ];
    for (count, low, high) in cases {
        both(Some(garwood(count, 0.95)), low, high);
    }
}

/// SciPy `beta.ppf` (Clopper–Pearson) turned into ratios.
#[test]
fn rate_ratio_as_in_scipy() {
    let cases = [
        ((60, 51_477.5), (30, 54_308.7), 1.339_735_721_772_652_2, 3.388_365_573_616_251_7),
        ((5, 100.0), (2, 150.0), 0.613_929_121_282_338_7, 39.380_215_158_612_4),
        ((1_200, 3.0), (1_100, 3.0), 1.004_370_745_342_835, 1.184_992_429_826_528_2),
    ];
    for (a, b, low, high) in cases {
        both(rate_ratio(a, b, 0.95).map(|(_, bounds)| bounds), low, high);
    }
}

/// SciPy `t.ppf(0.975)` and `t.ppf(0.995)`.
#[test]
fn student_quantiles_as_in_scipy() {
    let cases = [
        (1.0, 12.706_204_736_174_694, 63.656_741_162_871_526),
        (2.5, 3.574_654_842_003_681_7, 7.163_728_138_948_783),
        (4.0, 2.776_445_105_197_793_4, 4.604_094_871_349_992),
        (29.0, 2.045_229_642_132_703, 2.756_385_903_670_605),
        (150.0, 1.975_905_330_896_620_1, 2.609_002_565_865_538),
        (999.0, 1.962_341_461_133_449_3, 2.580_759_637_267_636_5),
        (1_000.0, 1.962_339_080_826_408_3, 2.580_754_698_065_951),
        (54_321.0, 1.960_007_656_843_413, 2.575_919_815_694_16),
    ];
    for (freedom, at_95, at_99) in cases {
        close(student_critical(freedom, 0.95), at_95, 1e-11);
        close(student_critical(freedom, 0.99), at_99, 1e-11);
    }
}

const SCORES: [(f64, u64); 5] = [(1.0, 1), (2.0, 1), (3.0, 1), (4.0, 4), (5.0, 5)];

/// SciPy `t.interval(0.95, n − 1, mean, sem)`; statsmodels `tconfint_diff(usevar="unequal")`.
#[test]
fn means_as_in_scipy_and_statsmodels() {
    let scores = Moments::from_distribution(&SCORES).unwrap();
    both(student_t(scores, 0.95), 3.083_460_540_689_254, 4.749_872_792_644_079);
    let others = Moments::from_distribution(&[(1.0, 1), (2.0, 3), (3.0, 2), (4.0, 2), (5.0, 1)]).unwrap();
    both(welch(scores, others, 0.95), -0.166_482_323_781_644_85, 2.222_037_879_337_2);
    let sums = Moments::from_sums(12, 47.0, 203.0).unwrap();
    both(student_t(sums, 0.95), 3.083_460_540_689_254, 4.749_872_792_644_079);
    let weighted = WeightedMoments { total: 24.0, total_squares: 48.0, sum: 94.0, sum_of_squares: 406.0 };
    both(student_t_weighted(weighted, 0.95), 3.083_460_540_689_254, 4.749_872_792_644_079);
}

/// NumPy `quantile` (linear).
#[test]
fn quantiles_as_in_numpy() {
    for (q, expected) in [(0.1, 2.1), (0.5, 4.0), (0.9, 5.0)] {
        close(quantile(&SCORES, q).unwrap(), expected, 1e-12);
    }
}

/// SciPy `binom.ppf(α/2)` (rank of the lower end, from 1) and `binom.ppf(1 − α/2) + 1`.
#[test]
fn ranks_as_in_scipy() {
    let cases = [
        (37, 0.5, 13.0, 25.0),
        (200, 0.9, 171.0, 189.0),
        (1_000_001, 0.5, 499_021.0, 500_981.0),
        (10_000_000, 0.9, 8_998_140.0, 9_001_860.0),
    ];
    for (n, q, low, high) in cases {
        let values: Vec<(f64, u64)> = (1..=n).map(|rank| (f64::from(rank), 1)).collect();
        assert_eq!(order_statistic(&values, q, 0.95), Some(Bounds { low, high }), "n = {n}");
    }
}

/// Sixty durations, seventeen of them censored.
const DURATIONS: [(f64, u64, u64); 21] = [
    (1.0, 5, 0),
    (2.0, 6, 0),
    (3.0, 1, 0),
    (4.0, 3, 0),
    (5.0, 5, 3),
    (6.0, 2, 1),
    (7.0, 3, 1),
    (8.0, 1, 1),
    (9.0, 2, 1),
    (10.0, 1, 1),
    (11.0, 1, 1),
    (12.0, 2, 0),
    (13.0, 2, 1),
    (14.0, 4, 1),
    (15.0, 2, 0),
    (16.0, 0, 1),
    (19.0, 1, 0),
    (21.0, 0, 2),
    (22.0, 3, 0),
    (23.0, 1, 0),
    (27.0, 1, 0),
];

/// lifelines `KaplanMeierFitter`, `confidence_interval_survival_function_` (log-log Greenwood),
/// `percentile` and `qth_survival_times` of the interval.
#[test]
fn survival_as_in_lifelines() {
    let curve = kaplan_meier(&DURATIONS).unwrap();
    let cases = [
        (5.0, 0.666_666_666_666_666_9, 0.532_395_635_683_257_8, 0.770_432_696_167_687_5),
        (12.0, 0.428_795_562_094_795_1, 0.294_215_203_655_425_6, 0.556_508_154_090_989_1),
        (19.0, 0.205_998_824_911_868_63, 0.100_868_673_896_002_61, 0.336_855_264_615_831),
    ];
    for (time, survival, low, high) in cases {
        close(curve.survival_at(time), survival, 1e-12);
        both(curve.interval_at(time, 0.95), low, high);
    }
    let quantile = |q: f64| survival_quantile(DURATIONS.into_iter(), q, 0.95).unwrap();
    let of =
        |value: f64, low: f64, high: Option<f64>| SurvivalQuantile { value: Reached::At(value), low: Some(low), high };
    assert_eq!(quantile(0.5), of(10.0, 6.0, Some(14.0)));
    assert_eq!((quantile(0.75).low, quantile(0.75).high), (Some(14.0), Some(22.0)));
    // Where the curve has fallen to zero its upper end is unknown, as in R's `survfit`.
    assert_eq!(quantile(0.9), of(22.0, 22.0, None));
}

#[test]
fn a_quantile_that_is_not_reached_has_a_floor() {
    let rows = [(1.0, 2, 0), (5.0, 1, 3), (8.0, 0, 4)];
    let quantile = |q: f64| survival_quantile(rows.into_iter(), q, 0.95).unwrap();
    assert_eq!((quantile(0.5).value, quantile(0.5).high), (Reached::AtLeast(8.0), None));
    assert_eq!(quantile(0.2).value, Reached::At(1.0));
    let curve = kaplan_meier(&rows).unwrap();
    assert_eq!(curve.interval_at(0.5, 0.95), Some(Bounds { low: 1.0, high: 1.0 }));
    assert_eq!(kaplan_meier(&[]), None);
    assert_eq!(kaplan_meier(&[(1.0, 0, 0)]), None);
    assert_eq!(survival_quantile([(1.0, 0, 0)].into_iter(), 0.5, 0.95), None);
}

#[test]
fn exactly_half_is_reached() {
    for half in [7, 12] {
        // The product of 23/24, 22/23 … 12/13 is not one half, but 0.5000000000000001.
        let rows: Vec<(f64, u64, u64)> = (1..=2 * half).map(|time| (f64::from(time), 1, 0)).collect();
        assert_eq!(survival_quantile(rows.into_iter(), 0.5, 0.95).unwrap().value, Reached::At(f64::from(half)));
    }
}

/// SciPy `bootstrap(method="BCa" / "percentile", n_resamples=200000)`; the tolerance is 4 % of the
/// width, the simulation error of 20,000 draws.
#[test]
fn bootstrap_as_in_scipy() {
    let how = Resampling { draws: 20_000, seed: 20_260_101, level: 0.95 };
    let mut waits = [1.2, 3.4, 0.5, 8.8, 2.2, 15.0, 4.1, 0.9, 2.7, 6.3, 1.8, 3.3, 22.5, 5.0, 2.0];
    waits.sort_by(f64::total_cmp);
    let distribution = waits.map(|value| (value, 1));
    let near = |bounds: Bounds, low: f64, high: f64| {
        let allowed = 0.04 * (high - low);
        let within = (bounds.low - low).abs() < allowed && (bounds.high - high).abs() < allowed;
        assert!(within, "{bounds:?} is not {low}–{high}");
    };
    near(bootstrap_mean(&distribution, how).unwrap(), 3.153_33, 9.68);
    let mean = |counts: &[u64]| {
        Some(waits.iter().zip(counts).map(|(value, count)| value * *count as f64).sum::<f64>() / waits.len() as f64)
    };
    near(bootstrap_percentile(&[1; 15], mean, how).unwrap(), 2.753_33, 8.6);
    let money = [120.0, 80.0, 300.0, 45.0, 60.0, 500.0, 210.0, 90.0, 33.0, 150.0];
    let contacts = [3.0, 2.0, 5.0, 1.0, 2.0, 9.0, 4.0, 3.0, 1.0, 2.0];
    let rows: Vec<(f64, f64, u64)> = money.into_iter().zip(contacts).map(|(x, y)| (x, y, 1)).collect();
    near(bootstrap_ratio(&rows, how).unwrap(), 40.434_78, 56.228_57);
}

/// SciPy `bootstrap(paired=True, method="BCa", n_resamples=200000)` over clusters of (sum, count).
#[test]
fn cluster_bootstrap_as_in_scipy() {
    let how = Resampling { draws: 20_000, seed: 20_260_101, level: 0.95 };
    let sums = [3.0, 10.0, 1.0, 22.0, 8.0, 2.0, 30.0, 5.0, 4.0, 9.0, 14.0, 6.0];
    let sizes = [1.0, 4.0, 1.0, 5.0, 2.0, 2.0, 6.0, 1.0, 4.0, 3.0, 2.0, 3.0];
    let mean = |times: &[u64]| {
        let weigh = |of: &[f64]| of.iter().zip(times).map(|(value, times)| value * *times as f64).sum::<f64>();
        Some(weigh(&sums) / weigh(&sizes))
    };
    let found = bootstrap_clusters(12, mean, how).unwrap();
    let allowed = 0.04 * (4.379_310_3 - 2.303_030_3);
    assert!((found.low - 2.303_030_3).abs() < allowed && (found.high - 4.379_310_3).abs() < allowed, "{found:?}");
}

#[test]
fn repeated_customers_widen_the_interval_of_a_median() {
    let how = Resampling { draws: 2_000, seed: 7, level: 0.95 };
    let singles: Vec<Vec<f64>> = (0..60).map(|at| vec![f64::from(at * 37 % 61)]).collect();
    let tripled: Vec<Vec<f64>> = singles.iter().map(|one| one.repeat(3)).collect();
    let width = |clusters: &[Vec<f64>]| {
        let bounds = bootstrap_quantile_of_clusters(clusters, 0.5, how).unwrap();
        bounds.high - bounds.low
    };
    let apart: Vec<Vec<f64>> = tripled.iter().flatten().map(|value| vec![*value]).collect();
    assert!(width(&apart) < 0.75 * width(&singles), "three times the rows would seem three times the evidence");
    assert!((width(&tripled) - width(&singles)).abs() < 0.1 * width(&singles), "but they are the same customers");
}
