//! What each kind of aggregate reads from a row and adds up over a cell.

use super::super::plan::Aggregate;
use super::Bound;
use super::expression::{business_micros, term};
use crate::domain::{Clock, ColumnType};
use crate::expression::Expression;

/// SQL fragments of an aggregate.
pub(super) struct Parts {
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
    /// The value from `numerator`, `denominator` and `direct`.
    pub value: &'static str,
}

/// Keeps an aggregate to the rows that count.
pub(super) const COUNTED: &str = "FILTER (WHERE outcome = 'counted')";

const SHARE: &str = "100e0 * numerator / nullif(denominator, 0e0)";
const RATIO: &str = "numerator / nullif(denominator, 0e0)";

/// The fragments of an aggregate.
pub(super) fn parts(aggregate: &Aggregate, bound: &Bound) -> Parts {
    let sql = |expression: &Expression| term(expression.root(), bound);
    match aggregate {
        Aggregate::Count { hit } => {
            let inputs = hit.iter().map(|hit| ("hit", sql(hit))).collect();
            let (missing, wanted) = if hit.is_some() { ("hit IS NULL", " AND hit") } else { ("FALSE", "") };
            let numerator = format!("count(*) FILTER (WHERE outcome = 'counted'{wanted})");
            Parts { inputs, missing, value: "numerator", ..Parts::of(numerator, "NULL".to_owned()) }
        }
        Aggregate::Proportion { hit, weight } => {
            let numerator = match weight {
                None => "count(*) FILTER (WHERE outcome = 'counted' AND hit)".to_owned(),
                Some(_) => format!("sum(CASE WHEN hit THEN weight ELSE 0e0 END) {COUNTED}"),
            };
            let parts =
                Parts { inputs: vec![("hit", sql(hit))], missing: "hit IS NULL", ..Parts::over(numerator, weight) };
            Parts { value: SHARE, ..parts }.weighted(weight.as_ref(), bound)
        }
        Aggregate::Sum { value } => {
            let numerator = format!("coalesce(sum(value) {COUNTED}, 0){}", per_unit(value.kind()));
            Parts {
                inputs: vec![("value", sound(value, bound))],
                value: "numerator",
                ..Parts::of(numerator, "NULL".to_owned())
            }
        }
        Aggregate::Mean { value, weight } => {
            let product = if weight.is_some() { "value * weight" } else { "value" };
            let value = match weight {
                None => (sound(value, bound), per_unit(value.kind())),
                Some(_) => (natural(value, bound), ""),
            };
            let numerator = format!("sum({product}) {COUNTED}{}", value.1);
            let parts = Parts { inputs: vec![("value", value.0)], ..Parts::over(numerator, weight) };
            Parts { value: RATIO, ..parts }.weighted(weight.as_ref(), bound)
        }
        Aggregate::Quantile { value, quantile } => Parts {
            inputs: vec![("value", natural(value, bound))],
            direct: Some(format!("quantile_cont(value, {quantile}) {COUNTED}")),
            value: "direct",
            ..Parts::of("NULL".to_owned(), "NULL".to_owned())
        },
        Aggregate::SurvivalQuantile { start, end, clock, .. } => survival((&sql(start), &sql(end)), *clock, bound),
        Aggregate::Nps { value, weight } => {
            let times = if weight.is_some() { " * weight" } else { "" };
            let score = "CASE WHEN value >= 9 THEN 1 WHEN value > 6 THEN 0 ELSE -1 END";
            let numerator = format!("sum({score}{times}) {COUNTED}");
            let answer = natural(value, bound);
            let answer = format!("CASE WHEN {answer} BETWEEN 0 AND 10 THEN {answer} END");
            let parts = Parts { inputs: vec![("value", answer)], ..Parts::over(numerator, weight) };
            Parts { value: SHARE, ..parts }.weighted(weight.as_ref(), bound)
        }
        Aggregate::RatioOfSums { numerator, denominator } => Parts {
            inputs: vec![("value", natural(numerator, bound)), ("base", natural(denominator, bound))],
            missing: "value IS NULL OR base IS NULL",
            value: RATIO,
            ..Parts::of(format!("sum(value) {COUNTED}"), format!("sum(base) {COUNTED}"))
        },
    }
}

impl Parts {
    fn of(numerator: String, denominator: String) -> Self {
        let (inputs, values) = (Vec::new(), Vec::new());
        Self { inputs, values, missing: "value IS NULL", numerator, denominator, direct: None, value: "NULL" }
    }

    fn over(numerator: String, weight: &Option<Expression>) -> Self {
        let denominator = match weight {
            None => format!("count(*) {COUNTED}"),
            Some(_) => format!("sum(weight) {COUNTED}"),
        };
        Self::of(numerator, denominator)
    }

    fn weighted(mut self, weight: Option<&Expression>, bound: &Bound) -> Self {
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

fn survival((start, end): (&str, &str), clock: Clock, bound: &Bound) -> Parts {
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
        value: "direct",
        ..Parts::of("count(*) FILTER (WHERE outcome = 'counted' AND ended)".to_owned(), format!("count(*) {COUNTED}"))
    }
}

/// A value in its own type; numbers beyond every business figure are missing.
fn sound(value: &Expression, bound: &Bound) -> String {
    let sql = term(value.root(), bound);
    match value.kind() {
        ColumnType::Number => format!("CASE WHEN abs({sql}) < 4.6e18 THEN {sql} END"),
        _ => sql,
    }
}

/// A value as DOUBLE in its natural unit.
fn natural(value: &Expression, bound: &Bound) -> String {
    match value.kind() {
        ColumnType::Number => sound(value, bound),
        ColumnType::Duration => format!("CAST({} AS DOUBLE) / 3.6e9", sound(value, bound)),
        _ => format!("CAST({} AS DOUBLE)", sound(value, bound)),
    }
}

fn per_unit(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Duration => " / 3.6e9",
        _ => "",
    }
}
