//! What tells one state of a file from another without reading it.

use std::fs::Metadata;
use std::time::SystemTime;

/// A file at one moment. Two equal identities of one path are the same bytes: writing, replacing and
/// putting back an earlier time all change one of the fields.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// Its size.
    pub bytes: u64,
    modified: Option<SystemTime>,
    system: System,
    /// The same of what a database has not yet written into the file: size, time and what the system sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unfinished: Option<(u64, Option<SystemTime>, System)>,
}

/// What only the system itself can set: time of the last change, inode and device.
#[cfg(unix)]
type System = (i64, i64, u64, u64);
#[cfg(not(unix))]
type System = Option<SystemTime>;

impl Identity {
    /// The identity of a file from what the system says about it.
    pub fn of(about: &Metadata) -> Self {
        Self { bytes: about.len(), modified: about.modified().ok(), system: system(about), unfinished: None }
    }

    /// The same with a file beside it that holds changes of a database.
    pub(super) fn with_unfinished(self, beside: &Metadata) -> Self {
        Self { unfinished: Some((beside.len(), beside.modified().ok(), system(beside))), ..self }
    }
}

#[cfg(unix)]
fn system(about: &Metadata) -> System {
    use std::os::unix::fs::MetadataExt;
    (about.ctime(), about.ctime_nsec(), about.ino(), about.dev())
}

#[cfg(not(unix))]
fn system(about: &Metadata) -> System {
    about.created().ok()
}
