//! R² of one or two predictors over rows that count several times.

/// R² of the least-squares line (or plane) of `outcome` on one or two predictors, 0 to 1, where row i
/// counts `counts[i]` times. `None` when outcome or a predictor has no spread, or two predictors are
/// the same line. With two predictors R² = (r₁² + r₂² − 2·r₁·r₂·r₁₂) ÷ (1 − r₁₂²).
pub fn explained(outcome: &[f64], predictors: &[&[f64]], counts: &[u64]) -> Option<f64> {
    let first = correlation(outcome, predictors.first()?, counts)?;
    let Some(other) = predictors.get(1) else { return Some(first * first) };
    let second = correlation(outcome, other, counts)?;
    let between = correlation(predictors[0], other, counts)?;
    let left = 1.0 - between * between;
    if left < 1e-12 {
        return None;
    }
    Some(((first * first + second * second - 2.0 * first * second * between) / left).clamp(0.0, 1.0))
}

/// R² corrected for the number of predictors: 1 − (1 − R²)(n − 1)/(n − k − 1); `None` unless n > k + 1.
pub fn adjusted(r_squared: f64, n: u64, predictors: u64) -> Option<f64> {
    (n > predictors + 1).then(|| 1.0 - (1.0 - r_squared) * (n - 1) as f64 / (n - predictors - 1) as f64)
}

/// Pearson's correlation over rows that count several times; `None` without spread.
pub fn correlation(one: &[f64], other: &[f64], counts: &[u64]) -> Option<f64> {
    let n: f64 = counts.iter().map(|count| *count as f64).sum();
    let mean = |values: &[f64]| values.iter().zip(counts).map(|(value, count)| value * *count as f64).sum::<f64>() / n;
    let (a, b) = (mean(one), mean(other));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for ((x, y), count) in one.iter().zip(other).zip(counts) {
        let (x, y, count) = (x - a, y - b, *count as f64);
        aa += count * x * x;
        bb += count * y * y;
        ab += count * x * y;
    }
    (aa > 0.0 && bb > 0.0).then(|| ab / (aa * bb).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const Y: [f64; 10] = [7.0, 4.0, 9.0, 6.0, 8.0, 3.0, 5.0, 9.0, 2.0, 6.0];
    const A: [f64; 10] = [6.0, 3.0, 9.0, 7.0, 7.0, 4.0, 4.0, 8.0, 3.0, 5.0];
    const B: [f64; 10] = [8.0, 5.0, 7.0, 5.0, 9.0, 2.0, 6.0, 9.0, 1.0, 7.0];

    /// statsmodels 0.15.0 `OLS(y, add_constant(x)).fit()`: `rsquared` and `rsquared_adj`.
    #[test]
    fn r_squared_matches_statsmodels() {
        let once = [1; 10];
        let one = explained(&Y, &[&A], &once).unwrap();
        let both = explained(&Y, &[&A, &B], &once).unwrap();
        assert!((one - 0.8491455950888094).abs() < 1e-12, "{one}");
        assert!((both - 0.9915727962118014).abs() < 1e-12, "{both}");
        assert!((adjusted(both, 10, 2).unwrap() - 0.9891650237008875).abs() < 1e-12);
        let thrice = [3, 1, 1, 2, 0, 1, 1, 1, 1, 1];
        assert!((explained(&Y, &[&A, &B], &thrice).unwrap() - 0.9892714643332141).abs() < 1e-12);
    }

    #[test]
    fn without_spread_nothing_is_explained() {
        assert_eq!(explained(&Y, &[&[5.0; 10]], &[1; 10]), None);
        assert_eq!(explained(&Y, &[&A, &A], &[1; 10]), None, "the same predictor twice");
        assert_eq!(adjusted(0.5, 3, 2), None);
    }
}
