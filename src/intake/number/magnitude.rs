//! Words of magnitude behind a number: `12.5万`, `3 k€`, `1,2 Mio.`; and sides of a ledger.

use crate::domain::words;

/// Words of magnitude with their powers of ten; longer ones before those that they end in.
const WORDS: [(&str, i32); 34] = [
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("千", 3),
    ("仟", 3),
    ("亿", 8),
    ("milliards", 9),
    ("milliarden", 9),
    ("billions", 9),
    ("billion", 9),
    ("Mrd.", 9),
    ("Mrd", 9),
    ("bn", 9),
    ("millions", 6),
    ("million", 6),
    ("millionen", 6),
    ("millones", 6),
    ("milhões", 6),
    ("Mio.", 6),
    ("Mio", 6),
    ("mio.", 6),
    ("mio", 6),
    ("mln", 6),
    ("mn", 6),
    ("thousand", 3),
    ("Tausend", 3),
    ("Tsd.", 3),
    ("Tsd", 3),
    ("tsd.", 3),
    ("tsd", 3),
    ("milliers", 3),
    ("K", 3),
    ("k", 3),
];

/// Letters that are words of magnitude beside a mark of currency only.
const BESIDE_CURRENCY: [(&str, i32); 3] = [("MM", 6), ("M", 6), ("T", 3)];

/// Sides of a ledger behind an amount.
const SIDES: [&str; 10] = ["CR", "DR", "Cr", "Dr", "Cr.", "Dr.", "S", "H", "借", "贷"];

/// The power of ten that a word behind a number says, and the number.
pub(super) fn of(text: &str, has_currency: bool) -> (i32, &str) {
    let beside = BESIDE_CURRENCY.iter().filter(|_| has_currency);
    let plain: String = text.chars().map(words::simplified).collect();
    let known = WORDS.iter().chain(beside).find_map(|(word, power)| Some((*power, behind_digits(&plain, word)?.len())));
    known.map_or((0, text), |(power, length)| (power, &text[..length]))
}

/// Whether a side of a ledger stands behind the number.
pub(super) fn has_side(text: &str) -> bool {
    SIDES.iter().any(|side| behind_digits(text, side).is_some())
}

/// What stands before a word, when that ends in a digit.
fn behind_digits<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let before = text.strip_suffix(word)?.trim_end();
    before.ends_with(|last: char| last.is_ascii_digit()).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_magnitude_stand_behind_digits() {
        for (text, found) in [
            ("12.5万", (4, "12.5")),
            ("3 百万", (6, "3")),
            ("3千万", (7, "3")),
            ("3.5萬", (4, "3.5")),
            ("2 千萬", (7, "2")),
            ("131,5 Tsd.", (3, "131,5")),
            ("1,2 Mio.", (6, "1,2")),
            ("1.2mn", (6, "1.2")),
            ("2.5k", (3, "2.5")),
            ("2.5M", (0, "2.5M")),
            ("2.5 T", (0, "2.5 T")),
            ("k", (0, "k")),
            ("12", (0, "12")),
        ] {
            assert_eq!(of(text, false), found, "{text}");
        }
        assert_eq!((of("2.5M", true), of("2.5MM", true), of("131 T", true)), ((6, "2.5"), (6, "2.5"), (3, "131")));
    }

    #[test]
    fn sides_of_a_ledger_are_told() {
        for text in ["131.000,50 S", "12.00CR", "12 Dr", "5借"] {
            assert!(has_side(text), "{text}");
        }
        for text in ["CR", "12", "USD", "12 kr"] {
            assert!(!has_side(text), "{text}");
        }
    }
}
