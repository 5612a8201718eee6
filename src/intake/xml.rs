//! Markup of office files, tag by tag, from a stream, in bounded memory.
//!
//! Knows no schema and checks no nesting: what it cannot make sense of it hands over or skips. The
//! text must be UTF-8, as office files are.

use memchr::{memchr, memmem};
use std::io::{self, Read};

const BLOCK: usize = 64 << 10;

/// A tag longer than this is damage.
const LONGEST_TAG: usize = 1 << 20;

/// The longest entity, `&#x10FFFF;`, and some.
const ENTITY: usize = 16;

/// The next thing in a stream of markup.
#[derive(Clone, Copy, Debug)]
pub enum Token<'b> {
    /// An element begins; if it is empty, no end follows.
    Open(Tag<'b>),
    /// An element of this local name ends.
    Close(&'b [u8]),
    /// Text, possibly in several pieces, with its entities.
    Text(&'b [u8]),
    /// Text without entities.
    Verbatim(&'b [u8]),
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'b> {
    /// Its name without prefix.
    pub name: &'b [u8],
    /// Whether the element has no content.
    pub empty: bool,
    attributes: &'b [u8],
}

impl<'b> Tag<'b> {
    /// The raw value of an attribute by its name without prefix.
    pub fn attribute(&self, wanted: &str) -> Option<&'b [u8]> {
        self.attributes().find(|(name, _)| *name == wanted.as_bytes()).map(|(_, value)| value)
    }

    /// Names without prefix and raw values of all attributes.
    pub fn attributes(&self) -> impl Iterator<Item = (&'b [u8], &'b [u8])> + use<'b> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let equals = memchr(b'=', rest)?;
            let name = local(rest[..equals].trim_ascii());
            let value = rest[equals + 1..].trim_ascii_start();
            let quote = *value.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
            let length = memchr(quote, &value[1..])?;
            rest = &value[length + 2..];
            Some((name, &value[1..=length]))
        })
    }

    /// An attribute as text.
    pub fn text(&self, wanted: &str) -> Option<String> {
        self.attribute(wanted).map(|raw| {
            let mut text = String::new();
            unescape(raw, &mut text);
            text
        })
    }

    /// An attribute that is a whole number.
    pub fn number(&self, wanted: &str) -> Option<u64> {
        std::str::from_utf8(self.attribute(wanted)?).ok()?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub fn says(&self, wanted: &str) -> bool {
        matches!(self.attribute(wanted), Some(b"1" | b"true" | b"on"))
    }
}

fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// Reads tokens.
#[derive(Debug)]
pub struct Xml<R> {
    source: R,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
}

/// Where a token lies in the buffer.
enum Span {
    Tag(usize, usize),
    Text(usize, usize),
    Verbatim(usize, usize),
}

impl<R: Read> Xml<R> {
    /// Starts at the beginning of a stream.
    pub fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), at: 0, ended: false }
    }

    /// The next token; `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Token<'_>>> {
        Ok(self.span()?.map(|span| match span {
            Span::Text(start, end) => Token::Text(&self.buffer[start..end]),
            Span::Verbatim(start, end) => Token::Verbatim(&self.buffer[start..end]),
            Span::Tag(start, end) => tag(&self.buffer[start..end]),
        }))
    }

    fn span(&mut self) -> io::Result<Option<Span>> {
        loop {
            if self.at == self.buffer.len() && !self.fill()? {
                return Ok(None);
            }
            if self.buffer[self.at] != b'<' {
                return self.text().map(Some);
            }
            while self.buffer.len() - self.at < 9 && self.fill()? {}
            let rest = &self.buffer[self.at..];
            if rest.starts_with(b"<![CDATA[") {
                let end = self.find(b"]]>", 9)?;
                let start = std::mem::replace(&mut self.at, end) + 9;
                return Ok(Some(Span::Verbatim(start, end - 3)));
            }
            if rest.starts_with(b"<!--") {
                self.at = self.find(b"-->", 4)?;
            } else if rest.starts_with(b"<?") {
                self.at = self.find(b"?>", 2)?;
            } else if rest.starts_with(b"<!") {
                self.at = self.find(b">", 2)?;
            } else {
                let end = self.tag_end()?;
                let start = std::mem::replace(&mut self.at, end) + 1;
                return Ok(Some(Span::Tag(start, end - 1)));
            }
        }
    }

    /// Text up to the next tag, or as much of it as there is.
    fn text(&mut self) -> io::Result<Span> {
        let mut length = memchr(b'<', &self.buffer[self.at..]);
        if length.is_none() && self.fill()? {
            length = memchr(b'<', &self.buffer[self.at..]);
        }
        let rest = &self.buffer[self.at..];
        let length = length.unwrap_or_else(|| if self.ended { rest.len() } else { whole(rest) });
        let start = self.at;
        self.at += length;
        Ok(Span::Text(start, self.at))
    }

    /// The offset after a pattern that lies at least `skip` bytes ahead.
    fn find(&mut self, pattern: &[u8], skip: usize) -> io::Result<usize> {
        let mut from = skip;
        loop {
            let start = (self.at + from).min(self.buffer.len());
            if let Some(found) = memmem::find(&self.buffer[start..], pattern) {
                return Ok(start + found + pattern.len());
            }
            from = (self.buffer.len() - self.at).saturating_sub(pattern.len()).max(skip);
            self.more()?;
        }
    }

    /// The offset after the `>` that ends the tag begun here; one in quotes does not end it.
    fn tag_end(&mut self) -> io::Result<usize> {
        let (mut from, mut quote) = (1, 0);
        loop {
            for (offset, byte) in self.buffer[self.at + from..].iter().enumerate() {
                match *byte {
                    b'>' if quote == 0 => return Ok(self.at + from + offset + 1),
                    byte if byte == quote => quote = 0,
                    b'"' | b'\'' if quote == 0 => quote = *byte,
                    _ => {}
                }
            }
            from = self.buffer.len() - self.at;
            self.more()?;
        }
    }

    /// Reads on within a token, which must end some time.
    fn more(&mut self) -> io::Result<()> {
        if self.buffer.len() - self.at > LONGEST_TAG {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a tag or comment of more than 1 MiB"));
        }
        if self.fill()? { Ok(()) } else { Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a tag")) }
    }

    /// Reads one more block, after what is not yet used; whether there was any.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..std::mem::take(&mut self.at));
        let before = self.buffer.len();
        self.buffer.resize(before + BLOCK, 0);
        let mut filled = before;
        while filled < self.buffer.len() {
            match self.source.read(&mut self.buffer[filled..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.buffer.truncate(filled);
        Ok(filled > before)
    }
}

/// How much of a text can be handed over without cutting an entity or a character; never nothing.
fn whole(text: &[u8]) -> usize {
    let tail = text.len().saturating_sub(ENTITY);
    let entity = text[tail..].iter().rposition(|byte| *byte == b'&').map(|at| tail + at);
    let mut end = entity.filter(|at| *at > 0).unwrap_or(text.len());
    while end > 1 && end < text.len() && text[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    if end == text.len() {
        let start = text.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or_default();
        if text[start] >= 0xC0 && start > 0 {
            end = start;
        }
    }
    end
}

fn tag(inside: &[u8]) -> Token<'_> {
    if let [b'/', name @ ..] = inside {
        return Token::Close(local(name.trim_ascii_end()));
    }
    let (inside, empty) = match inside {
        [inside @ .., b'/'] => (inside, true),
        _ => (inside, false),
    };
    let end = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    Token::Open(Tag { name: local(name), empty, attributes })
}

/// Appends text with its entities resolved; an unknown one stays as it is written.
pub fn unescape(raw: &[u8], text: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest) {
        text.push_str(&String::from_utf8_lossy(&rest[..at]));
        rest = &rest[at..];
        let entity = memchr(b';', &rest[..rest.len().min(ENTITY)]).and_then(|end| {
            let name = std::str::from_utf8(&rest[1..end]).ok()?;
            entity(name).map(|found| (found, end + 1))
        });
        let (found, length) = entity.unwrap_or(('&', 1));
        text.push(found);
        rest = &rest[length..];
    }
    match std::str::from_utf8(rest) {
        Ok(plain) => text.push_str(plain),
        Err(_) => text.push_str(&String::from_utf8_lossy(rest)),
    }
}

/// A character by the name or number of an entity.
pub fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands a text over in small pieces.
    struct Drops<'t>(&'t [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn tokens(text: &str) -> String {
        let mut xml = Xml::new(Drops(text.as_bytes(), 3));
        let mut found = String::new();
        while let Some(token) = xml.next().unwrap() {
            match token {
                Token::Open(tag) => {
                    found.push_str(&format!("<{}", String::from_utf8_lossy(tag.name)));
                    found.push_str(&tag.text("r").map(|value| format!(" {value}")).unwrap_or_default());
                    found.push_str(if tag.empty { "/>" } else { ">" });
                }
                Token::Close(name) => found.push_str(&format!("</{}>", String::from_utf8_lossy(name))),
                Token::Text(raw) => unescape(raw, &mut found),
                Token::Verbatim(raw) => found.push_str(&String::from_utf8_lossy(raw)),
            }
        }
        found
    }

    #[test]
    fn reads_tags_text_and_what_is_neither() {
        let text = "<?xml version='1.0'?><!-- <no> --><x:a s='>' r=\"B&amp;1\"><v >1 &lt; 2&#x4E2D;&nope;</v><e/>\
                    <![CDATA[<&amp;>]]></x:a>";
        assert_eq!(tokens(text), "<a B&1><v>1 < 2中&nope;</v><e/><&amp;></a>");
    }

    #[test]
    fn a_tag_that_does_not_end_is_damage() {
        let mut xml = Xml::new(&b"<a><b r='1"[..]);
        assert!(xml.next().unwrap().is_some());
        assert!(xml.next().is_err());
    }

    #[test]
    fn long_text_comes_in_whole_characters_and_entities() {
        let inside = "中&amp;é".repeat(60_000);
        let text = format!("<a>{inside}</a>");
        assert_eq!(tokens(&text), format!("<a>{}</a>", "中&é".repeat(60_000)));
    }
}
