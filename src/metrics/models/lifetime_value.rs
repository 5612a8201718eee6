//! Customer lifetime value: contribution margin, retention and discount rate of the same period, a
//! quarter (M17).

mod formula;

use crate::catalogue::ids;
use formula::Sums;
pub use formula::{Value, future_value, quarterly, value_with_first, value_within};

use super::purchases::{Purchases, YEAR, between, currency};
use super::value_tiers::frozen;
use super::{Ground, Study};
use crate::config::Economics;
use crate::domain::{Instant, Period, Quarter, Segment};
use crate::facts::{self, ValueTier as Tier};
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement, Status};
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use std::collections::BTreeMap;

/// Assumptions by name: quarterly margin of a customer, new customers that one recommends to, and how
/// many of those buy.
const MARGIN: &str = "contribution_margin_per_customer";
const REFERRALS: [&str; 2] = ["referrals_per_customer", "referral_conversion"];
const YEAR_DAYS: f64 = 365.25;

/// Lifetime values of every quarter whose inputs are known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LifetimeValue {
    /// Where the margin comes from.
    pub basis: Basis,
    /// Valid orders without a margin; they add nothing.
    pub without_margin: u64,
    /// Discount rate per quarter, (1 + annual)^¼ − 1.
    pub discount: f64,
    /// Ascending.
    pub quarters: Vec<ValueQuarter>,
}

/// Where the margin comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Margins of orders of the quarter; retention by purchases.
    Orders,
    /// The named assumption; retention of contracts.
    Assumption,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueQuarter {
    /// Which.
    pub quarter: Quarter,
    /// Everyone in the base at its start.
    pub total: Value,
    /// By tier: value tiers frozen at its start, or the customers' own tiers.
    pub tiers: Vec<(String, Value)>,
    /// What the value of a newly won customer is made of.
    pub parts: Parts,
    /// Mean discounted past margin of the customers active at its end, and their number.
    pub historical: Option<(f64, u64)>,
}

/// Parts of the value of a newly won customer (S2: first, later, cross, referral).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Parts {
    /// Margin of the first order, or of the first quarter of a contract.
    pub first: Option<f64>,
    /// Future margin from the category of the first order; all of it when categories are unknown.
    pub later: f64,
    /// Future margin from other categories; `None` when categories are unknown.
    pub cross: Option<f64>,
    /// Referrals × conversion × value of the referred customer, one generation; `None` unless both are
    /// assumed.
    pub referral: Option<f64>,
}

/// Finds the values and gives the metrics `customer_lifetime_value`, `…_with_first_margin`,
/// `…_5_years` and `customer_value_historical`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(economics) = &ground.report.economics else { return Ok(unavailable(ground, "no_discount_rate")) };
    let discount = quarterly(economics.annual_discount_rate);
    let (basis, without_margin, quarters) = match ground.purchases.filter(|purchases| purchases.by_margin) {
        Some(purchases) => (Basis::Orders, purchases.without_worth, from_orders(ground, purchases, economics)),
        None => (Basis::Assumption, 0, from_contracts(ground, economics)),
    };
    if quarters.is_empty() {
        return Ok(Vec::new());
    }
    let figures = quarters.iter().flat_map(|one| figures(ground, one, basis)).collect();
    study.lifetime_value = Some(LifetimeValue { basis, without_margin, discount, quarters });
    Ok(figures)
}

/// Margin and retention of the customers who bought in the twelve months before each quarter.
fn from_orders(ground: &Ground<'_>, purchases: &Purchases, economics: &Economics) -> Vec<ValueQuarter> {
    let known = |period: &&Period| purchases.year_known(period.start.0) && period.start.0 <= purchases.until;
    let level = ground.report.statistics.confidence;
    let discount = quarterly(economics.annual_discount_rate);
    let of_quarter = |period: &Period| {
        let (start, end) = (period.start.0, period.end.0);
        let mut groups: BTreeMap<Option<Tier>, Sums> = BTreeMap::new();
        for one in frozen(purchases, start) {
            let kept = !between(one.orders, end - YEAR, end).is_empty();
            let worth: i128 = between(one.orders, start, end).iter().map(|order| order.worth).sum();
            for group in [None, Some(one.tier)] {
                groups.entry(group).or_default().add(worth, kept);
            }
        }
        let value = |group: Option<Tier>| groups.get(&group)?.value(discount, level);
        let total = value(None)?;
        let tiers = Tier::ALL.into_iter().filter_map(|tier| Some((tier.name().to_owned(), value(Some(tier))?)));
        Some(ValueQuarter {
            quarter: period.quarter,
            total,
            tiers: tiers.collect(),
            parts: parts(
                total.future,
                first_margin(purchases, period),
                cross_share(purchases, end),
                referred(economics),
            ),
            historical: historical(purchases, end, economics.annual_discount_rate),
        })
    };
    ground.wall_periods().iter().filter(known).filter_map(of_quarter).collect()
}

/// The assumed margin with the retention of contracts, by the customers' own tiers.
fn from_contracts(ground: &Ground<'_>, economics: &Economics) -> Vec<ValueQuarter> {
    let Some(margin) = assumed(economics, MARGIN) else { return Vec::new() };
    let discount = quarterly(economics.annual_discount_rate);
    let value = |figure: &Measurement| {
        matches!(figure.status, Status::Ok | Status::LowBase).then_some(())?;
        let value = Value::new(figure.n, (margin, figure.value? / 100.0), discount)?;
        let end = |retention: f64| future_value(margin, retention / 100.0, discount);
        let range = figure.interval.and_then(|one| Some((end(one.low)?, end(one.high)?)));
        Some(Value { range, ..value })
    };
    let of_quarter = |period: &Period| {
        let total = value(ground.known.total(ids::RETENTION_RATE, period.quarter)?)?;
        let tier = |figure: &&Measurement| match &figure.segment {
            Segment::Part { value: Some(name), .. } => Some((name.clone(), value(figure)?)),
            _ => None,
        };
        let parts_of = ground.known.parts(ids::RETENTION_RATE, "tier", period.quarter);
        Some(ValueQuarter {
            quarter: period.quarter,
            total,
            tiers: parts_of.iter().filter_map(tier).collect(),
            parts: parts(total.future, Some(margin), None, referred(economics)),
            historical: None,
        })
    };
    ground.periods.iter().filter_map(of_quarter).collect()
}

fn assumed(economics: &Economics, name: &str) -> Option<f64> {
    economics.assumptions.iter().find(|one| one.name == name)?.base.to_f64()
}

/// Referred customers who buy, per customer; `None` unless both factors are assumed.
fn referred(economics: &Economics) -> Option<f64> {
    let [referrals, conversion] = REFERRALS.map(|name| assumed(economics, name));
    Some(referrals? * conversion?)
}

fn parts(future: f64, first: Option<f64>, cross: Option<f64>, referrals: Option<f64>) -> Parts {
    let referred = first.unwrap_or(0.0) + future;
    Parts {
        first,
        later: future * (1.0 - cross.unwrap_or(0.0)),
        cross: cross.map(|share| future * share),
        referral: referrals.map(|referrals| referrals * referred),
    }
}

/// Mean margin of the first orders of customers who are new in the quarter.
fn first_margin(purchases: &Purchases, period: &Period) -> Option<f64> {
    let firsts = purchases.customers.values().filter_map(|orders| orders.first());
    let inside = firsts.filter(|order| (period.start.0..period.end.0).contains(&order.at));
    let (n, sum) = inside.fold((0_u64, 0_i128), |(n, sum), order| (n + 1, sum + order.worth));
    (n > 0).then(|| currency(sum) / n as f64)
}

/// Share of the margin of repeat orders in the twelve months that comes from categories other than that
/// of the customer's first order; `None` when categories are unknown.
fn cross_share(purchases: &Purchases, end: i64) -> Option<f64> {
    let (mut cross, mut all) = (0_i128, 0_i128);
    for orders in purchases.customers.values() {
        let Some((first, later)) = orders.split_first() else { continue };
        for order in between(later, end - YEAR, end) {
            if let (Some(own), Some(other)) = (&first.category, &order.category) {
                all += order.worth;
                cross += if own == other { 0 } else { order.worth };
            }
        }
    }
    (all > 0).then(|| (cross as f64 / all as f64).clamp(0.0, 1.0))
}

/// Mean over the customers active at `end` of their margins up to then, each discounted to the
/// customer's first order.
fn historical(purchases: &Purchases, end: i64, annual: f64) -> Option<(f64, u64)> {
    let (mut n, mut sum) = (0, 0.0);
    for orders in purchases.customers.values() {
        if between(orders, end - YEAR, end).is_empty() {
            continue;
        }
        let first = orders[0].at;
        let years = |at: i64| (at - first) as f64 / (YEAR_DAYS * Instant::DAY as f64);
        let past = between(orders, i64::MIN, end).iter();
        sum += past.map(|order| currency(order.worth) / (1.0 + annual).powf(years(order.at))).sum::<f64>();
        n += 1;
    }
    (n > 0).then(|| (sum / n as f64, n))
}

const IDS: [&str; 4] = [
    ids::CUSTOMER_LIFETIME_VALUE,
    ids::CUSTOMER_LIFETIME_VALUE_WITH_FIRST_MARGIN,
    ids::CUSTOMER_LIFETIME_VALUE_5_YEARS,
    ids::CUSTOMER_VALUE_HISTORICAL,
];

fn unavailable(ground: &Ground<'_>, reason: &str) -> Vec<Measurement> {
    let status = Status::Unavailable { reason: reason.to_owned() };
    let spots = IDS.iter().flat_map(|id| ground.periods.iter().map(move |period| (id, period.quarter)));
    let figure = |(id, quarter): (&&str, Quarter)| {
        let figure = ground.figure(id, &Segment::Total, quarter)?;
        Some(Measurement { status: status.clone(), ..figure })
    };
    spots.filter_map(figure).collect()
}

fn figures(ground: &Ground<'_>, one: &ValueQuarter, basis: Basis) -> Vec<Measurement> {
    let level = ground.report.statistics.confidence;
    let (dimension, method) = match basis {
        Basis::Orders => ("value_tier", IntervalMethod::Delta),
        Basis::Assumption => ("tier", IntervalMethod::Propagated),
    };
    let part = |name: &String| Segment::Part { dimension: dimension.to_owned(), value: Some(name.clone()) };
    let tiers = one.tiers.iter().map(|(name, value)| (part(name), value));
    let mut figures = Vec::new();
    for (segment, value) in std::iter::once((Segment::Total, &one.total)).chain(tiers) {
        let values = [value.future, value.with_first, value.five_years];
        for (id, worth) in IDS.into_iter().zip(values) {
            let Some(mut figure) = ground.figure(id, &segment, one.quarter) else { continue };
            (figure.n, figure.value) = (value.customers, Some(worth));
            let range = value.range.filter(|_| id == IDS[0]);
            figure.interval = range.map(|(low, high)| Interval { low, high, level, method });
            figures.push(figure);
        }
    }
    if let (Some((mean, n)), Some(figure)) = (one.historical, ground.figure(IDS[3], &Segment::Total, one.quarter)) {
        figures.push(Measurement { n, value: Some(mean), ..figure });
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::super::purchases::Purchase;
    use super::*;

    #[test]
    fn parts_add_up_to_the_value_with_the_first_margin() {
        let parts = parts(900.0, Some(100.0), Some(0.25), None);
        assert_eq!((parts.later, parts.cross, parts.referral), (675.0, Some(225.0), None));
        assert_eq!(parts.first.unwrap() + parts.later + parts.cross.unwrap(), 1_000.0);
        // Two referrals of which a tenth buy: one generation, without their own referrals.
        assert_eq!(super::parts(900.0, Some(100.0), None, Some(0.2)).referral, Some(200.0));
    }

    #[test]
    fn past_margins_are_discounted_to_the_first_order() {
        let year = (YEAR_DAYS * Instant::DAY as f64) as i64;
        let order = |at: i64| Purchase { at, worth: 1_000_000, category: None };
        let mut found = Purchases { by_margin: true, ..Purchases::default() };
        found.customers.insert("a".to_owned(), vec![order(0), order(year)]);
        found.customers.insert("gone".to_owned(), vec![order(-3 * year)]);
        let (mean, n) = historical(&found, year + 1, 0.25).unwrap();
        assert_eq!(n, 1);
        assert!((mean - 180.0).abs() < 1e-9, "100 + 100 / 1.25, not {mean}");
    }
}
