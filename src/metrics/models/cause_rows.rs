//! The rows behind the main metrics in the report's quarter and the same quarter last year, one by one
//! with their parts and their day: what the search for causes reads. Which rows count, and what each is
//! worth, the metric's own definition decides.

use super::cells::Cells;
use super::crossing::prepared;
use super::{Ground, Study};
use crate::catalogue::definition::{Attribution, Definition, Kind};
use crate::domain::Period;
use crate::engine::{self, Bindings, Plan};
use crate::facts;
use crate::statistics::{CauseRows, Outcome, Statistic};
use arrow_array::RecordBatch;
use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Dimensions that are looked at, the first that a metric has.
const MOST_DIMENSIONS: usize = 6;
/// Values of a dimension that are told apart; the rarer ones stand together.
const MOST_VALUES: usize = 12;
/// Rows of both quarters that a value needs to be told apart.
const LEAST_ROWS: usize = 30;
/// Rows of a table beyond which only every k-th is looked at.
const MOST_ROWS: usize = 500_000;
/// A duration of nothing counts as a minute, in hours.
const MINUTE: f64 = 1.0 / 60.0;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// The position of a value that is missing.
const MISSING: u32 = u32::MAX;
/// Days from the first of January of the year 1 to that of 1970.
const EPOCH: i64 = 719_163;

/// The rows of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseTable {
    /// The metric.
    pub metric: String,
    /// Its dimensions, in the order of the codes.
    pub dimensions: Vec<CauseDimension>,
    /// The rows of both quarters.
    pub rows: CauseRows,
    /// Their outcomes, in the metric's unit; of shares 0 or 1.
    pub outcomes: Vec<Option<f64>>,
    /// How rows make the figure.
    pub statistic: Statistic,
    /// How outcomes are judged.
    pub judged: Judged,
}

/// How outcomes are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Hit or not.
    Share,
    /// By the logarithm.
    Time,
    /// As a number.
    Number,
}

/// A dimension with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseDimension {
    /// Column.
    pub name: String,
    /// Values by code; `None` is what is missing or too rare.
    pub values: Vec<Option<String>>,
}

impl CauseTable {
    /// Searches the causes of the metric's movement, as one of so many figures.
    pub fn causes(&self, figures: usize) -> Vec<crate::statistics::FoundCause> {
        let hits: Vec<Option<bool>> = self.outcomes.iter().map(|one| one.map(|value| value > 0.5)).collect();
        let outcome = match self.judged {
            Judged::Share => Outcome::Share(&hits),
            Judged::Time => Outcome::Time(&self.outcomes),
            Judged::Number => Outcome::Number(&self.outcomes),
        };
        crate::statistics::causes(&self.rows, outcome, (self.statistic, figures))
    }
}

impl CauseTable {
    /// What a change of a value's share adds to a share or mean, with its standard error, in the unit of the
    /// outcomes: the change of its share of the rows times the distance of its mean from that of the rest, both
    /// taken over both quarters. `None` when the value is not told apart, or a side has too few rows.
    pub fn mix_effect(&self, dimension: &str, value: &str) -> Option<(f64, f64)> {
        let at = self.dimensions.iter().position(|one| one.name == dimension)?;
        let code = self.dimensions[at].values.iter().position(|one| one.as_deref() == Some(value))?;
        // n, sum and sum of squares of the rest and of the value; rows of the earlier and the later quarter.
        let (mut sums, mut rows) = ([[0.0_f64; 3]; 2], [[0.0_f64; 2]; 2]);
        for (row, outcome) in self.outcomes.iter().enumerate() {
            let Some(outcome) = outcome else { continue };
            let inside = usize::from(usize::from(self.rows.codes[at][row]) == code);
            let sum = &mut sums[inside];
            (sum[0], sum[1], sum[2]) = (sum[0] + 1.0, sum[1] + outcome, sum[2] + outcome * outcome);
            rows[usize::from(self.rows.later[row])][inside] += 1.0;
        }
        let enough = sums.iter().all(|sum| sum[0] >= LEAST_ROWS as f64) && rows.iter().all(|one| one[0] + one[1] > 0.0);
        if !enough {
            return None;
        }
        let mean = |sum: [f64; 3]| sum[1] / sum[0];
        let variance = |sum: [f64; 3]| (sum[2] / sum[0] - mean(sum) * mean(sum)).max(0.0) / sum[0];
        let share = |side: [f64; 2]| side[1] / (side[0] + side[1]);
        let spread = |side: [f64; 2]| share(side) * (1.0 - share(side)) / (side[0] + side[1]);
        let (moved, apart) = (share(rows[1]) - share(rows[0]), mean(sums[1]) - mean(sums[0]));
        let error = (moved * moved * (variance(sums[0]) + variance(sums[1]))
            + apart * apart * (spread(rows[0]) + spread(rows[1])))
        .sqrt();
        Some((moved * apart, error))
    }
}

/// Collects the rows of the main metrics whose table is there.
pub(super) fn run(
    ground: &Ground<'_>,
    study: &mut Study,
) -> Result<Vec<super::super::measurement::Measurement>, facts::Error> {
    let Some(now) = ground.periods.last() else { return Ok(Vec::new()) };
    let before = ground.periods.iter().find(|period| period.quarter == now.quarter.year_before());
    let Some(before) = before else { return Ok(Vec::new()) };
    let periods = [*before, *now];
    for metric in ground.report.metrics.iter().filter(|metric| metric.scorecard) {
        study.causes.extend(of_metric(ground, metric, &periods)?);
    }
    Ok(Vec::new())
}

fn of_metric(
    ground: &Ground<'_>,
    metric: &Definition,
    periods: &[Period; 2],
) -> Result<Option<CauseTable>, facts::Error> {
    let (statistic, judged) = match (metric.kind, metric.weight.is_some()) {
        (Kind::Proportion, false) => (Statistic::Mean, Judged::Share),
        (Kind::Mean, false) => (Statistic::Mean, Judged::Number),
        (Kind::Quantile | Kind::SurvivalQuantile, false) => {
            (Statistic::Quantile(metric.quantile.unwrap_or(0.5)), Judged::Time)
        }
        _ => return Ok(None),
    };
    let Some(Attribution::At(at)) = &metric.period else { return Ok(None) };
    let Some((facts, plan)) = prepared(ground, metric, &[]) else { return Ok(None) };
    let known = |name: &&String| facts.mapped.contains(name.as_str());
    let names: Vec<String> = metric.segments.iter().filter(known).take(MOST_DIMENSIONS).cloned().collect();
    if names.is_empty() || facts.schema().get(at).is_none() {
        return Ok(None);
    }
    let columns: BTreeSet<String> =
        plan.columns().into_iter().chain(names.iter().cloned()).chain([at.clone()]).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    ground.note(facts, &columns);
    let every = facts.rows().div_ceil(MOST_ROWS).max(1);
    let parts: Vec<Result<PartRows, facts::Error>> = (0..facts.parts())
        .into_par_iter()
        .map(|part| Ok(rows_of(ground, &plan, (&facts.read(part, &columns)?, every), (at, &names, periods, judged))))
        .collect();
    let parts: Vec<PartRows> = parts.into_iter().collect::<Result<_, _>>()?;
    Ok(coded(metric, names, &parts, (statistic, judged)))
}

/// The rows of a part of a table that count in either quarter.
#[derive(Default)]
struct PartRows {
    /// In their order.
    rows: Vec<Row>,
    /// By dimension: the values of the part, and each row's position among them, [`MISSING`] without one.
    dimensions: Vec<(Vec<String>, Vec<u32>)>,
}

/// A row of one of the two quarters.
struct Row {
    later: bool,
    day: u16,
    weekday: u8,
    value: f64,
}

/// The rows of a batch that count in either quarter.
fn rows_of(
    ground: &Ground<'_>,
    plan: &Plan,
    (batch, every): (&RecordBatch, usize),
    (at, names, periods, judged): (&str, &[String], &[Period; 2], Judged),
) -> PartRows {
    let bindings = Bindings {
        as_of: ground.report.as_of,
        zone: ground.report.time_zone,
        calendar: ground.report.calendar.as_ref(),
        period: None,
    };
    let counted = engine::each(plan, batch, periods, &bindings).expect("the same plan has already run over these rows");
    let (cells, mut clock) = (Cells(batch), ground.clock());
    let mut found: Vec<(usize, Row)> = Vec::new();
    for one in counted.into_iter().filter(|one| one.row % every == 0) {
        let Some(wall) = cells.wall(at, one.row, &mut clock) else { continue };
        let date = wall.div_euclid(DAY);
        let first = i64::from(chrono::Datelike::num_days_from_ce(&periods[one.period].first_day)) - EPOCH;
        let day = (date - first).clamp(0, 399) as u16;
        let value = if judged == Judged::Time { one.value.max(MINUTE) } else { one.value };
        found.push((one.row, Row { later: one.period == 1, day, weekday: date.rem_euclid(7) as u8, value }));
    }
    found.sort_by_key(|(row, _)| *row);
    let dimension = |name: &String| {
        let mut values: Vec<String> = Vec::new();
        let mut known: HashMap<&str, u32> = HashMap::default();
        let codes = found.iter().map(|(row, _)| {
            cells.text(name, *row).map_or(MISSING, |text| {
                *known.entry(text).or_insert_with(|| {
                    values.push(text.to_owned());
                    values.len() as u32 - 1
                })
            })
        });
        let codes = codes.collect();
        (values, codes)
    };
    let dimensions = names.iter().map(dimension).collect();
    PartRows { rows: found.into_iter().map(|(_, row)| row).collect(), dimensions }
}

/// Rows with their values as codes; dimensions with one value are left out. `None` without any.
fn coded(
    metric: &Definition,
    names: Vec<String>,
    parts: &[PartRows],
    (statistic, judged): (Statistic, Judged),
) -> Option<CauseTable> {
    let rows = || parts.iter().flat_map(|part| &part.rows);
    let mut made = CauseRows {
        later: rows().map(|row| row.later).collect(),
        day: rows().map(|row| row.day).collect(),
        weekday: rows().map(|row| row.weekday).collect(),
        ..CauseRows::default()
    };
    let mut dimensions = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for part in parts {
            let (values, codes) = &part.dimensions[at];
            codes
                .iter()
                .filter_map(|code| values.get(*code as usize))
                .for_each(|value| *counts.entry(value).or_default() += 1);
        }
        let mut listed: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count >= LEAST_ROWS).collect();
        listed.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        listed.truncate(MOST_VALUES);
        if listed.len() < 2 {
            continue;
        }
        let known: BTreeMap<&str, u16> =
            listed.iter().enumerate().map(|(code, (part, _))| (*part, code as u16)).collect();
        let rest = listed.len() as u16;
        let mut all = Vec::with_capacity(made.later.len());
        for part in parts {
            let (values, codes) = &part.dimensions[at];
            let of_part: Vec<u16> =
                values.iter().map(|value| known.get(value.as_str()).copied().unwrap_or(rest)).collect();
            all.extend(codes.iter().map(|code| of_part.get(*code as usize).copied().unwrap_or(rest)));
        }
        made.codes.push(all);
        made.sizes.push(listed.len() + 1);
        let values = listed.iter().map(|(part, _)| Some((*part).to_owned())).chain([None]).collect();
        dimensions.push(CauseDimension { name, values });
    }
    (!dimensions.is_empty()).then(|| CauseTable {
        metric: metric.id.clone(),
        dimensions,
        rows: made,
        outcomes: rows().map(|row| Some(row.value)).collect(),
        statistic,
        judged,
    })
}
