//! What the summary shows: findings, messages, headline figures, choices.

use super::Tone;
use serde::{Deserialize, Serialize};

/// A finding: what, how much, against what, why, so what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// One sentence that says the message.
    pub headline: String,
    /// The figures: value, comparison, n, interval.
    pub evidence: String,
    /// What follows from it.
    pub consequence: String,
    /// `good`, `bad` or `neutral`.
    pub tone: Tone,
    /// Anchor of the section that shows it.
    pub section: String,
    /// Printed name of that section, for the link.
    pub section_label: String,
    /// A small bullet chart.
    pub chart: Option<String>,
}

/// A message of the summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// One sentence.
    pub headline: String,
    /// What stands behind it, or what follows from it, in one more.
    pub text: String,
    /// `good`, `bad` or `neutral`.
    pub tone: Tone,
    /// Anchor of the section that shows it.
    pub section: String,
    /// Printed name of that section, for the link; empty where the edition has none.
    pub section_label: String,
}

/// A choice that is put before the reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionOption {
    /// What would be done.
    pub text: String,
    /// What it costs in money or work; empty where nothing is known.
    pub cost: String,
    /// Who would own it.
    pub owner: String,
    /// By when.
    pub due: String,
    /// The last three in one line.
    pub note: String,
}

/// A headline figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyFigure {
    /// Metric name.
    pub label: String,
    /// Value without unit.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// One line of context, such as `目标 85.0 %,同比 +1.2 个百分点`.
    pub context: String,
    /// Further lines: how far off the target, the change since last year.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Id of a small chart of the quarters measured.
    #[serde(default)]
    pub chart: Option<String>,
    /// Verdict.
    pub tone: Tone,
    /// Verdict in a word, such as `达标`.
    pub verdict: String,
}

impl KeyFigure {
    /// A headline figure without further lines and without a chart: its name, value and unit, context, and
    /// judgement with its word.
    pub fn of(
        label: String,
        (value, unit): (String, String),
        context: String,
        (tone, verdict): (Tone, String),
    ) -> Self {
        Self { label, value, unit, context, lines: Vec::new(), chart: None, tone, verdict }
    }
}
