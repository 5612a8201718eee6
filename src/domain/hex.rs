//! Bytes in print.

/// Bytes as hexadecimal digits, lower case, two each.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_byte_has_two_digits() {
        assert_eq!(super::hex([0, 10, 255]), "000aff");
        assert_eq!(super::hex([]), "");
    }
}
