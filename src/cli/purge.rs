//! The command `purge`: files of issues that are older than the retention rule keeps.

use super::arguments::Purge;
use super::log::Log;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::pipeline;
use serde_json::json;

pub(super) fn run(how: &Purge, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let Ok((config, _)) = load(options, surroundings, speech) else { return Exit::Usage };
    let Some(quarters) = config.keep_quarters else {
        speech.error("no retention rule is configured; write `keep_quarters: 12` (or another number) at the top level");
        return Exit::Usage;
    };
    let extent = if how.dry_run { pipeline::Extent::Told } else { pipeline::Extent::Removed };
    match pipeline::purge(&config, surroundings.now, extent) {
        Ok(purged) => {
            let log = Log::new(&config, ("purge", None), surroundings, speech);
            if !how.dry_run {
                log.purged(&purged);
            }
            let verb = if how.dry_run { "would remove" } else { "removed" };
            for issue in &purged {
                let (folder, files, bytes) = (issue.folder.display().to_string(), issue.files, issue.bytes);
                match speech.is_json() {
                    true => speech.result(
                        &json!({ "event": "purge", "folder": folder, "files": files, "bytes": bytes, "dry_run": how.dry_run })
                            .to_string(),
                    ),
                    false => {
                        speech.told(&format!("{folder}: {verb} {files} files, {:.1} MB", bytes as f64 / 1e6));
                    }
                }
            }
            if !speech.is_json() {
                speech.told(&format!(
                    "{verb} the files of {} issues older than {quarters} quarters; records, receipts and approvals stay",
                    purged.len()
                ));
            }
            if log.over() { Exit::Done } else { Exit::SomeFailed }
        }
        Err(error) => {
            speech.error(&pipeline::chain(&error));
            if error.is_locked() { Exit::Locked } else { Exit::Usage }
        }
    }
}
