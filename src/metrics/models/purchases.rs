//! Valid orders by customer, the common ground of the models of loyalty and value.

use super::Ground;
use super::cells::Cells;
use crate::domain::{Instant, Table};
use crate::facts;
use std::collections::BTreeMap;

/// Twelve months: how long a customer counts as active after an order (M14), and the span that tiers and
/// RFM look back (M29).
pub(super) const YEAR: i64 = 365 * Instant::DAY;
/// How much later than twelve months before a date the first order may lie for those months to count
/// as known.
const GRACE: i64 = 7 * Instant::DAY;

/// Money is kept in ten-thousandths of the currency.
pub(super) const UNITS: f64 = 10_000.0;

/// One valid order: neither cancelled nor fully refunded, not after `as_of`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Purchase {
    /// When, microseconds on the wall clock of the report's zone.
    pub(super) at: i64,
    /// Contribution margin in ten-thousandths, or revenue ([`facts::Worth`]). A missing one adds nothing and
    /// is counted.
    pub(super) worth: i128,
    /// Category.
    pub(super) category: Option<String>,
}

/// All valid orders, by customer.
#[derive(Debug, Default)]
pub(super) struct Purchases {
    /// Customers in the order of their ids, each with its orders in the order of (time, order id).
    pub(super) customers: BTreeMap<String, Vec<Purchase>>,
    /// Whether `worth` is a margin.
    pub(super) by_margin: bool,
    /// Orders whose worth is missing.
    pub(super) without_worth: u64,
    /// The first order, on the wall clock.
    pub(super) first: i64,
    /// Until when purchases could be seen, on the wall clock: the last order of any kind or `as_of`, whichever is
    /// earlier. What the data cannot show is not taken for "no purchase".
    pub(super) until: i64,
}

impl Purchases {
    /// Reads the orders; `None` when the report has none.
    pub(super) fn read(ground: &Ground<'_>) -> Result<Option<Self>, facts::Error> {
        let needs = ["customer_id", "ordered_at"];
        let columns = ["customer_id", "ordered_at", "order_id", "is_valid", "amount", "margin", "category"];
        let Some(batches) = ground.rows(Table::Orders, &columns, &needs)? else { return Ok(None) };
        let worth = ground.facts.worth;
        let mut clock = ground.clock();
        let as_of = clock.to_local(ground.report.as_of.0);
        let mut found = Self { by_margin: worth.by_margin, first: i64::MAX, until: i64::MIN, ..Self::default() };
        let mut rows: Vec<(String, i64, String, Purchase)> = Vec::new();
        for batch in &batches {
            let cells = Cells(batch);
            for row in 0..cells.rows() {
                let Some(at) = cells.wall("ordered_at", row, &mut clock).filter(|at| *at <= as_of) else { continue };
                found.until = found.until.max(at);
                let Some(customer) = cells.text("customer_id", row) else { continue };
                if cells.boolean("is_valid", row) != Some(true) {
                    continue;
                }
                let money = cells.money(worth.column(), row);
                found.without_worth += u64::from(money.is_none());
                let category = cells.text("category", row).map(str::to_owned);
                let purchase = Purchase { at, worth: money.unwrap_or(0), category };
                let order = cells.text("order_id", row).unwrap_or_default().to_owned();
                rows.push((customer.to_owned(), at, order, purchase));
            }
        }
        rows.sort_by(|a, b| (&a.0, a.1, &a.2).cmp(&(&b.0, b.1, &b.2)));
        for (customer, at, _, purchase) in rows {
            found.first = found.first.min(at);
            found.customers.entry(customer).or_default().push(purchase);
        }
        Ok((!found.customers.is_empty()).then_some(found))
    }

    /// Whether the data reach back twelve months before a time on the wall clock.
    pub(super) fn year_known(&self, at: i64) -> bool {
        self.first <= at - YEAR + GRACE
    }
}

/// Orders within [from, until).
pub(super) fn between(orders: &[Purchase], from: i64, until: i64) -> &[Purchase] {
    let first = orders.partition_point(|one| one.at < from);
    let end = orders.partition_point(|one| one.at < until);
    &orders[first..end.max(first)]
}

/// Money as a number in the report's currency.
pub(super) fn currency(worth: i128) -> f64 {
    worth as f64 / UNITS
}
