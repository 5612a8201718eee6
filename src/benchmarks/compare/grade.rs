//! 同口径, 近似口径 or 不可比 (T9, first step).

use super::super::{
    Benchmark, CROSS_INDUSTRY, DefinitionKey, Grade, Level, OneSided, PeriodLength, key_of, period_length_of, rules,
};
use super::{Comparability, ComparisonPolicy, Difference, first_day};
use crate::catalogue::definition::Definition;
use crate::domain::Quarter;

/// Instruments that ask for the same thing in nearly the same way: satisfaction of customers on a
/// scale turned into 0 to 100, by the company's own survey or a published index. Key presses after
/// a call and "good or bad" buttons are not among them.
const SATISFACTION_INSTRUMENTS: [&str; 6] = ["own_survey", "acsi", "ukcsi", "caq", "chnbrand", "cacsi"];

/// Years before the measured quarter within which a figure counts as of the same year.
const SAME_YEAR: f64 = 1.0;

/// How far a published figure and a metric are the same, and in what they differ.
pub(super) struct Graded {
    pub(super) comparability: Comparability,
    pub(super) differences: Vec<Difference>,
    /// What is proven of the two definitions, where they differ in one direction.
    pub(super) bound: Option<&'static OneSided>,
}

/// Grades a published figure against a metric, or against its twin.
///
/// - Another concept, method, form, level, product or unit, an unknown definition, and a flow over another length of
///   time, make it 不可比; where a rule proves on which side ours lies, another form is none of these.
/// - Another instrument for the same thing, another or unstated region, another or unstated
///   population, all industries instead of the client's, and a figure older than the policy's age
///   are differences of degree: with one of them it is 近似口径, with two it is 不可比.
/// - A figure of more than a year before the quarter, or undated, is at best 近似口径, and so is one of another region.
/// - A claim of unknown origin (grade S) is 来源不明: it is printed because the report's author names its file.
pub(super) fn graded(
    benchmark: &Benchmark,
    metric: (&Definition, bool),
    quarter: Quarter,
    policy: &ComparisonPolicy,
) -> Graded {
    let ours = key_of(metric.0);
    let bound = rules::between(&ours, &benchmark.definition_key);
    let mut differences = Vec::new();
    match bound {
        Some(_) => differences.push(Difference::OneSided),
        None => differences.extend(of_keys(&ours, &benchmark.definition_key, metric.1)),
    }
    differences.extend(others(benchmark, metric.0, quarter, policy));
    let comparability = comparability(benchmark, &differences, quarter, policy);
    Graded { comparability, differences, bound }
}

fn comparability(
    benchmark: &Benchmark,
    differences: &[Difference],
    quarter: Quarter,
    policy: &ComparisonPolicy,
) -> Comparability {
    let blocks = |one: &Difference| {
        matches!(
            one,
            Difference::Concept
                | Difference::Method
                | Difference::Form
                | Difference::Level
                | Difference::Product
                | Difference::Unit
                | Difference::PeriodLength
        )
    };
    let by_degree = |one: &&Difference| {
        matches!(one, Difference::Instrument | Difference::Region | Difference::Population | Difference::Industry)
    };
    let old = age_of(benchmark, quarter).is_some_and(|years| years > policy.stale_years);
    let degrees = differences.iter().filter(by_degree).count() + usize::from(old);
    match () {
        () if differences.iter().any(blocks) => Comparability::Incomparable,
        () if benchmark.grade == Grade::S => Comparability::Claimed,
        () if differences.contains(&Difference::Unstated) || degrees >= 2 => Comparability::Incomparable,
        () if differences.is_empty() => Comparability::Same,
        () => Comparability::Near,
    }
}

/// In what the two differ beside their keys, in the order of rule T9.
fn others(
    benchmark: &Benchmark,
    definition: &Definition,
    quarter: Quarter,
    policy: &ComparisonPolicy,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let level = Level::of_method(&key_of(definition).method);
    if level.zip(benchmark.level).is_some_and(|(own, other)| !own.is_alike(other)) {
        found.push(Difference::Level);
    }
    if benchmark.product.is_some() {
        found.push(Difference::Product);
    }
    if benchmark.definition_key.is_unknown() {
        found.push(Difference::Unstated);
    }
    if !benchmark.unit.matches(definition.unit, &policy.currency) {
        found.push(Difference::Unit);
    }
    let (own, other) = (period_length_of(definition), benchmark.period_length);
    let unstated = other == PeriodLength::NotStated && benchmark.definition_key.is_unknown();
    if own != PeriodLength::Point && own != other && !unstated {
        found.push(Difference::PeriodLength);
    }
    if benchmark.region.is_none() || benchmark.region != policy.region {
        found.push(Difference::Region);
    }
    if benchmark.population.is_none() || benchmark.population != policy.population {
        found.push(Difference::Population);
    }
    if benchmark.industry == CROSS_INDUSTRY && policy.industry.is_some() {
        found.push(Difference::Industry);
    }
    if age_of(benchmark, quarter).is_none_or(|years| years > SAME_YEAR) {
        found.push(Difference::Year);
    }
    found
}

/// How two definitions differ, at most one way: the gravest. A user's own metric that a figure names as its twin is the
/// figure's definition; a twin of another method is another instrument for the same thing.
fn of_keys(own: &DefinitionKey, other: &DefinitionKey, is_twin: bool) -> Option<Difference> {
    if own == other || (is_twin && own.method == "own" && own.form == "own") {
        return None;
    }
    if own.concept != other.concept {
        return Some(Difference::Concept);
    }
    if other.is_unknown() {
        return None;
    }
    if own.form != other.form {
        return Some(Difference::Form);
    }
    let known = |key: &DefinitionKey| SATISFACTION_INSTRUMENTS.contains(&key.method.as_str());
    let same_thing = own.concept == "satisfaction" && own.form == "score_0_100" && known(own) && known(other);
    Some(if same_thing || is_twin { Difference::Instrument } else { Difference::Method })
}

fn age_of(benchmark: &Benchmark, quarter: Quarter) -> Option<f64> {
    first_day(quarter).and_then(|day| benchmark.period.years_before(day))
}
