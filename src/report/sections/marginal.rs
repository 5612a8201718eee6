//! Cost and benefit (R13), marginal analysis: the step table, the curve with its optimum where it may
//! be told, and the refusal where it may not.

use super::economics::{heading, number, percent, told};
use super::trends::ticks;
use crate::domain::Unit;
use crate::economics::{EconomicResult, FEWEST, MarginalResult, NoOptimum};
use crate::report::draft::{Draft, column, plain, row, table};
use crate::report::model::{Block, Callout, ChartBlock, ChartData, Labelled, MarginalCurve, Table};
use crate::report::text::{Figure, rounded};

/// Points of the drawn curve.
const POINTS: u32 = 60;

/// The marginal analysis; nothing when it is not configured.
pub fn blocks(draft: &mut Draft, result: &EconomicResult) -> Vec<Block> {
    let Some(found) = &result.marginal else { return Vec::new() };
    let figure = figure(draft, found);
    let mut blocks = vec![heading(draft, "marginal-heading")];
    blocks.push(chart(draft, found, &figure));
    if let Err(reason) = &found.curve {
        blocks.push(refusal(draft, reason, &figure));
    }
    blocks.extend(step_table(draft, found, &figure));
    blocks
}

fn figure(draft: &Draft, found: &MarginalResult) -> Figure {
    let largest = found.levels.iter().map(|level| number(level.spend).abs()).fold(0.0, f64::max);
    Figure::money(&draft.inputs.config.currency, largest)
}

/// The finding in one sentence.
pub fn message(draft: &Draft, found: &MarginalResult) -> String {
    let figure = figure(draft, found);
    match &found.curve {
        Ok(curve) => {
            let args = [
                ("optimum", figure.value(curve.optimum, &draft.words)),
                ("range", figure.range(curve.interval.low, curve.interval.high, &draft.words)),
                ("n", found.observations.to_string()),
            ];
            told(draft, "marginal-optimum", &args)
        }
        Err(reason) => told(draft, "marginal-refused", &[("reason", reason_words(draft, reason, &figure))]),
    }
}

fn reason_words(draft: &Draft, reason: &NoOptimum, figure: &Figure) -> String {
    let words = &draft.words;
    match reason {
        NoOptimum::TooFew(n) => {
            let args = [("n", &*n.to_string()), ("fewest", &FEWEST.to_string())];
            words.count("marginal-too-few", *n as u64, &args)
        }
        NoOptimum::SpendNotPositive => words.say("marginal-spend-not-positive"),
        NoOptimum::TooFewLevels => words.say("marginal-too-few-levels"),
        NoOptimum::NoReturn => words.say("marginal-no-return"),
        NoOptimum::OutsideObserved(at, low, high) => {
            let args = [("at", figure.value(*at, words)), ("range", figure.range(*low, *high, words))];
            told(draft, "marginal-outside", &args)
        }
        NoOptimum::Undetermined => words.say("marginal-undetermined"),
    }
}

fn refusal(draft: &Draft, reason: &NoOptimum, figure: &Figure) -> Block {
    let text = format!("{}{}", reason_words(draft, reason, figure), draft.words.say("sentence-end"));
    Block::Callout(Callout { tone: "warning".to_owned(), title: draft.words.say("marginal-refused-title"), text })
}

fn settings<'a>(draft: &'a Draft) -> Option<&'a crate::config::Marginal> {
    draft.inputs.config.economics.as_ref()?.marginal.as_ref()
}

fn chart(draft: &mut Draft, found: &MarginalResult, figure: &Figure) -> Block {
    let words = &draft.words;
    let labelled = |value: f64| Labelled { value, label: figure.value(value, words) };
    let spends: Vec<f64> = found.levels.iter().map(|level| number(level.spend)).collect();
    let (low, high) = (spends.first().copied().unwrap_or(0.0), spends.last().copied().unwrap_or(1.0));
    let steps: Vec<(f64, f64, f64)> = found
        .levels
        .windows(2)
        .filter_map(|pair| Some((number(pair[0].spend), number(pair[1].spend), number(pair[1].ratio?))))
        .collect();
    let curve: Vec<(f64, f64)> = found.curve.as_ref().map_or_else(
        |_| Vec::new(),
        |curve| {
            let at = |step: u32| low + (high - low) * f64::from(step) / f64::from(POINTS);
            (0..=POINTS).map(at).map(|spend| (spend, curve.optimum / spend)).collect()
        },
    );
    let highest =
        steps.iter().map(|(_, _, ratio)| *ratio).chain(curve.iter().map(|(_, ratio)| *ratio)).fold(1.0, f64::max);
    let lowest = steps.iter().map(|(_, _, ratio)| *ratio).fold(0.0, f64::min);
    let optimum = found.curve.as_ref().ok().map(|curve| {
        let range = figure.range(curve.interval.low, curve.interval.high, words);
        let args = [("optimum", figure.value(curve.optimum, words)), ("level", draft.level()), ("range", range)];
        let bounds = (curve.interval.low.max(low), curve.interval.high.min(high));
        (Labelled { value: curve.optimum, label: told(draft, "marginal-mark", &args) }, bounds)
    });
    let unit = settings(draft).map_or_else(String::new, |one| draft.foreign(&one.unit));
    let spend = told(draft, "marginal-spend-axis", &[("of", unit), ("unit", figure.unit(words))]);
    let block = ChartBlock {
        id: "marginal-curve".to_owned(),
        title: message(draft, found),
        caption: source(draft, found),
        alt: told(
            draft,
            "marginal-alt",
            &[("steps", draft.list(&steps.iter().map(|step| rounded(step.2, 2)).collect::<Vec<_>>()))],
        ),
    };
    let axis = |low: f64, high: f64| ticks(Unit::Score, low, high);
    let data = MarginalCurve {
        steps,
        curve,
        one: Labelled { value: 1.0, label: words.say("marginal-one") },
        optimum,
        ticks: axis(low, high).into_iter().filter(|tick| *tick >= low && *tick <= high).map(labelled).collect(),
        ratio_ticks: axis(lowest, highest)
            .into_iter()
            .map(|value| Labelled { value, label: rounded(value, 1) })
            .collect(),
        spend,
        ratio: words.say("marginal-ratio-axis"),
    };
    draft.charts.insert(block.id.clone(), ChartData::MarginalCurve(data));
    Block::Chart(block)
}

fn source(draft: &Draft, found: &MarginalResult) -> String {
    let source = settings(draft).map_or_else(String::new, |one| draft.foreign(&one.source));
    told(draft, "marginal-source", &[("n", found.observations.to_string()), ("source", source)])
}

fn step_table(draft: &Draft, found: &MarginalResult, figure: &Figure) -> Option<Block> {
    let words = &draft.words;
    let value = |amount: Option<rust_decimal::Decimal>| {
        plain(amount.map_or_else(|| "—".to_owned(), |amount| figure.value(number(amount), words)))
    };
    let line = |level: &crate::economics::Level| {
        row(vec![
            value(Some(level.spend)),
            value(Some(level.benefit)),
            value(level.more_spend),
            value(level.more_benefit),
            plain(level.ratio.map_or_else(|| "—".to_owned(), |ratio| rounded(number(ratio), 2))),
        ])
    };
    let ids =
        ["column-spend", "column-observed-benefit", "column-more-spend", "column-more-benefit", "column-marginal"];
    let columns = ids.map(|id| column(words.say(id), "end", 1.2)).to_vec();
    let mut notes = vec![words.say("marginal-note"), source(draft, found)];
    if let Ok(curve) = &found.curve {
        let args = [
            ("explained", percent(curve.explained, 0)),
            ("draws", draft.inputs.config.statistics.bootstrap_draws.to_string()),
        ];
        notes.insert(1, told(draft, "marginal-fit", &args));
    }
    let rows = found.levels.iter().map(line).collect();
    let caption = words.say("marginal-caption");
    table(Table { id: "marginal-table".to_owned(), caption, columns, rows, notes })
}
