//! Dense matrices of a few hundred rows: what regressions with many indicator columns need.

/// Pivots below this share of the diagonal are taken for zero.
const SINGULAR: f64 = 1e-10;

/// A matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matrix {
    /// Rows.
    pub(super) rows: usize,
    /// Columns.
    pub(super) columns: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub(super) fn zero(rows: usize, columns: usize) -> Self {
        Self { rows, columns, cells: vec![0.0; rows * columns] }
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.columns + column]
    }

    pub(super) fn add(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row * self.columns + column] += value;
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    pub(super) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// Copies the upper triangle of a square matrix to the lower one.
    pub(super) fn mirror(&mut self) {
        for row in 0..self.rows {
            for column in 0..row {
                self.cells[row * self.columns + column] = self.cells[column * self.columns + row];
            }
        }
    }

    /// Cholesky's lower triangle of a square matrix; a column that the ones before it explain
    /// counts as absent.
    pub(super) fn cholesky(&self) -> Self {
        let n = self.rows;
        let mut lower = Self::zero(n, n);
        for row in 0..n {
            for column in 0..=row {
                let sum = dot(&lower.row(row)[..column], &lower.row(column)[..column]);
                let rest = self.at(row, column) - sum;
                let pivot = if row == column {
                    if rest > SINGULAR * self.at(row, row).abs() { rest.sqrt() } else { 0.0 }
                } else {
                    let diagonal = lower.at(column, column);
                    if diagonal > 0.0 { rest / diagonal } else { 0.0 }
                };
                lower.cells[row * n + column] = pivot;
            }
        }
        lower
    }

    /// L⁻¹·b of a lower triangle.
    pub(super) fn forward(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for row in 0..self.rows {
            let pivot = self.at(row, row);
            let rest = x[row] - dot(&self.row(row)[..row], &x[..row]);
            x[row] = if pivot > 0.0 { rest / pivot } else { 0.0 };
        }
        x
    }

    /// L⁻ᵀ·b of a lower triangle.
    pub(super) fn backward(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for row in (0..self.rows).rev() {
            let pivot = self.at(row, row);
            x[row] = if pivot > 0.0 { x[row] / pivot } else { 0.0 };
            let known = x[row];
            for (cell, factor) in x[..row].iter_mut().zip(self.row(row)) {
                *cell -= factor * known;
            }
        }
        x
    }
}

/// Σ aᵢ·bᵢ in a fixed order, four sums at a time.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for at in 0..4 {
            sums[at] += x[at] * y[at];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// uᵀ·V⁻¹·u and V⁻¹·u of a small symmetric matrix; `None` unless it is clearly positive definite.
pub(super) fn quadratic(matrix: &Matrix, score: &[f64]) -> Option<(f64, Vec<f64>)> {
    let lower = matrix.cholesky();
    let firm = (0..matrix.rows).all(|at| lower.at(at, at).powi(2) > 0.02 * matrix.at(at, at));
    if !firm {
        return None;
    }
    let half = lower.forward(score);
    Some((dot(&half, &half), lower.backward(&half)))
}
