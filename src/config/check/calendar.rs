//! Reads a business calendar: weekly shifts, holidays and make-up working days (调休, G12).

use super::Checker;
use crate::config::reader;
use crate::config::tree;
use crate::config::written::{Entries, Entry, OneOrMany, Written};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{BusinessCalendar, DayException, Instant, Locale, Localized, Shift, Zone};
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A calendar file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CalendarFile {
    version: Written<u32>,
    name: Written<Localized>,
    note: Written<Localized>,
    covers: Written<Days>,
    week: Written<Entries<OneOrMany<String>>>,
    holidays: Written<Vec<Written<Days>>>,
    working_days: Written<Vec<Written<WorkingDay>>>,
}

/// A day, or the days from one to another, both included.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Days {
    from: Written<String>,
    to: Written<String>,
    name: Written<String>,
}

/// A weekend day that is worked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WorkingDay {
    day: Written<String>,
    name: Written<String>,
    shifts: Written<OneOrMany<String>>,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Checker<'_> {
    /// The calendar of a report with its note; warns when it ends before the data does.
    pub(super) fn business_calendar(
        &mut self,
        written: &Written<String>,
        zone: Zone,
        as_of: Instant,
    ) -> (Option<BusinessCalendar>, Option<Localized>) {
        let Some((text, mark)) = written.placed() else { return (None, None) };
        let Some(path) = self.existing_file(text, mark, "calendar") else { return (None, None) };
        let mut reading = Reading { file: &path, problems: Vec::new() };
        let calendar = reading.calendar(zone);
        self.problems.append(&mut reading.problems);
        let Some((calendar, note, last)) = calendar else { return (None, None) };
        if as_of.to_local(zone).date() > last {
            let message = format!("the calendar `{text}` ends on {last}, before the data's date");
            self.warning("calendar-too-short", mark, message);
        }
        (Some(calendar), note)
    }
}

/// One calendar file and its mistakes.
struct Reading<'a> {
    file: &'a Path,
    problems: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn calendar(&mut self, zone: Zone) -> Option<(BusinessCalendar, Option<Localized>, NaiveDate)> {
        let text = match fs::read_to_string(self.file) {
            Ok(text) => text,
            Err(error) => {
                self.problems.push(Diagnostic::unreadable("unreadable-calendar", "the calendar", self.file, &error));
                return None;
            }
        };
        let tree = match tree::parse(&text) {
            Ok(tree) => tree,
            Err(error) => {
                self.problems.push(error.diagnostic(self.file));
                return None;
            }
        };
        let file: CalendarFile = reader::read(&tree, self.file, &mut self.problems)?;
        let week = self.week(&file.week, tree.mark);
        let covers = self.covers(&file.covers, tree.mark);
        let mut exceptions = BTreeMap::new();
        for days in file.holidays.get().into_iter().flatten() {
            self.holiday(days, &mut exceptions);
        }
        for day in file.working_days.get().into_iter().flatten() {
            self.working_day(day, &week, &mut exceptions);
        }
        let (first, last) = covers?;
        let name = file.name.get().cloned();
        let note = match (name, file.note.get()) {
            (Some(name), Some(note)) => {
                let both = |locale: Locale| format!("{}{}{}", name.get(locale), locale.data().colon, note.get(locale));
                Some(Locale::all().into_iter().map(|locale| (locale, both(locale))).collect())
            }
            (name, note) => name.or_else(|| note.cloned()),
        };
        Some((BusinessCalendar::new(first, last, &week, &exceptions, zone), note, last))
    }

    fn covers(&mut self, written: &Written<Days>, mark: tree::Mark) -> Option<(NaiveDate, NaiveDate)> {
        if written.is_absent() {
            self.error("missing-key", mark, "`covers` is missing: the first and last day that are laid out".to_owned());
        }
        self.days(written)
    }

    fn days(&mut self, written: &Written<Days>) -> Option<(NaiveDate, NaiveDate)> {
        let (days, mark) = written.placed()?;
        if days.from.is_absent() {
            self.error("missing-key", mark, "`from` is missing".to_owned());
        }
        let from = self.day(&days.from)?;
        let to = if days.to.is_absent() { from } else { self.day(&days.to)? };
        if to < from {
            self.error("inverted-range", mark, format!("the last day {to} lies before the first {from}"));
            return None;
        }
        Some((from, to))
    }

    fn holiday(&mut self, written: &Written<Days>, exceptions: &mut BTreeMap<NaiveDate, DayException>) {
        let Some((first, last)) = self.days(written) else { return };
        for day in first.iter_days().take_while(|day| *day <= last) {
            exceptions.insert(day, DayException { shifts: Vec::new() });
        }
    }

    fn working_day(
        &mut self,
        written: &Written<WorkingDay>,
        week: &[Vec<Shift>; 7],
        exceptions: &mut BTreeMap<NaiveDate, DayException>,
    ) {
        let Some((working, mark)) = written.placed() else { return };
        if working.day.is_absent() {
            self.error("missing-key", mark, "`day` is missing".to_owned());
        }
        let Some(day) = self.day(&working.day) else { return };
        if exceptions.contains_key(&day) {
            self.error("day-twice", mark, format!("{day} is both a holiday and a working day"));
        }
        let usual = week.iter().find(|shifts| !shifts.is_empty()).cloned().unwrap_or_default();
        let shifts = if working.shifts.is_absent() { usual } else { self.shifts(working.shifts.items()) };
        exceptions.insert(day, DayException { shifts });
    }

    fn week(&mut self, written: &Written<Entries<OneOrMany<String>>>, mark: tree::Mark) -> [Vec<Shift>; 7] {
        let mut week: [Vec<Shift>; 7] = Default::default();
        if written.entries().is_empty() {
            self.error("missing-key", mark, "`week` is missing: the shifts of each weekday".to_owned());
        }
        for Entry { key, mark, value } in written.entries() {
            match WEEKDAYS.iter().position(|day| day == key) {
                Some(day) => week[day] = self.shifts(value.items()),
                None => self.error("unknown-key", *mark, format!("`{key}` is not a weekday")),
            }
        }
        week
    }

    fn shifts(&mut self, items: &[Written<String>]) -> Vec<Shift> {
        let mut shifts: Vec<Shift> = Vec::new();
        for (text, mark) in items.iter().filter_map(Written::placed) {
            match shift(text) {
                Some(shift) => shifts.push(shift),
                None => {
                    let place = Place::at(self.file, mark.line, mark.column);
                    let diagnostic = Diagnostic::error("invalid-shift", place, format!("`{text}` is not a shift"));
                    self.problems.push(diagnostic.with_hint("write it as `\"09:00-18:00\"`"));
                }
            }
        }
        shifts.sort_by_key(|shift| shift.opens);
        shifts
    }

    fn day(&mut self, written: &Written<String>) -> Option<NaiveDate> {
        let (text, mark) = written.placed()?;
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            self.error("invalid-date", mark, format!("`{text}` is not a date; write it as `2026-10-01`"));
        }
        day
    }

    fn error(&mut self, code: &'static str, mark: tree::Mark, message: String) {
        self.problems.push(Diagnostic::error(code, Place::at(self.file, mark.line, mark.column), message));
    }
}

/// `09:00-18:00`; `24:00` is the end of the day.
fn shift(text: &str) -> Option<Shift> {
    let (opens, closes) = text.split_once('-')?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let closes = if closes.trim() == "24:00" { NaiveTime::MIN } else { time(closes)? };
    Some(Shift { opens: time(opens)?, closes })
}
