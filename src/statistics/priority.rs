//! Weights from judgements and from data: the analytic hierarchy process and the entropy of scores.

/// Average consistency index of random judgements, by the number of things compared (Saaty 1980); with two there
/// is nothing to contradict.
const RANDOM_INDEX: [f64; 7] = [0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24];
/// Steps after which the weights no longer move in any digit.
const STEPS: usize = 1_000;

/// Weights from comparisons in pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseWeights {
    /// Weights, which sum to 1, in the order of the matrix.
    pub weights: Vec<f64>,
    /// Consistency ratio; judgements above 0.1 are to be thought over again.
    pub consistency_ratio: f64,
    /// The pair whose judgement fits the others least: row, column, and the ratio of its weights.
    pub worst: Option<(usize, usize, f64)>,
}

/// The principal eigenvector of a positive reciprocal matrix (`matrix[i][j]`: how many times `i` is worth `j`)
/// by the power method, with Saaty's consistency ratio. `None` for fewer than two or more than six things, or a
/// matrix that is not square, positive and finite.
///
/// Source: T. L. Saaty, The Analytic Hierarchy Process (1980); checked with numpy 2 `linalg.eig`.
pub fn pairwise_weights(matrix: &[Vec<f64>]) -> Option<PairwiseWeights> {
    let n = matrix.len();
    let positive = |row: &Vec<f64>| row.len() == n && row.iter().all(|value| value.is_finite() && *value > 0.0);
    let random = *RANDOM_INDEX.get(n).filter(|_| n >= 2)?;
    if !matrix.iter().all(positive) {
        return None;
    }
    let mut weights = vec![1.0 / n as f64; n];
    let mut largest = n as f64;
    for _ in 0..STEPS {
        let product: Vec<f64> =
            matrix.iter().map(|row| row.iter().zip(&weights).map(|(value, weight)| value * weight).sum()).collect();
        largest = product.iter().sum();
        let next: Vec<f64> = product.iter().map(|value| value / largest).collect();
        let still = next.iter().zip(&weights).all(|(one, other)| (one - other).abs() < 1e-16);
        weights = next;
        if still {
            break;
        }
    }
    let index = (largest - n as f64) / (n as f64 - 1.0);
    let consistency_ratio = if random > 0.0 { (index / random).max(0.0) } else { 0.0 };
    let pairs = (0..n).flat_map(|row| (row + 1..n).map(move |column| (row, column)));
    let off = |row: usize, column: usize| (matrix[row][column] * weights[column] / weights[row]).ln().abs();
    let worst = pairs.max_by(|a, b| off(a.0, a.1).total_cmp(&off(b.0, b.1)));
    let worst = worst.map(|(row, column)| (row, column, weights[row] / weights[column]));
    Some(PairwiseWeights { weights, consistency_ratio, worst })
}

/// Weights by how much scores differ between the rows (one of entropy's uses in decisions with several criteria):
/// w = (1 − e) ÷ Σ (1 − e), e = −Σ p ln p ÷ ln m, p the share of a row in its column's sum. A column that is the
/// same in every row gets nothing. Scores must not be negative. `None` for fewer than two rows, rows of unequal
/// length, or where no column differs.
pub fn entropy_weights(rows: &[Vec<f64>]) -> Option<Vec<f64>> {
    let columns = rows.first()?.len();
    let whole = |row: &Vec<f64>| row.len() == columns && row.iter().all(|value| value.is_finite() && *value >= 0.0);
    if rows.len() < 2 || !rows.iter().all(whole) {
        return None;
    }
    let spread = |column: usize| {
        let sum: f64 = rows.iter().map(|row| row[column]).sum();
        let shares = rows.iter().map(|row| row[column] / sum).filter(|share| *share > 0.0);
        let entropy = -shares.map(|share| share * share.ln()).sum::<f64>() / (rows.len() as f64).ln();
        if sum > 0.0 { (1.0 - entropy).max(0.0) } else { 0.0 }
    };
    let spreads: Vec<f64> = (0..columns).map(spread).collect();
    let sum: f64 = spreads.iter().sum();
    (sum > 1e-12).then(|| spreads.iter().map(|spread| spread / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        for (found, wanted) in found.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
        }
    }

    #[test]
    fn judgements_in_pairs_give_the_principal_eigenvector() {
        let matrix = [
            vec![1.0, 3.0, 5.0, 7.0],
            vec![1.0 / 3.0, 1.0, 2.0, 4.0],
            vec![0.2, 0.5, 1.0, 3.0],
            vec![1.0 / 7.0, 0.25, 1.0 / 3.0, 1.0],
        ];
        let found = pairwise_weights(&matrix).unwrap();
        let numpy =
            [0.578_079_523_587_116_6, 0.228_248_947_318_722_3, 0.133_624_905_327_471_43, 0.060_046_623_766_689_795];
        near(&found.weights, &numpy);
        near(&[found.consistency_ratio], &[0.024_960_787_374_317_808]);
    }

    #[test]
    fn contradictions_are_measured_and_named() {
        let matrix = [vec![1.0, 9.0, 1.0 / 3.0], vec![1.0 / 9.0, 1.0, 5.0], vec![3.0, 0.2, 1.0]];
        let found = pairwise_weights(&matrix).unwrap();
        near(&found.weights, &[0.464_081_155_793_558_63, 0.264_522_537_904_302_3, 0.271_396_306_302_139]);
        near(&[found.consistency_ratio], &[2.866_260_651_646_767_7]);
        let consistent = pairwise_weights(&[vec![1.0, 4.0], vec![0.25, 1.0]]).unwrap();
        assert_eq!((consistent.consistency_ratio, consistent.worst.map(|one| (one.0, one.1))), (0.0, Some((0, 1))));
        assert_eq!(pairwise_weights(&[vec![1.0]]), None);
        assert_eq!(pairwise_weights(&[vec![1.0, 0.0], vec![1.0, 1.0]]), None);
    }

    #[test]
    fn entropy_weighs_what_differs() {
        let rows = [
            vec![78.0, 91.0, 71.0, 56.0],
            vec![80.0, 90.0, 75.0, 50.0],
            vec![77.0, 93.0, 60.0, 52.0],
            vec![79.0, 92.0, 77.0, 64.0],
        ];
        let numpy =
            [0.011_033_063_556_748_846, 0.008_120_576_983_381_792, 0.482_534_219_761_722_7, 0.498_312_139_698_146_64];
        let found = entropy_weights(&rows).unwrap();
        assert!(found.iter().zip(numpy).all(|(found, wanted)| (found - wanted).abs() < 1e-9), "{found:?}");
        assert_eq!(entropy_weights(&[vec![5.0, 1.0], vec![5.0, 3.0]]).unwrap(), [0.0, 1.0]);
        assert_eq!(entropy_weights(&[vec![5.0], vec![5.0]]), None);
        assert_eq!(entropy_weights(&[vec![0.0, 1.0], vec![0.0, 2.0]]).unwrap(), [0.0, 1.0]);
    }
}
