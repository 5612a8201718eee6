//! The first page: how many reports stand, what is missed, what got worse, what has not arrived.

use super::wall::{Tallied, state_cell};
use super::worse::Worse;
use super::{Board, Member, Stand, Written};
use crate::report::draft::{column, plain, row, table};
use crate::report::model::{Block, KeyFigure, Table, Tone};
use crate::report::text::grouped;
use std::cmp::Reverse;

/// Most lines of the list of what needs a person.
const MOST: usize = 20;

/// The title, four figures, and what needs a person.
pub(super) fn write(board: &Board, worse: &Worse) -> Written {
    let words = &board.voice().words;
    let (all, current) = (board.members.len(), stands(board, Stand::Current));
    let tallied = Tallied::of(board);
    let title = words.count(
        "portfolio-overview-title",
        all as u64,
        &[
            ("n", &grouped(all as u64)),
            ("current", &grouped(current as u64)),
            ("missed", &grouped(tallied.missed as u64)),
            ("targets", &grouped(tallied.targets as u64)),
            ("worse", &grouped(worse.listed.len() as u64)),
        ],
    );
    let mut blocks = vec![Block::KeyFigures { items: figures(board, worse, &tallied) }];
    blocks.extend(needed(board));
    (title, blocks)
}

fn stands(board: &Board, stand: Stand) -> usize {
    board.members.iter().filter(|one| one.client.stand == stand).count()
}

fn figures(board: &Board, worse: &Worse, tallied: &Tallied) -> Vec<KeyFigure> {
    let words = &board.voice().words;
    let tone = |bad: bool| if bad { Tone::Bad } else { Tone::Good };
    let verdict = |bad: bool| board.say(if bad { "portfolio-to-do" } else { "portfolio-in-order" });
    let of = |id: &str, (value, whole): (usize, usize), bad: bool| {
        let context = words.with(&format!("portfolio-{id}-of"), &[("n", &grouped(whole as u64))]);
        let value = (grouped(value as u64), String::new());
        KeyFigure::of(board.say(&format!("portfolio-{id}")), value, context, (tone(bad), verdict(bad)))
    };
    let all = board.members.len();
    let current = stands(board, Stand::Current);
    let deliveries = || board.members.iter().map(|one| &one.client.deliveries);
    let (recipients, sent) = (deliveries().map(|one| one.recipients).sum(), deliveries().map(|one| one.sent).sum());
    let late = deliveries().any(|one| one.overdue || one.failed > 0 || one.unknown > 0);
    let mut items = vec![
        of("figure-current", (current, all), current < all),
        of("figure-missed", (tallied.missed, tallied.targets), tallied.missed > 0),
        of("figure-worse", (worse.listed.len(), worse.tested), !worse.listed.is_empty()),
    ];
    let mut sent = of("figure-sent", (sent, recipients), late);
    if recipients == 0 {
        (sent.tone, sent.verdict) = (Tone::Neutral, board.say("portfolio-nobody"));
    }
    items.push(sent);
    if tallied.targets == 0 {
        (items[1].tone, items[1].verdict) = (Tone::Neutral, board.say("standing-no-target"));
    }
    items
}

/// Every report that a person has to look at, and why; nothing when there is none.
fn needed(board: &Board) -> Option<Block> {
    let line = |one: &&Member| {
        let reasons = reasons(board, one);
        let told = reasons.join(&board.voice().words.separator("clause-separator"));
        (!reasons.is_empty()).then(|| row(vec![plain(one.name()), state_cell(board, one), plain(told)]))
    };
    let mut order: Vec<&Member> = board.members.iter().collect();
    order.sort_by_key(|one| gravity(one));
    let mut rows: Vec<_> = order.iter().filter_map(line).collect();
    let more = rows.len().saturating_sub(MOST) as u64;
    rows.truncate(MOST);
    let columns = vec![
        column(board.say("portfolio-column-client"), "start", 1.4),
        column(board.say("portfolio-column-report"), "start", 1.2),
        column(board.say("portfolio-column-why"), "start", 4.0),
    ];
    let caption = board.say("portfolio-needed-caption");
    let mut notes = vec![board.say("portfolio-needed-note")];
    if more > 0 {
        notes.push(board.voice().words.count("portfolio-more-lines", more, &[("n", &grouped(more))]));
    }
    table(Table { id: "portfolio-needed".to_owned(), caption, columns, rows, notes })
}

/// The gravest first: what is not made, then what nobody knows of, was refused or is late.
fn gravity(one: &Member) -> (u8, Reverse<usize>, Reverse<usize>) {
    let stand = match one.client.stand {
        Stand::Failed | Stand::Unreadable => 0,
        Stand::Held => 1,
        Stand::Missing => 2,
        Stand::Current => 3,
    };
    let deliveries = &one.client.deliveries;
    let late = if deliveries.overdue { deliveries.open() } else { 0 };
    (stand, Reverse(deliveries.unknown + deliveries.failed), Reverse(late))
}

/// What is the matter with a report, apart from its figures.
fn reasons(board: &Board, one: &Member) -> Vec<String> {
    let words = &board.voice().words;
    let mut reasons = Vec::new();
    match one.client.stand {
        Stand::Current => {}
        Stand::Held => reasons.push(super::gate::in_brief(one).unwrap_or_else(|| board.say("portfolio-why-held"))),
        Stand::Missing => reasons.push(board.say("portfolio-why-missing")),
        Stand::Failed | Stand::Unreadable => {
            reasons.extend(one.client.reasons.first().cloned().or_else(|| Some(board.say("portfolio-why-failed"))));
        }
    }
    let deliveries = &one.client.deliveries;
    let mut told = |id: &str, count: usize| {
        if count > 0 {
            reasons.push(words.count(id, count as u64, &[("n", &grouped(count as u64))]));
        }
    };
    told("portfolio-why-unknown", deliveries.unknown);
    told("portfolio-why-undelivered", deliveries.failed);
    told("portfolio-why-overdue", if deliveries.overdue { deliveries.open() } else { 0 });
    if one.client.outdated {
        reasons.push(board.say("portfolio-why-outdated"));
    }
    reasons
}
