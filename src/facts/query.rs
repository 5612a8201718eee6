//! The facts of a table as SQL over the staged rows: duplicates, derived columns and joins
//! are written out, not read from our own results.

mod unique;

use super::collected::Facts;
use super::derivation::{Asked, Declared, Sql};
use super::derived::{Reference, declared, references};
use super::due;
use super::literal::nothing;
use super::table::FactTable;
use super::value_tier;
use crate::domain::Table;
use crate::engine::sql::{Dialect, zone_offsets};
use crate::schema::main_date;
use std::fmt::Write;
use unique::{all_rows, kind_of, staged_name, unique};

/// A table of staged rows that a database holds, and where the rows are.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StagedRows {
    /// Its name in the database.
    pub name: String,
    /// Its columns with their types in the database, in the order of the files.
    pub columns: Vec<(String, &'static str)>,
    /// Parquet files with its rows.
    pub files: Vec<String>,
}

impl StagedRows {
    fn of(facts: &FactTable, dialect: Dialect) -> Self {
        let fields = facts.staged.schema().fields().iter();
        Self {
            name: staged_name(facts.table),
            columns: fields.map(|field| (field.name().clone(), dialect.column_type(kind_of(field)))).collect(),
            files: facts.files().map(|file| file.to_string_lossy().into_owned()).collect(),
        }
    }
}

impl Facts {
    /// The tables of staged rows that queries for a database read; none for DuckDB, which reads the files by itself.
    pub fn staged(&self, dialect: Dialect) -> Vec<StagedRows> {
        let asked = |facts: &&FactTable| dialect != Dialect::DuckDb && facts.files().next().is_some();
        self.tables.values().filter(asked).map(|facts| StagedRows::of(facts, dialect)).collect()
    }

    /// Common table expressions that yield a relation named as the table, with every column that an
    /// expression may name; `None` when the table is absent.
    pub fn sql(&self, table: Table, dialect: Dialect) -> Option<Vec<String>> {
        let facts = self.tables.get(&table)?;
        let offsets = facts.offsets();
        let mut with: Vec<String> = zone_offsets(&offsets, dialect).into_iter().collect();
        with.push(unique(facts, dialect));
        let joined = references(table).iter().filter(|reference| self.tables.contains_key(&reference.target));
        let joined: Vec<_> = joined.collect();
        for reference in &joined {
            with.push(unique(&self.tables[&reference.target], dialect));
        }
        let declared = declared(table);
        let further = declared.reads.iter().filter(|target| !joined.iter().any(|one| one.target == **target));
        for target in further.filter_map(|target| self.tables.get(target)) {
            with.push(unique(target, dialect));
        }
        if table == Table::Tickets {
            with.extend(due::openings(&facts.context, dialect));
        }
        let tiers = facts.computed.contains_key(value_tier::COLUMN).then(|| self.tables.get(&Table::Orders)).flatten();
        let asked = Asked {
            dialect,
            context: &facts.context,
            values: &facts.values,
            offsets: &offsets,
            span: facts.span,
            present: self.tables.keys().copied().collect(),
            all_rows: all_rows(facts, dialect),
            has_tiers: tiers.is_some(),
        };
        if let Some(orders) = tiers {
            with.extend((table != Table::Orders).then(|| unique(orders, dialect)));
            with.extend(value_tier::sql(&asked, self.worth));
        }
        with.push(format!("{table}_derived AS (\n{}\n)", derived(declared, table, &asked), table = table.name()));
        with.push(carried(table, &joined, &asked));
        Some(with)
    }
}

/// The derived rows of a table with the columns of the rows that they point to. What is joined has names of its own
/// where a database tells columns of one name apart by renaming them.
fn carried(table: Table, joined: &[&Reference], asked: &Asked<'_>) -> String {
    let quoted = |name: &str| asked.dialect.identifier(name);
    let renamed = asked.dialect != Dialect::DuckDb;
    let mut query = format!("{} AS (\nSELECT d.*", table.name());
    for reference in references(table) {
        for (column, kind) in reference.carried() {
            let name = quoted(&format!("{}.{column}", reference.prefix));
            let value = match joined.contains(&reference) {
                true if renamed => format!("{}_joined.{name}", reference.prefix),
                true => format!("{}_joined.{}", reference.prefix, quoted(column)),
                false => nothing(kind, asked.dialect),
            };
            let _ = write!(query, ", {value} AS {name}");
        }
    }
    for column in declared(table).columns {
        if let Sql::Joined(value) = column.sql {
            let _ = write!(query, ", {} AS {}", value(asked), quoted(column.name));
        }
    }
    let _ = write!(query, "\nFROM {}_derived d", table.name());
    if asked.has_tiers {
        let (at, own) = (main_date(table), "tiers.customer_id = d.customer_id");
        let (tiers, own) = match renamed {
            true => (
                "(SELECT customer_id AS tier_of, starts, ends, value_tier FROM customer_value_tiers) AS",
                own.replace("tiers.customer_id", "tiers.tier_of"),
            ),
            false => ("customer_value_tiers", own.to_owned()),
        };
        let _ = write!(query, "\nLEFT JOIN {tiers} tiers ON {own} AND d.{at} >= tiers.starts AND d.{at} < tiers.ends");
    }
    for reference in joined {
        let (prefix, target, key) = (reference.prefix, reference.target.name(), reference.target_key);
        let _ = match renamed {
            false => write!(
                query,
                "\nLEFT JOIN {target}_unique {prefix}_joined ON {prefix}_joined.{key} = d.{}",
                reference.key
            ),
            true => {
                let column = |(column, _)| format!(", {} AS {}", quoted(column), quoted(&format!("{prefix}.{column}")));
                let columns: String = reference.carried().map(column).collect();
                write!(
                    query,
                    "\nLEFT JOIN (SELECT {key} AS {prefix}_key{columns} FROM {target}_unique) AS {prefix}_joined \
                     ON {prefix}_joined.{prefix}_key = d.{}",
                    reference.key
                )
            }
        };
    }
    query + "\n)"
}

/// The unique rows of a table with their derived columns, layer upon layer.
fn derived(declared: &Declared, table: Table, asked: &Asked<'_>) -> String {
    let columns = || {
        let columns = declared.columns.iter().map(|column| (column.name, column.sql));
        columns.chain(declared.helpers.iter().copied())
    };
    let of_layer = |wanted: usize| -> String {
        let one = |(name, sql)| match sql {
            Sql::Layer(layer, value) if layer == wanted => Some(format!(",\n  {} AS {name}", value(asked))),
            Sql::Elsewhere(value) if wanted == 0 && asked.dialect != Dialect::DuckDb => {
                Some(format!(",\n  {} AS {name}", value(asked)))
            }
            _ => None,
        };
        columns().filter_map(one).collect()
    };
    let mut query = format!("SELECT own.*{} FROM {}_unique own{}", of_layer(0), table.name(), (declared.joins)(asked));
    for layer in [1, 2].map(of_layer).iter().filter(|layer| !layer.is_empty()) {
        query = format!("SELECT *{layer}\nFROM ({query}) b");
    }
    let is_here = |sql: &Sql| !matches!(sql, Sql::Elsewhere(_));
    let helpers = declared.helpers.iter().filter(|(_, sql)| is_here(sql));
    let helpers: Vec<&str> = helpers.map(|(name, _)| *name).collect();
    match helpers.is_empty() || asked.dialect != Dialect::DuckDb {
        true => query,
        false => format!("SELECT * EXCLUDE ({})\nFROM ({query})", helpers.join(", ")),
    }
}
