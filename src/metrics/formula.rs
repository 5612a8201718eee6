//! Formulas over other metrics, and the order in which metrics that stand on others are computed.

use super::compile::Places;
use crate::catalogue::definition::{Definition, Kind};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::{ColumnType, Instant, Zone};
use crate::engine::sql::{Bound, Dialect, term};
use crate::engine::{Bindings, Expression, Schema};
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, Float64Array, RecordBatch};
use arrow_schema::{DataType, Field};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A checked formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Formula {
    expression: Expression,
    /// The metrics that it names, in alphabetical order.
    pub(super) inputs: Vec<String>,
}

/// Checks a derived metric's formula against the ids of all metrics.
pub(super) fn formula(metric: &Definition, all: &[Definition], places: Places<'_>) -> Result<Formula, Diagnostic> {
    let place = places.of(metric, "formula");
    let Some(text) = &metric.formula else {
        return Err(Diagnostic::error("missing-key", place, format!("metric `{}` needs `formula`", metric.id)));
    };
    let known: BTreeSet<&str> = all.iter().map(|one| one.id.as_str()).collect();
    if let Some(unknown) = words(text).find(|word| !known.contains(word) && !is_function(word)) {
        return Err(unknown_metric(unknown, all, place));
    }
    let schema = Schema::new(all.iter().map(|one| (one.id.clone(), ColumnType::Number)));
    let expression = Expression::parse_as(text, ColumnType::Number, &schema, &place)?;
    let inputs = expression.columns().into_iter().collect();
    Ok(Formula { expression, inputs })
}

/// The diagnostic for a metric that does not exist.
pub(super) fn unknown_metric(name: &str, all: &[Definition], place: crate::diagnostic::Place) -> Diagnostic {
    let problem = Diagnostic::error("unknown-metric", place, format!("unknown metric `{name}`"));
    match did_you_mean(name, all.iter().map(|one| one.id.as_str())) {
        Some(question) => problem.with_hint(question),
        None => problem,
    }
}

/// Identifiers of a formula.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.starts_with(|c: char| !c.is_ascii_digit()))
}

fn is_function(word: &str) -> bool {
    ["abs", "least", "greatest", "coalesce", "nullif", "null"].contains(&word.to_lowercase().as_str())
}

impl Formula {
    /// The value for the inputs' values, in the order of `inputs`; `None` where an input has none or
    /// a division by zero occurs.
    pub(super) fn value(&self, values: &[Option<f64>]) -> Option<f64> {
        let fields: Vec<Field> = self.inputs.iter().map(|name| Field::new(name, DataType::Float64, true)).collect();
        let columns = values.iter().map(|value| Arc::new(Float64Array::from(vec![*value])) as _).collect();
        let batch = RecordBatch::try_new(Arc::new(arrow_schema::Schema::new(fields)), columns).ok()?;
        let bindings = Bindings { as_of: Instant(0), zone: Zone::utc(), calendar: None, period: None };
        let result = self.expression.evaluate(&batch, &bindings).ok()?;
        let result = result.as_primitive_opt::<Float64Type>()?;
        (result.len() == 1 && result.is_valid(0)).then(|| result.value(0)).filter(|value| value.is_finite())
    }

    /// The formula as SQL over a relation `r` with a column for each metric that it names; a division by zero has no
    /// value.
    pub(super) fn term(&self, dialect: Dialect) -> String {
        let bound = Bound { as_of: Instant(0), offsets: Vec::new(), covers: None, dialect };
        term(self.expression.root(), &bound)
    }

    /// The formula as DuckDB's SQL, each metric replaced.
    pub(super) fn sql(&self, replace: impl Fn(&str) -> String) -> String {
        let text = self.expression.source();
        let mut sql = String::new();
        let mut word = String::new();
        for character in text.chars().chain(std::iter::once(' ')) {
            if character.is_alphanumeric() || character == '_' {
                word.push(character);
                continue;
            }
            if self.inputs.contains(&word) {
                sql.push_str(&replace(&word));
            } else {
                sql.push_str(&word);
            }
            word.clear();
            sql.push(character);
        }
        sql.trim_end().to_owned()
    }
}

/// The metrics that a metric stands on: a formula's inputs, a rate's base.
pub(super) fn inputs(metric: &Definition, formulas: &BTreeMap<String, Formula>) -> Vec<String> {
    match metric.kind {
        Kind::Derived => formulas.get(&metric.id).map(|formula| formula.inputs.clone()).unwrap_or_default(),
        Kind::Rate => metric.base.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Positions of the metrics so that each comes after those it stands on.
///
/// # Errors
/// The ids of a cycle, in order.
pub(super) fn order(all: &[Definition], formulas: &BTreeMap<String, Formula>) -> Result<Vec<usize>, Vec<String>> {
    let positions: BTreeMap<&str, usize> = all.iter().enumerate().map(|(at, one)| (one.id.as_str(), at)).collect();
    let mut walk = Walk { all, formulas, positions, order: Vec::new(), done: BTreeSet::new(), path: Vec::new() };
    for at in 0..all.len() {
        walk.visit(at)?;
    }
    Ok(walk.order)
}

struct Walk<'a> {
    all: &'a [Definition],
    formulas: &'a BTreeMap<String, Formula>,
    positions: BTreeMap<&'a str, usize>,
    order: Vec<usize>,
    done: BTreeSet<usize>,
    path: Vec<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, at: usize) -> Result<(), Vec<String>> {
        if self.done.contains(&at) {
            return Ok(());
        }
        if let Some(start) = self.path.iter().position(|on_path| *on_path == at) {
            return Err(self.path[start..].iter().chain([&at]).map(|at| self.all[*at].id.clone()).collect());
        }
        self.path.push(at);
        for input in inputs(&self.all[at], self.formulas) {
            if let Some(input) = self.positions.get(input.as_str()).copied() {
                self.visit(input)?;
            }
        }
        self.path.pop();
        self.done.insert(at);
        self.order.push(at);
        Ok(())
    }
}
