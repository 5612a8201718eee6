//! The composite score: sub-scores, contributions, weight sensitivity.

use super::{capital, heading, note};
use crate::config::{ComponentName, Weighting};
use crate::insight::Significance;
use crate::metrics::models::composite::{
    ComponentResult, Composite, CompositeChange, CompositeQuarter, INCOMPLETE, InputResult, NoChange, OtherWeighting,
    OtherWeights, SCORE, WeightSensitivity,
};
use crate::report::draft::{Draft, column, plain, row, table, total, with_detail};
use crate::report::model::{
    Bars, Block, Cell, ChartBlock, ChartData, Labelled, Row, Table, Tone, Waterfall, WaterfallStep,
};
use crate::report::text::{Figure, grouped, rounded, signed};

/// Change of a score that prints as nothing.
const FLAT: f64 = 0.05;

/// The message about the score; `None` without a composite.
pub fn title(draft: &Draft) -> Option<String> {
    let composite = draft.inputs.study.composite.as_ref()?;
    let now = composite.quarters.last()?;
    let Some(score) = now.score else {
        return Some(draft.words.with("rel-title-withheld", &[("missing", &missing(draft, now))]));
    };
    let value = figure(draft).value(score, &draft.words);
    if !now.is_complete {
        let args = [("score", value.as_str()), ("missing", &missing(draft, now))];
        return Some(draft.words.with("rel-title-incomplete", &args));
    }
    let (low, high) = composite.sensitivity.as_ref().map(|one| (one.random.low, one.random.high))?;
    let range = figure(draft).range(low, high, &draft.words);
    let Ok(change) = &composite.change else {
        return Some(draft.words.with("rel-title-score", &[("score", &value), ("range", &range)]));
    };
    let (name, points) = strongest(change)?;
    let args = [
        ("score", value.as_str()),
        ("change", &figure(draft).change(change.total, &draft.words)),
        ("component", &component(draft, name)),
        ("points", &figure(draft).change(points, &draft.words)),
    ];
    let id = match moved(draft) {
        Some(Significance::Significant) => "rel-title-moved",
        Some(Significance::NotSignificant) => "rel-title-same",
        _ => "rel-title-unjudged",
    };
    Some(draft.words.with(id, &args))
}

/// Whether the score moved beyond chance since last quarter, when both have intervals.
fn moved(draft: &Draft) -> Option<Significance> {
    let change = draft.scene.quarter_on_quarter(draft.scene.definition(SCORE)?).ok()?;
    Some(change.significance)
}

/// The component that moved the score most in the direction of the change.
fn strongest(change: &CompositeChange) -> Option<(ComponentName, f64)> {
    let along = |points: f64| points * change.total.signum();
    let found = change.contributions.iter().max_by(|a, b| along(a.1).total_cmp(&along(b.1)));
    found.copied()
}

fn figure<'a>(draft: &'a Draft) -> &'a Figure {
    draft.figure(SCORE)
}

fn component(draft: &Draft, name: ComponentName) -> String {
    draft.words.say(&format!("component-{}", name.name()))
}

/// The same where it begins a line.
fn label(draft: &Draft, name: ComponentName) -> String {
    capital(&component(draft, name))
}

fn missing(draft: &Draft, quarter: &CompositeQuarter) -> String {
    let names = quarter.components.iter().filter(|one| one.score.is_none());
    draft.list(&names.map(|one| component(draft, one.name)).collect::<Vec<_>>())
}

/// All blocks of the score.
pub fn blocks(draft: &mut Draft) -> Vec<Block> {
    let Some(composite) = draft.inputs.study.composite.as_ref() else { return Vec::new() };
    let Some(now) = composite.quarters.last() else { return Vec::new() };
    let mut blocks = vec![heading(draft, "rel-composite")];
    if !now.is_complete {
        let id = if now.score.is_some() { "rel-incomplete" } else { "rel-withheld" };
        let missing = missing(draft, now);
        let text = draft.words.with(&format!("{id}-text"), &[("missing", &missing)]);
        blocks.push(note("warning", draft.words.say(id), text));
    }
    let mut charts: Vec<ChartBlock> = bars(draft, now).into_iter().collect();
    charts.extend(waterfall(draft, composite));
    match charts.len() {
        0 => {}
        1 => blocks.extend(charts.into_iter().map(Block::Chart)),
        _ => blocks.push(Block::ChartRow { items: charts }),
    }
    blocks.extend(components(draft, composite, now));
    blocks.extend(composite.sensitivity.as_ref().and_then(|found| sensitivity(draft, now, found)));
    blocks.extend(composite.sensitivity.as_ref().and_then(|found| other_weights(draft, now, found)));
    blocks
}

fn period_note(draft: &Draft, n: u64) -> String {
    draft.words.with("rel-composite-note", &[("n", &grouped(n)), ("provenance", &draft.provenance(&[]))])
}

fn bars(draft: &mut Draft, now: &CompositeQuarter) -> Option<ChartBlock> {
    let words = &draft.words;
    let figure = figure(draft);
    let bar = |one: &ComponentResult| match one.score {
        Some(score) => (label(draft, one.name), figure.labelled(score, words), Tone::Good),
        None => (label(draft, one.name), Labelled { value: 0.0, label: words.say("rel-missing") }, Tone::Muted),
    };
    let bars: Vec<(String, Labelled, Tone)> = now.components.iter().map(bar).collect();
    let there: Vec<&ComponentResult> = now.components.iter().filter(|one| one.score.is_some()).collect();
    let lowest = there.iter().min_by(|a, b| a.score.unwrap_or(0.0).total_cmp(&b.score.unwrap_or(0.0)))?;
    let lowest_score = figure.value(lowest.score?, words);
    let reference = now.score.map(|score| {
        let value = figure.value(score, words);
        Labelled { value: score, label: words.with("rel-reference", &[("score", &value)]) }
    });
    let alt: Vec<String> = bars.iter().map(|(name, value, _)| format!("{name} {}", value.label)).collect();
    let block = ChartBlock {
        id: "relationship-components".to_owned(),
        title: words.with("rel-bars-title", &[("component", &component(draft, lowest.name)), ("score", &lowest_score)]),
        caption: words.with("rel-bars-caption", &[("provenance", &draft.provenance(&[]))]),
        alt: words.with("rel-bars-alt", &[("bars", &draft.list(&alt))]),
    };
    draft.charts.insert(block.id.clone(), ChartData::Bars(Bars { bars, reference }));
    Some(block)
}

/// What the change is made of: from zero through the contributions to the change.
fn waterfall(draft: &mut Draft, composite: &Composite) -> Option<ChartBlock> {
    let change = composite.change.as_ref().ok()?;
    let words = &draft.words;
    let figure = figure(draft).clone();
    let mut steps = Vec::new();
    for (name, points) in &change.contributions {
        steps.push(WaterfallStep {
            label: label(draft, *name),
            value: Labelled { value: *points, label: figure.change(*points, words) },
            total: false,
            tone: tone_of(*points),
        });
    }
    steps.push(WaterfallStep {
        label: words.say("rel-step-total"),
        value: Labelled { value: change.total, label: figure.change(change.total, words) },
        total: true,
        tone: Tone::Neutral,
    });
    let alt: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, step.value.label)).collect();
    let title = if change.total.abs() < FLAT { "rel-waterfall-flat" } else { "rel-waterfall-title" };
    let (name, points) = strongest(change)?;
    let args = [
        ("change", figure.change(change.total, words)),
        ("component", component(draft, name)),
        ("points", figure.change(points, words)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let block = ChartBlock {
        id: "relationship-contributions".to_owned(),
        title: words.with(title, &args),
        caption: draft.provenance(&[]),
        alt: words.with("waterfall-alt", &[("steps", &draft.list(&alt))]),
    };
    let unit = figure.unit(words);
    draft.charts.insert(block.id.clone(), ChartData::Waterfall(Waterfall { steps, unit }));
    Some(block)
}

fn tone_of(points: f64) -> Tone {
    match points {
        points if points.abs() < FLAT => Tone::Neutral,
        points if points > 0.0 => Tone::Good,
        _ => Tone::Bad,
    }
}

fn components(draft: &Draft, composite: &Composite, now: &CompositeQuarter) -> Option<Block> {
    let words = &draft.words;
    let before = composite.quarters.iter().rev().nth(1);
    let quarter_before = before.map(|one| draft.dates.short(one.quarter)).unwrap_or_default();
    let columns = vec![
        column(words.say("rel-column-component"), "start", 1.5),
        column(words.say("rel-column-weight"), "end", 0.8),
        column(words.with("column-value-in", &[("quarter", &draft.dates.short(now.quarter))]), "end", 0.9),
        column(words.with("column-value-in", &[("quarter", &quarter_before)]), "end", 0.9),
        column(words.say("rel-column-contribution"), "end", 1.2),
        column(words.say("rel-column-inputs"), "start", 3.2),
    ];
    let contribution = |name: ComponentName| {
        composite.change.as_ref().ok()?.contributions.iter().find(|(of, _)| *of == name).map(|(_, points)| *points)
    };
    let earlier = |name: ComponentName| {
        before.and_then(|one| one.components.iter().find(|other| other.name == name)).and_then(|one| one.score)
    };
    let line = |one: &ComponentResult| {
        row(vec![
            plain(label(draft, one.name)),
            weight_cell(draft, one),
            score_cell(draft, one.score),
            score_cell(draft, earlier(one.name)),
            contribution_cell(draft, contribution(one.name)),
            inputs_cell(draft, one),
        ])
    };
    let mut rows: Vec<Row> = now.components.iter().map(line).collect();
    rows.push(total(vec![
        plain(words.say(if now.is_complete { "rel-score" } else { "rel-score-incomplete" })),
        plain("100%"),
        score_cell(draft, now.score),
        score_cell(draft, before.and_then(|one| one.score)),
        total_cell(draft, composite.change.as_ref().ok().map(|change| change.total)),
        interval_cell(draft, now),
    ]));
    let notes = vec![
        words.say("rel-components-note"),
        words.with(
            weighting_note(composite.weighting),
            &[("ratio", &rounded(composite.consistency_ratio.unwrap_or_default(), 2))],
        ),
        change_note(draft, composite),
        period_note(draft, now.n),
        words.say("note-rounding"),
    ];
    let caption = words.with("rel-components-caption", &[("quarter", &draft.dates.short(now.quarter))]);
    table(Table { id: "relationship-score".to_owned(), caption, columns, rows, notes })
}

fn weighting_note(weighting: Weighting) -> &'static str {
    match weighting {
        Weighting::Default => "rel-weighting-default",
        Weighting::MarketExpansion => "rel-weighting-market-expansion",
        Weighting::SteadyGrowth => "rel-weighting-steady-growth",
        Weighting::Own => "rel-weighting-own",
        Weighting::Pairwise => "rel-weighting-pairwise",
    }
}

fn change_note(draft: &Draft, composite: &Composite) -> String {
    draft.words.say(match composite.change {
        Ok(_) => "rel-change-note",
        Err(NoChange::NoScore) => "rel-change-no-score",
        Err(NoChange::OtherInputs) => "rel-change-other-inputs",
    })
}

fn weight_cell(draft: &Draft, one: &ComponentResult) -> Cell {
    let percent = |weight: f64| format!("{}%", rounded(weight, 1));
    let differs = one.effective_weight > 0.0 && (one.effective_weight - one.weight).abs() > 1e-9;
    let detail = differs.then(|| draft.words.with("rel-reweighted", &[("weight", &percent(one.effective_weight))]));
    with_detail(percent(one.weight), detail)
}

fn score_cell(draft: &Draft, score: Option<f64>) -> Cell {
    match score {
        Some(score) => plain(rounded(score, 1)),
        None => Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("rel-missing")) },
    }
}

fn contribution_cell(draft: &Draft, points: Option<f64>) -> Cell {
    let Some(points) = points else { return plain(draft.words.say("no-figure")) };
    let symbol = match tone_of(points) {
        Tone::Good => Some("▲"),
        Tone::Bad => Some("▼"),
        _ => None,
    };
    Cell { symbol: symbol.map(str::to_owned), ..plain(signed(points, 1)) }
}

/// The change of the score with its verdict.
fn total_cell(draft: &Draft, change: Option<f64>) -> Cell {
    let cell = contribution_cell(draft, change);
    let Some(significance) = moved(draft) else { return cell };
    let (tone, word) = match (significance, change) {
        (Significance::Significant, Some(change)) if change > 0.0 => (Tone::Good, "verdict-improved"),
        (Significance::Significant, Some(_)) => (Tone::Bad, "verdict-worsened"),
        (Significance::NotSignificant, Some(_)) => (Tone::Neutral, "verdict-not-significant"),
        _ => return cell,
    };
    Cell { tone: Some(tone), detail: Some(draft.words.say(word)), ..cell }
}

fn interval_cell(draft: &Draft, now: &CompositeQuarter) -> Cell {
    let id = if now.is_complete { SCORE } else { INCOMPLETE };
    let interval = draft.scene.now(id).and_then(|one| draft.interval(one));
    let level = draft.level();
    let text = interval.map(|range| draft.words.with("rel-interval", &[("level", &level), ("range", &range)]));
    plain(text.unwrap_or_else(|| draft.words.say("rel-no-interval")))
}

/// What a component is made of: each metric with its value and the edges.
fn inputs_cell(draft: &Draft, one: &ComponentResult) -> Cell {
    let parts: Vec<String> = one.inputs.iter().map(|input| input_text(draft, input)).collect();
    plain(parts.join(&draft.words.separator("rel-input-separator")))
}

fn input_text(draft: &Draft, input: &InputResult) -> String {
    let words = &draft.words;
    let Some(definition) = draft.scene.definition(&input.metric) else { return input.metric.clone() };
    let figure = draft.figure(&input.metric);
    let value = input.value.map_or_else(|| words.say("rel-missing"), |value| figure.value(value, words));
    let args = [
        ("metric", draft.title_of(definition)),
        ("value", value),
        ("worst", figure.value(input.worst, words)),
        ("best", figure.value(input.best, words)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.with("rel-input", &args)
}

/// The score under weights of other origin.
fn other_weights(draft: &Draft, now: &CompositeQuarter, found: &WeightSensitivity) -> Option<Block> {
    let words = &draft.words;
    let figure = figure(draft);
    let percent = |weight: f64| plain(format!("{}%", rounded(weight, 1)));
    let mut columns = vec![column(words.say("rel-column-weighting"), "start", 1.5)];
    columns.extend(now.components.iter().map(|one| column(label(draft, one.name), "end", 1.0)));
    columns.push(column(words.say("rel-column-total"), "end", 1.0));
    columns.push(column(words.say("column-qoq"), "end", 1.0));
    let line = |one: &OtherWeights| {
        let mut cells = vec![plain(words.say(match one.weighting {
            OtherWeighting::Default => "rel-other-default",
            OtherWeighting::MarketExpansion => "rel-other-market-expansion",
            OtherWeighting::SteadyGrowth => "rel-other-steady-growth",
            OtherWeighting::Equal => "rel-other-equal",
            OtherWeighting::Entropy => "rel-other-entropy",
        }))];
        cells.extend(one.weights.iter().map(|(_, weight)| percent(*weight)));
        cells.push(plain(figure.value(one.score, words)));
        let change = one.change.map(|change| figure.change(change, words));
        cells.push(plain(change.unwrap_or_else(|| words.say("no-figure"))));
        row(cells)
    };
    let rows: Vec<Row> = found.others.iter().map(line).collect();
    let notes = vec![words.say("rel-other-note"), period_note(draft, now.n)];
    let caption = words.say("rel-other-caption");
    table(Table { id: "relationship-other-weights".to_owned(), caption, columns, rows, notes })
}

fn sensitivity(draft: &Draft, now: &CompositeQuarter, found: &WeightSensitivity) -> Option<Block> {
    let words = &draft.words;
    let figure = figure(draft);
    let columns = vec![
        column(words.say("rel-column-component"), "start", 1.6),
        column(words.say("rel-column-weight"), "end", 0.8),
        column(words.say("rel-column-lower"), "end", 1.2),
        column(words.say("rel-column-higher"), "end", 1.2),
    ];
    let line = |one: &crate::metrics::models::composite::WeightShift| {
        let weight = now.components.iter().find(|other| other.name == one.component).map(|one| one.effective_weight);
        row(vec![
            plain(label(draft, one.component)),
            plain(weight.map_or_else(String::new, |weight| format!("{}%", rounded(weight, 1)))),
            plain(figure.value(one.lower, words)),
            plain(figure.value(one.higher, words)),
        ])
    };
    let rows: Vec<Row> = found.shifts.iter().map(line).collect();
    let random = &found.random;
    let percent = |share: f64| format!("{}%", rounded(100.0 * share, 1));
    let mut notes = vec![
        words.say("rel-sensitivity-note"),
        words.with(
            "rel-random-note",
            &[
                ("draws", &grouped(u64::from(random.draws))),
                ("seed", &random.seed.to_string()),
                ("range", &figure.range(random.low, random.high, words)),
                ("extremes", &figure.range(random.lowest, random.highest, words)),
            ],
        ),
    ];
    notes.push(match random.target_changes {
        Some(share) => words.with("rel-target-changes", &[("share", &percent(share))]),
        None => words.say("rel-target-none"),
    });
    notes.extend(
        random.direction_changes.map(|share| words.with("rel-direction-changes", &[("share", &percent(share))])),
    );
    notes.push(period_note(draft, now.n));
    let score = now.score.map_or_else(String::new, |score| figure.value(score, words));
    let caption = words.with(
        "rel-sensitivity-caption",
        &[("score", &score), ("range", &figure.range(random.low, random.high, words))],
    );
    table(Table { id: "relationship-weights".to_owned(), caption, columns, rows, notes })
}
