//! Cost and benefit (R13), processes and initiatives: what each costs and brings, its verdict with
//! interval, and the formulas of its flows.

use super::economics::{chance, error_id, heading, money, number, percent, told};
use super::sensitivity::flow_words;
use crate::economics::{Appraised, EconomicResult, FlowName, InternalRate, ProgrammeResult, SERVICE, Verdict};
use crate::report::draft::{Draft, column, group, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, ChartBlock, ChartData, IntervalBar, IntervalBars, Labelled, Row, Table, Tone};
use crate::report::text::{Figure, rounded};
use rust_decimal::Decimal;

/// Initiatives, best ratio first.
fn ranked(result: &EconomicResult) -> Vec<&ProgrammeResult> {
    let Ok(programmes) = &result.programmes else { return Vec::new() };
    let is_initiative = |one: &&ProgrammeResult| result.model.programmes[one.programme].key != SERVICE;
    let mut found: Vec<&ProgrammeResult> = programmes.iter().filter(is_initiative).collect();
    let ratio = |one: &ProgrammeResult| one.appraised.benefit_cost_ratio.unwrap_or(Decimal::MAX);
    found.sort_by(|a, b| ratio(b).cmp(&ratio(a)).then(a.programme.cmp(&b.programme)));
    found
}

/// The tables; nothing without initiatives.
pub fn blocks(draft: &Draft, result: &EconomicResult) -> Vec<Block> {
    let ranked = ranked(result);
    let mut blocks = Vec::new();
    if let Err(error) = &result.programmes {
        let text = told(draft, "appraisal-failed", &[("reason", draft.words.say(error_id(*error)))]);
        blocks.push(Block::Paragraph { text });
    }
    if ranked.is_empty() && result.model.unknown.is_empty() {
        return blocks;
    }
    let figure = money(draft, result);
    blocks.push(heading(draft, "initiatives-heading"));
    blocks.extend(worth_table(draft, result, &ranked, &figure));
    blocks.extend(flow_table(draft, result, &ranked, &figure));
    let unknown = result.model.unknown.iter().map(|(title, missing)| {
        told(draft, "initiative-unknown", &[("name", draft.foreign(title)), ("inputs", draft.list(missing))])
    });
    let items: Vec<String> = unknown.collect();
    if !items.is_empty() {
        blocks.push(Block::List { items });
    }
    blocks
}

/// The verdict in a word.
pub fn verdict_word(draft: &Draft, verdict: Verdict) -> String {
    draft.words.say(match verdict {
        Verdict::Expand => "verdict-expand",
        Verdict::Keep => "verdict-keep",
        Verdict::Improve => "verdict-improve",
        Verdict::Drop => "verdict-drop",
        Verdict::Undecided => "verdict-undecided",
    })
}

fn verdict_look(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Expand => (Tone::Good, "▲"),
        Verdict::Keep => (Tone::Good, "✓"),
        Verdict::Improve => (Tone::Bad, "▼"),
        Verdict::Drop => (Tone::Bad, "✗"),
        Verdict::Undecided => (Tone::Neutral, "○"),
    }
}

fn name(draft: &Draft, result: &EconomicResult, one: &ProgrammeResult) -> String {
    result.model.programmes[one.programme].title.as_ref().map_or_else(String::new, |title| draft.foreign(title))
}

/// Ratios with their intervals against 1, for the first page of the chapter.
pub fn chart(draft: &mut Draft, result: &EconomicResult) -> Option<Block> {
    let ranked = ranked(result);
    let words = &draft.words;
    let rows: Vec<IntervalBar> = ranked
        .iter()
        .filter_map(|one| {
            let ratio = number(one.appraised.benefit_cost_ratio?);
            let interval = one.draws.as_ref().and_then(|draws| draws.ratio).map(|[low, _, high]| (low, high));
            let label = format!("{} {}", rounded(ratio, 2), verdict_word(draft, one.verdict));
            let tone = verdict_look(one.verdict).0;
            Some(IntervalBar {
                label: name(draft, result, one),
                value: Labelled { value: ratio, label },
                interval,
                tone,
            })
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let listed: Vec<String> = rows.iter().map(|row| format!("{} {}", row.label, row.value.label)).collect();
    let sure = ranked.iter().filter(|one| one.verdict != Verdict::Undecided).count();
    let counts = [("sure", sure.to_string()), ("all", ranked.len().to_string())];
    let block = ChartBlock {
        id: "initiative-ratios".to_owned(),
        title: told(draft, if sure == 0 { "ratios-title-none" } else { "ratios-title" }, &counts),
        caption: format!("{} {}", words.say("ratios-caption"), draft.provenance(&[])),
        alt: told(draft, "ratios-alt", &[("rows", draft.list(&listed))]),
    };
    let reference = Labelled { value: 1.0, label: words.say("ratios-reference") };
    let data = IntervalBars { rows, reference, unit: words.say("column-ratio") };
    draft.charts.insert(block.id.clone(), ChartData::IntervalBars(data));
    Some(Block::Chart(block))
}

fn worth_table(draft: &Draft, result: &EconomicResult, ranked: &[&ProgrammeResult], figure: &Figure) -> Option<Block> {
    let words = &draft.words;
    let amount = |value: Decimal| figure.value(number(value), words);
    let rows: Vec<Row> = ranked.iter().map(|one| worth_row(draft, result, one, &amount, figure)).collect();
    let columns = vec![
        column(words.say("column-initiative"), "start", 1.9),
        column(words.say("column-present-cost"), "end", 1.0),
        column(words.say("column-present-benefit"), "end", 1.0),
        column(words.say("column-net-present"), "end", 1.3),
        column(words.say("column-ratio"), "end", 1.0),
        column(words.say("column-payback"), "end", 1.0),
        column(words.say("column-internal-rate"), "end", 1.0),
        column(words.say("column-initiative-verdict"), "start", 1.2),
    ];
    let thresholds = draft.inputs.config.economics.as_ref().map(|settings| settings.thresholds).unwrap_or_default();
    let args = [("expand", rounded(thresholds.expand, 2)), ("drop", rounded(thresholds.drop, 2))];
    let notes = vec![told(draft, "initiative-rule", &args), words.say("initiative-note"), draft.provenance(&[])];
    let caption = words.say("initiative-caption");
    table(Table { id: "initiative-table".to_owned(), caption, columns, rows, notes })
}

fn worth_row(
    draft: &Draft,
    result: &EconomicResult,
    one: &ProgrammeResult,
    amount: &dyn Fn(Decimal) -> String,
    figure: &Figure,
) -> Row {
    let words = &draft.words;
    let found = &one.appraised;
    let programme = &result.model.programmes[one.programme];
    let count = programme.quarters;
    let quarters = words.count("initiative-quarters", u64::from(count), &[("n", &count.to_string())]);
    let detail = match &programme.part {
        Some((dimension, value)) => {
            let part = draft.part(dimension, Some(value));
            told(
                draft,
                "initiative-part",
                &[("dimension", draft.dimension(dimension)), ("part", part), ("quarters", quarters)],
            )
        }
        None => quarters,
    };
    let net = one.draws.as_ref().map(|draws| figure.range(draws.net[0], draws.net[2], words));
    let ratio = found.benefit_cost_ratio.map_or_else(|| words.say("no-figure"), |ratio| rounded(number(ratio), 2));
    let roi = found.return_on_investment.map(|roi| told(draft, "roi", &[("roi", percent(number(roi), 0))]));
    let interval = one.draws.as_ref().and_then(|draws| draws.ratio);
    let interval = interval.map(|[low, _, high]| format!("{}–{}", rounded(low, 2), rounded(high, 2)));
    let under: Vec<String> = interval.into_iter().chain(roi).collect();
    let joint = words.separator("clause-separator");
    let rate = match one.internal_rate {
        InternalRate::Unique(rate) => percent(rate, 1),
        InternalRate::NoSignChange => words.say("irr-none"),
        InternalRate::Ambiguous => words.say("irr-ambiguous"),
        InternalRate::OutOfRange => words.say("irr-out-of-range"),
    };
    let (tone, symbol) = verdict_look(one.verdict);
    let sure = one.draws.as_ref().map(|draws| told(draft, "key-positive", &[("share", chance(draws.positive))]));
    row(vec![
        with_detail(name(draft, result, one), Some(detail)),
        plain(amount(found.present_costs)),
        plain(amount(found.present_benefits)),
        with_detail(amount(found.net_present_value), net),
        with_detail(ratio, (!under.is_empty()).then(|| under.join(&joint))),
        paid_back(draft, found),
        plain(rate),
        Cell {
            tone: Some(tone),
            symbol: Some(symbol.to_owned()),
            ..with_detail(verdict_word(draft, one.verdict), sure)
        },
    ])
}

/// Simple payback with the discounted one; neither where nothing is laid out before it comes back.
fn paid_back(draft: &Draft, found: &Appraised) -> Cell {
    match (found.payback, found.cumulative.first()) {
        (Some(_), Some(first)) if *first >= Decimal::ZERO => plain(draft.words.say("payback-no-outlay")),
        _ => with_detail(payback(draft, found.payback), Some(discounted(draft, found.payback_discounted))),
    }
}

fn payback(draft: &Draft, value: Option<Decimal>) -> String {
    match value {
        Some(value) => told(draft, "payback-quarters", &[("n", rounded(number(value), 1))]),
        None => draft.words.say("payback-none"),
    }
}

fn discounted(draft: &Draft, value: Option<Decimal>) -> String {
    told(draft, "payback-discounted", &[("value", payback(draft, value))])
}

/// Every flow with its formula, grouped by initiative: the printed flows of the appraisal.
fn flow_table(draft: &Draft, result: &EconomicResult, ranked: &[&ProgrammeResult], figure: &Figure) -> Option<Block> {
    let words = &draft.words;
    let base = result.model.base();
    let mut rows = Vec::new();
    for one in ranked {
        let programme = &result.model.programmes[one.programme];
        rows.push(group(name(draft, result, one)));
        for (kind, flow) in programme
            .costs
            .iter()
            .map(|flow| ("column-flow-cost", flow))
            .chain(programme.benefits.iter().map(|flow| ("column-flow-benefit", flow)))
        {
            let label = match &flow.name {
                FlowName::Written(title) if !title.for_messages().is_empty() => draft.foreign(title),
                FlowName::CostLines => words.say("flow-cost-lines"),
                _ => words.say(kind),
            };
            let (from, to) = (flow.from as usize, flow.to as usize);
            let amount = result.model.flow_amount(flow, &base);
            let amount = amount.map_or_else(|| words.say("no-figure"), |amount| figure.value(number(amount), words));
            let span = if from == to { from.to_string() } else { format!("{from}–{to}") };
            let formula = flow_words(draft, &result.model, flow);
            rows.push(row(vec![plain(words.say(kind)), with_detail(label, formula), plain(amount), plain(span)]));
        }
    }
    let columns = vec![
        column(words.say("column-flow-kind"), "start", 0.7),
        column(words.say("column-flow"), "start", 3.2),
        column(words.say("column-per-quarter"), "end", 1.1),
        column(words.say("column-quarters"), "end", 0.8),
    ];
    let notes = vec![words.say("flow-note"), words.say("note-rounding")];
    let caption = words.say("flow-caption");
    table(Table { id: "flow-table".to_owned(), caption, columns, rows, notes })
}
