//! One, six and sixty reports: what was planted is found, and nothing else.

use super::*;
use crate::catalogue::ids;
use crate::domain::{Currency, Localized, Segment};
use crate::metrics::measurement::Measurement;
use crate::report::model::{Cell, Row, Table, Tone};
use crate::report::scenario::{self, figures};

/// A report whose satisfaction, fulfilment and cost are those of everybody.
fn usual(at: usize) -> (ReportConfig, Vec<Measurement>) {
    let mut config = scenario::rich().config;
    config.id = format!("client-{at:02}");
    config.client = Localized::both(&format!("客户{at:02}"), &format!("Client {at:02}"));
    config.currency = Currency::new(["CNY", "EUR"][at % 2]).unwrap();
    let now = figures::quarter(0);
    let mut all: Vec<Measurement> = (0..5)
        .map(|back| {
            figures::share(ids::CSAT_TOP2, Segment::Total, figures::quarter(back), (800 + at as u64 % 5, 1_000))
        })
        .collect();
    all.push(figures::amount(ids::SERVICE_COST, now, (1_000.25, 4)));
    all.push(figures::amount(ids::CONTACTS, now, (250.0, 250)));
    all.push(figures::amount(ids::COST_PER_CONTACT, now, (4.001, 250)));
    (config, all)
}

fn pack<'a>(reports: &'a [(ReportConfig, Vec<Measurement>)], change: impl Fn(usize, &mut Client<'a>)) -> Portfolio<'a> {
    let client = |(at, (config, all)): (usize, &'a (ReportConfig, Vec<Measurement>))| {
        let mut client = Client {
            config,
            stand: Stand::Current,
            reasons: Vec::new(),
            issue: Some(1),
            outdated: false,
            gate: None,
            periods: scenario::rich().periods,
            measurements: Measurements::new(all.clone()),
            definitions: BTreeMap::from([(ids::CSAT_TOP2.to_owned(), "same".to_owned())]),
            deliveries: Deliveries::default(),
        };
        change(at, &mut client);
        client
    };
    Portfolio {
        quarter: figures::quarter(0),
        clients: reports.iter().enumerate().map(client).collect(),
        ledger_doubt: None,
        brand: None,
        version: "1".to_owned(),
        words: BTreeMap::new(),
        glyphs: Glyphs::all(),
    }
}

fn table<'r>(report: &'r Report, id: &str) -> Option<&'r Table> {
    report.all_blocks().find_map(|block| match block {
        Block::Table(table) | Block::Heat(table) if table.id == id => Some(table),
        _ => None,
    })
}

fn names(rows: &[Row]) -> Vec<&str> {
    rows.iter().filter(|row| row.kind == "body").map(|row| row.cells[0].text.as_str()).collect()
}

#[test]
fn of_sixty_clients_only_what_was_planted_stands_out() {
    let mut reports: Vec<_> = (0..60).map(usual).collect();
    // One is far below all others, ever; one fell since the last quarter.
    reports[7].1.iter_mut().filter(|one| one.metric == ids::CSAT_TOP2).for_each(|one| {
        *one = figures::share(ids::CSAT_TOP2, Segment::Total, one.quarter, (700, 1_000));
    });
    reports[9].1[0] = figures::share(ids::CSAT_TOP2, Segment::Total, figures::quarter(0), (740, 1_000));
    let built = build(&pack(&reports, |_, _| {}), Locale::known("en"));
    assert_eq!(table(&built, "portfolio-wall-table").unwrap().rows.len(), 60);
    assert_eq!(names(&table(&built, "portfolio-worse-table").unwrap().rows), ["Client 09"]);
    assert_eq!(names(&table(&built, "portfolio-outliers-table").unwrap().rows), ["Client 07", "Client 09"]);
    assert!(built.charts.contains_key("portfolio-funnel-csat-top2"));
    // Who is alone with a definition is compared with nobody.
    let apart = |at, client: &mut Client| {
        if at == 7 {
            client.definitions.insert(ids::CSAT_TOP2.to_owned(), "own".to_owned());
        }
    };
    let built = build(&pack(&reports, apart), Locale::known("en"));
    assert_eq!(names(&table(&built, "portfolio-outliers-table").unwrap().rows), ["Client 09"]);
}

#[test]
fn one_client_is_no_group() {
    let reports = [usual(0)];
    for locale in Locale::defaults() {
        let built = build(&pack(&reports, |_, _| {}), locale);
        assert_eq!(table(&built, "portfolio-wall-table").unwrap().rows.len(), 1);
        assert!(table(&built, "portfolio-outliers-table").is_none() && built.charts.is_empty());
        assert!(!serde_json::to_string(&built).unwrap().contains('⟦'));
    }
}

#[test]
fn amounts_are_added_up_within_a_currency_only() {
    let reports: Vec<_> = (0..6).map(usual).collect();
    let built = build(&pack(&reports, |_, _| {}), Locale::known("en"));
    let cost = table(&built, "portfolio-cost-table").unwrap();
    let totals: Vec<Vec<&str>> = cost
        .rows
        .iter()
        .filter(|row| row.kind == "total")
        .map(|row| row.cells[1..4].iter().map(|cell| cell.text.as_str()).collect())
        .collect();
    assert_eq!(totals[0][0], "CNY 3,000.75");
    assert_eq!(totals[1][0], "EUR 3,000.75");
    assert!(totals.iter().all(|total| total[1] == "750"), "{totals:?}");
    // One without contacts: the sum of all is not known, and is not made from the others.
    let mut reports = reports;
    reports[0].1.retain(|one| one.metric != ids::CONTACTS);
    let built = build(&pack(&reports, |_, _| {}), Locale::known("en"));
    let cost = table(&built, "portfolio-cost-table").unwrap();
    let first = cost.rows.iter().find(|row| row.kind == "total").unwrap();
    assert_eq!(first.cells[2].text, "");
}

#[test]
fn held_and_failed_reports_say_why_and_are_marked_without_colour() {
    let reports: Vec<_> = (0..4).map(usual).collect();
    let change = |at, client: &mut Client| match at {
        0 => (client.stand, client.issue, client.reasons) = (Stand::Held, None, vec!["too few rows".to_owned()]),
        1 => (client.stand, client.reasons) = (Stand::Failed, vec!["no file".to_owned()]),
        2 => client.stand = Stand::Missing,
        _ => {
            let due = Some(Instant(1_790_000_000_000_000));
            client.deliveries =
                Deliveries { recipients: 5, sent: 1, failed: 1, unknown: 2, due, overdue: true, approval: None };
        }
    };
    let built = build(&pack(&reports, change), Locale::known("en"));
    let wall = table(&built, "portfolio-wall-table").unwrap();
    let state = |name: &str| -> Cell {
        wall.rows.iter().find(|row| row.cells[0].text == name).map(|row| row.cells[1].clone()).unwrap()
    };
    let held = state("Client 00");
    assert_eq!((held.text.as_str(), held.tone, held.symbol.as_deref()), ("Held", Some(Tone::Bad), Some("■")));
    assert_eq!(state("Client 01").detail.as_deref(), Some("figures of issue 1"));
    // Without an issue there is no figure, whatever was measured.
    let row = wall.rows.iter().find(|row| row.cells[0].text == "Client 00").unwrap();
    assert!(row.cells[2..].iter().all(|cell| cell.text == "—"), "{row:?}");
    let gate = table(&built, "portfolio-gate-table").unwrap();
    assert_eq!(gate.rows.iter().map(|row| row.cells[2].text.as_str()).collect::<Vec<_>>(), ["too few rows", "no file"]);
    let needed = table(&built, "portfolio-needed").unwrap();
    assert_eq!(names(&needed.rows), ["Client 01", "Client 00", "Client 02", "Client 03"]);
    let why = &needed.rows[3].cells[2].text;
    assert!(why.contains("2 messages arrived") && why.contains("overdue for 1 recipient"), "{why}");
}

#[test]
fn every_page_says_that_it_is_internal_and_no_colour_stands_alone() {
    let reports: Vec<_> = (0..6).map(usual).collect();
    for locale in Locale::all() {
        let built = build(&pack(&reports, |_, _| {}), locale);
        let word = built.meta.keywords[0].to_lowercase();
        for text in [&built.cover.confidentiality, &built.brand.footer, &built.cover.kicker] {
            let least = if locale.is_wide() { &word[..6] } else { &word };
            assert!(text.to_lowercase().contains(least), "`{text}` lacks `{word}`");
        }
        let cells = built.all_blocks().filter_map(|block| match block {
            Block::Table(table) | Block::Heat(table) => Some(&table.rows),
            _ => None,
        });
        for cell in cells.flatten().flat_map(|row| &row.cells) {
            let coloured = matches!(cell.tone, Some(Tone::Good | Tone::Bad | Tone::Caution));
            assert!(!coloured || cell.symbol.is_some(), "{cell:?}");
        }
    }
}
