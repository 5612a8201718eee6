//! Checks what is printed of personal data, and where the key of pseudonyms is kept.

use super::Checker;
use super::report::column_names;
use crate::config::Secret;
use crate::config::file::{self, File};
use crate::config::tree::Mark;
use crate::config::written::Written;
use crate::privacy::Veil;

impl Checker<'_> {
    pub(super) fn privacy(&mut self, report: &file::Report) -> Veil {
        let Some(written) = report.privacy.get() else { return Veil::default() };
        let known = column_names(report);
        let mut veil = Veil::default();
        veil.customer_ids = written.customer_ids.get().copied().unwrap_or_default();
        veil.staff_names = written.staff_names.get().copied().unwrap_or_default();
        for (column, mark) in written.columns.items().iter().filter_map(Written::placed) {
            if known.contains(column) {
                veil.columns.insert(column.clone());
            } else {
                let names: Vec<&str> = known.iter().map(String::as_str).collect();
                self.unknown_name("unknown-column", mark, ("column", column), &names);
            }
        }
        veil
    }

    /// `None` where none is configured.
    pub(super) fn pseudonym_key(&mut self, file: &File) -> Option<Secret> {
        let (env, path, command) = (&file.pseudonym_key_env, &file.pseudonym_key_file, &file.pseudonym_key_command);
        let environment = self.variable(env, "pseudonym_key_env");
        let in_file = path.get().map(|text| Secret::File(self.folder.join(text)));
        let program = self.program(command, "pseudonym_key_command").map(Secret::Command);
        let mut found: Vec<Secret> = [environment, in_file, program].into_iter().flatten().collect();
        if found.len() > 1 {
            let places = [env.placed().map(|one| one.1), path.placed().map(|one| one.1)];
            let mark = places.into_iter().flatten().next().unwrap_or(Mark::TOP);
            let hint = "write one of `pseudonym_key_env`, `pseudonym_key_file`, `pseudonym_key_command`";
            self.error_with_hint("invalid-secret", mark, "pseudonyms have one key".to_owned(), hint);
        }
        found.pop()
    }
}
