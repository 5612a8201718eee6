//! Keys of the section about the quality of the relationship, as written.

use crate::config::quality::{AssessmentBlock, AssessmentKind, OnMissing, Weighting};
use crate::config::written::{Entries, OneOrMany, Written};
use crate::domain::Localized;
use schemars::JsonSchema;
use serde::Deserialize;

/// The composite score of the relationship's quality.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Composite {
    /// Weights by preset: `default` (40/20/20/10/10), `market_expansion` (45/25/15/10/5) or
    /// `steady_growth` (30/15/15/20/20); default `default`. `own` and `pairwise` only name what `weights` and
    /// `comparisons` give.
    pub(in crate::config) preset: Written<Weighting>,
    /// Own weights by component instead of a preset; they sum to 100.
    pub(in crate::config) weights: Written<Entries<f64>>,
    /// Comparisons of the components in pairs instead of a preset or weights (analytic hierarchy process): every
    /// pair once.
    pub(in crate::config) comparisons: Written<Vec<Written<Comparison>>>,
    /// `withhold` the score or `reweight` the other components when one is missing; default `withhold`.
    pub(in crate::config) on_missing: Written<OnMissing>,
    /// Component (`satisfaction`, `speed`, `customisation`, `solving`, `loyalty`, `innovation`): its
    /// metric or metrics with `worst` and `best`, fixed for the year.
    pub(in crate::config) components: Written<Entries<OneOrMany<Input>>>,
}

/// One comparison of two components.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Comparison {
    /// The component that matters more, or as much.
    pub(in crate::config) more: Written<String>,
    /// Than this one.
    pub(in crate::config) than: Written<String>,
    /// By how many times: 1 (as much) to 9.
    pub(in crate::config) by: Written<f64>,
}

/// A metric of a component.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Input {
    /// Metric id.
    pub(in crate::config) metric: Written<String>,
    /// Value that scores 0, in the metric's unit.
    pub(in crate::config) worst: Written<f64>,
    /// Value that scores 100.
    pub(in crate::config) best: Written<f64>,
    /// Whether the component can do without it; default no.
    pub(in crate::config) optional: Written<bool>,
}

/// How SERVQUAL answers are scored.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Servqual {
    /// Points of the client's 100-point question by dimension (`tangibles`, `reliability`,
    /// `responsiveness`, `assurance`, `empathy`); default from the data (metric `servqual_weight`).
    pub(in crate::config) weights: Written<Entries<f64>>,
    /// Numbers (1 to 22) of negatively worded items, reversed before scoring; default none.
    pub(in crate::config) reversed: Written<OneOrMany<u32>>,
    /// Name of an item in the data: its number, 1 to 22.
    pub(in crate::config) items: Written<Entries<u32>>,
}

/// A file with a self-assessment by GB/T 27922.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Assessment {
    /// Day on which it was made.
    pub(in crate::config) assessed_on: Written<String>,
    /// Who made it.
    pub(in crate::config) assessor: Written<Localized>,
    /// Second-level items.
    pub(in crate::config) items: Written<Vec<Written<Item>>>,
    /// Special deductions.
    pub(in crate::config) deductions: Written<Vec<Written<Deduction>>>,
    /// Bonus.
    pub(in crate::config) bonus: Written<Bonus>,
}

/// A second-level item.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Item {
    /// Block.
    pub(in crate::config) block: Written<AssessmentBlock>,
    /// Printed name.
    pub(in crate::config) title: Written<Localized>,
    /// Points that it can give.
    pub(in crate::config) points: Written<f64>,
    /// Points given.
    pub(in crate::config) score: Written<f64>,
    /// Whether it applies; default yes.
    pub(in crate::config) applicable: Written<bool>,
    /// How it is assessed; default `sampled`.
    pub(in crate::config) kind: Written<AssessmentKind>,
}

/// Special deductions for one reason, one point each.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Deduction {
    /// Why.
    pub(in crate::config) reason: Written<Localized>,
    /// How many; default 1.
    pub(in crate::config) count: Written<u32>,
}

/// Bonus points.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Bonus {
    /// Why.
    pub(in crate::config) reason: Written<Localized>,
    /// Points, at most 1.
    pub(in crate::config) points: Written<f64>,
}
