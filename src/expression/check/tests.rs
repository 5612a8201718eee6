mod headers;
mod text;

use crate::diagnostic::Place;
use crate::domain::{ColumnType, Instant, Table, Zone};
use crate::expression::{Bindings, Expression, Schema};
use crate::schema::columns;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use std::sync::Arc;

fn schema() -> Schema {
    Schema::new([
        ("channel", ColumnType::Text),
        ("customer.tier", ColumnType::Text),
        ("created_at", ColumnType::Instant),
        ("resolved_at", ColumnType::Instant),
        ("spam", ColumnType::Boolean),
        ("paid", ColumnType::Boolean),
        ("value", ColumnType::Number),
        ("contacts_n", ColumnType::Integer),
        ("amount", ColumnType::Money),
    ])
}

fn place() -> Place {
    Place::at("reports.yaml", 7, 11)
}

fn message(sql: &str) -> String {
    Expression::parse(sql, &schema(), &place()).expect_err(sql).to_string()
}

fn micros(values: &[Option<i64>]) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from(values.to_vec()).with_timezone("UTC"))
}

fn batch() -> RecordBatch {
    let (yes, no) = (Some(true), Some(false));
    let spam = [yes, yes, yes, no, no, no, None, None, None];
    let paid = [yes, no, None, yes, no, None, yes, no, None];
    let text = [Some("phone"), Some("chat"), None, Some("Phone"), Some("邮件"), Some("a_b"), Some(""), None, Some("x")];
    let numbers = [Some(0.0), Some(2.0), None, Some(-0.0), Some(-1.5), Some(3.0), Some(0.5), Some(1.0), Some(4.0)];
    let whole = [Some(0), Some(1), Some(2), None, Some(-4), Some(5), Some(6), Some(7), Some(8)];
    let hour = Instant::HOUR;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("spam", Arc::new(BooleanArray::from(spam.to_vec()))),
        ("paid", Arc::new(BooleanArray::from(paid.to_vec()))),
        ("channel", Arc::new(StringArray::from(text.to_vec()))),
        ("customer.tier", Arc::new(text.iter().copied().collect::<DictionaryArray<arrow_array::types::Int32Type>>())),
        ("value", Arc::new(Float64Array::from(numbers.to_vec()))),
        ("contacts_n", Arc::new(Int64Array::from(whole.to_vec()))),
        ("created_at", micros(&[0, 1, 2, 3, 4, 5, 6, 7, 8].map(|h| Some(h * hour)))),
        (
            "resolved_at",
            micros(
                &[Some(90), None, Some(2), Some(0), None, Some(5), None, None, Some(9)].map(|h| h.map(|h| h * hour)),
            ),
        ),
        (
            "amount",
            Arc::new(
                Decimal128Array::from(whole.map(|units| units.map(|units| i128::from(units) * 2_500)).to_vec())
                    .with_precision_and_scale(20, 4)
                    .unwrap(),
            ),
        ),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn value(sql: &str) -> ArrayRef {
    let bindings = Bindings { as_of: Instant(100 * Instant::HOUR), zone: Zone::utc(), calendar: None, period: None };
    let parsed = Expression::parse(sql, &schema(), &place()).unwrap_or_else(|wrong| panic!("{wrong}"));
    parsed.evaluate(&batch(), &bindings).unwrap()
}

/// `t`, `f` and `-` for null, one per row.
fn truth(sql: &str) -> String {
    let array = value(sql);
    array.as_boolean().iter().map(|truth| truth.map_or('-', |truth| if truth { 't' } else { 'f' })).collect()
}

fn numbers(sql: &str) -> Vec<Option<f64>> {
    value(sql).as_primitive::<Float64Type>().iter().collect()
}

#[test]
fn three_valued_logic() {
    assert_eq!(truth("spam and paid"), "tf-fff-f-");
    assert_eq!(truth("spam or paid"), "ttttf-t--");
    assert_eq!(truth("not spam"), "fffttt---");
    assert_eq!(truth("spam = paid"), "tf-ft----");
    assert_eq!(truth("spam is true"), "tttffffff");
    assert_eq!(truth("spam is not true"), "ffftttttt");
    assert_eq!(truth("spam is false"), "ffftttfff");
    assert_eq!(truth("spam is null"), "ffffffttt");
    assert_eq!(truth("spam is unknown"), truth("spam is null"));
    assert_eq!(truth("spam is distinct from paid"), "ftttftttf");
    assert_eq!(truth("spam and null"), "---fff---");
    assert_eq!(truth("spam or null"), "ttt------");
}

#[test]
fn text_alike_plain_and_in_a_dictionary() {
    for column in ["channel", "customer.tier"] {
        let check =
            |sql: &str, expected: &str| assert_eq!(truth(&sql.replace('$', column)), expected, "{sql} {column}");
        check("$ = 'phone'", "tf-ffff-f");
        check("$ in ('phone', 'chat')", "tt-ffff-f");
        check("$ not in ('phone', null)", "f--------");
        check("$ like 'p%'", "tf-ffff-f");
        check("$ like 'a\\_b'", "ff-fftf-f");
        check("$ not like '__'", "tt-tftt-t");
        check("lower($) = 'phone'", "tf-tfff-f");
        check("length($) = 2", "ff-ftff-f");
        check("$ is null", "fftfffftf");
        check("coalesce($, 'phone') = 'phone'", "tftfffftf");
    }
}

#[test]
fn arithmetic_of_numbers() {
    assert_eq!(numbers("1 / value")[..4], [None, Some(0.5), None, None]);
    assert_eq!(truth("value = 0"), "tf-tfffff");
    assert_eq!(truth("-value = 0"), "tf-tfffff");
    assert_eq!(numbers("contacts_n / 2")[1..4], [Some(0.5), Some(1.0), None]);
    assert_eq!(value("contacts_n * 2 + 1").as_primitive::<Int64Type>().value(2), 5);
    assert_eq!(numbers("abs(value - 3)")[4], Some(4.5));
    assert_eq!(numbers("least(value, contacts_n)")[2..5], [Some(2.0), Some(0.0), Some(-4.0)]);
    assert_eq!(numbers("greatest(value, contacts_n)")[2..5], [Some(2.0), Some(0.0), Some(-1.5)]);
    assert_eq!(
        numbers("case when value > 1 then 1.5 when value is null then 2 else contacts_n end")[..4],
        [Some(0.0), Some(1.5), Some(2.0), None]
    );
    assert_eq!(truth("case channel when 'phone' then true when 'chat' then false end"), "tf-------");
    assert_eq!(truth("contacts_n between 1 and value"), "ft--fffff");
}

#[test]
fn money_stays_exact() {
    let amounts = value("coalesce(amount, 0) + 0.1");
    assert_eq!(amounts.as_primitive::<Decimal128Type>().value(2), 6_000);
    assert_eq!(amounts.as_primitive::<Decimal128Type>().value(3), 1_000);
    assert_eq!(truth("amount = 0.5"), "fft-fffff");
    assert_eq!(numbers("amount * 2")[2], Some(1.0));
    assert_eq!(Expression::parse("amount / 3", &schema(), &place()).unwrap().kind(), ColumnType::Number);
}

#[test]
fn instants_and_spans() {
    assert_eq!(truth("resolved_at - created_at <= interval '2 hours'"), "f-tt-t--t");
    assert_eq!(truth("resolved_at <= created_at + interval '1' day"), "f-tt-t--t");
    assert_eq!(numbers("hours(resolved_at - created_at)")[0], Some(90.0));
    assert_eq!(numbers("days(as_of - created_at)")[4], Some(4.0));
    assert_eq!(truth("created_at >= timestamp '1970-01-01 10:00:00+08:00'"), "ffttttttt");
}

#[test]
fn constants_are_folded() {
    let parsed = Expression::parse("1 + 2 * 3", &schema(), &place()).unwrap();
    assert!(parsed.root().constant().is_some());
    assert_eq!(truth("1 = 1"), "ttttttttt");
    assert_eq!(truth("null = 1"), "---------");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of mistakes and messages")]
fn mistakes_have_their_place_and_cure() {
    let pinned = [
        ("chanel = 'x'", "7:11: error[unknown-column]: unknown column `chanel`\n  hint: did you mean `channel`?"),
        (
            "spam and\n customer.teir = 'x'",
            "8:2: error[unknown-column]: unknown column `customer.teir`\n  hint: did you mean `customer.tier`?",
        ),
        (
            "coalesc(value, 1)",
            "7:11: error[unknown-function]: unknown function `coalesc`\n  hint: did you mean `coalesce`?",
        ),
        ("channel = 1", "7:11: error[expression-type]: a comparison does not go with text and a whole number"),
        (
            "created_at > '2026-01-01'",
            "7:11: error[expression-type]: a comparison does not go with an instant and text\n  hint: write an instant as `timestamp '2026-01-01 00:00:00+08:00'`",
        ),
        ("spam and value", "7:20: error[expression-type]: `and` takes a boolean, not a number"),
        ("value + channel", "7:11: error[expression-type]: `+` does not take a number and text"),
        ("value / (1 - 1)", "7:20: error[division-by-zero]: division by a constant zero"),
        ("value > ", "7:18: error[expression-syntax]: expected an expression, found the end of the expression"),
        (
            "channel is not",
            "7:25: error[expression-syntax]: expected `null` or `not null` after `is`, found the end of the expression",
        ),
        ("channel is 5", "7:22: error[expression-syntax]: expected `null` or `not null` after `is`, found 5"),
        ("value > 1 limit", "7:21: error[expression-syntax]: expected the end of the expression, found `limit`"),
        ("value > 'x", "7:19: error[expression-syntax]: Unterminated string literal"),
        ("", "7:11: error[expression-syntax]: the expression is empty"),
        (
            "sum(value)",
            "7:11: error[unknown-function]: unknown function `sum`\n  hint: the functions are abs, business_hours, coalesce, contains, days, ends_with, greatest, hours, least, left, length, lower, lpad, ltrim, nullif, number, replace, right, rtrim, split_part, starts_with, strpos, substr, substring, trim, upper",
        ),
        ("value in (select 1)", "7:11: error[unsupported-sql]: `value IN (SELECT 1)` is outside the accepted SQL"),
        ("cast(value as int)", "7:16: error[expression-type]: a number cannot be cast to a whole number"),
        (
            "cast(value as date)",
            "7:16: error[unsupported-sql]: a cast to `date` is outside the accepted SQL\n  hint: cast to `double`, `bigint` or `text`",
        ),
        (
            "cast(channel as double) > 1",
            "7:16: error[expression-type]: a text may be no number, and `cast` has no answer then\n  hint: write `try_cast(… as …)`, which is null where the text is no number",
        ),
        ("channel || value = 'x'", "7:22: error[expression-type]: `||` takes text, not a number"),
        (
            "channel || contacts_n = 'x'",
            "7:22: error[expression-type]: `||` takes text, not a whole number\n  hint: make it text with `cast(… as text)`",
        ),
        ("number(spam)", "7:18: error[expression-type]: `number` takes text or a number, not a boolean"),
        ("substr(channel)", "7:18: error[expression-type]: `substring` takes 2 or 3 argument(s), not 1"),
        ("left(channel, '2')", "7:25: error[expression-type]: `left` takes a whole number, not text"),
        (
            "split_part(channel, '', 2)",
            "7:31: error[expression-type]: argument 2 of `split_part` must be a constant text that is not empty",
        ),
        (
            "start_with(channel, 'p')",
            "7:11: error[unknown-function]: unknown function `start_with`\n  hint: did you mean `starts_with`?",
        ),
        (
            "substring(channel for 2)",
            "7:21: error[unsupported-sql]: `substring` without a start is outside the accepted SQL",
        ),
        (
            "channel = \"phone\"",
            "7:21: error[unknown-column]: unknown column `phone`\n  hint: the columns are `amount`, `channel`, `contacts_n`, `created_at`, `customer.tier`, `paid`, `resolved_at`, `spam`, `value`; a text stands in single quotes: `'phone'`",
        ),
        ("value % 2", "7:11: error[unsupported-sql]: the operator `%` is outside the accepted SQL"),
        (
            "resolved_at - interval '1 month'",
            "7:34: error[bad-interval]: a month has no fixed length\n  hint: write a fixed span such as `interval '7 days'` or `interval '4 hours'`",
        ),
        (
            "created_at > timestamp '2026-01-01'",
            "7:34: error[bad-timestamp]: `2026-01-01` is not an instant with an offset\n  hint: write `timestamp '2026-01-01 00:00:00+08:00'`",
        ),
        ("hours(value)", "7:17: error[expression-type]: `hours` takes a duration, not a number"),
        ("nullif(value)", "7:11: error[expression-type]: `nullif` takes 2 argument(s), not 1"),
        (
            "business_hours(created_at, resolved_at)",
            "7:11: error[no-business-calendar]: `business_hours` needs a business calendar\n  hint: name a calendar for the report",
        ),
        (
            "contacts_n + 9223372036854775807 + 9999999999999999999",
            "7:46: error[expression-range]: the number `9999999999999999999` is out of range",
        ),
        (
            "9223372036854775807 + 1 > value",
            "7:11: error[expression-range]: the constant is out of the range of its type",
        ),
        (
            "channel like channel",
            "7:24: error[unsupported-sql]: a pattern that is not a constant is outside the accepted SQL",
        ),
    ];
    let wrong: Vec<String> = pinned
        .iter()
        .filter(|(sql, expected)| message(sql) != format!("reports.yaml:{expected}"))
        .map(|(sql, _)| format!("{sql} → {}", message(sql)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_place_may_want_a_type() {
    let wrong = Expression::parse_as("channel", ColumnType::Boolean, &schema(), &place()).unwrap_err();
    assert_eq!(wrong.message, "the expression is text, but a boolean is wanted");
    let number = Expression::parse_as("contacts_n", ColumnType::Number, &schema(), &place()).unwrap();
    assert_eq!(number.kind(), ColumnType::Number);
    let wrong = Expression::parse_value("created_at", &schema(), &place()).unwrap_err();
    assert_eq!(wrong.message, "the expression is an instant, but a number, an amount or a duration is wanted");
}

#[test]
fn every_canonical_column_can_be_named() {
    for table in Table::ALL {
        let schema = Schema::new(columns(table).iter().map(|column| (column.name, column.kind)));
        for column in columns(table) {
            let parsed = Expression::parse(&format!("{} is null", column.name), &schema, &place());
            assert_eq!(parsed.map(|parsed| parsed.columns().len()), Ok(1), "{}", column.name);
        }
    }
}

#[test]
fn deep_and_long_texts_are_refused_not_crashed_on() {
    let deep = format!("{}value{}", "(".repeat(3_000), ")".repeat(3_000));
    assert!(message(&deep).contains("expression-syntax"));
    let chain = vec!["spam"; 2_000].join(" and ");
    assert!(message(&chain).contains("nested too deeply"));
    let sum = vec!["1"; 9_000].join("+");
    assert_eq!(
        message(&sum),
        "reports.yaml:7:2012: error[expression-syntax]: nested too deeply: more than 1000 operators and key words"
    );
    assert!(message(&"value + ".repeat(5_000)).contains("longer than 20000 bytes"));
}

/// `created_at` 1 September and `resolved_at` 30 November 2025, midnight in New York: 90 days, one of 25 hours.
#[test]
fn spans_said_in_days_are_days_of_the_calendar() {
    let zone: Zone = "America/New_York".parse().unwrap();
    let midnight = |month, day| {
        let day = chrono::NaiveDate::from_ymd_opt(2025, month, day).unwrap().and_hms_opt(0, 0, 0).unwrap();
        Instant::from_local(day, zone)
    };
    let column = |at: Instant| micros(&[Some(at.0), None]);
    let (from, to) = (midnight(9, 1), midnight(11, 30));
    let batch = RecordBatch::try_from_iter([("created_at", column(from)), ("resolved_at", column(to))]).unwrap();
    let bindings = Bindings { as_of: to, zone, calendar: None, period: Some((from, to)) };
    let value = |sql: &str| {
        let parsed = Expression::parse(sql, &schema(), &place()).unwrap_or_else(|wrong| panic!("{wrong}"));
        parsed.evaluate(&batch, &bindings).unwrap()
    };
    let truth = |sql: &str| {
        let found = value(sql).as_boolean().clone();
        arrow_array::Array::is_valid(&found, 0).then(|| found.value(0))
    };
    for sql in [
        "resolved_at = created_at + interval '90 days'",
        "created_at = resolved_at - interval '90' day",
        "resolved_at + interval '-90 days' = created_at",
        "resolved_at > created_at + interval '90' day - interval '1 second'",
        "resolved_at = created_at + (- interval '-90 days')",
        "resolved_at = created_at + case when channel is null then interval '90 days' else interval '1 day' end",
        "resolved_at - created_at <= interval '90 days'",
        "resolved_at - created_at between interval '90 days' and interval '13 weeks'",
        "period_end - period_start <= interval '90 days'",
        "days(resolved_at - created_at) = 90",
        "days(abs(created_at - resolved_at)) = 90",
        "days(as_of - period_start) = 90",
        "resolved_at = created_at + interval '2161 hours'",
        "hours(resolved_at - created_at) = 2161",
        "resolved_at = created_at + interval '89 days 24 hours'",
        "created_at + interval '90 days 1 hour' > resolved_at",
    ] {
        let sql = sql.replace("channel is null", "created_at is not null");
        assert_eq!(truth(&sql), Some(true), "{sql}");
    }
    assert_eq!(truth("resolved_at > created_at + interval '2160 hours'"), Some(true), "hours are hours");
    let later = value("created_at + interval '90 days'");
    assert!(arrow_array::Array::is_null(&later, 1), "missing stays missing");
}
