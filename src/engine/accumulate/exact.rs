//! Sums that come out the same, bit for bit, in any order.

use super::{Damaged, Measure, Reader, Writer};

/// Binary places of the fixed-point numbers.
const PLACES: i32 = 50;
const UNIT: f64 = (1_u64 << PLACES) as f64;

/// A sum of numbers kept as a fixed-point integer with 50 binary places: each term is rounded once
/// to a multiple of 2⁻⁵⁰ (absolute error below 4.5e-16), then added without error. Sums beyond
/// 2⁷⁷ ≈ 1.5e23 saturate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exact(i128);

impl Exact {
    /// Adds a number; one that is not finite adds nothing.
    pub fn add(&mut self, value: f64) {
        self.0 = self.0.saturating_add(fixed(value));
    }

    /// Adds `count` times a number.
    pub fn add_times(&mut self, value: f64, count: u64) {
        self.0 = self.0.saturating_add(fixed(value).saturating_mul(i128::from(count)));
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }

    /// The sum.
    pub fn value(self) -> f64 {
        self.0 as f64 / UNIT
    }

    /// Writes the sum.
    pub fn write(self, bytes: &mut Writer) {
        bytes.wide(self.0);
    }

    /// Reads a sum.
    ///
    /// # Errors
    /// The bytes end.
    pub fn read(bytes: &mut Reader<'_>) -> Result<Self, Damaged> {
        bytes.wide().map(Self)
    }
}

fn fixed(value: f64) -> i128 {
    if !value.is_finite() {
        return 0;
    }
    let scaled = value * UNIT;
    if scaled.abs() < 9.0e18 {
        return i128::from(scaled.round_ties_even() as i64);
    }
    scaled as i128
}

/// A sum of values of one measure: exact for whole units (integer, money, duration), and with
/// 50 binary places for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    measure: Measure,
    units: i128,
}

impl Total {
    /// The empty sum.
    pub fn new(measure: Measure) -> Self {
        Self { measure, units: 0 }
    }

    /// Adds the value of a key of the measure.
    pub fn add(&mut self, key: i64) {
        self.add_times(key, 1);
    }

    /// Adds the value of a key `count` times.
    pub fn add_times(&mut self, key: i64, count: u64) {
        let units = match self.measure {
            Measure::Number => fixed(self.measure.value(key)),
            Measure::Integer | Measure::Money | Measure::Duration => i128::from(key),
        };
        self.units = self.units.saturating_add(units.saturating_mul(i128::from(count)));
    }

    /// Adds another sum of the same measure.
    pub fn merge(&mut self, other: &Self) {
        self.units = self.units.saturating_add(other.units);
    }

    /// The sum in the measure's natural unit.
    pub fn value(&self) -> f64 {
        match self.measure {
            Measure::Number => self.units as f64 / UNIT,
            _ => self.units as f64 / self.measure.per_unit(),
        }
    }

    /// Writes the sum; its measure is known where it is read.
    pub fn write(&self, bytes: &mut Writer) {
        bytes.wide(self.units);
    }

    /// Reads a sum of a measure.
    ///
    /// # Errors
    /// The bytes end.
    pub fn read(measure: Measure, bytes: &mut Reader<'_>) -> Result<Self, Damaged> {
        Ok(Self { measure, units: bytes.wide()? })
    }
}

/// Sums over pairs (x, y), exact and mergeable: what Σx / Σy and its delta-method variance need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// Σ x, the numerator.
    pub x: Exact,
    /// Σ y, the denominator.
    pub y: Exact,
    /// Σ x².
    pub xx: Exact,
    /// Σ y².
    pub yy: Exact,
    /// Σ xy.
    pub xy: Exact,
}

impl Moments {
    /// Adds a pair.
    pub fn add(&mut self, x: f64, y: f64) {
        self.x.add(x);
        self.y.add(y);
        self.xx.add(x * x);
        self.yy.add(y * y);
        self.xy.add(x * y);
    }

    /// Adds other pairs.
    pub fn merge(&mut self, other: &Self) {
        self.x.merge(other.x);
        self.y.merge(other.y);
        self.xx.merge(other.xx);
        self.yy.merge(other.yy);
        self.xy.merge(other.xy);
    }

    /// Writes the sums.
    pub fn write(&self, bytes: &mut Writer) {
        [self.x, self.y, self.xx, self.yy, self.xy].into_iter().for_each(|sum| sum.write(bytes));
    }

    /// Reads sums.
    ///
    /// # Errors
    /// The bytes end.
    pub fn read(bytes: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut next = || Exact::read(bytes);
        Ok(Self { x: next()?, y: next()?, xx: next()?, yy: next()?, xy: next()? })
    }
}
