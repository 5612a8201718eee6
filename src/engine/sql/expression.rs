//! Checked terms as SQL. Instants and durations are whole microseconds (BIGINT), numbers
//! DOUBLE, money DECIMAL, so that all engines compute the same.

use super::bound::{BUSINESS_CALENDAR, Bound};
use super::dialect::Dialect;
use super::{days, steps, texts};
use crate::domain::{ColumnType, Instant};
use crate::expression::{Comparison, Node, Op, Special, Term, Value};

/// A term over the relations `r` (rows of the table) and `q` (quarters).
pub fn term(term: &Term, bound: &Bound) -> String {
    let dialect = bound.dialect;
    match &term.node {
        Node::Column(name) => column(name, term.kind, dialect),
        Node::Special(Special::AsOf) => whole(bound.as_of.0, dialect),
        Node::Special(Special::PeriodStart) => "q.period_start".to_owned(),
        Node::Special(Special::PeriodEnd) => "q.period_end".to_owned(),
        Node::Literal(value) => literal(value, term.kind, dialect),
        Node::Call(op, arguments) => {
            let sql: Vec<String> = arguments.iter().map(|argument| self::term(argument, bound)).collect();
            match (op, arguments.last().and_then(|last| last.constant())) {
                (Op::PlusDays, Some(Value::Whole(days))) => days::plus_days(&sql[0], *days, &bound.offsets, dialect),
                (Op::WallDifference, _) => {
                    let [one, other] = [0, 1].map(|at| days::local(&sql[at], &bound.offsets, dialect));
                    format!("({one} - {other})")
                }
                (Op::BusinessHours, _) => {
                    let number = dialect.type_name(ColumnType::Number);
                    format!("(CAST({} AS {number}) / 3.6e9)", business_micros(&sql[0], &sql[1], bound))
                }
                (Op::OutsideCalendar, _) => format!("(NOT {})", is_covered(&sql[0], &sql[1], bound)),
                _ if dialect == Dialect::DuckDb => call(*op, &sql, dialect),
                _ => texts::call(*op, arguments, &sql, dialect).unwrap_or_else(|| call(*op, &sql, dialect)),
            }
        }
    }
}

fn column(name: &str, kind: ColumnType, dialect: Dialect) -> String {
    let name = format!("r.{}", dialect.identifier(name));
    match kind {
        ColumnType::Instant => dialect.micros(&name),
        ColumnType::Duration => format!("CAST({name} AS {})", dialect.type_name(kind)),
        _ => name,
    }
}

fn whole(value: i64, dialect: Dialect) -> String {
    dialect.constant(value, ColumnType::Integer)
}

fn literal(value: &Value, kind: ColumnType, dialect: Dialect) -> String {
    match value {
        Value::Null => format!("CAST(NULL AS {})", dialect.type_name(kind)),
        Value::Text(content) => dialect.text(content),
        Value::Whole(value) => whole(*value, dialect),
        Value::Days(days, micros) => whole(days * Instant::DAY + micros, dialect),
        Value::Number(bits) => dialect.constant(format_args!("{:e}", f64::from_bits(*bits)), ColumnType::Number),
        Value::Money(units) => {
            let sign = if *units < 0 { "-" } else { "" };
            let units = units.unsigned_abs();
            let money = dialect.type_name(ColumnType::Money);
            format!("CAST('{sign}{}.{:04}' AS {money})", units / 10_000, units % 10_000)
        }
        Value::Boolean(truth) => truth.to_string().to_uppercase(),
    }
}

fn call(op: Op, arguments: &[String], dialect: Dialect) -> String {
    let infix = |sign: &str| format!("({} {sign} {})", arguments[0], arguments[1]);
    let named = |name: &str| format!("{name}({})", arguments.join(", "));
    let number = dialect.type_name(ColumnType::Number);
    let money = dialect.type_name(ColumnType::Money);
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
        Op::ToNumber => format!("CAST({} AS {number})", arguments[0]),
        Op::ToMoney => format!("CAST({} AS {money})", arguments[0]),
        Op::Hours => format!("(CAST({} AS {number}) / 3.6e9)", arguments[0]),
        Op::Days => format!("(CAST({} AS {number}) / 8.64e10)", arguments[0]),
        Op::Like => format!("({} LIKE {} ESCAPE '\\')", arguments[0], arguments[1]),
        Op::In => format!("({} IN ({}))", arguments[0], arguments[1..].join(", ")),
        Op::Case => case(arguments),
        Op::Coalesce => named("coalesce"),
        Op::NullIf => named("nullif"),
        // Not every database takes one argument.
        Op::Least | Op::Greatest if dialect != Dialect::DuckDb && arguments.len() == 1 => arguments[0].clone(),
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
        Op::ToText => format!("CAST({} AS {})", arguments[0], dialect.type_name(ColumnType::Text)),
        Op::BusinessHours | Op::OutsideCalendar => named("business_hours"),
    }
}

/// What is read as a number: DuckDB itself also takes `inf`, `1_000` and, rounded, `3.7`.
pub(super) const NUMBER: &str = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
pub(super) const WHOLE_NUMBER: &str = "[+-]?[0-9]+([.]0*)?";

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
    let until = |at: &str| match bound.dialect {
        Dialect::DuckDb => format!(
            "coalesce((SELECT max(c.elapsed + least({at}, c.closes) - c.opens) FROM {BUSINESS_CALENDAR} AS c \
             WHERE c.opens <= {at}), 0)"
        ),
        dialect => opened_until(at, BUSINESS_CALENDAR, dialect),
    };
    format!("(CASE WHEN {} THEN {} - {} END)", is_covered(from, to, bound), until(to), until(from))
}

/// Business microseconds from the first opening of a calendar, a relation of [`steps`], up to an expression in
/// microseconds.
pub fn opened_until(at: &str, calendar: &str, dialect: Dialect) -> String {
    let [closes, shift] = ["closes", "shift"].map(|values| steps::at(at, (calendar, "opens", values), dialect));
    format!("(least({at}, {closes}) + {shift})")
}
