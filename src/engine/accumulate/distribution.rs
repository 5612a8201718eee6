//! How often each value occurs: exact up to a stated number of distinct values, beyond it in
//! logarithmic classes of a stated relative width. The final state depends on the values only.

use super::{Damaged, Exact, Measure, Reader, Total, Writer};

/// Distinct values that a cell keeps exactly; with more, all of them move to logarithmic classes.
pub const EXACT_LIMIT: usize = 1 << 20;

/// Largest relative error of a value that stands for its logarithmic class: half of the class width
/// 2⁻¹².
pub const SKETCH_ERROR: f64 = 1.0 / 8192.0;

/// Values wait unsorted until there are this many of them.
const BATCH: usize = 1024;

/// A number's mantissa keeps 12 of its 52 places in a logarithmic class.
const DROPPED_PLACES: u32 = 40;

/// Values and their counts. Two distributions of the same values are equal once [compacted](Self::compact).
#[derive(Clone, Debug)]
pub struct Distribution {
    measure: Measure,
    limit: usize,
    /// (key or class, count), ascending.
    runs: Vec<(i64, u64)>,
    waiting: Vec<i64>,
    /// Σ value and Σ value² of what has moved to classes.
    collapsed: Option<Collapsed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Collapsed {
    total: Total,
    squares: Exact,
}

impl Distribution {
    /// No values yet.
    pub fn new(measure: Measure) -> Self {
        Self::with_limit(measure, EXACT_LIMIT)
    }

    /// No values yet, exact up to `limit` distinct values.
    pub fn with_limit(measure: Measure, limit: usize) -> Self {
        Self { measure, limit, runs: Vec::new(), waiting: Vec::new(), collapsed: None }
    }

    /// Adds the value of a key of the measure.
    pub fn push(&mut self, key: i64) {
        self.waiting.push(key);
        if self.waiting.len() >= BATCH.max(self.runs.len()) {
            self.settle();
        }
    }

    /// Adds the values of another distribution of the same measure and limit.
    pub fn merge(&mut self, mut other: Self) {
        if other.collapsed.is_some() || !other.runs.is_empty() {
            self.compact();
            other.compact();
            self.absorb(other);
        } else {
            self.waiting.append(&mut other.waiting);
            if self.waiting.len() >= BATCH.max(self.runs.len()) {
                self.settle();
            }
        }
    }

    /// Brings the distribution into its final form; reading requires it.
    pub fn compact(&mut self) {
        self.settle();
        self.waiting = Vec::new();
        if self.runs.len() < self.runs.capacity() / 4 * 3 {
            self.runs.shrink_to_fit();
        }
    }

    /// Counts the values that wait; their room is kept for the next ones.
    fn settle(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_unstable();
        let counted = waiting.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64));
        if self.collapsed.is_some() {
            let mut fresh = Self::with_limit(self.measure, self.limit);
            fresh.runs = counted.collect();
            self.absorb(fresh);
        } else {
            add_ascending(&mut self.runs, counted);
            if self.runs.len() > self.limit {
                self.collapse();
            }
        }
        waiting.clear();
        self.waiting = waiting;
    }

    fn absorb(&mut self, mut other: Self) {
        if self.collapsed.is_some() {
            other.collapse();
        } else if other.collapsed.is_some() {
            self.collapse();
        }
        if self.runs.len() < other.runs.len() {
            std::mem::swap(&mut self.runs, &mut other.runs);
        }
        add_ascending(&mut self.runs, other.runs.iter().copied());
        match (&mut self.collapsed, other.collapsed) {
            (Some(mine), Some(others)) => {
                mine.total.merge(&others.total);
                mine.squares.merge(others.squares);
            }
            _ if self.runs.len() > self.limit => self.collapse(),
            _ => {}
        }
    }

    fn collapse(&mut self) {
        if self.collapsed.is_some() {
            return;
        }
        let mut sums = Collapsed { total: Total::new(self.measure), squares: Exact::default() };
        let mut classes: Vec<(i64, u64)> = Vec::new();
        for (key, count) in std::mem::take(&mut self.runs) {
            let value = self.measure.value(key);
            sums.total.add_times(key, count);
            sums.squares.add_times(value * value, count);
            let class = Measure::key_of(value) >> DROPPED_PLACES;
            match classes.last_mut() {
                Some((last, sum)) if *last == class => *sum += count,
                _ => classes.push((class, count)),
            }
        }
        (self.runs, self.collapsed) = (classes, Some(sums));
    }

    /// Writes a compacted distribution; its measure is known where it is read.
    pub fn write(&self, bytes: &mut Writer) {
        bytes.length(self.runs().len());
        let mut last = i64::MIN;
        for (run, count) in self.runs() {
            bytes.whole(run.wrapping_sub(last) as u64);
            bytes.whole(*count);
            last = *run;
        }
        bytes.whole(u64::from(self.collapsed.is_some()));
        if let Some(sums) = &self.collapsed {
            sums.total.write(bytes);
            sums.squares.write(bytes);
        }
    }

    /// Reads a distribution of a measure.
    ///
    /// # Errors
    /// The bytes end, or say what no distribution is: a value twice, or one that never occurs.
    pub fn read(measure: Measure, bytes: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut read = Self::new(measure);
        let length = bytes.length()?;
        let mut last = i64::MIN;
        for at in 0..length {
            let (step, count) = (bytes.whole()?, bytes.whole()?);
            let run = last.checked_add_unsigned(step).ok_or(Damaged)?;
            if count == 0 || (at > 0 && step == 0) {
                return Err(Damaged);
            }
            read.runs.push((run, count));
            last = run;
        }
        read.collapsed = match bytes.whole()? {
            0 => None,
            1 => Some(Collapsed { total: Total::read(measure, bytes)?, squares: Exact::read(bytes)? }),
            _ => return Err(Damaged),
        };
        if read.is_exact() && length > read.limit { Err(Damaged) } else { Ok(read) }
    }

    /// Whether every value is known exactly (otherwise within [`SKETCH_ERROR`]).
    pub fn is_exact(&self) -> bool {
        self.collapsed.is_none()
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.runs.iter().map(|(_, count)| count).sum::<u64>() + self.waiting.len() as u64
    }

    /// Values in the measure's natural unit with their counts, ascending.
    pub fn points(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        debug_assert!(self.waiting.is_empty(), "a distribution is compacted before it is read");
        self.runs.iter().map(|(run, count)| (self.value_of(*run), *count))
    }

    /// Σ value.
    pub fn sum(&self) -> f64 {
        self.total().value()
    }

    /// Mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.sum() / count as f64)
    }

    /// Variance with divisor n − 1; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        let (count, mean) = (self.count(), self.mean()?);
        if count < 2 {
            return None;
        }
        let deviations = match &self.collapsed {
            None => self.points().map(|(value, count)| (value - mean).powi(2) * count as f64).sum::<f64>(),
            Some(sums) => sums.squares.value() - mean * mean * count as f64,
        };
        Some(deviations.max(0.0) / (count - 1) as f64)
    }

    /// Type-7 quantile (Hyndman–Fan; linear interpolation) in the natural unit; `None` without values.
    pub fn quantile(&self, quantile: f64) -> Option<f64> {
        let count = self.count();
        let position = quantile.clamp(0.0, 1.0) * (count.checked_sub(1)?) as f64;
        let (below, fraction) = (position.floor() as u64, position.fract());
        let low = self.order_statistic(below + 1)?;
        if fraction == 0.0 {
            return Some(low);
        }
        let high = self.order_statistic(below + 2)?;
        Some(low + (high - low) * fraction)
    }

    /// The value at a rank from 1 in ascending order, in the natural unit.
    pub fn order_statistic(&self, rank: u64) -> Option<f64> {
        let mut seen = 0;
        let mut points = self.points();
        points.find_map(|(value, count)| {
            seen += count;
            (rank >= 1 && seen >= rank).then_some(value)
        })
    }

    pub(crate) fn runs(&self) -> &[(i64, u64)] {
        debug_assert!(self.waiting.is_empty(), "a distribution is compacted before it is read");
        &self.runs
    }

    pub(crate) fn value_of(&self, run: i64) -> f64 {
        match self.collapsed {
            None => self.measure.value(run),
            Some(_) => {
                let (first, last) = (run << DROPPED_PLACES, (run << DROPPED_PLACES) | ((1 << DROPPED_PLACES) - 1));
                (Measure::Number.value(first) + Measure::Number.value(last)) / 2.0
            }
        }
    }

    pub(crate) fn force_classes(&mut self) {
        self.compact();
        self.collapse();
    }

    fn total(&self) -> Total {
        if let Some(sums) = &self.collapsed {
            return sums.total;
        }
        let mut total = Total::new(self.measure);
        for (key, count) in self.runs() {
            total.add_times(*key, *count);
        }
        total
    }
}

impl PartialEq for Distribution {
    fn eq(&self, other: &Self) -> bool {
        let (mut mine, mut others) = (self.clone(), other.clone());
        mine.compact();
        others.compact();
        mine.measure == others.measure && mine.runs == others.runs && mine.collapsed == others.collapsed
    }
}

/// Adds ascending keys with their counts to ascending runs: makes exactly the room that new keys need, then
/// merges from the end, in place.
fn add_ascending(runs: &mut Vec<(i64, u64)>, added: impl DoubleEndedIterator<Item = (i64, u64)> + Clone) {
    let old = runs.len();
    let mut at = 0;
    let mut is_new = |key: i64| {
        while at < old && runs[at].0 < key {
            at += 1;
        }
        at == old || runs[at].0 != key
    };
    let fresh = added.clone().filter(|(key, _)| is_new(*key)).count();
    if runs.capacity() < old + fresh {
        runs.reserve_exact(fresh.max(old / 4));
    }
    runs.resize(old + fresh, (0, 0));
    let (mut read, mut write) = (old, old + fresh);
    for (key, count) in added.rev() {
        while read > 0 && runs[read - 1].0 > key {
            (read, write) = (read - 1, write - 1);
            runs[write] = runs[read];
        }
        let known = if read > 0 && runs[read - 1].0 == key {
            read -= 1;
            runs[read].1
        } else {
            0
        };
        write -= 1;
        runs[write] = (key, known + count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[i64], limit: usize) -> Distribution {
        let mut distribution = Distribution::with_limit(Measure::Integer, limit);
        values.iter().for_each(|value| distribution.push(*value));
        distribution.compact();
        distribution
    }

    proptest! {
        #[test]
        fn the_final_state_depends_on_the_values_only(
            values in prop::collection::vec(-2_000..2_000_i64, 0..4_000),
            cuts in prop::collection::vec(1..900_usize, 1..6),
        ) {
            for limit in [100, 1_500, 10_000] {
                let whole = of(&values, limit);
                let mut split = Distribution::with_limit(Measure::Integer, limit);
                let mut rest: Vec<i64> = values.iter().rev().copied().collect();
                for cut in cuts.iter().cycle() {
                    if rest.is_empty() {
                        break;
                    }
                    let tail = rest.split_off(rest.len().saturating_sub(*cut));
                    let mut part = of(&tail, limit);
                    part.merge(std::mem::replace(&mut split, Distribution::with_limit(Measure::Integer, limit)));
                    split = part;
                }
                prop_assert_eq!(&whole, &split);
                split.compact();
                prop_assert_eq!(whole.sum().to_bits(), split.sum().to_bits());
                prop_assert_eq!(whole.is_exact(), split.is_exact());
            }
        }

        #[test]
        fn classes_keep_the_stated_error(values in prop::collection::vec(1..5_000_000_000_i64, 200..600)) {
            let (exact, classes) = (of(&values, 10_000), of(&values, 10));
            prop_assert!(exact.is_exact() && !classes.is_exact());
            prop_assert_eq!(exact.sum(), classes.sum());
            for rank in [1, 50, 100, 200] {
                let (value, near) = (exact.order_statistic(rank).unwrap(), classes.order_statistic(rank).unwrap());
                prop_assert!((near / value - 1.0).abs() <= SKETCH_ERROR, "{} {}", near, value);
            }
            let (wanted, found) = (exact.variance().unwrap(), classes.variance().unwrap());
            prop_assert!((found / wanted - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn type_7_quantiles() {
        let few = of(&[1, 2, 3, 4, 10], 100);
        assert_eq!(few.quantile(0.5), Some(3.0));
        assert!((few.quantile(0.9).unwrap() - 7.6).abs() < 1e-15);
        assert_eq!(of(&[], 10).quantile(0.5), None);
        assert_eq!(of(&[7], 10).quantile(0.9), Some(7.0));
        assert_eq!((few.mean(), few.variance()), (Some(4.0), Some(12.5)));
        assert_eq!((few.order_statistic(0), few.order_statistic(5), few.order_statistic(6)), (None, Some(10.0), None));
    }
}
