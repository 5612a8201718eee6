//! Value tiers and RFM, frozen at the start of each quarter so that a quarter's results do not define
//! their own segment (M29).

use super::purchases::{Purchase, Purchases, YEAR, between, currency};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Instant, Period, Quarter, Segment};
use crate::facts::{self, ValueTier as Tier};
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement};
use crate::statistics;
use serde::Serialize;
use std::collections::BTreeMap;

/// The younger half of the twelve months.
const HALF: i64 = 182 * Instant::DAY;
/// Classes of recency, frequency and monetary value.
const CLASSES: u64 = 5;

/// Tiers and RFM of every quarter whose preceding twelve months are in the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueTiers {
    /// Whether value is contribution margin; else revenue, because no margins are given.
    pub by_margin: bool,
    /// Orders without a value; they add nothing.
    pub without_worth: u64,
    /// Ascending.
    pub quarters: Vec<TierQuarter>,
}

/// Customers of the twelve months before a quarter, by value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierQuarter {
    /// The quarter that they are frozen for.
    pub quarter: Quarter,
    /// Customers with a valid order in the twelve months before it.
    pub customers: u64,
    /// Tiers A, B and C.
    pub tiers: Vec<TierRow>,
    /// 潜力: more orders in the younger half of the twelve months than in the older, and a value below
    /// the median.
    pub potential: u64,
    /// Customers by their three classes, 5 best; ties share their average rank.
    pub rfm: Vec<RfmCell>,
}

/// A tier before and in the quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierRow {
    /// Which.
    pub tier: Tier,
    /// Customers.
    pub customers: u64,
    /// Their value in the twelve months before, in the report's currency.
    pub worth_before: f64,
    /// Their value in the quarter.
    pub worth_in_quarter: f64,
    /// Those who bought in the quarter.
    pub buyers: u64,
}

/// Customers of one class of recency, frequency and monetary value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RfmCell {
    /// 1 (long ago) to 5.
    pub recency: u64,
    /// 1 (rare) to 5.
    pub frequency: u64,
    /// 1 (little) to 5.
    pub monetary: u64,
    /// Customers.
    pub customers: u64,
}

/// A customer at an instant, by the twelve months before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frozen<'a> {
    pub(super) id: &'a str,
    /// All orders of the customer, also those outside the twelve months.
    pub(super) orders: &'a [Purchase],
    pub(super) tier: Tier,
    pub(super) frequency: usize,
    worth: i128,
    last: i64,
    grows: bool,
}

/// Everyone with a valid order in the twelve months before an instant, by id.
pub(super) fn frozen(purchases: &Purchases, at: i64) -> Vec<Frozen<'_>> {
    let customers = purchases.customers.iter();
    let mut all: Vec<Frozen<'_>> = customers.filter_map(|(id, orders)| Frozen::new(id, orders, at)).collect();
    let tiers = facts::value_tiers(&all.iter().map(|one| one.worth).collect::<Vec<_>>());
    all.iter_mut().zip(tiers).for_each(|(one, tier)| one.tier = tier);
    all
}

impl<'a> Frozen<'a> {
    /// A customer whose tier is not known yet; `None` without an order in the twelve months.
    fn new(id: &'a str, orders: &'a [Purchase], at: i64) -> Option<Self> {
        let year = between(orders, at - YEAR, at);
        let young = between(orders, at - HALF, at).len();
        Some(Self {
            id,
            orders,
            tier: Tier::C,
            frequency: year.len(),
            worth: year.iter().map(|order| order.worth).sum(),
            last: year.last()?.at,
            grows: young > year.len() - young,
        })
    }
}

/// Finds tiers and RFM and gives `top_tier_customers_share` and `potential_customers_share`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(purchases) = ground.purchases else { return Ok(Vec::new()) };
    let known = |period: &&Period| purchases.year_known(period.start.0) && period.start.0 <= purchases.until;
    let periods = ground.wall_periods();
    let quarters: Vec<TierQuarter> =
        periods.iter().filter(known).filter_map(|period| of_quarter(purchases, period)).collect();
    let mut figures = Vec::new();
    for one in &quarters {
        figures.extend(share(
            ground,
            ids::TOP_TIER_CUSTOMERS_SHARE,
            one.quarter,
            (one.tiers[0].customers, one.customers),
        ));
        figures.extend(share(ground, ids::POTENTIAL_CUSTOMERS_SHARE, one.quarter, (one.potential, one.customers)));
    }
    let (by_margin, without_worth) = (purchases.by_margin, purchases.without_worth);
    study.value_tiers = (!quarters.is_empty()).then_some(ValueTiers { by_margin, without_worth, quarters });
    Ok(figures)
}

/// A share of everyone in percent with Wilson's interval.
pub(super) fn share(ground: &Ground<'_>, id: &str, quarter: Quarter, (hits, n): (u64, u64)) -> Option<Measurement> {
    let mut figure = ground.figure(id, &Segment::Total, quarter)?;
    let level = ground.report.statistics.confidence;
    figure.n = n;
    figure.numerator = Some(hits as f64);
    figure.denominator = Some(n as f64);
    figure.value = (n > 0).then(|| 100.0 * hits as f64 / n as f64);
    figure.interval = statistics::wilson(hits, n, level).map(|bounds| {
        let bounds = bounds.scaled(100.0);
        Interval { low: bounds.low, high: bounds.high, level, method: IntervalMethod::Wilson }
    });
    Some(figure)
}

fn of_quarter(purchases: &Purchases, period: &Period) -> Option<TierQuarter> {
    let all = frozen(purchases, period.start.0);
    let (start, end) = (period.start.0, period.end.0);
    let row = |tier: Tier| {
        let members: Vec<&Frozen<'_>> = all.iter().filter(|one| one.tier == tier).collect();
        let inside = members.iter().map(|one| between(one.orders, start, end));
        TierRow {
            tier,
            customers: members.len() as u64,
            worth_before: currency(members.iter().map(|one| one.worth).sum()),
            worth_in_quarter: currency(inside.clone().flatten().map(|order| order.worth).sum()),
            buyers: inside.filter(|orders| !orders.is_empty()).count() as u64,
        }
    };
    let twice_median = twice_median(all.iter().map(|one| one.worth).collect())?;
    Some(TierQuarter {
        quarter: period.quarter,
        customers: all.len() as u64,
        tiers: Tier::ALL.map(row).to_vec(),
        potential: all.iter().filter(|one| one.grows && 2 * one.worth < twice_median).count() as u64,
        rfm: rfm(&all),
    })
}

fn twice_median(mut values: Vec<i128>) -> Option<i128> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    Some(values[last / 2] + values[last - last / 2])
}

fn rfm(all: &[Frozen<'_>]) -> Vec<RfmCell> {
    let recency = classes(&all.iter().map(|one| i128::from(one.last)).collect::<Vec<_>>());
    let frequency = classes(&all.iter().map(|one| one.frequency as i128).collect::<Vec<_>>());
    let monetary = classes(&all.iter().map(|one| one.worth).collect::<Vec<_>>());
    let mut cells: BTreeMap<(u64, u64, u64), u64> = BTreeMap::new();
    for ((recency, frequency), monetary) in recency.into_iter().zip(frequency).zip(monetary) {
        *cells.entry((recency, frequency, monetary)).or_default() += 1;
    }
    let cell = |((recency, frequency, monetary), customers)| RfmCell { recency, frequency, monetary, customers };
    cells.into_iter().map(cell).collect()
}

/// The fifth of the ranks that each value falls into, 1 lowest: ⌈5 · rank / n⌉, equal values at their
/// average rank.
fn classes(values: &[i128]) -> Vec<u64> {
    let mut counts: BTreeMap<i128, u64> = BTreeMap::new();
    values.iter().for_each(|value| *counts.entry(*value).or_default() += 1);
    let (mut below, n) = (0, values.len() as u64);
    let mut class_of = BTreeMap::new();
    for (value, count) in counts {
        let twice_rank = 2 * below + count + 1;
        class_of.insert(value, (CLASSES * twice_rank).div_ceil(2 * n).clamp(1, CLASSES));
        below += count;
    }
    values.iter().map(|value| class_of[value]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Zone;

    #[test]
    fn equal_values_share_their_average_rank() {
        assert_eq!(classes(&[10, 20, 30, 40, 50]), [1, 2, 3, 4, 5]);
        // Ranks 1.5, 1.5, 3, 4, 5 of 5; then eight ones share rank 4.5 of 10: the third fifth.
        assert_eq!(classes(&[10, 10, 30, 40, 50]), [2, 2, 3, 4, 5]);
        assert_eq!(classes(&[1, 1, 1, 1, 1, 1, 1, 1, 2, 3]), [3, 3, 3, 3, 3, 3, 3, 3, 5, 5]);
    }

    #[test]
    fn the_quarter_itself_does_not_define_the_tier() {
        let mut found = Purchases { until: 3 * YEAR, by_margin: true, ..Purchases::default() };
        let one = |at: i64, worth: i128| Purchase { at, worth, category: None };
        found.customers.insert("late".to_owned(), vec![one(YEAR - 10, 10), one(YEAR + 10, 9_000)]);
        found.customers.insert("steady".to_owned(), vec![one(YEAR - 20, 990)]);
        found.customers.insert("new".to_owned(), vec![one(YEAR + 5, 5_000)]);
        let tiers: Vec<_> = frozen(&found, YEAR).into_iter().map(|one| (one.id, one.tier)).collect();
        assert_eq!(tiers, [("late", Tier::C), ("steady", Tier::A)], "who first buys in the quarter has no tier yet");
    }

    #[test]
    fn the_middle_of_an_even_number_is_between_two() {
        assert_eq!((twice_median(vec![4, 1, 9]), twice_median(vec![1, 9, 4, 2])), (Some(8), Some(6)));
        assert_eq!(twice_median(Vec::new()), None);
    }

    /// Six months hold more orders than the six before, and the worth is below the median.
    #[test]
    fn potential_customers_order_more_often_and_are_worth_less_than_the_middle() {
        const D: i64 = Instant::DAY;
        let calendar = crate::domain::FiscalCalendar::default();
        let period = calendar.period("2026-Q1".parse().unwrap(), Zone::utc());
        let period = Period { start: Instant(YEAR), end: Instant(YEAR + 90 * D), ..period };
        let mut found = Purchases { until: 3 * YEAR, by_margin: true, ..Purchases::default() };
        let mut customer = |name: &str, worth: i128, days: &[i64]| {
            let one = |day: &i64| Purchase { at: day * D, worth, category: None };
            found.customers.insert(name.to_owned(), days.iter().map(one).collect());
        };
        customer("grows", 10, &[20, 300, 310]);
        customer("as often", 10, &[20, 310]);
        customer("middle", 30, &[300, 310]);
        customer("middle too", 60, &[300]);
        customer("rich", 900, &[300]);
        let made = of_quarter(&found, &period).unwrap();
        assert_eq!((made.customers, made.potential), (5, 1), "60 is the median itself");
        let first = &made.tiers[0];
        assert_eq!((first.customers, first.worth_before, first.buyers), (1, 0.09, 0));
    }
}
