//! The numbers within which raw files are read.

/// Limits of one report. Every one has its message; none depends on the machine, so that the same
/// input is read or refused everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files that a data folder may hold, read or not.
    pub listed: usize,
}

impl Limits {
    /// The limits in force.
    pub const STATED: Self = Self { listed: 1_000_000 };
}
