//! Numbers, money and truth values as people write them.
//!
//! Accepts thousands commas, currency signs and full-width digits. Never rounds money, and never
//! reads a percent sign as part of a number.

/// Why a cell is not such a value, in plain English.
pub type Refusal = &'static str;

const NOT_A_NUMBER: Refusal = "not a number";
const NOT_WHOLE: Refusal = "not a whole number";
const PERCENT: Refusal = "a percent sign is not accepted: write the number alone and say its scale in the mapping";
const COMMAS: Refusal = "the commas are not thousands separators; write 1234.5 or 1,234.5";
const MYRIADS: Refusal = "万 and 亿 are not accepted: write the number in full, such as 120000 for 12万";
const EXPONENT: Refusal = "not an amount: format the column without exponents and save it again";
const TOO_FINE: Refusal = "money with more than 4 decimals";
const TOO_LARGE: Refusal = "too large";

/// Money is kept in units of 1/10,000.
pub const MONEY_SCALE: i128 = 10_000;

const MONEY_LIMIT: i128 = 10_i128.pow(20);

/// Reads a floating-point number; never infinite.
pub fn number(text: &str) -> Result<f64, Refusal> {
    if is_plain(text) {
        return finite(text);
    }
    finite(&normalise(text)?)
}

/// Reads a whole number; `3.0` is one.
pub fn integer(text: &str) -> Result<i64, Refusal> {
    if let Ok(value) = text.parse() {
        return Ok(value);
    }
    let plain = if is_plain(text) { text.to_owned() } else { normalise(text)? };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if !fraction.bytes().all(|byte| byte == b'0') {
        return Err(if finite(&plain).is_ok() { NOT_WHOLE } else { NOT_A_NUMBER });
    }
    whole.parse().map_err(|_| NOT_WHOLE)
}

/// Reads money in units of 1/10,000, exactly.
pub fn money(text: &str) -> Result<i128, Refusal> {
    if is_plain(text) {
        return exact(text);
    }
    exact(&normalise(text)?)
}

/// The currencies that the mark of an amount may stand for; `None` without a mark.
pub fn marked_currencies(text: &str) -> Option<&'static [&'static str]> {
    const MARKS: [(&str, &[&str]); 10] = [
        ("¥", &["CNY", "JPY"]),
        ("￥", &["CNY", "JPY"]),
        ("元", &["CNY", "HKD", "TWD", "MOP"]),
        ("CNY", &["CNY"]),
        ("RMB", &["CNY"]),
        ("$", &["USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"]),
        ("＄", &["USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"]),
        ("€", &["EUR"]),
        ("£", &["GBP"]),
        ("USD", &["USD"]),
    ];
    MARKS.iter().find(|(mark, _)| text.contains(mark)).map(|(_, codes)| *codes)
}

/// Money from a floating-point cell of a workbook: the decimal that the cell shows at 15 digits.
pub fn money_of_float(value: f64) -> Result<i128, Refusal> {
    let scaled = value * 10_000.0;
    let nearest = scaled.round();
    if !nearest.is_finite() || nearest.abs() >= MONEY_LIMIT as f64 {
        return Err(TOO_LARGE);
    }
    if (scaled - nearest).abs() > 1e-4_f64.max(nearest.abs() * 1e-14) {
        return Err(TOO_FINE);
    }
    Ok(nearest as i128)
}

/// Reads true/false, yes/no, y/n, t/f, 1/0, 是/否.
pub fn boolean(text: &str) -> Result<bool, Refusal> {
    const YES: [&str; 6] = ["true", "1", "yes", "y", "t", "是"];
    const NO: [&str; 6] = ["false", "0", "no", "n", "f", "否"];
    if YES.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(true);
    }
    if NO.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(false);
    }
    Err("not true or false (true/false, yes/no, 1/0, 是/否)")
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'))
}

fn finite(text: &str) -> Result<f64, Refusal> {
    let value: f64 = text.parse().map_err(|_| NOT_A_NUMBER)?;
    if value.is_finite() { Ok(value) } else { Err(TOO_LARGE) }
}

fn exact(text: &str) -> Result<i128, Refusal> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.len() + fraction.len() == 0 {
        return Err(if finite(text).is_ok() { EXPONENT } else { NOT_A_NUMBER });
    }
    let fraction = fraction.trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    if fraction.len() > 4 {
        return Err(TOO_FINE);
    }
    if whole.len() > 16 {
        return Err(TOO_LARGE);
    }
    let fold =
        |value: i128, digits: &str| digits.bytes().fold(value, |value, byte| value * 10 + i128::from(byte - b'0'));
    let scaled = fold(fold(0, whole), fraction) * 10_i128.pow(4 - fraction.len() as u32);
    Ok(if negative { -scaled } else { scaled })
}

/// Digits, sign, point and exponent only: signs of currency, thousands commas, full-width forms
/// and accounting parentheses resolved.
fn normalise(text: &str) -> Result<String, Refusal> {
    let narrow: String = text.chars().map(narrow).filter(|char| !char.is_whitespace()).collect();
    if narrow.contains('%') || narrow.contains('‰') {
        return Err(PERCENT);
    }
    if narrow.contains(['万', '亿', '萬', '億']) {
        return Err(MYRIADS);
    }
    let (negative, body) = match narrow.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => ("-", inner),
        None => ("", narrow.as_str()),
    };
    let (negative, body) = match body.strip_prefix('-') {
        Some(rest) if negative.is_empty() => ("-", rest),
        _ => (negative, body),
    };
    let body = body.strip_prefix(['¥', '$', '€', '£']).unwrap_or(body);
    let body = body.strip_prefix("CNY").or_else(|| body.strip_prefix("RMB")).unwrap_or(body);
    let body = body.strip_suffix('元').unwrap_or(body);
    let (negative, body) = match body.strip_prefix('-') {
        Some(rest) if negative.is_empty() => ("-", rest),
        _ => (negative, body),
    };
    let body = without_commas(body)?;
    if body.is_empty() || !is_plain(&body) {
        return Err(NOT_A_NUMBER);
    }
    Ok(format!("{negative}{body}"))
}

fn narrow(char: char) -> char {
    match char {
        '０'..='９' | '．' | '，' | '－' | '＋' | '（' | '）' | '％' | '＄' => {
            char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char)
        }
        '￥' => '¥',
        '−' | '–' => '-',
        _ => char,
    }
}

fn without_commas(body: &str) -> Result<String, Refusal> {
    if !body.contains(',') {
        return Ok(body.to_owned());
    }
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut groups = whole.split(',');
    let head = groups.next().unwrap_or_default();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(head)
        || head.len() > 3
        || !groups.all(|group| group.len() == 3 && digits(group))
        || fraction.contains(',')
    {
        let numeric = body.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
        return Err(if numeric { COMMAS } else { NOT_A_NUMBER });
    }
    Ok(body.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_numbers_as_people_write_them() {
        for (text, value) in [
            ("12", 12.0),
            ("-1.5", -1.5),
            ("1,234.5", 1234.5),
            ("１２．５", 12.5),
            ("¥1,000", 1000.0),
            ("￥ 12.30 元", 12.3),
            ("−3", -3.0),
            ("1e3", 1000.0),
            ("$-5", -5.0),
            ("(5)", -5.0),
            (".5", 0.5),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        for (text, reason) in [
            ("84%", PERCENT),
            ("８４％", PERCENT),
            ("abc", NOT_A_NUMBER),
            ("1,23", COMMAS),
            ("1234,567", COMMAS),
            ("(-5)", NOT_A_NUMBER),
            ("(5", NOT_A_NUMBER),
            ("12‰", PERCENT),
            ("1.234,5", COMMAS),
            ("nan", NOT_A_NUMBER),
            ("inf", NOT_A_NUMBER),
            ("1e999", TOO_LARGE),
            ("--1", NOT_A_NUMBER),
            ("-", NOT_A_NUMBER),
            ("1.2.3", NOT_A_NUMBER),
        ] {
            assert_eq!(number(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn marks_of_currency_are_told_apart() {
        let may = |text: &str, code: &str| marked_currencies(text).is_none_or(|codes| codes.contains(&code));
        for text in ["100", "¥100", "￥ 1,000", "12 元", "CNY 5", "RMB5"] {
            assert!(may(text, "CNY"), "{text}");
        }
        for text in ["$100", "€5", "£3", "USD 7"] {
            assert!(!may(text, "CNY"), "{text}");
        }
        assert!(may("$100", "USD") && !may("¥100", "USD") && may("¥100", "JPY"));
    }

    #[test]
    fn keeps_money_exact() {
        assert_eq!(money("0.1"), Ok(1_000));
        assert_eq!(money("-1,234,567.8901"), Ok(-12_345_678_901));
        assert_eq!(money("(12.50)"), Ok(-125_000));
        assert_eq!(money("1.23450"), Ok(12_345), "a trailing zero is no fifth decimal");
        assert_eq!(money("1.23451"), Err(TOO_FINE));
        assert_eq!(money("1234567890123456"), Ok(12_345_678_901_234_560_000));
        assert_eq!(money("12345678901234567"), Err(TOO_LARGE));
        assert_eq!(money("."), Err(NOT_A_NUMBER));
        assert_eq!(money("1e3"), Err(EXPONENT));
        assert_eq!(money("1e3x"), Err(NOT_A_NUMBER));
        assert_eq!(money("12万元"), Err(MYRIADS));
        assert_eq!(money_of_float(0.1 + 0.2), Ok(3_000));
        assert_eq!(money_of_float(1.00005), Err(TOO_FINE));
        assert_eq!(money_of_float(1.00003), Err(TOO_FINE), "nothing is rounded away");
    }

    #[test]
    fn reads_whole_numbers_and_truth() {
        assert_eq!(integer("3.0"), Ok(3));
        assert_eq!(integer("1,000"), Ok(1000));
        assert_eq!(integer("3.5"), Err(NOT_WHOLE));
        assert_eq!(integer("x"), Err(NOT_A_NUMBER));
        for word in ["true", "TRUE", "Yes", "y", "1", "是"] {
            assert_eq!(boolean(word), Ok(true), "{word}");
        }
        assert_eq!(boolean("否"), Ok(false));
        assert!(boolean("maybe").is_err());
    }

    proptest! {
        #[test]
        fn money_round_trips(units in -99_999_999_999_999_i64..99_999_999_999_999) {
            let sign = if units < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:04}", units.unsigned_abs() / 10_000, units.unsigned_abs() % 10_000);
            prop_assert_eq!(money(&text), Ok(i128::from(units)));
        }

        #[test]
        fn never_panics(text in "\\PC{0,12}") {
            let _ = (number(&text), integer(&text), money(&text), boolean(&text));
        }
    }
}
