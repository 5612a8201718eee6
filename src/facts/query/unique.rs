//! The rows of a table with those of one key made one: the rules of [`super::super::merge`] as SQL.

use crate::config::OnDuplicate;
use crate::facts::literal::{quoted, text_literal};
use crate::facts::merge::state_columns;
use crate::facts::table::FactTable;
use crate::schema::{FILE, LINE, key};
use arrow_schema::DataType;

/// The staged rows of a table, duplicates included.
pub(super) fn all_rows(facts: &FactTable) -> String {
    let files: Vec<String> = facts.files().map(|file| text_literal(&file.to_string_lossy())).collect();
    let read = format!("SELECT * FROM read_parquet([{}])", files.join(", "));
    let pads = facts.staged.pads().iter();
    let pads: Vec<String> =
        pads.map(|(column, width)| format!("lpad({0}, {width}, '0') AS {0}", quoted(column))).collect();
    match (files.as_slice(), pads.as_slice()) {
        ([], _) => nothing(facts),
        (_, []) => read,
        // In a query of their own: what is written around this one must see the ids with their zeros.
        (_, pads) => format!("SELECT * FROM (SELECT * REPLACE ({}) FROM ({read}))", pads.join(", ")),
    }
}

/// The rows of a table, those of one key made one.
pub(super) fn unique(facts: &FactTable) -> String {
    let name = facts.table.name();
    let key: Vec<String> = key(facts.table).iter().map(|column| quoted(column)).collect();
    let rows = match (&facts.rule, key.as_slice()) {
        (_, []) => all_rows(facts),
        _ if facts.files().next().is_none() => all_rows(facts),
        (Some(OnDuplicate::Sum(sums)), key) => folded(facts, key, sums),
        (rule, key) => {
            let rank = rank(facts, rule.as_ref());
            format!(
                "{}\nQUALIFY row_number() OVER (PARTITION BY {} ORDER BY {rank}, {}, {FILE}, {LINE}) = 1",
                all_rows(facts),
                key.join(", "),
                contents(facts).map(|column| format!("{column} DESC NULLS LAST")).collect::<Vec<_>>().join(", ")
            )
        }
    };
    let (open, close) = relabelled(facts);
    format!("{name}_unique AS (\n{open}{rows}{close}\n)")
}

/// What stands before and behind a query of staged rows so that every channel has one spelling.
fn relabelled(facts: &FactTable) -> (String, &'static str) {
    let labels = facts.staged.labels();
    if labels.is_empty() || facts.staged.schema().index_of("channel").is_err() {
        return (String::new(), "");
    }
    let case =
        |(value, label): (&String, &String)| format!(" WHEN {} THEN {}", text_literal(value), text_literal(label));
    let cases: String = labels.iter().map(case).collect();
    (format!("SELECT * REPLACE (CASE channel{cases} ELSE channel END AS channel) FROM (\n"), ")")
}

/// Which of the rows of a key comes first.
fn rank(facts: &FactTable, rule: Option<&OnDuplicate>) -> String {
    match rule {
        Some(OnDuplicate::LatestBy(column)) => format!("{} DESC NULLS LAST", quoted(column)),
        Some(OnDuplicate::Last) => format!("{FILE} DESC, {LINE} DESC"),
        Some(OnDuplicate::First | OnDuplicate::Every | OnDuplicate::Sum(_)) => format!("{FILE}, {LINE}"),
        None => {
            let states: Vec<String> = state_columns(facts.table).map(quoted).collect();
            format!("greatest({}) DESC NULLS LAST", states.join(", "))
        }
    }
}

/// Columns that make up what a row says.
fn contents(facts: &FactTable) -> impl Iterator<Item = String> {
    let names = facts.staged.schema().fields().iter().map(|field| field.name());
    names.filter(|name| *name != FILE && *name != LINE).map(|name| quoted(name))
}

/// One record from the lines of a key: a line that several files hold counts as often as in the file
/// that has it most often; then sums, and the first line's cells that are there.
fn folded(facts: &FactTable, key: &[String], sums: &[String]) -> String {
    let same = contents(facts).collect::<Vec<_>>().join(", ");
    let column = |field: &std::sync::Arc<arrow_schema::Field>| {
        let name = quoted(field.name());
        let is_sum = sums.iter().any(|sum| sum == field.name());
        match field.data_type() {
            _ if key.contains(&name) => name,
            DataType::Float64 if is_sum => format!("fsum({name}) AS {name}"),
            DataType::Int64 | DataType::Duration(_) if is_sum => format!("sum({name})::BIGINT AS {name}"),
            DataType::Decimal128(..) if is_sum => format!("sum({name})::DECIMAL(20, 4) AS {name}"),
            _ if is_sum => format!("sum({name}) AS {name}"),
            _ => format!("first({name} ORDER BY {FILE}, {LINE}) FILTER (WHERE {name} IS NOT NULL) AS {name}"),
        }
    };
    let columns: Vec<String> = facts.staged.schema().fields().iter().map(column).collect();
    format!(
        "SELECT {}\nFROM (SELECT * FROM (\n  SELECT *, row_number() OVER (PARTITION BY {FILE}, {same} ORDER BY {LINE}) AS _again \
         FROM ({})\n) QUALIFY row_number() OVER (PARTITION BY {same}, _again ORDER BY {FILE}) = 1)\nGROUP BY {}",
        columns.join(", "),
        all_rows(facts),
        key.join(", ")
    )
}

/// An empty relation with the staged columns.
fn nothing(facts: &FactTable) -> String {
    let column = |field: &std::sync::Arc<arrow_schema::Field>| {
        let kind = match field.data_type() {
            DataType::Timestamp(..) => "TIMESTAMPTZ",
            DataType::Float64 => "DOUBLE",
            DataType::Int64 | DataType::Duration(_) => "BIGINT",
            DataType::Boolean => "BOOLEAN",
            DataType::Decimal128(..) => "DECIMAL(20, 4)",
            _ => "VARCHAR",
        };
        format!("NULL::{kind} AS {}", quoted(field.name()))
    };
    let columns: Vec<String> = facts.staged.schema().fields().iter().map(column).collect();
    format!("SELECT {} WHERE false", columns.join(", "))
}
