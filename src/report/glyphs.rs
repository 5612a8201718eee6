//! Which characters a page can show: those that some font has, and those that are laid out without one.

/// Characters for which a document has glyphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyphs(Vec<u64>);

impl Glyphs {
    /// The set of the code points that fonts have.
    pub fn of(codes: impl IntoIterator<Item = u32>) -> Self {
        let mut words = vec![0; (char::MAX as usize >> 6) + 1];
        for code in codes.into_iter().filter(|code| *code <= u32::from(char::MAX)) {
            words[code as usize >> 6] |= 1u64 << (code & 63);
        }
        Self(words)
    }

    /// Every character: for documents that bring no fonts of their own.
    pub fn all() -> Self {
        Self(vec![u64::MAX; (char::MAX as usize >> 6) + 1])
    }

    /// The characters that both show.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
        self
    }

    /// Whether a font has a glyph for the character.
    pub fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0[code >> 6] >> (code & 63) & 1 == 1
    }

    /// Whether a page can show the character as it is. Control characters, private use, the byte order mark
    /// and code points that are no characters have no meaning on a page, and an archivable PDF may not
    /// hold them, whatever a font draws for them.
    pub fn shows(&self, character: char) -> bool {
        !is_meaningless(character) && (self.contains(character) || needs_no_glyph(character))
    }
}

/// White space and format characters that are laid out without a glyph of their own.
pub fn needs_no_glyph(character: char) -> bool {
    matches!(character,
        '\n' | '\r' | '\t' | '\u{ad}' | '\u{34f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

fn is_meaningless(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    let private = matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    let none =
        matches!(u32::from(character) & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&character);
    control || private || none || character == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_meaning_is_never_shown() {
        let all = Glyphs::all();
        for character in
            ['\u{0}', '\u{1b}', '\u{7f}', '\u{85}', '\u{e123}', '\u{feff}', '\u{fffe}', '\u{1ffff}', '\u{fdd5}']
        {
            assert!(!all.shows(character), "U+{:04X}", u32::from(character));
        }
        for character in ['a', '中', '\n', '\u{ad}', '\u{e0100}', '🙂'] {
            assert!(all.shows(character), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn white_space_needs_no_font() {
        let letters = Glyphs::of(('a'..='z').map(u32::from));
        assert!(letters.shows('a') && letters.shows('\u{200b}') && !letters.shows('A') && !letters.shows('中'));
    }
}
