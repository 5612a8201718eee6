//! What whole files show beside the style of a column: files of another order of day and month, rows in
//! another currency, times that are no times, files of which no row can be read.

use super::{Case, either_way};
use crate::config::{DateOrder, Delimiter, Header, Source, SummedRows};
use crate::diagnostic::Diagnostic;
use crate::domain::{ColumnType, Instant, LocalClock, Table, Zone};
use crate::intake::RejectKind;
use crate::intake::cache::Record;
use crate::intake::mapping::place;
use crate::intake::records::RAGGED;
use crate::intake::time::{Style, read};
use crate::schema::columns;
use std::collections::BTreeSet;

/// Rows from which on a source of which none can be read is refused.
const SEVERAL: u64 = 10;

/// Dates from which on the spread of a file says something.
const FEW: u64 = 3;

/// Days within which a wrong order goes unnoticed.
const NEAR: i64 = 45;

/// Share of dates without a time of day from which on a column has none.
const NEARLY_ALL: f64 = 0.95;

/// Times that matter within a day only: a reply to the day says nothing.
const WITHIN_A_DAY: [(Table, &str); 4] = [
    (Table::Tickets, "first_reply_at"),
    (Table::Calls, "answered_at"),
    (Table::Calls, "abandoned_at"),
    (Table::Calls, "ended_at"),
];

impl Case<'_> {
    /// A file whose dates could all be either way round, and lie close together only the other way than the
    /// other files say.
    pub(super) fn strays(&self, order: Option<DateOrder>, records: &[&Record]) -> Vec<Diagnostic> {
        let [day_first, month_first, _] = &self.evidence.dates;
        if self.source.date_order.is_some() || day_first.n + month_first.n == 0 {
            return Vec::new();
        }
        let month = order == Some(DateOrder::MonthFirst);
        let stray = |record: &&Record| {
            let own = record.evidence.get(self.name)?;
            let [day_first, month_first, either] = &own.dates;
            let days = own.either_days.map(|spread| spread.map_or(0, |(first, last)| last - first));
            let (read, other) = if month { (days[1], days[0]) } else { (days[0], days[1]) };
            if day_first.n + month_first.n > 0 || either.n < FEW || read <= NEAR || other * 3 >= read {
                return None;
            }
            let (line, text) = either.first.clone().unwrap_or_default();
            let message = format!(
                "`{}` line {line}: day and month of `{text}` in column `{}` could be either way round; as other files \
                 write them, its dates lie {read} days apart, the other way {other}",
                record.file,
                self.header()
            );
            let hint = format!("{} in a source of its own for this file", either_way(&text));
            Some(self.error("ambiguous-dates", message, hint))
        };
        records.iter().filter_map(stray).collect()
    }

    /// Amounts of rows that another column says are in another currency.
    pub(super) fn foreign(&self) -> Option<Diagnostic> {
        let (currency, tally) = self.evidence.foreign.iter().max_by_key(|(_, tally)| tally.n)?;
        let rows: u64 = self.evidence.foreign.values().map(|tally| tally.n).sum();
        let (line, _) = tally.first.clone()?;
        let own = &self.source.currency;
        let message = format!(
            "`{}` line {line}: the amounts of {rows} rows in column `{}` are in {currency} or another currency than {own}, \
             as the file says",
            self.file,
            self.header()
        );
        let hint = format!(
            "leave them out by `where`, or map amounts in {own}; where these are in {own} already, `currency_column: none` \
             in the source says so"
        );
        Some(self.error("mixed-currency", message, hint))
    }

    /// Answers whose labels say that a lower number is the better one.
    pub(super) fn reversed(&self) -> Option<Diagnostic> {
        let [Some((_, best, good)), Some((worst, _, bad))] = &self.evidence.praise else { return None };
        if best >= worst {
            return None;
        }
        let message = format!(
            "answers in column `{}` count from the best, as their labels say (`{good}`, `{bad}`): a higher number must be \
             the better one",
            self.header()
        );
        let hint = format!(
            "turn them round by `values`, as in `values: {{\"{good}\": \"{worst}\", \"{bad}\": \"{best}\"}}`, all of them"
        );
        Some(self.error("reversed-scale", message, hint))
    }

    /// Why no cell of the column can be used: dates alone where only the time of day matters.
    pub(super) fn useless(&self) -> Option<&'static str> {
        let evidence = &self.evidence;
        let alone = evidence.dates_alone as f64 >= NEARLY_ALL * evidence.filled as f64;
        let matters = WITHIN_A_DAY.contains(&(self.source.table, self.name));
        (matters && alone && evidence.dates_alone >= SEVERAL)
            .then_some("a date without its time of day, which says nothing about a time within the day")
    }
}

/// A source of which no row can be read, though there are some.
pub fn none_read(source: &Source, records: &[&Record]) -> Option<Diagnostic> {
    let rows: u64 = records.iter().map(|record| record.rows_in).sum();
    let staged: u64 = records.iter().map(|record| record.rows_staged()).sum();
    let lost = |record: &&&Record| record.rejects.iter().any(|reject| reject.kind == RejectKind::Unreadable);
    let record = records.iter().find(lost).filter(|_| staged == 0 && rows >= SEVERAL)?;
    let reject = record.rejects.iter().find(|reject| reject.kind == RejectKind::Unreadable)?;
    let column = source.columns.iter().find(|(_, entry)| entry.headers().any(|header| *header == reject.column));
    let at = column.map_or_else(|| source.place.clone(), |(name, _)| place(source, name));
    let whose = if reject.column.is_empty() { String::new() } else { format!(", `{}`", reject.column) };
    let message = format!(
        "no row of `{}` can be read; line {}{whose}: `{}`: {}",
        record.file, reject.line, reject.value, reject.reason
    );
    let time = is_time(source.table, column.map_or(&reject.column, |(name, _)| name));
    let formats = if time { by_short_years(&reject.value) } else { None };
    let usual = match (time, reject.value.trim().parse::<f64>()) {
        _ if reject.reason.contains('`') => {
            "the reason names what cures it; `where` leaves rows out that are no records"
        }
        (true, Ok(_)) => {
            "write `date_formats: excel` for the column where these are a workbook's numbers of days, or `sql` that makes \
             dates of them"
        }
        (true, Err(_)) => {
            "give the form of these times as `date_formats`, as in `date_formats: \"%d.%m.%y %H:%M\"`, or make dates of them \
             with `sql`"
        }
        (false, _) => "correct the mapping, or the file: no figure would stand on it",
    };
    let hint = unlike_header(source, record).or(formats).unwrap_or_else(|| usual.to_owned());
    Some(Diagnostic::error("no-row-read", at, message).with_hint(hint))
}

/// The formats by which a time with a year of two digits can be read, each with the day that it then is.
fn by_short_years(value: &str) -> Option<String> {
    const DATES: [&str; 7] = ["%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%y/%m/%d", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d"];
    const CLOCKS: [&str; 5] = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];
    let mut clock = LocalClock::new(Zone::utc());
    let mut found = Vec::new();
    for format in DATES.iter().flat_map(|date| CLOCKS.iter().map(move |clock| format!("{date}{clock}"))) {
        let formats = Style::compile(std::slice::from_ref(&format)).ok()?;
        let style = Style { formats, ..Style::default() };
        if let Ok(reading) = read(value.trim(), &style, &mut clock) {
            let day = Instant(reading.at).to_utc().format("%-d %B %Y").to_string();
            found.push(format!("`date_formats: \"{format}\"` ({day})"));
        }
    }
    (!found.is_empty()).then(|| format!("the year has two digits: write {}", found.join(" or ")))
}

/// Whether a column holds times.
fn is_time(table: Table, name: &str) -> bool {
    columns(table).iter().any(|column| column.name == name && column.kind == ColumnType::Instant)
}

/// What cures a file whose rows all have one number of cells, and its header another.
fn unlike_header(source: &Source, record: &Record) -> Option<String> {
    let lost = record.rejects.iter().filter(|reject| reject.kind == RejectKind::Unreadable);
    let cells = |reason: &str| reason.split_once(' ').filter(|_| reason.contains(RAGGED))?.0.parse::<u64>().ok();
    let found: Option<BTreeSet<u64>> = lost.map(|reject| cells(&reject.reason)).collect();
    let found = found?;
    let names = "with one name for each cell of a row, also for those that nothing is mapped to";
    match (&source.delimiter, found.first()) {
        (Some(Delimiter::Byte(b' ')), _) => Some(format!(
            "write `delimiter: blanks`; where the rows then have more cells than the header has names, add \
             `header: [a, b, …]` {names}"
        )),
        (_, Some(count)) if found.len() == 1 && !matches!(source.header, Header::Named(_)) => {
            Some(format!("add `header: [a, b, …]` to the source, {count} names: {names}"))
        }
        _ => None,
    }
}

/// Rows that hold the sums of others under a label that is no word for it.
pub(super) fn sums_among(source: &Source, records: &[&Record]) -> Vec<Diagnostic> {
    if source.totals == Some(SummedRows::Records) {
        return Vec::new();
    }
    let one = |record: &&Record| {
        let (line, label, rows) = record.notes.suspected_totals.first()?;
        let file = &record.file;
        let message = format!(
            "`{file}` line {line}: the amounts of `{label}` are the sums of other rows, {rows} times of {rows}: totals, \
             or records"
        );
        let hint = format!(
            "leave them out by `where`, as in `where: \"… <> '{label}'\"`, or say with `totals: records` in the source that \
             they are records"
        );
        Some(Diagnostic::error("sums-among-records", source.place.clone(), message).with_hint(hint))
    };
    records.iter().filter_map(one).collect()
}
