//! What the gate said of each report, in the words that its own pages use.

use super::wall::state_cell;
use super::{Board, Member, Stand, Written};
use crate::gate::{Outcome, Verdict};
use crate::report::draft::{column, row, table, with_detail};
use crate::report::gate::sentence;
use crate::report::model::{Block, Row, Table};
use crate::report::text::grouped;

/// Findings of a report that are told before it is said how many more there are.
const NAMED: usize = 4;

/// One row per report of which there is something to tell.
pub(super) fn write(board: &Board) -> Written {
    let words = &board.voice().words;
    let count = |wanted: fn(&Member) -> bool| board.members.iter().filter(|one| wanted(one)).count();
    let held = count(|one| one.client.stand == Stand::Held);
    let warned = count(|one| one.client.stand == Stand::Current && findings(one) > 0);
    let args = [("held", grouped(held as u64)), ("warned", grouped(warned as u64))];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    let rows: Vec<Row> = board.members.iter().filter_map(|one| line(board, one)).collect();
    if rows.is_empty() {
        return (
            board.say("portfolio-gate-title-none"),
            vec![Block::Paragraph { text: board.say("portfolio-gate-none") }],
        );
    }
    let columns = vec![
        column(board.say("portfolio-column-client"), "start", 1.3),
        column(board.say("portfolio-column-report"), "start", 1.1),
        column(board.say("gate-column-found"), "start", 4.6),
    ];
    let caption = board.say("portfolio-gate-caption");
    let notes = vec![board.say("portfolio-gate-note")];
    let found = table(Table { id: "portfolio-gate-table".to_owned(), caption, columns, rows, notes });
    let id = if held + warned == 0 { "portfolio-gate-title-failed" } else { "portfolio-gate-title" };
    (words.with(id, &args), found.into_iter().collect())
}

fn findings(one: &Member) -> usize {
    one.client.gate.as_ref().map_or(0, |verdict| verdict.rules.len())
}

fn line(board: &Board, one: &Member) -> Option<Row> {
    let told = match one.client.stand {
        Stand::Failed | Stand::Unreadable => one.client.reasons.clone(),
        // A held report whose findings are not recorded any more has the program's own words.
        Stand::Held if findings(one) == 0 => one.client.reasons.clone(),
        _ => sentences(board, one),
    };
    if told.is_empty() {
        return None;
    }
    let words = &board.voice().words;
    let overridden = one.client.gate.as_ref().and_then(|verdict| verdict.overridden.as_ref());
    let reason = overridden.map(|found| words.with("gate-override", &[("reason", &found.reason)]));
    let name = with_detail(one.name(), Some(one.client.config.id.clone()));
    let told = told.join(&words.separator("cover-doubt-separator"));
    Some(row(vec![name, state_cell(board, one), with_detail(told, reason)]))
}

/// The findings of a report, the gravest first; of very many the first.
fn sentences(board: &Board, one: &Member) -> Vec<String> {
    let Some(verdict) = &one.client.gate else { return Vec::new() };
    let told = verdict.rules.iter().take(NAMED).map(|finding| sentence(one.draft, finding));
    let more = verdict.rules.len().saturating_sub(NAMED) as u64;
    let more = (more > 0).then(|| board.voice().words.count("portfolio-gate-more", more, &[("n", &grouped(more))]));
    told.chain(more).collect()
}

/// What holds a report, in a line; `None` where nothing is recorded.
pub(super) fn in_brief(one: &Member) -> Option<String> {
    let holds = |verdict: &&Verdict| verdict.outcome == Outcome::Hold;
    let verdict = one.client.gate.as_ref().filter(holds)?;
    verdict.rules.first().map(|finding| sentence(one.draft, finding))
}
