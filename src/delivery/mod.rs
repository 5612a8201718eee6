//! What leaves the house: whole files into a folder, and each issue to each person once.
//!
//! A report's issue is written as one folder by one rename, single files under a temporary name in the same
//! folder, flushed to disk, then renamed. A run that dies leaves the old issue or the new one, never a part;
//! what it left is set right by the next run. One run at a time writes into an output folder. Nothing that
//! people put there is removed. Messages go one per person, in the ledger before they leave; no message is
//! ever sent a second time unless a person says so.

pub mod bounces;
mod courier;
mod dispatch;
mod dkim;
mod earlier;
mod fit;
mod issue;
pub mod ledger;
mod lock;
mod log;
pub mod message;
mod mime;
pub mod notice;
mod outbox;
pub mod plan;
mod post;
mod pseudonyms;
mod purge;
mod reject_file;
pub mod release;
pub mod schedule;
mod sealing;
mod shelf;
pub mod stored;
mod swap;
#[cfg(test)]
mod tests;
mod witness;

pub use dispatch::{Sent, Surroundings, Told};
pub use earlier::{Unsettled, period_option, unsettled};
pub use issue::{IssueFile, IssueRecord, Latest, LatestStatus, MadeBy, RECORD_VERSION};
pub use log::{log, log_turn};
pub use outbox::{Error, Outbox};
pub use post::{Post, PostError, Rounds, known, resolve, send, send_preview};
pub use pseudonyms::{Keeping, KeyError, pseudonym_key, same_key};
pub use purge::{Extent, Purged, purge};
pub use reject_file::{list_file, reject_file};
pub use shelf::{Finished, Shelf};
