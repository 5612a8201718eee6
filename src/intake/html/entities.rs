//! Characters that are written by name.

use crate::intake::xml::entity;
use memchr::memchr;

/// The longest name that is looked for.
const LONGEST: usize = 12;

/// Names of the characters from U+00A0 to U+00FF.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
    "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
    "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
    "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve",
    "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
    "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc",
    "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Further names that exports use.
const OTHERS: [(&str, char); 24] = [
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("hellip", '…'),
    ("bull", '•'),
    ("euro", '€'),
    ("trade", '™'),
    ("permil", '‰'),
    ("minus", '−'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("thinsp", '\u{2009}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
];

/// Appends text with its entities resolved; line breaks of the page become blanks.
pub fn push(raw: &str, text: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        push_plain(&rest[..at], text);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((named(&rest[1..end])?, end + 1))) {
            Some((letter, length)) => {
                text.push(letter);
                rest = &rest[length..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    push_plain(rest, text);
}

fn push_plain(plain: &str, text: &mut String) {
    text.extend(plain.chars().map(|letter| if matches!(letter, '\n' | '\r') { ' ' } else { letter }));
}

fn named(name: &str) -> Option<char> {
    let latin = || Some(char::from(0xA0 + u8::try_from(LATIN.iter().position(|known| *known == name)?).ok()?));
    let other = || OTHERS.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
    // Numbers from 128 to 159 mean what they mean in Windows-1252.
    let number = |letter: char| match u8::try_from(letter) {
        Ok(byte @ 0x80..=0x9F) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        _ => Some(letter),
    };
    entity(name).and_then(number).or_else(latin).or_else(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_names_and_numbers() {
        let mut text = String::new();
        push("M&uuml;ller &amp; S&ouml;hne&nbsp;&#8364; &#128; &#x4e2d; &nope; a&b\n", &mut text);
        assert_eq!(text, "Müller & Söhne\u{A0}€ € 中 &nope; a&b ");
        assert_eq!((named("yuml"), named("times"), named("divide")), (Some('ÿ'), Some('×'), Some('÷')));
    }
}
