//! Control charts by month in the trends section (R4): limits and signals named.

use super::trends::{ticks, within};
use crate::catalogue::definition::Definition;
use crate::domain::{Period, Segment, Unit};
use crate::insight::{Control, strength};
use crate::report::draft::{Draft, slug};
use crate::report::model::{self, Block, ChartBlock, ChartData, Labelled, Slope, SlopeLine, Tone};
use crate::report::text::{grouped, rounded};
use crate::statistics::{ControlMethod, ControlRule, ControlSignal};

/// Most control charts.
const MOST: usize = 6;
/// Fewest shares that are worth a slope graph.
const LEAST_LINES: usize = 3;
/// Most lines of a slope graph.
const MOST_LINES: usize = 8;

/// Heading, charts and note; nothing when no metric has twelve months.
pub fn blocks(draft: &mut Draft) -> Vec<Block> {
    let charts = chosen(draft);
    let mut blocks = Vec::new();
    if !charts.is_empty() {
        let id = "trends-by-month".to_owned();
        let shown: Vec<ChartBlock> = charts.iter().map(|one| chart(draft, one)).collect();
        blocks.push(Block::Heading { text: heading(draft, &charts), id });
        for pair in shown.chunks(2) {
            match pair {
                [alone] => blocks.push(Block::Chart(alone.clone())),
                both => blocks.push(Block::ChartRow { items: both.to_vec() }),
            }
        }
        blocks.push(Block::Paragraph { text: draft.words.say("control-note") });
    }
    blocks.extend(slope(draft));
    blocks
}

/// What warns first, then what has signals, then what has a target.
fn chosen<'a>(draft: &Draft<'a>) -> Vec<Control<'a>> {
    let warned = &draft.inputs.insights.warnings;
    let place = |chart: &Control| {
        let id = &chart.definition.id;
        let warns = warned.list.iter().position(|one| one.definition.id == *id);
        let recent = chart.within(draft.quarter()).count();
        let target = draft.scene.target(id).is_none();
        (warns.unwrap_or(usize::MAX), recent == 0, chart.signals.is_empty(), target)
    };
    let mut charts = draft.inputs.insights.controls.clone();
    charts.sort_by_key(place);
    charts.truncate(MOST);
    charts
}

fn heading(draft: &Draft, charts: &[Control]) -> String {
    let special = charts.iter().filter(|chart| chart.within(draft.quarter()).next().is_some()).count();
    let args = [("special", special.to_string()), ("charts", charts.len().to_string())];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = if special == 0 { "control-heading-quiet" } else { "control-heading" };
    draft.words.count(id, charts.len() as u64, &args)
}

/// The signal to name: of this quarter and on the bad side before others, then the strongest rule.
pub fn named<'c>(draft: &Draft, chart: &'c Control) -> Option<&'c ControlSignal> {
    let good = |signal: &&ControlSignal| chart.worsens(signal) != Some(true);
    let rank = |signal: &&ControlSignal| (good(signal), strength(signal.rule), signal.first);
    chart.within(draft.quarter()).min_by_key(rank)
}

/// The rule in words.
pub fn rule(draft: &Draft, rule: ControlRule) -> String {
    draft.words.say(match rule {
        ControlRule::Outside => "control-rule-outside",
        ControlRule::NearLimit => "control-rule-near",
        ControlRule::Run => "control-rule-run",
    })
}

fn label_of(month: &Period) -> String {
    month.label().get(2..).map_or_else(|| month.label(), str::to_owned)
}

fn chart(draft: &mut Draft, chart: &Control) -> ChartBlock {
    let definition = chart.definition;
    let id = format!("control-{}", slug(&definition.id));
    let data = data(draft, chart);
    let block = ChartBlock {
        id: id.clone(),
        title: title(draft, chart),
        caption: caption(draft, chart),
        alt: alt(draft, chart),
    };
    draft.charts.insert(id, ChartData::Control(data));
    block
}

fn data(draft: &Draft, chart: &Control) -> model::Control {
    let figure = draft.figure(&chart.definition.id);
    let labelled = |value: f64| Labelled { value, label: within(draft, chart.definition, figure, value) };
    let point = |(at, month): (usize, &Period)| {
        let firm = chart.points.iter().position(|point| point.at == at);
        let shown = chart.figures.get(at).copied().flatten().and_then(|one| one.value);
        model::ControlPoint {
            period: label_of(month),
            value: shown.map(labelled),
            limits: firm.map(|at| (chart.points[at].limits.low, chart.points[at].limits.high)),
            weak: firm.is_none(),
            signal: firm.and_then(|at| tone(chart, at)),
        }
    };
    let points: Vec<model::ControlPoint> = chart.months.iter().enumerate().map(point).collect();
    let values = points.iter().filter_map(|point| point.value.as_ref().map(|value| value.value));
    let limits = points.iter().filter_map(|point| point.limits).flat_map(|(low, high)| [low, high]);
    let (low, high) = values
        .chain(limits)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let say = |id: &str, value: f64| draft.words.with(id, &[("value", &figure.apart(value, &draft.words).0)]);
    let last = chart.points.last().map(|point| point.limits);
    let base = chart.points.first().zip(chart.points.get(chart.baseline - 1));
    let ticks = ticks(chart.definition.unit, low, high);
    let finer = figure.for_ticks(&ticks);
    let tick = |value: f64| Labelled { value, label: within(draft, chart.definition, &finer, value) };
    model::Control {
        unit: figure.unit(&draft.words),
        center: Labelled { value: chart.centre, label: say("control-centre", chart.centre) },
        limit_labels: last.map_or_else(Default::default, |limits| {
            [say("control-upper", limits.high), say("control-lower", limits.low)]
        }),
        baseline: base.map(|(first, last)| (first.at, last.at)),
        baseline_label: draft.words.with("control-baseline", &[("n", &chart.baseline.to_string())]),
        ticks: ticks.into_iter().map(tick).collect(),
        points,
    }
}

/// The side of a point that is part of a signal.
fn tone(chart: &Control, at: usize) -> Option<Tone> {
    let of = |signal: &&ControlSignal| signal.first <= at && at <= signal.last;
    let above = |signal: &ControlSignal| (chart.points[at].value > chart.centre) == signal.above;
    let signal = chart.signals.iter().filter(of).find(|signal| above(signal))?;
    Some(match chart.worsens(signal) {
        Some(true) => Tone::Bad,
        Some(false) => Tone::Good,
        None => Tone::Neutral,
    })
}

fn title(draft: &Draft, chart: &Control) -> String {
    let metric = draft.title_of(chart.definition);
    let Some(signal) = named(draft, chart) else {
        let earlier = if chart.signals.is_empty() { "control-title-common" } else { "control-title-earlier" };
        return draft.words.with(earlier, &[("metric", &metric)]);
    };
    let id = match chart.worsens(signal) {
        Some(true) => "control-title-worse",
        Some(false) => "control-title-better",
        None => "control-title-special",
    };
    let (first, last) = (chart.month(signal.first).label(), chart.month(signal.last).label());
    let month = match signal.first == signal.last {
        true => first,
        false => draft.words.with("span", &[("from", &first), ("to", &last)]),
    };
    let rule = rule(draft, signal.rule);
    draft.words.with(id, &[("metric", &metric), ("month", &month), ("rule", &rule)])
}

/// What the limits stand on, in words.
fn method(draft: &Draft, chart: &Control) -> String {
    let id = match (chart.method, chart.dispersion) {
        (ControlMethod::P, _) => "control-method-p",
        (ControlMethod::U, _) => "control-method-u",
        (ControlMethod::Xmr, None) => "control-method-xmr",
        (ControlMethod::Xmr, Some(_)) => "control-method-dispersed",
    };
    let dispersion = chart.dispersion.map_or_else(String::new, |value| rounded(value, 1));
    let method = draft.words.with(id, &[("dispersion", &dispersion)]);
    let Some(restart) = chart.restart else { return method };
    let since = chart.months.first().map_or_else(String::new, Period::label);
    let args = [("month", since.as_str()), ("reason", &draft.foreign(&restart.reason))];
    draft.words.with("two-parts", &[("one", &method), ("other", &draft.words.with("control-restart", &args))])
}

fn caption(draft: &Draft, chart: &Control) -> String {
    let figure = draft.figure(&chart.definition.id);
    let n: u64 = chart.points.iter().map(|point| point.figure.n).sum();
    let label = |period: Option<&Period>| period.map_or_else(String::new, Period::label);
    let args = [
        ("unit", figure.unit(&draft.words)),
        ("from", label(chart.months.first())),
        ("to", label(chart.months.last())),
        ("n", grouped(n)),
        ("method", method(draft, chart)),
        ("provenance", draft.provenance(&[chart.definition])),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("control-caption", &args)
}

fn alt(draft: &Draft, chart: &Control) -> String {
    let figure = draft.figure(&chart.definition.id);
    let points: Vec<String> = chart
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| format!("{} {}", chart.month(at).label(), figure.value(point.value, &draft.words)))
        .collect();
    let args = [
        ("metric", draft.title_of(chart.definition)),
        ("centre", figure.value(chart.centre, &draft.words)),
        ("points", draft.list(&points)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("control-alt", &args)
}

/// All shares of the scorecard from last year's quarter to this one, on one scale.
fn slope(draft: &mut Draft) -> Option<Block> {
    let (now, year) = (draft.quarter(), draft.quarter().year_before());
    let shares: Vec<&Definition> = draft.scene.shown().filter(|one| one.unit == Unit::Percent).collect();
    let line = |definition: &Definition| {
        let change = draft.scene.year_on_year(definition).ok()?;
        let judged = draft.scene.judged(definition);
        let figure = draft.figure(&definition.id);
        let verdict = change.verdict();
        let tone = match verdict {
            Some(true) => Tone::Good,
            Some(false) => Tone::Bad,
            None if judged => Tone::Neutral,
            None => Tone::Muted,
        };
        Some((
            change.interval.map_or(0.0, |_| change.difference.abs()),
            SlopeLine {
                label: draft.title_of(definition),
                from: figure.labelled(change.before, &draft.words),
                to: figure.labelled(change.now, &draft.words),
                emphasis: verdict.is_some(),
                tone,
            },
        ))
    };
    let mut lines: Vec<(f64, SlopeLine)> = shares.into_iter().filter_map(line).collect();
    lines.sort_by(|a, b| b.1.emphasis.cmp(&a.1.emphasis).then(b.0.total_cmp(&a.0)));
    lines.truncate(MOST_LINES);
    let moved = lines.iter().filter(|(_, line)| line.emphasis).count();
    if lines.len() < LEAST_LINES || moved == 0 {
        return None;
    }
    let id = "slope-shares".to_owned();
    let periods = [draft.dates.short(year), draft.dates.short(now)];
    let listed: Vec<String> =
        lines.iter().map(|(_, line)| format!("{} {} → {}", line.label, line.from.label, line.to.label)).collect();
    let args = [("moved", moved.to_string()), ("all", lines.len().to_string())];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let tables: Vec<&Definition> = draft.scene.shown().filter(|one| one.unit == Unit::Percent).collect();
    let block = ChartBlock {
        id: id.clone(),
        title: draft.words.with("shares-slope-title", &args),
        caption: draft.words.with("shares-slope-caption", &[("provenance", &draft.provenance(&tables))]),
        alt: draft.words.with("shares-slope-alt", &[("lines", &draft.list(&listed))]),
    };
    draft
        .charts
        .insert(id, ChartData::Slope(Slope { periods, lines: lines.into_iter().map(|(_, line)| line).collect() }));
    Some(Block::Chart(block))
}

/// The months of a total, for tables: amounts with the report's months.
pub fn month_value(draft: &Draft, metric: &str, period: &Period) -> Option<f64> {
    debug_assert!(period.month.is_some());
    let one = draft.scene.monthly.get(metric, period.month?)?;
    (one.segment == Segment::Total).then_some(one.value?)
}
