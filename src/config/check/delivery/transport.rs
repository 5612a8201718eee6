//! Checks the way that messages take.

use crate::config::check::Checker;
use crate::config::delivery::{Secret, Smtp, TlsMode, Transport, TransportKind};
use crate::config::file;
use crate::config::tree::Mark;
use std::time::Duration;

impl Checker<'_> {
    pub(super) fn transport(&mut self, written: &file::Delivery, mark: Mark) -> Option<Transport> {
        let described = [
            (TransportKind::Smtp, !written.smtp.is_absent()),
            (TransportKind::Sendmail, !written.sendmail.is_absent()),
            (TransportKind::Folder, !written.folder.is_absent()),
        ];
        let described: Vec<TransportKind> = described.iter().filter(|(_, is)| *is).map(|(kind, _)| *kind).collect();
        let kind = match (written.transport.get(), described.as_slice()) {
            (Some(kind), _) => *kind,
            (None, [only]) => *only,
            (None, _) => {
                let message = "this `delivery` does not say by which transport".to_owned();
                let hint = "write `transport: smtp`, `sendmail` or `folder`, and describe it under that name";
                self.error_with_hint("missing-key", mark, message, hint);
                return None;
            }
        };
        match kind {
            TransportKind::Smtp => match written.smtp.placed() {
                Some((smtp, mark)) => self.smtp(smtp, mark).map(Transport::Smtp),
                None => self.undescribed("smtp", mark),
            },
            TransportKind::Sendmail => {
                let Some((sendmail, mark)) = written.sendmail.placed() else {
                    return self.undescribed("sendmail", mark);
                };
                if sendmail.command.is_absent() {
                    self.absent("command", "sendmail", mark);
                }
                let command = self.program(&sendmail.command, "command")?;
                let seconds = self.within(&sendmail.timeout_seconds, "timeout_seconds", (1, 3_600), 60);
                Some(Transport::Sendmail { command, timeout: Duration::from_secs(u64::from(seconds)) })
            }
            TransportKind::Folder => {
                let Some((folder, mark)) = written.folder.placed() else { return self.undescribed("folder", mark) };
                if folder.path.is_absent() {
                    self.absent("path", "folder", mark);
                }
                Some(Transport::Folder(self.folder.join(folder.path.get()?)))
            }
        }
    }

    fn undescribed(&mut self, name: &str, mark: Mark) -> Option<Transport> {
        self.absent(name, "delivery", mark);
        None
    }

    fn smtp(&mut self, written: &file::Smtp, mark: Mark) -> Option<Smtp> {
        if written.host.is_absent() {
            self.absent("host", "smtp", mark);
        }
        let (host, at) = written.host.placed()?;
        if host.is_empty() || !host.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-:".contains(letter)) {
            self.error("invalid-host", at, format!("`{}` is not the name of a server", host.escape_debug()));
            return None;
        }
        let tls = written.tls.get().copied().unwrap_or_default();
        let certificates = written.certificates.placed();
        let usual = if tls == TlsMode::Implicit { 465 } else { 587 };
        let account = self.account(written, mark);
        if tls == TlsMode::None && account.is_some() && !is_loopback(host) {
            let hint = "write `tls: starttls` or `tls: implicit`";
            let message = format!("`tls: none` would send the password to `{host}` in clear text");
            self.error_with_hint("password-in-clear", mark, message, hint);
        }
        let seconds = |number: u32| Duration::from_secs(u64::from(number));
        Some(Smtp {
            host: host.clone(),
            port: written.port.get().copied().unwrap_or(usual),
            tls,
            certificates: certificates.and_then(|(text, mark)| self.existing_file(text, mark, "certificates")),
            account,
            timeout: seconds(self.within(&written.timeout_seconds, "timeout_seconds", (1, 3_600), 60)),
            per_minute: (!written.per_minute.is_absent())
                .then(|| self.within(&written.per_minute, "per_minute", (1, 100_000), 60)),
            connections: self.within(&written.connections, "connections", (1, 16), 1),
            attempts: self.within(&written.attempts, "attempts", (1, 10), 3),
            retry: seconds(self.within(&written.retry_seconds, "retry_seconds", (0, 3_600), 30)),
        })
    }

    fn account(&mut self, written: &file::Smtp, mark: Mark) -> Option<(String, Secret)> {
        let environment = self.variable(&written.password_env, "password_env");
        if environment.is_none() && written.password_env.get().is_some() {
            return None;
        }
        let file = written.password_file.get().map(|text| Secret::File(self.folder.join(text)));
        let command = self.program(&written.password_command, "password_command").map(Secret::Command);
        let token = self.program(&written.token_command, "token_command").map(Secret::Token);
        let mut secrets = [environment, file, command, token].into_iter().flatten();
        let (first, second) = (secrets.next(), secrets.next());
        match (written.user.placed(), first, second) {
            (None, None, _) => None,
            (Some((user, _)), Some(secret), None) if !user.chars().any(char::is_control) => {
                Some((user.clone(), secret))
            }
            (user, ..) => {
                let hint =
                    "write `user` with one of `password_env`, `password_file`, `password_command`, `token_command`";
                let mark = user.map_or(mark, |(_, mark)| mark);
                let message = "`smtp` needs an account with one source of its secret, or neither".to_owned();
                self.error_with_hint("invalid-account", mark, message, hint);
                None
            }
        }
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
