//! A first look at a raw file: its hash, its size, and how its text is encoded.

use super::Error;
use crate::config::Encoding;
use crate::source::{self, Hashed, Identity};
use encoding_rs::GB18030;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

const BLOCK: usize = 1 << 20;

/// Lines with non-ASCII characters that are looked at before the encoding is decided.
const EVIDENCE: u64 = 100_000;

/// What a first pass over the bytes found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
    /// Whether all of it is UTF-8.
    pub utf8: Utf8,
    /// The first bytes, for byte-order marks.
    pub head: [u8; 4],
    /// The file that was looked at.
    pub identity: Identity,
}

/// Whether bytes are UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utf8 {
    /// Only ASCII and two-byte characters.
    Plain,
    /// With longer characters, such as Chinese ones.
    Rich,
    /// Not UTF-8 throughout.
    Broken,
}

/// How a text file is to be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoding {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it starts with a UTF-8 byte-order mark.
    pub mark: bool,
    /// First line of a GB18030 file that is UTF-8: it was put together from files of both.
    pub mixed: Option<u64>,
}

/// Why the encoding of a text file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongEncoding {
    /// First line that cannot be read.
    pub line: Option<u64>,
    /// Character in that line.
    pub column: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Hashes a file and checks whether it is UTF-8.
pub fn inspect(path: &Path) -> Result<Inspection, Error> {
    let mut utf8 = Utf8::Plain;
    let mut head = [0; 4];
    let (mut first, mut kept) = (true, 0);
    let hashed = source::inspect(path, |block| {
        if std::mem::take(&mut first) {
            let length = block.len().min(4);
            head[..length].copy_from_slice(&block[..length]);
        }
        kept = advance_utf8(&mut utf8, block);
        kept
    })?;
    let utf8 = if kept > 0 { Utf8::Broken } else { utf8 };
    let Hashed { identity, sha256 } = hashed;
    Ok(Inspection { sha256, bytes: identity.bytes, utf8, head, identity })
}

/// Checks a block; returns the length of a character cut off at its end.
fn advance_utf8(state: &mut Utf8, block: &[u8]) -> usize {
    if *state == Utf8::Broken || block.is_ascii() {
        return 0;
    }
    let valid = match std::str::from_utf8(block) {
        Ok(_) => block.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => {
            *state = Utf8::Broken;
            return 0;
        }
    };
    if *state == Utf8::Plain && block[..valid].iter().fold(0, |most, byte| most.max(*byte)) >= 0xE0 {
        *state = Utf8::Rich;
    }
    block.len() - valid
}

/// Decides how to decode a text file: as configured, else UTF-8 when most lines are, else GB18030
/// when most lines are. A file that is neither, or not what was configured, is refused.
pub fn decoding(
    path: &Path,
    found: &Inspection,
    configured: Option<Encoding>,
) -> Result<Result<Decoding, WrongEncoding>, Error> {
    let mark = found.head.starts_with(&[0xEF, 0xBB, 0xBF]);
    if found.head.starts_with(&[0xFF, 0xFE]) || found.head.starts_with(&[0xFE, 0xFF]) {
        return Ok(Err(refuse(None, "the file is UTF-16", "save it as UTF-8 (in Excel: CSV UTF-8)")));
    }
    let utf8 = Decoding { encoding: Encoding::Utf8, mark, mixed: None };
    let gb18030 = Decoding { encoding: Encoding::Gb18030, mark: false, mixed: None };
    match (configured, found.utf8) {
        (Some(Encoding::Gb18030), Utf8::Rich) => {
            let message = "the file is UTF-8, but the mapping says `encoding: gb18030`";
            return Ok(Err(refuse(None, message, "remove `encoding`")));
        }
        (Some(Encoding::Gb18030), Utf8::Plain) => return Ok(Ok(gb18030)),
        (_, Utf8::Plain | Utf8::Rich) => return Ok(Ok(utf8)),
        (_, Utf8::Broken) => {}
    }
    let evidence = gather(path, &found.identity)?;
    let gb18030 = Decoding { mixed: evidence.first_utf8, ..gb18030 };
    Ok(match configured {
        Some(Encoding::Utf8) if evidence.mostly_utf8() => Ok(utf8),
        Some(Encoding::Gb18030) if evidence.mostly_gb18030() => Ok(gb18030),
        Some(Encoding::Utf8) => {
            let hint = if evidence.looks_like_gb18030() { "write `encoding: gb18030`" } else { "save it as UTF-8" };
            Err(refuse(evidence.first_not_utf8, "the file is not UTF-8, as the mapping says", hint))
        }
        Some(Encoding::Gb18030) => {
            Err(refuse(evidence.first_not_gb18030, "the file is not GB18030, as the mapping says", "save it as UTF-8"))
        }
        None if evidence.mostly_utf8() => Ok(utf8),
        None if evidence.looks_like_gb18030() => Ok(gb18030),
        None => {
            let hint = "save it as UTF-8, or name its encoding in the mapping";
            Err(refuse(evidence.first_not_utf8, "the file is neither UTF-8 nor GB18030", hint))
        }
    })
}

fn refuse(place: Option<(u64, u64)>, message: &str, hint: &str) -> WrongEncoding {
    let (line, column) = place.unzip();
    WrongEncoding { line, column, message: message.to_owned(), hint: hint.to_owned() }
}

#[derive(Debug, Default)]
struct Evidence {
    lines: u64,
    not_utf8: u64,
    not_gb18030: u64,
    high_pairs: u64,
    low_pairs: u64,
    first_utf8: Option<u64>,
    first_not_utf8: Option<(u64, u64)>,
    first_not_gb18030: Option<(u64, u64)>,
}

impl Evidence {
    fn mostly_utf8(&self) -> bool {
        self.not_utf8 * 2 < self.lines
    }

    fn mostly_gb18030(&self) -> bool {
        self.not_gb18030 * 2 < self.lines
    }

    /// Chinese text consists mostly of characters whose second byte is high too; in Western
    /// European text read as GB18030 the second byte is mostly a Latin letter.
    fn looks_like_gb18030(&self) -> bool {
        self.mostly_gb18030() && self.low_pairs * 5 <= self.high_pairs
    }

    fn add(&mut self, number: u64, line: &[u8]) {
        self.lines += 1;
        if let Err(error) = std::str::from_utf8(line) {
            self.not_utf8 += 1;
            let column = String::from_utf8_lossy(&line[..error.valid_up_to()]).chars().count() as u64 + 1;
            self.first_not_utf8.get_or_insert((number, column));
        } else if line.iter().any(|byte| *byte >= 0xE0) {
            // GB18030 is hardly ever UTF-8 by chance once a character has three bytes.
            self.first_utf8.get_or_insert(number);
        }
        if let Some(column) = bad_gb18030(line) {
            self.not_gb18030 += 1;
            self.first_not_gb18030.get_or_insert((number, column));
        }
        let mut rest = line;
        while let [first, second, tail @ ..] = rest {
            match (first, second) {
                (0..0x80, _) => rest = &rest[1..],
                (_, 0x30..=0x39) => rest = tail.get(2..).unwrap_or_default(),
                (_, second) => {
                    *(if *second >= 0x80 { &mut self.high_pairs } else { &mut self.low_pairs }) += 1;
                    rest = tail;
                }
            }
        }
    }
}

/// The character at which a line stops being GB18030.
fn bad_gb18030(line: &[u8]) -> Option<u64> {
    if GB18030.decode_without_bom_handling_and_without_replacement(line).is_some() {
        return None;
    }
    let (lossy, _) = GB18030.decode_without_bom_handling(line);
    Some(lossy.chars().take_while(|char| *char != '\u{FFFD}').count() as u64 + 1)
}

fn gather(path: &Path, identity: &Identity) -> Result<Evidence, Error> {
    let failed = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let mut reader = BufReader::with_capacity(BLOCK, source::reopen(path, identity)?);
    let mut evidence = Evidence::default();
    let mut line = Vec::new();
    let mut number = 0;
    while evidence.lines < EVIDENCE {
        line.clear();
        if reader.by_ref().take(16 * BLOCK as u64).read_until(b'\n', &mut line).map_err(failed)? == 0 {
            break;
        }
        number += 1;
        if !line.is_ascii() {
            evidence.add(number, &line);
        }
    }
    Ok(evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(bytes: &[u8], configured: Option<Encoding>) -> Result<Encoding, WrongEncoding> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.csv");
        std::fs::write(&path, bytes).unwrap();
        let found = inspect(&path).unwrap();
        decoding(&path, &found, configured).unwrap().map(|decoding| decoding.encoding)
    }

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn tells_utf8_from_gb18030_and_refuses_the_rest() {
        let text = "工单号,渠道\n1,电话\n2,微信\n";
        assert_eq!(decide(text.as_bytes(), None), Ok(Encoding::Utf8));
        assert_eq!(decide(&gb(text), None), Ok(Encoding::Gb18030));
        assert_eq!(decide(&gb(text), Some(Encoding::Gb18030)), Ok(Encoding::Gb18030));
        let wrong = decide(&gb(text), Some(Encoding::Utf8)).unwrap_err();
        assert_eq!((wrong.line, wrong.column), (Some(1), Some(1)));
        assert_eq!(wrong.hint, "write `encoding: gb18030`");
        let wrong = decide(text.as_bytes(), Some(Encoding::Gb18030)).unwrap_err();
        assert_eq!(wrong.message, "the file is UTF-8, but the mapping says `encoding: gb18030`");
    }

    #[test]
    fn western_european_text_is_no_chinese() {
        let latin = b"id,name\n1,M\xFCller\n2,Caf\xE9 noir\n3,Gr\xF6\xDFe\n";
        let wrong = decide(latin, None).unwrap_err();
        assert_eq!((wrong.line, wrong.column), (Some(2), Some(4)));
        assert_eq!(wrong.message, "the file is neither UTF-8 nor GB18030");
        assert_eq!(decide(b"\xFF\xFEi\0d\0", None).unwrap_err().message, "the file is UTF-16");
    }

    #[test]
    fn one_damaged_line_does_not_change_the_encoding() {
        let mut bytes = "编号,渠道\n1,电话\n2,微信\n3,门店\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"4,\xE7\x94\n");
        assert_eq!(decide(&bytes, None), Ok(Encoding::Utf8));
    }

    #[test]
    fn hashes_and_sees_characters_across_block_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let text = format!("{}电话", "a".repeat(BLOCK - 1));
        std::fs::write(&path, &text).unwrap();
        let found = inspect(&path).unwrap();
        assert_eq!((found.utf8, found.bytes), (Utf8::Rich, text.len() as u64));
        std::fs::write(&path, &text.as_bytes()[..BLOCK + 1]).unwrap();
        assert_eq!(inspect(&path).unwrap().utf8, Utf8::Broken);
        std::fs::write(&path, "abc").unwrap();
        assert_eq!(inspect(&path).unwrap().sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
