//! Who answered, against all contacts (M09): profile of the respondents, satisfaction weighted to the
//! contacts by post-stratification, quarter by quarter, and whether a change can be believed.
//!
//! Cells of the weighting are channel × customer group × solved or not, as far as the data have them
//! and the report's quarter has answers in them; the same cells serve all quarters. Contacts in cells
//! without answers are represented by nobody and printed as such.

mod shift;

pub use shift::{SampleChange, Shift, ShiftVerdict};

use super::super::measurement::{Interval, IntervalMethod, Measurement};
use super::cells::Cells;
use super::crossing::{Crossing, Key, Tally, cross, has};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Period, Quarter, Segment, Table};
use crate::facts;
use crate::statistics::{WeightedShare, wilson, wilson_weighted};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The share that is weighted.
pub const SATISFIED: &str = ids::CSAT_TOP2;
/// The metric whose rows are the contacts.
const CONTACTS: &str = ids::CONTACTS;
/// Carries the weighted figures.
const WEIGHTED: &str = ids::CSAT_TOP2_POSTSTRATIFIED;
/// The share of invitations that were answered.
const RATE: &str = ids::SURVEY_RESPONSE_RATE;
/// Fewest answers in a cell that holds a noticeable part of the contacts.
const LEAST_PER_CELL: u64 = 5;
/// Part of the contacts that is noticeable.
const NOTICEABLE: f64 = 0.01;
/// Part of the contacts that may lie in cells with too few answers.
const THIN: f64 = 0.05;

/// Who answered.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct VoiceStudy {
    /// Dimensions whose crossing makes the cells of the weighting.
    pub cells: Vec<String>,
    /// Quarters with answers, ascending.
    pub waves: Vec<Wave>,
    /// The change since the quarter before, and since the same quarter a year before.
    pub shifts: Vec<Shift>,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Wave {
    /// When.
    pub quarter: Quarter,
    /// Contacts of the quarter.
    pub contacts: u64,
    /// Valid answers about interactions of the quarter, and those in the top boxes.
    pub answers: Tally,
    /// Share of the top boxes as answered, percent.
    pub raw: f64,
    /// Its interval (Wilson).
    pub raw_interval: Option<(f64, f64)>,
    /// The same weighted to the contacts, percent.
    pub weighted: Option<f64>,
    /// Its interval (Wilson with the effective n).
    pub weighted_interval: Option<(f64, f64)>,
    /// Kish's effective number of answers.
    pub effective_n: Option<f64>,
    /// Contacts in cells with answers, percent.
    pub covered: f64,
    /// Invitations whose answering time is over; `None` where invitations are not recorded.
    pub invited: Option<u64>,
    /// Answered ones among them.
    pub answered: Option<u64>,
    /// Respondents against contacts, by dimension.
    pub profile: Vec<Profile>,
}

/// Respondents against contacts in one dimension.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Profile {
    /// `channel`, `customer.segment`, `customer.tier` or `resolved`.
    pub dimension: String,
    /// Parts by value; `None` is a missing one.
    pub parts: Vec<ProfilePart>,
}

/// One part of a profile.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ProfilePart {
    /// Its value.
    pub value: Option<String>,
    /// Contacts.
    pub contacts: u64,
    /// Answers.
    pub answers: u64,
}

/// Weighs the answers of every quarter to its contacts.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(sides) = Sides::read(ground)? else { return Ok(Vec::new()) };
    let last = ground.periods.len().saturating_sub(1);
    let chosen = cells(&sides, last);
    let level = ground.report.statistics.confidence;
    let wave = |(at, period): (usize, &Period)| {
        let mut wave = wave(&sides, at, period.quarter, (&chosen, level))?;
        (wave.invited, wave.answered) = invitations(ground, period.quarter);
        Some(wave)
    };
    let waves: Vec<Wave> = ground.periods.iter().enumerate().filter_map(wave).collect();
    if waves.last().is_none_or(|wave| Some(wave.quarter) != ground.periods.last().map(|period| period.quarter)) {
        return Ok(Vec::new());
    }
    let figures = waves.iter().filter_map(|wave| figure(ground, wave, level)).collect();
    let cells = chosen.iter().map(|at| sides.dimensions[*at].clone()).collect();
    let shifts = shifts(&waves, level);
    study.voice = Some(VoiceStudy { cells, waves, shifts });
    Ok(figures)
}

fn shifts(waves: &[Wave], level: f64) -> Vec<Shift> {
    let Some(now) = waves.last() else { return Vec::new() };
    let before = [now.quarter.previous(), now.quarter.year_before()];
    let found = before.iter().filter_map(|quarter| waves.iter().find(|wave| wave.quarter == *quarter));
    found.filter_map(|wave| shift::shift(wave, now, level)).collect()
}

/// Contacts and answers by period and by all dimensions.
struct Sides {
    dimensions: Vec<String>,
    contacts: Crossing,
    answers: Crossing,
}

impl Sides {
    fn read(ground: &Ground<'_>) -> Result<Option<Self>, facts::Error> {
        if !has(ground, Table::Surveys, "ticket_id") || !has(ground, Table::Tickets, "ticket_id") {
            return Ok(None);
        }
        let solved = solved(ground)?;
        let mut dimensions = Vec::new();
        let (mut of_contacts, mut of_answers) = (Vec::new(), Vec::new());
        if has(ground, Table::Tickets, "channel") {
            dimensions.push("channel".to_owned());
            of_contacts.push(Key::Column("channel"));
            of_answers.push(Key::Column("ticket.channel"));
        }
        let known = |column: &&str| has(ground, Table::Tickets, column) && has(ground, Table::Surveys, column);
        if let Some(group) = ["customer.segment", "customer.tier"].into_iter().find(known) {
            dimensions.push(group.to_owned());
            of_contacts.push(Key::Column(group));
            of_answers.push(Key::Column(group));
        }
        if has(ground, Table::Tickets, "solved_at") {
            dimensions.push("resolved".to_owned());
            of_contacts.push(Key::Reached("solved_at"));
            of_answers.push(Key::Known("ticket_id", &solved));
        }
        let contacts = cross(ground, CONTACTS, &of_contacts, ground.periods)?;
        let answers = cross(ground, SATISFIED, &of_answers, ground.periods)?;
        Ok(contacts.zip(answers).map(|(contacts, answers)| Self { dimensions, contacts, answers }))
    }
}

/// Whether each ticket that an answer is about was solved by `as_of`.
fn solved(ground: &Ground<'_>) -> Result<HashMap<String, bool>, facts::Error> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for batch in ground.rows(Table::Surveys, &["ticket_id"], &[])?.unwrap_or_default() {
        let cells = Cells(&batch);
        asked.extend((0..cells.rows()).filter_map(|row| cells.text("ticket_id", row).map(str::to_owned)));
    }
    let mut solved = HashMap::new();
    for batch in ground.rows(Table::Tickets, &["ticket_id", "solved_at"], &["solved_at"])?.unwrap_or_default() {
        let cells = Cells(&batch);
        for row in 0..cells.rows() {
            if let Some(ticket) = cells.text("ticket_id", row).filter(|ticket| asked.contains(*ticket)) {
                let at = cells.instant("solved_at", row);
                solved.insert(ticket.to_owned(), at.is_some_and(|at| at <= ground.report.as_of.0));
            }
        }
    }
    Ok(solved)
}

/// One side of a period by some of the dimensions.
fn by(side: &Crossing, period: usize, dimensions: &[usize]) -> BTreeMap<Vec<Option<String>>, Tally> {
    let mut sums: BTreeMap<Vec<Option<String>>, Tally> = BTreeMap::new();
    for ((_, parts), tally) in side.iter().filter(|((at, _), _)| *at == period) {
        sums.entry(dimensions.iter().map(|at| parts[*at].clone()).collect()).or_default().add(*tally);
    }
    sums
}

/// The finest crossing whose cells have answers enough: all dimensions, without the last, … the first.
fn cells(sides: &Sides, period: usize) -> Vec<usize> {
    let all: Vec<usize> = (0..sides.dimensions.len()).collect();
    for count in (1..=all.len()).rev() {
        let (contacts, answers) =
            (by(&sides.contacts, period, &all[..count]), by(&sides.answers, period, &all[..count]));
        let total: u64 = contacts.values().map(|tally| tally.n).sum();
        let thin = |(cell, tally): (&Vec<Option<String>>, &Tally)| {
            let few = answers.get(cell).is_none_or(|answers| answers.n < LEAST_PER_CELL);
            let part = tally.n as f64 / total as f64;
            (few && part >= NOTICEABLE).then_some(part)
        };
        if contacts.iter().filter_map(thin).sum::<f64>() <= THIN || count == 1 {
            return all[..count].to_vec();
        }
    }
    all
}

/// One quarter; `None` without contacts or answers.
fn wave(sides: &Sides, at: usize, quarter: Quarter, (cells, level): (&[usize], f64)) -> Option<Wave> {
    let sum = |side: &Crossing| {
        let mut sum = Tally::default();
        side.iter().filter(|((period, _), _)| *period == at).for_each(|(_, tally)| sum.add(*tally));
        sum
    };
    let (contacts, answers) = (sum(&sides.contacts).n, sum(&sides.answers));
    if contacts == 0 || answers.n == 0 {
        return None;
    }
    let (per_cell, answered) = (by(&sides.contacts, at, cells), by(&sides.answers, at, cells));
    let weighted = weighted(&per_cell, &answered);
    let covered: u64 = per_cell.iter().filter(|(cell, _)| answered.contains_key(*cell)).map(|(_, tally)| tally.n).sum();
    let percent = |bounds: crate::statistics::Bounds| (100.0 * bounds.low, 100.0 * bounds.high);
    Some(Wave {
        quarter,
        contacts,
        answers,
        raw: 100.0 * answers.hits as f64 / answers.n as f64,
        raw_interval: wilson(answers.hits, answers.n, level).map(percent),
        weighted: weighted.and_then(WeightedShare::share).map(|share| 100.0 * share),
        weighted_interval: weighted.and_then(|share| wilson_weighted(share, level)).map(percent),
        effective_n: weighted.and_then(WeightedShare::effective_n),
        covered: 100.0 * covered as f64 / contacts as f64,
        invited: None,
        answered: None,
        profile: (0..sides.dimensions.len()).map(|dimension| profile(sides, at, dimension)).collect(),
    })
}

/// Post-stratification: each answer of a cell weighs the cell's contacts ÷ its answers. `None` when no
/// cell has both.
fn weighted(
    contacts: &BTreeMap<Vec<Option<String>>, Tally>,
    answers: &BTreeMap<Vec<Option<String>>, Tally>,
) -> Option<WeightedShare> {
    let mut sum = WeightedShare { hits: 0.0, total: 0.0, total_squares: 0.0 };
    for (cell, answered) in answers {
        let Some(tally) = contacts.get(cell) else { continue };
        let weight = tally.n as f64 / answered.n as f64;
        sum.hits += weight * answered.hits as f64;
        sum.total += tally.n as f64;
        sum.total_squares += weight * weight * answered.n as f64;
    }
    (sum.total > 0.0).then_some(sum)
}

fn profile(sides: &Sides, at: usize, dimension: usize) -> Profile {
    let (contacts, answers) = (by(&sides.contacts, at, &[dimension]), by(&sides.answers, at, &[dimension]));
    let values: BTreeSet<&Vec<Option<String>>> = contacts.keys().chain(answers.keys()).collect();
    let part = |value: &&Vec<Option<String>>| ProfilePart {
        value: value[0].clone(),
        contacts: contacts.get(*value).map_or(0, |tally| tally.n),
        answers: answers.get(*value).map_or(0, |tally| tally.n),
    };
    Profile { dimension: sides.dimensions[dimension].clone(), parts: values.iter().map(part).collect() }
}

/// Invitations of a quarter and how many were answered: those for satisfaction where invitations name
/// their question, else all.
fn invitations(ground: &Ground<'_>, quarter: Quarter) -> (Option<u64>, Option<u64>) {
    let asked = Segment::Part { dimension: "metric".to_owned(), value: Some("csat".to_owned()) };
    let of_question = !ground.known.parts(RATE, "metric", quarter).is_empty();
    let segment = if of_question { &asked } else { &Segment::Total };
    let known = ground.known.get(RATE, segment, quarter).filter(|figure| figure.n > 0);
    let answered = known.and_then(|figure| figure.numerator).map(|answered| answered as u64);
    (answered.and(known.map(|figure| figure.n)), answered)
}

fn figure(ground: &Ground<'_>, wave: &Wave, level: f64) -> Option<Measurement> {
    let mut figure = ground.figure(WEIGHTED, &Segment::Total, wave.quarter)?;
    (figure.value, figure.n) = (wave.weighted, wave.answers.n);
    figure.interval =
        wave.weighted_interval.map(|(low, high)| Interval { low, high, level, method: IntervalMethod::Wilson });
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(parts: &[&str]) -> (usize, Vec<Option<String>>) {
        (0, parts.iter().map(|part| Some((*part).to_owned())).collect())
    }

    fn sides(rows: &[(&[&str], u64, (u64, u64))]) -> Sides {
        let contacts = rows.iter().map(|(parts, n, _)| (key(parts), Tally { hits: *n, n: *n })).collect();
        let answered = rows.iter().filter(|(_, _, (_, n))| *n > 0);
        let answers = answered.map(|(parts, _, (hits, n))| (key(parts), Tally { hits: *hits, n: *n })).collect();
        Sides { dimensions: vec!["channel".to_owned(), "resolved".to_owned()], contacts, answers }
    }

    fn quarter() -> Quarter {
        "2026-Q3".parse().unwrap()
    }

    /// statsmodels 0.15.0 `DescrStatsW(hits, weights).mean`, and `proportion_confint(p·n′, n′, 0.05,
    /// "wilson")` with n′ = (Σw)²/Σw² by NumPy 2.4.6.
    #[test]
    fn weights_match_statsmodels() {
        let sides = sides(&[
            (&["phone", "yes"], 600, (170, 200)),
            (&["chat", "yes"], 300, (60, 80)),
            (&["email", "yes"], 100, (8, 20)),
        ]);
        let made = wave(&sides, 0, quarter(), (&[0], 0.95)).unwrap();
        assert!((made.raw - 100.0 * 238.0 / 300.0).abs() < 1e-12);
        assert!((made.weighted.unwrap() - 77.5).abs() < 1e-9, "{made:?}");
        assert!((made.effective_n.unwrap() - 291.97080291970804).abs() < 1e-9, "{made:?}");
        let (low, high) = made.weighted_interval.unwrap();
        assert!((low - 72.37086781968407).abs() < 1e-9 && (high - 81.9148945963324).abs() < 1e-9, "{low} {high}");
    }

    #[test]
    fn cells_without_answers_fall_back_and_are_counted() {
        let sides = sides(&[
            (&["phone", "yes"], 500, (80, 100)),
            (&["phone", "no"], 90, (0, 0)),
            (&["chat", "yes"], 300, (40, 50)),
            (&["chat", "no"], 60, (0, 0)),
            (&["kiosk", "yes"], 50, (0, 0)),
        ]);
        assert_eq!(cells(&sides, 0), [0], "nobody whose contact is unsolved answered");
        let made = wave(&sides, 0, quarter(), (&[0], 0.95)).unwrap();
        assert!((made.covered - 95.0).abs() < 1e-9, "{made:?}");
        assert_eq!(made.profile[1].parts[0], ProfilePart { value: Some("no".to_owned()), contacts: 150, answers: 0 });
    }

    #[test]
    fn equal_profiles_change_nothing() {
        let sides = sides(&[(&["phone", "yes"], 400, (70, 100)), (&["chat", "yes"], 200, (45, 50))]);
        let made = wave(&sides, 0, quarter(), (&[0], 0.95)).unwrap();
        assert!((made.weighted.unwrap() - made.raw).abs() < 1e-12);
        assert!((made.effective_n.unwrap() - 150.0).abs() < 1e-9);
    }

    /// A cell of a hundredth of the contacts or more needs five answers; up to a twentieth may lack them.
    #[test]
    fn cells_need_five_answers_each_where_they_matter() {
        let with = |answers: u64, few: u64| {
            let sides = sides(&[
                (&["phone", "yes"], 1_000 - few - 9, (80, 100)),
                (&["phone", "no"], few, (2, answers)),
                (&["chat", "no"], 9, (0, 0)),
            ]);
            cells(&sides, 0)
        };
        assert_eq!(with(5, 100), [0, 1]);
        assert_eq!(with(4, 100), [0], "four answers for a tenth of the contacts");
        assert_eq!(with(4, 50), [0, 1], "a twentieth may be thin, and nine in a thousand do not count");
        assert_eq!(with(4, 51), [0]);
    }
}
