//! Teams compared fairly (M23, T10): shares adjusted for the mix of cases by indirect
//! standardisation and set into funnel limits. No rank, and no verdict below the minimum n.
//!
//! Expected hits of a team are Σ over its cases of the company's rate among cases of the same
//! category, channel and priority (as far as the data have them); the adjusted share is the company's
//! rate × observed ÷ expected. Cases without a team count in the company's rates and in no team.

use super::super::measurement::{Interval, IntervalMethod, Measurement};
use super::crossing::{Key, Parts, Tally, cross, has};
use super::{Ground, Study};
use crate::catalogue::ids;
use crate::config::TeamComparison;
use crate::domain::{Direction, Segment, Table};
use crate::facts;
use crate::statistics::{FunnelPlace, FunnelPoint, FunnelUnit, funnel, funnel_limits, wilson};
use std::collections::{BTreeMap, BTreeSet};

/// The shares that teams are compared by, with the metric that carries the adjusted figures.
const SHARES: [(&str, &str); 4] = [
    (ids::RESOLUTION_RATE_WITHIN_TARGET, ids::RESOLUTION_RATE_TEAM_ADJUSTED),
    (ids::FIRST_CONTACT_RESOLUTION, ids::FIRST_CONTACT_RESOLUTION_TEAM_ADJUSTED),
    (ids::REOPEN_RATE, ids::REOPEN_RATE_TEAM_ADJUSTED),
    (ids::CSAT_TOP2, ids::CSAT_TOP2_TEAM_ADJUSTED),
];
/// Columns of a ticket that make its kind of case.
const CASE: [&str; 3] = ["category", "channel", "priority"];
/// Points of the drawn limits.
const CURVE: u64 = 48;

/// Teams of the report's quarter.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TeamStudy {
    /// Columns of tickets that make the kind of case.
    pub case_mix: Vec<String>,
    /// One per share that the data have and at least two teams have cases of.
    pub funnels: Vec<TeamFunnel>,
    /// The same for single agents; empty unless configured.
    pub agents: Vec<TeamFunnel>,
}

/// One share of all teams.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TeamFunnel {
    /// Id of the share.
    pub metric: String,
    /// Kinds of cases that occurred.
    pub strata: usize,
    /// Cases of all teams, those without limits among them.
    pub n: u64,
    /// Hits of all teams.
    pub observed: u64,
    /// Hits expected of all teams from their mix of cases.
    pub expected: f64,
    /// The teams' common rate, percent.
    pub centre: f64,
    /// φ, the dispersion of the teams.
    pub dispersion: f64,
    /// √φ where φ > 1.5, else 1: by this the limits are widened.
    pub widening: f64,
    /// Cases with 95 % and 99.8 % limits in percent, for the drawing: n, inner low, inner high, outer
    /// low, outer high.
    pub curve: Vec<[f64; 5]>,
    /// Teams by name; a team whose mix of cases leaves nothing to chance has no limits and is not here.
    pub teams: Vec<TeamShare>,
}

/// One share of one team.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TeamShare {
    /// Name.
    pub team: String,
    /// Cases.
    pub n: u64,
    /// Hits observed.
    pub observed: u64,
    /// Hits expected from the mix of cases.
    pub expected: f64,
    /// Observed share, percent.
    pub raw: f64,
    /// Adjusted share, percent; may pass 100.
    pub adjusted: f64,
    /// 95 % limits at its n, percent.
    pub inner: (f64, f64),
    /// 99.8 % limits at its n, percent.
    pub outer: (f64, f64),
    /// What may be said of it.
    pub standing: TeamStanding,
}

/// What may be said of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamStanding {
    /// Fewer cases than may be shown, or hidden because it would give another one away.
    Hidden,
    /// Too few cases for a verdict.
    NoVerdict,
    /// Inside the limits: chance and mix explain it.
    Inside,
    /// Outside the 95 % limits on the better side.
    Better,
    /// Outside the 95 % limits on the worse side.
    Worse,
    /// Outside the 99.8 % limits on the better side.
    ClearlyBetter,
    /// Outside the 99.8 % limits on the worse side.
    ClearlyWorse,
}

/// Compares teams in the report's quarter.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    if !has(ground, Table::Tickets, "team") {
        return Ok(Vec::new());
    }
    let case: Vec<&str> = CASE.into_iter().filter(|column| has(ground, Table::Tickets, column)).collect();
    let mut found =
        TeamStudy { case_mix: case.iter().map(|name| (*name).to_owned()).collect(), funnels: vec![], agents: vec![] };
    let mut figures = Vec::new();
    for (metric, adjusted) in SHARES {
        let Some(made) = of_share(ground, metric, &case, "team")? else { continue };
        figures.extend(measured(ground, adjusted, &made));
        found.funnels.push(made);
        let agents = ground.report.voice.comparison == TeamComparison::Agents && has(ground, Table::Tickets, "agent");
        if agents {
            found.agents.extend(of_share(ground, metric, &case, "agent")?);
        }
    }
    if !found.funnels.is_empty() {
        study.teams = Some(found);
    }
    Ok(figures)
}

fn of_share(ground: &Ground<'_>, metric: &str, case: &[&str], unit: &str) -> Result<Option<TeamFunnel>, facts::Error> {
    let Some(definition) = ground.report.metrics.iter().find(|one| one.id == metric) else { return Ok(None) };
    let prefix = if definition.table == Some(Table::Surveys) { "ticket." } else { "" };
    let names: Vec<String> = std::iter::once(&unit).chain(case).map(|name| format!("{prefix}{name}")).collect();
    let keys: Vec<Key<'_>> = names.iter().map(|name| Key::Column(name)).collect();
    let now = ground.periods.len().saturating_sub(1);
    let Some(crossing) = cross(ground, metric, &keys, &ground.periods[now..])? else { return Ok(None) };
    let cells: Vec<(Parts, Tally)> = crossing.into_iter().map(|((_, parts), tally)| (parts, tally)).collect();
    Ok(standardised(metric, definition.better, &cells, Minimum::of(ground)))
}

/// Fewest cases to be shown and to be judged.
#[derive(Clone, Copy)]
struct Minimum {
    shown: u64,
    judged: u64,
}

impl Minimum {
    fn of(ground: &Ground<'_>) -> Self {
        Self { shown: ground.report.statistics.minimum_n, judged: ground.report.statistics.verdict_n }
    }
}

/// Indirect standardisation and funnel of cells (team, then the kind of case); `None` unless at least
/// two teams have cases and hits differ.
fn standardised(metric: &str, better: Direction, cells: &[(Parts, Tally)], least: Minimum) -> Option<TeamFunnel> {
    let mut company: BTreeMap<&[Option<String>], Tally> = BTreeMap::new();
    for (parts, tally) in cells {
        company.entry(&parts[1..]).or_default().add(*tally);
    }
    let mut teams: BTreeMap<&str, (Tally, f64)> = BTreeMap::new();
    for (parts, tally) in cells {
        let Some(team) = &parts[0] else { continue };
        let rate = company[&parts[1..]];
        let sum = teams.entry(team).or_default();
        sum.0.add(*tally);
        sum.1 += tally.n as f64 * rate.hits as f64 / rate.n as f64;
    }
    let units =
        teams.values().map(|(tally, expected)| FunnelUnit { hits: tally.hits, expected: Some(*expected), n: tally.n });
    let units: Vec<FunnelUnit> = units.collect();
    let funnel = funnel(&units).filter(|_| units.len() > 1)?;
    let hidden = hidden(&units, least.shown);
    let mut shares = Vec::new();
    for (at, ((team, (tally, expected)), point)) in teams.iter().zip(&funnel.points).enumerate() {
        let Some(point) = point else { continue };
        let standing = match () {
            () if hidden.contains(&at) => TeamStanding::Hidden,
            () if tally.n < least.judged => TeamStanding::NoVerdict,
            () => standing(point.place, better, point.value - funnel.centre),
        };
        shares.push(team_share(team, (*tally, *expected), point, standing));
    }
    Some(TeamFunnel {
        metric: metric.to_owned(),
        strata: company.len(),
        n: units.iter().map(|unit| unit.n).sum(),
        observed: units.iter().map(|unit| unit.hits).sum(),
        expected: teams.values().map(|(_, expected)| expected).sum(),
        centre: 100.0 * funnel.centre,
        dispersion: funnel.dispersion,
        widening: funnel.widening,
        curve: curve(&funnel, units.iter().map(|unit| unit.n).max().unwrap_or(0)),
        teams: shares,
    })
}

fn team_share(team: &str, (tally, expected): (Tally, f64), point: &FunnelPoint, standing: TeamStanding) -> TeamShare {
    let percent = |share: f64| 100.0 * share;
    TeamShare {
        team: team.to_owned(),
        n: tally.n,
        observed: tally.hits,
        expected,
        raw: percent(tally.hits as f64 / tally.n as f64),
        adjusted: percent(point.value),
        inner: (percent(point.inner.low), percent(point.inner.high)),
        outer: (percent(point.outer.low), percent(point.outer.high)),
        standing,
    }
}

/// Units below the minimum, and the smallest other one when a single hidden unit could be found by
/// subtraction.
fn hidden(units: &[FunnelUnit], shown: u64) -> BTreeSet<usize> {
    let (hidden, open): (Vec<usize>, Vec<usize>) = (0..units.len()).partition(|at| units[*at].n < shown);
    let mut hidden: BTreeSet<usize> = hidden.into_iter().collect();
    if hidden.len() == 1 {
        hidden.extend(open.into_iter().min_by_key(|at| units[*at].n));
    }
    hidden
}

fn standing(place: FunnelPlace, better: Direction, off: f64) -> TeamStanding {
    match (place, better.improves(off)) {
        (FunnelPlace::Inside, _) | (_, None) => TeamStanding::Inside,
        (FunnelPlace::Beyond95, Some(true)) => TeamStanding::Better,
        (FunnelPlace::Beyond95, Some(false)) => TeamStanding::Worse,
        (FunnelPlace::Beyond998, Some(true)) => TeamStanding::ClearlyBetter,
        (FunnelPlace::Beyond998, Some(false)) => TeamStanding::ClearlyWorse,
    }
}

/// Limits from 5 cases to a tenth more than the largest team has, closer together where they bend.
fn curve(funnel: &crate::statistics::Funnel, largest: u64) -> Vec<[f64; 5]> {
    let last = (largest + largest / 10).max(10) as f64;
    let size = |at: u64| (5.0 + (last - 5.0) * (at as f64 / CURVE as f64).powi(2)).round() as u64;
    let sizes: BTreeSet<u64> = (0..=CURVE).map(size).collect();
    let limits = |n: u64| {
        let (inner, outer) = funnel_limits(funnel.centre, n, funnel.widening);
        [n as f64, 100.0 * inner.low, 100.0 * inner.high, 100.0 * outer.low, 100.0 * outer.high]
    };
    sizes.into_iter().map(limits).collect()
}

/// The adjusted shares as figures: numerator observed, denominator expected hits, interval Wilson's of
/// the observed share × common rate ÷ expected rate.
fn measured(ground: &Ground<'_>, id: &str, made: &TeamFunnel) -> Vec<Measurement> {
    let level = ground.report.statistics.confidence;
    let Some(period) = ground.periods.last() else { return Vec::new() };
    let figure = |team: &TeamShare| {
        let segment = Segment::Part { dimension: "team".to_owned(), value: Some(team.team.clone()) };
        let mut figure = ground.figure(id, &segment, period.quarter)?;
        figure.value = Some(team.adjusted);
        figure.n = team.n;
        (figure.numerator, figure.denominator) = (Some(team.observed as f64), Some(team.expected));
        let scale = made.centre * team.n as f64 / team.expected;
        figure.interval = wilson(team.observed, team.n, level).map(|bounds| Interval {
            low: bounds.low * scale,
            high: bounds.high * scale,
            level,
            method: IntervalMethod::Wilson,
        });
        Some(figure)
    };
    let mut figures: Vec<Measurement> = ground.figure(id, &Segment::Total, period.quarter).into_iter().collect();
    for total in &mut figures {
        (total.value, total.n) = (Some(made.centre), made.n);
        (total.numerator, total.denominator) = (Some(made.observed as f64), Some(made.expected));
    }
    figures.extend(made.teams.iter().filter_map(figure));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(team: &str, case: &str, hits: u64, n: u64) -> (Parts, Tally) {
        (vec![Some(team.to_owned()), Some(case.to_owned())], Tally { hits, n })
    }

    const LEAST: Minimum = Minimum { shown: 10, judged: 30 };

    #[test]
    fn the_team_with_the_hard_cases_is_not_the_worse_one() {
        // Easy cases are solved at 90 %, hard ones at 50 %, by both teams alike.
        let cells = [
            cell("A", "easy", 360, 400),
            cell("A", "hard", 50, 100),
            cell("B", "easy", 90, 100),
            cell("B", "hard", 200, 400),
        ];
        let made = standardised("m", Direction::Higher, &cells, LEAST).unwrap();
        assert_eq!(made.centre, 70.0);
        for team in &made.teams {
            assert!((team.adjusted - 70.0).abs() < 1e-9, "{team:?}");
            assert_eq!(team.standing, TeamStanding::Inside, "{team:?}");
        }
        assert!((made.teams[0].raw - 82.0).abs() < 1e-9 && (made.teams[1].raw - 58.0).abs() < 1e-9);
        let plain: Vec<(Parts, Tally)> =
            cells.iter().map(|(parts, tally)| (vec![parts[0].clone(), None], *tally)).collect();
        let naive = standardised("m", Direction::Higher, &plain, LEAST).unwrap();
        assert!((naive.teams[1].adjusted - 58.0).abs() < 1e-9, "without the mix, B would be blamed");
    }

    #[test]
    fn expected_hits_sum_to_the_observed_ones() {
        let cells = [cell("A", "x", 31, 40), cell("B", "x", 60, 71), cell("B", "y", 12, 30), cell("C", "y", 25, 55)];
        let made = standardised("m", Direction::Higher, &cells, LEAST).unwrap();
        let (observed, expected) =
            made.teams.iter().fold((0.0, 0.0), |sum, team| (sum.0 + team.observed as f64, sum.1 + team.expected));
        assert!((observed - expected).abs() < 1e-9);
    }

    /// Trap 17: a team of 12 tickets at the bottom of a league table.
    #[test]
    fn a_team_of_twelve_has_no_verdict_and_no_rank() {
        let cells = [
            cell("nights", "x", 2, 12),
            cell("alpha", "x", 340, 400),
            cell("beta", "x", 339, 400),
            cell("gamma", "x", 250, 400),
        ];
        let made = standardised("m", Direction::Higher, &cells, LEAST).unwrap();
        let standings: Vec<(&str, TeamStanding)> =
            made.teams.iter().map(|team| (team.team.as_str(), team.standing)).collect();
        assert_eq!(standings[3], ("nights", TeamStanding::NoVerdict), "17 % of 12 tickets");
        let names: Vec<&str> = standings.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["alpha", "beta", "gamma", "nights"], "by name, never by value");
    }

    #[test]
    fn a_hidden_team_cannot_be_found_by_subtraction() {
        let cells = [cell("tiny", "x", 3, 6), cell("a", "x", 80, 90), cell("b", "x", 400, 500)];
        let made = standardised("m", Direction::Higher, &cells, LEAST).unwrap();
        let hidden: Vec<&str> = made
            .teams
            .iter()
            .filter(|team| team.standing == TeamStanding::Hidden)
            .map(|team| team.team.as_str())
            .collect();
        assert_eq!(hidden, ["a", "tiny"]);
    }

    #[test]
    fn a_lower_share_of_reopened_tickets_is_better() {
        let mut cells: Vec<(Parts, Tally)> =
            (0..9).map(|at| cell(&format!("t{at}"), "x", 48 + at % 4, 1_000)).collect();
        cells.push(cell("worse", "x", 120, 1_000));
        let made = standardised("m", Direction::Lower, &cells, LEAST).unwrap();
        assert_eq!(made.teams[9].standing, TeamStanding::ClearlyWorse, "{made:?}");
        assert_eq!(made.widening, 1.0);
    }

    #[test]
    fn a_team_that_chance_cannot_touch_counts_in_the_total() {
        let cells = [cell("A", "x", 31, 40), cell("B", "x", 60, 71), cell("C", "sure", 9, 9)];
        let made = standardised("m", Direction::Higher, &cells, LEAST).unwrap();
        assert_eq!((made.n, made.observed), (120, 100));
        assert!((made.expected - 100.0).abs() < 1e-9 && (made.centre - 100.0 / 1.2).abs() < 1e-9, "{made:?}");
        let names: Vec<&str> = made.teams.iter().map(|team| team.team.as_str()).collect();
        assert_eq!(names, ["A", "B"], "no limits where every case of the kind was solved");
    }

    #[test]
    fn one_team_is_no_comparison() {
        assert_eq!(standardised("m", Direction::Higher, &[cell("A", "x", 5, 50)], LEAST), None);
    }
}
