//! From respondents to means, intervals and α.

use super::{
    Dimension, DimensionResult, DimensionWeights, Estimate, Form, ITEMS, ItemResult, Respondent, ServqualQuarter,
};
use crate::domain::Quarter;
use crate::statistics::{Resampling, bootstrap_clusters, bootstrap_mean, cronbach_alpha};

/// Scores one quarter.
pub(super) fn quarter(
    quarter: Quarter,
    people: &[Respondent],
    weights: Option<DimensionWeights>,
    how: Resampling,
) -> ServqualQuarter {
    let paired = people.iter().any(|one| (0..ITEMS).any(|item| pair(one, item).is_some()));
    let form = if paired { Form::Gap } else { Form::Performance };
    let dimensions: Vec<DimensionResult> =
        Dimension::ALL.into_iter().map(|dimension| of_dimension(dimension, people, form, how)).collect();
    let equal = [1.0; 5];
    ServqualQuarter {
        quarter,
        form,
        respondents: people.len() as u64,
        items: (0..ITEMS).map(|item| of_item(item, people, form)).collect(),
        overall: combined(people, form, equal, how),
        weighted: weights.as_ref().and_then(|weights| combined(people, form, weights.points, how)),
        weights,
        dimensions,
    }
}

/// Perception − expectation of one item.
fn pair(one: &Respondent, item: usize) -> Option<f64> {
    Some(one.perception[item]? - one.expectation[item]?)
}

/// What counts for one item.
fn item_score(one: &Respondent, item: usize, form: Form) -> Option<f64> {
    match form {
        Form::Gap => pair(one, item),
        Form::Performance => one.perception[item],
    }
}

/// All item scores of a dimension, when none is missing.
fn complete(one: &Respondent, dimension: Dimension, form: Form) -> Option<Vec<f64>> {
    dimension.items().map(|item| item_score(one, item, form)).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn of_dimension(dimension: Dimension, people: &[Respondent], form: Form, how: Resampling) -> DimensionResult {
    let counted: Vec<(&Respondent, Vec<f64>)> =
        people.iter().filter_map(|one| Some((one, complete(one, dimension, form)?))).collect();
    let side = |of: fn(&Respondent) -> &[Option<f64>; ITEMS]| {
        let values = counted.iter().flat_map(|(one, _)| of(one)[dimension.items()].iter().flatten().copied());
        mean(&values.collect::<Vec<_>>())
    };
    let own: Vec<f64> = counted.iter().filter_map(|(_, scores)| mean(scores)).collect();
    let columns: Vec<Vec<f64>> =
        (0..dimension.items().len()).map(|at| counted.iter().map(|(_, scores)| scores[at]).collect()).collect();
    DimensionResult {
        dimension,
        n: counted.len() as u64,
        incomplete: (people.len() - counted.len()) as u64,
        expectation: (form == Form::Gap).then(|| side(|one| &one.expectation)).flatten(),
        perception: side(|one| &one.perception),
        score: mean(&own).map(|value| Estimate {
            value,
            interval: (own.len() > 1).then(|| bootstrap_mean(&distribution(&own), how)).flatten(),
        }),
        alpha: cronbach_alpha(&columns),
    }
}

fn of_item(item: usize, people: &[Respondent], form: Form) -> ItemResult {
    let counted: Vec<&Respondent> = people.iter().filter(|one| item_score(one, item, form).is_some()).collect();
    let over =
        |of: &dyn Fn(&Respondent) -> Option<f64>| mean(&counted.iter().filter_map(|one| of(one)).collect::<Vec<_>>());
    ItemResult {
        item: item as u32 + 1,
        n: counted.len() as u64,
        expectation: (form == Form::Gap).then(|| over(&|one| one.expectation[item])).flatten(),
        perception: over(&|one| one.perception[item]),
        score: over(&|one| item_score(one, item, form)),
    }
}

/// Σ weight × mean of the dimension ÷ Σ weight, each dimension over its own complete respondents;
/// the interval resamples respondents with the weights held fixed.
fn combined(people: &[Respondent], form: Form, weights: [f64; 5], how: Resampling) -> Option<Estimate> {
    let scores: Vec<[Option<f64>; 5]> = people
        .iter()
        .map(|one| Dimension::ALL.map(|dimension| complete(one, dimension, form).and_then(|scores| mean(&scores))))
        .collect();
    let statistic = |times: &[u64]| {
        let mut total = 0.0;
        for (at, weight) in weights.iter().enumerate() {
            let (mut sum, mut n) = (0.0, 0_u64);
            for (own, times) in scores.iter().zip(times) {
                if let Some(score) = own[at] {
                    sum += score * *times as f64;
                    n += times;
                }
            }
            if n == 0 {
                return None;
            }
            total += weight * sum / n as f64;
        }
        Some(total / weights.iter().sum::<f64>())
    };
    let value = statistic(&vec![1; scores.len()])?;
    let interval = (scores.len() > 1).then(|| bootstrap_clusters(scores.len(), statistic, how)).flatten();
    Some(Estimate { value, interval })
}

/// Values with their counts, ascending.
fn distribution(values: &[f64]) -> Vec<(f64, u64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut found: Vec<(f64, u64)> = Vec::new();
    for value in sorted {
        match found.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => found.push((value, 1)),
        }
    }
    found
}
