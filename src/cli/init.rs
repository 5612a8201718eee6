//! The command `init`: a project to start from.

mod from;

use super::arguments::Init;
use super::speech::Speech;
use super::{Exit, Options};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const SKELETON: &str = include_str!("skeleton.yaml");

pub(super) fn run(target: &Init, options: &Options, speech: &Speech) -> Exit {
    let folder = &target.folder;
    let file = folder.join("reports.yaml");
    let in_the_way = match (&target.from, target.empty) {
        (None, false) => crate::sample::in_the_way(folder),
        (None, true) => ["data/client/files", "reports.yaml"]
            .iter()
            .filter_map(|path| crate::sample::obstacle(folder, Path::new(path)))
            .filter(|path| !path.ends_with("files"))
            .collect(),
        (Some(_), _) => crate::sample::obstacle(folder, Path::new("reports.yaml")).into_iter().collect(),
    };
    if !in_the_way.is_empty() {
        speech.error(&refusal(&in_the_way));
        return Exit::Usage;
    }
    if let Some(exports) = &target.from {
        return from::run(target, exports, options, speech);
    }
    let written = if target.empty { skeleton(folder).map_err(|error| error.to_string()) } else { sample(folder) };
    if let Err(message) = written {
        speech.error(&format!("cannot write the project in `{}`: {message}", folder.display()));
        return Exit::Usage;
    }
    let next =
        if target.empty { "put your files into data/client, then: quarterdeck check" } else { "next: quarterdeck run" };
    speech.told(&format!("wrote {}\n{next}", file.display()));
    Exit::Done
}

/// What stands in the way, the first few by name.
fn refusal(in_the_way: &[PathBuf]) -> String {
    const NAMED: usize = 5;
    let names: Vec<String> = in_the_way.iter().take(NAMED).map(|path| format!("`{}`", path.display())).collect();
    let more = in_the_way.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if in_the_way.len() == 1 { "exists" } else { "exist" };
    format!("{}{more} {verb} already; nothing was written", names.join(", "))
}

fn skeleton(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("data").join("client"))?;
    fs::File::create_new(folder.join("reports.yaml"))?.write_all(SKELETON.as_bytes())
}

fn sample(folder: &Path) -> Result<(), String> {
    crate::sample::write(folder).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, load};

    #[test]
    fn both_projects_load() {
        let overrides = Overrides::default();
        for (write, reports) in [(sample as fn(&Path) -> Result<(), String>, 6), (empty, 1)] {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path()).unwrap();
            let (config, _) = load(&folder.path().join("reports.yaml"), &overrides).unwrap();
            assert_eq!(config.reports.len(), reports);
        }
    }

    #[test]
    fn what_the_skeleton_proposes_in_comments_is_right() {
        let folder = tempfile::tempdir().unwrap();
        skeleton(folder.path()).unwrap();
        let file = folder.path().join("reports.yaml");
        let proposed = |line: &str| line.trim_start().starts_with("# ") && line.contains(": ");
        let open = |line: &str| if proposed(line) { line.replacen("# ", "", 1) } else { line.to_owned() };
        let prose =
            |line: &str| line.starts_with('#') || line.contains("your column") || line.contains("calendar.yaml");
        let text: Vec<String> =
            SKELETON.lines().map(|line| if prose(line) { line.to_owned() } else { open(line) }).collect();
        assert!(text.join("\n").contains("\n    targets: {"), "{text:?}");
        fs::write(&file, text.join("\n")).unwrap();
        let problems = load(&file, &Overrides::default()).err();
        assert!(problems.is_none(), "{problems:?}");
    }

    fn empty(folder: &Path) -> Result<(), String> {
        skeleton(folder).map_err(|error| error.to_string())
    }
}
