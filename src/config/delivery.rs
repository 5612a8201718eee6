//! How the issues of a report reach people, as checked.

use super::Format;
use crate::diagnostic::Place;
use crate::domain::{Locale, Localized};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How the issues of a report reach people.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The way that messages take.
    pub transport: Transport,
    /// Sender.
    pub from: Mailbox,
    /// Where answers go.
    pub reply_to: Option<Mailbox>,
    /// Subject; `{client}` and `{period}` are filled in. `None` takes the report's title.
    pub subject: Option<Localized>,
    /// Last lines of the message.
    pub footer: Option<Localized>,
    /// Whether somebody must approve an issue before it is sent.
    pub approval: Approval,
    /// Address under which the output folder can be read; `None` attaches the files.
    pub link: Option<String>,
    /// Largest message in bytes.
    pub largest: u64,
    /// Who receives it, in the order written, each address once.
    pub recipients: Vec<Recipient>,
    /// Mail domains that belong to this report's client.
    pub domains: Vec<String>,
    /// When it is due.
    pub due: Due,
    /// The signature of the sender's domain.
    pub dkim: Option<Dkim>,
    /// By which attachments are encrypted.
    pub encryption: Option<Encryption>,
    /// How approvals are signed.
    pub approval_signature: Option<ApprovalSignature>,
}

impl Delivery {
    /// Whether a mail domain, or one above it, belongs to this report's client.
    pub fn owns(&self, domain: &str) -> bool {
        let within =
            |own: &String| domain.strip_suffix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        self.domains.iter().any(within)
    }
}

/// The way that messages take.
#[derive(Clone, Debug, PartialEq)]
pub enum Transport {
    /// A mail server.
    Smtp(Smtp),
    /// A program with its first arguments, and how long it may take.
    Sendmail {
        /// Program and arguments; never empty.
        command: Vec<String>,
        /// How long it may take.
        timeout: Duration,
    },
    /// `.eml` files in a folder.
    Folder(PathBuf),
}

/// A mail server.
#[derive(Clone, Debug, PartialEq)]
pub struct Smtp {
    /// Name of the server.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub tls: TlsMode,
    /// PEM file with further certificates to trust.
    pub certificates: Option<PathBuf>,
    /// Account and where its secret comes from.
    pub account: Option<(String, Secret)>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// Most messages a minute.
    pub per_minute: Option<u32>,
    /// Connections at a time.
    pub connections: u32,
    /// Attempts within a run.
    pub attempts: u32,
    /// Wait before the second attempt; doubled each time.
    pub retry: Duration,
}

/// Where a secret comes from; the secret itself is read when it is needed and never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// An environment variable.
    Environment(String),
    /// The first line of a file.
    File(PathBuf),
    /// The first line that a program prints.
    Command(Vec<String>),
    /// An access token, the first line that a program prints.
    Token(Vec<String>),
}

impl Secret {
    /// The same for one address: `{address}` in a program's arguments stands for it.
    #[must_use]
    pub fn for_address(&self, address: &MailAddress) -> Self {
        let filled = |words: &[String]| words.iter().map(|word| word.replace("{address}", address.as_str())).collect();
        match self {
            Self::Command(words) => Self::Command(filled(words)),
            Self::Token(words) => Self::Token(filled(words)),
            other => other.clone(),
        }
    }
}

/// The signature of the sender's domain (DKIM, RFC 6376).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dkim {
    /// Whose signature it is: the sender's domain, or one above it.
    pub domain: String,
    /// Under which name its public key is published: `SELECTOR._domainkey.DOMAIN`.
    pub selector: String,
    /// The private key in PEM.
    pub key: Secret,
}

/// Attachments as one zip that only who knows the password can open (AES-256).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// The password of a recipient.
    pub password: Secret,
    /// Whether the message shows figures.
    pub body: Body,
}

/// Programs that sign an approval and verify that again, each with its arguments; the approval comes on standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalSignature {
    /// Prints the signature.
    pub sign: Vec<String>,
    /// Ends with 0 when the signature in the file `{signature}` holds; without it nothing is verified.
    pub verify: Option<Vec<String>>,
}

/// What the message itself shows where its attachments are encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Subject, name of the attachment and footer: no figure leaves in clear text.
    #[default]
    LeftOut,
    /// Everything, as without encryption.
    Shown,
}

/// Kinds of transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransportKind {
    /// A mail server.
    Smtp,
    /// A program.
    Sendmail,
    /// Files.
    Folder,
}

/// How a connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// Encrypted before anything is said about mail; a server that cannot is refused.
    #[default]
    Starttls,
    /// Encrypted from the first byte.
    Implicit,
    /// Clear text, because it was asked for by name.
    None,
}

/// Whether somebody must approve an issue before it is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nothing is sent before somebody has approved these very bytes.
    #[default]
    Required,
    /// It is sent when it is finished.
    None,
}

/// To which reports' clients mail domains belong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailOwners {
    /// Ids of reports by domain.
    pub(super) of: BTreeMap<String, BTreeSet<String>>,
    /// Whether some could not be read: an address outside a report's own domains may then belong to another client.
    pub(super) unread: bool,
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

    /// Whether nobody can say that an address is not another client's: it lies outside the report's own domains, and
    /// those of some report could not be read.
    pub fn is_unsure(&self, address: &MailAddress, delivery: &Delivery) -> bool {
        self.unread && !delivery.owns(address.domain())
    }
}

/// A person who receives the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Name and address.
    pub mailbox: Mailbox,
    /// Language.
    pub locale: Locale,
    /// Edition, where there are several.
    pub edition: Option<String>,
    /// Formats, in order.
    pub formats: Vec<Format>,
    /// Where it is written.
    pub place: Place,
}

/// When a report is due after its quarter's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which working day, from 1.
    pub working_day: u32,
    /// Time of day in the report's zone.
    pub at: NaiveTime,
}

impl Default for Due {
    fn default() -> Self {
        Self { working_day: 3, at: NaiveTime::from_hms_opt(8, 0, 0).expect("a time of day") }
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
pub(super) fn mail_domain(text: &str) -> Result<String, String> {
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
    fn a_domain_owns_what_lies_below_it_and_nothing_that_only_ends_alike() {
        let mut delivery = Delivery {
            transport: Transport::Folder(PathBuf::new()),
            from: Mailbox::parse("a@example.com").unwrap(),
            reply_to: None,
            subject: None,
            footer: None,
            approval: Approval::None,
            link: None,
            largest: 1,
            recipients: Vec::new(),
            domains: vec!["bank.example".to_owned()],
            due: Due::default(),
            dkim: None,
            encryption: None,
            approval_signature: None,
        };
        assert!(delivery.owns("bank.example") && delivery.owns("mail.bank.example"));
        assert!(!delivery.owns("otherbank.example") && !delivery.owns("example"));
        delivery.domains.clear();
        assert!(!delivery.owns("bank.example"));
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
