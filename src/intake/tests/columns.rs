//! Columns that are read by all of their cells, and what the mapping says of them.

use super::{Project, Staged, column, rejects, unreadable};
use crate::domain::Table;
use proptest::prelude::*;

fn costs(amounts: &[&str], keys: &str, delimiter: char) -> Project {
    let tables = format!("      costs:\n        files: c.csv{keys}");
    let rows = amounts.iter().map(|amount| format!("2026-07{delimiter}labour{delimiter}{amount}\n"));
    let text = format!("period{delimiter}category{delimiter}amount\n{}", rows.collect::<String>());
    Project::new(&tables, &[("c.csv", text.as_bytes())])
}

fn calls(header: &str, cells: &[&str], mapping: &str) -> Project {
    let tables = format!("      calls:\n        files: c.csv\n        columns: {{wait_seconds: {mapping}}}");
    let rows = cells.iter().enumerate().map(|(id, cell)| format!("{id},2026-07-01 09:00,\"{cell}\"\n"));
    let text = format!("call_id,started_at,\"{header}\"\n{}", rows.collect::<String>());
    Project::new(&tables, &[("c.csv", text.as_bytes())])
}

fn said(intake: &Staged) -> Vec<String> {
    intake.files.iter().flat_map(|file| file.notes.said.clone()).collect()
}

fn waits(project: &Project) -> Vec<String> {
    column(&project.stage(), Table::Calls, "wait_seconds")
}

#[test]
fn point_and_comma_are_decided_by_the_whole_column() {
    let amounts = |project: &Project| column(&project.stage(), Table::Costs, "amount");
    assert_eq!(amounts(&costs(&["12.500", "3.200", "850"], "", ';')), ["125000000", "32000000", "8500000"]);
    assert_eq!(amounts(&costs(&["1.234,50", "1.000", "7"], "", ';')), ["12345000", "10000000", "70000"]);
    assert_eq!(amounts(&costs(&["0,875", "1"], "", ';')), ["8750", "10000"]);
    assert_eq!(amounts(&costs(&["1,234.50", "1,000", "7"], "", ';')), ["12345000", "10000000", "70000"]);
    assert_eq!(amounts(&costs(&["12.5", "1.250"], "", ',')), ["125000", "12500"]);
    assert_eq!(amounts(&costs(&["1'000.00", "12.50", "850"], "", ';')), ["10000000", "125000", "8500000"]);
    let project = costs(&["12.500", "1.250"], "", ';');
    assert_eq!(
        project.messages(),
        [
            "reports.yaml:10:9: error[ambiguous-numbers]: `c.csv` line 2: `12.500` in column `amount` has two readings, and \
          no cell of the column decides\n  hint: write `decimal: \".\"` (12.5) or `decimal: \",\"` (12500) in the mapping"
        ]
    );
    assert_eq!(amounts(&costs(&["12.500", "1.250"], "\n        decimal: \",\"", ';')), ["125000000", "12500000"]);
    assert_eq!(amounts(&costs(&["12.500", "1.250"], "\n        decimal: \".\"", ';')), ["125000", "12500"]);
    let messages = costs(&["12.5", "12,5"], "", ';').messages();
    assert!(
        messages[0].contains("error[mixed-decimals]: column `amount` has decimal points and decimal commas"),
        "{messages:?}"
    );
    assert!(
        said(&costs(&["0,875", "1"], "", ';').stage()).contains(&"numbers in `amount` have decimal commas".to_owned())
    );
}

#[test]
fn a_column_decides_over_all_files_of_its_source() {
    let tables = "      costs: '*.csv'";
    let head = "period;category;amount\n";
    let july = format!("{head}2026-07;labour;12.500\n");
    let august = format!("{head}2026-08;labour;1.234,50\n");
    let intake = Project::new(tables, &[("a.csv", july.as_bytes()), ("b.csv", august.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Costs, "amount"), ["125000000", "12345000"]);
}

#[test]
fn names_of_columns_give_factors_and_units() {
    let tables = "      costs: {files: c.csv, columns: {amount: 金额(万元)}}";
    let text = "period,category,金额(万元)\n2026-07,labour,12.5\n";
    let project = Project::new(tables, &[("c.csv", text.as_bytes())]);
    let intake = project.stage();
    assert_eq!(column(&intake, Table::Costs, "amount"), ["1250000000"]);
    assert_eq!(said(&intake), ["numbers in `金额(万元)` are multiplied by 10000, as its name says"]);
    let tables = "      costs: {files: c.csv, columns: {amount: {from: 金额(万元), factor: 1}}}";
    let plain = Project::new(tables, &[("c.csv", text.as_bytes())]).stage();
    assert_eq!(column(&plain, Table::Costs, "amount"), ["125000"]);
    let tables = "      costs: {files: c.csv, columns: {amount: Amount (USD)}}";
    let text = "period,category,Amount (USD)\n2026-07,labour,12.5\n";
    let messages = Project::new(tables, &[("c.csv", text.as_bytes())]).messages();
    assert!(messages[0].contains("error[mixed-currency]: column `amount` holds amounts in `USD`"), "{messages:?}");
}

#[test]
fn spans_of_time_have_one_unit_inside() {
    assert_eq!(waits(&calls("Ring", &["00:03:12", "PT3M12S", "3m 12s", "3分12秒", "192"], "Ring")), ["192"; 5]);
    assert_eq!(waits(&calls("Ring (ms)", &["192000"], "Ring (ms)")), ["192"]);
    assert_eq!(waits(&calls("Ring", &["3.2"], "{from: Ring, unit: minutes}")), ["192"]);
    assert_eq!(waits(&calls("Ring (mm:ss)", &["03:12"], "Ring (mm:ss)")), ["192"]);
    assert_eq!(waits(&calls("Ring", &["03:12", "1:00:00"], "Ring")), ["192", "3600"]);
    assert_eq!(waits(&calls("Ring", &["03:12"], "{from: Ring, unit: minutes}")), ["192"]);
    let messages = calls("Ring", &["03:12"], "Ring").messages();
    assert_eq!(
        messages,
        ["reports.yaml:11:33: error[ambiguous-spans]: `c.csv` line 2: `03:12` in column `Ring` may be minutes and \
          seconds or hours and minutes, and no cell of the column decides\n  hint: write `unit: minutes` (minutes and \
          seconds) or `unit: hours` (hours and minutes) for the column"]
    );
}

#[test]
fn seconds_that_are_fractions_of_a_day_are_not_taken_for_seconds() {
    let of = |value: f64, mapping: &str| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, name) in ["call_id", "started_at", "Wait"].iter().enumerate() {
            sheet.write(0, at as u16, *name).unwrap();
        }
        for row in 1..=12 {
            sheet.write(row, 0, row).unwrap().write(row, 1, "2026-07-01 09:00").unwrap().write(row, 2, value).unwrap();
        }
        let tables = format!("      calls:\n        files: c.xlsx\n        columns: {{wait_seconds: {mapping}}}");
        Project::new(&tables, &[("c.xlsx", &book.save_to_buffer().unwrap())])
    };
    let messages = of(0.25, "Wait").messages();
    assert!(messages[0].contains("may be seconds or a fraction of a day"), "{messages:?}");
    assert_eq!(waits(&of(0.25, "{from: Wait, unit: days}")), ["21600"; 12]);
    assert_eq!(waits(&of(0.25, "{from: Wait, unit: seconds}")), ["0.25"; 12]);
    assert_eq!(waits(&of(25.0, "Wait")), ["25"; 12]);
}

#[test]
fn a_time_may_be_given_as_a_span_from_another() {
    let tables = "      tickets:\n        files: t.csv\n        columns: {first_reply_at: {from: First reply (in minutes), after: created_at}}";
    let text = "ticket_id,First reply (in minutes),created_at\n1,35,2026-07-01 09:00\n2,,2026-07-01 09:00\n3,0:10:00,2026-07-01 09:00\n";
    let intake = Project::new(tables, &[("t.csv", text.as_bytes())]).stage();
    assert_eq!(
        column(&intake, Table::Tickets, "first_reply_at"),
        ["2026-07-01T01:35:00Z", "-", "2026-07-01T01:10:00Z"]
    );
    let tables = "      tickets: {files: t.csv, columns: {first_reply_at: Taken}}";
    let rows: String = (0..12).map(|id| format!("{id},00:35:12,2026-07-01 09:00\n")).collect();
    let text = format!("ticket_id,Taken,created_at\n{rows}");
    let messages = Project::new(tables, &[("t.csv", text.as_bytes())]).messages();
    assert!(messages[0].contains("error[unreadable-column]: no cell of column `Taken` can be read"), "{messages:?}");
    assert!(messages[0].contains("name the time from which it counts with `after`"), "{messages:?}");
}

#[test]
fn numbers_since_1970_and_dates_that_stand_for_none() {
    let tables = "      calls: c.csv";
    let text = "call_id,started_at,answered_at,abandoned_at\n1,1783415100,1783415160,0\n2,1783415100,0,1783415130\n";
    let intake = Project::new(tables, &[("c.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Calls, "answered_at"), ["2026-07-07T09:06:00Z", "-"]);
    assert_eq!(
        said(&intake),
        [
            "numbers in `abandoned_at` are seconds since 1970",
            "1 dates in `abandoned_at` stand for none, such as `0`",
            "numbers in `answered_at` are seconds since 1970",
            "1 dates in `answered_at` stand for none, such as `0`",
            "numbers in `started_at` are seconds since 1970",
        ]
    );
    let tables = "      customers: c.csv";
    let text = "customer_id,start_date,end_date\n1,2026-01-01,9999-12-31\n2,2026-01-01,2026-05-01\n3,9999-12-31,\n";
    let intake = Project::new(tables, &[("c.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Customers, "end_date"), ["-", "2026-04-30T16:00:00Z"]);
    assert_eq!(rejects(&intake), ["c.csv:4 start_date=9999-12-31: a date that stands for none"]);
}

#[test]
fn a_half_swapped_column_is_refused() {
    let rows: String = (1..=12).map(|day| format!("a{day},2026-{day:02}-10\n")).collect();
    let texts: String = (13..=28).map(|day| format!("b{day},{day}/10/2026\n")).collect();
    let messages =
        Project::new("      tickets: t.csv", &[("t.csv", format!("ticket_id,created_at\n{rows}{texts}").as_bytes())])
            .messages();
    assert!(
        messages[0].contains("error[half-swapped-dates]: column `created_at` is half swapped: 12 dates"),
        "{messages:?}"
    );
    let early = format!("ticket_id,created_at\n{rows}{texts}c,3/10/2026\n");
    let messages = Project::new("      tickets: t.csv", &[("t.csv", early.as_bytes())]).messages();
    assert!(messages.is_empty(), "a text with an early day speaks against it: {messages:?}");
}

#[test]
fn months_that_lost_their_zero_are_october_where_the_column_shows_it() {
    let tables = "      costs: c.csv";
    let of = |periods: &[&str]| {
        let rows: String = periods.iter().map(|period| format!("{period},labour,1\n")).collect();
        Project::new(tables, &[("c.csv", format!("period,category,amount\n{rows}").as_bytes())]).stage()
    };
    let padded = of(&["2026.09", "2026.1", "2026.11"]);
    assert_eq!(column(&padded, Table::Costs, "period")[1], "2026-09-30T16:00:00Z");
    let unpadded = of(&["2026.9", "2026.1", "2026.11"]);
    assert_eq!(rejects(&unpadded).len(), 1);
    assert!(rejects(&unpadded)[0].contains("January, or October whose zero a spreadsheet has dropped"));
}

#[test]
fn dates_without_a_time_lose_no_row() {
    let text = "ticket_id,created_at,resolved_at\n1,2026-07-01 10:05,2026-07-01\n2,2026-07-01 10:05,2026-07-03\n3,2026-07-02 10:05,2026-07-01\n";
    let project = Project::new("      tickets: t.csv", &[("t.csv", text.as_bytes())]);
    let intake = project.stage();
    assert_eq!(column(&intake, Table::Tickets, "resolved_at"), ["2026-07-01T02:05:00Z", "2026-07-02T16:00:00Z", "-"]);
    assert_eq!(
        unreadable(&intake),
        ["t.csv:4 resolved_at=2026-07-01: `resolved_at` is before `created_at`: negative duration"]
    );
    let messages = project.messages();
    assert!(messages.iter().any(|message| message.contains("warning[dates-without-time]")), "{messages:?}");
}

#[test]
fn percentages_are_shares_of_their_scale() {
    let text = "review_id,reviewed_at,score,score_max\n1,2026-07-01,85%,100\n2,2026-07-01,85,100\n3,2026-07-01,90%,5\n4,2026-07-01,90%,\n";
    let intake = Project::new("      reviews: r.csv", &[("r.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Reviews, "score"), ["85", "85", "4.5", "-"]);
    assert_eq!(unreadable(&intake), ["r.csv:5 score=90%: a percentage, but the row has no `score_max`"]);
    let tables = "      call_totals: {files: t.csv, columns: {service_level: Service level (%)}}";
    let text = "period,offered,Service level (%)\n2026-07,10,85\n2026-08,10,85%\n";
    let intake = Project::new(tables, &[("t.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::CallTotals, "service_level"), ["0.85", "0.85"]);
    let text = "period,offered,service_level\n2026-07,10,0.85\n2026-08,10,85\n";
    let intake = Project::new("      call_totals: t.csv", &[("t.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::CallTotals, "service_level"), ["0.85", "-"]);
    assert_eq!(
        unreadable(&intake),
        ["t.csv:3 service_level=85: a share is from 0 to 1: write `factor: 0.01` for percentages"]
    );
}

#[test]
fn words_and_ids_that_stand_for_nothing_are_missing() {
    let text = "ticket_id,created_at,customer_id,status,first_reply_at,contacts_n,team\n\
                1,2026-07-01,NULL,Gelöst,-,N/A,NULL\n2,2026-07-01,=\"0012\",weird word,2026-07-02,2,无\n\
                3,2026-07-01,1.03E+13,closed,n/a,-,A\n";
    let intake = Project::new("      tickets: t.csv", &[("t.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Tickets, "customer_id"), ["-", "0012", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "status"), ["solved", "unknown", "closed"]);
    assert_eq!(column(&intake, Table::Tickets, "team"), ["-", "无", "A"]);
    assert_eq!(column(&intake, Table::Tickets, "contacts_n"), ["-", "2", "-"]);
    let doubts: Vec<_> =
        intake.doubts.iter().map(|doubt| (doubt.column.as_str(), doubt.unreadable, doubt.unknown)).collect();
    assert_eq!(doubts, [("contacts_n", 1, 0), ("customer_id", 1, 0), ("status", 0, 1)], "a dash may be zero");
}

#[test]
fn columns_are_computed_and_rows_are_filtered_by_sql() {
    let tables = "      orders:\n        files: o.csv\n        where: \"\\\"Order No\\\" not like 'C%'\"\n        columns:\n          \
                  order_id: Order No\n          customer_id: {sql: \"lower(Who)\"}\n          ordered_at: {sql: \"Day || ' ' || \\\"At\\\"\"}\n          \
                  amount: {sql: \"number(Quantity) * number(Price)\"}\n          cancelled: {sql: \"State = 'void'\"}";
    let text = "Order No,Who,Day,At,Quantity,Price,State\nA1,ANN,2026-07-01,09:00,2,1.5,ok\nC1,BOB,2026-07-01,09:00,2,1.5,ok\n\
                A2,BOB,2026-07-02,10:30,1,3,void\n";
    let intake = Project::new(tables, &[("o.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Orders, "order_id"), ["A1", "A2"]);
    assert_eq!(column(&intake, Table::Orders, "customer_id"), ["ann", "bob"]);
    assert_eq!(column(&intake, Table::Orders, "ordered_at"), ["2026-07-01T01:00:00Z", "2026-07-02T02:30:00Z"]);
    assert_eq!(column(&intake, Table::Orders, "amount"), ["30000", "30000"]);
    assert_eq!(column(&intake, Table::Orders, "cancelled"), ["false", "true"]);
    assert_eq!(column(&intake, Table::Orders, "_line"), ["2", "4"]);
    let file = &intake.files[0];
    assert_eq!((file.rows_in, file.rows_staged, file.notes.left_out), (2, 2, 1));
    let tables = "      surveys:\n        files: s.csv\n        columns: {response_id: {sql: row_number}}";
    let intake = Project::new(tables, &[("s.csv", b"metric,responded_at\ncsat,2026-07-01\ncsat,2026-07-01\n")]).stage();
    assert_eq!(column(&intake, Table::Surveys, "response_id"), ["s.csv:2", "s.csv:3"]);
    let tables = "      surveys:\n        files: s.csv\n        where: metrc = 'csat'\n        columns: {response_id: {sql: row_number}}";
    let messages = Project::new(tables, &[("s.csv", b"metric,responded_at\ncsat,2026-07-01\n")]).messages();
    assert_eq!(
        messages,
        ["reports.yaml:11:16: error[unknown-column]: unknown column `metrc`\n  hint: did you mean `metric`?"]
    );
}

#[test]
fn a_row_of_which_an_expression_fails_takes_no_other_row_with_it() {
    let text = "order_id,customer_id,ordered_at,amount,points\n1,A,2026-07-01,5,7\n2,A,2026-07-01,5,-1\n\
                3,A,2026-07-01,5,9000000000000000000\n4,A,2026-07-01,5,-2\n5,A,2026-07-01,5,8\n";
    let of = |added: &str| {
        let tables = format!("      orders:\n        files: o.csv\n{added}");
        Project::new(&tables, &[("o.csv", text.as_bytes())]).stage()
    };
    let intake = of("        where: try_cast(points as bigint) * 2 > 0");
    assert_eq!(column(&intake, Table::Orders, "order_id"), ["1", "5"]);
    let file = &intake.files[0];
    assert_eq!((file.rows_in, file.rows_staged, file.notes.left_out), (3, 2, 2));
    let told = rejects(&intake);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("o.csv:4 ") && told[0].contains("`where` cannot be computed"), "{told:?}");

    let intake = of("        extra: {doubled: {type: integer, sql: try_cast(points as bigint) * 2}}");
    assert_eq!(column(&intake, Table::Orders, "doubled"), ["14", "-2", "-", "-4", "16"]);
}

/// One amount in the ways in which people and programs write it, for columns that show their style.
fn in_styles(cents: i64) -> Vec<(String, &'static [&'static str])> {
    let (sign, whole, rest) = (if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
    let grouped = |mark: &str| {
        let digits = whole.to_string();
        let head = digits.len() % 3;
        let mut groups: Vec<&str> = if head > 0 { vec![&digits[..head]] } else { Vec::new() };
        groups.extend((head..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
        groups.join(mark)
    };
    let points: &[&str] = &["1,234.50", "0.25"];
    let commas: &[&str] = &["1.234,50", "0,25"];
    vec![
        (format!("{sign}{whole}.{rest:02}"), points),
        (format!("{sign}{}.{rest:02}", grouped(",")), points),
        (format!("{sign}{whole},{rest:02}"), commas),
        (format!("{sign}{},{rest:02}", grouped(".")), commas),
        (format!("{sign}{},{rest:02}", grouped(" ")), commas),
        (format!("{sign}{},{rest:02}", grouped("\u{202f}")), commas),
        (format!("{sign}{}.{rest:02}", grouped("'")), points),
        (format!("{sign}{}.{rest:02}", grouped("’")), points),
        (format!("{whole}.{rest:02}{sign}"), points),
        (if sign.is_empty() { format!("{whole}.{rest:02}") } else { format!("({whole}.{rest:02})") }, points),
        (format!("{sign}¥{whole}.{rest:02}"), points),
        (format!("{sign}{whole}.{rest:02} CNY"), points),
        (format!("CNY {sign}{whole},{rest:02}"), commas),
        (format!("{sign}{whole}.{rest:02}元"), points),
        (format!("{sign}{}.{:06}万", whole / 10_000, whole % 10_000 * 100 + rest), points),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_same_amounts_in_many_styles_are_equal_or_refused(all in prop::collection::vec(-99_999_999_i64..99_999_999, 1..5)) {
        let expected: Vec<String> = all.iter().map(|cents| (cents * 100).to_string()).collect();
        for style in 0..in_styles(0).len() {
            let mut cells: Vec<String> = all.iter().map(|cents| in_styles(*cents)[style].0.clone()).collect();
            // Two cells that show the style, as any real column has.
            cells.extend(in_styles(0)[style].1.iter().map(|cell| (*cell).to_owned()));
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let found = column(&costs(&cells, "", ';').stage(), Table::Costs, "amount");
            prop_assert_eq!(&found[..all.len()], &expected[..], "{:?}", cells);
        }
    }

    #[test]
    fn plain_amounts_are_never_read_otherwise_than_meant(all in prop::collection::vec(1_i64..9_999_999, 1..6), style in 0_usize..15) {
        let cells: Vec<String> = all.iter().map(|cents| in_styles(*cents)[style].0.clone()).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let project = costs(&cells, "", ';');
        let intake = project.stage();
        let expected: Vec<String> = all.iter().map(|cents| (cents * 100).to_string()).collect();
        if intake.diagnostics.is_empty() {
            prop_assert_eq!(column(&intake, Table::Costs, "amount"), expected, "{:?}", cells);
        }
    }
}
