//! Recommendations (R16): what the evidence advises, with expected effect, cost, owner, date and
//! measure of success; and what became of the actions agreed before.

mod evidence;
mod follow_up;

use super::{Written, trends};
use crate::catalogue::definition::Definition;
use crate::config::{EffectBasis, Effort};
use crate::domain::{Localized, Unit};
use crate::insight::{Certainty, Effect, Expected, NotQuantified, Recommendation, worth};
use crate::report::draft::{Draft, column, group, plain, row, table, with_detail};
use crate::report::model::{
    Block, Cell, ChartBlock, ChartData, DecisionOption, ImpactEffort, ImpactPoint, Labelled, Row, Table, Tone,
};
use crate::report::text::{Figure, rounded};
use rust_decimal::prelude::ToPrimitive;

/// Most options of a decision.
pub const MOST_OPTIONS: usize = 3;

/// The section; nothing when no rule fires and no action was agreed.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let advised = &draft.inputs.insights.recommendations;
    let followed = follow_up::of(draft);
    if advised.is_empty() && followed.is_empty() {
        return None;
    }
    let title = title(draft, advised).unwrap_or_else(|| follow_up::summary(draft, &followed));
    let mut blocks = Vec::new();
    if !advised.is_empty() {
        blocks.push(Block::Paragraph { text: draft.words.say("advice-intro") });
        blocks.extend(chart(draft, advised));
        blocks.extend(advice_table(draft, advised));
    }
    blocks.extend(follow_up::blocks(draft, &followed));
    Some((title, blocks))
}

/// The advice on these metrics as options of a decision, in the order of the metrics; where none is on them, all
/// that rests on missing data.
pub fn options(draft: &Draft, about: &[String]) -> Vec<DecisionOption> {
    let all = &draft.inputs.insights.recommendations;
    let place = |one: &Recommendation| about.iter().position(|metric| metric == one.metric);
    let mut advised: Vec<&Recommendation> = all.iter().filter(|one| place(one).is_some()).collect();
    advised.sort_by_key(|one| place(one));
    if advised.is_empty() {
        advised = all.iter().filter(|one| evidence::is_absent(one)).collect();
    }
    let option = |one: &&Recommendation| {
        let cost = draft.foreign(&one.rule.cost);
        let effort = draft.words.with("option-effort", &[("effort", &effort_name(draft, one.rule.effort))]);
        let due = due(draft, one).to_string();
        let by = draft.words.with("option-due", &[("due", &due)]);
        let costs: Vec<String> = [cost, effort].into_iter().filter(|text| !text.is_empty()).collect();
        let (cost, owner) = (costs.join(" · "), draft.foreign(&one.rule.owner));
        let note = [cost.as_str(), &owner, &by].join(" · ");
        DecisionOption { text: evidence::filled(draft, one, &one.rule.title), cost, owner, due, note }
    };
    advised.iter().take(MOST_OPTIONS).map(option).collect()
}

fn title(draft: &Draft, advised: &[Recommendation]) -> Option<String> {
    let first = advised.first()?;
    let count = advised.len();
    let text = evidence::filled(draft, first, &first.rule.title);
    let n = count.to_string();
    Some(match (&first.effect, draft.scene.definition(first.metric)) {
        (Effect::Quantified(expected), Some(definition)) => {
            let change = draft.figure(first.metric).change(expected.change, &draft.words);
            let metric = draft.title_of(definition);
            let args = [("n", n.as_str()), ("first", &text), ("metric", &metric), ("change", &change)];
            let id = if first.certainty() == Certainty::Sure { "advice-title" } else { "advice-title-unsure" };
            draft.words.count(id, count as u64, &args)
        }
        _ => draft.words.count("advice-title-plain", count as u64, &[("n", &n), ("first", &text)]),
    })
}

fn effort_name(draft: &Draft, effort: Effort) -> String {
    draft.words.say(match effort {
        Effort::Low => "effort-low",
        Effort::Medium => "effort-medium",
        Effort::High => "effort-high",
    })
}

/// Impact against effort, when at least one effect is quantified.
fn chart(draft: &mut Draft, advised: &[Recommendation]) -> Option<Block> {
    let quantified = |one: &Recommendation| match &one.effect {
        Effect::Quantified(expected) => Some(expected.clone()),
        Effect::NotQuantified(_) => None,
    };
    let ends = advised.iter().filter_map(quantified).flat_map(|one| [one.removed, one.removed_range.1]);
    let highest = ends.fold(0.0, f64::max) * 100.0;
    if highest <= 0.0 {
        return None;
    }
    let percent = |share: f64| (100.0 * share).max(0.0);
    let point = |(at, one): (usize, &Recommendation)| {
        let expected = quantified(one);
        ImpactPoint {
            number: (at + 1).to_string(),
            label: evidence::filled(draft, one, &one.rule.title),
            effort: one.rule.effort as usize,
            impact: expected.as_ref().map(|found| percent(found.removed)),
            interval: expected
                .filter(Expected::has_interval)
                .map(|found| (percent(found.removed_range.0), percent(found.removed_range.1))),
        }
    };
    let points: Vec<ImpactPoint> = advised.iter().enumerate().map(point).collect();
    let ticks = trends::ticks(Unit::Percent, 0.0, highest);
    let tick = |value: f64| {
        let text = rounded(value, 1);
        Labelled { value, label: format!("{}%", text.strip_suffix(".0").unwrap_or(&text)) }
    };
    let said: Vec<String> = points
        .iter()
        .map(|one| {
            let impact =
                one.impact.map_or_else(|| draft.words.say("effect-none"), |value| format!("{}%", rounded(value, 1)));
            draft.words.with("impact-point", &[("number", &one.number), ("label", &one.label), ("impact", &impact)])
        })
        .collect();
    let block = ChartBlock {
        id: "impact-effort".to_owned(),
        title: draft.words.say("impact-title"),
        caption: draft
            .words
            .with("impact-caption", &[("level", &draft.level()), ("provenance", &draft.provenance(&[]))]),
        alt: draft.words.with("impact-alt", &[("points", &draft.list(&said))]),
    };
    let data = ImpactEffort {
        impact: draft.words.say("impact-axis"),
        effort: draft.words.say("impact-effort-axis"),
        efforts: [Effort::Low, Effort::Medium, Effort::High].map(|one| effort_name(draft, one)).to_vec(),
        ticks: ticks.into_iter().map(tick).collect(),
        points,
    };
    draft.charts.insert(block.id.clone(), ChartData::ImpactEffort(data));
    Some(Block::Chart(block))
}

fn advice_table(draft: &Draft, advised: &[Recommendation]) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-advice"), "start", 2.5),
        column(say("column-evidence"), "start", 2.3),
        column(say("column-effect"), "start", 2.0),
        column(say("column-effort"), "start", 1.7),
        column(say("column-success"), "start", 1.8),
    ];
    let mut rows: Vec<Row> = Vec::new();
    let mut last = Certainty::Sure;
    for (at, one) in advised.iter().enumerate() {
        if one.certainty() != last {
            last = one.certainty();
            rows.push(group(say(match last {
                Certainty::Sure => "advice-group-sure",
                Certainty::Unsure => "advice-group-unsure",
                Certainty::Unknown => "advice-group-unknown",
            })));
        }
        rows.push(advice_row(draft, at + 1, one));
    }
    let definitions: Vec<&Definition> = advised.iter().filter_map(|one| draft.scene.definition(one.metric)).collect();
    let notes = vec![
        draft.provenance(&definitions),
        draft.words.with("advice-note", &[("level", &draft.level())]),
        draft.policy_note(),
    ];
    let caption = draft.words.with("advice-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    table(Table { id: "recommendations-table".to_owned(), caption, columns, rows, notes })
}

fn advice_row(draft: &Draft, number: usize, one: &Recommendation) -> Row {
    let text = |text: &Localized| draft.foreign(text);
    let lever = draft.words.say(&format!("lever-{}", one.rule.lever.name().replace('_', "-")));
    let title = format!("{number}. {}", evidence::filled(draft, one, &one.rule.title));
    let action = draft
        .words
        .with("advice-action", &[("lever", &lever), ("action", &evidence::filled(draft, one, &one.rule.action))]);
    let owner =
        draft.words.with("advice-owner", &[("owner", &text(&one.rule.owner)), ("due", &due(draft, one).to_string())]);
    let cost = Some(text(&one.rule.cost)).filter(|cost| !cost.is_empty());
    let taken =
        cost.map_or_else(|| owner.clone(), |cost| draft.words.with("two-parts", &[("one", &cost), ("other", &owner)]));
    row(vec![
        Cell { text: title, detail: Some(action), ..Cell::default() },
        plain(evidence::told(draft, &one.evidence)),
        effect_cell(draft, one),
        with_detail(effort_name(draft, one.rule.effort), Some(taken)),
        plain(success(draft, one)),
    ])
}

/// The first recommendation on one of these metrics, with its number in the table; none that asks for data.
pub fn on<'a>(draft: &Draft<'a>, metrics: &[&str]) -> Option<(usize, &'a Recommendation<'a>)> {
    let all = draft.inputs.insights.recommendations.iter().enumerate();
    let found = |metric: &&str| {
        let mut about = all.clone().filter(|(_, one)| one.metric == *metric && !evidence::is_absent(one));
        about.next().map(|(at, one)| (at + 1, one))
    };
    metrics.iter().find_map(found)
}

/// The advice in a line.
pub fn headline(draft: &Draft, one: &Recommendation) -> String {
    evidence::filled(draft, one, &one.rule.title)
}

/// A recommendation in one line: what, who, by when.
pub fn told(draft: &Draft, one: &Recommendation) -> String {
    let owner = draft.foreign(&one.rule.owner);
    let due = due(draft, one).to_string();
    let text = evidence::filled(draft, one, &one.rule.title);
    draft.words.with("departments-advice", &[("text", &text), ("owner", &owner), ("due", &due)])
}

/// The day it is due: so many weeks after the data date.
fn due(draft: &Draft, one: &Recommendation) -> chrono::NaiveDate {
    let config = draft.inputs.config;
    let today = config.as_of.to_local(config.time_zone).date();
    today.checked_add_days(chrono::Days::new(7 * u64::from(one.rule.weeks))).unwrap_or(today)
}

fn effect_cell(draft: &Draft, one: &Recommendation) -> Cell {
    let expected = match &one.effect {
        Effect::Quantified(expected) => expected,
        Effect::NotQuantified(why) => {
            let id = match why {
                NotQuantified::ByRule => "effect-none-by-rule",
                NotQuantified::NoBasis => "effect-none-no-basis",
            };
            let detail = Some(draft.words.say(id));
            return Cell { tone: Some(Tone::Muted), ..with_detail(draft.words.say("effect-none"), detail) };
        }
    };
    let figure = draft.figure(one.metric);
    let range = figure.change_range(expected.range.0, expected.range.1, &draft.words);
    let share = |share: f64| format!("{}%", rounded((100.0 * share).max(0.0), 0));
    let args = [
        ("basis", basis(draft, one, expected)),
        ("level", draft.level()),
        ("range", range),
        ("removed", share(expected.removed)),
        ("low", share(expected.removed_range.0)),
        ("high", share(expected.removed_range.1)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let detail = draft.words.with(if is_exact(expected) { "effect-detail-exact" } else { "effect-detail" }, &args);
    let detail = match priced(draft, one) {
        Some(worth) => draft.words.with("two-parts", &[("one", &detail), ("other", &worth)]),
        None => detail,
    };
    with_detail(figure.change(expected.change, &draft.words), Some(detail))
}

/// Whether the effect rests on a figure of complete accounts, which has no interval.
fn is_exact(expected: &Expected) -> bool {
    !expected.has_interval()
}

/// What the effect is worth in a quarter, where a benefit formula and its assumptions are at hand.
fn priced(draft: &Draft, one: &Recommendation) -> Option<String> {
    let (amount, range) = worth_of(draft, one)?;
    Some(draft.words.with("effect-worth", &[("amount", &amount), ("range", &range)]))
}

/// The worth of an effect in a quarter and its range, in words.
pub fn worth_of(draft: &Draft, one: &Recommendation) -> Option<(String, String)> {
    let found = worth(&draft.scene, draft.inputs.config.economics.as_ref(), one)?;
    let amounts = [found.low, found.base, found.high].map(|amount| amount.to_f64().unwrap_or_default());
    let largest = amounts.iter().copied().map(f64::abs).fold(0.0, f64::max);
    // Assumptions of one or two digits carry no more.
    let step = 10_f64.powf(largest.max(1.0).log10().floor() - 1.0);
    let [low, base, high] = amounts.map(|amount| (amount / step).round() * step);
    let money = Figure::money(&draft.inputs.config.currency, largest);
    let money = if largest < 100_000.0 && step >= 1.0 { money.whole() } else { money };
    Some((money.value(base, &draft.words), money.range(low, high, &draft.words)))
}

fn basis(draft: &Draft, one: &Recommendation, expected: &Expected) -> String {
    let figure = draft.figure(one.metric);
    let quarter = expected.quarter.map(|quarter| draft.dates.short(quarter)).unwrap_or_default();
    let to = figure.value(expected.to, &draft.words);
    let metric = draft.scene.definition(one.metric).map(|found| draft.title_of(found)).unwrap_or_default();
    let id = match expected.basis {
        EffectBasis::Target => "basis-target",
        EffectBasis::BestQuarter => "basis-best-quarter",
        EffectBasis::WorstPart => "basis-worst-part",
        EffectBasis::BeforeRise => "basis-before-rise",
    };
    let part = evidence::filled_name(draft, one, "part");
    draft.words.with(id, &[("metric", &metric), ("to", &to), ("quarter", &quarter), ("part", &part)])
}

/// How success is recognised, in the first whole quarter after the day it is due.
fn success(draft: &Draft, one: &Recommendation) -> String {
    let quarter = draft.inputs.config.fiscal.quarter_of(due(draft, one)).plus(1);
    let metric = draft.scene.definition(one.metric).map(|found| draft.title_of(found)).unwrap_or_default();
    let quarter = draft.dates.short(quarter);
    match &one.effect {
        Effect::Quantified(expected) => {
            let to = draft.figure(one.metric).value(expected.to, &draft.words);
            let id = match expected.basis {
                EffectBasis::Target if is_exact(expected) => "success-reached",
                EffectBasis::Target => "success-target",
                _ => "success-change",
            };
            draft.words.with(id, &[("metric", &metric), ("to", &to), ("quarter", &quarter)])
        }
        Effect::NotQuantified(_) if evidence::is_absent(one) => {
            draft.words.with("success-measured", &[("metric", &metric), ("quarter", &quarter)])
        }
        Effect::NotQuantified(NotQuantified::ByRule) => {
            draft.words.with("success-kept", &[("metric", &metric), ("quarter", &quarter)])
        }
        Effect::NotQuantified(NotQuantified::NoBasis) => {
            draft.words.with("success-noise", &[("metric", &metric), ("quarter", &quarter)])
        }
    }
}
