//! How far satisfaction differs between channels (M33): highest minus lowest top-2-box share.

use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Measurement, Status};
use serde::Serialize;

/// The metric of the catalogue.
const ID: &str = ids::CSAT_CHANNEL_SPREAD;
/// What is compared.
const SATISFACTION: &str = ids::CSAT_TOP2;
/// Where the channel is known from, best first.
const DIMENSIONS: [&str; 2] = ["ticket.channel", "channel"];

/// The channels with the highest and the lowest satisfaction in each quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CsatSpread {
    /// By quarter, ascending; a quarter in which fewer than two channels can be judged is left out.
    pub quarters: Vec<Spread>,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// When.
    pub quarter: Quarter,
    /// Channel with the highest share, and the share in percent.
    pub highest: (String, f64),
    /// Channel with the lowest share, and the share in percent.
    pub lowest: (String, f64),
    /// Answers of all channels compared.
    pub n: u64,
}

/// Finds the spreads and gives `csat_channel_spread`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let quarters: Vec<Spread> = ground.periods.iter().filter_map(|period| spread(ground, period.quarter)).collect();
    let figure = |one: &Spread| {
        let mut figure = ground.figure(ID, &Segment::Total, one.quarter)?;
        (figure.value, figure.n) = (Some(one.highest.1 - one.lowest.1), one.n);
        Some(figure)
    };
    let figures = quarters.iter().filter_map(figure).collect();
    study.csat_spread = Some(CsatSpread { quarters }).filter(|found| !found.quarters.is_empty());
    Ok(figures)
}

/// The spread over the channels whose n allows a verdict.
fn spread(ground: &Ground<'_>, quarter: Quarter) -> Option<Spread> {
    let least = ground.report.statistics.verdict_n;
    let judged = |one: &&Measurement| one.status == Status::Ok && one.n >= least;
    let named = |one: &Measurement| match &one.segment {
        Segment::Part { value: Some(channel), .. } => Some((channel.clone(), one.value?, one.n)),
        _ => None,
    };
    let channels = |dimension: &str| -> Vec<(String, f64, u64)> {
        ground.known.parts(SATISFACTION, dimension, quarter).into_iter().filter(judged).filter_map(named).collect()
    };
    let mut found = DIMENSIONS.into_iter().map(channels).find(|found| found.len() > 1)?;
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    let n = found.iter().map(|(_, _, n)| n).sum();
    let (lowest, highest) = (found.first()?, found.last()?);
    Some(Spread { quarter, highest: (highest.0.clone(), highest.1), lowest: (lowest.0.clone(), lowest.1), n })
}
