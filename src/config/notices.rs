//! Who is told what came of a run or of sending, as checked.

use super::delivery::{Mailbox, Secret};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// Who is told what came of a run or of sending; at least one of the two is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Notices {
    /// When a notice is given.
    pub when: NoticeWhen,
    /// An address on the web that takes notices.
    pub webhook: Option<Webhook>,
    /// Operators who receive a digest, each address once; sent as the first report with a `delivery` is.
    pub mail: Vec<Mailbox>,
}

/// An address on the web that takes notices.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// The form that it takes.
    pub form: NoticeForm,
    /// Where its address comes from: who knows it can write there, so it is a secret.
    pub url: Secret,
    /// Where the secret for signatures comes from; `None` signs nothing.
    pub signed_by: Option<Secret>,
    /// PEM file with further certificates to trust.
    pub certificates: Option<PathBuf>,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// The form of a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeForm {
    /// JSON of the program's own: counts, reports, reasons.
    #[default]
    Generic,
    /// A robot of 企业微信.
    Wecom,
    /// A robot of 钉钉.
    Dingtalk,
    /// A robot of 飞书, or of Lark.
    Feishu,
    /// An incoming webhook of Slack.
    Slack,
    /// A workflow of Microsoft Teams.
    Teams,
}

impl NoticeForm {
    /// Its name, as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::Wecom => "wecom",
            Self::Dingtalk => "dingtalk",
            Self::Feishu => "feishu",
            Self::Slack => "slack",
            Self::Teams => "teams",
        }
    }

    /// Whether its robots check a signature.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Dingtalk | Self::Feishu)
    }
}

/// When a notice is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeWhen {
    /// Whenever anything was made, sent, held, or failed.
    #[default]
    Always,
    /// When something was held, failed, is unknown or waits.
    Problems,
}
