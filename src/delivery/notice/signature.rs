//! Signatures of robots: HMAC-SHA256 (RFC 2104) as base64.

use crate::privacy::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

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

#[cfg(test)]
mod tests {
    use super::*;

    /// Python 3.13: `base64.b64encode(hmac.new(key, text, hashlib.sha256).digest())`.
    #[test]
    fn signs_as_the_robots_check_it() {
        assert_eq!(dingtalk(1_700_000_000_000, "SECabc"), DINGTALK);
        assert_eq!(feishu(1_700_000_000, "SECabc"), FEISHU);
    }

    const DINGTALK: &str = "timestamp=1700000000000&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D";
    const FEISHU: &str = "XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg=";
}
