//! Whether items of a scale hold together: Cronbach's α (M20).

/// Cronbach's α of items, each a column of answers of the same complete respondents:
/// k/(k − 1)·(1 − Σ variances of items / variance of sums). May be negative. `None` below two items
/// or two respondents, for columns of different length, or when the sums have no spread.
pub fn cronbach_alpha(items: &[Vec<f64>]) -> Option<f64> {
    let count = items.len();
    let n = items.first()?.len();
    if count < 2 || n < 2 || items.iter().any(|item| item.len() != n) {
        return None;
    }
    let sums: Vec<f64> = (0..n).map(|row| items.iter().map(|item| item[row]).sum()).collect();
    let (own, all) = (items.iter().map(|item| squares(item)).sum::<f64>(), squares(&sums));
    (all > 0.0).then(|| count as f64 / (count - 1) as f64 * (1.0 - own / all))
}

/// Σ (value − mean)².
fn squares(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NumPy 2.4.6 `var(ddof=1)` in the formula.
    #[test]
    fn alpha_as_in_numpy() {
        let items = [
            vec![5.0, 4.0, 3.0, 5.0, 2.0, 4.0],
            vec![4.0, 4.0, 2.0, 5.0, 3.0, 4.0],
            vec![5.0, 3.0, 3.0, 4.0, 1.0, 5.0],
        ];
        assert!((cronbach_alpha(&items).unwrap() - 0.8660714285714285).abs() < 1e-12);
        let one = vec![1.0, 2.0, 4.0];
        assert!((cronbach_alpha(&[one.clone(), one.clone()]).unwrap() - 1.0).abs() < 1e-12, "twins agree fully");
        assert_eq!(cronbach_alpha(&[one]), None);
        assert_eq!(cronbach_alpha(&[vec![1.0, 2.0], vec![2.0, 1.0]]), None, "sums without spread");
        assert_eq!(cronbach_alpha(&[vec![1.0, 2.0], vec![2.0]]), None);
    }
}
