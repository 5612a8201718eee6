//! Small cases worked by hand, from raw files to figures.

mod customers;
mod models;
mod operations;
mod words;

use super::measurement::{Measurements, Status};
use super::{Dialect, check, independent_checks, measure};
use crate::config::{ReportConfig, StatisticsPolicy};
use crate::domain::{Period, Segment};
use crate::facts::{self, Facts};
use std::collections::BTreeMap;
use tempfile::TempDir;

struct Case {
    _folder: TempDir,
    report: ReportConfig,
    facts: Facts,
    periods: Vec<Period>,
    figures: Measurements,
}

/// Measures CSV files (name, text) of 2026-Q2 and 2026-Q3 with every n shown unless `minimum` says.
fn measured(files: &[(&str, &str)], minimum: u64) -> Case {
    measured_with(files, minimum, "")
}

/// The same with further lines of the report.
fn measured_with(files: &[(&str, &str)], minimum: u64, lines: &str) -> Case {
    measured_in("UTC", files, minimum, lines)
}

/// The same in a time zone.
fn measured_in(zone: &str, files: &[(&str, &str)], minimum: u64, lines: &str) -> Case {
    let targets = if lines.contains("resolution_targets") { "" } else { "resolution_targets: [{hours: 24}]" };
    let lines = format!(
        "statistics: {{minimum_n: {minimum}, verdict_n: {}, confidence: 0.95}}\n    {targets}\n    \
         complaint_clock: {{preset: china_banking_insurance, acknowledge_hours: 24}}\n    {lines}",
        minimum.max(2)
    );
    let (folder, report, facts, periods) = facts::tests::read(files, zone, &lines);
    let figures = measure(&report, &facts, &periods).unwrap().measurements;
    Case { _folder: folder, report, facts, periods, figures }
}

impl Case {
    fn total(&self, metric: &str) -> &super::measurement::Measurement {
        self.figures.total(metric, self.periods[1].quarter).unwrap()
    }

    fn value(&self, metric: &str) -> Option<f64> {
        self.total(metric).value
    }
}

const TICKETS: &str = "\
ticket_id,customer_id,category,channel,created_at,first_reply_at,first_reply_type,first_resolved_at,resolved_at,reopened_at
T1,C1,bill,phone,2026-07-01T00:00:00Z,2026-07-01T00:30:00Z,human,2026-07-01T02:00:00Z,2026-07-01T02:00:00Z,
T2,C1,bill,chat,2026-07-05T00:00:00Z,2026-07-05T02:00:00Z,human,2026-07-05T10:00:00Z,2026-07-09T00:00:00Z,2026-07-08T00:00:00Z
T3,C2,bill,chat,2026-07-03T00:00:00Z,,,,,
T4,C3,move,chat,2026-07-04T00:00:00Z,2026-07-04T00:01:00Z,auto,2026-07-07T00:00:00Z,2026-07-07T00:00:00Z,
";

#[test]
fn unanswered_tickets_stay_in_the_denominator() {
    let case = measured(&[("tickets.csv", TICKETS)], 1);
    assert_eq!(case.value("first_response_within_1h"), Some(25.0));
    assert_eq!(case.value("first_response_within_4h"), Some(50.0));
    assert_eq!(case.value("never_replied_share"), Some(50.0), "an automatic reply is no reply");
    assert_eq!(case.value("first_response_mean_repliers"), Some(1.25));
    assert_eq!(case.value("first_response_median"), Some(2.0), "two of four have a reply after two hours");
    let p90 = case.total("first_response_p90");
    assert_eq!((p90.value, p90.censored, p90.n), (None, 2, 4));
    assert_eq!(p90.at_least, Some(104.0 * 24.0), "T3 has waited from 3 July to 15 October");
}

/// A reply after more than a year is an error of the reply: its ticket was a contact all the same.
#[test]
fn a_reply_after_a_year_leaves_its_ticket_among_the_contacts() {
    let tickets = "ticket_id,created_at,first_reply_at\n\
        1,2025-07-01T08:00:00Z,2026-07-01T08:00:00Z\n2,2025-07-01T08:00:00Z,2026-07-01T08:00:01Z\n\
        3,2026-07-02T08:00:00Z,2026-07-02T10:00:00Z\n4,2026-07-02T08:00:00Z,2027-09-01T08:00:00Z\n";
    let case = measured(&[("tickets.csv", tickets)], 1);
    assert_eq!((case.value("contacts"), case.facts.rejects.len()), (Some(2.0), 0));
    let reply = case.total("first_response_mean_repliers");
    let excluded = |reason: &str| reply.excluded.iter().find(|(one, _)| *one == reason).map(|(_, rows)| *rows);
    assert_eq!((reply.value, reply.n, excluded("longer_than_365_days")), (Some(2.0), 1, Some(1)));
}

/// Summer is laid out to 15 September; what was open afterwards is unknown, which is not "closed".
#[test]
fn business_hours_outside_the_calendar_are_left_out_or_withheld() {
    let calendar = concat!("calendar: ", env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/calendar-summer-2026.yaml\n    ");
    let inside = "1,2026-07-01T09:00:00Z,2026-07-01T11:00:00Z\n2,2026-07-03T17:00:00Z,2026-07-06T10:00:00Z\n\
                  3,2026-09-15T09:00:00Z,2026-09-15T17:00:00Z\n";
    let outside = [
        "4,2026-09-15T09:00:00Z,2026-09-16T09:00:00Z\n",
        "5,2026-09-16T09:00:00Z,2026-09-16T10:00:00Z\n",
        "6,2026-09-17T09:00:00Z,\n",
        "7,2026-09-01T09:00:00Z,\n",
    ];
    let of = |rows: &str| {
        let tickets = format!("ticket_id,created_at,first_reply_at\n{inside}{rows}");
        measured_with(&[("tickets.csv", &tickets)], 1, calendar)
    };
    let case = of(outside[0]);
    let median = case.total("first_response_business_median");
    let left_out = |one: &super::measurement::Measurement| one.excluded.last().cloned();
    assert_eq!((median.value, median.n), (Some(2.0), 3), "2, 2 and 8 hours");
    assert_eq!(left_out(median), Some(("outside_calendar".to_owned(), 1)));
    assert_eq!(case.total("first_response_median").n, 4, "hours of the clock are known");
    let case = of(&outside.concat());
    let median = case.total("first_response_business_median");
    let reason = "outside_calendar: 2026-07-01 – 2026-09-15".to_owned();
    assert_eq!((&median.status, median.value), (&Status::Unavailable { reason }, None), "4 of 7");
    assert_eq!(left_out(median), Some(("outside_calendar".to_owned(), 4)));
    let earlier = case.figures.total("first_response_business_median", case.periods[0].quarter).unwrap();
    assert_eq!(earlier.status, Status::NoData, "nothing happened then");
}

/// The calendar opens at nine and closes at six on working days; 3 July 2026 is a Friday.
#[test]
fn service_outside_opening_hours_is_told_by_the_replies() {
    let calendar = concat!("calendar: ", env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/calendar-summer-2026.yaml\n    ");
    let tickets = "ticket_id,created_at,first_reply_at\n\
        1,2026-07-01T10:00:00Z,2026-07-01T11:00:00Z\n2,2026-07-03T20:00:00Z,2026-07-03T21:00:00Z\n\
        3,2026-07-04T10:00:00Z,2026-07-06T10:00:00Z\n4,2026-07-05T10:00:00Z,\n";
    let case = measured_with(&[("tickets.csv", tickets)], 1, calendar);
    assert_eq!(case.value("contacts_outside_hours_share"), Some(75.0), "2 to 4 of four");
    let answered = case.total("answered_outside_hours_share");
    assert_eq!((answered.value.map(|value| value.round()), answered.n), (Some(33.0), 3), "2 alone came before Monday");
    let case = measured(&[("tickets.csv", tickets)], 1);
    let without = &case.total("answered_outside_hours_share").status;
    assert_eq!(*without, Status::Unavailable { reason: "no_calendar".to_owned() });
}

#[test]
fn resolution_counts_open_tickets_and_reopenings() {
    let case = measured(&[("tickets.csv", TICKETS)], 1);
    // Within 24 h: T1 yes; T2 in time but reopened; T3 overdue and open; T4 late.
    assert_eq!(case.value("resolution_rate_within_target"), Some(25.0));
    assert_eq!(case.value("reopen_rate"), Some(100.0 / 3.0));
    // T1 is followed by T2 within 7 days, T2 was reopened, T4 stands alone.
    assert_eq!(case.value("first_contact_resolution"), Some(100.0 / 3.0));
    assert_eq!(case.value("backlog_open_end"), Some(1.0));
    assert_eq!(case.value("backlog_identity_difference"), Some(0.0));
    assert_eq!(case.value("first_response_business_median"), None);
    let business = &case.total("first_response_business_median").status;
    assert_eq!(*business, Status::Unavailable { reason: "no_calendar".to_owned() });
}

#[test]
fn a_total_is_no_mean_of_percentages() {
    let case = measured(&[("tickets.csv", TICKETS)], 1);
    let part = |value: &str| Segment::Part { dimension: "channel".to_owned(), value: Some(value.to_owned()) };
    let of = |value| case.figures.get("first_response_within_4h", &part(value), case.periods[1].quarter).unwrap().value;
    assert_eq!(of("phone"), Some(100.0));
    assert_eq!(of("chat"), Some(100.0 / 3.0));
    assert_eq!(case.value("first_response_within_4h"), Some(50.0));
}

#[test]
fn small_groups_are_hidden_and_a_quarter_without_data_has_no_value() {
    let case = measured(&[("tickets.csv", TICKETS)], 4);
    let part = |value: &str| Segment::Part { dimension: "channel".to_owned(), value: Some(value.to_owned()) };
    let of = |value| case.figures.get("first_response_within_4h", &part(value), case.periods[1].quarter).unwrap();
    assert_eq!(of("chat").status, Status::Suppressed);
    assert_eq!((of("chat").value, of("chat").numerator), (None, None));
    assert_eq!(case.value("first_response_within_4h"), Some(50.0));
    let before = case.figures.total("contacts", case.periods[0].quarter).unwrap();
    assert_eq!((before.value, &before.status), (None, &Status::NoData), "no data is not zero");
}

#[test]
fn churn_is_annualised_by_the_fourth_power() {
    let customers = "customer_id,start_date,end_date\nA,2026-01-01,\nB,2026-01-01,\nC,2026-01-01,2026-08-01\nD,2026-01-01,\nE,2026-07-15,\n";
    let case = measured(&[("customers.csv", customers)], 1);
    assert_eq!(case.value("retention_rate"), Some(75.0));
    assert_eq!(case.value("churn_rate"), Some(25.0));
    assert_eq!(case.value("churn_rate_annualised"), Some(100.0 - 100.0 * 0.75_f64.powi(4)));
    // A, B, D the whole quarter of 92 days, C 31 days, E 78.
    let mean = case.value("customers_active_mean").unwrap();
    assert!((mean - (3.0 + 31.0 / 92.0 + 78.0 / 92.0)).abs() < 1e-12, "{mean}");
}

#[test]
fn repeat_purchase_waits_until_the_window_has_closed() {
    let orders = "order_id,customer_id,ordered_at,amount,refunded\n\
        1,A,2026-04-10T00:00:00Z,10,\n2,A,2026-06-30T00:00:00Z,10,\n3,B,2026-05-01T00:00:00Z,10,\n\
        4,B,2026-05-03T00:00:00Z,10,true\n5,C,2026-08-01T00:00:00Z,10,\n6,C,2026-08-02T00:00:00Z,10,\n7,A,2026-07-02T00:00:00Z,10,\n";
    let case = measured(&[("orders.csv", orders)], 1);
    // Second-quarter buyers: A came back after 81 days; B's only other order was refunded.
    assert_eq!((case.value("repeat_purchase_rate"), case.total("repeat_purchase_rate").n), (Some(50.0), 2));
    let current = case.total("repeat_purchase_rate_by_quarter");
    assert_eq!((current.n, current.immature), (1, 1), "C's 90 days end after the data do");
    // Trailing year: A and C of A, B, C.
    assert_eq!(case.value("repeat_purchase_rate_12_months"), Some(200.0 / 3.0));
    assert_eq!(case.value("customers_ordering"), Some(2.0));
}

/// Buyers of the second quarter who come back on day 90 or 91 by the calendar, through a change of the clocks or
/// none; the curve and the cohort see the same days.
#[test]
fn ninety_days_are_days_of_the_calendar_in_every_zone() {
    let orders = "order_id,customer_id,ordered_at,amount\n1,A,2026-04-01,10\n2,A,2026-06-30,10\n\
        3,B,2026-04-01,10\n4,B,2026-07-01,10\n5,C,2026-05-05,10\n6,C,2026-08-03,10\n7,D,2026-10-14,10\n";
    for zone in ["UTC", "Asia/Shanghai", "America/Santiago", "Australia/Sydney"] {
        let case = measured_in(zone, &[("orders.csv", orders)], 1, "");
        assert_eq!(
            (case.value("repeat_purchase_rate"), case.total("repeat_purchase_rate").n),
            (Some(200.0 / 3.0), 3),
            "{zone}"
        );
        let curve = case.figures.total("repurchase_survival_90_days", case.periods[0].quarter).unwrap();
        assert!((curve.value.unwrap() - 200.0 / 3.0).abs() < 1e-9, "{zone}: {curve:?}");
    }
}

#[test]
fn the_split_and_order_of_files_change_nothing() {
    let whole = measured(&[("tickets.csv", TICKETS)], 1);
    let lines: Vec<&str> = TICKETS.lines().collect();
    let first = format!("{}\n{}\n{}\n", lines[0], lines[4], lines[2]);
    // T2 occurs in both files, once in an earlier state: the later one stays.
    let stale = lines[2].replace("2026-07-09T00:00:00Z,2026-07-08T00:00:00Z", "2026-07-05T10:00:00Z,");
    let second = format!("{}\n{}\n{}\n{stale}\n", lines[0], lines[3], lines[1]);
    let split = measured(&[("tickets-a.csv", &second), ("tickets-b.csv", &first)], 1);
    assert_eq!(whole.figures, split.figures);
    let quality = &split.facts.quality.tables[&crate::domain::Table::Tickets];
    assert_eq!((quality.rows_in, quality.rows_used, quality.duplicates_merged), (5, 4, 1));
    assert!(quality.reconciles() && quality.duplicates_conflicting == 1);
    assert_eq!((split.facts.rejects.len(), split.facts.merged.len()), (0, 1));
    assert_eq!(split.facts.merged[0].kept, ("tickets-b.csv".to_owned(), 3));
}

#[test]
fn mistakes_in_definitions_are_all_found() {
    let mut case = measured(&[("tickets.csv", TICKETS)], 1);
    assert_eq!(check(&case.report, &BTreeMap::new()), []);
    let wrong = |case: &mut Case, id: &str, change: &dyn Fn(&mut crate::catalogue::definition::Definition)| {
        change(case.report.metrics.iter_mut().find(|metric| metric.id == id).unwrap());
    };
    wrong(&mut case, "never_replied_share", &|metric| metric.hit = Some("replied_att is null".to_owned()));
    wrong(&mut case, "cost_per_contact", &|metric| metric.formula = Some("service_cost / contact".to_owned()));
    wrong(&mut case, "backlog_days_of_work", &|metric| metric.formula = Some("backlog_days_of_work + 1".to_owned()));
    let problems = check(&case.report, &BTreeMap::new());
    let text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(text.contains("did you mean `replied_at`?"), "{text}");
    assert!(text.contains("unknown metric `contact`") && text.contains("did you mean `contacts`?"), "{text}");
    assert!(text.contains("backlog_days_of_work → backlog_days_of_work"), "{text}");
}

#[test]
fn every_available_metric_has_a_query_and_values() {
    let case = measured(&[("tickets.csv", TICKETS)], 1);
    let checks = independent_checks(&case.report, &case.facts, &case.periods, Dialect::DuckDb).unwrap();
    assert!(checks.len() > 25, "{}", checks.len());
    assert!(checks.iter().all(|check| check.sql.contains("read_parquet") && !check.rows.is_empty()));
}

#[test]
fn months_come_from_the_same_pass_and_follow_the_same_rules() {
    let case = measured(&[("tickets.csv", TICKETS)], 1);
    let plans = super::scan_plans(&case.report, &case.facts, &case.periods).unwrap();
    let tables: std::collections::BTreeSet<_> = plans.iter().map(|plan| plan.table).collect();
    assert_eq!((plans.len(), tables.len()), (1, 1), "one table, one pass");
    assert!(plans[0].monthly.contains(&"contacts".to_owned()), "{plans:?}");
    assert!(!plans[0].monthly.contains(&"backlog_open_end".to_owned()), "what is present costs a pass per month");
    assert_eq!(plans[0].months, ("2026-04".to_owned(), "2026-09".to_owned(), 6));
    let monthly = measure(&case.report, &case.facts, &case.periods).unwrap().monthly;
    let values = |metric: &str| monthly.series(metric).iter().map(|one| one.unwrap().value).collect::<Vec<_>>();
    // The table begins on 1 July and ends on 5 July: what is outside is unknown, not zero.
    assert_eq!(values("contacts"), [None, None, None, Some(4.0), None, None]);
    assert_eq!(values("reopen_rate")[3], Some(100.0 / 3.0));
    let strict =
        ReportConfig { statistics: StatisticsPolicy { minimum_n: 4, ..case.report.statistics }, ..case.report };
    let monthly = measure(&strict, &case.facts, &case.periods).unwrap().monthly;
    let july = monthly.series("reopen_rate")[3].unwrap();
    assert_eq!((july.status.clone(), july.value, july.numerator), (Status::Suppressed, None, None));
    assert!(monthly.series("backlog_open_end").is_empty());
}

/// A table that begins on the tenth says nothing of that month, and all of the next.
#[test]
fn a_month_that_the_data_begin_in_is_unknown() {
    let tickets = "ticket_id,created_at\n1,2026-07-10T00:00:00Z\n2,2026-08-20T00:00:00Z\n3,2026-09-30T00:00:00Z\n";
    let case = measured(&[("tickets.csv", tickets)], 1);
    let monthly = measure(&case.report, &case.facts, &case.periods).unwrap().monthly;
    let values: Vec<_> = monthly.series("contacts").iter().map(|one| one.unwrap().value).collect();
    assert_eq!(values[3..], [None, Some(1.0), Some(1.0)]);
}
