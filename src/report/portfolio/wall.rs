//! The wall: clients down, main metrics across, each cell with its verdict as a sign, a word for the ear and a colour.

use super::{Board, Member, Stand, Written};
use crate::catalogue::definition::Definition;
use crate::gate::Outcome;
use crate::insight::{Standing, tally};
use crate::report::draft::{column, plain, row};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::grouped;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Most metrics across: what a landscape page holds.
const MOST: usize = 8;

/// Targets of all reports, and how many of them are missed.
pub(super) struct Tallied {
    /// Targets of the reports whose figures are shown.
    pub(super) targets: usize,
    /// Missed for certain.
    pub(super) missed: usize,
}

impl Tallied {
    pub(super) fn of(board: &Board) -> Self {
        let tallies = board.members.iter().filter(|one| one.has_figures()).map(|one| tally(&one.draft.scene));
        tallies.fold(Self { targets: 0, missed: 0 }, |sum, one| Self {
            targets: sum.targets + one.with_target,
            missed: sum.missed + one.missed,
        })
    }
}

/// The wall; nothing when no report has a figure.
pub(super) fn write(board: &Board) -> Option<Written> {
    let metrics = metrics(board);
    if metrics.is_empty() {
        return None;
    }
    let words = &board.voice().words;
    let mut order: Vec<&Member> = board.members.iter().collect();
    order.sort_by_key(|one| rank(one));
    let rows: Vec<Row> = order.iter().map(|one| line(board, one, &metrics)).collect();
    let mut columns = vec![
        column(board.say("portfolio-column-client"), "start", 1.9),
        column(board.say("portfolio-column-report"), "start", 1.3),
    ];
    columns.extend(metrics.iter().map(|(_, title)| column(title.clone(), "end", 1.3)));
    let quarter = board.voice().dates.short(board.portfolio.quarter);
    let known = left_out(board, &metrics);
    let mut notes = vec![board.say("portfolio-wall-legend")];
    if known > 0 {
        notes.push(words.count("portfolio-wall-more", known as u64, &[("n", &grouped(known as u64))]));
    }
    let wall = Table {
        id: "portfolio-wall-table".to_owned(),
        caption: words.with("portfolio-wall-caption", &[("quarter", &quarter)]),
        columns,
        rows,
        notes,
    };
    Some((title(board), vec![Block::Heat(wall)]))
}

fn title(board: &Board) -> String {
    let words = &board.voice().words;
    let missing = |one: &&Member| one.has_figures() && tally(&one.draft.scene).missed > 0;
    let with = board.members.iter().filter(missing).count();
    let shown = board.members.iter().filter(|one| one.has_figures()).count();
    let args = [("n", grouped(with as u64)), ("all", grouped(shown as u64))];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    match with {
        0 => words.with("portfolio-wall-title-none", &args),
        _ => words.count("portfolio-wall-title", with as u64, &args),
    }
}

/// The worst first: most missed targets, then most that are just missed, then as configured.
fn rank(one: &Member) -> (bool, Reverse<usize>, Reverse<usize>) {
    let tally = if one.has_figures() { tally(&one.draft.scene) } else { Default::default() };
    (!one.has_figures(), Reverse(tally.missed), Reverse(tally.just_missed))
}

/// The metrics across: those that most reports have a target for, then those that most have a figure of, then in the
/// order in which they are found; with the name that the first of these reports gives them.
fn metrics<'d>(board: &Board<'d, '_>) -> Vec<(&'d str, String)> {
    let mut counts: BTreeMap<&str, (usize, usize, usize, String)> = BTreeMap::new();
    let mut found = 0;
    for one in &board.members {
        for metric in one.metrics() {
            let entry = counts.entry(&metric.id).or_insert_with(|| {
                found += 1;
                (0, 0, found, one.draft.title_of(metric))
            });
            entry.0 += usize::from(one.draft.scene.target(&metric.id).is_some());
            entry.1 += 1;
        }
    }
    let mut order: Vec<_> = counts.into_iter().collect();
    order.sort_by_key(|(_, (targets, figures, place, _))| (Reverse(*targets), Reverse(*figures), *place));
    order.truncate(MOST);
    order.into_iter().map(|(id, (.., title))| (id, title)).collect()
}

/// Targets of reports that no column shows.
fn left_out(board: &Board, metrics: &[(&str, String)]) -> usize {
    let shown = |one: &&Definition| metrics.iter().any(|(id, _)| *id == one.id);
    let of = |one: &Member| one.draft.scene.targeted().filter(|metric| !shown(metric)).count();
    board.members.iter().filter(|one| one.has_figures()).map(of).sum()
}

fn line(board: &Board, one: &Member, metrics: &[(&str, String)]) -> Row {
    let mut cells = vec![Cell { detail: Some(one.client.config.id.clone()), ..plain(one.name()) }];
    cells.push(state_cell(board, one));
    cells.extend(metrics.iter().map(|(id, _)| cell(board, one, id)));
    row(cells)
}

/// A figure with the sign of its verdict, and its target below.
fn cell(board: &Board, one: &Member, metric: &str) -> Cell {
    let none = || Cell { tone: Some(Tone::Muted), ..plain(board.say("no-figure")) };
    let scene = &one.draft.scene;
    let found = scene.definition(metric).zip(scene.now(metric)).filter(|_| one.has_figures());
    let Some((definition, now)) = found else { return none() };
    let standing = scene.standing(definition);
    let (tone, symbol, _) = one.draft.standing(standing);
    let value = one.draft.value(now);
    let told = one.draft.target(metric).map(|target| one.draft.words.with("portfolio-target", &[("target", &target)]));
    match standing {
        // Without a target there is no verdict, and the figure is none the weaker.
        Standing::NoTarget => plain(value),
        _ => Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), detail: told, ..plain(value) },
    }
}

/// How a report stands: its sign, a word, and whose figures are shown.
pub(super) fn state_cell(board: &Board, one: &Member) -> Cell {
    let gate = one.client.gate.as_ref();
    let overridden = gate.is_some_and(|verdict| verdict.overridden.is_some());
    let warned = gate.is_some_and(|verdict| verdict.outcome == Outcome::Warn);
    let (tone, symbol, id) = match one.client.stand {
        Stand::Current if overridden => (Tone::Caution, "▲", "portfolio-state-overridden"),
        Stand::Current if warned => (Tone::Caution, "▲", "portfolio-state-warned"),
        Stand::Current => (Tone::Good, "✓", "portfolio-state-current"),
        Stand::Held => (Tone::Bad, "■", "portfolio-state-held"),
        Stand::Failed => (Tone::Bad, "✗", "portfolio-state-failed"),
        Stand::Unreadable => (Tone::Bad, "✗", "portfolio-state-unreadable"),
        Stand::Missing => (Tone::Muted, "–", "portfolio-state-missing"),
    };
    let older = one.client.issue.filter(|_| one.client.stand != Stand::Current);
    let detail = match older {
        Some(issue) => Some(board.voice().words.with("portfolio-older-issue", &[("issue", &issue.to_string())])),
        None if one.client.outdated => Some(board.say("portfolio-outdated")),
        None => None,
    };
    Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), detail, ..plain(board.say(id)) }
}
