//! Every rule both ways: what it finds, and what it leaves alone.

use super::*;
use crate::config::{GateSettings, Overrides, load};
use crate::domain::{Instant, Quarter, Segment};
use crate::facts::ColumnDoubt;
use crate::facts::quality::{FileQuality, TableQuality};
use crate::metrics::measurement::{Measurement, Status};
use std::fs;

/// A report over nine quarters whose data are as they should be.
struct Case {
    report: ReportConfig,
    periods: Vec<Period>,
    quality: Quality,
    measurements: Vec<Measurement>,
    unmapped_cost: Option<f64>,
    before: Option<Snapshot>,
    twins: Vec<String>,
}

fn quarter() -> Quarter {
    "2026-Q3".parse().unwrap()
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        let file = folder.path().join("reports.yaml");
        let yaml =
            "version: 1\nreports:\n  - {id: a, client: A, data: data, as_of: 2026-10-15, tables: {tickets: t.csv}}\n";
        fs::write(&file, yaml).unwrap();
        let report = load(&file, &Overrides::default()).unwrap().0.reports.remove(0);
        let periods: Vec<Period> =
            (-8..=0).map(|back| report.fiscal.period(quarter().plus(back), report.time_zone)).collect();
        let end = periods[8].end.0;
        let mut quality = Quality::default();
        let file =
            FileQuality { path: "t.csv".to_owned(), sha256: "now".to_owned(), rows_in: 9_000, ..Default::default() };
        let tickets = TableQuality {
            files: vec![file],
            rows_in: 9_000,
            rows_used: 9_000,
            missing: vec![("channel".to_owned(), 90)],
            last: Some(Instant(end - 3_600_000_000)),
            rows_by_quarter: periods.iter().map(|period| (period.quarter, 1_000)).collect(),
            ..TableQuality::default()
        };
        quality.tables.insert(Table::Tickets, tickets);
        let mut before = Snapshot::of(&report, &quality);
        before.as_of -= 90 * Instant::DAY;
        before.tables.get_mut(&Table::Tickets).unwrap().files.insert("t.csv".to_owned(), "then".to_owned());
        Self {
            report,
            periods,
            quality,
            measurements: Vec::new(),
            unmapped_cost: Some(0.0),
            before: Some(before),
            twins: Vec::new(),
        }
    }

    fn tickets(&mut self) -> &mut TableQuality {
        self.quality.tables.get_mut(&Table::Tickets).unwrap()
    }

    fn rows(&mut self, now: u64) -> &mut Self {
        self.tickets().rows_by_quarter.last_mut().unwrap().1 = now;
        self
    }

    fn found(&self) -> Vec<(Rule, Outcome)> {
        let measurements = Measurements::new(self.measurements.clone());
        let inputs = Inputs {
            report: &self.report,
            periods: &self.periods,
            quality: &self.quality,
            measurements: &measurements,
            unmapped_cost: self.unmapped_cost,
            before: self.before.as_ref(),
            twins: &self.twins,
        };
        findings(&inputs).into_iter().map(|one| (one.rule, one.outcome)).collect()
    }
}

use Outcome::{Hold, Warn};

#[test]
fn data_as_they_should_be_pass() {
    assert_eq!(Case::new().found(), []);
}

#[test]
fn rows_are_set_against_the_quarter_before() {
    for (now, expected) in [
        (701, None),
        (700, Some((Rule::RowsFall, Warn))),
        (400, Some((Rule::RowsFall, Hold))),
        (0, Some((Rule::RowsFall, Hold))),
        (1_499, None),
        (1_500, Some((Rule::RowsRise, Warn))),
        (3_000, Some((Rule::RowsRise, Hold))),
    ] {
        assert_eq!(Case::new().rows(now).found(), Vec::from_iter(expected), "{now}");
    }
}

#[test]
fn a_step_that_the_year_before_took_as_well_is_the_season() {
    let mut case = Case::new();
    case.rows(500);
    let year_before = quarter().year_before();
    let step = |one: &mut (Quarter, u64)| {
        if one.0 == year_before {
            one.1 = 500
        }
    };
    case.tickets().rows_by_quarter.iter_mut().for_each(step);
    assert_eq!(case.found(), []);
}

#[test]
fn of_a_quarter_that_is_not_over_as_much_is_expected_as_has_passed() {
    let mut case = Case::new();
    let period = case.periods[8];
    case.report.as_of = Instant(period.start.0 + (period.end.0 - period.start.0) / 2);
    case.tickets().last = Some(Instant(case.report.as_of.0 - 1));
    assert_eq!(case.rows(500).found(), []);
    assert_eq!(case.rows(300).found(), [(Rule::RowsFall, Warn)]);
}

#[test]
fn few_rows_and_waves_hold_nothing_back() {
    let mut case = Case::new();
    case.tickets().rows_by_quarter.iter_mut().for_each(|one| one.1 = 20);
    assert_eq!(case.rows(0).found(), [], "a base of 20");
    case.tickets().rows_by_quarter.iter_mut().for_each(|one| one.1 = 40);
    assert_eq!(case.rows(80).found(), [], "what is rare comes in bursts");
    let mut case = Case::new();
    let mut table = case.quality.tables.remove(&Table::Tickets).unwrap();
    (table.rows_by_quarter[8].1, table.last) = (0, Some(case.periods[7].start));
    case.quality.tables.insert(Table::Surveys, table);
    case.before = None;
    assert_eq!(case.found(), [(Rule::RowsFall, Warn)]);
    let table = case.quality.tables.get_mut(&Table::Surveys).unwrap();
    (table.rows_by_quarter[8].1, table.last) = (9_000, Some(case.periods[8].start));
    assert_eq!(case.found(), [], "a wave");
}

#[test]
fn registers_are_set_against_the_last_report() {
    let mut case = Case::new();
    let table = TableQuality { rows_used: 350, rows_in: 350, ..TableQuality::default() };
    case.quality.tables.insert(Table::Customers, table);
    assert_eq!(case.found(), []);
    let state = TableState { rows: 1_000, ..TableState::default() };
    case.before.as_mut().unwrap().tables.insert(Table::Customers, state);
    assert_eq!(case.found(), [(Rule::RowsFall, Hold)]);
}

#[test]
fn a_steady_table_reaches_to_the_quarters_end_at_its_own_pace() {
    let end = Case::new().periods[8].end.0;
    for (days, expected) in [(6, None), (8, Some(Warn)), (22, Some(Hold))] {
        let mut case = Case::new();
        case.tickets().last = Some(Instant(end - days * Instant::DAY));
        let expected = expected.map(|outcome| (Rule::Freshness, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{days}");
    }
    let mut slow = Case::new();
    slow.tickets().rows_by_quarter.iter_mut().for_each(|one| one.1 = 31);
    slow.tickets().last = Some(Instant(end - 15 * Instant::DAY));
    assert_eq!(slow.found(), [], "one row in three days says nothing in fifteen");
}

#[test]
fn a_first_quarter_is_warned_about_and_not_held() {
    let mut case = Case::new();
    case.tickets().last = Some(Instant(case.periods[8].end.0 - 30 * Instant::DAY));
    assert_eq!(case.found(), [(Rule::Freshness, Hold)]);
    case.tickets().rows_by_quarter.iter_mut().rev().skip(1).for_each(|one| one.1 = 0);
    case.before = None;
    assert_eq!(case.found(), [(Rule::Freshness, Warn)]);
}

#[test]
fn a_monthly_table_has_the_last_month() {
    let mut case = Case::new();
    let rows = case.periods.iter().map(|period| (period.quarter, 12)).collect();
    let table = TableQuality { rows_by_quarter: rows, ..TableQuality::default() };
    let day = |month: u32| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, month, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        Some(Instant::from_local(day, case.report.time_zone))
    };
    let (september, august) = (day(9), day(8));
    case.quality.tables.insert(Table::Costs, TableQuality { last: september, ..table.clone() });
    assert_eq!(case.found(), []);
    case.quality.tables.insert(Table::Costs, TableQuality { last: august, ..table.clone() });
    assert_eq!(case.found(), [], "as many rows as ever: the periods are longer than a month");
    let mut table = TableQuality { last: august, ..table };
    table.rows_by_quarter[8].1 = 8;
    case.quality.tables.insert(Table::Costs, table);
    assert_eq!(case.found(), [(Rule::Freshness, Hold)]);
}

#[test]
fn files_of_the_last_report_are_seen_when_data_were_taken_later() {
    let mut case = Case::new();
    let before = case.before.as_mut().unwrap();
    before.tables.get_mut(&Table::Tickets).unwrap().files.insert("t.csv".to_owned(), "now".to_owned());
    assert_eq!(case.found(), [(Rule::Unchanged, Warn)]);
    case.report.gate.unchanged = GateLevel::Hold;
    assert_eq!(case.found(), [(Rule::Unchanged, Hold)]);
    case.report.gate.unchanged = GateLevel::Off;
    assert_eq!(case.found(), []);
    case.report.gate = GateSettings::default();
    case.before.as_mut().unwrap().as_of = case.report.as_of.0;
    assert_eq!(case.found(), [], "the same extraction, reported on for another quarter");
}

#[test]
fn columns_that_empty_or_go_are_seen() {
    for (missing, expected) in [(980, None), (1_000, Some(Warn)), (3_700, Some(Hold))] {
        let mut case = Case::new();
        case.tickets().missing = vec![("channel".to_owned(), missing)];
        let expected = expected.map(|outcome| (Rule::Missing, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{missing}");
    }
    let mut case = Case::new();
    case.tickets().missing.clear();
    assert_eq!(case.found(), [(Rule::SchemaDrift, Warn)]);
    case.report.gate.schema_drift = GateLevel::Hold;
    assert_eq!(case.found(), [(Rule::SchemaDrift, Hold)]);
    let mut case = Case::new();
    case.before.as_mut().unwrap().tables.insert(Table::Orders, TableState::default());
    assert_eq!(case.found(), [(Rule::SchemaDrift, Warn)]);
    case.before = None;
    assert_eq!(case.found(), []);
}

#[test]
fn rejected_rows_and_unreadable_cells_count_by_their_share() {
    for (rejected, expected) in [(0, None), (89, None), (90, Some(Warn)), (900, Some(Hold))] {
        let mut case = Case::new();
        case.tickets().rows_rejected = rejected;
        let expected = expected.map(|outcome| (Rule::Rejects, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{rejected}");
    }
    let mut case = Case::new();
    (case.tickets().rows_in, case.tickets().rows_rejected) = (10, 5);
    assert_eq!(case.found(), [(Rule::Rejects, Warn)], "a few rows hold nothing back");
    let mut case = Case::new();
    (case.tickets().rows_rejected, case.tickets().rows_aside) = (900, 900);
    assert_eq!(case.found(), [], "totals are no records");
    for (unknown, expected) in [(89, None), (90, Some(Warn)), (1_800, Some(Hold))] {
        let mut case = Case::new();
        case.quality.doubts = vec![ColumnDoubt {
            table: Table::Tickets,
            column: "channel".to_owned(),
            unreadable: 0,
            unknown,
            rejected: 4_000,
            rows: 9_000,
            reasons: Vec::new(),
            first: None,
        }];
        let expected = expected.map(|outcome| (Rule::Unreadable, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{unknown}");
    }
}

fn figure(metric: &str, quarter: Quarter, value: f64) -> Measurement {
    Measurement { value: Some(value), n: 500, ..Measurement::empty(metric, Segment::Total, quarter, Status::Ok) }
}

#[test]
fn the_backlog_adds_up() {
    for (off, expected) in [(0.0, None), (-3.0, Some(Warn)), (20.0, Some(Hold))] {
        let mut case = Case::new();
        case.measurements = vec![figure("backlog_identity_difference", quarter(), off)];
        let expected = expected.map(|outcome| (Rule::Backlog, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{off}");
    }
}

#[test]
fn costs_without_a_class_count_by_their_share() {
    for (share, expected) in [(0.019, None), (0.02, Some(Warn)), (0.25, Some(Warn))] {
        let case = Case { unmapped_cost: Some(share), ..Case::new() };
        let expected = expected.map(|outcome| (Rule::UnmappedCost, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{share}");
    }
}

#[test]
fn a_jump_is_many_times_the_usual_change() {
    for (last, expected) in [(2.4, None), (4.0, Some(Warn)), (40.0, Some(Warn))] {
        let mut case = Case::new();
        let usual = [2.0, 2.1, 2.0, 2.1, 2.0, 2.1, 2.0, 2.1, last];
        let metric = "first_response_median";
        assert!(case.report.metrics.iter().any(|one| one.id == metric && one.scorecard));
        let periods = case.periods.iter().zip(usual);
        case.measurements = periods.map(|(period, value)| figure(metric, period.quarter, value)).collect();
        let expected = expected.map(|outcome| (Rule::Jumps, outcome));
        assert_eq!(case.found(), Vec::from_iter(expected), "{last}");
    }
}

#[test]
fn a_file_of_another_client_holds_when_it_has_rows() {
    let mut case = Case::new();
    case.twins = vec!["t.csv".to_owned()];
    assert_eq!(case.found(), [(Rule::SameFile, Hold)]);
    case.tickets().files[0].rows_in = 0;
    assert_eq!(case.found(), [], "two headers without rows are nobody's data");
}

#[test]
fn every_rule_can_be_switched_off_or_capped() {
    let mut case = Case::new();
    case.rows(0);
    case.report.gate.rows_fall.at_most = GateLevel::Warn;
    assert_eq!(case.found(), [(Rule::RowsFall, Warn)]);
    case.report.gate.rows_fall.at_most = GateLevel::Off;
    assert_eq!(case.found(), []);
}

#[test]
fn a_verdict_is_the_gravest_finding_and_a_person_may_decide() {
    let finding = |rule, outcome| Finding {
        rule,
        outcome,
        table: None,
        subject: String::new(),
        value: None,
        limit: None,
        message: format!("{rule:?}"),
        cure: "cure".to_owned(),
    };
    let (warn, hold) = (finding(Rule::Rejects, Warn), finding(Rule::Jumps, Hold));
    let lax = |rules: &[&Finding], reason| {
        Verdict::of(rules.iter().map(|&one| one.clone()).collect(), Strictness::AsConfigured, reason)
    };
    let both = lax(&[&warn, &hold], None);
    assert_eq!((both.outcome, both.rules[0].rule, both.holds()), (Hold, Rule::Jumps, true));
    assert_eq!(both.reasons(), ["Jumps; cure"], "what only warns holds nothing back");
    let decided = lax(&[&warn, &hold], Some("looked at"));
    assert_eq!((decided.outcome, decided.holds()), (Hold, false));
    assert!(lax(&[&warn], Some("for nothing")).overridden.is_none());
    assert_eq!(lax(&[], None).outcome, Outcome::Pass);
    let strict = Verdict::of(vec![warn], Strictness::Strict, None);
    assert_eq!((strict.outcome, strict.holds(), strict.reasons().len()), (Hold, true, 1));
}
