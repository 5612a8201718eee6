//! What came of a benefit: amounts with their terms, or the reasons why it is left out.

use super::super::Overflow;
use crate::config::{Benefit, Refusal};
use rust_decimal::Decimal;

/// An amount at the low, base and high values of the assumptions, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Lowest.
    pub low: Decimal,
    /// At the base values.
    pub base: Decimal,
    /// Highest.
    pub high: Decimal,
}

/// A benefit that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum BenefitOutcome {
    /// Computed.
    Computed(BenefitResult),
    /// Left out.
    Skipped {
        /// Which.
        benefit: Benefit,
        /// Every reason.
        reasons: Vec<MissingInput>,
    },
}

/// A computed benefit.
#[derive(Clone, Debug, PartialEq)]
pub struct BenefitResult {
    /// Which.
    pub benefit: Benefit,
    /// The amount; negative when things got worse against the baseline.
    pub amount: Scenario,
    /// The figures of the formula, in its order.
    pub terms: Vec<Term>,
    /// What must be said beside it.
    pub notes: Vec<BenefitNote>,
}

/// One figure of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its name (see [`super::names()`]).
    pub name: &'static str,
    /// Where it comes from.
    pub kind: TermKind,
    /// Its values per scenario, in the assumption's own order low, base, high.
    pub value: Scenario,
}

/// Where a figure of a formula comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// Measured in the report.
    Measured,
    /// A named assumption.
    Assumed,
    /// Computed from the others.
    Computed,
}

/// What must be said beside a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BenefitNote {
    /// 未控制其他因素: price, promotion and season move the figure too.
    OtherCausesNotControlled,
    /// 双重差分: what moved the untouched units alike is taken out.
    DifferenceInDifferences,
    /// The change behind it lies within its interval.
    WithinNoise,
    /// Referrals are estimated from promoters, not tracked.
    EstimatedReferrals,
    /// Things got worse: the benefit is negative.
    Negative,
    /// Fixed cost falls only if people or space really go.
    FixedCostStays,
    /// One further order per customer is counted, because no assumption says more.
    OneOrderAssumed,
}

/// Why a benefit is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingInput {
    /// A measured figure that the report does not have.
    Measured(&'static str),
    /// An assumption that is not configured.
    Assumption(&'static str),
    /// An assumption that may not be used.
    Refused(&'static str, Refusal),
    /// The same customers are counted as retained margin.
    OverlapsRetainedMargin,
    /// The marginal cost is the average cost: fixed cost would be counted as saved.
    AverageCostAsMarginal,
    /// The baseline is the time before a project that has not begun by the report's quarter.
    ProjectNotBegun,
}

impl Scenario {
    /// The same amount in every scenario.
    pub fn constant(amount: Decimal) -> Self {
        Self { low: amount, base: amount, high: amount }
    }

    /// Σ per scenario; `None` of nothing.
    pub(in crate::economics) fn total(amounts: impl Iterator<Item = Self>) -> Result<Option<Self>, Overflow> {
        let mut sum: Option<Self> = None;
        for amount in amounts {
            let start = sum.unwrap_or(Self::constant(Decimal::ZERO));
            sum = Some(start.with(amount, Decimal::checked_add)?);
        }
        Ok(sum)
    }

    /// Each scenario through a checked operation.
    pub(in crate::economics) fn map(self, operation: impl Fn(Decimal) -> Option<Decimal>) -> Result<Self, Overflow> {
        let apply = |amount: Decimal| operation(amount).ok_or(Overflow);
        Ok(Self { low: apply(self.low)?, base: apply(self.base)?, high: apply(self.high)? })
    }

    /// Scenario by scenario with another.
    pub(in crate::economics) fn with(
        self,
        other: Self,
        operation: fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Result<Self, Overflow> {
        let apply = |a: Decimal, b: Decimal| operation(a, b).ok_or(Overflow);
        Ok(Self {
            low: apply(self.low, other.low)?,
            base: apply(self.base, other.base)?,
            high: apply(self.high, other.high)?,
        })
    }

    /// The same with low and high exchanged when they stand the wrong way round.
    pub(in crate::economics) fn ascending(self) -> Self {
        Self { low: self.low.min(self.high), base: self.base, high: self.low.max(self.high) }
    }
}

impl BenefitOutcome {
    /// Which benefit.
    pub fn benefit(&self) -> Benefit {
        match self {
            Self::Computed(result) => result.benefit,
            Self::Skipped { benefit, .. } => *benefit,
        }
    }

    /// The result, when it could be computed.
    pub fn computed(&self) -> Option<&BenefitResult> {
        match self {
            Self::Computed(result) => Some(result),
            Self::Skipped { .. } => None,
        }
    }
}

impl BenefitResult {
    /// The base value of a term.
    pub fn base_of(&self, name: &str) -> Option<Decimal> {
        self.terms.iter().find(|term| term.name == name).map(|term| term.value.base)
    }

    /// Whether it stands on an assumption.
    pub fn uses(&self, assumption: &str) -> bool {
        self.terms.iter().any(|term| term.kind == TermKind::Assumed && term.name == assumption)
    }
}
