//! A project whose reports are finished: what delivery finds, without the run that makes it.

use super::super::project::Project;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;

/// A project with one report, `telecom`, of 2026-Q3.
pub struct House {
    pub project: Project,
}

/// Two people, one of each language.
pub const PEOPLE: &str =
    "[{name: 李伟, address: li@client.example}, {name: Ann Lee, address: ann@client.example, locale: en}]";

impl House {
    /// A project whose `delivery` is written as YAML of one line.
    pub fn new(delivery: &str) -> Self {
        let house = Self { project: Project::empty() };
        house.configure(delivery);
        let data = house.path("data");
        fs::create_dir_all(&data).unwrap();
        fs::write(data.join("tickets.csv"), "ticket_id,created_at\n1,2026-07-01 10:00:00\n").unwrap();
        house
    }

    /// The usual house: a server on loopback, no approval, two people.
    pub fn with_server(port: u16) -> Self {
        Self::new(&Self::delivery(port, "approval: none", PEOPLE))
    }

    pub fn delivery(port: u16, more: &str, people: &str) -> String {
        let smtp =
            format!("{{host: 127.0.0.1, port: {port}, tls: none, timeout_seconds: 1, attempts: 2, retry_seconds: 0}}");
        format!("{{smtp: {smtp}, from: 灯塔咨询 <reports@example.com>, {more}, recipients: {people}}}")
    }

    pub fn configure(&self, delivery: &str) {
        let text = format!(
            "version: 1\nreports:\n  - id: telecom\n    client: 示例电信\n    data: data\n    as_of: 2026-10-15\n    tables: {{tickets: \
             tickets.csv}}\n    delivery: {delivery}\n"
        );
        fs::write(self.path("reports.yaml"), text).unwrap();
    }

    /// The same with `notices`, written as YAML of one line.
    pub fn notify(&self, delivery: &str, notices: &str) {
        self.configure(delivery);
        let text =
            self.project.text("reports.yaml").replace("version: 1\n", &format!("version: 1\nnotices: {notices}\n"));
        fs::write(self.path("reports.yaml"), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.project.path().join(name)
    }

    /// A finished issue that is current.
    pub fn issue(&self, number: u32) {
        self.issue_of("telecom", number, "示例电信 · 服务质量报告");
    }

    pub fn issue_of(&self, report: &str, number: u32, title: &str) {
        let folder = self.path(&format!("output/2026-Q3/{report}"));
        let mut files = Vec::new();
        for tag in ["zh-CN", "en"] {
            let pdf = format!("{report}_2026-Q3_{tag}.pdf");
            let made = [
                ("mail.txt".to_owned(), format!("{title}\n\n判定 verdict {tag} {number}\n.\n..\n")),
                ("mail.html".to_owned(), format!("<html><body><p>判定 verdict {tag} {number}</p></body></html>")),
                (pdf, format!("%PDF-1.7 {report} {tag} {number}")),
            ];
            for (name, text) in made {
                let path = format!("{tag}/{name}");
                let at = folder.join(format!("issue-{number}")).join(&path);
                fs::create_dir_all(at.parent().unwrap()).unwrap();
                fs::write(&at, &text).unwrap();
                let format = name.rsplit('.').next().unwrap().to_owned();
                files.push(serde_json::json!({ "path": path, "sha256": sha256(text.as_bytes()), "bytes": text.len(), "language": tag, "edition": "full", "format": format }));
            }
        }
        let record = serde_json::json!({ "record_version": 1, "report": report, "period": "2026-Q3", "issue": number, "key": "k", "data_hash": "d", "created_at": "2026-10-15T09:00:00Z", "gate": { "outcome": "pass", "rules": [] }, "files": files });
        fs::write(folder.join(format!("issue-{number}/issue.json")), record.to_string()).unwrap();
        self.latest(report, &format!("{{\"issue\": {number}, \"status\": \"current\"}}"));
    }

    pub fn latest(&self, report: &str, text: &str) {
        let mut whole: serde_json::Value = serde_json::from_str(text).unwrap();
        whole["record_version"] = 1.into();
        whole["report"] = report.into();
        whole["period"] = "2026-Q3".into();
        whole["attempted_at"] = "2026-10-15T09:00:00Z".into();
        fs::write(self.path(&format!("output/2026-Q3/{report}/latest.json")), whole.to_string()).unwrap();
    }

    /// The deliveries of the ledger as `recipient state attempts`, in order.
    pub fn states(&self) -> Vec<String> {
        let (ledger, output) = (self.path("deliveries.sqlite"), self.path("output"));
        let ledger = quarterdeck::delivery::ledger::Ledger::look(&ledger, &output).unwrap().unwrap();
        let rows = ledger.rows(None).unwrap();
        let temporary = |row: &quarterdeck::delivery::ledger::Delivery| match (row.state.name(), row.temporary) {
            ("failed", true) => "failed for now".to_owned(),
            (name, _) => name.to_owned(),
        };
        rows.iter().map(|row| format!("{}: {}", row.key.recipient.split('@').next().unwrap(), temporary(row))).collect()
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
