//! Which teams are named and listed: the most extreme by effect and certainty, not the first by name.

use crate::metrics::models::teams::{TeamFunnel, TeamShare, TeamStanding};

/// Most teams of a table.
pub const MOST: usize = 30;
/// Most teams named in a title.
pub const NAMED: usize = 3;
/// Limits that leave less than this outside, in points, single out nobody.
const NEXT_TO_NOTHING: f64 = 2.0;

/// How far a team lies outside its 95 % limits, in points; none inside them.
pub fn outside(team: &TeamShare) -> f64 {
    match team.standing {
        TeamStanding::Hidden | TeamStanding::NoVerdict | TeamStanding::Inside => 0.0,
        _ => (team.inner.0 - team.adjusted).max(team.adjusted - team.inner.1).max(0.0),
    }
}

/// The team farthest outside its limits among those of a standing.
pub fn farthest(one: &TeamFunnel, wanted: &[TeamStanding]) -> Option<TeamShare> {
    let of_standing = one.teams.iter().filter(|team| wanted.contains(&team.standing));
    of_standing.max_by(|a, b| outside(a).total_cmp(&outside(b)).then_with(|| b.team.cmp(&a.team))).cloned()
}

/// Whether limits were widened until they reach from next to 0 to next to 100 %: whatever lies inside them,
/// nobody can be told from chance by them, and yet the teams differ.
pub fn say_nothing(one: &TeamFunnel) -> bool {
    let judged = |team: &&TeamShare| !matches!(team.standing, TeamStanding::Hidden | TeamStanding::NoVerdict);
    let wide = |team: &TeamShare| team.inner.0 < NEXT_TO_NOTHING && team.inner.1 > 100.0 - NEXT_TO_NOTHING;
    let mut teams = one.teams.iter().filter(judged).peekable();
    one.widening > 1.0 && teams.peek().is_some() && teams.any(wide)
}

/// Lowest and highest share of the teams that are judged.
pub fn ends(one: &TeamFunnel) -> Option<(&TeamShare, &TeamShare)> {
    let judged = |team: &&TeamShare| !matches!(team.standing, TeamStanding::Hidden | TeamStanding::NoVerdict);
    let by = |a: &&TeamShare, b: &&TeamShare| a.adjusted.total_cmp(&b.adjusted).then_with(|| b.team.cmp(&a.team));
    let teams = || one.teams.iter().filter(judged);
    teams().min_by(by).zip(teams().max_by(by))
}

/// The teams of a table: all of them, or those farthest outside their limits and then the largest; in the order
/// of their names. The second value is how many are left out.
pub fn listed(teams: &[TeamShare]) -> (Vec<&TeamShare>, usize) {
    let mut order: Vec<&TeamShare> = teams.iter().collect();
    order.sort_by(|a, b| {
        outside(b).total_cmp(&outside(a)).then_with(|| b.n.cmp(&a.n)).then_with(|| a.team.cmp(&b.team))
    });
    let hidden = order.len().saturating_sub(MOST);
    order.truncate(MOST);
    order.sort_by(|a, b| a.team.cmp(&b.team));
    (order, hidden)
}

/// Whether the limits of a metric can single anybody out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// They can.
    Judge,
    /// They cannot.
    SayNothing,
}

impl Limits {
    /// Of a metric.
    pub fn of(one: &TeamFunnel) -> Self {
        if say_nothing(one) { Self::SayNothing } else { Self::Judge }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn team(name: &str, adjusted: f64, inner: (f64, f64), standing: TeamStanding) -> TeamShare {
        TeamShare {
            team: name.to_owned(),
            n: 100,
            observed: 50,
            expected: 50.0,
            raw: adjusted,
            adjusted,
            inner,
            outer: inner,
            standing,
        }
    }

    fn funnel(teams: Vec<TeamShare>, widening: f64) -> TeamFunnel {
        TeamFunnel {
            metric: "first_contact_resolution".to_owned(),
            strata: 1,
            n: 100,
            observed: 50,
            expected: 50.0,
            centre: 50.0,
            dispersion: widening * widening,
            widening,
            curve: Vec::new(),
            teams,
        }
    }

    #[test]
    fn the_worst_is_the_farthest_outside_and_not_the_first_by_name() {
        let worse = TeamStanding::ClearlyWorse;
        let one = funnel(
            vec![
                team("a", 38.0, (40.0, 60.0), worse),
                team("b", 7.0, (40.0, 60.0), worse),
                team("c", 2.0, (1.0, 99.0), TeamStanding::Inside),
            ],
            1.0,
        );
        assert_eq!(farthest(&one, &[worse]).unwrap().team, "b");
        assert!(!say_nothing(&one), "limits that were not widened");
    }

    #[test]
    fn limits_from_nothing_to_all_say_nothing() {
        let teams = vec![
            team("a", 7.0, (0.0, 100.0), TeamStanding::Inside),
            team("b", 89.0, (0.0, 100.0), TeamStanding::Inside),
        ];
        let one = funnel(teams, 20.0);
        assert!(say_nothing(&one));
        let (low, high) = ends(&one).unwrap();
        assert_eq!((low.team.as_str(), high.team.as_str()), ("a", "b"));
    }

    #[test]
    fn of_very_many_the_extreme_and_the_large_are_listed() {
        let mut teams: Vec<TeamShare> =
            (0..477).map(|at| team(&format!("{at:03}"), 50.0, (40.0, 60.0), TeamStanding::Inside)).collect();
        teams[400].standing = TeamStanding::Worse;
        teams[400].adjusted = 10.0;
        teams[300].n = 5_000;
        let (shown, hidden) = listed(&teams);
        assert_eq!((shown.len(), hidden), (MOST, 447));
        assert!(shown.iter().any(|one| one.team == "400") && shown.iter().any(|one| one.team == "300"));
    }
}
