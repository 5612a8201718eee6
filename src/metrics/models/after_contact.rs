//! Purchases within 30 days after a service contact, against matched customers without one (M19).
//!
//! Each customer with a first contact in the quarter is paired with the most similar customer who had no
//! contact in the 90 days before: same value tier and number of orders in the twelve months before the
//! quarter, last order at most 14 days earlier or later. What happens after the contact never decides
//! who is compared. An association, not an effect.

use super::cells::Cells;
use super::purchases::{Purchase, between, currency};
use super::value_tiers::frozen;
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Instant, Period, Quarter, Segment, Table};
use crate::facts::{self, ValueTier as Tier};
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement};
use crate::statistics::{self, Bounds, Moments};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Days after the contact in which purchases count.
const WINDOW: i64 = 30 * Instant::DAY;
/// A matched customer had no contact for so long.
const QUIET: i64 = 90 * Instant::DAY;
/// How far apart the last orders of a pair may lie.
const CALIPER: i64 = 14 * Instant::DAY;
/// Customers with so many orders or more are alike.
const FREQUENT: usize = 3;
/// Origins of tickets that are no contact by the customer.
const OWN: [&str; 3] = ["agent", "outbound", "internal"];
const COLUMNS: [&str; 5] = ["customer_id", "created_at", "spam", "merged_into", "origin"];

/// Pairs of every quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AfterContact {
    /// Whether value is contribution margin; else revenue.
    pub by_margin: bool,
    /// Valid orders without a value; they add nothing.
    pub without_worth: u64,
    /// Ascending.
    pub quarters: Vec<ContactQuarter>,
}

/// One quarter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pairs {
    /// Customers with a contact in the quarter who bought in the twelve months before it and whose 30 days
    /// are over.
    pub contacts: u64,
    /// The same, but their 30 days are not over (G4).
    pub immature: u64,
    /// Without a customer to compare with.
    pub unmatched: u64,
    /// Pairs in which both bought.
    pub both: u64,
    /// Only the one with the contact.
    pub only_contact: u64,
    /// Only the one without.
    pub only_other: u64,
    /// Neither.
    pub neither: u64,
    /// Value per customer in the 30 days, with a contact.
    pub worth_contact: f64,
    /// And without.
    pub worth_other: f64,
    /// Interval of the difference (Student's t of the pairs).
    pub worth_interval: Option<(f64, f64)>,
}

/// The pairs of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContactQuarter {
    /// Which.
    pub quarter: Quarter,
    /// What was found.
    pub found: Pairs,
}

impl Pairs {
    /// Number of pairs.
    pub fn pairs(&self) -> u64 {
        self.both + self.only_contact + self.only_other + self.neither
    }

    /// Difference of the shares that bought, 0 to 1, with its interval from the discordant pairs.
    pub fn gap(&self, level: f64) -> Option<(f64, Bounds)> {
        let n = self.pairs() as f64;
        let (b, c) = (self.only_contact as f64, self.only_other as f64);
        let gap = (b - c) / n;
        let half = statistics::normal_critical(level) * (b + c - (b - c).powi(2) / n).max(0.0).sqrt() / n;
        (n > 0.0).then_some((gap, Bounds { low: gap - half, high: gap + half }))
    }
}

/// Finds the pairs and gives `purchase_after_contact_gap` and `value_after_contact_gap`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(purchases) = ground.purchases else { return Ok(Vec::new()) };
    let Some(contacts) = contacts(ground)? else { return Ok(Vec::new()) };
    let known = |period: &&Period| purchases.year_known(period.start.0) && period.start.0 <= purchases.until;
    let level = ground.report.statistics.confidence;
    let mut quarters = Vec::new();
    for period in ground.wall_periods().iter().filter(known) {
        let people = frozen(purchases, period.start.0);
        let person = |one: &super::value_tiers::Frozen<'_>| Person {
            orders: one.orders.to_vec(),
            contacts: contacts.get(one.id).cloned().unwrap_or_default(),
            alike: (one.tier, one.frequency.min(FREQUENT)),
        };
        let people: Vec<Person> = people.iter().map(person).collect();
        let found = pairs(&people, (period.start.0, period.end.0), purchases.until, level);
        if found.contacts > 0 {
            quarters.push(ContactQuarter { quarter: period.quarter, found });
        }
    }
    let figures = quarters.iter().flat_map(|one| figures(ground, one, purchases.by_margin)).collect();
    let (by_margin, without_worth) = (purchases.by_margin, purchases.without_worth);
    study.after_contact = (!quarters.is_empty()).then_some(AfterContact { by_margin, without_worth, quarters });
    Ok(figures)
}

/// Times of every buyer's contacts, ascending; `None` when tickets name no customers.
fn contacts(ground: &Ground<'_>) -> Result<Option<BTreeMap<String, Vec<i64>>>, facts::Error> {
    let needs = ["customer_id", "created_at"];
    let Some(batches) = ground.rows(Table::Tickets, &COLUMNS, &needs)? else { return Ok(None) };
    let buyers = ground.purchases.map(|purchases| &purchases.customers);
    let mut contacts: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut clock = ground.clock();
    let as_of = clock.to_local(ground.report.as_of.0);
    for batch in &batches {
        let cells = Cells(batch);
        for row in 0..cells.rows() {
            let own = cells.text("origin", row).is_some_and(|origin| OWN.contains(&origin.to_lowercase().as_str()));
            let spam = cells.boolean("spam", row) == Some(true) || cells.text("merged_into", row).is_some();
            let customer = cells.text("customer_id", row).filter(|id| buyers.is_some_and(|all| all.contains_key(*id)));
            let at = cells.wall("created_at", row, &mut clock).filter(|at| *at <= as_of);
            if let (Some(customer), Some(at), false, false) = (customer, at, own, spam) {
                contacts.entry(customer.to_owned()).or_default().push(at);
            }
        }
    }
    contacts.values_mut().for_each(|times| times.sort_unstable());
    Ok(Some(contacts))
}

/// A customer who bought in the twelve months before the quarter.
struct Person {
    orders: Vec<Purchase>,
    contacts: Vec<i64>,
    /// Tier and number of orders in the twelve months before the quarter.
    alike: (Tier, usize),
}

impl Person {
    fn is_quiet(&self, at: i64) -> bool {
        let first = self.contacts.partition_point(|contact| *contact < at - QUIET);
        self.contacts.get(first).is_none_or(|contact| *contact > at)
    }

    /// Whether they bought within the window after an instant, and for how much.
    fn after(&self, at: i64) -> (bool, i128) {
        let orders = between(&self.orders, at + 1, at + WINDOW + 1);
        (!orders.is_empty(), orders.iter().map(|order| order.worth).sum())
    }
}

/// What happens in a quarter, in the order of time; at one instant orders come before contacts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    Order,
    Contact,
}

/// Customers who are alike and may still be compared with, by (last order, position).
type Pool = BTreeMap<(Tier, usize), BTreeSet<(i64, usize)>>;

/// Pairs the quarter's contacts in the order of time, each other customer used once.
fn pairs(people: &[Person], (start, end): (i64, i64), until: i64, level: f64) -> Pairs {
    let mut last: Vec<i64> = Vec::new();
    let mut pool = Pool::new();
    let mut events: Vec<(i64, Happens, usize)> = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let before = person.orders.partition_point(|order| order.at < start);
        last.push(person.orders[before.saturating_sub(1)].at);
        pool.entry(person.alike).or_default().insert((last[at], at));
        events.extend(between(&person.orders, start, end).iter().map(|order| (order.at, Happens::Order, at)));
        let first = person.contacts.iter().find(|contact| **contact >= start).filter(|contact| **contact < end);
        events.extend(first.map(|contact| (*contact, Happens::Contact, at)));
    }
    events.sort_unstable();
    let mut found = Pairs::default();
    let mut worths: Vec<(i128, i128)> = Vec::new();
    for (time, happens, who) in events {
        if happens == Happens::Order {
            if let Some(alike) = pool.get_mut(&people[who].alike)
                && alike.remove(&(last[who], who))
            {
                alike.insert((time, who));
            }
            last[who] = time;
            continue;
        }
        if time + WINDOW > until {
            found.immature += 1;
            continue;
        }
        found.contacts += 1;
        let Some(alike) = pool.get_mut(&people[who].alike) else { continue };
        let usable = |other: usize| other != who && people[other].is_quiet(time);
        let Some(other) = nearest(alike, last[who], usable) else {
            found.unmatched += 1;
            continue;
        };
        alike.remove(&(last[other], other));
        let (one, two) = (people[who].after(time), people[other].after(time));
        *match (one.0, two.0) {
            (true, true) => &mut found.both,
            (true, false) => &mut found.only_contact,
            (false, true) => &mut found.only_other,
            (false, false) => &mut found.neither,
        } += 1;
        worths.push((one.1, two.1));
    }
    with_worth(found, &worths, level)
}

/// The usable customer whose last order lies nearest, at most the caliper away; of several the first in
/// the order of ids.
fn nearest(alike: &BTreeSet<(i64, usize)>, own: i64, usable: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<(i64, usize)> = None;
    let mut look = |(last, who): &(i64, usize)| -> bool {
        let apart = (last - own).abs();
        if apart > CALIPER || best.is_some_and(|(least, _)| apart > least) {
            return false;
        }
        if usable(*who) && best.is_none_or(|found| (apart, *who) < found) {
            best = Some((apart, *who));
        }
        true
    };
    let _ = alike.range((own, 0)..).all(&mut look);
    let _ = alike.range(..(own, 0)).rev().all(&mut look);
    best.map(|(_, who)| who)
}

fn with_worth(mut found: Pairs, worths: &[(i128, i128)], level: f64) -> Pairs {
    let n = worths.len() as f64;
    if worths.is_empty() {
        return found;
    }
    found.worth_contact = currency(worths.iter().map(|pair| pair.0).sum()) / n;
    found.worth_other = currency(worths.iter().map(|pair| pair.1).sum()) / n;
    let mut differences: BTreeMap<i128, u64> = BTreeMap::new();
    worths.iter().for_each(|(one, two)| *differences.entry(one - two).or_default() += 1);
    let differences: Vec<(f64, u64)> = differences.into_iter().map(|(worth, pairs)| (currency(worth), pairs)).collect();
    // Differences that are all alike say nothing about how much others would scatter.
    let scattered = Some(&differences).filter(|all| all.len() > 1).and_then(|all| Moments::from_distribution(all));
    let bounds = scattered.and_then(|moments| statistics::student_t(moments, level));
    found.worth_interval = bounds.map(|bounds| (bounds.low, bounds.high));
    found
}

fn figures(ground: &Ground<'_>, one: &ContactQuarter, by_margin: bool) -> Vec<Measurement> {
    let level = ground.report.statistics.confidence;
    let found = &one.found;
    let with = |id: &str, value: Option<f64>, bounds: Option<(f64, f64)>, method: IntervalMethod| {
        let mut figure = ground.figure(id, &Segment::Total, one.quarter)?;
        (figure.n, figure.value, figure.immature) = (found.pairs(), value, found.immature);
        figure.missing = found.unmatched;
        figure.interval = bounds.map(|(low, high)| Interval { low, high, level, method });
        Some(figure)
    };
    let gap = found.gap(level);
    let value = gap.map(|(gap, _)| 100.0 * gap);
    let bounds = gap.map(|(_, bounds)| (100.0 * bounds.low, 100.0 * bounds.high));
    let share = with(ids::PURCHASE_AFTER_CONTACT_GAP, value, bounds, IntervalMethod::MatchedPairs);
    let worth = (found.pairs() > 0).then_some(found.worth_contact - found.worth_other);
    let worth = with(ids::MARGIN_AFTER_CONTACT_GAP, worth, found.worth_interval, IntervalMethod::StudentT);
    share.into_iter().chain(worth.filter(|_| by_margin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const D: i64 = Instant::DAY;

    fn person(orders: &[i64], contacts: &[i64]) -> Person {
        let order = |day: &i64| Purchase { at: day * D, worth: 10_000 * i128::from(*day), category: None };
        Person {
            orders: orders.iter().map(order).collect(),
            contacts: contacts.iter().map(|day| day * D).collect(),
            alike: (Tier::A, 1),
        }
    }

    #[test]
    fn the_nearest_quiet_customer_is_the_other_of_a_pair() {
        let people = [
            person(&[80, 130], &[110]),
            person(&[79], &[50]),    // nearest, but contacted 60 days before
            person(&[78, 150], &[]), // bought on day 150: outside 30 days after day 110
            person(&[60, 112], &[]), // too far away
            person(&[82, 120], &[]), // two days apart, like the third, but later in the order of ids
        ];
        let found = pairs(&people, (100 * D, 190 * D), 400 * D, 0.95);
        assert_eq!((found.contacts, found.pairs(), found.only_contact), (1, 1, 1));
        assert_eq!((found.worth_contact, found.worth_other), (130.0, 0.0));
    }

    #[test]
    fn an_order_before_the_contact_moves_the_last_order() {
        let people = [person(&[20, 105], &[110]), person(&[22], &[]), person(&[30, 104, 125], &[])];
        let found = pairs(&people, (100 * D, 190 * D), 400 * D, 0.95);
        assert_eq!((found.only_other, found.pairs()), (1, 1), "compared with whoever ordered on day 104");
    }

    #[test]
    fn open_windows_and_lonely_customers_are_counted() {
        let people = [person(&[80], &[110]), person(&[10], &[180]), person(&[200], &[])];
        let found = pairs(&people[..2], (100 * D, 190 * D), 200 * D, 0.95);
        assert_eq!((found.contacts, found.immature, found.unmatched, found.pairs()), (1, 1, 1, 0));
        assert_eq!(found.gap(0.95), None);
    }

    /// b = 25, c = 10 of 100 pairs: (25 − 10)/100, SE √(35 − 225/100)/100; SciPy 1.17.1 norm.ppf.
    #[test]
    fn the_gap_stands_on_discordant_pairs() {
        let found = Pairs { both: 30, only_contact: 25, only_other: 10, neither: 35, ..Pairs::default() };
        let (gap, bounds) = found.gap(0.95).unwrap();
        assert!((gap - 0.15).abs() < 1e-12);
        assert!((bounds.low - 0.037_835_934).abs() < 1e-8 && (bounds.high - 0.262_164_066).abs() < 1e-8, "{bounds:?}");
    }

    #[test]
    fn a_window_of_thirty_days_and_a_caliper_of_fourteen_end_with_their_last_day() {
        let one = |other: Person| pairs(&[person(&[80, 140], &[110]), other], (100 * D, 190 * D), 400 * D, 0.95);
        let found = one(person(&[66, 141], &[]));
        assert_eq!((found.only_contact, found.pairs()), (1, 1), "14 days apart; 30 days after is inside, 31 is not");
        assert_eq!(one(person(&[65], &[])).unmatched, 1, "15 days apart");
    }

    #[test]
    fn nobody_in_contact_within_ninety_days_is_compared() {
        let against = |contact: i64| {
            let people = [person(&[80], &[110]), person(&[80], &[contact])];
            pairs(&people, (100 * D, 110 * D + 1), 400 * D, 0.95)
        };
        assert_eq!(against(19).pairs(), 1, "91 days before");
        assert_eq!(against(20).unmatched, 1, "90 days before");
        // Both write at the same time: neither is without a contact.
        assert_eq!((against(110).contacts, against(110).unmatched), (2, 2));
    }

    #[test]
    fn a_contact_after_the_quarter_belongs_to_the_next_one() {
        let people = [person(&[80], &[190]), person(&[80], &[])];
        assert_eq!(pairs(&people, (100 * D, 190 * D), 400 * D, 0.95), Pairs::default());
    }

    #[test]
    fn who_was_compared_once_is_not_compared_again() {
        let people = [person(&[80], &[110]), person(&[80], &[115]), person(&[80, 112], &[])];
        let found = pairs(&people, (100 * D, 190 * D), 400 * D, 0.95);
        assert_eq!((found.contacts, found.pairs(), found.unmatched), (2, 1, 1));
        // Nor when an order of their own has made them alike once more.
        let people = [person(&[80], &[110]), person(&[113], &[115]), person(&[80, 112], &[])];
        let found = pairs(&people, (100 * D, 190 * D), 400 * D, 0.95);
        assert_eq!((found.pairs(), found.unmatched), (1, 1));
    }
}
