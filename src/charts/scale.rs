//! Linear scales, and the spreading of labels that would overlap.

/// Maps values to px.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// From a range of values to a range of px (either may run backwards). A range without extent
    /// or with a bound that is no number is widened, so that no position is undefined.
    pub fn new(values: (f64, f64), pixels: (f64, f64)) -> Self {
        let (low, high) = widen(values);
        Self { low, high, from: pixels.0, to: pixels.1 }
    }

    /// The position of a value, kept within the range.
    pub fn at(&self, value: f64) -> f64 {
        // Halves first: the extent of a range of huge values must not overflow.
        let share = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        self.from + (self.to - self.from) * share
    }

    /// The same values, all positions moved.
    #[must_use]
    pub fn moved(&self, by: f64) -> Self {
        Self { from: self.from + by, to: self.to + by, ..*self }
    }

    /// Smallest value.
    pub fn low(&self) -> f64 {
        self.low
    }
}

fn widen((low, high): (f64, f64)) -> (f64, f64) {
    let low = if low.is_finite() { low } else { 0.0 };
    let high = if high.is_finite() { high } else { low };
    let (low, high) = (low.min(high), low.max(high));
    if high / 2.0 - low / 2.0 > low.abs().max(high.abs()) * 1e-12 {
        (low, high)
    } else {
        let margin = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
        (low - margin, high + margin)
    }
}

/// The range of the finite values, or `None` when there is none.
pub fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// The same range with zero in it: for bars, whose length is the value.
pub fn with_zero((low, high): (f64, f64)) -> (f64, f64) {
    (low.min(0.0), high.max(0.0))
}

/// Moves the centres of labels apart so that none overlaps another, as near to the wanted places
/// as the room allows. `heights` belong to `wanted`; the result is in the same order.
pub fn spread(wanted: &[f64], heights: &[f64], room: (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, two| wanted[*one].total_cmp(&wanted[*two]).then(one.cmp(two)));
    let mut groups: Vec<Group> = Vec::new();
    for index in order {
        groups.push(Group::of(wanted[index], heights[index], index, room));
        while groups.len() > 1 && groups[groups.len() - 2].bottom() > groups[groups.len() - 1].top {
            let last = groups.pop().expect("more than one");
            groups.last_mut().expect("more than one").absorb(last, room);
        }
    }
    let mut placed = vec![0.0; wanted.len()];
    for group in groups {
        let mut top = group.top;
        for index in group.members {
            placed[index] = top + heights[index] / 2.0;
            top += heights[index];
        }
    }
    placed
}

/// Labels that touch each other: a block, centred on the mean of the wanted places.
struct Group {
    top: f64,
    height: f64,
    wanted_top_sum: f64,
    members: Vec<usize>,
}

impl Group {
    fn of(wanted: f64, height: f64, index: usize, room: (f64, f64)) -> Self {
        let mut group = Self { top: 0.0, height, wanted_top_sum: wanted - height / 2.0, members: vec![index] };
        group.settle(room);
        group
    }

    fn bottom(&self) -> f64 {
        self.top + self.height
    }

    fn absorb(&mut self, other: Self, room: (f64, f64)) {
        // Each member would like the block's top at its own wanted top less what stands above it.
        self.wanted_top_sum += other.wanted_top_sum - self.height * other.members.len() as f64;
        self.height += other.height;
        self.members.extend(other.members);
        self.settle(room);
    }

    fn settle(&mut self, room: (f64, f64)) {
        let wanted = self.wanted_top_sum / self.members.len() as f64;
        self.top = wanted.min(room.1 - self.height).max(room.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_ranges_still_place() {
        for range in [(0.0, 0.0), (5.0, 5.0), (f64::NAN, 1.0), (1.0, f64::INFINITY), (-1e308, 1e308), (3.0, 1.0)] {
            let scale = Scale::new(range, (0.0, 100.0));
            for value in [0.0, 5.0, -1e300, f64::NAN, f64::INFINITY] {
                assert!((0.0..=100.0).contains(&scale.at(value)), "{range:?} {value}");
            }
        }
    }

    #[test]
    fn maps_linearly_and_backwards() {
        let scale = Scale::new((0.0, 50.0), (100.0, 0.0));
        assert_eq!(scale.at(0.0), 100.0);
        assert_eq!(scale.at(25.0), 50.0);
        assert_eq!(scale.at(60.0), 0.0);
    }

    #[test]
    fn far_labels_stay_where_they_are() {
        assert_eq!(spread(&[10.0, 90.0, 50.0], &[10.0; 3], (0.0, 100.0)), [10.0, 90.0, 50.0]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap(wanted in prop::collection::vec(0.0..200.0f64, 1..9)) {
            let placed = spread(&wanted, &vec![14.0; wanted.len()], (0.0, 200.0));
            let mut sorted = placed.clone();
            sorted.sort_by(f64::total_cmp);
            for pair in sorted.windows(2) {
                prop_assert!(pair[1] - pair[0] >= 14.0 - 1e-9);
            }
            prop_assert!(sorted[0] >= 7.0 - 1e-9 && sorted[sorted.len() - 1] <= 193.0 + 1e-9);
        }
    }
}
