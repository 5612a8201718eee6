//! The distinct values of text columns that a configuration can name, and which spellings of a
//! channel are one channel.

use super::column::{Columns, text_at};
use super::error::Error;
use super::merging::Tables;
use crate::domain::Table;
use crate::domain::words::{self, Vocabulary};
use arrow_schema::DataType;
use std::collections::{BTreeMap, HashMap};

/// A column with more distinct values than this is not described.
const DESCRIBED: usize = 10_000;

/// Rows of each value of a column.
pub(super) type Counts = BTreeMap<String, u64>;

/// Distinct values by table and column; a column with too many is left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(BTreeMap<(Table, String), Counts>);

impl Values {
    /// Counts the values of the columns asked for; those that a table does not have are skipped.
    pub(super) fn new(tables: &Tables, columns: &[(Table, &str)]) -> Result<Self, Error> {
        let mut values = Self::default();
        for (table, column) in columns {
            let Some(merging) = tables.get(table) else { continue };
            let field = merging.staged.schema().field_with_name(column);
            if !field.is_ok_and(|field| *field.data_type() == DataType::Utf8) {
                continue;
            }
            let parts = merging.staged.map(&[column], &merging.merged.dropped, |_, batch| {
                let cells = Columns(batch).text(column);
                let mut counts: HashMap<&str, u64> = HashMap::new();
                for value in (0..batch.num_rows()).filter_map(|row| text_at(cells, row)) {
                    if counts.len() <= DESCRIBED || counts.contains_key(value) {
                        *counts.entry(value).or_default() += 1;
                    }
                }
                counts.into_iter().map(|(value, rows)| (value.to_owned(), rows)).collect::<Counts>()
            })?;
            let mut all = Counts::new();
            for (value, rows) in parts.into_iter().flatten() {
                *all.entry(value).or_default() += rows;
            }
            if all.len() <= DESCRIBED {
                values.0.insert((*table, (*column).to_owned()), all);
            }
        }
        Ok(values)
    }

    /// The values of a column with their rows; `None` when they were not counted.
    pub(super) fn of(&self, table: Table, column: &str) -> Option<&Counts> {
        self.0.get(&(table, column.to_owned()))
    }

    /// Spellings of channels → the commonest spelling of the same channel over all tables, where the
    /// two differ.
    pub(super) fn channel_labels(&self) -> BTreeMap<String, String> {
        let mut kinds: BTreeMap<String, Counts> = BTreeMap::new();
        for (_, counts) in self.0.iter().filter(|((_, column), _)| column == "channel") {
            for (value, rows) in counts {
                *kinds.entry(channel_key(value)).or_default().entry(value.clone()).or_default() += rows;
            }
        }
        let mut labels = BTreeMap::new();
        for spellings in kinds.values() {
            // Of equally common ones, the first by name.
            let label = spellings.iter().rev().max_by_key(|(_, rows)| **rows).map(|(value, _)| value.clone());
            let label = label.unwrap_or_default();
            let others = spellings.keys().filter(|value| **value != label);
            labels.extend(others.map(|value| (value.clone(), label.clone())));
        }
        labels
    }
}

/// What makes two spellings one channel: their meaning, else their letters.
pub(super) fn channel_key(text: &str) -> String {
    words::canonical(Vocabulary::Channel, text).map_or_else(|| word_key(text), str::to_owned)
}

/// What makes two spellings one word: their letters; of signs alone, the signs.
pub(super) fn word_key(text: &str) -> String {
    let folded = words::fold(text);
    if folded.is_empty() { text.to_owned() } else { folded }
}

/// The kind of a channel that figures speak of: `phone`, `live`, `written`, else its own meaning,
/// [`words::UNKNOWN`] for a word that no list holds.
pub(super) fn channel_kind(text: &str) -> &'static str {
    match words::staged(Vocabulary::Channel, text) {
        channel if words::LIVE_CHANNELS.contains(&channel) => "live",
        channel if words::WRITTEN_CHANNELS.contains(&channel) => "written",
        "voicemail" => "phone",
        channel => channel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_channel_are_one_channel() {
        let counts = |all: &[(&str, u64)]| all.iter().map(|(value, rows)| ((*value).to_owned(), *rows)).collect();
        let values = Values(BTreeMap::from([
            ((Table::Tickets, "channel".to_owned()), counts(&[("Email", 3), ("email", 5), ("电话", 1), ("Kiosk", 2)])),
            (
                (Table::Surveys, "channel".to_owned()),
                counts(&[("E-Mail", 4), ("Phone", 1), ("kiosk ", 2), ("微信", 9)]),
            ),
            ((Table::Tickets, "priority".to_owned()), counts(&[("High", 1), ("high", 1)])),
        ]));
        let label = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        let wanted =
            [label("E-Mail", "email"), label("Email", "email"), label("kiosk ", "Kiosk"), label("电话", "Phone")];
        assert_eq!(values.channel_labels(), BTreeMap::from(wanted));
    }

    #[test]
    fn channels_have_kinds() {
        for (text, kind) in [
            ("热线", "phone"),
            ("Voicemail", "phone"),
            ("小程序", "live"),
            ("Chat", "live"),
            ("SMS", "written"),
            ("门店", "in_person"),
            ("Kiosk", "unknown"),
        ] {
            assert_eq!(channel_kind(text), kind, "{text}");
        }
    }
}
