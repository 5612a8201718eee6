use super::issue::RECORD;
use super::swap::{self, OLD, PART, Swap, beside};
use super::*;
use crate::gate::{Snapshot, Verdict};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const QUARTER: &str = "2026-Q3";

struct Stand {
    folder: TempDir,
    outbox: Outbox,
    shelf: Shelf,
}

impl Stand {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(folder.path(), "a test").unwrap();
        let shelf = Shelf::at(folder.path(), QUARTER.parse().unwrap(), "client");
        Self { folder, outbox, shelf }
    }

    /// The files of an edition, one of its own kind among them.
    fn files(text: &str, own: &str) -> Vec<Finished> {
        let file = |path: &str| (PathBuf::from(path), format!("{path} of {text}").into_bytes());
        vec![file("en/report.html"), file("zh-CN/report.html"), file(own), file("measurements.json")]
    }

    fn record(&self, issue: u32, files: &[Finished]) -> IssueRecord {
        IssueRecord {
            record_version: RECORD_VERSION,
            report: "client".to_owned(),
            period: QUARTER.parse().unwrap(),
            issue,
            client: "A".to_owned(),
            key: "key".to_owned(),
            data_hash: "data".to_owned(),
            created_at: "now".to_owned(),
            follows: None,
            made_by: MadeBy::default(),
            gate: Verdict::default(),
            told: Default::default(),
            snapshot: Snapshot::default(),
            files: files.iter().map(|(path, bytes)| IssueFile::of(path, bytes, "full")).collect(),
        }
    }

    fn put(&self, issue: u32, files: &[Finished], swap: Swap) {
        self.shelf.put_by(&self.record(issue, files), files, swap).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.shelf.folder().join(name)
    }

    fn touch(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// All files on the shelf with their texts; records only by name.
    fn all(&self) -> BTreeMap<String, String> {
        let files = walkdir::WalkDir::new(self.shelf.folder()).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| !entry.file_type().is_dir());
        files
            .map(|entry| {
                let name = entry.path().strip_prefix(self.shelf.folder()).unwrap().display().to_string();
                let text =
                    if name.ends_with(RECORD) { String::new() } else { fs::read_to_string(entry.path()).unwrap() };
                (name.replace('\\', "/"), text)
            })
            .collect()
    }

    /// Starts again, as the next run does.
    fn again(self) -> Self {
        let Self { folder, outbox, shelf } = self;
        drop(outbox);
        let outbox = Outbox::open(folder.path(), "the next run").unwrap();
        Self { folder, outbox, shelf }
    }
}

fn expected(issue: u32, files: &[Finished]) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let name = |path: &Path| format!("issue-{issue}/{}", path.display());
    let mut all: BTreeMap<String, String> = files.iter().map(|(path, bytes)| (name(path), text(bytes))).collect();
    all.insert(format!("issue-{issue}/{RECORD}"), String::new());
    all
}

/// Every place at which putting a new edition in the place of an old one can stop, by what is found then.
#[test]
fn a_stop_at_any_place_leaves_the_old_or_the_new_edition_whole() {
    let (old, new) = (Stand::files("old", "old.csv"), Stand::files("new", "new.csv"));
    type Stop<'a> = (&'a str, &'a dyn Fn(&Stand), bool);
    let stops: [Stop; 7] = [
        ("nothing written", &|_| {}, false),
        ("half written", &|stand| half(stand, &new), false),
        ("written, not yet in place", &|stand| stage(stand, &new), false),
        (
            "exchanged",
            &|stand| {
                stage(stand, &new);
                let issue = stand.path("issue-1");
                swap::into_place(&beside(&issue, PART), &issue, Swap::Best).unwrap();
            },
            true,
        ),
        (
            "exchanged, the old one half removed",
            &|stand| {
                stage(stand, &new);
                let issue = stand.path("issue-1");
                swap::into_place(&beside(&issue, PART), &issue, Swap::Best).unwrap();
                fs::remove_dir_all(beside(&issue, PART).join("en")).unwrap();
            },
            true,
        ),
        (
            "between two renames",
            &|stand| {
                stage(stand, &new);
                let issue = stand.path("issue-1");
                fs::rename(&issue, beside(&issue, OLD)).unwrap();
            },
            false,
        ),
        (
            "after two renames",
            &|stand| {
                stage(stand, &new);
                let issue = stand.path("issue-1");
                swap::into_place(&beside(&issue, PART), &issue, Swap::TwoRenames).unwrap();
            },
            true,
        ),
    ];
    for (name, stop, is_new) in stops {
        let stand = Stand::new();
        stand.put(1, &old, Swap::Best);
        stand.touch("issue-1/notes.txt", "mine");
        stop(&stand);
        let stand = stand.again();
        let mut whole = expected(1, if is_new { &new } else { &old });
        whole.insert("issue-1/notes.txt".to_owned(), "mine".to_owned());
        assert_eq!(stand.all(), whole, "{name}");
        stand.put(1, &new, Swap::Best);
        let mut whole = expected(1, &new);
        whole.insert("issue-1/notes.txt".to_owned(), "mine".to_owned());
        assert_eq!(stand.all(), whole, "{name}, and the next run");
    }
}

fn half(stand: &Stand, new: &[Finished]) {
    stage(stand, new);
    let part = beside(&stand.path("issue-1"), PART);
    fs::remove_file(part.join(RECORD)).unwrap();
    fs::remove_file(part.join("measurements.json")).unwrap();
}

fn stage(stand: &Stand, new: &[Finished]) {
    stand.shelf.stage(&beside(&stand.path("issue-1"), PART), &stand.record(1, new), new).unwrap();
}

#[test]
fn what_is_no_longer_made_goes_and_what_people_put_there_stays() {
    for swap in [Swap::Best, Swap::TwoRenames] {
        let stand = Stand::new();
        let (old, new) = (Stand::files("old", "de/report.html"), Stand::files("new", "rejects/tickets.csv"));
        stand.put(1, &old, swap);
        for (name, text) in [
            ("issue-1/notes.txt", "beside"),
            ("issue-1/mine/deep/list.txt", "in a folder"),
            ("issue-1/rejects/tickets.csv", "where the next one writes"),
            ("issue-1/en/report.html", "written over by hand"),
        ] {
            stand.touch(name, text);
        }
        stand.put(1, &new, swap);
        let mut whole = expected(1, &new);
        for (name, text) in [
            ("issue-1/notes.txt", "beside"),
            ("issue-1/mine/deep/list.txt", "in a folder"),
            ("kept/issue-1/rejects/tickets.csv", "where the next one writes"),
            ("kept/issue-1/en/report.html", "written over by hand"),
        ] {
            whole.insert(name.to_owned(), text.to_owned());
        }
        assert_eq!(stand.all(), whole, "{swap:?}");
        stand.touch("issue-1/en/report.html", "again by hand");
        stand.put(1, &old, swap);
        assert_eq!(stand.all()["kept/issue-1/en/report.html"], "written over by hand", "{swap:?}");
        assert_eq!(stand.all()["kept/issue-1/en/report.html.1"], "again by hand", "{swap:?}");
        assert!(!stand.all().contains_key("issue-1/rejects/tickets.csv"), "{swap:?}");
    }
}

#[test]
fn numbers_of_what_was_sent_are_never_used_again() {
    let stand = Stand::new();
    let files = Stand::files("one", "own.csv");
    assert_eq!(stand.shelf.next().unwrap(), 1);
    stand.put(1, &files, Swap::Best);
    assert_eq!((stand.shelf.next().unwrap(), stand.shelf.newest_frozen().unwrap()), (1, None));
    stand.touch("receipts/issue-1.ndjson", "{}");
    assert_eq!((stand.shelf.next().unwrap(), stand.shelf.newest_frozen().unwrap()), (2, Some(1)));
    stand.put(2, &files, Swap::Best);
    assert_eq!((stand.shelf.next().unwrap(), stand.shelf.issues().unwrap()), (2, vec![1, 2]));
    stand.touch("approvals/issue-2.json", "{}");
    assert_eq!((stand.shelf.next().unwrap(), stand.shelf.newest_frozen().unwrap()), (3, Some(2)));
    fs::remove_dir_all(stand.path("issue-2")).unwrap();
    assert_eq!((stand.shelf.next().unwrap(), stand.shelf.newest_frozen().unwrap()), (3, Some(1)));
    // A folder that is not ours is not written into.
    stand.touch("issue-7/notes.txt", "mine");
    assert_eq!(stand.shelf.next().unwrap(), 8);
    for foreign in ["issue-x", "issue-", "issue-0", "receipts/notes.ndjson", "receipts/issue-9.txt"] {
        stand.touch(&format!("{foreign}/a"), "mine");
    }
    assert_eq!((stand.shelf.next().unwrap(), stand.shelf.issues().unwrap()), (8, vec![1]));
}

#[test]
fn nothing_takes_the_place_of_what_was_sent_and_is_gone() {
    let stand = Stand::new();
    stand.put(1, &Stand::files("one", "own.csv"), Swap::Best);
    stand.touch("receipts/issue-1.ndjson", "{}");
    assert_eq!(stand.shelf.newest_frozen().unwrap(), Some(1));
    let record = fs::read(stand.path("issue-1").join(RECORD)).unwrap();
    fs::write(stand.path("issue-1").join(RECORD), &record[..20]).unwrap();
    let said = stand.shelf.newest_frozen().unwrap_err().to_string();
    assert!(said.contains("is gone or damaged") && said.contains("issue-1.ndjson"), "{said}");
    fs::remove_dir_all(stand.path("issue-1")).unwrap();
    assert!(stand.shelf.newest_frozen().is_err());
    fs::remove_file(stand.path("receipts/issue-1.ndjson")).unwrap();
    assert_eq!(stand.shelf.newest_frozen().unwrap(), None, "the cure works");
}

/// An issue that was sent would be written again.
#[test]
fn receipts_that_cannot_be_listed_are_no_missing_receipts() {
    let stand = Stand::new();
    stand.put(1, &Stand::files("one", "own.csv"), Swap::Best);
    for folder in ["receipts", "approvals"] {
        stand.touch(folder, "no folder");
        let said = stand.shelf.next().unwrap_err().to_string();
        assert!(said.contains("cannot list") && said.contains(folder), "{said}");
        assert!(stand.shelf.newest_frozen().is_err());
        fs::remove_file(stand.path(folder)).unwrap();
        assert_eq!(stand.shelf.next().unwrap(), 1);
    }
}

#[test]
fn an_issue_that_was_not_sent_can_be_taken_back() {
    let stand = Stand::new();
    let files = Stand::files("one", "own.csv");
    stand.put(1, &files, Swap::Best);
    stand.touch("issue-1/notes.txt", "mine");
    stand.shelf.withdraw(&stand.outbox, 1).unwrap();
    assert_eq!(stand.all(), BTreeMap::from([("kept/issue-1/notes.txt".to_owned(), "mine".to_owned())]));
}

#[test]
fn a_damaged_file_of_an_issue_is_seen() {
    let stand = Stand::new();
    let files = Stand::files("one", "own.csv");
    stand.put(1, &files, Swap::Best);
    let record = stand.shelf.record(1).unwrap();
    assert!(stand.shelf.stands(&record));
    assert_eq!(record.files[0].language.as_deref(), Some("en"));
    assert_eq!((record.files[3].language.as_deref(), record.files[3].format.as_str()), (None, "json"));
    stand.touch("issue-1/own.csv", "other");
    assert!(!stand.shelf.stands(&record));
    fs::write(stand.path("issue-1").join(RECORD), "{ half").unwrap();
    assert_eq!((stand.shelf.record(1), stand.shelf.next().unwrap()), (None, 2));
}

#[cfg(unix)]
#[test]
fn a_record_that_leads_elsewhere_removes_nothing_there() {
    let stand = Stand::new();
    let files = Stand::files("one", "own.csv");
    stand.put(1, &files, Swap::Best);
    fs::write(stand.folder.path().join("outside.txt"), "theirs").unwrap();
    std::os::unix::fs::symlink("../../../outside.txt", stand.path("issue-1/link.csv")).unwrap();
    let mut record = stand.record(1, &files);
    let outside = IssueFile::of(Path::new("../../../outside.txt"), b"theirs", "full");
    record.files.extend([IssueFile { path: "link.csv".to_owned(), ..outside.clone() }, outside]);
    fs::write(stand.path("issue-1").join(RECORD), serde_json::to_vec(&record).unwrap()).unwrap();
    stand.put(1, &files, Swap::Best);
    assert_eq!(fs::read_to_string(stand.folder.path().join("outside.txt")).unwrap(), "theirs");
    assert!(fs::symlink_metadata(stand.path("kept/issue-1/link.csv")).unwrap().is_symlink());
}

#[test]
fn who_holds_the_folder_is_said() {
    let stand = Stand::new();
    let error = Outbox::open(stand.folder.path(), "another").unwrap_err();
    assert!(error.to_string().ends_with(" (a test)"), "{error}");
}

#[test]
fn the_pointer_is_written_when_it_says_something_new() {
    let stand = Stand::new();
    let latest = |status, at: &str, reasons: &[&str]| Latest {
        record_version: RECORD_VERSION,
        report: "client".to_owned(),
        period: QUARTER.parse().unwrap(),
        issue: Some(1),
        status,
        attempted_at: at.to_owned(),
        reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
    };
    for (say, at) in [
        (latest(LatestStatus::Current, "Monday", &[]), "Monday"),
        (latest(LatestStatus::Current, "Tuesday", &[]), "Monday"),
        (latest(LatestStatus::Failed, "Friday", &["no file"]), "Friday"),
        (latest(LatestStatus::Failed, "Saturday", &["no file"]), "Saturday"),
        (latest(LatestStatus::Current, "Sunday", &[]), "Sunday"),
    ] {
        stand.shelf.point(&stand.outbox, &say).unwrap();
        assert_eq!(stand.shelf.latest().unwrap().attempted_at, at);
    }
}

/// A pointer that cannot be rewritten must not go on calling the earlier issue the current one.
#[test]
fn a_pointer_that_cannot_be_withdrawn_in_words_goes() {
    let stand = Stand::new();
    let latest = |status| Latest {
        record_version: RECORD_VERSION,
        report: "client".to_owned(),
        period: QUARTER.parse().unwrap(),
        issue: Some(1),
        status,
        attempted_at: "Monday".to_owned(),
        reasons: Vec::new(),
    };
    stand.shelf.point(&stand.outbox, &latest(LatestStatus::Current)).unwrap();
    // Where the new pointer would be written first, something stands.
    fs::create_dir_all(stand.path(".latest.json.quarterdeck-part/taken")).unwrap();
    assert!(stand.shelf.point(&stand.outbox, &latest(LatestStatus::Held)).is_err());
    assert_eq!(stand.shelf.latest().unwrap().status, LatestStatus::Current);
    stand.shelf.disown(&stand.outbox, &latest(LatestStatus::Held)).unwrap();
    assert!(stand.shelf.latest().is_none() && !stand.path("latest.json").exists());
}
