//! The form of messages (RFC 5322, 2045–2047, 2231): ASCII only, no line longer than 76 letters.

use crate::config::Mailbox;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes that an encoded word holds: with its frame it stays within 75 letters.
const WORD: usize = 42;
/// Letters of a line of base64.
const LINE: usize = 76;

/// A part of a message: its own head, and its content.
#[derive(Clone, Debug)]
pub(super) struct Part {
    head: Vec<(&'static str, String)>,
    content: String,
}

impl Part {
    /// A text; its lines end as mail wants it.
    pub(super) fn text(kind: &str, text: &str) -> Self {
        let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        Self::encoded(vec![("Content-Type", format!("text/{kind}; charset=utf-8"))], text.as_bytes())
    }

    /// A file that is attached; its name holds nothing that ends a line.
    pub(super) fn file(name: &str, media_type: &str, bytes: &[u8]) -> Self {
        let plain =
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+ ".contains(&byte)) && name.len() < 50;
        let disposition = match plain {
            true => format!("attachment; filename=\"{name}\""),
            false => format!("attachment;{}", continued(name)),
        };
        Self::encoded(vec![("Content-Type", media_type.to_owned()), ("Content-Disposition", disposition)], bytes)
    }

    /// A picture that the HTML beside it shows by its identity.
    pub(super) fn picture(name: &str, content_id: &str, png: &[u8]) -> Self {
        let head = vec![
            ("Content-Type", "image/png".to_owned()),
            ("Content-ID", format!("<{content_id}>")),
            ("Content-Disposition", format!("inline; filename=\"{name}\"")),
        ];
        Self::encoded(head, png)
    }

    /// Parts between lines of a boundary.
    pub(super) fn multiple(kind: &str, boundary: &str, parts: Vec<Part>) -> Self {
        let mut content = String::new();
        for part in parts {
            content.push_str(&format!("--{boundary}\r\n{}\r\n", part.whole()));
        }
        content.push_str(&format!("--{boundary}--\r\n"));
        Self { head: vec![("Content-Type", format!("multipart/{kind};\r\n boundary=\"{boundary}\""))], content }
    }

    /// A message with this part as its body.
    pub(super) fn message(&self, head: &[(&str, String)]) -> Vec<u8> {
        let head: String = head.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        (head + &self.whole()).into_bytes()
    }

    fn encoded(mut head: Vec<(&'static str, String)>, bytes: &[u8]) -> Self {
        head.push(("Content-Transfer-Encoding", "base64".to_owned()));
        let text = STANDARD.encode(bytes);
        let mut content = String::with_capacity(text.len() + text.len() / LINE * 2 + 2);
        for at in (0..text.len()).step_by(LINE) {
            content.push_str(&text[at..text.len().min(at + LINE)]);
            content.push_str("\r\n");
        }
        Self { head, content }
    }

    fn whole(&self) -> String {
        let head: String = self.head.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{head}\r\n{}", self.content)
    }
}

/// A text in a head.
pub(super) fn text(text: &str) -> String {
    let plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) && !text.contains("=?");
    if plain && text.len() <= 60 && text.trim() == text { text.to_owned() } else { words(text) }
}

/// A name with an address in a head.
pub(super) fn mailbox(mailbox: &Mailbox) -> String {
    let (name, address) = (mailbox.name.as_str(), mailbox.address.as_str());
    let plain = |byte: u8| byte == b' ' || byte.is_ascii_alphanumeric() || b"!#$%&'*+-/^_`{|}~".contains(&byte);
    match name {
        "" => address.to_owned(),
        _ if name.bytes().all(plain) && name.len() <= 60 && name.trim() == name => format!("{name} <{address}>"),
        _ => format!("{}\r\n <{address}>", words(name)),
    }
}

/// Encoded words, each whole letters, one a line.
fn words(text: &str) -> String {
    let mut chunks: Vec<String> = vec![String::new()];
    for letter in text.chars() {
        let last = chunks.last_mut().expect("there is one");
        if last.len() + letter.len_utf8() > WORD {
            chunks.push(letter.to_string());
        } else {
            last.push(letter);
        }
    }
    let word = |chunk: &String| format!("=?utf-8?b?{}?=", STANDARD.encode(chunk));
    chunks.iter().map(word).collect::<Vec<_>>().join("\r\n ")
}

/// A file name in numbered pieces, each on a line of its own.
fn continued(name: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let letter = |byte: u8| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let mut pieces: Vec<String> = vec!["utf-8''".to_owned()];
    for byte in name.bytes() {
        let encoded = letter(byte);
        match pieces.last_mut() {
            Some(last) if last.len() + encoded.len() <= 54 => last.push_str(&encoded),
            _ => pieces.push(encoded),
        }
    }
    let piece = |(number, piece): (usize, &String)| format!("\r\n filename*{number}*={piece}");
    let pieces: Vec<String> = pieces.iter().enumerate().map(piece).collect();
    pieces.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_stay_in_their_lines_and_words() {
        let long = "中文标题𠮷".repeat(20);
        for field in [text(&long), mailbox(&Mailbox::new(&long, "a@example.com").unwrap()), continued(&long)] {
            assert!(field.is_ascii() && field.split("\r\n").all(|line| line.len() <= 76), "{field}");
            assert!(field.split("\r\n").skip(1).all(|line| line.starts_with(' ')), "{field}");
        }
        assert_eq!(text("Report 2026"), "Report 2026");
        assert_eq!(text("=?utf-8?q?x?="), "=?utf-8?b?PT91dGYtOD9xP3g/PQ==?=", "what looks encoded is encoded");
        assert_eq!(
            mailbox(&Mailbox::new("Lee, Ann", "a@example.com").unwrap()),
            "=?utf-8?b?TGVlLCBBbm4=?=\r\n <a@example.com>"
        );
    }

    #[test]
    fn a_word_never_breaks_a_letter() {
        let decoded: String = words(&"试".repeat(100))
            .split("\r\n ")
            .map(|word| {
                let inner = word.strip_prefix("=?utf-8?b?").unwrap().strip_suffix("?=").unwrap();
                String::from_utf8(STANDARD.decode(inner).unwrap()).unwrap()
            })
            .collect();
        assert_eq!(decoded, "试".repeat(100));
    }
}
