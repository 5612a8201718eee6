//! How the issues of a report reach people, as checked.

mod address;

pub(super) use address::mail_domain;
pub use address::{MailAddress, MailOwners, Mailbox, breaks_lines};

use super::Format;
use crate::diagnostic::Place;
use crate::domain::{Locale, Localized};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
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

impl Approval {
    /// Whether nothing is sent without one.
    pub fn is_needed(self) -> bool {
        self == Self::Required
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
