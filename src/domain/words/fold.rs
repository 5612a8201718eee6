//! Spelling variants of one word made equal, and phrases cut into a word and its explanation.

use super::hant::simplified;

/// Without white space and invisible characters at both ends.
pub fn visible(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// The word as the lists know it: lower case, half width, simplified Chinese, without accents, spaces,
/// punctuation and invisible characters.
pub fn fold(text: &str) -> String {
    let folded = fold_as_written(text);
    if folded.is_ascii() { folded } else { folded.chars().map(simplified).collect() }
}

/// The same, with Chinese characters as they are.
pub(super) fn fold_as_written(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = half_width(letter);
        if letter.is_whitespace() || is_invisible(letter) || is_punctuation(letter) {
            continue;
        }
        letter.to_lowercase().for_each(|letter| plain(letter, &mut folded));
    }
    folded
}

/// Lower case, half width, simplified Chinese, without invisible characters and outer spaces; punctuation stays.
pub fn narrow(text: &str) -> String {
    let letters = visible(text).chars().map(half_width).filter(|letter| !is_invisible(*letter));
    letters.flat_map(char::to_lowercase).map(simplified).collect()
}

fn half_width(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{3000}' | '\u{A0}' => ' ',
        _ => letter,
    }
}

/// Whether a letter leaves no trace on paper.
pub fn is_invisible(letter: char) -> bool {
    let code = u32::from(letter);
    letter.is_control() || matches!(code, 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFE0F | 0xFEFF)
}

fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(u32::from(letter), 0xA1 | 0xAB | 0xB7 | 0xBB | 0xBF | 0x2010..=0x2027 | 0x2030..=0x205E)
        || matches!(u32::from(letter), 0x3001..=0x3003 | 0x3008..=0x3011 | 0x3014..=0x301F | 0x30FB | 0xFF5F..=0xFF65)
}

/// A letter without its accent; combining accents vanish.
fn plain(letter: char, folded: &mut String) {
    let base = match letter {
        '\u{300}'..='\u{36F}' => return,
        'ß' => return folded.push_str("ss"),
        'à'..='å' | 'ā' => 'a',
        'ç' => 'c',
        'è'..='ë' | 'ē' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ù'..='ü' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'μ' => 'µ',
        _ => letter,
    };
    folded.push(base);
}

/// Without the number that orders a list of choices: `3 - Closed`, `06.已关闭`.
pub(super) fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|letter: char| half_width(letter).is_ascii_digit());
    if rest.len() == text.len() {
        return text;
    }
    let rest = rest.trim_start_matches(|letter: char| is_punctuation(half_width(letter)) || letter.is_whitespace());
    if rest.is_empty() { text } else { rest }
}

/// Head and rest at the first mark that sets an explanation apart.
pub(super) fn at_mark(text: &str) -> Option<(&str, &str)> {
    let place = text.char_indices().skip(1).find(|(at, letter)| separates(text, *at, *letter));
    let (at, letter) = place?;
    Some((text[..at].trim_end(), &text[at + letter.len_utf8()..]))
}

/// Whether a mark sets apart what follows it; a hyphen or an underscore inside a word does not, and a
/// hyphen after other than Latin letters does.
fn separates(text: &str, at: usize, letter: char) -> bool {
    match half_width(letter) {
        '-' => {
            let before = text[..at].chars().next_back();
            before.is_some_and(|before| before.is_whitespace() || !(before.is_ascii() || before.is_lowercase()))
        }
        '_' => at > 0,
        '–' | '—' | '(' | '[' | ':' | ',' | ';' | '|' | '>' | '、' | '，' | '【' | '。' => true,
        _ => false,
    }
}

/// Head and rest at the first word after which a phrase only explains: `Closed by customer`.
pub(super) fn at_joint(text: &str, is_joint: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let mut from = 0;
    for word in text.split(' ') {
        if from > 0 && is_joint(&fold(word)) {
            return Some((text[..from].trim_end(), &text[from + word.len()..]));
        }
        from += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_no_trace_does_not_count() {
        assert_eq!(visible(" \u{FEFF}a b\u{200B}\u{A0}\t"), "a b");
        assert_eq!(fold("a b\u{200B}c-d·e、f（g）Ｈ\u{3000}"), "abcdefgh");
        assert_eq!(narrow("\u{FEFF}Ｎ／Ａ\u{200B}\u{3000}B\u{A0}c "), "n/a b c");
        for letter in ['\u{0}', '\u{AD}', '\u{200B}', '\u{202E}', '\u{FEFF}'] {
            assert!(is_invisible(letter), "{letter:?}");
        }
        assert!(!is_invisible(' ') && !is_invisible('a') && !is_invisible('中'));
    }

    #[test]
    fn letters_are_the_same_with_and_without_accents() {
        for (accented, plain) in [
            ("ÀÁÂÃÄÅĀ", "aaaaaaa"),
            ("Ç", "c"),
            ("ÈÉÊËĒ", "eeeee"),
            ("ÌÍÎÏ", "iiii"),
            ("Ñ", "n"),
            ("ÒÓÔÕÖØŌ", "ooooooo"),
            ("ÙÚÛÜŪ", "uuuuu"),
            ("Ýÿ", "yy"),
            ("Straße", "strasse"),
            ("e\u{301}", "e"),
            ("\u{3BC}s", "\u{B5}s"),
            ("已結案", "已结案"),
        ] {
            assert_eq!(fold(accented), plain);
        }
    }

    #[test]
    fn the_number_of_a_choice_is_left_out() {
        for (text, rest) in [
            ("3 - Closed", "Closed"),
            ("06.已关闭", "已关闭"),
            ("３）Open", "Open"),
            ("3Closed", "Closed"),
            ("Closed", "Closed"),
            (" Closed", " Closed"),
            ("7", "7"),
            ("7.", "7."),
        ] {
            assert_eq!(without_number(text), rest);
        }
    }

    #[test]
    fn marks_set_an_explanation_apart_and_hyphens_within_words_do_not() {
        for (text, parts) in [
            ("Closed: duplicate", Some(("Closed", " duplicate"))),
            ("已关闭（超时", Some(("已关闭", "超时"))),
            ("已关闭-超时", Some(("已关闭", "超时"))),
            ("Closed - late", Some(("Closed", " late"))),
            ("closed_late", Some(("closed", "late"))),
            ("(closed", None),
            ("_closed", None),
            ("On-hold", None),
            ("ON-HOLD", None),
            ("café-bar", None),
        ] {
            assert_eq!(at_mark(text), parts, "{text}");
        }
    }

    #[test]
    fn joints_set_an_explanation_apart() {
        let by = |word: &str| word == "by";
        assert_eq!(at_joint("Closed  by customer", by), Some(("Closed", " customer")));
        assert_eq!(at_joint("Not quite closed BY us by now", by), Some(("Not quite closed", " us by now")));
        assert_eq!(at_joint("by post", by), None, "before it stands nothing");
        assert_eq!(at_joint("standby mode", by), None);
    }
}
