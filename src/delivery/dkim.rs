//! The signature of the sender's domain on a message (DKIM: RFC 6376, with Ed25519 by RFC 8463), relaxed in head and body.
//!
//! `Content-Type` is not signed: servers on the way write it anew. Fields that are named twice, or named and absent,
//! cannot be added by others without breaking the signature.

use crate::domain::Instant;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use sha2::{Digest, Sha256};

/// The fields that are signed, in order.
const SIGNED: [&str; 11] = [
    "from",
    "from",
    "to",
    "to",
    "subject",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "auto-submitted",
    "mime-version",
];
/// Letters of a line of the signature.
const LINE: usize = 72;

/// The private key of a domain. Nothing prints it.
pub(super) struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    /// A key as PEM: RSA of at least 2,048 bits (PKCS #1 or #8) or Ed25519 (PKCS #8).
    ///
    /// # Errors
    /// Why it cannot be used, without anything of it.
    pub(super) fn new((domain, selector): (&str, &str), pem: &str) -> Result<Self, String> {
        let no_key = |_| "it holds no private key in PEM (`-----BEGIN PRIVATE KEY-----`)".to_owned();
        let found = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(no_key)?;
        let refused = |error: ring::error::KeyRejected| format!("the key cannot be used: {error}");
        let key = match &found {
            PrivateKeyDer::Pkcs1(der) => Key::Rsa(RsaKeyPair::from_der(der.secret_pkcs1_der()).map_err(refused)?),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                match Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
                    Ok(key) => Key::Ed25519(key),
                    Err(_) => Key::Rsa(RsaKeyPair::from_pkcs8(der).map_err(refused)?),
                }
            }
            _ => return Err("the key is neither RSA nor Ed25519".to_owned()),
        };
        Ok(Self { domain: domain.to_owned(), selector: selector.to_owned(), key })
    }

    /// A message with its signature before it.
    ///
    /// # Errors
    /// When the key does not sign.
    pub(super) fn sign(&self, message: &[u8], at: Instant) -> Result<Vec<u8>, String> {
        let end = message.windows(4).position(|window| window == b"\r\n\r\n").map_or(message.len(), |at| at + 2);
        let (head, body) = (&message[..end], message.get(end + 2..).unwrap_or_default());
        let body_hash = STANDARD.encode(Sha256::digest(relaxed_body(body)));
        let method = match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let mut signature = format!(
            "DKIM-Signature: v=1; a={method}; c=relaxed/relaxed;\r\n d={};\r\n s={}; t={};\r\n h={};\r\n bh={body_hash};\r\n b=",
            self.domain,
            self.selector,
            at.0.div_euclid(1_000_000),
            SIGNED.join(":\r\n  "),
        );
        let mut signed = chosen(&String::from_utf8_lossy(head));
        signed.push_str(relaxed_field(&signature).trim_end());
        let bytes = self.signed(signed.as_bytes())?;
        let text = STANDARD.encode(bytes);
        for at in (0..text.len()).step_by(LINE) {
            signature.push_str(&format!("\r\n  {}", &text[at..text.len().min(at + LINE)]));
        }
        signature.push_str("\r\n");
        Ok([signature.as_bytes(), message].concat())
    }

    fn signed(&self, text: &[u8]) -> Result<Vec<u8>, String> {
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                let random = SystemRandom::new();
                let failed = |_| "the key does not sign".to_owned();
                key.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            Key::Ed25519(key) => Ok(key.sign(&Sha256::digest(text)).as_ref().to_vec()),
        }
    }
}

/// The signed fields of a head, each time the last one not yet taken.
fn chosen(head: &str) -> String {
    let mut fields: Vec<String> = Vec::new();
    for line in head.split_inclusive("\r\n") {
        match fields.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => fields.push(line.to_owned()),
        }
    }
    let mut text = String::new();
    for name in SIGNED {
        let is_it = |field: &String| field.split(':').next().is_some_and(|own| own.trim().eq_ignore_ascii_case(name));
        if let Some(at) = fields.iter().rposition(is_it) {
            text.push_str(&relaxed_field(&fields.remove(at)));
        }
    }
    text
}

/// A field with its name in small letters, unfolded, and one blank for each run of them.
fn relaxed_field(field: &str) -> String {
    let (name, value) = field.split_once(':').unwrap_or((field, ""));
    let words: Vec<&str> = value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    format!("{}:{}\r\n", name.trim().to_ascii_lowercase(), words.join(" "))
}

/// A body with one blank for each run of them, none at the end of a line, and no empty lines at its end.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        for (at, byte) in line.iter().enumerate() {
            match byte {
                b' ' | b'\t' if at > 0 && matches!(line[at - 1], b' ' | b'\t') => {}
                b' ' | b'\t' => relaxed.push(b' '),
                other => relaxed.push(*other),
            }
        }
        if relaxed.last() == Some(&b' ') {
            relaxed.pop();
        }
        relaxed.extend(b"\r\n");
    }
    while relaxed.ends_with(b"\r\n\r\n") {
        relaxed.truncate(relaxed.len() - 2);
    }
    if relaxed == b"\r\n" { Vec::new() } else { relaxed }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6376, section 3.4.5 (a).
    #[test]
    fn heads_and_bodies_are_relaxed_as_in_the_standard() {
        assert_eq!(relaxed_field("A: X\r\n"), "a:X\r\n");
        assert_eq!(relaxed_field("B : Y\t\r\n\tZ  \r\n"), "b:Y Z\r\n");
        assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
        assert_eq!(relaxed_body(b""), b"");
        assert_eq!(relaxed_body(b"\r\n\r\n"), b"");
        assert_eq!(relaxed_body(b"no end"), b"no end\r\n");
    }

    /// The key and the message of RFC 8463, appendix A; its own signature covers other fields, so that the public key
    /// decides here.
    #[test]
    fn a_signature_holds_for_what_was_signed_and_for_nothing_else() {
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
        let public = STANDARD.decode("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").unwrap();
        let signer = Signer::new(("football.example.com", "brisbane"), pem).unwrap();
        let message = b"From: Joe <joe@football.example.com>\r\nTo: Suzie <suzie@shopping.example.net>\r\nSubject: Is dinner ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\nMessage-ID: <1@football.example.com>\r\n\r\nHi.\r\n";
        let signed = String::from_utf8(signer.sign(message, Instant(1_528_637_909_000_000)).unwrap()).unwrap();
        assert!(signed.ends_with(std::str::from_utf8(message).unwrap()) && signed.contains("t=1528637909"), "{signed}");
        assert!(signed.split("\r\n").all(|line| line.len() <= 78), "{signed}");
        let holds = |text: &str| {
            let (signature, rest) = text.split_at(text.find("From:").unwrap());
            let (plain, written) = signature.split_at(signature.find("\r\n b=").unwrap() + 5);
            let bytes = STANDARD.decode(written.split_whitespace().collect::<String>()).unwrap();
            let (head, body) = rest.split_once("\r\n\r\n").unwrap();
            let hash = STANDARD.encode(Sha256::digest(relaxed_body(body.as_bytes())));
            let covered = chosen(&format!("{head}\r\n")) + relaxed_field(plain).trim_end();
            let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, &public);
            signature.contains(&hash) && key.verify(&Sha256::digest(covered), &bytes).is_ok()
        };
        assert!(holds(&signed));
        assert!(holds(&signed.replace("Subject: Is dinner ready?", "SUBJECT:  Is dinner\r\n ready?")));
        assert!(!holds(&signed.replace("dinner", "supper")));
        assert!(!holds(&signed.replace("Hi.", "Ho.")));
        assert!(
            !holds(&signed.replace("Date: Fri", "Reply-To: x@example.org\r\nDate: Fri")),
            "a field that was absent"
        );
    }

    #[test]
    fn a_key_that_cannot_sign_is_refused_without_a_word_of_it() {
        for pem in ["", "c2VjcmV0", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"] {
            let why = Signer::new(("example.com", "q3"), pem).map(|_| ()).unwrap_err();
            assert!(!why.contains("c2VjcmV0") && !why.contains("secret"), "{why}");
        }
    }
}
