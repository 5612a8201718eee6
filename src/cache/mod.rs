//! What was computed and may be used again: entries by key, in a folder that is marked as ours.
//!
//! An entry is never trusted when it is damaged: every one carries a checksum and is made again when that
//! does not hold. Nothing is removed that the program did not write. Knows no table, figure or page.

mod folder;
mod live;
mod sealed;

pub use folder::{Folder, Share, Usage};
pub use sealed::{checksum, checksum_of, read, seal};

/// Raised whenever entries would be read or mean otherwise: older ones are dropped.
pub const VERSION: u32 = 10;

/// Why the cache cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`", path.display())]
pub struct Error {
    /// What was tried.
    pub action: &'static str,
    /// Where.
    pub path: std::path::PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}
