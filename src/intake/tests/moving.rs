//! Files that change while they are read.

use super::super::job::Stop;
use super::super::stage::{begin, finish, jobs};
use super::{Project, column};
use crate::diagnostic::Diagnostic;
use crate::domain::Table;
use crate::source::Limits;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

const BEFORE: &str = "ticket_id,created_at,team\nT1,2026-07-01 09:00,before\n";
const AFTER: &str = "ticket_id,created_at,team\nT1,2026-07-01 09:00,behind\n";

fn project() -> Project {
    let tables = "      tickets: '*.csv'\n      orders: 'orders/*.csv'";
    let order = b"order_id,customer_id,ordered_at,amount\n1,C1,2026-07-01,3\n";
    Project::new(tables, &[("t.csv", BEFORE.as_bytes()), ("orders/o.csv", order)])
}

fn raw(project: &Project) -> PathBuf {
    // Two writes within one tick of the clock have one time.
    std::thread::sleep(Duration::from_millis(20));
    project.folder.path().join("data/t.csv")
}

fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(ToString::to_string).collect()
}

const CHANGED: &str = "t.csv: error[file-changed]: the file changed while it was read\n  \
                       hint: run again when the export is finished";

/// The record files of the cache.
fn records(project: &Project) -> usize {
    let Ok(entries) = fs::read_dir(project.cache()) else { return 0 };
    entries.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "json")).count()
}

#[test]
fn a_file_replaced_between_hashing_and_reading_is_refused() {
    let project = project();
    let path = raw(&project);
    let begun = begin(&project.report).unwrap();
    let other = path.with_file_name("new");
    fs::write(&other, AFTER).unwrap();
    fs::rename(&other, &path).unwrap();
    let intake = finish(&project.report, &project.cache(), begun, &Limits::STATED).unwrap();
    assert_eq!(told(&intake.diagnostics), [CHANGED]);
    assert_eq!(column(&intake, Table::Tickets, "team"), Vec::<String>::new());
    assert_eq!(column(&intake, Table::Orders, "order_id"), ["1"], "the other file is read");
    assert_eq!(records(&project), 1, "only the other file is in the cache");
    assert_eq!(column(&project.stage(), Table::Tickets, "team"), ["behind"]);
    fs::write(&path, BEFORE).unwrap();
    assert_eq!(column(&project.stage(), Table::Tickets, "team"), ["before"], "the cache is right afterwards");
}

#[test]
fn a_file_that_changes_under_its_reader_is_refused() {
    let project = project();
    let path = raw(&project);
    let begun = begin(&project.report).unwrap();
    fs::create_dir_all(project.cache()).unwrap();
    let lookups = vec![Default::default(); project.report.sources.len()];
    let jobs = jobs(&project.report, &project.cache(), &begun.intake, (&begun.work, &begun.inspections, &lookups));
    let job = jobs.iter().find(|job| job.file.relative == "t.csv").unwrap();
    let result = job.run_by(|entry| {
        let read = job.read(entry);
        File::options().append(true).open(&path).unwrap().write_all(b"T2,2026-07-02 09:00,new\n").unwrap();
        read
    });
    let Stop::Refused(problems) = result.unwrap_err() else { panic!("not refused") };
    assert_eq!(told(&problems), [CHANGED]);
    assert_eq!(fs::read_dir(project.cache()).unwrap().count(), 0, "nothing is left in the cache");
}

#[test]
fn a_file_that_goes_is_refused_and_named() {
    let project = project();
    let path = raw(&project);
    let begun = begin(&project.report).unwrap();
    fs::remove_file(&path).unwrap();
    let intake = finish(&project.report, &project.cache(), begun, &Limits::STATED).unwrap();
    assert_eq!(told(&intake.diagnostics), [CHANGED]);
}

#[test]
fn a_staged_file_needs_no_second_reading() {
    let project = project();
    let path = raw(&project);
    let first = project.stage();
    let begun = begin(&project.report).unwrap();
    fs::write(&path, AFTER).unwrap();
    let intake = finish(&project.report, &project.cache(), begun, &Limits::STATED).unwrap();
    assert_eq!(intake, *first, "what was hashed is what the figures stand on");
}
