//! The same result again, from the cache, on any number of threads, from any order of files.

use super::super::{Intake, stage};
use super::{Project, column, rejects};
use crate::domain::Table;
use std::fmt::Write;
use std::fs;

const TABLES: &str = "      tickets: 't*.csv'\n      orders: {files: '*/o.csv', extra: {note: {type: text}}}";

fn is_open(row: usize) -> bool {
    row.is_multiple_of(5_003) && !row.is_multiple_of(97)
}

fn rows(from: usize, rows: usize) -> String {
    let mut text = "ticket_id,created_at,team,category\n".to_owned();
    for row in from..from + rows {
        let minute = row % 60;
        let team =
            if row.is_multiple_of(97) { "\"two\nlines, one cell\"".to_owned() } else { format!("team {}", row % 7) };
        let day = if row.is_multiple_of(1_001) {
            "soon".to_owned()
        } else {
            format!("2026-07-0{} 09:{minute:02}", row % 9 + 1)
        };
        let open = if is_open(row) { "\"" } else { "" };
        writeln!(text, "T{row},{day},{team},{open}category {}", row % 13).unwrap();
    }
    text
}

fn project(files: &[(&str, &str)]) -> Project {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Project::new(TABLES, &files)
}

fn with_threads(project: &Project, threads: usize, cache: &str) -> Intake {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| stage(&project.report, &project.folder.path().join(cache)).unwrap())
}

/// Everything but the folder of the cache, with the bytes of the parts.
fn essence(intake: &Intake) -> (String, Vec<(String, Vec<u8>)>) {
    let mut bare = intake.clone();
    let mut parts = Vec::new();
    for table in bare.tables.values_mut() {
        for file in &mut table.files {
            let name = file.path.file_name().unwrap().to_string_lossy().into_owned();
            parts.push((name.clone(), fs::read(&file.path).unwrap()));
            file.path = name.into();
        }
    }
    (format!("{bare:?}"), parts)
}

#[test]
fn threads_and_cache_change_nothing() {
    let big = rows(0, 100_000);
    let small = rows(100_000, 100);
    let orders = "order_id,customer_id,ordered_at,amount,note\n1,2,2026-07-01,3.50,x\n1,2,2026-07-01,x,x\n";
    let project = project(&[
        ("t2.csv", &small),
        ("t1.csv", &big),
        ("b/o.csv", orders),
        ("a/o.csv", orders),
        (".hidden/o.csv", ""),
    ]);
    let one = with_threads(&project, 1, "one");
    assert!(one.tables[&Table::Tickets].files.len() > 2, "a large file is staged in several parts");
    let expected = essence(&one);
    assert_eq!(essence(&with_threads(&project, 4, "four")), expected);
    let stamp =
        |intake: &Intake| fs::metadata(&intake.tables[&Table::Tickets].files[0].path).unwrap().modified().unwrap();
    let before = stamp(&one);
    let again = with_threads(&project, 3, "one");
    assert_eq!(again, one, "the cache gives the same, rejects and notes included");
    assert_eq!(stamp(&again), before, "and does not write again");
    let names: Vec<&str> = one.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["t1.csv", "t2.csv", "a/o.csv", "b/o.csv"]);
}

#[test]
fn large_files_lose_no_row_and_no_line_number() {
    let text = rows(0, 100_000);
    let project = project(&[("t.csv", &text), ("a/o.csv", "order_id,customer_id,ordered_at,amount,note\n")]);
    let intake = project.stage();
    let file = intake.files.iter().find(|file| file.table == Table::Tickets).unwrap();
    assert_eq!(file.rows_in, file.rows_staged + file.rows_rejected);
    assert_eq!(file.rows_staged, column(&intake, Table::Tickets, "ticket_id").len() as u64);
    let lines: Vec<&str> = text.lines().collect();
    let numbers = column(&intake, Table::Tickets, "_line");
    for (id, line) in column(&intake, Table::Tickets, "ticket_id").iter().zip(&numbers) {
        let line: usize = line.parse().unwrap();
        assert!(lines[line - 1].starts_with(&format!("{id},")), "{id} at line {line}");
    }
    let bad_days = (0..100_000).filter(|row| row % 1_001 == 0 && !is_open(*row)).count();
    assert_eq!(rejects(&intake).iter().filter(|reject| reject.contains("not a date or time")).count(), bad_days);
    let open = (0..100_000).filter(|row| is_open(*row)).count();
    assert_eq!(rejects(&intake).iter().filter(|reject| reject.contains("the quote in column")).count(), open);
}

#[test]
fn a_damaged_cache_entry_is_made_again() {
    let project = project(&[("t.csv", &rows(1, 10)), ("a/o.csv", "order_id,customer_id,ordered_at,amount,note\n")]);
    let first = project.stage();
    let part = &first.tables[&Table::Tickets].files[0].path;
    let whole = fs::read(part).unwrap();
    fs::write(part, &whole[..10]).unwrap();
    assert_eq!(*project.stage(), *first);
    assert_eq!(fs::read(part).unwrap(), whole);
    let left = fs::read_dir(project.cache())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "tmp"));
    assert_eq!(left.count(), 0, "no temporary file is left");
}

#[test]
fn several_threads_may_stage_the_same_files_at_once() {
    let project = project(&[("t.csv", &rows(1, 5_000)), ("a/o.csv", "order_id,customer_id,ordered_at,amount,note\n")]);
    let cache = project.cache();
    let staged = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..4).map(|_| scope.spawn(|| stage(&project.report, &cache).unwrap())).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(staged.iter().all(|intake| *intake == staged[0]));
    assert_eq!(column(&staged[0], Table::Tickets, "ticket_id").len(), 4_999 + 1 - 4);
}
