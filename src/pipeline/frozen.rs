//! What becomes of an issue that was sent or approved when its report is made again.

use super::deliver::{Make, Origin, described};
use super::{Failure, restate};
use crate::delivery::{Finished, IssueRecord, Shelf};
use crate::diagnostic::Diagnostic;
use crate::metrics;
use std::fs;
use std::path::Path;

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
/// has passed is none, and neither are another program, or data of other bytes, of which the same figures come.
pub(super) fn again(shelf: &Shelf, origin: &Origin, frozen: &IssueRecord, make: &mut Make) -> Result<Again, Failure> {
    let same_data = frozen.data_hash == origin.data_hash;
    if !same_data && (origin.reissue || !frozen.made_by.is_written_alike(&origin.made_by)) {
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
    let other = if same_data { Other::Program } else { Other::Data };
    let alone = !same_data || frozen.made_by.differs_by_program_alone(&origin.made_by);
    let asked_for = |issue: u32| {
        let later = shelf.record(issue);
        later.is_some_and(|later| later.made_by == origin.made_by && later.data_hash == origin.data_hash)
    };
    let stands = alone && !origin.reissue && !asked_for(shelf.next().map_err(Failure::world)?);
    if stands && same_figures(shelf, frozen, &files)? { Ok(Again::Stands(other)) } else { Ok(Again::Changed) }
}

/// Whether the figures and the amounts of an issue are those of newly made files; what only one of them has, since a
/// program counts more than another, is no difference.
fn same_figures(shelf: &Shelf, frozen: &IssueRecord, files: &[Finished]) -> Result<bool, Failure> {
    let made = |name: &str| files.iter().find(|(path, _)| path == Path::new(name)).map(|(_, bytes)| bytes.as_slice());
    let before = restate::measurements(shelf, frozen.issue)?;
    let after = made("measurements.json").and_then(|bytes| serde_json::from_slice(bytes).ok());
    let figures = after.is_some_and(|after| {
        metrics::moves(&before, &after).iter().all(|moved| moved.before.is_none() || moved.after.is_none())
    });
    let amounts = fs::read(shelf.issue_folder(frozen.issue).join("economics.json")).ok();
    Ok(figures && amounts.as_deref() == made("economics.json"))
}

pub(super) fn stands_as_sent(origin: &Origin, (frozen, other): (&IssueRecord, Other)) -> Diagnostic {
    let id = &origin.report.id;
    let why = match other {
        Other::Program => "another program made it, of the same data and with the same figures",
        Other::Data => "the files of the data have changed since, and none of its figures",
    };
    let message = format!("issue {} of `{id}` stands as it was sent or approved: {why}", frozen.issue);
    let hint = format!("a new issue is made by `quarterdeck run --report {id} --reissue {id}`");
    Diagnostic::warning("issue-stands", origin.report.place.clone(), message).with_hint(hint)
}
