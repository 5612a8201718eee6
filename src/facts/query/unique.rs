//! The rows of a table with those of one key made one: the rules of [`super::super::merge`] as SQL.

use crate::config::OnDuplicate;
use crate::domain::{ColumnType, Table};
use crate::engine::sql::Dialect;
use crate::facts::literal;
use crate::facts::merge::state_columns;
use crate::facts::table::FactTable;
use crate::schema::{FILE, LINE, key};
use arrow_schema::{DataType, Field};
use std::sync::Arc;

/// Name of the table of staged rows in a database that does not read the staged files.
pub fn staged_name(table: Table) -> String {
    format!("{}_staged", table.name())
}

/// What kind of values a staged column holds.
pub(super) fn kind_of(field: &Field) -> ColumnType {
    match field.data_type() {
        DataType::Timestamp(..) => ColumnType::Instant,
        DataType::Float64 => ColumnType::Number,
        DataType::Int64 => ColumnType::Integer,
        DataType::Duration(_) => ColumnType::Duration,
        DataType::Boolean => ColumnType::Boolean,
        DataType::Decimal128(..) => ColumnType::Money,
        _ => ColumnType::Text,
    }
}

/// The staged rows of a table, duplicates included.
pub(super) fn all_rows(facts: &FactTable, dialect: Dialect) -> String {
    if facts.files().next().is_none() {
        return nothing(facts, dialect);
    }
    if dialect != Dialect::DuckDb {
        let from = staged_name(facts.table);
        let pads = facts.staged.pads();
        let padded = |name: &str| {
            let (column, width) = (dialect.identifier(name), pads.get(name)?);
            let lpad = if dialect == Dialect::ClickHouse { "leftPadUTF8" } else { "lpad" };
            Some(format!("{lpad}({column}, {width}, '0')"))
        };
        return if pads.is_empty() { format!("SELECT * FROM {from}") } else { select(facts, &from, dialect, padded) };
    }
    let quoted = |name: &str| dialect.identifier(name);
    let files: Vec<String> = facts.files().map(|file| dialect.text(&file.to_string_lossy())).collect();
    let read = format!("SELECT * FROM read_parquet([{}])", files.join(", "));
    let pads = facts.staged.pads().iter();
    let pads: Vec<String> =
        pads.map(|(column, width)| format!("lpad({0}, {width}, '0') AS {0}", quoted(column))).collect();
    match pads.as_slice() {
        [] => read,
        // In a query of their own: what is written around this one must see the ids with their zeros.
        pads => format!("SELECT * FROM (SELECT * REPLACE ({}) FROM ({read}))", pads.join(", ")),
    }
}

/// The staged columns of a relation, some replaced.
fn select(facts: &FactTable, from: &str, dialect: Dialect, replaced: impl Fn(&str) -> Option<String>) -> String {
    let column = |field: &Arc<Field>| {
        let name = dialect.identifier(field.name());
        replaced(field.name()).map_or_else(|| name.clone(), |value| format!("{value} AS {name}"))
    };
    let columns: Vec<String> = facts.staged.schema().fields().iter().map(column).collect();
    format!("SELECT {} FROM {from}", columns.join(", "))
}

/// The rows of a table, those of one key made one.
pub(super) fn unique(facts: &FactTable, dialect: Dialect) -> String {
    let name = facts.table.name();
    let key: Vec<String> = key(facts.table).iter().map(|column| dialect.identifier(column)).collect();
    let rows = match (&facts.rule, key.as_slice()) {
        (_, []) => all_rows(facts, dialect),
        _ if facts.files().next().is_none() => all_rows(facts, dialect),
        (Some(OnDuplicate::Sum(sums)), key) => folded(facts, key, (sums, dialect)),
        (rule, key) => {
            let order = format!(
                "{}, {}, {FILE}, {LINE}",
                rank(facts, rule.as_ref(), dialect),
                contents(facts, dialect)
                    .map(|column| format!("{column} DESC NULLS LAST"))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            first_of(facts, (&key.join(", "), &order), dialect)
        }
    };
    if dialect != Dialect::DuckDb {
        return format!("{name}_unique AS (\n{}\n)", respelled(facts, &rows, dialect));
    }
    let (open, close) = relabelled(facts);
    format!("{name}_unique AS (\n{open}{rows}{close}\n)")
}

/// The first row of every key. Not every database has QUALIFY; and PostgreSQL, which takes the rows of a number for
/// few, would look through all of another table for each, but knows how many keys there are.
fn first_of(facts: &FactTable, (key, order): (&str, &str), dialect: Dialect) -> String {
    let rows = all_rows(facts, dialect);
    let number = format!("row_number() OVER (PARTITION BY {key} ORDER BY {order})");
    match dialect {
        Dialect::DuckDb => format!("{rows}\nQUALIFY {number} = 1"),
        Dialect::Postgres => {
            let select = select(facts, &format!("({rows}) AS all_rows"), dialect, |_| None);
            format!("{}\nORDER BY {key}, {order}", select.replacen("SELECT", &format!("SELECT DISTINCT ON ({key})"), 1))
        }
        Dialect::ClickHouse | Dialect::Spark => {
            let numbered = format!("(\nSELECT *, {number} AS _nth\nFROM ({rows}) AS all_rows\n) AS numbered");
            select(facts, &numbered, dialect, |_| None) + " WHERE _nth = 1"
        }
    }
}

/// A query of rows with one spelling of every channel.
fn respelled(facts: &FactTable, rows: &str, dialect: Dialect) -> String {
    let labels = facts.staged.labels();
    if labels.is_empty() || facts.staged.schema().index_of("channel").is_err() {
        return rows.to_owned();
    }
    let case =
        |(value, label): (&String, &String)| format!(" WHEN {} THEN {}", dialect.text(value), dialect.text(label));
    let cases: String = labels.iter().map(case).collect();
    let spelled = format!("CASE unspelled.channel{cases} ELSE unspelled.channel END");
    select(facts, &format!("(\n{rows}\n) AS unspelled"), dialect, |name| (name == "channel").then(|| spelled.clone()))
}

/// What stands before and behind a query of staged rows so that every channel has one spelling.
fn relabelled(facts: &FactTable) -> (String, &'static str) {
    let labels = facts.staged.labels();
    if labels.is_empty() || facts.staged.schema().index_of("channel").is_err() {
        return (String::new(), "");
    }
    let text = |content: &str| Dialect::DuckDb.text(content);
    let case = |(value, label): (&String, &String)| format!(" WHEN {} THEN {}", text(value), text(label));
    let cases: String = labels.iter().map(case).collect();
    (format!("SELECT * REPLACE (CASE channel{cases} ELSE channel END AS channel) FROM (\n"), ")")
}

/// Which of the rows of a key comes first.
fn rank(facts: &FactTable, rule: Option<&OnDuplicate>, dialect: Dialect) -> String {
    let quoted = |name: &str| dialect.identifier(name);
    match rule {
        Some(OnDuplicate::LatestBy(column)) => format!("{} DESC NULLS LAST", quoted(column)),
        Some(OnDuplicate::Last) => format!("{FILE} DESC, {LINE} DESC"),
        Some(OnDuplicate::First | OnDuplicate::Every | OnDuplicate::Sum(_)) => format!("{FILE}, {LINE}"),
        None => {
            let states: Vec<String> = state_columns(facts.table).map(quoted).collect();
            match states.as_slice() {
                [state] if dialect != Dialect::DuckDb => format!("{state} DESC NULLS LAST"),
                states => format!("greatest({}) DESC NULLS LAST", states.join(", ")),
            }
        }
    }
}

/// Columns that make up what a row says.
fn contents(facts: &FactTable, dialect: Dialect) -> impl Iterator<Item = String> {
    let names = facts.staged.schema().fields().iter().map(|field| field.name());
    names.filter(|name| *name != FILE && *name != LINE).map(move |name| dialect.identifier(name))
}

/// One record from the lines of a key: a line that several files hold counts as often as in the file
/// that has it most often; then sums, and the first line's cells that are there.
fn folded(facts: &FactTable, key: &[String], (sums, dialect): (&[String], Dialect)) -> String {
    let same = contents(facts, dialect).collect::<Vec<_>>().join(", ");
    let column = |field: &Arc<Field>| {
        let name = dialect.identifier(field.name());
        let is_sum = sums.iter().any(|sum| sum == field.name());
        match field.data_type() {
            _ if key.contains(&name) => name,
            DataType::Float64 if is_sum && dialect == Dialect::DuckDb => format!("fsum({name}) AS {name}"),
            DataType::Int64 | DataType::Duration(_) if is_sum => {
                format!("sum({name})::{} AS {name}", dialect.type_name(ColumnType::Integer))
            }
            DataType::Decimal128(..) if is_sum => {
                format!("sum({name})::{} AS {name}", dialect.column_type(ColumnType::Money))
            }
            _ if is_sum => format!("sum({name}) AS {name}"),
            _ => format!("{} AS {name}", first(&name, dialect)),
        }
    };
    let columns: Vec<String> = facts.staged.schema().fields().iter().map(column).collect();
    let again = format!("row_number() OVER (PARTITION BY {FILE}, {same} ORDER BY {LINE}) AS _again");
    let nth = format!("row_number() OVER (PARTITION BY {same}, _again ORDER BY {FILE})");
    let rows = all_rows(facts, dialect);
    let once = match dialect {
        Dialect::DuckDb => {
            format!("(SELECT * FROM (\n  SELECT *, {again} FROM ({rows})\n) QUALIFY {nth} = 1)")
        }
        _ => format!(
            "(SELECT * FROM (\n  SELECT *, {nth} AS _nth FROM (\n  SELECT *, {again} FROM ({rows}) AS all_rows\n) AS counted\n) \
             AS numbered WHERE _nth = 1) AS once"
        ),
    };
    format!("SELECT {}\nFROM {once}\nGROUP BY {}", columns.join(", "), key.join(", "))
}

/// The cell of the first line that has one.
fn first(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::DuckDb => format!("first({name} ORDER BY {FILE}, {LINE}) FILTER (WHERE {name} IS NOT NULL)"),
        Dialect::Postgres => {
            format!("(array_agg({name} ORDER BY {FILE}, {LINE}) FILTER (WHERE {name} IS NOT NULL))[1]")
        }
        Dialect::ClickHouse => format!("argMin({name}, ({FILE}, {LINE})) FILTER (WHERE {name} IS NOT NULL)"),
        Dialect::Spark => format!("min_by({name}, struct({FILE}, {LINE})) FILTER (WHERE {name} IS NOT NULL)"),
    }
}

/// An empty relation with the staged columns.
fn nothing(facts: &FactTable, dialect: Dialect) -> String {
    let column = |field: &Arc<Field>| {
        let (kind, name) = (kind_of(field), dialect.identifier(field.name()));
        match (kind, dialect) {
            (ColumnType::Text, Dialect::Postgres) => format!("NULL::TEXT COLLATE \"C\" AS {name}"),
            (ColumnType::Text, _) => format!("{} AS {name}", literal::nothing(kind, dialect)),
            _ => format!("NULL::{} AS {name}", dialect.column_type(kind)),
        }
    };
    let columns: Vec<String> = facts.staged.schema().fields().iter().map(column).collect();
    format!("SELECT {} WHERE false", columns.join(", "))
}
