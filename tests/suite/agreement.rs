//! What one report says of one thing in two places agrees: verdicts on a metric, and a warning with the
//! recommendation on the same fact.

use crate::sample;
use quarterdeck::report::model::{Block, Report, Row, Table, Tone};
use std::collections::{BTreeMap, BTreeSet};

const CLIENTS: [&str; 6] = ["telecom", "saas", "credit-union", "shop", "water", "appliance"];
const LOCALES: [&str; 2] = ["zh-CN", "en"];

/// A metric's name without the definition in brackets at its end.
fn short(name: &str) -> String {
    let cut = |open: char, close: char| name.strip_suffix(close)?.rsplit_once(open).map(|(name, _)| name.trim());
    cut('（', '）').or_else(|| cut('(', ')')).unwrap_or(name).to_owned()
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.all_blocks().filter_map(|block| match block {
        Block::Table(table) | Block::Heat(table) => Some(table),
        _ => None,
    })
}

fn rows<'a>(report: &'a Report, id: &'a str) -> Vec<&'a Row> {
    let found = tables(report).filter(move |table| table.id == id);
    found.flat_map(|table| &table.rows).filter(|row| row.kind == "body").collect()
}

/// The verdicts against targets by metric: the marks of tiles and of rows that are named by a metric, in all
/// sections but the one that compares with others.
fn verdicts(report: &Report, metrics: &BTreeSet<String>) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut add = |name: &str, mark: Option<&'static str>| {
        if let Some(mark) = mark.filter(|_| metrics.contains(&short(name))) {
            found.entry(short(name)).or_default().insert(mark);
        }
    };
    for section in report.sections.iter().filter(|section| section.id != "benchmarks") {
        for block in &section.blocks {
            match block {
                Block::KeyFigures { items } => items.iter().filter(|item| !item.verdict.is_empty()).for_each(|item| {
                    let mark = match item.tone {
                        Tone::Good => Some("✓"),
                        Tone::Bad => Some("✗"),
                        _ => None,
                    };
                    add(&item.label, mark);
                }),
                Block::Table(table) => table.rows.iter().for_each(|row| {
                    let marks = row.cells.iter().filter_map(|cell| cell.symbol.as_deref());
                    for mark in marks.filter_map(|one| ["✓", "✗"].into_iter().find(|mark| *mark == one)) {
                        add(&row.cells[0].text, Some(mark));
                    }
                }),
                _ => {}
            }
        }
    }
    found
}

#[test]
fn no_metric_is_both_met_and_missed() {
    let mut seen = 0;
    for client in CLIENTS {
        for locale in LOCALES {
            let report = sample::report(client, locale);
            let metrics = rows(&report, "scorecard-table").iter().map(|row| short(&row.cells[0].text)).collect();
            for (metric, marks) in verdicts(&report, &metrics) {
                assert_eq!(marks.len(), 1, "{client} {locale}: {metric} is {marks:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

/// Whether a text begins with the name of a metric, and not with a longer one.
fn is_on(evidence: &str, metric: &str) -> bool {
    let rest = evidence.strip_prefix(metric).map(str::trim_start);
    rest.is_some_and(|rest| !rest.starts_with(['（', '(']))
}

#[test]
fn a_warning_asks_for_what_is_recommended_on_it() {
    let mut seen = 0;
    for client in CLIENTS {
        for locale in LOCALES {
            let report = sample::report(client, locale);
            let advised = rows(&report, "recommendations-table");
            for warning in rows(&report, "warnings-table") {
                let metric = &warning.cells[1].text;
                let Some(advice) = advised.iter().find(|one| is_on(&one.cells[1].text, metric)) else { continue };
                let (_, title) = advice.cells[0].text.split_once(". ").expect("a number");
                let next = &warning.cells[5].text;
                assert!(next.contains(title), "{client} {locale}: {metric}: {next} / {title}");
                let unnamed = ["Not named", "未指定"].contains(&warning.cells[4].text.as_str());
                assert!(!unnamed, "{client} {locale}: {metric} has an owner in the recommendation");
                seen += 1;
            }
        }
    }
    assert!(seen >= 8, "{seen}");
}

/// The section's title that no part differs.
const NONE_DIFFERS: [&str; 2] = ["No part differs from the rest beyond chance", "各部分之间没有超出偶然的差异"];

#[test]
fn no_title_says_that_parts_are_alike_above_a_map_that_marks_one() {
    let mut marked = 0;
    for client in CLIENTS {
        for locale in LOCALES {
            let report = sample::report(client, locale);
            let Some(section) = report.sections.iter().find(|section| section.id == "segments") else { continue };
            let cells = section.blocks.iter().filter_map(|block| match block {
                Block::Heat(table) => Some(table.rows.iter().flat_map(|row| &row.cells)),
                _ => None,
            });
            if cells.flatten().any(|cell| cell.symbol.is_some()) {
                assert!(!NONE_DIFFERS.contains(&section.title.as_str()), "{client} {locale}: {}", section.title);
                marked += 1;
            }
        }
    }
    assert!(marked >= 8, "{marked}");
}

#[test]
fn both_kinds_of_contradiction_are_found() {
    let mut report = sample::report("telecom", "en");
    let metrics = BTreeSet::from(["Resolution rate within target".to_owned()]);
    assert_eq!(verdicts(&report, &metrics).values().next().map(BTreeSet::len), Some(1));
    for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let Block::KeyFigures { items } = block {
            items.iter_mut().for_each(|item| item.tone = Tone::Good);
        }
    }
    assert_eq!(verdicts(&report, &metrics).values().next().map(BTreeSet::len), Some(2));
    assert!(is_on("Complaint rate rose to 7.74", "Complaint rate") && !is_on("Backlog of 3", "Complaint rate"));
    assert!(!is_on("First response time (90th percentile) at 4.6 h", "First response time"));
}
