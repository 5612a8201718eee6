//! The cost-benefit part of `reports.yaml` as written.

use crate::config::written::{Entries, OneOrMany, Written};
use crate::config::{Baseline, Benefit, CostClass, Distribution, MarketStage, Strategy};
use crate::domain::Localized;
use schemars::JsonSchema;
use serde::Deserialize;

/// Cost-benefit settings.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Economics {
    /// Annual discount rate, 0.08 for 8 %.
    pub(in crate::config) annual_discount_rate: Written<f64>,
    /// Lowest and highest annual rate of the sensitivity analysis, such as `[0.06, 0.12]`; default fixed.
    pub(in crate::config) discount_rate_range: Written<Vec<Written<f64>>>,
    /// What benefits are measured against; default `same_quarter_last_year`.
    pub(in crate::config) baseline: Written<Baseline>,
    /// When a project began and whom it touched, for `pre_project_mean` and `difference_in_differences`.
    pub(in crate::config) project: Written<Project>,
    /// `cost_leadership` or `differentiation`: changes wording and default thresholds, never figures.
    pub(in crate::config) strategy: Written<Strategy>,
    /// `opening`, `competing` or `mature`: printed as context.
    pub(in crate::config) market_stage: Written<MarketStage>,
    /// Thresholds of the verdicts on processes.
    pub(in crate::config) thresholds: Written<Thresholds>,
    /// Cost category (pattern with `*`): cost class.
    pub(in crate::config) cost_classes: Written<Entries<CostClass>>,
    /// Assumptions by name.
    pub(in crate::config) assumptions: Written<Entries<Assumption>>,
    /// Rank correlations between assumptions; the others are independent.
    pub(in crate::config) correlations: Written<Vec<Written<Correlation>>>,
    /// Benefits to count.
    pub(in crate::config) benefits: Written<Vec<Written<Benefit>>>,
    /// Evidence for benefits that are printed on lines of their own and never enter a ratio.
    pub(in crate::config) outside_ratio: Written<OutsideRatio>,
    /// Estimate of brand loss, printed on its own line outside the accounting total.
    pub(in crate::config) brand_loss: Written<BrandLoss>,
    /// Processes, products and initiatives to appraise, by key.
    pub(in crate::config) initiatives: Written<Entries<Initiative>>,
    /// Observed spend and benefit for the marginal analysis.
    pub(in crate::config) marginal: Written<Marginal>,
    /// What if some inputs were others, by key.
    pub(in crate::config) scenarios: Written<Entries<Scenario>>,
    /// Draws of the simulation, 1,000 to 100,000; default 10000.
    pub(in crate::config) draws: Written<u32>,
    /// Cash flows of a programme to appraise.
    pub(in crate::config) appraisal: Written<Appraisal>,
}

/// A project whose effect is measured.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Project {
    /// First quarter in which it works, such as `2026-Q1`.
    pub(in crate::config) start: Written<String>,
    /// Column that tells the units apart, such as `region`.
    pub(in crate::config) dimension: Written<String>,
    /// Units that the project touches.
    pub(in crate::config) treated: Written<OneOrMany<String>>,
    /// Units that it does not touch.
    pub(in crate::config) untouched: Written<OneOrMany<String>>,
}

/// Thresholds of the verdicts on processes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Thresholds {
    /// Benefit-cost ratio from which a process that surely pays is expanded; default 1.5.
    pub(in crate::config) expand: Written<f64>,
    /// Benefit-cost ratio below which a process that surely does not pay is dropped; default 0.8.
    pub(in crate::config) drop: Written<f64>,
}

/// A named assumption with its range.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Assumption {
    /// Printed name; default the key.
    pub(in crate::config) title: Written<Localized>,
    /// Pessimistic value.
    pub(in crate::config) low: Written<String>,
    /// Expected value.
    pub(in crate::config) base: Written<String>,
    /// Optimistic value.
    pub(in crate::config) high: Written<String>,
    /// Unit as printed; with `%` the value counts in hundredths.
    pub(in crate::config) unit: Written<Localized>,
    /// Who supplied it.
    pub(in crate::config) source: Written<Localized>,
    /// `triangular`, `pert`, `normal` or `fixed`; default `triangular`.
    pub(in crate::config) distribution: Written<Distribution>,
}

/// A rank correlation of two assumptions.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Correlation {
    /// The two assumptions.
    pub(in crate::config) between: Written<Vec<Written<String>>>,
    /// Spearman's rank correlation, −1 to 1.
    pub(in crate::config) rank: Written<f64>,
}

/// Evidence for benefits outside the ratio; those without are printed as not supplied.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct OutsideRatio {
    /// Customers who pay more for the same.
    pub(in crate::config) price_premium: Written<Evidence>,
    /// Share of the market.
    pub(in crate::config) market_share: Written<Evidence>,
    /// Image of the company.
    pub(in crate::config) image: Written<Evidence>,
}

/// What the client found, and what it is worth per quarter if the client says so.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Evidence {
    /// What was found, by whom and how.
    pub(in crate::config) evidence: Written<Localized>,
    /// Pessimistic amount per quarter.
    pub(in crate::config) low: Written<String>,
    /// Expected amount per quarter.
    pub(in crate::config) base: Written<String>,
    /// Optimistic amount per quarter.
    pub(in crate::config) high: Written<String>,
}

/// Inputs of the brand-loss estimate; each a number, an assumption or a metric.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct BrandLoss {
    /// Unresolved or badly closed complaints of the quarter.
    pub(in crate::config) complaints: Written<String>,
    /// People told per complaint.
    pub(in crate::config) people_told: Written<String>,
    /// Share of them who would have bought.
    pub(in crate::config) would_have_bought: Written<String>,
    /// Contribution margin of such a customer.
    pub(in crate::config) margin: Written<String>,
    /// Own contribution margin lost per complaint.
    pub(in crate::config) own_margin_lost: Written<String>,
}

/// A process, product or initiative to appraise. At most one of `process`, `product`, `channel` and
/// `team` says whose cost lines it bears.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Initiative {
    /// Printed name; default the key.
    pub(in crate::config) title: Written<Localized>,
    /// Bears the cost lines of this process.
    pub(in crate::config) process: Written<String>,
    /// Bears the cost lines of this product.
    pub(in crate::config) product: Written<String>,
    /// Bears the cost lines of this channel.
    pub(in crate::config) channel: Written<String>,
    /// Bears the cost lines of this team.
    pub(in crate::config) team: Written<String>,
    /// Quarters counted after quarter 0; default 4.
    pub(in crate::config) quarters: Written<u32>,
    /// Further costs per quarter.
    pub(in crate::config) costs: Written<Vec<Written<Stream>>>,
    /// Benefits per quarter.
    pub(in crate::config) benefits: Written<Vec<Written<Stream>>>,
}

/// An amount per quarter: the product of its factors.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Stream {
    /// Printed name.
    pub(in crate::config) title: Written<Localized>,
    /// Numbers, assumptions and metrics that are multiplied; those in `%` count in hundredths.
    pub(in crate::config) factors: Written<OneOrMany<String>>,
    /// First quarter in which it flows; default 1, and 0 is now.
    pub(in crate::config) from: Written<u32>,
    /// Last quarter in which it flows; default the last one counted.
    pub(in crate::config) to: Written<u32>,
}

/// Spend and benefit as observed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Marginal {
    /// What one observation is, such as a service station in a quarter.
    pub(in crate::config) unit: Written<Localized>,
    /// Where the observations come from.
    pub(in crate::config) source: Written<Localized>,
    /// Pairs `[spend, benefit]`.
    pub(in crate::config) observations: Written<Vec<Written<Vec<Written<String>>>>>,
}

/// A scenario: some inputs changed, all others held.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Scenario {
    /// Printed name; default the key.
    pub(in crate::config) title: Written<Localized>,
    /// Assumption or metric: how it changes.
    pub(in crate::config) changes: Written<Entries<Change>>,
    /// What is assumed to stay as it is.
    pub(in crate::config) held: Written<Localized>,
}

/// How an input changes: multiplied first, then added to.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Change {
    /// Factor; default 1.
    pub(in crate::config) multiply: Written<String>,
    /// Addend in the input's unit; default 0.
    pub(in crate::config) add: Written<String>,
}

/// Cash flows per period, from period 0.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Appraisal {
    /// Costs.
    pub(in crate::config) costs: Written<Vec<Written<String>>>,
    /// Benefits.
    pub(in crate::config) benefits: Written<Vec<Written<String>>>,
    /// Discount rate per period; default derived from the annual one.
    pub(in crate::config) rate_per_period: Written<f64>,
}
