//! A figure beside published ones (rule T9): comparability, gap, verdict, age.

mod grade;
mod verdict;

pub use verdict::{NoVerdict, Verdict};

use super::{Benchmark, CROSS_INDUSTRY, Grade, OWN_INDUSTRY, OneSided, Statistic};
use crate::catalogue::definition::Definition;
use crate::domain::{Currency, Quarter};
use crate::metrics::measurement::{Measurement, Measurements, Status as Shown};
use chrono::NaiveDate;

/// What a comparison needs to know of the client and the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonPolicy {
    /// Industry key of the client; without one only figures over all industries are looked at.
    pub industry: Option<String>,
    /// Region of the client's customers (see [`super::region_of`]); `None` when unknown.
    pub region: Option<String>,
    /// Whom the client serves (see [`super::population_of`]); `None` when unknown.
    pub population: Option<String>,
    /// Currency of the report.
    pub currency: Currency,
    /// Below this n there is no verdict (G11).
    pub verdict_n: u64,
    /// Figures older than this many years are 陈旧; 3 by rule T9.
    pub stale_years: f64,
    /// Figures older than this many years are not drawn; 5 by rule T9.
    pub undrawn_years: f64,
}

/// What came of looking for published figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'a> {
    /// In a word.
    pub status: Status,
    /// The average or median that the status speaks of: the best match of those found.
    pub best: Option<Match<'a>>,
    /// The mark of the best in class (标杆值), when one is known of the same source.
    pub best_in_class: Option<Match<'a>>,
    /// Every figure set beside the metric, best first, incomparable ones included.
    pub matches: Vec<Match<'a>>,
}

/// The outcome of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 无可比行业数据: nothing is known that could stand beside the metric. A normal outcome.
    NoComparableFigure,
    /// Figures are known and none may be compared; they are printed without gap and verdict.
    Incomparable,
    /// Nothing may be compared but claims of unknown origin, whose verdicts are words without weight.
    Claimed,
    /// The best match is 同口径 or 近似口径.
    Compared,
}

/// What a client's figures are compared with: published figures, and the client's own figures of other metrics, which
/// are the twins of what was published.
#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    /// Figures of benchmark files and of peers.
    pub figures: &'a [Benchmark],
    /// Definitions of the report's metrics.
    pub definitions: &'a [Definition],
    /// The report's figures.
    pub measurements: Option<&'a Measurements>,
}

impl<'a> Published<'a> {
    /// Figures without anything that could feed their twins.
    pub fn only(figures: &'a [Benchmark]) -> Self {
        Self { figures, definitions: &[], measurements: None }
    }

    /// The twin of a published figure, when the client's data feed it and cover the quarter.
    fn twin(&self, benchmark: &Benchmark, quarter: Quarter) -> Option<Twin<'a>> {
        let id = benchmark.twin.as_deref()?;
        let definition = self.definitions.iter().find(|one| one.id == id)?;
        let measurement = self.measurements?.total(id, quarter)?;
        let shown = matches!(measurement.status, Shown::Ok | Shown::LowBase) && measurement.value.is_some();
        (shown && measurement.uncovered.is_empty()).then_some(Twin { definition, measurement })
    }
}

/// The client's own figure by the definition of a published one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Twin<'a> {
    /// That definition as a metric.
    pub definition: &'a Definition,
    /// What the client's data give by it.
    pub measurement: &'a Measurement,
}

/// One figure set beside the metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<'a> {
    /// The figure.
    pub benchmark: &'a Benchmark,
    /// What was compared with it in place of the metric's own figure: like meets like.
    pub twin: Option<Twin<'a>>,
    /// What is proven of the two definitions, where they differ in one direction.
    pub bound: Option<&'static OneSided>,
    /// Whether it is of the client's own region.
    pub home: bool,
    /// May it be compared.
    pub comparability: Comparability,
    /// What differs, in the order of rule T9; empty for 同口径.
    pub differences: Vec<Difference>,
    /// Own value − figure in the metric's unit; `None` when 不可比 or without own value.
    pub gap: Option<f64>,
    /// Interval of the gap at the measurement's level.
    pub gap_interval: Option<(f64, f64)>,
    /// Better, worse, not different; or why there is no verdict.
    pub verdict: Result<Verdict, NoVerdict>,
    /// Whether the figure was taken as a fixed number because its n is unknown.
    pub fixed: bool,
    /// How old it is.
    pub age: Age,
    /// Whether a chart shows it by default.
    pub drawn: bool,
    /// What must be printed beside it.
    pub warnings: Vec<Warning>,
}

impl Match<'_> {
    /// Whether it may lead: compared, drawn, of the client's own region and of known origin. Only such a figure is
    /// quoted outside the section on the industry.
    pub fn leads(&self) -> bool {
        let compared = matches!(self.comparability, Comparability::Same | Comparability::Near);
        compared && self.home && self.drawn
    }
}

/// How far two definitions are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparability {
    /// 同口径.
    Same,
    /// 近似口径.
    Near,
    /// 来源不明: a claim whose origin nobody knows; its verdict is printed without colour or weight.
    Claimed,
    /// 不可比.
    Incomparable,
}

/// What differs between a metric and a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Another thing is meant.
    Concept,
    /// It is taken in a way that is never mixed with ours (survey against system records, regulator
    /// against company, panel against own customers).
    Method,
    /// It is taken with another instrument for the same thing.
    Instrument,
    /// Another figure is computed (mean, share of top answers, per another base).
    Form,
    /// A looser or stricter form of the same, by a rule with proof.
    OneSided,
    /// Complaints at another level: to the company, an ombudsman, a regulator.
    Level,
    /// One kind of product or service of several.
    Product,
    /// What is meant is not stated.
    Unstated,
    /// Another unit or currency.
    Unit,
    /// A flow over another length of time, such as a quarter against a year.
    PeriodLength,
    /// Another region, or none stated.
    Region,
    /// Another population, or none stated.
    Population,
    /// A figure of all industries, not of the client's.
    Industry,
    /// More than a year before the measured quarter, or undated.
    Year,
}

/// Age of a figure at the report's `as_of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Up to three years.
    Fresh,
    /// 陈旧: more than three years.
    Stale,
    /// More than five years: not drawn by default.
    Expired,
    /// The source gives no date.
    Undated,
}

/// What must be printed beside a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// 定义不明: the source states neither numerator nor denominator nor period.
    DefinitionUnknown,
    /// Claimed, origin unknown (grade S).
    OriginUnknown,
    /// The source gives no date.
    Undated,
    /// 陈旧.
    Stale,
    /// The figure's n is unknown, so that it counts as a fixed number.
    AverageTakenAsFixed,
    /// The own figure has no interval, so that the word on a claim rests on the two values alone.
    ByValueAlone,
}

/// Sets published figures beside a measurement by rule T9.
///
/// Looked at are the figures of the metric whose industry is the client's or none in particular; each meets its twin
/// where the client's data feed it. Comparable ones come first, then claims of unknown origin; among those peers, the
/// client's region before others, its industry before all industries, the closer match, the later period, the better
/// evidence, and the order of the files.
pub fn compare<'a>(
    definition: &Definition,
    measurement: &Measurement,
    published: Published<'a>,
    as_of: NaiveDate,
    policy: &ComparisonPolicy,
) -> Comparison<'a> {
    let of_client = |key: &str| policy.industry.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(key));
    let own = |one: &&Benchmark| one.industry == OWN_INDUSTRY || of_client(&one.industry);
    let candidates = published
        .figures
        .iter()
        .filter(|one| one.metric == definition.id)
        .filter(|one| own(one) || one.industry == CROSS_INDUSTRY);
    let mut matches: Vec<Match<'a>> =
        candidates.map(|one| judge(one, (definition, measurement), published, as_of, policy)).collect();
    matches.sort_by_key(|one| {
        let late =
            one.benchmark.period.last.map_or(i64::MAX, |last| -i64::from(chrono::Datelike::num_days_from_ce(&last)));
        let lost = match one.comparability {
            Comparability::Same | Comparability::Near => 0,
            Comparability::Claimed => 1,
            Comparability::Incomparable => 2,
        };
        let peers = one.benchmark.peers.is_none();
        (lost, peers, !one.home, !own(&one.benchmark), one.comparability, late, one.benchmark.grade)
    });
    let average = |one: &&Match| one.benchmark.statistic != Statistic::BestInClass;
    let best = matches.iter().find(average).cloned();
    let best_in_class = best.as_ref().and_then(|best| {
        let same_source = |one: &&Match| one.benchmark.source == best.benchmark.source;
        matches.iter().filter(|one| !average(one)).find(same_source).cloned()
    });
    let status = match &best {
        None => Status::NoComparableFigure,
        Some(best) if best.comparability == Comparability::Incomparable => Status::Incomparable,
        Some(best) if best.comparability == Comparability::Claimed => Status::Claimed,
        Some(_) => Status::Compared,
    };
    Comparison { status, best, best_in_class, matches }
}

fn judge<'a>(
    benchmark: &'a Benchmark,
    (definition, measurement): (&Definition, &Measurement),
    published: Published<'a>,
    as_of: NaiveDate,
    policy: &ComparisonPolicy,
) -> Match<'a> {
    let twin = published.twin(benchmark, measurement.quarter);
    let (definition, measurement) = twin.map_or((definition, measurement), |twin| (twin.definition, twin.measurement));
    let graded = grade::graded(benchmark, (definition, twin.is_some()), measurement.quarter, policy);
    let value = measurement.value.filter(|_| matches!(measurement.status, Shown::Ok | Shown::LowBase));
    let comparable = graded.comparability != Comparability::Incomparable;
    let gap = value.filter(|_| comparable).map(|value| value - benchmark.value);
    let gap_interval = gap.and_then(|gap| verdict::gap_interval(gap, measurement, benchmark));
    let verdict = verdict::verdict(&verdict::Grounds {
        comparable,
        gap,
        interval: gap_interval.map(|(bounds, _)| bounds),
        better: definition.better,
        enough: measurement.status == Shown::Ok && measurement.n >= policy.verdict_n,
        reads: graded.bound.map(|rule| rule.ours_reads),
        claimed: graded.comparability == Comparability::Claimed,
    });
    let age = age(benchmark, as_of, policy);
    let fixed = gap_interval.is_some_and(|(_, fixed)| fixed);
    Match {
        benchmark,
        twin,
        bound: graded.bound,
        home: benchmark.region.is_some() && benchmark.region == policy.region,
        comparability: graded.comparability,
        differences: graded.differences,
        gap,
        gap_interval: gap_interval.map(|(bounds, _)| (bounds.low, bounds.high)),
        verdict,
        fixed,
        age,
        drawn: comparable && benchmark.drawn && age != Age::Expired,
        warnings: warnings(benchmark, age, fixed, gap.is_some() && gap_interval.is_none()),
    }
}

fn age(benchmark: &Benchmark, as_of: NaiveDate, policy: &ComparisonPolicy) -> Age {
    match benchmark.period.years_before(as_of) {
        None => Age::Undated,
        Some(years) if years > policy.undrawn_years => Age::Expired,
        Some(years) if years > policy.stale_years => Age::Stale,
        Some(_) => Age::Fresh,
    }
}

fn warnings(benchmark: &Benchmark, age: Age, fixed: bool, bare: bool) -> Vec<Warning> {
    let all = [
        (benchmark.definition_key.is_unknown(), Warning::DefinitionUnknown),
        (benchmark.grade == Grade::S, Warning::OriginUnknown),
        (age == Age::Undated, Warning::Undated),
        (matches!(age, Age::Stale | Age::Expired), Warning::Stale),
        (fixed, Warning::AverageTakenAsFixed),
        (bare && benchmark.grade == Grade::S, Warning::ByValueAlone),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning).collect()
}

/// First calendar day of a quarter, as far as the year rule needs it.
fn first_day(quarter: Quarter) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(quarter.year(), u32::from(quarter.number()) * 3 - 2, 1)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod twin_tests;
