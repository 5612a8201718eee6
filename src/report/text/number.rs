//! Rounding (half away from zero, 四舍五入), thousands commas and the minus sign −.

use rust_decimal::{Decimal, RoundingStrategy};

/// The minus sign of all printed numbers.
pub const MINUS: char = '−';

/// A number with fixed decimals, thousands commas and the minus sign `−`; zero never has a sign.
///
/// Rounds once, half away from zero, on the shortest decimal form of the value.
pub fn rounded(value: f64, decimals: u8) -> String {
    let plain = fixed(value, decimals);
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.as_str()),
    };
    let zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let grouped = group(digits);
    if negative && !zero { format!("{MINUS}{grouped}") } else { grouped }
}

/// The same with an explicit `+` before what is above zero after rounding.
pub fn signed(value: f64, decimals: u8) -> String {
    let text = rounded(value, decimals);
    let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.' | b','));
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

/// A count with thousands commas.
pub fn grouped(count: u64) -> String {
    group(&count.to_string())
}

fn fixed(value: f64, decimals: u8) -> String {
    let places = u32::from(decimals);
    match value.to_string().parse::<Decimal>() {
        Ok(decimal) => {
            let rounded = decimal.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
            format!("{rounded:.*}", usize::from(decimals))
        }
        Err(_) => format!("{value:.*}", usize::from(decimals)),
    }
}

fn group(digits: &str) -> String {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::with_capacity(digits.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_away_from_zero_on_the_printed_decimals() {
        for (value, decimals, text) in [
            (0.25, 1, "0.3"),
            (-0.25, 1, "−0.3"),
            (84.05, 1, "84.1"),
            (2.675, 2, "2.68"),
            (79.949_999, 1, "79.9"),
            (1_234_567.5, 0, "1,234,568"),
            (-0.04, 1, "0.0"),
            (999.95, 1, "1,000.0"),
            (12.0, 2, "12.00"),
        ] {
            assert_eq!(rounded(value, decimals), text, "{value}");
        }
    }

    #[test]
    fn signs_follow_the_rounded_value() {
        assert_eq!(signed(1.24, 1), "+1.2");
        assert_eq!(signed(-1.25, 1), "−1.3");
        assert_eq!(signed(0.04, 1), "0.0");
        assert_eq!(signed(-0.04, 1), "0.0");
        assert_eq!(grouped(4812), "4,812");
        assert_eq!(grouped(12), "12");
    }
}
