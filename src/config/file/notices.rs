//! `notices` as written: who is told what came of a run or of sending.

use crate::config::notices::{NoticeForm, NoticeWhen};
use crate::config::written::{OneOrMany, Written};
use schemars::JsonSchema;
use serde::Deserialize;

/// Who is told what came of a run or of sending: the operator, never a reader.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Notices {
    /// `always` (whenever anything was made, sent, held, or failed) or `problems`; default `always`.
    pub(in crate::config) when: Written<NoticeWhen>,
    /// An address on the web that takes notices, such as that of a robot in a chat.
    pub(in crate::config) webhook: Written<Webhook>,
    /// Operators who receive a digest by mail, sent as the first report with a `delivery` is.
    pub(in crate::config) mail: Written<OneOrMany<String>>,
}

/// An address on the web that takes notices.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Webhook {
    /// `generic`, `wecom`, `dingtalk`, `feishu`, `slack` or `teams`; default `generic`.
    pub(in crate::config) form: Written<NoticeForm>,
    /// Environment variable that holds the address: https, or http to this computer.
    pub(in crate::config) url_env: Written<String>,
    /// File whose first line is the address.
    pub(in crate::config) url_file: Written<String>,
    /// Program, with its arguments, whose first line of output is the address.
    pub(in crate::config) url_command: Written<OneOrMany<String>>,
    /// Environment variable that holds the secret by which `dingtalk` and `feishu` check signatures.
    pub(in crate::config) secret_env: Written<String>,
    /// File whose first line is that secret.
    pub(in crate::config) secret_file: Written<String>,
    /// Program, with its arguments, whose first line of output is that secret.
    pub(in crate::config) secret_command: Written<OneOrMany<String>>,
    /// PEM file with further certificates to trust, such as those of a company's own authority.
    pub(in crate::config) certificates: Written<String>,
    /// Seconds to wait for an answer, 1 to 60; default 10.
    pub(in crate::config) timeout_seconds: Written<u32>,
}
