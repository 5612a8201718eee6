//! Sensitivity (R14): how sure the net present value is. Tornado, switching values, simulation, and
//! which input is worth measuring first. Amounts are rounded to what is known.

use super::economics::{chance, number, percent, told, tone_of};
use super::{Written, sensitivity_tables, trends};
use crate::config::{Distribution, EditionKind};
use crate::domain::Unit;
use crate::economics::{EconomicResult, Flow, FlowTerm, InputKind, Model, SERVICE, Sensitivity};
use crate::report::draft::{Draft, slug};
use crate::report::model::{Block, Callout, ChartBlock, ChartData, Histogram, Labelled, Tornado, TornadoBar};
use crate::report::text::{Figure, capital, grouped, rounded};

/// Most bars of the tornado.
const MOST_BARS: usize = 10;

/// The section; nothing when no input of the formulas has a range and there is no scenario.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let result = draft.inputs.economics?;
    let Some(sensitivity) = result.sensitivity.as_ref() else { return scenarios_alone(draft, result) };
    let title = title(draft, sensitivity);
    let mut blocks = vec![Block::Paragraph { text: subject_sentence(draft, result, sensitivity) }];
    blocks.push(tornado(draft, result, sensitivity));
    blocks.push(histogram(draft, sensitivity));
    blocks.extend(information(draft, result));
    if draft.inputs.config.edition == EditionKind::Full {
        blocks.extend(sensitivity_tables::blocks(draft, result, sensitivity));
        blocks.push(Block::Paragraph { text: method(draft, result, sensitivity) });
    }
    Some((title, blocks))
}

/// Scenarios of formulas whose inputs have no range.
fn scenarios_alone(draft: &Draft, result: &EconomicResult) -> Option<Written> {
    let any = result.scenarios.as_ref().map_or(true, |scenarios| !scenarios.is_empty());
    if !any || draft.inputs.config.edition != EditionKind::Full {
        return None;
    }
    Some((draft.words.say("sensitivity-title-fixed"), sensitivity_tables::scenarios(draft, result)))
}

/// How net present values are printed and rounded: two digits of the spread between P5 and P95, since
/// one-digit assumptions carry no more.
pub fn honest(draft: &Draft, sensitivity: &Sensitivity) -> (Figure, impl Fn(f64) -> f64 + use<>) {
    let simulation = &sensitivity.simulation;
    let spread = (simulation.quantiles[2] - simulation.quantiles[0]).abs();
    let step = if spread > 0.0 { 10_f64.powf(spread.log10().floor() - 1.0) } else { 1.0 };
    let (worst, best) = sensitivity.extremes;
    let largest = [worst, best, simulation.quantiles[0], simulation.quantiles[2]].map(f64::abs);
    let largest = largest.into_iter().fold(0.0, f64::max);
    let figure = Figure::money(&draft.inputs.config.currency, largest);
    let coarse = if largest >= 100_000.0 { step >= 10_000.0 } else { step >= 1.0 };
    let figure = match coarse {
        true => figure.whole(),
        false if largest >= 100_000.0 && step >= 1_000.0 => figure.to_tenths(),
        false => figure,
    };
    (figure, move |value: f64| if step > 0.0 { (value / step).round() * step } else { value })
}

/// The printed name of an input.
pub fn input_name(draft: &Draft, model: &Model, at: usize) -> String {
    let input = &model.inputs[at];
    let part = input.key.split_once('@').and_then(|(_, part)| part.split_once('='));
    let name = match (&input.title, input.kind) {
        (Some(title), _) => draft.foreign(title),
        (None, InputKind::Rate) => draft.words.say("input-rate"),
        (None, _) => {
            let id = format!("term-{}", slug(&input.key));
            draft.words.find(&id).unwrap_or_else(|| input.key.replace('_', " "))
        }
    };
    match part {
        Some((dimension, value)) => {
            told(draft, "input-of", &[("name", name), ("part", draft.part(dimension, Some(value)))])
        }
        None => name,
    }
}

/// A value of an input as printed, without its unit.
pub fn input_value(model: &Model, at: usize, value: f64) -> String {
    let input = &model.inputs[at];
    if input.kind == InputKind::Rate {
        return percent(value, 1);
    }
    let scales = [input.low, input.base, input.high].map(|value| value.normalize().scale());
    let decimals = match input.kind {
        InputKind::Assumed => scales.into_iter().max().unwrap_or(0),
        _ if value.abs() >= 100.0 => 0,
        _ if value.abs() >= 1.0 => 2,
        _ => 3,
    };
    // A value between the written ones, such as half way, needs one digit more.
    let printed = (value * 10_f64.powi(decimals as i32)).fract().abs();
    let between = input.kind == InputKind::Assumed && (0.001..0.999).contains(&printed) && value.abs() < 100.0;
    rounded(value, u8::try_from(decimals + u32::from(between)).unwrap_or(2).min(4))
}

/// Unit of an input as printed behind its value.
pub fn input_unit(draft: &Draft, model: &Model, at: usize) -> String {
    let input = &model.inputs[at];
    let is_share = input.kind == InputKind::Measured
        && (input.key.starts_with("churn")
            || input.key.starts_with("repeat_purchase_now")
            || input.key.starts_with("repeat_purchase_baseline"));
    if is_share { draft.words.say("unit-percent") } else { draft.unit_of(&input.unit) }
}

/// A unit with the space before it; none before a percent sign or nothing.
pub fn spaced(unit: &str) -> String {
    if unit.is_empty() || unit == "%" { unit.to_owned() } else { format!(" {unit}") }
}

/// The formula of a flow in words; `None` when it is a plain number.
pub fn flow_words(draft: &Draft, model: &Model, flow: &Flow) -> Option<String> {
    let name = |at: usize| input_name(draft, model, at);
    let term = |term: &FlowTerm| match term {
        FlowTerm::Number(number) => {
            rounded(self::number(*number), u8::try_from(number.normalize().scale()).unwrap_or(2).min(4))
        }
        FlowTerm::Input(at) | FlowTerm::Percent(at) => name(*at),
        FlowTerm::PointsBetween(a, b) | FlowTerm::Between(a, b) => format!("({} − {})", name(*a), name(*b)),
        FlowTerm::Annuity(years) => told(draft, "formula-annuity", &[("years", name(*years))]),
        FlowTerm::Remaining(cohort, ..) => told(draft, "formula-remaining", &[("cohort", name(*cohort))]),
    };
    let is_number = flow.terms.iter().all(|term| matches!(term, FlowTerm::Number(_)));
    (!is_number).then(|| flow.terms.iter().map(term).collect::<Vec<_>>().join(" × "))
}

fn title(draft: &Draft, sensitivity: &Sensitivity) -> String {
    let (figure, round) = honest(draft, sensitivity);
    let simulation = &sensitivity.simulation;
    let [low, _, high] = simulation.quantiles;
    let id = match () {
        () if low > 0.0 => "sensitivity-title-positive",
        () if high < 0.0 => "sensitivity-title-negative",
        () => "sensitivity-title-unclear",
    };
    let range = figure.range(round(low), round(high), &draft.words);
    let chance = capital(&super::economics_summary::chances(draft, simulation.positive));
    told(draft, id, &[("chance", chance), ("range", range)])
}

fn subject_sentence(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> String {
    let (figure, round) = honest(draft, sensitivity);
    let base = figure.value(round(sensitivity.base.net()), &draft.words);
    let of = |at: &usize| {
        let programme = &result.model.programmes[*at];
        programme.title.as_ref().map_or_else(|| draft.words.say("subject-service"), |title| draft.foreign(title))
    };
    let names: Vec<String> = sensitivity.subject.iter().map(of).collect();
    let service = sensitivity.subject.iter().any(|at| result.model.programmes[*at].key == SERVICE);
    let id = if service { "subject-sentence-service" } else { "subject-sentence" };
    told(draft, id, &[("names", draft.list(&names)), ("base", base)])
}

fn tornado(draft: &mut Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> Block {
    let (figure, round) = honest(draft, sensitivity);
    let words = &draft.words;
    let labelled = |value: f64| Labelled { value, label: figure.value(round(value), words) };
    let model = &result.model;
    let bar = |bar: &crate::economics::Swing| {
        let input = &model.inputs[bar.input];
        let ends = [input.low, input.high].map(|end| input_value(model, bar.input, number(end)));
        let args = [
            ("name", input_name(draft, model, bar.input)),
            ("low", ends[0].clone()),
            ("high", ends[1].clone()),
            ("unit", spaced(&input_unit(draft, model, bar.input))),
        ];
        let label = told(draft, "tornado-label", &args);
        TornadoBar { label, low: labelled(bar.at_low), high: labelled(bar.at_high) }
    };
    let bars: Vec<TornadoBar> = sensitivity.bars.iter().take(MOST_BARS).map(bar).collect();
    let base = sensitivity.base.net();
    let base_label = told(draft, "tornado-base", &[("value", figure.value(round(base), words))]);
    let listed: Vec<String> =
        bars.iter().map(|bar| format!("{} {} … {}", bar.label, bar.low.label, bar.high.label)).collect();
    let widest = input_name(draft, model, sensitivity.bars[0].input);
    let block = ChartBlock {
        id: "tornado".to_owned(),
        title: told(draft, "tornado-title", &[("name", widest)]),
        caption: told(draft, "tornado-caption", &[("source", draft.provenance(&[]))]),
        alt: told(draft, "tornado-alt", &[("bars", draft.list(&listed))]),
    };
    let data = Tornado {
        bars,
        base: Labelled { value: base, label: base_label },
        unit: told(draft, "net-unit", &[("unit", figure.unit(words))]),
        legend: [words.say("tornado-low"), words.say("tornado-high")],
    };
    draft.charts.insert(block.id.clone(), ChartData::Tornado(data));
    Block::Chart(block)
}

fn histogram(draft: &mut Draft, sensitivity: &Sensitivity) -> Block {
    let (figure, round) = honest(draft, sensitivity);
    let words = &draft.words;
    let simulation = &sensitivity.simulation;
    let apart = |value: f64| figure.value(round(value), words);
    let names = ["P5", "P50", "P95"];
    let marks: Vec<Labelled> = names
        .iter()
        .zip(simulation.quantiles)
        .map(|(name, value)| Labelled { value, label: format!("{name} {}", apart(value)) })
        .collect();
    let (low, high) =
        simulation.histogram.first().zip(simulation.histogram.last()).map_or((0.0, 1.0), |(a, b)| (a.0, b.1));
    let tallest = simulation.histogram.iter().map(|(_, _, count)| *count).max().unwrap_or(1);
    let inside = |tick: &f64| *tick >= low && *tick <= high;
    let axis = trends::ticks(Unit::Score, low, high).into_iter().filter(inside);
    let shares = [
        told(draft, "histogram-below", &[("share", chance(1.0 - simulation.positive))]),
        told(draft, "histogram-above", &[("share", chance(simulation.positive))]),
    ];
    let args = [
        ("share", chance(simulation.positive)),
        ("median", figure.value(round(simulation.quantiles[1]), words)),
        ("range", figure.range(round(simulation.quantiles[0]), round(simulation.quantiles[2]), words)),
    ];
    let draws = [("draws", grouped(simulation.draws.into())), ("seed", simulation.seed.to_string())];
    let block = ChartBlock {
        id: "net-histogram".to_owned(),
        title: told(draft, "histogram-title", &args),
        caption: told(draft, "histogram-caption", &draws),
        alt: told(draft, "histogram-alt", &args),
    };
    let data = Histogram {
        bars: simulation.histogram.clone(),
        marks,
        shares,
        ticks: axis.map(|value| Labelled { value, label: figure.value(value, words) }).collect(),
        count_ticks: trends::ticks(Unit::Count, 0.0, tallest as f64)
            .into_iter()
            .map(|value| Labelled { value, label: rounded(value, 0) })
            .collect(),
        unit: told(draft, "net-unit", &[("unit", figure.unit(words))]),
        count: words.say("histogram-count"),
    };
    draft.charts.insert(block.id.clone(), ChartData::Histogram(data));
    Block::Chart(block)
}

/// Which input is worth measuring first; said only when knowing it could change the decision.
pub fn worth_measuring(draft: &Draft, result: &EconomicResult) -> Option<String> {
    let sensitivity = result.sensitivity.as_ref()?;
    // What is measured already has its interval from sampling: more answers, not a question, would narrow it.
    let is_assumed = |at: usize| result.model.inputs[at].kind == InputKind::Assumed;
    let [low, _, high] = sensitivity.simulation.quantiles;
    let matters = |amount: f64| amount > 0.01 * (high - low);
    let known = sensitivity.simulation.information.iter().filter(|(_, amount)| matters(*amount));
    let (input, amount) = known.clone().find(|(at, _)| is_assumed(*at)).or_else(|| known.clone().next())?;
    let digits = 10_f64.powf(amount.log10().floor() - 1.0);
    let figure = Figure::money(&draft.inputs.config.currency, *amount);
    let figure = if *amount < 100_000.0 { figure.whole() } else { figure };
    let args = [
        ("name", input_name(draft, &result.model, *input)),
        ("amount", figure.value((amount / digits).round() * digits, &draft.words)),
    ];
    Some(told(draft, if is_assumed(*input) { "information-first" } else { "information-measured" }, &args))
}

fn information(draft: &Draft, result: &EconomicResult) -> Option<Block> {
    let title = draft.words.say("information-title");
    let text = worth_measuring(draft, result).unwrap_or_else(|| draft.words.say("information-none"));
    let text = format!("{text}{}{}", draft.words.say("sentence-end"), draft.words.say("information-note"));
    Some(Block::Callout(Callout { tone: "note".to_owned(), title, text }))
}

/// Draws, seed, distributions, correlations, convergence.
fn method(draft: &Draft, result: &EconomicResult, sensitivity: &Sensitivity) -> String {
    let simulation = &sensitivity.simulation;
    let words = &draft.words;
    let settings = draft.inputs.config.economics.as_ref();
    let correlations: Vec<String> = settings
        .map_or(&[][..], |settings| &settings.correlations)
        .iter()
        .map(|one| {
            format!(
                "{} ~ {} ({})",
                title_of(draft, &one.between.0),
                title_of(draft, &one.between.1),
                rounded(one.rank, 2)
            )
        })
        .collect();
    let correlations = if correlations.is_empty() { words.say("correlations-none") } else { draft.list(&correlations) };
    let measured = result
        .model
        .inputs
        .iter()
        .any(|one| one.kind == InputKind::Measured && one.distribution == Distribution::Normal);
    let args = [
        ("draws", grouped(simulation.draws.into())),
        ("seed", simulation.seed.to_string()),
        ("correlations", correlations),
        ("drift", percent(simulation.drift, 1)),
        ("error", percent(simulation.standard_error / (simulation.quantiles[2] - simulation.quantiles[0]).abs(), 1)),
        ("converged", words.say(if simulation.converged() { "converged-yes" } else { "converged-no" })),
    ];
    let text = told(draft, "simulation-method", &args);
    if measured { format!("{text}{}", told(draft, "simulation-measured", &[("level", draft.level())])) } else { text }
}

/// The printed name of an assumption.
fn title_of(draft: &Draft, name: &str) -> String {
    let settings = draft.inputs.config.economics.as_ref();
    let found = settings.and_then(|settings| settings.assumptions.iter().find(|one| one.name == name));
    found.map_or_else(|| name.to_owned(), |one| draft.foreign(&one.title))
}

/// A cell's tone by the sign of a net present value.
pub fn tone(value: f64) -> Option<crate::report::model::Tone> {
    Some(tone_of(value))
}
