//! How a column of a source is read: by what the mapping says, else by the name of the column.

use super::{Column, place};
use crate::config::{Scaling, Source, SourceColumn};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::words::Vocabulary;
use crate::domain::{ColumnType, SpanUnit, Table, Zone};
use crate::intake::heading::{self, Heading, NamedZone};
use crate::intake::identity::is_identity;
use crate::intake::number::NumberStyle;
use crate::intake::span::{self, Colons, Day, SpanStyle};
use crate::intake::time::{Months, Serial, Style};
use crate::schema::{columns, is_answer, is_working_time, span_unit, spelled, vocabulary};

/// One column that a source could read.
pub(super) struct Wish<'w> {
    /// Its index in the staged schema.
    pub(super) target: usize,
    /// Its canonical or extra name.
    pub(super) name: &'w str,
    /// Its type.
    pub(super) kind: ColumnType,
    /// Whether every row must have it.
    pub(super) required: bool,
    /// Whether the mapping names it, so that it must exist.
    pub(super) named: bool,
}

impl Wish<'_> {
    /// The column, unbound; what is wrong with its mapping, and what its name says, are added.
    pub(super) fn column(
        &self,
        source: &Source,
        entry: &SourceColumn,
        (problems, said): (&mut Vec<Diagnostic>, &mut Vec<String>),
    ) -> Column {
        self.column_under(source, entry, (&heading::read(entry.from.trim()), entry.from.trim()), (problems, said))
    }

    /// The same under what its name and other places of the file say of it.
    pub(super) fn column_under(
        &self,
        source: &Source,
        entry: &SourceColumn,
        (heading, title): (&Heading, &str),
        (problems, said): (&mut Vec<Diagnostic>, &mut Vec<String>),
    ) -> Column {
        let header = entry.headers().next().map_or("", |header| header.trim());
        let style = self.style(source, entry, heading, problems);
        said.extend(self.said(title, entry, heading, &style));
        let zone = entry.time_zone.or_else(|| self.zone(source, heading, (title, problems)));
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
            usual: (self.name == "channel").then_some(Vocabulary::Channel),
            spelled: spelled(source.table, self.name),
            identity: is_identity(source.table, self.name),
            customers: self.name == "customer_id" && source.table != Table::Customers,
            zone,
            sql: entry.sql.clone(),
            lookup: None,
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
            problems.push(Diagnostic::error("invalid-date-format", place(source, self.name), message).with_hint(hint));
            Vec::new()
        });
        let after =
            entry.after.as_deref().and_then(|name| columns(source.table).iter().position(|column| column.name == name));
        let own = span_unit(source.table, self.name);
        let timed = own.is_some() || after.is_some() || self.kind == ColumnType::Duration;
        let numbers =
            NumberStyle { decimal: entry.decimal.or(source.decimal), scale: self.scale(source, entry, heading, timed) };
        let spans = timed.then(|| SpanStyle {
            unit: entry.unit.or(heading.unit).or(own).unwrap_or_default(),
            colons: colons(entry.unit).or(heading.colons),
            numbers,
            day: self.day(source, entry),
        });
        if let Some(spans) = spans {
            problems.extend(self.unit(source, entry, heading, spans));
        }
        problems.extend(self.currency(source, heading));
        problems.extend(self.share(source, entry, heading, spans.is_some()));
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
            names_zone: source.zone_is_named || entry.time_zone.is_some() || heading.zone.is_some(),
            useless: None,
        }
    }

    /// The zone that the name says; one that several zones share is refused where the mapping names none.
    fn zone(
        &self,
        source: &Source,
        heading: &Heading,
        (title, problems): (&str, &mut Vec<Diagnostic>),
    ) -> Option<Zone> {
        let named = heading.zone.as_ref().filter(|_| self.kind == ColumnType::Instant)?;
        if matches!(named, NamedZone::Shared(_)) && source.zone_is_named {
            return None;
        }
        let zone = named.within(source.time_zone);
        if zone.is_none() {
            problems.push(shared_zone(
                named.text(),
                &format!("the name of column `{title}`"),
                place(source, self.name),
            ));
        }
        zone
    }

    /// How long a day of the column is.
    fn day(&self, source: &Source, entry: &SourceColumn) -> Day {
        match entry.hours_per_day {
            Some(hours) => Day::Stated((hours * span::micros(SpanUnit::Hours) as f64).round() as i64),
            None if is_working_time(source.table, self.name) => Day::Unsaid,
            None => Day::Calendar,
        }
    }

    /// The factor of amounts and plain numbers: as configured, else as the name says; a share is at most 1.
    fn scale(&self, source: &Source, entry: &SourceColumn, heading: &Heading, spans: bool) -> Option<Scaling> {
        let amounts = self.kind == ColumnType::Money;
        let share = heading.percent && crate::schema::is_share(source.table, self.name);
        let percent = share.then_some(Scaling { units: 1, decimals: 2 });
        let pieces = heading.of_unit.filter(|_| spans && entry.unit.is_none());
        entry.factor.or(heading.factor.filter(|_| amounts)).or(pieces).or(percent)
    }

    /// What keeps a column's unit from being known.
    fn unit(&self, source: &Source, entry: &SourceColumn, heading: &Heading, spans: SpanStyle) -> Option<Diagnostic> {
        let header = entry.from.trim();
        let days = spans.unit == SpanUnit::Days;
        let settled = entry.unit.is_some() || entry.factor.is_some();
        let (message, hint) = if let Some(unclear) = heading.unclear.as_ref().filter(|_| entry.unit.is_none()) {
            let what = "its numbers may be pieces of that length, or spans held against it";
            (
                format!("column `{header}` says `{unclear}`: {what}"),
                "write `unit:` with the unit of one for the column, and `factor:` where a number counts pieces of several",
            )
        } else if days && heading.of_unit.is_some() && !settled && is_working_time(source.table, self.name) {
            (
                format!("column `{header}` is in weeks, and a week of work may have five days"),
                "write `unit: days` with `factor: 5` and `hours_per_day: 8` for the column, as work is counted",
            )
        } else if days && spans.day == Day::Unsaid {
            let what = format!("nothing says how many hours of `{}` a day has", self.name);
            (
                format!("column `{header}` is in days, and {what}"),
                "write `hours_per_day: 8` for the column, with the hours that a day of work has",
            )
        } else {
            return None;
        };
        Some(Diagnostic::error("ambiguous-spans", place(source, self.name), message).with_hint(hint))
    }

    /// A name that says shares where amounts or spans are wanted.
    fn share(&self, source: &Source, entry: &SourceColumn, heading: &Heading, spans: bool) -> Option<Diagnostic> {
        let wanted = if self.kind == ColumnType::Money { "amounts" } else { "spans of time" };
        if !heading.percent || entry.factor.is_some() || self.kind != ColumnType::Money && !spans {
            return None;
        }
        let message = format!("column `{}` holds shares by its name, where {wanted} are expected", entry.from.trim());
        let hint = format!("map the column of the {wanted}; `factor: 1` says that these are some in spite of the name");
        Some(Diagnostic::error("shares-for-amounts", place(source, self.name), message).with_hint(hint))
    }

    /// Amounts are never converted: a name that says another currency is refused.
    fn currency(&self, source: &Source, heading: &Heading) -> Option<Diagnostic> {
        let mark = heading.currency.as_deref().filter(|_| self.kind == ColumnType::Money)?;
        let codes = crate::intake::number::marked_currencies(mark)?;
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
        if let Some(NamedZone::Known(_, zone)) =
            heading.zone.as_ref().filter(|_| self.kind == ColumnType::Instant && entry.time_zone.is_none())
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

/// A word for a zone that several zones share.
pub(super) fn shared_zone(word: &str, what: &str, at: Place) -> Diagnostic {
    let message = format!("{what} says `{word}`, which names no one time zone beyond doubt");
    let hint = "write `time_zone`, as in `time_zone: America/Los_Angeles`, for the column or the source";
    Diagnostic::error("unknown-zone", at, message).with_hint(hint)
}

/// An accounting period may be a month or a quarter; it stands for its first day.
pub(super) fn months(name: &str, source: &Source) -> Months {
    if name == "period" { Months::FirstDay(source.fiscal) } else { Months::Refused }
}
