//! Numbers since 1970, whose size tells their unit.

/// Units of a number since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Nanoseconds.
    Nanoseconds,
}

impl Epoch {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
            Self::Microseconds => "microseconds",
            Self::Nanoseconds => "nanoseconds",
        }
    }

    /// The instant of a number since 1970, when its size tells the unit: 1980 to 2100.
    pub fn of(value: f64) -> Option<(i64, Self)> {
        const FIRST: f64 = 315_532_800.0;
        const LAST: f64 = 4_102_444_800.0;
        let units =
            [(Self::Seconds, 1.0), (Self::Milliseconds, 1e3), (Self::Microseconds, 1e6), (Self::Nanoseconds, 1e9)];
        let (unit, per_second) = units.into_iter().find(|(_, unit)| (FIRST * unit..LAST * unit).contains(&value))?;
        Some(((value / per_second * 1e6).round() as i64, unit))
    }
}
