//! Two-sided critical values of the normal and Student's t distribution.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Degrees of freedom from which the asymptotic expansion of t is exact to about 1e-14.
const LARGE_FREEDOM: f64 = 1_000.0;

/// The z with P(|Z| ≤ z) = `level`; 1.959964 at 0.95.
///
/// # Panics
/// When `level` is outside (0, 1): levels are checked with the configuration.
pub fn normal_critical(level: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a confidence level lies between 0 and 1");
    Normal::standard().inverse_cdf(0.5 + level / 2.0)
}

/// The t with P(|T| ≤ t) = `level` at some degrees of freedom (fractional ones allowed).
///
/// # Panics
/// When `level` is outside (0, 1) or `freedom` is not positive.
pub fn student_critical(freedom: f64, level: f64) -> f64 {
    assert!(freedom > 0.0, "degrees of freedom are positive");
    let z = normal_critical(level);
    if freedom >= LARGE_FREEDOM {
        return student_from_normal(z, freedom);
    }
    let student = StudentsT::new(0.0, 1.0, freedom).expect("location, scale and freedom are valid");
    student.inverse_cdf(0.5 + level / 2.0)
}

/// Cornish–Fisher expansion of the t quantile in 1/freedom (Abramowitz & Stegun 26.7.5).
fn student_from_normal(z: f64, freedom: f64) -> f64 {
    let square = z * z;
    let terms = [
        z * (square + 1.0) / 4.0,
        z * ((5.0 * square + 16.0) * square + 3.0) / 96.0,
        z * (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0,
        z * ((((79.0 * square + 776.0) * square + 1482.0) * square - 1920.0) * square - 945.0) / 92_160.0,
    ];
    z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / freedom)
}
