//! The query of any metric: the engine's for metrics that count rows, and joins of those for
//! rates and formulas.

use super::check::Compiled;
use super::combine::{base_dimension, folds_alike_in};
use super::compile::needs_calendar;
use super::formula::Formula;
use super::measure::{folds, plan, unavailable};
use super::monthly::by_month;
use crate::catalogue::definition::{Definition, Kind};
use crate::config::ReportConfig;
use crate::domain::{ColumnType, Period};
use crate::engine::sql::{self as engine_sql, Dialect};
use crate::engine::{Grain, Plan};
use crate::facts::Facts;
use std::fmt::Write;

/// What queries are written from.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) report: &'a ReportConfig,
    pub(super) facts: &'a Facts,
    pub(super) periods: &'a [Period],
    pub(super) compiled: &'a Compiled,
    pub(super) grain: Grain,
    pub(super) dialect: Dialect,
}

impl<'a> Sources<'a> {
    fn metric(self, id: &str) -> Option<&'a Definition> {
        self.report.metrics.iter().find(|metric| metric.id == id)
    }

    /// The whole query of a metric; `None` when the data do not allow it.
    pub(super) fn whole(self, metric: &Definition) -> Option<String> {
        Some(self.query(metric)? + self.dialect.ending())
    }

    /// The query of a metric, which may stand in another; `None` when the data do not allow it.
    fn query(self, metric: &Definition) -> Option<String> {
        if unavailable(metric, self.report, self.facts).is_some() {
            return None;
        }
        match metric.kind {
            Kind::Derived => self.derived(metric, self.compiled.formulas.get(&metric.id)?),
            Kind::Rate => self.rate(metric),
            Kind::Model => None,
            _ => self.counted(metric),
        }
    }

    fn plan(self, metric: &Definition) -> Option<Plan> {
        let mut plan = plan(metric, self.facts, self.compiled)?;
        plan.folds = folds(self.facts, metric.table?, [&plan]).ok();
        Some(if self.grain == Grain::Month { by_month(&plan) } else { plan })
    }

    fn counted(self, metric: &Definition) -> Option<String> {
        let table = metric.table?;
        let mut with = self.facts.sql(table, self.dialect)?;
        if needs_calendar(metric) {
            with.insert(0, engine_sql::calendar(self.report.calendar.as_ref()?, self.dialect));
        }
        let source = engine_sql::Source { with: &with, from: table.name() };
        let bound = engine_sql::Bound {
            as_of: self.report.as_of,
            offsets: self.facts.tables.get(&table)?.offsets(),
            dialect: self.dialect,
            covers: self.report.calendar.as_ref().and_then(|calendar| calendar.covers()),
        };
        Some(engine_sql::query(&self.plan(metric)?, &source, self.periods, &bound))
    }

    fn rate(self, metric: &Definition) -> Option<String> {
        let base = self.metric(metric.base.as_ref()?)?;
        let (events, exposure) = (self.counted(metric)?, self.query(base)?);
        let dimensions = self.plan(metric)?.segments;
        let mapped = self.plan(base).map(|plan| plan.segments).unwrap_or_default();
        let (text, name) = (|text: &str| self.dialect.text(text), |name: &str| self.dialect.identifier(name));
        let mut same = "e.dimension IS NULL AND b.dimension IS NULL".to_owned();
        for dimension in &dimensions {
            let part = match base_dimension(metric, base, dimension).filter(|of| mapped.contains(of)) {
                Some(of) => {
                    let alike = folds_alike_in(metric, base, dimension);
                    let folded = self.dialect.starts_with("e.segment", "'…'");
                    let unlike = if alike { String::new() } else { format!(" AND NOT coalesce({folded}, FALSE)") };
                    format!("b.dimension = {} AND b.segment IS NOT DISTINCT FROM e.segment{unlike}", text(&of))
                }
                None => "b.dimension IS NULL".to_owned(),
            };
            let _ = write!(same, " OR e.dimension = {} AND {part}", text(dimension));
        }
        let excluded =
            metric.exclude.iter().map(|exclusion| format!("e.{}, ", name(&format!("excluded_{}", exclusion.reason))));
        let excluded: String = excluded.collect();
        let cell = self.dialect.columns("e", &["quarter", "dimension", "segment"]);
        let value = format!("b.{}", name("value"));
        let (rounded, number) = (self.dialect.rounded(&value), self.dialect.type_name(ColumnType::Number));
        let per = metric.per?;
        Some(format!(
            "SELECT {cell}, e.{}, {excluded}{}, \
             {rounded} AS n, {}, CAST({value} AS {number}) AS denominator, \
             e.numerator / nullif({value}, 0) * {per} AS {}\n\
             FROM (\n{events}\n) AS e LEFT JOIN (\n{exposure}\n) AS b ON b.quarter = e.quarter AND ({same})\n\
             ORDER BY e.quarter, e.dimension NULLS FIRST, e.segment NULLS FIRST",
            name("rows"),
            self.dialect.columns("e", &["immature", "missing"]),
            self.dialect.columns("e", &["numerator"]),
            name("value")
        ))
    }

    /// In DuckDB as the formula is written.
    fn derived(self, metric: &Definition, formula: &Formula) -> Option<String> {
        let mut with = Vec::new();
        let mut keys = Vec::new();
        let mut joins = String::new();
        for (at, input) in formula.inputs.iter().enumerate() {
            let query = self.query(self.metric(input)?)?;
            with.push(format!("x{at} AS (\n{query}\n)"));
            keys.push(format!("SELECT quarter, dimension, segment FROM x{at}"));
            let _ = write!(
                joins,
                "\nLEFT JOIN x{at} ON x{at}.quarter = k.quarter AND x{at}.dimension IS NOT DISTINCT FROM k.dimension \
                 AND x{at}.segment IS NOT DISTINCT FROM k.segment"
            );
        }
        let counts = |input: &str| {
            let kind = self.metric(input).map(|metric| metric.kind);
            matches!(kind, Some(Kind::Count | Kind::Sum))
        };
        let parts: String = metric.segments.iter().map(|part| format!(", {}", self.dialect.text(part))).collect();
        let folded = self.dialect.starts_with("k.segment", "'…'");
        let shown = format!("coalesce(k.dimension, '') IN (''{parts}) AND NOT coalesce({folded}, FALSE)");
        let order = "k.quarter, k.dimension NULLS FIRST, k.segment NULLS FIRST";
        let (with, keys) = (with.join(",\n"), keys.join(self.dialect.union()));
        // A count or sum without any row has no line in its query: it is 0.
        let name = |name: &str| self.dialect.identifier(name);
        if self.dialect != Dialect::DuckDb {
            let input = |(at, input): (usize, &String)| {
                let value = format!("x{at}.{}", name("value"));
                let value = if counts(input) { format!("coalesce({value}, 0)") } else { value };
                format!(", {value} AS {}", name(input))
            };
            let columns: String = formula.inputs.iter().enumerate().map(input).collect();
            let value = formula.term(self.dialect);
            let cell = self.dialect.columns("k", &["quarter", "dimension", "segment"]);
            return Some(format!(
                "WITH {with},\nk AS ({keys}),\nr AS (\nSELECT {cell}{columns}\nFROM k{joins}\nWHERE {shown}\n)\n\
                 SELECT r.quarter, r.dimension, r.segment, {value} AS {}\nFROM r\nORDER BY {}",
                name("value"),
                order.replace("k.", "r.")
            ));
        }
        let value = formula.sql(|input| {
            let at = formula.inputs.iter().position(|one| one == input).unwrap_or_default();
            if counts(input) { format!("coalesce(x{at}.\"value\", 0)") } else { format!("x{at}.\"value\"") }
        });
        Some(format!(
            "WITH {with},\nk AS ({keys})\nSELECT k.quarter, k.dimension, k.segment, CAST({value} AS DOUBLE) AS \"value\"\n\
             FROM k{joins}\nWHERE {shown}\nORDER BY {order}"
        ))
    }
}
