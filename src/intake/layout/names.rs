//! Names of columns compared as people see them.

use crate::domain::words;

/// A name without case, width, blanks and invisible characters.
pub fn plain(name: &str) -> String {
    words::narrow(name).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Whether two names look the same to a person.
pub fn same(one: &str, other: &str) -> bool {
    one == other || plain(one) == plain(other)
}

/// A name for a message, its invisible characters by their numbers.
pub fn shown(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '\n' | '\r' | '\t' => text.push(' '),
            letter if words::is_invisible(letter) || letter.is_whitespace() && letter != ' ' => {
                text.push_str(&format!("<U+{:04X}>", u32::from(letter)));
            }
            letter => text.push(letter),
        }
    }
    text
}
