//! Bytes with their checksum.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// CRC-32 of these bytes.
pub fn checksum(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

/// CRC-32 of a file.
///
/// # Errors
/// When it cannot be read.
pub fn checksum_of(path: &Path) -> io::Result<u32> {
    let mut file = File::open(path)?;
    let mut sum = crc32fast::Hasher::new();
    let mut block = vec![0; 1 << 18];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(sum.finalize()),
            read => sum.update(&block[..read]),
        }
    }
}

/// Bytes behind a line with their checksum.
pub fn seal(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = format!("{:08x}\n", checksum(bytes)).into_bytes();
    sealed.extend_from_slice(bytes);
    sealed
}

/// What was sealed in a file; `None` when it is not there, or not whole.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    let mut sealed = fs::read(path).ok()?;
    let line = sealed.get(..9)?;
    let sum = u32::from_str_radix(std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?, 16).ok()?;
    sealed.drain(..9);
    (checksum(&sealed) == sum).then_some(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_is_seen_wherever_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("entry");
        let sealed = seal(b"{\"rows\": 7}");
        fs::write(&path, &sealed).unwrap();
        assert_eq!(read(&path).unwrap(), b"{\"rows\": 7}");
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &damaged).unwrap();
            // A letter of the checksum in other case says the same.
            let same = damaged[..8].eq_ignore_ascii_case(&sealed[..8]) && damaged[8..] == sealed[8..];
            assert_eq!(read(&path).is_some(), same, "bit {bit}");
        }
        for length in 0..sealed.len() {
            fs::write(&path, &sealed[..length]).unwrap();
            assert!(read(&path).is_none(), "cut at {length}");
        }
    }

    #[test]
    fn a_file_has_the_checksum_of_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("entry");
        fs::write(&path, "123456789").unwrap();
        // The check value of CRC-32/ISO-HDLC.
        assert_eq!((checksum_of(&path).unwrap(), checksum(b"123456789")), (0xCBF4_3926, 0xCBF4_3926));
    }
}
