//! How individual the service is (M22): the mean of the parts that the data have, each 0 to 100.

use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Interval, IntervalMethod, Measurement, Measurements, Status};
use serde::Serialize;

/// First response of customised and of standard requests.
const RESPONSE: [&str; 2] = [ids::FIRST_RESPONSE_CUSTOMISED_MEDIAN, ids::FIRST_RESPONSE_STANDARD_MEDIAN];

/// The degree of customisation, quarter by quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Customisation {
    /// Quarters with at least one part, ascending.
    pub quarters: Vec<CustomisationQuarter>,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomisationQuarter {
    /// Which.
    pub quarter: Quarter,
    /// The parts that are there, in printed order.
    pub parts: Vec<CustomisationPart>,
    /// Their mean.
    pub score: f64,
}

/// A part of the degree of customisation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomisationPart {
    /// Which.
    pub part: PartName,
    /// 0 to 100.
    pub score: f64,
    /// Rows that it stands on.
    pub n: u64,
    /// Half of its interval; `None` when a figure has none.
    pub half: Option<f64>,
}

/// The four parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartName {
    /// Share of active high-value customers with an individual service plan.
    ServicePlan,
    /// Share of tickets handled under one.
    CustomisedTickets,
    /// First response of standard requests ÷ that of customised ones, at most 1, × 100: 100 when
    /// customised requests are answered as fast, 50 when they wait twice as long.
    ResponseParity,
    /// Item 服务符合我的需要, 0 to 100.
    NeedsMet,
}

impl PartName {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServicePlan => "service_plan",
            Self::CustomisedTickets => "customised_tickets",
            Self::ResponseParity => "response_parity",
            Self::NeedsMet => "needs_met",
        }
    }
}

/// Finds the degree and gives `customisation_score`.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let mut found = Customisation { quarters: Vec::new() };
    let mut figures = Vec::new();
    for period in ground.periods {
        let Some(result) = of_quarter(ground.known, period.quarter) else { continue };
        if let Some(mut figure) = ground.figure(ids::CUSTOMISATION_SCORE, &Segment::Total, period.quarter) {
            figure.value = Some(result.score);
            figure.n = result.parts.iter().map(|part| part.n).min().unwrap_or(0);
            figure.interval = interval(&result, ground.report.statistics.confidence);
            figures.push(figure);
        }
        found.quarters.push(result);
    }
    study.customisation = Some(found).filter(|found| !found.quarters.is_empty());
    Ok(figures)
}

/// The intervals of the parts carried through their mean as if the parts were independent; `None` when
/// a part has none.
fn interval(result: &CustomisationQuarter, level: f64) -> Option<Interval> {
    let halves: Vec<f64> = result.parts.iter().map(|part| part.half).collect::<Option<_>>()?;
    let half = halves.iter().map(|half| half.powi(2)).sum::<f64>().sqrt() / halves.len() as f64;
    let (low, high) = ((result.score - half).max(0.0), (result.score + half).min(100.0));
    Some(Interval { low, high, level, method: IntervalMethod::Delta })
}

/// A figure as a part: value, n, half of its interval.
type Shown = (f64, u64, Option<f64>);

fn of_quarter(known: &Measurements, quarter: Quarter) -> Option<CustomisationQuarter> {
    let shown = |metric: &str| -> Option<Shown> {
        let figure = known.total(metric, quarter)?;
        let value = figure.value.filter(|_| matches!(figure.status, Status::Ok | Status::LowBase))?;
        Some((value, figure.n, figure.interval.map(|one| (one.high - one.low) / 2.0)))
    };
    let all = [
        (PartName::ServicePlan, shown(ids::SERVICE_PLAN_SHARE)),
        (PartName::CustomisedTickets, shown(ids::CUSTOMISED_TICKET_SHARE)),
        (PartName::ResponseParity, shown(RESPONSE[0]).zip(shown(RESPONSE[1])).and_then(parity)),
        (PartName::NeedsMet, shown(ids::NEEDS_MET_SCORE)),
    ];
    let part = |(part, found): (PartName, Option<Shown>)| {
        found.map(|(score, n, half)| CustomisationPart { part, score, n, half })
    };
    let parts: Vec<CustomisationPart> = all.into_iter().filter_map(part).collect();
    let score = parts.iter().map(|part| part.score).sum::<f64>() / parts.len() as f64;
    (!parts.is_empty()).then_some(CustomisationQuarter { quarter, parts, score })
}

/// Standard ÷ own, at most 1, × 100; its interval from the relative intervals of both.
fn parity((own, standard): (Shown, Shown)) -> Option<Shown> {
    let score = 100.0 * (standard.0 / own.0).min(1.0);
    let relative = own.2.zip(standard.2).map(|(a, b)| (a / own.0).hypot(b / standard.0));
    (own.0 > 0.0 && standard.0 > 0.0).then(|| (score, own.1.min(standard.1), relative.map(|share| score * share)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(metric: &str, value: f64, status: Status) -> Measurement {
        let quarter = "2026-Q3".parse().unwrap();
        let metric = crate::catalogue::built_in().iter().find(|one| one.id == metric).unwrap();
        let spot = crate::metrics::estimate::Spot { segment: &Segment::Total, quarter, has_data: true };
        Measurement { value: Some(value), n: 50, ..crate::metrics::estimate::empty(metric, spot, status) }
    }

    #[test]
    fn the_mean_of_the_parts_that_are_there() {
        let quarter = "2026-Q3".parse().unwrap();
        let mut known = Measurements::new(vec![
            figure("service_plan_share", 30.0, Status::Ok),
            figure("customised_ticket_share", 8.0, Status::Suppressed),
            figure("first_response_customised_median", 4.0, Status::Ok),
        ]);
        let found = of_quarter(&known, quarter).unwrap();
        assert_eq!((found.parts.len(), found.score), (1, 30.0), "neither hidden figures nor one half of a pair count");
        known.extend(vec![figure("first_response_standard_median", 2.0, Status::Ok)]);
        let found = of_quarter(&known, quarter).unwrap();
        assert_eq!((found.parts[1].part, found.parts[1].score, found.score), (PartName::ResponseParity, 50.0, 40.0));
        known.extend(vec![figure("first_response_standard_median", 9.0, Status::Ok)]);
        assert_eq!(
            of_quarter(&known, quarter).unwrap().parts[1].score,
            100.0,
            "faster than standard is no more than 100"
        );
        assert!(of_quarter(&Measurements::default(), quarter).is_none());
    }
}
