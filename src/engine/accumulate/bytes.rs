//! Whole numbers and texts as bytes and back: short ones take few bytes, and nothing that is read is trusted.

/// Bytes that no state was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are damaged")]
pub struct Damaged;

/// Writes a state.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A whole number of seven bits a byte, the lowest first.
    pub fn whole(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// A number of things.
    pub fn length(&mut self, length: usize) {
        self.whole(length as u64);
    }

    /// A sum.
    pub fn wide(&mut self, value: i128) {
        self.raw(&value.to_le_bytes());
    }

    /// A text, or that there is none.
    pub fn text(&mut self, text: Option<&str>) {
        self.length(text.map_or(0, |text| text.len() + 1));
        self.raw(text.unwrap_or_default().as_bytes());
    }
}

/// Reads what a [`Writer`] wrote.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// From the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all was read.
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// The next bytes as they are.
    ///
    /// # Errors
    /// There are fewer.
    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// A whole number.
    ///
    /// # Errors
    /// The bytes end, or the number is too large.
    pub fn whole(&mut self) -> Result<u64, Damaged> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.raw(1)?[0];
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return Err(Damaged);
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damaged)
    }

    /// A number of things that take a byte each, at least.
    ///
    /// # Errors
    /// The bytes end before as many could follow.
    pub fn length(&mut self) -> Result<usize, Damaged> {
        let length = usize::try_from(self.whole()?).map_err(|_| Damaged)?;
        if length <= self.0.len() { Ok(length) } else { Err(Damaged) }
    }

    /// A sum.
    ///
    /// # Errors
    /// The bytes end.
    pub fn wide(&mut self) -> Result<i128, Damaged> {
        Ok(i128::from_le_bytes(self.raw(16)?.try_into().map_err(|_| Damaged)?))
    }

    /// A text, or that there is none.
    ///
    /// # Errors
    /// The bytes end or are no text.
    pub fn text(&mut self) -> Result<Option<&'a str>, Damaged> {
        let Some(length) = usize::try_from(self.whole()?).map_err(|_| Damaged)?.checked_sub(1) else { return Ok(None) };
        std::str::from_utf8(self.raw(length)?).map(Some).map_err(|_| Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        let mut writer = Writer::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        numbers.iter().for_each(|number| writer.whole(*number));
        writer.wide(i128::MIN);
        writer.text(None);
        writer.text(Some(""));
        writer.text(Some("电话"));
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        assert!(numbers.iter().all(|number| reader.whole() == Ok(*number)));
        assert_eq!(reader.wide(), Ok(i128::MIN));
        assert_eq!([reader.text(), reader.text(), reader.text()], [Ok(None), Ok(Some("")), Ok(Some("电话"))]);
        assert!(reader.is_at_end());
        assert_eq!(reader.whole(), Err(Damaged), "beyond the end");
        assert_eq!(Reader::new(&[0xff; 12]).whole(), Err(Damaged), "more than 64 bits");
        assert_eq!(Reader::new(&[9, 0]).length(), Err(Damaged), "more things than bytes");
        assert_eq!(Reader::new(&[2, 0xff]).text(), Err(Damaged), "no text");
    }
}
