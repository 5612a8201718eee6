//! Times with names of months and weekdays in them: `07/Jul/26 9:05 AM`, `Jul 7, 2026`, `Jul-26`,
//! `2026年7月1日 星期三 下午1:05`, `1. Juli 2026`, `Tue Jul 7 09:05:00 2026`.

use super::cursor::Cursor;
use super::{Months, Style, Unreadable, Wall, Written, days};
use crate::domain::words;

/// Reads a time with names in it. `mar` is March in English and Tuesday in French: it is the month where no
/// other is named and the date is not complete without it.
pub(super) fn read(text: &str, style: &Style) -> Result<Wall, Unreadable> {
    let plain = without_weekdays(text, month);
    match with_names(text, &plain, style) {
        Err(Unreadable::Invalid) => {
            let digits = without_weekdays(text, |_| None);
            Cursor { bytes: digits.as_bytes(), at: 0 }.instant(style)
        }
        found => found,
    }
}

fn with_names(text: &str, plain: &str, style: &Style) -> Result<Wall, Unreadable> {
    if let Some(found) = quarter(plain, style.months) {
        return Ok(found);
    }
    if let Some((date, rest)) = with_month(plain, style.months) {
        let written = Written::Sure { low: super::is_low(date) };
        let rest = format!(" {rest}");
        return Cursor { bytes: rest.as_bytes(), at: 0 }.after_date(date, written);
    }
    let head = plain.split(':').next().unwrap_or_default();
    let alone = head.len() < plain.len() && !head.is_empty() && head.bytes().all(|byte| byte.is_ascii_digit());
    if plain.len() < text.len() {
        return Cursor { bytes: plain.as_bytes(), at: 0 }.instant(style);
    }
    Err(if alone { Unreadable::NoDate } else { Unreadable::Invalid })
}

/// Letters, digits or other characters that stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letters,
    Digits,
    Other,
}

fn kind(letter: char) -> Kind {
    if letter.is_ascii_digit() {
        Kind::Digits
    } else if letter.is_alphabetic() {
        Kind::Letters
    } else {
        Kind::Other
    }
}

fn runs(text: &str) -> Vec<(Kind, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| kind(letter) != kind(first)).unwrap_or(rest.len());
        found.push((kind(first), &rest[..end]));
        rest = &rest[end..];
    }
    found
}

/// Without names of weekdays and the brackets or commas around them, and in half width; the run that names the
/// month stays.
fn without_weekdays(text: &str, month: impl Fn(&[(Kind, &str)]) -> Option<usize>) -> String {
    let mut text =
        text.replace('（', "(").replace('）', ")").replace('：', ":").replace(['\u{A0}', '\u{202F}', '\u{3000}'], " ");
    for head in ["星期", "周", "週", "礼拜", "禮拜"] {
        while let Some(at) = text.find(head) {
            let day = text[at + head.len()..].chars().next().filter(|day| "一二三四五六日天".contains(*day));
            let Some(day) = day else { break };
            text.replace_range(at..at + head.len() + day.len_utf8(), " ");
        }
    }
    for day in "月火水木金土日".chars() {
        text = text.replace(&format!("({day})"), " ").replace(&format!("{day}曜日"), " ");
    }
    let runs = runs(&text);
    let month = month(&runs);
    let mut plain = String::with_capacity(text.len());
    for (index, run) in runs.iter().enumerate() {
        plain.push_str(if is_weekday(run) && month != Some(index) { " " } else { run.1 });
    }
    let plain = plain.replace("( )", " ");
    let spaced: Vec<&str> = plain.split_whitespace().collect();
    spaced.join(" ").trim_start_matches([',', '.', ' ']).to_owned()
}

/// The name of the month, rather one that is no weekday too.
fn month(runs: &[(Kind, &str)]) -> Option<usize> {
    let sure = runs.iter().rposition(|run| is_month(run) && !is_weekday(run));
    sure.or_else(|| runs.iter().rposition(is_month))
}

fn is_weekday((kind, run): &(Kind, &str)) -> bool {
    *kind == Kind::Letters && run.is_ascii() && run.len() > 1 && words::weekday(run).is_some()
}

fn is_month((kind, run): &(Kind, &str)) -> bool {
    *kind == Kind::Letters && !run.contains('月') && run.len() > 2 && words::month(run).is_some()
}

/// The date around the name of a month, and its time: what stands before the year, before the day or behind.
fn with_month(text: &str, months: Months) -> Option<(i64, String)> {
    let runs = runs(text);
    let at = runs.iter().position(is_month)?;
    let month = words::month(runs[at].1)?;
    let number = |index: &usize| runs[*index].0 == Kind::Digits && runs[*index].1.len() <= 4 && !is_time(&runs, *index);
    let before: Vec<usize> = (0..at).filter(number).collect();
    let mut after = (at + 1..runs.len()).filter(number);
    let (day, year, last) = match before.as_slice() {
        [] => {
            let first = after.next()?;
            match after.next() {
                Some(second) => (Some(first), second, second),
                None => (None, first, first),
            }
        }
        [first] if runs[*first].1.len() == 4 => {
            let day = after.next();
            (day, *first, day.unwrap_or(at))
        }
        [first] => {
            let year = after.next()?;
            (Some(*first), year, year)
        }
        _ => return None,
    };
    let value = |index: usize| runs[index].1.parse::<i64>().ok();
    let within = time_within(&runs, &[day.unwrap_or(at), at, year]);
    let day = match day {
        Some(day) => value(day)?,
        None if months != Months::Refused => 1,
        None => return None,
    };
    let rest = text[length(&runs[..=last])..].trim_start_matches([',', '.', ' ', '-', '/']);
    let rest = ["at ", "um ", "à ", "a las ", "às "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    Some((
        days(full(value(year)?, runs[year].1.len()), month.into(), day)?,
        format!("{within} {rest}").trim_end().to_owned(),
    ))
}

/// Whether digits are part of a time of day.
fn is_time(runs: &[(Kind, &str)], index: usize) -> bool {
    runs.get(index + 1).is_some_and(|(_, run)| run.starts_with(':')) || index > 0 && runs[index - 1].1.ends_with(':')
}

/// The time that stands before the last part of a date, with what follows it up to the next part.
fn time_within(runs: &[(Kind, &str)], parts: &[usize]) -> String {
    let last = parts.iter().copied().max().unwrap_or_default();
    let Some(first) = (0..last).find(|index| runs[*index].0 == Kind::Digits && is_time(runs, *index)) else {
        return String::new();
    };
    let next = parts.iter().copied().filter(|part| *part > first).min().unwrap_or(last);
    let time: String = runs[first..next].iter().map(|(_, run)| *run).collect();
    time.trim_end_matches([' ', ',']).to_owned()
}

fn length(runs: &[(Kind, &str)]) -> usize {
    runs.iter().map(|(_, run)| run.len()).sum()
}

/// A year of two digits is of this century until 69.
fn full(year: i64, digits: usize) -> i64 {
    match (digits, year) {
        (1 | 2, ..=69) => 2_000 + year,
        (1 | 2, _) => 1_900 + year,
        _ => year,
    }
}

/// The first day of a quarter whose number comes first, or whose year is short: `Q3 2026`, `3Q26`, `26Q3`.
fn quarter(text: &str, months: Months) -> Option<Wall> {
    let Months::FirstDay(fiscal) = months else { return None };
    let (before, behind) = text.split_once(['Q', 'q'])?;
    let between = [' ', '-', '/', '\''];
    let (number, year) = match before.len() {
        0 => behind.split_at_checked(1)?,
        1 => (before, behind),
        _ => (behind, before),
    };
    let (number, year) = (number.parse().ok()?, year.trim_matches(between));
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    let year = match (year.len(), year.parse::<i32>().ok().filter(|_| digits)?) {
        (2, year) => 2_000 + year,
        (4, year @ 1_000..) => year,
        _ => return None,
    };
    let day = fiscal.first_day(crate::domain::Quarter::new(year, number)?);
    let local = super::midnight(day);
    Some(Wall { local, offset: None, has_time: false, written: Written::Sure { low: true } })
}

#[cfg(test)]
mod tests;
