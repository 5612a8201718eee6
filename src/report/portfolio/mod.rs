//! The board pack: all reports of a quarter on a few pages, for the management of the house that makes them.
//!
//! Speaks of the issues that stand, in the words and by the verdicts of their own reports; adds nothing up that has no
//! common unit. It is no issue of any report, and every page says that it is internal.

mod cost;
mod deliveries;
mod frame;
mod gate;
mod outliers;
mod summary;
#[cfg(test)]
mod tests;
mod wall;
mod worse;

pub use frame::NAME;

use super::MODEL_VERSION;
use super::draft::Draft;
use super::glyphs::Glyphs;
use super::inputs::{Edition, ReportInputs};
use super::model::{Block, ChartData, Report, Section};
use super::stand_in;
use crate::catalogue::definition::Definition;
use crate::config::{Brand, ReportConfig};
use crate::domain::{Instant, Locale, Period, Quarter};
use crate::facts::Quality;
use crate::gate::Verdict;
use crate::insight::Insights;
use crate::metrics::Monthly;
use crate::metrics::measurement::Measurements;
use crate::metrics::models::Study;
use std::collections::BTreeMap;

/// All reports of a quarter, as they stand.
#[derive(Debug)]
pub struct Portfolio<'a> {
    /// The quarter.
    pub quarter: Quarter,
    /// The reports, in the order of the configuration; at least one.
    pub clients: Vec<Client<'a>>,
    /// Why the ledger of deliveries cannot be trusted, in the program's own words.
    pub ledger_doubt: Option<String>,
    /// The look that all reports share; `None`: none of a client's own is taken.
    pub brand: Option<&'a Brand>,
    /// Program version.
    pub version: String,
    /// A project's own Fluent files per language, later ones win.
    pub words: BTreeMap<Locale, Vec<String>>,
    /// The characters that the pages can show.
    pub glyphs: Glyphs,
}

/// One report of the quarter.
#[derive(Debug)]
pub struct Client<'a> {
    /// Its configuration, as it is now.
    pub config: &'a ReportConfig,
    /// How its newest attempt ended.
    pub stand: Stand,
    /// Why that failed, was held or cannot be read, in the program's own words.
    pub reasons: Vec<String>,
    /// The issue whose figures are shown; `None` shows none.
    pub issue: Option<u32>,
    /// Whether its settings have changed since that issue was made: verdicts stand by the present ones.
    pub outdated: bool,
    /// What the gate said of the newest attempt; where that is not known, of the issue.
    pub gate: Option<Verdict>,
    /// Quarters with bounds, oldest first; the last one is the portfolio's.
    pub periods: Vec<Period>,
    /// The figures of the issue.
    pub measurements: Measurements,
    /// How each metric of the issue was defined, as one hash, by id.
    pub definitions: BTreeMap<String, String>,
    /// What became of its messages.
    pub deliveries: Deliveries,
}

/// How the newest attempt at a report ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Its issue is current.
    Current,
    /// The gate held it; an issue of before may stand.
    Held,
    /// It failed; an issue of before may stand.
    Failed,
    /// It was never made in the quarter.
    Missing,
    /// Its issue is there and cannot be read.
    Unreadable,
}

/// The messages of a report's issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deliveries {
    /// Who receives it by the configuration, without names.
    pub recipients: usize,
    /// `None` where nothing is delivered.
    pub approval: Option<Approval>,
    /// Taken by a server.
    pub sent: usize,
    /// Not taken, for certain.
    pub failed: usize,
    /// Nobody knows whether they were taken.
    pub unknown: usize,
    /// When it is due.
    pub due: Option<Instant>,
    /// Whether that is past and somebody has not received it.
    pub overdue: bool,
}

impl Deliveries {
    /// Recipients of whom the ledger does not know that they were served, failed or are unknown.
    pub fn open(&self) -> usize {
        self.recipients.saturating_sub(self.sent + self.failed + self.unknown)
    }
}

/// Whether an issue was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// None is asked for.
    NotNeeded,
    /// Nobody has released it yet.
    Waiting,
    /// Released.
    Approved,
    /// Released, and something was changed since.
    Outdated,
}

/// A report with the words in which its figures are said.
struct Member<'d, 'a> {
    client: &'d Client<'a>,
    draft: &'d Draft<'d>,
}

impl<'d> Member<'d, '_> {
    /// The client's name.
    fn name(&self) -> String {
        self.client.config.client.get(self.draft.locale()).to_owned()
    }

    /// Whether there is an issue whose figures are shown.
    fn has_figures(&self) -> bool {
        self.client.issue.is_some()
    }

    /// Main metrics and those with a target that have a figure or a verdict of their own.
    fn metrics(&self) -> Vec<&'d Definition> {
        let scene = &self.draft.scene;
        let shown = |one: &&Definition| scene.now(&one.id).is_some_and(crate::insight::has_figure);
        if self.has_figures() { scene.scorecard().filter(shown).collect() } else { Vec::new() }
    }
}

/// What sections are written from.
struct Board<'d, 'a> {
    portfolio: &'d Portfolio<'a>,
    members: Vec<Member<'d, 'a>>,
    charts: BTreeMap<String, ChartData>,
}

impl<'d> Board<'d, '_> {
    /// The draft whose words and dates speak for all.
    fn voice(&self) -> &'d Draft<'d> {
        self.members[0].draft
    }

    /// Fixed words of the pack.
    fn say(&self, id: &str) -> String {
        self.voice().words.say(id)
    }
}

/// The title of a section and its blocks.
type Written = (String, Vec<Block>);

/// Writes the pack in one language.
///
/// # Panics
/// When there is no report: a configuration has at least one.
#[expect(clippy::too_many_lines, reason = "a field a line")]
pub fn build(portfolio: &Portfolio, locale: Locale) -> Report {
    assert!(!portfolio.clients.is_empty(), "a configuration has at least one report");
    let (monthly, study, insights) = (Monthly::default(), Study::default(), Insights::default());
    let (quality, edition) = (Quality::default(), Edition::default());
    let (commentary, passed) = (BTreeMap::new(), Verdict::default());
    let inputs: Vec<ReportInputs> = portfolio
        .clients
        .iter()
        .map(|client| ReportInputs {
            config: client.config,
            periods: &client.periods,
            measurements: &client.measurements,
            monthly: &monthly,
            study: &study,
            comparisons: &[],
            without_peers: &[],
            insights: &insights,
            economics: None,
            quality: &quality,
            rejects: &[],
            changes: None,
            issue: None,
            gate: client.gate.as_ref().unwrap_or(&passed),
            edition: &edition,
            commentary: &commentary,
            words: &portfolio.words,
            glyphs: &portfolio.glyphs,
        })
        .collect();
    let drafts: Vec<Draft> = inputs.iter().map(|inputs| Draft::new(inputs, locale)).collect();
    let members = portfolio.clients.iter().zip(&drafts).map(|(client, draft)| Member { client, draft }).collect();
    let mut board = Board { portfolio, members, charts: BTreeMap::new() };
    let worse = worse::found(&board);
    let written: Vec<(&str, Option<Written>)> = vec![
        ("overview", Some(summary::write(&board, &worse))),
        ("wall", wall::write(&board)),
        ("worse", Some(worse::write(&board, &worse))),
        ("deliveries", Some(deliveries::write(&board))),
        ("gate", Some(gate::write(&board))),
        ("cost", cost::write(&board)),
        ("outliers", Some(outliers::write(&mut board))),
        ("reading", Some(frame::reading(&board))),
    ];
    let section = |(id, written): (&str, Option<Written>)| {
        let (title, blocks) = written?;
        let topic = board.say(&format!("portfolio-topic-{id}"));
        Some(Section { id: format!("portfolio-{id}"), topic, title, blocks, more: false })
    };
    let sections = written.into_iter().filter_map(section).collect();
    let report = Report {
        model_version: MODEL_VERSION,
        language: locale.tag().to_owned(),
        meta: frame::meta(&board),
        brand: frame::brand(&board),
        labels: super::cover::labels(board.voice()),
        cover: frame::cover(&board),
        sections,
        annex: Vec::new(),
        is_annex: false,
        doubts: Vec::new(),
        stand_ins: Vec::new(),
        charts: board.charts,
    };
    stand_in::replaced(report, &portfolio.glyphs, &drafts[0].words)
}
