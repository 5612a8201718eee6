//! Seeded draws that come out the same on every machine: only integer arithmetic, the four basic
//! operations and square roots, which IEEE 754 fixes to the last bit.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random draws.
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// A stream of its own for a client, so that one client's data never depend on another's.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `low..high`.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low) as f64) as i64
    }

    /// True with a probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.whole(0, items.len() as i64) as usize]
    }

    /// Log-logistic with shape 2: positive, skewed, half of the draws below `median`.
    pub fn skewed(&mut self, median: f64) -> f64 {
        let unit = self.unit();
        median * (unit / (1.0 - unit)).sqrt()
    }

    /// A skewed draw below a limit.
    pub fn skewed_below(&mut self, median: f64, limit: f64) -> f64 {
        let value = self.skewed(median);
        if value < limit { value } else { limit * (0.05 + 0.9 * self.unit()) }
    }

    /// Puts items into random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.whole(0, last as i64 + 1) as usize);
        }
    }

    /// `total` flags of which exactly the rounded share is true, in random order.
    pub fn quota(&mut self, total: usize, share: f64) -> Vec<bool> {
        let hits = (total as f64 * share + 0.5) as usize;
        let mut flags: Vec<bool> = (0..total).map(|at| at < hits).collect();
        self.shuffle(&mut flags);
        flags
    }

    /// `total` values that hold each item in exactly its rounded share (the last takes the rest),
    /// in random order.
    pub fn shares<T: Copy>(&mut self, total: usize, items: &[(T, f64)]) -> Vec<T> {
        let mut values = Vec::with_capacity(total);
        for (item, share) in items {
            let wanted = (total as f64 * share + 0.5) as usize;
            values.extend(std::iter::repeat_n(*item, wanted.min(total - values.len())));
        }
        if let Some((last, _)) = items.last() {
            values.resize(total, *last);
        }
        self.shuffle(&mut values);
        values
    }
}
