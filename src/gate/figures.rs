//! What the figures themselves say: the backlog, costs without a class, and sudden jumps.

use super::{Finding, Inputs, Rule, measured, percent};
use crate::catalogue::ids;
use crate::domain::{Period, Table};
use crate::metrics::measurement::{Measurement, Status};

/// A backlog that is off by less is exact.
const WHOLE: f64 = 0.5;
/// Changes from quarter to quarter that make a usual one.
const CHANGES: usize = 4;
/// A change by less than this share of the figure is never called a jump.
const SMALLEST: f64 = 0.25;

pub(super) fn findings(inputs: &Inputs) -> Vec<Finding> {
    let Some(period) = inputs.periods.last() else { return Vec::new() };
    let mut found: Vec<Finding> = backlog(inputs, period).into_iter().chain(unmapped(inputs)).collect();
    let main = inputs.report.metrics.iter().filter(|metric| metric.scorecard);
    found.extend(main.filter_map(|metric| jump(inputs, &metric.id)));
    found
}

/// Opening backlog + created − resolved = closing backlog (M05).
fn backlog(inputs: &Inputs, period: &Period) -> Option<Finding> {
    let off = inputs.measurements.total(ids::BACKLOG_IDENTITY_DIFFERENCE, period.quarter)?.value?.abs();
    let tickets = inputs.quality.tables.get(&Table::Tickets)?;
    let rows = tickets.rows_by_quarter.iter().find(|(quarter, _)| *quarter == period.quarter)?.1;
    let share = off / (rows.max(1) as f64);
    let message =
        format!("the backlog does not add up: it is off by {off:.0} tickets ({} of the quarter's)", percent(share));
    let cure = "are tickets missing in the export, or closed ones left out? export all that were open at any time of the quarter";
    let about = (Some(Table::Tickets), "");
    (off >= WHOLE).then(|| measured(Rule::Backlog, inputs.report.gate.backlog, about, (share, message, cure)))?
}

fn unmapped(inputs: &Inputs) -> Option<Finding> {
    let share = inputs.unmapped_cost?;
    let message = format!("{} of the quarter's costs are of no class", percent(share));
    let cure = "name their accounts under `economics: cost_classes`";
    measured(Rule::UnmappedCost, inputs.report.gate.unmapped_cost, (Some(Table::Costs), ""), (share, message, cure))
}

/// A main figure that moved many times as far as it usually does.
fn jump(inputs: &Inputs, metric: &str) -> Option<Finding> {
    let value = |period: &Period| {
        let shown = |one: &&Measurement| one.status == Status::Ok;
        inputs.measurements.total(metric, period.quarter).filter(shown)?.value
    };
    let values: Vec<Option<f64>> = inputs.periods.iter().map(value).collect();
    let changes: Vec<Option<f64>> = values.windows(2).map(|pair| Some(pair[1]? - pair[0]?)).collect();
    let (last, earlier) = changes.split_last()?;
    let (now, before) = (values.last().copied()??, values[values.len() - 2]?);
    let mut usual: Vec<f64> = earlier.iter().flatten().map(|change| change.abs()).collect();
    usual.sort_by(f64::total_cmp);
    let middle = *usual.get(usual.len() / 2).filter(|_| usual.len() >= CHANGES)?;
    let change = (*last)?;
    if middle <= 0.0 || change.abs() < SMALLEST * before.abs() {
        return None;
    }
    let times = change.abs() / middle;
    let message = format!("`{metric}` went from {before:.2} to {now:.2}, {times:.0} times its usual change");
    let cure = "look at the data behind it: `quarterdeck explain` shows its rows and files";
    measured(Rule::Jumps, inputs.report.gate.jumps, (None, metric), (times, message, cure))
}
