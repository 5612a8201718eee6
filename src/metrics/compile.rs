//! From a definition to the engine's plan, with a diagnostic for every mistake in it.

use crate::catalogue::definition::{Attribution, Definition, Kind, Presence};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::{Clock, ColumnType};
use crate::engine::{self, Aggregate, Expression, Folds, Grain, Plan, Schema, aggregate};
use crate::schema::QUARTERLY;
use std::collections::BTreeMap;

/// Where the entries of a report's metrics are written.
#[derive(Clone, Copy)]
pub(super) struct Places<'a>(pub(super) &'a BTreeMap<String, Place>);

impl Places<'_> {
    /// The place of a metric's entry, such as `exclude.0.when`; when that has none, of what contains
    /// it; at last the built-in catalogue.
    pub(super) fn of(self, metric: &Definition, key: &str) -> Place {
        let mut name = format!("{}.{key}", metric.id);
        loop {
            if let Some(place) = self.0.get(&name) {
                return place.clone();
            }
            match name.rfind('.') {
                Some(dot) => name.truncate(dot),
                None => return Place::file(format!("built-in catalogue, metric `{}`, `{key}`", metric.id)),
            }
        }
    }
}

/// The reason of rows that need business time of days which the calendar does not cover; after the metric's own.
pub(super) const OUTSIDE_CALENDAR: &str = "outside_calendar";

struct Compiler<'a> {
    metric: &'a Definition,
    schema: &'a Schema,
    places: Places<'a>,
    problems: Vec<Diagnostic>,
}

/// Compiles a metric that counts rows of a table. Segments are those of the definition that the
/// schema knows; the caller leaves out what is not mapped.
///
/// # Errors
/// Every mistake in the definition.
pub(super) fn compile(metric: &Definition, schema: &Schema, places: Places<'_>) -> Result<Plan, Vec<Diagnostic>> {
    let mut compiler = Compiler { metric, schema, places, problems: Vec::new() };
    let rows = compiler.boolean("rows", metric.rows.as_ref());
    let attribution = compiler.attribution();
    let exclusions = compiler.exclusions();
    let matured = compiler.boolean("matured", metric.matured.as_ref());
    let among = compiler.boolean("among", metric.among.as_ref());
    let aggregate = compiler.aggregate();
    let segments = compiler.segments();
    match (attribution, aggregate) {
        (Some(attribution), Some(aggregate)) if compiler.problems.is_empty() => {
            let grain = Grain::Quarter;
            let folds = Some(Folds::default());
            let mut plan = Plan { rows, attribution, exclusions, matured, among, aggregate, segments, folds, grain };
            let outside = plan.outside_calendar();
            let reason = OUTSIDE_CALENDAR.to_owned();
            plan.exclusions.extend(outside.map(|when| engine::Exclusion { reason, when }));
            Ok(plan)
        }
        _ => Err(compiler.problems),
    }
}

impl Compiler<'_> {
    fn fail(&mut self, code: &'static str, key: &str, message: String) {
        self.problems.push(Diagnostic::error(code, self.places.of(self.metric, key), message));
    }

    fn parse(&mut self, key: &str, sql: &str, kind: Option<ColumnType>) -> Option<Expression> {
        let place = self.places.of(self.metric, key);
        let parsed = match kind {
            Some(kind) => Expression::parse_as(sql, kind, self.schema, &place),
            None => Expression::parse(sql, self.schema, &place),
        };
        parsed.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn boolean(&mut self, key: &str, sql: Option<&String>) -> Option<Expression> {
        self.parse(key, sql?, Some(ColumnType::Boolean))
    }

    fn required(&mut self, key: &str, sql: Option<&String>, kind: ColumnType) -> Option<Expression> {
        match sql {
            Some(sql) => self.parse(key, sql, Some(kind)),
            None => {
                let message = format!("metric `{}` needs `{key}`", self.metric.id);
                self.fail("missing-key", key, message);
                None
            }
        }
    }

    /// A value that can be added up: number, whole number, money or duration.
    fn quantity(&mut self, key: &str, sql: Option<&String>) -> Option<Expression> {
        let Some(sql) = sql else { return self.required(key, None, ColumnType::Number) };
        let value = self.parse(key, sql, None)?;
        use ColumnType::{Duration, Integer, Money, Number};
        if [Number, Integer, Money, Duration].contains(&value.kind()) {
            return Some(value);
        }
        let message = format!("`{key}` of metric `{}` is not a quantity: `{sql}`", self.metric.id);
        self.fail("type-error", key, message);
        None
    }

    fn attribution(&mut self) -> Option<engine::Attribution> {
        use engine::Attribution as Plan;
        let Some(period) = &self.metric.period else {
            let message = format!("metric `{}` needs `period`", self.metric.id);
            self.fail("missing-key", "period", message);
            return None;
        };
        let presence = |compiler: &mut Self, key: &str, Presence { from, until }: &Presence| {
            let from = compiler.parse(&format!("period.{key}.from"), from, Some(ColumnType::Instant));
            let until = compiler.parse(&format!("period.{key}.until"), until, Some(ColumnType::Instant));
            from.zip(until)
        };
        Some(match period {
            Attribution::At(at) => Plan::At(self.parse("period.at", at, Some(ColumnType::Instant))?),
            Attribution::PresentAtEnd(span) => {
                let (from, until) = presence(self, "present_at_end", span)?;
                Plan::PresentAtEnd { from, until }
            }
            Attribution::PresentAtStart(span) => {
                let (from, until) = presence(self, "present_at_start", span)?;
                Plan::PresentAtStart { from, until }
            }
            Attribution::Overlaps(span) => {
                let (from, until) = presence(self, "overlaps", span)?;
                Plan::Overlaps { from, until }
            }
        })
    }

    fn exclusions(&mut self) -> Vec<engine::Exclusion> {
        let metric = self.metric;
        let mut exclusions = Vec::new();
        for (at, exclusion) in metric.exclude.iter().enumerate() {
            let key = format!("exclude.{at}.when");
            if let Some(when) = self.parse(&key, &exclusion.when, Some(ColumnType::Boolean)) {
                exclusions.push(engine::Exclusion { reason: exclusion.reason.clone(), when });
            }
        }
        exclusions
    }

    fn aggregate(&mut self) -> Option<Aggregate> {
        let metric = self.metric;
        let weight = metric.weight.as_ref().and_then(|sql| self.parse("weight", sql, Some(ColumnType::Number)));
        let (hit, value) = (metric.hit.as_ref(), metric.value.as_ref());
        Some(match metric.kind {
            Kind::Proportion => {
                aggregate::Proportion { hit: self.required("hit", hit, ColumnType::Boolean)?, weight }.into()
            }
            Kind::Mean => aggregate::Mean { value: self.quantity("value", value)?, weight }.into(),
            Kind::Nps => aggregate::Nps { value: self.required("value", value, ColumnType::Number)?, weight }.into(),
            Kind::Sum => aggregate::Sum { value: self.quantity("value", value)? }.into(),
            Kind::Quantile => {
                aggregate::Quantile { quantile: self.quantile()?, value: self.quantity("value", value)? }.into()
            }
            Kind::SurvivalQuantile => aggregate::SurvivalQuantile {
                start: self.required("start", metric.start.as_ref(), ColumnType::Instant)?,
                end: self.required("end", metric.end.as_ref(), ColumnType::Instant)?,
                quantile: self.quantile()?,
                clock: metric.clock,
            }
            .into(),
            Kind::RatioOfSums => aggregate::RatioOfSums {
                numerator: self.quantity("value", value)?,
                denominator: self.quantity("denominator", metric.denominator.as_ref())?,
            }
            .into(),
            Kind::Count | Kind::Rate => aggregate::Count { hit: self.boolean("hit", hit) }.into(),
            Kind::Derived | Kind::Model => return None,
        })
    }

    fn quantile(&mut self) -> Option<f64> {
        let quantile = self.metric.quantile.filter(|quantile| *quantile > 0.0 && *quantile < 1.0);
        if quantile.is_none() {
            let message = format!("metric `{}` needs a `quantile` between 0 and 1", self.metric.id);
            self.fail("missing-key", "quantile", message);
        }
        quantile
    }

    fn segments(&mut self) -> Vec<String> {
        let metric = self.metric;
        for name in metric.segments.iter().chain(own_columns(metric)) {
            if self.schema.get(name).is_some() {
                continue;
            }
            let place = self.places.of(metric, "segments");
            let mut problem = Diagnostic::error("unknown-column", place, format!("unknown column `{name}`"));
            if let Some(question) = did_you_mean(name, self.schema.iter().map(|(name, _)| name)) {
                problem = problem.with_hint(question);
            }
            self.problems.push(problem);
        }
        metric.segments.clone()
    }
}

/// The needed columns of the metric's own table; `table.column` names another one.
pub(super) fn own_columns(metric: &Definition) -> impl Iterator<Item = &String> {
    metric.needs.iter().filter(|need| foreign(need).is_none())
}

/// Table and column of a need such as `customers.start_date`.
pub(super) fn foreign(need: &str) -> Option<(crate::domain::Table, &str)> {
    let (table, column) = need.split_once('.')?;
    let table = crate::domain::Table::ALL.into_iter().find(|known| known.name() == table)?;
    Some((table, column))
}

/// Whether a plan reads columns that speak of quarters.
pub(super) fn needs_quarters(plan: &Plan) -> bool {
    plan.columns().iter().any(|column| QUARTERLY.contains(&column.as_str()))
}

/// Whether a metric measures business time.
pub(super) fn needs_calendar(metric: &Definition) -> bool {
    let texts = [&metric.rows, &metric.among, &metric.hit, &metric.value, &metric.denominator, &metric.matured];
    metric.clock == Clock::Business
        || texts.into_iter().flatten().any(|sql| sql.to_lowercase().contains("business_hours"))
}
