//! Traditional Chinese characters as simplified ones, so that one list of words reads both.
//!
//! Single characters only: what is compared is folded on both sides, so a character with several
//! simplified forms needs no context.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Comments, and lines of characters, each followed by its simplified form.
const PAIRS: &str = include_str!("../../../data/words/traditional.txt");

/// The simplified form of a traditional character; any other as it is.
pub fn simplified(letter: char) -> char {
    if !('\u{4E00}'..='\u{9FFF}').contains(&letter) {
        return letter;
    }
    static FORMS: OnceLock<HashMap<char, char>> = OnceLock::new();
    let pairs = || {
        let lines = PAIRS.lines().filter(|line| !line.starts_with('#'));
        let letters: Vec<char> = lines.flat_map(str::chars).collect();
        letters.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    };
    FORMS.get_or_init(pairs).get(&letter).copied().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_pairs_of_characters_of_one_length() {
        let lines: Vec<&str> = PAIRS.lines().filter(|line| !line.starts_with('#')).collect();
        let letters: Vec<char> = lines.iter().flat_map(|line| line.chars()).collect();
        assert_eq!(letters.len() % 2, 0);
        for pair in letters.chunks(2) {
            assert_ne!(pair[0], pair[1]);
            assert_eq!(pair[0].len_utf8(), pair[1].len_utf8(), "{pair:?}: places in a text stay");
            assert_eq!(simplified(pair[1]), pair[1], "{pair:?}: no form has a further one");
        }
        assert!(letters.chunks(2).is_sorted_by_key(|pair| pair[0]));
    }

    #[test]
    fn traditional_characters_have_a_simplified_form() {
        let text: String = "工單編號、電話、萬元、已結案".chars().map(simplified).collect();
        assert_eq!(text, "工单编号、电话、万元、已结案");
    }
}
