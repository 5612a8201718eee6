//! Whether a comment may tell whom it is about or from: a name, an address, a number, a handle, a date of
//! birth. Such a comment is counted but not quoted.
//!
//! Nothing is taken out of a comment, for what is left may still tell. Rather too many comments are held
//! back than too few; words, names and patterns are data (`data/privacy/`).

mod chinese;
mod latin;
mod lists;

use crate::privacy::has_numbers;
use lists::PATTERNS;

/// Whether a comment may identify a person; `names` are names that are known, such as agents'.
pub fn identifies(comment: &str, names: &[String]) -> bool {
    let text: String = comment.chars().map(plain).collect();
    let lower = text.to_lowercase();
    let known = |name: &String| name.chars().count() > 1 && lower.contains(&name.to_lowercase());
    names.iter().any(known)
        || has_numbers(comment)
        || PATTERNS.iter().any(|pattern| pattern.is_match(&text))
        || chinese::names_somebody(&text)
        || latin::names_somebody(&text)
}

/// Full-width letters, digits and marks as half-width ones, every white space as a space.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '’' | '‘' => '\'',
        '\n' | '\r' => '\n',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTIFYING: &str = include_str!("../../../../tests/fixtures/comments/identifying.txt");
    const PLAIN: &str = include_str!("../../../../tests/fixtures/comments/plain.txt");

    fn rate(comments: &[&str], wanted: bool) -> (f64, Vec<String>) {
        let wrong: Vec<String> =
            comments.iter().filter(|one| identifies(one, &[]) != wanted).map(|one| (*one).to_owned()).collect();
        (100.0 * wrong.len() as f64 / comments.len() as f64, wrong)
    }

    /// The comments were written before the rules, by whoever thinks of how people write.
    #[test]
    fn of_three_hundred_comments_at_most_one_in_a_hundred_leaks() {
        let comments: Vec<&str> = IDENTIFYING.lines().collect();
        assert!(comments.len() >= 300);
        let (leaks, leaked) = rate(&comments, true);
        let message = format!("{leaks:.1}% of {} comments would be quoted with what identifies", comments.len());
        eprintln!("{message}: {leaked:#?}");
        assert!(leaks <= 1.0, "{message}: {leaked:#?}");
    }

    #[test]
    fn ordinary_comments_are_quoted() {
        let comments: Vec<&str> = PLAIN.lines().collect();
        let (held, which) = rate(&comments, false);
        eprintln!("{held:.1}% of {} ordinary comments are held back: {which:#?}", comments.len());
        assert!(held <= 10.0, "{held:.1}%: {which:#?}");
    }

    #[test]
    fn known_names_are_found_in_any_case() {
        assert!(identifies("the agent was zorblatt again", &["Zorblatt".to_owned()]));
        assert!(!identifies("the agent was slow again", &["Zorblatt".to_owned()]));
    }
}
