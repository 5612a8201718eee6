//! SERVQUAL gaps by dimension with intervals and α; SERVPERF is printed as such.

use super::heading;
use crate::catalogue::ids;
use crate::metrics::models::servqual::{
    Dimension, DimensionResult, DimensionWeights, Estimate, Form, ItemResult, ServqualQuarter,
};
use crate::report::draft::{Draft, column, plain, row, table, total, with_detail, without_columns};
use crate::report::model::{Block, Cell, ChartBlock, ChartData, Gap, GapRow, Labelled, Row, Table, Tone};
use crate::report::text::{Figure, grouped, rounded};

/// α below which a dimension's items do not hold together.
const RELIABLE: f64 = 0.7;
/// Place of the column of weights.
const WEIGHTS: usize = 6;
/// Items with the largest gaps that are listed.
const ITEMS: usize = 5;

/// The last wave, and the one of the same form before it.
fn waves<'a>(draft: &Draft<'a>) -> Option<(&'a ServqualQuarter, Option<&'a ServqualQuarter>)> {
    let quarters = &draft.inputs.study.servqual.as_ref()?.quarters;
    let (last, before) = quarters.split_last()?;
    Some((last, before.iter().rev().find(|one| one.form == last.form)))
}

/// The message about the largest gap (or the lowest perception); `None` without a judged wave.
pub fn title(draft: &Draft) -> Option<String> {
    let (wave, _) = waves(draft)?;
    let judged = wave.dimensions.iter().filter(|one| one.n >= draft.inputs.config.statistics.verdict_n);
    let (one, estimate) =
        judged.filter_map(|one| Some((one, one.score?))).min_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
    let id = if wave.form == Form::Gap { "rel-servqual-title" } else { "rel-servperf-title" };
    let value = print(draft, wave.form, estimate.value);
    let args = [("dimension", dimension(draft, one.dimension)), ("value", value), ("n", grouped(one.n))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.words.with(id, &args))
}

/// Gap plot, table of dimensions and the items with the largest gaps.
pub fn blocks(draft: &mut Draft) -> Vec<Block> {
    let Some((wave, before)) = waves(draft) else { return Vec::new() };
    let id = if wave.form == Form::Gap { "rel-servqual" } else { "rel-servperf" };
    let mut blocks = vec![heading(draft, id)];
    blocks.extend(chart(draft, wave).map(Block::Chart));
    blocks.extend(dimensions(draft, wave, before));
    blocks.extend(items(draft, wave));
    blocks
}

pub fn dimension(draft: &Draft, dimension: Dimension) -> String {
    draft.words.say(&format!("servqual-{}", dimension.name()))
}

fn figure<'a>(draft: &'a Draft) -> &'a Figure {
    draft.figure(ids::SERVQUAL_GAP)
}

/// A gap with its sign; a perception without.
fn print(draft: &Draft, form: Form, value: f64) -> String {
    match form {
        Form::Gap => figure(draft).change(value, &draft.words),
        Form::Performance => figure(draft).value(value, &draft.words),
    }
}

fn interval(draft: &Draft, form: Form, estimate: Estimate) -> Option<String> {
    let bounds = estimate.interval?;
    Some(match form {
        Form::Gap => figure(draft).change_range(bounds.low, bounds.high, &draft.words),
        Form::Performance => figure(draft).range(bounds.low, bounds.high, &draft.words),
    })
}

/// `Bad` when the whole interval of a gap is below zero; a perception and a small base are not judged.
fn tone(draft: &Draft, form: Form, n: u64, estimate: Option<Estimate>) -> Tone {
    let enough = n >= draft.inputs.config.statistics.verdict_n;
    match estimate.and_then(|one| one.interval).filter(|_| form == Form::Gap && enough) {
        Some(bounds) if bounds.high < 0.0 => Tone::Bad,
        Some(bounds) if bounds.low > 0.0 => Tone::Good,
        _ if !enough => Tone::Muted,
        _ => Tone::Neutral,
    }
}

fn is_hidden(draft: &Draft, n: u64) -> bool {
    n < draft.inputs.config.statistics.minimum_n
}

fn hidden(draft: &Draft) -> String {
    draft.words.with("suppressed", &[("n", &grouped(draft.inputs.config.statistics.minimum_n))])
}

fn source(draft: &Draft, wave: &ServqualQuarter) -> String {
    let surveys = draft.scene.definition(ids::SERVQUAL_GAP).into_iter().collect::<Vec<_>>();
    let args = [
        ("quarter", draft.dates.short(wave.quarter)),
        ("n", grouped(wave.respondents)),
        ("provenance", draft.provenance(&surveys)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("rel-servqual-source", &args)
}

fn chart(draft: &mut Draft, wave: &ServqualQuarter) -> Option<ChartBlock> {
    let title = title(draft)?;
    let rows: Vec<GapRow> = wave.dimensions.iter().map(|one| gap_row(draft, wave.form, one)).collect();
    let words = &draft.words;
    let alt: Vec<String> = rows.iter().map(|row| format!("{} {}", row.label, row.printed)).collect();
    let mut legend = vec![words.say("rel-perception")];
    if wave.form == Form::Gap {
        legend.push(words.say("rel-expectation"));
    }
    let tick = |at: i32| Labelled { value: f64::from(at), label: at.to_string() };
    let data = Gap { unit: words.say("rel-servqual-axis"), rows, ticks: (1..=7).map(tick).collect(), legend };
    let block = ChartBlock {
        id: "servqual-gaps".to_owned(),
        title,
        caption: source(draft, wave),
        alt: words.with("rel-servqual-alt", &[("rows", &draft.list(&alt))]),
    };
    draft.charts.insert(block.id.clone(), ChartData::Gap(data));
    Some(block)
}

fn gap_row(draft: &Draft, form: Form, one: &DimensionResult) -> GapRow {
    let label = dimension(draft, one.dimension);
    if is_hidden(draft, one.n) {
        let printed = hidden(draft);
        return GapRow { label, expected: None, perceived: None, interval: None, printed, tone: Tone::Muted };
    }
    let printed = one.score.map_or_else(String::new, |estimate| {
        let value = print(draft, form, estimate.value);
        match interval(draft, form, estimate) {
            Some(range) => draft.words.with("rel-with-range", &[("value", &value), ("range", &range)]),
            None => value,
        }
    });
    let bounds = one.score.filter(|_| form == Form::Performance).and_then(|estimate| estimate.interval);
    GapRow {
        label,
        expected: one.expectation,
        perceived: one.perception,
        interval: bounds.map(|bounds| (bounds.low, bounds.high)),
        printed,
        tone: tone(draft, form, one.n, one.score),
    }
}

fn dimensions(draft: &Draft, wave: &ServqualQuarter, before: Option<&ServqualQuarter>) -> Option<Block> {
    let words = &draft.words;
    let score = if wave.form == Form::Gap { "rel-column-gap" } else { "rel-perception" };
    let earlier = before.map_or_else(|| words.say("rel-column-no-wave"), |one| draft.dates.short(one.quarter));
    let columns = vec![
        column(words.say("rel-column-dimension"), "start", 1.4),
        column("n", "end", 0.9),
        column(words.say("rel-expectation"), "end", 0.8),
        column(words.say("rel-perception"), "end", 0.8),
        column(words.say(score), "end", 1.5),
        column(words.with("column-value-in", &[("quarter", &earlier)]), "end", 1.0),
        column(words.say("rel-column-points"), "end", 0.8),
        column("α", "end", 1.1),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (at, one) in wave.dimensions.iter().enumerate() {
        let base = before.map(|wave| &wave.dimensions[at]);
        let points = wave.weights.as_ref().map(|weights| weights.points[at]);
        rows.push(dimension_row(draft, wave.form, (one, base), points));
    }
    rows.extend(summary_row(draft, wave, (wave.overall, before.and_then(|one| one.overall)), "rel-equal-weights"));
    rows.extend(summary_row(draft, wave, (wave.weighted, before.and_then(|one| one.weighted)), "rel-weighted"));
    let mut notes = vec![
        words.say(if wave.form == Form::Gap { "rel-servqual-note" } else { "rel-servperf-note" }),
        weights_note(draft, wave.weights.as_ref()),
        words.with("rel-alpha-note", &[("least", &rounded(RELIABLE, 1))]),
        source(draft, wave),
    ];
    let reversed = &draft.inputs.study.servqual.as_ref()?.reversed;
    if !reversed.is_empty() {
        let items: Vec<String> = reversed.iter().map(u32::to_string).collect();
        notes.push(words.with("rel-reversed-note", &[("items", &draft.list(&items))]));
    }
    let id = if wave.form == Form::Gap { "rel-servqual-caption" } else { "rel-servperf-caption" };
    let caption = words.with(id, &[("quarter", &draft.dates.short(wave.quarter))]);
    let whole = Table { id: "servqual-table".to_owned(), caption, columns, rows, notes };
    table(asked(wave, &[2, 3, WEIGHTS], whole))
}

/// What was asked: a survey of perceptions alone leaves out the named columns, which only a gap fills;
/// weights stay where there are some.
fn asked(wave: &ServqualQuarter, of_gaps: &[usize], whole: Table) -> Table {
    let of_gaps: Vec<usize> = of_gaps.iter().copied().filter(|at| *at != WEIGHTS || wave.weights.is_none()).collect();
    if wave.form == Form::Gap { whole } else { without_columns(whole, &of_gaps) }
}

fn dimension_row(
    draft: &Draft,
    form: Form,
    (one, base): (&DimensionResult, Option<&DimensionResult>),
    points: Option<f64>,
) -> Row {
    let nothing = || plain(draft.words.say("no-figure"));
    let name = plain(dimension(draft, one.dimension));
    if is_hidden(draft, one.n) {
        let cell = Cell { tone: Some(Tone::Muted), ..plain(hidden(draft)) };
        let rest = [nothing(), nothing(), cell, nothing(), nothing(), nothing()];
        return row([name, plain(draft.words.say("no-figure"))].into_iter().chain(rest).collect());
    }
    let mean = |value: Option<f64>| value.map_or_else(nothing, |value| plain(rounded(value, 2)));
    let incomplete =
        (one.incomplete > 0).then(|| draft.words.with("rel-incomplete-answers", &[("n", &grouped(one.incomplete))]));
    let alpha = one.alpha.map_or_else(nothing, |alpha| alpha_cell(draft, alpha));
    let earlier = base.filter(|base| !is_hidden(draft, base.n)).and_then(|base| base.score);
    row(vec![
        name,
        with_detail(grouped(one.n), incomplete),
        mean(one.expectation),
        mean(one.perception),
        score_cell(draft, form, (one.n, one.score)),
        earlier.map_or_else(nothing, |estimate| plain(print(draft, form, estimate.value))),
        points.map_or_else(nothing, |points| plain(rounded(points, 1))),
        alpha,
    ])
}

fn score_cell(draft: &Draft, form: Form, (n, score): (u64, Option<Estimate>)) -> Cell {
    let Some(estimate) = score else { return plain(draft.words.say("no-figure")) };
    let tone = tone(draft, form, n, score);
    let symbol = match tone {
        Tone::Bad => Some("▼"),
        Tone::Good => Some("▲"),
        _ => None,
    };
    let text = with_detail(print(draft, form, estimate.value), interval(draft, form, estimate));
    let tone = Some(tone).filter(|tone| form == Form::Gap || *tone == Tone::Muted);
    Cell { tone, symbol: symbol.map(str::to_owned), ..text }
}

fn alpha_cell(draft: &Draft, alpha: f64) -> Cell {
    let text = rounded(alpha, 2);
    if alpha >= RELIABLE {
        return plain(text);
    }
    let detail = Some(draft.words.with("rel-alpha-low", &[("least", &rounded(RELIABLE, 1))]));
    Cell { tone: Some(Tone::Bad), symbol: Some("!".to_owned()), ..with_detail(text, detail) }
}

fn summary_row(
    draft: &Draft,
    wave: &ServqualQuarter,
    (now, before): (Option<Estimate>, Option<Estimate>),
    id: &str,
) -> Option<Row> {
    let complete = wave.dimensions.iter().map(|one| one.n).min().unwrap_or(0);
    let now = now.filter(|_| !is_hidden(draft, complete))?;
    let nothing = || plain(draft.words.say("no-figure"));
    Some(total(vec![
        plain(draft.words.say(id)),
        plain(grouped(complete)),
        nothing(),
        nothing(),
        score_cell(draft, wave.form, (complete, Some(now))),
        before.map_or_else(nothing, |estimate| plain(print(draft, wave.form, estimate.value))),
        nothing(),
        nothing(),
    ]))
}

fn weights_note(draft: &Draft, weights: Option<&DimensionWeights>) -> String {
    match weights {
        None => draft.words.say("rel-weights-none"),
        Some(DimensionWeights { respondents: None, .. }) => draft.words.say("rel-weights-configured"),
        Some(DimensionWeights { respondents: Some(n), unusable, .. }) => {
            draft.words.with("rel-weights-asked", &[("n", &grouped(*n)), ("unusable", &grouped(*unusable))])
        }
    }
}

/// The items with the largest gaps (or the lowest perceptions).
fn items(draft: &Draft, wave: &ServqualQuarter) -> Option<Block> {
    let shown = wave.items.iter().filter(|one| !is_hidden(draft, one.n));
    let mut lines: Vec<(&ItemResult, f64)> = shown.filter_map(|one| Some((one, one.score?))).collect();
    lines.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.item.cmp(&b.0.item)));
    let words = &draft.words;
    let score = if wave.form == Form::Gap { "rel-column-gap" } else { "rel-perception" };
    let columns = vec![
        column(words.say("rel-column-item"), "start", 2.6),
        column("n", "end", 0.6),
        column(words.say("rel-expectation"), "end", 0.9),
        column(words.say("rel-perception"), "end", 0.9),
        column(words.say(score), "end", 1.0),
    ];
    let mean = |value: Option<f64>| plain(value.map_or_else(|| words.say("no-figure"), |value| rounded(value, 2)));
    let line = |(one, value): &(&ItemResult, f64)| {
        row(vec![
            plain(words.with(
                "rel-item",
                &[("item", &one.item.to_string()), ("text", &words.say(&format!("servqual-item-{}", one.item)))],
            )),
            plain(grouped(one.n)),
            mean(one.expectation),
            mean(one.perception),
            plain(print(draft, wave.form, *value)),
        ])
    };
    let rows: Vec<Row> = lines.iter().take(ITEMS).map(line).collect();
    let count = rows.len().to_string();
    let caption = words.with("rel-items-caption", &[("count", &count)]);
    let notes = vec![words.say("rel-items-note"), source(draft, wave)];
    let whole = Table { id: "servqual-items".to_owned(), caption, columns, rows, notes };
    table(asked(wave, &[2, 3], whole))
}
