//! A sheet per topic: its metrics by quarter, with targets and what is not shown, and charts of the main ones;
//! and the parts of the quarter in one list.

use super::address::At;
use super::figures::{family, is_shown, key, status};
use super::forms;
use super::line_chart::LineChart;
use super::sheet::{Entry, Mark, Role, Sheet, Style, count, figure, filled, icon, prose, text};
use super::summary::signed;
use crate::catalogue::definition::{Definition, Family};
use crate::domain::{Quarter, Segment};
use crate::metrics::measurement::Measurement;
use crate::report::draft::Draft;

/// Most charts of a topic.
const CHARTS: usize = 6;
/// Rows and pixels that a chart takes.
const CHART: (u32, u32) = (14, 500);
/// Fewest points of a chart.
const POINTS: usize = 3;
/// Rows after which charts have a page of their own.
const LONG: u32 = 22;
/// The column of marks, and that of the first quarter.
const ICON: u16 = 1;
const FIRST: u16 = 3;

/// The sheets of all topics that have figures.
pub fn sheets(draft: &Draft) -> Vec<Sheet> {
    Family::ALL.into_iter().filter_map(|topic| sheet(draft, topic)).collect()
}

/// Quarters of the report, oldest first.
fn quarters(draft: &Draft) -> Vec<Quarter> {
    draft.scene.periods.iter().map(|period| period.quarter).collect()
}

/// The metrics of a topic with a figure in some quarter, the main ones first.
fn metrics<'a>(draft: &Draft<'a>, topic: Family) -> Vec<&'a Definition> {
    let known = |one: &&Definition| {
        let figures = draft.scene.periods.iter().filter_map(|period| draft.scene.total(&one.id, period.quarter));
        one.family == topic && figures.into_iter().any(is_shown)
    };
    let mut found: Vec<&Definition> = draft.scene.definitions.iter().filter(known).collect();
    found.sort_by_key(|one| !is_main(draft, one));
    found
}

fn is_main(draft: &Draft, one: &Definition) -> bool {
    one.scorecard || draft.scene.target(&one.id).is_some()
}

fn sheet(draft: &Draft, topic: Family) -> Option<Sheet> {
    let metrics = metrics(draft, topic);
    if metrics.is_empty() {
        return None;
    }
    let words = &draft.words;
    let name = family(draft, topic);
    let note = words.say("book-topic-note");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, note);
    let head = 3;
    sheet.heads((head, 0), &heads(draft));
    let mut row = head + 1;
    let mut drawn: Vec<(&Definition, u32, Option<u32>)> = Vec::new();
    for definition in metrics {
        metric(&mut sheet, draft, definition, row);
        let targeted = target(&mut sheet, draft, definition, row + 1);
        if is_main(draft, definition) && points(draft, definition) >= POINTS {
            drawn.push((definition, row, targeted.then_some(row + 1)));
        }
        row += 1 + u32::from(targeted);
    }
    sheet.icons.push(((head + 1, ICON), (row - 1, ICON)));
    if row > LONG && !drawn.is_empty() {
        sheet.breaks.push(row + 1);
    }
    charts(&mut sheet, draft, &drawn, (head, row + 1));
    sheet.frozen = (head + 1, 1);
    sheet.repeated = Some((head, head));
    sheet.fit(40.0, &[(ICON, 6.0), (remark_column(draft), 44.0)]);
    Some(sheet)
}

fn remark_column(draft: &Draft) -> u16 {
    FIRST + draft.scene.periods.len() as u16 + 2
}

fn heads(draft: &Draft) -> Vec<String> {
    let say = |id: &str| draft.words.say(id);
    let mut heads = vec![say("column-metric"), say("book-icon"), say("column-unit")];
    heads.extend(quarters(draft).into_iter().map(|quarter| draft.dates.short(quarter)));
    heads.extend([say("column-yoy"), say("column-status"), say("book-remark")]);
    heads
}

/// A metric by quarter: what is not shown is an empty cell, and the remark says why.
fn metric(sheet: &mut Sheet, draft: &Draft, definition: &Definition, row: u32) {
    let quarters = quarters(draft);
    let form = forms::plain(draft, definition);
    let totals: Vec<Option<&Measurement>> =
        quarters.iter().map(|quarter| draft.scene.total(&definition.id, *quarter)).collect();
    let value = |one: &Option<&Measurement>| one.filter(|one| is_shown(one)).and_then(|one| one.value);
    let (tone, _, word) = draft.standing(draft.scene.standing(definition));
    let judged = draft.scene.target(&definition.id).is_some();
    let mark = Mark::of(Some(tone)).filter(|_| judged);
    let name = prose(draft.title_of(definition));
    let mut entries = vec![name, icon(mark), text(forms::unit(draft, definition))];
    entries.extend(totals.iter().map(|one| figure(value(one), &form)));
    let last = totals.last().and_then(value);
    let before = quarters.iter().position(|quarter| *quarter == draft.quarter().year_before());
    let before = before.and_then(|at| value(&totals[at]));
    entries.push(figure(last.zip(before).map(|(now, before)| now - before), &signed(&form)));
    entries.push(filled(if judged { word } else { String::new() }, Style::of(Role::Text).judged(mark)));
    entries.push(prose(remarks(draft, definition, &quarters, &totals)));
    sheet.record((row, 0), entries);
}

/// Why quarters are empty: `2025Q1: n<10`.
fn remarks(draft: &Draft, definition: &Definition, quarters: &[Quarter], totals: &[Option<&Measurement>]) -> String {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for (quarter, one) in quarters.iter().zip(totals) {
        let Some(one) = one.filter(|one| !is_shown(one) || one.value.is_none()) else { continue };
        let why = if is_shown(one) { draft.value(one) } else { status(draft, definition, one) };
        let quarter = draft.dates.short(*quarter);
        match told.iter_mut().find(|(known, _)| *known == why) {
            Some((_, quarters)) => quarters.push(quarter),
            None => told.push((why, vec![quarter])),
        }
    }
    let colon = &draft.locale().data().colon;
    let line = |(why, quarters): &(String, Vec<String>)| format!("{}{colon}{why}", draft.list(quarters));
    told.iter().map(line).collect::<Vec<_>>().join(&draft.words.separator("clause-separator"))
}

/// The targets of a metric by quarter; whether there is any.
fn target(sheet: &mut Sheet, draft: &Draft, definition: &Definition, row: u32) -> bool {
    let style = Style::form(Role::Note, &forms::plain(draft, definition));
    let targets: Vec<Entry> = draft
        .scene
        .periods
        .iter()
        .map(|period| draft.scene.target_on(&definition.id, period.first_day))
        .map(|target| target.map(|target| (super::Value::Number(target.value), style.clone())))
        .collect();
    if targets.iter().all(Option::is_none) {
        return false;
    }
    sheet.put((row, 0), filled(format!("    {}", draft.words.say("label-target")), Style::of(Role::Note)));
    sheet.row((row, FIRST), targets);
    true
}

fn points(draft: &Draft, definition: &Definition) -> usize {
    draft.scene.series(&definition.id, &Segment::Total).into_iter().flatten().count()
}

/// Charts of the main metrics under the table, two beside each other.
fn charts(sheet: &mut Sheet, draft: &Draft, drawn: &[(&Definition, u32, Option<u32>)], (head, below): (u32, u32)) {
    let last = FIRST + draft.scene.periods.len() as u16 - 1;
    let across = |row: u32| -> (At, At) { ((row, FIRST), (row, last)) };
    for (at, (definition, row, target)) in drawn.iter().take(CHARTS).enumerate() {
        let title = draft.title_of(definition);
        let line = |name: String, row: u32| (name, across(row).0, across(row).1);
        let mut lines = vec![line(title.clone(), *row)];
        lines.extend(target.map(|row| line(draft.words.say("label-target"), row)));
        let unit = forms::unit(draft, definition);
        let heading = draft.words.with("book-chart-title", &[("metric", &title), ("unit", &unit)]);
        let span = [draft.scene.periods.first(), draft.scene.periods.last()];
        let span = span.map(|period| period.map_or_else(String::new, |period| draft.dates.short(period.quarter)));
        let args = [("metric", title.as_str()), ("from", &span[0]), ("to", &span[1])];
        sheet.charts.push(LineChart {
            at: (below + (at as u32 / 2) * CHART.0, 0),
            offset: (at as u32 % 2) * CHART.1,
            title: if unit.is_empty() { title.clone() } else { heading },
            categories: across(head),
            lines,
            form: forms::axis(definition),
            alt: draft.words.with("book-chart-alt", &args),
        });
    }
}

/// The parts of the report's quarter, of every metric that has some.
pub fn parts(draft: &Draft) -> Sheet {
    let words = &draft.words;
    let say = |id: &str| words.say(id);
    let name = say("topic-segments");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, draft.dates.span(draft.scene.period(), words));
    let heads = [
        say("book-topic"),
        say("column-metric"),
        say("book-dimension"),
        say("book-part"),
        say("column-unit"),
        draft.dates.short(draft.quarter()),
        say("book-n"),
        say("column-low"),
        say("column-high"),
        draft.dates.short(draft.quarter().year_before()),
        say("column-yoy"),
        say("column-status"),
    ];
    let of = |definition: &Definition| -> Vec<Vec<Entry>> {
        let parts = definition.segments.iter();
        let parts =
            parts.flat_map(|dimension| draft.scene.measurements.parts(&definition.id, dimension, draft.quarter()));
        parts.map(|one| part(draft, definition, one)).collect()
    };
    let records: Vec<Vec<Entry>> = draft.scene.definitions.iter().flat_map(of).collect();
    sheet.list("segments", (3, 0), &heads, records);
    sheet.frozen = (4, 2);
    sheet.repeated = Some((3, 3));
    sheet.fit(34.0, &[]);
    sheet
}

fn part(draft: &Draft, definition: &Definition, one: &Measurement) -> Vec<Entry> {
    let form = forms::plain(draft, definition);
    let dimension = match &one.segment {
        Segment::Part { dimension, .. } => draft.dimension(dimension),
        Segment::Total => key(&one.segment),
    };
    let shown = is_shown(one);
    let value = one.value.filter(|_| shown);
    let before = draft.scene.measurements.get(&definition.id, &one.segment, draft.quarter().year_before());
    let before = before.filter(|one| is_shown(one)).and_then(|one| one.value);
    let interval = one.interval.filter(|_| shown);
    vec![
        text(family(draft, definition.family)),
        text(draft.title_of(definition)),
        text(dimension),
        text(draft.segment(&one.segment)),
        text(forms::unit(draft, definition)),
        figure(value, &form),
        count(shown.then_some(one.n)),
        figure(interval.map(|found| found.low), &form),
        figure(interval.map(|found| found.high), &form),
        figure(before, &form),
        figure(value.zip(before).map(|(now, before)| now - before), &signed(&form)),
        filled(status(draft, definition, one), Style::of(Role::Text).judged((!shown).then_some(Mark::Muted))),
    ]
}
