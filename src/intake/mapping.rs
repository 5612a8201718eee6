//! A source's mapping, bound to the headers of one file.

use super::buffer::Value;
use super::cell::Cell;
use super::computed::{COMPUTED, Computation};
use super::heading::{self, Heading};
use super::identity::is_identity;
use super::layout::{Wanted, shown};
use super::number::NumberStyle;
use super::span::{Colons, SpanStyle};
use super::time::{Months, Serial, Style};
use super::typing::type_cell;
use crate::config::{Scaling, Source, SourceColumn, SpanUnit};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::words::{self, Vocabulary};
use crate::domain::{LocalClock, Table, Zone};
use crate::facts::schema::{ColumnType, columns, is_answer, span_unit, vocabulary};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the place of `where` is kept among those of the columns.
pub const FILTER: &str = "where";

/// Headers that a message lists before it says how many more there are.
const LISTED: usize = 30;

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
    /// Whether its cells are ids.
    pub identity: bool,
    /// Zone of its times without offset, where it is not the file's.
    pub zone: Option<Zone>,
    /// SQL over the file's own columns, instead of a header.
    pub sql: Option<String>,
}

impl Column {
    /// Its headers, the first one first.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.header).chain(&self.fallbacks)
    }

    /// What a word of a closed vocabulary is staged as.
    pub fn meaning(&self, text: &str) -> &'static str {
        self.vocabulary.map_or(words::UNKNOWN, |vocabulary| words::staged(vocabulary, text))
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
        by_name.map(wish).collect()
    }

    /// Columns of the file that anything is read from, ascending.
    pub fn inputs(&self) -> Vec<usize> {
        let columns = self.columns.iter().flat_map(|column| std::iter::once(&column.input).chain(&column.others));
        let raw = self.computation.raw.iter().map(|(_, input)| input);
        let mut inputs: Vec<usize> = columns.chain(raw).copied().filter(|input| *input < COMPUTED).collect();
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
        let mut computation = Computation::clone(&self.computation);
        computation.raw.iter_mut().for_each(|(_, input)| number(input));
        self.computation = Arc::new(computation);
    }

    /// The plan of a file without rows.
    pub fn nothing(table: Table) -> Self {
        Self { columns: Vec::new(), constants: Vec::new(), table, said: Vec::new(), computation: Arc::default() }
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
    problems.extend(survey_scale(source, &plan));
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

struct Wish<'w> {
    target: usize,
    name: &'w str,
    kind: ColumnType,
    required: bool,
    named: bool,
}

impl Wish<'_> {
    fn column(
        &self,
        source: &Source,
        entry: &SourceColumn,
        (problems, said): (&mut Vec<Diagnostic>, &mut Vec<String>),
    ) -> Column {
        let header = entry.from.trim();
        let heading = heading::read(header);
        let style = self.style(source, entry, &heading, problems);
        said.extend(self.said(header, entry, &heading, &style));
        let instant = self.kind == ColumnType::Instant;
        let zone = entry.time_zone.or_else(|| heading.zone.as_deref().filter(|_| instant).and_then(zone_of));
        Column {
            target: self.target,
            name: self.name.to_owned(),
            header: header.to_owned(),
            input: 0,
            fallbacks: entry.fallbacks.iter().map(|name| name.trim().to_owned()).collect(),
            others: Vec::new(),
            position: entry.position,
            kind: self.kind,
            required: self.required,
            values: entry.values.clone(),
            missing: source.missing.iter().chain(&entry.missing).map(|mark| mark.trim().to_owned()).collect(),
            style,
            named: self.named,
            vocabulary: vocabulary(source.table, self.name),
            identity: is_identity(source.table, self.name),
            zone,
            sql: entry.sql.clone(),
        }
    }

    fn style(&self, source: &Source, entry: &SourceColumn, heading: &Heading, problems: &mut Vec<Diagnostic>) -> Style {
        let formats = entry.date_formats.iter().chain(&source.date_formats);
        let serial = formats.clone().find_map(|format| Serial::named(format));
        let epoch = formats.clone().any(|format| format == EPOCH);
        let formats: Vec<String> =
            formats.filter(|format| Serial::named(format).is_none() && *format != EPOCH).cloned().collect();
        let formats = Style::compile(&formats).unwrap_or_else(|format| {
            let message = format!("`{format}` is not a date format");
            let hint = "use chrono's letters, for example `%d/%m/%Y %H:%M`";
            problems.push(Diagnostic::error("date-format", place(source, self.name), message).with_hint(hint));
            Vec::new()
        });
        let numbers =
            NumberStyle { decimal: entry.decimal.or(source.decimal), scale: self.scale(source, entry, heading) };
        let after =
            entry.after.as_deref().and_then(|name| columns(source.table).iter().position(|column| column.name == name));
        let own = span_unit(source.table, self.name);
        let spans = (own.is_some() || after.is_some() || self.kind == ColumnType::Duration).then(|| SpanStyle {
            unit: entry.unit.or(heading.unit).or(own).unwrap_or_default(),
            colons: colons(entry.unit).or(heading.colons),
            numbers,
        });
        if let Some(problem) = self.currency(source, heading) {
            problems.push(problem);
        }
        Style {
            formats,
            order: source.date_order,
            months: months(self.name, source),
            serial,
            padded_months: false,
            epoch,
            numbers,
            answers: is_answer(source.table, self.name),
            spans,
            span_unit: own.unwrap_or_default(),
            after,
            currency: Some(source.currency.clone()),
            doubled: source.doubled_hour,
        }
    }

    /// The factor of amounts and plain numbers: as configured, else as the name says; a share is at most 1.
    fn scale(&self, source: &Source, entry: &SourceColumn, heading: &Heading) -> Option<Scaling> {
        let amounts = self.kind == ColumnType::Money;
        let share = heading.percent && crate::facts::schema::is_share(source.table, self.name);
        let percent = share.then_some(Scaling { units: 1, decimals: 2 });
        entry.factor.or(heading.factor.filter(|_| amounts)).or(percent)
    }

    /// Amounts are never converted: a name that says another currency is refused.
    fn currency(&self, source: &Source, heading: &Heading) -> Option<Diagnostic> {
        let mark = heading.currency.as_deref().filter(|_| self.kind == ColumnType::Money)?;
        let codes = super::number::marked_currencies(mark)?;
        if codes.contains(&source.currency.code()) {
            return None;
        }
        let message = format!("column `{}` holds amounts in `{mark}`, the report is in {}", self.name, source.currency);
        let hint = "set the report's `currency`, or map a column of its own currency: none is converted";
        Some(Diagnostic::error("mixed-currency", place(source, self.name), message).with_hint(hint))
    }

    /// What the name of the column decided.
    fn said(&self, header: &str, entry: &SourceColumn, heading: &Heading, style: &Style) -> Vec<String> {
        let mut said = Vec::new();
        let own = style.span_unit;
        if let Some(spans) =
            style.spans.filter(|spans| entry.unit.is_none() && heading.unit.is_some() && spans.unit != own)
        {
            said.push(format!("plain numbers in `{header}` are {}, as its name says", unit_name(spans.unit)));
        }
        if let Some(scale) = style.numbers.scale.filter(|_| entry.factor.is_none()) {
            let one = 10_f64.powi(scale.decimals.into());
            said.push(format!(
                "numbers in `{header}` are multiplied by {}, as its name says",
                scale.units as f64 / one
            ));
        }
        if let Some(zone) =
            heading.zone.as_deref().filter(|_| self.kind == ColumnType::Instant && entry.time_zone.is_none())
        {
            said.push(format!("times in `{header}` are in {zone}, as its name says"));
        }
        said
    }
}

/// What stands for numbers since 1970 among date formats.
const EPOCH: &str = "%s";

/// Under a configured unit, what two numbers with a colon between them are.
fn colons(unit: Option<SpanUnit>) -> Option<Colons> {
    match unit? {
        SpanUnit::Minutes => Some(Colons::MinutesSeconds),
        SpanUnit::Hours => Some(Colons::HoursMinutes),
        _ => None,
    }
}

fn unit_name(unit: SpanUnit) -> &'static str {
    match unit {
        SpanUnit::Microseconds => "microseconds",
        SpanUnit::Milliseconds => "milliseconds",
        SpanUnit::Seconds => "seconds",
        SpanUnit::Minutes => "minutes",
        SpanUnit::Hours => "hours",
        SpanUnit::Days => "days",
    }
}

/// The zone of a name such as `UTC`, `UTC+8` or `UTC-05:00`; whole hours only.
pub fn zone_of(name: &str) -> Option<Zone> {
    let offset = name.strip_prefix("UTC")?.trim().replace('−', "-");
    if offset.is_empty() {
        return Some(Zone::utc());
    }
    let (sign, hours) = offset.split_at_checked(1)?;
    let (hours, minutes) = hours.split_once(':').unwrap_or((hours, "00"));
    let hours: u8 = hours.parse().ok()?;
    // The names of the database count westward.
    let turned = if sign == "+" { "-" } else { "+" };
    (minutes == "00").then(|| format!("Etc/GMT{turned}{hours}").parse().ok())?
}

/// An accounting period may be a month or a quarter; it stands for its first day.
fn months(name: &str, source: &Source) -> Months {
    if name == "period" { Months::FirstDay(source.fiscal) } else { Months::Refused }
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
    let spans = unit.map(|unit| SpanStyle { unit, colons: None, numbers: NumberStyle::default() });
    let span_unit = unit.unwrap_or_default();
    let (order, doubled) = (source.date_order, source.doubled_hour);
    let style = Style { order, doubled, months, currency, spans, span_unit, ..Style::default() };
    let mut zone = LocalClock::new(source.time_zone);
    let word = vocabulary(source.table, name).map_or(text.trim(), |known| words::staged(known, text));
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

/// Binds a wanted plan to the headers of a file: columns that the mapping names must be there
/// once, others are taken when they are.
pub fn bind(mut plan: Plan, source: &Source, file: &str, headers: &[String]) -> Result<Plan, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut bound = Vec::with_capacity(plan.columns.len());
    let mut computation = Computation::default();
    if let Some(filter) = &source.filter {
        let place = source.places.get(FILTER).unwrap_or(&source.place);
        problems.extend(computation.filter(filter, headers, place).err());
    }
    for mut column in plan.columns {
        if let Some(sql) = &column.sql {
            match computation.column(sql, headers, &place(source, &column.name)) {
                Ok(input) => {
                    column.input = input;
                    column.header = column.name.clone();
                    bound.push(column);
                }
                Err(problem) => problems.push(problem),
            }
            continue;
        }
        match inputs(source, &column, file, headers) {
            Err(problem) => problems.push(problem),
            Ok(inputs) => match inputs.split_first() {
                Some((first, others)) => {
                    (column.input, column.others) = (*first, others.to_vec());
                    headers[*first].trim().clone_into(&mut column.header);
                    bound.push(column);
                }
                None if column.named || column.required => problems.push(absent(source, &column, file, headers)),
                None => {}
            },
        }
    }
    plan.columns = bound;
    plan.computation = Arc::new(computation);
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// The columns of the file whose cells a column takes, the first one first.
fn inputs(source: &Source, column: &Column, file: &str, headers: &[String]) -> Result<Vec<usize>, Diagnostic> {
    if let Some(position) = column.position {
        return positioned(source, column, position, (file, headers)).map(|input| vec![input]);
    }
    let mut inputs = Vec::new();
    for name in column.names() {
        let found: Vec<usize> = (0..headers.len()).filter(|input| headers[*input].trim() == name).collect();
        match found.as_slice() {
            [first, _, ..] if source.from_profile.contains(&column.name) => inputs.push(*first),
            [_, _, ..] => return Err(duplicate(source, (column, name), file, &found)),
            found => inputs.extend(found),
        }
    }
    Ok(inputs)
}

/// A column by its number; where the mapping also names it, the name must stand there.
fn positioned(
    source: &Source,
    column: &Column,
    position: usize,
    (file, headers): (&str, &[String]),
) -> Result<usize, Diagnostic> {
    let refuse = |message: String| Diagnostic::error("column-position", place(source, &column.name), message);
    let Some(header) = headers.get(position - 1) else {
        let message =
            format!("`{file}` has {} columns, and `position` of `{}` is {position}", headers.len(), column.name);
        return Err(refuse(message));
    };
    if column.header != column.name && column.header != header.trim() {
        let (stands, wanted) = (shown(header.trim()), &column.header);
        let message =
            format!("column {position} of `{file}` is `{stands}`, not `{wanted}`, wanted for `{}`", column.name);
        return Err(
            refuse(message).with_hint("correct `position`, or leave `from` out to take the column whatever its name")
        );
    }
    Ok(position - 1)
}

fn duplicate(source: &Source, (column, name): (&Column, &str), file: &str, found: &[usize]) -> Diagnostic {
    let numbers: Vec<String> = found.iter().map(|input| (input + 1).to_string()).collect();
    let message = format!("`{file}` has several columns named `{name}`, wanted for `{}`", column.name);
    let example = format!("`{}: {{from: {name}, position: {}}}`", column.name, numbers[0]);
    let hint = format!("they are columns {}: choose one with `position`, as in {example}", numbers.join(" and "));
    Diagnostic::error("duplicate-column", place(source, &column.name), message).with_hint(hint)
}

/// The diagnostic for a column that a file lacks.
pub fn absent(source: &Source, column: &Column, file: &str, headers: &[String]) -> Diagnostic {
    let listed: Vec<String> = headers.iter().take(LISTED).map(|header| format!("`{}`", shown(header.trim()))).collect();
    let more = headers.len().checked_sub(LISTED).filter(|more| *more > 0);
    let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
    let near = did_you_mean(&column.header, headers.iter().map(|header| header.trim()));
    let near = near.map(|question| question + " ").unwrap_or_default();
    let (code, message, cure) = if column.named {
        let message = format!("`{file}` has no column `{}`, mapped to `{}`", column.header, column.name);
        ("unknown-column", message, "")
    } else {
        let message = format!("`{file}` has no column for the required `{}`", column.name);
        ("missing-column", message, "map it under `columns` or `constants`; ")
    };
    let named = headers.iter().filter(|header| !header.trim().is_empty()).count();
    let titled = named == 1 || named * 2 < headers.len();
    let title = if titled { "; is that a title? say with `header_row` which row holds the names" } else { "" };
    let hint = format!("{near}{cure}its columns are {}{more}{title}", listed.join(", "));
    Diagnostic::error(code, place(source, &column.name), message).with_hint(hint)
}
