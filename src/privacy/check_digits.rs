//! Numbers that carry a check digit: by it a number of a person is told from any other of its length.

/// Weights of the first 17 digits of a Chinese identity number (GB 11643, ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Its check characters by remainder.
const CHECKS: &[u8; 11] = b"10X98765432";
/// What the letters of a Taiwan identity number stand for, from A.
const PLACES: [u32; 26] =
    [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];

/// A Chinese identity number: 18 characters with their check digit, or 15 of the old form; both with a province
/// and a day of birth that there are.
pub(super) fn is_chinese_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes.get(range).filter(|some| some.iter().all(u8::is_ascii_digit));
    match bytes.len() {
        18 => {
            let Some(first) = digits(0..17) else { return false };
            let sum: u32 = first.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
            is_born(&text[..2], &text[6..14]) && CHECKS[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
        }
        15 => digits(0..15).is_some() && is_born(&text[..2], &format!("19{}", &text[6..12])),
        _ => false,
    }
}

/// Whether a province and a day of birth (`19851231`) can be.
fn is_born(province: &str, day: &str) -> bool {
    let known = matches!(province, "71" | "81" | "82" | "83")
        || province
            .parse::<u8>()
            .is_ok_and(|number| matches!(number, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65));
    let date = chrono::NaiveDate::parse_from_str(day, "%Y%m%d");
    known && date.is_ok_and(|date| (1880..=2100).contains(&chrono::Datelike::year(&date)))
}

/// A Hong Kong identity number, such as `A123456(3)`.
pub(super) fn is_hong_kong_id(text: &str) -> bool {
    let plain: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    if !(8..=9).contains(&plain.len()) {
        return false;
    }
    let value = |c: char| c.to_digit(36);
    let first = if plain.len() == 8 { Some(36 * 9) } else { Some(0) };
    let body = plain[..plain.len() - 1].iter().rev().zip(2..).map(|(c, weight)| value(*c).map(|value| value * weight));
    let sum: Option<u32> = body.chain([first]).sum();
    sum.zip(value(plain[plain.len() - 1])).is_some_and(|(sum, check)| (sum + check) % 11 == 0)
}

/// A Taiwan identity number, such as `A123456789`.
pub(super) fn is_taiwan_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || !bytes[1..].iter().all(u8::is_ascii_digit) || !bytes[0].is_ascii_alphabetic() {
        return false;
    }
    let place = PLACES[usize::from(bytes[0].to_ascii_uppercase() - b'A')];
    let digit = |at: usize| u32::from(bytes[at] - b'0');
    let body: u32 = (1..9).map(|at| digit(at) * (9 - at as u32)).sum();
    (place / 10 + place % 10 * 9 + body + digit(9)).is_multiple_of(10)
}

/// The number of a payment card: 13 to 19 digits that begin as cards do, with the check digit of Luhn.
pub(super) fn is_card(digits: &str) -> bool {
    let begins = digits.starts_with(['3', '4', '5', '6']);
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| if at % 2 == 1 { doubled(u32::from(byte - b'0')) } else { u32::from(byte - b'0') })
        .sum();
    begins && (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

/// An account by IBAN (ISO 13616, MOD 97), spaces left out.
pub(super) fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !(15..=34).contains(&plain.len()) || !plain.is_ascii() {
        return false;
    }
    let turned = plain[4..].chars().chain(plain[..4].chars());
    let rest = turned.filter_map(|c| c.to_digit(36)).fold(0_u32, |rest, value| {
        let factor = if value > 9 { 100 } else { 10 };
        (rest * factor + value) % 97
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of GB 11643-1999, annex, and of the offices' own pages.
    #[test]
    fn identity_numbers_are_told_by_their_check_digit() {
        assert!(is_chinese_id("11010519491231002X") && is_chinese_id("440524188001010014"));
        assert!(!is_chinese_id("110105194912310021") && !is_chinese_id("440524188001010015"));
        assert!(is_chinese_id("110105491231002") && !is_chinese_id("110105491331002"), "the old form");
        assert!(!is_chinese_id("202607011234567890"), "an order number begins with no province");
        assert!(is_hong_kong_id("A123456(3)") && !is_hong_kong_id("A123456(4)") && is_hong_kong_id("AB987654(3)"));
        assert!(is_taiwan_id("A123456789") && !is_taiwan_id("A123456788"));
    }

    /// Test numbers that the card companies publish; the IBAN of ISO 13616.
    #[test]
    fn cards_and_accounts_are_told_by_their_check_digit() {
        for card in ["4111111111111111", "5555555555554444", "378282246310005", "6200000000000005"] {
            assert!(is_card(card), "{card}");
        }
        assert!(!is_card("4111111111111112") && !is_card("2026070112345678"));
        assert!(is_iban("GB82 WEST 1234 5698 7654 32") && is_iban("DE89370400440532013000"));
        assert!(!is_iban("DE89370400440532013001"));
    }
}
