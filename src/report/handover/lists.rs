//! Sheets that are one list: all figures, definitions, and published figures with their sources.

use super::figures::{FigureRow, family, is_shown};
use super::forms;
use super::sheet::{Entry, Mark, Role, Sheet, Style, count, day, figure, filled, prose, text};
use crate::benchmarks::{Benchmark, Comparability, Match};
use crate::catalogue::definition::Definition;
use crate::domain::{Direction, Segment};
use crate::report::draft::Draft;
use crate::report::model::Tone;
use crate::report::sections::{benchmarks, method};
use std::collections::BTreeMap;

/// The row of the heads of a list.
const HEAD: u32 = 3;

/// A sheet that is one list.
fn listed(
    draft: &Draft,
    (id, name): (&str, String),
    note: String,
    heads: &[String],
    records: Vec<Vec<Entry>>,
) -> Sheet {
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, note);
    sheet.list(id, (HEAD, 0), heads, records);
    sheet.frozen = (HEAD + 1, 1);
    sheet.repeated = Some((HEAD, HEAD));
    sheet
}

/// All figures, one row each.
pub fn figures(draft: &Draft, rows: &[FigureRow]) -> Sheet {
    let say = |id: &str| draft.words.say(id);
    let heads = [
        say("column-metric"),
        say("book-topic"),
        say("book-dimension"),
        say("book-part"),
        say("column-period"),
        say("book-first-day"),
        say("book-value"),
        say("book-n"),
        say("column-low"),
        say("column-high"),
        say("column-unit"),
        say("label-target"),
        say("column-industry"),
        say("column-status"),
        say("book-state"),
        say("fact-id"),
        say("book-segment"),
    ];
    let forms: BTreeMap<&str, String> =
        draft.scene.definitions.iter().map(|one| (one.id.as_str(), forms::plain(draft, one))).collect();
    let record = |row: &FigureRow| {
        let form = forms.get(row.metric.as_str()).map_or("", String::as_str);
        let status = Style::of(Role::Text).judged(row.value.is_none().then_some(Mark::Muted));
        vec![
            text(row.title.clone()),
            text(row.family.clone()),
            text(row.dimension.clone()),
            text(row.part.clone()),
            text(row.quarter.to_string()),
            row.first_day.and_then(day),
            figure(row.value, form),
            count(row.n),
            figure(row.interval.map(|ends| ends.0), form),
            figure(row.interval.map(|ends| ends.1), form),
            text(row.unit_title.clone()),
            figure(row.target.map(|target| target.0), form),
            figure(row.industry, form),
            filled(row.status.clone(), status),
            text(row.state),
            text(row.metric.clone()),
            text(row.segment.clone()),
        ]
    };
    let records = rows.iter().map(record).collect();
    let name = say("book-figures");
    let mut sheet = listed(draft, ("figures", name), say("book-figures-note"), &heads, records);
    sheet.fit(30.0, &[]);
    // The rest are words for machines.
    sheet.printed = 14;
    sheet
}

/// Every metric that has a figure: what is counted, and how.
pub fn definitions(draft: &Draft) -> Sheet {
    let say = |id: &str| draft.words.say(id);
    let heads = [
        say("column-metric"),
        say("book-topic"),
        say("fact-unit"),
        say("book-better"),
        say("book-definition"),
        say("fact-attribution"),
        say("fact-interval"),
        say("fact-formula"),
        say("fact-source"),
        say("fact-id"),
    ];
    let shown = |one: &&Definition| {
        let all = draft.scene.periods.iter().filter_map(|period| draft.scene.total(&one.id, period.quarter));
        all.into_iter().any(is_shown)
    };
    let record = |one: &Definition| {
        let now = draft.scene.measurements.get(&one.id, &Segment::Total, draft.quarter());
        vec![
            prose(draft.title_of(one)),
            text(family(draft, one.family)),
            text(forms::unit(draft, one)),
            text(say(better(one.better))),
            prose(draft.foreign(&one.definition)),
            prose(method::attribution(draft, one)),
            text(now.map_or_else(String::new, |now| say(method::method(now)))),
            prose(method::formula(one)),
            prose(one.source.clone()),
            text(one.id.clone()),
        ]
    };
    let records = draft.scene.definitions.iter().filter(shown).map(record).collect();
    let name = say("book-definitions");
    let mut sheet = listed(draft, ("definitions", name), say("method-intro"), &heads, records);
    sheet.fit(36.0, &[(0, 28.0), (4, 52.0), (5, 26.0), (7, 46.0), (8, 24.0)]);
    sheet
}

/// Which way is good.
fn better(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "book-better-higher",
        Direction::Lower => "book-better-lower",
        Direction::TargetRange => "book-better-range",
    }
}

/// Published figures beside the client's; nothing where none is known.
pub fn benchmarks(draft: &Draft) -> Option<Sheet> {
    let say = |id: &str| draft.words.say(id);
    let heads = [
        say("column-metric"),
        draft.dates.short(draft.quarter()),
        say("column-published"),
        say("column-unit"),
        say("column-gap"),
        say("column-low"),
        say("column-high"),
        say("column-comparability"),
        say("column-verdict"),
        say("book-kind"),
        say("book-region"),
        say("column-period"),
        say("book-n"),
        say("book-source"),
        say("book-evidence"),
        say("book-address"),
    ];
    let compared = draft.scene.comparisons.iter();
    let matches = compared.flat_map(|one| one.comparison.matches.iter().map(move |found| (one.metric, found)));
    let record = |(metric, found): (&str, &Match)| Some(benchmark(draft, draft.scene.definition(metric)?, found));
    let records: Vec<Vec<Entry>> = matches.filter_map(record).collect();
    if records.is_empty() {
        return None;
    }
    let name = say("book-benchmarks");
    let mut sheet = listed(draft, ("benchmarks", name), say("book-benchmarks-note"), &heads, records);
    sheet.fit(26.0, &[(7, 24.0), (13, 40.0), (14, 30.0), (15, 36.0)]);
    Some(sheet)
}

fn benchmark(draft: &Draft, definition: &Definition, found: &Match) -> Vec<Entry> {
    let one: &Benchmark = found.benchmark;
    let judged = found.twin.map_or(definition, |twin| twin.definition);
    let own = found.twin.map(|twin| twin.measurement).or_else(|| draft.scene.now(&definition.id));
    let own = own.filter(|own| is_shown(own)).and_then(|own| own.value);
    let form = forms::plain(draft, judged);
    let comparable = found.comparability != Comparability::Incomparable;
    let gap = found.gap.filter(|_| comparable);
    let range = found.gap_interval.filter(|_| comparable);
    let (tone, word) = if comparable { benchmarks::verdict(draft, found) } else { (Tone::Muted, None) };
    let differences: Vec<String> =
        found.differences.iter().map(|one| draft.words.say(benchmarks::difference(*one))).collect();
    let known = benchmarks::comparability(draft, found.comparability);
    let differs = if differences.is_empty() { known } else { format!("{known}\n{}", draft.list(&differences)) };
    vec![
        text(draft.title_of(judged)),
        figure(own, &form),
        figure(Some(one.value), "#,##0.0###"),
        text(unit(draft, definition, one)),
        figure(gap, &super::summary::signed(&form)),
        figure(range.map(|ends| ends.0), &super::summary::signed(&form)),
        figure(range.map(|ends| ends.1), &super::summary::signed(&form)),
        prose(differs),
        filled(word.unwrap_or_default(), Style::of(Role::Text).judged(Mark::of(Some(tone)))),
        text(benchmarks::statistic(draft, one)),
        text(benchmarks::region(draft, one)),
        text(benchmarks::period(draft, one)),
        count(one.n),
        prose(benchmarks::source(draft, one)),
        prose(benchmarks::evidence(draft, found)),
        prose(one.url.clone().unwrap_or_default()),
    ]
}

/// What stands round the number of a published figure.
fn unit(draft: &Draft, definition: &Definition, one: &Benchmark) -> String {
    if one.unit.matches(definition.unit, &draft.inputs.config.currency) {
        return forms::unit(draft, definition);
    }
    let printed = benchmarks::published(draft, &definition.id, one);
    let digit = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '−');
    printed.trim_start_matches(digit).trim().trim_end_matches(digit).trim().to_owned()
}
