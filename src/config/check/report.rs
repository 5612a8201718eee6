//! Checks one report.

use super::Checker;
use crate::config::file;
use crate::config::inherit::MetricPlaces;
use crate::config::tree::Mark;
use crate::config::written::{Entries, Written};
use crate::config::{Format, HISTORY_QUARTERS, Known, ReportConfig, SECTIONS};
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{ColumnType, Currency, FiscalCalendar, Instant, Locale, Localized, Table, Zone};
use crate::schema;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

impl Checker<'_> {
    /// A report whose mistakes are all reported, and how much of what it cannot do without is known.
    #[expect(clippy::too_many_lines, reason = "a field a line")]
    pub(super) fn report(&mut self, report: &file::Report, mark: Mark, places: MetricPlaces) -> (ReportConfig, Known) {
        let id = self.needed(&report.id, mark, "id").and_then(|(id, mark)| self.report_id(id, mark));
        let client = self.needed(&report.client, mark, "client").map(|(client, mark)| self.named(client, mark));
        let data = self.data_folder(report, mark);
        let time_zone = self.time_zone(&report.time_zone).unwrap_or_default();
        let as_of = self.as_of(&report.as_of, time_zone);
        let (calendar, calendar_note) = self.business_calendar(&report.calendar, time_zone, as_of);
        let (metrics, own_sections) = (self.metrics(report), self.own_sections(&report.own_sections));
        let checked = ReportConfig {
            hash: String::new(),
            written: String::new(),
            settings: String::new(),
            id: id.clone().unwrap_or_else(|| self.nameless(mark)),
            tags: self.tags(report),
            client: client.clone().unwrap_or_default(),
            client_was: report.client_was.items().iter().filter_map(Written::get).cloned().collect(),
            industry: report.industry.get().cloned(),
            data: data.clone().unwrap_or_default(),
            time_zone,
            as_of,
            as_of_is_now: self.overrides.as_of.is_none() && report.as_of.is_absent(),
            fiscal: self.fiscal(&report.fiscal_year),
            history_quarters: self.history_quarters(&report.history_quarters),
            calendar,
            calendar_file: report.calendar.get().map(|text| self.folder.join(text)),
            calendar_note,
            owners: self.owners(&report.owners, &metrics),
            restarts: self.restarts(&report.baseline_restarts, &metrics),
            events: self.events(&report.events, &metrics),
            own_sections: own_sections.clone(),
            currency: self.currency(&report.currency),
            locales: self.locales(report),
            formats: self.formats(report),
            brand: self.brand(&report.brand),
            sources: self.sources(report, mark, time_zone),
            targets: self.targets(&report.targets, &metrics),
            quality: self.quality(report, &metrics),
            resolution_targets: self.resolution_targets(&report.resolution_targets),
            complaint_clock: self.complaint_clock(&report.complaint_clock),
            competitors: self.competitors(&report.competitors, &metrics),
            benchmarks: self.benchmarks(report),
            peers: self.peers(report),
            economics: self.economics(&report.economics, &metrics),
            statistics: self.statistics(&report.statistics),
            sections: self.sections(&report.sections, &own_sections),
            voice: self.voice(report),
            edition: report.edition.get().copied().unwrap_or_default(),
            paper: report.paper.get().copied().unwrap_or_default(),
            commentary: self.commentary(&report.commentary, (&metrics, &own_sections)),
            rules: self.rules(&report.recommendations, &metrics),
            actions: self.actions(&report.actions, &metrics),
            labels: self.labels(report),
            titles: titles(report),
            prepared_by: report.prepared_by.get().cloned(),
            confidentiality: report.confidentiality.get().cloned(),
            gate: self.gate(&report.gate),
            privacy: self.privacy(report),
            delivery: self.delivery(report),
            place: self.place(mark),
            metric_places: places.into_iter().map(|(path, mark)| (path, self.place(mark))).collect(),
            metrics,
        };
        (checked, known(id.is_some(), client.is_some() && data.is_some()))
    }

    fn data_folder(&mut self, report: &file::Report, mark: Mark) -> Option<PathBuf> {
        let data = self.needed(&report.data, mark, "data");
        data.and_then(|(text, mark)| self.existing_folder(text, mark, "data"))
    }

    /// Labels of values; a language that is left out prints the value as it is.
    fn labels(&mut self, report: &file::Report) -> BTreeMap<String, BTreeMap<String, Localized>> {
        let mut labels = BTreeMap::new();
        let columns = column_names(report);
        let known: Vec<&str> = columns.iter().map(String::as_str).collect();
        for column in report.labels.entries() {
            if !columns.contains(&column.key) {
                self.unknown_name("unknown-column", column.mark, ("column", &column.key), &known);
            }
            let mut values = BTreeMap::new();
            for value in column.value.entries() {
                let mut label = Localized::plain(&value.key);
                for entry in value.value.entries() {
                    match (Locale::from_tag(&entry.key), entry.value.get()) {
                        (Some(locale), Some(text)) => label.insert(locale, text.clone()),
                        (None, _) => self.unknown_locale(&entry.key, entry.mark),
                        (_, None) => {}
                    }
                }
                values.insert(value.key.clone(), label);
            }
            labels.insert(column.key.clone(), values);
        }
        labels
    }

    fn needed<'w, T>(&mut self, written: &'w Written<T>, mark: Mark, key: &str) -> Option<(&'w T, Mark)> {
        if written.is_absent() {
            self.error("missing-key", mark, format!("`{key}` is missing in this report"));
        }
        written.placed()
    }

    /// The client's name stands on the cover and in the title of the document.
    fn named(&mut self, client: &Localized, mark: Mark) -> Localized {
        // An environment variable that is not set has been told already.
        let told = self.problems.iter().any(|problem| problem.place == self.place(mark));
        for (_, name) in client.written().filter(|_| !told) {
            if name.trim().is_empty() || name.chars().any(char::is_control) {
                let message = format!("`{}` cannot be the name of a client", name.escape_debug());
                self.error_with_hint(
                    "invalid-client",
                    mark,
                    message,
                    "write the name on one line; it stands on the cover",
                );
                break;
            }
        }
        client.clone()
    }

    fn report_id(&mut self, id: &str, mark: Mark) -> Option<String> {
        let safe = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let reserved = ["con", "prn", "aux", "nul"].contains(&id.to_lowercase().as_str());
        let bounds = id.starts_with(|first: char| first.is_ascii_alphanumeric()) && !id.ends_with('.');
        if bounds && id.len() <= 64 && id.chars().all(safe) && !reserved {
            return Some(id.to_owned());
        }
        self.error_with_hint(
            "unsafe-id",
            mark,
            format!("`{id}` cannot be a report id: it becomes part of file names"),
            "use up to 64 of `a-z`, `A-Z`, `0-9`, `-`, `_` and `.`, starting with a letter or digit",
        );
        None
    }

    /// A zone by its IANA name.
    pub(super) fn time_zone(&mut self, written: &Written<String>) -> Option<Zone> {
        let (text, mark) = written.placed()?;
        match text.parse() {
            Ok(zone) => Some(zone),
            Err(_) => {
                // Offsets and abbreviations are left out: `Etc/GMT+8` is west of Greenwich, and who writes
                // `UTC+8` or `CST` does not mean `UTC` or `CET`.
                let names = Zone::names();
                let places = names.filter(|name| name.contains('/') && !name.starts_with("Etc/"));
                let hint = crate::diagnostic::did_you_mean(text, places)
                    .unwrap_or_else(|| "write an IANA name such as `Asia/Shanghai`".to_owned());
                self.error_with_hint("unknown-time-zone", mark, format!("unknown time zone `{text}`"), hint);
                None
            }
        }
    }

    fn as_of(&mut self, written: &Written<String>, zone: Zone) -> Instant {
        let (text, place) = match (&self.overrides.as_of, written.placed()) {
            (Some(text), _) => (text.clone(), Place::file("--as-of")),
            (None, Some((text, mark))) => (text.clone(), self.place(mark)),
            (None, None) => return self.overrides.now,
        };
        let message = match instant(&text, zone) {
            Some(at) if at >= EARLIEST => return at,
            Some(_) => format!("`{text}` lies before 1970: no data were taken then"),
            None => format!("`{text}` is not a date"),
        };
        self.problems.push(Diagnostic::error("invalid-date", place, message).with_hint(DATE_HINT));
        self.overrides.now
    }

    /// A calendar day.
    pub(super) fn day(&mut self, written: &Written<String>) -> Option<NaiveDate> {
        let (text, mark) = written.placed()?;
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            self.error_with_hint("invalid-date", mark, format!("`{text}` is not a date"), "write it as `2026-10-15`");
        }
        day
    }

    pub(super) fn fiscal(&mut self, written: &Written<file::FiscalYear>) -> FiscalCalendar {
        let Some(year) = written.get() else { return FiscalCalendar::default() };
        let named_by = year.named_by.get().copied().unwrap_or_default();
        let (month, mark) = year.start_month.placed().map_or((1, Mark::default()), |(month, mark)| (*month, mark));
        FiscalCalendar::new(month, named_by).unwrap_or_else(|| {
            self.error("out-of-range", mark, format!("`start_month` is {month}; it must be 1 to 12"));
            FiscalCalendar::default()
        })
    }

    fn history_quarters(&mut self, written: &Written<u32>) -> u8 {
        let Some((quarters, mark)) = written.placed() else { return HISTORY_QUARTERS };
        match u8::try_from(*quarters) {
            Ok(quarters @ 4..=20) => quarters,
            _ => {
                self.error_with_hint(
                    "out-of-range",
                    mark,
                    format!("`history_quarters` is {quarters}; it must be 4 to 20"),
                    "4 reach the same quarter of last year, 12 give a seasonal index; the report's own quarter is not counted",
                );
                HISTORY_QUARTERS
            }
        }
    }

    fn currency(&mut self, written: &Written<String>) -> Currency {
        let Some((text, mark)) = written.placed() else { return Currency::default() };
        Currency::new(text).unwrap_or_else(|| {
            self.error_with_hint(
                "invalid-currency",
                mark,
                format!("`{text}` is not a currency code"),
                "write three capital letters such as `CNY`",
            );
            Currency::default()
        })
    }

    pub(super) fn locales(&mut self, report: &file::Report) -> Vec<Locale> {
        let written = self.written_locales(report);
        match self.overrides.locales.as_slice() {
            [] => written,
            // An unknown one has been told before any report was read.
            chosen => chosen.iter().filter_map(|tag| Locale::from_tag(tag)).collect(),
        }
    }

    /// The same without what the command line asks for: who receives which language is no affair of one run.
    pub(super) fn written_locales(&mut self, report: &file::Report) -> Vec<Locale> {
        let mut locales = Vec::new();
        for (text, mark) in report.locales.items().iter().filter_map(Written::placed) {
            match Locale::from_tag(text) {
                Some(locale) if !locales.contains(&locale) => locales.push(locale),
                Some(_) => {}
                None => self.unknown_locale(text, mark),
            }
        }
        if locales.is_empty() { Locale::defaults() } else { locales }
    }

    pub(super) fn unknown_locale(&mut self, text: &str, mark: Mark) {
        self.unknown_name("unknown-locale", mark, ("locale", text), Locale::tags());
    }

    pub(super) fn formats(&self, report: &file::Report) -> Vec<Format> {
        match self.overrides.formats.as_slice() {
            [] => Self::written_formats(report),
            chosen => sorted(chosen.to_vec()),
        }
    }

    /// The same without what the command line asks for.
    pub(super) fn written_formats(report: &file::Report) -> Vec<Format> {
        let formats: Vec<Format> = report.formats.items().iter().filter_map(|format| format.get().copied()).collect();
        sorted(if formats.is_empty() { Format::DEFAULTS.to_vec() } else { formats })
    }

    fn benchmarks(&mut self, report: &file::Report) -> Vec<PathBuf> {
        let files = report.benchmarks.items().iter().filter_map(Written::placed);
        files.filter_map(|(text, mark)| self.existing_file(text, mark, "benchmark")).collect()
    }

    /// Own sections; an id is a word of its own in small letters.
    fn own_sections(&mut self, written: &Written<Entries<Localized>>) -> Vec<(String, Localized)> {
        let mut own = Vec::new();
        for entry in written.entries() {
            let plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            let hint = "use small letters and hyphens, such as `outlook`";
            if SECTIONS.contains(&entry.key.as_str()) {
                let message = format!("`{}` is a section of every report", entry.key);
                self.error_with_hint("duplicate-section", entry.mark, message, hint.to_owned());
            } else if entry.key.is_empty() || !entry.key.chars().all(plain) {
                let message = format!("`{}` cannot name a section", entry.key);
                self.error_with_hint("unsafe-id", entry.mark, message, hint.to_owned());
            } else if let Some((title, _)) = entry.value.placed() {
                own.push((entry.key.clone(), title.clone()));
            }
        }
        own
    }

    fn sections(
        &mut self,
        written: &Written<Vec<Written<String>>>,
        own: &[(String, Localized)],
    ) -> Option<Vec<String>> {
        let known: Vec<&str> = SECTIONS.into_iter().chain(own.iter().map(|(id, _)| id.as_str())).collect();
        let (list, mark) = written.placed()?;
        if list.is_empty() {
            self.error("no-sections", mark, "`sections` is empty".to_owned());
        }
        let mut sections: Vec<String> = Vec::new();
        for (text, mark) in list.iter().filter_map(Written::placed) {
            if !known.contains(&text.as_str()) {
                self.unknown_name("unknown-section", mark, ("section", text), &known);
            } else if sections.contains(text) {
                self.error("duplicate-section", mark, format!("the section `{text}` is listed twice"));
            } else {
                sections.push(text.clone());
            }
        }
        Some(sections)
    }
}

/// How much of a report is known; one without an id is called by its line.
fn known(id: bool, data: bool) -> Known {
    match (id, data) {
        (false, _) => Known::Line,
        (true, false) => Known::Id,
        (true, true) => Known::Data,
    }
}

/// Columns of text that reports may break figures down by: canonical ones, and the user's own.
pub(super) fn column_names(report: &file::Report) -> BTreeSet<String> {
    let canonical = Table::ALL.into_iter().flat_map(schema::columns);
    let texts = canonical.filter(|column| column.kind == ColumnType::Text).map(|column| column.name.to_owned());
    let sources = report.tables.entries().iter().flat_map(|table| table.value.items());
    let own = sources.filter_map(Written::get).flat_map(|source| source.extra.entries());
    texts.chain(own.map(|column| column.key.clone())).collect()
}

/// Titles of the user's own columns.
fn titles(report: &file::Report) -> BTreeMap<String, Localized> {
    let sources = report.tables.entries().iter().flat_map(|table| table.value.items());
    let own = sources.filter_map(Written::get).flat_map(|source| source.extra.entries());
    own.filter_map(|column| Some((column.key.clone(), column.value.get()?.title.get()?.clone()))).collect()
}

/// Data are never older: a year before is mistyped.
const EARLIEST: Instant = Instant(0);

const DATE_HINT: &str = "write it as `2026-10-15` or `2026-10-15T09:00:00+08:00`";

/// A date is its first instant in the zone; a time without offset is read in the zone.
fn instant(text: &str, zone: Zone) -> Option<Instant> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Instant(at.timestamp_micros()));
    }
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let local = local.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0));
    local.map(|local| Instant::from_local(local, zone))
}

/// Whether a text is a plain snake_case name.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

/// Formats in their order, each once.
fn sorted(mut formats: Vec<Format>) -> Vec<Format> {
    formats.sort();
    formats.dedup();
    formats
}
