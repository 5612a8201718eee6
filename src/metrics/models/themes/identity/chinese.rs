//! Names in Chinese characters.

use super::is_han;
use super::lists::{CHINESE, CHINESE_WORDS};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The longest word of the list, in characters.
const LONGEST: usize = 4;
/// The most characters of a given name.
const GIVEN: usize = 2;

/// Lists by what they are for.
struct Known {
    /// Family names that hardly mean anything else outside words.
    strong: HashSet<char>,
    /// Family names that are also words of their own.
    weak: HashSet<char>,
    compound: HashSet<&'static str>,
    /// Characters of given names.
    given: HashSet<char>,
    /// Characters that are hardly anything else.
    names: HashSet<char>,
    /// Beginnings of names from other languages.
    foreign: HashSet<&'static str>,
    titles: HashSet<&'static str>,
    /// What makes a name familiar, before it and behind it.
    familiar: HashSet<char>,
    kin: HashSet<char>,
    /// After these somebody is named.
    cues: HashSet<&'static str>,
    /// What follows a name.
    after: HashSet<char>,
    particles: HashSet<char>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| Known {
    strong: CHINESE.characters("strong"),
    weak: CHINESE.characters("weak"),
    compound: CHINESE.words("compound"),
    given: CHINESE.characters("given"),
    names: CHINESE.characters("names"),
    foreign: CHINESE.words("foreign"),
    titles: CHINESE.words("titles"),
    familiar: CHINESE.characters("familiar"),
    kin: CHINESE.characters("kin"),
    cues: CHINESE.words("cues"),
    after: CHINESE.characters("after"),
    particles: CHINESE.characters("particles"),
});

/// Whether a person may be named.
pub fn names_somebody(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    if !chars.iter().copied().any(is_han) {
        return false;
    }
    let known = &*KNOWN;
    let joined = chars.windows(3).any(|three| is_han(three[0]) && "·•・.".contains(three[1]) && is_han(three[2]));
    let listed = |words: &HashSet<&str>| words.iter().any(|word| text.contains(word));
    if joined || listed(&known.foreign) || listed(&known.compound) {
        return true;
    }
    let reading = Reading { words: in_words(&chars), chars, known };
    (0..reading.chars.len()).any(|at| reading.name_at(at))
}

/// Which characters belong to a word of the list, reading from the left and taking the longest word.
fn in_words(chars: &[char]) -> Vec<bool> {
    let mut inside = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let found = (2..=LONGEST.min(chars.len() - at)).rev().find(|length| {
            let word: String = chars[at..at + length].iter().collect();
            CHINESE_WORDS.contains(word.as_str())
        });
        let length = found.unwrap_or(1);
        inside[at..at + length].fill(found.is_some());
        at += length;
    }
    inside
}

struct Reading<'a> {
    chars: Vec<char>,
    /// Whether each character is a part of a known word.
    words: Vec<bool>,
    known: &'a Known,
}

impl Reading<'_> {
    fn name_at(&self, at: usize) -> bool {
        let c = self.chars[at];
        let family = self.known.strong.contains(&c) || self.known.weak.contains(&c);
        (family && (self.full(at) || self.titled(at) || self.opening(at)))
            || self.familiar(at)
            || self.given_alone(at)
            || (self.known.names.contains(&c) && !self.words[at])
            || (self.cued(at) && self.announced(at, family))
    }

    fn han(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied().filter(|c| is_han(*c))
    }

    /// A family name outside a word, with what may be a given name.
    fn full(&self, at: usize) -> bool {
        let spaced = self.chars.get(at + 1) == Some(&' ') && self.han(at + 2).is_some();
        let next = self.han(at + 1).or(spaced.then_some(' '));
        let Some(next) = next.filter(|_| !self.words[at]) else { return false };
        let strong = self.known.strong.contains(&self.chars[at]);
        let counted = at > 0 && "一二三四五六七八九十两几这每第数半多".contains(self.chars[at - 1]);
        if strong {
            let follows = next == ' ' || !"的了在是很不也都太就给说把被让".contains(next);
            return follows && !counted;
        }
        let free = |at: usize| self.han(at).is_some() && !self.words[at] && !self.particle(at);
        (free(at + 1) && (self.known.given.contains(&next) || free(at + 2)))
            || self.han(at + 2).is_some_and(|third| {
                self.known.names.contains(&third)
                    || !self.words[at + 1] && !self.words[at + 2] && self.known.given.contains(&third)
            })
    }

    /// A family name that begins a sentence, with one or two characters before what follows a name.
    fn opening(&self, at: usize) -> bool {
        let begins = at == 0 || !is_han(self.chars[at - 1]) && !self.chars[at - 1].is_alphanumeric();
        let free = |at: usize| self.han(at).is_some() && !self.words[at] && !self.particle(at);
        let follows = |at: usize| self.chars.get(at).is_none_or(|c| self.known.after.contains(c));
        begins && free(at) && free(at + 1) && (follows(at + 2) || free(at + 2) && follows(at + 3))
    }

    /// Two characters of given names in a row, outside words.
    fn given_alone(&self, at: usize) -> bool {
        let given = |at: usize| self.han(at).is_some_and(|c| self.known.given.contains(&c) && !self.words[at]);
        given(at) && given(at + 1)
    }

    fn particle(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|c| self.known.particles.contains(c))
    }

    /// A family name, up to two more characters, and a title.
    fn titled(&self, at: usize) -> bool {
        if self.words[at] && self.known.weak.contains(&self.chars[at]) && self.begins_word(at) {
            return false;
        }
        (1..=1 + GIVEN).any(|length| {
            let given = self.chars.get(at + 1..at + length).is_some_and(|given| given.iter().copied().all(is_han));
            let end_of_word = length == 1 && self.words[at];
            given && !end_of_word && self.starts(at + length, &self.known.titles)
        })
    }

    /// Whether a word of more than a name's family begins here (`高峰` before `期` does not count).
    fn begins_word(&self, at: usize) -> bool {
        let word: String = self.chars[at..].iter().take(2).collect();
        let given = self.chars.get(at + 1).is_some_and(|next| self.known.given.contains(next));
        CHINESE_WORDS.contains(word.as_str()) && !given
    }

    fn starts(&self, at: usize, words: &HashSet<&str>) -> bool {
        let rest: String = self.chars.iter().skip(at).take(LONGEST).collect();
        words.iter().any(|word| rest.starts_with(word))
    }

    /// `小王`, `老周`, `阿珍`, `强哥`, `陈总`.
    fn familiar(&self, at: usize) -> bool {
        let Some(next) = self.han(at + 1).filter(|_| !self.words[at]) else { return false };
        let c = self.chars[at];
        let nameable =
            |c: char| self.known.strong.contains(&c) || self.known.weak.contains(&c) || self.known.given.contains(&c);
        let before = self.known.familiar.contains(&c) && (nameable(next) || c == '阿');
        let behind = self.known.kin.contains(&next) && nameable(c) && !self.words[at + 1];
        before && !self.words[at + 1] || behind
    }

    /// Whether what stands before announces a name.
    fn cued(&self, at: usize) -> bool {
        let mut end = at;
        while end > 0 && !is_han(self.chars[end - 1]) && !self.chars[end - 1].is_alphanumeric() {
            end -= 1;
        }
        let before: String = self.chars[end.saturating_sub(LONGEST)..end].iter().collect();
        self.known.cues.iter().any(|cue| before.ends_with(cue))
    }

    /// Two or three characters that end with the words around them, and are no word themselves.
    fn bounded(&self, at: usize) -> bool {
        let run: String = self.chars[at..].iter().take_while(|c| is_han(**c)).take(LONGEST).collect();
        match run.chars().count() {
            2 => !self.words[at],
            3 => !self.particle(at + 2) && !CHINESE_WORDS.contains(run.as_str()),
            _ => false,
        }
    }

    /// A name of two or three characters that a word of the list may hide: what follows decides.
    fn announced(&self, at: usize, family: bool) -> bool {
        let given =
            |at: usize| self.han(at).is_some_and(|c| self.known.given.contains(&c) || self.known.names.contains(&c));
        let ends = |at: usize| self.chars.get(at).is_none_or(|c| self.known.after.contains(c) || c.is_whitespace());
        let begins = family || given(at);
        if family && self.bounded(at) {
            return true;
        }
        let loose = family && !self.words[at] && !self.particle(at + 1) && self.han(at + 1).is_some();
        if loose && !self.words[at + 1] {
            return true;
        }
        let two = begins && given(at + 1);
        two && (ends(at + 2) || given(at + 2) && ends(at + 3) || !self.words[at] && !self.words[at + 1])
    }
}
