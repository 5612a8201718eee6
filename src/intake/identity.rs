//! Cells of columns that identify something: what wraps an id, what stands for no id, and ids that a
//! spreadsheet has rounded.
//!
//! Looks at one cell at a time; never repairs an id whose digits are lost, because two of them may
//! have become one.

use super::cell::trim;
use crate::domain::{Table, words};

/// What an id's cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity<'c> {
    /// The id without what exporters wrap around it.
    Id(&'c str),
    /// Nothing: a blank, or a word for it such as `NULL` or `无`.
    Nothing,
    /// A number of which only the first digits are left.
    Lost,
}

/// Why a cell that has lost digits cannot be used.
pub const LOST: &str = "an id in scientific notation: its last digits are lost";

/// What cures it.
pub const LOST_HINT: &str = "format the column as text in the spreadsheet before saving, or map another id";

/// Whether the cells of a text column are ids: keys of their own table or references to another.
pub fn is_identity(table: Table, column: &str) -> bool {
    let points = |name: &str| name.ends_with("_id") || name.ends_with("_of") || name == "merged_into";
    points(column) && crate::schema::columns(table).iter().any(|known| known.name == column)
}

/// Reads an id's cell.
pub fn identity(text: &str) -> Identity<'_> {
    let text = unwrapped(text);
    if text.is_empty() || words::is_missing(text) {
        return Identity::Nothing;
    }
    if is_scientific(text) { Identity::Lost } else { Identity::Id(text) }
}

/// Whether a text is a number as a spreadsheet shows long ones: `1.03E+13`, `8,6E+12`.
pub fn is_scientific(text: &str) -> bool {
    if !text.as_bytes().contains(&b'+') {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    whole.len() == 1 && digits(whole) && digits(fraction) && exponent.strip_prefix('+').is_some_and(digits)
}

/// A cell without what exporters put around ids so that a spreadsheet keeps them: `="200001"`, a leading
/// apostrophe or backtick, `No:`, blanks and tabs inside quotes.
pub fn unwrapped(text: &str) -> &str {
    let plain =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() && !matches!(byte, b'N' | b'n'));
    if plain(text.as_bytes().first()) && plain(text.as_bytes().last()) {
        return text;
    }
    let mut text = trim(text);
    loop {
        let bare = trim(without_wrapper(text));
        if bare == text {
            return text;
        }
        text = bare;
    }
}

/// A figure or a time without what exporters put around it so that a spreadsheet keeps it as it is.
pub fn bare(text: &str) -> &str {
    if text.starts_with(['\'', '`', '=', '"']) { unwrapped(text) } else { text }
}

fn without_wrapper(text: &str) -> &str {
    if let Some(inside) = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        return inside;
    }
    for (opens, closes) in [('"', '"'), ('\'', '\''), ('`', '`')] {
        if let Some(inside) = text.strip_prefix(opens) {
            return inside.strip_suffix(closes).unwrap_or(inside);
        }
    }
    let number = ["No:", "NO:", "no:", "No：", "NO："].iter().find_map(|mark| text.strip_prefix(mark));
    number.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exporters_wrap_around_ids_is_no_part_of_them() {
        for wrapped in ["200001", " =\"200001\" ", "'200001", "`200001", "No:200001", "\"200001\t\"", "'`200001\t"] {
            assert_eq!(identity(wrapped), Identity::Id("200001"), "{wrapped}");
        }
        for whole in ["North:1", "O'Neill", "=A1", "7\"", "000123", "A-1"] {
            assert_eq!(identity(whole), Identity::Id(whole));
        }
    }

    #[test]
    fn figures_and_times_lose_their_wrapper_alone() {
        for (text, found) in [
            ("'131.50", "131.50"),
            ("`2026-07-01 09:05:00", "2026-07-01 09:05:00"),
            ("=\"12\"", "12"),
            ("'", ""),
            ("12'30\"", "12'30\""),
            ("No:12", "No:12"),
        ] {
            assert_eq!(bare(text), found, "{text}");
        }
    }

    #[test]
    fn words_for_nothing_are_no_ids() {
        for nothing in ["", "  ", "NULL", "None", "#N/A", "-", "无", "=\"\"", "'", "No:"] {
            assert_eq!(identity(nothing), Identity::Nothing, "{nothing}");
        }
    }

    #[test]
    fn ids_in_scientific_notation_have_lost_their_last_digits() {
        for lost in ["1.03E+13", "8.61391E+12", "8E+12", "8,61e+12", "'1.5E+15"] {
            assert_eq!(identity(lost), Identity::Lost, "{lost}");
        }
        for id in ["1E5", "12.5E+3", "E+12", "1.E+12", "1.2.3E+4", "1.5E-3", "1.5E+", "8.61X+12", "3e8b91c2"] {
            assert_eq!(identity(id), Identity::Id(id));
        }
    }

    #[test]
    fn references_are_ids_and_names_are_not() {
        assert!(is_identity(Table::Tickets, "ticket_id") && is_identity(Table::Tickets, "merged_into"));
        assert!(is_identity(Table::Surveys, "customer_id") && is_identity(Table::Complaints, "repeat_of"));
        for name in ["agent", "team", "shop_id"] {
            assert!(!is_identity(Table::Tickets, name), "{name}");
        }
    }
}
