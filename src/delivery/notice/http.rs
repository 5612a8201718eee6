//! One POST of JSON by HTTP/1.1, over TLS; in clear text to this computer only. The address is a secret: no
//! message holds it or a part of it.

use crate::delivery::courier::line::{Certified, Line};
use crate::delivery::courier::trust::trust;
use std::path::Path;
use std::time::Duration;

/// Parts of an address that are shorter say nothing of it.
const TELLING: usize = 6;

/// An address, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    is_encrypted: bool,
    host: String,
    port: u16,
    /// Path and query.
    pub(super) target: String,
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Status.
    pub(super) status: u16,
    /// Body.
    pub(super) body: Vec<u8>,
}

impl Url {
    /// Reads an address; what is wrong with it is said without any of it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (is_encrypted, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err("its address does not begin with `https://`".to_owned()),
        };
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (place, target) = rest.split_at(at);
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().map_err(|_| wrong())?),
            _ => (place, if is_encrypted { 443 } else { 80 }),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let named =
            !host.is_empty() && host.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-:".contains(letter));
        let plain = target.chars().all(|letter| letter.is_ascii_graphic() && letter != '#');
        if !named || !plain {
            return Err(wrong());
        }
        let is_near = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|one| one.is_loopback());
        if !is_encrypted && !is_near {
            return Err("its address is not https: nothing is sent in clear text".to_owned());
        }
        let slash = if target.starts_with('/') { "" } else { "/" };
        Ok(Self { is_encrypted, host: host.to_owned(), port, target: format!("{slash}{target}") })
    }

    /// The same with more in its query.
    pub(super) fn with_query(&self, more: &str) -> Self {
        let sign = if self.target.contains('?') { '&' } else { '?' };
        Self { target: format!("{}{sign}{more}", self.target), ..self.clone() }
    }

    /// A text without any part of the address.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        let mut parts: Vec<&str> =
            self.target.split(['/', '?', '&', '=']).chain([self.host.as_str(), self.target.as_str()]).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        parts
            .into_iter()
            .filter(|part| part.len() >= TELLING)
            .fold(text.to_owned(), |text, part| text.replace(part, "…"))
    }
}

fn wrong() -> String {
    "its address is not one".to_owned()
}

/// Posts JSON; redirections are not followed.
///
/// # Errors
/// Why there is no answer, in words.
pub(super) fn post(
    url: &Url,
    body: &[u8],
    (certificates, timeout): (Option<&Path>, Duration),
) -> Result<Answer, String> {
    let said = |error: std::io::Error| url.hidden_in(&error.to_string());
    let mut line = Line::connect((&url.host, url.port), timeout).map_err(said)?;
    if url.is_encrypted {
        let trust = trust(certificates)?;
        line = line.encrypt(&Certified { host: &url.host, trust }).map_err(|error| format!("TLS: {}", said(error)))?;
    }
    let host = if url.host.contains(':') { format!("[{}]", url.host) } else { url.host.clone() };
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {host}:{}\r\nUser-Agent: quarterdeck/{}\r\nContent-Type: application/json; \
         charset=utf-8\r\nAccept: application/json, text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        url.target,
        url.port,
        env!("CARGO_PKG_VERSION"),
        body.len()
    );
    line.write(&[head.as_bytes(), body].concat()).map_err(said)?;
    let bytes = line.all(|bytes| parsed(bytes).is_some_and(|(_, is_whole)| is_whole)).map_err(said)?;
    parsed(&bytes).map(|(answer, _)| answer).ok_or_else(|| "the server's answer is not HTTP".to_owned())
}

/// An answer as far as it has come, and whether that is all of it.
fn parsed(bytes: &[u8]) -> Option<(Answer, bool)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next()?.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    let field = |name: &str| {
        let named = |line: &str| {
            line.split_once(':')
                .filter(|(own, _)| own.trim().eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_ascii_lowercase())
        };
        head.split("\r\n").skip(1).find_map(named)
    };
    let rest = &bytes[end + 4..];
    if field("transfer-encoding").is_some_and(|value| value.ends_with("chunked")) {
        let (body, is_whole) = dechunked(rest);
        return Some((Answer { status, body }, is_whole));
    }
    let length: Option<usize> = field("content-length").and_then(|value| value.parse().ok());
    let body = rest[..length.unwrap_or(rest.len()).min(rest.len())].to_vec();
    let is_whole = status == 204 || length.is_some_and(|length| body.len() == length);
    Some((Answer { status, body }, is_whole))
}

/// A body that comes in chunks, as far as it has come, and whether that is all of it.
fn dechunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|window| window == b"\r\n") else { return (body, false) };
        let size = String::from_utf8_lossy(&rest[..end]);
        let size = size.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else { return (body, true) };
        rest = &rest[end + 2..];
        if size == 0 {
            return (body, true);
        }
        body.extend(&rest[..size.min(rest.len())]);
        let Some(next) = size.checked_add(2).and_then(|skip| rest.get(skip..)) else { return (body, false) };
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart_and_clear_text_stays_at_home() {
        let url = Url::parse("https://hooks.example.com/services/T0/B0?key=abcdefgh").unwrap();
        assert_eq!((url.host.as_str(), url.port, url.is_encrypted), ("hooks.example.com", 443, true));
        assert_eq!(url.with_query("sign=1").target, "/services/T0/B0?key=abcdefgh&sign=1");
        assert_eq!(Url::parse("http://127.0.0.1:8080").unwrap().with_query("a=1").target, "/?a=1");
        assert_eq!(Url::parse("http://[::1]:81/x").unwrap().port, 81);
        for wrong in [
            "http://example.com/secret-path",
            "ftp://x/secret-path",
            "https:///secret-path",
            "https://a b/secret-path",
            "https://x:y/secret-path",
            "https://x/secret-path\r\nX: y",
            "https://user@x/secret-path",
        ] {
            let said = Url::parse(wrong).unwrap_err();
            assert!(!said.contains("secret-path"), "{said}");
        }
    }

    #[test]
    fn no_part_of_the_address_is_said() {
        let url = Url::parse("https://hooks.example.com/services/T0/B0?key=abcdefgh").unwrap();
        let text = "no certificate for hooks.example.com; /services/T0/B0?key=abcdefgh (abcdefgh)";
        let hidden = url.hidden_in(text);
        assert!(!hidden.contains("abcdefgh") && !hidden.contains("hooks") && !hidden.contains("services"), "{hidden}");
    }

    #[test]
    fn answers_are_read_whole_or_in_chunks() {
        let whole = |text: &str| {
            parsed(text.as_bytes())
                .map(|(answer, whole)| (answer.status, String::from_utf8(answer.body).unwrap(), whole))
        };
        assert_eq!(whole("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"), Some((200, "ok".to_owned(), true)));
        assert_eq!(whole("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok"), Some((200, "ok".to_owned(), false)));
        let chunks = "HTTP/1.1 500 no\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        assert_eq!(whole(chunks), Some((500, "abcd".to_owned(), true)));
        assert_eq!(whole(&chunks[..chunks.len() - 12]), Some((500, "abc".to_owned(), false)));
        assert_eq!(whole("HTTP/1.0 404 no\r\n\r\nx"), Some((404, "x".to_owned(), false)), "until it hangs up");
        assert_eq!(whole("SSH-2.0\r\n\r\n"), None);
    }
}
