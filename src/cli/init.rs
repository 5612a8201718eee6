//! The command `init`: a project to start from.

use super::Exit;
use super::arguments::Init;
use super::speech::Speech;
use std::fs;
use std::io;
use std::path::Path;

const SKELETON: &str = include_str!("skeleton.yaml");

pub(super) fn run(target: &Init, speech: &Speech) -> Exit {
    let folder = &target.folder;
    let file = folder.join("reports.yaml");
    if file.exists() {
        speech.error(&format!("`{}` exists already; nothing was written", file.display()));
        return Exit::Usage;
    }
    let written = if target.empty { skeleton(folder).map_err(|error| error.to_string()) } else { sample(folder) };
    if let Err(message) = written {
        speech.error(&format!("cannot write the project in `{}`: {message}", folder.display()));
        return Exit::Usage;
    }
    let next =
        if target.empty { "put your files into data/client, then: quarterdeck check" } else { "next: quarterdeck run" };
    speech.result(&format!("wrote {}\n{next}", file.display()));
    Exit::Done
}

fn skeleton(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("data").join("client"))?;
    fs::write(folder.join("reports.yaml"), SKELETON)
}

/// The parts of the sample project that people write by hand.
const WRITTEN: [(&str, &str); 11] = [
    ("data/calendars/cn-mainland-sample.yaml", include_str!("../../data/calendars/cn-mainland-sample.yaml")),
    ("data/benchmarks/banking.yaml", include_str!("../../data/benchmarks/banking.yaml")),
    ("data/benchmarks/cross-industry.yaml", include_str!("../../data/benchmarks/cross-industry.yaml")),
    ("data/benchmarks/electronics.yaml", include_str!("../../data/benchmarks/electronics.yaml")),
    ("data/benchmarks/origin-unknown.yaml", include_str!("../../data/benchmarks/origin-unknown.yaml")),
    ("data/benchmarks/retail-e-commerce.yaml", include_str!("../../data/benchmarks/retail-e-commerce.yaml")),
    ("data/benchmarks/software-saas.yaml", include_str!("../../data/benchmarks/software-saas.yaml")),
    ("data/benchmarks/telecom.yaml", include_str!("../../data/benchmarks/telecom.yaml")),
    ("data/telecom/commentary.zh-CN.md", include_str!("../../data/telecom/commentary.zh-CN.md")),
    ("data/telecom/commentary.en.md", include_str!("../../data/telecom/commentary.en.md")),
    ("reports.yaml", include_str!("../../reports.yaml")),
];

/// Writes the generated data, then what is written by hand, `reports.yaml` last.
fn sample(folder: &Path) -> Result<(), String> {
    crate::sample::write(folder).map_err(|error| error.to_string())?;
    for (path, text) in WRITTEN {
        let path = folder.join(path);
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, load};
    use crate::domain::Instant;
    use std::collections::BTreeMap;

    #[test]
    fn both_projects_load() {
        let overrides = Overrides {
            as_of: None,
            locales: Vec::new(),
            formats: Vec::new(),
            output: None,
            environment: BTreeMap::new(),
            now: Instant(0),
        };
        for (write, reports) in [(sample as fn(&Path) -> Result<(), String>, 5), (empty, 1)] {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path()).unwrap();
            let (config, _) = load(&folder.path().join("reports.yaml"), &overrides).unwrap();
            assert_eq!(config.reports.len(), reports);
        }
    }

    fn empty(folder: &Path) -> Result<(), String> {
        skeleton(folder).map_err(|error| error.to_string())
    }
}
