use super::*;
use crate::config::{Overrides, load};

/// A source for tickets with more keys, in YAML's flow style.
pub fn source(keys: &str) -> Source {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.yaml");
    let keys = if keys.is_empty() { String::new() } else { format!(", {keys}") };
    let yaml = format!(
        "version: 1\nreports:\n  - id: client\n    client: Client\n    data: data\n    as_of: 2026-10-15\n    tables:\n      \
         tickets: {{files: t.csv{keys}}}\n"
    );
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(&path, &yaml).unwrap();
    let (config, _) = load(&path, &Overrides::default()).unwrap_or_else(|problems| panic!("{yaml}{problems:#?}"));
    config.reports[0].sources[0].clone()
}

fn rows(text: &str) -> Vec<HeadRow> {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim_matches(' ').to_owned()).collect::<Vec<_>>();
    let all = text.lines().enumerate().map(|(at, line)| (at as u64 + 1, cells(line)));
    all.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect()
}

pub fn wanted(names: &[&str]) -> Vec<Wanted> {
    names.iter().map(|name| Wanted { column: (*name).to_owned(), names: vec![(*name).to_owned()] }).collect()
}

fn found(text: &str, names: &[&str]) -> Layout {
    find(&rows(text), &source(""), &wanted(names)).unwrap()
}

fn refused(text: &str, names: &[&str]) -> String {
    let problem = find(&rows(text), &source(""), &wanted(names)).unwrap_err();
    format!("{}; {}", problem.message, problem.hint.unwrap_or_default())
}

#[test]
fn a_first_row_that_has_the_names_is_the_header_and_nothing_is_said() {
    let layout = found("id|opened|note\n1|2026-07-01|x", &["id", "opened"]);
    assert_eq!((layout.at, layout.first, layout.said.len()), (1, 2, 0));
    assert_eq!(layout.names, ["id", "opened", "note"]);
}

#[test]
fn titles_filters_and_blank_lines_above_the_header_are_passed_over() {
    let layout =
        found("Weekly calls||\nid|of a desk|\n\nTime zone|America/Denver|\nid|opened|note\n1|2|3", &["id", "opened"]);
    assert_eq!((layout.at, layout.first), (5, 6));
    assert_eq!(layout.zone.as_deref(), Some("America/Denver"));
    let said = [
        "the header is row 5, what stands above it is no record",
        "times without an offset are in America/Denver, as row 4 says",
    ];
    assert_eq!(layout.said, said);
}

#[test]
fn without_the_names_the_row_with_most_of_them_is_taken_else_the_first() {
    assert_eq!(found("Title||\nid|opend|note\n1|2|3", &["id", "opened", "note"]).at, 2);
    assert_eq!(found("Title||\nkey|date|text\n1|2|3\n4|5|6", &["id", "opened", "note"]).at, 2);
    assert_eq!(found("key|date|text\n1|2|3", &["id", "opened", "note"]).at, 1);
}

#[test]
fn names_are_compared_exactly_first_and_then_as_they_look() {
    let layout = found(
        "\u{FEFF}Ticket ID|Created\u{A0}at|Solved at\u{200B}|金额（元）",
        &["Ticket ID", "Created at", "Solved at", "金额(元)"],
    );
    assert_eq!(layout.names, ["Ticket ID", "Created at", "Solved at", "金额(元)"]);
    assert_eq!(layout.titles[1], "Created\u{A0}at");
    assert_eq!(layout.said[1], "`Created at` is column 2, `Created<U+00A0>at`");
    assert_eq!(found("Due Date|due date", &["due date"]).names, ["Due Date", "due date"]);
    let message = refused("Due Date|DUE DATE", &["due date"]);
    let expected = "`due date` could be any of `Due Date`, `DUE DATE`; write one of these names in full, or the number of \
                    the column as `position`";
    assert_eq!(message, expected);
}

#[test]
fn a_header_of_two_rows_joins_the_names_of_merged_groups() {
    let text =
        "Daily||||||\nname|day|leave|||overtime|\n||paid (h)|sick (h)|other (h)|weekday|weekend\nA|2026-08-01|1|2||3|4";
    let layout = found(text, &["name", "day"]);
    let names = [
        "name",
        "day",
        "leave / paid (h)",
        "leave / sick (h)",
        "leave / other (h)",
        "overtime / weekday",
        "overtime / weekend",
    ];
    assert_eq!((layout.at, layout.first, layout.names.as_slice()), (2, 4, names.map(str::to_owned).as_slice()));
    assert_eq!(layout.said[0], "the header takes 2 rows from row 2 on, what stands above it is no record");
}

#[test]
fn a_wanted_name_may_stand_in_one_of_two_header_rows() {
    let text = "Respondent|Date|How good are we|||Would you come back?\n||Speed|Kindness|Result|Response\n1|2026-07-01|5|4|3|9";
    let layout = found(text, &["Respondent", "Date", "Would you come back?", "Result"]);
    assert_eq!(layout.first, 3);
    assert_eq!(layout.names[4..], ["Result", "Would you come back?"]);
    assert_eq!(layout.titles[4..], ["How good are we / Result", "Would you come back? / Response"]);
    assert!(refused(text, &["Respondent", "How good are we", "Result"]).contains("`How good are we` could be any of"));
}

#[test]
fn a_data_row_is_no_second_header_row() {
    assert_eq!(found("id|opened|\n1|2026-07-01|x\n2|2026-07-02|y", &["id", "opened"]).first, 2);
    assert_eq!(found("name|note|\n|late|yes\nA|x|no", &["note"]).first, 2);
}

#[test]
fn rows_of_an_online_survey_below_the_header_are_no_records() {
    let text = "EndDate|Status|Q1\nEnd date|Response type|How was it?\n{\"ImportId\":\"e\",\"timeZone\":\"America/Denver\"}|{\"ImportId\":\"s\"}|{\"ImportId\":\"q\"}\n2026-07-01|IP Address|5";
    let layout = found(text, &["EndDate", "Q1"]);
    assert_eq!((layout.first, layout.zone.as_deref(), layout.preview), (4, Some("America/Denver"), Some(1)));
    assert_eq!(layout.said[1], "rows 2 and 3 are further header rows of an online survey");
}

#[test]
fn types_units_and_names_in_other_words_below_the_header_are_no_records() {
    for (row, what) in [
        ("VARCHAR(32)|INTEGER|UNIQUEIDENTIFIER", "with the types of the columns"),
        ("|min|(s)", "with units"),
        ("Start Date|Call ID|Wait", "with the names again"),
    ] {
        let layout = found(&format!("StartDate|CallID|wait\n{row}\nx|2|3"), &["StartDate", "CallID"]);
        assert_eq!((layout.first, &layout.said), (3, &vec![format!("row 2 is a further header row {what}")]), "{row}");
    }
    assert_eq!(found("StartDate|CallID|wait\nStartDate|CallID|wait\n1|2|3", &["StartDate"]).first, 2);
}

#[test]
fn configured_rows_are_obeyed() {
    let text = "a|b\nTitle|\nid|opened\n1|2\n3|4";
    let layout = find(&rows(text), &source("header_row: 3, skip_rows: 1"), &wanted(&["x"])).unwrap();
    assert_eq!((layout.at, layout.first, layout.names), (3, 5, vec!["id".to_owned(), "opened".to_owned()]));
    let layout = find(&rows(text), &source("header_row: 2, header_rows: 2"), &wanted(&["x"])).unwrap();
    assert_eq!((layout.first, layout.names), (4, vec!["Title / id".to_owned(), "Title / opened".to_owned()]));
    let layout = find(&rows(text), &source("header_row: none, header: [id, opened]"), &wanted(&["id"])).unwrap();
    assert_eq!((layout.at, layout.first, layout.names), (0, 1, vec!["id".to_owned(), "opened".to_owned()]));
    let layout = find(&rows("ID|amount\n1|2|3"), &source("header: [id, count, amount]"), &wanted(&["id"])).unwrap();
    assert_eq!((layout.at, layout.first, layout.names.len()), (0, 2, 3));
    let problem = find(&rows("a|b\n\n1|2"), &source("header_row: 2"), &wanted(&["a"])).unwrap_err();
    assert_eq!(problem.message, "`header_row` is 2, and nothing stands in that row");
    let problem = find(&rows("a|b\n1|2"), &source("skip_rows: 3"), &wanted(&["a"])).unwrap_err();
    assert_eq!(problem.message, "`skip_rows` is 3, and below the header are 1 rows");
}

#[test]
fn zones_are_known_after_a_word_and_never_by_a_part() {
    for text in ["Europe/Berlin", "Timezone: Europe/Berlin", "Zeitzone：Europe/Berlin", "times (Europe/Berlin)"] {
        assert_eq!(named_zone(text).as_deref(), Some("Europe/Berlin"), "{text}");
    }
    for text in ["Berlin", "n/a", "and/or", "Europe/Berlin office", ""] {
        assert_eq!(named_zone(text), None, "{text}");
    }
}
