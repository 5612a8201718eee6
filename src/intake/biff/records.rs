//! The records of a stream.

use crate::intake::compound::u16_at;

/// A record with what continues it.
#[derive(Debug)]
pub struct Record<'s> {
    /// What it is.
    pub kind: u16,
    /// Its data, and the data of every record that continues it.
    pub parts: Vec<&'s [u8]>,
}

impl<'s> Record<'s> {
    /// Begins a part of the stream.
    pub const BOF: u16 = 0x0809;
    /// Ends it.
    pub const EOF: u16 = 0x000A;
    /// The stream is encrypted.
    pub const FILE_PASS: u16 = 0x002F;
    /// Code page of texts.
    pub const CODE_PAGE: u16 = 0x0042;
    /// From which day dates count.
    pub const DATE_MODE: u16 = 0x0022;
    /// A number format.
    pub const FORMAT: u16 = 0x041E;
    /// A cell style.
    pub const XF: u16 = 0x00E0;
    /// A sheet.
    pub const SHEET: u16 = 0x0085;
    /// Texts that cells share.
    pub const SHARED: u16 = 0x00FC;
    /// A cell of a shared text.
    pub const LABEL_SHARED: u16 = 0x00FD;
    /// A cell of a text.
    pub const LABEL: u16 = 0x0204;
    /// A cell of a text with fonts.
    pub const LABEL_RICH: u16 = 0x00D6;
    /// A cell of a number.
    pub const NUMBER: u16 = 0x0203;
    /// A cell of a number in short.
    pub const SHORT_NUMBER: u16 = 0x027E;
    /// Cells of numbers in short.
    pub const SHORT_NUMBERS: u16 = 0x00BD;
    /// A cell of a truth value or an error.
    pub const BOOLEAN: u16 = 0x0205;
    /// A cell of a formula.
    pub const FORMULA: u16 = 0x0006;
    /// The text that the formula before gave.
    pub const STRING: u16 = 0x0207;
    /// Merged areas.
    pub const MERGED: u16 = 0x00E5;

    /// Its own data.
    pub fn data(&self) -> &'s [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// Reads records; ends with the stream or where it is cut off.
#[derive(Debug)]
pub struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    const CONTINUE: u16 = 0x003C;

    /// Starts at an offset.
    pub fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// All of the stream.
    pub fn stream(&self) -> &'s [u8] {
        self.stream
    }

    /// Where the next record begins.
    pub fn position(&self) -> usize {
        self.at
    }

    fn one(&mut self) -> Option<(u16, &'s [u8])> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, data) = self.one()?;
        let mut parts = vec![data];
        while u16_at(self.stream, self.at) == Some(Self::CONTINUE) {
            parts.push(self.one()?.1);
        }
        Some(Record { kind, parts })
    }
}
