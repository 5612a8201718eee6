//! Facts from raw files, by hand: which of two rows of one key stays, who follows whom, tiers of value
//! at the edges of a year, targets from their day on, quarters of the client's zone.

mod declared;
mod keys;

use super::column::{Value, value_at};
use super::{Facts, build};
use crate::config::{self, Overrides, ReportConfig};
use crate::domain::{Instant, Period, Table};
use crate::intake;
use chrono::DateTime;
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

struct Case {
    _folder: TempDir,
    report: ReportConfig,
    facts: Facts,
}

/// A client's CSV files (name, text) read: the folder, the configuration with its time zone and further
/// lines of the report as of 15 October 2026, the facts, and the quarters 2026-Q2 and 2026-Q3.
pub(crate) fn read(
    files: &[(&str, &str)],
    time_zone: &str,
    lines: &str,
) -> (TempDir, ReportConfig, Facts, Vec<Period>) {
    let mut tables = BTreeMap::new();
    for (name, _) in files {
        let table = name.split(['-', '.']).next().unwrap();
        tables.insert(table, format!("      {table}: \"{table}*.csv\"\n"));
    }
    let lines = format!("{lines}tables:\n{}", tables.into_values().collect::<String>());
    read_tables(files, time_zone, &lines)
}

/// The same with tables as the lines of the report say.
fn read_tables(files: &[(&str, &str)], time_zone: &str, lines: &str) -> (TempDir, ReportConfig, Facts, Vec<Period>) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join("data").join(name), text).unwrap();
    }
    let yaml = format!(
        "version: 1\noutput: output\ndefaults: {{time_zone: {time_zone}, as_of: \"2026-10-15T00:00:00Z\"}}\nreports:\n  \
         - id: case\n    client: {{zh-CN: 例, en: Case}}\n    data: data\n    {lines}"
    );
    let file = folder.path().join("reports.yaml");
    fs::write(&file, yaml).unwrap();
    let report = config::load(&file, &Overrides::default()).unwrap().0.reports.remove(0);
    let staged = intake::stage(&report, &folder.path().join("cache")).unwrap();
    let quarters = ["2026-Q2", "2026-Q3"].map(|quarter| quarter.parse().unwrap());
    let periods = quarters.map(|quarter| report.fiscal.period(quarter, report.time_zone)).to_vec();
    let facts = build(&report, &staged, &periods).unwrap();
    (folder, report, facts, periods)
}

fn built(files: &[(&str, &str)], lines: &str) -> Case {
    let (folder, report, facts, _) = read(files, "Asia/Shanghai", lines);
    Case { _folder: folder, report, facts }
}

impl Case {
    /// The cells of a column by the values of another.
    fn by(&self, table: Table, key: &str, column: &str) -> BTreeMap<String, Value> {
        let facts = &self.facts.tables[&table];
        let mut found = BTreeMap::new();
        for part in 0..facts.parts() {
            let batch = facts.read(part, &[key, column]).unwrap();
            for row in 0..batch.num_rows() {
                let Value::Text(name) = value_at(batch.column(0), row) else { panic!("a key") };
                assert_eq!(found.insert(name, value_at(batch.column(1), row)), None, "a key comes once");
            }
        }
        found
    }

    fn texts(&self, table: Table, key: &str, column: &str) -> Vec<(String, String)> {
        let text = |value: Value| if let Value::Text(text) = value { text } else { "-".to_owned() };
        self.by(table, key, column).into_iter().map(|(key, value)| (key, text(value))).collect()
    }

    /// Hours since 1 July 2026 at Greenwich of instants by key; `None` where there is none.
    fn hours(&self, table: Table, key: &str, column: &str) -> Vec<Option<i64>> {
        let first = DateTime::parse_from_rfc3339("2026-07-01T00:00:00Z").unwrap().timestamp_micros();
        let hours = |value: Value| match value {
            Value::Whole(at) => Some((i64::try_from(at).unwrap() - first) / Instant::HOUR),
            _ => None,
        };
        self.by(table, key, column).into_values().map(hours).collect()
    }
}

/// G6: of rows with one key the one with the latest event stays; what is due is no event. Rows alike in
/// that are told apart by what they say, whatever file or line they stand in.
#[test]
fn the_latest_state_of_a_row_stays_whatever_the_order() {
    let head = "ticket_id,channel,created_at,resolved_at,due_at\n";
    let rows = [
        "T1,old,2026-07-01T00:00:00Z,2026-07-02T00:00:00Z,2026-12-01T00:00:00Z\n",
        "T1,new,2026-07-01T00:00:00Z,2026-07-03T00:00:00Z,2026-07-02T00:00:00Z\n",
        "T2,phone,2026-07-01T00:00:00Z,,\n",
        "T2,chat,2026-07-01T00:00:00Z,,\n",
        "T3,mail,2026-07-01T00:00:00Z,,\n",
        "T3,mail,2026-07-01T00:00:00Z,,\n",
    ];
    let forwards = format!("{head}{}", rows.concat());
    let backwards = format!("{head}{}", rows.iter().rev().copied().collect::<String>());
    for text in [forwards, backwards] {
        let case = built(&[("tickets.csv", &text)], "");
        let kept = case.texts(Table::Tickets, "ticket_id", "channel");
        let kept: Vec<&str> = kept.iter().map(|(_, channel)| channel.as_str()).collect();
        assert_eq!(kept, ["new", "phone", "mail"], "{text}");
        let quality = &case.facts.quality.tables[&Table::Tickets];
        assert_eq!((quality.duplicates_merged, quality.duplicates_conflicting), (3, 2), "T3 is a copy");
    }
}

/// The next contact is the same customer's about the same matter; of two at one time the one of the
/// smaller id comes first, and whoever is not a customer's contact is passed over.
#[test]
fn contacts_follow_each_other_by_customer_category_time_and_id() {
    let tickets = "ticket_id,customer_id,category,created_at,origin\n\
        T4,A,bill,2026-07-01T05:00:00Z,\nT2,A,bill,2026-07-01T02:00:00Z,\nT1,A,bill,2026-07-01T02:00:00Z,\n\
        T3,A,bill,2026-07-01T03:00:00Z,agent\nT5,A,move,2026-07-01T04:00:00Z,\nT6,B,bill,2026-07-01T06:00:00Z,\n\
        T7,,bill,2026-07-01T07:00:00Z,\n";
    let case = built(&[("tickets.csv", tickets)], "");
    let column = |name: &str| case.hours(Table::Tickets, "ticket_id", name);
    assert_eq!(column("next_contact_at"), [Some(2), Some(5), None, None, None, None, None]);
    assert_eq!(column("previous_contact_at"), [None, Some(2), None, Some(2), None, None, None]);
}

/// A second ticket of the same matter up to a day later may be the same one.
#[test]
fn near_duplicates_and_rows_after_the_extraction_are_counted() {
    let tickets = "ticket_id,customer_id,category,created_at\n\
        T1,A,bill,2026-07-01T00:00:00Z\nT2,A,bill,2026-07-02T00:00:00Z\nT3,A,bill,2026-07-03T00:00:01Z\n\
        T4,B,bill,2026-10-15T00:00:00Z\nT5,C,bill,2026-10-15T00:00:01Z\n";
    let case = built(&[("tickets.csv", tickets)], "");
    assert_eq!(case.facts.quality.near_duplicate_tickets, 1, "24 hours, not a second more");
    let quality = &case.facts.quality.tables[&Table::Tickets];
    assert_eq!(quality.after_as_of, 1, "what happened at the very extraction is known");
    assert_eq!(quality.last.map(|at| at.to_utc().to_rfc3339()), Some("2026-10-15T00:00:00+00:00".to_owned()));
}

/// The client's midnights: 16:00 UTC of the day before. The year before the third quarter begins on
/// 1 July 2025 there, and up to seven days of it may lie before the first order.
#[test]
fn tiers_of_value_are_those_of_the_year_before_the_clients_quarter() {
    let orders = |first: &str| {
        format!(
            "order_id,customer_id,ordered_at,amount,margin\n1,A,{first}:00:00Z,1,80\n2,B,2026-06-30T15:59:59Z,1,19\n\
             3,C,2026-06-30T16:00:00Z,1,5000\n4,C,2026-01-01T00:00:00Z,1,1\n5,D,2026-11-01T00:00:00Z,1,1\n"
        )
    };
    let tickets = "ticket_id,customer_id,created_at\nT1,A,2026-07-01T00:00:00Z\nT2,B,2026-06-30T16:00:00Z\n\
        T3,C,2026-08-01T00:00:00Z\nT4,A,2026-06-30T15:59:59Z\nT5,D,2026-08-01T00:00:00Z\n";
    let tiers = |first: &str| -> Vec<String> {
        let case = built(&[("orders.csv", &orders(first)), ("tickets.csv", tickets)], "");
        let found = case.texts(Table::Tickets, "ticket_id", "customer.value_tier");
        found.into_iter().map(|(_, tier)| tier).collect()
    };
    assert_eq!(tiers("2025-07-07T16"), ["A", "B", "C", "-", "-"], "in June a year of orders is not known");
    assert_eq!(tiers("2025-07-07T17"), ["-"; 5]);
}

/// Margins count while no more of them are missing than the policy allows; else amounts do.
#[test]
fn orders_are_worth_their_margin_while_most_are_known() {
    let worth = |missing: usize| {
        let mut text = "order_id,customer_id,ordered_at,amount,margin\n".to_owned();
        for at in 0..10 {
            text += &format!("{at},A,2026-07-01T00:00:00Z,10,{}\n", if at < missing { "" } else { "2" });
        }
        text += "late,A,2026-10-15T00:00:01Z,10,\n";
        built(&[("orders.csv", &text)], "statistics: {missing_withheld: 0.2}\n    ").facts.worth
    };
    assert!(worth(2).by_margin && !worth(3).by_margin && !worth(10).by_margin);
    assert_eq!((worth(2).orders, worth(2).missing), (10, 2), "orders after the extraction are not asked");
}

/// A target holds from its day on; the first line that fits counts, of lines alike the latest one valid.
#[test]
fn a_ticket_is_due_by_the_target_of_its_day() {
    let tickets = "ticket_id,channel,created_at\nT1,phone,2026-07-31T15:59:59Z\nT2,phone,2026-07-31T16:00:00Z\n\
        T3,email,2026-08-02T00:00:00Z\nT4,phone,2026-03-01T00:00:00Z\n";
    let lines = "resolution_targets:\n      - {channel: email, hours: 48}\n      - {hours: 24, valid_from: 2026-04-01}\n      \
                 - {hours: 8, valid_from: 2026-08-01}\n    ";
    let case = built(&[("tickets.csv", tickets)], lines);
    let due = case.hours(Table::Tickets, "ticket_id", "resolution_due_at");
    assert_eq!(due, [Some(30 * 24 + 15 + 24), Some(30 * 24 + 16 + 8), Some(32 * 24 + 48), None]);
}

/// A repeat that is linked and an appeal are no new complaints; a clock without the longest term takes
/// the next one.
#[test]
fn complaints_follow_complaints_and_keep_their_clock() {
    let complaints = "complaint_id,customer_id,received_at,level,repeat_of,complexity\n\
        P1,A,2026-07-01T01:00:00Z,,,\nP2,A,2026-07-01T02:00:00Z,Regulator,,\nP3,A,2026-07-01T03:00:00Z,,P1,\n\
        P4,A,2026-07-01T04:00:00Z,,,Special\nP5,B,2026-07-01T05:00:00Z,,,\n";
    let lines = "complaint_clock: {close_days: 1, complex_days: 2}\n    ";
    let case = built(&[("complaints.csv", complaints)], lines);
    let column = |name: &str| case.hours(Table::Complaints, "complaint_id", name);
    assert_eq!(column("previous_complaint_at"), [None, None, None, Some(1), None]);
    assert_eq!(column("close_due_at"), [Some(25), Some(26), Some(27), Some(4 + 48), Some(29)]);
}

/// A cost of 1 July belongs to the third quarter, though at Greenwich it is still June.
#[test]
fn costs_are_booked_in_the_quarter_of_the_clients_day() {
    let costs = "period,category,amount,team\n2026-07-01,rent,10.5,\n2026-06-30,rent,-3, night \n";
    let case = built(&[("costs.csv", costs)], "");
    let rows = case.facts.cost_rows(&case.report).unwrap();
    let found: Vec<(String, Option<String>)> = rows
        .iter()
        .map(|row| (row.quarter.to_string(), row.amount.map(|amount| amount.normalize().to_string())))
        .collect();
    assert_eq!(found, [("2026-Q3".to_owned(), Some("10.5".to_owned())), ("2026-Q2".to_owned(), Some("-3".to_owned()))]);
    assert_eq!((rows[0].parts.len(), &rows[1].parts[..]), (0, &[("team", "night".to_owned())][..]));
}
