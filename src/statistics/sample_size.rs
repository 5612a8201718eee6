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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(finite_population(40, 1_000), 1.0);
        assert!((finite_population(200, 1_000) - (800.0_f64 / 999.0).sqrt()).abs() < 1e-15);
        assert_eq!(finite_population(1_000, 1_000), 0.0);
    }
}
