//! Cost and benefit (R13), the benefit side: benefits with their guards, the balance, the appraisal and
//! the double-counting check.

use super::economics::{error_id, heading, money, number, sign_tone, told};
use crate::config::{Baseline, Benefit, OutsideKind, OutsideRatio, Refusal};
use crate::economics::{
    Appraised, Balance, BenefitNote, BenefitOutcome, BenefitResult, Check, CheckKind, EconomicResult, MissingInput,
    Scenario, baseline_quarters,
};
use crate::report::draft::{Draft, column, group, plain, row, slug, table, total, with_detail};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Labelled, Row, Table, TableColumn, Tone, Waterfall, WaterfallStep,
};
use crate::report::text::{Figure, rounded};
use rust_decimal::Decimal;

/// The blocks of the benefit side; none when no benefit and no appraisal is configured.
pub fn blocks(draft: &mut Draft, result: &EconomicResult) -> Vec<Block> {
    let figure = money(draft, result);
    let mut blocks = Vec::new();
    if !result.benefits.is_empty() {
        blocks.push(heading(draft, "benefits-heading"));
        blocks.extend(benefit_table(draft, result, &figure));
        blocks.extend(skipped(draft, &result.benefits));
        if let Some(balance) = &result.balance {
            blocks.extend(waterfall(draft, result, balance, &figure));
            blocks.extend(balance_table(draft, result, balance, &figure));
        }
        blocks.extend(check_callout(draft, &result.checks));
    }
    match &result.appraisal {
        Some(Ok(found)) => {
            blocks.push(heading(draft, "appraisal-heading"));
            blocks.extend(appraisal_table(draft, found, &figure));
        }
        Some(Err(error)) => {
            let text = draft.words.with("appraisal-failed", &[("reason", &draft.words.say(error_id(*error)))]);
            blocks.push(Block::Paragraph { text });
        }
        None => {}
    }
    blocks
}

/// An amount as printed.
pub fn amount(figure: &Figure, amount: Decimal, draft: &Draft) -> String {
    figure.value(number(amount), &draft.words)
}

/// The printed name of a benefit.
pub fn name(draft: &Draft, benefit: Benefit) -> String {
    draft.words.say(match benefit {
        Benefit::RetainedMargin => "benefit-retained-margin",
        Benefit::RepeatPurchase => "benefit-repeat-purchase",
        Benefit::Referral => "benefit-referral",
        Benefit::AvoidedCost => "benefit-avoided-cost",
        Benefit::AcquisitionSaved => "benefit-acquisition-saved",
    })
}

/// What benefits are measured against, in words.
fn baseline(draft: &Draft, result: &EconomicResult) -> String {
    let settings = draft.inputs.config.economics.as_ref();
    let quarters = settings.map_or_else(Vec::new, |one| baseline_quarters(one, draft.quarter()));
    let names: Vec<String> = quarters.iter().map(|quarter| draft.dates.short(*quarter)).collect();
    let span = match (names.first(), names.last()) {
        (Some(first), Some(last)) if names.len() > 1 => format!("{first}–{last}"),
        (Some(first), _) => first.clone(),
        _ => draft.words.say("no-figure"),
    };
    let project = settings.and_then(|one| one.project.as_ref());
    match (result.baseline, project) {
        (Some(Baseline::PreProjectMean), _) => told(draft, "baseline-pre-project", &[("span", span)]),
        (Some(Baseline::DifferenceInDifferences), Some(project)) => {
            let names = |list: &[String]| draft.list(list);
            let (treated, untouched) = (names(&project.treated), names(&project.untouched));
            told(draft, "baseline-differences", &[("span", span), ("treated", treated), ("untouched", untouched)])
        }
        (Some(Baseline::PreviousQuarter), _) => told(draft, "baseline-previous", &[("span", span)]),
        _ => told(draft, "baseline-last-year", &[("span", span)]),
    }
}

fn scenario_columns(draft: &Draft, first: &str) -> Vec<TableColumn> {
    let say = |id: &str| draft.words.say(id);
    vec![
        column(say(first), "start", 2.4),
        column(say("column-low"), "end", 1.1),
        column(say("column-base"), "end", 1.1),
        column(say("column-high"), "end", 1.1),
    ]
}

fn scenario_cells(draft: &Draft, figure: &Figure, found: Scenario) -> Vec<Cell> {
    let cell = |value: Decimal| Cell { tone: Some(sign_tone(value)), ..plain(amount(figure, value, draft)) };
    vec![cell(found.low), cell(found.base), cell(found.high)]
}

fn benefit_table(draft: &Draft, result: &EconomicResult, figure: &Figure) -> Option<Block> {
    let computed: Vec<&BenefitResult> = result.benefits.iter().filter_map(BenefitOutcome::computed).collect();
    let mut rows: Vec<_> = computed
        .iter()
        .map(|one| {
            let notes: Vec<String> = one.notes.iter().map(|note| draft.words.say(note_id(*note))).collect();
            let detail = (!notes.is_empty()).then(|| draft.list(&notes));
            let mut cells = vec![with_detail(name(draft, one.benefit), detail)];
            cells.extend(scenario_cells(draft, figure, one.amount));
            if one.notes.contains(&BenefitNote::WithinNoise) {
                cells.iter_mut().for_each(|cell| cell.tone = None);
            }
            row(cells)
        })
        .collect();
    if let Some(sum) = result.benefit_total.filter(|_| rows.len() > 1) {
        let mut cells = vec![plain(draft.words.say("sum"))];
        cells.extend(scenario_cells(draft, figure, sum));
        rows.push(total(cells));
    }
    if !rows.is_empty() || !result.outside_ratio.is_empty() {
        rows.push(group(draft.words.say("benefit-outside")));
        rows.extend(OUTSIDE.map(|kind| outside_row(draft, &result.outside_ratio, (kind, figure))));
    }
    let base = baseline(draft, result);
    let notes = vec![draft.words.with("benefit-note", &[("baseline", &base)]), draft.provenance(&[])];
    let caption = draft.words.with("benefit-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    let columns = scenario_columns(draft, "column-benefit");
    table(Table { id: "benefit-table".to_owned(), caption, columns, rows, notes })
}

/// What stands on lines of its own, outside the sum and every ratio.
const OUTSIDE: [OutsideKind; 3] = [OutsideKind::PricePremium, OutsideKind::MarketShare, OutsideKind::Image];

fn outside_row(draft: &Draft, supplied: &[OutsideRatio], (kind, figure): (OutsideKind, &Figure)) -> Row {
    let words = &draft.words;
    let name = words.say(match kind {
        OutsideKind::PricePremium => "benefit-price-premium",
        OutsideKind::MarketShare => "benefit-market-share",
        OutsideKind::Image => "benefit-image",
    });
    let found = supplied.iter().find(|one| one.kind == kind);
    let evidence = found.map_or_else(|| words.say("benefit-no-evidence"), |one| draft.foreign(&one.evidence));
    let muted = |text: String| Cell { tone: Some(Tone::Muted), ..plain(text) };
    let mut cells = vec![with_detail(name, Some(evidence))];
    match found.and_then(|one| one.amount) {
        Some(amounts) => cells.extend(amounts.map(|value| muted(amount(figure, value, draft)))),
        None => cells.extend(["—", "—", "—"].map(|text| muted(text.to_owned()))),
    }
    row(cells)
}

fn note_id(note: BenefitNote) -> &'static str {
    match note {
        BenefitNote::OtherCausesNotControlled => "benefit-note-not-controlled",
        BenefitNote::DifferenceInDifferences => "benefit-note-differences",
        BenefitNote::WithinNoise => "benefit-note-within-noise",
        BenefitNote::EstimatedReferrals => "benefit-note-estimated-referrals",
        BenefitNote::Negative => "benefit-note-negative",
        BenefitNote::FixedCostStays => "benefit-note-fixed-cost",
        BenefitNote::OneOrderAssumed => "benefit-note-one-order",
    }
}

/// Benefits that were asked for and left out, with every reason.
fn skipped(draft: &Draft, benefits: &[BenefitOutcome]) -> Option<Block> {
    let mut items = Vec::new();
    for outcome in benefits {
        let BenefitOutcome::Skipped { benefit, reasons } = outcome else { continue };
        let reasons: Vec<String> = reasons.iter().map(|reason| missing(draft, reason)).collect();
        let args = [("benefit", name(draft, *benefit)), ("reasons", draft.list(&reasons))];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        items.push(draft.words.with("benefit-skipped", &args));
    }
    (!items.is_empty()).then_some(Block::List { items })
}

fn missing(draft: &Draft, reason: &MissingInput) -> String {
    let term = |name: &str| draft.words.find(&format!("term-{}", slug(name))).unwrap_or_else(|| name.replace('_', " "));
    match reason {
        MissingInput::Measured(name) => draft.words.with("missing-measured", &[("name", &term(name))]),
        MissingInput::Assumption(name) => draft.words.with("missing-assumption", &[("name", &term(name))]),
        MissingInput::Refused(name, refusal) => {
            let why = draft.words.say(refusal_id(*refusal));
            draft.words.with("missing-refused", &[("name", &term(name)), ("why", &why)])
        }
        MissingInput::OverlapsRetainedMargin => draft.words.say("missing-overlaps"),
        MissingInput::AverageCostAsMarginal => draft.words.say("missing-average-cost"),
        MissingInput::ProjectNotBegun => draft.words.say("missing-project-not-begun"),
    }
}

/// Why an assumption is refused, as a message.
pub fn refusal_id(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoSource => "refusal-no-source",
        Refusal::Unordered => "refusal-unordered",
        Refusal::Folklore(_) => "refusal-folklore",
        Refusal::RevenueNotMargin => "refusal-revenue",
    }
}

/// Cost → benefits → net.
fn waterfall(draft: &mut Draft, result: &EconomicResult, balance: &Balance, figure: &Figure) -> Option<Block> {
    let words = &draft.words;
    let step = |label: String, value: Decimal, total: bool| WaterfallStep {
        label,
        value: Labelled { value: number(value), label: figure.value(number(value), words) },
        total,
        tone: sign_tone(value),
    };
    // Benefits are changes against the baseline: so is the cost beside them, where the baseline has one.
    let (label, cost) = match balance.incremental_cost {
        Some(added) => ("step-cost-added", added),
        None => ("step-cost", balance.cost),
    };
    let left = balance.benefit.base - cost;
    let mut steps = vec![step(words.say(label), -cost, false)];
    for one in result.benefits.iter().filter_map(BenefitOutcome::computed) {
        steps.push(step(name(draft, one.benefit), one.amount.base, false));
    }
    if steps.len() < 2 {
        return None;
    }
    steps.push(step(words.say("step-net"), left, true));
    let listed: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, step.value.label)).collect();
    let net = amount(figure, left, draft);
    let benefit = amount(figure, balance.benefit.base, draft);
    let title = if balance.incremental_cost.is_some() { "net-title-added" } else { "net-title" };
    let note = if balance.incremental_cost.is_some() { "net-caption-added" } else { "net-caption" };
    let block = ChartBlock {
        id: "benefit-waterfall".to_owned(),
        title: words.with(title, &[("benefit", &benefit), ("net", &net)]),
        caption: words.say(note),
        alt: words.with("waterfall-alt", &[("steps", &draft.list(&listed))]),
    };
    let unit = figure.unit(words);
    draft.charts.insert(block.id.clone(), ChartData::Waterfall(Waterfall { steps, unit }));
    Some(Block::Chart(block))
}

fn balance_table(draft: &Draft, result: &EconomicResult, balance: &Balance, figure: &Figure) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let nothing = || say("no-figure");
    let same = |value: Decimal| vec![plain(""), plain(amount(figure, value, draft)), plain("")];
    let ratios = |found: Option<Scenario>| match found {
        Some(found) => [found.low, found.base, found.high].map(|value| plain(rounded(number(value), 2))).to_vec(),
        None => vec![plain(nothing()), plain(nothing()), plain(nothing())],
    };
    let mut rows = Vec::new();
    let mut line = |id: &str, cells: Vec<Cell>| {
        let mut all = vec![plain(say(id))];
        all.extend(cells);
        rows.push(row(all));
    };
    line("balance-cost", same(balance.cost));
    line("balance-benefit", scenario_cells(draft, figure, balance.benefit));
    line("balance-net", scenario_cells(draft, figure, balance.net));
    line("balance-ratio", ratios(balance.ratio));
    if let Some(cost) = balance.incremental_cost {
        line("balance-incremental", same(cost));
        if balance.incremental_ratio.is_some() {
            line("balance-incremental-ratio", ratios(balance.incremental_ratio));
        }
    }
    let base = baseline(draft, result);
    let mut notes = vec![draft.words.with("balance-note", &[("baseline", &base)])];
    if result.baseline == Some(Baseline::DifferenceInDifferences) {
        notes.push(draft.words.say("balance-note-differences"));
    }
    notes.push(draft.words.say("note-rounding"));
    let (id, caption) = ("balance-table".to_owned(), say("balance-caption"));
    table(Table { id, caption, columns: scenario_columns(draft, "column-item"), rows, notes })
}

fn check_callout(draft: &Draft, checks: &[Check]) -> Option<Block> {
    if checks.is_empty() {
        return None;
    }
    let holds = checks.iter().all(|check| check.holds);
    let line = |check: &Check| {
        let mark = if check.holds { "✓" } else { "✗" };
        format!("{mark} {}", draft.words.say(check_id(check.kind)))
    };
    let lines: Vec<String> = checks.iter().map(line).collect();
    let separator = draft.words.separator("clause-separator");
    Some(Block::Callout(Callout {
        tone: if holds { "note" } else { "fault" }.to_owned(),
        title: draft.words.say(if holds { "check-title-holds" } else { "check-title-fails" }),
        text: format!("{}{}", lines.join(&separator), draft.words.say("sentence-end")),
    }))
}

fn check_id(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::RetainedOrAcquisition => "check-retained-or-acquisition",
        CheckKind::RepeatWithoutRetained => "check-repeat-without-retained",
        CheckKind::MarginalNotAverage => "check-marginal",
        CheckKind::MarginNotRevenue => "check-margin",
        CheckKind::OneGeneration => "check-one-generation",
    }
}

fn appraisal_table(draft: &Draft, found: &Appraised, figure: &Figure) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = [
        "column-period",
        "column-flow-cost",
        "column-flow-benefit",
        "column-cumulative",
        "column-cumulative-discounted",
    ]
    .map(|id| column(say(id), "end", 1.2))
    .to_vec();
    let flow = |value: &Decimal| plain(amount(figure, *value, draft));
    let rows = (0..found.costs.len())
        .map(|at| {
            let mut cells = vec![plain(at.to_string()), flow(&found.costs[at]), flow(&found.benefits[at])];
            cells.extend([&found.cumulative[at], &found.cumulative_discounted[at]].map(flow));
            row(cells)
        })
        .collect();
    let percent = |value: Decimal| format!("{}%", rounded(100.0 * number(value), 1));
    let nothing = || say("no-figure");
    let periods = |value: Option<Decimal>| {
        value.map_or_else(
            || say("payback-none"),
            |value| draft.words.with("payback-periods", &[("n", &rounded(number(value), 1))]),
        )
    };
    let args = [
        ("rate", format!("{}%", rounded(100.0 * number(found.rate), 2))),
        ("costs", amount(figure, found.present_costs, draft)),
        ("benefits", amount(figure, found.present_benefits, draft)),
        ("npv", amount(figure, found.net_present_value, draft)),
        ("bcr", found.benefit_cost_ratio.map_or_else(nothing, |value| rounded(number(value), 2))),
        ("roi", found.return_on_investment.map_or_else(nothing, percent)),
        ("payback", periods(found.payback)),
        ("payback_discounted", periods(found.payback_discounted)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let notes = vec![draft.words.with("appraisal-result", &args), say("appraisal-note")];
    table(Table { id: "appraisal-table".to_owned(), caption: say("appraisal-caption"), columns, rows, notes })
}
