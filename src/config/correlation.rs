//! Rank correlations of assumptions, and whether draws can have all of them at once.

use crate::statistics::{cholesky, identity};

/// A rank correlation of two assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// Their names.
    pub between: (String, String),
    /// Spearman's ρ, −1 to 1.
    pub rank: f64,
}

impl Correlation {
    /// The lower factor by which independent normal draws of these names get the rank correlations asked
    /// for; nothing when no draws can have all of them at once.
    pub fn factor(names: &[&str], correlations: &[Self]) -> Option<Vec<Vec<f64>>> {
        cholesky(&matrix(names, correlations))
    }

    /// Whether draws can have all these rank correlations at once.
    pub fn consistent(correlations: &[Self]) -> bool {
        let mut names: Vec<&str> =
            correlations.iter().flat_map(|one| [one.between.0.as_str(), one.between.1.as_str()]).collect();
        names.sort_unstable();
        names.dedup();
        Self::factor(&names, correlations).is_some()
    }
}

/// Pearson correlations of the normal draws that give the rank correlations asked for: 2 sin(πρ/6).
fn matrix(names: &[&str], correlations: &[Correlation]) -> Vec<Vec<f64>> {
    let mut matrix = identity(names.len());
    let place = |name: &str| names.iter().position(|one| *one == name);
    for one in correlations {
        if let (Some(a), Some(b)) = (place(&one.between.0), place(&one.between.1)) {
            let pearson = 2.0 * (std::f64::consts::PI * one.rank / 6.0).sin();
            (matrix[a][b], matrix[b][a]) = (pearson, pearson);
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rank correlation ρ of normal variates is Pearson's 2·sin(πρ/6).
    #[test]
    fn rank_correlations_become_those_of_normal_variates() {
        let one = Correlation { between: ("a".to_owned(), "b".to_owned()), rank: 0.6 };
        let found = matrix(&["a", "b"], &[one]);
        assert!((found[0][1] - 0.618_033_988_749_894_8).abs() < 1e-12 && found[1][0] == found[0][1], "{found:?}");
    }
}
