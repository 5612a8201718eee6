//! What becomes of an issue that was sent or approved when its report is made again.

use super::deliver::{Make, Origin, described};
use super::{Failure, restate};
use crate::delivery::{Finished, IssueRecord, Shelf};
use crate::diagnostic::Diagnostic;
use crate::metrics::{self, Moved};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The assessment of costs and benefits.
const AMOUNTS: &str = "economics.json";
/// What the figures say.
const SAID: &str = "insights.json";
/// Sections of the files and rows that were read, with their hashes.
const OF_FILES: [&str; 2] = ["data-quality", "method"];

/// What becomes of an issue that was sent or approved.
pub(super) enum Again {
    /// Something that it stands on has changed.
    Changed,
    /// It would be made the same, of these files; none where they need not be made.
    Same(Vec<Finished>),
    /// Its pages would be others, of the same figures.
    Stands(Other),
}

/// What is another than when an issue was made that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// The program.
    Program,
    /// The bytes of the data.
    Data,
}

/// What becomes of an issue that was sent or approved. Fewer languages or formats of it are no new issue, that a day
/// has passed is none, and neither are another program that finds the same figures, or files that were saved anew and
/// of which the same pages come.
pub(super) fn again(shelf: &Shelf, origin: &Origin, frozen: &IssueRecord, make: &mut Make) -> Result<Again, Failure> {
    let same_data = frozen.data_hash == origin.data_hash;
    let moves = || Ok::<_, Failure>(metrics::moves(&restate::measurements(shelf, frozen.issue)?, origin.figures));
    let alike = !origin.reissue && frozen.made_by.is_written_alike(&origin.made_by);
    // Before anything is rendered only to be compared.
    let may_stand = same_data || alike && moves()?.is_empty();
    if !may_stand {
        return Ok(Again::Changed);
    }
    if same_data && origin.report.as_of_is_now && frozen.made_by == origin.made_by {
        return Ok(Again::Same(Vec::new()));
    }
    let base = frozen.follows.map(|issue| shelf.record(issue));
    if matches!(base, Some(None)) {
        // What it was compared with is gone: it is the same when everything that decides over it is.
        let same = same_data && frozen.key == origin.key && frozen.gate == origin.gate && shelf.stands(frozen);
        return Ok(if same { Again::Same(Vec::new()) } else { Again::Changed });
    }
    let base = base.flatten();
    let files = make(base.as_ref(), frozen.issue)?;
    let made = described(origin.report, &files);
    if same_data && made.iter().all(|file| frozen.files.contains(file)) {
        return Ok(Again::Same(files));
    }
    // A figure that only one of two programs counts is no difference.
    let known_to_both = |moved: &Moved| moved.before.is_some() && moved.after.is_some();
    let folder = shelf.issue_folder(frozen.issue);
    let (other, same) = match same_data {
        true => {
            let by_program = frozen.made_by.differs_by_program_alone(&origin.made_by);
            (Other::Program, by_program && !moves()?.iter().any(known_to_both) && same_file(&folder, &files, AMOUNTS))
        }
        false => (Other::Data, same_pages(&folder, &files)),
    };
    let asked_for = |issue: u32| {
        let later = shelf.record(issue);
        later.is_some_and(|later| later.made_by == origin.made_by && later.data_hash == origin.data_hash)
    };
    let stands = same && alike && !asked_for(shelf.next().map_err(Failure::world)?);
    if stands { Ok(Again::Stands(other)) } else { Ok(Again::Changed) }
}

/// Whether a file of an issue has the bytes of the newly made one, or both have none.
fn same_file(folder: &Path, files: &[Finished], name: &str) -> bool {
    let made = files.iter().find(|(path, _)| path == Path::new(name)).map(|(_, bytes)| bytes.as_slice());
    fs::read(folder.join(name)).ok().as_deref() == made
}

/// Whether a reader would find the same in newly made pages: all of every view model but what speaks of the files of the
/// data and their rows, there and on the cover. Without a view model nobody can say.
fn same_pages(folder: &Path, files: &[Finished]) -> bool {
    let mut views = files.iter().filter(|(path, _)| path.ends_with("report.json")).peekable();
    views.peek().is_some()
        && [AMOUNTS, SAID].iter().all(|name| same_file(folder, files, name))
        && views.all(|(path, bytes)| {
            let before = fs::read(folder.join(path)).ok().and_then(|before| told(&before));
            before.is_some() && before == told(bytes)
        })
}

/// What a view model tells of the client.
fn told(view: &[u8]) -> Option<Value> {
    let mut view: Value = serde_json::from_slice(view).ok()?;
    view["meta"].as_object_mut()?.remove("data_hash");
    view.as_object_mut()?.remove("cover");
    for part in ["sections", "annex"] {
        view[part].as_array_mut()?.retain(|section| !OF_FILES.iter().any(|id| section["id"] == *id));
    }
    Some(view)
}

pub(super) fn stands_as_sent(origin: &Origin, (frozen, other): (&IssueRecord, Other)) -> Diagnostic {
    let id = &origin.report.id;
    let why = match other {
        Other::Program => "another program made it, of the same data and with the same figures",
        Other::Data => "the files of the data have changed since, and nothing that it tells",
    };
    let message = format!("issue {} of `{id}` stands as it was sent or approved: {why}", frozen.issue);
    let hint = format!("a new issue is made by `quarterdeck run --report {id} --reissue {id}`");
    Diagnostic::warning("issue-stands", origin.report.place.clone(), message).with_hint(hint)
}
