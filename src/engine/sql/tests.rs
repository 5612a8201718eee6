use super::*;
use crate::diagnostic::Place;
use crate::domain::{ColumnType, FiscalCalendar, Instant, Shift, Zone};
use crate::engine::aggregate::Proportion;
use crate::engine::{Bindings, Exclusion, Expression, Grain, Schema};
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, RecordBatch, TimestampMicrosecondArray};
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeMap;
use std::sync::Arc;

fn calendar_of_one_day() -> BusinessCalendar {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let shifts = vec![Shift { opens: time(9), closes: time(12) }, Shift { opens: time(13), closes: time(18) }];
    let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    BusinessCalendar::new(day, day, &std::array::from_fn(|_| shifts.clone()), &BTreeMap::new(), Zone::utc())
}

fn parsed(sql: &str) -> Expression {
    let schema = Schema::new([
        ("created_at", ColumnType::Instant),
        ("resolved_at", ColumnType::Instant),
        ("channel", ColumnType::Text),
        ("spam", ColumnType::Boolean),
        ("value", ColumnType::Number),
        ("contacts_n", ColumnType::Integer),
        ("amount", ColumnType::Money),
    ]);
    let schema = schema.with_calendar(Some(&calendar_of_one_day()));
    Expression::parse(sql, &schema, &Place::file("test")).unwrap_or_else(|wrong| panic!("{wrong}"))
}

#[test]
fn terms_are_written_anew() {
    let pinned = [
        ("channel = 'it''s'", "(r.\"channel\" = 'it''s')"),
        ("resolved_at - created_at", "(epoch_us(r.\"resolved_at\") - epoch_us(r.\"created_at\"))"),
        (
            "created_at + interval '2 hours' <= as_of",
            "((epoch_us(r.\"created_at\") + (7200000000)::BIGINT) <= (9)::BIGINT)",
        ),
        ("value / contacts_n", "(r.\"value\" / nullif(CAST(r.\"contacts_n\" AS DOUBLE), 0e0))"),
        ("amount - 0.5", "(r.\"amount\" - CAST('0.5000' AS DECIMAL(38, 4)))"),
        ("channel not like 'a%'", "(NOT (r.\"channel\" LIKE 'a%' ESCAPE '\\'))"),
        ("spam is not true", "(NOT coalesce(r.\"spam\", FALSE))"),
        ("case when spam then 1.5 end", "(CASE WHEN r.\"spam\" THEN (1.5e0)::DOUBLE ELSE CAST(NULL AS DOUBLE) END)"),
        ("channel || 'x' = 'ax'", "((r.\"channel\" || 'x') = 'ax')"),
        ("substr(channel, 2)", "substring(r.\"channel\", (2)::BIGINT)"),
        ("lpad(channel, 6, '0')", "lpad(r.\"channel\", CAST((6)::BIGINT AS INTEGER), '0')"),
        ("channel ilike 'A%'", "(lower(r.\"channel\") LIKE 'a%' ESCAPE '\\')"),
        (
            "try_cast(channel as bigint)",
            "(CASE WHEN regexp_full_match(trim(r.\"channel\"), '[+-]?[0-9]+([.]0*)?') \
             THEN TRY_CAST(trim(r.\"channel\") AS BIGINT) END)",
        ),
        (
            "number(channel)",
            "(CASE WHEN regexp_full_match(trim(r.\"channel\"), \
             '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') AND \
             isfinite(TRY_CAST(trim(r.\"channel\") AS DOUBLE)) THEN TRY_CAST(trim(r.\"channel\") AS DOUBLE) END)",
        ),
        ("created_at < period_end", "(epoch_us(r.\"created_at\") < q.period_end)"),
    ];
    for (sql, expected) in pinned {
        assert_eq!(term(parsed(sql).root(), &bound(9)), expected, "{sql}");
    }
}

/// In a zone without changes.
fn bound(as_of: i64) -> Bound {
    Bound {
        as_of: Instant(as_of),
        offsets: Zone::utc().offsets().to_vec(),
        covers: calendar_of_one_day().covers(),
        dialect: Dialect::DuckDb,
    }
}

#[test]
fn days_of_a_zone_with_changes_stand_on_its_offsets() {
    let at = |month| Instant::from_local(chrono::NaiveDate::from_ymd_opt(2025, month, 1).unwrap().into(), Zone::utc());
    let offsets = "America/New_York".parse::<Zone>().unwrap().offsets_between(at(7), at(12));
    let here = Bound { offsets, ..bound(9) };
    let expected = "zone_offsets AS (
  SELECT * FROM (VALUES
    ((-9000000000000000000)::BIGINT, (-14400000000)::BIGINT, (1762048800000000)::BIGINT),
    ((1762063200000000)::BIGINT, (-18000000000)::BIGINT, (9000000000000000000)::BIGINT)
  ) AS v(since, micros, ends)
)";
    assert_eq!(zone_offsets(&here.offsets, Dialect::DuckDb).as_deref(), Some(expected));
    assert_eq!(zone_offsets(&bound(9).offsets, Dialect::DuckDb), None);
    let later = |bound: &Bound| term(parsed("created_at + interval '2 days'").root(), bound);
    assert_eq!(later(&bound(9)), "(epoch_us(r.\"created_at\") + (172800000000)::BIGINT)");
    assert!(later(&here).starts_with("(SELECT min(greatest(o.since, "), "{}", later(&here));
    let days = |bound: &Bound| term(parsed("days(resolved_at - created_at)").root(), bound);
    assert!(days(&bound(9)).starts_with("(CAST((epoch_us(r.\"resolved_at\") - epoch"), "{}", days(&bound(9)));
    assert_eq!(days(&here).matches("zone_offsets").count(), 2);
}

#[test]
fn a_query_is_one_select_with_its_quarters() {
    let plan = Plan {
        rows: Some(parsed("value is not null")),
        attribution: Attribution::At(parsed("created_at")),
        exclusions: vec![Exclusion { reason: "spam".to_owned(), when: parsed("spam") }],
        matured: None,
        among: None,
        aggregate: Proportion { hit: parsed("value > 3"), weight: None }.into(),
        segments: vec!["channel".to_owned()],
        folds: None,
        grain: Grain::Quarter,
    };
    let period = FiscalCalendar::default().period("2026-Q1".parse().unwrap(), Zone::utc());
    let source = Source { with: &["tickets AS (SELECT 1)".to_owned()], from: "tickets" };
    let expected = "WITH tickets AS (SELECT 1),
quarters AS (
  SELECT * FROM (VALUES
    ('2026-Q1', (1767225600000000)::BIGINT, (1775001600000000)::BIGINT)
  ) AS v(quarter, period_start, period_end)
),
picked AS (
  SELECT
    q.quarter,
    CASE
      WHEN r.\"spam\" THEN 'excluded 0'
    END AS held,
    CAST(r.\"channel\" AS VARCHAR) AS segment_0,
    (r.\"value\" > (3e0)::DOUBLE) AS hit
  FROM tickets AS r JOIN quarters AS q ON q.period_start <= epoch_us(r.\"created_at\") AND epoch_us(r.\"created_at\") < q.period_end
  WHERE (r.\"value\" IS NOT NULL)
),
judged AS (
  SELECT *, coalesce(held, CASE WHEN hit IS NULL THEN 'missing' ELSE 'counted' END) AS outcome
  FROM (
    SELECT *
    FROM picked
  )
),
cells AS (
  SELECT NULL::VARCHAR AS dimension, NULL::VARCHAR AS segment, * FROM judged
  UNION ALL SELECT 'channel' AS dimension, segment_0 AS segment, * FROM judged
),
added AS (
  SELECT quarter, dimension, segment,
    count(*) AS \"rows\",
    count(*) FILTER (WHERE outcome = 'excluded 0') AS \"excluded_spam\",
    count(*) FILTER (WHERE outcome = 'immature') AS \"immature\",
    count(*) FILTER (WHERE outcome = 'outside') AS \"outside\",
    count(*) FILTER (WHERE outcome = 'missing') AS \"missing\",
    count(*) FILTER (WHERE outcome = 'counted') AS n,
    CAST(count(*) FILTER (WHERE outcome = 'counted' AND hit) AS DOUBLE) AS numerator,
    CAST(count(*) FILTER (WHERE outcome = 'counted') AS DOUBLE) AS denominator
  FROM cells GROUP BY ALL
)
SELECT a.quarter, a.dimension, a.segment, \"rows\", \"excluded_spam\", immature, outside, missing, n, numerator, denominator, 100e0";
    let text = query(&plan, &source, &[period], &bound(0));
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with("ORDER BY a.quarter, a.dimension NULLS FIRST, a.segment NULLS FIRST"));
}

#[test]
fn a_calendar_is_a_relation_of_opening_intervals() {
    let expected = "business_calendar AS (
  SELECT * FROM (VALUES
    (1767603600000000, 1767614400000000, 0),
    (1767618000000000, 1767636000000000, 10800000000)
  ) AS v(opens, closes, elapsed)
)";
    assert_eq!(calendar(&calendar_of_one_day(), Dialect::DuckDb), expected);
    let hours = term(parsed("business_hours(created_at, resolved_at)").root(), &bound(0));
    assert!(hours.contains("FROM business_calendar AS c WHERE c.opens <= epoch_us(r.\"created_at\")"), "{hours}");
}

/// Open 9–12 and 13–18: from 10:00 to 14:30 are two hours and one and a half.
#[test]
fn an_expression_counts_open_time_only() {
    let nine = 1_767_603_600_000_000;
    let hour = Instant::HOUR;
    let column = |at: Option<i64>| -> ArrayRef {
        Arc::new(TimestampMicrosecondArray::from(vec![at, Some(nine - hour)]).with_timezone("UTC"))
    };
    let hours = |from: Option<i64>, to: Option<i64>| {
        let columns = [("created_at", column(from)), ("resolved_at", column(to))];
        let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true))).unwrap();
        let calendar = calendar_of_one_day();
        let bindings = Bindings { as_of: Instant(0), zone: Zone::utc(), calendar: Some(&calendar), period: None };
        let found = parsed("business_hours(created_at, resolved_at)").evaluate(&batch, &bindings).unwrap();
        let found = found.as_primitive::<Float64Type>().clone();
        assert_eq!(found.value(1), 0.0, "closed at eight");
        found.is_valid(0).then(|| found.value(0))
    };
    assert_eq!(hours(Some(nine + hour), Some(nine + 5 * hour + hour / 2)), Some(3.5));
    assert_eq!(hours(Some(nine - hour), Some(nine + 15 * hour)), Some(8.0), "to midnight");
    assert_eq!(hours(Some(nine - hour), Some(nine + 20 * hour)), None, "the next day is not covered");
    assert_eq!(hours(Some(nine), None), None);
}

/// What each database is told of the same expression.
#[test]
fn every_database_is_told_in_its_own_words() {
    let told = |sql: &str| {
        [Dialect::Postgres, Dialect::ClickHouse, Dialect::Spark]
            .map(|dialect| term(parsed(sql).root(), &Bound { dialect, ..bound(9) }))
    };
    assert_eq!(
        told("resolved_at <= as_of"),
        [
            "(CAST(extract(epoch FROM r.\"resolved_at\") * 1000000 AS BIGINT) <= (9)::BIGINT)",
            "(toUnixTimestamp64Micro(r.\"resolved_at\") <= CAST(9 AS Nullable(Int64)))",
            "(unix_micros(r.`resolved_at`) <= (9)::BIGINT)",
        ]
    );
    assert_eq!(told("greatest(value)"), ["r.\"value\"", "r.\"value\"", "r.`value`"], "not all take one argument");
    assert_eq!(
        told("channel like 'a\\_%'"),
        ["(r.\"channel\" LIKE 'a\\_%' ESCAPE '\\')", "(r.\"channel\" LIKE 'a\\\\_%')", "(r.`channel` LIKE 'a\\\\_%')"]
    );
    assert_eq!(told("channel = 'it''s'")[1..], ["(r.\"channel\" = 'it\\'s')", "(r.`channel` = 'it\\'s')"]);
    let hours = &told("business_hours(created_at, resolved_at)")[0];
    assert!(hours.contains("(SELECT s.closes FROM business_calendar AS s)[width_bucket("), "{hours}");
    assert!(!hours.contains("max("), "no look through all openings for each row: {hours}");
}

#[test]
fn a_calendar_is_steps_where_arrays_are_looked_up() {
    let expected = "business_calendar AS (
  SELECT CAST(ARRAY[-9000000000000000000, 1767603600000000, 1767618000000000] AS BIGINT[]) AS opens,
    CAST(ARRAY[-9000000000000000000, 1767614400000000, 1767636000000000] AS BIGINT[]) AS closes,
    CAST(ARRAY[9000000000000000000, -1767603600000000, -1767607200000000] AS BIGINT[]) AS shift
)";
    assert_eq!(calendar(&calendar_of_one_day(), Dialect::Postgres), expected);
}
