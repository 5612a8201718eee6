//! The parts of a column's name that may say how its cells are meant.

use super::{is_han, unit};
use crate::domain::words;

/// What stands in brackets, what follows `in`, the last word, and a first word that is a unit; the surest
/// first.
pub(super) fn of(name: &str) -> Vec<String> {
    let (mut parts, outside) = brackets(name);
    parts.extend(parts.iter().position(|part| part == "cs").map(|_| "(cs)".to_owned()));
    let outside = words_of(&outside);
    let apart: Vec<&str> = outside.split_whitespace().collect();
    let pairs = apart.windows(2).map(|pair| pair.join(" "));
    parts.extend(pairs.filter(|pair| unit::numbered(pair).is_some()));
    let words: Vec<&str> = outside.split([' ', '_', '/', '-', '.', ',', ';']).flat_map(at_colons).collect();
    if let Some(at) = words.iter().position(|word| IN.iter().any(|known| word.eq_ignore_ascii_case(known))) {
        parts.extend(words.get(at + 1..at + 4).map(|words| words.join(" ")));
        parts.extend(words.get(at + 1..at + 3).map(|words| words.join(" ")));
        parts.extend(words.get(at + 1).map(|word| (*word).to_owned()));
        parts.push(words[at + 1..].join(" "));
    }
    let tail = words.len().saturating_sub(1);
    parts.extend(words.get(tail).filter(|_| tail > 0 || is_han(outside.trim())).map(|word| (*word).to_owned()));
    parts.extend(words.first().filter(|word| tail > 0 && is_plural_unit(word)).map(|word| (*word).to_owned()));
    let sure = |word: &&&str| SURE.contains(&word.to_lowercase().as_str());
    parts.extend(words.iter().find(sure).filter(|_| tail > 0).map(|word| (*word).to_owned()));
    parts
}

/// What stands before a unit: English and German, French and Spanish, Portuguese.
const IN: [&str; 3] = ["in", "en", "em"];

/// Words that are a unit of time wherever they stand in a name.
const SURE: [&str; 11] =
    ["ms", "msec", "msecs", "millis", "milliseconds", "usec", "microseconds", "secs", "seconds", "mins", "minutes"];

/// The words that colons part, but for a form such as `hh:mm`.
fn at_colons(word: &str) -> Vec<&str> {
    let form = word.split(':').all(|part| matches!(part.to_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "ss"));
    let parts = if form { vec![word] } else { word.split(':').collect() };
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// The texts in brackets, and what stands outside of them.
pub(super) fn brackets(name: &str) -> (Vec<String>, String) {
    let name = name.replace(['（', '[', '【'], "(").replace(['）', ']', '】'], ")");
    let (mut inside, mut outside, mut rest) = (Vec::new(), String::new(), name.as_str());
    while let Some((before, after)) = rest.split_once('(') {
        let Some((text, behind)) = after.split_once(')') else { break };
        inside.push(text.trim().to_owned());
        outside.push_str(before);
        outside.push(' ');
        rest = behind;
    }
    outside.push_str(rest);
    (inside, outside)
}

/// A name without blanks that joins its words by capitals, with blanks: `queueTimeMs`.
pub(super) fn words_of(name: &str) -> String {
    let name = name.trim();
    if name.contains([' ', '_']) {
        return name.to_owned();
    }
    let letters: Vec<char> = name.chars().collect();
    let mut apart = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |at| letters[at]);
        let begins = before.is_lowercase()
            || before.is_uppercase() && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && begins {
            apart.push(' ');
        }
        apart.push(*letter);
    }
    apart
}

/// Whether a word is a unit of time and nothing else: `Minutes on hold`, not `Second reply` or `Min wait`.
fn is_plural_unit(word: &str) -> bool {
    const SINGULAR: [&str; 4] = ["second", "minute", "hour", "week"];
    let lower = word.to_lowercase();
    lower.chars().count() > 3 && !SINGULAR.contains(&lower.as_str()) && words::unit_micros(&lower).is_some()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn what_follows_in_is_three_words_then_fewer() {
        let parts = of("Total cost in thousand euros net");
        assert_eq!(parts[..3], ["thousand euros net", "thousand euros", "thousand"]);
    }

    #[test]
    fn a_name_of_one_word_has_no_unit_beside_it() {
        assert!(of("Minutes").is_empty() && of("ms").is_empty());
    }
}
