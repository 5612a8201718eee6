//! Binomial tails that stay exact for tens of millions of trials.
//!
//! Library continued fractions stop after a fixed number of terms; here the probabilities are
//! built by their ratios outward from the mode and normalised, which needs about 20 standard
//! deviations of terms and loses no digits.

/// Relative size below which further terms change nothing.
const NEGLIGIBLE: f64 = 1e-20;

/// Probabilities of a binomial distribution round its mode.
pub(super) struct Binomial {
    first: u64,
    cumulative: Vec<f64>,
}

impl Binomial {
    /// `trials` at `probability` in (0, 1).
    pub(super) fn new(trials: u64, probability: f64) -> Self {
        let odds = probability / (1.0 - probability);
        let mode = (((trials + 1) as f64 * probability).floor() as u64).min(trials);
        let mut below = Vec::new();
        let (mut at, mut term) = (mode, 1.0);
        while at > 0 {
            term *= at as f64 / ((trials - at + 1) as f64 * odds);
            if term < NEGLIGIBLE {
                break;
            }
            at -= 1;
            below.push(term);
        }
        let first = at;
        let mut terms: Vec<f64> = below.into_iter().rev().collect();
        terms.push(1.0);
        (at, term) = (mode, 1.0);
        while at < trials {
            term *= (trials - at) as f64 * odds / (at + 1) as f64;
            if term < NEGLIGIBLE {
                break;
            }
            at += 1;
            terms.push(term);
        }
        let total: f64 = terms.iter().sum();
        let mut sum = 0.0;
        let cumulative = terms
            .into_iter()
            .map(|term| {
                sum += term;
                sum / total
            })
            .collect();
        Self { first, cumulative }
    }

    /// P(X ≤ count).
    pub(super) fn at_most(&self, count: u64) -> f64 {
        if count < self.first {
            return 0.0;
        }
        let at = usize::try_from(count - self.first).unwrap_or(usize::MAX);
        self.cumulative.get(at).copied().unwrap_or(1.0)
    }

    /// The smallest count with P(X ≤ count) ≥ `probability`.
    pub(super) fn quantile(&self, probability: f64) -> u64 {
        let at = self.cumulative.partition_point(|cumulative| *cumulative < probability);
        self.first + at.min(self.cumulative.len() - 1) as u64
    }
}

/// Clopper–Pearson interval of a binomial probability, by bisection on the exact tails.
pub(super) fn clopper_pearson(hits: u64, trials: u64, level: f64) -> super::Bounds {
    let tail = (1.0 - level) / 2.0;
    let low = match hits {
        0 => 0.0,
        _ => bisect(|p| 1.0 - Binomial::new(trials, p).at_most(hits - 1) < tail),
    };
    let high = if hits == trials { 1.0 } else { bisect(|p| Binomial::new(trials, p).at_most(hits) > tail) };
    super::Bounds { low, high }
}

/// The point in (0, 1) where `below` turns from true to false.
fn bisect(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
