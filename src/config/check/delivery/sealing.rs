//! Checks what is done to messages as they leave: signature and encryption.

use crate::config::check::Checker;
use crate::config::delivery::{Approval, ApprovalSignature, Dkim, Encryption, Mailbox, mail_domain};
use crate::config::file;
use crate::config::written::Written;

impl Checker<'_> {
    pub(super) fn dkim(&mut self, written: &Written<file::Dkim>, from: Option<&Mailbox>) -> Option<Dkim> {
        let (written, mark) = written.placed()?;
        if written.selector.is_absent() {
            self.absent("selector", "dkim", mark);
        }
        let selector = written.selector.placed().filter(|(text, at)| {
            let is_name = mail_domain(&format!("{text}.example"))
                .is_ok_and(|found| found.starts_with(&text.to_ascii_lowercase()));
            if !is_name {
                let message = format!("`{}` is no selector", text.escape_debug());
                let hint = "write the name before `._domainkey` under which the public key is published, such as `q3`";
                self.error_with_hint("invalid-dkim", *at, message, hint);
            }
            is_name
        });
        let key = self.secret((&written.key_env, &written.key_file, &written.key_command), ("key", "dkim"), mark);
        let sender = from.map(|from| from.address.domain());
        let domain = match written.domain.placed() {
            None => sender.map(str::to_owned),
            Some((text, at)) => match mail_domain(text) {
                Ok(domain) => {
                    let is_above = |sender: &str| sender == domain || sender.ends_with(&format!(".{domain}"));
                    if sender.is_some_and(|sender| !is_above(sender)) {
                        let message = format!("`{domain}` cannot sign for `{}`", sender.unwrap_or_default());
                        let hint = "sign with the domain of `from`, or one above it: receivers count no other";
                        self.error_with_hint("invalid-dkim", at, message, hint);
                    }
                    Some(domain)
                }
                Err(message) => {
                    self.error("invalid-domain", at, message);
                    None
                }
            },
        };
        Some(Dkim { domain: domain?, selector: selector?.0.clone(), key: key? })
    }

    pub(super) fn approval_signature(&mut self, delivery: &file::Delivery) -> Option<ApprovalSignature> {
        let (written, mark) = delivery.approval_signature.placed()?;
        if delivery.approval.get() == Some(&Approval::None) {
            let message = "`approval_signature` stands beside `approval: none`: nothing is approved".to_owned();
            self.error_with_hint("nothing-to-sign", mark, message, "write `approval: required`, or leave it out");
        }
        if written.sign_command.is_absent() {
            self.absent("sign_command", "approval_signature", mark);
        }
        let sign = self.program(&written.sign_command, "sign_command");
        let verify = self.program(&written.verify_command, "verify_command");
        if let (Some(words), Some((_, mark))) = (&verify, written.verify_command.placed())
            && !words.iter().any(|word| word.contains("{signature}"))
        {
            let hint = "write `{signature}` where the program wants the file: `[gpg, --verify, \"{signature}\", -]`";
            self.error_with_hint("invalid-command", mark, "`verify_command` names no `{signature}`".to_owned(), hint);
        }
        Some(ApprovalSignature { sign: sign?, verify })
    }

    pub(super) fn encryption(&mut self, written: &file::Delivery) -> Option<Encryption> {
        let (one, mark) = written.encryption.placed()?;
        if !written.link.is_absent() {
            let message = "`encryption` stands beside `link`: files that are linked are not attached".to_owned();
            let hint = "leave `link` out, or protect the files where they can be read";
            self.error_with_hint("nothing-to-encrypt", mark, message, hint);
        }
        let password = (&one.password_env, &one.password_file, &one.password_command);
        let password = self.secret(password, ("password", "encryption"), mark)?;
        Some(Encryption { password, body: one.body.get().copied().unwrap_or_default() })
    }
}
