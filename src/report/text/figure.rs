//! How the figures of one metric are printed: unit, decimals and scale, the same all through.

mod differences;

use super::number::{MINUS, rounded, signed};
use super::words::Words;
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::{Currency, Locale, Side, Unit};

/// Prints the values of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    scale: Scale,
    decimals: u8,
}

#[derive(Clone, Debug, PartialEq)]
enum Scale {
    Percent,
    PercentagePoints,
    Hours,
    Minutes,
    Seconds,
    Days,
    Score,
    Points,
    Count,
    Money(Currency, MoneyScale),
    PerHundred(RateBase),
    PerTenThousand,
    PerMillion,
    Ratio,
}

/// Hours below which minutes get a decimal: ten minutes.
const FEW_MINUTES: f64 = 1.0 / 6.0;

/// Whether amounts are printed in units or, where a language has the word, in ten thousands (万元). Others
/// print whole amounts of the same precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyScale {
    /// 元, two decimals.
    Units,
    /// 万元, two decimals.
    TenThousands,
}

/// What a rate per hundred refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateBase {
    /// Active customers.
    Customers,
    /// Contacts or tickets.
    Contacts,
    /// Orders.
    Orders,
    /// Machines or devices in use.
    Units,
    /// Something else.
    Other,
}

impl Figure {
    /// The figure of a metric. `largest` is the largest magnitude printed anywhere in the report: it
    /// decides between hours and minutes and between 元 and 万元, once for all its places.
    pub fn of(definition: &Definition, currency: &Currency, largest: f64) -> Self {
        let (scale, decimals) = match definition.unit {
            Unit::Percent => (Scale::Percent, 1),
            Unit::PercentagePoints => (Scale::PercentagePoints, 1),
            Unit::Hours if largest < FEW_MINUTES => (Scale::Minutes, 1),
            Unit::Hours if largest < 1.0 => (Scale::Minutes, 0),
            Unit::Hours => (Scale::Hours, 1),
            Unit::Seconds => (Scale::Seconds, 1),
            Unit::Days => (Scale::Days, 1),
            Unit::Score => (Scale::Score, 1),
            Unit::NpsPoints => (Scale::Points, 1),
            Unit::Count => (Scale::Count, 0),
            Unit::Money => return Self::money(currency, largest).with_decimals(definition.decimals),
            Unit::PerHundred => (Scale::PerHundred(rate_base(definition)), 2),
            Unit::PerTenThousand => (Scale::PerTenThousand, 2),
            Unit::PerMillion => (Scale::PerMillion, 1),
            Unit::Ratio => (Scale::Ratio, 2),
        };
        let figure = Self { scale, decimals };
        if figure.scale == Scale::Minutes { figure } else { figure.with_decimals(definition.decimals) }
    }

    /// Amounts of money whose largest magnitude is given.
    pub fn money(currency: &Currency, largest: f64) -> Self {
        let scale = if largest.abs() >= 100_000.0 { MoneyScale::TenThousands } else { MoneyScale::Units };
        Self { scale: Scale::Money(currency.clone(), scale), decimals: 2 }
    }

    /// The same amounts without decimals, where the last ones would claim more than is known.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { decimals: 0, ..self }
    }

    /// The same amounts with one decimal.
    #[must_use]
    pub fn to_tenths(self) -> Self {
        Self { decimals: 1, ..self }
    }

    /// Percentages that belong to no metric.
    pub fn percent() -> Self {
        Self { scale: Scale::Percent, decimals: 1 }
    }

    /// Pure ratios.
    pub fn ratio() -> Self {
        Self { scale: Scale::Ratio, decimals: 2 }
    }

    /// The value with its unit: `84.0%`, `2.4 小时`, `CNY 1,235,000`.
    pub fn value(&self, value: f64, words: &Words) -> String {
        self.in_unit(&self.number(value, words.locale), words)
    }

    /// A value beside words that say the unit, such as a metric's name: rates lose theirs.
    pub fn value_beside(&self, value: f64, words: &Words) -> String {
        if self.is_rate() { self.number(value, words.locale) } else { self.value(value, words) }
    }

    /// A difference beside a value that says the unit: rates lose theirs.
    pub fn change_beside(&self, change: f64, words: &Words) -> String {
        if self.is_rate() { self.signed_number(change, words.locale) } else { self.change(change, words) }
    }

    /// The size of a difference beside a value that says the unit: rates lose theirs.
    pub fn size_beside(&self, change: f64, words: &Words) -> String {
        if self.is_rate() { self.number(change.abs(), words.locale) } else { self.size(change, words) }
    }

    /// An interval beside a value that says the unit: rates lose theirs.
    pub fn range_beside(&self, low: f64, high: f64, words: &Words) -> String {
        if self.is_rate() {
            return Self { scale: Scale::Ratio, decimals: self.decimals }.range(low, high, words);
        }
        self.range(low, high, words)
    }

    fn is_rate(&self) -> bool {
        matches!(self.scale, Scale::PerHundred(_) | Scale::PerTenThousand | Scale::PerMillion)
    }

    /// The value and its unit apart, for headline figures.
    pub fn apart(&self, value: f64, words: &Words) -> (String, String) {
        (self.number(value, words.locale), self.unit(words))
    }

    /// An interval: `2.3–2.5 小时`, `78.9%–80.8%`, `−4.2 至 3.1 分`, `CNY −80 to 66`.
    pub fn range(&self, low: f64, high: f64, words: &Words) -> String {
        let (low, high) = (self.number(low, words.locale), self.number(high, words.locale));
        let suffix = if self.scale == Scale::Percent { "%" } else { "" };
        let multiple = self.large(words.locale).map(|word| format!(" {word}")).unwrap_or_default();
        let (low, high) = (format!("{low}{suffix}{multiple}"), format!("{high}{suffix}"));
        let both = match low.starts_with(MINUS) || high.starts_with(MINUS) {
            true => {
                let both = words.with("range-signed", &[("low", &low), ("high", &high)]);
                // `−8 万至 66 万元`: no space between two characters.
                self.large(words.locale)
                    .map_or_else(|| both.clone(), |word| both.replacen(&format!("{word} "), word, 1))
            }
            false => format!("{low}–{high}"),
        };
        if self.scale == Scale::Percent { both } else { self.several_in_unit(&both, words) }
    }

    /// Values that follow each other, the unit once: `0.54 → 0.58 → 1.22 件/百户`; percentages keep their signs.
    /// Up to two decimals more where neighbours that differ would print alike.
    pub fn series(&self, values: &[f64], words: &Words) -> String {
        let suffix = if self.scale == Scale::Percent { "%" } else { "" };
        let alike = |figure: &Self| values.windows(2).any(|pair| figure.prints_alike(pair[0], pair[1]));
        let finer = (0..=2).map(|more| Self { decimals: self.decimals + more, ..self.clone() });
        let figure = finer.into_iter().find(|figure| !alike(figure)).unwrap_or_else(|| self.clone());
        let told: Vec<String> =
            values.iter().map(|value| format!("{}{suffix}", figure.number(*value, words.locale))).collect();
        let told = told.join(" → ");
        if self.scale == Scale::Percent { told } else { self.several_in_unit(&told, words) }
    }

    /// The same figure with the fewest decimals that print each tick of an axis exactly, at most two more
    /// than the metric's own.
    #[must_use]
    pub fn for_ticks(&self, ticks: &[f64]) -> Self {
        let plotted = |value: f64| match &self.scale {
            Scale::Minutes => value * 60.0,
            Scale::Money(_, MoneyScale::TenThousands) => value / 10_000.0,
            _ => value,
        };
        let exact = |decimals: u8| {
            let unit = 10_f64.powi(i32::from(decimals));
            ticks.iter().all(|tick| (plotted(*tick) * unit - (plotted(*tick) * unit).round()).abs() < 1e-6)
        };
        let decimals = (0..self.decimals + 2).find(|decimals| exact(*decimals)).unwrap_or(self.decimals + 2);
        Self { decimals, ..self.clone() }
    }

    /// The word for ten thousand where the amounts are printed in it; the first end of a range says it too, so
    /// that it is not read as 元: `3 万–8 万元` (GB/T 15835).
    fn large(&self, locale: Locale) -> Option<&'static str> {
        let large = matches!(self.scale, Scale::Money(_, MoneyScale::TenThousands));
        locale.data().money.ten_thousand.as_deref().filter(|_| large)
    }

    /// A difference: `+1.2 个百分点`, `−0.6 小时`.
    pub fn change(&self, change: f64, words: &Words) -> String {
        let number = self.signed_number(change, words.locale);
        if self.scale == Scale::Percent {
            words.with("change-percent", &[("n", &number)])
        } else {
            self.in_unit(&number, words)
        }
    }

    /// The size of a difference without its sign: `1.2 个百分点`, for 提高 … / 下降 ….
    pub fn size(&self, change: f64, words: &Words) -> String {
        let number = self.number(change.abs(), words.locale);
        if self.scale == Scale::Percent {
            words.with("change-percent", &[("n", &number)])
        } else {
            self.in_unit(&number, words)
        }
    }

    /// An interval of differences: `+2.2 至 +17.7 个百分点`.
    pub fn change_range(&self, low: f64, high: f64, words: &Words) -> String {
        let (low, high) = (self.signed_number(low, words.locale), self.signed_number(high, words.locale));
        let both = words.with("range-signed", &[("low", &low), ("high", &high)]);
        if self.scale == Scale::Percent {
            words.with("change-percent", &[("n", &both)])
        } else {
            self.in_unit(&both, words)
        }
    }

    /// The unit in words, for axes and notes.
    pub fn unit(&self, words: &Words) -> String {
        match &self.scale {
            Scale::Money(currency, _) => self.money_unit(currency, words.locale),
            Scale::PerHundred(base) => words.say(per_hundred_unit(*base)),
            scale => words.say(unit_id(scale)),
        }
    }

    /// A value as plotted and as printed, for charts.
    pub fn labelled(&self, value: f64, words: &Words) -> crate::report::model::Labelled {
        crate::report::model::Labelled { value, label: self.value(value, words) }
    }

    /// Whether two values print alike.
    pub fn prints_alike(&self, one: f64, other: f64) -> bool {
        let print = |value: f64| match self.scale {
            Scale::Minutes => rounded(value * 60.0, self.decimals),
            Scale::Money(_, MoneyScale::TenThousands) => rounded(value / 10_000.0, self.decimals),
            _ => rounded(value, self.decimals),
        };
        print(one) == print(other)
    }

    fn with_decimals(mut self, decimals: Option<u8>) -> Self {
        self.decimals = decimals.unwrap_or(self.decimals);
        self
    }

    fn number(&self, value: f64, locale: Locale) -> String {
        self.scaled(value, locale, rounded)
    }

    fn signed_number(&self, value: f64, locale: Locale) -> String {
        self.scaled(value, locale, signed)
    }

    fn scaled(&self, value: f64, locale: Locale, print: fn(f64, u8) -> String) -> String {
        match &self.scale {
            Scale::Minutes => print(value * 60.0, self.decimals),
            Scale::Money(_, MoneyScale::TenThousands) if self.large(locale).is_some() => {
                print(value / 10_000.0, self.decimals)
            }
            Scale::Money(_, MoneyScale::TenThousands) => {
                print(to_precision(value / 10_000.0, self.decimals) * 10_000.0, 0)
            }
            _ => print(value, self.decimals),
        }
    }

    /// Numbers that share one unit: each keeps its own sign, `CNY −80,000 to 660,000`.
    fn several_in_unit(&self, numbers: &str, words: &Words) -> String {
        match (&self.scale, words.locale.data().money.currency) {
            (Scale::Money(currency, _), Side::Before) => {
                format!("{} {numbers}", self.money_unit(currency, words.locale))
            }
            _ => self.in_unit(numbers, words),
        }
    }

    fn in_unit(&self, number: &str, words: &Words) -> String {
        match &self.scale {
            Scale::Ratio => number.to_owned(),
            Scale::Money(currency, _) => {
                let unit = self.money_unit(currency, words.locale);
                match (words.locale.data().money.currency, number.strip_prefix(['+', MINUS])) {
                    (Side::After, _) => format!("{number} {unit}"),
                    (Side::Before, Some(rest)) => format!("{}{unit} {rest}", &number[..number.len() - rest.len()]),
                    (Side::Before, None) => format!("{unit} {number}"),
                }
            }
            Scale::PerHundred(base) => words.with(per_hundred_value(*base), &[("n", number)]),
            scale => words.with(&unit_id(scale).replacen("unit", "value", 1), &[("n", number)]),
        }
    }

    /// The currency's name, after the word for ten thousand where the amounts are printed in it.
    fn money_unit(&self, currency: &Currency, locale: Locale) -> String {
        let name = locale.data().money.names.get(currency.code()).map_or(currency.code(), String::as_str);
        format!("{}{name}", self.large(locale).unwrap_or_default())
    }
}

/// The value as it stands after rounding, so that both languages print the same amount.
fn to_precision(value: f64, decimals: u8) -> f64 {
    rounded(value, decimals).replace(',', "").replace(MINUS, "-").parse().unwrap_or(value)
}

fn unit_id(scale: &Scale) -> &'static str {
    match scale {
        Scale::Percent => "unit-percent",
        Scale::PercentagePoints => "unit-percentage-points",
        Scale::Hours => "unit-hours",
        Scale::Minutes => "unit-minutes",
        Scale::Seconds => "unit-seconds",
        Scale::PerTenThousand => "unit-per-ten-thousand",
        Scale::PerMillion => "unit-per-million",
        Scale::Days => "unit-days",
        Scale::Score => "unit-score",
        Scale::Points => "unit-points",
        Scale::Count => "unit-count",
        Scale::Ratio | Scale::Money(..) | Scale::PerHundred(_) => "unit-ratio",
    }
}

fn per_hundred_unit(base: RateBase) -> &'static str {
    match base {
        RateBase::Customers => "unit-per-hundred-customers",
        RateBase::Contacts => "unit-per-hundred-contacts",
        RateBase::Orders => "unit-per-hundred-orders",
        RateBase::Units => "unit-per-hundred-units",
        RateBase::Other => "unit-per-hundred",
    }
}

fn per_hundred_value(base: RateBase) -> &'static str {
    match base {
        RateBase::Customers => "value-per-hundred-customers",
        RateBase::Contacts => "value-per-hundred-contacts",
        RateBase::Orders => "value-per-hundred-orders",
        RateBase::Units => "value-per-hundred-units",
        RateBase::Other => "value-per-hundred",
    }
}

fn rate_base(definition: &Definition) -> RateBase {
    let base = match definition.kind {
        Kind::Rate => definition.base.as_deref().unwrap_or_default(),
        _ => "",
    };
    if base.contains("customer") {
        RateBase::Customers
    } else if base.contains("contact") || base.contains("ticket") {
        RateBase::Contacts
    } else if base.contains("order") {
        RateBase::Orders
    } else if base.contains("units") {
        RateBase::Units
    } else {
        RateBase::Other
    }
}
