//! The executive summary (R2), one page: what happened and why, the headline figures, how it came about,
//! what else matters, what to decide. n, intervals and tests stand in the scorecard and the annex.

mod facts;
mod quiet;

use super::{Written, economics_summary, events, exhibit, finding, recommendations, scorecard, tiles, trends};
use crate::catalogue::definition::{Definition, Family};
use crate::domain::Unit;
use crate::insight::{Finding, Judgement, Signal, Standing, Tally, tally};
use crate::report::draft::Draft;
use crate::report::model::{self, Block, Callout, DecisionOption};

/// Most messages below the exhibit.
const MOST_MESSAGES: usize = 3;

/// The summary; it exists for every report, however little data there is.
pub fn write(draft: &mut Draft) -> Written {
    let told = draft.findings;
    let tally = tally(&draft.scene);
    let limited = limited(draft);
    let first = first(draft, told);
    let (title, used) = match &limited {
        Some(_) => (facts::limited_title(draft), None),
        None => verdict(draft, &tally, first),
    };
    let lead = lead(draft, used);
    let mut blocks = Vec::new();
    if !lead.is_empty() {
        blocks.push(Block::Lead { text: lead });
    }
    let counted = limited.is_none() && used.is_none() && is_counted(&tally);
    blocks.push(Block::List { items: facts::of(draft, &tally, (first, counted)) });
    blocks.extend(limited.map(Block::Callout));
    let figures = tiles::of_summary(draft);
    if !figures.is_empty() {
        blocks.push(Block::KeyFigures { items: figures });
    }
    blocks.extend(first.and_then(|one| exhibit::of(draft, one)));
    let messages = messages(draft, told, used);
    if told.is_empty() {
        blocks.push(Block::Paragraph { text: quiet::no_findings(draft) });
    }
    if !messages.is_empty() {
        blocks.push(Block::Messages { items: messages });
    }
    blocks.extend(decision(draft, first));
    (title, blocks)
}

/// The findings with all that they stand on, for the annex.
pub fn findings(draft: &mut Draft) -> Option<Block> {
    let told = draft.findings;
    let items: Vec<model::Finding> = told.iter().filter_map(|one| finding::write(draft, one)).collect();
    (!items.is_empty()).then_some(Block::Findings { items })
}

/// What the page is about: a target missed beyond chance, else what is bad, else the heaviest.
fn first<'a>(draft: &Draft, told: &'a [Finding]) -> Option<&'a Finding> {
    let bad = |one: &&Finding| one.judgement == Judgement::Bad;
    let missed = |one: &&Finding| {
        draft.scene.definition(&one.metric).is_some_and(|found| draft.scene.standing(found) == Standing::Missed)
    };
    told.iter().find(|one| bad(one) && missed(one)).or_else(|| told.iter().find(bad)).or(told.first())
}

/// The verdict in one sentence, and the finding that it tells.
fn verdict<'a>(draft: &Draft, tally: &Tally, first: Option<&'a Finding>) -> (String, Option<&'a Finding>) {
    let headline = first.and_then(|one| Some((one, with_target(draft, one)?)));
    let all_met = tally.with_target > 0 && tally.missed + tally.just_missed + tally.unjudged == 0;
    match headline {
        Some((one, text)) if one.judgement == Judgement::Bad && !all_met => (text, Some(one)),
        Some((one, text)) if one.judgement == Judgement::Bad => {
            let args = [("targets", tally.with_target.to_string()), ("headline", text)];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            (draft.words.count("verdict-met-but", tally.with_target as u64, &args), Some(one))
        }
        _ if all_met => {
            let args = [("quarter", draft.dates.quarter(draft.quarter())), ("targets", tally.with_target.to_string())];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            (draft.words.count("verdict-all-met", tally.with_target as u64, &args), None)
        }
        _ if tally.met > 0 && tally.missed + tally.just_missed == 0 => {
            let met = tally.met + tally.met_narrowly;
            let id = if tally.unjudged > 0 { "verdict-some-unjudged" } else { "verdict-none-missed" };
            let args = [
                ("unjudged", tally.unjudged.to_string()),
                ("quarter", draft.dates.quarter(draft.quarter())),
                ("met", met.to_string()),
                ("targets", tally.with_target.to_string()),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            (draft.words.count(id, tally.with_target as u64, &args), None)
        }
        Some((one, text)) => (text, Some(one)),
        None => (facts::off_target(draft).unwrap_or_else(|| draft.words.say("summary-title-quiet")), None),
    }
}

/// The message of a finding, with the target that its metric misses.
fn with_target(draft: &Draft, told: &Finding) -> Option<String> {
    let headline = finding::headline(draft, told)?;
    let definition = draft.scene.definition(&told.metric)?;
    let missed = matches!(draft.scene.standing(definition), Standing::Missed | Standing::JustMissed { .. });
    match draft.target(&told.metric) {
        Some(target) if missed && !headline.contains(&target) => {
            // The unit stands beside the value already.
            let figure = draft.figure(&told.metric);
            let alone = draft.scene.target(&told.metric).filter(|one| one.upper.is_none());
            let alone = alone.map(|one| figure.apart(one.value, &draft.words));
            let is_rate = matches!(definition.unit, Unit::PerHundred | Unit::PerTenThousand | Unit::PerMillion);
            let alone = alone.filter(|(_, unit)| is_rate && headline.contains(unit));
            let target = alone.map_or(target, |(number, _)| number);
            Some(draft.words.with("headline-with-target", &[("headline", &headline), ("target", &target)]))
        }
        _ => Some(headline),
    }
}

/// The line under the title: what stands behind the first finding; without one, what moved since last year.
fn lead(draft: &Draft, first: Option<&Finding>) -> String {
    match first {
        Some(one) => finding::line(draft, one).unwrap_or_default(),
        None => trends::moved(draft).map(|moved| finding::sentence(draft, &[moved])).unwrap_or_default(),
    }
}

/// Whether a verdict without a finding counts the targets.
fn is_counted(tally: &Tally) -> bool {
    tally.with_target > 0 && tally.missed + tally.just_missed == 0 && tally.met + tally.met_narrowly > 0
}

/// Further findings and what it costs, each a bold line and one more.
fn messages(draft: &Draft, told: &[Finding], used: Option<&Finding>) -> Vec<model::Message> {
    // The lead has said how far the industry is.
    let said = |one: &Finding| matches!(one.signal, Signal::Benchmark(_));
    let rest = told.iter().filter(|one| !said(one) && used.is_none_or(|used| *one != used));
    let mut items: Vec<model::Message> = rest.filter_map(|one| finding::message(draft, one)).collect();
    let money = draft.inputs.economics.and_then(|result| economics_summary::message(draft, result));
    items.truncate(MOST_MESSAGES - usize::from(money.is_some()));
    items.extend(money);
    items
}

/// What answers the first finding itself: a look at what was introduced in its time, or a search for its cause.
fn answer(draft: &Draft, first: &Finding) -> Option<DecisionOption> {
    let definition = draft.scene.definition(&first.metric)?;
    let open = || draft.words.say("option-open");
    let owner = draft.owner_of(definition);
    if first.judgement != Judgement::Bad {
        return None;
    }
    let event = match &first.signal {
        Signal::Causes(found) => found.first().and_then(|cause| events::near(draft, definition, cause)),
        _ => None,
    };
    let text = match event {
        Some(event) => draft.words.with("option-review-event", &[("event", &event)]),
        None if finding::searched_in_vain(draft, definition) => {
            draft.words.with("option-find-out", &[("what", &finding::headline(draft, first)?)])
        }
        None => return None,
    };
    let note = owner.clone().unwrap_or_else(|| draft.words.say("option-nobody"));
    Some(DecisionOption { text, cost: String::new(), owner: owner.unwrap_or_else(open), due: open(), note })
}

/// The metrics that this page speaks of: those of its findings, and every target that is missed.
fn concerns(draft: &Draft) -> Vec<String> {
    let told = draft.findings.iter().filter(|one| one.judgement == Judgement::Bad);
    let told = told.flat_map(|one| std::iter::once(&one.metric).chain(&one.also)).cloned();
    let off = |one: &&Definition| matches!(draft.scene.standing(one), Standing::Missed | Standing::JustMissed { .. });
    told.chain(draft.scene.targeted().filter(off).map(|one| one.id.clone())).collect()
}

/// What is asked: the advice that answers the first finding, then the rest in its order.
fn decision(draft: &Draft, first: Option<&Finding>) -> Option<Block> {
    let title = draft.words.say("decision-title");
    let mut options: Vec<DecisionOption> = first.and_then(|one| answer(draft, one)).into_iter().collect();
    options.extend(recommendations::options(draft, &concerns(draft)));
    options.truncate(recommendations::MOST_OPTIONS);
    if !options.is_empty() {
        return Some(Block::Decision { title, options });
    }
    let text = finding::decision(draft, first?)?;
    Some(Block::Callout(Callout { tone: "note".to_owned(), title, text }))
}

/// Said when fewer than half of the scorecard's metrics can be judged, or a quarter is missing.
fn limited(draft: &Draft) -> Option<Callout> {
    let (judged, all) = judged(draft);
    let missing = draft.scene.missing_quarters();
    if 2 * judged >= all && missing.is_empty() {
        return None;
    }
    let (judged, all) = quiet::judged_of_all(draft);
    let (judged, all, reasons) = (judged.to_string(), all.to_string(), quiet::reasons_in_words(draft));
    let args = [("all", all.as_str()), ("judged", &judged), ("reasons", &reasons)];
    let mut clauses = vec![draft.words.with("limited-judged", &args)];
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|quarter| draft.dates.short(*quarter)).collect();
        clauses.push(draft.words.with("limited-missing", &[("quarters", &draft.list(&names))]));
    }
    clauses.push(draft.words.say("limited-read"));
    let title = draft.words.say(quiet::title(draft));
    Some(Callout { tone: "warning".to_owned(), title, text: finding::sentence(draft, &clauses) })
}

/// How many main metrics can be judged, of the number that a full scorecard holds.
fn judged(draft: &Draft) -> (usize, usize) {
    let all: Vec<&Definition> = draft.scene.scorecard().filter(|one| one.family != Family::Volume).collect();
    let full = all.len().min(scorecard::MOST);
    (all.iter().filter(|one| draft.scene.judged(one)).count().min(full), full)
}
