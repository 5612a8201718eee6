//! Cost lines as values, for the assessment of costs and benefits.

use super::{Error, Facts};
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
}

impl Facts {
    /// All cost lines in staged order; none without a costs table.
    ///
    /// # Errors
    /// When staged files cannot be read.
    pub fn cost_rows(&self, report: &ReportConfig) -> Result<Vec<CostRow>, Error> {
        let mut rows = Vec::new();
        let Some(table) = self.tables.get(&Table::Costs) else { return Ok(rows) };
        for part in 0..table.parts() {
            push(&table.read(part, &["period", "category", "amount"])?, report, &mut rows);
        }
        Ok(rows)
    }
}

fn push(batch: &RecordBatch, report: &ReportConfig, rows: &mut Vec<CostRow>) {
    let period = batch.column(0).as_primitive::<TimestampMicrosecondType>();
    let category = batch.column(1).as_string::<i32>();
    let amount = batch.column(2).as_primitive::<Decimal128Type>();
    for row in (0..batch.num_rows()).filter(|row| period.is_valid(*row)) {
        let day = Instant(period.value(row)).to_local(report.time_zone).date();
        let money = amount.is_valid(row).then(|| amount.value(row));
        rows.push(CostRow {
            quarter: report.fiscal.quarter_of(day),
            category: if category.is_valid(row) { category.value(row).to_owned() } else { String::new() },
            amount: money.and_then(|units| Decimal::try_from_i128_with_scale(units, SCALE).ok()),
        });
    }
}
