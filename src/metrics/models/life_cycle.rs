//! Where customers stand in their life cycle at the end of a quarter (M29), beside who of the active
//! ones stayed.

use super::purchases::{Purchase, Purchases, YEAR, between};
use super::value_tiers::share;
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Period, Quarter};
use crate::facts;
use crate::metrics::measurement::Measurement;
use serde::Serialize;

/// Life cycle of all quarters whose preceding twelve months are in the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LifeCycle {
    /// Ascending.
    pub quarters: Vec<LifeQuarter>,
}

/// Customers by stage at the end of a quarter, each in one stage only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stages {
    /// First order in the data in this quarter.
    pub new: u64,
    /// Ordered in the last twelve months, and not longer ago than twice the own median gap.
    pub active: u64,
    /// Ordered in the last twelve months, but longer ago than twice the own median gap.
    pub declining: u64,
    /// No order in the last twelve months.
    pub lapsed: u64,
    /// Ordered in this quarter after a gap of more than twelve months.
    pub won_back: u64,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LifeQuarter {
    /// Which.
    pub quarter: Quarter,
    /// Stages at its end.
    pub stages: Stages,
    /// Customers active at its start: an order in the twelve months before.
    pub at_start: u64,
    /// Those of them who are active at its end.
    pub kept: u64,
    /// Customers active at its start by their own rhythm: the last order no longer ago than twice the own
    /// median gap, or twelve months where there is no gap yet.
    pub at_start_by_rhythm: u64,
    /// Those of them who are so at its end too.
    pub kept_by_rhythm: u64,
}

/// Finds the stages and gives `declining_customers_share` and `retention_rate_own_rhythm`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(purchases) = ground.purchases else { return Ok(Vec::new()) };
    let known = |period: &&Period| purchases.year_known(period.start.0) && period.start.0 <= purchases.until;
    let of_quarter = |period: &Period| of_quarter(purchases, period);
    let quarters: Vec<LifeQuarter> = ground.wall_periods().iter().filter(known).map(of_quarter).collect();
    let mut figures = Vec::new();
    for one in &quarters {
        let Stages { new, active, declining, won_back, .. } = one.stages;
        let present = new + active + declining + won_back;
        figures.extend(share(ground, ids::DECLINING_CUSTOMERS_SHARE, one.quarter, (declining, present)));
        let kept = (one.kept_by_rhythm, one.at_start_by_rhythm);
        figures.extend(share(ground, ids::RETENTION_RATE_OWN_RHYTHM, one.quarter, kept));
    }
    study.life_cycle = (!quarters.is_empty()).then_some(LifeCycle { quarters });
    Ok(figures)
}

fn of_quarter(purchases: &Purchases, period: &Period) -> LifeQuarter {
    let (start, end) = (period.start.0, period.end.0);
    let stages = Stages::default();
    let (at_start, kept, at_start_by_rhythm, kept_by_rhythm) = (0, 0, 0, 0);
    let mut found = LifeQuarter { quarter: period.quarter, stages, at_start, kept, at_start_by_rhythm, kept_by_rhythm };
    for orders in purchases.customers.values() {
        let year = between(orders, end - YEAR, end);
        if !between(orders, start - YEAR, start).is_empty() {
            found.at_start += 1;
            found.kept += u64::from(!year.is_empty());
        }
        if in_rhythm(orders, start) {
            found.at_start_by_rhythm += 1;
            found.kept_by_rhythm += u64::from(in_rhythm(orders, end));
        }
        if let Some(counter) = stage(orders, (start, end), &mut found.stages) {
            *counter += 1;
        }
    }
    found
}

/// The stage of a customer; `None` before the first order.
fn stage<'s>(orders: &[Purchase], (start, end): (i64, i64), stages: &'s mut Stages) -> Option<&'s mut u64> {
    let orders = &orders[..orders.partition_point(|order| order.at < end)];
    let last = orders.last()?.at;
    let back = |pair: &[Purchase]| pair[1].at >= start && pair[1].at - pair[0].at > YEAR;
    Some(if orders[0].at >= start {
        &mut stages.new
    } else if orders.windows(2).any(back) {
        &mut stages.won_back
    } else if last < end - YEAR {
        &mut stages.lapsed
    } else if rhythm(orders).is_some_and(|twice| end - last > twice) {
        &mut stages.declining
    } else {
        &mut stages.active
    })
}

/// Whether the last order before an instant is no longer ago than twice the own median gap until then,
/// or than twelve months where there is no gap.
fn in_rhythm(orders: &[Purchase], at: i64) -> bool {
    let orders = &orders[..orders.partition_point(|order| order.at < at)];
    orders.last().is_some_and(|last| at - last.at <= rhythm(orders).unwrap_or(YEAR))
}

/// Twice the median gap between orders; `None` with one order only, and where most came at once.
fn rhythm(orders: &[Purchase]) -> Option<i64> {
    let mut gaps: Vec<i64> = orders.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    gaps.sort_unstable();
    let last = gaps.len().checked_sub(1)?;
    Some(gaps[last / 2] + gaps[last - last / 2]).filter(|twice| *twice > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Instant;

    const D: i64 = Instant::DAY;

    fn orders(days: &[i64]) -> Vec<Purchase> {
        days.iter().map(|day| Purchase { at: day * D, worth: 0, category: None }).collect()
    }

    fn stage_of(days: &[i64]) -> Stages {
        let orders = orders(days);
        let mut stages = Stages::default();
        // The quarter is day 1000 to 1090.
        if let Some(counter) = stage(&orders, (1_000 * D, 1_090 * D), &mut stages) {
            *counter += 1;
        }
        stages
    }

    #[test]
    fn every_customer_is_in_one_stage() {
        assert_eq!(stage_of(&[1_010]), Stages { new: 1, ..Stages::default() });
        assert_eq!(stage_of(&[800]), Stages { active: 1, ..Stages::default() }, "one order has no gap to compare");
        assert_eq!(stage_of(&[900, 950]), Stages { declining: 1, ..Stages::default() }, "140 days after gaps of 50");
        assert_eq!(stage_of(&[900, 990]), Stages { active: 1, ..Stages::default() }, "100 days after a gap of 90");
        assert_eq!(stage_of(&[500, 700]), Stages { lapsed: 1, ..Stages::default() });
        assert_eq!(stage_of(&[500, 1_020]), Stages { won_back: 1, ..Stages::default() });
        assert_eq!(stage_of(&[1_095]), Stages::default(), "ordered after the quarter only");
        assert_eq!(stage_of(&[1_040, 1_040]), Stages { new: 1, ..Stages::default() });
        assert_eq!(stage_of(&[980, 980]), Stages { active: 1, ..Stages::default() }, "a split order is no rhythm");
    }

    #[test]
    fn a_year_is_over_after_its_last_day() {
        assert_eq!(stage_of(&[640, 1_005]), Stages { active: 1, ..Stages::default() }, "365 days are no absence");
        assert_eq!(stage_of(&[639, 1_005]), Stages { won_back: 1, ..Stages::default() });
        assert_eq!(stage_of(&[725]), Stages { active: 1, ..Stages::default() }, "365 days before the end");
        assert_eq!(stage_of(&[724]), Stages { lapsed: 1, ..Stages::default() });
    }

    #[test]
    fn the_own_rhythm_is_known_from_the_orders_so_far() {
        let active = |days: &[i64]| in_rhythm(&orders(days), 1_000 * D);
        assert!(active(&[800, 850, 900]), "100 days after gaps of 50");
        assert!(!active(&[799, 849, 899]), "101 days");
        assert!(!active(&[800, 850, 1_010]), "what comes later is not known yet");
        assert!(active(&[100, 600]), "400 days after a gap of 500");
        assert!(active(&[635]) && !active(&[634]), "a year without a gap to compare");
        assert!(active(&[700, 700]), "a split order is no rhythm");
        assert!(!active(&[1_000]), "not ordered yet");
    }
}
