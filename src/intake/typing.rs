//! Raw cells → typed values, with what they show of their column's style.

use super::buffer::Value;
use super::cell::{Cell, Marks, trim};
use super::evidence::Evidence;
use super::number::{self, NumberStyle};
use super::span;
use super::time::{Occurs, Style, Unreadable, Written, in_zone, number as counted, read};
use crate::config::DateOrder;
use crate::domain::{ColumnType, Currency, LocalClock};
use chrono::Datelike;
use std::borrow::Cow;

/// Why a cell has no value of the wanted type, in plain English.
pub type Refusal = Cow<'static, str>;

/// Types one cell of a column whose other cells are not known; empty text is null.
pub fn type_cell<'c>(
    cell: Cell<'c>,
    kind: ColumnType,
    style: &Style,
    clock: &mut LocalClock,
) -> Result<Value<'c>, Refusal> {
    let (mut evidence, mut assumed) = (Evidence::default(), 0);
    let mut typing = Typing { style, clock, evidence: &mut evidence, assumed: &mut assumed, line: 0 };
    typing.value(cell, kind)
}

/// What typing needs beside the cell, and where it notes what it sees.
#[derive(Debug)]
pub struct Typing<'t> {
    /// How the column is written.
    pub style: &'t Style,
    /// Zone of times without offset.
    pub clock: &'t mut LocalClock,
    /// What the column shows.
    pub evidence: &'t mut Evidence,
    /// Counts times of day without offset.
    pub assumed: &'t mut u64,
    /// The row's line.
    pub line: u64,
}

impl Typing<'_> {
    /// Types one cell; text for a text column is handed through.
    pub fn value<'c>(&mut self, cell: Cell<'c>, kind: ColumnType) -> Result<Value<'c>, Refusal> {
        match cell {
            Cell::Blank => Ok(Value::Null),
            Cell::Text(text) => match trim(text) {
                "" => Ok(Value::Null),
                text => self.text(text, kind),
            },
            Cell::Fault(what) => Err(format!("the cell holds `{what}`, which is no value").into()),
            Cell::Refused { why, .. } => Err(why.to_owned().into()),
            Cell::Uncalculated => {
                self.evidence.uncalculated.note(self.line, "a formula");
                Err("a formula whose value is not stored".into())
            }
            Cell::Integer(value) | Cell::Padded(value, _) => self.integer(value, kind),
            Cell::Float(value) => self.float(value, kind),
            Cell::Marked(value, marks) => self.marked(value, marks, kind),
            Cell::Percent(share) => match kind {
                ColumnType::Number if self.style.spans.is_none() => {
                    self.evidence.percent.note(self.line, "a percentage");
                    Ok(Value::Share(share))
                }
                _ => Err(wrong("a percentage", kind)),
            },
            Cell::Boolean(value) => match kind {
                ColumnType::Boolean => Ok(Value::Boolean(value)),
                _ => Err(wrong("a truth value", kind)),
            },
            Cell::Decimal(_, _) => self.written(cell, kind),
            Cell::Span(micros) | Cell::TimeOfDay(micros) => self.span(micros, kind),
            Cell::Local(at) => self.local(at, kind),
            Cell::Instant(at) => match kind {
                ColumnType::Instant if super::time::is_placeholder(at) => Ok(self.placeholder("a placeholder")),
                ColumnType::Instant => Ok(Value::Instant(at)),
                _ => Err(wrong("a time", kind)),
            },
        }
    }

    /// A number whose format shows words beside it: the same as the text that people see.
    fn marked(&mut self, value: f64, marks: Marks, kind: ColumnType) -> Result<Value<'static>, Refusal> {
        let spans = self.style.spans;
        if let (Some(unit), Some(spans)) = (marks.unit, spans) {
            let micros = span::of_number(value, span::SpanStyle { unit, ..spans })?;
            return self.span(micros, kind);
        }
        if let (ColumnType::Money, Some(mark)) = (kind, marks.currency) {
            self.own_currency(mark)?;
        }
        let settled = self.style.numbers.scale.is_some() || spans.is_some();
        let zeros = if settled { 0 } else { i32::from(marks.zeros) };
        if marks.zeros > 0 {
            self.evidence.scaled.note(self.line, &10_f64.powi(zeros).to_string());
        }
        self.float(value * 10_f64.powi(zeros), kind)
    }

    /// Types a trimmed text that is not empty.
    pub fn text<'c>(&mut self, text: &'c str, kind: ColumnType) -> Result<Value<'c>, Refusal> {
        let text = if kind == ColumnType::Text { text } else { super::identity::bare(text) };
        if text.is_empty() {
            return Ok(Value::Null);
        }
        let place = (self.line, text);
        Ok(match kind {
            ColumnType::Text => Value::Text(text),
            ColumnType::Instant if self.style.after.is_some() => Value::Span(self.span_text(text)?),
            ColumnType::Instant => self.instant(text)?,
            ColumnType::Duration => Value::Span(self.span_text(text)?),
            ColumnType::Number if self.style.spans.is_some() => self.span_number(text)?,
            ColumnType::Number if self.style.answers && number::labelled(text).is_some() => {
                self.evidence.labelled.note(self.line, text);
                let answer = number::labelled(text).unwrap_or_default();
                if let Some(praises) = crate::domain::words::praises(text) {
                    self.evidence.praise(praises, answer, text);
                }
                Value::Number(answer)
            }
            ColumnType::Number => {
                let read = number::number(text, self.style.numbers).map_err(|reason| self.unread(text, reason))?;
                self.evidence.number(read.form, place);
                if read.percent {
                    self.evidence.percent.note(self.line, text);
                    let plain = NumberStyle { scale: None, ..self.style.numbers };
                    return Ok(Value::Share(number::number(text, plain)?.value / 100.0));
                }
                Value::Number(read.value)
            }
            ColumnType::Integer => {
                let read = number::integer(text, self.style.numbers).map_err(|reason| self.unread(text, reason))?;
                self.evidence.number(read.form, place);
                Value::Integer(read.value)
            }
            ColumnType::Money => Value::Money(self.money(text)?),
            ColumnType::Boolean => Value::Boolean(number::boolean(text)?),
        })
    }

    /// Amounts are never converted: one that is marked with another currency is refused.
    fn own_currency(&self, text: &str) -> Result<(), Refusal> {
        let foreign =
            |own: &&Currency| number::marked_currencies(text).is_some_and(|codes| !codes.contains(&own.code()));
        match self.style.currency.as_ref().filter(foreign) {
            Some(own) => Err(format!("an amount in another currency than {own}, and none is converted").into()),
            None => Ok(()),
        }
    }

    fn money(&mut self, text: &str) -> Result<i128, Refusal> {
        self.own_currency(text)?;
        let read = number::money(text, self.style.numbers).map_err(|reason| self.unread(text, reason))?;
        self.evidence.number(read.form, (self.line, text));
        Ok(read.value)
    }

    /// A number that does not fit the column's style bears on it all the same.
    fn unread(&mut self, text: &str, reason: number::Refusal) -> Refusal {
        if let Some(form) = number::form(text) {
            self.evidence.number(form, (self.line, text));
        }
        reason.into()
    }

    fn instant(&mut self, text: &str) -> Result<Value<'static>, Refusal> {
        match read(text, self.style, self.clock) {
            Ok(reading) => {
                self.evidence.time(reading.written, (self.line, text));
                if reading.written == Written::Placeholder {
                    return Ok(Value::Placeholder);
                }
                if reading.written == Written::Either {
                    self.either(reading.at);
                }
                self.evidence.dates_alone += u64::from(reading.date_alone || is_midnight(text));
                if let Some(why) = self.style.useless {
                    return Err(why.into());
                }
                *self.assumed += u64::from(reading.assumed_zone);
                self.evidence.occurs(reading.occurs, (self.line, text));
                Ok(Value::Instant(reading.at))
            }
            Err(fault) => {
                if fault == Unreadable::JanuaryOrOctober {
                    self.evidence.time(Written::MonthOne, (self.line, text));
                }
                Err(unreadable(fault, self.style))
            }
        }
    }

    /// A date whose day and month could be either way round, as read and the other way.
    fn either(&mut self, at: i64) {
        let Some(date) = chrono::DateTime::from_timestamp_micros(self.clock.to_local(at)) else { return };
        let date = date.date_naive();
        let Some(other) = chrono::NaiveDate::from_ymd_opt(date.year(), date.day(), date.month()) else { return };
        let read = [date, other].map(|date| i64::from(date.num_days_from_ce()));
        let day_first = self.style.order != Some(DateOrder::MonthFirst);
        self.evidence.either(if day_first { read } else { [read[1], read[0]] });
    }

    fn placeholder(&mut self, text: &str) -> Value<'static> {
        self.evidence.time(Written::Placeholder, (self.line, text));
        Value::Placeholder
    }

    /// The microseconds of a span written as text.
    fn span_text(&mut self, text: &str) -> Result<i64, Refusal> {
        let style = self.style.spans.ok_or("not a span of time")?;
        if let Ok(read) = number::number(text, self.style.numbers) {
            self.evidence.plain_span(read.value, (self.line, text));
        }
        let span = span::read(text, style).inspect_err(|_| {
            if let Some(form) = number::form(text) {
                self.evidence.number(form, (self.line, text));
            }
        })?;
        self.evidence.span(span.form, (self.line, text));
        Ok(span.micros)
    }

    /// A span in the unit of its canonical column; plain numbers in that unit stay as they are.
    fn span_number(&mut self, text: &str) -> Result<Value<'static>, Refusal> {
        let style = self.style.spans.ok_or("not a span of time")?;
        if style.unit == self.style.span_unit
            && let Ok(read) = number::number(text, self.style.numbers)
            && !read.percent
        {
            self.evidence.number(read.form, (self.line, text));
            self.evidence.plain_span(read.value, (self.line, text));
            return Ok(Value::Number(read.value));
        }
        self.span_text(text).map(|micros| self.in_unit(micros))
    }

    fn in_unit(&self, micros: i64) -> Value<'static> {
        Value::Number(micros as f64 / span::micros(self.style.span_unit) as f64)
    }

    fn span(&mut self, micros: i64, kind: ColumnType) -> Result<Value<'static>, Refusal> {
        match kind {
            ColumnType::Number if self.style.spans.is_some() => Ok(self.in_unit(micros)),
            ColumnType::Duration => Ok(Value::Span(micros)),
            ColumnType::Instant if self.style.after.is_some() => Ok(Value::Span(micros)),
            ColumnType::Instant => Err(unreadable(Unreadable::NoDate, self.style)),
            ColumnType::Number => Err("a span of time where a number is expected: an `extra` column of spans has \
                                       `type: duration`"
                .into()),
            _ => Err(wrong("a span of time", kind)),
        }
    }

    /// A plain number of a column of spans, in the column's unit.
    fn span_of(&mut self, value: f64, spans: span::SpanStyle) -> Result<i64, Refusal> {
        Ok(span::of_number(number::scaled(value, spans.numbers.scale), spans)?)
    }

    fn integer(&mut self, value: i64, kind: ColumnType) -> Result<Value<'static>, Refusal> {
        let scale = self.style.numbers.scale;
        Ok(match kind {
            ColumnType::Integer => {
                let scaled = number::exactly(value.into(), scale).and_then(|value| i64::try_from(value).ok());
                Value::Integer(scaled.ok_or_else(|| wrong("a number", kind))?)
            }
            ColumnType::Money => {
                let units = number::exactly(i128::from(value) * number::MONEY_SCALE, scale);
                Value::Money(units.ok_or_else(|| wrong("a number", kind))?)
            }
            ColumnType::Boolean if value == 0 || value == 1 => Value::Boolean(value == 1),
            ColumnType::Number | ColumnType::Duration | ColumnType::Instant => return self.float(value as f64, kind),
            _ => return Err(wrong("a number", kind)),
        })
    }

    fn float(&mut self, value: f64, kind: ColumnType) -> Result<Value<'static>, Refusal> {
        let whole = value.fract() == 0.0 && value.abs() < 9e15;
        let scale = self.style.numbers.scale;
        match (kind, self.style.spans) {
            _ if !value.is_finite() => Err("not a number".into()),
            (ColumnType::Number, Some(spans)) if spans.unit == self.style.span_unit => {
                self.evidence.plain_span(value, (self.line, &value.to_string()));
                Ok(Value::Number(number::scaled(value, scale)))
            }
            (ColumnType::Number, Some(spans)) => self.span_of(value, spans).map(|micros| self.in_unit(micros)),
            (ColumnType::Duration, Some(spans)) => self.span_of(value, spans).map(Value::Span),
            (ColumnType::Instant, Some(spans)) if self.style.after.is_some() => {
                self.span_of(value, spans).map(Value::Span)
            }
            (ColumnType::Instant, _) => self.counted(value),
            (ColumnType::Number, None) => Ok(Value::Number(number::scaled(value, scale))),
            (ColumnType::Money, _) => {
                let units = number::money_of_float(number::scaled(value, scale))?;
                Ok(Value::Money(units))
            }
            (ColumnType::Integer | ColumnType::Boolean, _) if !whole => Err("not a whole number".into()),
            _ if whole => self.integer(value as i64, kind),
            _ => Err(wrong("a number", kind)),
        }
    }

    /// A number in a column of times: a workbook's serial number where the mapping says that there are
    /// such, a number since 1970, or digits such as 20260703.
    fn counted(&mut self, value: f64) -> Result<Value<'static>, Refusal> {
        let Some(reading) = counted(value, self.style, self.clock) else {
            return self.written(Cell::Float(value), ColumnType::Instant);
        };
        let text = Cell::Float(value).to_text();
        self.evidence.time(reading.written, (self.line, &text));
        self.evidence.occurs(reading.occurs, (self.line, &text));
        *self.assumed += u64::from(reading.assumed_zone);
        Ok(if reading.written == Written::Placeholder { Value::Placeholder } else { Value::Instant(reading.at) })
    }

    fn local(&mut self, at: i64, kind: ColumnType) -> Result<Value<'static>, Refusal> {
        if kind != ColumnType::Instant {
            return Err(wrong("a time", kind));
        }
        if super::time::is_placeholder(at) {
            return Ok(self.placeholder("a placeholder"));
        }
        let alone = at % 86_400_000_000 == 0;
        let written = Written::Sure { low: super::time::is_low(at) };
        self.evidence.time(written, (self.line, ""));
        self.evidence.dates_alone += u64::from(alone);
        if let Some(why) = self.style.useless {
            return Err(why.into());
        }
        *self.assumed += u64::from(!alone);
        let reading = in_zone(at, written, self.style, (self.clock, !alone));
        if reading.occurs != Occurs::Once {
            self.evidence.occurs(reading.occurs, (self.line, &Cell::Local(at).to_text()));
        }
        Ok(Value::Instant(reading.at))
    }

    /// Types a cell by the text that stands for it.
    fn written(&mut self, cell: Cell<'_>, kind: ColumnType) -> Result<Value<'static>, Refusal> {
        match self.text(&cell.to_text(), kind) {
            Ok(Value::Text(_)) => Err(wrong("a number", kind)),
            Ok(value) => Ok(value.without_text()),
            Err(reason) if kind == ColumnType::Instant => {
                let either = unreadable(Unreadable::JanuaryOrOctober, self.style);
                Err(if reason == either { either } else { wrong("a number", kind) })
            }
            Err(reason) => Err(reason),
        }
    }
}

/// Whether a time is written as the first moment of its day.
fn is_midnight(text: &str) -> bool {
    if !text.ends_with("0:00") && !text.ends_with("0:00.000") {
        return false;
    }
    let time = text.rsplit(['T', ' ']).next().unwrap_or_default();
    time.contains(':') && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
}

/// Why a cell of a time column is refused.
pub fn unreadable(fault: Unreadable, style: &Style) -> Refusal {
    match fault {
        Unreadable::OtherOrder => "a date only if day and month are the other way round than `date_order` says",
        Unreadable::ShortYear => "a year of two digits: write `%y` instead of `%Y` in `date_formats`",
        Unreadable::Abbreviation => {
            "a zone's abbreviation, which several zones share and the column's zone does not have then: name the zone \
             with `time_zone`, as `America/Los_Angeles`"
        }
        Unreadable::NoDate => {
            "a time without a date: join two columns with `sql: Date || ' ' || Time`, or, when it is a span of time, \
             name the time from which it counts with `after`"
        }
        Unreadable::NoYear => "a date without its year: write `sql: \"'2026/' || Created\"` (before 月, `'2026年'`)",
        Unreadable::JanuaryOrOctober => {
            "January, or October whose zero a spreadsheet has dropped: write it as `2026-01` or `2026-10`"
        }
        Unreadable::Invalid if style.formats.is_empty() => "not a date or time",
        Unreadable::Invalid => "not a date or time in a configured date format",
    }
    .into()
}

fn wrong(found: &str, kind: ColumnType) -> Refusal {
    let wanted = match kind {
        ColumnType::Text => "text",
        ColumnType::Instant => "a date or time",
        ColumnType::Duration => "a duration",
        ColumnType::Number => "a number",
        ColumnType::Integer => "a whole number",
        ColumnType::Money => "an amount",
        ColumnType::Boolean => "true or false",
    };
    format!("{found} where {wanted} is expected").into()
}

#[cfg(test)]
mod tests;
