//! A metric ready to run: checked expressions and how to add up what they yield.

use super::expression::Expression;
use std::collections::BTreeSet;

/// One metric over one table.
///
/// A row goes through these steps, each in three-valued logic: `rows` (unless true, the row is not
/// counted anywhere), `attribution` (its periods), `exclusions` in order (the first true one counts
/// it under its reason), `matured` (only false counts it as immature), `among` (unless true, the row
/// is outside the base), and the aggregate (a null input counts it as missing).
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Rows that the metric speaks of; `None` is all. Boolean.
    pub rows: Option<Expression>,
    /// Which periods a row belongs to.
    pub attribution: Attribution,
    /// Reasons to leave a row out.
    pub exclusions: Vec<Exclusion>,
    /// False while the follow-up window of a row is open. Boolean.
    pub matured: Option<Expression>,
    /// The base; `None` is every row that is left. Boolean.
    pub among: Option<Expression>,
    /// What is added up.
    pub aggregate: Aggregate,
    /// Columns (text, boolean or integer) to break down by, beside the total.
    pub segments: Vec<String>,
}

/// A named reason to leave a row out.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// Its name.
    pub reason: String,
    /// True leaves the row out. Boolean.
    pub when: Expression,
}

/// Which periods a row belongs to. Presence is the span [`from`, `until`); a null `from` is never
/// present, a null `until` is open-ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribution {
    /// The period that contains this instant; a row without it belongs to none.
    At(Expression),
    /// Every period with `from` < end and `until` ≥ end.
    PresentAtEnd {
        /// Start of presence.
        from: Expression,
        /// End of presence.
        until: Expression,
    },
    /// Every period with `from` < start and `until` ≥ start: what was present at the end of the
    /// period before.
    PresentAtStart {
        /// Start of presence.
        from: Expression,
        /// End of presence.
        until: Expression,
    },
    /// Every period with `from` < end and `until` > start.
    Overlaps {
        /// Start of presence.
        from: Expression,
        /// End of presence.
        until: Expression,
    },
}

/// What is added up over the rows of a cell. Values are of type number, integer, money or duration.
#[derive(Clone, Debug, PartialEq)]
pub enum Aggregate {
    /// Rows whose `hit` is true; every row when it is absent.
    Count {
        /// Boolean.
        hit: Option<Expression>,
    },
    /// Rows whose `hit` is true among all rows of the base.
    Proportion {
        /// Boolean.
        hit: Expression,
        /// Survey weight, number; null and negative ones are missing.
        weight: Option<Expression>,
    },
    /// Σ value.
    Sum {
        /// The value.
        value: Expression,
    },
    /// Mean of values, with their distribution.
    Mean {
        /// The value.
        value: Expression,
        /// Survey weight, number; null and negative ones are missing.
        weight: Option<Expression>,
    },
    /// Type-7 quantile of values.
    Quantile {
        /// The value.
        value: Expression,
        /// Which one, in (0, 1).
        quantile: f64,
    },
    /// Kaplan–Meier quantile of the time from `start` to `end`, censored at `as_of`.
    SurvivalQuantile {
        /// Start of the clock; null is missing. Instant.
        start: Expression,
        /// End of the clock; null or later than `as_of` is not yet. Instant.
        end: Expression,
        /// Which one, in (0, 1).
        quantile: f64,
        /// The clock.
        clock: crate::metrics::definition::Clock,
    },
    /// Answers 0–10 by promoters (≥ 9), passives and detractors (≤ 6); others are missing.
    Nps {
        /// The answer.
        value: Expression,
        /// Survey weight, number; null and negative ones are missing.
        weight: Option<Expression>,
    },
    /// Σ numerator / Σ denominator; a null on either side is missing.
    RatioOfSums {
        /// Above the line.
        numerator: Expression,
        /// Below the line.
        denominator: Expression,
    },
}

impl Plan {
    /// Every expression of the plan, in a fixed order.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut all: Vec<&Expression> = self.rows.iter().collect();
        all.extend(self.attribution.expressions());
        all.extend(self.exclusions.iter().map(|exclusion| &exclusion.when));
        all.extend(self.matured.iter().chain(&self.among));
        all.extend(self.aggregate.expressions());
        all
    }

    /// The columns that the plan reads, segments included.
    pub fn columns(&self) -> BTreeSet<String> {
        let mut columns: BTreeSet<String> = self.segments.iter().cloned().collect();
        for expression in self.expressions() {
            columns.extend(expression.columns());
        }
        columns
    }
}

impl Attribution {
    /// Its expressions.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::At(at) => vec![at],
            Self::PresentAtEnd { from, until }
            | Self::PresentAtStart { from, until }
            | Self::Overlaps { from, until } => vec![from, until],
        }
    }
}

impl Aggregate {
    /// Its expressions.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Count { hit } => hit.iter().collect(),
            Self::Proportion { hit: value, weight } | Self::Mean { value, weight } | Self::Nps { value, weight } => {
                std::iter::once(value).chain(weight).collect()
            }
            Self::Sum { value } | Self::Quantile { value, .. } => vec![value],
            Self::SurvivalQuantile { start, end, .. } => vec![start, end],
            Self::RatioOfSums { numerator, denominator } => vec![numerator, denominator],
        }
    }
}
