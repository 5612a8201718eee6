//! The report while it is written: its figures, words and the charts collected so far.

mod cells;
mod names;
mod signs;

pub use cells::{column, group, plain, row, table, total, with_detail, without_columns};
pub use signs::{no_change, sign, tone};

use super::inputs::ReportInputs;
use super::model::{Cell, ChartData, Tone};
use super::text::{Dates, Figure, Words, grouped, rounded};
use crate::catalogue::definition::Definition;
use crate::domain::{Locale, Localized, Quarter, Segment, Table, Terms, Unit};
use crate::insight::{Change, Finding, NoVerdict, Scene, Significance, Standing};
use crate::metrics::measurement::{Measurement, Status};
use std::collections::{BTreeMap, BTreeSet};

/// One edition in the making.
pub struct Draft<'a> {
    /// What it is made from.
    pub inputs: &'a ReportInputs<'a>,
    /// The figures, ready to be judged.
    pub scene: Scene<'a>,
    /// Its findings.
    pub findings: &'a [Finding],
    /// Its messages.
    pub words: Words,
    /// Its dates.
    pub dates: Dates,
    figures: BTreeMap<String, Figure>,
    /// Charts that its blocks refer to.
    pub charts: BTreeMap<String, ChartData>,
}

impl<'a> Draft<'a> {
    /// Starts an edition.
    pub fn new(inputs: &'a ReportInputs<'a>, locale: Locale) -> Self {
        let scene = inputs.scene();
        let own = inputs.words.get(&locale).map_or(&[] as &[String], Vec::as_slice);
        let figures = scene.definitions.iter().map(|one| (one.id.clone(), figure_of(inputs, &scene, one))).collect();
        Self {
            inputs,
            scene,
            findings: &inputs.insights.findings,
            words: Words::new(locale, own),
            dates: Dates::new(locale, inputs.config.time_zone),
            figures,
            charts: BTreeMap::new(),
        }
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.words.locale
    }

    /// The report's quarter.
    pub fn quarter(&self) -> Quarter {
        self.scene.quarter()
    }

    /// How a metric is printed.
    pub fn figure(&self, metric: &str) -> &Figure {
        self.figures.get(metric).expect("every defined metric has a figure")
    }

    /// A metric's name.
    pub fn title_of(&self, definition: &Definition) -> String {
        self.foreign(&definition.title)
    }

    /// A text from a catalogue or benchmark file, with this language's punctuation.
    pub fn foreign(&self, text: &Localized) -> String {
        let own = text.get(self.locale());
        if self.locale().is_wide() { super::text::full_width(own) } else { own.to_owned() }
    }

    /// A figure as printed, or why it is not.
    pub fn value(&self, one: &Measurement) -> String {
        let figure = self.figure(&one.metric);
        let sign = sign(one);
        if one.value.is_some() && one.uncovered.contains(&crate::facts::Uncovered::NotDue) {
            return self.words.say("not-yet-due");
        }
        match (&one.status, one.value, one.at_least) {
            (Status::Ok | Status::LowBase, Some(value), _) => format!("{}{sign}", figure.value(value, &self.words)),
            (Status::Ok | Status::LowBase, None, Some(floor)) => {
                format!("≥ {}{sign}", figure.value(floor, &self.words))
            }
            (Status::Unavailable { reason }, ..) if is_blank(reason) => self.words.say("not-recorded"),
            (Status::Suppressed, ..) => {
                self.words.with("suppressed", &[("n", &grouped(self.inputs.config.statistics.minimum_n))])
            }
            (Status::SuppressedSecondary, ..) => self.words.say("suppressed-secondary"),
            (Status::Withheld, ..) => self.words.say("withheld"),
            _ => self.words.say("no-figure"),
        }
    }

    /// The interval of a figure as printed.
    pub fn interval(&self, one: &Measurement) -> Option<String> {
        let interval = one.interval?;
        Some(self.figure(&one.metric).range(interval.low, interval.high, &self.words))
    }

    /// `n=4,812;2.3–2.5 小时`, or as much of it as there is.
    pub fn base_line(&self, one: &Measurement) -> Option<String> {
        if !matches!(one.status, Status::Ok | Status::LowBase | Status::Suppressed) {
            return None;
        }
        let n = self.words.with("n-is", &[("n", &grouped(one.n))]);
        let figure = self.figure(&one.metric);
        let interval = one.interval.map(|found| figure.range_beside(found.low, found.high, &self.words));
        match interval.filter(|_| one.status != Status::Suppressed) {
            Some(interval) => Some(self.words.with("two-parts", &[("one", &n), ("other", &interval)])),
            None if one.n == 0 => None,
            None => Some(n),
        }
    }

    /// Confidence level, `95%`.
    pub fn level(&self) -> String {
        let percent = 100.0 * self.inputs.config.statistics.confidence;
        let text = rounded(percent, 1);
        format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
    }

    /// A change as a table cell: arrow by movement, tone by verdict.
    pub fn change_cell(&self, metric: &str, change: Result<Change, NoVerdict>) -> Cell {
        let change = match change {
            Ok(change) => change,
            Err(reason) => return Cell { tone: Some(Tone::Muted), ..plain(self.words.say(no_change(reason))) },
        };
        let text = match change.relative {
            Some(_) => self.change(metric, &change),
            None => self.change_beside(metric, &change),
        };
        if self.is_flat(metric, &change) {
            return plain(self.words.say("change-flat"));
        }
        let symbol = if change.difference > 0.0 { "▲" } else { "▼" };
        let (tone, detail) = match (change.verdict(), change.significance) {
            (Some(true), _) => (Tone::Good, Some("verdict-improved")),
            (Some(false), _) => (Tone::Bad, Some("verdict-worsened")),
            (None, Significance::NotSignificant) => (Tone::Neutral, Some("verdict-not-significant")),
            (None, _) => (Tone::Neutral, None),
        };
        let detail = detail.map(|id| self.words.say(id));
        Cell { detail, tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(text) }
    }

    /// A change as printed: relative for amounts, absolute in the metric's unit otherwise. A difference is that of
    /// the two values as they are printed.
    pub fn change(&self, metric: &str, change: &Change) -> String {
        let figure = self.figure(metric);
        match self.relative(metric, change) {
            Some(relative) => format!("{}%", super::text::signed(relative, 1)),
            None => figure.change(figure.between(change.before, change.now), &self.words),
        }
    }

    /// A difference beside a value that says the unit: rates lose theirs.
    pub fn change_beside(&self, metric: &str, change: &Change) -> String {
        let figure = self.figure(metric);
        figure.change_beside(figure.between(change.before, change.now), &self.words)
    }

    /// The relative change of an amount. Of a handful of cases the difference says more: one complaint
    /// after three is two fewer, not 67% fewer.
    fn relative(&self, metric: &str, change: &Change) -> Option<f64> {
        let few = self.inputs.config.statistics.verdict_n as f64;
        let counted = self.scene.definition(metric).is_some_and(|one| one.unit == Unit::Count);
        change.relative.filter(|_| !(counted && change.before.abs() < few))
    }

    /// The size of a change without sign.
    pub fn size(&self, metric: &str, change: &Change) -> String {
        match self.relative(metric, change) {
            Some(relative) => format!("{}%", rounded(relative.abs(), 1)),
            None => {
                let figure = self.figure(metric);
                figure.size(figure.between(change.before, change.now), &self.words)
            }
        }
    }

    /// 上升 / 下降 or, for times, 延长 / 缩短: movement, never a verdict.
    pub fn movement(&self, definition: &Definition, up: f64) -> String {
        let time = matches!(definition.unit, Unit::Hours | Unit::Days) && definition.card.as_deref() != Some("M05");
        let id = match (time, up > 0.0) {
            (true, true) => "moved-longer",
            (true, false) => "moved-shorter",
            (false, true) => "moved-up",
            (false, false) => "moved-down",
        };
        self.words.say(id)
    }

    /// The same where no size follows: `down for 3 quarters`, `longer for 3 quarters`.
    pub fn movement_alone(&self, definition: &Definition, up: f64) -> String {
        let time = matches!(definition.unit, Unit::Hours | Unit::Days) && definition.card.as_deref() != Some("M05");
        match (time, up > 0.0) {
            (true, true) => self.words.say("ran-longer"),
            (true, false) => self.words.say("ran-shorter"),
            _ => self.movement(definition, up),
        }
    }

    /// Tone, symbol and word of a standing.
    pub fn standing(&self, standing: Standing) -> (Tone, &'static str, String) {
        let (tone, symbol, id) = match standing {
            Standing::Met => (Tone::Good, "✓", "standing-met"),
            Standing::Missed => (Tone::Bad, "✗", "standing-missed"),
            Standing::MetNarrowly => (Tone::Good, "○", "standing-met-narrowly"),
            Standing::JustMissed { above: true } => (Tone::Caution, "○", "standing-just-above"),
            Standing::JustMissed { above: false } => (Tone::Caution, "○", "standing-just-below"),
            Standing::NoTarget => (Tone::Muted, "–", "standing-no-target"),
            Standing::NoVerdict(NoVerdict::SmallBase) => (Tone::Muted, "–", "standing-small-base"),
            Standing::NoVerdict(NoVerdict::NotShown) => (Tone::Muted, "–", "standing-not-shown"),
            Standing::NoVerdict(NoVerdict::OnlyFloor) => (Tone::Muted, "–", "standing-only-floor"),
            Standing::NoVerdict(NoVerdict::NotCovered) => (Tone::Muted, "–", "standing-not-covered"),
            Standing::NoVerdict(_) => (Tone::Muted, "–", "standing-no-data"),
        };
        (tone, symbol, self.words.say(id))
    }

    /// A target as printed: `85.0%`, `2.0–4.0 天`.
    pub fn target(&self, metric: &str) -> Option<String> {
        let target = self.scene.target(metric)?;
        let figure = self.figure(metric);
        Some(match target.upper {
            Some(upper) => figure.range(target.value, upper, &self.words),
            None => figure.value(target.value, &self.words),
        })
    }

    /// Printed name of a dimension.
    pub fn dimension(&self, dimension: &str) -> String {
        if let Some(title) = self.inputs.config.titles.get(dimension) {
            return title.get(self.locale()).to_owned();
        }
        self.words.find(&format!("dimension-{}", slug(dimension))).unwrap_or_else(|| dimension.to_owned())
    }

    /// The name inside a sentence: names that the program knows lose their capital where the language wants it.
    pub fn dimension_within(&self, dimension: &str) -> String {
        if let Some(title) = self.inputs.config.titles.get(dimension) {
            return title.get(self.locale()).to_owned();
        }
        let known = self.words.find(&format!("dimension-{}", slug(dimension)));
        match (known, self.locale().data().terms) {
            (Some(name), Terms::LowerCase) => lower_first(&name),
            (Some(name), Terms::AsWritten) => name,
            (None, _) => dimension.to_owned(),
        }
    }

    /// Printed name of a part of a dimension; client values without a translation stay as they are.
    pub fn part(&self, dimension: &str, part: Option<&str>) -> String {
        let Some(part) = part else { return self.words.say("part-missing") };
        if let Some(values) = Segment::folded(part) {
            return self.words.count("part-others", values, &[("n", &grouped(values))]);
        }
        let column = dimension.rsplit('.').next().unwrap_or(dimension);
        if let Some(label) = self.inputs.config.labels.get(column).and_then(|labels| labels.get(part)) {
            return label.get(self.locale()).to_owned();
        }
        let ascii = !part.is_empty() && part.is_ascii();
        let id = format!("part-{}-{}", slug(column), slug(part));
        ascii.then(|| self.words.find(&id)).flatten().unwrap_or_else(|| part.to_owned())
    }

    /// Printed name of a segment.
    pub fn segment(&self, segment: &Segment) -> String {
        match segment {
            Segment::Total => self.words.say("total"),
            Segment::Part { dimension, value } => self.part(dimension, value.as_deref()),
        }
    }

    /// The line under a table or chart: period and source tables; as of when stands in every footer.
    pub fn provenance(&self, definitions: &[&Definition]) -> String {
        let mut tables: BTreeSet<Table> = definitions.iter().flat_map(|one| self.tables_of(one)).collect();
        if tables.is_empty() {
            tables.extend(self.inputs.quality.tables.keys().copied());
        }
        let names: Vec<String> =
            tables.iter().map(|table| self.words.say(&format!("table-{}", table.name()))).collect();
        let period = self.dates.short(self.quarter());
        self.words.with("provenance", &[("period", &period), ("tables", &self.list(&names))])
    }

    /// The tables that a metric stands on: its own, its base's, those of what it is derived from.
    pub fn tables_of(&self, definition: &Definition) -> BTreeSet<Table> {
        let formula = definition.formula.as_deref().unwrap_or_default();
        let words = formula.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let inputs = words.chain(definition.base.as_deref()).filter(|id| *id != definition.id);
        let inputs = inputs.filter_map(|id| self.scene.definition(id));
        definition.table.into_iter().chain(inputs.flat_map(|input| self.tables_of(input))).collect()
    }

    /// Names in a row: `甲、乙` or `A, B`.
    pub fn list(&self, names: &[String]) -> String {
        names.join(&self.words.separator("list-separator"))
    }

    /// Counts that sum to a whole, without those that are zero: `1 met, 2 missed`.
    pub fn counts(&self, parts: &[(&str, usize)]) -> String {
        let told = parts.iter().filter(|(_, count)| *count > 0);
        let told: Vec<String> = told.map(|(id, n)| self.words.count(id, *n as u64, &[("n", &n.to_string())])).collect();
        told.join(&self.words.separator("parts-separator"))
    }

    /// A unit as the client wrote it; the report's currency by its name in this language.
    pub fn unit_of(&self, unit: &crate::domain::Localized) -> String {
        let unit = self.foreign(unit);
        let currency = &self.inputs.config.currency;
        if unit == currency.code() { Figure::money(currency, 0.0).unit(&self.words) } else { unit }
    }

    /// Whether a change prints as none: both values alike, or its size all zeros.
    pub fn is_flat(&self, metric: &str, change: &Change) -> bool {
        let figure = self.figure(metric);
        let nothing = match self.relative(metric, change) {
            Some(relative) => rounded(relative.abs(), 1) == rounded(0.0, 1),
            None => figure.prints_alike(change.difference.abs(), 0.0),
        };
        figure.prints_alike(change.now, change.before) || (nothing && change.verdict().is_none())
    }

    /// `95% 区间` note with the limits of small bases.
    pub fn policy_note(&self) -> String {
        let policy = &self.inputs.config.statistics;
        self.words.with(
            "policy-note",
            &[
                ("level", &self.level()),
                ("verdict_n", &grouped(policy.verdict_n)),
                ("minimum_n", &grouped(policy.minimum_n)),
            ],
        )
    }
}

/// Whether a figure is withheld because what it needs is not recorded.
pub fn is_blank(reason: &str) -> bool {
    reason.starts_with("blank_columns")
}

/// `Channel` as it stands inside a sentence: `channel`; names in capitals stay.
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

/// Lower-case letters, digits and hyphens of a name, for ids and anchors.
pub fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

fn figure_of(inputs: &ReportInputs, scene: &Scene, definition: &Definition) -> Figure {
    let magnitude = |one: &Measurement| one.value.or(one.at_least).map_or(0.0, f64::abs);
    let totals = scene.periods.iter().filter_map(|period| scene.total(&definition.id, period.quarter));
    let target = scene.target(&definition.id).map_or(0.0, |target| target.value.abs());
    let largest = totals.map(magnitude).fold(target, f64::max);
    let totals_largest = largest;
    let now = scene.now(&definition.id).map_or(largest, magnitude);
    // Short times are printed in minutes, unless other quarters or the target are much longer.
    let largest = if now < 1.0 && largest < 4.0 { now } else { largest.max(1.0) };
    let largest = if definition.unit == Unit::Hours { largest } else { totals_largest };
    Figure::of(definition, &inputs.config.currency, largest)
}
