//! Raw cells → typed values.

use super::buffer::Value;
use super::cell::{Cell, trim};
use super::number;
use super::time::{Style, Unreadable, read};
use crate::domain::{Currency, LocalClock};
use crate::facts::schema::ColumnType;

/// Why a cell has no value of the wanted type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Faulty {
    /// It cannot be read, for this reason.
    Reason(String),
    /// A date whose day and month could be either way round.
    Ambiguous,
}

impl From<&str> for Faulty {
    fn from(reason: &str) -> Self {
        Self::Reason(reason.to_owned())
    }
}

/// Types one cell; empty text is null. Times need a zone.
pub fn type_cell<'c>(
    cell: Cell<'c>,
    kind: ColumnType,
    style: &Style,
    zone: Option<&mut LocalClock>,
) -> Result<Value<'c>, Faulty> {
    let mut assumed = 0;
    Typing { style, zone, assumed: &mut assumed }.value(cell, kind)
}

/// What typing needs beside the cell.
#[derive(Debug)]
pub struct Typing<'t> {
    /// How times are written.
    pub style: &'t Style,
    /// Zone of times without offset.
    pub zone: Option<&'t mut LocalClock>,
    /// Counts times of day without offset.
    pub assumed: &'t mut u64,
}

impl Typing<'_> {
    /// Types one cell whose text, if it is text for a text column, is handed through.
    pub fn value<'c>(&mut self, cell: Cell<'c>, kind: ColumnType) -> Result<Value<'c>, Faulty> {
        match cell {
            Cell::Blank => Ok(Value::Null),
            Cell::Text(text) => match trim(text) {
                "" => Ok(Value::Null),
                text => self.text(text, kind),
            },
            Cell::Fault(what) => Err(Faulty::Reason(format!("the cell holds `{what}`, which is no value"))),
            Cell::Uncalculated => Err("a formula whose value is not stored".into()),
            Cell::Span(_) | Cell::TimeOfDay(_) => Err(wrong("a span of time", kind)),
            Cell::Percent(value) => self.float(value, kind),
            Cell::Integer(value) => self.integer(value, kind),
            Cell::Float(value) => self.float(value, kind),
            Cell::Boolean(value) => match kind {
                ColumnType::Boolean => Ok(Value::Boolean(value)),
                _ => Err(wrong("a truth value", kind)),
            },
            Cell::Decimal(_, _) => self.written(cell, kind),
            Cell::Local(at) => self.local(at, kind),
            Cell::Instant(at) => match kind {
                ColumnType::Instant => Ok(Value::Instant(at)),
                _ => Err(wrong("a time", kind)),
            },
        }
    }

    fn text<'c>(&mut self, text: &'c str, kind: ColumnType) -> Result<Value<'c>, Faulty> {
        Ok(match kind {
            ColumnType::Text => Value::Text(text),
            ColumnType::Instant => self.instant(text)?,
            ColumnType::Number => Value::Number(number::number(text)?),
            ColumnType::Integer | ColumnType::Duration => Value::Integer(number::integer(text)?),
            ColumnType::Money => Value::Money(self.money(text)?),
            ColumnType::Boolean => Value::Boolean(number::boolean(text)?),
        })
    }

    /// Amounts are never converted: one that is marked with another currency is refused.
    fn money(&self, text: &str) -> Result<i128, Faulty> {
        let foreign =
            |own: &&Currency| number::marked_currencies(text).is_some_and(|codes| !codes.contains(&own.code()));
        match self.style.currency.as_ref().filter(foreign) {
            Some(own) => {
                Err(Faulty::Reason(format!("an amount in another currency than {own}, and none is converted")))
            }
            None => Ok(number::money(text)?),
        }
    }

    fn instant(&mut self, text: &str) -> Result<Value<'static>, Faulty> {
        let zone = self.zone.as_deref_mut().ok_or(Faulty::Ambiguous)?;
        match read(text, self.style, zone) {
            Ok(reading) => {
                *self.assumed += u64::from(reading.assumed_zone);
                Ok(Value::Instant(reading.at))
            }
            Err(fault) => Err(unreadable(fault, self.style)),
        }
    }

    fn integer(&mut self, value: i64, kind: ColumnType) -> Result<Value<'static>, Faulty> {
        Ok(match kind {
            ColumnType::Number => Value::Number(value as f64),
            ColumnType::Integer | ColumnType::Duration => Value::Integer(value),
            ColumnType::Money => Value::Money(i128::from(value) * number::MONEY_SCALE),
            ColumnType::Boolean if value == 0 || value == 1 => Value::Boolean(value == 1),
            ColumnType::Instant => match self.serial(value as f64) {
                Some(at) => at,
                None => return self.written(Cell::Integer(value), kind),
            },
            _ => return Err(wrong("a number", kind)),
        })
    }

    fn float(&mut self, value: f64, kind: ColumnType) -> Result<Value<'static>, Faulty> {
        let whole = value.fract() == 0.0 && value.abs() < 9e15;
        match kind {
            _ if !value.is_finite() => Err("not a number".into()),
            ColumnType::Number => Ok(Value::Number(value)),
            ColumnType::Money => Ok(Value::Money(number::money_of_float(value)?)),
            ColumnType::Integer | ColumnType::Boolean if !whole => Err("not a whole number".into()),
            _ if whole => self.integer(value as i64, kind),
            ColumnType::Instant => self.serial(value).ok_or_else(|| wrong("a number", kind)),
            _ => Err(wrong("a number", kind)),
        }
    }

    /// A workbook's serial number of a day, where the mapping says that there are such.
    fn serial(&mut self, value: f64) -> Option<Value<'static>> {
        let local = self.style.serial?.local(value)?;
        self.local(local, ColumnType::Instant).ok()
    }

    fn local(&mut self, at: i64, kind: ColumnType) -> Result<Value<'static>, Faulty> {
        let zone =
            self.zone.as_deref_mut().filter(|_| kind == ColumnType::Instant).ok_or_else(|| wrong("a time", kind))?;
        *self.assumed += u64::from(at % 86_400_000_000 != 0);
        Ok(Value::Instant(zone.to_utc(at)))
    }

    /// Types a cell by the text that stands for it.
    fn written(&mut self, cell: Cell<'_>, kind: ColumnType) -> Result<Value<'static>, Faulty> {
        match self.text(&cell.to_text(), kind) {
            Ok(Value::Instant(at)) => Ok(Value::Instant(at)),
            Ok(Value::Number(value)) => Ok(Value::Number(value)),
            Ok(Value::Integer(value)) => Ok(Value::Integer(value)),
            Ok(Value::Money(value)) => Ok(Value::Money(value)),
            Ok(Value::Boolean(value)) => Ok(Value::Boolean(value)),
            Ok(Value::Null | Value::Text(_)) => Err(wrong("a number", kind)),
            Err(Faulty::Reason(_)) if kind == ColumnType::Instant => Err(wrong("a number", kind)),
            Err(fault) => Err(fault),
        }
    }
}

/// Why a cell of a time column is refused.
pub fn unreadable(fault: Unreadable, style: &Style) -> Faulty {
    match fault {
        Unreadable::Ambiguous => Faulty::Ambiguous,
        Unreadable::OtherOrder => "a date only if day and month are the other way round than `date_order` says".into(),
        Unreadable::Invalid if style.formats.is_empty() => "not a date or time".into(),
        Unreadable::Invalid => "not a date or time in a configured date format".into(),
    }
}

fn wrong(found: &str, kind: ColumnType) -> Faulty {
    let wanted = match kind {
        ColumnType::Text => "text",
        ColumnType::Instant => "a date or time",
        ColumnType::Duration => "a duration",
        ColumnType::Number => "a number",
        ColumnType::Integer => "a whole number",
        ColumnType::Money => "an amount",
        ColumnType::Boolean => "true or false",
    };
    Faulty::Reason(format!("{found} where {wanted} is expected"))
}
