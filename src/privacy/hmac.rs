//! HMAC-SHA256 (RFC 2104).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The keyed hash of a text, by a key of any length.
pub fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut hash = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    hash.update(text);
    hash.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::hmac;
    use crate::domain::hex;

    /// RFC 4231, test cases 2 and 6.
    #[test]
    fn agrees_with_the_worked_examples() {
        assert_eq!(
            hex(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
