//! Factors of small dense matrices.

/// The lower factor of a positive definite matrix; nothing when it is not positive definite.
pub fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    let mut factor = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|at| factor[row][at] * factor[column][at]).sum();
            let rest = matrix[row][column] - known;
            factor[row][column] = match row == column {
                true if rest > 1e-9 => rest.sqrt(),
                true => return None,
                false => rest / factor[column][column],
            };
        }
    }
    Some(factor)
}

/// Ones on the diagonal.
pub fn identity(size: usize) -> Vec<Vec<f64>> {
    (0..size).map(|row| (0..size).map(|column| if row == column { 1.0 } else { 0.0 }).collect()).collect()
}
