//! Net promoter score and its uncertainty (M11, T2), in points from −100 to 100.

use super::{Bounds, normal_critical, wilson};

/// Answers on 0–10 by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetPromoter {
    /// Answers 9–10.
    pub promoters: u64,
    /// Answers 7–8.
    pub passives: u64,
    /// Answers 0–6.
    pub detractors: u64,
}

/// The same with survey weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedPromoter {
    /// Σ weight of answers 9–10.
    pub promoters: f64,
    /// Σ weight of answers 0–6.
    pub detractors: f64,
    /// Σ weight.
    pub total: f64,
    /// Σ weight².
    pub total_squares: f64,
}

impl NetPromoter {
    /// Number of answers.
    pub fn n(self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// 100 × (share of promoters − share of detractors); `None` without answers.
    pub fn score(self) -> Option<f64> {
        let n = self.n();
        (n > 0).then(|| 100.0 * (self.promoters as f64 - self.detractors as f64) / n as f64)
    }

    /// 100·√((p + d − (p − d)²)/n); `None` without answers.
    pub fn standard_error(self) -> Option<f64> {
        let n = self.n() as f64;
        (n > 0.0).then(|| standard_error(self.promoters as f64 / n, self.detractors as f64 / n, n))
    }
}

impl WeightedPromoter {
    /// The weighted score in points; `None` without weight.
    pub fn score(self) -> Option<f64> {
        (self.total > 0.0).then(|| 100.0 * (self.promoters - self.detractors) / self.total)
    }

    /// Standard error with Kish's effective sample size (Σw)²/Σw²; `None` without weight.
    pub fn standard_error(self) -> Option<f64> {
        (self.total > 0.0 && self.total_squares > 0.0).then(|| {
            let n = self.total * self.total / self.total_squares;
            standard_error(self.promoters / self.total, self.detractors / self.total, n)
        })
    }
}

/// Score ± z·SE, clamped to −100…100 (T2; below n = 30 the bootstrap is the better choice).
///
/// When every answer falls into one class the standard error is 0 and says nothing. Then the
/// Wilson interval of that class bounds the score instead: with all n promoters and a lower end L
/// of their share, the score is at least 100·(2L − 1); with all passives it lies within
/// ±100·(1 − L).
pub fn nps_interval(answers: NetPromoter, level: f64) -> Option<Bounds> {
    let (score, error) = (answers.score()?, answers.standard_error()?);
    let n = answers.n();
    if error > 0.0 {
        return Some(around(score, error, level));
    }
    let least = wilson(n, n, level)?.low;
    Some(match n {
        _ if answers.promoters == n => Bounds { low: 100.0 * (2.0 * least - 1.0), high: 100.0 },
        _ if answers.detractors == n => Bounds { low: -100.0, high: 100.0 * (1.0 - 2.0 * least) },
        _ => Bounds { low: -100.0 * (1.0 - least), high: 100.0 * (1.0 - least) },
    })
}

/// Weighted score ± z·SE, clamped; `None` without weight or when all weight lies in one class.
pub fn nps_interval_weighted(answers: WeightedPromoter, level: f64) -> Option<Bounds> {
    let (score, error) = (answers.score()?, answers.standard_error()?);
    (error > 0.0).then(|| around(score, error, level))
}

/// Interval of the change `after` − `before` of two independent waves: ± z·√(SE₁² + SE₂²), in
/// points, clamped to −200…200. `None` when a wave has no answers or neither has any spread.
pub fn nps_change(before: NetPromoter, after: NetPromoter, level: f64) -> Option<Bounds> {
    let change = after.score()? - before.score()?;
    let half = normal_critical(level) * before.standard_error()?.hypot(after.standard_error()?);
    (half > 0.0).then(|| Bounds { low: (change - half).max(-200.0), high: (change + half).min(200.0) })
}

fn standard_error(promoters: f64, detractors: f64, n: f64) -> f64 {
    let net = promoters - detractors;
    100.0 * ((promoters + detractors - net * net).max(0.0) / n).sqrt()
}

fn around(score: f64, error: f64, level: f64) -> Bounds {
    let half = normal_critical(level) * error;
    Bounds { low: (score - half).max(-100.0), high: (score + half).min(100.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(promoters: u64, passives: u64, detractors: u64) -> NetPromoter {
        NetPromoter { promoters, passives, detractors }
    }

    #[test]
    fn matches_the_handbook() {
        let cases = [
            (answers(50, 30, 20), 30.0, 7.810, 14.692, 45.308),
            (answers(15, 10, 25), -20.0, 12.329, -44.164, 4.164),
            (answers(250, 150, 100), 30.0, 3.493, 23.154, 36.846),
        ];
        for (answers, score, error, low, high) in cases {
            assert!((answers.score().unwrap() - score).abs() < 1e-12);
            assert!((answers.standard_error().unwrap() - error).abs() < 5e-4);
            let bounds = nps_interval(answers, 0.95).unwrap();
            assert!((bounds.low - low).abs() < 5e-4 && (bounds.high - high).abs() < 5e-4, "{bounds:?}");
        }
    }

    #[test]
    fn four_points_more_at_n_100_are_within_noise() {
        let change = nps_change(answers(50, 30, 20), answers(52, 30, 18), 0.95).unwrap();
        assert!(change.contains(0.0) && (change.low + change.high - 8.0).abs() < 1e-9, "{change:?}");
        // 2 · 1.959964 · √(7.8102² + 7.6446²).
        assert!((change.high - change.low - 42.840_347_409_595_374).abs() < 1e-9, "{change:?}");
    }

    #[test]
    fn one_class_only_still_has_an_interval() {
        let all = nps_interval(answers(40, 0, 0), 0.95).unwrap();
        // The lower end of Wilson's interval of 40 of 40 is 40/(40 + z²) = 91.2378 %.
        assert!(all.high == 100.0 && (all.low - 82.475_679_760_542_66).abs() < 1e-9, "{all:?}");
        let none = nps_interval(answers(0, 0, 40), 0.95).unwrap();
        assert!(none.low == -100.0 && (none.high + all.low).abs() < 1e-9, "{none:?}");
        let passive = nps_interval(answers(0, 40, 0), 0.95).unwrap();
        assert!((passive.low + passive.high).abs() < 1e-12, "{passive:?}");
        assert!((passive.high - 8.762_160_119_728_668).abs() < 1e-9, "{passive:?}");
        assert_eq!(nps_interval(answers(0, 0, 0), 0.95), None);
    }

    #[test]
    fn equal_weights_change_nothing() {
        let weighted = WeightedPromoter { promoters: 150.0, detractors: 60.0, total: 300.0, total_squares: 900.0 };
        let (plain, same) = (answers(50, 30, 20), nps_interval_weighted(weighted, 0.95).unwrap());
        let plain = nps_interval(plain, 0.95).unwrap();
        assert!((plain.low - same.low).abs() < 1e-12 && (plain.high - same.high).abs() < 1e-12);
    }
}
