//! What a file says of its cells elsewhere than in the names that the mapping gives.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;

fn project(table: &str, mapping: &str, text: &str) -> Project {
    Project::new(&format!("      {table}:\n        files: f.csv{mapping}"), &[("f.csv", text.as_bytes())])
}

fn costs(mapping: &str, above: &str, header: &str) -> Project {
    let mapping = format!("\n        columns: {{period: Month, category: Account, amount: {mapping}}}");
    project("costs", &mapping, &format!("{above}Month;Account;{header}\n2026-07;Rent;1.5\n2026-08;Rent;2\n"))
}

fn opened(mapping: &str, above: &str, header: &str) -> Project {
    let mapping = format!("\n        columns: {{ticket_id: id, created_at: {header}}}{mapping}");
    project("tickets", &mapping, &format!("{above}id,{header}\nA1,2026-07-01 18:00\nA2,2026-07-02 18:00\n"))
}

fn instants(project: &Project) -> Vec<String> {
    column(&project.stage(), Table::Tickets, "created_at")
}

#[test]
fn units_above_the_header_below_it_and_in_a_second_row_of_it_are_applied() {
    let amounts = |project: &Project| column(&project.stage(), Table::Costs, "amount");
    let myriads = ["150000000", "200000000"];
    for (above, header) in [
        ("费用表;;\n单位：万元;;\n", "Amount"),
        ("费用表\n\n（金额单位：人民币万元）\n", "Amount"),
        ("", "Amount\n;;万元"),
        ("", "Amount（单位：万元）"),
    ] {
        let mapping = if header.contains('（') { "\"Amount（单位：万元）\"" } else { "Amount" };
        let project = costs(mapping, above, header);
        assert_eq!(amounts(&project), myriads, "{above}{header}: {:?}", project.messages());
        let said = project.stage().files[0].notes.said.join("; ");
        let name = header.split('\n').next().unwrap_or_default();
        assert!(said.contains(&format!("numbers in `{name}` are multiplied by 10000")), "{said}");
    }
    // A column whose name says its own unit, and a mapping that does, are heard first.
    assert_eq!(amounts(&costs("\"Amount (元)\"", "单位：万元;;\n", "Amount (元)")), ["15000", "20000"]);
    assert_eq!(amounts(&costs("{from: Amount, factor: 1}", "单位：万元;;\n", "Amount")), ["15000", "20000"]);
    assert_eq!(amounts(&costs("Amount", "单位：元;;\n", "Amount")), ["15000", "20000"]);
    assert_eq!(amounts(&costs("Amount", "单位：华东;;\n", "Amount")), ["15000", "20000"]);
    let messages = costs("Amount", "单位：万美元;;\n", "Amount").messages();
    assert!(messages[0].contains("error[mixed-currency]: column `amount` holds amounts in `美元`"), "{messages:?}");
}

#[test]
fn a_unit_below_the_amounts_is_asked_for() {
    let text = "Month;Account;Amount\n2026-07;Rent;1.5\n2026-08;Rent;2\n\n单位：万元;;\n";
    let mapping = |amount: &str| format!("\n        columns: {{period: Month, category: Account, amount: {amount}}}");
    let messages = project("costs", &mapping("Amount"), text).messages();
    assert!(messages[0].contains("error[unit-below]: `f.csv` line 5 says `单位：万元`"), "{messages:?}");
    assert!(messages[0].contains("`factor: 10000` for 万元"), "{messages:?}");
    let settled = project("costs", &mapping("{from: Amount, factor: 10000}"), text).stage();
    assert_eq!(column(&settled, Table::Costs, "amount"), ["150000000", "200000000"]);
}

#[test]
fn a_column_that_is_chosen_by_its_number_is_read_under_its_own_name() {
    let text = "id,start,Queue (min)\nC1,2026-07-01 09:00,3.2\nC2,2026-07-02 09:00,2\n";
    let mapping = "\n        columns: {call_id: id, started_at: start, wait_seconds: {position: 3}}";
    assert_eq!(column(&project("calls", mapping, text).stage(), Table::Calls, "wait_seconds"), ["192", "120"]);
    let text = "id,start,Queue\n,,min\nC1,2026-07-01 09:00,3.2\nC2,2026-07-02 09:00,2\n";
    let mapping = "\n        columns: {call_id: id, started_at: start, wait_seconds: Queue}";
    assert_eq!(column(&project("calls", mapping, text).stage(), Table::Calls, "wait_seconds"), ["192", "120"]);
}

#[test]
fn zones_above_the_header_and_in_names_are_heard_or_refused_with_the_cure() {
    let utc = ["2026-07-01T18:00:00Z", "2026-07-02T18:00:00Z"];
    for (above, header) in [
        ("Report,\nTime zone,UTC\n", "Opened"),
        ("时区：UTC+0,\n", "Opened"),
        ("", "openedAtUtc"),
        ("", "\"Opened (all times in GMT)\""),
        ("", "受理时间（世界时）"),
    ] {
        assert_eq!(instants(&opened("", above, header)), utc, "{above}{header}");
    }
    assert_eq!(instants(&opened("", "", "\"Opened [Europe/Madrid]\""))[0], "2026-07-01T16:00:00Z");
    assert_eq!(
        instants(&opened("\n        time_zone: Asia/Tokyo", "Time zone,UTC\n", "Opened"))[0],
        "2026-07-01T09:00:00Z"
    );
    for (above, header, told) in [
        ("", "\"Opened (PST)\"", "the name of column `Opened (PST)` says `PST`, which names no one time zone"),
        ("", "\"Opened (Eastern Time)\"", "says `Eastern Time`"),
        ("Time zone: CET,\n", "Opened", "`f.csv` line 1 says `CET`"),
    ] {
        let messages = opened("", above, header).messages();
        assert!(messages[0].contains("error[unknown-zone]") && messages[0].contains(told), "{messages:?}");
        assert!(messages[0].contains("`time_zone: America/Los_Angeles`"), "{messages:?}");
        let settled = opened("\n        time_zone: America/New_York", above, header);
        assert_eq!(instants(&settled)[0], "2026-07-01T22:00:00Z", "{above}{header}");
    }
}

#[test]
fn a_score_beyond_its_scale_is_none() {
    let text: String =
        (1..=12).map(|id| format!("R{id},2026-07-{id:02},{}\n", if id < 3 { "4.5" } else { "85" })).collect();
    let mapping =
        "\n        columns: {review_id: id, reviewed_at: day, score: points}\n        constants: {score_max: 5}";
    let staged = project("reviews", mapping, &format!("id,day,points\n{text}")).stage();
    let scores = column(&staged, Table::Reviews, "score");
    assert_eq!(
        (&scores[..2], &scores[2..]),
        (&["4.5".to_owned(), "4.5".to_owned()][..], &vec!["-".to_owned(); 10][..])
    );
    assert!(unreadable(&staged)[0].contains("score=85: outside the scale 0 to 5"), "{:?}", unreadable(&staged));
}

#[test]
fn averages_are_no_records_and_accounts_before_their_own_are_told() {
    let month = |month: u32, rows: &[(&str, &str)]| -> String {
        rows.iter().map(|(label, amount)| format!("2026-{month:02},{label},{amount}\n")).collect()
    };
    let file = |rows: &[(&str, &str)]| format!("period,category,amount\n{}{}", month(7, rows), month(8, rows));
    let staged =
        project("costs", "", &file(&[("Rent", "100"), ("Wages", "201"), ("Lines", "100"), ("Average", "133.67")]))
            .stage();
    assert_eq!(column(&staged, Table::Costs, "amount").len(), 6);
    assert!(rejects(&staged)[0].contains("a total: `Average`, the mean of the rows above"), "{:?}", rejects(&staged));
    // A mean of other rows is read and told.
    let other = project("costs", "", &file(&[("Rent", "100"), ("Wages", "201"), ("平均", "90")])).stage();
    assert_eq!(column(&other, Table::Costs, "amount").len(), 6);
    assert_eq!(other.files[0].notes.doubtful_totals, [(4, "平均".to_owned()), (7, "平均".to_owned())]);
    let nested = file(&[("66", "300"), ("6601", "100"), ("6602", "200")]);
    let messages = project("costs", "", &nested).messages();
    assert!(
        messages[0]
            .contains("error[sums-among-records]: `f.csv` line 2: the amounts of `66` are the sums of other rows"),
        "{messages:?}"
    );
    assert!(project("costs", "\n        totals: records", &nested).messages().is_empty());
    assert!(project("costs", "\n        where: \"category <> '66'\"", &nested).messages().is_empty());
}

#[test]
fn numbers_of_days_with_a_comma_and_flags_with_decimals_are_read() {
    let text = "id;opened;spam\nA1;46204,75;1.0\nA2;46205,5;0.0\n";
    let mapping = "\n        columns: {ticket_id: id, created_at: {from: opened, date_formats: excel}, spam: spam}";
    let staged = project("tickets", mapping, text).stage();
    assert_eq!(column(&staged, Table::Tickets, "created_at"), ["2026-07-01T10:00:00Z", "2026-07-02T04:00:00Z"]);
    assert_eq!(column(&staged, Table::Tickets, "spam"), ["true", "false"]);
}
