//! The meanings of the words of one column, looked up once for each.

use std::collections::HashMap;

/// Words that are compared one after the other: columns of words have few.
const FEW: usize = 16;

/// Words of one column whose meaning is remembered.
const WORDS: usize = 1_000;

/// What the words of a column mean.
#[derive(Clone, Debug, Default)]
pub struct Meanings {
    first: Vec<(String, &'static str)>,
    others: HashMap<String, &'static str>,
}

impl Meanings {
    /// The meaning of a word, as it was found the first time.
    pub fn of(&mut self, text: &str, find: impl FnOnce(&str) -> &'static str) -> &'static str {
        let begins = text.as_bytes().first();
        if let Some((_, meaning)) =
            self.first.iter().find(|(word, _)| word.as_bytes().first() == begins && word == text)
        {
            return meaning;
        }
        if let Some(meaning) = self.others.get(text) {
            return meaning;
        }
        let meaning = find(text);
        if self.first.len() < FEW {
            self.first.push((text.to_owned(), meaning));
        } else if self.others.len() < WORDS {
            self.others.insert(text.to_owned(), meaning);
        }
        meaning
    }
}
