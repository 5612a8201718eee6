//! A first look at a raw file: its hash, its size, its first bytes, and whether it is UTF-8.

use super::Error;
use crate::source::{self, Hashed, Identity};
use std::path::Path;

/// Bytes that are kept to tell what the file is.
const HEAD: usize = 4096;

/// What a first pass over the bytes found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
    /// Whether all of it is UTF-8.
    pub utf8: Utf8,
    /// The first bytes, which tell what it is.
    pub head: Vec<u8>,
    /// The file that was looked at.
    pub identity: Identity,
}

impl Inspection {
    /// The first four bytes, which tell how much of it is in memory when it is read.
    pub fn mark(&self) -> [u8; 4] {
        let mut mark = [0; 4];
        let length = self.head.len().min(4);
        mark[..length].copy_from_slice(&self.head[..length]);
        mark
    }
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

/// Hashes a file and checks whether it is UTF-8.
pub fn inspect(path: &Path) -> Result<Inspection, Error> {
    let mut utf8 = Utf8::Plain;
    let mut head = Vec::new();
    let (mut first, mut kept) = (true, 0);
    let hashed = source::inspect(path, |block| {
        if std::mem::take(&mut first) {
            head.extend_from_slice(&block[..block.len().min(HEAD)]);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_sees_characters_across_block_ends() {
        const BLOCK: usize = 1 << 20;
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
