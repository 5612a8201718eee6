//! What a search for causes finds.

/// Standard errors to either side of a 95 % interval.
pub(super) const CRITICAL: f64 = 1.96;
/// Which values of which dimensions, in the order of the dimensions.
pub type Spot = Vec<(usize, u16)>;

/// What kind of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// The share of a value among the rows.
    Mix,
    /// A value's own figure.
    Own,
    /// The figure of a pair of values, beyond what either does.
    Interaction,
    /// A day from which the figure differs.
    Event,
}

/// A cause with its strength.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCause {
    /// Kind.
    pub kind: CauseKind,
    /// Where; empty for an event that concerns all.
    pub spot: Spot,
    /// First day of an event in the later period, counted from 0.
    pub from: Option<u16>,
    /// Whether an event grows from that day on instead of setting in at once.
    pub gradual: bool,
    /// Change of the log odds (shares, mixes), of the logarithm (times) or of the number; of a gradual
    /// event over a whole period.
    pub effect: f64,
    /// Standard error of the effect.
    pub error: f64,
    /// Likelihood ratio (χ² with one degree of freedom) with the other causes held fixed.
    pub strength: f64,
    /// What it adds to the change of the statistic.
    pub contribution: f64,
    /// The contribution at both ends of the effect's 95 % interval, low before high.
    pub interval: (f64, f64),
    /// Share of the rows that are concerned, 0 to 1, in the earlier and in the later period.
    pub rows: (f64, f64),
    /// Explanations of about the same place that were rejected, the nearest first, with how much
    /// weaker they are.
    pub rivals: Vec<(CauseKind, Spot, f64)>,
}
