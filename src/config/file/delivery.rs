//! `delivery` as written: how finished issues reach people.

use crate::config::delivery::{Approval, Body, TlsMode, TransportKind};
use crate::config::written::{OneOrMany, Written};
use crate::domain::Localized;
use schemars::JsonSchema;
use serde::Deserialize;

/// How the issues of a report reach people. Without it nothing is ever sent.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Delivery {
    /// `smtp`, `sendmail` or `folder`; may be left out when only one of them is described.
    pub(in crate::config) transport: Written<TransportKind>,
    /// The mail server.
    pub(in crate::config) smtp: Written<Smtp>,
    /// A program that takes a message as sendmail does.
    pub(in crate::config) sendmail: Written<Sendmail>,
    /// A folder into which messages are written as `.eml` files.
    pub(in crate::config) folder: Written<Folder>,
    /// Sender: `Name <address>`, or an address.
    pub(in crate::config) from: Written<String>,
    /// Where answers go; default the sender.
    pub(in crate::config) reply_to: Written<String>,
    /// Subject per language; `{client}` and `{period}` are filled in.
    pub(in crate::config) subject: Written<Localized>,
    /// Last lines of the message per language, such as a signature.
    pub(in crate::config) footer: Written<Localized>,
    /// `required` (nothing is sent before `quarterdeck approve`) or `none`; default `required`.
    pub(in crate::config) approval: Written<Approval>,
    /// Address under which the output folder can be read; files are then linked, not attached.
    pub(in crate::config) link: Written<String>,
    /// Largest message in megabytes; default 10.
    pub(in crate::config) largest_megabytes: Written<u32>,
    /// Who receives it.
    pub(in crate::config) recipients: Written<Vec<Written<Recipient>>>,
    /// CSV file of recipients: name, address, locale, edition, formats, reports.
    pub(in crate::config) recipients_file: Written<String>,
    /// Mail domains that belong to this report's client and to no other.
    pub(in crate::config) domains: Written<OneOrMany<String>>,
    /// When it is due after the quarter's end.
    pub(in crate::config) due: Written<Due>,
    /// Signature of the sender's domain (DKIM); default none.
    pub(in crate::config) dkim: Written<Dkim>,
    /// Attachments as a zip with a password (AES-256); default none.
    pub(in crate::config) encryption: Written<Encryption>,
    /// Programs that sign approvals and verify them; default none.
    pub(in crate::config) approval_signature: Written<ApprovalSignature>,
}

/// Signature of approvals.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct ApprovalSignature {
    /// Program, with its arguments, that reads an approval on its standard input and prints a signature of it.
    pub(in crate::config) sign_command: Written<OneOrMany<String>>,
    /// Program, with its arguments, that reads the approval and ends with 0 when the signature in the file
    /// `{signature}` is one of it; nothing is sent otherwise.
    pub(in crate::config) verify_command: Written<OneOrMany<String>>,
}

/// Signature of the sender's domain.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Dkim {
    /// Name under which the public key is published: `SELECTOR._domainkey.DOMAIN`.
    pub(in crate::config) selector: Written<String>,
    /// Whose signature it is; default the sender's domain.
    pub(in crate::config) domain: Written<String>,
    /// Environment variable that holds the private key in PEM.
    pub(in crate::config) key_env: Written<String>,
    /// File that holds it: RSA of at least 2,048 bits, or Ed25519.
    pub(in crate::config) key_file: Written<String>,
    /// Program, with its arguments, that prints it.
    pub(in crate::config) key_command: Written<OneOrMany<String>>,
}

/// Encryption of attachments.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Encryption {
    /// Environment variable that holds the password.
    pub(in crate::config) password_env: Written<String>,
    /// File whose first line is the password.
    pub(in crate::config) password_file: Written<String>,
    /// Program whose first line of output is the password; `{address}` in its arguments stands for the recipient's
    /// address.
    pub(in crate::config) password_command: Written<OneOrMany<String>>,
    /// `left_out` (subject, name of the attachment and footer) or `shown` (figures in clear text); default `left_out`.
    pub(in crate::config) body: Written<Body>,
}

/// A mail server.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Smtp {
    /// Name of the server.
    pub(in crate::config) host: Written<String>,
    /// Port; default 587, with `tls: implicit` 465.
    pub(in crate::config) port: Written<u16>,
    /// `starttls`, `implicit` or `none`; default `starttls`. It never falls back to clear text.
    pub(in crate::config) tls: Written<TlsMode>,
    /// PEM file with further certificates to trust, such as those of a company's own authority.
    pub(in crate::config) certificates: Written<String>,
    /// Account; default none.
    pub(in crate::config) user: Written<String>,
    /// Environment variable that holds the password.
    pub(in crate::config) password_env: Written<String>,
    /// File whose first line is the password.
    pub(in crate::config) password_file: Written<String>,
    /// Program, with its arguments, whose first line of output is the password.
    pub(in crate::config) password_command: Written<OneOrMany<String>>,
    /// Program, with its arguments, whose first line of output is an OAuth 2 access token (XOAUTH2).
    pub(in crate::config) token_command: Written<OneOrMany<String>>,
    /// Seconds to wait for an answer; default 60.
    pub(in crate::config) timeout_seconds: Written<u32>,
    /// Most messages a minute; default no limit.
    pub(in crate::config) per_minute: Written<u32>,
    /// Connections at a time, 1 to 16; default 1.
    pub(in crate::config) connections: Written<u32>,
    /// Attempts within one run where a failure is temporary, 1 to 10; default 3.
    pub(in crate::config) attempts: Written<u32>,
    /// Seconds before the second attempt; each further wait is twice as long; default 30.
    pub(in crate::config) retry_seconds: Written<u32>,
}

/// A program that takes a message on its standard input.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Sendmail {
    /// The program with its first arguments; `-i -f SENDER -- RECIPIENT` is added. No shell reads it.
    pub(in crate::config) command: Written<OneOrMany<String>>,
    /// Seconds to wait for its end; default 60.
    pub(in crate::config) timeout_seconds: Written<u32>,
}

/// A folder of messages.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Folder {
    /// Where it is.
    pub(in crate::config) path: Written<String>,
}

/// A person who receives the report.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Recipient {
    /// Name as printed in the message.
    pub(in crate::config) name: Written<String>,
    /// Mail address.
    pub(in crate::config) address: Written<String>,
    /// Language; default the first of the report.
    pub(in crate::config) locale: Written<String>,
    /// Edition, where a report has several.
    pub(in crate::config) edition: Written<String>,
    /// Formats that are attached; default `pdf`.
    pub(in crate::config) formats: Written<OneOrMany<String>>,
    /// Reports that are meant, by pattern such as `bank-*`; default all that inherit the list.
    pub(in crate::config) reports: Written<OneOrMany<String>>,
}

/// When a report is due.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Due {
    /// Working day after the quarter's end, 1 to 60; default 3.
    pub(in crate::config) working_day: Written<u32>,
    /// Time of day in the report's zone; default `08:00`.
    pub(in crate::config) at: Written<String>,
}
