//! What models found, made by hand: the sections about teams, voice and drivers in tests.

use super::scenario::quarter;
use crate::config::{JourneyStage, Moment, VoiceSettings};
use crate::domain::Localized;
use crate::metrics::models::Study;
use crate::metrics::models::crossing::Tally;
use crate::metrics::models::drivers::{DriverItem, DriverStudy, Explained};
use crate::metrics::models::journey::{JourneyStudy, PeakEnd, StageRating};
use crate::metrics::models::teams::{TeamFunnel, TeamShare, TeamStanding, TeamStudy};
use crate::metrics::models::themes::{Theme, ThemeStudy};
use crate::metrics::models::voice::{Profile, ProfilePart, SampleChange, Shift, ShiftVerdict, VoiceStudy, Wave};
use crate::statistics::{DriverMethod, wilson};

/// Everything that the models of these sections found.
pub fn study() -> Study {
    Study {
        teams: Some(teams()),
        voice: Some(voice()),
        themes: Some(themes()),
        journey: Some(journey()),
        drivers: Some(drivers()),
        ..Study::default()
    }
}

fn localized(zh: &str, en: &str) -> Localized {
    Localized::both(zh, en)
}

/// What the client states.
pub fn settings() -> VoiceSettings {
    let stage = |stage: &str, title: Localized, moment: Moment| JourneyStage {
        stage: stage.to_owned(),
        title,
        moment,
        categories: Vec::new(),
    };
    let mut settings = VoiceSettings {
        journey: vec![
            stage("buy", localized("选购", "Buying"), Moment::Ordinary),
            stage("repair", localized("报修", "Repair"), Moment::OfTruth),
            stage("renew", localized("续费", "Renewal"), Moment::Ordinary),
        ],
        ..VoiceSettings::default()
    };
    settings.survey.mode = Some(localized("短信邀请，网页填答", "Invited by text message, answered on the web"));
    settings.drivers.titles = vec![("solving".to_owned(), localized("问题解决", "Problem solving"))];
    settings
}

fn wave(back: i32, contacts: u64, (hits, n): (u64, u64), invited: Option<u64>) -> Wave {
    let ends = |bounds: Option<crate::statistics::Bounds>| {
        bounds.map(|bounds| bounds.scaled(100.0)).map(|bounds| (bounds.low, bounds.high))
    };
    let part = |value: &str, share: (u64, u64)| ProfilePart {
        value: Some(value.to_owned()),
        contacts: contacts * share.0 / 10,
        answers: n * share.1 / 10,
    };
    Wave {
        quarter: quarter(back),
        contacts,
        answers: Tally { hits, n },
        raw: 100.0 * hits as f64 / n as f64,
        raw_interval: ends(wilson(hits, n, 0.95)),
        weighted: Some(100.0 * hits as f64 / n as f64 - 1.5),
        weighted_interval: ends(wilson(hits - n / 50, n, 0.95)),
        effective_n: Some(n as f64 * 0.93),
        covered: 97.5,
        invited,
        answered: invited.map(|_| n),
        profile: vec![
            Profile { dimension: "channel".to_owned(), parts: vec![part("phone", (6, 5)), part("email", (4, 5))] },
            Profile { dimension: "resolved".to_owned(), parts: vec![part("yes", (9, 10)), part("no", (1, 0))] },
        ],
    }
}

/// Trap 5: satisfaction rose while the invitations fell.
fn voice() -> VoiceStudy {
    let shift = Shift {
        from: quarter(1),
        raw: 8.0,
        interval: (3.1, 12.6),
        weighted: Some(3.2),
        reasons: vec![
            SampleChange::Invited(92.0, 31.4),
            SampleChange::Response(33.3, 58.2),
            SampleChange::Profile {
                dimension: "channel".to_owned(),
                value: Some("phone".to_owned()),
                before: 38.0,
                now: 50.0,
            },
            SampleChange::Weighting,
        ],
        invitations_known: true,
        verdict: ShiftVerdict::Doubtful,
    };
    VoiceStudy {
        cells: vec!["channel".to_owned(), "resolved".to_owned()],
        waves: vec![wave(1, 2_010, (462, 600), Some(1_802)), wave(0, 1_980, (306, 360), Some(619))],
        shifts: vec![shift],
    }
}

fn themes() -> ThemeStudy {
    let theme = |zh: &str, en: &str, n: u64, verbatim: String| Theme {
        name: localized(zh, en),
        keywords: vec![zh.to_owned()],
        n,
        share: 100.0 * n as f64 / 120.0,
        interval: wilson(n, 120, 0.95).map(|ends| (100.0 * ends.low, 100.0 * ends.high)),
        rating: Some((41.7, n)),
        verbatims: vec![verbatim],
    };
    ThemeStudy {
        comments: 120,
        other: 31,
        themes: vec![
            theme("等待", "Waiting", 64, "客服说两天，<b>等了</b> **一周**".to_owned()),
            theme("账单", "Billing", 22, "the bill is wrong".to_owned()),
        ],
    }
}

fn journey() -> JourneyStudy {
    let stage = |stage: &str, n: u64, mean: f64, peaks: u64| StageRating {
        stage: stage.to_owned(),
        n,
        mean: Some(mean),
        interval: Some((mean - 2.4, mean + 2.4)),
        contacts: (n > 200).then_some(1_204),
        peaks,
        ends: if stage == "renew" { 180 } else { 0 },
    };
    JourneyStudy {
        stages: vec![stage("buy", 190, 81.0, 40), stage("repair", 206, 55.5, 96), stage("renew", 184, 72.0, 44)],
        mean: 69.4,
        respondents: 212,
        linked: 180,
        peak_end: Some(PeakEnd {
            mean: 41.2,
            mean_adjusted: 40.9,
            peak_end: 52.8,
            peak_end_adjusted: 52.3,
            difference: Some((4.4, 18.9)),
        }),
    }
}

fn drivers() -> DriverStudy {
    let item = |item: &str, performance: f64, importance: f64| DriverItem {
        item: item.to_owned(),
        n: 205,
        performance,
        performance_interval: Some((performance - 2.0, performance + 2.0)),
        correlation: Some(importance.sqrt() / 7.0),
        importance: Some(importance),
        importance_interval: Some((importance - 4.0, importance + 4.0)),
    };
    DriverStudy {
        outcome: "overall".to_owned(),
        respondents: 212,
        complete: 196,
        left_out: vec![("app".to_owned(), 40)],
        explained: Explained::Shares { r_squared: 54.0, method: DriverMethod::Shapley },
        items: vec![item("solving", 61.2, 30.0), item("speed", 79.0, 15.0), item("price", 74.4, 9.0)],
    }
}

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
fn teams() -> TeamStudy {
    let funnel = |metric: &str, widening: f64| TeamFunnel {
        metric: metric.to_owned(),
        strata: 24,
        n: 1178,
        observed: 963,
        expected: 988.1,
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
