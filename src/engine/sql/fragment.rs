//! What each kind of aggregate reads from a row and adds up over a cell, as SQL.

use super::bound::Bound;
use super::dialect::Dialect;
use super::expression::{business_micros, term};
use crate::domain::{Clock, ColumnType};
use crate::expression::Expression;

/// SQL fragments of an aggregate.
pub struct Parts {
    /// Named inputs over the rows of the table.
    pub inputs: Vec<(&'static str, String)>,
    /// Named values over the inputs.
    pub values: Vec<(&'static str, String)>,
    /// Whether a row is missing, over inputs and values.
    pub missing: &'static str,
    /// Above the line, over the counted rows of a cell.
    pub numerator: String,
    /// Below the line.
    pub denominator: String,
    /// An aggregate that is the value; otherwise it follows from numerator and denominator.
    pub direct: Option<String>,
    /// The value from `numerator`, `denominator` and `direct`, or from what is joined.
    pub value: &'static str,
    /// Further tables over the cells, the last of which, `curve`, is joined by cell.
    pub curve: Vec<String>,
}

/// Keeps an aggregate to the rows that count.
pub const COUNTED: &str = "FILTER (WHERE outcome = 'counted')";

/// Numerator as a percentage of the denominator.
pub const SHARE: &str = "100e0 * numerator / nullif(denominator, 0e0)";

/// Numerator over denominator.
pub const RATIO: &str = "numerator / nullif(denominator, 0e0)";

impl Parts {
    /// Of a value that is missing when it is null.
    pub fn of(numerator: String, denominator: String) -> Self {
        Self {
            inputs: Vec::new(),
            values: Vec::new(),
            missing: "value IS NULL",
            numerator,
            denominator,
            direct: None,
            value: "NULL",
            curve: Vec::new(),
        }
    }

    /// Over all rows that count, or over their weights.
    pub fn over(numerator: String, weight: Option<&Expression>) -> Self {
        let denominator = match weight {
            None => format!("count(*) {COUNTED}"),
            Some(_) => format!("sum(weight) {COUNTED}"),
        };
        Self::of(numerator, denominator)
    }

    /// With a weight, without which a row is missing.
    pub fn weighted(mut self, weight: Option<&Expression>, bound: &Bound) -> Self {
        if let Some(weight) = weight {
            let sql = natural(weight, bound);
            self.inputs.push(("weight", format!("CASE WHEN {sql} >= 0 THEN {sql} END")));
            self.missing = match self.missing {
                "hit IS NULL" => "hit IS NULL OR weight IS NULL",
                _ => "value IS NULL OR weight IS NULL",
            };
        }
        self
    }
}

/// Durations from a start to an end, and the quantile of their Kaplan–Meier curve.
pub fn survival((start, end): (&str, &str), quantile: f64, clock: Clock, bound: &Bound) -> Parts {
    let as_of = bound.as_of.0;
    let span = match clock {
        Clock::Calendar => "stop - start".to_owned(),
        Clock::Business => business_micros("picked.start", "picked.stop", bound),
    };
    Parts {
        inputs: vec![
            ("start", start.to_owned()),
            ("stop", format!("CASE WHEN {end} <= {as_of} THEN {end} ELSE {as_of} END")),
            ("ended", format!("coalesce({end} <= {as_of}, FALSE)")),
        ],
        values: vec![("value", format!("CASE WHEN start <= stop THEN {span} END"))],
        value: "curve.reached",
        curve: curve(quantile, bound.dialect).into(),
        ..Parts::of("count(*) FILTER (WHERE outcome = 'counted' AND ended)".to_owned(), format!("count(*) {COUNTED}"))
    }
}

/// The Kaplan–Meier curve of each cell and the point where it comes down to 1 − q.
fn curve(quantile: f64, dialect: Dialect) -> [String; 3] {
    let cell = "quarter, dimension, segment";
    let by_value = dialect.group_by("quarter, dimension, segment, value");
    let by_cell = dialect.group_by(cell);
    [
        format!(
            "leaving AS (\n  SELECT {cell}, value, count(*) FILTER (WHERE ended) AS ends, count(*) AS leaves\n  \
             FROM cells WHERE outcome = 'counted' {by_value}\n)"
        ),
        format!(
            "risk AS (\n  SELECT *, sum(leaves) OVER (PARTITION BY {cell} ORDER BY value DESC) AS at_risk FROM leaving\n)"
        ),
        format!(
            "curve AS (\n  SELECT {cell}, min(value) FILTER (WHERE surviving <= 1e0 - {quantile} + 1e-12) / 3.6e9 AS reached\n  \
             FROM (\n    SELECT *, {} AS surviving\n    \
             FROM risk\n  ){} WHERE ends > 0 {by_cell}\n)",
            surviving(cell, dialect),
            dialect.alias("survived")
        ),
    ]
}

/// The share that stays beyond each value: the product of the shares that do not end, or its logarithm's sum. All
/// end at the last value at most.
fn surviving(cell: &str, dialect: Dialect) -> String {
    let window = format!("OVER (PARTITION BY {cell} ORDER BY value)");
    if dialect == Dialect::DuckDb {
        return format!("product(1e0 - ends / at_risk) {window}");
    }
    let number = dialect.type_name(ColumnType::Number);
    let stays = format!("ln(1e0 - CAST(ends AS {number}) / CAST(at_risk AS {number}))");
    format!(
        "CASE WHEN ends = at_risk THEN 0e0 \
         ELSE exp(sum(CASE WHEN ends < at_risk THEN {stays} END) {window}) END"
    )
}

/// A value in its own type; numbers beyond every business figure are missing.
pub fn sound(value: &Expression, bound: &Bound) -> String {
    let sql = term(value.root(), bound);
    match value.kind() {
        ColumnType::Number => format!("CASE WHEN abs({sql}) < 4.6e18 THEN {sql} END"),
        _ => sql,
    }
}

/// A value as DOUBLE in its natural unit.
pub fn natural(value: &Expression, bound: &Bound) -> String {
    let number = bound.dialect.type_name(ColumnType::Number);
    match value.kind() {
        ColumnType::Number => sound(value, bound),
        ColumnType::Duration => format!("CAST({} AS {number}) / 3.6e9", sound(value, bound)),
        _ => format!("CAST({} AS {number})", sound(value, bound)),
    }
}

/// What makes natural units of a sum.
pub fn per_unit(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Duration => " / 3.6e9",
        _ => "",
    }
}
