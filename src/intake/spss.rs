//! SPSS data (`.sav`, `.zsav`): variables with formats, labels and values that mean "missing".
//!
//! Values that the file declares to be missing are blank and counted by their labels. A text column
//! gets the labels of a variable's values, any other column the values.
//! Source of the format: the system file format in the developers' guide of GNU PSPP.

mod cases;
mod dictionary;
mod source;

use super::FileNotes;
use super::cache::Entry;
use super::cell::Cell;
use super::computed::COMPUTED;
use super::grid::{Damage, Line};
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, bind};
use super::stager::Stager;
use crate::domain::ColumnType;
use cases::{Cases, Value};
use dictionary::{Dictionary, Variable};
use std::collections::BTreeMap;
use std::io::BufReader;
use std::sync::Arc;

/// Seconds from 14 October 1582, where SPSS begins to count, to 1970.
const EPOCH: f64 = 12_219_379_200.0;

/// How one variable becomes cells: its value, and as many columns further on its label.
struct Column<'d> {
    variable: &'d Variable,
    /// Codes that the mapping itself translates, for which no label stands.
    codes: Vec<String>,
    /// Missing values found, by what they mean.
    missing: BTreeMap<String, u64>,
}

/// Reads an SPSS file.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let broken = |damage: Damage| job.broken(damage);
    let mut source = source::Source::new(BufReader::with_capacity(1 << 20, job.open()?));
    let dictionary = Dictionary::read(&mut source, job.source.encoding).map_err(broken)?;
    let names = names(&dictionary, &plan);
    let file = job.file.relative.clone();
    let mut plan = bind(plan, job.source, &file, &names)?;
    let labels = names.len();
    let by_label = |column: &&mut super::mapping::Column| column.kind == ColumnType::Text && column.input < COMPUTED;
    for column in plan.columns.iter_mut().filter(by_label) {
        column.input += labels;
        column.others.iter_mut().for_each(|other| *other += labels);
    }
    let plan = Arc::new(plan);
    let mut columns: Vec<Column<'_>> = dictionary
        .variables
        .iter()
        .enumerate()
        .map(|(input, variable)| column(variable, input + labels, &plan))
        .collect();
    let mut stager = Stager::new(job.target(&plan, &file), entry.temporary(0));
    let mut cases = Cases::new(source, &dictionary).map_err(broken)?;
    let mut line = Line::default();
    let mut number = 0;
    while let Some(values) = cases.next().map_err(broken)? {
        number += 1;
        line.clear();
        for (index, (column, value)) in columns.iter_mut().zip(values).enumerate() {
            column.put(value, &mut line, (index, index + labels));
        }
        stager.row(number, &line)?;
    }
    let notes = FileNotes { said: columns.iter().filter_map(Column::said).collect(), ..FileNotes::default() };
    Ok(Read { file, plan, chunks: vec![stager.finish()?], notes })
}

/// Names of the variables; where the mapping wants a label, the label.
fn names(dictionary: &Dictionary, plan: &Plan) -> Vec<String> {
    let wanted: Vec<&String> = plan.columns.iter().flat_map(super::mapping::Column::names).collect();
    let name = |variable: &Variable| {
        let by_label = !wanted.contains(&&variable.name) && wanted.contains(&&variable.label);
        if by_label { variable.label.clone() } else { variable.name.clone() }
    };
    dictionary.variables.iter().map(name).collect()
}

fn column<'d>(variable: &'d Variable, label: usize, plan: &Plan) -> Column<'d> {
    let users = plan.columns.iter().filter(|column| column.input == label || column.others.contains(&label));
    let codes = users.flat_map(|column| column.values.keys().cloned()).collect();
    Column { variable, codes, missing: BTreeMap::new() }
}

impl Column<'_> {
    /// Puts a value in its place, and what a text column makes of it in the place of its label.
    fn put(&mut self, value: &Value, line: &mut Line, (index, label): (usize, usize)) {
        if let Some(why) = self.variable.missing(value) {
            *self.missing.entry(why).or_default() += 1;
            return;
        }
        let code = match value {
            Value::Missing => return,
            Value::Text(text) => text.clone(),
            Value::Number(number) => Cell::Float(*number).to_text(),
        };
        let own = match value {
            Value::Number(number) => Some(self.variable.shape.cell(*number)),
            _ => None,
        };
        let put = |line: &mut Line, place| match own {
            Some(cell) => line.put(place, cell),
            None => line.put_text(place, |into| into.push_str(&code)),
        };
        put(line, index);
        match self.variable.label_of(value).filter(|_| !self.codes.contains(&code)) {
            Some(text) => line.put_text(label, |into| into.push_str(text)),
            None => put(line, label),
        }
    }

    fn said(&self) -> Option<String> {
        if self.missing.is_empty() {
            return None;
        }
        let each: Vec<String> = self.missing.iter().map(|(why, count)| format!("{count} × {why}")).collect();
        Some(format!("`{}` has values that mean missing: {}", self.variable.name, each.join(", ")))
    }
}

/// What a variable's format makes of its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Numbers.
    #[default]
    Number,
    /// Hundredths.
    Percent,
    /// A date, or a date with a time of day.
    Moment,
    /// A span or a time of day.
    Span,
}

impl Shape {
    /// By the number of a print format.
    fn of(format: u8) -> Self {
        match format {
            20 | 22..=24 | 28..=30 | 38 | 39 | 41 => Self::Moment,
            21 | 25 | 40 => Self::Span,
            31 => Self::Percent,
            _ => Self::Number,
        }
    }

    fn cell(self, number: f64) -> Cell<'static> {
        const DAY: i64 = 86_400_000_000;
        let micros = |seconds: f64| (seconds.abs() < 9e12).then(|| (seconds * 1e3).round() as i64 * 1_000);
        match self {
            Self::Number => Cell::Float(number),
            Self::Percent => Cell::Percent(number / 100.0),
            Self::Moment => micros(number - EPOCH).map_or(Cell::Fault("a time out of range"), Cell::Local),
            Self::Span => match micros(number) {
                None => Cell::Fault("a span of time out of range"),
                Some(span) if (0..DAY).contains(&span) => Cell::TimeOfDay(span),
                Some(span) => Cell::Span(span),
            },
        }
    }
}
