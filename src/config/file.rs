//! `reports.yaml` as written: every key, nothing checked yet.
//!
//! Every field may be absent or wrong; [`super::check`] decides what is needed. The comments of
//! the fields are what editors show through the JSON Schema.

mod competitors;
mod delivery;
mod gate;
mod notices;
mod peers;
mod privacy;
mod profile;
mod quality;
mod source;
mod voice;

pub(super) use competitors::{Competitor, Competitors};
pub(super) use delivery::{Delivery, Dkim, Due, Smtp};
pub(super) use gate::{Gate, GateLimits};
pub(super) use notices::{Notices, Webhook};
pub(super) use peers::Peers;
pub(super) use privacy::Privacy;
pub(super) use profile::{HeadCell, Profile, ProfileEvidence, Shape};
pub(super) use quality::{Assessment, Bonus, Comparison, Composite, Input, Item, Servqual};
pub(super) use source::{Column, ExtraColumn, Lookup, Source};
pub(super) use voice::{Drivers, Stage, Survey, Teams, Theme};
mod economics;

pub(super) use economics::*;

use super::rule::{EffectBasis, Effort, Lever};
use super::written::{Entries, OneOrBySection, OneOrMany, Written};
use super::{ComplaintPreset, EditionKind, Format, Paper};
use crate::catalogue::definition::Definition;
use crate::domain::{Clock, FiscalYearName, Localized};
use schemars::JsonSchema;
use serde::Deserialize;

/// The whole file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// Version of this format: 1.
    pub(super) version: Written<u32>,
    /// Folder for the reports; default `output`.
    pub(super) output: Written<String>,
    /// Folder for staged data; default `.quarterdeck`.
    pub(super) cache: Written<String>,
    /// Folder whose files override the built-in templates, file by file.
    pub(super) templates: Written<String>,
    /// File in which deliveries are kept; default `deliveries.sqlite`. Keep it with your backups.
    pub(super) ledger: Written<String>,
    /// For how many quarters `purge` keeps the files of issues, 1 to 400; default for ever.
    pub(super) keep_quarters: Written<u32>,
    /// Environment variable that holds the key of pseudonyms; without any key one is made in `pseudonyms.key`
    /// beside the ledger. Keep it: with another key the same id has another pseudonym.
    pub(super) pseudonym_key_env: Written<String>,
    /// File whose first line is that key.
    pub(super) pseudonym_key_file: Written<String>,
    /// Program, with its arguments, whose first line of output is that key.
    pub(super) pseudonym_key_command: Written<OneOrMany<String>>,
    /// Who is told what came of a run or of sending: the operator, never a reader.
    pub(super) notices: Written<Notices>,
    /// Settings that every report inherits and may override.
    pub(super) defaults: Written<Report>,
    /// Settings of groups of reports by name, each over the defaults; a report names its own by `group`.
    pub(super) groups: Written<Entries<Report>>,
    /// Files with further reports: a file holds one report, or `reports:` with several. `*` stands for any letters of
    /// a name; paths in these files, too, begin at the folder of this one.
    pub(super) include: Written<OneOrMany<String>>,
    /// The reports, one per client.
    pub(super) reports: Written<Vec<Written<Report>>>,
}

/// One report. Under `defaults`, everything but `id`, `client` and `data`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Report {
    /// Identifier, used in file names.
    pub(super) id: Written<String>,
    /// Group of which it inherits.
    pub(super) group: Written<String>,
    /// Words by which `--tag` chooses it.
    pub(super) tags: Written<OneOrMany<String>>,
    /// The client's name: one text, or one per language.
    pub(super) client: Written<Localized>,
    /// Names that the client had before: issues made under one of them are still its own.
    pub(super) client_was: Written<OneOrMany<String>>,
    /// Industry, by which benchmarks are chosen, such as `telecom`.
    pub(super) industry: Written<String>,
    /// Folder with the client's files.
    pub(super) data: Written<String>,
    /// Reporting time zone, such as `Asia/Shanghai`.
    pub(super) time_zone: Written<String>,
    /// Time of extraction: a date or a date and time; default now.
    pub(super) as_of: Written<String>,
    /// Where fiscal quarters begin.
    pub(super) fiscal_year: Written<FiscalYear>,
    /// Quarters measured before the report's own, 4 to 20; default 8. From 12 on the volumes have three
    /// full years, which a seasonal index needs.
    pub(super) history_quarters: Written<u32>,
    /// File with business hours, holidays and make-up working days.
    pub(super) calendar: Written<String>,
    /// ISO 4217 code; default CNY.
    pub(super) currency: Written<String>,
    /// Languages: `zh-CN`, `en` (these two when none is named), `zh-TW`, and the project's own: a folder
    /// `locales/<tag>` of `templates` with a `locale.yaml`.
    pub(super) locales: Written<OneOrMany<String>>,
    /// Formats: `html`, `pdf`, `json` (these three when none is named), `xlsx`, `pptx`, `csv`, `parquet`, `lineage`.
    pub(super) formats: Written<OneOrMany<Format>>,
    /// Look.
    pub(super) brand: Written<Brand>,
    /// The files of each table and how their columns map.
    pub(super) tables: Written<Entries<OneOrMany<Source>>>,
    /// Own metrics, or changes of built-in ones by id.
    pub(super) metrics: Written<Vec<Written<Definition>>>,
    /// Metrics that are left out, by id, with those that are made of them.
    pub(super) skip_metrics: Written<OneOrMany<String>>,
    /// Targets by metric: a number, or value, upper edge and first day of validity.
    pub(super) targets: Written<Entries<OneOrMany<Target>>>,
    /// Composite score of the relationship's quality; left out when not written.
    pub(super) composite: Written<Composite>,
    /// How SERVQUAL answers are scored.
    pub(super) servqual: Written<Servqual>,
    /// File with a self-assessment by GB/T 27922: YAML or CSV.
    pub(super) self_assessment: Written<String>,
    /// Who answers for a metric or a family of metrics (such as `satisfaction`), by its id.
    pub(super) owners: Written<Entries<Localized>>,
    /// Documented changes at which control charts begin anew.
    pub(super) baseline_restarts: Written<Vec<Written<BaselineRestart>>>,
    /// Own sections: id and title; their text is the commentary's passages under `# id`, their place that in `sections`.
    pub(super) own_sections: Written<Entries<Localized>>,
    /// What happened: introductions, switches, notices; annotated on the lines of the metrics concerned.
    pub(super) events: Written<Vec<Written<Event>>>,
    /// Time allowed for resolution.
    pub(super) resolution_targets: Written<Vec<Written<ResolutionTarget>>>,
    /// Until when complaints must be acknowledged and closed.
    pub(super) complaint_clock: Written<ComplaintClock>,
    /// File with published values of competitors or the market, shown beside the own ones.
    pub(super) competitors: Written<String>,
    /// Benchmark files: YAML, or CSV with an average per row.
    pub(super) benchmarks: Written<OneOrMany<String>>,
    /// An anonymous comparison group of the same industry; left out when not written.
    pub(super) peers: Written<Peers>,
    /// Cost-benefit settings.
    pub(super) economics: Written<Economics>,
    /// When figures are shown and how uncertain they are said to be.
    pub(super) statistics: Written<Statistics>,
    /// Sections in order; default all.
    pub(super) sections: Written<Vec<Written<String>>>,
    /// What a reader must know of the survey: sponsor, wording, population, sample source, mode and more.
    pub(super) survey: Written<Survey>,
    /// Themes of comments; default a built-in list.
    pub(super) themes: Written<Vec<Written<Theme>>>,
    /// Stages of the customer journey, in their order.
    pub(super) journey: Written<Vec<Written<Stage>>>,
    /// Where the drivers of satisfaction are found.
    pub(super) drivers: Written<Drivers>,
    /// The section about teams.
    pub(super) teams: Written<Teams>,
    /// Which sections are printed when `sections` does not say: `full`, or the `management` edition.
    pub(super) edition: Written<EditionKind>,
    /// Paper of printed pages: `a4` (default) or `letter`.
    pub(super) paper: Written<Paper>,
    /// Commentary per language: one Markdown file, or a file per section (`summary: file.md`). In a
    /// file, a heading such as `# scorecard` or `# Our view {#scorecard}` begins what belongs to a
    /// section.
    pub(super) commentary: Written<Entries<OneOrBySection>>,
    /// Rules of recommendations by id: changes of built-in ones, or own ones.
    pub(super) recommendations: Written<Entries<Rule>>,
    /// CSV file of agreed actions (id, lever, owner, due, metric, expected_effect, done, and
    /// optionally started, title zh-CN, title en), which the report follows up.
    pub(super) actions: Written<String>,
    /// How values are printed, by column, value and language: `labels: {product: {洗碗机: {en: Dishwasher}}}`.
    pub(super) labels: Written<Entries<Entries<Entries<String>>>>,
    /// Who prepared the report; printed on the cover.
    pub(super) prepared_by: Written<Localized>,
    /// Confidentiality line; printed on the cover.
    pub(super) confidentiality: Written<Localized>,
    /// How finished issues reach people; without it nothing is ever sent.
    pub(super) delivery: Written<Delivery>,
    /// When the data are doubtful enough to mark the report, or to hold it back.
    pub(super) gate: Written<Gate>,
    /// What is printed of personal data.
    pub(super) privacy: Written<Privacy>,
}

/// A rule of recommendations; for a built-in id only what changes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Rule {
    /// False switches the rule off.
    #[serde(rename = "use")]
    pub(super) used: Written<bool>,
    /// What is pulled.
    pub(super) lever: Written<Lever>,
    /// Metrics that `it` stands for in `when`.
    pub(super) about: Written<OneOrMany<String>>,
    /// When it fires, such as `missed(it) or worsened(it)`.
    pub(super) when: Written<String>,
    /// The advice in a line; `{metric}`, `{part}` and `{dimension}` are filled in.
    pub(super) title: Written<Localized>,
    /// What is to be done.
    pub(super) action: Written<Localized>,
    /// Who answers for it.
    pub(super) owner: Written<Localized>,
    /// What it takes.
    pub(super) cost: Written<Localized>,
    /// `low`, `medium` or `high`.
    pub(super) effort: Written<Effort>,
    /// Where the expected effect comes from, tried in order: `target`, `best_quarter`, `worst_part`,
    /// `before_rise`; empty says that it is not quantified.
    pub(super) effect: Written<Vec<Written<EffectBasis>>>,
    /// Weeks from the data date to the day it is due.
    pub(super) weeks: Written<u32>,
    /// True gives it only to fill a report up to three recommendations.
    pub(super) reserve: Written<bool>,
}

/// A documented change at which control charts begin anew.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BaselineRestart {
    /// First day of the new process; its month is the first of the new baseline.
    pub(super) from: Written<String>,
    /// Metrics concerned; default all.
    pub(super) metrics: Written<OneOrMany<String>>,
    /// What changed; printed under the charts.
    pub(super) reason: Written<Localized>,
}

/// Something that happened on a day.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Event {
    /// The day.
    pub(super) date: Written<String>,
    /// Metrics concerned; default all.
    pub(super) metrics: Written<OneOrMany<String>>,
    /// What happened, in a few words.
    pub(super) title: Written<Localized>,
}

/// Where fiscal quarters begin.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FiscalYear {
    /// Month (1 to 12) in which the fiscal year starts; default 1.
    pub(super) start_month: Written<u32>,
    /// Whether the year of its `start` or of its `end` names a fiscal year; default `start`.
    pub(super) named_by: Written<FiscalYearName>,
}

/// Look.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Brand {
    /// Name in the header.
    pub(super) name: Written<Localized>,
    /// Logo: SVG or PNG file.
    pub(super) logo: Written<String>,
    /// Colours.
    pub(super) colours: Written<Colours>,
    /// Footer line.
    pub(super) footer: Written<Localized>,
    /// Whether documents name the program that made them; default `false`.
    pub(super) credit: Written<bool>,
}

/// Colours as `#rrggbb`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Colours {
    /// Headings and the first series.
    pub(super) primary: Written<String>,
    /// Emphasis.
    pub(super) accent: Written<String>,
}

/// A target. A plain number is the value.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Target {
    /// Value in the metric's unit; the lower edge of a range.
    pub(super) value: Written<f64>,
    /// Upper edge of a range.
    pub(super) upper: Written<f64>,
    /// First day on which it holds; default always.
    pub(super) valid_from: Written<String>,
}

/// Time allowed to resolve tickets that match; the first that fits counts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ResolutionTarget {
    /// Priority; default any.
    pub(super) priority: Written<String>,
    /// Channel; default any.
    pub(super) channel: Written<String>,
    /// Hours allowed.
    pub(super) hours: Written<f64>,
    /// `calendar` or `business` hours; default `calendar`.
    pub(super) clock: Written<Clock>,
    /// First day of ticket creation on which it holds; default always.
    pub(super) valid_from: Written<String>,
}

/// Terms for complaints. Single keys override the preset.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ComplaintClock {
    /// Terms set by a regulator: `china_banking_insurance` (15 days, 30 when complex, 60 in special cases).
    pub(super) preset: Written<ComplaintPreset>,
    /// Hours until a complaint must be acknowledged.
    pub(super) acknowledge_hours: Written<f64>,
    /// Days until a complaint must be closed.
    pub(super) close_days: Written<u32>,
    /// Days for complaints whose `complexity` is `complex`.
    pub(super) complex_days: Written<u32>,
    /// Days for complaints whose `complexity` is `special`.
    pub(super) special_days: Written<u32>,
}

/// Statistical policy.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Statistics {
    /// Below this n a figure is not shown; default 10.
    pub(super) minimum_n: Written<u64>,
    /// Below this n a figure has no verdict; default 30.
    pub(super) verdict_n: Written<u64>,
    /// Confidence level; default 0.95.
    pub(super) confidence: Written<f64>,
    /// Bootstrap draws; default 2000.
    pub(super) bootstrap_draws: Written<u32>,
    /// Seed of all draws; default 20260101.
    pub(super) seed: Written<u64>,
    /// Missing share above which a figure carries a warning; default 0.2.
    pub(super) missing_warning: Written<f64>,
    /// Missing share above which a figure is withheld; default 0.5.
    pub(super) missing_withheld: Written<f64>,
    /// Share of unreadable, unknown or rejected cells above which the figures of a column carry a mark;
    /// default 0.01.
    pub(super) doubt_warning: Written<f64>,
}
