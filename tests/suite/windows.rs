//! Windows that the data do not cover: what stands on them is marked, never judged, never compared.

use super::project::Project;
use quarterdeck::report::model::{Block, Report};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

/// A small generator with a fixed seed: the same days on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn day(first: &str, after: u64) -> String {
    let first: chrono::NaiveDate = first.parse().unwrap();
    (first + chrono::Days::new(after)).to_string()
}

fn made(files: &[(&str, String)], settings: &str) -> Project {
    let empty = tempfile::tempdir().unwrap();
    let project = Project::copied(empty.path());
    fs::create_dir(project.path().join("data")).unwrap();
    for (name, text) in files {
        fs::write(project.path().join("data").join(name), text).unwrap();
    }
    let tables: Vec<String> =
        files.iter().map(|(name, _)| format!("{}: {name}", name.trim_end_matches(".csv"))).collect();
    let yaml = format!(
        "version: 1\ndefaults: {{locales: [en, zh-CN], formats: [json, html]}}\nreports:\n  - id: client\n    \
         client: Client\n    data: data\n    time_zone: UTC\n    {settings}\n    tables: {{{}}}\n",
        tables.join(", ")
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    project
}

fn run(project: &Project, quarter: &str) -> Report {
    let ended = project.run(&format!("run --period {quarter} --override-hold client --reason tested"));
    assert_eq!(ended.code, 0, "{}", ended.err);
    serde_json::from_slice(&project.bytes(&format!("output/{quarter}/client/issue-1/en/report.json"))).unwrap()
}

fn findings(report: &Report) -> Vec<String> {
    let told = report.all_blocks().filter_map(|block| match block {
        Block::Messages { items } => Some(items.iter().map(|one| one.headline.clone()).collect::<Vec<_>>()),
        Block::Findings { items } => Some(items.iter().map(|one| one.headline.clone()).collect::<Vec<_>>()),
        _ => None,
    });
    told.flatten().collect()
}

fn figure(project: &Project, quarter: &str, metric: &str, of: &str) -> Value {
    let all = project.json(&format!("output/{quarter}/client/issue-1/measurements.json"));
    let wanted = |one: &&Value| one["metric"] == metric && one["segment"] == "total" && one["quarter"] == of;
    all.as_array().unwrap().iter().find(wanted).unwrap_or_else(|| panic!("no {metric} of {of}")).clone()
}

/// Eight hundred buyers who order at random, each about every 120 days, in 2025 and half of 2026.
fn orders(first: &str, days: u64) -> String {
    let mut draw = Draw(7);
    let mut text = "order_id,customer_id,ordered_at,amount\n".to_owned();
    for customer in 0..800 {
        let mut at = draw.below(120);
        while at < days {
            let id = text.lines().count();
            writeln!(text, "O{id},C{customer},{} 10:00:00,10", day(first, at)).unwrap();
            at += 1 + draw.below(240);
        }
    }
    text
}

#[test]
fn buyers_who_never_change_give_no_finding_however_short_the_data() {
    let project = made(&[("orders.csv", orders("2025-01-01", 560))], "as_of: 2026-07-15 00:00");
    let report = run(&project, "2026-Q2");
    assert_eq!(findings(&report), Vec::<String>::new());
    let year = figure(&project, "2026-Q2", "repeat_purchase_rate_12_months", "2025-Q2");
    assert_eq!(year["uncovered"][0]["why"], "starts_late", "{year}");
    let now = figure(&project, "2026-Q2", "repeat_purchase_rate_12_months", "2026-Q2");
    assert!(now["uncovered"].is_null() && now["value"].is_number(), "{now}");
    let scorecard = report.sections.iter().find(|one| one.id == "scorecard").expect("a scorecard");
    let Block::Table(table) = &scorecard.blocks[0] else { panic!("a table") };
    let row = table.rows.iter().find(|row| row.cells[0].text.contains("12 months")).expect("its row");
    assert_eq!(row.cells[5].text, "not comparable", "a year ago the window was not covered");
}

/// Tickets of every day, two thirds of them solved within the day.
fn tickets(first: &str, days: u64) -> String {
    let mut draw = Draw(11);
    let mut text = "ticket_id,customer_id,created_at,first_reply_at,resolved_at,status\n".to_owned();
    for at in 0..days {
        for _ in 0..8 {
            let id = text.lines().count();
            let (date, later) = (day(first, at), day(first, at + u64::from(draw.below(3) == 0)));
            writeln!(text, "T{id},C{},{date} 09:00:00,{date} 10:00:00,{later} 12:00:00,closed", draw.below(900))
                .unwrap();
        }
    }
    text
}

#[test]
fn a_quarter_that_is_not_over_is_marked_and_has_no_key_figure() {
    let project = made(
        &[("tickets.csv", tickets("2025-01-01", 590))],
        "as_of: 2026-08-14 00:00\n    targets: {first_response_median: 2}",
    );
    let report = run(&project, "2026-Q3");
    assert_eq!(findings(&report), Vec::<String>::new());
    let keys = report.sections.iter().flat_map(|one| &one.blocks).any(|one| matches!(one, Block::KeyFigures { .. }));
    assert!(!keys);
    let scorecard = report.sections.iter().find(|one| one.id == "scorecard").expect("a scorecard");
    let Block::Table(table) = &scorecard.blocks[0] else { panic!("a table") };
    let row = table.rows.iter().find(|row| row.cells[0].text.starts_with("First response")).expect("the target's row");
    assert!(row.cells[2].text.ends_with('‡'), "{row:?}");
    assert!(table.notes.iter().any(|note| note.contains("was not over on 2026-08-14")), "{:?}", table.notes);
}

#[test]
fn a_table_that_ends_early_is_marked_and_the_one_beside_it_is_not() {
    let files = [("tickets.csv", tickets("2025-01-01", 590)), ("orders.csv", orders("2025-01-01", 640))];
    let project = made(&files, "as_of: 2026-10-15 00:00");
    let report = run(&project, "2026-Q3");
    let answered = figure(&project, "2026-Q3", "first_response_median", "2026-Q3");
    assert_eq!(answered["uncovered"][0]["why"], "ends_early");
    let bought = figure(&project, "2026-Q3", "repeat_purchase_rate", "2026-Q3");
    assert!(bought["uncovered"].is_null(), "{bought}");
    assert!(report.cover.notice.expect("a notice").text.contains("end on 2026-08-13"));
    let earlier = figure(&project, "2026-Q3", "first_response_median", "2026-Q2");
    assert!(earlier["uncovered"].is_null(), "{earlier}");
}

#[test]
fn customers_of_a_register_that_stands_still_are_not_retained_for_that() {
    let mut draw = Draw(3);
    let mut text = "customer_id,start_date,end_date\n".to_owned();
    for customer in 0..3_000 {
        let start = draw.below(520);
        let end = start + 30 + draw.below(700);
        let end = if end < 520 { day("2025-01-01", end) } else { String::new() };
        writeln!(text, "C{customer},{},{end}", day("2025-01-01", start)).unwrap();
    }
    let project = made(&[("customers.csv", text)], "as_of: 2026-10-15 00:00\n    targets: {retention_rate: 90}");
    let report = run(&project, "2026-Q3");
    let kept = figure(&project, "2026-Q3", "retention_rate", "2026-Q3");
    assert_eq!(
        (kept["value"].as_f64(), kept["uncovered"][0]["why"].as_str()),
        (Some(100.0), Some("unchanged")),
        "{kept}"
    );
    assert_eq!(findings(&report), Vec::<String>::new());
    assert!(figure(&project, "2026-Q3", "retention_rate", "2026-Q1")["uncovered"].is_null());
}
