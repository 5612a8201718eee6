//! The executive summary (R2): the findings, the headline figures, one decision.

use super::{Written, finding};
use crate::domain::Direction;
use crate::insight::{Judgement, Standing, tally};
use crate::metrics::definition::{Definition, Family};
use crate::report::draft::{Draft, sign};
use crate::report::model::{Block, Callout, Finding, KeyFigure, Tone};

/// Most headline figures.
const MOST_FIGURES: usize = 6;

/// The summary; it exists for every report, however little data there is.
pub fn write(draft: &mut Draft) -> Written {
    let told = draft.findings;
    let findings: Vec<Finding> = told.iter().filter_map(|one| finding::write(draft, one)).collect();
    let limited = limited(draft);
    let mut blocks = Vec::new();
    let title = match (&limited, findings.is_empty()) {
        (None, false) => verdict(draft),
        (None, true) => draft.words.say("summary-title-quiet"),
        (Some(_), _) => limited_title(draft),
    };
    if limited.is_some() || findings.is_empty() {
        blocks.push(Block::Paragraph { text: format!("{}{}", verdict(draft), draft.words.say("sentence-end")) });
    }
    blocks.extend(limited.map(Block::Callout));
    let figures = key_figures(draft);
    if !figures.is_empty() {
        blocks.push(Block::KeyFigures { items: figures });
    }
    if findings.is_empty() {
        blocks.push(Block::Paragraph { text: draft.words.say("summary-no-findings") });
    } else {
        blocks.push(Block::Findings { items: findings });
    }
    let asked = told.iter().find(|one| one.judgement == Judgement::Bad).or(told.first());
    if let Some(text) = asked.and_then(|one| finding::decision(draft, one)) {
        let title = draft.words.say("decision-title");
        blocks.push(Block::Callout(Callout { tone: "note".to_owned(), title, text }));
    }
    (title, blocks)
}

/// The overall verdict in one sentence, without its end mark: it is the title where data suffice.
fn verdict(draft: &Draft) -> String {
    let tally = tally(&draft.scene);
    let quarter = draft.dates.quarter(draft.quarter());
    let mut clauses = Vec::new();
    let number = |count: usize| count.to_string();
    if tally.with_target > 0 {
        let parts =
            draft.counts(&[("part-met", tally.met), ("part-missed", tally.missed), ("part-unclear", tally.unclear)]);
        let args = [("quarter", quarter.as_str()), ("targets", &number(tally.with_target)), ("parts", &parts)];
        let id = if tally.met == tally.with_target { "verdict-all-met" } else { "verdict-targets" };
        clauses.push(draft.words.count(id, tally.with_target as u64, &args));
    } else {
        let args = [("quarter", quarter.as_str()), ("shown", &number(tally.shown))];
        clauses.push(draft.words.count("verdict-no-targets", tally.shown as u64, &args));
    }
    clauses.extend(draft.moved("verdict-moved", moved(draft)));
    if tally.small_base > 0 {
        let args = [("count_text", number(tally.small_base))];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        clauses.push(draft.words.count("verdict-small-base", tally.small_base as u64, &args));
    }
    clauses.join(&draft.words.separator("clause-separator"))
}

/// Scorecard metrics that improved and that worsened significantly, year on year.
fn moved(draft: &Draft) -> (usize, usize) {
    let verdicts = draft.scene.shown().filter_map(|one| draft.scene.year_on_year(one).ok()?.verdict());
    verdicts.fold((0, 0), |(better, worse), good| if good { (better + 1, worse) } else { (better, worse + 1) })
}

/// Said when fewer than half of the scorecard's metrics can be judged, or a quarter is missing.
fn limited(draft: &Draft) -> Option<Callout> {
    let (judged, all) = judged(draft);
    let missing = draft.scene.missing_quarters();
    if 2 * judged >= all && missing.is_empty() {
        return None;
    }
    let policy = &draft.inputs.config.statistics;
    let (judged, all, n) = (judged.to_string(), all.to_string(), policy.verdict_n.to_string());
    let mut clauses = vec![draft.words.with("limited-judged", &[("all", &all), ("judged", &judged), ("n", &n)])];
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|quarter| draft.dates.short(*quarter)).collect();
        clauses.push(draft.words.with("limited-missing", &[("quarters", &draft.list(&names))]));
    }
    clauses.push(draft.words.say("limited-read"));
    let title = draft.words.say("limited-title");
    Some(Callout { tone: "warning".to_owned(), title, text: finding::sentence(draft, &clauses) })
}

fn limited_title(draft: &Draft) -> String {
    let (judged, all) = judged(draft);
    draft.words.with("summary-title-limited", &[("all", &all.to_string()), ("judged", &judged.to_string())])
}

/// How many main metrics can be judged, of the number that a full scorecard holds.
fn judged(draft: &Draft) -> (usize, usize) {
    let all: Vec<&Definition> = draft.scene.scorecard().filter(|one| one.family != Family::Volume).collect();
    let full = all.len().min(super::scorecard::MOST);
    (all.iter().filter(|one| draft.scene.judged(one)).count().min(full), full)
}

/// Metrics of the findings first, then those with a target, then the others; one per card.
fn key_figures(draft: &Draft) -> Vec<KeyFigure> {
    let mut wanted: Vec<&Definition> = Vec::new();
    let told = draft.findings.iter().flat_map(|one| std::iter::once(&one.metric).chain(&one.also));
    let with_target = draft.scene.shown().filter(|one| draft.scene.target(&one.id).is_some());
    let rest = draft.scene.shown().filter(|one| one.better != Direction::TargetRange);
    for definition in told.filter_map(|id| draft.scene.definition(id)).chain(with_target).chain(rest) {
        let card = |one: &Definition| one.card.clone().unwrap_or_else(|| one.id.clone());
        let shown = draft.scene.shown().any(|one| one.id == definition.id);
        if shown && !wanted.iter().any(|one| card(one) == card(definition)) {
            wanted.push(definition);
        }
    }
    wanted.truncate(MOST_FIGURES);
    wanted.into_iter().filter_map(|one| key_figure(draft, one)).collect()
}

/// A headline figure with target, change and n.
pub fn key_figure(draft: &Draft, definition: &Definition) -> Option<KeyFigure> {
    let now = draft.scene.now(&definition.id)?;
    let figure = draft.figure(&definition.id);
    let (mut value, unit) = figure.apart(now.value.or(now.at_least)?, &draft.words);
    if now.value.is_none() {
        value = format!("≥ {value}");
    }
    value.push_str(sign(now));
    let mut context = Vec::new();
    if let Some(target) = draft.target(&definition.id) {
        context.push(draft.words.with("context-target", &[("target", &target)]));
    }
    if let Ok(change) = draft.scene.year_on_year(definition) {
        context.push(finding::change_clause(draft, definition, &change, draft.quarter().year_before()));
    }
    context.push(draft.words.with("n-is", &[("n", &crate::report::text::grouped(now.n))]));
    let standing = draft.scene.standing(definition);
    let (tone, _, verdict) = draft.standing(standing);
    let tone = if standing == Standing::NoTarget { Tone::Neutral } else { tone };
    let separator = draft.words.separator("clause-separator");
    Some(KeyFigure { label: draft.title_of(definition), value, unit, context: context.join(&separator), tone, verdict })
}
