//! Checks who receives a report: every address once, and none that belongs to another client.

use crate::config::Format;
use crate::config::check::Checker;
use crate::config::check::owners::Candidate;
use crate::config::check::self_assessment::csv;
use crate::config::delivery::{MailOwners, Mailbox, Recipient, mail_domain};
use crate::config::file::{self, File};
use crate::config::tree::Mark;
use crate::config::written::Written;
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Columns of a file of recipients; only `address` must be there.
const COLUMNS: [&str; 6] = ["name", "address", "locale", "edition", "formats", "reports"];

/// A recipient as written, wherever it is written.
struct Line {
    name: String,
    address: String,
    locale: Option<String>,
    edition: Option<String>,
    formats: Vec<String>,
    /// Patterns; `None` where nothing is written, which means every report.
    reports: Option<Vec<String>>,
    place: Place,
}

impl Checker<'_> {
    pub(super) fn recipients(&mut self, report: &file::Report, written: &file::Delivery) -> Vec<Recipient> {
        let id = report.id.get().map(String::as_str).unwrap_or_default();
        let mut lines = self.inline(written);
        if let Some((text, mark)) = written.recipients_file.placed() {
            lines.extend(self.recipients_file(text, mark));
        }
        let offered = (self.written_locales(report), Self::written_formats(report));
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        let mut recipients = Vec::new();
        for line in lines {
            if !self.is_meant(&line, id) {
                continue;
            }
            let place = line.place.clone();
            let Some(recipient) = self.recipient(line, &offered) else { continue };
            match seen.get(&recipient.mailbox.address.key()) {
                Some(first) => {
                    let message = format!("`{}` receives this report already, by {first}", recipient.mailbox.address);
                    let hint = "leave one of the two: nobody receives a report twice";
                    self.problems.push(Diagnostic::error("duplicate-recipient", place, message).with_hint(hint));
                }
                None => {
                    seen.insert(recipient.mailbox.address.key(), place);
                    recipients.push(recipient);
                }
            }
        }
        recipients
    }

    fn inline(&mut self, written: &file::Delivery) -> Vec<Line> {
        let list = written.recipients.get().map_or(&[][..], Vec::as_slice);
        let texts = |items: &[Written<String>]| items.iter().filter_map(Written::get).cloned().collect();
        let mut lines = Vec::new();
        for (one, mark) in list.iter().filter_map(Written::placed) {
            if one.address.is_absent() {
                self.absent("address", "recipients", mark);
            }
            let Some((address, at)) = one.address.placed() else { continue };
            lines.push(Line {
                name: one.name.get().cloned().unwrap_or_default(),
                address: address.clone(),
                locale: one.locale.get().cloned(),
                edition: one.edition.get().cloned(),
                formats: texts(one.formats.items()),
                reports: (!one.reports.is_absent()).then(|| texts(one.reports.items())),
                place: self.place(at),
            });
        }
        lines
    }

    /// The lines of a file of recipients; it is no part of what a report is made from.
    fn recipients_file(&mut self, text: &str, mark: Mark) -> Vec<Line> {
        let path = self.folder.join(text);
        if !path.is_file() {
            self.error("missing-file", mark, format!("the recipients file `{}` does not exist", path.display()));
            return Vec::new();
        }
        let Some(text) = self.action_text(&path, mark) else { return Vec::new() };
        match csv::rows(&text) {
            Ok(rows) => self.lines(&path, rows),
            Err((at, message)) => {
                self.problems.push(Diagnostic::error("invalid-csv", Place::at(path, at.line, at.column), message));
                Vec::new()
            }
        }
    }

    fn lines(&mut self, path: &PathBuf, rows: Vec<Vec<csv::Cell>>) -> Vec<Line> {
        let mut rows = rows.into_iter();
        let header = rows.next().unwrap_or_default();
        for (at, name) in header.iter().filter(|(_, name)| !COLUMNS.contains(&name.as_str())) {
            let hint = format!("the columns are {}", COLUMNS.map(|name| format!("`{name}`")).join(", "));
            let message = format!("unknown column `{name}`");
            let place = Place::at(path, at.line, at.column);
            self.problems.push(Diagnostic::error("unknown-column", place, message).with_hint(hint));
        }
        for (at, name) in header.iter().enumerate().filter(|(at, cell)| header[..*at].iter().any(|one| one.1 == cell.1))
        {
            let message = format!("the column `{}` is there twice", name.1);
            let place = Place::at(path, name.0.line, name.0.column);
            let hint = format!("leave one of the two: only that of place {} would be read", header[..at].len());
            self.problems.push(Diagnostic::error("column-twice", place, message).with_hint(hint));
        }
        if !header.iter().any(|(_, name)| name == "address") {
            let message = "the column `address` is missing";
            self.problems.push(Diagnostic::error("missing-column", Place::at(path, 1, 1), message));
            return Vec::new();
        }
        let mut lines = Vec::new();
        for row in rows.filter(|row| row.iter().any(|(_, cell)| !cell.is_empty())) {
            let place = Place::at(path, row[0].0.line, row[0].0.column);
            if row.len() != header.len() {
                let message = format!("the line has {} cells, the header {}", row.len(), header.len());
                self.problems.push(Diagnostic::error("ragged-row", place, message));
                continue;
            }
            let cell = |name: &str| {
                let at = header.iter().position(|(_, column)| column == name)?;
                row.get(at).map(|(_, cell)| cell.clone()).filter(|cell| !cell.is_empty())
            };
            let many = |name: &str| {
                let words = cell(name).unwrap_or_default();
                words.split([' ', ';', '+']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
            };
            lines.push(Line {
                name: cell("name").unwrap_or_default(),
                address: cell("address").unwrap_or_default(),
                locale: cell("locale"),
                edition: cell("edition"),
                formats: many("formats"),
                // An empty cell under `reports` is a slip: it would mean every client.
                reports: header.iter().any(|(_, name)| name == "reports").then(|| many("reports")),
                place,
            });
        }
        lines
    }

    /// Whether a line speaks of a report; its patterns are kept, to find those that speak of none.
    fn is_meant(&mut self, line: &Line, report: &str) -> bool {
        let Some(patterns) = &line.reports else { return true };
        if patterns.is_empty() {
            let message = format!("`reports` of `{}` names none", line.address.escape_debug());
            let hint = "write patterns such as `bank-*`, or `*` for every report";
            self.problems.push(Diagnostic::error("empty-list", line.place.clone(), message).with_hint(hint));
        }
        let mut meant = false;
        for pattern in patterns {
            match globset::Glob::new(pattern) {
                Ok(glob) => {
                    meant |= glob.compile_matcher().is_match(report);
                    self.recipient_patterns.push((pattern.clone(), line.place.clone()));
                }
                Err(error) => {
                    let message = format!("`{pattern}` is no pattern: {}", error.kind());
                    self.problems.push(Diagnostic::error("invalid-pattern", line.place.clone(), message));
                }
            }
        }
        meant
    }

    fn recipient(&mut self, line: Line, (locales, formats): &(Vec<Locale>, Vec<Format>)) -> Option<Recipient> {
        let wrong = |code, message: String| Diagnostic::error(code, line.place.clone(), message);
        let mailbox = match Mailbox::new(&line.name, &line.address) {
            Ok(mailbox) => mailbox,
            Err(why) => {
                let message = format!("`{}` cannot receive a report: {why}", line.address.escape_debug());
                let found = wrong("invalid-address", message).with_hint("write it as `name@example.com`");
                self.problems.push(found);
                return None;
            }
        };
        let tag = line.locale.clone();
        let locale = tag.as_deref().map_or(locales.first().copied(), Locale::from_tag);
        let Some(locale) = locale.filter(|locale| locales.contains(locale)) else {
            let made = locales.iter().map(|locale| format!("`{}`", locale.tag())).collect::<Vec<_>>().join(", ");
            let message = format!("the report is made in {made}, not in `{}`", tag.unwrap_or_default().escape_debug());
            self.problems.push(wrong("unknown-locale", message));
            return None;
        };
        let mut wanted: BTreeSet<Format> = BTreeSet::new();
        for text in &line.formats {
            match Format::named(text) {
                Some(format) if formats.contains(&format) => _ = wanted.insert(format),
                _ => self
                    .problems
                    .push(wrong("unknown-format", format!("the report is not made as `{}`", text.escape_debug()))),
            }
        }
        if line.formats.is_empty() {
            wanted.extend(Format::preferred(formats));
        }
        let formats = wanted.into_iter().collect();
        Some(Recipient { mailbox, locale, edition: line.edition, formats, place: line.place })
    }

    /// Refuses addresses whose domain belongs to another report's client, and patterns that mean no report.
    pub(in crate::config::check) fn recipients_of_others(
        &mut self,
        file: &File,
        candidates: &mut [Candidate],
    ) -> MailOwners {
        let written = file.reports.get().map_or(&[][..], Vec::as_slice);
        let mut owners = MailOwners::default();
        let mut ids: Vec<&str> = Vec::new();
        for report in written {
            let (Some(report), false) = (report.get(), report.get().is_some_and(|one| is_wrong(&one.delivery))) else {
                owners.unread = true;
                continue;
            };
            let Some(id) = report.id.get() else {
                owners.unread = true;
                continue;
            };
            ids.push(id);
            let Some(delivery) = report.delivery.get() else { continue };
            owners.unread |= is_wrong(&delivery.domains);
            for text in delivery.domains.items() {
                match text.get().map(|text| mail_domain(text)) {
                    Some(Ok(domain)) => _ = owners.of.entry(domain).or_default().insert(id.clone()),
                    _ => owners.unread = true,
                }
            }
        }
        let included = &self.included;
        owners.unread |= self.problems.iter().any(|one| {
            ["invalid-yaml", "not-utf-8", "unreadable-file"].contains(&one.code.as_ref())
                && included.contains(&one.place.file)
        });
        for one in candidates.iter_mut() {
            let report = &one.report;
            for recipient in report.delivery.iter().flat_map(|delivery| &delivery.recipients) {
                let address = &recipient.mailbox.address;
                let Some(whose) = owners.others(address, &report.id) else { continue };
                let message =
                    format!("`{address}` would receive report `{}`, but its domain belongs to {whose}", report.id);
                let hint =
                    "correct the address; if both reports are of one client, list the domain in `domains` of both";
                let found = Diagnostic::error("domain-of-another-client", recipient.place.clone(), message);
                let found = found.with_hint(hint);
                one.found.push(found.clone());
                self.problems.push(found);
            }
        }
        for (pattern, place) in std::mem::take(&mut self.recipient_patterns) {
            let glob = globset::Glob::new(&pattern).map(|glob| glob.compile_matcher());
            if glob.is_ok_and(|glob| !ids.iter().any(|id| glob.is_match(id))) {
                let message = format!("`{pattern}` is no report of this configuration");
                let hint = format!("the reports are {}", ids.join(", "));
                self.problems.push(Diagnostic::error("unknown-report", place, message).with_hint(hint));
            }
        }
        owners
    }
}

/// Whether a value is there and could not be read.
fn is_wrong<T>(written: &Written<T>) -> bool {
    !written.is_absent() && written.get().is_none()
}
