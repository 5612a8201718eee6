//! Values and names in SQL.

use crate::domain::{Instant, Offset};
use crate::engine::sql::plus_days;

/// A text as an SQL literal.
pub(super) fn text_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Texts as a list of SQL.
pub(super) fn text_list(texts: &[&str]) -> String {
    texts.iter().map(|text| text_literal(text)).collect::<Vec<_>>().join(", ")
}

/// An instant (microseconds) as an SQL literal that does not depend on the session's time zone.
pub(super) fn instant_literal(micros: i64) -> String {
    let at = Instant(micros).to_utc();
    format!("TIMESTAMPTZ '{}'", at.format("%Y-%m-%d %H:%M:%S%.6f+00"))
}

/// SQL of the same wall-clock time days after an expression of type TIMESTAMPTZ.
pub(super) fn days_after(at: &str, days: i64, offsets: &[Offset]) -> String {
    format!("make_timestamptz({})", plus_days(&format!("epoch_us({at})"), days, offsets))
}

/// A quoted name.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
