//! Takes the measured figures behind benefits and initiatives from the report's measurements, against
//! the chosen baseline.

use super::benefit::{BenefitInputs, Control};
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::config::figure_names as names;
use crate::config::{Baseline, Benefit, Economics, Factor, Project};
use crate::domain::{Localized, Quarter, Segment, Unit};
use crate::metrics::measurement::{Measurement, Measurements, Status};
use crate::statistics::normal_critical;
use std::collections::BTreeSet;

/// Quarters before the start of a project that make its baseline.
const BEFORE_PROJECT: i32 = 4;

/// A measured figure that a formula names.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFigure {
    /// Metric id.
    pub metric: String,
    /// Printed name.
    pub title: Localized,
    /// Column and value of the part that it speaks of; `None` is everyone.
    pub part: Option<(String, String)>,
    /// Value in the metric's unit.
    pub value: f64,
    /// Its confidence interval.
    pub interval: Option<(f64, f64)>,
    /// Whether the value is in percent.
    pub percent: bool,
}

impl MetricFigure {
    /// Name among the inputs of the formulas: `contacts`, `contacts@product=…`.
    pub fn key(&self) -> String {
        match &self.part {
            Some((dimension, value)) => format!("{}@{dimension}={value}", self.metric),
            None => self.metric.clone(),
        }
    }
}

/// The quarters that benefits are measured against.
pub fn baseline_quarters(settings: &Economics, quarter: Quarter) -> Vec<Quarter> {
    match (settings.baseline, &settings.project) {
        (Baseline::PreviousQuarter, _) => vec![quarter.previous()],
        (Baseline::PreProjectMean | Baseline::DifferenceInDifferences, Some(project)) => {
            (-BEFORE_PROJECT..0).map(|back| project.start.plus(back)).collect()
        }
        _ => vec![quarter.year_before()],
    }
}

/// Every metric that initiatives and the brand-loss estimate name, of everyone and in their parts.
pub fn figures(
    settings: &Economics,
    definitions: &[Definition],
    measurements: &Measurements,
    quarter: Quarter,
) -> Vec<MetricFigure> {
    let mut wanted: BTreeSet<(&str, Option<&(String, String)>)> = BTreeSet::new();
    let metric = |factor: &'_ Factor| match factor {
        Factor::Metric(id) => Some(id.clone()),
        _ => None,
    };
    let mut names: Vec<(String, Option<&(String, String)>)> = Vec::new();
    for initiative in &settings.initiatives {
        let streams = initiative.costs.iter().chain(&initiative.benefits);
        names.extend(
            streams.flat_map(|stream| &stream.factors).filter_map(metric).map(|id| (id, initiative.part.as_ref())),
        );
    }
    if let Some(loss) = &settings.brand_loss {
        let all = [&loss.complaints, &loss.people_told, &loss.would_have_bought, &loss.margin, &loss.own_margin_lost];
        names.extend(all.into_iter().filter_map(metric).map(|id| (id, None)));
    }
    for (id, part) in &names {
        wanted.insert((id, None));
        wanted.insert((id, *part));
    }
    let figure = |(id, part): (&str, Option<&(String, String)>)| {
        let definition = definitions.iter().find(|one| one.id == id)?;
        let segment = part.map_or(Segment::Total, |(dimension, value)| Segment::Part {
            dimension: dimension.clone(),
            value: Some(value.clone()),
        });
        let one = usable(measurements.get(id, &segment, quarter))?;
        Some(MetricFigure {
            metric: id.to_owned(),
            title: definition.title.clone(),
            part: part.cloned(),
            value: one.value?,
            interval: one.interval.map(|interval| (interval.low, interval.high)),
            percent: definition.unit == Unit::Percent,
        })
    };
    wanted.into_iter().filter_map(figure).collect()
}

/// The figures behind the benefits of M26; `level` is the confidence level of intervals.
pub fn measured(settings: &Economics, measurements: &Measurements, quarter: Quarter, level: f64) -> BenefitInputs {
    let before = baseline_quarters(settings, quarter);
    let all = Units { measurements, dimension: "", names: &[], z: normal_critical(level) };
    let now = [quarter];
    let total = |metric: &str| usable(measurements.total(metric, quarter));
    let value = |metric: &str| total(metric).and_then(|one| one.value);
    let (churn, churn_before) = (all.share(ids::CHURN_RATE, &now), all.share(ids::CHURN_RATE, &before));
    let (repeat, repeat_before) =
        (all.share(ids::REPEAT_PURCHASE_RATE, &now), all.share(ids::REPEAT_PURCHASE_RATE, &before));
    let mut found = BenefitInputs {
        customers_at_start: value(ids::CUSTOMERS_AT_START),
        churn_now: churn.map(|one| one.value),
        churn_baseline: churn_before.map(|one| one.value),
        repeat_customers: total(ids::REPEAT_PURCHASE_RATE).map(|one| one.n as f64),
        repeat_now: repeat.map(|one| one.value),
        repeat_baseline: repeat_before.map(|one| one.value),
        referred_customers: value(ids::CUSTOMERS_REFERRED),
        promoters_share: value(ids::NPS_PROMOTERS_SHARE),
        contacts_now: all.sum(ids::CONTACTS, &now),
        contacts_baseline: all.sum(ids::CONTACTS, &before),
        customers_now: all.sum(ids::CUSTOMERS_ACTIVE_MEAN, &now),
        customers_baseline: all.sum(ids::CUSTOMERS_ACTIVE_MEAN, &before),
        ..BenefitInputs::default()
    };
    found.intervals.extend(repeat.map(|one| (names::REPEAT_NOW, one.interval())));
    found.intervals.extend(repeat_before.map(|one| (names::REPEAT_BASELINE, one.interval())));
    let mut contacts = [
        all.each_customer((found.contacts_now, found.customers_now)),
        all.each_customer((found.contacts_baseline, found.customers_baseline)),
    ];
    let mut churns = [churn, churn_before];
    match (&settings.project, settings.baseline) {
        (Some(project), Baseline::PreProjectMean | Baseline::DifferenceInDifferences) if quarter < project.start => {
            found.control = Control::NotBegun;
        }
        (Some(project), Baseline::DifferenceInDifferences) => {
            (churns, contacts) = differences(&mut found, &all, project, (quarter, &before));
        }
        _ => {}
    }
    let named = [
        (names::CHURN_NOW, churns[0]),
        (names::CHURN_BASELINE, churns[1]),
        (names::CONTACTS_PER_CUSTOMER_NOW, contacts[0]),
        (names::CONTACTS_PER_CUSTOMER_BASELINE, contacts[1]),
    ];
    found.intervals.extend(named.into_iter().filter_map(|(name, one)| Some((name, one?.interval()))));
    if before.len() > 1 {
        found.within_noise = within_noise(churns, [repeat, repeat_before], contacts);
    }
    found
}

/// Benefits whose change against a baseline of several quarters lies within the interval of the change.
fn within_noise(
    churn: [Option<Share>; 2],
    repeat: [Option<Share>; 2],
    contacts: [Option<Share>; 2],
) -> BTreeSet<Benefit> {
    let carriers = [
        (Benefit::RetainedMargin, churn),
        (Benefit::AcquisitionSaved, churn),
        (Benefit::RepeatPurchase, repeat),
        (Benefit::AvoidedCost, contacts),
    ];
    let silent = |pair: [Option<Share>; 2]| match pair {
        [Some(now), Some(before)] => (now.value - before.value).abs() <= now.half.hypot(before.half),
        _ => false,
    };
    carriers.into_iter().filter(|(_, pair)| silent(*pair)).map(|(benefit, _)| benefit).collect()
}

/// Replaces churn and contacts by those of the treated units, and their baseline by what the treated
/// units would have had: their own mean before, moved as the untouched units moved.
fn differences(
    found: &mut BenefitInputs,
    all: &Units,
    project: &Project,
    (quarter, before): (Quarter, &[Quarter]),
) -> ([Option<Share>; 2], [Option<Share>; 2]) {
    let units = |names| Units { dimension: &project.dimension, names, ..*all };
    let (treated, untouched) = (units(&project.treated), units(&project.untouched));
    let now = [quarter];
    let churn = treated.share(ids::CHURN_RATE, &now);
    let expected = |of: fn(&Units, &[Quarter]) -> Option<Share>| -> Option<Share> {
        let (own, moved, still) = (of(&treated, before)?, of(&untouched, &now)?, of(&untouched, before)?);
        let half = [own.half, moved.half, still.half].iter().map(|half| half * half).sum::<f64>().sqrt();
        Some(Share { value: own.value + moved.value - still.value, half })
    };
    let churn_before = expected(|units, quarters| units.share(ids::CHURN_RATE, quarters));
    let each = |units: &Units, quarters: &[Quarter]| {
        units.each_customer((units.sum(ids::CONTACTS, quarters), units.sum(ids::CUSTOMERS_ACTIVE_MEAN, quarters)))
    };
    let (contacts, contacts_before) = (each(&treated, &now), expected(each));
    found.control = Control::Differences;
    found.churn_now = churn.map(|one| one.value);
    found.churn_baseline = churn_before.map(|one| one.value);
    found.customers_at_start = treated.sum(ids::CUSTOMERS_AT_START, &now);
    found.contacts_now = treated.sum(ids::CONTACTS, &now);
    found.customers_now = treated.sum(ids::CUSTOMERS_ACTIVE_MEAN, &now);
    found.customers_baseline = found.customers_now;
    found.contacts_baseline = contacts_before.zip(found.customers_now).map(|(each, customers)| each.value * customers);
    ([churn, churn_before], [contacts, contacts_before])
}

/// A share in percent, or a mean per customer, with the half width of its interval.
#[derive(Clone, Copy)]
struct Share {
    value: f64,
    half: f64,
}

impl Share {
    fn interval(self) -> (f64, f64) {
        (self.value - self.half, self.value + self.half)
    }
}

/// Some units of a dimension; none named is everyone.
#[derive(Clone, Copy)]
struct Units<'a> {
    measurements: &'a Measurements,
    dimension: &'a str,
    names: &'a [String],
    z: f64,
}

impl<'a> Units<'a> {
    /// Figures of the units in the quarters; `None` when one of them is missing. A dimension of
    /// customers is `region` there and `customer.region` in other tables.
    fn figures(&self, metric: &str, quarters: &[Quarter]) -> Option<Vec<&'a Measurement>> {
        let column = self.dimension.strip_prefix("customer.").unwrap_or(self.dimension);
        let one = |quarter: Quarter, name: &String| {
            let of = |dimension: String| {
                let segment = Segment::Part { dimension, value: Some(name.clone()) };
                usable(self.measurements.get(metric, &segment, quarter))
            };
            of(format!("customer.{column}")).or_else(|| of(column.to_owned()))
        };
        let of_quarter = |quarter: &Quarter| -> Vec<Option<&'a Measurement>> {
            match self.names {
                [] => vec![usable(self.measurements.total(metric, *quarter))],
                names => names.iter().map(|name| one(*quarter, name)).collect(),
            }
        };
        let found: Option<Vec<_>> = quarters.iter().flat_map(of_quarter).collect();
        found.filter(|found| !found.is_empty())
    }

    /// Σ hits ÷ Σ base in percent, with a normal interval.
    fn share(&self, metric: &str, quarters: &[Quarter]) -> Option<Share> {
        let figures = self.figures(metric, quarters)?;
        if let ([one], Some(interval)) = (&figures[..], figures[0].interval) {
            return Some(Share { value: one.value?, half: (interval.high - interval.low) / 2.0 });
        }
        let sum = |part: fn(&Measurement) -> Option<f64>| figures.iter().map(|one| part(one)).sum::<Option<f64>>();
        match (sum(|one| one.numerator), sum(|one| one.denominator)) {
            (Some(hits), Some(base)) if base > 0.0 => {
                let share = hits / base;
                let half = 100.0 * self.z * (share * (1.0 - share) / base).max(0.0).sqrt();
                Some(Share { value: 100.0 * share, half })
            }
            _ => match figures[..] {
                [one] => Some(Share { value: one.value?, half: 0.0 }),
                _ => None,
            },
        }
    }

    /// Contacts per customer. Contacts are counts of independent events: the interval is that of a Poisson
    /// count by the normal distribution.
    fn each_customer(&self, (contacts, customers): (Option<f64>, Option<f64>)) -> Option<Share> {
        let (contacts, customers) = (contacts?, customers.filter(|customers| *customers > 0.0)?);
        Some(Share { value: contacts / customers, half: self.z * contacts.max(0.0).sqrt() / customers })
    }

    fn sum(&self, metric: &str, quarters: &[Quarter]) -> Option<f64> {
        self.figures(metric, quarters)?.iter().map(|one| one.value).sum()
    }
}

fn usable(figure: Option<&Measurement>) -> Option<&Measurement> {
    figure.filter(|one| matches!(one.status, Status::Ok | Status::LowBase))
}
