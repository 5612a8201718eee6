//! The value tier of a row's customer, frozen at the start of the quarter in which the row falls (M29):
//! what happens in a quarter does not decide in which tier it is counted.

use super::column::{Columns, boolean_at, instant_at, key_of, text_at};
use super::computed::{Computed, ComputedColumns};
use super::context::Context;
use super::derivation::{Asked, Derived, Rust, Sql, Whole};
use super::error::Error;
use super::literal::nothing;
use super::merging::{Merging, Tables};
use super::valid::is_valid;
use crate::domain::{ColumnType, Instant, Table};
use crate::engine::sql::Dialect;
use crate::schema::main_date;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The column's name.
pub(super) const COLUMN: &str = "customer.value_tier";

/// The column, of tables whose rows name customers and have a date.
pub(super) const VALUE_TIER: Derived = Derived {
    name: COLUMN,
    kind: ColumnType::Text,
    inputs: &[],
    elsewhere: &[
        (Table::Orders, "customer_id"),
        (Table::Orders, "ordered_at"),
        (Table::Orders, "amount"),
        (Table::Orders, "margin"),
    ],
    needs: &[&["customer_id"]],
    given: |given| {
        let has = |column| given.supplies(Table::Orders, column);
        has("customer_id") && has("ordered_at") && (has("margin") || has("amount"))
    },
    rust: Rust::OnceIfNamed(compute),
    sql: Sql::Joined(|asked| {
        if asked.has_tiers { "tiers.value_tier".to_owned() } else { nothing(ColumnType::Text, asked.dialect) }
    }),
};

/// Percent of the cumulative value up to which customers are of tier A, then of tier B.
const LIMITS: [i128; 2] = [80, 95];
/// Twelve months.
const YEAR_DAYS: i64 = 365;
/// How much later than twelve months before a quarter the first order may lie for those months to
/// count as known.
const GRACE_DAYS: i64 = 7;

/// A value tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum ValueTier {
    /// The customers of the first 80 % of value.
    A,
    /// Of the next 15 %.
    B,
    /// The rest, and whoever brings nothing.
    C,
}

impl ValueTier {
    /// All tiers.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Its letter.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// What an order is worth: its contribution margin, or its revenue where margins are not given or missing
/// from more orders than a figure may lack (`statistics.missing_withheld`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Whether it is the margin.
    pub by_margin: bool,
    /// Valid orders by known customers, up to `as_of`.
    pub orders: u64,
    /// Those of them without this value; they add nothing to a sum.
    pub missing: u64,
}

impl Worth {
    /// The column of orders that holds it.
    pub fn column(self) -> &'static str {
        if self.by_margin { "margin" } else { "amount" }
    }
}

/// Tiers by cumulative value, the most valuable first: a customer belongs to the tier in which the value
/// of all more valuable ones ends. Equal values share a tier; without any value everyone is C.
pub fn value_tiers(worths: &[i128]) -> Vec<ValueTier> {
    let total: i128 = worths.iter().filter(|worth| **worth > 0).sum();
    let mut groups: BTreeMap<i128, i128> = BTreeMap::new();
    for worth in worths.iter().filter(|worth| **worth > 0) {
        *groups.entry(*worth).or_default() += worth;
    }
    let (mut before, mut tier_of) = (0, BTreeMap::new());
    for (worth, sum) in groups.into_iter().rev() {
        let tier = match LIMITS.map(|limit| 100 * before < limit * total) {
            [true, _] => ValueTier::A,
            [_, true] => ValueTier::B,
            _ => ValueTier::C,
        };
        tier_of.insert(worth, tier);
        before += sum;
    }
    worths.iter().map(|worth| tier_of.get(worth).copied().unwrap_or(ValueTier::C)).collect()
}

/// The column; `None` without orders.
fn compute(whole: &Whole<'_>) -> Result<Option<ComputedColumns>, Error> {
    let Whole { table, own, context, purchases, .. } = *whole;
    let rows = rows(table, own)?;
    let Some(first) = purchases.iter().map(|purchase| purchase.1).min() else { return Ok(None) };
    let known = |start: i64| Instant(start).plus_days(GRACE_DAYS - YEAR_DAYS, context.zone).0;
    let mut by_quarter: BTreeMap<i64, Vec<(u64, u128)>> = BTreeMap::new();
    for (row, customer, at) in rows {
        if let Some((start, _)) = context.quarter_of(at).filter(|(start, _)| first <= known(*start)) {
            by_quarter.entry(start).or_default().push((row, customer));
        }
    }
    let mut tiers: Vec<Option<&'static str>> = vec![None; own.staged.rows()];
    for (start, rows) in by_quarter {
        let since = Instant(start).plus_days(-YEAR_DAYS, context.zone).0;
        let known = tiers_at(purchases, since..start);
        for (row, customer) in rows {
            tiers[row as usize] = known.get(&customer).map(|tier| tier.name());
        }
    }
    Ok(Some(BTreeMap::from([(COLUMN, Computed::Texts(tiers))])))
}

/// A valid order: customer, time, value; a missing value adds nothing.
type Purchase = (u128, i64, i128);

/// Every valid order up to `as_of`, and what orders are worth; nothing without orders. `withheld` is the
/// share of missing margins from which revenue takes their place.
pub(super) fn purchases(all: &Tables, context: &Context, withheld: f64) -> Result<(Vec<Purchase>, Worth), Error> {
    let Some(orders) = all.get(&Table::Orders) else { return Ok(Default::default()) };
    let by = |by_margin: bool| -> Result<(Vec<Purchase>, Worth), Error> {
        let worth = Worth { by_margin, ..Worth::default() };
        let rows = valued(orders, context, worth.column())?;
        let missing = rows.iter().filter(|row| row.2.is_none()).count() as u64;
        let worth = Worth { orders: rows.len() as u64, missing, ..worth };
        Ok((rows.into_iter().map(|(customer, at, value)| (customer, at, value.unwrap_or(0))).collect(), worth))
    };
    let margins = by(true)?;
    let Worth { orders, missing, .. } = margins.1;
    if missing < orders && missing as f64 <= withheld * orders as f64 { Ok(margins) } else { by(false) }
}

fn valued(orders: &Merging, context: &Context, worth: &str) -> Result<Vec<(u128, i64, Option<i128>)>, Error> {
    let columns = ["customer_id", "ordered_at", "cancelled", "refunded", worth];
    let parts = orders.staged.map(&columns, &orders.merged.dropped, |_, batch| {
        let view = Columns(batch);
        let (customers, ordered) = (view.text("customer_id"), view.instants("ordered_at"));
        let (cancelled, refunded) = (view.booleans("cancelled"), view.booleans("refunded"));
        let worths = batch.column_by_name(worth).expect("the column was asked for").as_primitive::<Decimal128Type>();
        let purchase = |row: usize| {
            let at = instant_at(ordered, row).filter(|at| *at <= context.as_of.0)?;
            let valid = is_valid(boolean_at(cancelled, row), boolean_at(refunded, row));
            let customer = text_at(customers, row).filter(|_| valid)?;
            Some((key_of(&customer), at, worths.is_valid(row).then(|| worths.value(row))))
        };
        (0..batch.num_rows()).filter_map(purchase).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}

/// Staged rows with their customer and main date.
fn rows(table: Table, own: &Merging) -> Result<Vec<(u64, u128, i64)>, Error> {
    let columns = ["customer_id", main_date(table)];
    let dropped = &own.merged.dropped;
    let parts = own.staged.map(&columns, dropped, |part, batch| {
        let view = Columns(batch);
        let (customers, dates) = (view.text(columns[0]), view.instants(columns[1]));
        let row =
            |(row, number): (usize, u64)| Some((number, key_of(&text_at(customers, row)?), instant_at(dates, row)?));
        own.staged.kept_rows(part, dropped).enumerate().filter_map(row).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}

/// The tiers of everyone with a valid order in a span of twelve months.
fn tiers_at(purchases: &[Purchase], months: Range<i64>) -> HashMap<u128, ValueTier> {
    let mut sums: BTreeMap<u128, i128> = BTreeMap::new();
    for (customer, _, worth) in purchases.iter().filter(|purchase| months.contains(&purchase.1)) {
        *sums.entry(*customer).or_default() += worth;
    }
    let tiers = value_tiers(&sums.values().copied().collect::<Vec<_>>());
    sums.into_keys().zip(tiers).collect()
}

/// The common table expressions that yield `customer_value_tiers(starts, ends, customer_id, value_tier)`
/// for the quarters of a table, from `orders_unique`.
pub(super) fn sql(asked: &Asked<'_>, worth: Worth) -> Vec<String> {
    let dialect = asked.dialect;
    let quarters = asked.span.map(|(first, last)| asked.context.quarters_between(first, last)).unwrap_or_default();
    let row = |(start, end): &(i64, i64)| {
        let before = |days: i64| Instant(*start).plus_days(-days, asked.context.zone).0;
        let instants = [*start, *end, before(YEAR_DAYS), before(YEAR_DAYS - GRACE_DAYS)];
        let instants = instants.map(|at| dialect.instant_literal(at));
        format!("({})", instants.join(", "))
    };
    let rows: Vec<String> = quarters.iter().map(row).collect();
    let never = || format!("({})", [0; 4].map(|_| nothing(ColumnType::Instant, dialect)).join(", "));
    let rows = if rows.is_empty() { never() } else { rows.join(", ") };
    let worth = worth.column();
    let as_of = dialect.instant_literal(asked.context.as_of.0);
    vec![
        format!(
            "tier_orders AS (\nSELECT customer_id, ordered_at, coalesce({worth}, 0) AS worth FROM orders_unique \
             WHERE cancelled IS NOT TRUE AND refunded IS NOT TRUE AND customer_id IS NOT NULL AND ordered_at <= {as_of}\n)"
        ),
        format!(
            "tier_worths AS (\nSELECT q.starts, q.ends, o.customer_id, sum(o.worth) AS worth \
             FROM (VALUES {rows}) q(starts, ends, since, known) \
             JOIN tier_orders o ON o.ordered_at >= q.since AND o.ordered_at < q.starts \
             WHERE (SELECT min(ordered_at) FROM tier_orders) <= q.known {}\n)",
            dialect.group_by("q.starts, q.ends, o.customer_id")
        ),
        format!(
            "customer_value_tiers AS (\nSELECT starts, ends, customer_id, CASE WHEN worth <= 0 THEN 'C' \
             WHEN 100 * before < {} * total THEN 'A' WHEN 100 * before < {} * total THEN 'B' ELSE 'C' END AS value_tier \
             FROM (SELECT *, sum(greatest(worth, 0)) OVER (PARTITION BY starts) AS total, \
             {} AS before FROM tier_worths){}\n)",
            LIMITS[0],
            LIMITS[1],
            more_valuable(dialect),
            dialect.alias("summed")
        ),
    ]
}

/// The value of all who are worth more. Not every database leaves equal ones out of a window.
fn more_valuable(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::DuckDb => {
            "coalesce(sum(greatest(worth, 0)) OVER (PARTITION BY starts ORDER BY worth DESC \
             RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP), 0)"
        }
        _ => {
            "sum(greatest(worth, 0)) OVER (PARTITION BY starts ORDER BY worth DESC) \
             - sum(greatest(worth, 0)) OVER (PARTITION BY starts, worth)"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ValueTier::{A, B, C};

    const YEAR: i64 = YEAR_DAYS * Instant::DAY;

    #[test]
    fn tiers_follow_the_cumulative_value() {
        // 50, 30 | 10, 5 | 3, 2: A begins below 80 %, B below 95 %.
        assert_eq!(value_tiers(&[50, 30, 10, 5, 3, 2]), [A, A, B, B, C, C]);
        assert_eq!(value_tiers(&[79, 15, 6]), [A, A, B], "the customer who crosses 80 % is the last A");
        assert_eq!(value_tiers(&[10, 10, 10, 10]), [A; 4], "equal values share a tier");
        assert_eq!(value_tiers(&[100, 0, -5]), [A, C, C]);
        assert_eq!(value_tiers(&[0, 0]), [C, C]);
    }

    #[test]
    fn only_the_twelve_months_before_count() {
        let purchases = [(1, 5, 900), (1, YEAR, 100), (2, YEAR + 3, 10), (2, YEAR + 10, 5_000)];
        let found = tiers_at(&purchases, 10..YEAR + 10);
        assert_eq!(
            (found.get(&1), found.get(&2)),
            (Some(&A), Some(&B)),
            "100 is above 80 % of 110; the 5,000 is too late"
        );
        assert_eq!(tiers_at(&purchases, -YEAR..0).len(), 0);
    }
}
