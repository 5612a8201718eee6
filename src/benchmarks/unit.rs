//! Units of published figures.

use crate::domain::{Currency, Unit};
use std::fmt;

/// The unit of a benchmark, as its source states it. Never converted silently: a figure per million
/// users is not a figure per hundred customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BenchmarkUnit {
    /// A share, 0 to 100.
    Percent,
    /// A score or index from 0 to 100.
    Score,
    /// Net promoter points.
    NpsPoints,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Days.
    Days,
    /// Events per 100 of the base.
    PerHundred,
    /// Events per 10,000 of the base.
    PerTenThousand,
    /// Events per 100,000 of the base.
    PerHundredThousand,
    /// Events per million of the base.
    PerMillion,
    /// Events per 100 million yuan of premium.
    PerHundredMillionYuan,
    /// Money in a currency.
    Money(Currency),
    /// That of the metric beside which the figure stands.
    OfMetric,
}

impl BenchmarkUnit {
    /// The words of a benchmark file.
    pub const WORDS: [&'static str; 12] = [
        "percent",
        "score",
        "nps_points",
        "hours",
        "minutes",
        "seconds",
        "days",
        "per_hundred",
        "per_ten_thousand",
        "per_hundred_thousand",
        "per_million",
        "per_hundred_million_yuan",
    ];

    /// Reads one of [`Self::WORDS`] or a currency code such as `CNY`.
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = [
            Self::Percent,
            Self::Score,
            Self::NpsPoints,
            Self::Hours,
            Self::Minutes,
            Self::Seconds,
            Self::Days,
            Self::PerHundred,
            Self::PerTenThousand,
            Self::PerHundredThousand,
            Self::PerMillion,
            Self::PerHundredMillionYuan,
        ];
        let at = Self::WORDS.iter().position(|known| *known == word);
        at.map(|at| plain[at].clone()).or_else(|| Currency::new(word).map(Self::Money))
    }

    /// Whether numbers in this unit and in a metric's unit mean the same. A share in percent and a
    /// count per hundred do.
    pub fn matches(&self, unit: Unit, currency: &Currency) -> bool {
        match (self, unit) {
            (Self::Percent | Self::PerHundred, Unit::Percent | Unit::PerHundred)
            | (Self::Score, Unit::Score)
            | (Self::NpsPoints, Unit::NpsPoints)
            | (Self::Hours, Unit::Hours)
            | (Self::Seconds, Unit::Seconds)
            | (Self::PerTenThousand, Unit::PerTenThousand)
            | (Self::PerMillion, Unit::PerMillion)
            | (Self::Days, Unit::Days) => true,
            (Self::Money(own), Unit::Money) => own == currency,
            (Self::OfMetric, _) => true,
            _ => false,
        }
    }
}

impl fmt::Display for BenchmarkUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = match self {
            Self::Percent => 0,
            Self::Score => 1,
            Self::NpsPoints => 2,
            Self::Hours => 3,
            Self::Minutes => 4,
            Self::Seconds => 5,
            Self::Days => 6,
            Self::PerHundred => 7,
            Self::PerTenThousand => 8,
            Self::PerHundredThousand => 9,
            Self::PerMillion => 10,
            Self::PerHundredMillionYuan => 11,
            Self::Money(currency) => return write!(f, "{currency}"),
            Self::OfMetric => return f.write_str("unit of the metric"),
        };
        f.write_str(Self::WORDS[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for word in BenchmarkUnit::WORDS.into_iter().chain(["GBP"]) {
            assert_eq!(BenchmarkUnit::from_word(word).unwrap().to_string(), word);
        }
        assert_eq!(BenchmarkUnit::from_word("%"), None);
    }

    #[test]
    fn scales_and_currencies_are_never_mixed() {
        let yuan = Currency::default();
        assert!(BenchmarkUnit::Percent.matches(Unit::PerHundred, &yuan));
        assert!(!BenchmarkUnit::PerMillion.matches(Unit::PerHundred, &yuan));
        assert!(!BenchmarkUnit::Percent.matches(Unit::Score, &yuan));
        assert!(!BenchmarkUnit::Money(Currency::new("GBP").unwrap()).matches(Unit::Money, &yuan));
        assert!(BenchmarkUnit::Money(yuan.clone()).matches(Unit::Money, &yuan));
    }
}
