//! Cost to serve: by currency, as amounts of different currencies have no sum.

use super::{Board, Member, Written};
use crate::catalogue::ids;
use crate::insight::has_figure;
use crate::report::draft::{column, group, plain, row, total, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{Figure, grouped};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// What is shown of each report.
const SHOWN: [&str; 4] = [ids::SERVICE_COST, ids::CONTACTS, ids::COST_PER_CONTACT, ids::COST_PER_RESOLUTION];

/// The table; nothing when no report has costs.
pub(super) fn write(board: &Board) -> Option<Written> {
    let mut currencies: BTreeMap<&str, Vec<&Member>> = BTreeMap::new();
    for one in board.members.iter().filter(|one| value(one, ids::SERVICE_COST).is_some()) {
        currencies.entry(one.client.config.currency.code()).or_default().push(one);
    }
    if currencies.is_empty() {
        return None;
    }
    let words = &board.voice().words;
    let mut rows: Vec<Row> = Vec::new();
    for (code, members) in &mut currencies {
        rows.push(group(words.with("portfolio-cost-currency", &[("currency", code)])));
        let cost = |one: &&&Member| value(one, ids::COST_PER_CONTACT).unwrap_or(f64::NEG_INFINITY);
        members.sort_by(|a, b| cost(&b).total_cmp(&cost(&a)));
        rows.extend(members.iter().map(|one| line(board, one)));
        rows.extend(sum(board, members));
    }
    let title = |id: &str| {
        let named = board.members.iter().find_map(|one| Some(one.draft.title_of(one.draft.scene.definition(id)?)));
        named.unwrap_or_default()
    };
    let mut columns = vec![column(board.say("portfolio-column-client"), "start", 1.7)];
    for id in SHOWN {
        columns.push(column(title(id), "end", 1.3));
        if id == ids::COST_PER_CONTACT || id == ids::COST_PER_RESOLUTION {
            columns.push(column(board.say("column-yoy"), "end", 1.1));
        }
    }
    let caption = board.say("portfolio-cost-caption");
    let without = board.members.iter().filter(|one| value(one, ids::SERVICE_COST).is_none()).count() as u64;
    let mut notes = vec![board.say("portfolio-cost-note")];
    if without > 0 {
        notes.push(words.count("portfolio-cost-without", without, &[("n", &grouped(without))]));
    }
    let found = Table { id: "portfolio-cost-table".to_owned(), caption, columns, rows, notes };
    Some((heading(board, &currencies), vec![Block::Table(found)]))
}

/// A figure of the quarter that may be shown.
fn value(one: &Member, id: &str) -> Option<f64> {
    one.draft.scene.now(id).filter(|now| one.has_figures() && has_figure(now)).and_then(|now| now.value)
}

fn heading(board: &Board, currencies: &BTreeMap<&str, Vec<&Member>>) -> String {
    let words = &board.voice().words;
    let members: usize = currencies.values().map(Vec::len).sum();
    let dearer = |one: &&&Member| {
        let definition = one.draft.scene.definition(ids::COST_PER_CONTACT);
        let change = definition.and_then(|found| one.draft.scene.year_on_year(found).ok());
        change.is_some_and(|change| change.improves == Some(false))
    };
    let worse = currencies.values().flatten().filter(dearer).count();
    let args = [("n", grouped(worse as u64)), ("all", grouped(members as u64))];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    words.count("portfolio-cost-title", worse as u64, &args)
}

fn line(board: &Board, one: &Member) -> Row {
    let mut cells = vec![with_detail(one.name(), Some(one.client.config.id.clone()))];
    for id in SHOWN {
        let definition = one.draft.scene.definition(id);
        let now = one.draft.scene.now(id).filter(|_| one.has_figures());
        cells.push(match (definition, now) {
            (Some(_), Some(now)) => plain(one.draft.value(now)),
            _ => Cell { tone: Some(Tone::Muted), ..plain(board.say("no-figure")) },
        });
        if id == ids::COST_PER_CONTACT || id == ids::COST_PER_RESOLUTION {
            cells.push(match definition {
                Some(definition) => one.draft.change_cell(id, one.draft.scene.year_on_year(definition)),
                None => Cell { tone: Some(Tone::Muted), ..plain(board.say("no-figure")) },
            });
        }
    }
    row(cells)
}

/// All reports of a currency together, where there are several and each of them has both figures: costs and contacts
/// are added up, and the cost per contact is that of the sums.
fn sum(board: &Board, members: &[&Member]) -> Option<Row> {
    let all = |id: &str| -> Option<Decimal> {
        let exact = |one: &&Member| value(one, id)?.to_string().parse::<Decimal>().ok();
        members.iter().map(exact).sum()
    };
    let cost = all(ids::SERVICE_COST).filter(|_| members.len() > 1)?;
    let figure = Figure::money(&members[0].client.config.currency, cost.to_f64()?);
    let words = &board.voice().words;
    let none = || plain("");
    let contacts = all(ids::CONTACTS).filter(|contacts| !contacts.is_zero());
    let per_contact = contacts.and_then(|contacts| (cost / contacts).to_f64());
    let each = Figure::money(&members[0].client.config.currency, 0.0);
    Some(total(vec![
        plain(board.say("total")),
        plain(figure.value(cost.to_f64()?, words)),
        contacts.and_then(|found| found.to_u64()).map_or_else(none, |found| plain(grouped(found))),
        per_contact.map_or_else(none, |found| plain(each.value(found, words))),
        none(),
        none(),
        none(),
    ]))
}
