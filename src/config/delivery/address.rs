//! Mail addresses, and whose they are.

use super::Delivery;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// To which reports' clients mail domains belong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailOwners {
    /// Ids of reports by domain.
    pub(in crate::config) of: BTreeMap<String, BTreeSet<String>>,
    /// Whether some could not be read: an address outside a report's own domains may then belong to another client.
    pub(in crate::config) unread: bool,
}

impl MailOwners {
    /// The other reports to whose clients an address belongs, by its domain or the nearest one above it that belongs
    /// to anybody; `None` where it is not another's.
    pub fn others(&self, address: &MailAddress, report: &str) -> Option<String> {
        let domain = address.domain();
        let parents = domain.match_indices('.').map(|(at, _)| &domain[at + 1..]);
        let owner = std::iter::once(domain).chain(parents).find_map(|name| self.of.get(name))?;
        let whose = || owner.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        (!owner.contains(report)).then(whose)
    }

    /// Whether a faulty report owns no domain, and something in it was not understood that may have named one.
    pub(in crate::config) fn may_lack(&self, report: &str, problems: &[Diagnostic]) -> bool {
        const HIDING: [&str; 5] = ["unknown-key", "misplaced-key", "duplicate-key", "empty-key", "unknown-group"];
        let owns = self.of.values().any(|ids| ids.contains(report));
        !owns && problems.iter().any(|one| HIDING.contains(&one.code.as_ref()))
    }

    /// Whether the domains of some report could not be read.
    pub fn is_incomplete(&self) -> bool {
        self.unread
    }

    /// Whether nobody can say that an address is not another client's: it lies outside the report's own domains, and
    /// those of some report could not be read.
    pub fn is_unsure(&self, address: &MailAddress, delivery: &Delivery) -> bool {
        self.unread && !delivery.owns(address.domain())
    }
}

/// A name with an address. Neither holds a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Name; may be empty.
    pub name: String,
    /// Address.
    pub address: MailAddress,
}

/// A mail address: ASCII, its domain in small letters and, where it is international, as punycode.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (local, domain) = text.rsplit_once('@').ok_or("it has no `@`")?;
        let letters = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter);
        if !local.is_ascii() {
            return Err("the part before `@` must be ASCII: many mail servers take nothing else".to_owned());
        }
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        if local.is_empty() || local.len() > 64 || dots || !local.chars().all(letters) {
            return Err("the part before `@` is not one that mail servers take".to_owned());
        }
        Ok(Self(format!("{local}@{}", mail_domain(domain)?)))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// By which two spellings are the same person: no server tells capitals apart in practice.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A mail domain in small letters, international ones as punycode.
pub(in crate::config) fn mail_domain(text: &str) -> Result<String, String> {
    let wrong = || format!("`{}` is not a mail domain", text.escape_debug());
    let domain = idna::domain_to_ascii(text).map_err(|_| wrong())?;
    let label = |label: &str| {
        let plain = label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        !label.is_empty() && label.len() <= 63 && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let whole = domain.contains('.') && domain.len() <= 253 && domain.split('.').all(label);
    if whole { Ok(domain) } else { Err(wrong()) }
}

impl Mailbox {
    /// Reads `Name <address>`, or an address.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", text),
        };
        Self::new(name, address)
    }

    /// A name, which may be empty, with an address.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub fn new(name: &str, address: &str) -> Result<Self, String> {
        if name.chars().any(breaks_lines) {
            return Err(format!("the name `{}` holds a line break or another control character", name.escape_debug()));
        }
        Ok(Self { name: name.to_owned(), address: MailAddress::parse(address)? })
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => write!(f, "{}", self.address),
            name => write!(f, "{name} <{}>", self.address),
        }
    }
}

/// What could end a line of a message's head: no name, subject or file name may hold it.
pub fn breaks_lines(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_international_domains_become_punycode() {
        let read = |text: &str| MailAddress::parse(text).map(|address| address.0);
        assert_eq!(read("Li.Wei+q3@Example.COM").as_deref(), Ok("Li.Wei+q3@example.com"));
        assert_eq!(read("b@例子.测试").as_deref(), Ok("b@xn--fsqu00a.xn--0zwm56d"));
        for wrong in [
            "",
            "a",
            "@example.com",
            "a@",
            "a@b",
            "a b@example.com",
            "a@exa mple.com",
            ".a@example.com",
            "a..b@example.com",
            "李@example.com",
            "a@example.com\r\nBcc: x@example.org",
            "a\n@example.com",
            "a@b@example.com",
            "<a@example.com>",
            "a@-x.example",
            "a@example..com",
            "a,b@example.com",
            "\"a b\"@example.com",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(
            MailAddress::parse("A@example.com").unwrap().key(),
            MailAddress::parse("a@EXAMPLE.com").unwrap().key()
        );
    }

    #[test]
    fn names_cannot_end_a_line() {
        let read = Mailbox::parse("\"灯塔咨询\" <reports@example.com>").unwrap();
        assert_eq!((read.name.as_str(), read.address.as_str()), ("灯塔咨询", "reports@example.com"));
        for name in ["x\r\nBcc: y@example.org", "x\n", "x\0", "x\u{2028}y"] {
            assert!(Mailbox::new(name, "a@example.com").is_err(), "{name:?}");
        }
    }
}
