//! Marks and codes of currencies around an amount.

/// Signs and words of currencies with the codes that they may stand for; longer ones first.
const MARKS: [(&str, &[&str]); 25] = [
    ("人民币", &["CNY"]),
    ("港元", &["HKD"]),
    ("美元", &["USD"]),
    ("欧元", &["EUR"]),
    ("RMB", &["CNY"]),
    ("HK$", &["HKD"]),
    ("NT$", &["TWD"]),
    ("US$", &["USD"]),
    ("R$", &["BRL"]),
    ("¥", &["CNY", "JPY"]),
    ("￥", &["CNY", "JPY"]),
    ("元", &["CNY", "HKD", "TWD", "MOP"]),
    ("圆", &["CNY"]),
    ("円", &["JPY"]),
    ("$", &["USD", "AUD", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD"]),
    ("＄", &["USD", "AUD", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD"]),
    ("€", &["EUR"]),
    ("£", &["GBP"]),
    ("₩", &["KRW"]),
    ("₹", &["INR"]),
    ("₽", &["RUB"]),
    ("₺", &["TRY"]),
    ("zł", &["PLN"]),
    ("kr", &["DKK", "NOK", "SEK", "ISK"]),
    ("Fr.", &["CHF"]),
];

const CODES: [&str; 36] = [
    "CNY", "CNH", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "MOP", "KRW", "SGD", "MYR", "THB", "VND", "IDR", "PHP",
    "INR", "AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "TRY", "BRL", "MXN", "ZAR",
    "AED", "SAR", "ILS", "KWD",
];

/// The currencies that the mark of an amount may stand for; `None` without a mark.
pub fn marked_currencies(text: &str) -> Option<&'static [&'static str]> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_alphabetic() || byte == b'$') {
        return None;
    }
    let code = CODES.iter().find(|code| text.contains(**code)).map(std::slice::from_ref);
    code.or_else(|| MARKS.iter().find(|(mark, _)| text.contains(mark)).map(|(_, codes)| *codes))
}

/// The mark or code of a currency that stands in a text.
pub fn currency_mark(text: &str) -> Option<&'static str> {
    let mut marks = CODES.into_iter().chain(MARKS.iter().map(|(mark, _)| *mark));
    marks.find(|mark| text.contains(mark))
}

/// Whether a mark or code of a currency stands at an end of an amount.
pub(super) fn is_marked(text: &str) -> bool {
    let bare = text.trim().trim_matches(['-', '+', '(', ')']).trim();
    without_mark(bare).len() < bare.len()
}

/// Whether the amount is negative, and what stands between signs and marks of currency; `None` with two signs.
pub(super) fn unsigned(text: &str) -> Option<(bool, &str)> {
    let (mut rest, mut signs, mut negative) = (text.trim(), 0, false);
    loop {
        let shorter = without_mark(rest);
        let signed = shorter.strip_prefix(['-', '+']).or_else(|| shorter.strip_suffix('-'));
        if let Some(inner) = signed {
            signs += 1;
            negative = shorter.starts_with('-') || shorter.ends_with('-');
            rest = inner.trim();
        } else if shorter.len() == rest.len() {
            return (signs <= 1).then_some((negative, rest));
        } else {
            rest = shorter;
        }
    }
}

fn without_mark(text: &str) -> &str {
    let marks = MARKS.iter().map(|(mark, _)| *mark).chain(CODES);
    for mark in marks {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            return rest.trim();
        }
    }
    text
}
