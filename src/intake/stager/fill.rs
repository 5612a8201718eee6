//! The cells of one row, typed and put into their columns.

use super::quick::Quick;
use super::{Rejection, Row, Stager};
use crate::domain::ColumnType;
use crate::domain::words::{self, UNKNOWN};
use crate::intake::buffer::{ColumnBuffer, Value};
use crate::intake::cell::{Cell, trim};
use crate::intake::check::{Beside, Scale};
use crate::intake::identity::{Identity, LOST, identity};
use crate::intake::mapping::{Column, Plan};
use crate::intake::number::marked_currencies;
use crate::intake::typing::{Refusal, Typing};

/// Why a long number cannot stand for an id.
pub const LOST_DIGITS: &str = "a number of more than 15 digits, the last of which are not kept: store such ids as text";

/// Longest id that may stand for nobody.
const NOBODY: usize = 40;

const EMPTY: &str = "empty, but every row needs it";

impl Stager {
    /// Fills the row's columns; `Err` when it cannot be a record.
    pub(super) fn fill(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Rejection> {
        let mut quick = std::mem::take(&mut self.quick);
        let filled = self.fill_columns(plan, row, &mut quick);
        self.quick = quick;
        filled?;
        for constant in &plan.constants {
            if let Some(buffer) = &mut self.buffers[constant.target] {
                buffer.push(constant.value());
            }
        }
        self.currency(plan, row);
        self.note_scale(plan);
        self.scale_shares(plan, row)?;
        self.check(plan, row)
    }

    fn fill_columns(&mut self, plan: &Plan, row: &impl Row, quick: &mut [Quick]) -> Result<(), Rejection> {
        for (index, (column, quick)) in plan.columns.iter().zip(quick).enumerate() {
            if quick.is_quick()
                && let Some(text) = row.text(quick.input)
                && self.quickly(index, quick, trim(text))
            {
                continue;
            }
            let input = if column.others.is_empty() { column.input } else { first_filled(column, row) };
            let appended = match row.text(input) {
                Some(text) => self.append_text(index, column, trim(text)),
                None => self.append(index, column, row.cell(input)),
            };
            if let Err(reason) = appended {
                if column.required {
                    return Err(Rejection { column: Some(index), reason });
                }
                let text = row.cell(input).to_text();
                self.row.unreadable.push((index, reason, text));
                if let Some(buffer) = &mut self.buffers[column.target] {
                    buffer.push_null();
                }
            }
        }
        Ok(())
    }

    /// Notes a row whose amounts are in another currency than the report's, as the row says.
    fn currency(&mut self, plan: &Plan, row: &impl Row) {
        let Some(input) = plan.currency else { return };
        let Some(index) = plan.columns.iter().position(|column| column.kind == ColumnType::Money) else { return };
        let Some(own) = plan.columns[index].style.currency.as_ref() else { return };
        let cell = row.cell(input);
        if matches!(cell, Cell::Text(text) if trim(text) == own.code()) || cell.is_blank() {
            return;
        }
        let text = cell.to_text();
        let codes = marked_currencies(&text.to_uppercase());
        if codes.is_some_and(|codes| !codes.contains(&own.code())) {
            self.evidence[index].foreign(&text, self.row.line);
        }
    }

    /// Types a cell of a file whose cells are all text; the quick way.
    fn append_text(&mut self, index: usize, column: &Column, text: &str) -> Result<(), Refusal> {
        let mut text = text;
        if !column.missing.is_empty() && column.missing.iter().any(|mark| mark == text) {
            text = "";
        } else if !column.values.is_empty() {
            text = column.values.get(text).map_or(text, |value| trim(value));
        }
        self.append_words(index, column, text)
    }

    /// Types a trimmed text after `missing` and `values`.
    fn append_words(&mut self, index: usize, column: &Column, text: &str) -> Result<(), Refusal> {
        if text.is_empty() {
            return self.nothing(column);
        }
        self.evidence[index].filled += 1;
        if column.kind == ColumnType::Text {
            return self.append_word(index, column, text);
        }
        match self.typing(index, column).text(text, column.kind) {
            Ok(value) => self.take(column, value.without_text()),
            // A dash among amounts may be zero as well: that is the user's word.
            Err(_) if words::is_missing(text) && !(is_dash(text) && is_amount(column.kind)) => {
                self.evidence[index].filled -= 1;
                self.nothing(column)
            }
            Err(reason) => Err(reason),
        }
    }

    /// What types a cell of a column.
    fn typing<'t>(&'t mut self, index: usize, column: &'t Column) -> Typing<'t> {
        Typing {
            style: &column.style,
            clock: &mut self.clocks[self.clock_of[index]],
            evidence: &mut self.evidence[index],
            assumed: &mut self.chunk.naive,
            line: self.row.line,
        }
    }

    fn append_word(&mut self, index: usize, column: &Column, text: &str) -> Result<(), Refusal> {
        if column.customers
            && may_be_nobody(text)
            && let Identity::Id(id) = identity(text)
            && self.is_nobody(index, id)
        {
            self.evidence[index].filled -= 1;
            return self.nothing(column);
        }
        let Some(buffer) = &mut self.buffers[column.target] else { return Ok(()) };
        if column.identity {
            return match identity(text) {
                Identity::Id(id) => {
                    buffer.push_text(id);
                    Ok(())
                }
                Identity::Nothing => {
                    self.evidence[index].filled -= 1;
                    self.nothing(column)
                }
                Identity::Lost => Err(LOST.into()),
            };
        }
        if may_be_null(text) {
            // Beside words of the column's own, in a memory of their own.
            let nulls = &mut self.nulls[index];
            if nulls.of(text, |text| if words::is_missing(text) { NULL } else { "" }) == NULL {
                self.evidence[index].filled -= 1;
                return self.nothing(column);
            }
        }
        if column.vocabulary.or(column.usual).or(column.spelled).is_none() {
            buffer.push_text(text);
            return Ok(());
        }
        let meaning = self.meanings[index].of(text, |text| column.meaning(text));
        if column.spelled.is_some() {
            buffer.push_text(if meaning == UNKNOWN { text } else { meaning });
            return Ok(());
        }
        if meaning == UNKNOWN {
            self.evidence[index].unknown(text, self.row.line);
        }
        buffer.push_text(if column.vocabulary.is_some() { meaning } else { text });
        Ok(())
    }

    /// Whether a customer's id stands for nobody.
    fn is_nobody(&mut self, index: usize, id: &str) -> bool {
        let nobody = words::is_nobody(id);
        if nobody {
            self.evidence[index].nobody.note(self.row.line, id);
        }
        nobody
    }

    /// Types a cell of a file whose cells have types.
    fn append(&mut self, index: usize, column: &Column, cell: Cell<'_>) -> Result<(), Refusal> {
        let by_text = !column.missing.is_empty() || !column.values.is_empty() || column.kind == ColumnType::Text;
        if column.kind == ColumnType::Text && matches!(cell, Cell::Float(value) if has_lost_digits(value)) {
            return Err(LOST_DIGITS.into());
        }
        match cell {
            Cell::Blank => return self.nothing(column),
            Cell::Text(text) => return self.append_text(index, column, trim(text)),
            Cell::Fault(_) | Cell::Refused { .. } | Cell::Uncalculated => {}
            _ if by_text => {
                let mut written = std::mem::take(&mut self.scratch);
                written.clear();
                cell.write(&mut written);
                let known = column.missing.contains(&written) || column.values.contains_key(&written);
                let appended =
                    (known || column.kind == ColumnType::Text).then(|| self.append_text(index, column, &written));
                self.scratch = written;
                if let Some(appended) = appended {
                    return appended;
                }
            }
            _ => {}
        }
        self.evidence[index].filled += 1;
        let typed = self.typing(index, column).value(cell, column.kind)?;
        self.take(column, typed.without_text())
    }

    /// A missing cell.
    fn nothing(&mut self, column: &Column) -> Result<(), Refusal> {
        if column.required {
            return Err(EMPTY.into());
        }
        if let Some(buffer) = &mut self.buffers[column.target] {
            buffer.push_null();
        }
        Ok(())
    }

    /// Takes a typed value: a time given as a span is counted from its other time, a percentage is noted.
    fn take(&mut self, column: &Column, value: Value<'static>) -> Result<(), Refusal> {
        let value = match (value, column.style.after) {
            (Value::Span(micros), Some(after)) => {
                let from = self.buffers[after].as_ref().and_then(ColumnBuffer::last_instant);
                let from = from.ok_or("a span of time whose beginning is missing")?;
                Value::Instant(from.checked_add(micros).ok_or("too long a span")?)
            }
            (Value::Placeholder, _) if column.required => return Err("a date that stands for none".into()),
            (Value::Placeholder, _) => Value::Null,
            (Value::Share(share), _) => {
                self.row.shares.push(column.target);
                Value::Share(share)
            }
            (value, _) => value,
        };
        if let Some(buffer) = &mut self.buffers[column.target] {
            buffer.push(value);
        }
        Ok(())
    }

    /// Notes an answer beside its scale, which may be a share of it where the mapping gives no factor.
    fn note_scale(&mut self, plan: &Plan) {
        let Some(Beside { target, value, end }) = self.checks.beside_scale(&self.buffers) else { return };
        let index = plan.columns.iter().position(|column| column.target == target);
        let plain = |index: &usize| plan.columns[*index].style.numbers.scale.is_none();
        if let Some(index) = index.filter(plain).filter(|_| !self.row.shares.contains(&target)) {
            self.evidence[index].answer((value, end), self.row.line);
        }
    }

    /// Percentages of columns with a scale become values on it.
    fn scale_shares(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Rejection> {
        for target in std::mem::take(&mut self.row.shares) {
            match self.checks.on_scale(&self.buffers, target) {
                Scale::None => {}
                Scale::Value(value) => self.replace(target, Value::Number(value)),
                Scale::Unknown(reason) => self.refuse(plan, row, (target, reason.to_owned()))?,
            }
        }
        Ok(())
    }

    /// Cells that contradict each other: the optional one is missing then.
    fn check(&mut self, plan: &Plan, row: &impl Row) -> Result<(), Rejection> {
        if self.checks.last_row(&self.buffers).is_none() {
            return Ok(());
        }
        let clock = &mut self.clocks[0];
        for (target, value) in self.checks.same_day(&self.buffers, clock) {
            if let Some(index) = plan.columns.iter().position(|column| column.target == target) {
                self.evidence[index].same_day += 1;
            }
            self.replace(target, Value::Instant(value));
        }
        while let Some(fault) = self.checks.last_row(&self.buffers) {
            let optional =
                |target: &usize| plan.columns.iter().any(|column| column.target == *target && !column.required);
            let target = [fault.target, fault.other].into_iter().find(optional).unwrap_or(fault.target);
            self.refuse(plan, row, (target, fault.reason))?;
        }
        Ok(())
    }

    fn refuse(&mut self, plan: &Plan, row: &impl Row, (target, reason): (usize, String)) -> Result<(), Rejection> {
        let column = plan.columns.iter().position(|column| column.target == target);
        match column.filter(|index| !plan.columns[*index].required) {
            None => Err(Rejection { column, reason: reason.into() }),
            Some(index) => {
                let text = row.cell(plan.columns[index].input).to_text();
                self.row.unreadable.push((index, reason.into(), text));
                self.replace(target, Value::Null);
                Ok(())
            }
        }
    }

    fn replace(&mut self, target: usize, value: Value<'_>) {
        if let Some(buffer) = &mut self.buffers[target] {
            buffer.replace_last(value);
        }
    }
}

/// Whether a number kept as floating point may have had other last digits: workbooks keep fifteen,
/// and put zeros for the rest.
pub fn has_lost_digits(value: f64) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value.abs() >= EXACT || value.abs() >= 1e15 && value % 10.0 == 0.0
}

/// The first of a column's inputs whose cell holds anything.
fn first_filled(column: &Column, row: &impl Row) -> usize {
    let holds = |input: usize| {
        let cell = row.cell(input);
        !cell.is_blank() && (column.missing.is_empty() || !column.missing.contains(&cell.to_text()))
    };
    let others = column.others.iter().copied();
    std::iter::once(column.input).chain(others).find(|input| holds(*input)).unwrap_or(column.input)
}

/// What is remembered of a word that a program writes for nothing.
const NULL: &str = "null";

/// Whether a customer's id may stand for nobody: all others have digits.
fn may_be_nobody(text: &str) -> bool {
    text.len() <= NOBODY && !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// Whether a text of a column of words may be what a program writes for nothing.
pub(super) fn may_be_null(text: &str) -> bool {
    let begins = text.bytes().next().is_some_and(|first| b"Nn#-(<[\\\xE2u".contains(&first));
    begins && text.len() <= 9 && (text.is_ascii() || text.len() == 3)
}

fn is_dash(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '–' | '—'))
}

fn is_amount(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Money | ColumnType::Number | ColumnType::Integer)
}
