//! A page → tags and the text between them.

use memchr::memchr;

/// The next thing on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'p> {
    /// An element begins.
    Open(Tag),
    /// An element of this name, in lower case, ends.
    Close(&'p str),
    /// Text with its entities.
    Text(&'p str),
}

/// A tag that opens an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name in lower case.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute by its name in lower case.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        self.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
    }
}

/// Elements whose content is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Reads a page.
#[derive(Clone, Debug)]
pub struct Tags<'p> {
    text: &'p str,
    at: usize,
}

impl<'p> Tags<'p> {
    /// Starts at an offset.
    pub fn new(text: &'p str, at: usize) -> Self {
        Self { text, at }
    }

    /// Where the next token begins.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The next token; `None` at the end.
    pub fn next(&mut self) -> Option<Token<'p>> {
        loop {
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return None;
            }
            let tag = rest.as_bytes()[0] == b'<'
                && rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || "/!?".contains(next));
            if !tag {
                let length = memchr(b'<', &rest.as_bytes()[1..]).map_or(rest.len(), |found| found + 1);
                self.at += length;
                return Some(Token::Text(&rest[..length]));
            }
            if rest.starts_with("<!--") {
                self.at += rest.find("-->").map_or(rest.len(), |end| end + 3);
                continue;
            }
            let end = tag_end(rest);
            self.at += end;
            let inside = rest[1..end].trim_end_matches('>');
            if inside.starts_with(['!', '?']) {
                continue;
            }
            if let Some(name) = inside.strip_prefix('/') {
                return Some(Token::Close(known(name.trim())));
            }
            let tag = tag_of(inside);
            if RAW.contains(&tag.name.as_str()) {
                self.skip_raw(&tag.name);
            }
            return Some(Token::Open(tag));
        }
    }

    fn skip_raw(&mut self, name: &str) {
        let rest = &self.text.as_bytes()[self.at..];
        let mut from = 0;
        while let Some(found) = memchr::memmem::find(&rest[from..], b"</") {
            let start = from + found + 2;
            if rest.get(start..start + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
                self.at += from + found;
                return;
            }
            from = start;
        }
        self.at = self.text.len();
    }
}

/// The offset after the `>` of a tag; one in quotes does not end it.
fn tag_end(rest: &str) -> usize {
    let mut quote = 0;
    let mut value = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'>' if quote == 0 => return at + 1,
            byte if quote != 0 && byte == quote => quote = 0,
            b'"' | b'\'' if quote == 0 && value => quote = byte,
            _ => {}
        }
        value = byte == b'=' || value && byte.is_ascii_whitespace();
    }
    // A quote that is never closed: the tag ends where it would without quotes.
    rest.find('>').map_or(rest.len(), |end| end + 1)
}

/// Names that matter, in lower case.
fn known(name: &str) -> &'static str {
    ["table", "tr", "td", "th"].into_iter().find(|known| name.eq_ignore_ascii_case(known)).unwrap_or("")
}

fn tag_of(inside: &str) -> Tag {
    let end = inside.find(|letter: char| letter.is_ascii_whitespace() || letter == '/').unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|letter: char| letter == '=' || letter.is_ascii_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=') {
            Some(value) => value_of(value.trim_start()),
            None => ("", after),
        };
        let mut text = String::new();
        super::entities::push(value, &mut text);
        attributes.push((key.to_lowercase(), text));
        rest = if after.len() < rest.len() { after } else { "" };
    }
    Tag { name: name.to_lowercase(), attributes }
}

fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    text.split_at(text.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_as_browsers_do() {
        let text =
            "<!DOCTYPE html><style>td > p { }</style><TD class=xl24 colspan='2' title=\"a>b\" nowrap>1 < 2<br/></td >";
        let mut tags = Tags::new(text, 0);
        let mut found = Vec::new();
        while let Some(token) = tags.next() {
            found.push(match token {
                Token::Open(tag) => format!("<{} {:?}>", tag.name, tag.attribute("title")),
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => text.to_owned(),
            });
        }
        assert_eq!(found, ["<style None>", "</>", "<td Some(\"a>b\")>", "1 ", "< 2", "<br None>", "</td>"]);
        let mut tags = Tags::new("<td colspan=2 x>", 0);
        assert!(matches!(tags.next(), Some(Token::Open(tag)) if tag.attribute("colspan").as_deref() == Some("2")));
    }
}
