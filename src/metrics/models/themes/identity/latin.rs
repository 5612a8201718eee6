//! Names in Latin letters, also amid Chinese.

use super::is_han;
use super::lists::{FAMILY_NAMES, GIVEN_NAMES, LATIN, WORDS};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Fewest letters of a family name that is told by its spelling alone.
const FAMILY: usize = 4;

struct Known {
    /// Names that are also words.
    ambiguous: HashSet<&'static str>,
    /// What may begin with a capital anywhere.
    allowed: HashSet<&'static str>,
    /// What follows a person that does something.
    verbs: HashSet<&'static str>,
    /// After these somebody is named.
    cues: HashSet<&'static str>,
    families: HashSet<&'static str>,
    syllables: HashSet<&'static str>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| Known {
    ambiguous: LATIN.words("ambiguous"),
    allowed: LATIN.words("allowed"),
    verbs: LATIN.words("verbs"),
    cues: LATIN.words("cues"),
    families: LATIN.words("pinyin-surnames"),
    syllables: LATIN.words("syllables"),
});

/// Whether a person may be named.
pub fn names_somebody(text: &str) -> bool {
    let foreign = text.chars().any(is_han);
    let shouted = !text.chars().any(char::is_lowercase);
    let words = words(text, shouted);
    (0..words.len()).any(|at| Reading { words: &words, at, foreign }.is_name())
}

/// A word as it stands, and how it is looked up.
struct Word {
    plain: String,
    capital: bool,
    shouted: bool,
    first: bool,
    /// The mark behind it, if any.
    ended: bool,
}

/// Runs of Latin letters, digits, apostrophes, hyphens and underscores.
fn words(text: &str, shouted: bool) -> Vec<Word> {
    let part = |c: char| (c.is_alphanumeric() && !is_han(c)) || matches!(c, '\'' | '-' | '_');
    let mut found: Vec<Word> = Vec::new();
    let (mut word, mut first) = (String::new(), true);
    for c in text.chars().chain([' ']) {
        if part(c) {
            word.push(c);
            continue;
        }
        if let Some(new) = Word::of(&word, first, shouted) {
            found.push(new);
            first = false;
        }
        word.clear();
        if !c.is_whitespace() && c != ',' || c == '\n' {
            first = first || !"&/)".contains(c);
        }
        if !c.is_whitespace()
            && let Some(last) = found.last_mut()
        {
            last.ended = true;
        }
    }
    found
}

impl Word {
    fn of(word: &str, first: bool, shouted: bool) -> Option<Self> {
        let bare = word.trim_matches(['\'', '-', '_']);
        let letters: Vec<char> = bare.chars().filter(|c| c.is_alphabetic()).collect();
        let capital = !shouted && letters.first().is_some_and(|c| c.is_uppercase());
        let all = !shouted && letters.len() > 1 && letters.iter().all(|c| c.is_uppercase());
        let plain = without_accents(&bare.to_lowercase());
        (!bare.is_empty()).then_some(Self { plain, capital, shouted: all, first, ended: false })
    }
}

/// The base letters of accented Latin ones.
fn without_accents(word: &str) -> String {
    const PLAIN: [(&str, char); 14] = [
        ("áàâäãåāăą", 'a'),
        ("çćčĉ", 'c'),
        ("ďđ", 'd'),
        ("éèêëēėęě", 'e'),
        ("ğĝģ", 'g'),
        ("íìîïīįı", 'i'),
        ("łļľ", 'l'),
        ("ñńňņ", 'n'),
        ("óòôöõøō", 'o'),
        ("řŕ", 'r'),
        ("śšşș", 's'),
        ("ťţț", 't'),
        ("úùûüūůű", 'u'),
        ("ýÿ", 'y'),
    ];
    let base = |c: char| PLAIN.iter().find(|(accented, _)| accented.contains(c)).map(|(_, base)| *base);
    let zed = |c: char| if "źżž".contains(c) { 'z' } else { c };
    word.chars().map(|c| base(c).unwrap_or_else(|| zed(c))).collect()
}

struct Reading<'a> {
    words: &'a [Word],
    at: usize,
    /// Whether the comment is Chinese, where a Latin word is a name or a term.
    foreign: bool,
}

impl Reading<'_> {
    fn is_name(&self) -> bool {
        let word = &self.words[self.at];
        let plain = word.plain.trim_end_matches("'s");
        if KNOWN.allowed.contains(word.plain.as_str()) || KNOWN.allowed.contains(plain) {
            return false;
        }
        if plain.chars().any(|c| c.is_ascii_digit()) || plain.contains('_') {
            return is_account(plain);
        }
        let parts: Vec<&str> = plain.split(['-', '\'']).filter(|part| !part.is_empty()).collect();
        let listed = |part: &&str| GIVEN_NAMES.contains(*part) && !KNOWN.ambiguous.contains(*part);
        parts.iter().any(listed)
            || self.capital(word, plain, &parts)
            || self.family(plain)
            || self.pinyin(plain)
            || (KNOWN.ambiguous.contains(plain) && self.does_something(word))
            || (!is_word(plain) && parts.len() == 1 && self.does_something(word))
    }

    fn capital(&self, word: &Word, plain: &str, parts: &[&str]) -> bool {
        if !word.capital || plain.chars().count() < 2 {
            return false;
        }
        if self.foreign && !word.shouted && KNOWN.ambiguous.contains(plain) {
            return true;
        }
        let known = is_word(plain) || parts.len() > 1 && parts.iter().all(|part| is_word(part));
        match (word.first, word.shouted) {
            // An acronym, unless it is no short one.
            (_, true) => plain.chars().count() > 6 && !known,
            (true, false) => !known,
            (false, false) => !(self.foreign && known),
        }
    }

    fn family(&self, plain: &str) -> bool {
        (plain.len() >= FAMILY && FAMILY_NAMES.contains(plain)) || (self.foreign && plain.len() > 1 && !is_word(plain))
    }

    /// `wang wei`, `zhangwei`, `xiaoling`.
    fn pinyin(&self, plain: &str) -> bool {
        let next = self.words.get(self.at + 1).map_or("", |word| word.plain.as_str());
        let family = KNOWN.families.contains(plain) && !WORDS.contains(plain);
        if family && syllables(next).is_some() && !WORDS.contains(next) || family && plain.len() >= FAMILY {
            return true;
        }
        plain.len() > FAMILY && !WORDS.contains(plain) && syllables(plain).is_some_and(|count| (2..=3).contains(&count))
    }

    /// Somebody of this name does something, or is spoken of.
    fn does_something(&self, word: &Word) -> bool {
        let next = self.words.get(self.at + 1).map_or("", |word| word.plain.as_str());
        let before = self.at.checked_sub(1).map_or("", |at| self.words[at].plain.as_str());
        let acts = (word.first || word.capital) && KNOWN.verbs.contains(next) && !word.ended;
        let told = KNOWN.cues.contains(before) && (word.ended || next.is_empty() || KNOWN.verbs.contains(next));
        acts || told || (word.first && word.ended && self.words.len() > 1 && word.capital)
    }
}

/// Letters and digits in one word, as accounts and passes have them; sizes, times and versions do not count.
fn is_account(plain: &str) -> bool {
    let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let model =
        ["iphone", "ipad", "windows", "win", "android", "ios", "covid"].iter().any(|name| plain.starts_with(name));
    plain.contains('_') || (letters >= 3 && digits >= 2 || letters >= 1 && digits >= 4) && !model
}

/// Whether a word, or what it is an inflection of, is an ordinary one.
fn is_word(plain: &str) -> bool {
    const ENDINGS: [&str; 14] = ["s", "es", "ed", "d", "ing", "er", "r", "ly", "n't", "'t", "'re", "'ve", "'ll", "'d"];
    let stem = |ending: &&str| {
        let stem = plain.strip_suffix(*ending)?;
        let doubled = stem.len() > 2 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
        let shorter = &stem[..stem.len() - usize::from(doubled)];
        (stem.len() > 1
            && (WORDS.contains(stem) || WORDS.contains(shorter) || WORDS.contains(format!("{stem}e").as_str())))
        .then_some(())
    };
    WORDS.contains(plain) || ENDINGS.iter().any(|ending| stem(ending).is_some())
}

/// Into how many syllables of pinyin a word falls, at the fewest.
fn syllables(word: &str) -> Option<usize> {
    if word.is_empty() || !word.is_ascii() {
        return None;
    }
    let mut least: Vec<Option<usize>> = vec![None; word.len() + 1];
    least[0] = Some(0);
    for end in 1..=word.len() {
        let from = |start: usize| Some(least[start]? + 1).filter(|_| KNOWN.syllables.contains(&word[start..end]));
        least[end] = (end.saturating_sub(6)..end).filter_map(from).min();
    }
    least[word.len()]
}
