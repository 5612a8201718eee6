//! Cost and benefit (R13): the message, one page of summary for management, then cost, benefits,
//! processes and initiatives, marginal analysis, assumptions, and what is not counted.

use super::{Written, assumptions, benefits, costs, economics_summary, initiatives, marginal};
use crate::catalogue::ids;
use crate::config::EditionKind;
use crate::economics::{AppraisalError, EconomicResult};
use crate::report::draft::{Draft, plain};
use crate::report::model::{Block, Callout, Cell, Tone};
use crate::report::text::{Figure, rounded, signed};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The section; nothing without cost lines, benefits, initiatives or an appraisal.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let result = draft.inputs.economics?;
    let mut details = costs::blocks(draft, result);
    details.extend(benefits::blocks(draft, result));
    details.extend(initiatives::blocks(draft, result));
    details.extend(marginal::blocks(draft, result));
    details.extend(assumptions::table_of(draft, result));
    if details.is_empty() {
        return None;
    }
    let mut blocks = economics_summary::blocks(draft, result);
    if draft.inputs.config.edition == EditionKind::Full {
        blocks.extend(details);
    }
    Some((economics_summary::title(draft, result), blocks))
}

/// For a report without any cost: which file would bring the chapter.
pub fn absent(draft: &Draft) -> Option<Block> {
    if draft.inputs.economics.is_some_and(|result| result.costs.is_some()) {
        return None;
    }
    let (title, text) = (draft.words.say("no-costs-title"), draft.words.say("no-costs-text"));
    Some(Block::Callout(Callout { tone: "note".to_owned(), title, text }))
}

/// An amount as a plotted number.
pub fn number(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(f64::NAN)
}

/// A message with owned values.
pub fn told(draft: &Draft, id: &str, args: &[(&str, String)]) -> String {
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with(id, &args)
}

/// Why an appraisal could not be computed, as a message.
pub fn error_id(error: AppraisalError) -> &'static str {
    match error {
        AppraisalError::Empty => "appraisal-error-empty",
        AppraisalError::Rate => "appraisal-error-rate",
        AppraisalError::Overflow => "appraisal-error-overflow",
        AppraisalError::Identity => "appraisal-error-identity",
    }
}

/// A heading of the chapter.
pub fn heading(draft: &Draft, id: &str) -> Block {
    Block::Heading { text: draft.words.say(id), id: id.to_owned() }
}

/// How the amounts of the section are printed: one unit for all its tables.
pub fn money(draft: &Draft, result: &EconomicResult) -> Figure {
    let totals = result.costs.iter().flat_map(|costs| &costs.quarters).map(|quarter| number(quarter.total).abs());
    let benefits = result.benefit_total.map(|amount| number(amount.high).abs());
    let flows = result.appraisal.iter().flatten().flat_map(|found| found.costs.iter().chain(&found.benefits));
    let worths = result.programmes.iter().flatten().map(|one| number(one.appraised.present_costs).abs());
    let flows = flows.map(|flow| number(*flow).abs());
    let largest = totals.chain(benefits).chain(flows).chain(worths).fold(0.0, f64::max);
    Figure::money(&draft.inputs.config.currency, largest)
}

/// Period, source and date of the cost figures.
pub fn caption(draft: &Draft) -> String {
    draft.provenance(&draft.scene.definition(ids::SERVICE_COST).into_iter().collect::<Vec<_>>())
}

/// A share in percent.
pub fn share(part: Decimal, whole: Decimal) -> String {
    if whole.is_zero() { "—".to_owned() } else { percent(number(part) / number(whole), 1) }
}

/// A share as percent with decimals.
pub fn percent(share: f64, decimals: u8) -> String {
    format!("{}%", rounded(100.0 * share, decimals))
}

/// A simulated probability as percent; never 0 or 100, which no number of draws can show.
pub fn chance(share: f64) -> String {
    match share {
        share if share > 0.995 => ">99%".to_owned(),
        share if share < 0.005 => "<1%".to_owned(),
        share => percent(share, 0),
    }
}

/// Relative change in percent; 不适用 without a positive base.
pub fn relative(draft: &Draft, now: Option<Decimal>, before: Option<Decimal>) -> Cell {
    match (now, before) {
        (Some(now), Some(before)) if before > Decimal::ZERO => {
            let change = 100.0 * (number(now) - number(before)) / number(before);
            let text = format!("{}%", signed(change, 1));
            let moved = text.starts_with('+') || text.starts_with(crate::report::text::MINUS);
            let symbol = moved.then(|| if change > 0.0 { "▲" } else { "▼" }.to_owned());
            Cell { symbol, ..plain(text) }
        }
        (Some(_), Some(_)) => plain(draft.words.say("change-base-zero")),
        _ => plain(draft.words.say("no-figure")),
    }
}

/// Tone of an amount by its sign.
pub fn sign_tone(amount: Decimal) -> Tone {
    tone_of(number(amount))
}

/// Tone of a number by its sign.
pub fn tone_of(amount: f64) -> Tone {
    if amount > 0.0 {
        Tone::Good
    } else if amount < 0.0 {
        Tone::Bad
    } else {
        Tone::Neutral
    }
}
