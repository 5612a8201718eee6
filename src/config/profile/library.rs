//! All profiles: the built-in ones, and those of the project over them.

use super::{Profile, read};
use crate::diagnostic::{Diagnostic, Place};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder beside the configuration whose profiles add to the built-in ones.
const FOLDER: &str = "profiles";

macro_rules! files {
    ($($id:literal)*) => {
        &[$(($id, include_str!(concat!("../../../data/profiles/", $id, ".yaml")))),*]
    };
}

/// Name and text of every built-in profile. A new one is one line here.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &str)] = files![
    "aircall"
    "alipay_account"
    "alipay_trade"
    "aliyun_ccc"
    "amazon_connect"
    "asterisk_cdr"
    "asterisk_queue_log"
    "avaya_cms"
    "chatwoot"
    "cucm_cdr"
    "datev"
    "delighted"
    "dingtalk_attendance"
    "douyin_orders"
    "douyin_settlement"
    "einvoice"
    "feishu_helpdesk"
    "five9"
    "freepbx_cdr"
    "freshdesk"
    "freshservice"
    "front"
    "genesys_cloud"
    "glpi"
    "google_forms"
    "gorgias"
    "hotline_12345"
    "hubspot"
    "intercom"
    "jd_orders"
    "jd_settlement"
    "jira"
    "kf5"
    "kingdee_balance"
    "kingdee_journal"
    "limesurvey"
    "magento"
    "medallia"
    "meiqia"
    "mobile_service_requests"
    "moor7_calls"
    "ms_forms"
    "osticket"
    "pdd_account"
    "pdd_orders"
    "personal_bill"
    "qiyu_sessions"
    "qualtrics"
    "quickbooks"
    "salesforce"
    "sap_fbl3n"
    "servicenow"
    "shopify_customers"
    "shopify_orders"
    "sobot"
    "stripe_payments"
    "stripe_subscriptions"
    "surveymonkey"
    "talkdesk"
    "taobao_order_items"
    "taobao_orders"
    "telecom_complaints"
    "tencent_survey"
    "tinet_calls"
    "typeform"
    "uccx_csq"
    "wechat_merchant"
    "wecom_kf"
    "wenjuan"
    "wjx"
    "woocommerce"
    "work_order_export"
    "xero"
    "yonyou_u8_balance"
    "yonyou_u8_journal"
    "zammad"
    "zendesk"
    "zendesk_api"
    "zentao_bugs"
    "zoho_desk"
];

/// The profiles that a project knows, by name.
#[derive(Clone, Debug, Default)]
pub struct Library {
    folder: PathBuf,
    own: Vec<String>,
}

impl Library {
    /// The library of a project: the built-in profiles and those beside its configuration. A folder that cannot
    /// be listed is added to `problems`: a profile of it may stand for a built-in one.
    pub fn of(project: &Path, problems: &mut Vec<Diagnostic>) -> Self {
        let folder = project.join(FOLDER);
        let files = match listed(&folder) {
            Ok(files) => files,
            Err(error) => {
                let message = format!("cannot list the profiles: {error}");
                problems.push(Diagnostic::error("unreadable-file", Place::file(&folder), message));
                Vec::new()
            }
        };
        let yaml = files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
        let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let mut own: Vec<String> = yaml.filter_map(stem).collect();
        own.sort();
        Self { folder, own }
    }

    /// Every name, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = FILES.iter().map(|(id, _)| *id).collect();
        names.extend(self.own.iter().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The file of a project's own profile.
    pub fn file(&self, id: &str) -> Option<PathBuf> {
        self.own.iter().any(|own| own == id).then(|| self.folder.join(format!("{id}.yaml")))
    }

    /// A profile by name; mistakes in its file are added to `problems`.
    pub fn get(&self, id: &str, problems: &mut Vec<Diagnostic>) -> Option<Profile> {
        let Some(file) = self.file(id) else {
            let (_, text) = FILES.iter().find(|(name, _)| *name == id)?;
            return read::profile(text, Path::new(&format!("{id}.yaml")), problems);
        };
        match fs::read_to_string(&file) {
            Ok(text) => read::profile(&text, &file, problems),
            Err(error) => {
                problems.push(Diagnostic::unreadable("unreadable-file", "the profile", &file, &error));
                None
            }
        }
    }

    /// All of them, by name; mistakes are added to `problems`.
    pub fn all(&self, problems: &mut Vec<Diagnostic>) -> Vec<Profile> {
        self.names().into_iter().filter_map(|id| self.get(id, problems)).collect()
    }
}

/// What stands in a folder; nothing when it is not there.
fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        found => found?.map(|entry| Ok(entry?.path())).collect(),
    }
}

/// The built-in profiles, by name.
pub fn built_in() -> Vec<Profile> {
    Library::default().all(&mut Vec::new())
}

/// Name and text of each built-in profile.
pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
    FILES
}
