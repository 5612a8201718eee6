//! The DuckDB query of any metric: the engine's for metrics that count rows, and joins of those for
//! rates and formulas.

use super::check::Compiled;
use super::combine::{base_dimension, folds_alike_in};
use super::compile::needs_calendar;
use super::formula::Formula;
use super::measure::{folds, plan, unavailable};
use super::monthly::by_month;
use crate::catalogue::definition::{Definition, Kind};
use crate::config::ReportConfig;
use crate::domain::Period;
use crate::engine::sql as engine_sql;
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
}

impl<'a> Sources<'a> {
    fn metric(self, id: &str) -> Option<&'a Definition> {
        self.report.metrics.iter().find(|metric| metric.id == id)
    }

    /// The query of a metric; `None` when the data do not allow it.
    pub(super) fn query(self, metric: &Definition) -> Option<String> {
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
        let mut with = self.facts.sql(table)?;
        if needs_calendar(metric) {
            with.insert(0, engine_sql::calendar(self.report.calendar.as_ref()?));
        }
        let source = engine_sql::Source { with: &with, from: table.name() };
        let bound = engine_sql::Bound {
            as_of: self.report.as_of,
            offsets: self.facts.tables.get(&table)?.offsets(),
            covers: self.report.calendar.as_ref().and_then(|calendar| calendar.covers()),
        };
        Some(engine_sql::query(&self.plan(metric)?, &source, self.periods, &bound))
    }

    fn rate(self, metric: &Definition) -> Option<String> {
        let base = self.metric(metric.base.as_ref()?)?;
        let (events, exposure) = (self.counted(metric)?, self.query(base)?);
        let dimensions = self.plan(metric)?.segments;
        let mapped = self.plan(base).map(|plan| plan.segments).unwrap_or_default();
        let mut same = "e.dimension IS NULL AND b.dimension IS NULL".to_owned();
        for dimension in &dimensions {
            let part = match base_dimension(metric, base, dimension).filter(|of| mapped.contains(of)) {
                Some(of) => {
                    let alike = folds_alike_in(metric, base, dimension);
                    let unlike = if alike { "" } else { " AND NOT coalesce(starts_with(e.segment, '…'), FALSE)" };
                    format!("b.dimension = '{of}' AND b.segment IS NOT DISTINCT FROM e.segment{unlike}")
                }
                None => "b.dimension IS NULL".to_owned(),
            };
            let _ = write!(same, " OR e.dimension = '{dimension}' AND {part}");
        }
        let excluded: String =
            metric.exclude.iter().map(|exclusion| format!("e.\"excluded_{}\", ", exclusion.reason)).collect();
        let per = metric.per?;
        Some(format!(
            "SELECT e.quarter, e.dimension, e.segment, e.\"rows\", {excluded}e.immature, e.missing, \
             CAST(round(round(b.\"value\", 6)) AS BIGINT) AS n, e.numerator, CAST(b.\"value\" AS DOUBLE) AS denominator, \
             e.numerator / nullif(b.\"value\", 0) * {per} AS \"value\"\n\
             FROM (\n{events}\n) AS e LEFT JOIN (\n{exposure}\n) AS b ON b.quarter = e.quarter AND ({same})\n\
             ORDER BY e.quarter, e.dimension NULLS FIRST, e.segment NULLS FIRST"
        ))
    }

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
        // A count or sum without any row has no line in its query: it is 0.
        let value = formula.sql(|input| {
            let at = formula.inputs.iter().position(|one| one == input).unwrap_or_default();
            if counts(input) { format!("coalesce(x{at}.\"value\", 0)") } else { format!("x{at}.\"value\"") }
        });
        let parts: String = metric.segments.iter().map(|dimension| format!(", '{dimension}'")).collect();
        Some(format!(
            "WITH {},\nk AS ({})\nSELECT k.quarter, k.dimension, k.segment, CAST({value} AS DOUBLE) AS \"value\"\nFROM k{joins}\n\
             WHERE coalesce(k.dimension, '') IN (''{parts}) AND NOT coalesce(starts_with(k.segment, '…'), FALSE)\n\
             ORDER BY k.quarter, k.dimension NULLS FIRST, k.segment NULLS FIRST",
            with.join(",\n"),
            keys.join(" UNION "),
        ))
    }
}
