//! Rarer forms of times, brought into one of the usual ones: full-width digits, years of Japanese and Taiwanese
//! eras, `le 30/06/2026 à 23h30`, `30.06.2026 23.30`, `30JUN2026:23:30:00`, `2026-181`, `2026-W27-2`,
//! `/Date(1782833400000)/`.
//!
//! Rewrites what can be read in one way only, and leaves everything else alone.

use chrono::{NaiveDate, Weekday};

/// Eras by their signs, with the year before their first. A letter needs a mark behind its year.
const ERAS: [(&str, i32); 11] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("中華民國", TAIWAN),
    ("中华民国", TAIWAN),
    ("民國", TAIWAN),
    ("民国", TAIWAN),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
    ("ROC", TAIWAN),
];

/// The year before the first of Taiwan's.
const TAIWAN: i32 = 1911;

/// What stands before a date.
const BEFORE: [&str; 6] = ["le ", "Le ", "el ", "El ", "am ", "den "];

/// What stands between a date and its time.
const BETWEEN: [&str; 13] =
    [" - ", " – ", " | ", " à ", " at ", " um ", " a las ", " a la ", " às ", " alle ", " kl. ", " @ ", ", "];

/// What stands behind a time of 24 hours.
const BEHIND: [&str; 7] = [" hrs.", " hrs", " hs.", " hs", " Uhr", " uhr", " h"];

/// A time in one of the usual forms; `None` where the text has nothing of these.
pub(super) fn usual_form(text: &str) -> Option<String> {
    if let Some(epoch) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        // The offset behind it is only how it was shown.
        let offset = epoch.char_indices().skip(1).find(|(_, letter)| matches!(letter, '+' | '-'));
        return Some(epoch[..offset.map_or(epoch.len(), |(at, _)| at)].to_owned());
    }
    let mut found = narrow(text);
    for before in BEFORE {
        if let Some(rest) = found.strip_prefix(before) {
            found = rest.to_owned();
        }
    }
    found = counted_day(&found).or_else(|| era(&found)).unwrap_or(found);
    if let Some(rest) = BEHIND.iter().find_map(|word| found.strip_suffix(word)) {
        let clock = rest.ends_with(|last: char| last.is_ascii_digit());
        found = if clock { rest.to_owned() } else { found };
    }
    if let Some(between) = BETWEEN.iter().find(|between| is_between(&found, between)) {
        found = found.replacen(between, " ", 1);
    }
    found = after_colon(&found).unwrap_or(found);
    found = french(&found).or_else(|| dotted(&found)).or_else(|| bare(&found)).unwrap_or(found);
    (found != text).then_some(found)
}

/// Whether a date has no year: `30/06 23:30`, `6月30日 23:30`.
pub(super) fn lacks_year(text: &str) -> bool {
    let Some((date, clock)) = text.split_once(' ') else { return false };
    let parts: Vec<&str> = date.split(['/', '-', '.', '月']).collect();
    let short = |part: &&str| {
        let part = part.trim_end_matches(['日', '号']);
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() == 2 && parts.iter().all(short) && clock.contains(':')
}

/// Full-width letters, digits and signs in half width, and one kind of blank.
fn narrow(text: &str) -> String {
    let one = |letter: char| match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{A0}' | '\u{202F}' | '\u{3000}' | '\u{2009}' => ' ',
        letter => letter,
    };
    text.chars().map(one).collect()
}

/// Whether a word stands between two digits.
fn is_between(text: &str, word: &str) -> bool {
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    text.find(word).is_some_and(|at| digit(text[..at].chars().last()) && digit(text[at + word.len()..].chars().next()))
}

/// `2026-181T09:05` and `2026-W27-2` with what follows; without a time the first may be any number.
fn counted_day(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let year: i32 = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    let rest = rest.strip_prefix('-')?;
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
    let (date, behind) = if let Some(week) = rest.strip_prefix('W') {
        let (week, rest) = week.split_at_checked(2)?;
        let (day, behind) = rest.strip_prefix('-').unwrap_or(rest).split_at_checked(1)?;
        let day = Weekday::try_from(u8::try_from(number(day)?.checked_sub(1)?).ok()?).ok()?;
        (NaiveDate::from_isoywd_opt(year, number(week)?, day)?, behind)
    } else {
        let (day, behind) = rest.split_at_checked(3)?;
        (NaiveDate::from_yo_opt(year, number(day)?)?, behind)
    };
    let apart = behind.is_empty() && rest.starts_with('W') || behind.starts_with(['T', ' ']);
    apart.then(|| format!("{}{behind}", date.format("%Y-%m-%d")))
}

/// A year of an era, or of three digits, which is one of Taiwan.
fn era(text: &str) -> Option<String> {
    let named = ERAS.iter().find_map(|(sign, zero)| Some((*sign, *zero, text.strip_prefix(sign)?.trim_start())));
    let (sign, zero, rest) = named.or_else(|| text.starts_with('1').then_some(("", TAIWAN, text)))?;
    let first = rest.strip_prefix('元').map(|rest| format!("1{rest}"));
    let rest = first.as_deref().unwrap_or(rest);
    let (year, behind) = rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit())?);
    let fits = match (sign, zero) {
        ("", _) => year.len() == 3,
        (_, TAIWAN) => matches!(year.len(), 2 | 3),
        _ => matches!(year.len(), 1 | 2),
    };
    let year: i32 = year.parse().ok().filter(|_| fits)?;
    // A letter and a dash may be part of any number.
    let marks = if sign.len() == 1 { &['.', '/', '年'][..] } else { &['.', '/', '-', '年'] };
    let mark = behind.chars().next().filter(|mark| marks.contains(mark))?;
    let behind = if mark == '年' { behind.to_owned() } else { behind.replacen(mark, "-", 2) };
    Some(format!("{}{behind}", year + zero))
}

/// `2026:23:30`: a colon behind a year parts it from the time.
fn after_colon(text: &str) -> Option<String> {
    let at = text.find(':')?;
    let year = at >= 4 && text.as_bytes()[at - 4..at].iter().all(u8::is_ascii_digit);
    let clock = text[at + 1..].split(' ').next().is_some_and(|clock| clock.matches(':').count() >= 1);
    (year && clock).then(|| format!("{} {}", &text[..at], &text[at + 1..]))
}

/// `23h30`, `23 h 30`, `23h30min`, `23h` at the end.
fn french(text: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let at = text.rfind(['h', 'H'])?;
    let (before, behind) = (text[..at].trim_end(), text[at + 1..].trim());
    let hour = digits(before);
    let start = before.len() - hour;
    let apart = start > 0 && before[..start].ends_with(' ') && (1..=2).contains(&hour);
    let minutes = behind.trim_end_matches("min").trim_end_matches(['m', 'M']).trim_end();
    let fits = matches!(minutes.len(), 0 | 2) && minutes.bytes().all(|byte| byte.is_ascii_digit());
    (apart && fits).then(|| format!("{}:{}", before, if minutes.is_empty() { "00" } else { minutes }))
}

/// `23.30` or `11.30.00` behind a date and a blank, perhaps with half of the day behind it.
fn dotted(text: &str) -> Option<String> {
    let (date, clock) = text.split_once(' ')?;
    let (clock, half) = clock.split_once(' ').map_or((clock, ""), |(clock, half)| (clock, half));
    let parts: Vec<&str> = clock.split('.').collect();
    let two = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = date.matches(['.', '/', '-']).count() == 2;
    let fits = (2..=4).contains(&parts.len()) && parts.iter().take(3).all(two) && parts[1].len() == 2;
    (whole && fits).then(|| {
        let fraction = parts.get(3).map(|digits| format!(".{digits}")).unwrap_or_default();
        format!("{date} {}{fraction} {half}", parts[..parts.len().min(3)].join(":")).trim_end().to_owned()
    })
}

/// `2330` or `233000` behind a date with marks and a blank.
fn bare(text: &str) -> Option<String> {
    let (date, clock) = text.split_once(' ')?;
    let whole = date.matches(['.', '/', '-']).count() == 2 && !date.contains(':');
    let digits = matches!(clock.len(), 4 | 6) && clock.bytes().all(|byte| byte.is_ascii_digit());
    (whole && digits).then(|| {
        let parts: Vec<&str> = (0..clock.len()).step_by(2).map(|at| &clock[at..at + 2]).collect();
        format!("{date} {}", parts.join(":"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Months, Style, read};
    use super::*;
    use crate::domain::{Instant, LocalClock, Zone};

    fn utc(text: &str, style: &Style) -> Option<String> {
        let found = read(text, style, &mut LocalClock::new(Zone::utc())).ok()?;
        Some(Instant(found.at).to_utc().format("%Y-%m-%d %H:%M:%S").to_string())
    }

    #[test]
    fn rarer_forms_are_read_as_meant() {
        for text in [
            "２０２６／０６／３０　２３：３０",
            "2026-06-30，23：30",
            "令和8年6月30日 23:30",
            "令和 8年6月30日 午後11時30分",
            "R8/6/30 23:30",
            "R08.06.30 23:30",
            "民國115年6月30日 23:30",
            "民国115年06月30日 23時30分",
            "115/06/30 23:30",
            "115-06-30 23:30:00",
            "30/06/2026 23h30",
            "le 30/06/2026 à 23h30",
            "30 juin 2026 23 h 30",
            "30 juin 2026, 23h30min",
            "30/06/2026 à 23:30:00",
            "30.06.2026 23.30",
            "30.06.2026 - 23:30",
            "30.06.2026 um 23:30 Uhr",
            "30-06-2026 23:30 hrs",
            "30/06/2026 a las 23:30",
            "2026-06-30 2330",
            "2026-06-30 233000",
            "30JUN2026:23:30:00",
            "30/Jun/2026:23:30:00 +0000",
            "30-JUN-26 11.30.00.000000 PM",
            "2026-181T23:30:00",
            "2026-W27-2 23:30",
            "2026-W27-2T23:30:00Z",
            "/Date(1782862200000)/",
            "/Date(1782862200000+0800)/",
            "1782862200000000000",
            "30/06/2026 23:30 PM",
        ] {
            assert_eq!(utc(text, &Style::default()).as_deref(), Some("2026-06-30 23:30:00"), "{text}");
        }
        for (text, found) in [
            ("昭和64年1月7日", "1989-01-07 00:00:00"),
            ("平成元年1月8日", "1989-01-08 00:00:00"),
            ("H31.4.30", "2019-04-30 00:00:00"),
            ("30/06/2026 23h", "2026-06-30 23:00:00"),
            ("2026年6月30日（火）午後0時5分", "2026-06-30 12:05:00"),
            ("2026年6月30日 午前0時5分", "2026-06-30 00:05:00"),
            ("2026-W53-7", "2027-01-03 00:00:00"),
        ] {
            assert_eq!(utc(text, &Style::default()).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn months_of_eras_are_read() {
        let style = Style { months: Months::FirstDay(Default::default()), ..Style::default() };
        for text in ["令和8年6月", "R8.6", "R08/06", "民國115年6月", "115/06", "115年06月", "2026年6月分"]
        {
            assert_eq!(utc(text, &style).as_deref(), Some("2026-06-01 00:00:00"), "{text}");
        }
    }

    #[test]
    fn what_could_be_anything_else_is_left_alone() {
        for text in [
            "2026-181",
            "2026-000T09:00",
            "2026-366T09:00",
            "2026-W54-1",
            "2026-W27-8",
            "R8-6-30",
            "R8",
            "S1.2",
            "215/06/30",
            "15/06/30 09:00",
            "H1 2026",
            "30.06.2026 23.5",
            "30.06.2026 9",
            "2026-06-30 930",
            "2026-06-30 2460",
            "10 h 30",
            "24 March",
            "le 30 juin",
            "/Date()/",
            "/Date(x)/",
            "A - B",
            "12:30 hrs",
            "令和年6月30日",
            "民國5年6月30日",
        ] {
            assert_eq!(utc(text, &Style::default()), None, "{text}");
        }
    }

    #[test]
    fn a_date_without_its_year_is_told() {
        for text in ["30/06 23:30", "6/30 9:05", "6月30日 23:30", "30.06 09:05:00"] {
            assert!(lacks_year(text), "{text}");
        }
        for text in ["30/06", "2026/06 23:30", "30/06/26 23:30", "a/b 23:30", "30 23:30", "6月30日 上午"] {
            assert!(!lacks_year(text), "{text}");
        }
    }
}
