//! What was once read in silence: a plausible figure, and wrong.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;

fn tickets(mapping: &str, files: &[(&str, &str)]) -> Project {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Project::new(&format!("      tickets:\n        files: 't*.csv'{mapping}"), &files)
}

/// The codes of what is said.
fn codes(project: &Project) -> Vec<String> {
    project.stage().diagnostics.iter().map(|found| found.code.to_string()).collect()
}

fn said(project: &Project) -> String {
    project.stage().files.iter().flat_map(|file| file.notes.said.clone()).collect::<Vec<_>>().join("; ")
}

/// Tickets with these cells in one more column.
fn with(header: &str, cells: &[&str]) -> String {
    let rows = cells.iter().enumerate().map(|(id, cell)| format!("T{id},2026-07-{:02} 09:00,{cell}\n", id % 28 + 1));
    format!("ticket_id,created_at,{header}\n{}", rows.collect::<String>())
}

#[test]
fn a_file_of_the_other_order_of_day_and_month_is_not_read_by_its_neighbours() {
    let day_first: String = (1..=28).map(|day| format!("A{day},{day:02}/07/2026 09:00\n")).collect();
    let month_first: String = (1..=9).map(|day| format!("B{day},08/{day:02}/2026 09:00\n")).collect();
    let header = "ticket_id,created_at\n";
    let (one, other) = (format!("{header}{day_first}"), format!("{header}{month_first}"));
    let messages = tickets("", &[("t1.csv", &one), ("t2.csv", &other)]).messages();
    assert!(
        messages[0].contains("error[ambiguous-dates]: `t2.csv` line 2: day and month of `08/01/2026 09:00`"),
        "{messages:?}"
    );
    assert!(messages[0].contains("its dates lie 243 days apart, the other way 8"), "{messages:?}");
    // The first days of a month are no other order.
    let early: String = (1..=9).map(|day| format!("B{day},{day:02}/08/2026 09:00\n")).collect();
    let early = format!("{header}{early}");
    assert!(codes(&tickets("", &[("t1.csv", &one), ("t2.csv", &early)])).is_empty());
}

#[test]
fn a_date_alone_is_no_time_of_a_reply() {
    for form in ["2026-08-01", "2026-08-01 00:00:00", "2026-08-01 0:00"] {
        let text = with("first_reply_at", &[form; 12]);
        let staged = tickets("", &[("t.csv", &text)]).stage();
        assert_eq!(column(&staged, Table::Tickets, "first_reply_at"), ["-"; 12], "{form}");
        assert!(unreadable(&staged)[0].contains("a date without its time of day"), "{:?}", unreadable(&staged));
    }
    let mut mixed = ["2026-08-01 00:00"; 12];
    mixed[3] = "2026-08-01 09:10";
    let staged = tickets("", &[("t.csv", &with("first_reply_at", &mixed))]).stage();
    assert!(unreadable(&staged).is_empty());
}

#[test]
fn parts_of_a_day_are_no_seconds_and_no_hours() {
    let fractions: Vec<String> = (1..=12).map(|n| format!("{:.9}", f64::from(n) / 1000.0)).collect();
    let fractions: Vec<&str> = fractions.iter().map(String::as_str).collect();
    let messages =
        tickets("\n        columns: {paused_hours: pause}", &[("t.csv", &with("pause", &fractions))]).messages();
    assert!(messages[0].contains("error[ambiguous-spans]"), "{messages:?}");
    assert!(
        messages[0].contains("may be hours or a fraction of a day") && messages[0].contains("`unit: days`"),
        "{messages:?}"
    );
    for settled in ["unit: days", "unit: hours"] {
        let mapping = format!("\n        columns: {{paused_hours: {{from: pause, {settled}}}}}");
        assert!(codes(&tickets(&mapping, &[("t.csv", &with("pause", &fractions))])).is_empty(), "{settled}");
    }
    let hours = ["0.25"; 12];
    assert!(
        codes(&tickets("\n        columns: {paused_hours: pause}", &[("t.csv", &with("pause", &hours))])).is_empty()
    );
}

#[test]
fn a_plain_number_after_a_time_has_a_unit_or_is_refused() {
    let text = with("reply", &["90"; 12]);
    let mapping =
        |unit: &str| format!("\n        columns: {{first_reply_at: {{from: reply, after: created_at{unit}}}}}");
    let messages = tickets(&mapping(""), &[("t.csv", &text)]).messages();
    assert!(messages[0].contains("counts from `created_at` in plain numbers, and no unit is said"), "{messages:?}");
    let staged = tickets(&mapping(", unit: minutes"), &[("t.csv", &text)]).stage();
    assert_eq!(column(&staged, Table::Tickets, "first_reply_at")[0], "2026-07-01T02:30:00Z");
    let named = with("reply (min)", &["90"; 12]);
    let named =
        tickets("\n        columns: {first_reply_at: {from: 'reply (min)', after: created_at}}", &[("t.csv", &named)]);
    assert_eq!(column(&named.stage(), Table::Tickets, "first_reply_at")[0], "2026-07-01T02:30:00Z");
}

#[test]
fn stand_ins_for_customers_are_nobody() {
    let text = with(
        "customer_id",
        &["K7", "Gast", "unbekannt", "0", "散客", "Guest checkout", "0007", "000", "guest-house-1"],
    );
    let staged = tickets("", &[("t.csv", &text)]).stage();
    let expected = ["K7", "-", "-", "-", "-", "-", "0007", "-", "guest-house-1"];
    assert_eq!(column(&staged, Table::Tickets, "customer_id"), expected);
    let told = said(&tickets("", &[("t.csv", &text)]));
    assert!(told.contains("6 ids in `customer_id` stand for nobody, such as `Gast`"), "{told}");
}

#[test]
fn channels_that_no_list_holds_are_told() {
    let text = with("channel", &["Phone", "Toll-free line", "Email", "Toll-free line"]);
    let staged = tickets("", &[("t.csv", &text)]).stage();
    assert_eq!(column(&staged, Table::Tickets, "channel")[1], "Toll-free line");
    let doubt = &staged.doubts[0];
    assert_eq!((doubt.column.as_str(), doubt.unknown, doubt.rows), ("channel", 2, 4));
}

#[test]
fn a_column_that_names_another_currency_is_heard() {
    let orders = |keys: &str, header: &str, other: &str| {
        let row = |n: usize| format!("B{n},2026-07-01,K{n},100.00,{}\n", if n == 3 { other } else { "CNY" });
        let text = format!("order_id,ordered_at,customer_id,amount,{header}\n{}", (0..12).map(row).collect::<String>());
        Project::new(&format!("      orders:\n        files: o.csv{keys}"), &[("o.csv", text.as_bytes())])
    };
    for header in ["Currency", "币种", "Währung"] {
        let messages = orders("", header, "USD").messages();
        assert!(
            messages[0]
                .contains("error[mixed-currency]: `o.csv` line 5: the amounts of 1 rows in column `amount` are in USD"),
            "{header}: {messages:?}"
        );
        assert!(codes(&orders("", header, "CNY")).is_empty(), "{header}");
        assert!(codes(&orders("", header, "人民币")).is_empty(), "{header}");
    }
    assert!(codes(&orders("\n        currency_column: none", "Currency", "USD")).is_empty());
    assert!(codes(&orders("\n        where: \"Currency = 'CNY'\"", "Currency", "USD")).is_empty());
    assert_eq!(codes(&orders("\n        currency_column: Cur", "Cur", "USD")), ["mixed-currency"]);
    assert_eq!(codes(&orders("\n        currency_column: Cur", "Curr", "USD")), ["unknown-column"]);
}

#[test]
fn sums_are_no_records_whatever_their_label() {
    let costs = |keys: &str, label: &str, sum: &str| {
        let month =
            |month: u8| format!("2026-0{month},wages,1000\n2026-0{month},rent,500\n2026-0{month},{label},{sum}\n");
        let text = format!("period,category,amount\n{}", (7..=9).map(month).collect::<String>());
        Project::new(&format!("      costs:\n        files: c.csv{keys}"), &[("c.csv", text.as_bytes())])
    };
    for label in ["Total costs", "Summe Personal", "Alle Arten"] {
        let staged = costs("", label, "1500").stage();
        assert_eq!(column(&staged, Table::Costs, "amount").len(), 6, "{label}");
        assert_eq!(column(&costs("", label, "700").stage(), Table::Costs, "amount").len(), 9, "{label}: no sum");
    }
    // Words for everything are no labels of totals where nothing adds up.
    for label in ["Catch-all", "Alles", "全部"] {
        assert!(codes(&costs("", label, "700")).is_empty(), "{label}");
    }
    for label in ["Всего", "*", "Saldo"] {
        let messages = costs("", label, "1500").messages();
        let expected =
            format!("error[sums-among-records]: `c.csv` line 4: the amounts of `{label}` are the sums of other rows");
        assert!(messages[0].contains(&expected), "{messages:?}");
        assert!(codes(&costs("", label, "700")).is_empty(), "{label}: no sum");
        let records = costs("\n        totals: records", label, "1500").stage();
        assert_eq!(column(&records, Table::Costs, "amount").len(), 9, "{label}");
        let without = costs(&format!("\n        where: \"category <> '{label}'\""), label, "1500").stage();
        assert_eq!(column(&without, Table::Costs, "amount").len(), 6, "{label}");
    }
}

#[test]
fn a_blank_cell_is_the_empty_text_in_a_condition() {
    let text = with("kind", &["Spam", "", "Question", ""]);
    let ids = |filter: &str| {
        column(
            &tickets(&format!("\n        where: \"{filter}\""), &[("t.csv", &text)]).stage(),
            Table::Tickets,
            "ticket_id",
        )
    };
    assert_eq!(ids("kind = ''"), ["T1", "T3"]);
    assert_eq!(ids("kind <> ''"), ["T0", "T2"]);
    assert_eq!(ids("kind in ('', 'Spam')"), ["T0", "T1", "T3"]);
    assert_eq!(ids("case kind when '' then true else false end"), ["T1", "T3"]);
    assert_eq!(ids("coalesce(kind, '') <> 'Spam'"), ["T1", "T2", "T3"]);
    assert_eq!(ids("kind <> 'Spam'"), ["T2"]);
    let messages = tickets("\n        where: \"kind <> 'Spam'\"", &[("t.csv", &text)]).messages();
    assert!(messages[0].contains("warning[where-blank]: 2 rows are left out because a blank cell"), "{messages:?}");
    let messages = tickets("\n        where: \"kind = 'spam'\"", &[("t.csv", &text)]).messages();
    assert!(
        messages.iter().any(|one| one.contains("warning[where-nothing]: `where` holds for none of the 4 rows")),
        "{messages:?}"
    );
}

#[test]
fn texts_are_not_put_in_order_as_if_they_were_numbers_or_dates() {
    let text = with("prio", &["9", "10"]);
    let message =
        |filter: &str| tickets(&format!("\n        where: \"{filter}\""), &[("t.csv", &text)]).messages().concat();
    assert!(
        message("prio >= '10'").contains("letter by letter\n  hint: compare numbers: `number(…) >= 10`"),
        "{}",
        message("prio >= '10'")
    );
    assert!(message("created_at >= '01.08.2026'").contains("bring the texts to year, month, day first"));
    assert_eq!(message("created_at >= '2026-07-01'"), "");
    assert_eq!(message("number(prio) >= 10"), "");
    assert_eq!(message("right(created_at, 5) >= '08:30'"), "");
    assert!(message("right(created_at, 5) >= '8:30'").contains("letter by letter"));
}

#[test]
fn an_abbreviation_of_the_named_zone_is_read_and_tells_the_doubled_hour() {
    let cells = [
        "2026-07-01 09:00 PDT",
        "2026-12-01 09:00 PST",
        "2026-11-01 01:30 PDT",
        "2026-11-01 01:30 PST",
        "2026-07-01 09:00 PST",
    ];
    let text = with("resolved_at", &cells)
        .replace("2026-07-0", "2026-06-0")
        .replace("2026-06-01 09:00 P", "2026-07-01 09:00 P");
    let named = "\n        time_zone: America/Los_Angeles";
    let staged = tickets(named, &[("t.csv", &text)]).stage();
    let expected =
        ["2026-07-01T16:00:00Z", "2026-12-01T17:00:00Z", "2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z", "-"];
    assert_eq!(column(&staged, Table::Tickets, "resolved_at"), expected);
    assert!(
        unreadable(&staged)[0].contains("a zone's abbreviation, which several zones share"),
        "{:?}",
        unreadable(&staged)
    );
    let staged = tickets("", &[("t.csv", &text)]).stage();
    assert_eq!(column(&staged, Table::Tickets, "resolved_at"), ["-"; 5]);
    let formats = "\n        time_zone: America/Los_Angeles\n        columns: {resolved_at: {from: done, date_formats: ['%m/%d/%Y %I:%M %p']}}";
    let text = with("done", &["07/01/2026 09:00 AM PDT", "07/03/2026 09:00 AM UTC"]);
    let staged = tickets(formats, &[("t.csv", &text)]).stage();
    assert_eq!(column(&staged, Table::Tickets, "resolved_at"), ["2026-07-01T16:00:00Z", "2026-07-03T09:00:00Z"]);
}

#[test]
fn a_german_hour_is_an_hour() {
    let staged =
        tickets("", &[("t.csv", &with("resolved_at", &["01.08.2026 09:05 Uhr", "31.08.2026 9:05 Uhr"]))]).stage();
    assert_eq!(column(&staged, Table::Tickets, "resolved_at"), ["2026-08-01T01:05:00Z", "2026-08-31T01:05:00Z"]);
}

#[test]
fn a_source_of_which_no_row_can_be_read_is_refused() {
    let text: String = (0..12).map(|id| format!("T{id},yesterday\n")).collect();
    let messages = tickets("", &[("t.csv", &format!("ticket_id,created_at\n{text}"))]).messages();
    assert!(
        messages[0].contains(
            "error[no-row-read]: no row of `t.csv` can be read; line 2, `created_at`: `yesterday`: not a date or time"
        ),
        "{messages:?}"
    );
    let short: String = (1..=12).map(|day| format!("T{day},7/{}/26 9:05 PM\n", day + 12)).collect();
    let messages = tickets("", &[("t.csv", &format!("ticket_id,created_at\n{short}"))]).messages();
    let hint = "hint: the year has two digits: write `date_formats: \"%m/%d/%y %I:%M %p\"` (13 July 2026)";
    assert!(messages[0].ends_with(hint), "{messages:?}");
    let few: String = (0..3).map(|id| format!("T{id},yesterday\n")).collect();
    let staged = tickets("", &[("t.csv", &format!("ticket_id,created_at\n{few}"))]).stage();
    assert_eq!(rejects(&staged).len(), 3);
}

#[test]
fn a_file_put_together_from_two_encodings_is_told() {
    let mut bytes = with("category", &["St\u{f6}rung"; 6]).into_bytes();
    bytes.extend_from_slice(b"T8,2026-07-09 09:00,St\xF6rung\nT9,2026-07-09 09:00,B\xFCro\n");
    let project =
        Project::new("      tickets:\n        files: t.csv\n        encoding: windows-1252", &[("t.csv", &bytes)]);
    let messages = project.messages();
    assert!(
        messages.iter().any(|one| one.contains("warning[mixed-encodings]") && one.contains("is read as ")),
        "{messages:?}"
    );
}

#[test]
fn a_page_that_counts_more_than_it_holds_is_told() {
    let page = |total: u64| {
        format!(
            "{{\"data\": [{{\"ticket_id\": 1, \"created_at\": \"2026-07-01\"}}], \"meta\": {{\"total\": {total}}}}}"
        )
    };
    let project = |total: u64| {
        Project::new("      tickets:\n        files: t.json\n        path: data", &[("t.json", page(total).as_bytes())])
    };
    assert_eq!(codes(&project(180)), ["more-pages"]);
    assert!(codes(&project(1)).is_empty());
}

#[test]
fn answers_that_count_from_the_best_are_refused_until_they_are_turned_round() {
    let surveys = |answers: [&str; 3], values: &str| {
        let rows = answers.iter().enumerate().map(|(id, answer)| format!("R{id},2026-07-01,csat,\"{answer}\",1,5\n"));
        let text = format!("response_id,responded_at,metric,value,scale_min,scale_max\n{}", rows.collect::<String>());
        Project::new(&format!("      surveys:\n        files: s.csv{values}"), &[("s.csv", text.as_bytes())])
    };
    for answers in [["1 - sehr gut", "3 - geht so", "5 - sehr schlecht"], ["非常满意(1)", "2", "非常不满意(5)"]]
    {
        let messages = surveys(answers, "").messages();
        assert!(
            messages[0].contains("error[reversed-scale]: answers in column `value` count from the best"),
            "{messages:?}"
        );
        let values = format!(
            "\n        columns: {{value: {{from: value, values: {{\"{}\": '5', \"{}\": '1'}}}}}}",
            answers[0], answers[2]
        );
        let staged = surveys(answers, &values).stage();
        assert_eq!(column(&staged, Table::Surveys, "value")[0], "5", "{:?}", staged.diagnostics);
    }
    for answers in [
        ["1 - very dissatisfied", "3", "5 - very satisfied"],
        ["1 - sehr gut", "2 - gut", "3 - naja"],
        ["1 - very easy", "3", "5 - very difficult"],
    ] {
        assert!(codes(&surveys(answers, "")).is_empty(), "{answers:?}");
    }
}

#[test]
fn accounts_whose_number_stands_in_a_cell_of_its_own_are_told() {
    let month = |month: u32| {
        let rows = [("6601", "Selling", 150), ("6601.01", "Wages", 100), ("6601.02", "Training", 50)];
        rows.map(|(code, name, amount)| format!("2026-{month:02},{code},{name},{amount}\n")).concat()
    };
    let text = format!("Month,Code,Account,Amount\n{}{}", month(7), month(8));
    let tables =
        "      costs:\n        files: c.csv\n        columns: {period: Month, category: Account, amount: Amount}";
    let messages = Project::new(tables, &[("c.csv", text.as_bytes())]).messages();
    assert!(
        messages[0].contains("error[sums-among-records]: `c.csv` line 2: the amounts of `Selling`"),
        "{messages:?}"
    );
}

#[test]
fn what_a_survey_measures_has_one_name() {
    let text = "response_id,question,value,responded_at\nR1,CSAT,5,2026-07-01\nR2,Net Promoter Score,9,2026-07-01\n\
                R3,满意度,4,2026-07-01\nR4,own_question,3,2026-07-01\n";
    let tables = "      surveys:\n        files: s.csv\n        columns: {metric: question}";
    let staged = Project::new(tables, &[("s.csv", text.as_bytes())]).stage();
    assert_eq!(column(&staged, Table::Surveys, "metric"), ["csat", "nps", "csat", "own_question"]);
    let tables = "      surveys:\n        files: s.csv\n        constants: {metric: NPS}";
    let staged = Project::new(tables, &[("s.csv", text.as_bytes())]).stage();
    assert_eq!(column(&staged, Table::Surveys, "metric"), ["nps"; 4]);
}

#[test]
fn a_wrapper_round_figures_and_times_is_no_part_of_them() {
    let text = "Month,Account,Amount\n'2026-07,Wages,'131.50\n\"=\"\"2026-08\"\"\",Wages,\"=\"\"12.25\"\"\"\n";
    let tables =
        "      costs:\n        files: c.csv\n        columns: {period: Month, category: Account, amount: Amount}";
    let staged = Project::new(tables, &[("c.csv", text.as_bytes())]).stage();
    assert_eq!(column(&staged, Table::Costs, "amount"), ["1315000", "122500"]);
}

#[test]
fn a_total_with_its_month_is_no_record_that_was_lost() {
    let text = "Month,Account,Amount\n2026-07,Wages,100\n2026-07,Training,50\nTotal 2026-07,,150\nSumme 2026-08,,0\n";
    let tables =
        "      costs:\n        files: c.csv\n        columns: {period: Month, category: Account, amount: Amount}";
    let staged = Project::new(tables, &[("c.csv", text.as_bytes())]).stage();
    let kinds: Vec<_> = staged.rejects.iter().map(|reject| (reject.line, reject.kind)).collect();
    let aside = super::super::RejectKind::NotARecord;
    assert_eq!(kinds, [(4, aside), (5, aside)]);
}
