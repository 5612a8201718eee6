//! Full-width punctuation for Chinese text that comes from outside the locale files.

const PAIRS: [(char, char); 5] =
    [(',', '\u{ff0c}'), (';', '\u{ff1b}'), (':', '\u{ff1a}'), ('?', '\u{ff1f}'), ('!', '\u{ff01}')];

/// Punctuation next to a Chinese character becomes full-width, round brackets in pairs; numbers and
/// Latin text keep theirs.
pub fn full_width(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let chinese = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| is_chinese(*c));
    let mut brackets = Vec::new();
    let mut wide = String::with_capacity(text.len());
    for (at, character) in chars.iter().enumerate() {
        // What became full-width counts as Chinese for what follows it.
        let follows = wide.chars().next_back().is_some_and(|c| matches!(c, '\u{ff01}'..='\u{ff1f}'));
        let near = follows || chinese(at.checked_sub(1)) || chinese(Some(at + 1));
        wide.push(match character {
            '(' => {
                brackets.push(near);
                if near { '\u{ff08}' } else { '(' }
            }
            ')' if brackets.pop().unwrap_or(false) => '\u{ff09}',
            other => match PAIRS.iter().find(|(narrow, _)| narrow == other) {
                Some((_, replacement)) if near => *replacement,
                _ => *other,
            },
        });
    }
    wide
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{3001}'..='\u{3011}' | '\u{201c}' | '\u{201d}' | '\u{20000}'..='\u{3ffff}')
}

/// A sentence with a capital at its start; signs, one-letter symbols (`n=882`) and Chinese stay as they are.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_ascii_lowercase() && second.is_ascii_lowercase() => {
            std::iter::once(first.to_ascii_uppercase()).chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_with_a_capital() {
        for (text, told) in [
            ("complaints rose", "Complaints rose"),
            ("n=882; down", "n=882; down"),
            ("2024Q3 up", "2024Q3 up"),
            ("投诉由", "投诉由"),
        ] {
            assert_eq!(capital(text), told);
        }
    }

    #[test]
    fn only_chinese_surroundings_become_full_width() {
        for (narrow, wide) in [
            ("首次响应时间(中位数),按月", "首次响应时间\u{ff08}中位数\u{ff09}\u{ff0c}按月"),
            ("首次响应(P90)", "首次响应\u{ff08}P90\u{ff09}"),
            ("n=1,234 (Kaplan–Meier)", "n=1,234 (Kaplan–Meier)"),
            ("六磅(a.org),2023 年", "六磅\u{ff08}a.org\u{ff09}\u{ff0c}2023 年"),
            ("时间: 10:30", "时间\u{ff1a} 10:30"),
        ] {
            assert_eq!(full_width(narrow), wide);
        }
    }
}
