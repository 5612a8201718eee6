//! Cost by product, process, channel and team: who causes it, and what one contact costs there.

use super::economics::money;
use crate::catalogue::ids;
use crate::domain::{Quarter, Segment};
use crate::metrics::measurement::Measurement;
use crate::report::draft::{Draft, column, plain, row, slug, table, total, with_detail};
use crate::report::model::{Block, Cell, Row, Table};
use crate::report::text::{Figure, grouped, rounded, signed};

/// The metric whose parts are shown.
const COST: &str = ids::SERVICE_COST;
/// What cost is divided by within a part.
const CONTACTS: &str = ids::CONTACTS;
/// Dimensions of the cost table, in printed order.
const DIMENSIONS: [&str; 5] = ["process", "product", "channel", "team", "fixed_or_variable"];
/// Most accounts of the driver table.
const MOST_ACCOUNTS: usize = 8;

/// One table per dimension in which cost lines name at least two parts.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    DIMENSIONS.iter().filter_map(|dimension| part_table(draft, dimension)).collect()
}

/// The accounts that moved the cost most against the quarter before, by size of their change.
pub fn drivers(draft: &Draft, figure: &Figure) -> Option<Block> {
    let words = &draft.words;
    let measurements = draft.scene.measurements;
    let (now, before) = (draft.quarter(), draft.quarter().previous());
    let whole = measurements.total(COST, before)?.value.filter(|whole| *whole > 0.0)?;
    let change_of_whole = measurements.total(COST, now)?.value? - whole;
    let value = |segment: &Segment, quarter| measurements.get(COST, segment, quarter).and_then(|one| one.value);
    let both = [now, before].map(|quarter| measurements.parts(COST, "category", quarter));
    let mut segments: Vec<&Segment> = both.iter().flatten().map(|one| &one.segment).collect();
    segments.sort();
    segments.dedup();
    let mut moved: Vec<(&Segment, f64, f64)> = segments
        .into_iter()
        .map(|segment| (segment, value(segment, now).unwrap_or(0.0), value(segment, before).unwrap_or(0.0)))
        .collect();
    if moved.len() < 2 {
        return None;
    }
    moved.sort_by(|a, b| (b.1 - b.2).abs().total_cmp(&(a.1 - a.2).abs()).then_with(|| a.0.cmp(b.0)));
    let points = |change: f64| words.with("change-percent", &[("n", &signed(100.0 * change / whole, 1))]);
    let line = |(segment, now, before): &(&Segment, f64, f64)| {
        row(vec![
            plain(draft.segment(segment)),
            plain(figure.value(*now, words)),
            plain(figure.value(*before, words)),
            plain(figure.change(figure.between(*before, *now), words)),
            plain(points(now - before)),
        ])
    };
    let mut rows: Vec<Row> = moved.iter().take(MOST_ACCOUNTS).map(line).collect();
    let rest: Vec<_> = moved.iter().skip(MOST_ACCOUNTS).collect();
    if !rest.is_empty() {
        let sums = rest.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.1, sum.1 + one.2));
        let mut cells = line(&(&Segment::Total, sums.0, sums.1)).cells;
        cells[0] = plain(words.count("driver-rest", rest.len() as u64, &[("n", &rest.len().to_string())]));
        rows.push(row(cells));
    }
    let mut cells = line(&(&Segment::Total, whole + change_of_whole, whole)).cells;
    cells[0] = plain(words.say("sum"));
    rows.push(total(cells));
    let columns = vec![
        column(words.say("column-account"), "start", 2.0),
        column(draft.dates.short(now), "end", 1.2),
        column(draft.dates.short(before), "end", 1.2),
        column(words.say("column-cost-moved"), "end", 1.2),
        column(words.say("column-contribution"), "end", 1.2),
    ];
    let definitions: Vec<_> = draft.scene.definition(COST).into_iter().collect();
    let notes = vec![words.say("driver-note"), draft.provenance(&definitions), words.say("note-rounding")];
    let caption = words.say("driver-caption");
    table(Table { id: "cost-drivers".to_owned(), caption, columns, rows, notes })
}

fn part_table(draft: &Draft, dimension: &str) -> Option<Block> {
    let measurements = draft.scene.measurements;
    let mut parts: Vec<(&Measurement, f64)> = measurements
        .parts(COST, dimension, draft.quarter())
        .into_iter()
        .filter_map(|one| Some((one, one.value?)))
        .collect();
    if parts.iter().filter(|(one, _)| name(one).is_some()).count() < 2 {
        return None;
    }
    // Cost that names no part stands last, the others by size.
    parts.sort_by(|a, b| {
        let (known, other) = (name(a.0).is_none(), name(b.0).is_none());
        known.cmp(&other).then(b.1.total_cmp(&a.1)).then_with(|| a.0.segment.cmp(&b.0.segment))
    });
    let whole: f64 = parts.iter().map(|(_, value)| value).sum();
    let figure = money(draft, draft.inputs.economics?);
    let lines = Lines { draft, figure, whole };
    let mut rows: Vec<Row> = parts.iter().map(|(one, value)| lines.part(one, *value)).collect();
    rows.push(lines.total());
    let label = draft.dimension(dimension);
    let columns = vec![
        column(&label, "start", 1.8),
        column(draft.dates.short(draft.quarter()), "end", 1.2),
        column(draft.words.say("column-share"), "end", 0.9),
        column(draft.dates.short(draft.quarter().year_before()), "end", 1.2),
        column(draft.words.say("column-yoy"), "end", 1.0),
        column(draft.words.say("unit-cost-contact"), "end", 1.2),
    ];
    let definitions: Vec<_> = draft.scene.definition(COST).into_iter().collect();
    let notes = vec![draft.words.say("cost-parts-note"), draft.provenance(&definitions)];
    let caption = draft.words.with("cost-parts-caption", &[("dimension", &draft.dimension_within(dimension))]);
    table(Table { id: format!("cost-by-{}", slug(dimension)), caption, columns, rows, notes })
}

fn name(one: &Measurement) -> Option<&str> {
    match &one.segment {
        Segment::Part { value, .. } => value.as_deref(),
        Segment::Total => None,
    }
}

/// What all rows of one table share.
struct Lines<'a> {
    draft: &'a Draft<'a>,
    figure: Figure,
    whole: f64,
}

impl Lines<'_> {
    fn part(&self, one: &Measurement, value: f64) -> Row {
        let label = match name(one) {
            Some(_) => self.draft.segment(&one.segment),
            None => self.draft.words.say("cost-parts-shared"),
        };
        let unit = name(one).map(|_| self.unit_cost(&one.segment, value));
        self.row((label, value), &one.segment, unit)
    }

    fn total(&self) -> Row {
        let line = self.row((self.draft.words.say("sum"), self.whole), &Segment::Total, None);
        let mut cells = line.cells;
        cells[5] = self.unit_cost(&Segment::Total, self.whole);
        total(cells)
    }

    fn row(&self, (label, value): (String, f64), segment: &Segment, unit: Option<Cell>) -> Row {
        let before = self.value(COST, segment, self.draft.quarter().year_before());
        let words = &self.draft.words;
        let share = if self.whole > 0.0 { rounded(100.0 * value / self.whole, 1) + "%" } else { "—".to_owned() };
        let change = match before {
            Some(before) if before > 0.0 => signed(100.0 * (value - before) / before, 1) + "%",
            Some(_) => words.say("change-base-zero"),
            None => words.say("no-figure"),
        };
        row(vec![
            plain(label),
            plain(self.figure.value(value, words)),
            plain(share),
            plain(before.map_or_else(|| words.say("no-figure"), |before| self.figure.value(before, words))),
            plain(change),
            unit.unwrap_or_else(|| plain(words.say("no-figure"))),
        ])
    }

    /// Cost per contact inside the part, with the contacts as its base.
    fn unit_cost(&self, segment: &Segment, cost: f64) -> Cell {
        let words = &self.draft.words;
        match self.value(CONTACTS, segment, self.draft.quarter()) {
            Some(contacts) if contacts > 0.0 => {
                let unit = Figure::money(&self.draft.inputs.config.currency, 1.0).value(cost / contacts, words);
                with_detail(unit, Some(format!("n={}", grouped(contacts as u64))))
            }
            _ => plain(words.say("no-figure")),
        }
    }

    fn value(&self, metric: &str, segment: &Segment, quarter: Quarter) -> Option<f64> {
        self.draft.scene.measurements.get(metric, segment, quarter)?.value
    }
}
