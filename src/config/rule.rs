//! Rules of recommendations as checked: which evidence they fire on, what they advise.
//!
//! The built-in library is YAML (`insight/rules/`); a report's `recommendations:` changes its rules
//! by id, switches them off, or adds its own.

mod condition;

pub use condition::{Condition, Judgement, Mistake, Subject, Test};

use crate::domain::Localized;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Files of the built-in library, in printing order.
pub(super) const LIBRARY: [(&str, &str); 5] = [
    ("speed.yaml", include_str!("../insight/rules/speed.yaml")),
    ("quality.yaml", include_str!("../insight/rules/quality.yaml")),
    ("customers.yaml", include_str!("../insight/rules/customers.yaml")),
    ("channels.yaml", include_str!("../insight/rules/channels.yaml")),
    ("foundation.yaml", include_str!("../insight/rules/foundation.yaml")),
];

/// Stands in `about` for every metric with a target that no other rule advises on.
pub const ANY_TARGET: &str = "any_target";

/// One rule: when its condition holds for a metric, its advice is given with that evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Stable snake_case name.
    pub id: String,
    /// What is pulled.
    pub lever: Lever,
    /// Metrics that `it` stands for in the condition; the one with the largest sure effect is told.
    pub about: Vec<String>,
    /// When it fires.
    pub when: Condition,
    /// The advice in a line; `{metric}`, `{part}` and `{dimension}` are filled from the evidence.
    pub title: Localized,
    /// What is to be done, with the same placeholders.
    pub action: Localized,
    /// Who answers for it.
    pub owner: Localized,
    /// What it takes.
    pub cost: Localized,
    /// How much work it is.
    pub effort: Effort,
    /// Where the expected effect comes from, tried in order; empty says that it is not quantified.
    pub effect: Vec<EffectBasis>,
    /// Weeks from the data date to the day it is due.
    pub weeks: u32,
    /// Whether it is given only to fill a report up to the least number of recommendations.
    pub reserve: bool,
}

/// Placeholders of titles and actions.
pub(super) const PLACEHOLDERS: [&str; 3] = ["metric", "part", "dimension"];

/// The levers of service improvement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lever {
    /// 优化流程.
    Process,
    /// 培训.
    Training,
    /// 自动化.
    Automation,
    /// 知识库.
    KnowledgeBase,
    /// 分层服务.
    TieredService,
    /// 闭环反馈.
    ClosedLoop,
    /// 标准化与个性化.
    Standards,
    /// 人员排班.
    Staffing,
    /// 质量根因.
    RootCause,
    /// 成本结构.
    CostStructure,
    /// 数据基础.
    DataFoundation,
}

impl Lever {
    /// All of them with their names in YAML and CSV.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Process, "process"),
        (Self::Training, "training"),
        (Self::Automation, "automation"),
        (Self::KnowledgeBase, "knowledge_base"),
        (Self::TieredService, "tiered_service"),
        (Self::ClosedLoop, "closed_loop"),
        (Self::Standards, "standards"),
        (Self::Staffing, "staffing"),
        (Self::RootCause, "root_cause"),
        (Self::CostStructure, "cost_structure"),
        (Self::DataFoundation, "data_foundation"),
    ];

    /// The name in YAML and CSV.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(lever, _)| *lever == self).map_or("", |(_, name)| name)
    }

    /// The lever of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(lever, _)| *lever)
    }
}

/// How much work a recommendation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Within the team's own means.
    Low,
    /// Several teams or a small budget.
    Medium,
    /// A project with a budget of its own.
    High,
}

/// Where an expected effect comes from: the client's own figures, never a rule of thumb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectBasis {
    /// Closing the gap to the target.
    Target,
    /// Back to the best of up to eight quarters before.
    BestQuarter,
    /// The part that is worst against the rest comes up to the rest.
    WorstPart,
    /// A rate that rose falls back to what it was.
    BeforeRise,
}
