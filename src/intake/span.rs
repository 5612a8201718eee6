//! Spans of time as people and programs write them → microseconds.
//!
//! Reads `00:03:12` and `125:04:11`, `PT3M12S`, `3m 12s` and its kin in other languages, and plain
//! numbers in the column's unit. What `12:30` means is the column's [`Colons`], and how long a day is
//! its [`Day`]: a day of work is no day of the calendar.

use super::number::{self, NumberStyle};
use crate::domain::{SpanUnit, words};

const SECOND: i64 = 1_000_000;

/// Spans beyond this are no spans of service: three hundred years.
const LONGEST: f64 = 9.4e15;

const TOO_LONG: &str = "too long a span";

const DAY: i64 = 86_400 * SECOND;

/// Why a day of a column of working time has no length.
pub const DAY_OF_WORK: &str =
    "a day of work, of which nothing says how long it is: write `hours_per_day` for the column";

const WEEK_OF_WORK: &str = "a week of work, which may have five days or seven: write it in days or hours";

/// How long a day of a column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Day {
    /// 24 hours, as of time that passes.
    #[default]
    Calendar,
    /// As the mapping says, in microseconds.
    Stated(i64),
    /// Working time, and nothing says how much of it makes a day.
    Unsaid,
}

/// What two numbers with a colon between them are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colons {
    /// Minutes and seconds.
    MinutesSeconds,
    /// Hours and minutes.
    HoursMinutes,
}

/// How the spans of one column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanStyle {
    /// Unit of plain numbers.
    pub unit: SpanUnit,
    /// What `12:30` is; `None` while the column has not decided.
    pub colons: Option<Colons>,
    /// How plain numbers are written.
    pub numbers: NumberStyle,
    /// How long a day is.
    pub day: Day,
}

/// How a span was written, as far as two readings may fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanForm {
    /// One reading only.
    Sure,
    /// Two numbers with a colon between them.
    TwoParts,
    /// Hours, minutes and seconds.
    ThreeParts,
}

/// A span and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Microseconds.
    pub micros: i64,
    /// How.
    pub form: SpanForm,
}

/// Microseconds of a unit.
pub fn micros(unit: SpanUnit) -> i64 {
    match unit {
        SpanUnit::Microseconds => 1,
        SpanUnit::Milliseconds => 1_000,
        SpanUnit::Seconds => SECOND,
        SpanUnit::Minutes => 60 * SECOND,
        SpanUnit::Hours => 3_600 * SECOND,
        SpanUnit::Days => DAY,
    }
}

/// A span before its days have a length.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    weeks: f64,
    days: f64,
    micros: i64,
}

impl Parts {
    /// Microseconds, with the sign.
    fn length(self, sign: i64, day: Day) -> Result<i64, String> {
        let length = match day {
            Day::Calendar => DAY,
            Day::Stated(length) => length,
            Day::Unsaid if self.days != 0.0 => return Err(DAY_OF_WORK.to_owned()),
            Day::Unsaid => 0,
        };
        if self.weeks != 0.0 && day != Day::Calendar {
            return Err(WEEK_OF_WORK.to_owned());
        }
        let days = (self.days + 7.0 * self.weeks) * length as f64;
        let fits = |found: &i64| (found.unsigned_abs() as f64) < LONGEST;
        let found = (days.abs() < LONGEST).then(|| self.micros.checked_add(days.round() as i64)).flatten();
        found.filter(fits).map(|found| sign * found).ok_or_else(|| TOO_LONG.to_owned())
    }
}

/// Reads one trimmed cell.
pub fn read(text: &str, style: SpanStyle) -> Result<Span, String> {
    let sure = |micros| Span { micros, form: SpanForm::Sure };
    if let Ok(read) = number::number(text, style.numbers)
        && !read.percent
    {
        return of_number(read.value, style).map(sure);
    }
    let wide = (!text.is_ascii()).then(|| narrow(text));
    let text = wide.as_deref().unwrap_or(text);
    let (sign, body) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    // `+1:05` may be an offset.
    let body = body.strip_prefix('+').filter(|rest| rest.matches(':').count() == 2).unwrap_or(body);
    let trimmed = body.trim_start();
    let colons = with_colons(trimmed, style.colons);
    let found = colons.or_else(|| {
        let parts = iso(body).or_else(|| in_words(trimmed)).or_else(|| with_primes(trimmed))?;
        Some((parts, SpanForm::Sure))
    });
    let (parts, form) = found.ok_or("not a span of time")?;
    Ok(Span { micros: parts.length(sign, style.day)?, form })
}

/// A plain number in the column's unit.
pub fn of_number(value: f64, style: SpanStyle) -> Result<i64, String> {
    let unit = match (style.unit, style.day) {
        (SpanUnit::Days, Day::Stated(length)) => length,
        (SpanUnit::Days, Day::Unsaid) => return Err(DAY_OF_WORK.to_owned()),
        (unit, _) => micros(unit),
    };
    let found = value * unit as f64;
    if found.is_finite() && found.abs() < LONGEST { Ok(found.round() as i64) } else { Err(TOO_LONG.to_owned()) }
}

/// `H:MM:SS` with as many hours as it takes, `D.HH:MM:SS`, or two parts.
fn with_colons(text: &str, colons: Option<Colons>) -> Option<(Parts, SpanForm)> {
    let (days, body) = days_before(text);
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let parts: Vec<i64> = whole.split(':').map(digits).collect::<Option<_>>()?;
    let fraction = fraction_micros(fraction)?;
    let (seconds, form) = match (parts.as_slice(), days) {
        (&[hours, minutes, seconds], _) if minutes < 60 && seconds < 60 => {
            ((hours * 60 + minutes) * 60 + seconds, SpanForm::ThreeParts)
        }
        (&[hours, minutes], Some(_)) if minutes < 60 => ((hours * 60 + minutes) * 60, SpanForm::Sure),
        (&[first, second], None) if second < 60 => match colons {
            Some(Colons::HoursMinutes) => ((first * 60 + second) * 60, SpanForm::TwoParts),
            _ => (first * 60 + second, SpanForm::TwoParts),
        },
        _ => return None,
    };
    let micros = seconds.checked_mul(SECOND)?.checked_add(fraction)?;
    Some((Parts { days: days.unwrap_or(0) as f64, micros, ..Parts::default() }, form))
}

/// `2 days, 03:04:05`, `2d 03:04:05`, `2.03:04:05`.
fn days_before(text: &str) -> (Option<i64>, &str) {
    let Some(colon) = text.find(':') else { return (None, text) };
    let head = &text[..colon];
    let Some(cut) = head.rfind(|letter: char| !letter.is_ascii_digit()) else { return (None, text) };
    let width = head[cut..].chars().next().map_or(1, char::len_utf8);
    let (before, rest) = (head[..cut + width].trim_end_matches([' ', ',', '.']), &text[cut + width..]);
    let number: String = before.chars().take_while(char::is_ascii_digit).collect();
    let word = before[number.len()..].trim();
    let is_day = word.is_empty() || words::unit_micros(word) == Some(DAY);
    match number.parse().ok().filter(|_| is_day) {
        Some(days) => (Some(days), rest),
        None => (None, text),
    }
}

fn digits(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

fn fraction_micros(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let plain = text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| format!("{text:0<6}")[..6].parse().ok())?
}

/// Full-width digits and colons in half width.
fn narrow(text: &str) -> String {
    let one = |letter: char| match letter {
        '０'..='９' | '：' | '．' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '’' | '′' => '\'',
        '”' | '″' => '"',
        letter => letter,
    };
    text.chars().map(one).collect()
}

/// `3'12"`: minutes and seconds.
fn with_primes(text: &str) -> Option<Parts> {
    let (minutes, seconds) = text.strip_suffix('"').or_else(|| text.strip_suffix("\'\'"))?.split_once('\'')?;
    let (minutes, seconds) = (digits(minutes)?, digits(seconds.trim_start()).filter(|seconds| *seconds < 60)?);
    Some(Parts { micros: (minutes * 60 + seconds) * SECOND, ..Parts::default() })
}

/// `P1DT2H3M4.5S`: ISO 8601 without years and months, which have no one length.
fn iso(text: &str) -> Option<Parts> {
    let body = text.strip_prefix(['P', 'p'])?;
    let (date, time) = body.split_once(['T', 't']).unwrap_or((body, ""));
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let [weeks, days] = designated(date, &['W', 'D'])?;
    let [hours, minutes, seconds] = designated(time, &['H', 'M', 'S'])?;
    let micros = ((hours * 60.0 + minutes) * 60.0 + seconds) * SECOND as f64;
    Some(Parts { weeks, days, micros: micros.round() as i64 })
}

/// The numbers before these letters, which come in this order if at all.
fn designated<const N: usize>(text: &str, units: &[char; N]) -> Option<[f64; N]> {
    let (mut rest, mut next, mut found) = (text, 0, [0.0; N]);
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')))?;
        let letter = rest[end..].chars().next()?.to_ascii_uppercase();
        let place = next + units[next..].iter().position(|unit| *unit == letter)?;
        found[place] = rest[..end].replace(',', ".").parse().ok()?;
        (rest, next) = (&rest[end + 1..], place + 1);
    }
    Some(found)
}

/// Units without one length, which may be there as long as nothing of them is.
const NO_ONE_LENGTH: [&str; 6] = ["year", "years", "mon", "mons", "month", "months"];

/// `3m 12s`, `1 hour 20 minutes`, `8 dias 0 horas 35 minutos`, `3分12秒`, `123秒`, `7.5小时`.
fn in_words(text: &str) -> Option<Parts> {
    const WEEK: i64 = 7 * DAY;
    let (mut rest, mut found) = (text, Parts::default());
    let (mut total, mut smallest) = (0.0, i64::MAX);
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')))?;
        let value: f64 = rest[..end].replace(',', ".").parse().ok()?;
        let after = rest[end..].trim_start();
        let stop = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let word = after[..stop].trim().trim_end_matches([',', ';', '、']).trim_end();
        let word =
            [" and", " et", " und", " y", " e"].iter().find_map(|joint| word.strip_suffix(joint)).unwrap_or(word);
        if value == 0.0 && NO_ONE_LENGTH.contains(&word) && smallest == i64::MAX {
            rest = &after[stop..];
            continue;
        }
        let unit = words::unit_micros(word).filter(|unit| *unit < smallest)?;
        match unit {
            WEEK => found.weeks = value,
            DAY => found.days = value,
            unit => total += value * unit as f64,
        }
        (rest, smallest) = (&after[stop..], unit);
    }
    (smallest < i64::MAX).then_some(Parts { micros: total.round() as i64, ..found })
}

#[cfg(test)]
mod tests;
