//! Where raw files come from: what there is to read, what a file's bytes are, and within which limits.
//!
//! All raw files of clients are listed and opened here. What is hashed is the file as it lies on the
//! disk, compressed or not; what is read is what was hashed: a file whose identity has changed since
//! is not handed out. How many files there may be, how many are open at once and how much memory a
//! report may take is decided in [`Limits`]. Knows no table and no format's contents, but that a [`Database`] answers a
//! query.

mod database;
mod identity;
mod limits;
mod list;
mod open;

pub use database::{Database, Record, Refusal, Value};
pub use identity::Identity;
pub use limits::{Limits, size};
pub use list::{Found, ListError, list};
pub use open::{Error, Hashed, identity_of, inspect, open, reopen, unchanged};

/// Databases that tests read.
#[cfg(test)]
pub(crate) mod of_tests {
    pub(crate) use super::database::tests::write;
}
