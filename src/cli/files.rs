//! One line per file: how much of it is read, which time it covers, by what its rows are known, and
//! what was recognised.

use crate::pipeline::{Made, Outcome};
use crate::run_record::InputRecord;

/// The lines of all reports, each report's under its name when there are several.
pub(super) fn lines(made: &[(&Outcome, &Made)]) -> Vec<String> {
    let mut lines = Vec::new();
    for (outcome, made) in made.iter().filter(|(_, made)| !made.inputs.is_empty()) {
        lines.push(format!("files of {}:", outcome.report));
        lines.extend(made.inputs.iter().map(|input| format!("  {}", line(input))));
    }
    lines
}

fn line(input: &InputRecord) -> String {
    let mut parts = vec![rows(input)];
    if let Some([first, last]) = &input.covers {
        parts.push(format!("{} to {}", day(first), day(last)));
    }
    parts.push(match input.key.as_slice() {
        [] => "no key".to_owned(),
        key => format!("key {}", key.join(" + ")),
    });
    parts.extend(input.encoding.clone());
    parts.extend(input.said.iter().cloned());
    format!("{} → {}: {}", input.path, input.table.name(), parts.join("; "))
}

fn rows(input: &InputRecord) -> String {
    let mut text = format!("{} rows, {} used", input.rows_read, input.rows_used);
    let others = [
        (input.rows_rejected, "rejected"),
        (input.rows_merged, "merged"),
        (input.rows_folded, "added to their record"),
    ];
    for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
        text += &format!(", {count} {what}");
    }
    text
}

/// The day of a local time.
fn day(local: &str) -> &str {
    local.get(..10).unwrap_or(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_was_read_and_how() {
        let input = InputRecord {
            path: "a.csv".to_owned(),
            table: crate::domain::Table::Tickets,
            sha256: String::new(),
            bytes: 9,
            rows_read: 12,
            rows_used: 10,
            rows_rejected: 2,
            rows_merged: 0,
            rows_folded: 0,
            covers: Some(["2026-01-01T00:00:00+08:00".to_owned(), "2026-09-30T23:59:00+08:00".to_owned()]),
            key: vec!["ticket_id".to_owned()],
            encoding: Some("GB18030".to_owned()),
            said: vec!["the header is row 5".to_owned()],
            query: None,
            looked_up: std::collections::BTreeMap::new(),
        };
        assert_eq!(
            line(&input),
            "a.csv → tickets: 12 rows, 10 used, 2 rejected; 2026-01-01 to 2026-09-30; key ticket_id; GB18030; the header \
             is row 5"
        );
    }
}
