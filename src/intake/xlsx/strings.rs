//! The texts that the cells of a workbook share.

use crate::intake::grid::Damage;
use crate::intake::xml::{Token, Xml, unescape};
use std::io::Read;

/// All shared texts together; more is refused.
const MOST: usize = 1 << 30;

/// Shared texts by number.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads them; phonetic guides are no part of a text.
    pub fn read(part: impl Read) -> Result<Self, Damage> {
        let mut xml = Xml::new(part);
        let mut strings = Self::default();
        let (mut in_text, mut in_guide) = (false, false);
        let mut start = 0;
        while let Some(token) = xml.next()? {
            match token {
                Token::Open(tag) => match tag.name {
                    b"si" if tag.empty => strings.end(start),
                    b"si" => start = strings.text.len(),
                    b"t" => in_text = !tag.empty,
                    b"rPh" => in_guide = !tag.empty,
                    _ => {}
                },
                Token::Close(b"si") => strings.end(start),
                Token::Close(b"t") => in_text = false,
                Token::Close(b"rPh") => in_guide = false,
                Token::Text(raw) if in_text && !in_guide => unescape(raw, &mut strings.text),
                Token::Verbatim(raw) if in_text && !in_guide => strings.text.push_str(&String::from_utf8_lossy(raw)),
                _ => {}
            }
            if strings.text.len() > MOST {
                return Err(Damage::new("its texts take more than 1 GiB"));
            }
        }
        Ok(strings)
    }

    /// Adds one text, from its number on.
    pub fn push(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.end(start);
    }

    fn end(&mut self, start: usize) {
        unescape_text(&mut self.text, start);
        self.ends.push(self.text.len() as u32);
    }

    /// One of them.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }
}

/// Resolves `_x000D_` and the like, by which workbooks keep characters that XML has not.
pub fn unescape_text(text: &mut String, start: usize) {
    if memchr::memmem::find(&text.as_bytes()[start..], b"_x").is_none() {
        return;
    }
    let raw = text.split_off(start);
    let mut rest = raw.as_str();
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let found = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        text.push_str(&rest[..at]);
        match found {
            Some(letter) => {
                text.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                text.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_runs_and_leaves_phonetic_guides_out() {
        let part = "<sst><si><t>a&amp;b</t></si><si/><si><r><t>东</t></r><r><rPr/><t xml:space=\"preserve\"> 京</t></r>\
                    <rPh sb=\"0\"><t>トウ</t></rPh></si><si><t>x_x000D_y_x00_z</t></si></sst>";
        let strings = Strings::read(part.as_bytes()).unwrap();
        let found: Vec<&str> = (0..4).filter_map(|index| strings.get(index)).collect();
        assert_eq!(found, ["a&b", "", "东 京", "x\ry_x00_z"]);
        assert_eq!(strings.get(4), None);
    }
}
