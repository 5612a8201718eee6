//! The chapter's title and its first page: headline figures, what follows, how sure it is, and what
//! is not counted.

use super::costs::{change_sentence, unit_money};
use super::economics::{chance, money, number, relative, told};
use super::finding::sentence;
use super::initiatives::{chart, verdict_word};
use super::marginal::message as marginal_message;
use super::sensitivity::{honest, input_name, worth_measuring};
use crate::config::{MarketStage, Strategy};
use crate::economics::{
    BenefitNote, BenefitResult, CostComposition, EconomicResult, ProgrammeResult, SERVICE, Verdict,
};
use crate::report::draft::Draft;
use crate::report::model::{Block, Callout, KeyFigure, Message, Tone};
use crate::report::text::rounded;
use rust_decimal::Decimal;

/// The message of the chapter.
pub fn title(draft: &Draft, result: &EconomicResult) -> String {
    let figure = money(draft, result);
    let words = &draft.words;
    let current = result.costs.as_ref().and_then(CostComposition::current);
    let cost = current.map(|current| figure.value(number(current.total), words));
    let clauses = verdict_clauses(draft, result);
    if !clauses.is_empty() {
        let clauses = clauses.join(&words.separator("clause-joint"));
        return match cost {
            Some(cost) => told(draft, "economics-title-verdicts", &[("cost", cost), ("clauses", clauses)]),
            None => told(draft, "economics-title-verdicts-only", &[("clauses", clauses)]),
        };
    }
    let added = result.balance.as_ref().and_then(|balance| Some((balance.incremental_cost?, balance.benefit.base)));
    match (cost, added) {
        (Some(_), Some((added, benefit))) => {
            let id = if added >= Decimal::ZERO { "economics-title-more" } else { "economics-title-less" };
            let args = [
                ("cost", figure.value(number(added.abs()), words)),
                ("benefit", figure.value(number(benefit), words)),
                ("sure", sureness(draft, result)),
            ];
            told(draft, id, &args)
        }
        (Some(cost), None) => match current.and_then(|current| current.cost_per_contact) {
            Some(unit) => {
                let unit = unit_money(draft).value(number(unit), words);
                told(draft, "economics-title-unit", &[("cost", cost), ("unit", unit)])
            }
            None => told(draft, "economics-title-cost", &[("cost", cost)]),
        },
        (None, _) => words.say("economics-title-none"),
    }
}

/// How likely the service pays back, in words.
fn sureness(draft: &Draft, result: &EconomicResult) -> String {
    match &result.sensitivity {
        Some(found) => chances(draft, found.simulation.positive),
        None => draft.words.say("sure-none"),
    }
}

/// A probability of paying back as chances in ten, with its figure.
pub fn chances(draft: &Draft, share: f64) -> String {
    let tenths = (share * 10.0).round().clamp(0.0, 10.0) as u64;
    draft.words.count("money-chance", tenths, &[("share", &chance(share))])
}

/// The best to expand, the worst to drop, and how many are undecided.
fn verdict_clauses(draft: &Draft, result: &EconomicResult) -> Vec<String> {
    let Ok(programmes) = &result.programmes else { return Vec::new() };
    let initiatives: Vec<&ProgrammeResult> =
        programmes.iter().filter(|one| result.model.programmes[one.programme].key != SERVICE).collect();
    let name = |one: &ProgrammeResult| {
        result.model.programmes[one.programme].title.as_ref().map_or_else(String::new, |title| draft.foreign(title))
    };
    let ratio = |one: &ProgrammeResult| one.appraised.benefit_cost_ratio.map(number).unwrap_or(f64::NAN);
    let of = |verdict: Verdict| {
        let mut found: Vec<&ProgrammeResult> =
            initiatives.iter().copied().filter(|one| one.verdict == verdict).collect();
        found.sort_by(|a, b| ratio(b).total_cmp(&ratio(a)).then(a.programme.cmp(&b.programme)));
        found
    };
    let clause =
        |id: &str, one: &ProgrammeResult| told(draft, id, &[("name", name(one)), ("ratio", rounded(ratio(one), 2))]);
    let mut clauses = Vec::new();
    clauses.extend(of(Verdict::Expand).first().map(|one| clause("verdict-clause-expand", one)));
    clauses.extend(of(Verdict::Drop).last().map(|one| clause("verdict-clause-drop", one)));
    let undecided = of(Verdict::Undecided);
    match undecided[..] {
        [] => {}
        [one] => clauses.push(clause("verdict-clause-undecided", one)),
        _ => clauses.push(told(draft, "verdict-clause-several", &[("n", undecided.len().to_string())])),
    }
    if clauses.is_empty() {
        let rest = of(Verdict::Keep).into_iter().chain(of(Verdict::Improve));
        clauses.extend(rest.take(2).map(|one| {
            let args =
                [("name", name(one)), ("ratio", rounded(ratio(one), 2)), ("verdict", verdict_word(draft, one.verdict))];
            told(draft, "verdict-clause-other", &args)
        }));
    }
    clauses
}

/// The first page.
pub fn blocks(draft: &mut Draft, result: &EconomicResult) -> Vec<Block> {
    let mut blocks = Vec::new();
    let figures = key_figures(draft, result);
    if !figures.is_empty() {
        blocks.push(Block::KeyFigures { items: figures });
    }
    let messages = messages(draft, result);
    if !messages.is_empty() {
        blocks.push(Block::List { items: messages });
    }
    blocks.extend(chart(draft, result));
    let (title, text) = (draft.words.say("not-counted-title"), draft.words.say("not-counted-text"));
    blocks.push(Block::Callout(Callout { tone: "note".to_owned(), title, text }));
    blocks
}

fn key_figures(draft: &Draft, result: &EconomicResult) -> Vec<KeyFigure> {
    let words = &draft.words;
    let figure = money(draft, result);
    let mut items = Vec::new();
    let mut push = |id: &str, (value, unit): (String, String), context: String, (tone, verdict): (Tone, String)| {
        // The multiple stands by the number: 106.6 万 元.
        let (value, unit) = match unit.strip_prefix('万') {
            Some(rest) => (format!("{value} 万"), rest.trim().to_owned()),
            None => (value, unit),
        };
        items.push(KeyFigure::of(words.say(id), (value, unit), context, (tone, verdict)));
    };
    if let Some(costs) = &result.costs
        && let Some(current) = costs.current()
    {
        let change = |of: fn(&crate::economics::CostQuarter) -> Option<Decimal>| {
            let qoq = relative(draft, of(current), costs.previous().and_then(of)).text;
            let yoy = relative(draft, of(current), costs.last_year().and_then(of)).text;
            told(draft, "key-changes", &[("qoq", qoq), ("yoy", yoy)])
        };
        let said = (Tone::Neutral, words.say("key-accrual"));
        push("key-cost", figure.apart(number(current.total), words), change(|one| Some(one.total)), said);
        if let Some(unit) = current.cost_per_contact {
            let solved = current.cost_per_resolution.map(|unit| unit_money(draft).value(number(unit), words));
            let solved = solved.unwrap_or_else(|| words.say("no-figure"));
            let said = (Tone::Neutral, told(draft, "key-per-resolution", &[("value", solved)]));
            push(
                "unit-cost-contact",
                unit_money(draft).apart(number(unit), words),
                change(|one| one.cost_per_contact),
                said,
            );
        }
    }
    if let Some(total) = result.benefit_total {
        let range = figure.range(number(total.low), number(total.high), words);
        let said = (Tone::Neutral, words.say(control_note(result)));
        push(
            "key-benefit",
            figure.apart(number(total.base), words),
            told(draft, "key-range", &[("range", range)]),
            said,
        );
    }
    if let Some(sensitivity) = &result.sensitivity {
        let simulation = &sensitivity.simulation;
        let (figure, round) = honest(draft, sensitivity);
        let range = figure.range(round(simulation.quantiles[0]), round(simulation.quantiles[2]), words);
        let tone = match simulation.quantiles {
            [low, ..] if low > 0.0 => Tone::Good,
            [.., high] if high < 0.0 => Tone::Bad,
            _ => Tone::Neutral,
        };
        let said = (tone, told(draft, "key-positive", &[("share", chance(simulation.positive))]));
        let context = told(draft, "key-quantiles", &[("range", range)]);
        push("key-net", figure.apart(round(sensitivity.base.net()), words), context, said);
    }
    items
}

/// Whether other causes were taken out of the benefits.
fn control_note(result: &EconomicResult) -> &'static str {
    let is_controlled = |one: &BenefitResult| one.notes.contains(&BenefitNote::DifferenceInDifferences);
    let controlled: Vec<bool> = result.benefits.iter().filter_map(|one| one.computed()).map(is_controlled).collect();
    match (controlled.contains(&true), controlled.contains(&false)) {
        (true, false) => "key-controlled",
        (true, true) => "key-partly-controlled",
        _ => "key-not-controlled",
    }
}

/// What follows, one sentence each.
fn messages(draft: &Draft, result: &EconomicResult) -> Vec<String> {
    let figure = money(draft, result);
    let mut items = Vec::new();
    items.extend(result.cost_change.as_ref().map(|change| change_sentence(draft, change, &figure)));
    items.extend(verdict_lines(draft, result));
    if let Some(sensitivity) = &result.sensitivity
        && let (Some(bar), Some(switching)) = (sensitivity.bars.first(), sensitivity.switching.first())
    {
        let name = input_name(draft, &result.model, bar.input);
        items.push(match switching.distance {
            Some(distance) => {
                let id = if switching.inside { "message-largest-inside" } else { "message-largest" };
                told(draft, id, &[("name", name), ("distance", crate::report::text::signed(100.0 * distance, 0) + "%")])
            }
            None => told(draft, "message-largest-only", &[("name", name)]),
        });
        items.extend(worth_measuring(draft, result));
    }
    items.extend(result.marginal.as_ref().map(|found| marginal_message(draft, found)));
    items.extend(context(draft));
    let end = draft.words.say("sentence-end");
    let dot = end.trim();
    items.into_iter().map(|item| if item.ends_with(dot) { item } else { format!("{item}{dot}") }).collect()
}

/// The chapter in one bold line and one more, for the summary: how likely the service pays back.
pub fn message(draft: &Draft, result: &EconomicResult) -> Option<Message> {
    let sensitivity = result.sensitivity.as_ref()?;
    let (figure, round) = honest(draft, sensitivity);
    let [low, _, high] = sensitivity.simulation.quantiles;
    let id = match () {
        () if low > 0.0 => "money-pays",
        () if high < 0.0 => "money-loses",
        () => "money-open",
    };
    let net = figure.value(round(sensitivity.base.net()), &draft.words);
    let chance = chances(draft, sensitivity.simulation.positive);
    let headline = told(draft, id, &[("net", net), ("chance", chance)]);
    let clauses = verdict_clauses(draft, result);
    let text = match clauses.is_empty() {
        false => sentence(draft, &clauses),
        true => {
            let range = figure.range(round(low), round(high), &draft.words);
            sentence(draft, &[told(draft, "money-range", &[("range", range)])])
        }
    };
    let tone = if low > 0.0 {
        Tone::Good
    } else if high < 0.0 {
        Tone::Bad
    } else {
        Tone::Neutral
    };
    let section_label = draft.words.say("topic-economics");
    Some(Message { headline, text, tone, section: "economics".to_owned(), section_label })
}

/// One line per verdict that was given.
fn verdict_lines(draft: &Draft, result: &EconomicResult) -> Vec<String> {
    let Ok(programmes) = &result.programmes else { return Vec::new() };
    let figure = money(draft, result);
    let line = |verdict: Verdict| {
        let given = programmes.iter().filter(|one| one.verdict == verdict);
        let names: Vec<String> = given
            .filter_map(|one| {
                let title = result.model.programmes[one.programme].title.as_ref()?;
                let net = figure.value(number(one.appraised.net_present_value), &draft.words);
                let ratio = one.appraised.benefit_cost_ratio.map(|ratio| rounded(number(ratio), 2));
                let ratio = ratio.unwrap_or_else(|| draft.words.say("no-figure"));
                Some(told(draft, "verdict-item", &[("name", draft.foreign(title)), ("ratio", ratio), ("net", net)]))
            })
            .collect();
        let args = [("verdict", verdict_word(draft, verdict)), ("names", draft.list(&names))];
        (!names.is_empty()).then(|| told(draft, "verdict-line", &args))
    };
    let all = [Verdict::Expand, Verdict::Keep, Verdict::Improve, Verdict::Drop, Verdict::Undecided];
    all.into_iter().filter_map(line).collect()
}

/// Strategy and market stage: thresholds and context, never figures.
fn context(draft: &Draft) -> Vec<String> {
    let Some(settings) = draft.inputs.config.economics.as_ref() else { return Vec::new() };
    let mut items = Vec::new();
    let thresholds = settings.thresholds;
    items.extend(settings.strategy.map(|strategy| {
        let id = match strategy {
            Strategy::CostLeadership => "strategy-cost-leadership",
            Strategy::Differentiation => "strategy-differentiation",
        };
        told(draft, id, &[("expand", rounded(thresholds.expand, 2)), ("drop", rounded(thresholds.drop, 2))])
    }));
    items.extend(settings.market_stage.map(|stage| {
        draft.words.say(match stage {
            MarketStage::Opening => "stage-opening",
            MarketStage::Competing => "stage-competing",
            MarketStage::Mature => "stage-mature",
        })
    }));
    items
}
