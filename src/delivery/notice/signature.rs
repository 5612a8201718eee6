//! Signatures of robots: HMAC-SHA256 (RFC 2104) as base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// The signature of 钉钉: over time and secret, by the secret; to stand in a query. Time in milliseconds.
pub(super) fn dingtalk(milliseconds: i64, secret: &str) -> String {
    let text = format!("{milliseconds}\n{secret}");
    let sign = STANDARD.encode(hmac(secret.as_bytes(), text.as_bytes()));
    let sign = sign.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    format!("timestamp={milliseconds}&sign={sign}")
}

/// The signature of 飞书: over nothing, by time and secret. Time in seconds.
pub(super) fn feishu(seconds: i64, secret: &str) -> String {
    STANDARD.encode(hmac(format!("{seconds}\n{secret}").as_bytes(), b""))
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 2 and 6.
    #[test]
    fn agrees_with_the_worked_examples() {
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hex(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    /// Python 3.13: `base64.b64encode(hmac.new(key, text, hashlib.sha256).digest())`.
    #[test]
    fn signs_as_the_robots_check_it() {
        assert_eq!(dingtalk(1_700_000_000_000, "SECabc"), DINGTALK);
        assert_eq!(feishu(1_700_000_000, "SECabc"), FEISHU);
    }

    const DINGTALK: &str = "timestamp=1700000000000&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D";
    const FEISHU: &str = "XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg=";
}
