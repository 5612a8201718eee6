//! A text as a cell of a CSV file for people, who open it in a spreadsheet.

/// Adds a text to a line as a cell.
///
/// A leading `=`, `+`, `-`, `@`, tab or line break would make a spreadsheet calculate: such a cell
/// starts with an apostrophe.
pub fn csv_cell(text: &mut String, cell: &str) {
    let first = cell.trim_start_matches(' ').chars().next();
    let formula = first
        .is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    let quoted = cell.contains([',', ';', '"', '\r', '\n', '\t', '\'']) || formula;
    if quoted {
        text.push('"');
    }
    if formula {
        text.push('\'');
    }
    for letter in cell.chars() {
        match letter {
            '"' => text.push_str("\"\""),
            '\0' => text.push('\u{fffd}'),
            other => text.push(other),
        }
    }
    if quoted {
        text.push('"');
    }
}
