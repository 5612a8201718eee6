//! Checks who is told what came of a run or of sending.

use crate::config::check::Checker;
use crate::config::delivery::{Mailbox, mail_domain};
use crate::config::file::{self, File};
use crate::config::notices::{Notices, Webhook};
use crate::config::tree::Mark;
use crate::config::written::{OneOrMany, Written};
use std::collections::BTreeSet;
use std::time::Duration;

impl Checker<'_> {
    /// `None` where nothing is configured, or nobody would be told.
    pub(in crate::config::check) fn notices(&mut self, file: &File) -> Option<Notices> {
        let (written, mark) = file.notices.placed()?;
        if written.webhook.is_absent() && written.mail.is_absent() {
            let hint = "write `webhook:` or `mail:` under it, or leave it out";
            self.error_with_hint("missing-key", mark, "`notices` names nobody to tell".to_owned(), hint);
        }
        let webhook = written.webhook.placed().and_then(|(webhook, mark)| self.webhook(webhook, mark));
        let mail = self.operators(&written.mail, file);
        let when = written.when.get().copied().unwrap_or_default();
        (webhook.is_some() || !mail.is_empty()).then_some(Notices { when, webhook, mail })
    }

    fn webhook(&mut self, written: &file::Webhook, mark: Mark) -> Option<Webhook> {
        let form = written.form.get().copied().unwrap_or_default();
        let url = self.secret((&written.url_env, &written.url_file, &written.url_command), ("url", "webhook"), mark);
        let sign = (&written.secret_env, &written.secret_file, &written.secret_command);
        let is_signed = !(sign.0.is_absent() && sign.1.is_absent() && sign.2.is_absent());
        if is_signed && !form.is_signed() {
            let message = format!("`form: {}` checks no signature: its secret is of no use", form.name());
            self.error_with_hint(
                "unused-secret",
                mark,
                message,
                "leave the secret out; `dingtalk` and `feishu` use one",
            );
        }
        let signed_by = if is_signed { self.secret(sign, ("secret", "webhook"), mark) } else { None };
        let certificates = written.certificates.placed();
        let certificates = certificates.and_then(|(text, mark)| self.existing_file(text, mark, "certificates"));
        let seconds = self.within(&written.timeout_seconds, "timeout_seconds", (1, 60), 10);
        Some(Webhook { form, url: url?, signed_by, certificates, timeout: Duration::from_secs(u64::from(seconds)) })
    }

    /// Operators who receive mail: none of them at a client, and there is a way that it can take.
    fn operators(&mut self, written: &Written<OneOrMany<String>>, file: &File) -> Vec<Mailbox> {
        let Some((_, mark)) = written.placed() else { return Vec::new() };
        let reports = || file.reports.get().into_iter().flatten().filter_map(Written::get);
        if !reports().any(|report| !report.delivery.is_absent()) {
            let hint = "write a `delivery` under `defaults`, or a `webhook` instead of `mail`";
            let message = "`mail` has no way to take: no report has a `delivery`".to_owned();
            self.error_with_hint("missing-transport", mark, message, hint);
        }
        let texts = reports().filter_map(|report| report.delivery.get()).flat_map(|one| one.domains.items());
        let clients: BTreeSet<String> =
            texts.filter_map(Written::get).filter_map(|text| mail_domain(text).ok()).collect();
        let (mut seen, mut operators) = (BTreeSet::new(), Vec::new());
        for one in written.items() {
            let Some(mailbox) = self.mailbox(one, "mail") else { continue };
            let mark = one.placed().map_or(mark, |(_, mark)| mark);
            let address = &mailbox.address;
            let domain = address.domain();
            let parents = domain.match_indices('.').map(|(at, _)| &domain[at + 1..]);
            if std::iter::once(domain).chain(parents).any(|name| clients.contains(name)) {
                let message = format!("`{address}` would be told of every report, but its domain belongs to a client");
                let hint = "name an operator of your own house: readers are never told of failures";
                self.error_with_hint("domain-of-a-client", mark, message, hint);
            } else if !seen.insert(address.key()) {
                self.error("duplicate-recipient", mark, format!("`{address}` is named twice in `mail`"));
            } else {
                operators.push(mailbox);
            }
        }
        operators
    }
}
