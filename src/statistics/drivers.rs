//! What goes with an outcome: each driver's share of R² (T11).
//!
//! Shares are Shapley values of R² (LMG; Lipovetsky & Conklin 2001) up to twelve drivers and
//! Johnson's relative weights (2000) above. They describe association, never cause.

use super::bootstrap::Draws;
use super::linear::Symmetric;
use super::{Bounds, Resampling, quantile};

/// Most drivers whose subsets are all tried.
const MOST_SHAPLEY: usize = 12;
/// Fewest respondents.
const LEAST_N: usize = 100;
/// Fewest respondents per driver.
const LEAST_PER_DRIVER: usize = 15;
/// Pivot below which a driver adds nothing to those already in (standardised: variance left).
const COLLINEAR: f64 = 1e-9;

/// Answers of complete respondents.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    /// The outcome, one per respondent.
    pub outcome: &'a [f64],
    /// One column per driver, each as long as the outcome.
    pub drivers: &'a [Vec<f64>],
    /// Who answered: respondents with one number are resampled together; `None` is one each.
    pub customers: Option<&'a [u64]>,
}

/// How shares of R² were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriverMethod {
    /// Shapley values of R² (LMG).
    Shapley,
    /// Johnson's relative weights.
    RelativeWeights,
}

/// Why there are no shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum DriverRefusal {
    /// No driver is given.
    NoDrivers,
    /// n is below 100 or below 15 per driver.
    TooFew {
        /// Complete respondents.
        n: usize,
        /// Respondents needed.
        needed: usize,
    },
    /// Everyone gave one outcome.
    NoSpread,
    /// Everyone gave one answer to this driver (its position).
    NoSpreadOf {
        /// Which driver.
        driver: usize,
    },
}

/// Shares of R².
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Drivers {
    /// Complete respondents.
    pub n: usize,
    /// R² of all drivers together, 0 to 1.
    pub r_squared: f64,
    /// How shares were taken.
    pub method: DriverMethod,
    /// One per driver: its part of R²; they sum to it. A Shapley share is never below zero for R²,
    /// but may be as good as zero.
    pub shares: Vec<f64>,
    /// Percentile bootstrap intervals of the shares; `None` when draws lack spread.
    pub intervals: Vec<Option<Bounds>>,
}

/// Takes the shares, with intervals from resampled respondents (or customers).
///
/// # Errors
/// Too few respondents, or a column without spread: there is nothing to explain or explain with.
pub fn drivers(answers: Answers<'_>, how: Resampling) -> Result<Drivers, DriverRefusal> {
    let (n, count) = (answers.outcome.len(), answers.drivers.len());
    if count == 0 {
        return Err(DriverRefusal::NoDrivers);
    }
    let needed = LEAST_N.max(LEAST_PER_DRIVER * count);
    if n < needed {
        return Err(DriverRefusal::TooFew { n, needed });
    }
    let groups = cross_products(answers);
    let once = vec![1; groups.len()];
    let whole = correlations(&groups, &once, count + 1).map_err(|column| match column.checked_sub(1) {
        None => DriverRefusal::NoSpread,
        Some(driver) => DriverRefusal::NoSpreadOf { driver },
    })?;
    let method = if count <= MOST_SHAPLEY { DriverMethod::Shapley } else { DriverMethod::RelativeWeights };
    let shares = shares(&whole, method);
    let r_squared = shares.iter().sum();
    let intervals = intervals(&groups, &once, count, method, how);
    Ok(Drivers { n, r_squared, method, shares, intervals })
}

/// Per customer: number of answers, sums, and sums of products of outcome and drivers.
type Group = Vec<f64>;

fn cross_products(answers: Answers<'_>) -> Vec<Group> {
    let n = answers.outcome.len();
    let width = answers.drivers.len() + 1;
    let means: Vec<f64> = std::iter::once(answers.outcome)
        .chain(answers.drivers.iter().map(Vec::as_slice))
        .map(|column| column.iter().sum::<f64>() / n as f64)
        .collect();
    let mut order: Vec<usize> = (0..n).collect();
    if let Some(customers) = answers.customers {
        order.sort_by_key(|row| customers[*row]);
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for row in order {
        let customer = answers.customers.map(|customers| customers[row]);
        if customer.is_none() || customer != last {
            groups.push(vec![0.0; 1 + width + width * (width + 1) / 2]);
            last = customer;
        }
        let Some(group) = groups.last_mut() else { continue };
        let value = |column: usize| {
            let of = column.checked_sub(1).map_or(answers.outcome, |driver| &answers.drivers[driver]);
            of[row] - means[column]
        };
        group[0] += 1.0;
        let mut at = 1 + width;
        for one in 0..width {
            group[1 + one] += value(one);
            for other in 0..=one {
                group[at] += value(one) * value(other);
                at += 1;
            }
        }
    }
    groups
}

/// The correlations of outcome (first) and drivers over groups that count several times; the first
/// column without spread otherwise.
fn correlations(groups: &[Group], times: &[u64], width: usize) -> Result<Symmetric, usize> {
    let mut sums = vec![0.0; 1 + width + width * (width + 1) / 2];
    for (group, times) in groups.iter().zip(times).filter(|(_, times)| **times > 0) {
        sums.iter_mut().zip(group).for_each(|(sum, value)| *sum += value * *times as f64);
    }
    let n = sums[0];
    let product = |one: usize, other: usize| {
        let (one, other) = (one.max(other), one.min(other));
        sums[1 + width + one * (one + 1) / 2 + other] - sums[1 + one] * sums[1 + other] / n
    };
    if let Some(flat) = (0..width).find(|column| product(*column, *column) <= 1e-9 * n) {
        return Err(flat);
    }
    Ok(Symmetric::new(width, |i, j| if i == j { 1.0 } else { product(i, j) / (product(i, i) * product(j, j)).sqrt() }))
}

fn shares(correlations: &Symmetric, method: DriverMethod) -> Vec<f64> {
    match method {
        DriverMethod::Shapley => shapley(correlations),
        DriverMethod::RelativeWeights => relative_weights(correlations),
    }
}

/// Shapley values of R²: the mean of what a driver adds over all orders of entry.
fn shapley(correlations: &Symmetric) -> Vec<f64> {
    let count = correlations.size() - 1;
    let mut explained = vec![0.0; 1 << count];
    let mut subset = Subset { correlations, members: Vec::new(), rows: Vec::new(), projections: Vec::new() };
    subset.explain(0, 0, 0.0, &mut explained);
    // Weight of a subset of size s without the driver: s!(count − s − 1)!/count!.
    let mut weights = vec![1.0 / count as f64; count];
    for size in 1..count {
        weights[size] = weights[size - 1] * size as f64 / (count - size) as f64;
    }
    let share = |driver: usize| {
        let without = (0..1_usize << count).filter(|set| set & (1 << driver) == 0);
        without.map(|set| weights[set.count_ones() as usize] * (explained[set | 1 << driver] - explained[set])).sum()
    };
    (0..count).map(share).collect()
}

/// A subset of drivers with its Cholesky factor, grown one driver at a time.
struct Subset<'a> {
    correlations: &'a Symmetric,
    members: Vec<usize>,
    rows: Vec<Vec<f64>>,
    /// The outcome in the basis of the factor; Σ of squares is R².
    projections: Vec<f64>,
}

impl Subset<'_> {
    /// Writes R² of every subset that adds drivers from `next` on to the present one.
    fn explain(&mut self, set: usize, next: usize, r_squared: f64, explained: &mut [f64]) {
        explained[set] = r_squared;
        for driver in next..self.correlations.size() - 1 {
            let mut row: Vec<f64> = Vec::with_capacity(self.members.len() + 1);
            for (at, member) in self.members.iter().enumerate() {
                let sum: f64 = (0..at).map(|k| row[k] * self.rows[at][k]).sum();
                let pivot = self.rows[at][at];
                let rest = self.correlations.at(driver + 1, member + 1) - sum;
                row.push(if pivot > 0.0 { rest / pivot } else { 0.0 });
            }
            let left = 1.0 - row.iter().map(|value| value * value).sum::<f64>();
            let pivot = if left > COLLINEAR { left.sqrt() } else { 0.0 };
            let sum: f64 = row.iter().zip(&self.projections).map(|(a, b)| a * b).sum();
            let rest = self.correlations.at(driver + 1, 0) - sum;
            let projection = if pivot > 0.0 { rest / pivot } else { 0.0 };
            row.push(pivot);
            self.members.push(driver);
            self.rows.push(row);
            self.projections.push(projection);
            self.explain(set | 1 << driver, driver + 1, r_squared + projection * projection, explained);
            self.members.pop();
            self.rows.pop();
            self.projections.pop();
        }
    }
}

/// Johnson's relative weights: the outcome on the orthogonal drivers nearest to the given ones,
/// carried back by squared loadings.
fn relative_weights(correlations: &Symmetric) -> Vec<f64> {
    let count = correlations.size() - 1;
    let own = Symmetric::new(count, |i, j| correlations.at(i + 1, j + 1));
    let root = own.map(|value| value.max(0.0).sqrt());
    let inverse = own.map(|value| if value > COLLINEAR { value.sqrt().recip() } else { 0.0 });
    let slope = |k: usize| (0..count).map(|j| inverse.at(k, j) * correlations.at(j + 1, 0)).sum::<f64>().powi(2);
    let slopes: Vec<f64> = (0..count).map(slope).collect();
    (0..count).map(|j| (0..count).map(|k| root.at(j, k).powi(2) * slopes[k]).sum()).collect()
}

fn intervals(
    groups: &[Group],
    once: &[u64],
    count: usize,
    method: DriverMethod,
    how: Resampling,
) -> Vec<Option<Bounds>> {
    let mut draws = Draws::new(once, how.seed);
    let mut values: Vec<Vec<(f64, u64)>> = vec![Vec::new(); count];
    for _ in 0..how.draws {
        if let Ok(drawn) = correlations(groups, draws.next(), count + 1) {
            let shares = shares(&drawn, method);
            values.iter_mut().zip(shares).for_each(|(values, share)| values.push((share, 1)));
        }
    }
    let tail = (1.0 - how.level) / 2.0;
    let bounds = |values: &mut Vec<(f64, u64)>| {
        values.sort_by(|one, other| one.0.total_cmp(&other.0));
        let lost = how.draws as usize - values.len();
        if 20 * lost > how.draws as usize {
            return None;
        }
        Some(Bounds { low: quantile(values, tail)?, high: quantile(values, 1.0 - tail)? })
    };
    values.iter_mut().map(bounds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: Resampling = Resampling { draws: 400, seed: 20_260_101, level: 0.95 };

    fn uniform(count: usize, mut state: u64) -> Vec<f64> {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..count).map(|_| next()).collect()
    }

    /// 150 respondents on four correlated 1–7 items and a 1–10 outcome.
    fn survey() -> (Vec<f64>, Vec<Vec<f64>>) {
        let draws = uniform(750, 42);
        let scale = |top: f64, share: f64| (1.0 + top * share).floor();
        let mut columns = vec![Vec::new(); 4];
        let mut outcome = Vec::new();
        for u in draws.chunks(5) {
            columns[0].push(scale(7.0, u[0]));
            columns[1].push(scale(7.0, 0.6 * u[0] + 0.4 * u[1]));
            columns[2].push(scale(7.0, u[2]));
            columns[3].push(scale(7.0, 0.5 * u[2] + 0.5 * u[3]));
            outcome.push(scale(10.0, 0.35 * u[0] + 0.15 * u[1] + 0.2 * u[2] + 0.3 * u[4]));
        }
        (outcome, columns)
    }

    fn close(found: &[f64], wanted: &[f64], allowed: f64) {
        let near = found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < allowed);
        assert!(near, "{found:?} is not {wanted:?}");
    }

    /// statsmodels 0.15.0 `OLS.rsquared` over all subsets; intervals from 6,000 NumPy 2.4.6 draws.
    #[test]
    fn shapley_shares_as_in_statsmodels() {
        let (outcome, columns) = survey();
        let found = drivers(Answers { outcome: &outcome, drivers: &columns, customers: None }, HOW).unwrap();
        let wanted =
            [0.244_667_828_901_703_66, 0.303_896_868_931_928_8, 0.110_186_806_939_079_62, 0.032_184_420_342_956_994];
        close(&found.shares, &wanted, 1e-12);
        close(&[found.r_squared], &[0.690_935_925_115_669], 1e-12);
        assert_eq!(found.method, DriverMethod::Shapley);
        let simulated = [(0.191, 0.299), (0.243, 0.362), (0.062, 0.170), (0.011, 0.071)];
        for (bounds, (low, high)) in found.intervals.iter().zip(simulated) {
            let bounds = bounds.unwrap();
            assert!((bounds.low - low).abs() < 0.012 && (bounds.high - high).abs() < 0.012, "{bounds:?} {low} {high}");
        }
    }

    /// NumPy 2.4.6: Johnson's formula through `linalg.eigh`.
    #[test]
    fn relative_weights_as_in_numpy() {
        let (outcome, columns) = survey();
        let groups = cross_products(Answers { outcome: &outcome, drivers: &columns, customers: None });
        let whole = correlations(&groups, &vec![1; groups.len()], 5).unwrap();
        let wanted =
            [0.242_083_661_558_370_2, 0.305_566_359_530_795, 0.110_511_278_214_519_67, 0.032_774_625_811_985_01];
        close(&relative_weights(&whole), &wanted, 1e-12);
    }

    #[test]
    fn small_or_flat_surveys_are_refused() {
        let (outcome, columns) = survey();
        let of = |n: usize, columns: &[Vec<f64>]| {
            let columns: Vec<Vec<f64>> = columns.iter().map(|column| column[..n].to_vec()).collect();
            drivers(Answers { outcome: &outcome[..n], drivers: &columns, customers: None }, HOW)
        };
        assert_eq!(of(99, &columns), Err(DriverRefusal::TooFew { n: 99, needed: 100 }));
        let many: Vec<Vec<f64>> = (0..11).map(|at| columns[at % 4].clone()).collect();
        assert_eq!(of(150, &many), Err(DriverRefusal::TooFew { n: 150, needed: 165 }));
        assert_eq!(of(150, &[vec![4.0; 150]]), Err(DriverRefusal::NoSpreadOf { driver: 0 }));
        assert_eq!(of(150, &[]), Err(DriverRefusal::NoDrivers));
    }

    #[test]
    fn twin_drivers_share_equally_and_customers_widen() {
        let (outcome, columns) = survey();
        let twins = [columns[0].clone(), columns[0].clone(), columns[2].clone()];
        let found = drivers(Answers { outcome: &outcome, drivers: &twins, customers: None }, HOW).unwrap();
        assert!((found.shares[0] - found.shares[1]).abs() < 1e-12, "{found:?}");
        let double = |column: &[f64]| [column, column].concat();
        let (outcome, columns) = (double(&outcome), columns.iter().map(|one| double(one)).collect::<Vec<_>>());
        let customers: Vec<u64> = (0..150).chain(0..150).collect();
        let width = |customers| {
            let found = drivers(Answers { outcome: &outcome, drivers: &columns, customers }, HOW).unwrap();
            found.intervals[0].map(|bounds| bounds.high - bounds.low).unwrap()
        };
        assert!(width(Some(&customers)) > 1.25 * width(None), "repeated customers are no new evidence");
    }

    #[test]
    fn thirteen_drivers_take_relative_weights() {
        let noise = uniform(13 * 260, 3);
        let columns: Vec<Vec<f64>> = noise.chunks(260).map(<[f64]>::to_vec).collect();
        let outcome: Vec<f64> = (0..260).map(|row| columns[0][row] + 0.5 * columns[5][row]).collect();
        let how = Resampling { draws: 40, ..HOW };
        let found = drivers(Answers { outcome: &outcome, drivers: &columns, customers: None }, how).unwrap();
        assert_eq!(found.method, DriverMethod::RelativeWeights);
        assert!((found.r_squared - 1.0).abs() < 1e-9 && found.shares[0] > 0.6, "{found:?}");
    }

    #[test]
    fn a_driver_that_only_one_answer_makes_has_no_interval() {
        let (outcome, columns) = survey();
        let mut lone = vec![4.0; 150];
        lone[7] = 5.0;
        let drivers_of = [columns[0].clone(), lone];
        let found = drivers(Answers { outcome: &outcome, drivers: &drivers_of, customers: None }, HOW).unwrap();
        assert_eq!(found.intervals[1], None, "a third of the draws are without that respondent");
    }
}
