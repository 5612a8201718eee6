//! Settings of the sections about teams, the customer's voice and drivers.

use crate::domain::Localized;

/// What the client states beside the data: survey, themes of comments, journey, drivers, teams.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct VoiceSettings {
    /// What a reader must know of the survey.
    pub survey: SurveyStatement,
    /// Themes of comments; empty uses the built-in ones.
    pub themes: Vec<CommentTheme>,
    /// Stages of the customer journey in their order; empty leaves the journey out.
    pub journey: Vec<JourneyStage>,
    /// Where the drivers of satisfaction are found.
    pub drivers: DriverSettings,
    /// Whether teams are compared only, or single agents too.
    pub comparison: TeamComparison,
}

/// The lines of the survey box (AAPOR's disclosure list) as the client states them; what is `None`
/// is printed as not provided, unless the data say it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SurveyStatement {
    /// Who paid for it and who carried it out.
    pub sponsor: Option<Localized>,
    /// Exact wording of the questions.
    pub wording: Option<Localized>,
    /// Whom it speaks of.
    pub population: Option<Localized>,
    /// Where the sample was drawn from.
    pub sample_source: Option<Localized>,
    /// How people were asked.
    pub mode: Option<Localized>,
    /// When.
    pub dates: Option<Localized>,
    /// Sample size and precision.
    pub sample_size: Option<Localized>,
    /// How answers were weighted.
    pub weighting: Option<Localized>,
    /// What was done for the quality of the data.
    pub quality_steps: Option<Localized>,
    /// What it cannot say.
    pub limitations: Option<Localized>,
}

/// A theme of comments.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CommentTheme {
    /// Printed name.
    pub name: Localized,
    /// A comment that contains one of these (any case) speaks of the theme.
    pub keywords: Vec<String>,
}

/// A stage of the customer journey.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct JourneyStage {
    /// Value of `surveys.stage`.
    pub stage: String,
    /// Printed name.
    pub title: Localized,
    /// Whether it is one of the client's moments of truth (MOT).
    pub moment: Moment,
    /// Values of `tickets.category` whose tickets are the contacts of this stage.
    pub categories: Vec<String>,
}

/// What a stage is to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Moment {
    /// A stage like others.
    #[default]
    Ordinary,
    /// A moment of truth (关键时刻).
    OfTruth,
}

/// Where the drivers of satisfaction are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverSettings {
    /// Value of `surveys.metric` of the overall rating.
    pub outcome: String,
    /// Value of `surveys.metric` of the ratings of single items.
    pub items: String,
    /// Items that are drivers, in printed order; empty takes all.
    pub only: Vec<String>,
    /// Printed names by item.
    pub titles: Vec<(String, Localized)>,
}

impl Default for DriverSettings {
    fn default() -> Self {
        Self { outcome: "overall".to_owned(), items: "attribute".to_owned(), only: Vec::new(), titles: Vec::new() }
    }
}

/// Who is compared in the section about teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TeamComparison {
    /// Teams only: figures of single agents are personal data.
    #[default]
    Teams,
    /// Single agents too.
    Agents,
}
