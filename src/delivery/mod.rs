//! Writes finished files: under a temporary name in the same folder, flushed to disk, then renamed.
//!
//! A run that dies leaves the old file or the new one, never a part; its temporary files are
//! removed by the next run. One run at a time writes into an output folder.

mod outbox;
mod reject_file;

pub use outbox::{Error, Outbox};
pub use reject_file::{list_file, reject_file};
