//! Bad input: every message pinned.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;

const TICKETS: &str = "      tickets: tickets.csv";

fn tickets(text: &str) -> Project {
    Project::new(TICKETS, &[("tickets.csv", text.as_bytes())])
}

#[test]
fn a_missing_folder() {
    let mut project = tickets("ticket_id,created_at\n");
    project.report.data = project.folder.path().join("gone");
    assert_eq!(
        project.messages(),
        ["reports.yaml:9:16: error[missing-folder]: the data folder `gone` of report `client` does not exist\n  \
          hint: create it, or correct `data` (relative paths start at the configuration file)"]
    );
}

#[test]
fn a_folder_without_a_matching_file() {
    let project = Project::new("      tickets: ticket.csv", &[("tickets.csv", b"")]);
    assert_eq!(
        project.messages(),
        ["reports.yaml:9:16: error[no-files]: no file matches `ticket.csv` in `data` (table `tickets`)\n  \
          hint: did you mean `tickets.csv`?"]
    );
    let project = Project::new("      tickets: '*.parquet'", &[("a.csv", b""), ("b/c.csv", b"")]);
    assert_eq!(
        project.messages(),
        ["reports.yaml:9:16: error[no-files]: no file matches `*.parquet` in `data` (table `tickets`)\n  \
          hint: the folder holds `a.csv`, `b/c.csv`"]
    );
}

#[test]
fn a_wrong_column_name() {
    let tables = "      tickets:\n        files: '*.csv'\n        columns: {created_at: opened_at}";
    let project = Project::new(tables, &[("a.csv", b"ticket_id,open_at,chanel\n1,2026-07-01,x\n")]);
    assert_eq!(
        project.messages(),
        ["reports.yaml:11:31: error[unknown-column]: `a.csv` has no column `opened_at`, mapped to `created_at`\n  \
          hint: did you mean `open_at`? its columns are `ticket_id`, `open_at`, `chanel`"]
    );
    assert_eq!(
        tickets("tiket_id,created_at\n1,2026-07-01\n").messages(),
        ["reports.yaml:9:16: error[missing-column]: `tickets.csv` has no column for the required `ticket_id`\n  \
          hint: did you mean `tiket_id`? map it under `columns` or `constants`; its columns are `tiket_id`, `created_at`"]
    );
}

#[test]
fn a_wanted_header_that_occurs_twice() {
    assert_eq!(
        tickets("ticket_id,created_at,ticket_id\n1,2026-07-01,2\n").messages(),
        [
            "reports.yaml:9:16: error[duplicate-column]: `tickets.csv` has several columns named `ticket_id`, wanted for \
          `ticket_id`\n  hint: they are columns 1 and 3: choose one with `position`, as in \
          `ticket_id: {from: ticket_id, position: 1}`"
        ]
    );
    assert_eq!(tickets("ticket_id,created_at,x,x\n1,2026-07-01,2,3\n").messages(), [""; 0]);
}

#[test]
fn a_wrong_encoding() {
    let tables = "      tickets: {files: t.csv, encoding: utf8}";
    let (bytes, _, _) = encoding_rs::GB18030.encode("ticket_id,created_at,channel\n1,2026-07-01,电话\n");
    let project = Project::new(tables, &[("t.csv", &bytes)]);
    assert_eq!(
        project.messages(),
        ["t.csv:2:14: error[encoding]: the file is not UTF-8, as the mapping says\n  hint: write `encoding: gb18030`"]
    );
    let latin = b"ticket_id,created_at,channel\n1,2026-07-01,T\xE9l\xE9phone\n2,2026-07-01,B\xFCro\n";
    assert_eq!(
        Project::new("      tickets: {files: t.csv, encoding: shift_jis}", &[("t.csv", latin)]).messages(),
        ["t.csv:3:15: error[encoding]: the file is not Shift JIS, as the mapping says\n  \
          hint: write `encoding: windows-1252`, or remove it"]
    );
    let intake = Project::new("      tickets: t.csv", &[("t.csv", latin)]).stage();
    assert_eq!(column(&intake, Table::Tickets, "channel"), ["Téléphone", "Büro"]);
    assert_eq!(intake.files[0].notes.encoding.as_deref(), Some("Windows-1252"));
}

#[test]
fn one_damaged_line_is_a_reject() {
    let mut bytes = "ticket_id,created_at,channel\n1,2026-07-01,电话\n2,2026-07-01,".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xE7\x94\n");
    bytes.extend_from_slice("3,2026-07-01,微信\n".as_bytes());
    let intake = Project::new(TICKETS, &[("tickets.csv", &bytes)]).stage();
    assert_eq!(column(&intake, Table::Tickets, "channel"), ["电话", "微信"]);
    assert_eq!(rejects(&intake), ["tickets.csv:3 =2,2026-07-01,\u{FFFD}: not UTF-8 in column 14"]);
}

#[test]
fn bad_rows_go_aside_and_the_others_go_on() {
    let intake = tickets(
        "ticket_id,created_at,first_reply_at,spam,contacts_n,resolved_at,team\n\
         1,2026-07-01 09:00,2026-07-01 10:00,no,1,2026-07-02,A\n\
         2,2026-07-01,,no\n\
         3,1 July,,no,1,,\n\
         4,2026-07-01 09:00,2026-07-01 08:59,no,1,,\n\
         5,2026-07-01,2027-07-02,no,1,,\n\
         ,2026-07-01,,no,1,,\n\
         7,2026-07-01,,perhaps,1,,\n\
         8,2026-07-01,,no,1.5,,\n\
         9,2026-07-01,,no,1,2026-06-30,\n\
         10,2026-07-01,,\"no,1,,\n\
         11,,,no,1,,\n\
         12,2026-07-01,,,,,B\n",
    )
    .stage();
    assert_eq!(
        rejects(&intake),
        [
            "tickets.csv:3 =2,2026-07-01,,no: 4 cells where the header has 7",
            "tickets.csv:4 created_at=1 July: not a date or time",
            "tickets.csv:7 ticket_id=: empty, but every row needs it",
            "tickets.csv:11 =10,2026-07-01,,\"no,1,,: the quote in column 16 is never closed",
            "tickets.csv:12 created_at=: empty, but every row needs it",
        ]
    );
    assert_eq!(
        column(&intake, Table::Tickets, "ticket_id"),
        ["1", "4", "5", "7", "8", "9", "12"],
        "a late reply or a cell that need not be there is no reason to lose a row"
    );
    assert_eq!(
        unreadable(&intake),
        [
            "tickets.csv:5 first_reply_at=2026-07-01 08:59: `first_reply_at` is before `created_at`: negative duration",
            "tickets.csv:8 spam=perhaps: not true or false (true/false, yes/no, 1/0, 是/否)",
            "tickets.csv:9 contacts_n=1.5: not a whole number",
            "tickets.csv:10 resolved_at=2026-06-30: `resolved_at` is before `created_at`: negative duration",
        ]
    );
    let doubts: Vec<_> = intake.doubts.iter().map(|doubt| (doubt.column.as_str(), doubt.cells(), doubt.rows)).collect();
    assert_eq!(
        doubts,
        [
            ("", 2, 12),
            ("contacts_n", 1, 12),
            ("created_at", 2, 12),
            ("first_reply_at", 1, 12),
            ("resolved_at", 1, 12),
            ("spam", 1, 12),
            ("ticket_id", 1, 12),
        ]
    );
    assert_eq!(column(&intake, Table::Tickets, "spam"), ["false", "false", "false", "-", "false", "false", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "_line"), ["2", "5", "6", "8", "9", "10", "13"]);
    let file = &intake.files[0];
    assert_eq!((file.rows_in, file.rows_staged, file.rows_rejected), (12, 7, 5));
    assert_eq!(file.notes.naive_timestamps, 4);
    assert_eq!(intake.diagnostics, []);
}

#[test]
fn dates_that_could_be_either_way_round() {
    let decided = tickets("ticket_id,created_at\n1,29/2/2016 01:16\n2,3/4/2016 09:05\n").stage();
    assert_eq!(
        column(&decided, Table::Tickets, "created_at"),
        ["2016-02-28T17:16:00Z", "2016-04-03T01:05:00Z"],
        "the 29th can be no month, so that the others of the column are no months either"
    );
    let decided = tickets("ticket_id,created_at\n1,2/29/2016 01:16\n2,3/4/2016 09:05\n").stage();
    assert_eq!(column(&decided, Table::Tickets, "created_at"), ["2016-02-28T17:16:00Z", "2016-03-04T01:05:00Z"]);
    let both = tickets("ticket_id,created_at\n1,2/29/2016 01:16\n2,13/4/2016 09:05\n").messages();
    assert_eq!(
        both,
        ["reports.yaml:9:16: error[mixed-dates]: column `created_at` has dates with the day first and with the month \
          first: `tickets.csv` line 3: `13/4/2016 09:05`, `tickets.csv` line 2: `2/29/2016 01:16`\n  hint: write \
          `date_order: day_first` or `date_order: month_first`, or give `date_formats`"]
    );
    let project = tickets("ticket_id,created_at\n1,2/2/2016 01:16\n2,3/4/2016 09:05\n3,5/6/2016\n");
    let intake = project.stage();
    assert!(intake.tables[&Table::Tickets].files.is_empty(), "nothing of the file is staged");
    assert_eq!(intake.rejects, []);
    assert_eq!(
        project.messages(),
        [
            "reports.yaml:9:16: error[ambiguous-dates]: `tickets.csv` line 3: day and month of `3/4/2016 09:05` in column \
          `created_at` could be either way round\n  hint: write `date_order: day_first` (3 April 2016) or `date_order: \
          month_first` (4 March 2016), or give `date_formats`"
        ]
    );
    let tables = "      tickets: {files: t.csv, date_order: day_first}";
    let intake = Project::new(tables, &[("t.csv", b"ticket_id,created_at\n2,3/4/2016 09:05\n3,5/31/2016\n")]).stage();
    assert_eq!(column(&intake, Table::Tickets, "created_at"), ["2016-04-03T01:05:00Z"]);
    assert_eq!(
        rejects(&intake),
        ["t.csv:3 created_at=5/31/2016: a date only if day and month are the other way round than `date_order` says"]
    );
}

#[test]
fn an_empty_file_and_a_header_alone() {
    assert_eq!(tickets("").messages(), ["tickets.csv: warning[empty-file]: the file is empty"]);
    for text in ["ticket_id,created_at\n", "ticket_id,created_at", "\u{FEFF}", "\n\n"] {
        let messages = tickets(text).messages();
        assert_eq!(messages, ["tickets.csv: warning[no-rows]: the file has a header at most, and no rows"], "{text:?}");
    }
}

#[test]
fn answers_from_one_to_ten_are_no_nps() {
    let tables = "      surveys:\n        files: s.csv\n        constants: {metric: nps, scale_min: 1, scale_max: 10}";
    let project = Project::new(tables, &[("s.csv", b"response_id,value,responded_at\n1,9,2026-07-01\n")]);
    assert_eq!(
        project.messages(),
        ["reports.yaml:10:9: error[nps-scale]: `nps` needs answers from 0 to 10, but the scale is 1 to 10\n  \
          hint: map these answers as another metric (for example `csat`): NPS cannot be computed from them"]
    );
    let text = "response_id,metric,value,scale_min,scale_max,responded_at\n\
                1,nps,9,0,10,2026-07-01\n2,nps,11,,,2026-07-01\n3,nps,9,1,10,2026-07-01\n4,csat,6,1,5,2026-07-01\n\
                5,csat,0,1,,2026-07-01\n6,csat,,1,5,2026-07-01\n7,csat,1,1,5,2026-07-01\n8,csat,5,1,5,2026-07-01\n\
                9,nps,4,0,5,2026-07-01\n10,nps,0,0,10,2026-07-01\n";
    let intake = Project::new("      surveys: s.csv", &[("s.csv", text.as_bytes())]).stage();
    assert_eq!(
        unreadable(&intake),
        [
            "s.csv:3 value=11: nps needs 0–10",
            "s.csv:4 value=9: nps needs 0–10, the scale is another",
            "s.csv:5 value=6: outside the scale 1 to 5",
            "s.csv:6 value=0: outside the scale 1 to …",
        ]
    );
    assert_eq!(
        column(&intake, Table::Surveys, "value"),
        ["9", "-", "-", "-", "-", "-", "1", "5", "-", "0"],
        "both ends of a scale are on it"
    );
}

#[test]
fn other_tables_have_their_orders_of_time() {
    let intake = Project::new(
        "      customers: c.csv\n      complaints: k.csv\n      surveys: s.csv",
        &[
            ("c.csv", b"customer_id,start_date,end_date\n1,2026-07-02,2026-07-01\n"),
            ("k.csv", b"complaint_id,received_at,closed_at\n1,2026-07-02,2026-07-01\n"),
            ("s.csv", b"response_id,metric,responded_at,sent_at\n1,csat,2026-07-02,2026-07-03\n"),
        ],
    )
    .stage();
    assert!(rejects(&intake).is_empty());
    assert_eq!(
        unreadable(&intake),
        [
            "c.csv:2 end_date=2026-07-01: `end_date` is before `start_date`: negative duration",
            "k.csv:2 closed_at=2026-07-01: `closed_at` is before `received_at`: negative duration",
            "s.csv:2 sent_at=2026-07-03: `responded_at` is before `sent_at`: negative duration",
        ]
    );
}

#[test]
fn money_is_exact_or_refused() {
    let tables = "      costs: c.csv";
    let text = "period,category,amount\n2026-07,labour,\"¥1,234.5678\"\n2026年8月,labour,12%\n2026/9,labour,1.23456\n\
                2026-07,rent,(5)\n2026-07-01,rent,twelve\n";
    let intake = Project::new(tables, &[("c.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Costs, "amount"), ["12345678", "-50000"]);
    assert_eq!(column(&intake, Table::Costs, "period"), ["2026-06-30T16:00:00Z"; 2]);
    assert_eq!(
        rejects(&intake),
        [
            "c.csv:3 amount=12%: a percentage where none is expected: write the number alone, or a `factor` in the mapping",
            "c.csv:4 amount=1.23456: money with more than 4 decimals",
            "c.csv:6 amount=twelve: not a number",
        ]
    );
}

#[test]
fn constants_must_be_of_their_type() {
    let tables = "      customers: {files: c.csv, constants: {start_date: soon}}";
    assert_eq!(
        Project::new(tables, &[("c.csv", b"customer_id\n1\n")]).messages(),
        ["reports.yaml:9:18: error[bad-constant]: the constant `soon` of `start_date` is not a date or time"]
    );
}

/// Each column of a file is warned about once, with the first line.
#[test]
fn times_that_never_were_are_counted_by_column() {
    let text = "ticket_id,created_at,resolved_at\n1,2026-03-08 02:10,2026-03-08 02:40\n\
                2,2026-03-08 02:59:59,2026-03-09\n3,2026-03-08 02:30,2026-11-01 01:15\n\
                4,2026-11-01 01:00,2026-11-02 01:30\n5,2026-03-08T02:30:00-05:00,\n";
    let source = "      tickets: {files: tickets.csv, time_zone: America/New_York}";
    let intake = Project::new(source, &[("tickets.csv", text.as_bytes())]).stage();
    let told: Vec<String> = intake.diagnostics.iter().map(ToString::to_string).collect();
    let warning = |text: &str, n: u64, column: &str| {
        format!(
            "tickets.csv:2: warning[impossible-time]: `{text}` never was: the clocks of its zone were put forward over \
             it; {n} such in `{column}`, read as the first instant afterwards\n  \
             hint: are the times in another zone? name it by `time_zone`"
        )
    };
    let expected = [warning("2026-03-08 02:10", 3, "created_at"), warning("2026-03-08 02:40", 1, "resolved_at")];
    assert_eq!(told, expected);
    assert_eq!(intake.files[0].odd_times(), [4, 2]);
    let created = column(&intake, Table::Tickets, "created_at");
    let first = "2026-03-08T07:00:00Z";
    assert_eq!(created[..4], [first, first, first, "2026-11-01T05:00:00Z"]);
    let last = source.replace("New_York", "New_York, doubled_hour: last");
    let intake = Project::new(&last, &[("tickets.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Tickets, "created_at")[3], "2026-11-01T06:00:00Z");
}
