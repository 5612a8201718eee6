//! The same metric as one query of a database, so that any number can be recomputed without us.

mod bound;
mod days;
mod dialect;
mod expression;
mod fragment;
mod steps;
mod texts;

use super::plan::{Attribution, Fold, Plan};
use crate::domain::{BusinessCalendar, ColumnType, Period};
pub use bound::{BUSINESS_CALENDAR, Bound};
pub use days::{plus_days, zone_offsets};
pub use dialect::Dialect;
pub use expression::opened_until;
pub(crate) use expression::term;
pub(super) use fragment::{COUNTED, Parts, RATIO, SHARE, natural, per_unit, sound, survival};
use std::sync::Arc;
pub use steps::{FOREVER, at as step, relation as steps};

/// Where a query reads its rows.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Common table expressions in order, each `name AS (…)`; with [`calendar`] when a plan needs
    /// business hours, and [`zone_offsets`] when there are several.
    pub with: &'a [String],
    /// A relation with the columns of the schema in their types (instants as TIMESTAMPTZ, money as
    /// DECIMAL, numbers as DOUBLE, whole numbers as BIGINT): a table or a CTE.
    pub from: &'a str,
}

/// The query of a plan over periods of its grain. Its columns: `quarter` (the label of the
/// period, which may be a month), `dimension, segment, rows,` one
/// `excluded_<reason>` per exclusion, `immature, outside, missing, n, numerator, denominator, value`,
/// ordered by quarter, dimension and segment. The total has a null dimension; a missing value of a
/// segment column is a null segment; a cell without rows has no line. Money is in currency units, a
/// duration in hours, shares and NPS are times 100.
pub fn query(plan: &Plan, source: &Source<'_>, periods: &[Period], bound: &Bound) -> String {
    let parts = plan.aggregate.kind().sql(bound);
    let mut with: Vec<String> = source.with.to_vec();
    let dialect = bound.dialect;
    with.push(quarters(periods, dialect));
    with.push(picked(plan, &parts, source.from, bound));
    with.push(judged(&parts, dialect));
    with.push(cells(plan, dialect));
    with.extend(parts.curve.iter().cloned());
    with.push(added(plan, &parts, dialect));
    format!("WITH {}\n{}", with.join(",\n"), outer(plan, &parts, dialect))
}

/// The common table expression `business_calendar AS (…)` of a calendar, in microseconds.
pub fn calendar(calendar: &BusinessCalendar, dialect: Dialect) -> String {
    if dialect != Dialect::DuckDb {
        return steps::relation(BUSINESS_CALENDAR, &openings(calendar), dialect);
    }
    let mut elapsed = 0;
    let mut lines = Vec::new();
    for (opens, closes) in calendar.intervals() {
        lines.push(format!("({}, {}, {elapsed})", opens.0, closes.0));
        elapsed += closes.0 - opens.0;
    }
    if lines.is_empty() {
        return format!("{BUSINESS_CALENDAR} AS (SELECT 0 AS opens, 0 AS closes, 0 AS elapsed WHERE FALSE)");
    }
    let lines = lines.join(",\n    ");
    format!("{BUSINESS_CALENDAR} AS (\n  SELECT * FROM (VALUES\n    {lines}\n  ) AS v(opens, closes, elapsed)\n)")
}

/// The openings of a calendar as [`steps`](steps::relation), for [`opened_until`]: `opens`, `closes` and `shift`, by
/// which business time before an instant differs from the instant.
pub fn openings(calendar: &BusinessCalendar) -> [(&'static str, Vec<i64>); 3] {
    let (mut opens, mut closes, mut shift) = (vec![-FOREVER], vec![-FOREVER], vec![FOREVER]);
    let mut elapsed = 0;
    for (from, to) in calendar.intervals() {
        opens.push(from.0);
        closes.push(to.0);
        shift.push(elapsed - from.0);
        elapsed += to.0 - from.0;
    }
    [("opens", opens), ("closes", closes), ("shift", shift)]
}

fn quarters(periods: &[Period], dialect: Dialect) -> String {
    let whole = |at: i64| dialect.constant(at, ColumnType::Integer);
    let line = |period: &Period| {
        format!("({}, {}, {})", dialect.text(&period.label()), whole(period.start.0), whole(period.end.0))
    };
    let lines: Vec<String> = periods.iter().map(line).collect();
    let lines = lines.join(",\n    ");
    format!("quarters AS (\n  SELECT * FROM (VALUES\n    {lines}\n  ) AS v(quarter, period_start, period_end)\n)")
}

/// The rows of each quarter, with what held them back and what the aggregate reads.
fn picked(plan: &Plan, parts: &Parts, from: &str, bound: &Bound) -> String {
    let sql = |expression: &crate::expression::Expression| term(expression.root(), bound);
    let mut held = String::new();
    for (at, exclusion) in plan.exclusions.iter().enumerate() {
        held += &format!("\n      WHEN {} THEN 'excluded {at}'", sql(&exclusion.when));
    }
    if let Some(matured) = &plan.matured {
        held += &format!("\n      WHEN NOT {} THEN 'immature'", sql(matured));
    }
    if let Some(among) = &plan.among {
        held += &format!("\n      WHEN NOT coalesce({}, FALSE) THEN 'outside'", sql(among));
    }
    let dialect = bound.dialect;
    let held = if held.is_empty() { dialect.null(ColumnType::Text) } else { format!("CASE{held}\n    END") };
    let mut columns = vec!["q.quarter".to_owned(), format!("{held} AS held")];
    for (at, name) in plan.segments.iter().enumerate() {
        let fold = plan.folds.as_ref().and_then(|folds| folds.get(name));
        columns.push(format!("{} AS segment_{at}", segment(name, fold.map(Arc::as_ref), dialect)));
    }
    columns.extend(parts.inputs.iter().map(|(name, sql)| format!("{sql} AS {name}")));
    let columns = columns.join(",\n    ");
    let present = attributed(&plan.attribution, bound);
    let rows = plan.rows.as_ref().map_or(String::new(), |rows| format!("\n  WHERE {}", sql(rows)));
    format!("picked AS (\n  SELECT\n    {columns}\n  FROM {from} AS r JOIN quarters AS q ON {present}{rows}\n)")
}

/// A segment column, with its small values folded into one.
fn segment(name: &str, fold: Option<&Fold>, dialect: Dialect) -> String {
    let column = format!("CAST(r.{} AS {})", dialect.identifier(name), dialect.type_name(ColumnType::Text));
    let Some(fold) = fold else { return column };
    let kept: Vec<String> = fold.kept.iter().map(|value| dialect.text(value)).collect();
    format!(
        "CASE WHEN {column} IS NULL OR {column} IN ({}) THEN {column} ELSE {} END",
        kept.join(", "),
        dialect.text(&fold.label())
    )
}

fn attributed(attribution: &Attribution, bound: &Bound) -> String {
    let sql = |expression: &crate::expression::Expression| term(expression.root(), bound);
    let span = |from, until, begins_before: &str, ends| {
        let (from, until) = (sql(from), sql(until));
        format!("{from} < q.{begins_before} AND ({until} IS NULL OR {until} {ends})")
    };
    match attribution {
        Attribution::At(at) => format!("q.period_start <= {at} AND {at} < q.period_end", at = sql(at)),
        Attribution::PresentAtEnd { from, until } => span(from, until, "period_end", ">= q.period_end"),
        Attribution::PresentAtStart { from, until } => span(from, until, "period_start", ">= q.period_start"),
        Attribution::Overlaps { from, until } => span(from, until, "period_end", "> q.period_start"),
    }
}

/// The picked rows with their outcome.
fn judged(parts: &Parts, dialect: Dialect) -> String {
    let values: Vec<String> = parts.values.iter().map(|(name, sql)| format!(",\n      {sql} AS {name}")).collect();
    let missing = parts.missing;
    format!(
        "judged AS (\n  SELECT *, coalesce(held, CASE WHEN {missing} THEN 'missing' ELSE 'counted' END) AS outcome\n  \
         FROM (\n    SELECT *{}\n    FROM picked\n  ){}\n)",
        values.concat(),
        dialect.alias("valued")
    )
}

/// The judged rows once for the total and once for each dimension.
fn cells(plan: &Plan, dialect: Dialect) -> String {
    let kind = dialect.type_name(ColumnType::Text);
    let mut all = vec![format!("SELECT NULL::{kind} AS dimension, NULL::{kind} AS segment, * FROM judged")];
    for (at, name) in plan.segments.iter().enumerate() {
        all.push(format!("SELECT {} AS dimension, segment_{at} AS segment, * FROM judged", dialect.text(name)));
    }
    format!("cells AS (\n  {}\n)", all.join("\n  UNION ALL "))
}

/// Counts and sums per cell.
fn added(plan: &Plan, parts: &Parts, dialect: Dialect) -> String {
    let mut columns = vec![format!("count(*) AS {}", dialect.identifier("rows"))];
    let count = |outcome: &str, name: &str| {
        let name = dialect.identifier(name);
        format!("count(*) FILTER (WHERE outcome = {}) AS {name}", dialect.text(outcome))
    };
    let number = dialect.type_name(ColumnType::Number);
    for (at, exclusion) in plan.exclusions.iter().enumerate() {
        columns.push(count(&format!("excluded {at}"), &format!("excluded_{}", exclusion.reason)));
    }
    columns.extend(["immature", "outside", "missing"].map(|outcome| count(outcome, outcome)));
    columns.push(format!("count(*) {COUNTED} AS n"));
    columns.push(format!("CAST({} AS {number}) AS numerator", parts.numerator));
    columns.push(format!("CAST({} AS {number}) AS denominator", parts.denominator));
    columns.extend(parts.direct.iter().map(|direct| format!("{direct} AS direct")));
    let columns = columns.join(",\n    ");
    let by = dialect.group_by("quarter, dimension, segment");
    format!("added AS (\n  SELECT quarter, dimension, segment,\n    {columns}\n  FROM cells {by}\n)")
}

fn outer(plan: &Plan, parts: &Parts, dialect: Dialect) -> String {
    let mut columns = vec![dialect.columns("a", &["quarter", "dimension", "segment"])];
    columns.push(dialect.identifier("rows"));
    columns
        .extend(plan.exclusions.iter().map(|exclusion| dialect.identifier(&format!("excluded_{}", exclusion.reason))));
    columns.extend(["immature", "outside", "missing", "n", "numerator", "denominator"].map(str::to_owned));
    let joined = match parts.curve.is_empty() {
        true => "",
        false => {
            "\nLEFT JOIN curve ON curve.quarter = a.quarter AND curve.dimension IS NOT DISTINCT FROM a.dimension\n  \
             AND curve.segment IS NOT DISTINCT FROM a.segment"
        }
    };
    columns.push(format!("{} AS {}", parts.value, dialect.identifier("value")));
    format!(
        "SELECT {}\nFROM added AS a{joined}\nORDER BY a.quarter, a.dimension NULLS FIRST, a.segment NULLS FIRST",
        columns.join(", ")
    )
}

#[cfg(test)]
mod tests;
