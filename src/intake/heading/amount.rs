//! Words of magnitude and currencies in names: `万元`, `k€`, `in thousands`, `milliers d'euros`.

use super::is_han;
use crate::config::Scaling;
use crate::domain::words;

/// Words of magnitude before or behind a currency, lower case, with their factors.
const MAGNITUDES: [(&str, i64); 55] = [
    ("亿", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
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
    ("milliards", 1_000_000_000),
    ("milliarden", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("mrd.", 1_000_000_000),
    ("mrd", 1_000_000_000),
    ("bn", 1_000_000_000),
    ("millones", 1_000_000),
    ("millón", 1_000_000),
    ("milhões", 1_000_000),
    ("milhoes", 1_000_000),
    ("milioni", 1_000_000),
    ("milliers", 1_000),
    ("millier", 1_000),
    ("miles", 1_000),
    ("mil", 1_000),
    ("milhares", 1_000),
    ("migliaia", 1_000),
    ("tausender", 1_000),
    ("th.", 1_000),
    ("lakhs", 100_000),
    ("lakh", 100_000),
    ("crores", 10_000_000),
    ("crore", 10_000_000),
    ("억", 100_000_000),
    ("백만", 1_000_000),
    ("만", 10_000),
    ("천", 1_000),
];

/// What joins a word of magnitude and a currency.
const JOINTS: [&str; 5] = [" of", " de", " d'", " d’", " di"];

/// Currencies written in full in names, in small letters.
const WRITTEN: [(&str, &str); 14] = [
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("us dollars", "USD"),
    ("dollars", "USD"),
    ("dólares", "USD"),
    ("pounds", "GBP"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("yen", "JPY"),
    ("francs", "CHF"),
    ("franken", "CHF"),
    ("pesos", "MXN"),
    ("reais", "BRL"),
    ("rupees", "INR"),
];

/// Hundredths of a unit of currency.
const HUNDREDTHS: [&str; 10] =
    ["分", "cent", "cents", "ct", "centimes", "pence", "p", "minor", "minor unit", "minor units"];

/// Codes of currencies in names.
const CODES: [&str; 16] =
    ["CNY", "RMB", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "CHF", "AUD", "CAD", "SGD", "INR", "KRW", "BRL", "MXN"];

/// Factor and currency of a part such as `万元`, `k€`, `USD`, `in thousands`, `Mio. EUR`.
pub(super) fn amount(part: &str) -> (Option<Scaling>, Option<String>) {
    let part = part.chars().map(words::simplified).collect::<String>();
    let part = part.as_str();
    let code = CODES.iter().find(|code| code.eq_ignore_ascii_case(part));
    let (currency, rest) = code.map_or_else(|| without_currency(part), |code| (Some((*code).to_owned()), ""));
    let rest = rest.trim();
    let rest = rest.strip_prefix("in ").unwrap_or(rest);
    match rest.to_lowercase().as_str() {
        "角" => return (Some(Scaling { units: 1, decimals: 1 }), currency),
        small if HUNDREDTHS.contains(&small) => return (Some(Scaling { units: 1, decimals: 2 }), currency),
        _ => {}
    }
    let by_name = currency.as_deref().is_some_and(|currency| currency.ends_with('币'));
    let rest = rest.strip_suffix('元').filter(|_| by_name).unwrap_or(rest);
    let rest = rest.trim().trim_start_matches(['×', 'x', '*']).trim().to_lowercase();
    let rest = JOINTS.iter().find_map(|joint| rest.strip_suffix(joint)).unwrap_or(&rest).trim().to_owned();
    let plain: String = rest.chars().filter(|letter| !matches!(letter, ',' | ' ')).collect();
    let word = MAGNITUDES.iter().find(|(word, _)| *word == rest).map(|(_, factor)| *factor);
    let number = plain.parse().ok().filter(|number| [1_000, 10_000, 1_000_000].contains(number));
    // A lone letter is a magnitude only beside a currency.
    let sure = currency.is_some() || rest.chars().count() > 1 || is_han(&rest);
    let factor = word.filter(|_| sure).or(number).map(|units| Scaling { units, decimals: 0 });
    (factor, currency.filter(|_| rest.is_empty() || factor.is_some()))
}

fn without_currency(part: &str) -> (Option<String>, &str) {
    const MARKS: [&str; 19] = [
        "R$",
        "₹",
        "₩",
        "원",
        "人民币",
        "新台币",
        "台币",
        "港币",
        "美元",
        "欧元",
        "港元",
        "日元",
        "元",
        "円",
        "€",
        "£",
        "¥",
        "￥",
        "$",
    ];
    for mark in CODES.iter().chain(&MARKS) {
        if let Some(rest) = part.strip_prefix(mark).or_else(|| part.strip_suffix(mark)) {
            return (Some((*mark).to_owned()), rest);
        }
    }
    let lower = part.to_lowercase();
    // Only behind a word of magnitude: `Euros` alone may be any word of a name.
    let written = WRITTEN.iter().filter(|_| lower.len() == part.len()).find_map(|(word, code)| {
        let rest = lower.strip_suffix(word).filter(|rest| rest.ends_with([' ', '\'', '’']))?;
        Some(((*code).to_owned(), &part[..rest.len()]))
    });
    match written {
        Some((code, rest)) => (Some(code), rest),
        None => (None, part),
    }
}

#[cfg(test)]
mod tests {
    use super::amount;
    use crate::config::Scaling;
    use crate::intake::heading::read;

    #[test]
    fn magnitudes_in_many_languages_are_found() {
        for (name, units, currency) in [
            ("Montant en milliers d'euros", 1_000, Some("EUR")),
            ("Montant (milliers d’€)", 1_000, Some("€")),
            ("Importe (miles de €)", 1_000, Some("€")),
            ("Importe en miles de euros", 1_000, Some("EUR")),
            ("Importe (millones de pesos)", 1_000_000, Some("MXN")),
            ("Valor (R$ mil)", 1_000, Some("R$")),
            ("Valor em milhões de reais", 1_000_000, Some("BRL")),
            ("Betrag (Mrd. €)", 1_000_000_000, Some("€")),
            ("Amount (thousands of dollars)", 1_000, Some("USD")),
            ("Amount in millions of euros", 1_000_000, Some("EUR")),
            ("Amount (INR lakhs)", 100_000, Some("INR")),
            ("Amount (₹ crore)", 10_000_000, Some("₹")),
            ("금액(백만원)", 1_000_000, Some("원")),
        ] {
            let heading = read(name);
            let units = Some(Scaling { units, decimals: 0 });
            assert_eq!((heading.factor, heading.currency.as_deref()), (units, currency), "{name}");
        }
    }

    #[test]
    fn a_currency_in_words_stands_behind_a_magnitude() {
        for part in ["euros", "two euros", "Neuros", "miles walked"] {
            assert_eq!(amount(part), (None, None), "{part}");
        }
    }
}
