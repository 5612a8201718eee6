//! What writers note about columns beside their types: Arrow's schema, pandas's and Spark's.

use arrow_ipc::{MessageHeader, TimeUnit as NotedUnit, Type, root_as_message};
use arrow_schema::TimeUnit;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A note longer than this is no schema.
const LONGEST: usize = 16 << 20;

/// What the values of a column mean beyond their type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// What the type says.
    #[default]
    Usual,
    /// Whole numbers that are spans of time in this unit.
    Span(TimeUnit),
    /// Times on the wall clock, whatever the usual rule is.
    Local,
    /// Sixteen bytes that are an id.
    Uuid,
}

/// The meanings of all columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note(Vec<Meaning>);

impl Note {
    /// Reads what is noted about the columns of these names; what cannot be read says nothing.
    pub fn read<'n>(names: &[&str], notes: impl Iterator<Item = (&'n str, &'n str)>) -> Self {
        let mut found = Self(vec![Meaning::Usual; names.len()]);
        for (key, value) in notes.filter(|(_, value)| value.len() < LONGEST) {
            let meanings = match key {
                "ARROW:schema" => of_arrow(value),
                "pandas" => of_pandas(value),
                "org.apache.spark.sql.parquet.row.metadata" => of_spark(value),
                _ => None,
            };
            for (name, meaning) in meanings.into_iter().flatten() {
                if let Some(index) = names.iter().position(|known| *known == name) {
                    found.0[index] = meaning;
                }
            }
        }
        found
    }

    /// What a column means.
    pub fn meaning(&self, column: usize) -> Meaning {
        self.0.get(column).copied().unwrap_or_default()
    }

    /// Whether the times of a column are noted to be on the wall clock.
    pub fn is_local(&self, column: usize) -> bool {
        self.meaning(column) == Meaning::Local
    }

    /// Says what a column means.
    pub fn set(&mut self, column: usize, meaning: Meaning) {
        self.0[column] = meaning;
    }
}

type Meanings = Vec<(String, Meaning)>;

/// Arrow's note is a message of its own format; only spans and times are looked at, since the rest
/// stands in the file's own schema.
fn of_arrow(value: &str) -> Option<Meanings> {
    let bytes = STANDARD.decode(value.trim()).ok()?;
    // A mark and a length stand before the message, the mark not in old files.
    let message = match bytes.get(..4)? {
        [0xFF, 0xFF, 0xFF, 0xFF] => bytes.get(8..)?,
        _ => bytes.get(4..)?,
    };
    let message = root_as_message(message).ok()?;
    if message.header_type() != MessageHeader::Schema {
        return None;
    }
    let fields = message.header_as_schema()?.fields()?;
    let meaning = |field: arrow_ipc::Field<'_>| {
        let meaning = match field.type_type() {
            Type::Duration => Meaning::Span(unit(field.type_as_duration()?.unit())?),
            Type::Timestamp if field.type_as_timestamp()?.timezone().is_none() => Meaning::Local,
            _ => return None,
        };
        Some((field.name()?.to_owned(), meaning))
    };
    Some(fields.iter().filter_map(meaning).collect())
}

/// The unit of a span; none of an unknown one.
pub fn unit(noted: NotedUnit) -> Option<TimeUnit> {
    match noted {
        NotedUnit::SECOND => Some(TimeUnit::Second),
        NotedUnit::MILLISECOND => Some(TimeUnit::Millisecond),
        NotedUnit::MICROSECOND => Some(TimeUnit::Microsecond),
        NotedUnit::NANOSECOND => Some(TimeUnit::Nanosecond),
        _ => None,
    }
}

/// `{"columns": [{"name": "wait", "numpy_type": "timedelta64[ns]"}]}`
fn of_pandas(value: &str) -> Option<Meanings> {
    let note: serde_json::Value = serde_json::from_str(value).ok()?;
    let meaning = |column: &serde_json::Value| {
        let name = ["field_name", "name"].into_iter().find_map(|key| column.get(key)?.as_str())?;
        let unit = match column.get("numpy_type")?.as_str()? {
            "timedelta64[s]" => TimeUnit::Second,
            "timedelta64[ms]" => TimeUnit::Millisecond,
            "timedelta64[us]" => TimeUnit::Microsecond,
            "timedelta64[ns]" => TimeUnit::Nanosecond,
            _ => return None,
        };
        Some((name.to_owned(), Meaning::Span(unit)))
    };
    Some(note.get("columns")?.as_array()?.iter().filter_map(meaning).collect())
}

/// `{"fields": [{"name": "wait", "type": "interval day to second"}]}`, kept in microseconds.
fn of_spark(value: &str) -> Option<Meanings> {
    let note: serde_json::Value = serde_json::from_str(value).ok()?;
    let meaning = |field: &serde_json::Value| {
        let kind = field.get("type")?.as_str()?;
        let span = ["day", "hour", "minute", "second"].into_iter().any(|unit| kind.ends_with(unit));
        let name = field.get("name")?.as_str()?.to_owned();
        (kind.starts_with("interval") && span).then_some((name, Meaning::Span(TimeUnit::Microsecond)))
    };
    Some(note.get("fields")?.as_array()?.iter().filter_map(meaning).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_pandas_and_spark_tell_units() {
        let pandas =
            r#"{"columns": [{"name": "wait", "numpy_type": "timedelta64[ns]"}, {"name": "n", "numpy_type": "int64"}]}"#;
        let spark =
            r#"{"fields": [{"name": "talk", "type": "interval day to second"}, {"name": "s", "type": {"x": 1}}]}"#;
        let note = Note::read(
            &["n", "wait", "talk"],
            [("pandas", pandas), ("org.apache.spark.sql.parquet.row.metadata", spark), ("other", "{")].into_iter(),
        );
        assert_eq!(note.meaning(0), Meaning::Usual);
        assert_eq!(note.meaning(1), Meaning::Span(TimeUnit::Nanosecond));
        assert_eq!(note.meaning(2), Meaning::Span(TimeUnit::Microsecond));
    }

    #[test]
    fn a_note_that_is_none_says_nothing() {
        for broken in ["", "!", "AAAA", "/////wAAAAA=", "/////xAAAAAAAAoADgAGAAUACAAKAAAAAA=="] {
            assert_eq!(Note::read(&["a"], [("ARROW:schema", broken)].into_iter()).meaning(0), Meaning::Usual);
        }
    }
}
