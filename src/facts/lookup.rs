//! Columns of another table that a row points to, such as the tier of a ticket's customer.

use super::column::{Columns, boolean_at, booleans, instant_at, key_of, text_at, texts};
use super::error::Error;
use super::staged::Staged;
use arrow_array::{Array, ArrayRef, StringArray};
use std::collections::{BTreeMap, HashMap};

/// Text columns of a table by its key, each value stored once, and Boolean ones.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    rows: HashMap<u128, u32>,
    texts: BTreeMap<String, Codes>,
    flags: BTreeMap<String, Vec<Option<bool>>>,
}

/// What a lookup carries: the key of its table, and columns by type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Carry<'a> {
    pub(super) key: &'a str,
    pub(super) texts: &'a [&'a str],
    pub(super) flags: &'a [&'a str],
}

#[derive(Debug, Default)]
struct Codes {
    values: Vec<String>,
    positions: HashMap<String, u32>,
    /// Per row of the target table: position in `values` + 1, 0 when missing.
    codes: Vec<u32>,
}

impl Lookup {
    /// Reads the columns of a table; `wanted` limits it to keys that somebody points to.
    pub(super) fn new(
        staged: &Staged,
        dropped: &[u64],
        carry: Carry<'_>,
        wanted: Option<&[u128]>,
    ) -> Result<Self, Error> {
        let read: Vec<&str> =
            std::iter::once(carry.key).chain(carry.texts.iter().copied()).chain(carry.flags.iter().copied()).collect();
        let parts = staged.map(&read, dropped, |_, batch| collect(Columns(batch), carry, wanted))?;
        let mut lookup = Self {
            texts: carry.texts.iter().map(|name| ((*name).to_owned(), Codes::default())).collect(),
            flags: carry.flags.iter().map(|name| ((*name).to_owned(), Vec::new())).collect(),
            ..Self::default()
        };
        for Collected { keys, texts, flags } in parts {
            for (at, key) in keys.iter().enumerate() {
                let row = u32::try_from(lookup.rows.len()).unwrap_or(u32::MAX);
                lookup.rows.entry(*key).or_insert(row);
                for (column, cells) in carry.texts.iter().zip(&texts) {
                    lookup.texts.entry((*column).to_owned()).or_default().push(cells[at].as_deref());
                }
            }
            for (column, cells) in carry.flags.iter().zip(flags) {
                lookup.flags.entry((*column).to_owned()).or_default().extend(cells);
            }
        }
        Ok(lookup)
    }

    /// Whether a key is known.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.rows.contains_key(&key_of(&key))
    }

    /// The column's value for each foreign key; null without key or row. `None` for a column that is not carried.
    pub(super) fn column(&self, name: &str, keys: &StringArray) -> Option<ArrayRef> {
        if let Some(flags) = self.flags.get(name) {
            let flag = |row| *flags.get(self.row(text_at(keys, row)?)? as usize)?;
            return Some(booleans((0..keys.len()).map(flag)));
        }
        let codes = self.texts.get(name)?;
        Some(texts((0..keys.len()).map(|row| codes.get(self.row(text_at(keys, row)?)?))))
    }

    fn row(&self, key: &str) -> Option<u32> {
        self.rows.get(&key_of(&key)).copied()
    }
}

impl Codes {
    fn push(&mut self, value: Option<&str>) {
        let code = value.map_or(0, |value| match self.positions.get(value) {
            Some(code) => *code,
            None => {
                self.values.push(value.to_owned());
                let code = u32::try_from(self.values.len()).unwrap_or(0);
                self.positions.insert(value.to_owned(), code);
                code
            }
        });
        self.codes.push(code);
    }

    fn get(&self, row: u32) -> Option<&str> {
        let code = *self.codes.get(row as usize)?;
        self.values.get((code as usize).checked_sub(1)?).map(String::as_str)
    }
}

/// Wanted rows of a part: keys, and the cells of every column.
struct Collected {
    keys: Vec<u128>,
    texts: Vec<Vec<Option<String>>>,
    flags: Vec<Vec<Option<bool>>>,
}

fn collect(batch: Columns<'_>, carry: Carry<'_>, wanted: Option<&[u128]>) -> Collected {
    let keys = batch.text(carry.key);
    let wanted_row = |row: &usize| {
        let key = text_at(keys, *row).map(|key| key_of(&key));
        key.filter(|key| wanted.is_none_or(|wanted| wanted.binary_search(key).is_ok())).map(|key| (*row, key))
    };
    let rows: Vec<(usize, u128)> = (0..batch.rows()).filter_map(|row| wanted_row(&row)).collect();
    let texts = |column: &&str| {
        let cells = batch.text(column);
        rows.iter().map(|(row, _)| text_at(cells, *row).map(str::to_owned)).collect()
    };
    let flags = |column: &&str| {
        let cells = batch.booleans(column);
        rows.iter().map(|(row, _)| boolean_at(cells, *row)).collect()
    };
    Collected {
        keys: rows.iter().map(|(_, key)| *key).collect(),
        texts: carry.texts.iter().map(texts).collect(),
        flags: carry.flags.iter().map(flags).collect(),
    }
}

/// When a ticket was created, first solved and last solved, for the surveys about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TicketTimes {
    pub(super) created_at: Option<i64>,
    pub(super) first_resolved_at: Option<i64>,
    pub(super) resolved_at: Option<i64>,
}

/// The times of the tickets that surveys point to.
#[derive(Debug, Default)]
pub(super) struct Interactions(HashMap<u128, TicketTimes>);

impl Interactions {
    /// Reads the times of the wanted tickets (keys ascending).
    pub(super) fn new(tickets: &Staged, dropped: &[u64], wanted: &[u128]) -> Result<Self, Error> {
        let columns = ["ticket_id", "created_at", "first_resolved_at", "resolved_at"];
        let parts = tickets.map(&columns, dropped, |_, batch| {
            let batch = Columns(batch);
            let [created, first, last] = ["created_at", "first_resolved_at", "resolved_at"].map(|c| batch.instants(c));
            let ids = batch.text("ticket_id");
            let keyed = (0..batch.rows()).filter_map(|row| Some((row, key_of(&text_at(ids, row)?))));
            let known = keyed.filter(|(_, key)| wanted.binary_search(key).is_ok());
            let times = |row| TicketTimes {
                created_at: instant_at(created, row),
                first_resolved_at: instant_at(first, row),
                resolved_at: instant_at(last, row),
            };
            known.map(|(row, key)| (key, times(row))).collect::<Vec<_>>()
        })?;
        Ok(Self(parts.into_iter().flatten().collect()))
    }

    /// The times of a ticket.
    pub(super) fn get(&self, ticket: Option<&str>) -> Option<TicketTimes> {
        self.0.get(&key_of(&ticket?)).copied()
    }
}
