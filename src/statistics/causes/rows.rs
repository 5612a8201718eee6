//! What is searched for causes.

/// Rows of two periods, one code per dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CauseRows {
    /// Values that each dimension has.
    pub sizes: Vec<usize>,
    /// By dimension, the code of each row, below the dimension's size.
    pub codes: Vec<Vec<u16>>,
    /// Whether a row belongs to the later period.
    pub later: Vec<bool>,
    /// Days since the beginning of its period.
    pub day: Vec<u16>,
    /// Day of the week, 0 to 6.
    pub weekday: Vec<u8>,
}

/// What is measured at each row; a row without a value is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome<'a> {
    /// Hit or not.
    Share(&'a [Option<bool>]),
    /// A positive time or amount, judged by its logarithm.
    Time(&'a [Option<f64>]),
    /// A number that is judged as it is.
    Number(&'a [Option<f64>]),
}
