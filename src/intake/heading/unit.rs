//! Units of time in the parts of a column's name: `min`, `等待秒数`, `1/100 s`, `weeks`.

use crate::config::Scaling;
use crate::domain::{SpanUnit, words};

/// What a part says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Plain numbers are of this unit, or of so many of it.
    Unit(SpanUnit, Option<Scaling>),
    /// A number and a unit that may be the length of a piece or a limit: `15 min`.
    Unclear,
}

/// Words for parts of a second, in small letters, with their decimals.
const FRACTIONS: [(&str, u8); 14] = [
    ("centiseconds", 2),
    ("centisecond", 2),
    ("(cs)", 2),
    ("hundredths of a second", 2),
    ("hundredths of seconds", 2),
    ("hundertstelsekunden", 2),
    ("centésimas de segundo", 2),
    ("centièmes de seconde", 2),
    ("百分之一秒", 2),
    ("厘秒", 2),
    ("deciseconds", 1),
    ("tenths of a second", 1),
    ("zehntelsekunden", 1),
    ("十分之一秒", 1),
];

/// The unit of a part of a name.
pub(super) fn of(part: &str) -> Option<Said> {
    let lower = part.to_lowercase();
    if let Some((_, decimals)) = FRACTIONS.iter().find(|(word, _)| *word == lower) {
        return Some(Said::Unit(SpanUnit::Seconds, Some(Scaling { units: 1, decimals: *decimals })));
    }
    if words::unit_micros(part) == Some(words::WEEK_MICROS) {
        return Some(Said::Unit(SpanUnit::Days, Some(Scaling { units: 7, decimals: 0 })));
    }
    if let Some(unit) = SpanUnit::of_word(part).or_else(|| at_the_end(part)) {
        return Some(Said::Unit(unit, None));
    }
    let (number, unit) = numbered(part)?;
    let Some(scale) = power_of_ten(number) else { return Some(Said::Unclear) };
    // Ten or a hundred of a small unit are the ticks of a clock; of a larger one they may be a limit.
    let small = matches!(unit, SpanUnit::Microseconds | SpanUnit::Milliseconds);
    let one = Scaling { units: 1, decimals: 0 };
    Some(match scale {
        scale if scale == one => Said::Unit(unit, None),
        scale if scale.units == 1 || small => Said::Unit(unit, Some(scale)),
        _ => Said::Unclear,
    })
}

/// A unit as the end of a Chinese or Japanese name.
fn at_the_end(part: &str) -> Option<SpanUnit> {
    const ENDS: [&str; 8] = ["毫秒", "微秒", "秒", "分钟", "分鐘", "小时", "小時", "分"];
    let number = part.strip_suffix(['数', '數']).filter(|number| !number.ends_with('分'));
    // Alone it is any time: 待ち時間 is a wait, 待ち時間数 hours of it.
    if number.is_some_and(|number| number.ends_with("時間")) {
        return Some(SpanUnit::Hours);
    }
    let name = number.unwrap_or(part);
    let end = ENDS.iter().find(|end| name.ends_with(**end))?;
    let before = name.strip_suffix(end)?;
    if before.ends_with(|letter: char| letter.is_ascii_digit()) { None } else { SpanUnit::of_word(end) }
}

/// A number and the unit behind it: `1/100 s`, `0.01 s`, `15 min`, `15分钟`.
pub(super) fn numbered(part: &str) -> Option<(&str, SpanUnit)> {
    let length = part.find(|letter: char| !matches!(letter, '0'..='9' | '.' | ',' | '/'))?;
    let (number, unit) = part.split_at(length);
    let unit = SpanUnit::of_word(unit.trim())?;
    number.contains(|letter: char| letter.is_ascii_digit()).then_some((number, unit))
}

/// A number that is a power of ten, as a fraction or a decimal.
fn power_of_ten(number: &str) -> Option<Scaling> {
    let zeros = |text: &str| {
        let zeros = text.strip_prefix('1')?;
        zeros.bytes().all(|byte| byte == b'0').then_some(zeros.len())
    };
    if let Some((above, below)) = number.split_once('/') {
        return (above == "1").then(|| zeros(below))?.map(|zeros| Scaling { units: 1, decimals: zeros.min(9) as u8 });
    }
    if let Some(behind) = number.strip_prefix("0.").or_else(|| number.strip_prefix("0,")) {
        let tenths = behind.strip_suffix('1')?;
        let sure = tenths.bytes().all(|byte| byte == b'0');
        return sure.then_some(Scaling { units: 1, decimals: tenths.len().min(8) as u8 + 1 });
    }
    let units = zeros(number).filter(|zeros| *zeros < 4).map(|zeros| 10_i64.pow(zeros as u32))?;
    Some(Scaling { units, decimals: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::heading::read;

    #[test]
    fn parts_and_multiples_of_a_unit_count() {
        for (name, unit, scale) in [
            ("Wait (1/100 s)", SpanUnit::Seconds, Some((1, 2))),
            ("Wait 1/100 s", SpanUnit::Seconds, Some((1, 2))),
            ("Wait (0.1 s)", SpanUnit::Seconds, Some((1, 1))),
            ("Wartezeit (0,01 s)", SpanUnit::Seconds, Some((1, 2))),
            ("Wait (10 ms)", SpanUnit::Milliseconds, Some((10, 0))),
            ("Wait (1000 ms)", SpanUnit::Milliseconds, Some((1_000, 0))),
            ("Wait (1 s)", SpanUnit::Seconds, None),
            ("Wait in hundredths of a second", SpanUnit::Seconds, Some((1, 2))),
            ("等待（百分之一秒）", SpanUnit::Seconds, Some((1, 2))),
            ("等待（0.1秒）", SpanUnit::Seconds, Some((1, 1))),
            ("Talk (cs)", SpanUnit::Seconds, Some((1, 2))),
            ("Resolution time (weeks)", SpanUnit::Days, Some((7, 0))),
            ("处理时长（周）", SpanUnit::Days, Some((7, 0))),
            ("Wait (sec)", SpanUnit::Seconds, None),
        ] {
            let heading = read(name);
            let scale = scale.map(|(units, decimals)| Scaling { units, decimals });
            assert_eq!((heading.unit, heading.of_unit, heading.unclear), (Some(unit), scale, None), "{name}");
        }
    }

    #[test]
    fn a_length_that_may_be_a_limit_is_asked_for() {
        for (name, part) in [
            ("Wait (15 min)", "15 min"),
            ("Wait over 20 s", "20 s"),
            ("等待（30秒）", "30秒"),
            ("Wait (6s)", "6s"),
            ("Wait (10 min)", "10 min"),
            ("Wait (1/3 s)", "1/3 s"),
            ("Wait (10000 ms)", "10000 ms"),
        ] {
            let heading = read(name);
            assert_eq!((heading.unit, heading.unclear.as_deref()), (None, Some(part)), "{name}");
        }
    }
}
