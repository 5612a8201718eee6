//! The words of a query, as far as they tell whether it only reads and always reads the same.

use super::Refusal;

/// Words that stand for the time or for chance.
const UNSTEADY: [&str; 5] = ["current_date", "current_time", "current_timestamp", "random", "randomblob"];

/// Functions that take the present when they are given nothing.
const OF_NOW: [&str; 6] = ["date", "time", "datetime", "julianday", "unixepoch", "strftime"];

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    /// A name, lower case.
    Name(String),
    /// A quoted text.
    Text(String),
    /// A quoted name.
    Quoted,
    /// Any other character.
    Mark(char),
}

/// Why a query is not asked, from its words alone.
pub(super) fn refused(sql: &str) -> Option<Refusal> {
    let words = words(sql);
    let first = words.first()?;
    let reads = ["select", "with", "values"].iter().any(|start| *first == Word::Name((*start).to_owned()));
    if !reads && *first != Word::Mark('(') {
        return Some(Refusal::writes());
    }
    words.iter().enumerate().find_map(|(at, word)| match word {
        Word::Name(name) if UNSTEADY.contains(&name.as_str()) => Some(Refusal::unsteady(name)),
        Word::Name(name) if OF_NOW.contains(&name.as_str()) => {
            let empty = words[at + 1..].starts_with(&[Word::Mark('('), Word::Mark(')')]);
            let alone = name == "strftime" && is_alone(&words[at + 1..]);
            (empty || alone).then(|| Refusal::unsteady(&format!("{name}()")))
        }
        Word::Text(text) if text.eq_ignore_ascii_case("now") => Some(Refusal::unsteady("'now'")),
        _ => None,
    })
}

/// Whether a call has one argument.
fn is_alone(words: &[Word]) -> bool {
    matches!(words, [Word::Mark('('), Word::Text(_), Word::Mark(')'), ..])
}

/// The words of a query without its comments.
fn words(sql: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(letter) = rest.chars().next() {
        let (word, length) = match letter {
            _ if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '\'' | '"' | '`' | '[' => {
                let (text, length) = quoted(rest, letter);
                (Some(if letter == '\'' { Word::Text(text) } else { Word::Quoted }), length)
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$');
                let length = end.unwrap_or(rest.len());
                (Some(Word::Name(rest[..length].to_lowercase())), length)
            }
            letter if letter.is_whitespace() => (None, letter.len_utf8()),
            letter => (Some(Word::Mark(letter)), letter.len_utf8()),
        };
        words.extend(word);
        rest = &rest[length..];
    }
    words
}

/// What stands between quotes, and how long it is with them; a doubled quote is one.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let ends = if quote == '[' { ']' } else { quote };
    let mut inside = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != ends {
            inside.push(letter);
        } else if ends != ']' && letters.next_if(|(_, next)| *next == ends).is_some() {
            inside.push(ends);
        } else {
            return (inside, at + letter.len_utf8());
        }
    }
    (inside, text.len())
}
