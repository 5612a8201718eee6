//! What is too much for one report is refused before it costs anything.

use super::super::budget;
use super::super::stage::{begin, finish};
use super::{Project, column};
use crate::diagnostic::Diagnostic;
use crate::domain::Table;
use crate::source::Limits;
use std::fs::File;

const TICKETS: &[u8] = b"ticket_id,created_at\nT1,2026-07-01 09:00\nT2,soon\nT3,later\n";

fn project(names: &[&str]) -> Project {
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, TICKETS)).collect();
    Project::new("      tickets: 't*'", &files)
}

fn told(project: &Project, diagnostics: &[Diagnostic]) -> Vec<String> {
    let folder = format!("{}/", project.folder.path().display());
    let real = format!("{}/", project.folder.path().canonicalize().unwrap().display());
    diagnostics.iter().map(|one| one.to_string().replace(&real, "").replace(&folder, "")).collect()
}

#[test]
fn more_files_or_bytes_than_a_report_may_read() {
    let project = project(&["t1.csv", "t2.csv"]);
    let begun = begin(&project.report).unwrap();
    let told = |limits: Limits| {
        let problem = budget::too_much(&project.report, &begun.work, &limits);
        told(&project, &problem.into_iter().collect::<Vec<_>>())
    };
    assert_eq!(told(Limits::STATED), Vec::<String>::new());
    assert_eq!(
        told(Limits { files: 1, ..Limits::STATED }),
        ["reports.yaml:3:5: error[too-many-files]: the sources of report `client` read 2 files, more than 1\n  \
          hint: join them, for example to one file for each month, or narrow the file patterns"]
    );
    assert_eq!(
        told(Limits { bytes: 100, ..Limits::STATED }),
        [
            "reports.yaml:3:5: error[too-much-data]: the sources of report `client` read 116 bytes, more than 100 bytes\n  \
          hint: leave out what is older than the quarters that are measured"
        ]
    );
}

#[test]
fn more_keys_than_may_be_looked_up() {
    let tables = "      tickets:\n        files: t1.csv\n        columns:\n          ticket_id: ticket_id\n          created_at: created_at\n          \
                  category: {from: Name, lookup: {file: topics.csv, key: ID, on: ticket_id}}";
    let project = Project::new(tables, &[("t1.csv", TICKETS), ("topics.csv", b"ID,Name\nT1,Billing\nT2,Lines\n")]);
    let said = |keys: usize| {
        let limits = Limits { lookup_keys: keys, ..Limits::STATED };
        let intake = finish(&project.report, &project.cache(), begin(&project.report).unwrap(), &limits).unwrap();
        told(&project, &intake.diagnostics).into_iter().filter(|one| one.contains("lookup-size")).collect::<Vec<_>>()
    };
    assert_eq!(said(2), Vec::<String>::new());
    let found = said(1);
    assert!(
        found.len() == 1 && found[0].contains("error[lookup-size]: `topics.csv` has more than 1 keys"),
        "{found:?}"
    );
}

#[test]
fn a_file_that_would_take_too_much_memory_is_not_opened() {
    let project = project(&["t1.csv", "t2.csv"]);
    let tight = Limits { memory: 100, ..Limits::STATED };
    let intake = finish(&project.report, &project.cache(), begin(&project.report).unwrap(), &tight).unwrap();
    let refused = |name: &str| {
        format!(
            "{name}: error[file-too-large]: reading the file takes about 232 bytes, more than 100 bytes\n  \
             hint: save it as CSV, which is read piece by piece"
        )
    };
    assert_eq!(told(&project, &intake.diagnostics), [refused("t1.csv"), refused("t2.csv")]);
}

#[test]
fn the_number_of_files_at_once_changes_nothing() {
    let project = project(&["t1.csv", "t2.csv", "t3.csv"]);
    let one = Limits { open: 1, ..Limits::STATED };
    let intake = finish(&project.report, &project.cache(), begin(&project.report).unwrap(), &one).unwrap();
    assert_eq!(intake, *project.stage());
    assert_eq!(column(&intake, Table::Tickets, "_file"), ["t1.csv", "t2.csv", "t3.csv"]);
}

#[test]
fn a_report_of_bad_rows_is_given_up() {
    let project = project(&["t1.csv", "t2.csv", "t3.csv"]);
    let few = Limits { open: 1, rejects: 3, ..Limits::STATED };
    let intake = finish(&project.report, &project.cache(), begin(&project.report).unwrap(), &few).unwrap();
    let told = told(&project, &intake.diagnostics).join("\n");
    assert!(told.contains("error[too-many-rejects]: the files of report `client` have more than 3 bad rows"), "{told}");
    assert_eq!(intake.files[2].rows_in, 0, "the third file is not read");
}

#[test]
fn a_line_without_end_is_refused() {
    let project = project(&["t1.csv"]);
    let file = File::options().write(true).open(project.folder.path().join("data/t1.csv")).unwrap();
    file.set_len(Limits::STATED.line as u64 + (8 << 20)).unwrap();
    let told = project.messages();
    assert_eq!(
        told,
        ["t1.csv: error[line-too-long]: a line is longer than 64 MiB: it is no line of a table\n  \
          hint: see whether the file is what its ending says"]
    );
}
