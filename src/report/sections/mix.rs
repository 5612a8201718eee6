//! Mix against rate (T8): the notice, the table of parts, the waterfall and the slope graph.

use crate::catalogue::definition::Definition;
use crate::domain::Segment;
use crate::insight::{Mix, MixLine, movement_interval};
use crate::report::draft::{Draft, column, plain, row, slug, table, total};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Labelled, Row, Slope, SlopeLine, Table, Tone, Waterfall, WaterfallStep,
};
use crate::report::text::{Figure, rounded};
use crate::statistics::Reversal;

/// Effects smaller than this, in the metric's unit, get no step of their own.
const NEGLIGIBLE: f64 = 1e-9;

/// All blocks of one decomposition.
pub fn blocks(draft: &mut Draft, metric: &str, mix: &Mix) -> Vec<Block> {
    let Some(definition) = draft.scene.definition(metric) else { return Vec::new() };
    let against = moves_against(draft, definition, mix);
    let mut blocks = Vec::new();
    if against {
        blocks.push(notice(draft, definition, mix));
    }
    blocks.extend(parts_table(draft, definition, mix));
    let items = vec![waterfall(draft, definition, mix), slope(draft, definition, (mix, against))];
    blocks.push(Block::ChartRow { items });
    blocks
}

/// Change, own changes and mix as they are printed: of the two printed values, and so that both sum to it.
pub fn told(figure: &Figure, mix: &Mix) -> (f64, f64, f64) {
    let whole = figure.between(mix.whole.before, mix.whole.after);
    let [rate, ..] = effects(figure, mix);
    (whole, rate, whole - rate)
}

/// Own changes, mix, what is new and what is gone, as they are printed.
fn effects(figure: &Figure, mix: &Mix) -> [f64; 4] {
    let whole = &mix.whole;
    figure.apportioned((whole.before, whole.after), [whole.rate, whole.mix, whole.entered, whole.left])
}

/// Whether the parts move against the total beyond chance: at least one does, and none moves with it.
fn moves_against(draft: &Draft, definition: &Definition, mix: &Mix) -> bool {
    if mix.whole.reversal != Some(Reversal::AllParts) {
        return false;
    }
    let beyond = |line: &MixLine| {
        let part = Segment::Part { dimension: mix.dimension.clone(), value: line.name.clone()? };
        let figure = |quarter| draft.scene.measurements.get(&definition.id, &part, quarter);
        let (low, high) = movement_interval(figure(draft.quarter())?, figure(mix.base)?)?;
        (low > 0.0 || high < 0.0).then_some((low + high) * mix.whole.change < 0.0)
    };
    let moved: Vec<bool> = mix.lines.iter().filter_map(beyond).collect();
    !moved.is_empty() && moved.iter().all(|against| *against)
}

fn tone(definition: &Definition, change: f64) -> Tone {
    match definition.better.improves(change) {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Neutral,
    }
}

fn notice(draft: &Draft, definition: &Definition, mix: &Mix) -> Block {
    let figure = draft.figure(&definition.id);
    let change = |value: f64| figure.change(value, &draft.words);
    let (whole, rate, structure) = told(figure, mix);
    let dimension = draft.dimension_within(&mix.dimension);
    let args = [
        ("metric", draft.title_of(definition)),
        ("dimension", dimension),
        ("change", change(whole)),
        ("rate", change(rate)),
        ("mix", change(structure)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Block::Callout(Callout {
        tone: "warning".to_owned(),
        title: draft.words.with("mix-notice-title", &args[..2]),
        text: draft.words.with("mix-notice", &args),
    })
}

fn parts_table(draft: &Draft, definition: &Definition, mix: &Mix) -> Option<Block> {
    let (before, now) = (draft.dates.short(mix.base), draft.dates.short(draft.quarter()));
    let figure = draft.figure(&definition.id);
    let say = |id: &str, quarter: &str| draft.words.with(id, &[("quarter", quarter)]);
    let columns = vec![
        column(draft.dimension(&mix.dimension), "start", 1.6),
        column(say("column-value-in", &before), "end", 1.1),
        column(say("column-value-in", &now), "end", 1.1),
        column(draft.words.say("column-own-change"), "end", 1.2),
        column(say("column-share-in", &before), "end", 1.1),
        column(say("column-share-in", &now), "end", 1.1),
        column(draft.words.say("column-rate-effect"), "end", 1.2),
    ];
    let mut rows: Vec<Row> = mix.lines.iter().map(|line| part_row(draft, definition, mix, line)).collect();
    let nothing = || plain(draft.words.say("no-figure"));
    rows.push(total(vec![
        plain(draft.words.say("total")),
        plain(figure.value(mix.whole.before, &draft.words)),
        plain(figure.value(mix.whole.after, &draft.words)),
        change_cell(draft, definition, told(figure, mix).0),
        nothing(),
        nothing(),
        change_cell(draft, definition, told(figure, mix).1),
    ]));
    let name = draft.dimension_within(&mix.dimension);
    let caption = draft.words.with("mix-caption", &[("metric", &draft.title_of(definition)), ("dimension", &name)]);
    let notes = vec![draft.words.say("mix-note"), draft.provenance(&[definition]), draft.words.say("note-rounding")];
    let id = format!("mix-{}-{}", slug(&definition.id), slug(&mix.dimension));
    table(Table { id, caption, columns, rows, notes })
}

fn part_row(draft: &Draft, definition: &Definition, mix: &Mix, line: &MixLine) -> Row {
    let figure: &Figure = draft.figure(&definition.id);
    let nothing = || draft.words.say("no-figure");
    let value = |side: Option<(f64, f64)>| side.map_or_else(nothing, |side| figure.value(side.0, &draft.words));
    let share = |side: Option<(f64, f64)>| side.map_or_else(nothing, |side| format!("{}%", rounded(side.1, 1)));
    let own = match (line.before, line.after) {
        (Some(before), Some(after)) => change_cell(draft, definition, figure.between(before.0, after.0)),
        _ => plain(nothing()),
    };
    row(vec![
        plain(line_name(draft, mix, line)),
        plain(value(line.before)),
        plain(value(line.after)),
        own,
        plain(share(line.before)),
        plain(share(line.after)),
        change_cell(draft, definition, line.rate),
    ])
}

fn line_name(draft: &Draft, mix: &Mix, line: &MixLine) -> String {
    match &line.name {
        Some(name) => draft.part(&mix.dimension, name.as_deref()),
        None => draft.words.say("part-rest"),
    }
}

fn change_cell(draft: &Draft, definition: &Definition, change: f64) -> Cell {
    let text = draft.figure(&definition.id).change(change, &draft.words);
    let symbol = if change > 0.0 { "▲" } else { "▼" };
    let moved = text.starts_with(['+', crate::report::text::MINUS]);
    Cell { symbol: moved.then(|| symbol.to_owned()), tone: Some(tone(definition, change)), ..plain(text) }
}

/// From the earlier figure through own changes and mix to this quarter's.
pub fn steps(draft: &Draft, definition: &Definition, mix: &Mix) -> Vec<WaterfallStep> {
    let figure = draft.figure(&definition.id);
    let words = &draft.words;
    let level = |label: String, value: f64| WaterfallStep {
        label,
        value: figure.labelled(value, words),
        total: true,
        tone: Tone::Neutral,
    };
    let step = |id: &str, value: f64, told: f64| WaterfallStep {
        label: words.say(id),
        value: Labelled { value, label: figure.change(told, words) },
        total: false,
        tone: tone(definition, value),
    };
    let mut steps = vec![level(draft.dates.short(mix.base), mix.whole.before)];
    let [rate, structure, entered, left] = effects(figure, mix);
    steps.push(step("step-rate", mix.whole.rate, rate));
    steps.push(step("step-mix", mix.whole.mix, structure));
    for (id, value, told) in [("step-entered", mix.whole.entered, entered), ("step-left", mix.whole.left, left)] {
        if value.abs() > NEGLIGIBLE {
            steps.push(step(id, value, told));
        }
    }
    steps.push(level(draft.dates.short(draft.quarter()), mix.whole.after));
    steps
}

fn waterfall(draft: &mut Draft, definition: &Definition, mix: &Mix) -> ChartBlock {
    let steps = steps(draft, definition, mix);
    let figure = draft.figure(&definition.id).clone();
    let words = &draft.words;
    let (_, rate, structure) = told(&figure, mix);
    let alt: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, step.value.label)).collect();
    let id = format!("waterfall-{}-{}", slug(&definition.id), slug(&mix.dimension));
    let block = ChartBlock {
        id: id.clone(),
        title: words.with(
            "waterfall-title",
            &[("rate", &figure.change(rate, words)), ("mix", &figure.change(structure, words))],
        ),
        caption: draft.provenance(&[definition]),
        alt: words.with("waterfall-alt", &[("steps", &draft.list(&alt))]),
    };
    let unit = figure.unit(words);
    draft.charts.insert(id, ChartData::Waterfall(Waterfall { steps, unit }));
    block
}

fn slope(draft: &mut Draft, definition: &Definition, (mix, against): (&Mix, bool)) -> ChartBlock {
    let figure = draft.figure(&definition.id).clone();
    let labelled = |value: f64| figure.labelled(value, &draft.words);
    let line = |label: String, from: f64, to: f64, emphasis: bool| SlopeLine {
        label,
        from: labelled(from),
        to: labelled(to),
        emphasis,
        tone: tone(definition, to - from),
    };
    let mut lines: Vec<SlopeLine> = mix
        .lines
        .iter()
        .filter(|found| found.name.is_some())
        .filter_map(|found| Some(line(line_name(draft, mix, found), found.before?.0, found.after?.0, false)))
        .collect();
    lines.truncate(8);
    lines.push(line(draft.words.say("total"), mix.whole.before, mix.whole.after, true));
    let alt: Vec<String> =
        lines.iter().map(|line| format!("{} {} → {}", line.label, line.from.label, line.to.label)).collect();
    let id = format!("slope-{}-{}", slug(&definition.id), slug(&mix.dimension));
    let block = ChartBlock {
        id: id.clone(),
        title: draft.words.with(
            if against { "slope-title" } else { "slope-title-plain" },
            &[("dimension", &draft.dimension_within(&mix.dimension)), ("metric", &draft.title_of(definition))],
        ),
        caption: draft.provenance(&[definition]),
        alt: draft.words.with("slope-alt", &[("lines", &draft.list(&alt))]),
    };
    let periods = [draft.dates.short(mix.base), draft.dates.short(draft.quarter())];
    draft.charts.insert(id, ChartData::Slope(Slope { periods, lines }));
    block
}
