//! The facts of a table as DuckDB's SQL over the staged files: duplicates, derived columns and joins
//! are written out, not read from our own results.

mod related;
mod unique;

use super::derived::references;
use super::table::FactTable;
use super::{Facts, orders, surveys, tickets, value_tier};
use crate::domain::{ColumnType, Instant, Offset, Table};
use crate::schema::main_date;

use crate::engine::sql::{plus_days, zone_offsets};
use std::fmt::Write;
use unique::{all_rows, unique};

/// A text as an SQL literal.
pub(super) fn text_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// An instant (microseconds) as an SQL literal that does not depend on the session's time zone.
pub(super) fn instant_literal(micros: i64) -> String {
    let at = Instant(micros).to_utc();
    format!("TIMESTAMPTZ '{}'", at.format("%Y-%m-%d %H:%M:%S%.6f+00"))
}

/// SQL of the same wall-clock time days after an expression of type TIMESTAMPTZ.
pub(super) fn days_after(at: &str, days: i64, offsets: &[Offset]) -> String {
    format!("make_timestamptz({})", plus_days(&format!("epoch_us({at})"), days, offsets))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Facts {
    /// Common table expressions that yield a relation named as the table, with every column that an
    /// expression may name; `None` when the table is absent.
    pub fn sql(&self, table: Table) -> Option<Vec<String>> {
        let facts = self.tables.get(&table)?;
        let offsets = facts.offsets();
        let mut with: Vec<String> = zone_offsets(&offsets).into_iter().collect();
        with.push(unique(facts));
        let joined = references(table).iter().filter(|reference| self.tables.contains_key(&reference.target));
        let joined: Vec<_> = joined.collect();
        for reference in &joined {
            with.push(unique(&self.tables[&reference.target]));
        }
        let further = consulted(table).iter().filter(|target| !joined.iter().any(|one| one.target == **target));
        for target in further.filter_map(|target| self.tables.get(target)) {
            with.push(unique(target));
        }
        if table == Table::Tickets && facts.context.targets.iter().any(|t| t.clock != Default::default()) {
            with.extend(openings(facts));
        }
        let tiers = facts.computed.contains_key(value_tier::COLUMN).then(|| self.tables.get(&Table::Orders)).flatten();
        if let Some(orders) = tiers {
            with.extend((table != Table::Orders).then(|| unique(orders)));
            with.extend(value_tier::sql(facts, self.worth));
        }
        with.push(format!("{table}_derived AS (\n{}\n)", derived(self, facts, &offsets), table = table.name()));
        let mut query = format!("{} AS (\nSELECT d.*", table.name());
        for reference in references(table) {
            for (column, kind) in reference.carried() {
                let name = quoted(&format!("{}.{column}", reference.prefix));
                let value = if joined.contains(&reference) {
                    format!("{}_joined.{}", reference.prefix, quoted(column))
                } else {
                    format!("NULL::{}", if kind == ColumnType::Boolean { "BOOLEAN" } else { "VARCHAR" })
                };
                let _ = write!(query, ", {value} AS {name}");
            }
        }
        if value_tier::has_column(table) {
            let value = if tiers.is_some() { "tiers.value_tier" } else { "NULL::VARCHAR" };
            let _ = write!(query, ", {value} AS {}", quoted(value_tier::COLUMN));
        }
        let _ = write!(query, "\nFROM {}_derived d", table.name());
        if tiers.is_some() {
            let at = main_date(table);
            let _ = write!(
                query,
                "\nLEFT JOIN customer_value_tiers tiers ON tiers.customer_id = d.customer_id \
                 AND d.{at} >= tiers.starts AND d.{at} < tiers.ends"
            );
        }
        for reference in &joined {
            let (prefix, target) = (reference.prefix, reference.target.name());
            let _ = write!(
                query,
                "\nLEFT JOIN {target}_unique {prefix}_joined ON {prefix}_joined.{} = d.{}",
                reference.target_key, reference.key
            );
        }
        query.push_str("\n)");
        with.push(query);
        Some(with)
    }
}

/// Tables beside the references whose rows the derived columns of a table are made from.
fn consulted(table: Table) -> &'static [Table] {
    match table {
        Table::SurveySent => &[Table::Surveys],
        Table::Sessions => &[Table::Tickets],
        _ => &[],
    }
}

fn derived(all: &Facts, facts: &FactTable, offsets: &[Offset]) -> String {
    match facts.table {
        Table::Tickets => tickets::sql(&facts.context, &facts.values, offsets),
        Table::Surveys => surveys::sql(all.tables.contains_key(&Table::Tickets), offsets),
        Table::Orders => orders::sql(&facts.context, facts.span),
        Table::Complaints => orders::complaints_sql(&facts.context, offsets),
        Table::Costs => {
            let cases: String = facts
                .context
                .cost_patterns()
                .map(|(pattern, class)| format!(" WHEN category GLOB {} THEN '{class}'", text_literal(pattern)))
                .collect();
            let class =
                if cases.is_empty() { "'unmapped'".to_owned() } else { format!("CASE{cases} ELSE 'unmapped' END") };
            format!("SELECT *, {class} AS cost_class FROM costs_unique")
        }
        Table::TicketLog => "SELECT *, lead(\"at\") OVER (PARTITION BY ticket_id ORDER BY \"at\", status) AS left_at \
                             FROM ticket_log_unique"
            .to_owned(),
        Table::Units => "SELECT *, lead(period) OVER (PARTITION BY product ORDER BY period) AS next_period_at \
                         FROM units_unique"
            .to_owned(),
        Table::Commitments => related::commitments(&all_rows(facts)),
        Table::SurveySent => related::survey_sent(all.tables.contains_key(&Table::Surveys)),
        Table::Sessions => related::sessions(all.tables.contains_key(&Table::Tickets)),
        Table::Invoices => related::invoices(&orders::quarter_rows(&facts.context, facts.span)),
        table => format!("SELECT * FROM {}_unique", table.name()),
    }
}

/// The opening intervals of the business calendar with the business time before each, microseconds.
fn openings(facts: &FactTable) -> Option<String> {
    let calendar = facts.context.calendar.as_ref()?;
    let mut before = 0;
    let rows = calendar.intervals().map(|(opens, closes)| {
        let row = format!("({}, {}, {before})", opens.0, closes.0);
        before += closes.0 - opens.0;
        row
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    Some(format!("business_openings(opens, closes, before) AS (VALUES {rows})"))
}
