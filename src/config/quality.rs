//! Settings of the section about the quality of the relationship: composite score, SERVQUAL,
//! self-assessment.

use crate::domain::Localized;
use chrono::NaiveDate;
use serde::Serialize;

/// What the client states about models of service quality.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub struct QualitySettings {
    /// Composite score of the relationship (M21); `None` leaves it out.
    pub composite: Option<CompositeSettings>,
    /// How SERVQUAL answers are scored (M20).
    pub servqual: ServqualSettings,
    /// Self-assessment by GB/T 27922; `None` leaves it out.
    pub self_assessment: Option<SelfAssessment>,
}

/// How the composite score is made (M21). Weights and edges are the client's and stay fixed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompositeSettings {
    /// Whose weights they are.
    pub weighting: Weighting,
    /// Components with their weights, which sum to 100, in printed order.
    pub components: Vec<ComponentSettings>,
    /// Consistency ratio of the comparisons that the weights come from; `None` for other weights.
    pub consistency_ratio: Option<f64>,
    /// What happens when a component is missing.
    pub on_missing: OnMissing,
}

/// Where the weights of the composite score come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// 40/20/20/10/10, the example of the method's source: a default, not a law.
    #[default]
    Default,
    /// 市场拓展期 45/25/15/10/5: a proposal; the source gives only the direction.
    MarketExpansion,
    /// 稳定发展期 30/15/15/20/20: a proposal; the source gives only the direction.
    SteadyGrowth,
    /// The client's own weights.
    Own,
    /// The client's comparisons of the components in pairs (analytic hierarchy process).
    Pairwise,
}

/// What happens to the composite score when a component is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnMissing {
    /// No score is given.
    #[default]
    Withhold,
    /// The others are re-weighted; the score is marked 不完整 and never compared with complete ones.
    Reweight,
}

/// The dimensions of the composite score, in printed order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ComponentName {
    /// 客户满意度 (M09).
    Satisfaction,
    /// 响应速度 (M01, M02).
    Speed,
    /// 服务定制化 (M22).
    Customisation,
    /// 问题解决 (M03, M09's solution item).
    Solving,
    /// 客户忠诚度 (M16).
    Loyalty,
    /// 产品创新能力: a further dimension, of the client's own metric.
    Innovation,
}

impl ComponentName {
    /// All of them, in printed order.
    pub const ALL: [Self; 6] =
        [Self::Satisfaction, Self::Speed, Self::Customisation, Self::Solving, Self::Loyalty, Self::Innovation];

    /// Its name in YAML and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Satisfaction => "satisfaction",
            Self::Speed => "speed",
            Self::Customisation => "customisation",
            Self::Solving => "solving",
            Self::Loyalty => "loyalty",
            Self::Innovation => "innovation",
        }
    }
}

impl Weighting {
    /// The weights of a preset, in the order of [`ComponentName::ALL`]; `None` for own weights.
    pub fn preset(self) -> Option<[f64; 6]> {
        match self {
            Self::Default => Some([40.0, 20.0, 20.0, 10.0, 10.0, 0.0]),
            Self::MarketExpansion => Some([45.0, 25.0, 15.0, 10.0, 5.0, 0.0]),
            Self::SteadyGrowth => Some([30.0, 15.0, 15.0, 20.0, 20.0, 0.0]),
            Self::Own | Self::Pairwise => None,
        }
    }
}

/// One component of the composite score: the mean of the sub-scores of its inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComponentSettings {
    /// Which.
    pub name: ComponentName,
    /// Weight in percent, above 0.
    pub weight: f64,
    /// Metrics that it is made of.
    pub inputs: Vec<ComponentInput>,
}

/// A metric with the edges of its sub-score: clamp((x − worst)/(best − worst)) × 100.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComponentInput {
    /// Metric id.
    pub metric: String,
    /// Value that scores 0, in the metric's unit.
    pub worst: f64,
    /// Value that scores 100.
    pub best: f64,
    /// Whether the component can do without it.
    pub need: InputNeed,
}

/// Whether a component can do without an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputNeed {
    /// Without it the component is missing.
    Always,
    /// It counts when the data have it.
    WhereThere,
}

/// How SERVQUAL answers are scored (M20).
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub struct ServqualSettings {
    /// Points of the client's 100-point question in the order tangibles, reliability,
    /// responsiveness, assurance, empathy; `None` takes them from the data, where there are any.
    pub weights: Option<[f64; 5]>,
    /// Items (1 to 22) that are worded negatively and reversed before scoring, ascending.
    pub reversed: Vec<u32>,
    /// Names of items in the data → their number.
    pub items: Vec<(String, u32)>,
}

/// A self-assessment by GB/T 27922-2011 as the client filled it in. Never a certificate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SelfAssessment {
    /// Day on which it was made.
    #[serde(serialize_with = "iso")]
    pub assessed_on: NaiveDate,
    /// Who made it.
    pub assessor: Option<Localized>,
    /// Second-level items in the order written.
    pub items: Vec<AssessedItem>,
    /// Special deductions: reason and number, one point each.
    pub deductions: Vec<(Localized, u32)>,
    /// Bonus points, 0 to 1, with their reason.
    pub bonus: Option<(Localized, f64)>,
}

fn iso<S: serde::Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// The first-level blocks of GB/T 27922.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentBlock {
    /// 售后服务体系, 40 points.
    ServiceSystem,
    /// 商品服务, 35 points.
    ProductService,
    /// 顾客服务, 25 points.
    CustomerService,
}

impl AssessmentBlock {
    /// All of them, in the standard's order.
    pub const ALL: [Self; 3] = [Self::ServiceSystem, Self::ProductService, Self::CustomerService];

    /// Points of the block.
    pub fn points(self) -> f64 {
        match self {
            Self::ServiceSystem => 40.0,
            Self::ProductService => 35.0,
            Self::CustomerService => 25.0,
        }
    }

    /// Its name in files and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceSystem => "service_system",
            Self::ProductService => "product_service",
            Self::CustomerService => "customer_service",
        }
    }
}

/// One second-level item of a self-assessment. Its points are the client's: the standard's text
/// was not available.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssessedItem {
    /// Block that it belongs to.
    pub block: AssessmentBlock,
    /// Printed name.
    pub title: Localized,
    /// Points that it can give.
    pub points: f64,
    /// Points given; `None` when the item does not apply.
    pub score: Option<f64>,
    /// How it is assessed.
    pub kind: AssessmentKind,
}

/// How an item is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentKind {
    /// Loses all points when it is not met.
    Qualitative,
    /// Loses points in proportion to the sample.
    #[default]
    Sampled,
}
