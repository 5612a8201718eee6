//! What a column's name says of its cells: `(hrs)`, `in minutes`, `金额(万元)`, `Created (UTC)`.

mod amount;
mod parts;
mod unit;
mod zone;

pub use zone::{NamedZone, zone_after_label};

use super::span::Colons;
use crate::config::Scaling;
use crate::domain::{SpanUnit, words};
use amount::amount;

/// What a name says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Unit of spans of time.
    pub unit: Option<SpanUnit>,
    /// How many of the unit a plain number counts: 7 days for weeks, 0.01 for `(1/100 s)`.
    pub of_unit: Option<Scaling>,
    /// A number and a unit that may say how long a piece is, or within what: `15 min`.
    pub unclear: Option<String>,
    /// What `12:30` is.
    pub colons: Option<Colons>,
    /// Factor of amounts and numbers.
    pub factor: Option<Scaling>,
    /// Whether numbers are percentages.
    pub percent: bool,
    /// Code or mark of a currency.
    pub currency: Option<String>,
    /// Zone of times.
    pub zone: Option<NamedZone>,
}

/// What stands before a unit and a colon, in small letters.
const LABELS: [&str; 16] = [
    "单位",
    "金额单位",
    "货币单位",
    "计量单位",
    "unit",
    "units",
    "einheit",
    "currency",
    "単位",
    "金額単位",
    "单位为",
    "단위",
    "unité",
    "unidad",
    "unidade",
    "in",
];

/// Reads a column's name.
pub fn read(name: &str) -> Heading {
    let mut heading = Heading::default();
    for part in parts::of(name) {
        heading.take(&part);
    }
    let thousands = || parts::brackets(name).0.iter().any(|part| part.eq_ignore_ascii_case("k"));
    if heading.factor.is_none() && thousands() {
        heading.factor = Some(Scaling { units: 1_000, decimals: 0 });
    }
    heading.zone = zone::in_name(name);
    heading
}

/// What a line above or below a table says of its amounts: `单位：万元`, `Amounts in thousands`, `Angaben in TEUR`,
/// `费用明细（万元）`.
pub fn of_amounts(cell: &str) -> Option<Heading> {
    let cell = cell.trim();
    let whole = cell.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】', ',']).trim();
    let (inside, _) = parts::brackets(cell);
    stated(whole, Stated::Alone).or_else(|| inside.iter().find_map(|part| stated(part, Stated::InBrackets)))
}

/// Where a statement of units stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stated {
    Alone,
    InBrackets,
}

fn stated(text: &str, place: Stated) -> Option<Heading> {
    const OPENINGS: [&str; 19] = [
        "in ",
        "amounts in ",
        "all amounts in ",
        "figures in ",
        "all figures in ",
        "values in ",
        "angaben in ",
        "beträge in ",
        "alle angaben in ",
        "alle beträge in ",
        "montants en ",
        "importes en ",
        "valores em ",
        "en ",
        "em ",
        "tous les montants en ",
        "chiffres en ",
        "cifras en ",
        "todos los importes en ",
    ];
    let lower = text.to_lowercase();
    let opening = OPENINGS.iter().find(|opening| lower.starts_with(**opening) && lower.len() == text.len());
    let (factor, currency) = match (labelled(text), opening) {
        _ if place == Stated::Alone && in_between(text).is_some() => in_between(text).unwrap_or_default(),
        (Some(unit), _) => amount(unit),
        (None, Some(opening)) => amount(text[opening.len()..].trim()),
        (None, None) => Some(amount(text)).filter(|(_, currency)| place == Stated::InBrackets && currency.is_some())?,
    };
    let said = factor.is_some() || currency.is_some();
    said.then(|| Heading { factor, currency, ..Heading::default() })
}

/// `USD in millions`: a currency, and what its amounts are in.
fn in_between(text: &str) -> Option<(Option<Scaling>, Option<String>)> {
    let (currency, magnitude) = text.split_once(" in ").or_else(|| text.split_once(" en "))?;
    let (nothing, currency) = amount(currency.trim());
    let (factor, other) = amount(magnitude.trim());
    (nothing.is_none() && currency.is_some() && factor.is_some() && other.is_none()).then_some((factor, currency))
}

/// What follows a word for a unit and a colon.
fn labelled(part: &str) -> Option<&str> {
    let (label, unit) = part.split_once([':', '：', '='])?;
    let label: String = label.trim().to_lowercase().chars().map(words::simplified).collect();
    LABELS.contains(&label.as_str()).then_some(unit.trim())
}

/// Whether Chinese characters stand in a text.
fn is_han(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4E00}'..='\u{9FFF}').contains(&letter))
}

impl Heading {
    /// With what another place says where this one says nothing.
    pub fn or(self, other: Self) -> Self {
        let own = self.factor.is_some() || self.currency.is_some();
        let (factor, currency) = if own { (self.factor, self.currency) } else { (other.factor, other.currency) };
        Self {
            unit: self.unit.or(other.unit),
            of_unit: if self.unit.is_some() { self.of_unit } else { other.of_unit },
            unclear: self.unclear.or(other.unclear),
            colons: self.colons.or(other.colons),
            factor,
            percent: self.percent || other.percent,
            currency,
            zone: self.zone.or(other.zone),
        }
    }

    fn take(&mut self, part: &str) {
        let part = part.strip_prefix("in ").unwrap_or(part).trim();
        let part = labelled(part).unwrap_or(part);
        let lower = part.to_lowercase();
        if self.colons.is_none() {
            self.colons = match lower.as_str() {
                "hh:mm" | "h:mm" => Some(Colons::HoursMinutes),
                "mm:ss" | "m:ss" => Some(Colons::MinutesSeconds),
                _ => None,
            };
        }
        if self.unit.is_none() && self.unclear.is_none() {
            match unit::of(part) {
                Some(unit::Said::Unit(unit, scale)) => (self.unit, self.of_unit) = (Some(unit), scale),
                Some(unit::Said::Unclear) => self.unclear = Some(part.to_owned()),
                None => {}
            }
        }
        self.percent |= part.ends_with(['%', '％']) && !part.contains(|letter: char| letter.is_ascii_digit());
        if self.factor.is_none() && self.currency.is_none() {
            (self.factor, self.currency) = amount(part);
        }
    }
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
            ("queueTimeMs", SpanUnit::Milliseconds),
            ("holdMinutes", SpanUnit::Minutes),
            ("queue.ms", SpanUnit::Milliseconds),
            ("queue-ms", SpanUnit::Milliseconds),
            ("queue:ms", SpanUnit::Milliseconds),
            ("hold_ms_total", SpanUnit::Milliseconds),
            ("ms on hold", SpanUnit::Milliseconds),
            ("Minutes on hold", SpanUnit::Minutes),
            ("Sekunden in der Schleife", SpanUnit::Seconds),
            ("通话秒数", SpanUnit::Seconds),
            ("排队小时数", SpanUnit::Hours),
            ("排队时长（单位：秒）", SpanUnit::Seconds),
        ] {
            assert_eq!(read(name).unit, Some(unit), "{name}");
        }
        for name in [
            "Wait",
            "Queue",
            "s",
            "Second reply",
            "Min wait",
            "得分数",
            "HTTPStatus",
            "Time to first agent email reply (HH:mm:ss)",
            "等待",
        ] {
            assert_eq!(read(name).unit, None, "{name}");
        }
        assert_eq!(read("Talk (mm:ss)").colons, Some(Colons::MinutesSeconds));
        assert_eq!(read("Hours worked (h:mm)").colons, Some(Colons::HoursMinutes));
    }

    #[test]
    fn a_place_adds_what_the_one_before_it_left_open() {
        let (nothing, dollars, thousands) =
            (Heading::default(), read("Amount (USD)"), Heading { currency: None, ..read("Cost (in thousands)") });
        for one in ["Amount (k€)", "Wait (1/100 s)", "Talk (mm:ss)", "SL (%)", "Created (UTC)", "Wait (15 min)"] {
            assert_eq!(read(one).or(nothing.clone()), read(one), "{one}");
            assert_eq!(nothing.clone().or(read(one)), read(one), "{one}");
        }
        // Factor and currency belong together: half of one place is not joined with half of another.
        assert_eq!(dollars.clone().or(thousands.clone()), dollars);
        assert_eq!(thousands.clone().or(dollars), thousands);
        assert_eq!(read("Age (weeks)").or(read("Wait (1/100 s)")), read("Age (weeks)"));
    }

    /// A wait is a length of time; its name says nothing of the unit.
    #[test]
    fn a_word_for_time_is_no_unit() {
        for name in ["待ち時間", "等待時間", "等待时间", "対応時間"] {
            assert_eq!(read(name).unit, None, "{name}");
        }
        for name in ["待ち時間（時間）", "待機時間数"] {
            assert_eq!(read(name).unit, Some(SpanUnit::Hours), "{name}");
        }
    }

    #[test]
    fn lines_above_a_table_say_what_its_amounts_are_in() {
        for (cell, units, currency) in [
            ("单位：万元", 10_000, Some("元")),
            ("（单位:千元）", 1_000, Some("元")),
            ("單位：新臺幣仟元", 1_000, Some("新台币")),
            ("金額單位：萬元", 10_000, Some("元")),
            ("金额单位：人民币万元", 10_000, Some("人民币")),
            ("Amounts in thousands", 1_000, None),
            ("Angaben in TEUR", 1_000, Some("EUR")),
            ("in Mio. EUR", 1_000_000, Some("EUR")),
            ("All figures in USD thousands", 1_000, Some("USD")),
            ("费用汇总（单位：万元）", 10_000, Some("元")),
            ("客服费用明细（万元）", 10_000, Some("元")),
            ("Service cost ($ in thousands)", 1_000, Some("$")),
            ("USD in millions", 1_000_000, Some("USD")),
            ("en k€", 1_000, Some("€")),
            ("(en miles de euros)", 1_000, Some("EUR")),
            ("Montants en milliers d'euros", 1_000, Some("EUR")),
            ("（単位：千円）", 1_000, Some("円")),
            ("単位：百万円", 1_000_000, Some("円")),
            ("(단위: 천원)", 1_000, Some("원")),
        ] {
            let heading = of_amounts(cell).unwrap_or_default();
            assert_eq!(heading.factor, Some(Scaling { units, decimals: 0 }), "{cell}");
            assert_eq!(heading.currency.as_deref(), currency, "{cell}");
        }
        assert_eq!(
            of_amounts("单位：元").map(|heading| (heading.factor, heading.currency)),
            Some((None, Some("元".into())))
        );
        for cell in [
            "单位：华东分公司",
            "Unit: Support",
            "in Berlin",
            "Report",
            "万元",
            "Amounts in detail",
            "en cours",
            "Berlin in millions",
            "Tickets in EUR",
        ] {
            assert_eq!(of_amounts(cell), None, "{cell}");
        }
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
            ("费用（单位：万元）", 10_000, 0, Some("元")),
            ("priceInCents", 1, 2, None),
            ("Amount (€ cents)", 1, 2, Some("€")),
            ("实收(角)", 1, 1, None),
            ("Amount (k)", 1_000, 0, None),
            ("Amount (USD) (k)", 1_000, 0, Some("USD")),
            ("fee_minor", 1, 2, None),
        ] {
            let heading = read(name);
            assert_eq!(heading.factor, Some(Scaling { units, decimals }), "{name}");
            assert_eq!(heading.currency.as_deref(), currency, "{name}");
        }
        for name in ["Amount", "Total M", "k", "金额", "金额（元）", "Amount (USD)"] {
            assert_eq!(read(name).factor, None, "{name}");
        }
        assert_eq!(read("Amount (USD)").currency.as_deref(), Some("USD"));
        assert_eq!(read("amount_usd").currency.as_deref(), Some("USD"));
        assert!(!read("Service level").percent);
        for name in ["Service level (%)", "服务水平（％）", "SL (SL%)", "占比（占比％）"] {
            assert!(read(name).percent, "{name}");
        }
    }
}
