//! Values of four types as whole-number keys in the order of the values.

/// The type of a value that is added up, and its natural unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// Money; the key counts 1/10,000 of the currency unit.
    Money,
    /// A span of time in hours; the key counts microseconds.
    Duration,
}

impl Measure {
    /// The key of a number: ascending as the numbers ascend, −0 and 0 alike.
    pub fn key_of(number: f64) -> i64 {
        let bits = (number + 0.0).to_bits() as i64;
        bits ^ (((bits >> 63) as u64) >> 1) as i64
    }

    /// The value of a key in the measure's natural unit (money in currency units, durations in hours).
    pub fn value(self, key: i64) -> f64 {
        match self {
            Self::Number => f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64),
            _ => key as f64 / self.per_unit(),
        }
    }

    /// Keys per natural unit; 1 for numbers, whose keys are not proportional to their values.
    pub(crate) fn per_unit(self) -> f64 {
        match self {
            Self::Number | Self::Integer => 1.0,
            Self::Money => 10_000.0,
            Self::Duration => 3_600_000_000.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ascend_with_the_numbers_and_come_back() {
        let numbers = [f64::MIN, -2.5, -1.0, -1e-300, 0.0, 1e-300, 0.1, 1.0, 2.5, 1e18, f64::MAX];
        let keys: Vec<i64> = numbers.iter().map(|number| Measure::key_of(*number)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        assert_eq!(keys.iter().map(|key| Measure::Number.value(*key)).collect::<Vec<_>>(), numbers);
        assert_eq!(Measure::key_of(-0.0), Measure::key_of(0.0));
    }
}
