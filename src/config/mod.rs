//! `reports.yaml`: as written ([`file`]-side, spans, unknown keys denied) and as valid ([`Config`]).
//!
//! Collects every problem with its place. Reads configuration files only, never client data.

mod action;
mod brand;
mod check;
mod client;
mod commentary;
mod competitor;
mod complaint_clock;
mod correlation;
mod delivery;
mod economics;
mod encoding;
mod faulty;
pub mod figure_names;
mod file;
mod fingerprint;
mod format;
mod gate;
mod inherit;
mod notices;
mod placeholder;
mod profile;
mod quality;
mod reader;
mod refused;
mod rule;
mod schema;
mod section;
mod source;
#[cfg(test)]
mod tests;
mod tree;
mod voice;
mod written;
pub(crate) mod yaml;

pub use action::{Action, Done};
pub use brand::{Brand, EditionKind, Paper};
pub use commentary::{Commentary, passages};
pub use competitor::CompetitorValue;
pub use complaint_clock::{ComplaintClock, ComplaintPreset};
pub use correlation::Correlation;
pub use delivery::{
    Approval, ApprovalSignature, Body, Delivery, Dkim, Due, Encryption, MailAddress, MailOwners, Mailbox, Recipient,
    Secret, Smtp, TlsMode, Transport, breaks_lines,
};
pub use economics::{
    Appraisal, Assumption, Baseline, Benefit, BrandLoss, CostClass, Distribution, Economics, Factor, FactorChange,
    Initiative, Marginal, MarketStage, OutsideKind, OutsideRatio, Project, Strategy, Stream, Thresholds, WhatIf,
};
pub use encoding::Encoding;
pub use faulty::{Faulty, Known};
pub use format::{FileName, Format};
pub use gate::{GateLevel, GateLimits, GateSettings};
pub use notices::{NoticeForm, NoticeWhen, Notices, Webhook};
pub use placeholder::{FigureName, figure_names};
pub use profile::{
    CellForm, Evidence, Library, Profile, Question, Shape, Support, built_in as built_in_profiles,
    built_in_files as built_in_profile_files,
};
pub use quality::{
    AssessedItem, AssessmentBlock, AssessmentKind, ComponentInput, ComponentName, ComponentSettings, CompositeSettings,
    InputNeed, OnMissing, QualitySettings, SelfAssessment, ServqualSettings, Weighting,
};
pub use refused::{Folklore, Refusal, refused_assumption};
pub use rule::{ANY_TARGET, Condition, EffectBasis, Effort, Judgement, Lever, Mistake, Rule, Subject, Test};
pub use section::SECTIONS;
pub use source::{
    DateOrder, DecimalMark, Delimiter, DoubledHour, FileFormat, Header, Lookup, OnDuplicate, Quote, Scaling, Source,
    SourceColumn, SummedRows,
};
pub use voice::{CommentTheme, DriverSettings, JourneyStage, Moment, SurveyStatement, TeamComparison, VoiceSettings};

use crate::catalogue::definition::Definition;
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{BusinessCalendar, Clock, Currency, FiscalCalendar, Instant, Locale, Localized, Zone};
use crate::privacy::Veil;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads and checks `reports.yaml`.
///
/// Success comes with the warnings, and with the reports that their own part keeps from being made.
///
/// # Errors
/// Every mistake, sorted by place, when the configuration as a whole is wrong.
pub fn load(path: &Path, overrides: &Overrides) -> Result<(Config, Vec<Diagnostic>), Vec<Diagnostic>> {
    check::load(path, overrides, crate::catalogue::built_in())
}

/// The built-in rules of recommendations.
pub fn built_in_rules() -> Vec<Rule> {
    check::rules::library()
}

/// The JSON Schema of `reports.yaml`, for editors.
pub fn schema_json() -> serde_json::Value {
    schema::json()
}

/// What the command line and the surroundings decide. The clock and the environment are read once,
/// in `main`, and handed in here.
#[derive(Clone, Debug)]
pub struct Overrides {
    /// Time of extraction of every report, as typed: a date, or a date and time.
    pub as_of: Option<String>,
    /// Tags of languages instead of the configured ones; empty keeps them.
    pub locales: Vec<String>,
    /// Formats instead of the configured ones; empty keeps them.
    pub formats: Vec<Format>,
    /// Output folder instead of the configured one.
    pub output: Option<PathBuf>,
    /// Environment variables, for `${NAME}`.
    pub environment: BTreeMap<String, String>,
    /// The present: `as_of` where none is configured.
    pub now: Instant,
}

impl Default for Overrides {
    /// Nothing is overridden, no environment, and the present is the epoch.
    fn default() -> Self {
        Self {
            as_of: None,
            locales: Vec::new(),
            formats: Vec::new(),
            output: None,
            environment: BTreeMap::new(),
            now: Instant(0),
        }
    }
}

/// A checked configuration: every default inherited, every path resolved, every name known.
#[derive(Clone, Debug)]
pub struct Config {
    /// The configuration file.
    pub file: PathBuf,
    /// SHA-256 of the configuration and the files that it names (not the data), hexadecimal.
    pub hash: String,
    /// Where reports are written.
    pub output: PathBuf,
    /// Where staged data is kept.
    pub cache: PathBuf,
    /// A folder whose files override the built-in templates, file by file.
    pub templates: Option<PathBuf>,
    /// File in which deliveries are kept.
    pub ledger: PathBuf,
    /// For how many quarters, the last complete one included, the files of issues are kept; `None`: for ever.
    pub keep_quarters: Option<u16>,
    /// Where the key of pseudonyms is kept; `None`: in a file beside the ledger.
    pub pseudonym_key: Option<Secret>,
    /// What tells that key from another, once it is known.
    pub pseudonyms: Option<String>,
    /// Who is told what came of a run or of sending; `None` tells nobody.
    pub notices: Option<Notices>,
    /// To whose clients mail domains belong.
    pub mail_owners: MailOwners,
    /// The reports that can be made, in the order written.
    pub reports: Vec<ReportConfig>,
    /// Those that their own part of the configuration keeps from being made, in the order written.
    pub faulty: Vec<Faulty>,
}

/// Quarters measured before the report's own by default: points for trends, a predecessor for last year's quarter.
pub const HISTORY_QUARTERS: u8 = 8;

/// One report: one client.
#[derive(Clone, Debug)]
pub struct ReportConfig {
    /// SHA-256 of the report's part of the configuration as inherited, with files that it names but data, hexadecimal.
    pub hash: String,
    /// The same without time of extraction and the project's templates.
    pub written: String,
    /// The same without metrics too.
    pub settings: String,
    /// File-name-safe identifier.
    pub id: String,
    /// Words by which `--tag` chooses it, its group among them.
    pub tags: BTreeSet<String>,
    /// The client's name.
    pub client: Localized,
    /// Names that it had before.
    pub client_was: Vec<String>,
    /// Industry of the benchmarks.
    pub industry: Option<String>,
    /// Folder with the client's raw files.
    pub data: PathBuf,
    /// Reporting time zone (G1).
    pub time_zone: Zone,
    /// Time of extraction (G2).
    pub as_of: Instant,
    /// Whether that is the present, because no time of extraction is written.
    pub as_of_is_now: bool,
    /// Fiscal quarters.
    pub fiscal: FiscalCalendar,
    /// Quarters measured before the report's own ([`HISTORY_QUARTERS`]).
    pub history_quarters: u8,
    /// Business hours (G12); `None` when no calendar is configured.
    pub calendar: Option<BusinessCalendar>,
    /// The calendar file.
    pub calendar_file: Option<PathBuf>,
    /// What the calendar file says of itself, such as a note that it is a sample.
    pub calendar_note: Option<Localized>,
    /// Documented changes at which control charts begin anew, by day.
    pub restarts: Vec<Restart>,
    /// What happened, by day.
    pub events: Vec<Event>,
    /// The client's or consultant's own sections by id, with their titles; their passages stand in the commentary.
    pub own_sections: Vec<(String, Localized)>,
    /// Who answers for a metric or a family of metrics, by id; printed with early warnings.
    pub owners: BTreeMap<String, Localized>,
    /// Money.
    pub currency: Currency,
    /// Languages to write.
    pub locales: Vec<Locale>,
    /// Formats to write.
    pub formats: Vec<Format>,
    /// Look.
    pub brand: Brand,
    /// Where the rows of each table come from.
    pub sources: Vec<Source>,
    /// The built-in catalogue with the user's additions and overrides, in order.
    pub metrics: Vec<Definition>,
    /// Targets by metric.
    pub targets: Vec<Target>,
    /// Composite score, SERVQUAL, self-assessment.
    pub quality: QualitySettings,
    /// Time allowed for resolution by priority and channel (M03).
    pub resolution_targets: Vec<ResolutionTarget>,
    /// Terms for complaints (M13).
    pub complaint_clock: ComplaintClock,
    /// Published values of competitors or the market (M36).
    pub competitors: Vec<CompetitorValue>,
    /// Benchmark files.
    pub benchmarks: Vec<PathBuf>,
    /// Where the comparison group comes from.
    pub peers: PeerSources,
    /// Cost-benefit settings; `None` leaves the benefit side out.
    pub economics: Option<Economics>,
    /// Statistical policy.
    pub statistics: StatisticsPolicy,
    /// Sections to print, in order; the ids of `report::model::SectionId`.
    pub sections: Option<Vec<String>>,
    /// What the client states of survey, comments, journey, drivers and teams.
    pub voice: VoiceSettings,
    /// Which sections are printed when `sections` is not given.
    pub edition: EditionKind,
    /// Paper of printed pages.
    pub paper: Paper,
    /// Commentary (Markdown) per locale, with the section that a whole file belongs to.
    pub commentary: BTreeMap<Locale, Vec<Commentary>>,
    /// Rules of recommendations: the library with the report's changes.
    pub rules: Vec<Rule>,
    /// Agreed actions that the report follows up, in the order of their file; `None` without a file.
    pub actions: Option<Vec<Action>>,
    /// How values of a column are printed, by column and value.
    pub labels: BTreeMap<String, BTreeMap<String, Localized>>,
    /// How the user's own columns are called, by name.
    pub titles: BTreeMap<String, Localized>,
    /// Who prepared it; printed on the cover.
    pub prepared_by: Option<Localized>,
    /// Confidentiality line on the cover.
    pub confidentiality: Option<Localized>,
    /// When the data are doubtful enough to mark the report, or to hold it back.
    pub gate: GateSettings,
    /// What is printed of personal data.
    pub privacy: Veil,
    /// How finished issues reach people; `None` sends nothing.
    pub delivery: Option<Delivery>,
    /// Where the report is written.
    pub place: Place,
    /// Where the user's own metrics are written, by `id` and by `id.key` (`fcr.hit`,
    /// `fcr.exclude.0.when`, `fcr.period.at`).
    pub metric_places: BTreeMap<String, Place>,
}

/// Where an anonymous comparison group comes from; nowhere by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerSources {
    /// Files with the aggregates of others.
    pub files: Vec<PathBuf>,
    /// Whether the reports of the same industry in the same configuration belong to it.
    pub reports: bool,
}

/// A documented change at which control charts begin anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restart {
    /// First day of the new process.
    pub from: NaiveDate,
    /// Metrics concerned; empty is all.
    pub metrics: Vec<String>,
    /// What changed.
    pub reason: Localized,
}

/// Something that happened on a day, annotated on the lines of metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub date: NaiveDate,
    /// Metrics concerned; empty is all.
    pub metrics: Vec<String>,
    /// What happened.
    pub title: Localized,
}

/// A target of a metric with its date of validity.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Metric id.
    pub metric: String,
    /// First day on which it holds; `NaiveDate::MIN` stands for always.
    pub valid_from: NaiveDate,
    /// Target value in the metric's unit (lower edge for a target range).
    pub value: f64,
    /// Upper edge of a target range.
    pub upper: Option<f64>,
}

/// Time allowed to resolve tickets that match.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolutionTarget {
    /// Priority, or any.
    pub priority: Option<String>,
    /// Channel, or any.
    pub channel: Option<String>,
    /// First day (of ticket creation) on which it holds; `NaiveDate::MIN` stands for always.
    pub valid_from: NaiveDate,
    /// Hours allowed.
    pub hours: f64,
    /// On which clock.
    pub clock: Clock,
    /// Where it is written.
    pub place: Place,
}

/// When figures are shown and how uncertain they are said to be (G5, G11; all printed).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatisticsPolicy {
    /// Below this n a figure is suppressed; default 10.
    pub minimum_n: u64,
    /// Below this n a figure has no verdict; default 30.
    pub verdict_n: u64,
    /// Confidence level; default 0.95.
    pub confidence: f64,
    /// Bootstrap draws; default 2,000.
    pub bootstrap_draws: u32,
    /// Seed of all draws; default 20260101.
    pub seed: u64,
    /// Missing share above which a figure carries a warning; default 0.2.
    pub missing_warning: f64,
    /// Missing share above which a figure is withheld; default 0.5.
    pub missing_withheld: f64,
    /// Share of unreadable, unknown or rejected cells above which a column's figures carry a mark; default 0.01.
    pub doubt_warning: f64,
}

impl Default for StatisticsPolicy {
    fn default() -> Self {
        Self {
            minimum_n: 10,
            verdict_n: 30,
            confidence: 0.95,
            bootstrap_draws: 2_000,
            seed: 20_260_101,
            missing_warning: 0.2,
            missing_withheld: 0.5,
            doubt_warning: 0.01,
        }
    }
}
