//! Texts of old workbooks: in the workbook's code page, or UTF-16 with the upper bytes left out where
//! they are all zero.

use super::records::Record;
use crate::intake::compound::{u16_at, u32_at};
use crate::intake::grid::Damage;
use crate::intake::xlsx::Strings;
use encoding_rs::{Encoding, WINDOWS_1252};

/// How texts are written.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    unicode: bool,
    encoding: &'static Encoding,
}

impl Default for Texts {
    fn default() -> Self {
        Self { unicode: true, encoding: WINDOWS_1252 }
    }
}

impl Texts {
    /// Takes the version of the stream: texts are Unicode since Excel 97.
    pub fn version(&mut self, version: u16) {
        self.unicode = version >= 0x0600;
    }

    /// Takes the code page.
    pub fn code_page(&mut self, page: u16) {
        let label = match page {
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            10_000 | 0x8000 => "macintosh".to_owned(),
            874 => "windows-874".to_owned(),
            866 => "ibm866".to_owned(),
            _ => format!("windows-{page}"),
        };
        self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
    }

    /// A text with a length of one byte.
    pub fn short(&self, data: &[u8], at: usize) -> Option<String> {
        let length = usize::from(*data.get(at)?);
        self.characters(&[data.get(at + 1..)?], length)
    }

    /// A text with a length of two bytes, possibly continued in further parts.
    pub fn long(&self, parts: &[&[u8]], at: usize) -> Option<String> {
        let (first, further) = parts.split_first()?;
        let length = usize::from(u16_at(first, at)?);
        let mut rest = vec![first.get(at + 2..)?];
        rest.extend(further);
        self.characters(&rest, length)
    }

    /// The code of a number format.
    pub fn format_code(&self, data: &[u8]) -> Option<String> {
        if self.unicode { self.long(&[data], 2) } else { self.short(data, 2) }
    }

    fn characters(&self, parts: &[&[u8]], length: usize) -> Option<String> {
        if self.unicode {
            let mut cursor = Cursor { parts, part: 0, at: 0 };
            let flags = cursor.byte()?;
            return cursor.characters(length, flags);
        }
        let bytes = parts.first()?;
        let (text, _) = self.encoding.decode_without_bom_handling(&bytes[..length.min(bytes.len())]);
        Some(text.into_owned())
    }
}

/// Reads on over the ends of parts.
struct Cursor<'p> {
    parts: &'p [&'p [u8]],
    part: usize,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &[u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next part when this one is used up; whether it did.
    fn turn(&mut self) -> bool {
        if !self.rest().is_empty() || self.part + 1 >= self.parts.len() {
            return false;
        }
        (self.part, self.at) = (self.part + 1, 0);
        true
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.turn();
        let bytes = self.rest().get(..N)?.try_into().ok()?;
        self.at += N;
        Some(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn skip(&mut self, mut length: usize) -> Option<()> {
        while length > 0 {
            self.turn();
            let step = length.min(self.rest().len());
            if step == 0 {
                return None;
            }
            self.at += step;
            length -= step;
        }
        Some(())
    }

    /// Characters; where they run over the end of a part, the next one says anew how they are written.
    fn characters(&mut self, length: usize, flags: u8) -> Option<String> {
        let mut wide = flags & 1 == 1;
        let mut units: Vec<u16> = Vec::with_capacity(length.min(1 << 16));
        while units.len() < length {
            if self.turn() {
                wide = self.byte()? & 1 == 1;
            }
            let missing = length - units.len();
            let rest = self.rest();
            let before = units.len();
            if wide {
                units.extend(rest.as_chunks::<2>().0.iter().take(missing).map(|two| u16::from_le_bytes(*two)));
            } else {
                units.extend(rest.iter().take(missing).map(|byte| u16::from(*byte)));
            }
            let taken = units.len() - before;
            if taken == 0 {
                return None;
            }
            self.at += if wide { taken * 2 } else { taken };
        }
        Some(String::from_utf16_lossy(&units))
    }
}

/// The texts that cells share.
pub fn shared(record: &Record<'_>) -> Result<Strings, Damage> {
    let broken = || Damage::new("its texts are damaged").with_hint("save it again in Excel");
    let count = u32_at(record.data(), 4).ok_or_else(broken)?;
    let mut cursor = Cursor { parts: &record.parts, part: 0, at: 8 };
    let mut strings = Strings::default();
    for _ in 0..count {
        let text = rich(&mut cursor).ok_or_else(broken)?;
        strings.push(&text);
    }
    Ok(strings)
}

fn rich(cursor: &mut Cursor<'_>) -> Option<String> {
    let length = usize::from(u16::from_le_bytes(cursor.take()?));
    let flags = cursor.byte()?;
    let runs = if flags & 8 == 8 { usize::from(u16::from_le_bytes(cursor.take()?)) } else { 0 };
    let extra = if flags & 4 == 4 { u32::from_le_bytes(cursor.take()?) as usize } else { 0 };
    let text = cursor.characters(length, flags)?;
    cursor.skip(runs * 4 + extra)?;
    Some(text)
}
