//! How many rows there are, against the quarter before, and how near to the quarter's end they reach.

use super::{Finding, Inputs, Rule, measured, percent};
use crate::config::{GateLevel, GateLimits};
use crate::domain::{Instant, LocalClock, Month, Period, Table};
use crate::facts::quality::TableQuality;

/// Fewer rows in a quarter have no pace of their own.
const FEW: u64 = 30;
/// From fewer rows a rise says nothing about the export: what is rare comes in bursts.
const RARE: f64 = 100.0;
/// Rows that a table should have brought between its last row and the quarter's end, at its own pace, before
/// their absence says something: chance alone leaves out 10 once in 22,000 times.
const EXPECTED: f64 = 10.0;

/// How the records of a table come in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// All the time.
    Steady,
    /// Once for every accounting period.
    Monthly,
    /// In waves, or with dates of their own: silence says nothing.
    Waves,
    /// A list of what there is.
    Register,
}

fn flow(table: Table) -> Flow {
    match table {
        Table::Tickets | Table::Orders | Table::Complaints | Table::TicketLog | Table::Calls | Table::Sessions => {
            Flow::Steady
        }
        Table::Costs | Table::CallTotals | Table::StaffTime | Table::Units => Flow::Monthly,
        Table::Customers | Table::Staff => Flow::Register,
        _ => Flow::Waves,
    }
}

pub(super) fn findings(inputs: &Inputs) -> Vec<Finding> {
    let Some(period) = inputs.periods.last() else { return Vec::new() };
    let mut found = Vec::new();
    for (table, counts) in &inputs.quality.tables {
        found.extend(number(inputs, period, *table, counts));
        found.extend(freshness(inputs, period, *table, counts));
    }
    found
}

/// Rows against the quarter before. Where the year before took the same step, that step is what was to be
/// expected; of a quarter that is not over, as much of it as has passed.
fn number(inputs: &Inputs, period: &Period, table: Table, counts: &TableQuality) -> Option<Finding> {
    let (now, usual) = match flow(table) {
        Flow::Register => (counts.rows_used, vec![inputs.before?.tables.get(&table)?.rows as f64]),
        _ => by_quarter(inputs, period, counts)?,
    };
    let settings = &inputs.report.gate;
    let softened = |limits: GateLimits| match flow(table) {
        Flow::Waves => GateLimits { at_most: limits.at_most.min(GateLevel::Warn), ..limits },
        _ => limits,
    };
    let usual: Vec<f64> = usual.into_iter().filter(|rows| *rows >= FEW as f64).collect();
    let before = *usual.first()?;
    let nearest = usual.iter().map(|usual| now as f64 / usual - 1.0).min_by(|a, b| a.abs().total_cmp(&b.abs()))?;
    let name = table.name();
    let message = |how: &str| {
        format!("`{name}` has {now} rows, {} {how} than the {before:.0} of the quarter before", percent(nearest.abs()))
    };
    let about = (Some(table), "");
    if nearest < 0.0 {
        let cure = "is the export complete? if the fall is real, raise `gate: rows_fall`, or override the hold";
        return measured(Rule::RowsFall, softened(settings.rows_fall), about, (-nearest, message("fewer"), cure));
    }
    if flow(table) == Flow::Waves || before < RARE {
        return None;
    }
    let cure = "is something exported twice, or another unit's data with it? if the rise is real, raise `gate: rows_rise`, or override the hold";
    measured(Rule::RowsRise, softened(settings.rows_rise), about, (nearest, message("more"), cure))
}

/// Rows of the quarter, and what was to be expected: as in the quarter before, and by the step of the year before.
fn by_quarter(inputs: &Inputs, period: &Period, counts: &TableQuality) -> Option<(u64, Vec<f64>)> {
    let of = |quarter| counts.rows_by_quarter.iter().find(|(at, _)| *at == quarter).map(|(_, rows)| *rows);
    let (now, before) = (of(period.quarter)?, of(period.quarter.previous())? as f64);
    let past =
        (inputs.report.as_of.0.min(period.end.0) - period.start.0) as f64 / (period.end.0 - period.start.0) as f64;
    let mut usual = vec![before * past];
    if let (Some(then), Some(base)) = (of(period.quarter.year_before()), of(period.quarter.year_before().previous()))
        && then.min(base) >= FEW
    {
        usual.push(before * past * then as f64 / base as f64);
    }
    Some((now, usual))
}

/// Whether a table of accounting periods has fewer rows than in the quarter before: where it has as many, its
/// periods are longer than a month.
fn is_shorter(period: &Period, counts: &TableQuality) -> bool {
    const SAME: f64 = 0.85;
    let of = |quarter| counts.rows_by_quarter.iter().find(|(at, _)| *at == quarter).map_or(0, |(_, rows)| *rows);
    (of(period.quarter) as f64) < SAME * of(period.quarter.previous()) as f64
}

/// Days from the last record to the quarter's end: a steady table at its own pace (which only warns where the
/// quarter before has few rows), one of accounting periods by
/// whole months where it is shorter than in the quarter before.
fn freshness(inputs: &Inputs, period: &Period, table: Table, counts: &TableQuality) -> Option<Finding> {
    let zone = inputs.report.time_zone;
    let (last, end) = (counts.last?, period.end.min(inputs.report.as_of));
    let mut clock = LocalClock::new(zone);
    let days = match flow(table) {
        Flow::Steady => {
            let rows = counts.rows_by_quarter.last()?.1 as f64;
            let (silence, lived) = (clock.between(last.0, end.0), last.0 - period.start.0);
            let speaks = rows >= FEW as f64 && lived > 0 && rows * silence as f64 / lived as f64 >= EXPECTED;
            (silence / Instant::DAY) * i64::from(speaks)
        }
        Flow::Monthly if is_shorter(period, counts) => {
            let month = Month::of(last.to_local(zone).date());
            let covered = Instant::from_local(month.plus(1).first_day().and_hms_opt(0, 0, 0)?, zone);
            (clock.between(covered.0, end.0) / Instant::DAY).max(0)
        }
        Flow::Monthly | Flow::Waves | Flow::Register => 0,
    };
    let day = last.to_local(zone).date();
    let message = format!("`{}` ends on {day}, {days} days before the end of {}", table.name(), period.quarter);
    let cure = "was the export taken before the quarter was over? export it again";
    // Without a quarter before nobody knows how far the table usually reaches.
    let limits = inputs.report.gate.freshness;
    let before = counts.rows_by_quarter.iter().find(|(quarter, _)| *quarter == period.quarter.previous());
    let limits = match before.is_some_and(|(_, rows)| *rows >= FEW) || flow(table) != Flow::Steady {
        true => limits,
        false => GateLimits { at_most: limits.at_most.min(GateLevel::Warn), ..limits },
    };
    measured(Rule::Freshness, limits, (Some(table), ""), (days as f64, message, cure))
}
