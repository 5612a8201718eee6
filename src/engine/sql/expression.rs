//! Checked terms as DuckDB SQL. Instants and durations are whole microseconds (BIGINT), numbers
//! DOUBLE, money DECIMAL, so that both engines compute the same.

use super::bound::{BUSINESS_CALENDAR, Bound, identifier, text};
use super::days;
use crate::domain::{ColumnType, Instant};
use crate::expression::{Comparison, Node, Op, Special, Term, Value};

/// A term over the relations `r` (rows of the table) and `q` (quarters).
pub fn term(term: &Term, bound: &Bound) -> String {
    match &term.node {
        Node::Column(name) => column(name, term.kind),
        Node::Special(Special::AsOf) => whole(bound.as_of.0),
        Node::Special(Special::PeriodStart) => "q.period_start".to_owned(),
        Node::Special(Special::PeriodEnd) => "q.period_end".to_owned(),
        Node::Literal(value) => literal(value, term.kind),
        Node::Call(op, arguments) => {
            let sql: Vec<String> = arguments.iter().map(|argument| self::term(argument, bound)).collect();
            match (op, arguments.last().and_then(|last| last.constant())) {
                (Op::PlusDays, Some(Value::Whole(days))) => days::plus_days(&sql[0], *days, &bound.offsets),
                (Op::WallDifference, _) => {
                    let [one, other] = [0, 1].map(|at| days::local(&sql[at], &bound.offsets));
                    format!("({one} - {other})")
                }
                (Op::BusinessHours, _) => {
                    format!("(CAST({} AS DOUBLE) / 3.6e9)", business_micros(&sql[0], &sql[1], bound))
                }
                (Op::OutsideCalendar, _) => format!("(NOT {})", is_covered(&sql[0], &sql[1], bound)),
                _ => call(*op, &sql),
            }
        }
    }
}

fn column(name: &str, kind: ColumnType) -> String {
    let name = format!("r.{}", identifier(name));
    match kind {
        ColumnType::Instant => format!("epoch_us({name})"),
        ColumnType::Duration => format!("CAST({name} AS BIGINT)"),
        _ => name,
    }
}

fn whole(value: i64) -> String {
    format!("({value})::BIGINT")
}

/// The DuckDB type of a kind.
fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "VARCHAR",
        ColumnType::Instant | ColumnType::Duration | ColumnType::Integer => "BIGINT",
        ColumnType::Number => "DOUBLE",
        ColumnType::Money => "DECIMAL(38, 4)",
        ColumnType::Boolean => "BOOLEAN",
    }
}

fn literal(value: &Value, kind: ColumnType) -> String {
    match value {
        Value::Null => format!("CAST(NULL AS {})", type_name(kind)),
        Value::Text(content) => text(content),
        Value::Whole(value) => whole(*value),
        Value::Days(days, micros) => whole(days * Instant::DAY + micros),
        Value::Number(bits) => format!("({:e})::DOUBLE", f64::from_bits(*bits)),
        Value::Money(units) => {
            let sign = if *units < 0 { "-" } else { "" };
            let units = units.unsigned_abs();
            format!("CAST('{sign}{}.{:04}' AS DECIMAL(38, 4))", units / 10_000, units % 10_000)
        }
        Value::Boolean(truth) => truth.to_string().to_uppercase(),
    }
}

fn call(op: Op, arguments: &[String]) -> String {
    let infix = |sign: &str| format!("({} {sign} {})", arguments[0], arguments[1]);
    let named = |name: &str| format!("{name}({})", arguments.join(", "));
    match op {
        Op::Compare(how) => infix(comparison(how)),
        Op::And => infix("AND"),
        Op::Or => infix("OR"),
        Op::Add | Op::PlusDays => infix("+"),
        Op::Subtract | Op::WallDifference => infix("-"),
        Op::Multiply => infix("*"),
        Op::Divide => format!("({} / nullif({}, 0e0))", arguments[0], arguments[1]),
        Op::Not => format!("(NOT {})", arguments[0]),
        Op::Negate => format!("(- {})", arguments[0]),
        Op::IsNull => format!("({} IS NULL)", arguments[0]),
        Op::IsNotNull => format!("({} IS NOT NULL)", arguments[0]),
        Op::IsTruth(true) => format!("coalesce({}, FALSE)", arguments[0]),
        Op::IsTruth(false) => format!("coalesce(NOT {}, FALSE)", arguments[0]),
        Op::ToNumber => format!("CAST({} AS DOUBLE)", arguments[0]),
        Op::ToMoney => format!("CAST({} AS DECIMAL(38, 4))", arguments[0]),
        Op::Hours => format!("(CAST({} AS DOUBLE) / 3.6e9)", arguments[0]),
        Op::Days => format!("(CAST({} AS DOUBLE) / 8.64e10)", arguments[0]),
        Op::Like => format!("({} LIKE {} ESCAPE '\\')", arguments[0], arguments[1]),
        Op::In => format!("({} IN ({}))", arguments[0], arguments[1..].join(", ")),
        Op::Case => case(arguments),
        Op::Coalesce => named("coalesce"),
        Op::NullIf => named("nullif"),
        Op::Least => named("least"),
        Op::Greatest => named("greatest"),
        Op::Abs => named("abs"),
        Op::Lower => named("lower"),
        Op::Upper => named("upper"),
        Op::Trim => named("trim"),
        Op::TrimStart => named("ltrim"),
        Op::TrimEnd => named("rtrim"),
        Op::Length => named("length"),
        Op::Concat => infix("||"),
        Op::Substring => named("substring"),
        Op::Left => named("left"),
        Op::Right => named("right"),
        Op::Replace => named("replace"),
        Op::SplitPart => named("split_part"),
        Op::PadStart => format!("lpad({}, CAST({} AS INTEGER), {})", arguments[0], arguments[1], arguments[2]),
        Op::Position => named("strpos"),
        Op::StartsWith => named("starts_with"),
        Op::EndsWith => named("ends_with"),
        Op::Contains => named("contains"),
        Op::ReadNumber => read(&arguments[0], NUMBER, "DOUBLE"),
        Op::ReadInteger => read(&arguments[0], WHOLE_NUMBER, "BIGINT"),
        Op::ToText => format!("CAST({} AS VARCHAR)", arguments[0]),
        Op::BusinessHours | Op::OutsideCalendar => named("business_hours"),
    }
}

/// What is read as a number: DuckDB itself also takes `inf`, `1_000` and, rounded, `3.7`.
const NUMBER: &str = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
const WHOLE_NUMBER: &str = "[+-]?[0-9]+([.]0*)?";

/// A text as a finite number; null when it is none.
fn read(text: &str, shape: &str, kind: &str) -> String {
    let cast = format!("TRY_CAST(trim({text}) AS {kind})");
    let finite = if kind == "DOUBLE" { format!(" AND isfinite({cast})") } else { String::new() };
    format!("(CASE WHEN regexp_full_match(trim({text}), '{shape}'){finite} THEN {cast} END)")
}

fn comparison(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
        Comparison::Distinct => "IS DISTINCT FROM",
        Comparison::NotDistinct => "IS NOT DISTINCT FROM",
    }
}

fn case(arguments: &[String]) -> String {
    let mut sql = "CASE".to_owned();
    let mut pairs = arguments.chunks_exact(2);
    for pair in &mut pairs {
        sql += &format!(" WHEN {} THEN {}", pair[0], pair[1]);
    }
    if let [otherwise] = pairs.remainder() {
        sql += &format!(" ELSE {otherwise}");
    }
    format!("({sql} END)")
}

/// Whether the calendar covers two instants.
fn is_covered(from: &str, to: &str, bound: &Bound) -> String {
    let (start, end) = bound.covers.map_or((0, 0), |covers| (covers.start.0, covers.end.0));
    format!("({from} BETWEEN {start} AND {end} AND {to} BETWEEN {start} AND {end})")
}

/// Business microseconds between two expressions in microseconds; null when one of them is, or lies on a day
/// that the calendar does not cover.
pub(super) fn business_micros(from: &str, to: &str, bound: &Bound) -> String {
    let until = |at: &str| {
        format!(
            "coalesce((SELECT max(c.elapsed + least({at}, c.closes) - c.opens) FROM {BUSINESS_CALENDAR} AS c \
             WHERE c.opens <= {at}), 0)"
        )
    };
    format!("(CASE WHEN {} THEN {} - {} END)", is_covered(from, to, bound), until(to), until(from))
}
