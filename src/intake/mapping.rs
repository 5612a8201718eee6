//! A source's mapping, bound to the headers of one file.

mod binding;
mod settled;
mod wish;

pub use binding::{absent, bind};
pub use settled::bind_laid_out;

use super::buffer::Value;
use super::cell::Cell;
use super::computed::{COMPUTED, Computation, is_row_number};
use super::layout::Wanted;
use super::lookup::Joined;
use super::number::NumberStyle;
use super::span::{Day, SpanStyle};
use super::time::Style;
use super::typing::type_cell;
use crate::config::{Source, SourceColumn};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::words::{self, Vocabulary};
use crate::domain::{ColumnType, LocalClock, Table, Zone};
use crate::schema::{columns, span_unit, spelled, vocabulary};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wish::{Wish, months};

/// Where the place of `where` is kept among those of the columns.
pub const FILTER: &str = "where";

/// What stands for no column.
pub const NO_COLUMN: &str = "none";

/// How the rows of one file become canonical rows.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Columns read from the file.
    pub columns: Vec<Column>,
    /// Columns with one value for every row.
    pub constants: Vec<Constant>,
    /// The table.
    pub table: Table,
    /// What was recognised in the names of the columns, in words.
    pub said: Vec<String>,
    /// What is computed from the file's own columns.
    pub computation: Arc<Computation>,
    /// Columns of the file that expressions name.
    pub mentioned: Vec<Wanted>,
    /// The column of the file that says the currency of a row's amounts.
    pub currency: Option<usize>,
}

/// One staged column that is read from the file.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its index in the staged schema.
    pub target: usize,
    /// Its canonical or extra name.
    pub name: String,
    /// Its name in the source.
    pub header: String,
    /// Its index among the file's columns.
    pub input: usize,
    /// Headers that are tried where its cell is blank.
    pub fallbacks: Vec<String>,
    /// Their indices among the file's columns.
    pub others: Vec<usize>,
    /// Its number among the file's columns, from 1, where the mapping says it.
    pub position: Option<usize>,
    /// Its type.
    pub kind: ColumnType,
    /// Whether every row must have it.
    pub required: bool,
    /// Cell → canonical value.
    pub values: BTreeMap<String, String>,
    /// Cells that mean "missing".
    pub missing: Vec<String>,
    /// How its times are written.
    pub style: Style,
    /// Whether the mapping names it, so that it must exist.
    pub named: bool,
    /// Its closed vocabulary.
    pub vocabulary: Option<Vocabulary>,
    /// A vocabulary of which a word is staged as its meaning; others stay as they are.
    pub spelled: Option<Vocabulary>,
    /// A vocabulary that its words should be of, though any may stand there.
    pub usual: Option<Vocabulary>,
    /// Whether its cells are ids.
    pub identity: bool,
    /// Whether they are ids of customers, who may be nobody in particular.
    pub customers: bool,
    /// Zone of its times without offset, where it is not the file's.
    pub zone: Option<Zone>,
    /// SQL over the file's own columns, instead of a header.
    pub sql: Option<String>,
    /// What its header is the key of.
    pub lookup: Option<Arc<Joined>>,
}

impl Column {
    /// Its headers, the first one first.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.header).chain(&self.fallbacks)
    }

    /// Whether its cells are not those of a header.
    pub fn is_computed(&self) -> bool {
        self.sql.is_some() || self.lookup.is_some()
    }

    /// What a word of a closed vocabulary is staged as.
    pub fn meaning(&self, text: &str) -> &'static str {
        self.vocabulary
            .or(self.usual)
            .or(self.spelled)
            .map_or(words::UNKNOWN, |vocabulary| words::staged(vocabulary, text))
    }
}

/// One staged column with the same value in every row.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// Its index in the staged schema.
    pub target: usize,
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
    text: String,
    typed: Value<'static>,
}

impl Constant {
    /// The value.
    pub fn value(&self) -> Value<'_> {
        if self.kind == ColumnType::Text { Value::Text(&self.text) } else { self.typed }
    }
}

impl Plan {
    /// Columns that a file must have, by the names that they may have there.
    pub fn wanted(&self) -> Vec<Wanted> {
        let needed = self.columns.iter().filter(|column| column.named || column.required);
        let by_name = needed.filter(|column| column.position.is_none() && !column.header.is_empty());
        let wish = |column: &Column| Wanted { column: column.name.clone(), names: column.names().cloned().collect() };
        by_name.map(wish).chain(self.mentioned.iter().cloned()).collect()
    }

    /// Columns of the file that anything is read from, ascending.
    pub fn inputs(&self) -> Vec<usize> {
        let columns = self.columns.iter().flat_map(|column| std::iter::once(&column.input).chain(&column.others));
        let mut inputs: Vec<usize> = columns
            .chain(self.computation.inputs())
            .chain(&self.currency)
            .copied()
            .filter(|input| *input < COMPUTED)
            .collect();
        inputs.sort_unstable();
        inputs.dedup();
        inputs
    }

    /// Renumbers the columns of the file where only these of them are read.
    pub fn renumber(&mut self, inputs: &[usize]) {
        let number = |input: &mut usize| *input = inputs.binary_search(input).unwrap_or(*input);
        for column in &mut self.columns {
            number(&mut column.input);
            column.others.iter_mut().for_each(number);
        }
        self.currency.iter_mut().for_each(number);
        let mut computation = Computation::clone(&self.computation);
        computation.renumber(number);
        self.computation = Arc::new(computation);
    }

    /// The plan of a file without rows.
    pub fn nothing(table: Table) -> Self {
        let (columns, constants, computation) = (Vec::new(), Vec::new(), Arc::default());
        Self { columns, constants, table, said: Vec::new(), computation, mentioned: Vec::new(), currency: None }
    }

    /// Canonical and extra columns that this file supplies.
    pub fn mapped(&self) -> BTreeSet<String> {
        let read = self.columns.iter().map(|column| column.name.clone());
        read.chain(self.constants.iter().map(|constant| constant.name.clone())).collect()
    }
}

/// What a source wants, before any file is seen: every column that it could read, unbound.
pub fn wanted(source: &Source, extra: &[(String, ColumnType)]) -> Result<Plan, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut plan = Plan::nothing(source.table);
    let canonical = columns(source.table);
    for (target, column) in canonical.iter().enumerate() {
        let entry = source.columns.get(column.name);
        if let Some(text) = source.constants.get(column.name) {
            let slot = (target, column.name, column.kind);
            constant(source, slot, text)
                .map_or_else(|problem| problems.push(problem), |found| plan.constants.push(found));
        } else {
            let same = SourceColumn { from: column.name.to_owned(), ..SourceColumn::default() };
            let wish = Wish {
                target,
                name: column.name,
                kind: column.kind,
                required: column.required,
                named: entry.is_some() && !source.from_profile.contains(column.name),
            };
            let column = wish.column(source, entry.unwrap_or(&same), (&mut problems, &mut plan.said));
            plan.columns.push(column);
        }
    }
    for (index, (name, kind)) in extra.iter().enumerate() {
        if let Some((_, entry)) = source.extra.get(name) {
            let wish = Wish { target: canonical.len() + index, name, kind: *kind, required: false, named: true };
            let column = wish.column(source, entry, (&mut problems, &mut plan.said));
            plan.columns.push(column);
        }
    }
    // Times that are counted from another of the row are read after it.
    plan.columns.sort_by_key(|column| column.style.after.is_some());
    plan.mentioned = mentioned(source, &plan);
    problems.extend(survey_scale(source, &plan));
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// The columns of the file that expressions of the mapping name.
fn mentioned(source: &Source, plan: &Plan) -> Vec<Wanted> {
    let computed = plan.columns.iter().filter_map(|column| column.sql.as_ref());
    let sql = source.filter.iter().chain(computed).filter(|sql| !is_row_number(sql));
    let names: BTreeSet<String> = sql.flat_map(|sql| crate::expression::mentioned(sql)).collect();
    let mapped: BTreeSet<&String> = plan.columns.iter().flat_map(Column::names).collect();
    let others = names.into_iter().filter(|name| !mapped.contains(name));
    others.map(|name| Wanted { column: String::new(), names: vec![name] }).collect()
}

/// Where a canonical column's mapping is written.
pub fn place(source: &Source, name: &str) -> Place {
    source.places.get(name).unwrap_or(&source.place).clone()
}

fn constant(
    source: &Source,
    (target, name, kind): (usize, &str, ColumnType),
    text: &str,
) -> Result<Constant, Diagnostic> {
    let months = months(name, source);
    let currency = Some(source.currency.clone());
    let unit = span_unit(source.table, name);
    let spans = unit.map(|unit| SpanStyle { unit, colons: None, numbers: NumberStyle::default(), day: Day::Calendar });
    let span_unit = unit.unwrap_or_default();
    let (order, doubled) = (source.date_order, source.doubled_hour);
    let style = Style { order, doubled, months, currency, spans, span_unit, ..Style::default() };
    let mut zone = LocalClock::new(source.time_zone);
    let known = spelled(source.table, name).and_then(|known| words::canonical(known, text)).unwrap_or(text.trim());
    let word = vocabulary(source.table, name).map_or(known, |known| words::staged(known, text));
    let mut found = Constant { target, name: name.to_owned(), kind, text: word.to_owned(), typed: Value::Null };
    let refuse = |reason: String| {
        let message = format!("the constant `{}` of `{name}` is {reason}", text.trim());
        Diagnostic::error("bad-constant", place(source, name), message)
    };
    let evidence = |style: &Style, zone: &mut LocalClock| super::time::read(text.trim(), style, zone).ok();
    match type_cell(Cell::Text(text), kind, &style, &mut zone) {
        Ok(Value::Instant(_))
            if source.date_order.is_none()
                && evidence(&style, &mut zone)
                    .is_some_and(|reading| reading.written == super::time::Written::Either) =>
        {
            return Err(refuse("a date whose day and month could be either way round".to_owned()));
        }
        Ok(Value::Null | Value::Placeholder) => return Err(refuse("empty".to_owned())),
        Ok(value) => found.typed = value.without_text(),
        Err(reason) => return Err(refuse(reason.into_owned())),
    }
    Ok(found)
}

/// NPS counts 9–10 against 0–6, which answers on any other scale cannot be put into.
fn survey_scale(source: &Source, plan: &Plan) -> Option<Diagnostic> {
    let find = |name| plan.constants.iter().find(|constant| constant.name == name);
    let metric = find("metric").filter(|constant| constant.text.eq_ignore_ascii_case("nps"))?;
    let number = |name| match find(name).map(Constant::value) {
        Some(Value::Number(value)) => Some(value),
        _ => None,
    };
    let (low, high) = (number("scale_min"), number("scale_max"));
    if low.is_none_or(|low| low == 0.0) && high.is_none_or(|high| high == 10.0) {
        return None;
    }
    let text = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
    let message =
        format!("`{}` needs answers from 0 to 10, but the scale is {} to {}", metric.text, text(low), text(high));
    let hint = "map these answers as another metric (for example `csat`): NPS cannot be computed from them";
    Some(Diagnostic::error("nps-scale", place(source, "scale_min"), message).with_hint(hint))
}
