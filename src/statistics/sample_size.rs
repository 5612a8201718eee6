//! How many answers a margin needs, and what a finite population changes (T3).

use super::normal_critical;

/// Share of the population above which its finiteness counts.
const FINITE: f64 = 0.05;

/// Answers needed for a share with a margin of ± `margin` (a share, such as 0.05) at the worst case
/// of one half: z²/(4·margin²), rounded up; for a population of `population` people corrected to
/// n/(1 + (n − 1)/N) when n passes 5 % of it.
///
/// # Panics
/// When `margin` is not positive or the level is outside (0, 1).
pub fn sample_size(margin: f64, level: f64, population: Option<u64>) -> u64 {
    assert!(margin > 0.0, "a margin is positive");
    let needed = (normal_critical(level) / (2.0 * margin)).powi(2);
    match population {
        Some(people) if needed > FINITE * people as f64 => (needed / (1.0 + (needed - 1.0) / people as f64)).ceil(),
        _ => needed.ceil(),
    }
    .clamp(0.0, population.map_or(f64::MAX, |people| people as f64)) as u64
}

/// Factor on standard errors when `n` of `population` people answered: √((N − n)/(N − 1)) when n
/// passes 5 % of N, else 1.
pub fn finite_population(n: u64, population: u64) -> f64 {
    let (n, all) = (n as f64, population as f64);
    if n <= FINITE * all || all <= 1.0 { 1.0 } else { ((all - n).max(0.0) / (all - 1.0)).sqrt() }
}

/// Margin of a share near one half, a share itself, when `n` of `population` people answered:
/// z·√(0.25/n), times [`finite_population`]. `None` without answers.
pub fn margin_of_half(n: u64, level: f64, population: u64) -> Option<f64> {
    let error = (0.25 / n as f64).sqrt() * finite_population(n, population);
    (n > 0).then_some(normal_critical(level) * error)
}

/// Whether n of a population is so many that its finiteness counts: more than 5 %.
pub fn is_large_part(n: u64, population: u64) -> bool {
    n as f64 > FINITE * population as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_near_one_half() {
        // 1.959964·√(0.25/400) = 4.900 %; 400 of 2,000 are 20 %: × √(1,600/1,999) = 4.384 %.
        let near = |found: Option<f64>, wanted: f64| assert!((found.unwrap() - wanted).abs() < 1e-8, "{found:?}");
        // SciPy 1.17.1, norm.ppf(0.975).
        near(margin_of_half(400, 0.95, 1_000_000), 0.048_999_100);
        near(margin_of_half(400, 0.95, 2_000), 0.043_837_088);
        assert_eq!(margin_of_half(50, 0.95, 50), Some(0.0), "everybody answered");
        assert_eq!(margin_of_half(0, 0.95, 50), None);
        assert!(is_large_part(51, 1_000) && !is_large_part(50, 1_000));
    }

    #[test]
    fn sizes_of_the_handbook() {
        assert_eq!(sample_size(0.05, 0.95, None), 385);
        assert_eq!(sample_size(0.03, 0.95, None), 1_068);
        assert_eq!(sample_size(0.05, 0.95, Some(1_000_000)), 385);
    }

    #[test]
    fn small_populations_need_fewer() {
        // 384.146/(1 + 383.146/500) = 217.49.
        assert_eq!(sample_size(0.05, 0.95, Some(500)), 218);
        assert_eq!(sample_size(0.05, 0.95, Some(1)), 1);
        assert_eq!(sample_size(0.05, 0.95, Some(0)), 0);
        assert_eq!((finite_population(40, 1_000), finite_population(50, 1_000)), (1.0, 1.0));
        assert!((finite_population(200, 1_000) - (800.0_f64 / 999.0).sqrt()).abs() < 1e-15);
        assert_eq!(finite_population(1_000, 1_000), 0.0);
    }
}
