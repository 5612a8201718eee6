//! Why a ledger is not used, with the cure of each.

use std::path::PathBuf;

/// Why the ledger cannot be used; nothing is sent then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or the database in it.
    #[error("cannot use the ledger `{}`: {source}{}", path.display(), room(is_full(source)))]
    Database {
        /// The ledger.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A file beside it.
    #[error("cannot {action} `{}`: {source}{}", path.display(), room(source.kind() == std::io::ErrorKind::StorageFull))]
    Io {
        /// What was tried.
        action: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It was being made anew when a run died.
    #[error(
        "the ledger `{}` was being made anew and is not whole; nothing is sent: run `quarterdeck send --rebuild-ledger` again",
        path.display()
    )]
    Half {
        /// The ledger.
        path: PathBuf,
    },
    /// A later program has written it.
    #[error(
        "the ledger `{}` was written by a later version of the program (form {found}, this one knows {known}); nothing is \
         sent: use that version",
        path.display()
    )]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its form.
        found: i64,
        /// The last form that this program knows.
        known: i64,
    },
    /// Receipts speak of deliveries that the ledger does not know.
    #[error(
        "the ledger `{}` {what}, but `{}` tells of deliveries; nothing is sent, as somebody might receive a report twice: \
         put the ledger back from a copy, or make it anew from all receipts with `quarterdeck send --rebuild-ledger`",
        path.display(),
        receipt.display()
    )]
    Behind {
        /// The ledger.
        path: PathBuf,
        /// How it is behind.
        what: String,
        /// The receipts that know more.
        receipt: PathBuf,
    },
    /// Another output folder sends with it.
    #[error(
        "the ledger `{}` belongs to the output folder `{}`; nothing is sent with this one, as deliveries of two projects \
         would be taken for one another: give this project a ledger of its own (`ledger: FILE`); if that folder was moved \
         here or is lost, `{ACCEPT}`",
        path.display(),
        output.display()
    )]
    Elsewhere {
        /// The ledger.
        path: PathBuf,
        /// The output folder whose deliveries it tells of.
        output: PathBuf,
    },
    /// Its last event lies in the future.
    #[error(
        "the ledger `{}` was last written at {last}, and it is {now} by this computer's clock; nothing is sent, as nobody can \
         say what is due: set the clock right; if it is right and was wrong then, `{ACCEPT}`",
        path.display()
    )]
    Later {
        /// The ledger.
        path: PathBuf,
        /// Its last event, UTC.
        last: String,
        /// The present, UTC.
        now: String,
    },
    /// This project has sent, and its ledger is gone.
    #[error(
        "the ledger `{}` {what}, but this project has sent with another one, last on {since} (`{}` tells); nothing is sent, as \
         everybody might receive every report once more: mount or put back the ledger and the output folder; if they are lost \
         for good, `{ACCEPT}`",
        path.display(),
        witness.display()
    )]
    Gone {
        /// The ledger.
        path: PathBuf,
        /// What is found instead.
        what: &'static str,
        /// When the project last sent, UTC.
        since: String,
        /// What tells of it.
        witness: PathBuf,
    },
    /// A line of receipts that nobody can read.
    #[error("`{}`, line {line}: {why}; nothing is sent before it can be read", path.display())]
    Receipt {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// What goes on with a ledger that is new, or another folder's, on purpose.
pub const ACCEPT: &str = "quarterdeck send --accept-ledger --reason \"…\"";

/// Whether a disk is full, by what SQLite says.
fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

/// What helps when it is.
fn room(full: bool) -> &'static str {
    if full {
        "; nothing more is sent: make room on that disk and run `quarterdeck send` again; what left before its end was \
         known is `unknown`, and is not sent again before `quarterdeck send --resolve … --report …`"
    } else {
        ""
    }
}
