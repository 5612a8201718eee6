//! Many tests at once: the false discovery rate of Benjamini and Hochberg (T4).

/// Benjamini–Hochberg adjusted p values, in the order of `values`: a test is rejected at the false
/// discovery rate q when its adjusted p is at most q. One family per metric and report.
pub fn benjamini_hochberg(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, two| values[*one].total_cmp(&values[*two]));
    let mut adjusted = vec![0.0; values.len()];
    let mut least = 1.0_f64;
    for (rank, at) in order.into_iter().enumerate().rev() {
        least = least.min(values[at] * values.len() as f64 / (rank + 1) as f64);
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handbooks_family_rejects_the_first_three() {
        let values = [0.001, 0.008, 0.012, 0.041, 0.05, 0.2, 0.6, 0.9];
        let adjusted = benjamini_hochberg(&values);
        for (found, wanted) in adjusted.iter().zip([0.008, 0.032, 0.032, 0.080, 0.080, 0.267, 0.686, 0.900]) {
            assert!((found - wanted).abs() < 5e-4, "{adjusted:?}");
        }
        assert_eq!(adjusted.iter().filter(|p| **p <= 0.05).count(), 3);
        assert_eq!(benjamini_hochberg(&[]), [0.0; 0]);
    }

    /// statsmodels 0.15.0 `multipletests(method="fdr_bh")`, unsorted with a tie.
    #[test]
    fn adjusted_as_in_statsmodels() {
        let values = [0.003, 0.04, 0.0004, 0.2, 0.011, 0.75, 0.04, 0.5, 0.0301];
        let wanted = [0.0135, 0.06, 0.0036, 0.257_142_857_142_857_2, 0.033, 0.75, 0.06, 0.5625, 0.06];
        for (found, wanted) in benjamini_hochberg(&values).iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-14, "{found} is not {wanted}");
        }
    }
}
