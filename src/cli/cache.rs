//! The command `cache`: what earlier runs left for later ones.

use super::arguments::Cache;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::cache::{Folder, Share};
use crate::pipeline::chain;
use serde_json::json;

pub(super) fn run(action: Cache, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let Ok((config, _)) = load(options, surroundings, speech) else { return Exit::Usage };
    let folder = config.cache.display().to_string();
    match action {
        Cache::Stats => {
            let usage = Folder::usage(&config.cache);
            let parts = [("staged", usage.staged), ("reports", usage.reports), ("unfinished", usage.unfinished)];
            speech.told(&told(&folder, &parts, speech.is_json()));
            Exit::Done
        }
        Cache::Clear => match Folder::clear(&config.cache) {
            Ok(files) if speech.is_json() => {
                speech.result(&json!({ "event": "cache", "folder": folder, "removed": files }).to_string());
                Exit::Done
            }
            Ok(files) => {
                speech.told(&format!("removed {files} files of the cache `{folder}`"));
                Exit::Done
            }
            Err(error) => {
                speech.error(&chain(&error));
                Exit::Usage
            }
        },
    }
}

fn told(folder: &str, parts: &[(&str, Share)], json: bool) -> String {
    if json {
        let mut entry = json!({ "event": "cache", "folder": folder });
        for (name, share) in parts {
            entry[*name] = json!({ "files": share.files, "bytes": share.bytes });
        }
        return entry.to_string();
    }
    let mut lines = vec![format!("cache `{folder}`")];
    let line =
        |(name, share): &(&str, Share)| format!("  {name}: {} files, {:.1} MB", share.files, share.bytes as f64 / 1e6);
    lines.extend(parts.iter().map(line));
    lines.join("\n")
}
