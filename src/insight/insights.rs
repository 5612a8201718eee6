//! What a report's figures say, once for all its languages and sections.

use super::cause::{Cause, Searched};
use super::causes::causes;
use super::control::{Control, controls};
use super::outlook::{Outlook, outlook};
use super::rank::findings;
use super::recommendation::{Recommendation, recommendations};
use super::scene::Scene;
use super::signal::Finding;
use super::warning::{Warnings, warnings};
use crate::config::Rule;
use crate::metrics::models::cause_rows::CauseTable;

/// Everything that was judged about one report: sections quote it and judge nothing anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insights<'a> {
    /// The findings, the heaviest first.
    pub findings: Vec<Finding>,
    /// The early warnings.
    pub warnings: Warnings<'a>,
    /// The control charts of the scorecard, in catalogue order.
    pub controls: Vec<Control<'a>>,
    /// What is behind the movements, the strongest first.
    pub causes: Vec<Cause>,
    /// Metrics whose rows were searched for causes.
    pub searched: Vec<String>,
    /// The recommendations, in the order in which they are told.
    pub recommendations: Vec<Recommendation<'a>>,
    /// What loyalty is expected to be.
    pub outlook: Option<Outlook>,
}

impl<'a> Insights<'a> {
    /// Judges a report's figures with the rows behind them; the rules are those of its recommendations.
    pub fn of(scene: &Scene<'a>, rules: &'a [Rule], rows: &[CauseTable]) -> Self {
        let (causes, metrics) = causes(scene, rows);
        let searched = Searched { causes: &causes, metrics: &metrics };
        Self {
            findings: findings(scene, searched),
            warnings: warnings(scene, searched),
            controls: controls(scene),
            recommendations: recommendations(scene, rules, searched),
            causes,
            searched: metrics,
            outlook: outlook(scene),
        }
    }

    /// What the search for causes found.
    pub fn found(&self) -> Searched<'_> {
        Searched { causes: &self.causes, metrics: &self.searched }
    }
}
