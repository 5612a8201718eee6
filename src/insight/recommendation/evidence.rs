//! What a rule fires on: verdicts that the figures have, with the figures.

use crate::catalogue::definition::{Definition, Kind};
use crate::config::{Judgement, Test};
use crate::domain::Segment;
use crate::insight::cause::Searched;
use crate::insight::judge::Standing;
use crate::insight::parts::part_verdicts;
use crate::insight::rank;
use crate::insight::scene::Scene;
use crate::insight::signal::{Finding, Judgement as Good};
use crate::metrics::measurement::{Measurement, Status};
use crate::statistics::newcombe;

/// Columns whose values are labels of cases.
const LABELS: [&str; 8] =
    ["priority", "severity", "urgency", "status", "level", "complexity", "is_repeat", "resolution"];

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A verdict that could also be a finding.
    Told(Finding),
    /// A part is worse than the rest.
    Uneven(Uneven),
    /// The whole interval lies beyond a limit of the rule.
    Level {
        /// Metric.
        metric: String,
        /// The limit.
        limit: f64,
        /// Whether it lies above.
        above: bool,
    },
    /// An amount moved by more than the rule's share since the same quarter last year.
    Amount {
        /// Metric.
        metric: String,
        /// Relative change in percent.
        relative: f64,
    },
    /// The data lack what the metric needs.
    Absent {
        /// Metric.
        metric: String,
    },
}

/// A part that is worse than the rest after Benjamini–Hochberg.
#[derive(Clone, Debug, PartialEq)]
pub struct Uneven {
    /// Metric.
    pub metric: String,
    /// Column that names the parts.
    pub dimension: String,
    /// The part; `None` is the part without a value.
    pub part: Option<String>,
    /// Its figure and n.
    pub value: (f64, u64),
    /// The figure of the rest and its n.
    pub rest: (f64, u64),
    /// What the total gains when the part comes up to the rest: share × gap, in the metric's unit.
    pub gain: f64,
    /// Its interval (Newcombe × share).
    pub range: (f64, f64),
}

impl Evidence {
    /// How heavy it is among other evidence, on the scale of findings.
    pub fn weight(&self) -> f64 {
        match self {
            Self::Told(finding) => finding.weight,
            Self::Uneven(_) => 50.0,
            Self::Level { .. } | Self::Amount { .. } => 45.0,
            Self::Absent { .. } => 30.0,
        }
    }
}

/// The evidence of a judgement that holds; `None` when it does not hold or cannot be judged.
pub(super) fn of((scene, searched): (&Scene, Searched), test: &Test, definition: &Definition) -> Option<Evidence> {
    if test.judgement == Judgement::Absent {
        return absent(scene, definition);
    }
    if !scene.judged(definition) {
        return None;
    }
    let year = scene.year_on_year(definition).ok();
    let told = |finding: Option<Finding>, good: bool| {
        let wanted = |one: &Finding| (one.judgement == Good::Good) == good;
        finding.filter(wanted).map(Evidence::Told)
    };
    let metric = definition.id.clone();
    match test.judgement {
        Judgement::Missed => told(rank::target(scene, definition, year), false),
        Judgement::Met if scene.standing(definition) == Standing::Met => {
            told(rank::target(scene, definition, year), true)
        }
        Judgement::Worsened => told(rank::moved(definition, year), false),
        Judgement::Improved => told(rank::moved(definition, year), true),
        Judgement::Declining => told(rank::decline(scene, definition), false),
        Judgement::BehindIndustry => told(rank::benchmark(scene, definition), false),
        Judgement::Spiked => told(rank::complaints(scene, definition), false),
        Judgement::Concentrated => told(rank::complaints(scene, definition).filter(rank::is_concentrated), false),
        Judgement::MixEffect => told(rank::mixed(scene, definition, searched), false),
        Judgement::Uneven => uneven(scene, definition).map(Evidence::Uneven),
        Judgement::Above | Judgement::Below => {
            let (limit, above) = (test.limit?, test.judgement == Judgement::Above);
            let now = scene.now(&definition.id)?;
            let (low, high) = now.interval.map(|ends| (ends.low, ends.high)).or(now.value.map(|one| (one, one)))?;
            let beyond = if above { low > limit } else { high < limit };
            beyond.then_some(Evidence::Level { metric, limit, above })
        }
        Judgement::Rose | Judgement::Fell => {
            let (limit, rose) = (test.limit?, test.judgement == Judgement::Rose);
            let change = year?;
            let relative = (change.before > 0.0).then(|| 100.0 * change.difference / change.before)?;
            let beyond = if rose { relative > limit } else { -relative > limit };
            beyond.then_some(Evidence::Amount { metric, relative })
        }
        Judgement::Met | Judgement::Absent => None,
    }
}

fn absent(scene: &Scene, definition: &Definition) -> Option<Evidence> {
    let none = match scene.now(&definition.id) {
        None => true,
        Some(now) => matches!(now.status, Status::Unavailable { .. }),
    };
    none.then(|| Evidence::Absent { metric: definition.id.clone() })
}

/// Whether the parts of a dimension are somebody or something that can be trained or changed: a priority or a
/// status is a label of a case.
fn can_be_helped(dimension: &str) -> bool {
    let name = dimension.rsplit('.').next().unwrap_or(dimension);
    !LABELS.contains(&name)
}

/// The part whose coming up to the rest would help the total most, among those that are worse.
fn uneven(scene: &Scene, definition: &Definition) -> Option<Uneven> {
    if definition.kind != Kind::Proportion {
        return None;
    }
    let whole = scene.now(&definition.id)?;
    let mut best: Option<Uneven> = None;
    for dimension in definition.segments.iter().filter(|dimension| can_be_helped(dimension)) {
        let (parts, _) = part_verdicts(scene, definition, dimension);
        for part in parts.iter().filter(|part| part.better == Some(false)) {
            let Some(found) = against_rest(scene, part.measurement, whole, dimension) else { continue };
            if best.as_ref().is_none_or(|known| found.gain.abs() > known.gain.abs()) {
                best = Some(found);
            }
        }
    }
    best
}

fn against_rest(scene: &Scene, part: &Measurement, whole: &Measurement, dimension: &str) -> Option<Uneven> {
    let Segment::Part { value, .. } = &part.segment else { return None };
    let count = |number: f64| number.round() as u64;
    let (hits, n) = (part.numerator?, part.denominator?);
    let (all_hits, all) = (whole.numerator?, whole.denominator?);
    let (rest_hits, rest_n) = (all_hits - hits, all - n);
    if n <= 0.0 || rest_n < scene.policy.verdict_n as f64 {
        return None;
    }
    let bounds = newcombe((count(rest_hits), count(rest_n)), (count(hits), count(n)), scene.policy.confidence)?;
    let share = 100.0 * n / all;
    let gain = share * (rest_hits / rest_n - hits / n);
    Some(Uneven {
        metric: part.metric.clone(),
        dimension: dimension.to_owned(),
        part: value.clone(),
        value: (100.0 * hits / n, count(n)),
        rest: (100.0 * rest_hits / rest_n, count(rest_n)),
        gain,
        range: (bounds.low * share, bounds.high * share),
    })
}
