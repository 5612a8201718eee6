//! Checks where a comparison group comes from.

use super::Checker;
use crate::config::written::Written;
use crate::config::{PeerSources, file};

impl Checker<'_> {
    /// The files that exist; a group needs an industry and at least one place to come from.
    pub(super) fn peers(&mut self, report: &file::Report) -> PeerSources {
        let Some((written, mark)) = report.peers.placed() else { return PeerSources::default() };
        let named = written.files.items().iter().filter_map(Written::placed);
        let files: Vec<_> = named.filter_map(|(text, at)| self.existing_file(text, at, "peers")).collect();
        let reports = written.reports.get().copied().unwrap_or(false);
        if written.files.items().is_empty() && !reports {
            let hint =
                "write `files:` with exports of others, or `reports: true` for the reports of this configuration";
            self.error_with_hint("no-peers", mark, "`peers` names nobody".to_owned(), hint);
        }
        if report.industry.is_absent() {
            let message = "peers are those of the same industry, and this report has none".to_owned();
            self.error_with_hint("missing-key", mark, message, "add `industry`, such as `industry: telecom`");
        }
        PeerSources { files, reports }
    }
}
