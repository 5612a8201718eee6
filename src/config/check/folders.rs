//! Checks where a run writes: what it writes must never be read as a client's data.

use super::Checker;
use crate::config::ReportConfig;
use crate::config::file::File;
use crate::config::tree::Mark;
use crate::config::written::Written;
use crate::diagnostic::{Diagnostic, Place};
use std::path::{Component, Path, PathBuf};

impl Checker<'_> {
    /// The folders of reports and of staged data.
    pub(super) fn written_folders(&mut self, file: &File, reports: &[&ReportConfig]) -> (PathBuf, PathBuf) {
        let folder_or =
            |written: &Written<String>, default: &str| self.folder.join(written.get().map_or(default, |text| text));
        let output = self.overrides.output.clone().unwrap_or_else(|| folder_or(&file.output, "output"));
        let cache = folder_or(&file.cache, ".quarterdeck");
        let place = match self.overrides.output {
            Some(_) => Place::file("--output"),
            None => self.place(mark_of(&file.output)),
        };
        self.apart("output", (&output, place), reports);
        self.apart("cache", (&cache, self.place(mark_of(&file.cache))), reports);
        (output, cache)
    }

    /// Refuses a folder in which reports look for raw files. Hidden folders are never looked into.
    fn apart(&mut self, key: &str, (folder, place): (&Path, Place), reports: &[&ReportConfig]) {
        let whole = resolved(folder);
        for report in reports {
            let data = resolved(&report.data);
            let Ok(inside) = whole.strip_prefix(&data) else { continue };
            if inside.components().any(is_hidden) {
                continue;
            }
            let where_it_is = if inside.as_os_str().is_empty() { "is" } else { "lies in" };
            let message = format!(
                "the {key} folder `{}` {where_it_is} the data folder of report `{}`: what is written there would be read \
                 as data the next time",
                folder.display(),
                report.id
            );
            let hint = format!("choose a folder outside `{}` as `{key}`", report.data.display());
            self.problems.push(Diagnostic::error("written-into-data", place.clone(), message).with_hint(hint));
            return;
        }
    }
}

/// The first line where a key is not written.
fn mark_of(written: &Written<String>) -> Mark {
    written.placed().map_or(Mark::TOP, |(_, mark)| mark)
}

fn is_hidden(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(name) if name.to_string_lossy().starts_with('.'))
}

/// A path without links and steps back, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = absolute.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    let Some((part, real)) = existing else { return absolute };
    let mut whole = real;
    for step in absolute.strip_prefix(part).unwrap_or(Path::new("")).components() {
        match step {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            other => whole.push(other),
        }
    }
    whole
}
