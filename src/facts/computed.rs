//! Columns that need other rows or other tables and no neighbour alone: computed once when the facts
//! are built, one value per staged row.

use super::Error;
use super::build::{Merging, Tables, linked_events};
use super::column::{Columns, boolean_at, booleans, instant_at, instants, key_of, text_at, texts};
use super::context::Context;
use super::sequence::in_order;
use super::{orders, tickets};
use crate::domain::Table;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, Decimal128Array};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// An absent instant.
const NONE: i64 = i64::MIN;

/// Precision and scale of money.
const MONEY: (u8, i8) = (20, 4);

/// One computed column, by number of the staged row.
#[derive(Debug)]
pub(super) enum Computed {
    Instants(Vec<i64>),
    Booleans(Vec<Option<bool>>),
    Money(Vec<Option<i128>>),
    Texts(Vec<Option<&'static str>>),
}

/// Computed columns by name.
pub(super) type ComputedColumns = BTreeMap<&'static str, Computed>;

impl Computed {
    /// The values of some rows.
    pub(super) fn array(&self, rows: impl Iterator<Item = u64>) -> ArrayRef {
        let at = |row: u64| row as usize;
        match self {
            Self::Instants(values) => instants(rows.map(|row| values.get(at(row)).copied().filter(|at| *at != NONE))),
            Self::Booleans(values) => booleans(rows.map(|row| values.get(at(row)).copied().flatten())),
            Self::Texts(values) => texts(rows.map(|row| values.get(at(row)).copied().flatten())),
            Self::Money(values) => {
                let money: Decimal128Array = rows.map(|row| values.get(at(row)).copied().flatten()).collect();
                Arc::new(money.with_precision_and_scale(MONEY.0, MONEY.1).expect("sums of money fit money"))
            }
        }
    }
}

/// The computed columns of a table.
pub(super) fn compute(table: Table, own: &Merging, all: &Tables, context: &Context) -> Result<ComputedColumns, Error> {
    match (table, all.get(&Table::Surveys), all.get(&Table::Tickets)) {
        (Table::Commitments, ..) => counted_due(own),
        (Table::SurveySent, Some(surveys), _) => answered(own, surveys),
        (Table::Sessions, _, Some(tickets)) => human_contacts(own, tickets),
        (Table::Orders, ..) => other_categories(own),
        (Table::Invoices, ..) => quarter_amounts(own, context),
        _ => Ok(ComputedColumns::new()),
    }
}

/// Instants by row: `NONE` everywhere but where given.
fn spread(rows: usize, values: impl Iterator<Item = (u64, i64)>) -> Computed {
    let mut all = vec![NONE; rows];
    values.for_each(|(row, at)| all[row as usize] = at);
    Computed::Instants(all)
}

/// Keys and instants of a table's rows, duplicates left out; `dropped` rows too when asked for.
fn moments(
    merging: &Merging,
    columns: &[&str],
    dropped: &[u64],
    each: impl Fn(Columns<'_>, usize) -> Option<(u128, i64)> + Sync,
) -> Result<Vec<(u64, u128, i64)>, Error> {
    let parts = merging.staged.map(columns, dropped, |part, batch| {
        let numbers = merging.staged.kept_rows(part, dropped);
        let row = |(row, number): (usize, u64)| each(Columns(batch), row).map(|(key, at)| (number, key, at));
        numbers.enumerate().filter_map(row).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}

/// M04: the first due date counts, whatever was said later and in whichever row.
fn counted_due(own: &Merging) -> Result<ComputedColumns, Error> {
    let columns = ["commitment_id", "due_at", "original_due_at"];
    let due = |batch: Columns<'_>, row: usize| {
        let due = instant_at(batch.instants("original_due_at"), row).or(instant_at(batch.instants("due_at"), row));
        Some((key_of(&text_at(batch.text("commitment_id"), row)?), due?))
    };
    let dues = moments(own, &columns, &[], due)?;
    let mut first: HashMap<u128, i64> = HashMap::new();
    for (_, key, at) in &dues {
        first.entry(*key).and_modify(|first| *first = (*first).min(*at)).or_insert(*at);
    }
    let ids = |batch: Columns<'_>, row: usize| Some((key_of(&text_at(batch.text("commitment_id"), row)?), 0));
    let rows = moments(own, &["commitment_id"], &own.merged.dropped, ids)?;
    let known = rows.iter().filter_map(|(row, key, _)| Some((*row, *first.get(key)?)));
    Ok(BTreeMap::from([("counted_due_at", spread(own.staged.rows(), known))]))
}

/// Instants by key, ascending, in which the first one from an instant on can be found.
struct Diary(HashMap<u128, Vec<i64>>);

impl Diary {
    fn new(entries: Vec<(u64, u128, i64)>) -> Self {
        let mut diary: HashMap<u128, Vec<i64>> = HashMap::new();
        for (_, key, at) in entries {
            diary.entry(key).or_default().push(at);
        }
        diary.values_mut().for_each(|all| all.sort_unstable());
        Self(diary)
    }

    fn from(&self, key: u128, at: i64) -> Option<i64> {
        let all = self.0.get(&key)?;
        all.get(all.partition_point(|one| *one < at)).copied()
    }
}

/// M09: the first answer to an invitation: of the same ticket when it names one, else of the same
/// customer in the same wave to a survey about no ticket.
fn answered(own: &Merging, surveys: &Merging) -> Result<ComputedColumns, Error> {
    let key = |batch: Columns<'_>, row: usize, date: &str| {
        let at = instant_at(batch.instants(date), row)?;
        let key = match text_at(batch.text("ticket_id"), row) {
            Some(ticket) => key_of(&("ticket", ticket)),
            None => key_of(&(text_at(batch.text("customer_id"), row)?, text_at(batch.text("wave"), row))),
        };
        Some((key, at))
    };
    let columns = |date: &'static str| ["ticket_id", "customer_id", "wave", date];
    let answer = |batch: Columns<'_>, row| key(batch, row, "responded_at");
    let answers = Diary::new(moments(surveys, &columns("responded_at"), &surveys.merged.dropped, answer)?);
    let invitation = |batch: Columns<'_>, row| key(batch, row, "sent_at");
    let sent = moments(own, &columns("sent_at"), &own.merged.dropped, invitation)?;
    let found = sent.iter().filter_map(|(row, key, at)| Some((*row, answers.from(*key, *at)?)));
    Ok(BTreeMap::from([("answered_at", spread(own.staged.rows(), found))]))
}

/// M33: the first contact of the session's customer with a person from the session on.
fn human_contacts(own: &Merging, tickets: &Merging) -> Result<ComputedColumns, Error> {
    let columns = ["customer_id", "created_at", "spam", "origin", "handled_by"];
    let contact = |batch: Columns<'_>, row: usize| {
        let human = tickets::is_human_contact(
            boolean_at(batch.booleans("spam"), row),
            text_at(batch.text("origin"), row),
            text_at(batch.text("handled_by"), row),
        );
        let customer = text_at(batch.text("customer_id"), row).filter(|_| human)?;
        Some((key_of(&customer), instant_at(batch.instants("created_at"), row)?))
    };
    let contacts = Diary::new(moments(tickets, &columns, &tickets.merged.dropped, contact)?);
    let session = |batch: Columns<'_>, row: usize| {
        let customer = text_at(batch.text("customer_id"), row)?;
        Some((key_of(&customer), instant_at(batch.instants("started_at"), row)?))
    };
    let sessions = moments(own, &["customer_id", "started_at"], &own.merged.dropped, session)?;
    let found = sessions.iter().filter_map(|(row, key, at)| Some((*row, contacts.from(*key, *at)?)));
    Ok(BTreeMap::from([("next_human_contact_at", spread(own.staged.rows(), found))]))
}

/// M19: of valid orders that name a category, the customer's next one, and the last earlier one in
/// another category.
fn other_categories(own: &Merging) -> Result<ComputedColumns, Error> {
    let columns = ["customer_id", "ordered_at", "cancelled", "refunded", "category"];
    let events = linked_events(own, &columns, |batch| {
        let categories = batch.text("category");
        orders::purchases(batch).filter(|(row, ..)| categories.is_valid(*row)).collect()
    })?;
    let events = in_order(&own.staged, events, "order_id")?;
    let category = |batch: Columns<'_>, row: usize| Some((key_of(&text_at(batch.text("category"), row)?), 0));
    let categories: HashMap<u64, u128> = moments(own, &["category"], &own.merged.dropped, category)?
        .into_iter()
        .map(|(row, category, _)| (row, category))
        .collect();
    let (mut next, mut other) = (Vec::new(), Vec::new());
    for group in events.chunk_by(|a, b| a.group == b.group) {
        let mut last_other = None;
        for pair in group.windows(2) {
            next.push((pair[0].row, pair[1].at));
            if categories.get(&pair[0].row) != categories.get(&pair[1].row) {
                last_other = Some(pair[0].at);
            }
            other.extend(last_other.map(|at| (pair[1].row, at)));
        }
    }
    let rows = own.staged.rows();
    Ok(BTreeMap::from([
        ("next_categorised_order_at", spread(rows, next.into_iter())),
        ("previous_other_category_at", spread(rows, other.into_iter())),
    ]))
}

/// M14, money form: what a customer was invoiced in the quarter and in the one that follows, on the
/// customer's first recurring invoice of the quarter.
fn quarter_amounts(own: &Merging, context: &Context) -> Result<ComputedColumns, Error> {
    let columns = ["customer_id", "issued_at", "recurring"];
    let events = linked_events(own, &columns, |batch| {
        let (customer, issued) = (batch.text("customer_id"), batch.instants("issued_at"));
        let recurring = batch.booleans("recurring");
        let rows = (0..batch.rows()).filter(|row| boolean_at(recurring, *row) != Some(false));
        rows.filter_map(|row| Some((row, key_of(&text_at(customer, row)?), instant_at(issued, row)?))).collect()
    })?;
    let events = in_order(&own.staged, events, "invoice_id")?;
    let amounts = amounts(own)?;
    let rows = own.staged.rows();
    let mut first = vec![Some(false); rows];
    let (mut now, mut after) = (vec![None; rows], vec![None; rows]);
    for group in events.chunk_by(|a, b| a.group == b.group) {
        let quarters: Vec<_> = group.iter().filter_map(|event| Some((context.quarter_of(event.at)?, event))).collect();
        let sums: Vec<_> = quarters
            .chunk_by(|a, b| a.0 == b.0)
            .map(|quarter| (quarter[0], quarter.iter().filter_map(|(_, one)| amounts.get(&one.row)).sum::<i128>()))
            .collect();
        for (at, ((bounds, event), sum)) in sums.iter().enumerate() {
            let follows = sums.get(at + 1).filter(|((next, _), _)| next.0 == bounds.1);
            let row = event.row as usize;
            first[row] = Some(true);
            now[row] = Some(*sum);
            after[row] = Some(follows.map_or(0, |(_, sum)| *sum));
        }
    }
    let issued = |batch: Columns<'_>, row: usize| Some((0, instant_at(batch.instants("issued_at"), row)?));
    let dates = moments(own, &["issued_at"], &own.merged.dropped, issued)?;
    let ends = dates.iter().filter_map(|(row, _, at)| Some((*row, context.quarter_of(*at)?.1)));
    Ok(BTreeMap::from([
        ("next_quarter_at", spread(rows, ends)),
        ("first_in_quarter", Computed::Booleans(first)),
        ("quarter_amount", Computed::Money(now)),
        ("next_quarter_amount", Computed::Money(after)),
    ]))
}

fn amounts(own: &Merging) -> Result<HashMap<u64, i128>, Error> {
    let dropped = &own.merged.dropped;
    let parts = own.staged.map(&["amount"], dropped, |part, batch| {
        let amounts = batch.column(0).as_primitive::<Decimal128Type>();
        let numbers = own.staged.kept_rows(part, dropped).enumerate();
        let known = numbers.filter(|(row, _)| amounts.is_valid(*row));
        known.map(|(row, number)| (number, amounts.value(row))).collect::<Vec<_>>()
    })?;
    Ok(parts.into_iter().flatten().collect())
}
