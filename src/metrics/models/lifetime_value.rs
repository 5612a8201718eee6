//! Customer lifetime value: contribution margin, retention and discount rate of the same period, a
//! quarter (M17).

use super::purchases::{Purchases, UNITS, YEAR, between, currency};
use super::value_tiers::frozen;
use super::{Ground, Study};
use crate::config::Economics;
use crate::domain::{Instant, Period, Quarter, Segment};
use crate::facts::{self, ValueTier as Tier};
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement, Status};
use crate::statistics;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use std::collections::BTreeMap;

/// Quarters of the finite horizon: five years.
const HORIZON: i32 = 20;
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

/// The value of a customer of a group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Value {
    /// Customers in the base, on whom retention stands.
    pub customers: u64,
    /// Contribution margin per customer and quarter.
    pub margin: f64,
    /// Share retained in the quarter, 0 to 1.
    pub retention: f64,
    /// m·r/(1 + d − r): the margin of this quarter is already earned.
    pub future: f64,
    /// m·(1 + d)/(1 + d − r): this quarter's margin is counted too.
    pub with_first: f64,
    /// The first formula cut off after five years.
    pub five_years: f64,
    /// Interval of the first formula. From orders by the delta method over customers, each with the margin
    /// of the quarter and whether it stayed; with an assumed margin, the formula at both ends of the
    /// interval of retention.
    pub range: Option<(f64, f64)>,
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

/// m·r/(1 + d − r); `None` when the sum does not converge.
pub fn future_value(margin: f64, retention: f64, discount: f64) -> Option<f64> {
    let below = 1.0 + discount - retention;
    (below > 0.0).then(|| margin * retention / below)
}

/// m·(1 + d)/(1 + d − r), the first margin included.
pub fn value_with_first(margin: f64, retention: f64, discount: f64) -> Option<f64> {
    let below = 1.0 + discount - retention;
    (below > 0.0).then(|| margin * (1.0 + discount) / below)
}

/// Σ m·(r/(1 + d))^t over t = 1 … periods.
pub fn value_within(margin: f64, retention: f64, discount: f64, periods: i32) -> f64 {
    let step = retention / (1.0 + discount);
    (1..=periods).map(|period| margin * step.powi(period)).sum()
}

/// The rate per quarter of a rate per year.
pub fn quarterly(annual: f64) -> f64 {
    (1.0 + annual).sqrt().sqrt() - 1.0
}

impl Value {
    /// `None` when the sum does not converge.
    fn new(customers: u64, (margin, retention): (f64, f64), discount: f64) -> Option<Self> {
        Some(Self {
            customers,
            margin,
            retention,
            future: future_value(margin, retention, discount)?,
            with_first: value_with_first(margin, retention, discount)?,
            five_years: value_within(margin, retention, discount, HORIZON),
            range: None,
        })
    }
}

/// Customers of a group with the margin of the quarter and whether they stayed: sums for means and
/// covariances.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: u64,
    kept: u64,
    worth: i128,
    worth_of_kept: i128,
    squares: i128,
}

impl Sums {
    fn add(&mut self, worth: i128, kept: bool) {
        self.n += 1;
        self.kept += u64::from(kept);
        self.worth += worth;
        self.worth_of_kept += if kept { worth } else { 0 };
        self.squares += worth * worth;
    }

    /// The value with its interval by the delta method: ∂/∂m = r/(1 + d − r),
    /// ∂/∂r = m·(1 + d)/(1 + d − r)², variances and covariance with n − 1.
    fn value(self, discount: f64, level: f64) -> Option<Value> {
        let n = self.n as f64;
        let (margin, retention) = (currency(self.worth) / n, self.kept as f64 / n);
        let value = Value::new(self.n, (margin, retention), discount)?;
        // Exact sums of products: n·Σxy − Σx·Σy.
        let products = |xy: i128, x: i128, y: i128| (self.n as i128 * xy - x * y) as f64 / (n * (n - 1.0));
        let kept = i128::from(self.kept);
        let (of_margin, both) =
            (products(self.squares, self.worth, self.worth), products(self.worth_of_kept, self.worth, kept));
        let (of_margin, both) = (of_margin / (UNITS * UNITS), both / UNITS);
        let of_retention = products(kept, kept, kept);
        let below = 1.0 + discount - retention;
        let (a, b) = (retention / below, margin * (1.0 + discount) / (below * below));
        let variance = (a * a * of_margin + 2.0 * a * b * both + b * b * of_retention) / n;
        let half = statistics::normal_critical(level) * variance.max(0.0).sqrt();
        let range = (self.n > 1).then_some((value.future - half, value.future + half));
        Some(Value { range, ..value })
    }
}

/// Finds the values and gives the metrics `customer_lifetime_value`, `…_with_first_margin`,
/// `…_5_years` and `customer_value_historical`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(economics) = &ground.report.economics else { return Ok(unavailable(ground, "no_discount_rate")) };
    let discount = quarterly(economics.annual_discount_rate);
    let (basis, quarters) = match ground.purchases.filter(|purchases| purchases.by_margin) {
        Some(purchases) => (Basis::Orders, from_orders(ground, purchases, economics)),
        None => (Basis::Assumption, from_contracts(ground, economics)),
    };
    if quarters.is_empty() {
        return Ok(Vec::new());
    }
    let figures = quarters.iter().flat_map(|one| figures(ground, one, basis)).collect();
    study.lifetime_value = Some(LifetimeValue { basis, discount, quarters });
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
    ground.periods.iter().filter(known).filter_map(of_quarter).collect()
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
        let total = value(ground.known.total("retention_rate", period.quarter)?)?;
        let tier = |figure: &&Measurement| match &figure.segment {
            Segment::Part { value: Some(name), .. } => Some((name.clone(), value(figure)?)),
            _ => None,
        };
        let parts_of = ground.known.parts("retention_rate", "tier", period.quarter);
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
    "customer_lifetime_value",
    "customer_lifetime_value_with_first_margin",
    "customer_lifetime_value_5_years",
    "customer_value_historical",
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

    fn near(value: Option<f64>, expected: f64) {
        assert!((value.unwrap() - expected).abs() < 0.005, "{value:?} is not {expected}");
    }

    #[test]
    fn the_handbook_vectors() {
        near(future_value(400.0, 0.8, 0.1), 1_066.67);
        near(value_with_first(400.0, 0.8, 0.1), 1_466.67);
    }

    #[test]
    fn the_second_formula_counts_one_margin_more_and_the_horizon_less() {
        let (m, r, d) = (123.0, 0.9, 0.02);
        let future = future_value(m, r, d).unwrap();
        assert!((value_with_first(m, r, d).unwrap() - future - m).abs() < 1e-9);
        assert!(value_within(m, r, d, 20) < future);
        assert!((value_within(m, r, d, 2_000) - future).abs() < 1e-9);
        // NumPy 2.4.6: sum(400 * (0.8/1.1)**np.arange(1, 6)).
        assert!((value_within(400.0, 0.8, 0.1, 5) - 849.638_934_250_641_2).abs() < 1e-9);
        assert_eq!(future_value(10.0, 1.0, 0.0), None, "nobody leaves and nothing is discounted: no sum");
    }

    /// Trap 8: a quarterly retention belongs to a quarterly rate.
    #[test]
    fn margin_retention_and_discount_are_of_the_same_period() {
        assert!(((1.0 + quarterly(0.08)).powi(4) - 1.08).abs() < 1e-12);
        let value = Value::new(100, (260.0, 0.95), quarterly(0.08)).unwrap();
        let wrong = future_value(260.0, 0.95, 0.08).unwrap();
        assert!((value.future - 260.0 * 0.95 / (0.05 + quarterly(0.08))).abs() < 1e-9);
        assert!(value.future > 1.7 * wrong, "an annual rate on quarterly margins loses nearly half");
    }

    /// NumPy 2.4.6: x = [10, 0, 25, 5, 40, 0], kept = [1, 0, 1, 1, 1, 1], d = 0.02, gradient and np.cov(ddof=1).
    #[test]
    fn the_interval_takes_margins_and_retention_together() {
        let mut sums = Sums::default();
        for (worth, kept) in [(10, true), (0, false), (25, true), (5, true), (40, true), (0, true)] {
            sums.add(worth * 10_000, kept);
        }
        let value = sums.value(0.02, 0.95).unwrap();
        let (low, high) = value.range.unwrap();
        assert!(
            (low + 100.102_275_955_469_03).abs() < 1e-9 && (high - 219.149_895_003_088_12).abs() < 1e-9,
            "{low} {high}"
        );
    }

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
