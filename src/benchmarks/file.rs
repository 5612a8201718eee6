//! Benchmark files: YAML as written → checked [`Benchmark`]s, every mistake with its place.

use super::averages::{self, Average};
use super::{Benchmark, BenchmarkPeriod, BenchmarkUnit, DefinitionKey, Level, PeriodLength, Seen};
use crate::config::yaml::{self, Entries, Mark, Written};
use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use crate::domain::Localized;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How good the evidence of a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, Deserialize)]
pub enum Grade {
    /// Text of the publisher, regulator or standard itself.
    A,
    /// The publisher's own page, undated.
    #[serde(rename = "A-")]
    AMinus,
    /// A press report or repost of a named publisher's figure.
    B,
    /// Claimed, origin unknown: never an industry fact.
    S,
}

impl Grade {
    /// As printed.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::AMinus => "A-",
            Self::B => "B",
            Self::S => "S",
        }
    }
}

/// What a figure is of the companies or customers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// 行业均值.
    Mean,
    /// 行业中位数.
    Median,
    /// 标杆值: the mark of the best, not an average.
    BestInClass,
}

/// A benchmark file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    version: Written<u32>,
    #[serde(default)]
    definitions: Written<Entries<Localized>>,
    #[serde(default)]
    benchmarks: Written<Vec<Written<Entry>>>,
    #[serde(default)]
    averages: Written<Vec<Written<Average>>>,
}

/// One entry as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    id: Written<String>,
    #[serde(default)]
    metric: Written<String>,
    #[serde(default)]
    title: Written<Localized>,
    #[serde(default)]
    industry: Written<String>,
    #[serde(default)]
    value: Written<f64>,
    #[serde(default)]
    low: Written<f64>,
    #[serde(default)]
    high: Written<f64>,
    #[serde(default)]
    unit: Written<String>,
    #[serde(default)]
    statistic: Written<Statistic>,
    #[serde(default)]
    definition_key: Written<String>,
    #[serde(default)]
    definition: Written<Localized>,
    #[serde(default)]
    population: Written<String>,
    #[serde(default)]
    region: Written<String>,
    #[serde(default)]
    period: Written<String>,
    #[serde(default)]
    period_length: Written<PeriodLength>,
    #[serde(default)]
    source: Written<String>,
    #[serde(default)]
    seen_in: Written<String>,
    #[serde(default)]
    url: Written<String>,
    #[serde(default)]
    grade: Written<String>,
    #[serde(default)]
    n: Written<u64>,
    #[serde(default)]
    drawn: Written<bool>,
    #[serde(default)]
    note: Written<Localized>,
    #[serde(default)]
    twin: Written<String>,
    #[serde(default)]
    level: Written<Level>,
    #[serde(default)]
    product: Written<Localized>,
    #[serde(default)]
    seen: Written<Seen>,
    #[serde(default)]
    seen_on: Written<String>,
    #[serde(default)]
    licence: Written<String>,
}

/// Grades that a file may use.
const GRADES: [(&str, Grade); 4] = [("A", Grade::A), ("A-", Grade::AMinus), ("B", Grade::B), ("S", Grade::S)];

/// Reads benchmark files in the order given. Entries with a mistake are left out and reported.
pub fn load(paths: &[PathBuf]) -> (Vec<Benchmark>, Vec<Diagnostic>) {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match std::fs::read(path).and_then(|bytes| yaml::text_of(&bytes).ok_or_else(no_text)) {
            Ok(text) => {
                let (found, wrong) = match path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
                    true => averages::parse_csv(&text, path),
                    false => parse(&text, path),
                };
                all.extend(found);
                problems.extend(wrong);
            }
            Err(error) => {
                problems.push(Diagnostic::unreadable("unreadable-benchmarks", "the benchmark file", path, &error));
            }
        }
    }
    problems.sort();
    (all, problems)
}

fn no_text() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, "it is neither UTF-8 nor GB18030")
}

/// Reads the text of one benchmark file; `file` is the name in messages.
pub fn parse(text: &str, file: &Path) -> (Vec<Benchmark>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(written) = yaml::read::<File>(text, file, &mut problems) else { return (Vec::new(), problems) };
    let mut reader = Reader::new(file, problems);
    match written.version.placed() {
        Some((1, _)) => {}
        Some((other, mark)) => reader.error("unknown-version", mark, format!("version {other} is not known")),
        None if written.version.is_absent() => {
            reader.error("missing-key", Mark::TOP, "`version` is missing".to_owned());
        }
        None => {}
    }
    for entry in written.definitions.entries() {
        if let Some(text) = entry.value.get() {
            reader.definitions.insert(entry.key.clone(), text.clone());
        }
    }
    let mut found: Vec<Benchmark> = Vec::new();
    for (entry, mark) in written.benchmarks.get().into_iter().flatten().filter_map(Written::placed) {
        let Some(benchmark) = reader.benchmark(entry, mark) else { continue };
        if found.iter().any(|other| other.id == benchmark.id) {
            reader.error("duplicate-benchmark", mark, format!("the benchmark `{}` is written twice", benchmark.id));
        } else {
            found.push(benchmark);
        }
    }
    for (average, mark) in written.averages.get().into_iter().flatten().filter_map(Written::placed) {
        found.extend(averages::average(&mut reader, average, (mark, found.len())));
    }
    reader.problems.sort();
    (found, reader.problems)
}

/// Reads entries and collects what is wrong with them.
pub(super) struct Reader<'a> {
    file: &'a Path,
    pub(super) problems: Vec<Diagnostic>,
    definitions: BTreeMap<String, Localized>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a Path, problems: Vec<Diagnostic>) -> Self {
        Self { file, problems, definitions: BTreeMap::new() }
    }

    pub(super) fn error(&mut self, code: &'static str, mark: Mark, message: String) {
        self.problems.push(Diagnostic::error(code, self.place(mark), message));
    }

    pub(super) fn place(&self, mark: Mark) -> Place {
        Place::at(self.file, mark.line, mark.column)
    }

    pub(super) fn hinted(&mut self, code: &'static str, mark: Mark, message: String, hint: impl Into<String>) {
        self.problems.push(Diagnostic::error(code, self.place(mark), message).with_hint(hint));
    }

    /// All mistakes of an entry are reported, whatever comes first.
    fn benchmark(&mut self, entry: &Entry, mark: Mark) -> Option<Benchmark> {
        let before = self.problems.len();
        let id = self.required(&entry.id, "id", mark);
        let metric = self.required(&entry.metric, "metric", mark);
        let title = self.required(&entry.title, "title", mark);
        let industry = self.required(&entry.industry, "industry", mark);
        let value = self.value(entry, mark);
        let unit = self.unit(&entry.unit, mark);
        let definition_key = self.definition_key(&entry.definition_key, mark);
        let definition = self.definition(entry, definition_key.as_ref(), mark);
        let period = self.period(&entry.period, mark);
        let grade = self.grade(&entry.grade, mark);
        let source = self.source(&entry.source, mark);
        let benchmark = Benchmark {
            id: id?,
            metric: metric?,
            title: title?,
            industry: industry?,
            value: value?,
            low: entry.low.get().copied(),
            high: entry.high.get().copied(),
            unit: unit?,
            statistic: entry.statistic.get().copied().unwrap_or(Statistic::Mean),
            definition_key: definition_key?,
            definition: definition?,
            population: entry.population.get().cloned(),
            region: entry.region.get().cloned(),
            period: period?,
            period_length: entry.period_length.get().copied().unwrap_or(PeriodLength::Point),
            source: source?,
            seen_in: entry.seen_in.get().cloned(),
            url: entry.url.get().cloned(),
            grade: grade?,
            n: entry.n.get().copied(),
            drawn: entry.drawn.get().copied().unwrap_or(true),
            note: entry.note.get().cloned(),
            twin: entry.twin.get().cloned(),
            level: entry.level.get().copied(),
            product: entry.product.get().cloned(),
            seen: entry.seen.get().copied().unwrap_or(Seen::NotStated),
            seen_on: entry.seen_on.get().cloned(),
            licence: entry.licence.get().cloned(),
            peers: None,
            place: self.place(mark),
        };
        let sound = self.problems[before..].iter().all(|one| one.severity == Severity::Warning);
        sound.then_some(benchmark)
    }

    pub(super) fn required<T: Clone>(&mut self, written: &Written<T>, key: &str, mark: Mark) -> Option<T> {
        if written.is_absent() {
            self.error("missing-key", mark, format!("the benchmark has no `{key}`"));
        }
        written.get().cloned()
    }

    fn value(&mut self, entry: &Entry, mark: Mark) -> Option<f64> {
        let value = self.required(&entry.value, "value", mark)?;
        let low = entry.low.get().copied().unwrap_or(value);
        let high = entry.high.get().copied().unwrap_or(value);
        if !(value.is_finite() && low <= value && value <= high) {
            let at = entry.value.placed().map_or(mark, |(_, at)| at);
            self.error("invalid-range", at, format!("`value` {value} lies outside `low` {low} to `high` {high}"));
        }
        Some(value)
    }

    pub(super) fn source(&mut self, written: &Written<String>, mark: Mark) -> Option<String> {
        let hint = "name the publisher and the publication; a figure without origin has no place in a report";
        match written.placed() {
            Some((text, at)) if text.trim().is_empty() => {
                self.hinted("benchmark-without-source", at, "the benchmark has an empty `source`".to_owned(), hint);
                None
            }
            Some((text, _)) => Some(text.clone()),
            None => {
                if written.is_absent() {
                    self.hinted("benchmark-without-source", mark, "the benchmark has no `source`".to_owned(), hint);
                }
                None
            }
        }
    }

    pub(super) fn unit(&mut self, written: &Written<String>, mark: Mark) -> Option<BenchmarkUnit> {
        let word = self.required(written, "unit", mark)?;
        let unit = BenchmarkUnit::from_word(&word);
        if unit.is_none() {
            let at = written.placed().map_or(mark, |(_, at)| at);
            let known = format!("one of {}, or a currency code such as `CNY`", BenchmarkUnit::WORDS.join(", "));
            let hint = did_you_mean(&word, BenchmarkUnit::WORDS).unwrap_or(known);
            self.hinted("unknown-unit", at, format!("unknown unit `{word}`"), hint);
        }
        unit
    }

    fn grade(&mut self, written: &Written<String>, mark: Mark) -> Option<Grade> {
        let word = self.required(written, "grade", mark)?;
        let grade = GRADES.iter().find(|(known, _)| *known == word).map(|(_, grade)| *grade);
        if grade.is_none() {
            let at = written.placed().map_or(mark, |(_, at)| at);
            let hint = "`A` publisher's own text, `A-` the same undated, `B` a named publisher's figure in the press, \
                        `S` claimed with unknown origin; weaker evidence is not used";
            self.hinted("unknown-grade", at, format!("unknown grade `{word}`"), hint);
        }
        grade
    }

    pub(super) fn period(&mut self, written: &Written<String>, mark: Mark) -> Option<BenchmarkPeriod> {
        let text = self.required(written, "period", mark)?;
        let period = BenchmarkPeriod::parse(&text);
        if period.is_none() {
            let at = written.placed().map_or(mark, |(_, at)| at);
            let hint = "write `2025`, `2025-Q3`, `2025-07`, `2023/2024` or `undated`";
            self.hinted("invalid-period", at, format!("`{text}` is not a period"), hint);
        }
        period
    }

    fn definition_key(&mut self, written: &Written<String>, mark: Mark) -> Option<DefinitionKey> {
        let text = self.required(written, "definition_key", mark)?;
        let key = DefinitionKey::parse(&text);
        if key.is_none() {
            let at = written.placed().map_or(mark, |(_, at)| at);
            let hint = "write it as `concept.method.form`, such as `satisfaction.own_survey.top_2_share`";
            self.hinted("invalid-definition-key", at, format!("`{text}` is not a definition key"), hint);
        }
        key
    }

    fn definition(&mut self, entry: &Entry, key: Option<&DefinitionKey>, mark: Mark) -> Option<Localized> {
        if let Some(own) = entry.definition.get() {
            return Some(own.clone());
        }
        let key = key?;
        let shared = self.definitions.get(&key.to_string()).cloned();
        if shared.is_none() && entry.definition.is_absent() {
            let hint = format!("add `definition`, or an entry `{key}` under `definitions`");
            self.hinted("missing-key", mark, "the benchmark has no `definition`".to_owned(), hint);
        }
        shared
    }
}

#[cfg(test)]
mod tests;
