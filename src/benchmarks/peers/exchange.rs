//! What clients hand on of themselves: aggregates under a label, in a file that says by which definition each was made.

use super::{name, shown};
use crate::benchmarks::{population_of, region_of};
use crate::catalogue::definition::{Definition, Family, Kind};
use crate::config::ReportConfig;
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::{Clock, Quarter, Unit, hex};
use crate::metrics::measurement::Measurements;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Letters of a label or fingerprint.
const SHORT: usize = 12;
/// Figures that must be equal before two peers are taken for the same client.
const ALIKE: usize = 3;

/// The aggregates of one client in one quarter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// Name in the file: no client's, the same in each of its exports.
    pub label: String,
    /// Industry key.
    pub industry: String,
    /// Region code of its customers; `None` when unknown.
    #[serde(default)]
    pub region: Option<String>,
    /// Whom it serves.
    #[serde(default)]
    pub population: Option<String>,
    /// When.
    pub quarter: Quarter,
    /// ISO code of its amounts.
    pub currency: String,
    /// Its figures.
    pub figures: Vec<PeerFigure>,
}

/// One figure of a peer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerFigure {
    /// Metric id.
    pub metric: String,
    /// Fingerprint of the definition and of the settings that decide over it; figures of another one are not compared.
    pub definition: String,
    /// Value in the metric's unit.
    pub value: f64,
    /// Rows, answers or events that it stands on: its weight.
    pub n: u64,
}

/// A file of peers.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    peers: Vec<Peer>,
}

impl Peer {
    /// Whether both are the same client under two labels: all of three or more figures agree in value and rows.
    pub(super) fn is_twin_of(&self, other: &Self) -> bool {
        let pairs = self.figures.iter().filter_map(|one| {
            let found =
                other.figures.iter().find(|same| same.metric == one.metric && same.definition == one.definition);
            found.map(|same| same.value.total_cmp(&one.value).is_eq() && same.n == one.n)
        });
        let pairs: Vec<bool> = pairs.collect();
        pairs.len() >= ALIKE && pairs.into_iter().all(|alike| alike)
    }

    /// The file in which a client hands on its aggregates: JSON, with a line end.
    pub fn file(peers: Vec<Self>) -> String {
        let text = serde_json::to_string_pretty(&File { version: 1, peers }).expect("peers are plain data");
        text + "\n"
    }
}

/// The aggregates of a report in a quarter: totals of metrics that are shown and covered by data, no volumes, no parts.
///
/// Without a label the client gets one that is made of its name and says nothing of it.
pub fn peer_of(report: &ReportConfig, measurements: &Measurements, quarter: Quarter, label: Option<&str>) -> Peer {
    let industry = report.industry.clone().unwrap_or_default();
    let figures = report.metrics.iter().filter(|one| is_exchanged(one)).filter_map(|definition| {
        let measurement = measurements.total(&definition.id, quarter)?;
        Some(PeerFigure {
            metric: definition.id.clone(),
            definition: fingerprint(definition, report),
            value: shown(measurement)?,
            n: Some(measurement.n).filter(|n| *n > 0)?,
        })
    });
    let own = || short(&format!("{industry}\n{}", name(&report.client)));
    Peer {
        label: label.map_or_else(own, str::to_owned),
        region: region_of(report.time_zone).map(str::to_owned),
        population: report.industry.as_deref().map(|key| population_of(key).to_owned()),
        quarter,
        currency: report.currency.code().to_owned(),
        figures: figures.collect(),
        industry,
    }
}

/// Whether a metric is handed on: figures that a definition decides alone, no volumes, no models of a client's settings.
pub(super) fn is_exchanged(definition: &Definition) -> bool {
    let sized = definition.family == Family::Volume || matches!(definition.kind, Kind::Count | Kind::Sum);
    !sized && definition.kind != Kind::Model && definition.unit != Unit::Count
}

/// Whether amounts of money are compared.
pub(super) fn is_money(definition: &Definition) -> bool {
    definition.unit == Unit::Money
}

/// What decides over a figure, as twelve letters: the computing part of its definition, and the client's times allowed
/// and business hours where the definition stands on them. Names and explanations do not count.
pub(super) fn fingerprint(definition: &Definition, report: &ReportConfig) -> String {
    let bare = Definition {
        title: crate::domain::Localized::plain(""),
        definition: crate::domain::Localized::plain(""),
        source: String::new(),
        segments: Vec::new(),
        card: None,
        scorecard: false,
        decimals: None,
        ..definition.clone()
    };
    // What is not written does not count, so that a new key of definitions leaves old exports comparable.
    let written = serde_json::to_value(&bare).expect("a definition is plain data");
    let said = |value: &serde_json::Value| {
        !(value.is_null() || *value == false || value.as_array().is_some_and(Vec::is_empty))
    };
    let said: Vec<String> = written
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| said(value))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let mut text = said.join("\n");
    if text.contains("due_at") {
        text += &format!("\n{:?}\n{:?}", report.resolution_targets, report.complaint_clock);
    }
    if definition.clock == Clock::Business || text.contains("business") {
        text += &format!("\n{:?}", report.calendar);
    }
    short(&text)
}

fn short(text: &str) -> String {
    let hash: String = hex(Sha256::digest(text.as_bytes()));
    hash[..SHORT].to_owned()
}

/// Reads files of peers in the order given; a file with a mistake gives none.
pub fn load_peers(paths: &[PathBuf]) -> (Vec<Peer>, Vec<Diagnostic>) {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        match std::fs::read_to_string(path) {
            Ok(text) => match parse_peers(&text, path) {
                Ok(peers) => all.extend(peers),
                Err(found) => problems.extend(found),
            },
            Err(error) => {
                problems.push(Diagnostic::unreadable("unreadable-peers", "the file of peers", path, &error));
            }
        }
    }
    (all, problems)
}

/// Reads the text of a file of peers; `file` is the name in messages.
///
/// # Errors
/// The first place where it is no such file, else every figure and label that cannot be used.
pub fn parse_peers(text: &str, file: &Path) -> Result<Vec<Peer>, Vec<Diagnostic>> {
    let hint = "a file of peers is what `quarterdeck peers export` writes";
    let read: File = serde_json::from_str(text).map_err(|error| {
        let place = Place::at(file, error.line().max(1) as u64, error.column().max(1) as u64);
        let told = error.to_string();
        let message = told.split(" at line ").next().unwrap_or(&told).to_owned();
        vec![Diagnostic::error("invalid-peers", place, message).with_hint(hint)]
    })?;
    let mut problems = Vec::new();
    let mut wrong = |message: String| problems.push(Diagnostic::error("invalid-peers", Place::file(file), message));
    if read.version != 1 {
        wrong(format!("version {} is not known", read.version));
    }
    let mut seen = BTreeSet::new();
    for peer in &read.peers {
        if !seen.insert((&peer.label, peer.quarter)) {
            wrong(format!("the peer `{}` stands twice in {}", peer.label, peer.quarter));
        }
        for figure in peer.figures.iter().filter(|one| one.n == 0) {
            wrong(format!("`{}` of the peer `{}` stands on no rows", figure.metric, peer.label));
        }
    }
    if problems.is_empty() { Ok(read.peers) } else { Err(problems) }
}
