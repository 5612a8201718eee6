//! Writes finished files: a report's issue as one folder by one rename, single files under a temporary name in
//! the same folder, flushed to disk, then renamed.
//!
//! A run that dies leaves the old issue or the new one, never a part; what it left is set right by the next
//! run. One run at a time writes into an output folder. Nothing that people put there is removed.

mod issue;
mod outbox;
mod purge;
mod reject_file;
mod shelf;
mod swap;
#[cfg(test)]
mod tests;

pub use issue::{IssueFile, IssueRecord, Latest, LatestStatus, MadeBy, RECORD_VERSION};
pub use outbox::{Error, Outbox};
pub use purge::{Extent, Purged, purge};
pub use reject_file::{list_file, reject_file};
pub use shelf::{Finished, Shelf};
