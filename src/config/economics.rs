//! Checked cost-benefit settings (M24–M28, T7).

use super::Correlation;
use crate::domain::{Localized, Quarter};
use rust_decimal::Decimal;

/// Cost-benefit settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Economics {
    /// Annual discount rate, 0.08 for 8 %.
    pub annual_discount_rate: f64,
    /// Lowest and highest annual rate of the sensitivity analysis; `None` holds the rate fixed.
    pub discount_rate_range: Option<(f64, f64)>,
    /// Which comparison the benefits are measured against.
    pub baseline: Baseline,
    /// When a project began and whom it touched; what two of the baselines need.
    pub project: Option<Project>,
    /// The client's strategy: wording and thresholds, never figures.
    pub strategy: Option<Strategy>,
    /// Stage of the client's market: context, never figures.
    pub market_stage: Option<MarketStage>,
    /// From which ratio a process is expanded, below which it is dropped.
    pub thresholds: Thresholds,
    /// Cost category (glob pattern) → class of M25.
    pub cost_classes: Vec<(String, CostClass)>,
    /// Named assumptions with their ranges.
    pub assumptions: Vec<Assumption>,
    /// Rank correlations between assumptions; the others are drawn independently.
    pub correlations: Vec<Correlation>,
    /// Benefits to count, by M26 name.
    pub benefits: Vec<Benefit>,
    /// Price premium, market share and image: own lines, never in a ratio.
    pub outside_ratio: Vec<OutsideRatio>,
    /// Brand loss of bad service: an estimate on its own line, never in the accounting total.
    pub brand_loss: Option<BrandLoss>,
    /// Processes, products and initiatives to appraise.
    pub initiatives: Vec<Initiative>,
    /// Observed spend and benefit for the marginal analysis.
    pub marginal: Option<Marginal>,
    /// What if some inputs were others.
    pub scenarios: Vec<WhatIf>,
    /// Draws of the simulation.
    pub draws: u32,
    /// Cash flows of a programme that is appraised by M27, when configured.
    pub appraisal: Option<Appraisal>,
}

impl Default for Economics {
    fn default() -> Self {
        Self {
            annual_discount_rate: 0.0,
            discount_rate_range: None,
            baseline: Baseline::SameQuarterLastYear,
            project: None,
            strategy: None,
            market_stage: None,
            thresholds: Thresholds::default(),
            cost_classes: Vec::new(),
            assumptions: Vec::new(),
            correlations: Vec::new(),
            benefits: Vec::new(),
            outside_ratio: Vec::new(),
            brand_loss: None,
            initiatives: Vec::new(),
            marginal: None,
            scenarios: Vec::new(),
            draws: 10_000,
            appraisal: None,
        }
    }
}

/// What benefits are measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// The same quarter last year.
    SameQuarterLastYear,
    /// The previous quarter.
    PreviousQuarter,
    /// The mean of up to four quarters before `project.start`.
    PreProjectMean,
    /// The change of `project.treated` less the change of `project.untouched`, both against the mean
    /// of up to four quarters before `project.start`.
    DifferenceInDifferences,
}

/// A project whose effect is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// First quarter in which it works.
    pub start: Quarter,
    /// Column that tells the units apart, such as `region`.
    pub dimension: String,
    /// Units that the project touches; empty when the whole client is touched.
    pub treated: Vec<String>,
    /// Units that it does not touch.
    pub untouched: Vec<String>,
}

/// A strategy preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// 成本领先: a process must return more before it is expanded.
    CostLeadership,
    /// 差异化: service is part of what is sold; only clear losses are dropped.
    Differentiation,
}

/// A stage of the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarketStage {
    /// 开拓期.
    Opening,
    /// 竞争期.
    Competing,
    /// 成熟期.
    Mature,
}

/// Thresholds of the verdict on a process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Benefit-cost ratio from which a process that surely pays is expanded.
    pub expand: f64,
    /// Benefit-cost ratio below which a process that surely does not pay is dropped.
    pub drop: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { expand: 1.5, drop: 0.8 }
    }
}

impl Strategy {
    /// The thresholds of the preset, for those that are not configured.
    pub fn thresholds(self) -> Thresholds {
        match self {
            Self::CostLeadership => Thresholds { expand: 2.0, drop: 0.9 },
            Self::Differentiation => Thresholds { expand: 1.3, drop: 0.6 },
        }
    }
}

/// Cost classes of M25.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CostClass {
    /// 人力.
    Labour,
    /// 物料.
    Material,
    /// 设施.
    Facilities,
    /// 沟通.
    Communication,
    /// 管理.
    Management,
    /// 技术.
    Technology,
    /// 赔付.
    Claims,
    /// 间接: an estimate, never inside the accounting total.
    Indirect,
    /// 未分类.
    Unmapped,
}

/// A named assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Name, such as `contribution_margin_per_customer`.
    pub name: String,
    /// Printed name.
    pub title: Localized,
    /// Pessimistic, expected and optimistic value.
    pub low: Decimal,
    /// Base value.
    pub base: Decimal,
    /// High value.
    pub high: Decimal,
    /// Unit as printed; with `%` the value counts in hundredths.
    pub unit: Localized,
    /// Who supplied it.
    pub source: Localized,
    /// How it is drawn.
    pub distribution: Distribution,
}

impl Assumption {
    /// Whether the value counts in hundredths.
    pub fn is_percent(&self) -> bool {
        self.unit.written().any(|(_, unit)| unit.trim() == "%")
    }
}

/// How an uncertain input is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Triangular between low and high with its mode at base.
    #[default]
    Triangular,
    /// PERT: a beta distribution between low and high with its mode at base (weight 4).
    Pert,
    /// Normal with mean base; low and high are its 2.5 % and 97.5 % points.
    Normal,
    /// Always base.
    Fixed,
}

/// The benefits of M26.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Benefit {
    /// Fewer customers lost × contribution margin × years, discounted.
    RetainedMargin,
    /// Extra orders of customers not counted as retained × margin.
    RepeatPurchase,
    /// Referred new customers × margin.
    Referral,
    /// Contacts avoided × marginal cost.
    AvoidedCost,
    /// Replaced customers × acquisition cost; excludes `retained_margin`.
    AcquisitionSaved,
}

/// What good service may bring beyond the benefits that are counted (M26).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutsideKind {
    /// 价格溢价.
    PricePremium,
    /// 市场份额.
    MarketShare,
    /// 企业形象.
    Image,
}

/// Evidence that the client supplied for a benefit that stays outside the ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct OutsideRatio {
    /// Which.
    pub kind: OutsideKind,
    /// What the client found, and how.
    pub evidence: Localized,
    /// Low, base and high amount per quarter in the report's currency, where the client names one.
    pub amount: Option<[Decimal; 3]>,
}

/// Inputs of the brand-loss estimate (M25), each a number, an assumption or a metric:
/// complaints × (people told × share who would have bought × margin + own margin lost).
#[derive(Clone, Debug, PartialEq)]
pub struct BrandLoss {
    /// Unresolved or badly closed complaints of the quarter.
    pub complaints: Factor,
    /// People told per complaint.
    pub people_told: Factor,
    /// Share of them who would have bought.
    pub would_have_bought: Factor,
    /// Contribution margin of such a customer.
    pub margin: Factor,
    /// Own contribution margin lost per complaint.
    pub own_margin_lost: Factor,
}

impl BrandLoss {
    /// Whether the estimate stands on an assumption.
    pub fn uses(&self, assumption: &str) -> bool {
        let all = [&self.complaints, &self.people_told, &self.would_have_bought, &self.margin, &self.own_margin_lost];
        all.into_iter().any(|factor| *factor == Factor::Assumption(assumption.to_owned()))
    }
}

/// A process, product or initiative to appraise.
#[derive(Clone, Debug, PartialEq)]
pub struct Initiative {
    /// Key.
    pub name: String,
    /// Printed name.
    pub title: Localized,
    /// Cost lines with this column and value cost it in every quarter counted, at the amount of the
    /// report's quarter; `None` has only the costs written here.
    pub part: Option<(String, String)>,
    /// Quarters counted after quarter 0.
    pub quarters: u32,
    /// Further costs.
    pub costs: Vec<Stream>,
    /// Benefits.
    pub benefits: Vec<Stream>,
}

/// An amount per quarter: the product of its factors.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Printed name.
    pub title: Localized,
    /// What is multiplied.
    pub factors: Vec<Factor>,
    /// First quarter in which it flows; 0 is now, undiscounted.
    pub from: u32,
    /// Last quarter in which it flows.
    pub to: u32,
}

/// One factor of an amount.
#[derive(Clone, Debug, PartialEq)]
pub enum Factor {
    /// A number.
    Number(Decimal),
    /// An assumption by name.
    Assumption(String),
    /// A metric by id, measured in the report's quarter.
    Metric(String),
}

/// Spend and benefit as observed, for the marginal analysis (M28).
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    /// What one observation is, such as a service station in a quarter.
    pub unit: Localized,
    /// Where the observations come from.
    pub source: Localized,
    /// (spend, benefit) pairs in the report's currency.
    pub observations: Vec<(Decimal, Decimal)>,
}

/// A scenario: some inputs changed, all others held.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Key.
    pub name: String,
    /// Printed name.
    pub title: Localized,
    /// What is changed, in the order written.
    pub changes: Vec<FactorChange>,
    /// What is assumed to stay as it is, in the author's words.
    pub held: Option<Localized>,
}

/// A changed input.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorChange {
    /// Assumption or metric.
    pub input: String,
    /// Multiplied first; 1 leaves it.
    pub multiply: Decimal,
    /// Then added; 0 leaves it.
    pub add: Decimal,
}

/// Cash flows per period for M27.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraisal {
    /// Costs from period 0.
    pub costs: Vec<Decimal>,
    /// Benefits from period 0.
    pub benefits: Vec<Decimal>,
    /// Discount rate per period; `None` derives the quarterly rate from the annual one.
    pub rate_per_period: Option<f64>,
}
