//! Constants: numbers, fixed spans of time and instants with an offset.

use super::Value;
use crate::domain::{ColumnType, Instant};
use chrono::DateTime;

/// A number as written; `None` when it is out of range.
pub(super) fn number(text: &str) -> Option<(ColumnType, Value)> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(|whole| (ColumnType::Integer, Value::Whole(whole)));
    }
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    Some((ColumnType::Number, Value::Number(number.to_bits())))
}

/// A constant number as money, when it has at most four decimal places.
pub(super) fn as_money(kind: ColumnType, value: &Value) -> Option<Value> {
    match (kind, value) {
        (ColumnType::Integer, Value::Whole(whole)) => Some(Value::Money(i128::from(*whole) * 10_000)),
        (ColumnType::Number, Value::Number(bits)) => {
            let number = f64::from_bits(*bits);
            let units = (number * 10_000.0).round();
            (units.abs() < 9e15 && units / 10_000.0 == number).then_some(Value::Money(units as i128))
        }
        _ => None,
    }
}

/// A fixed span such as `7 days` or `1 day 12 hours`.
pub(super) fn interval(text: &str, unit: Option<&str>) -> Result<Value, String> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.extend(unit);
    if words.is_empty() || words.len() % 2 == 1 {
        return Err(format!("`{text}` is not an interval"));
    }
    let too_long = || format!("the interval `{text}` is too long");
    let (days, micros) = words.chunks_exact(2).try_fold((0_i64, 0_i64), |(days, micros), pair| {
        let count: i64 = pair[0].parse().map_err(|_| format!("`{}` is not a whole number", pair[0]))?;
        let (in_days, in_micros) = unit_span(pair[1])?;
        let add = |sum: i64, unit: i64| count.checked_mul(unit).and_then(|span| sum.checked_add(span));
        add(days, in_days).zip(add(micros, in_micros)).ok_or_else(too_long)
    })?;
    let all = Value::micros_of_days(days, micros).ok_or_else(too_long)?;
    Ok(if days == 0 { Value::Whole(all) } else { Value::Days(days, micros) })
}

/// Days and microseconds of a unit.
fn unit_span(unit: &str) -> Result<(i64, i64), String> {
    let lower = unit.to_lowercase();
    Ok(match lower.strip_suffix('s').unwrap_or(&lower) {
        "microsecond" => (0, 1),
        "millisecond" => (0, 1_000),
        "second" => (0, 1_000_000),
        "minute" => (0, 60_000_000),
        "hour" => (0, Instant::HOUR),
        "day" => (1, 0),
        "week" => (7, 0),
        "month" | "quarter" | "year" => return Err(format!("a {lower} has no fixed length")),
        _ => return Err(format!("`{unit}` is not a unit of time")),
    })
}

/// An instant such as `2026-01-01 00:00:00+08:00`; the offset is required.
pub(super) fn instant(text: &str) -> Option<i64> {
    let joined = text.trim().replacen(' ', "T", 1).replace(' ', "");
    DateTime::parse_from_rfc3339(&joined).ok().map(|at| at.timestamp_micros())
}

/// Whether a `LIKE` pattern ends in the middle of an escape.
pub(super) fn ends_in_escape(pattern: &str) -> bool {
    pattern.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fixed_spans_only() {
        assert_eq!(interval("7 days", None), Ok(Value::Days(7, 0)));
        assert_eq!(interval("1 day 12 hours", None), Ok(Value::Days(1, 12 * Instant::HOUR)));
        assert_eq!(interval("1 week -7 days", None), Ok(Value::Whole(0)));
        assert_eq!(interval("-4", Some("HOUR")), Ok(Value::Whole(-4 * Instant::HOUR)));
        assert_eq!(interval("1 month", None), Err("a month has no fixed length".to_owned()));
        assert_eq!(interval("7", None), Err("`7` is not an interval".to_owned()));
        assert_eq!(interval("2 fortnights", None), Err("`fortnights` is not a unit of time".to_owned()));
    }

    #[test]
    fn an_instant_needs_its_offset() {
        assert_eq!(instant("2026-01-01 00:00:00+08:00"), Some(1_767_196_800_000_000));
        assert_eq!(instant("2026-01-01T00:00:00Z"), Some(1_767_225_600_000_000));
        assert_eq!(instant("2026-01-01 00:00:00"), None);
    }

    #[test]
    fn money_constants_are_exact_or_none() {
        assert_eq!(as_money(ColumnType::Number, &Value::Number(0.1_f64.to_bits())), Some(Value::Money(1_000)));
        assert_eq!(as_money(ColumnType::Number, &Value::Number(0.00001_f64.to_bits())), None);
    }
}
