//! Functions that change at given points only, as a relation of one row whose columns are arrays: for databases in
//! which a look-up by a sub-query reads every point for every row. The first point stands before every value.

use super::dialect::Dialect;

/// Stands for the beginning and the end of time.
pub const FOREVER: i64 = 9_000_000_000_000_000_000;

/// The common table expression `name AS (…)` of arrays of whole numbers.
pub fn relation(name: &str, columns: &[(&str, Vec<i64>)], dialect: Dialect) -> String {
    let column = |(column, values): &(&str, Vec<i64>)| {
        let values = values.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let array = match dialect {
            Dialect::DuckDb => format!("[{values}]::BIGINT[]"),
            Dialect::Postgres => format!("CAST(ARRAY[{values}] AS BIGINT[])"),
            Dialect::ClickHouse => format!("CAST([{values}] AS Array(Int64))"),
            Dialect::Spark => format!("CAST(array({values}) AS ARRAY<BIGINT>)"),
        };
        format!("{array} AS {column}")
    };
    format!("{name} AS (\n  SELECT {}\n)", columns.iter().map(column).collect::<Vec<_>>().join(",\n    "))
}

/// What the array `values` of a relation holds at the last of `points`, ascending, that is not after a whole number.
pub fn at(number: &str, (relation, points, values): (&str, &str, &str), dialect: Dialect) -> String {
    let array = |column: &str| format!("(SELECT s.{column} FROM {relation} AS s)");
    match dialect {
        Dialect::DuckDb => {
            format!("(SELECT s.{values}[len(list_filter(s.{points}, lambda p: p <= {number}))] FROM {relation} AS s)")
        }
        // Sub-queries without a row of the outer query are asked once.
        Dialect::Postgres => format!("{}[width_bucket({number}, {})]", array(values), array(points)),
        Dialect::ClickHouse => {
            let (points, values) = (array(points), array(values));
            format!("transform(roundDown({number}, {points}), {points}, {values}, CAST(NULL AS Nullable(Int64)))")
        }
        Dialect::Spark => {
            format!("element_at({}, size(filter({}, p -> p <= {number})))", array(values), array(points))
        }
    }
}
