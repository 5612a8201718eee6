//! What a database was asked.

/// A query that was asked, and what it yielded.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answered {
    /// The query as written.
    pub sql: String,
    /// Rows of its answer.
    pub rows: u64,
    /// SHA-256 over the names of its columns and every value with its type, in order; hexadecimal.
    pub sha256: String,
}
