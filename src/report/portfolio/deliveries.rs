//! What has arrived: of each report its issue, its release and what the ledger knows of its messages. Names nobody who
//! receives anything.

use super::{Approval, Board, Deliveries, Member, Written};
use crate::report::draft::{column, plain, row, total, with_detail};
use crate::report::model::{Block, Callout, Cell, Row, Table, Tone};
use crate::report::text::grouped;
use std::cmp::Reverse;

/// The table, after a warning where the ledger cannot be trusted.
pub(super) fn write(board: &Board) -> Written {
    let words = &board.voice().words;
    let mut blocks: Vec<Block> = board.portfolio.ledger_doubt.iter().map(|doubt| doubtful(board, doubt)).collect();
    let mut served: Vec<&Member> = board.members.iter().filter(|one| one.client.config.delivery.is_some()).collect();
    if served.is_empty() {
        blocks.push(Block::Paragraph { text: board.say("portfolio-deliveries-none") });
        return (board.say("portfolio-deliveries-title-none"), blocks);
    }
    let bad = |one: &Member| {
        let found = &one.client.deliveries;
        (found.overdue, found.unknown + found.failed, found.open())
    };
    served.sort_by_key(|one| Reverse(bad(one)));
    let mut rows: Vec<Row> = served.iter().map(|one| line(board, one)).collect();
    let sum = |of: fn(&Deliveries) -> usize| served.iter().map(|one| of(&one.client.deliveries)).sum::<usize>();
    let (recipients, sent, open) = (sum(|one| one.recipients), sum(|one| one.sent), sum(Deliveries::open));
    let (failed, unknown) = (sum(|one| one.failed), sum(|one| one.unknown));
    if served.len() > 1 {
        let numbers = [recipients, sent, open, failed, unknown].map(|n| plain(grouped(n as u64)));
        let ends = [plain(board.say("total")), plain(""), plain("")];
        rows.push(total(ends.into_iter().chain(numbers).chain([plain("")]).collect()));
    }
    let head = |id: &str, align: &str, width: f64| column(board.say(&format!("portfolio-column-{id}")), align, width);
    let columns = vec![
        head("client", "start", 1.7),
        head("issue", "end", 0.8),
        head("release", "start", 1.4),
        head("recipients", "end", 1.0),
        head("sent", "end", 0.9),
        head("open", "end", 0.9),
        head("failed", "end", 0.9),
        head("unknown", "end", 0.9),
        head("due", "start", 1.5),
    ];
    let caption = board.say("portfolio-deliveries-caption");
    let mut notes = vec![board.say("portfolio-deliveries-note")];
    let without = (board.members.len() - served.len()) as u64;
    if without > 0 {
        notes.push(words.count("portfolio-deliveries-without", without, &[("n", &grouped(without))]));
    }
    blocks.push(Block::Table(Table { id: "portfolio-deliveries-table".to_owned(), caption, columns, rows, notes }));
    let args = [("sent", grouped(sent as u64)), ("n", grouped(recipients as u64))];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    (words.count("portfolio-deliveries-title", recipients as u64, &args), blocks)
}

fn doubtful(board: &Board, doubt: &str) -> Block {
    Block::Callout(Callout {
        tone: "fault".to_owned(),
        title: board.say("portfolio-ledger-doubt"),
        text: doubt.to_owned(),
    })
}

fn line(board: &Board, one: &Member) -> Row {
    let found = &one.client.deliveries;
    let number = |n: usize| plain(grouped(n as u64));
    // A number that asks for a person has a sign as well as a colour.
    let bad = |n: usize| match n {
        0 => plain("0"),
        n => Cell { tone: Some(Tone::Bad), symbol: Some("✗".to_owned()), ..number(n) },
    };
    let issue = one.client.issue.map_or_else(|| board.say("no-figure"), |issue| issue.to_string());
    let due = found.due.map_or_else(|| board.say("no-figure"), |due| one.draft.dates.day(due));
    let due = match found.overdue {
        true => Cell {
            tone: Some(Tone::Bad),
            symbol: Some("✗".to_owned()),
            detail: Some(board.say("portfolio-overdue")),
            ..plain(due)
        },
        false => plain(due),
    };
    row(vec![
        with_detail(one.name(), Some(one.client.config.id.clone())),
        plain(issue),
        release(board, found.approval),
        number(found.recipients),
        number(found.sent),
        number(found.open()),
        bad(found.failed),
        bad(found.unknown),
        due,
    ])
}

fn release(board: &Board, approval: Option<Approval>) -> Cell {
    let (tone, symbol, id) = match approval {
        None => return Cell { tone: Some(Tone::Muted), ..plain(board.say("no-figure")) },
        Some(Approval::NotNeeded) => (Tone::Neutral, "●", "portfolio-release-not-needed"),
        Some(Approval::Approved) => (Tone::Good, "✓", "portfolio-release-approved"),
        Some(Approval::Waiting) => (Tone::Caution, "▲", "portfolio-release-waiting"),
        Some(Approval::Outdated) => (Tone::Bad, "✗", "portfolio-release-outdated"),
    };
    Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(board.say(id)) }
}
