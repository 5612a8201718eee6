//! Keys of the sections about teams, the customer's voice and drivers, as written.

use crate::config::written::{Entries, OneOrMany, Written};
use crate::domain::Localized;
use schemars::JsonSchema;
use serde::Deserialize;

/// What a reader must know of the survey (AAPOR's list). What is left out is printed as not provided.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Survey {
    /// Who paid for the survey and who carried it out.
    pub(in crate::config) sponsor: Written<Localized>,
    /// Exact wording of the questions.
    pub(in crate::config) wording: Written<Localized>,
    /// Whom it speaks of.
    pub(in crate::config) population: Written<Localized>,
    /// Where the sample was drawn from.
    pub(in crate::config) sample_source: Written<Localized>,
    /// How people were asked.
    pub(in crate::config) mode: Written<Localized>,
    /// When; default the first and last answer in the data.
    pub(in crate::config) dates: Written<Localized>,
    /// Sample size and precision; default from the data.
    pub(in crate::config) sample_size: Written<Localized>,
    /// How answers were weighted; default what this program did.
    pub(in crate::config) weighting: Written<Localized>,
    /// What was done for the quality of the data.
    pub(in crate::config) quality_steps: Written<Localized>,
    /// What it cannot say.
    pub(in crate::config) limitations: Written<Localized>,
}

/// A theme of comments.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Theme {
    /// Printed name.
    pub(in crate::config) name: Written<Localized>,
    /// A comment that contains one of these words, in any case, speaks of the theme.
    pub(in crate::config) keywords: Written<OneOrMany<String>>,
}

/// A stage of the customer journey; the stages stand in their order.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Stage {
    /// Value of the surveys' column `stage`.
    pub(in crate::config) stage: Written<String>,
    /// Printed name; default the value.
    pub(in crate::config) title: Written<Localized>,
    /// Whether it is a moment of truth; default no.
    pub(in crate::config) moment_of_truth: Written<bool>,
    /// Ticket categories that are the contacts of this stage.
    pub(in crate::config) categories: Written<OneOrMany<String>>,
}

/// Where the drivers of satisfaction are found.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Drivers {
    /// The surveys' `metric` of the overall rating; default `overall`.
    pub(in crate::config) outcome: Written<String>,
    /// The surveys' `metric` of item ratings; default `attribute`.
    pub(in crate::config) items: Written<String>,
    /// Items (the surveys' column `item`) that are drivers; default all.
    pub(in crate::config) only: Written<OneOrMany<String>>,
    /// Printed names by item.
    pub(in crate::config) titles: Written<Entries<Localized>>,
}

/// The section about teams.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Teams {
    /// Whether single agents are compared too, by pseudonyms unless `privacy` shows names; default no.
    pub(in crate::config) agents: Written<bool>,
}
