//! Numbers and texts of a file in either byte order.

use crate::intake::grid::Damage;
use std::io::Read;

/// A field longer than this is damage.
const LONGEST: usize = 64 << 20;

/// Reads a file from its start.
#[derive(Debug)]
pub struct Source<R> {
    file: R,
    /// Whether numbers begin with their highest byte.
    pub big: bool,
    /// Bytes read.
    pub at: u64,
}

impl<R: Read> Source<R> {
    /// Starts at the beginning, with the usual byte order.
    pub fn new(file: R) -> Self {
        Self { file, big: false, at: 0 }
    }

    /// So many bytes.
    pub fn bytes(&mut self, length: usize) -> Result<Vec<u8>, Damage> {
        let mut bytes = Vec::new();
        let wanted = length.min(LONGEST);
        let read = self.file.by_ref().take(wanted as u64).read_to_end(&mut bytes)?;
        self.at += read as u64;
        if read < length { Err(cut()) } else { Ok(bytes) }
    }

    /// So many bytes, of which nothing is kept.
    pub fn skip(&mut self, length: usize) -> Result<(), Damage> {
        self.bytes(length).map(drop)
    }

    /// Eight bytes; `None` at the end of the file.
    pub fn eight(&mut self) -> Result<Option<[u8; 8]>, Damage> {
        let mut bytes = [0; 8];
        let mut filled = 0;
        while filled < 8 {
            match self.file.read(&mut bytes[filled..])? {
                0 if filled == 0 => return Ok(None),
                0 => return Err(cut()),
                read => filled += read,
            }
        }
        self.at += 8;
        Ok(Some(bytes))
    }

    /// A whole number of four bytes.
    pub fn integer(&mut self) -> Result<i32, Damage> {
        let bytes = self.bytes(4)?;
        let bytes = [bytes[0], bytes[1], bytes[2], bytes[3]];
        Ok(if self.big { i32::from_be_bytes(bytes) } else { i32::from_le_bytes(bytes) })
    }

    /// A length, which is not negative and not absurd.
    pub fn length(&mut self) -> Result<usize, Damage> {
        usize::try_from(self.integer()?).ok().filter(|length| *length <= LONGEST).ok_or_else(damaged)
    }

    /// A floating-point number.
    pub fn float(&mut self) -> Result<f64, Damage> {
        let bytes = self.eight()?.ok_or_else(cut)?;
        Ok(self.number(bytes))
    }

    /// Eight bytes as a floating-point number.
    pub fn number(&self, bytes: [u8; 8]) -> f64 {
        if self.big { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) }
    }

    /// What is not read yet.
    pub fn into_rest(self) -> R {
        self.file
    }
}

/// A file that ends before it should.
pub fn cut() -> Damage {
    Damage::new("the file breaks off").with_hint("download or save it again")
}

/// A file whose parts do not fit together.
pub fn damaged() -> Damage {
    Damage::new("its structure is damaged").with_hint("download or save it again")
}
