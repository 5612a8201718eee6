//! Whether a change of satisfaction between two waves can be believed: a sample that changed can move
//! it as well as the service.

use super::{Profile, Wave};
use crate::domain::Quarter;
use crate::statistics::newcombe;
use std::collections::BTreeMap;

/// Relative change of the invited part of the contacts that is a change of the sample.
const INVITED: f64 = 0.2;
/// Change of the response rate in points that is a change of the sample.
const RESPONSE: f64 = 5.0;
/// Change of a part of the respondents in points that is a change of the sample.
const PROFILE: f64 = 10.0;
/// Fewest answers of each wave for a profile to be compared.
const LEAST: u64 = 30;

/// A change between two waves.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Shift {
    /// The earlier wave.
    pub from: Quarter,
    /// Change of the share as answered, points.
    pub raw: f64,
    /// Its interval (Newcombe).
    pub interval: (f64, f64),
    /// Change of the weighted share, points.
    pub weighted: Option<f64>,
    /// What else changed.
    pub reasons: Vec<SampleChange>,
    /// Whether invitations of both waves are recorded.
    pub invitations_known: bool,
    /// What may be said.
    pub verdict: ShiftVerdict,
}

/// What changed in the sample.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SampleChange {
    /// Invitations per 100 contacts, before and now.
    Invited(f64, f64),
    /// Response rate in percent, before and now.
    Response(f64, f64),
    /// A part of the respondents in percent, before and now.
    Profile {
        /// Dimension.
        dimension: String,
        /// Part.
        value: Option<String>,
        /// Percent of the respondents before.
        before: f64,
        /// Percent of the respondents now.
        now: f64,
    },
    /// Weighted to the contacts, half of the change or more goes away.
    Weighting,
}

/// What may be said of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftVerdict {
    /// Not beyond chance.
    NotSignificant,
    /// Beyond chance, and the sample did not change.
    Changed,
    /// Beyond chance, but the sample changed too: no verdict on the service.
    Doubtful,
}

/// The change from one wave to another.
pub(super) fn shift(before: &Wave, now: &Wave, level: f64) -> Option<Shift> {
    let (a, b) = ((now.answers.hits, now.answers.n), (before.answers.hits, before.answers.n));
    let interval = newcombe(a, b, level)?.scaled(100.0);
    let raw = now.raw - before.raw;
    let weighted = now.weighted.zip(before.weighted).map(|(now, before)| now - before);
    let mut reasons = Vec::new();
    if let (Some((x, y)), Some((p, q))) = (invited(before), invited(now)) {
        if (p / x - 1.0).abs() >= INVITED {
            reasons.push(SampleChange::Invited(x, p));
        }
        if (q - y).abs() >= RESPONSE {
            reasons.push(SampleChange::Response(y, q));
        }
    }
    if before.answers.n >= LEAST && now.answers.n >= LEAST {
        reasons.extend(now.profile.iter().filter_map(|profile| moved(before, profile)));
    }
    let significant = interval.low > 0.0 || interval.high < 0.0;
    if significant && weighted.is_some_and(|weighted| weighted / raw <= 0.5) {
        reasons.push(SampleChange::Weighting);
    }
    let verdict = match (significant, reasons.is_empty()) {
        (false, _) => ShiftVerdict::NotSignificant,
        (true, true) => ShiftVerdict::Changed,
        (true, false) => ShiftVerdict::Doubtful,
    };
    Some(Shift {
        from: before.quarter,
        raw,
        interval: (interval.low, interval.high),
        weighted,
        reasons,
        invitations_known: invited(before).is_some() && invited(now).is_some(),
        verdict,
    })
}

/// Invitations per 100 contacts and response rate in percent.
fn invited(wave: &Wave) -> Option<(f64, f64)> {
    let (invited, answered) = (wave.invited? as f64, wave.answered? as f64);
    (invited > 0.0).then(|| (100.0 * invited / wave.contacts as f64, 100.0 * answered / invited))
}

/// The part of the respondents that changed most, when it changed enough.
fn moved(before: &Wave, now: &Profile) -> Option<SampleChange> {
    let earlier = before.profile.iter().find(|one| one.dimension == now.dimension)?;
    let shares = |profile: &Profile| -> BTreeMap<Option<String>, f64> {
        let total: u64 = profile.parts.iter().map(|part| part.answers).sum();
        profile.parts.iter().map(|part| (part.value.clone(), 100.0 * part.answers as f64 / total as f64)).collect()
    };
    let (old, new) = (shares(earlier), shares(now));
    let values = new.keys().chain(old.keys().filter(|value| !new.contains_key(*value)));
    let part = |value: &Option<String>| {
        let at = |shares: &BTreeMap<Option<String>, f64>| shares.get(value).copied().unwrap_or(0.0);
        (value.clone(), at(&old), at(&new))
    };
    let most = values.map(part).max_by(|a, b| (a.2 - a.1).abs().total_cmp(&(b.2 - b.1).abs()))?;
    let (value, before, after) = most;
    ((after - before).abs() >= PROFILE).then(|| SampleChange::Profile {
        dimension: now.dimension.clone(),
        value,
        before,
        now: after,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::crossing::Tally;
    use super::super::ProfilePart;
    use super::*;

    fn wave(quarter: &str, (hits, n): (u64, u64), weighted: f64, invited: Option<u64>, phone: u64) -> Wave {
        let part = |value: &str, answers: u64| ProfilePart { value: Some(value.to_owned()), contacts: 500, answers };
        Wave {
            quarter: quarter.parse().unwrap(),
            contacts: 1_000,
            answers: Tally { hits, n },
            raw: 100.0 * hits as f64 / n as f64,
            raw_interval: None,
            weighted: Some(weighted),
            weighted_interval: None,
            effective_n: None,
            covered: 100.0,
            invited,
            answered: invited.map(|_| n),
            profile: vec![Profile {
                dimension: "channel".to_owned(),
                parts: vec![part("phone", phone), part("email", n - phone)],
            }],
        }
    }

    /// Trap 5: satisfaction up because fewer were invited.
    #[test]
    fn satisfaction_up_because_fewer_were_invited_is_not_believed() {
        let before = wave("2026-Q2", (280, 400), 70.0, Some(1_000), 200);
        let now = wave("2026-Q3", (170, 200), 84.0, Some(250), 104);
        let made = shift(&before, &now, 0.95).unwrap();
        assert!(made.interval.0 > 0.0, "the rise is beyond chance: {made:?}");
        assert_eq!(made.verdict, ShiftVerdict::Doubtful);
        assert_eq!(made.reasons, [SampleChange::Invited(100.0, 25.0), SampleChange::Response(40.0, 80.0)]);
    }

    #[test]
    fn with_the_same_sample_a_rise_is_a_rise() {
        let before = wave("2026-Q2", (280, 400), 70.0, Some(1_000), 200);
        let now = wave("2026-Q3", (340, 400), 85.0, Some(1_010), 206);
        assert_eq!(shift(&before, &now, 0.95).unwrap().verdict, ShiftVerdict::Changed);
    }

    #[test]
    fn another_mix_of_respondents_is_named() {
        let before = wave("2026-Q2", (280, 400), 70.0, None, 200);
        let now = wave("2026-Q3", (340, 400), 71.0, None, 330);
        let made = shift(&before, &now, 0.95).unwrap();
        assert_eq!(made.verdict, ShiftVerdict::Doubtful);
        let profile = SampleChange::Profile {
            dimension: "channel".to_owned(),
            value: Some("phone".to_owned()),
            before: 50.0,
            now: 82.5,
        };
        // Parts come by value: e-mail moved as far as the telephone, the later one is named.
        assert_eq!(made.reasons, [profile, SampleChange::Weighting]);
    }

    #[test]
    fn a_small_change_is_no_change() {
        let before = wave("2026-Q2", (80, 100), 80.0, Some(400), 50);
        let now = wave("2026-Q3", (84, 100), 84.0, Some(100), 50);
        assert_eq!(shift(&before, &now, 0.95).unwrap().verdict, ShiftVerdict::NotSignificant);
    }

    /// Limits: a fifth more or fewer invited, 5 points of response, 10 points of profile, 30 answers.
    #[test]
    fn a_change_of_the_sample_counts_from_its_limit_on() {
        let reasons = |before: &Wave, now: &Wave| shift(before, now, 0.95).unwrap().reasons;
        let wave = |n: u64, invited: u64, phone: u64| wave("2026-Q3", (n / 2, n), 50.0, Some(invited), phone);
        let before = wave(200, 500, 100);
        assert_eq!(reasons(&before, &wave(200, 500, 100)), []);
        assert_eq!(reasons(&before, &wave(208, 595, 104)), [SampleChange::Response(40.0, 100.0 * 208.0 / 595.0)]);
        assert_eq!(reasons(&before, &wave(236, 595, 118)), []);
        assert_eq!(reasons(&before, &wave(240, 602, 120)), [SampleChange::Invited(50.0, 100.0 * 602.0 / 1_000.0)]);
        assert_eq!(reasons(&before, &wave(200, 500, 119)), []);
        assert_eq!(reasons(&before, &wave(200, 500, 120)).len(), 1, "50 % by telephone, then 60 %");
        let few = wave(29, 72, 29);
        assert!(!reasons(&before, &few).iter().any(|one| matches!(one, SampleChange::Profile { .. })), "29 answers");
    }
}
