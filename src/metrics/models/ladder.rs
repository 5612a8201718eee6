//! From satisfaction to loyalty: who buys again or stays, by score from 1 to 5 (M18).
//!
//! An association: unhappy customers also differ in tenure and value.

use super::cells::Cells;
use super::purchases::{Purchases, YEAR};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Instant, LocalClock, Period, Quarter, Segment, Table};
use crate::facts;
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement};
use crate::statistics::{self, Bounds};
use serde::Serialize;
use std::collections::BTreeMap;

/// Scores of the ladder.
const SCORES: usize = 5;
/// Scores from which a customer is satisfied (top-2-box).
const SATISFIED: usize = 4;
const SCALE: (f64, f64) = (1.0, 5.0);
const ANSWER_COLUMNS: [&str; 9] = [
    "response_id",
    "customer_id",
    "metric",
    "value",
    "scale_min",
    "scale_max",
    "responded_at",
    "rated_at",
    "late_response",
];

/// What counts as loyal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loyal {
    /// Another valid order within 90 days of the rated contact.
    BoughtAgain,
    /// Still a customer 365 days after the rated contact.
    Stayed,
}

impl Loyal {
    /// Length of the window in days.
    pub fn days(self) -> i64 {
        match self {
            Self::BoughtAgain => 90,
            Self::Stayed => 365,
        }
    }
}

/// The ladder of every quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ladder {
    /// What counts as loyal.
    pub loyal: Loyal,
    /// Ascending.
    pub quarters: Vec<LadderQuarter>,
}

/// Respondents whose window closed in the twelve months up to the end of a quarter, each with the latest
/// answer of that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LadderQuarter {
    /// Which.
    pub quarter: Quarter,
    /// First rated instant that counts.
    pub from: Instant,
    /// First rated instant that is too young.
    pub until: Instant,
    /// Scores 1 to 5: respondents and how many of them were loyal.
    pub steps: Vec<Step>,
    /// Answers by the end of the quarter whose window is still open (G4).
    pub immature: u64,
    /// Answers of nobody in particular, or of people who were no customers at that time.
    pub unknown: u64,
}

/// One score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Respondents.
    pub n: u64,
    /// Loyal ones.
    pub loyal: u64,
}

impl LadderQuarter {
    /// Respondents with 4 or 5: all, and loyal ones (apostles; the others are mercenaries).
    pub fn satisfied(&self) -> Step {
        sum(&self.steps[SATISFIED - 1..])
    }

    /// Respondents with 1 to 3: all, and loyal ones (hostages; the others are defectors).
    pub fn unsatisfied(&self) -> Step {
        sum(&self.steps[..SATISFIED - 1])
    }
}

fn sum(steps: &[Step]) -> Step {
    steps.iter().fold(Step::default(), |sum, step| Step { n: sum.n + step.n, loyal: sum.loyal + step.loyal })
}

/// Finds the ladder and gives `loyal_share_satisfied`, `loyal_share_unsatisfied` and
/// `satisfaction_loyalty_gap`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(history) = History::read(ground)? else { return Ok(Vec::new()) };
    let Some(answers) = answers(ground)? else { return Ok(Vec::new()) };
    let periods = ground.wall_periods();
    let all = periods.iter().map(|period| of_quarter(&history, &answers, period));
    let found = all.filter(|one| one.steps.iter().any(|step| step.n > 0));
    let at = |wall: Instant| ground.report.time_zone.to_utc(wall.0);
    let quarters: Vec<LadderQuarter> =
        found.map(|one| LadderQuarter { from: at(one.from), until: at(one.until), ..one }).collect();
    let figures = quarters.iter().flat_map(|one| figures(ground, one)).collect();
    study.ladder = (!quarters.is_empty()).then_some(Ladder { loyal: history.loyal(), quarters });
    Ok(figures)
}

/// What customers did afterwards.
enum History<'a> {
    Orders(&'a Purchases),
    /// Start and end of every customer's contract; and the end of sight, all on the wall clock.
    Contracts(BTreeMap<String, (i64, Option<i64>)>, i64),
}

impl<'a> History<'a> {
    /// Orders where there are some, else contracts.
    fn read(ground: &Ground<'a>) -> Result<Option<Self>, facts::Error> {
        if let Some(purchases) = ground.purchases {
            return Ok(Some(Self::Orders(purchases)));
        }
        let columns = ["customer_id", "start_date", "end_date"];
        let Some(batches) = ground.rows(Table::Customers, &columns, &columns)? else { return Ok(None) };
        let mut contracts = BTreeMap::new();
        let mut clock = ground.clock();
        for batch in &batches {
            let cells = Cells(batch);
            for row in 0..cells.rows() {
                let (id, start) = (cells.text("customer_id", row), cells.wall("start_date", row, &mut clock));
                if let (Some(id), Some(start)) = (id, start) {
                    contracts.insert(id.to_owned(), (start, cells.wall("end_date", row, &mut clock)));
                }
            }
        }
        Ok(Some(Self::Contracts(contracts, clock.to_local(ground.report.as_of.0))))
    }

    fn loyal(&self) -> Loyal {
        match self {
            Self::Orders(_) => Loyal::BoughtAgain,
            Self::Contracts(..) => Loyal::Stayed,
        }
    }

    /// Until when loyalty could be seen.
    fn until(&self) -> i64 {
        match self {
            Self::Orders(purchases) => purchases.until,
            Self::Contracts(_, until) => *until,
        }
    }

    /// Whether a customer was loyal after an instant; `None` when it is unknown or was no customer then.
    fn loyal_after(&self, customer: &str, at: i64) -> Option<bool> {
        let end = at + self.loyal().days() * Instant::DAY;
        match self {
            Self::Orders(purchases) => {
                let orders = purchases.customers.get(customer)?;
                let next = orders.partition_point(|order| order.at <= at);
                (next > 0).then(|| orders.get(next).is_some_and(|order| order.at <= end))
            }
            Self::Contracts(contracts, _) => {
                let (start, ended) = contracts.get(customer)?;
                let was_customer = *start <= at && ended.is_none_or(|ended| ended > at);
                was_customer.then(|| ended.is_none_or(|ended| ended > end))
            }
        }
    }
}

/// One valid answer on a five-point scale; rated on the wall clock.
struct Answer {
    rated: i64,
    id: String,
    customer: Option<String>,
    score: usize,
}

/// Valid answers about satisfaction, by (instant rated, id).
fn answers(ground: &Ground<'_>) -> Result<Option<Vec<Answer>>, facts::Error> {
    let needs = ["customer_id", "value", "scale_min", "scale_max"];
    let Some(batches) = ground.rows(Table::Surveys, &ANSWER_COLUMNS, &needs)? else { return Ok(None) };
    let as_of = ground.report.as_of.0;
    let mut clock = ground.clock();
    let mut answers = Vec::new();
    for batch in &batches {
        let cells = Cells(batch);
        answers.extend((0..cells.rows()).filter_map(|row| answer(cells, row, as_of, &mut clock)));
    }
    answers.sort_by(|a, b| (a.rated, &a.id).cmp(&(b.rated, &b.id)));
    Ok(Some(answers))
}

fn answer(cells: Cells<'_>, row: usize, as_of: i64, clock: &mut LocalClock) -> Option<Answer> {
    let is_csat = cells.text("metric", row)?.eq_ignore_ascii_case("csat");
    let scale = (cells.number("scale_min", row)?, cells.number("scale_max", row)?);
    let value = cells.number("value", row)?;
    let on_scale = scale == SCALE && (SCALE.0..=SCALE.1).contains(&value) && value.fract() == 0.0;
    let late = cells.boolean("late_response", row) == Some(true);
    if !is_csat || !on_scale || late || cells.instant("responded_at", row)? > as_of {
        return None;
    }
    Some(Answer {
        rated: cells.wall("rated_at", row, clock)?,
        id: cells.text("response_id", row).unwrap_or_default().to_owned(),
        customer: cells.text("customer_id", row).map(str::to_owned),
        score: value as usize,
    })
}

fn of_quarter(history: &History<'_>, answers: &[Answer], period: &Period) -> LadderQuarter {
    let window = history.loyal().days() * Instant::DAY;
    let until = period.end.0.min(history.until()) - window;
    let from = period.end.0 - window - YEAR;
    let mut latest: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    let (mut immature, mut unknown) = (0, 0);
    for answer in answers.iter().filter(|answer| answer.rated >= from && answer.rated < period.end.0) {
        if answer.rated >= until {
            immature += 1;
            continue;
        }
        let customer = answer.customer.as_deref();
        match customer.and_then(|customer| Some((customer, history.loyal_after(customer, answer.rated)?))) {
            Some((customer, loyal)) => drop(latest.insert(customer, (answer.score, loyal))),
            None => unknown += 1,
        }
    }
    let mut steps = vec![Step::default(); SCORES];
    for (score, loyal) in latest.into_values() {
        steps[score - 1].n += 1;
        steps[score - 1].loyal += u64::from(loyal);
    }
    let (from, until) = (Instant(from), Instant(until));
    LadderQuarter { quarter: period.quarter, from, until, steps, immature, unknown }
}

fn figures(ground: &Ground<'_>, one: &LadderQuarter) -> Vec<Measurement> {
    let level = ground.report.statistics.confidence;
    let (happy, unhappy) = (one.satisfied(), one.unsatisfied());
    let share = |step: Step| (step.n > 0).then(|| 100.0 * step.loyal as f64 / step.n as f64);
    let with = |id: &str, (n, value): (u64, Option<f64>), bounds: Option<Bounds>, method: IntervalMethod| {
        let mut figure = ground.figure(id, &Segment::Total, one.quarter)?;
        (figure.n, figure.value, figure.immature, figure.missing) = (n, value, one.immature, one.unknown);
        figure.interval = bounds.map(|bounds| {
            let bounds = bounds.scaled(100.0);
            Interval { low: bounds.low, high: bounds.high, level, method }
        });
        Some(figure)
    };
    let wilson = |step: Step| statistics::wilson(step.loyal, step.n, level);
    // The gap stands on the smaller of its two groups.
    let gap = share(happy).zip(share(unhappy)).map(|(a, b)| a - b);
    let newcombe = statistics::newcombe((happy.loyal, happy.n), (unhappy.loyal, unhappy.n), level);
    [
        with(ids::LOYAL_SHARE_SATISFIED, (happy.n, share(happy)), wilson(happy), IntervalMethod::Wilson),
        with(ids::LOYAL_SHARE_UNSATISFIED, (unhappy.n, share(unhappy)), wilson(unhappy), IntervalMethod::Wilson),
        with(ids::SATISFACTION_LOYALTY_GAP, (happy.n.min(unhappy.n), gap), newcombe, IntervalMethod::Newcombe),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::purchases::Purchase;
    use super::*;
    use crate::domain::{FiscalCalendar, Zone};

    const D: i64 = Instant::DAY;

    fn period(end: i64) -> Period {
        let period = FiscalCalendar::default().period("2026-Q1".parse().unwrap(), Zone::utc());
        Period { start: Instant(end - 90 * D), end: Instant(end), ..period }
    }

    fn answer(id: &str, customer: &str, day: i64, score: usize) -> Answer {
        Answer { rated: day * D, id: id.to_owned(), customer: Some(customer.to_owned()), score }
    }

    fn orders(rows: &[(&str, i64)], until: i64) -> Purchases {
        let mut found = Purchases { until: until * D, ..Purchases::default() };
        for (customer, day) in rows {
            let one = Purchase { at: day * D, worth: 0, category: None };
            found.customers.entry((*customer).to_owned()).or_default().push(one);
        }
        found
    }

    #[test]
    fn only_closed_windows_count_and_each_customer_once() {
        let found =
            orders(&[("a", 10), ("a", 190), ("b", 20), ("c", 30), ("d", 40), ("d", 281), ("later", 125)], 1_000);
        let history = History::Orders(&found);
        let answers = [
            answer("1", "a", 50, 2),
            answer("2", "a", 100, 5),
            answer("3", "b", 110, 1),
            answer("4", "d", 190, 4),
            answer("5", "nobody", 120, 3),
            answer("6", "c", 320, 5),
            answer("7", "later", 121, 5),
        ];
        let one = of_quarter(&history, &answers, &period(400 * D));
        // a's latest answer is the 5, followed within 90 days; d came back after 91; c's window is open.
        assert_eq!(
            (one.steps[4], one.steps[3], one.steps[0]),
            (Step { n: 1, loyal: 1 }, Step { n: 1, loyal: 0 }, Step { n: 1, loyal: 0 })
        );
        assert_eq!((one.immature, one.unknown), (1, 2), "who had not bought yet cannot buy again");
        assert_eq!((one.satisfied(), one.unsatisfied()), (Step { n: 2, loyal: 1 }, Step { n: 1, loyal: 0 }));
    }

    #[test]
    fn staying_is_judged_among_those_who_were_customers() {
        let contracts = [("a", (0, None)), ("b", (0, Some(300 * D))), ("c", (0, Some(50 * D))), ("d", (500 * D, None))];
        let contracts = contracts.map(|(id, span)| (id.to_owned(), span)).into_iter().collect();
        let history = History::Contracts(contracts, 1_000 * D);
        let after = |customer: &str| history.loyal_after(customer, 100 * D);
        assert_eq!((after("a"), after("b"), after("c"), after("d")), (Some(true), Some(false), None, None));
        assert_eq!(history.loyal_after("a", 700 * D), Some(true), "the quarter decides whether the window is closed");
    }

    #[test]
    fn windows_end_with_their_last_instant() {
        let bought = orders(&[("a", 10), ("a", 190), ("b", 10)], 500);
        let history = History::Orders(&bought);
        assert_eq!(history.loyal_after("a", 100 * D), Some(true), "the ninetieth day is inside");
        let contracts = [("a".to_owned(), (0, Some(465 * D)))].into_iter().collect();
        let history_of_contracts = History::Contracts(contracts, 1_000 * D);
        assert_eq!(history_of_contracts.loyal_after("a", 100 * D), Some(false), "gone after 365 days");
        // 90 days before the end of the quarter the window closes with it: not before.
        let answers = [answer("1", "a", 309, 5), answer("2", "b", 310, 5)];
        let one = of_quarter(&history, &answers, &period(400 * D));
        assert_eq!((one.steps[4].n, one.immature), (1, 1));
    }
}
