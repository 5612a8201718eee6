//! The loyalty index by its two formulas, always with its components (M16).
//!
//! A missing component leaves the index incomplete: it is recomputed on the rest for the reader, but is
//! no figure that a benchmark or another quarter could be compared with.

use super::{Ground, Study};
use crate::catalogue::ids;
use crate::domain::{Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Measurement, Status};
use serde::Serialize;

/// The index of every quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoyaltyIndex {
    /// Ascending.
    pub quarters: Vec<IndexQuarter>,
}

/// One quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndexQuarter {
    /// Which.
    pub quarter: Quarter,
    /// Retention, repeat purchase, recommendation.
    pub standard: Index,
    /// Repeat purchase, recommendation, cross purchase.
    pub purchase: Index,
}

/// The mean of its components, equal weights, 0 to 100.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Index {
    /// Of the components that are known; `None` when none is.
    pub value: Option<f64>,
    /// Whether all components are known.
    pub complete: bool,
    /// In the order of the formula.
    pub components: Vec<Component>,
}

/// One component.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Component {
    /// What it is.
    pub kind: ComponentKind,
    /// The metric that it is taken from; `None` when none of the possible ones has a value.
    pub metric: Option<String>,
    /// In percent, on a yearly footing.
    pub value: Option<f64>,
    /// What it stands on.
    pub n: u64,
}

/// Components of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentKind {
    /// Quarterly retention r as r⁴.
    Retention,
    /// Repeat purchase in twelve months.
    RepeatPurchase,
    /// 9 or 10 of 10.
    Recommendation,
    /// Two or more categories in twelve months.
    CrossPurchase,
}

use ComponentKind::{CrossPurchase, Recommendation, RepeatPurchase, Retention};

const STANDARD: [ComponentKind; 3] = [Retention, RepeatPurchase, Recommendation];
const PURCHASE: [ComponentKind; 3] = [RepeatPurchase, Recommendation, CrossPurchase];

impl ComponentKind {
    /// Its name in ids of words and reasons.
    pub fn name(self) -> &'static str {
        match self {
            Retention => "retention",
            RepeatPurchase => "repeat-purchase",
            Recommendation => "recommendation",
            CrossPurchase => "cross-purchase",
        }
    }

    /// Metrics that supply it, the first with a value counts.
    fn metrics(self) -> &'static [&'static str] {
        match self {
            Retention => &[ids::RETENTION_RATE, ids::RETENTION_RATE_ACTIVE_BUYERS],
            RepeatPurchase => &[ids::REPEAT_PURCHASE_RATE_12_MONTHS],
            Recommendation => &[ids::NPS_PROMOTERS_SHARE],
            CrossPurchase => &[ids::MULTI_CATEGORY_SHARE],
        }
    }
}

/// Builds the index and gives `loyalty_index` and `loyalty_index_purchase`, with a value only where
/// complete.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let of_quarter = |quarter| {
        let index =
            |kinds: &[ComponentKind]| index(kinds.iter().map(|kind| component(ground, *kind, quarter)).collect());
        IndexQuarter { quarter, standard: index(&STANDARD), purchase: index(&PURCHASE) }
    };
    let all = ground.periods.iter().map(|period| of_quarter(period.quarter));
    let quarters: Vec<IndexQuarter> = all.filter(|one| one.standard.value.or(one.purchase.value).is_some()).collect();
    let mut figures = Vec::new();
    for one in &quarters {
        figures.extend(figure(ground, ids::LOYALTY_INDEX, one.quarter, &one.standard));
        figures.extend(figure(ground, ids::LOYALTY_INDEX_PURCHASE, one.quarter, &one.purchase));
    }
    study.loyalty_index = (!quarters.is_empty()).then_some(LoyaltyIndex { quarters });
    Ok(figures)
}

/// A component of a quarter. Suppressed and withheld figures are missing.
fn component(ground: &Ground<'_>, kind: ComponentKind, quarter: Quarter) -> Component {
    let usable = |id: &&&str| {
        let figure = ground.known.total(id, quarter)?;
        matches!(figure.status, Status::Ok | Status::LowBase).then_some(())?;
        Some(((**id).to_owned(), figure.value?, figure.n))
    };
    match kind.metrics().iter().find_map(|id| usable(&id)) {
        None => Component { kind, metric: None, value: None, n: 0 },
        Some((metric, value, n)) => {
            let yearly = if kind == Retention { 100.0 * (value / 100.0).powi(4) } else { value };
            Component { kind, metric: Some(metric), value: Some(yearly), n }
        }
    }
}

fn index(components: Vec<Component>) -> Index {
    let known: Vec<f64> = components.iter().filter_map(|one| one.value).collect();
    let value = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64);
    Index { value, complete: known.len() == components.len(), components }
}

fn figure(ground: &Ground<'_>, id: &str, quarter: Quarter, index: &Index) -> Option<Measurement> {
    let mut figure = ground.figure(id, &Segment::Total, quarter)?;
    if index.complete {
        figure.value = index.value;
        figure.n = index.components.iter().map(|one| one.n).min().unwrap_or(0);
    } else {
        let missing = index.components.iter().filter(|one| one.value.is_none());
        let names: Vec<&str> = missing.map(|one| one.kind.name()).collect();
        figure.status = Status::Unavailable { reason: format!("incomplete: {}", names.join(", ")) };
    }
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(kind: ComponentKind, value: Option<f64>) -> Component {
        Component { kind, metric: None, value, n: 100 }
    }

    #[test]
    fn the_index_is_the_mean_of_its_components() {
        let all = STANDARD.into_iter().zip([90.0, 30.0, 45.0]).map(|(kind, value)| component(kind, Some(value)));
        let complete = index(all.collect());
        assert_eq!((complete.value, complete.complete), (Some(55.0), true));
    }

    #[test]
    fn a_missing_component_is_not_zero_and_leaves_the_index_incomplete() {
        let parts = [Some(90.0), None, Some(45.0)];
        let partial = index(STANDARD.into_iter().zip(parts).map(|(kind, value)| component(kind, value)).collect());
        assert_eq!((partial.value, partial.complete), (Some(67.5), false));
        let none = index(vec![component(Retention, None)]);
        assert_eq!((none.value, none.complete), (None, false));
    }
}
