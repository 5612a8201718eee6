//! Sums among the rows of a table of amounts.
//!
//! A row whose label is a word for a total is one when each of its amounts is the sum of the rows above
//! it: since the beginning, or since any total before. A label whose amounts are not such a sum is kept
//! as a record and told, for a category may be called so. A label that is a word for an average is one
//! when its amounts are the means of the rows above. Rows whose amounts are such sums every time
//! their label occurs, whatever the label, are suspected: a person says whether they are totals.

use super::aside::Look;
use super::nested::Nested;
use crate::domain::{ColumnType, Table, words};
use crate::intake::buffer::{ColumnBuffer, Value};
use crate::intake::mapping::Plan;
use crate::schema::columns;
use std::collections::BTreeMap;

/// Fixed point of all sums: as fine as money is kept.
const SCALE: f64 = 10_000.0;

/// Two sums that differ by less are equal; totals are often rounded to cents.
const TOLERANCE: i128 = 100;

/// Totals before which a sum may begin, at most; later ones begin at the last of them.
const BOUNDS: usize = 10_000;

/// Labels that are remembered.
const LABELS: usize = 10_000;

/// Longest text that is taken for a label of a total.
const LONGEST: usize = 40;

/// What a row among amounts is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Summed {
    /// A record.
    Record,
    /// A sum or a mean of the rows above it, with this label.
    Total(String, &'static str),
    /// It has a total's label and other amounts.
    Doubtful(String),
}

/// Running sums of a table's amounts.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    measures: Vec<usize>,
    sums: Vec<i128>,
    bounds: Vec<Vec<i128>>,
    labels: BTreeMap<String, bool>,
    /// Rows by their label, which may be sums of others.
    suspects: BTreeMap<String, Suspect>,
    /// Of the rows since the last that may be a sum, and of all others since the beginning.
    stretches: [Stretch; 2],
    /// Rows that stand before those whose sum they are, by the column of their account's number; `None` is the label.
    nested: BTreeMap<Option<usize>, Nested>,
}

/// Rows with one label.
#[derive(Clone, Debug, Default)]
struct Suspect {
    rows: u64,
    sums: u64,
    /// Most rows that one of them sums up.
    most: u64,
    /// Line of the first that is a sum.
    line: u64,
}

/// Rows and their sums.
#[derive(Clone, Debug, Default)]
struct Stretch {
    rows: u64,
    sums: Vec<i128>,
}

/// Rows that one sum must have to be suspected alone, and those of each of several.
const ADDENDS: [u64; 2] = [4, 2];

impl Stretch {
    fn add(&mut self, amounts: &[Option<i128>]) {
        self.rows += 1;
        self.sums.resize(amounts.len(), 0);
        self.sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount.unwrap_or(0));
    }

    fn equals(&self, amounts: &[Option<i128>]) -> bool {
        let told = amounts.iter().flatten().any(|amount| *amount != 0);
        let same = |(sum, amount): (&i128, &Option<i128>)| amount.is_none_or(|amount| amount == *sum);
        self.rows >= ADDENDS[1] && told && self.sums.iter().zip(amounts).all(same)
    }

    /// Whether the amounts are the means of its rows, as far as they are rounded.
    fn has_mean(&self, amounts: &[Option<i128>]) -> bool {
        let rows = i128::from(self.rows);
        let same = |(sum, amount): (&i128, &Option<i128>)| {
            amount.is_none_or(|amount| (amount * rows - sum).abs() <= TOLERANCE * rows)
        };
        self.rows >= ADDENDS[1] && amounts.iter().any(Option::is_some) && self.sums.iter().zip(amounts).all(same)
    }
}

/// The columns of a table that add up over its rows; none where a total has no key and is refused.
fn measures(table: Table) -> &'static [&'static str] {
    match table {
        Table::Costs => &["amount"],
        Table::CallTotals => &["offered", "answered", "abandoned", "answered_within_threshold", "wait_seconds_total"],
        Table::StaffTime => &["scheduled_hours", "absence_hours", "training_hours"],
        Table::Units => &["units_in_field"],
        Table::Mentions => &["mentions", "negative"],
        _ => &[],
    }
}

impl Totals {
    /// For a plan; `None` when its table has no amounts that add up, or the file does not have them.
    pub fn of(plan: &Plan) -> Option<Self> {
        let names = measures(plan.table);
        let read = |target: &usize| plan.columns.iter().any(|column| column.target == *target);
        let all = columns(plan.table).iter().enumerate().filter(|(_, column)| names.contains(&column.name));
        let measures: Vec<usize> = all.map(|(target, _)| target).filter(read).collect();
        let sums = vec![0; measures.len()];
        (!measures.is_empty()).then(|| Self { bounds: vec![sums.clone()], measures, sums, ..Self::default() })
    }

    /// Takes the row appended last.
    pub fn take(
        &mut self,
        (plan, line): (&Plan, u64),
        look: impl FnOnce() -> Look,
        buffers: &[Option<ColumnBuffer>],
    ) -> Summed {
        let amounts: Vec<Option<i128>> = self.measures.iter().map(|target| amount(buffers, *target)).collect();
        let look = look();
        let label = self.label(plan, &look);
        let phrase = label.is_none().then(|| texts(plan, &look).find(|text| words::begins_with_total(text))).flatten();
        if let Some(label) = label.as_deref().or(phrase)
            && self.is_sum(&amounts)
        {
            self.mark();
            return Summed::Total(label.to_owned(), "the sum of the rows above");
        }
        if let Some(label) = label.as_deref()
            && words::is_average(label)
            && self.stretches.iter().any(|stretch| stretch.has_mean(&amounts))
        {
            return Summed::Total(label.to_owned(), "the mean of the rows above");
        }
        if label.is_none() {
            let own = texts(plan, &look).next().unwrap_or_default().to_owned();
            self.nested.entry(None).or_default().take((&own, None), &amounts, line);
            for (at, code) in codes(plan, &look) {
                self.nested.entry(Some(at)).or_default().take((&own, Some(code)), &amounts, line);
            }
            self.suspect(own, &amounts, line);
        }
        for (sum, amount) in self.sums.iter_mut().zip(amounts) {
            *sum += amount.unwrap_or(0);
        }
        label.map_or(Summed::Record, Summed::Doubtful)
    }

    /// Notes that a total stands here.
    pub fn mark(&mut self) {
        self.stretches[0] = Stretch::default();
        if self.bounds.last() == Some(&self.sums) {
            return;
        }
        if self.bounds.len() == BOUNDS {
            self.bounds.pop();
        }
        self.bounds.push(self.sums.clone());
    }

    fn is_sum(&self, amounts: &[Option<i128>]) -> bool {
        let equals = |bound: &Vec<i128>| {
            let parts = amounts.iter().zip(&self.sums).zip(bound);
            parts.clone().any(|((amount, sum), since)| amount.is_some() && sum != since)
                && parts
                    .into_iter()
                    .all(|((amount, sum), since)| amount.is_none_or(|amount| (sum - since - amount).abs() <= TOLERANCE))
        };
        self.bounds.iter().rev().any(equals)
    }

    /// Notes a record that may be the sum of those before it.
    fn suspect(&mut self, label: String, amounts: &[Option<i128>], line: u64) {
        let sums = self.stretches.iter().filter(|stretch| stretch.equals(amounts)).map(|stretch| stretch.rows).max();
        if self.suspects.len() < LABELS || self.suspects.contains_key(&label) {
            let suspect = self.suspects.entry(label).or_default();
            suspect.rows += 1;
            if let Some(rows) = sums {
                suspect.line = if suspect.sums == 0 { line } else { suspect.line };
                (suspect.sums, suspect.most) = (suspect.sums + 1, suspect.most.max(rows));
            }
        }
        match sums {
            Some(_) => self.stretches[0] = Stretch::default(),
            None => self.stretches.iter_mut().for_each(|stretch| stretch.add(amounts)),
        }
    }

    /// Labels all of whose rows are sums of others, with the first line and how many they are.
    pub fn suspected(&self) -> Vec<(u64, String, u64)> {
        let is_sum =
            |one: &Suspect| one.sums == one.rows && (one.most >= ADDENDS[0] || one.sums > 1 && one.most >= ADDENDS[1]);
        let found = self.suspects.iter().filter(|(_, one)| one.sums > 0 && is_sum(one));
        let found = found.map(|(label, one)| (one.line, label.clone(), one.rows));
        let mut all: Vec<(u64, String, u64)> =
            found.chain(self.nested.values().cloned().flat_map(Nested::found)).collect();
        all.sort();
        all.dedup_by(|one, other| one.1 == other.1);
        all
    }

    /// The total's label among the first cell and the texts of the row.
    fn label(&mut self, plan: &Plan, look: &Look) -> Option<String> {
        let cells = look.first().into_iter().chain(texts(plan, look));
        cells.into_iter().find(|text| self.is_label(text)).map(str::to_owned)
    }

    fn is_label(&mut self, text: &str) -> bool {
        if let Some(known) = self.labels.get(text) {
            return *known;
        }
        let found = text.chars().count() <= LONGEST && words::is_total(text);
        if self.labels.len() < LABELS {
            self.labels.insert(text.to_owned(), found);
        }
        found
    }
}

/// Columns that nothing is mapped to and that may hold the numbers of accounts.
const CODES: usize = 8;

/// The numbers of accounts in columns that nothing is mapped to.
fn codes<'l>(plan: &Plan, look: &'l Look) -> Vec<(usize, &'l str)> {
    let mapped = |at: usize| plan.columns.iter().any(|column| column.input == at);
    look.cells().filter(|(at, text)| !mapped(*at) && super::nested::is_number(text)).take(CODES).collect()
}

/// The mapped texts of a row.
fn texts<'l>(plan: &'l Plan, look: &'l Look) -> impl Iterator<Item = &'l str> {
    let texts = plan.columns.iter().filter(|column| column.kind == ColumnType::Text).map(|column| column.input);
    texts.filter_map(|input| look.cell(input))
}

fn amount(buffers: &[Option<ColumnBuffer>], target: usize) -> Option<i128> {
    match buffers.get(target)?.as_ref()?.last() {
        Value::Money(units) => Some(units),
        Value::Integer(value) => Some(i128::from(value) * SCALE as i128),
        Value::Number(value) => Some((value * SCALE).round() as i128),
        _ => None,
    }
}
