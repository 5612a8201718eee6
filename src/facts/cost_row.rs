//! Cost lines as values, for the assessment of costs and benefits.

use super::collected::Facts;
use super::error::Error;
use crate::config::ReportConfig;
use crate::domain::{Instant, Quarter, Table};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use rust_decimal::Decimal;

/// Decimal places of staged money.
const SCALE: u32 = 4;

/// One line of the costs table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// The quarter of its accounting period.
    pub quarter: Quarter,
    /// Account or category as the client names it.
    pub category: String,
    /// Amount; `None` is missing.
    pub amount: Option<Decimal>,
    /// What it is booked to: column and value, for the columns of cost lines that have one.
    pub parts: Vec<(&'static str, String)>,
}

/// Columns that say what a cost line is booked to.
const PARTS: [&str; 4] = ["product", "process", "channel", "team"];

impl Facts {
    /// All cost lines in staged order; none without a costs table.
    ///
    /// # Errors
    /// When staged files cannot be read.
    pub fn cost_rows(&self, report: &ReportConfig) -> Result<Vec<CostRow>, Error> {
        let mut rows = Vec::new();
        let Some(table) = self.tables.get(&Table::Costs) else { return Ok(rows) };
        for part in 0..table.parts() {
            let columns = ["period", "category", "amount", PARTS[0], PARTS[1], PARTS[2], PARTS[3]];
            push(&table.read(part, &columns)?, report, &mut rows);
        }
        Ok(rows)
    }
}

fn push(batch: &RecordBatch, report: &ReportConfig, rows: &mut Vec<CostRow>) {
    let period = batch.column(0).as_primitive::<TimestampMicrosecondType>();
    let category = batch.column(1).as_string::<i32>();
    let amount = batch.column(2).as_primitive::<Decimal128Type>();
    let parts = [3, 4, 5, 6].map(|column| batch.column(column).as_string::<i32>());
    let booked = |row: usize| {
        let named = PARTS.into_iter().zip(parts).filter(|(_, column)| column.is_valid(row));
        named.map(|(name, column)| (name, column.value(row).trim().to_owned())).collect()
    };
    for row in (0..batch.num_rows()).filter(|row| period.is_valid(*row)) {
        let day = Instant(period.value(row)).to_local(report.time_zone).date();
        let money = amount.is_valid(row).then(|| amount.value(row));
        rows.push(CostRow {
            quarter: report.fiscal.quarter_of(day),
            category: if category.is_valid(row) { category.value(row).to_owned() } else { String::new() },
            amount: money.and_then(|units| Decimal::try_from_i128_with_scale(units, SCALE).ok()),
            parts: booked(row),
        });
    }
}
