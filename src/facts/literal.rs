//! Values and names in SQL.

use super::derivation::Asked;
use crate::domain::ColumnType;
use crate::engine::sql::{Dialect, plus_days};

/// Texts as a list of SQL; none of them has a quote or a backslash.
pub(super) fn text_list(texts: &[&str], dialect: Dialect) -> String {
    texts.iter().map(|text| dialect.text(text)).collect::<Vec<_>>().join(", ")
}

/// A pattern of names (`*`, `?`, `[a-c]`, `{one,other}`) as a regular expression.
pub(super) fn shape_of(pattern: &str) -> String {
    let mut shape = String::new();
    let (mut braces, mut letters) = (0, pattern.chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '*' => shape.push_str(".*"),
            '?' => shape.push('.'),
            '[' => {
                shape.push('[');
                if letters.next_if(|next| matches!(next, '!' | '^')).is_some() {
                    shape.push('^');
                }
            }
            ']' => shape.push(']'),
            '{' => {
                braces += 1;
                shape.push_str("(?:");
            }
            '}' if braces > 0 => {
                braces -= 1;
                shape.push(')');
            }
            ',' if braces > 0 => shape.push('|'),
            '\\' => shape.extend(letters.next().into_iter().flat_map(escaped)),
            letter => shape.extend(escaped(letter)),
        }
    }
    shape
}

fn escaped(letter: char) -> impl Iterator<Item = char> {
    let special = letter.is_ascii_punctuation() && !matches!(letter, '_' | '-');
    special.then_some('\\').into_iter().chain([letter])
}

/// No value, of a type.
pub(super) fn nothing(kind: ColumnType, dialect: Dialect) -> String {
    let kind = if kind == ColumnType::Instant { dialect.instant_type() } else { dialect.type_name(kind) };
    format!("NULL::{kind}")
}

/// SQL of the same wall-clock time days after an expression of type TIMESTAMPTZ.
pub(super) fn days_after(at: &str, days: i64, asked: &Asked<'_>) -> String {
    let dialect = asked.dialect;
    dialect.instant(&plus_days(&dialect.micros(at), days, asked.offsets, dialect))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_names_are_regular_expressions() {
        for (pattern, shape) in [
            ("wages*", "wages.*"),
            ("保修?", "保修."),
            ("a.b+", "a\\.b\\+"),
            ("[!a-c]x", "[^a-c]x"),
            ("{one,two}*", "(?:one|two).*"),
            ("a,b", "a\\,b"),
        ] {
            assert_eq!(shape_of(pattern), shape);
        }
    }
}
