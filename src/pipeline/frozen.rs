//! What becomes of an issue that was sent or approved when its report is made again.

use super::deliver::{Drafted, Make, Origin, described};
use super::told;
use super::{Failure, restate};
use crate::delivery::{Finished, IssueRecord, Shelf};
use crate::diagnostic::Diagnostic;
use crate::metrics::{self, Moved};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The assessment of costs and benefits.
const AMOUNTS: &str = "economics.json";
/// What the figures say.
const SAID: &str = "insights.json";
/// What becomes of an issue that was sent or approved.
pub(super) enum Again {
    /// Something that it stands on has changed.
    Changed,
    /// It would be made the same, of these files; none where they need not be made.
    Same(Vec<Finished>),
    /// Its pages would be others, of the same figures.
    Stands(Other),
    /// Its readers are told the same, and these files of further languages or formats come to it.
    Added(Vec<Finished>),
}

/// What is another than when an issue was made that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// The program.
    Program,
    /// The bytes of the data.
    Data,
    /// The configuration, in what no reader sees.
    Settings,
    /// So many files of further languages or formats.
    More(usize),
}

/// What becomes of an issue that was sent or approved. Fewer languages or formats of it are no new issue, that a day
/// has passed is none, and neither are another program that finds the same figures, nor files that were saved anew and
/// settings that were written anew of which the same pages come. Further languages and formats come to what stands.
pub(super) fn again(shelf: &Shelf, origin: &Origin, frozen: &IssueRecord, make: &mut Make) -> Result<Again, Failure> {
    let same_data = frozen.data_hash == origin.data_hash;
    let moves = || Ok::<_, Failure>(metrics::moves(&restate::measurements(shelf, frozen.issue)?, origin.figures));
    let alike = !origin.reissue && frozen.made_by.is_written_alike(&origin.made_by);
    // Before anything is rendered only to be compared.
    let tells = !origin.reissue && !frozen.told.is_empty() && frozen.made_by.is_defined_alike(&origin.made_by);
    let may_stand = same_data || (alike || tells) && moves()?.is_empty();
    if !may_stand {
        return Ok(Again::Changed);
    }
    if same_data && origin.report.as_of_is_now && frozen.made_by == origin.made_by && has_all(origin, frozen) {
        return Ok(Again::Same(Vec::new()));
    }
    let base = frozen.follows.map(|issue| shelf.record(issue));
    if matches!(base, Some(None)) {
        // What it was compared with is gone: it is the same when everything that decides over it is.
        let same = same_data && frozen.key == origin.key && frozen.gate == origin.gate && shelf.stands(frozen);
        return Ok(if same { Again::Same(Vec::new()) } else { Again::Changed });
    }
    let base = base.flatten();
    let Drafted { files, told } = make(base.as_ref(), frozen.issue)?;
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
    if asked_for(shelf.next().map_err(Failure::world)?) {
        return Ok(Again::Changed);
    }
    if same && alike && has_all(origin, frozen) {
        return Ok(Again::Stands(other));
    }
    let common: Vec<_> = told.iter().filter_map(|(tag, now)| Some((frozen.told.get(tag)?, now))).collect();
    let same_words = !common.is_empty() && common.iter().all(|(before, now)| before == now);
    let same_amounts = || [AMOUNTS, SAID].iter().all(|name| same_file(&folder, &files, name));
    if !(tells && same_words && same_amounts() && moves()?.is_empty()) {
        return Ok(Again::Changed);
    }
    let known: BTreeSet<&str> = frozen.files.iter().map(|file| file.path.as_str()).collect();
    let is_more = |path: &Path| {
        let of_rows = path.starts_with("rejects") || path.starts_with("merged");
        !of_rows && !known.contains(path.to_string_lossy().replace('\\', "/").as_str())
    };
    let more: Vec<Finished> = files.into_iter().filter(|(path, _)| is_more(path)).collect();
    Ok(if more.is_empty() { Again::Stands(Other::Settings) } else { Again::Added(more) })
}

/// Whether an issue has every language and format that is asked for.
fn has_all(origin: &Origin, frozen: &IssueRecord) -> bool {
    let Origin { report, .. } = origin;
    let language = |tag: &str| frozen.files.iter().any(|file| file.language.as_deref() == Some(tag));
    let format = |ending: &str| frozen.files.iter().any(|file| file.format == ending);
    report.locales.iter().all(|locale| language(locale.tag())) && report.formats.iter().all(|one| format(one.ending()))
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
            let read = |bytes: &[u8]| told::told(serde_json::from_slice(bytes).ok()?);
            let before = fs::read(folder.join(path)).ok().and_then(|before| read(&before));
            before.is_some() && before == read(bytes)
        })
}

/// That an issue follows one that was sent or approved, and by what it is another.
pub(super) fn follows(origin: &Origin, frozen: &IssueRecord, issue: u32) -> Diagnostic {
    let (id, before, now) = (&origin.report.id, &frozen.made_by, &origin.made_by);
    let data = frozen.data_hash != origin.data_hash;
    let settings = before.written != now.written;
    let program = before.build != now.build || before.version != now.version;
    let all = [
        (data, "the data"),
        (settings, "the configuration"),
        (before.templates != now.templates, "the templates"),
        (program, "the program"),
        (origin.reissue, "it was asked for"),
    ];
    let mut why: Vec<&str> = all.into_iter().filter_map(|(differs, word)| differs.then_some(word)).collect();
    if why.is_empty() {
        why.push("the time of extraction");
    }
    let message = format!(
        "issue {issue} of `{id}` follows issue {}, which was sent or approved; what is different: {}",
        frozen.issue,
        why.join("; ")
    );
    let hint = format!(
        "`quarterdeck diff {id}` lists what moved; `quarterdeck send` sends it to everybody who receives the report"
    );
    Diagnostic::warning("issue-follows", origin.report.place.clone(), message).with_hint(hint)
}

pub(super) fn stands_as_sent(origin: &Origin, (frozen, other): (&IssueRecord, Other)) -> Diagnostic {
    let id = &origin.report.id;
    let why = match other {
        Other::Program => "another program made it, of the same data and with the same figures",
        Other::Data => "the files of the data have changed since, and nothing that it tells",
        Other::Settings => "the configuration has changed since, and nothing that it tells",
        Other::More(_) => "files of further languages or formats were added to it",
    };
    let message = format!("issue {} of `{id}` stands as it was sent or approved: {why}", frozen.issue);
    let hint = format!("a new issue is made by `quarterdeck run --report {id} --reissue {id}`");
    Diagnostic::warning("issue-stands", origin.report.place.clone(), message).with_hint(hint)
}
