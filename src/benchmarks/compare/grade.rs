//! 同口径, 近似口径 or 不可比 (T9, first step).

use super::super::{Benchmark, CROSS_INDUSTRY, DefinitionKey, PeriodLength, key_of, period_length_of};
use super::{Comparability, ComparisonPolicy, Difference, first_day};
use crate::domain::Quarter;
use crate::metrics::definition::Definition;

/// Instruments that ask for the same thing in nearly the same way: satisfaction of customers on a
/// scale turned into 0 to 100, by the company's own survey or a published index. Key presses after
/// a call and "good or bad" buttons are not among them.
const SATISFACTION_INSTRUMENTS: [&str; 6] = ["own_survey", "acsi", "ukcsi", "caq", "chnbrand", "cacsi"];

/// Years before the measured quarter within which a figure counts as of the same year.
const SAME_YEAR: f64 = 1.0;

/// Grades a published figure against a metric.
///
/// - Another concept, method, form or unit, and a flow over another length of time, make it 不可比.
/// - Another instrument for the same thing, another or unstated region, another or unstated
///   population, all industries instead of the client's, and a figure older than the policy's age
///   are differences of degree: with one of them it is 近似口径, with two it is 不可比.
/// - A figure of more than a year before the quarter, or undated, is at best 近似口径.
/// - A figure of unknown definition and origin (grade S) is 近似口径 because the report's author
///   chose it by naming its file; its warnings are printed beside it.
pub(super) fn comparability(
    benchmark: &Benchmark,
    definition: &Definition,
    quarter: Quarter,
    policy: &ComparisonPolicy,
) -> (Comparability, Vec<Difference>) {
    let differences = differences(benchmark, definition, quarter, policy);
    let blocks = |one: &Difference| {
        matches!(
            one,
            Difference::Concept | Difference::Method | Difference::Form | Difference::Unit | Difference::PeriodLength
        )
    };
    let by_degree = |one: &&Difference| {
        matches!(one, Difference::Instrument | Difference::Region | Difference::Population | Difference::Industry)
    };
    let old = age_of(benchmark, quarter).is_some_and(|years| years > policy.stale_years);
    let degrees = differences.iter().filter(by_degree).count() + usize::from(old);
    let grade = match () {
        () if differences.iter().any(blocks) => Comparability::Incomparable,
        () if benchmark.grade == super::super::Grade::S => Comparability::Near,
        () if degrees >= 2 => Comparability::Incomparable,
        () if differences.is_empty() => Comparability::Same,
        () => Comparability::Near,
    };
    (grade, differences)
}

fn differences(
    benchmark: &Benchmark,
    definition: &Definition,
    quarter: Quarter,
    policy: &ComparisonPolicy,
) -> Vec<Difference> {
    let mut found = Vec::new();
    found.extend(of_keys(&key_of(definition), &benchmark.definition_key));
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

/// How two definitions differ, at most one way: the gravest.
fn of_keys(own: &DefinitionKey, other: &DefinitionKey) -> Option<Difference> {
    if own == other {
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
    Some(if same_thing { Difference::Instrument } else { Difference::Method })
}

fn age_of(benchmark: &Benchmark, quarter: Quarter) -> Option<f64> {
    first_day(quarter).and_then(|day| benchmark.period.years_before(day))
}
