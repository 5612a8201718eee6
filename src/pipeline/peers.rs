//! Peers of one run: the aggregates of the reports that the same configuration makes for one industry.
//!
//! Measures each of them once before any report is written. Nothing but aggregates goes from one report to another,
//! and only into groups that are large enough (`benchmarks::peers`).

use super::reuse::KeptPeer;
use super::{Failure, Mode, Request, Stages, begun, measure};
use crate::benchmarks::{Peer, peer_of};
use crate::config::{Config, ReportConfig};
use crate::diagnostic::Diagnostic;
use crate::domain::hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Who of a run may be a peer of whom.
#[derive(Debug, Default)]
pub(super) struct Pool {
    peers: Vec<Peer>,
    /// Reports that could not be measured and are nobody's peers.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Pool {
    /// Measures the reports of every industry in which a chosen report asks for peers out of the configuration.
    pub(super) fn of(config: &Config, request: &Request, chosen: &[&ReportConfig]) -> Self {
        let asking = chosen.iter().filter(|one| one.peers.reports && request.mode != Mode::DataOnly);
        let industries: BTreeSet<String> = asking.filter_map(|one| industry(one)).collect();
        if industries.is_empty() {
            return Self::default();
        }
        let members: Vec<&ReportConfig> = config
            .reports
            .iter()
            .filter(|one| config.fault(&one.id).is_none())
            .filter(|one| industry(one).is_some_and(|key| industries.contains(&key)))
            .collect();
        let measured: Vec<Result<Peer, Diagnostic>> =
            members.par_iter().map(|one| peer(config, one, request)).collect();
        let mut pool = Self::default();
        for one in measured {
            match one {
                Ok(peer) => pool.peers.push(peer),
                Err(warning) => pool.warnings.push(warning),
            }
        }
        pool
    }

    /// Who may be a peer of a report; nobody when it does not ask for them.
    pub(super) fn around(&self, report: &ReportConfig) -> &[Peer] {
        if report.peers.reports { &self.peers } else { &[] }
    }

    /// What a report takes from the pool, as one hash: another pool makes another report.
    pub(super) fn hash(&self, report: &ReportConfig) -> String {
        let text = serde_json::to_vec(self.around(report)).expect("peers are plain data");
        hex(Sha256::digest(text))
    }
}

fn industry(report: &ReportConfig) -> Option<String> {
    report.industry.as_deref().map(str::to_lowercase)
}

fn peer(config: &Config, report: &ReportConfig, request: &Request) -> Result<Peer, Diagnostic> {
    let found = || -> Result<Peer, Failure> {
        let periods = begun(report, request.quarter)?;
        let quarter = periods.last().expect("a report has its own period").quarter;
        let kept = KeptPeer::of(config, report, (quarter, request.verify));
        if let Some(peer) = kept.find() {
            return Ok(peer);
        }
        let measured = measure(config, report, &periods, (&mut Stages::new(request, &|_| {}), Mode::DryRun))?;
        let peer = peer_of(report, &measured.measurements, quarter, None);
        kept.keep(&peer, measured.raw);
        Ok(peer)
    };
    found().map_err(|failure| {
        let why = match failure {
            Failure::Input(problems) => format!("{} problems in its files", problems.len()),
            other => other.lines().join("; "),
        };
        let message = format!("`{}` is nobody's peer in this run: {why}", report.id);
        Diagnostic::warning("peer-not-measured", report.place.clone(), message)
    })
}

/// The file with the aggregates of the chosen reports: what `quarterdeck peers export` prints. A label is for one
/// report; without it each has one that says nothing of the client.
///
/// # Errors
/// When a report cannot be measured, has no industry, or several are to go under one label.
pub fn peers_file(config: &Config, request: &Request, label: Option<&str>) -> Result<String, Failure> {
    let chosen = |one: &&ReportConfig| request.reports.is_empty() || request.reports.contains(&one.id);
    let reports: Vec<&ReportConfig> = config.reports.iter().filter(chosen).collect();
    let refuse = |report: &ReportConfig, message: String, hint: &str| {
        Failure::Input(vec![Diagnostic::error("no-peer", report.place.clone(), message).with_hint(hint)])
    };
    if let (Some(label), [first, _, ..]) = (label, reports.as_slice()) {
        let message = format!("the label `{label}` would stand for {} clients", reports.len());
        return Err(refuse(first, message, "choose one with `--report`"));
    }
    let mut peers = Vec::new();
    for report in reports {
        if report.industry.is_none() {
            let message = format!("the report `{}` has no industry, so nobody is its peer", report.id);
            return Err(refuse(report, message, "add `industry`, such as `industry: telecom`"));
        }
        let (measured, _) = super::measure_one(config, report, request)?;
        peers.push(peer_of(report, &measured.measurements, measured.quarter, label));
    }
    Ok(Peer::file(peers))
}
