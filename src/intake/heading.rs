//! What a column's name says of its cells: `(hrs)`, `in minutes`, `金额(万元)`, `Created (UTC)`.

use super::span::Colons;
use crate::config::{Scaling, SpanUnit};
use crate::domain::words;

/// What a name says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Unit of spans of time.
    pub unit: Option<SpanUnit>,
    /// What `12:30` is.
    pub colons: Option<Colons>,
    /// Factor of amounts and numbers.
    pub factor: Option<Scaling>,
    /// Whether numbers are percentages.
    pub percent: bool,
    /// Code or mark of a currency.
    pub currency: Option<String>,
    /// Zone of times, as written: `UTC`, `GMT+8`, `Europe/Berlin`.
    pub zone: Option<String>,
}

/// Words of magnitude before or behind a currency, lower case, with their factors.
const MAGNITUDES: [(&str, i64); 30] = [
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("百萬", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("千", 1_000),
    ("仟", 1_000),
    ("millions", 1_000_000),
    ("million", 1_000_000),
    ("millionen", 1_000_000),
    ("mio.", 1_000_000),
    ("mio", 1_000_000),
    ("mill.", 1_000_000),
    ("mln", 1_000_000),
    ("mn", 1_000_000),
    ("mm", 1_000_000),
    ("m", 1_000_000),
    ("thousands", 1_000),
    ("thousand", 1_000),
    ("tausend", 1_000),
    ("tsd.", 1_000),
    ("tsd", 1_000),
    ("000s", 1_000),
    ("'000", 1_000),
    ("000", 1_000),
    ("k", 1_000),
    ("t", 1_000),
];

/// Hundredths of a unit of currency.
const HUNDREDTHS: [&str; 7] = ["分", "cent", "cents", "ct", "centimes", "pence", "p"];

/// Reads a column's name.
pub fn read(name: &str) -> Heading {
    let mut heading = Heading::default();
    for part in parts(name) {
        heading.take(&part);
    }
    heading
}

/// The parts of a name that may say how its cells are meant: what stands in brackets, what follows
/// `in`, and the last word; the surest first.
fn parts(name: &str) -> Vec<String> {
    let name = name.replace('（', "(").replace('）', ")").replace(['[', '【'], "(").replace([']', '】'], ")");
    let mut parts = Vec::new();
    let mut outside = String::new();
    let mut rest = name.as_str();
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        parts.push(inside.trim().to_owned());
        outside.push_str(before);
        outside.push(' ');
        rest = behind;
    }
    outside.push_str(rest);
    let words: Vec<&str> = outside.split([' ', '_', '/']).filter(|word| !word.is_empty()).collect();
    if let Some(at) = words.iter().position(|word| word.eq_ignore_ascii_case("in")) {
        parts.extend(words.get(at + 1..at + 3).map(|words| words.join(" ")));
        parts.extend(words.get(at + 1).map(|word| (*word).to_owned()));
    }
    let tail = words.len().saturating_sub(1);
    parts.extend(words.get(tail).filter(|_| tail > 0 || is_han(outside.trim())).map(|word| (*word).to_owned()));
    parts
}

fn is_han(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4E00}'..='\u{9FFF}').contains(&letter))
}

impl Heading {
    fn take(&mut self, part: &str) {
        let part = part.strip_prefix("in ").unwrap_or(part).trim();
        let lower = part.to_lowercase();
        if self.colons.is_none() {
            self.colons = match lower.as_str() {
                "hh:mm" | "h:mm" => Some(Colons::HoursMinutes),
                "mm:ss" | "m:ss" => Some(Colons::MinutesSeconds),
                _ => None,
            };
        }
        if self.unit.is_none() {
            self.unit = time_unit(part);
        }
        self.percent |= matches!(part, "%" | "％") || part.ends_with('%') || part.ends_with('％');
        if self.zone.is_none() {
            self.zone = zone(part);
        }
        if self.factor.is_none() && self.currency.is_none() {
            (self.factor, self.currency) = amount(part);
        }
    }
}

/// A unit of time, alone or as the end of a Chinese or Japanese name.
fn time_unit(part: &str) -> Option<SpanUnit> {
    let found = words::unit_micros(part).or_else(|| {
        let ends = ["毫秒", "微秒", "秒", "分钟", "分鐘", "小时", "小時", "時間", "分"];
        let end = ends.iter().find(|end| part.ends_with(**end))?;
        words::unit_micros(end)
    })?;
    Some(match found {
        1 => SpanUnit::Microseconds,
        1_000 => SpanUnit::Milliseconds,
        1_000_000 => SpanUnit::Seconds,
        60_000_000 => SpanUnit::Minutes,
        3_600_000_000 => SpanUnit::Hours,
        86_400_000_000 => SpanUnit::Days,
        _ => return None,
    })
}

/// A zone's name or offset.
fn zone(part: &str) -> Option<String> {
    let upper = part.to_uppercase();
    let offset = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT"))?.trim();
    let signed = offset.is_empty() || offset.starts_with(['+', '-', '−']);
    signed.then(|| format!("UTC{offset}"))
}

/// Factor and currency of a part such as `万元`, `k€`, `USD`, `in thousands`, `Mio. EUR`.
fn amount(part: &str) -> (Option<Scaling>, Option<String>) {
    let lower = part.to_lowercase();
    if HUNDREDTHS.contains(&lower.as_str()) {
        return (Some(Scaling { units: 1, decimals: 2 }), None);
    }
    let (currency, rest) = without_currency(part);
    let rest = rest.trim().trim_start_matches(['×', 'x', '*']).trim().to_lowercase();
    let plain: String = rest.chars().filter(|letter| !matches!(letter, ',' | ' ')).collect();
    let word = MAGNITUDES.iter().find(|(word, _)| *word == rest).map(|(_, factor)| *factor);
    let number = plain.parse().ok().filter(|number| [1_000, 10_000, 1_000_000].contains(number));
    // A lone letter is a magnitude only beside a currency.
    let sure = currency.is_some() || rest.chars().count() > 1 || is_han(&rest);
    let factor = word.filter(|_| sure).or(number).map(|units| Scaling { units, decimals: 0 });
    (factor, currency.filter(|_| rest.is_empty() || factor.is_some()))
}

fn without_currency(part: &str) -> (Option<String>, &str) {
    const CODES: [&str; 16] = [
        "CNY", "RMB", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "CHF", "AUD", "CAD", "SGD", "INR", "KRW", "BRL", "MXN",
    ];
    const MARKS: [&str; 12] = ["人民币", "美元", "欧元", "港元", "日元", "元", "円", "€", "£", "¥", "￥", "$"];
    for mark in CODES.iter().chain(&MARKS) {
        if let Some(rest) = part.strip_prefix(mark).or_else(|| part.strip_suffix(mark)) {
            return (Some((*mark).to_owned()), rest);
        }
    }
    (None, part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_time_are_found_in_names() {
        for (name, unit) in [
            ("First response time (in hrs)", SpanUnit::Hours),
            ("First reply time in minutes", SpanUnit::Minutes),
            ("First reply time in minutes within business hours", SpanUnit::Minutes),
            ("Resolution time (s)", SpanUnit::Seconds),
            ("排队时长（分钟）", SpanUnit::Minutes),
            ("处理时长秒", SpanUnit::Seconds),
            ("duration_ms", SpanUnit::Milliseconds),
            ("wait_seconds", SpanUnit::Seconds),
            ("Talk time [min]", SpanUnit::Minutes),
            ("耗时（微秒）", SpanUnit::Microseconds),
            ("Age (days)", SpanUnit::Days),
        ] {
            assert_eq!(read(name).unit, Some(unit), "{name}");
        }
        for name in ["Wait", "Queue", "s", "Time to first agent email reply (HH:mm:ss)", "等待"] {
            assert_eq!(read(name).unit, None, "{name}");
        }
        assert_eq!(read("Talk (mm:ss)").colons, Some(Colons::MinutesSeconds));
        assert_eq!(read("Hours worked (h:mm)").colons, Some(Colons::HoursMinutes));
    }

    #[test]
    fn factors_and_currencies_are_found_in_names() {
        for (name, units, decimals, currency) in [
            ("金额(万元)", 10_000, 0, Some("元")),
            ("金额（亿元）", 100_000_000, 0, Some("元")),
            ("Amount (k€)", 1_000, 0, Some("€")),
            ("Betrag TEUR", 1_000, 0, Some("EUR")),
            ("Kosten (Mio. EUR)", 1_000_000, 0, Some("EUR")),
            ("Cost (in thousands)", 1_000, 0, None),
            ("Cost ('000)", 1_000, 0, None),
            ("Cost (1,000 USD)", 1_000, 0, Some("USD")),
            ("Umsatz (x 10 000)", 10_000, 0, None),
            ("金额(分)", 1, 2, None),
        ] {
            let heading = read(name);
            assert_eq!(heading.factor, Some(Scaling { units, decimals }), "{name}");
            assert_eq!(heading.currency.as_deref(), currency, "{name}");
        }
        for name in ["Amount", "Total M", "k", "金额", "金额（元）", "Amount (USD)"] {
            assert_eq!(read(name).factor, None, "{name}");
        }
        assert_eq!(read("Amount (USD)").currency.as_deref(), Some("USD"));
        assert!(!read("Service level").percent);
        for name in ["Service level (%)", "服务水平（％）", "SL (SL%)", "占比（占比％）"] {
            assert!(read(name).percent, "{name}");
        }
    }

    #[test]
    fn zones_are_found_in_names() {
        for (name, zone) in [
            ("Created (UTC)", Some("UTC")),
            ("Start Date (UTC)", Some("UTC")),
            ("created_utc", Some("UTC")),
            ("时间（UTC+8）", Some("UTC+8")),
            ("Opened (GMT-05:00)", Some("UTC-05:00")),
            ("Created", None),
        ] {
            assert_eq!(read(name).zone.as_deref(), zone, "{name}");
        }
    }
}
