//! `insights.json`: what a report's figures say, for other programs.

use super::cause::Cause;
use super::insights::Insights;
use super::recommendation::Certainty;
use super::signal::{Judgement, Signal};
use super::warning::Level;
use crate::domain::Quarter;
use schemars::JsonSchema;
use serde::Serialize;

/// The version of `insights.json`.
pub const INSIGHTS_VERSION: u32 = 1;

/// The content of `insights.json`. Metrics are named by id; contributions are in the metric's unit.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InsightsFile {
    /// Version of this format.
    pub insights_version: u32,
    /// Report id.
    pub report: String,
    /// Quarter, `2026-Q3`.
    pub period: String,
    /// What is behind the movements, the ones of missed targets first, then the surest.
    pub causes: Vec<Cause>,
    /// Metrics whose rows were searched for causes.
    pub searched: Vec<String>,
    /// The findings of the summary, in their order.
    pub findings: Vec<FindingLine>,
    /// The early warnings, the most urgent first.
    pub warnings: Vec<WarningLine>,
    /// The recommendations, in their order.
    pub recommendations: Vec<RecommendationLine>,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FindingLine {
    /// Kind: `target`, `moved`, `causes`, `decline`, `mix_effect`, `complaints`, `benchmark` or
    /// `cost_beside_satisfaction`.
    pub kind: &'static str,
    /// The metric that it is told under.
    pub metric: String,
    /// Further metrics that it speaks of.
    pub also: Vec<String>,
    /// Whether it is good; none where it is neither good nor bad.
    pub good: Option<bool>,
}

/// A warning.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WarningLine {
    /// The metric.
    pub metric: String,
    /// Other metrics of the same card that warn, too.
    pub also: Vec<String>,
    /// `note`, `yellow` or `red`.
    pub level: &'static str,
}

/// A recommendation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RecommendationLine {
    /// Id of its rule.
    pub rule: String,
    /// The metric by which its success is measured.
    pub metric: String,
    /// How sure its effect is: `sure`, `unsure` or `unknown`.
    pub effect: &'static str,
}

/// The content of `insights.json`.
pub fn export(insights: &Insights, report: &str, quarter: Quarter) -> InsightsFile {
    let warning = |one: &super::Warning| WarningLine {
        metric: one.definition.id.clone(),
        also: one.also.iter().map(|other| other.id.clone()).collect(),
        level: match one.level {
            Level::Note => "note",
            Level::Yellow => "yellow",
            Level::Red => "red",
        },
    };
    let finding = |one: &super::Finding| FindingLine {
        kind: kind(&one.signal),
        metric: one.metric.clone(),
        also: one.also.clone(),
        good: match one.judgement {
            Judgement::Good => Some(true),
            Judgement::Bad => Some(false),
            Judgement::Neutral => None,
        },
    };
    let recommendation = |one: &super::Recommendation| RecommendationLine {
        rule: one.rule.id.clone(),
        metric: one.metric.to_owned(),
        effect: match one.certainty() {
            Certainty::Sure => "sure",
            Certainty::Unsure => "unsure",
            Certainty::Unknown => "unknown",
        },
    };
    InsightsFile {
        insights_version: INSIGHTS_VERSION,
        report: report.to_owned(),
        period: quarter.to_string(),
        causes: insights.causes.clone(),
        searched: insights.searched.clone(),
        findings: insights.findings.iter().map(finding).collect(),
        warnings: insights.warnings.list.iter().map(warning).collect(),
        recommendations: insights.recommendations.iter().map(recommendation).collect(),
    }
}

/// The JSON Schema of `insights.json`.
pub fn insights_schema() -> serde_json::Value {
    schemars::schema_for!(InsightsFile).to_value()
}

fn kind(signal: &Signal) -> &'static str {
    match signal {
        Signal::Target { .. } => "target",
        Signal::Moved { .. } => "moved",
        Signal::Causes(_) => "causes",
        Signal::Decline { .. } => "decline",
        Signal::MixEffect(_) => "mix_effect",
        Signal::Complaints(_) => "complaints",
        Signal::Benchmark(_) => "benchmark",
        Signal::CostBesideSatisfaction { .. } => "cost_beside_satisfaction",
    }
}
