//! A line to a server: commands and answers of mail (RFC 5321), whole answers of others, and the change to
//! encryption.
//!
//! An answer must come whole within the time allowed, however slowly its letters arrive. What a server has
//! said before encryption begins is not taken for an answer after it.

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// No honest answer is longer.
const LONGEST_ANSWER: usize = 64 * 1024;

/// A connection to a server.
pub(in crate::delivery) struct Line {
    stream: Stream,
    /// What was read and not yet used.
    ahead: Vec<u8>,
    timeout: Duration,
    /// What a server may say again and nobody must read.
    hidden: Vec<String>,
}

enum Stream {
    Clear(TcpStream),
    Encrypted(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::delivery) struct Answer {
    pub(in crate::delivery) code: u16,
    /// The text of each line.
    pub(in crate::delivery) lines: Vec<String>,
}

/// How a connection came to be.
pub(in crate::delivery) struct Certified<'a> {
    /// The name that the certificate must bear.
    pub(in crate::delivery) host: &'a str,
    pub(in crate::delivery) trust: Arc<ClientConfig>,
}

impl Line {
    /// Connects to the first address that answers.
    pub(in crate::delivery) fn connect((host, port): (&str, u16), timeout: Duration) -> io::Result<Self> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, timeout) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(timeout))?;
                    stream.set_write_timeout(Some(timeout))?;
                    stream.set_nodelay(true)?;
                    return Ok(Self { stream: Stream::Clear(stream), ahead: Vec::new(), timeout, hidden: Vec::new() });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Encrypts the connection; it fails rather than go on in clear text.
    pub(in crate::delivery) fn encrypt(self, certified: &Certified<'_>) -> io::Result<Self> {
        let Stream::Clear(mut tcp) = self.stream else { return Ok(self) };
        if !self.ahead.is_empty() {
            return Err(io::Error::other("the server spoke on before encryption began"));
        }
        let name = ServerName::try_from(certified.host.to_owned()).map_err(io::Error::other)?;
        let mut connection = ClientConnection::new(Arc::clone(&certified.trust), name).map_err(io::Error::other)?;
        let until = Instant::now() + self.timeout;
        while connection.is_handshaking() {
            allow(&tcp, until)?;
            connection.complete_io(&mut tcp)?;
        }
        tcp.set_read_timeout(Some(self.timeout))?;
        Ok(Self { stream: Stream::Encrypted(Box::new(StreamOwned::new(connection, tcp))), ..self })
    }

    pub(in crate::delivery) fn is_encrypted(&self) -> bool {
        matches!(self.stream, Stream::Encrypted(_))
    }

    /// From now on these stand nowhere in what the server is quoted with, in whole or in part.
    pub(in crate::delivery) fn hide(&mut self, secrets: Vec<String>) {
        self.hidden = secrets;
    }

    /// A shorter patience from now on.
    pub(in crate::delivery) fn hurry(&mut self, timeout: Duration) {
        self.timeout = self.timeout.min(timeout);
        let _ = self.tcp().set_write_timeout(Some(self.timeout));
    }

    /// Says a command and waits for the answer.
    pub(in crate::delivery) fn command(&mut self, text: &str) -> io::Result<Answer> {
        debug_assert!(!text.contains(['\r', '\n', '\0']), "one command is one line");
        self.quiet()?;
        self.write(format!("{text}\r\n").as_bytes())?;
        self.answer()
    }

    /// Nothing was said that nobody asked for: it would be taken for the answer to what comes next.
    pub(in crate::delivery) fn quiet(&self) -> io::Result<()> {
        let out_of_turn = || io::Error::new(io::ErrorKind::InvalidData, "the server spoke out of turn");
        self.ahead.is_empty().then_some(()).ok_or_else(out_of_turn)
    }

    /// Writes all of it.
    pub(in crate::delivery) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.stream {
            Stream::Clear(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
            Stream::Encrypted(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        }
    }

    /// The next answer, whole.
    pub(in crate::delivery) fn answer(&mut self) -> io::Result<Answer> {
        let until = Instant::now() + self.timeout;
        let (mut lines, mut length) = (Vec::new(), 0);
        loop {
            let line = self.text_line(until)?;
            length += line.len();
            let wrong =
                || io::Error::new(io::ErrorKind::InvalidData, format!("no answer of a mail server: {line:.80}"));
            let code: u16 =
                line.get(..3).and_then(|code| code.parse().ok()).filter(|code| *code >= 200).ok_or_else(wrong)?;
            lines.push(line.get(4..).unwrap_or_default().to_owned());
            match line.as_bytes().get(3) {
                Some(b'-') if length < LONGEST_ANSWER => {}
                None | Some(b' ') => return Ok(Answer { code, lines }),
                Some(_) => return Err(wrong()),
            }
        }
    }

    /// Everything that the server says until it hangs up or `is_whole`; no more than an honest answer.
    pub(in crate::delivery) fn all(&mut self, is_whole: impl Fn(&[u8]) -> bool) -> io::Result<Vec<u8>> {
        let until = Instant::now() + self.timeout;
        while !is_whole(&self.ahead) && self.ahead.len() <= LONGEST_ANSWER {
            match self.more(until) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !self.ahead.is_empty() => break,
                other => other?,
            }
        }
        Ok(std::mem::take(&mut self.ahead))
    }

    fn text_line(&mut self, until: Instant) -> io::Result<String> {
        loop {
            if let Some(end) = self.ahead.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.ahead.drain(..=end).collect();
                let text = String::from_utf8_lossy(&line);
                return Ok(masked(text.trim_end(), &self.hidden));
            }
            if self.ahead.len() > LONGEST_ANSWER {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the answer does not end"));
            }
            self.more(until)?;
        }
    }

    /// Reads on.
    fn more(&mut self, until: Instant) -> io::Result<()> {
        allow(self.tcp(), until)?;
        let mut part = [0; 4096];
        let read = match &mut self.stream {
            Stream::Clear(stream) => stream.read(&mut part),
            Stream::Encrypted(stream) => stream.read(&mut part),
        };
        match read {
            Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server hung up")),
            Ok(count) => self.ahead.extend(&part[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Err(late());
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn tcp(&self) -> &TcpStream {
        match &self.stream {
            Stream::Clear(stream) => stream,
            Stream::Encrypted(stream) => stream.get_ref(),
        }
    }
}

/// A text without the parts of secrets that are long enough to tell of them; of a short one without the whole.
fn masked(text: &str, secrets: &[String]) -> String {
    const PART: usize = 6;
    let letters: Vec<char> = text.chars().collect();
    let mut hidden = vec![false; letters.len()];
    for secret in secrets {
        let secret: Vec<char> = secret.chars().collect();
        let part = secret.len().min(PART);
        if part == 0 {
            continue;
        }
        for piece in secret.windows(part) {
            for at in 0..(letters.len() + 1).saturating_sub(part) {
                if letters[at..at + part] == *piece {
                    hidden[at..at + part].fill(true);
                }
            }
        }
    }
    let mut shown = String::with_capacity(text.len());
    for (at, letter) in letters.into_iter().enumerate() {
        match hidden[at] {
            false => shown.push(letter),
            true if at == 0 || !hidden[at - 1] => shown.push('…'),
            true => {}
        }
    }
    shown
}

/// Reading may last until then.
fn allow(stream: &TcpStream, until: Instant) -> io::Result<()> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(late());
    }
    stream.set_read_timeout(Some(left))
}

fn late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the server did not answer in time")
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn no_part_of_a_secret_is_quoted() {
        let secrets = ["AHJlcG9ydHMAczNjcmV0".to_owned(), "s3cret-word".to_owned(), "ab".to_owned()];
        for (said, shown) in [
            ("535 no: AUTH PLAIN AHJlcG9ydHMAczNjcmV0", "535 no: AUTH PLAIN …"),
            ("535 no: AHJlcG9yd and G9ydHMAczNjc", "535 no: … and …"),
            ("535 5.7.8 s3cret-wor", "535 5.7.8 …"),
            ("250 ok ab", "250 ok …"),
            ("250 queued as 4F2", "250 queued as 4F2"),
        ] {
            assert_eq!(masked(said, &secrets), shown);
        }
        assert_eq!(masked("x", &[String::new()]), "x");
    }
}
