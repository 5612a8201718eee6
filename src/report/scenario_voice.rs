//! What models found, made by hand: the sections about teams, voice and drivers in tests.

use crate::metrics::models::teams::{TeamFunnel, TeamShare, TeamStanding, TeamStudy};

fn team(name: &str, (observed, n): (u64, u64), expected: f64, standing: TeamStanding) -> TeamShare {
    let (centre, rate) = (84.0, expected / n as f64);
    let half = |z: f64| 100.0 * z * (rate * (1.0 - rate) / n as f64).sqrt();
    TeamShare {
        team: name.to_owned(),
        n,
        observed,
        expected,
        raw: 100.0 * observed as f64 / n as f64,
        adjusted: centre * observed as f64 / expected,
        inner: (centre - half(1.96), centre + half(1.96)),
        outer: (centre - half(3.09), centre + half(3.09)),
        standing,
    }
}

fn curve() -> Vec<[f64; 5]> {
    let at = |n: f64| {
        let half = |z: f64| 100.0 * z * (0.84 * 0.16 / n).sqrt();
        [n, 84.0 - half(1.96), (84.0 + half(1.96)).min(100.0), 84.0 - half(3.09), (84.0 + half(3.09)).min(100.0)]
    };
    (1..40).map(|step| at(20.0 * f64::from(step))).collect()
}

/// Four teams: one clearly worse, one with 12 cases, one hidden.
pub fn teams() -> TeamStudy {
    let funnel = |metric: &str, widening: f64| TeamFunnel {
        metric: metric.to_owned(),
        strata: 24,
        centre: 84.0,
        dispersion: if widening > 1.0 { widening * widening } else { 1.12 },
        widening,
        curve: curve(),
        teams: vec![
            team("A组", (560, 640), 541.3, TeamStanding::Inside),
            team("B组", (392, 520), 431.7, TeamStanding::ClearlyWorse),
            team("C组", (7, 12), 10.1, TeamStanding::NoVerdict),
            team("D组", (4, 6), 5.0, TeamStanding::Hidden),
        ],
    };
    TeamStudy {
        case_mix: vec!["category".to_owned(), "channel".to_owned()],
        funnels: vec![funnel("resolution_rate_within_target", 1.0), funnel("csat_top2", 1.31)],
        agents: Vec::new(),
    }
}
