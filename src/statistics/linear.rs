//! The little linear algebra that drivers and log-rank tests need: symmetric matrices of a few rows.

/// Pivots below this share of the diagonal are taken for zero.
const SINGULAR: f64 = 1e-10;
/// Sweeps after which Jacobi's rotations have long converged.
const SWEEPS: usize = 60;

/// A symmetric matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Symmetric {
    size: usize,
    cells: Vec<f64>,
}

impl Symmetric {
    /// From a function of row and column.
    pub(super) fn new(size: usize, cell: impl Fn(usize, usize) -> f64) -> Self {
        let cells = (0..size * size).map(|at| cell(at / size, at % size)).collect();
        Self { size, cells }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// x of A·x = b by Cholesky's decomposition; `None` unless A is positive definite.
    pub(super) fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        let n = self.size;
        let mut lower = vec![0.0; n * n];
        for row in 0..n {
            for column in 0..=row {
                let sum: f64 = (0..column).map(|k| lower[row * n + k] * lower[column * n + k]).sum();
                let rest = self.at(row, column) - sum;
                if row == column {
                    if rest <= SINGULAR * self.at(row, row).abs() || rest.is_nan() {
                        return None;
                    }
                    lower[row * n + row] = rest.sqrt();
                } else {
                    lower[row * n + column] = rest / lower[column * n + column];
                }
            }
        }
        let mut x = right.to_vec();
        for row in 0..n {
            let sum: f64 = (0..row).map(|k| lower[row * n + k] * x[k]).sum();
            x[row] = (x[row] - sum) / lower[row * n + row];
        }
        for row in (0..n).rev() {
            let sum: f64 = (row + 1..n).map(|k| lower[k * n + row] * x[k]).sum();
            x[row] = (x[row] - sum) / lower[row * n + row];
        }
        Some(x)
    }

    /// Eigenvalues with their vectors (columns of the second matrix, row by row), by Jacobi's
    /// rotations.
    pub(super) fn eigen(&self) -> (Vec<f64>, Vec<f64>) {
        let n = self.size;
        let mut a = self.cells.clone();
        let mut vectors: Vec<f64> = (0..n * n).map(|at| f64::from(u8::from(at / n == at % n))).collect();
        for _ in 0..SWEEPS {
            let off: f64 = (0..n).flat_map(|p| (0..p).map(move |q| (p, q))).map(|(p, q)| a[p * n + q].powi(2)).sum();
            if off < f64::MIN_POSITIVE {
                break;
            }
            for p in 0..n {
                for q in p + 1..n {
                    rotate(&mut a, &mut vectors, n, (p, q));
                }
            }
        }
        ((0..n).map(|at| a[at * n + at]).collect(), vectors)
    }

    /// V·f(λ)·Vᵀ: a function of the matrix through its eigenvalues.
    pub(super) fn map(&self, function: impl Fn(f64) -> f64) -> Self {
        let (values, vectors) = self.eigen();
        let n = self.size;
        let mapped: Vec<f64> = values.into_iter().map(function).collect();
        let cell = |i: usize, j: usize| (0..n).map(|k| vectors[i * n + k] * mapped[k] * vectors[j * n + k]).sum();
        Self::new(n, cell)
    }
}

fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, (p, q): (usize, usize)) {
    let apq = a[p * n + q];
    if apq == 0.0 {
        return;
    }
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let tangent = if theta == 0.0 { 1.0 } else { tangent };
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = cosine * x - sine * y;
        a[k * n + q] = sine * x + cosine * y;
    }
    for k in 0..n {
        let (x, y) = (a[p * n + k], a[q * n + k]);
        a[p * n + k] = cosine * x - sine * y;
        a[q * n + k] = sine * x + cosine * y;
        let (x, y) = (vectors[k * n + p], vectors[k * n + q]);
        vectors[k * n + p] = cosine * x - sine * y;
        vectors[k * n + q] = sine * x + cosine * y;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> Symmetric {
        let cells = [[4.0, 1.0, 0.5, 0.2], [1.0, 3.0, -0.7, 0.1], [0.5, -0.7, 2.0, 0.3], [0.2, 0.1, 0.3, 1.0]];
        Symmetric::new(4, |row, column| cells[row][column])
    }

    #[test]
    fn solutions_fit_and_singular_matrices_have_none() {
        let (a, right) = (matrix(), [1.0, -2.0, 0.5, 3.0]);
        let x = a.solve(&right).unwrap();
        for (row, wanted) in right.iter().enumerate() {
            let found: f64 = (0..4).map(|column| a.at(row, column) * x[column]).sum();
            assert!((found - wanted).abs() < 1e-12);
        }
        assert_eq!(Symmetric::new(2, |_, _| 1.0).solve(&[1.0, 1.0]), None);
    }

    #[test]
    fn a_square_root_squares_to_the_matrix() {
        let a = matrix();
        let root = a.map(f64::sqrt);
        for row in 0..4 {
            for column in 0..4 {
                let found: f64 = (0..4).map(|k| root.at(row, k) * root.at(k, column)).sum();
                assert!((found - a.at(row, column)).abs() < 1e-12, "{row} {column}");
            }
        }
    }
}
