use super::place;
use crate::domain::{ColumnType, Instant, Zone};
use crate::expression::{Bindings, Expression, Schema};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use std::sync::Arc;

const HEADERS: [&str; 20] = [
    "First reply time",
    "工单编号",
    "Date",
    "Time",
    "Invoice",
    "invoice",
    "Order",
    "Group",
    "Case",
    "End",
    "From",
    "Interval",
    "say \"hi\"",
    "1st",
    " padded ",
    "Größe (€)",
    "a.b",
    "period_start",
    "100%",
    "",
];

fn schema() -> Schema {
    Schema::of_file(HEADERS.map(|name| (name, ColumnType::Text)))
}

/// The first row of a file in which every cell holds its header in angle brackets.
fn value(sql: &str) -> String {
    let column = |name: &str| -> (String, ArrayRef, bool) {
        (name.to_owned(), Arc::new(StringArray::from(vec![Some(format!("<{name}>"))])), true)
    };
    let batch = RecordBatch::try_from_iter_with_nullable(HEADERS.map(column)).unwrap();
    let parsed = Expression::parse(sql, &schema(), &place()).unwrap_or_else(|wrong| panic!("{sql}: {wrong}"));
    let bindings = Bindings { as_of: Instant(0), zone: Zone::utc(), calendar: None, period: None };
    parsed.evaluate(&batch, &bindings).unwrap().as_string::<i32>().value(0).to_owned()
}

fn message(sql: &str) -> String {
    let wrong = Expression::parse(sql, &schema(), &place()).expect_err(sql);
    format!("{} | {}", wrong.message, wrong.hint.unwrap_or_default())
}

#[test]
fn every_header_can_be_named_in_quotes() {
    for name in HEADERS {
        assert_eq!(value(&format!("\"{}\"", name.replace('"', "\"\""))), format!("<{name}>"));
    }
}

#[test]
fn plain_words_of_any_script_need_no_quotes() {
    for name in
        ["工单编号", "Date", "Time", "Invoice", "invoice", "Order", "Group", "End", "From", "a.b", "period_start"]
    {
        assert_eq!(value(name), format!("<{name}>"));
    }
    assert_eq!(value("Date || ' ' || Time"), "<Date> <Time>");
    assert_eq!(value("lower(left(工单编号, 2))"), "<工");
}

#[test]
fn names_match_exactly() {
    assert_eq!(message("INVOICE"), "unknown column `INVOICE` | did you mean `Invoice` or `invoice`?");
    assert_eq!(
        message("\"First Reply Time\""),
        "unknown column `First Reply Time` | did you mean `First reply time`?; a text stands in single quotes: `'First Reply Time'`"
    );
    assert!(message("as_of").starts_with("unknown column `as_of`"));
    assert!(message("period_end").starts_with("unknown column `period_end`"));
}

#[test]
fn what_needs_quotes_is_said() {
    let hint = "write the column as `\"First reply time\"`";
    assert_eq!(message("number(First reply time) / 60"), format!("expected ), found reply | {hint}"));
    assert_eq!(message("First reply time"), format!("expected the end of the expression, found `reply` | {hint}"));
    assert_eq!(message("Größe (€) || 'x'"), "expected an expression, found € | write the column as `\"Größe (€)\"`");
}
