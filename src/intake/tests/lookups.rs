//! Columns that are taken from another file by a key.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;

const TICKETS: &str = "No,Opened,Topic\n1,2026-07-01 09:00,07\n2,2026-07-02 09:00,8\n3,2026-07-03 09:00,\n\
                       4,2026-07-04 09:00,99\n5,2026-07-05 09:00,9\n";

const TOPICS: &str = "Topics of the desk\n\nID;Name\n07;Billing\n8;Delivery, late\n9;\n";

fn tickets(lookup: &str, files: &[(&str, &str)]) -> Project {
    let tables = format!(
        "      tickets:\n        files: t.csv\n        columns:\n          ticket_id: No\n          created_at: Opened\n          \
         category: {lookup}"
    );
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Project::new(&tables, &files)
}

const BY_TOPIC: &str = "{from: Name, lookup: {file: topics.csv, key: ID, on: Topic}}";

#[test]
fn a_column_of_another_file_is_joined_by_key() {
    let project = tickets(BY_TOPIC, &[("t.csv", TICKETS), ("topics.csv", TOPICS)]);
    let intake = project.stage();
    assert!(intake.diagnostics.iter().all(|found| found.code != "no-files"), "{:?}", intake.diagnostics);
    assert_eq!(column(&intake, Table::Tickets, "category"), ["Billing", "Delivery, late", "-", "-", "-"]);
    assert_eq!(unreadable(&intake), ["t.csv:5 category=99: the key does not stand in `ID` of `topics.csv`"]);
    let file = &intake.files[0];
    assert_eq!((intake.files.len(), file.rows_in, file.rows_staged), (1, 5, 5));
    let said = "`category` is looked up in `topics.csv` by `ID`, which has 3 values";
    assert!(file.notes.said.iter().any(|found| found == said), "{:?}", file.notes.said);
    let looked_up: Vec<&str> = file.notes.looked_up.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(looked_up, ["topics.csv"]);
}

#[test]
fn the_other_file_counts_in_what_is_kept() {
    let project = tickets(BY_TOPIC, &[("t.csv", TICKETS), ("topics.csv", TOPICS)]);
    assert_eq!(column(&project.stage(), Table::Tickets, "category")[0], "Billing");
    let changed = TOPICS.replace("Billing", "Invoices");
    std::fs::write(project.report.data.join("topics.csv"), changed).unwrap();
    assert_eq!(column(&project.stage(), Table::Tickets, "category")[0], "Invoices");
}

#[test]
fn a_looked_up_cell_is_read_like_any_other() {
    let tables = "      calls:\n        files: c.jsonl\n        columns:\n          call_id: {from: ref, lookup: {file: x.csv, key: id}}\n          \
                  wait_seconds: {from: wait, unit: minutes, lookup: {file: x.csv, key: id}, values: {none: ''}}\n          \
                  started_at: at";
    let calls = "{\"id\": 1, \"at\": \"2026-07-01T09:00:00Z\"}\n{\"id\": 2, \"at\": \"2026-07-01T10:00:00Z\"}\n\
                 {\"id\": 3, \"at\": \"2026-07-01T11:00:00Z\"}\n";
    let project = Project::new(
        tables,
        &[("c.jsonl", calls.as_bytes()), ("x.csv", b"id,ref,wait\n1,A,1.5\n2,B,none\n".as_slice())],
    );
    let intake = project.stage();
    assert_eq!(column(&intake, Table::Calls, "call_id"), ["A", "B"]);
    assert_eq!(column(&intake, Table::Calls, "wait_seconds"), ["90", "-"]);
    assert_eq!(rejects(&intake), ["c.jsonl:3 id=3: the key does not stand in `id` of `x.csv`"]);
}

#[test]
fn ids_that_lost_digits_are_no_keys() {
    let lost = TICKETS.replace(",07\n", ",1.2E+15\n");
    let project = tickets(BY_TOPIC, &[("t.csv", &lost), ("topics.csv", TOPICS)]);
    let found = unreadable(&project.stage());
    assert_eq!(found[0], "t.csv:2 category=1.2E+15: an id in scientific notation: its last digits are lost");
    let lost = TOPICS.replace("07;", "1.2E+15;");
    let messages = tickets(BY_TOPIC, &[("t.csv", TICKETS), ("topics.csv", &lost)]).messages();
    assert_eq!(
        messages,
        ["topics.csv:4: error[lookup-row]: a row of a file that is looked up cannot be read: an id in scientific \
          notation: its last digits are lost\n  hint: format the column as text in the spreadsheet before saving, or map \
          another id"]
    );
}

#[test]
fn what_cannot_be_looked_up_is_refused_with_the_cure() {
    let messages =
        |lookup: &str, topics: &str| tickets(lookup, &[("t.csv", TICKETS), ("topics.csv", topics)]).messages();
    assert_eq!(
        messages(BY_TOPIC, &TOPICS.replace("9;", "8;Delivery")),
        [
            "reports.yaml:14:21: error[lookup-key]: `topics.csv` has two values of `Name` for the key `8` of `ID`: in rows 5 \
          and 6\n  hint: look up a column that is the same for all rows of a key, or leave one row for each key"
        ]
    );
    assert_eq!(messages(BY_TOPIC, &TOPICS.replace("9;", "8;\"Delivery, late\"")).len(), 0);
    let other = BY_TOPIC.replace("topics.csv", "topic.csv");
    assert_eq!(messages(&other, TOPICS)[0].lines().last().unwrap().trim(), "hint: did you mean `topics.csv`?");
    let other = BY_TOPIC.replace("from: Name", "from: Nam");
    let found = messages(&other, TOPICS);
    assert!(
        found[0].contains("error[unknown-column]: `topics.csv` has no column `Nam`, mapped to `from`"),
        "{found:?}"
    );
    let other = BY_TOPIC.replace("on: Topic", "on: Topics");
    let found = messages(&other, TOPICS);
    assert!(
        found[0].contains("error[unknown-column]: `t.csv` has no column `Topics`, mapped to `category`"),
        "{found:?}"
    );
}

#[test]
fn a_name_in_an_expression_helps_to_find_the_header() {
    let text = "Export of the desk,,\nfor,July,\nNo,Opened,Kind\n1,2026-07-01 09:00,a\n2,2026-07-02 09:00,b\n";
    let tables = "      tickets:\n        files: t.csv\n        where: \"Kind <> 'b'\"\n        columns:\n          \
                  ticket_id: {sql: \"'T' || No\"}\n          created_at: {sql: \"Opened || ':00'\"}";
    let intake = Project::new(tables, &[("t.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Tickets, "ticket_id"), ["T1"], "{:?}", intake.diagnostics);
}
