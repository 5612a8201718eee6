//! A proposal → a commented `reports.yaml` that runs as it stands.

mod flow;

use super::unlocks::{Unlocked, unlocked};
use super::{FileProposal, Mapping, Proposal};
use crate::domain::Table;
use flow::{flow, scalar};
use std::fmt::Write as _;

/// Columns that a comment lists before it says how many more there are.
const LISTED: usize = 40;

/// Metrics that a comment lists before it says how many more there are.
const METRICS: usize = 12;

/// What the head of the file says.
#[derive(Clone, Debug)]
pub struct Head {
    /// The report's id.
    pub id: String,
    /// The client's name.
    pub client: String,
    /// The zone of times without an offset, and why.
    pub zone: (String, String),
    /// Time of extraction, when it is known.
    pub as_of: Option<String>,
    /// The data folder, as the file names it.
    pub data: String,
    /// The folder of the reports, outside the data folder.
    pub output: String,
}

/// A written file, and what each of its lines speaks of.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Line from 1, file, source, and the canonical column, of every line that maps something.
    pub(super) places: Vec<(u64, usize, usize, Option<String>)>,
}

impl Written {
    /// Writes a proposal.
    pub fn of(proposal: &Proposal, head: &Head) -> Self {
        let mut written = Self::default();
        written.head(proposal, head);
        let unlocked = unlocked(proposal);
        written.line(4, "tables:");
        for table in Table::ALL {
            written.table(proposal, table, &unlocked);
        }
        written.rest(proposal);
        written.best(&unlocked);
        written
    }

    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.text, "{:indent$}{text}", "");
    }

    fn comment(&mut self, indent: usize, text: &str) {
        let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        self.line(indent, &format!("# {line}"));
    }

    fn now(&self) -> u64 {
        self.text.matches('\n').count() as u64
    }

    fn head(&mut self, proposal: &Proposal, head: &Head) {
        for line in [
            "Proposed by `quarterdeck init --from`, from the names and the first rows of the files.",
            "known: a profile of the system says so; likely: name and cells agree; please check: it could be something else.",
            "`quarterdeck check` reads all rows and says what it recognised; `quarterdeck run` makes the report.",
        ] {
            self.comment(0, line);
        }
        self.line(0, "version: 1");
        self.line(0, &format!("output: {}", scalar(&head.output)));
        self.line(0, "reports:");
        self.line(2, &format!("- id: {}", scalar(&head.id)));
        self.line(4, &format!("client: {}", scalar(&head.client)));
        self.line(4, &format!("data: {}", scalar(&head.data)));
        self.comment(4, &format!("Times without an offset are read in this zone ({}).", head.zone.1));
        self.line(4, &format!("time_zone: {}", head.zone.0));
        match &head.as_of {
            Some(as_of) => self.line(4, &format!("as_of: {}", scalar(as_of))),
            None => self.comment(4, "as_of: 2026-10-15          # when the data were extracted; default: now"),
        }
        self.line(4, &format!("currency: {}  # {}", proposal.currency.0, proposal.currency.1));
        self.line(4, "locales: [zh-CN, en]");
        self.line(4, "formats: [html, pdf, json]");
        self.comment(4, "industry: telecom          # chooses published averages to compare with");
        self.comment(4, "targets: {first_response_median: 1}");
        self.comment(4, "resolution_targets: [{hours: 24}]");
    }

    fn table(&mut self, proposal: &Proposal, table: Table, unlocked: &Unlocked) {
        let all = proposal.files.iter().enumerate().flat_map(|(at, file)| {
            file.sources.iter().enumerate().map(move |(place, mapping)| ((at, place), file, mapping))
        });
        let own: Vec<_> = all.filter(|(_, _, mapping)| mapping.table == Some(table)).collect();
        if own.is_empty() {
            return;
        }
        let runs = own.iter().any(|(_, _, mapping)| mapping.refused.is_none());
        self.line(6, &format!("{}{}:", if runs { "" } else { "# " }, table.name()));
        if let Some(metrics) = unlocked.metrics.get(&table) {
            let names: Vec<String> =
                metrics.iter().take(METRICS).map(|one| one.title.for_messages().to_owned()).collect();
            let more = metrics.len().checked_sub(METRICS).filter(|more| *more > 0);
            let more = more.map(|more| format!("; and {more} more")).unwrap_or_default();
            self.comment(8, &format!("makes possible: {}{more}", names.join("; ")));
        }
        let mut last = None;
        for (place, file, mapping) in own {
            if last != Some(place.0) {
                self.about(file);
            }
            last = Some(place.0);
            self.mapping(place, mapping);
        }
    }

    fn about(&mut self, file: &FileProposal) {
        let sheet = file.sheet.as_ref().map(|sheet| format!(", sheet {sheet}")).unwrap_or_default();
        let rows =
            if file.rows.1 { format!("{} rows", file.rows.0) } else { format!("the first {} rows", file.rows.0) };
        self.comment(8, &format!("{}{sheet}: {}; {rows} looked at", file.file, file.form));
        match &file.system {
            Some((id, title)) => {
                self.comment(8, &format!("recognised: {title}; `profile: {id}` reads it the same way"))
            }
            None => self.comment(8, "no profile knows its column names: placed by names and cells"),
        }
        for remark in &file.remarks {
            self.comment(8, remark);
        }
    }

    fn mapping(&mut self, place: (usize, usize), mapping: &Mapping) {
        for remark in &mapping.remarks {
            self.comment(8, remark);
        }
        let mark = match &mapping.refused {
            Some(why) => {
                self.comment(8, &format!("not read: {why}"));
                "# "
            }
            None => "",
        };
        let running = mapping.refused.is_none();
        self.line(8, &format!("{mark}- files: {}", scalar(&mapping.files)));
        self.place(running, place, None);
        for (key, value) in &mapping.keys {
            self.line(8, &format!("{mark}  {key}: {}", flow(value)));
            self.place(running, place, None);
        }
        self.line(8, &format!("{mark}  columns:"));
        for one in &mapping.placed {
            let entry = flow(&one.entry);
            let why = if one.reason.is_empty() { String::new() } else { format!(": {}", one_line(&one.reason)) };
            self.line(8, &format!("{mark}    {}: {entry}  # {}{why}", one.canonical, one.confidence.word()));
            self.place(running, place, Some(&one.canonical));
        }
        if mapping.constants.is_empty() {
            return;
        }
        self.line(8, &format!("{mark}  constants:"));
        for (name, value, why) in &mapping.constants {
            let why = if why.is_empty() { String::new() } else { format!("  # {}", one_line(why)) };
            self.line(8, &format!("{mark}    {name}: {}{why}", scalar(value)));
            self.place(running, place, None);
        }
    }

    fn place(&mut self, running: bool, (file, source): (usize, usize), column: Option<&str>) {
        if running {
            let line = self.now();
            self.places.push((line, file, source, column.map(str::to_owned)));
        }
    }

    /// What no table takes.
    fn rest(&mut self, proposal: &Proposal) {
        for file in &proposal.files {
            if !file.unplaced.is_empty() {
                self.comment(0, &format!("{}: columns that are not placed:", named(file)));
                for (name, what) in file.unplaced.iter().take(LISTED) {
                    self.comment(0, &format!("  {}: {what}", scalar(name)));
                }
                if let Some(more) = file.unplaced.len().checked_sub(LISTED).filter(|more| *more > 0) {
                    self.comment(0, &format!("  and {more} more"));
                }
            }
            if file.sources.is_empty() {
                let why = if file.remarks.is_empty() { "holds no rows".to_owned() } else { file.remarks.join("; ") };
                let system = file.system.as_ref().map(|(_, title)| format!("{title}: ")).unwrap_or_default();
                self.comment(0, &format!("{}: not read: {system}{why}", named(file)));
            }
        }
    }

    fn best(&mut self, unlocked: &Unlocked) {
        if let Some((table, column, more)) = &unlocked.best {
            let metrics = if *more == 1 { "metric" } else { "metrics" };
            self.comment(
                0,
                &format!(
                    "The one column that would add most: `{column}` of `{}`, {more} more {metrics}.",
                    table.name()
                ),
            );
        }
    }
}

fn named(file: &FileProposal) -> String {
    file.sheet.as_ref().map_or_else(|| file.file.clone(), |sheet| format!("{}, sheet {sheet}", file.file))
}

fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
