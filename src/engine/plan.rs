//! A metric ready to run: checked expressions and how to add up what they yield.

use super::aggregate::{Aggregate, Wanted};
use crate::domain::{ColumnType, Period, Segment};
use crate::expression::Expression;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// Segment columns of which only the largest values are parts of their own; a column of more than
    /// [`MOST_PARTS`] values that is not among them ends the scan. `None` sets no limit.
    pub folds: Option<Folds>,
    /// Over which periods.
    pub grain: Grain,
}

/// Most values of a segment column that are parts of their own.
pub const MOST_PARTS: usize = 50;

/// By segment column: what is kept of its values.
pub type Folds = Arc<BTreeMap<String, Arc<Fold>>>;

/// A segment column of many values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The largest values: parts of their own.
    pub kept: BTreeSet<String>,
    /// Number of all others: one part, [`Segment::others`].
    pub others: u64,
}

impl Fold {
    /// The fold of a column by the rows of each value; ties go by name. `None` when all may stay.
    pub fn of(mut counts: Vec<(String, u64)>) -> Option<Self> {
        let others = u64::try_from(counts.len().checked_sub(MOST_PARTS).filter(|others| *others > 0)?).ok()?;
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(MOST_PARTS);
        Some(Self { kept: counts.into_iter().map(|(value, _)| value).collect(), others })
    }

    /// The name of the part of the others.
    pub fn label(&self) -> String {
        Segment::others(self.others)
    }
}

/// The periods of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Grain {
    /// Quarters.
    #[default]
    Quarter,
    /// Calendar months.
    Month,
}

/// The periods of a scan by grain, each ascending and disjoint.
#[derive(Clone, Copy, Debug)]
pub struct Periods<'a> {
    /// Quarters.
    pub quarters: &'a [Period],
    /// Months; empty when no plan wants them.
    pub months: &'a [Period],
}

impl<'a> Periods<'a> {
    /// Those of a grain.
    pub fn of(self, grain: Grain) -> &'a [Period] {
        match grain {
            Grain::Quarter => self.quarters,
            Grain::Month => self.months,
        }
    }
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

impl Plan {
    /// Every expression of the plan, in a fixed order.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut all: Vec<&Expression> = self.rows.iter().collect();
        all.extend(self.attribution.expressions());
        all.extend(self.exclusions.iter().map(|exclusion| &exclusion.when));
        all.extend(self.matured.iter().chain(&self.among));
        all.extend(self.aggregate.kind().inputs().into_iter().map(|(input, _)| input));
        all
    }

    /// Whether a row needs business time of days that the calendar does not cover; `None` when no row needs
    /// business time.
    pub fn outside_calendar(&self) -> Option<Expression> {
        self.aggregate.kind().outside_calendar().or_else(|| {
            let found = self.expressions().into_iter().filter_map(Expression::outside_calendar);
            found.reduce(Expression::or)
        })
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

/// An expression of a plan that has another type than its place wants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{source_text}` is of type {found:?}, but {wanted} is wanted")]
pub struct PlanError {
    /// The expression.
    pub source_text: String,
    /// Its type.
    pub found: ColumnType,
    /// What its place wants.
    pub wanted: &'static str,
}

impl Plan {
    /// Checks the types of the plan's expressions.
    ///
    /// # Errors
    /// The first expression of a wrong type.
    pub fn check(&self) -> Result<(), PlanError> {
        let conditions = self.rows.iter().chain(&self.matured).chain(&self.among);
        let conditions = conditions.chain(self.exclusions.iter().map(|exclusion| &exclusion.when));
        let mut all: Vec<_> = conditions.map(|condition| (condition, Wanted::Boolean)).collect();
        all.extend(self.attribution.expressions().into_iter().map(|instant| (instant, Wanted::Instant)));
        all.extend(self.aggregate.kind().inputs());
        match all.iter().find(|(expression, wanted)| !wanted.types().contains(&expression.kind())) {
            None => Ok(()),
            Some((wrong, wanted)) => {
                let source_text = wrong.source().to_owned();
                Err(PlanError { source_text, found: wrong.kind(), wanted: wanted.name() })
            }
        }
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
