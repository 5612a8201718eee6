//! The command `templates`: built-in files to begin from, and a trial of one's own.

use super::arguments::TemplatesAction;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::diagnostic::Severity;
use crate::pipeline;
use std::fs;
use std::path::Path;

pub(super) fn run(action: &TemplatesAction, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    match action {
        TemplatesAction::Export { folder, names } => export(folder, names, speech),
        TemplatesAction::Check => check(options, surroundings, speech),
    }
}

/// Writes built-in files; one that is there stays as it is.
fn export(folder: &Path, names: &[String], speech: &Speech) -> Exit {
    let files = pipeline::built_in_templates(names);
    let unknown: Vec<&String> = names
        .iter()
        .filter(|name| !files.iter().any(|(path, _)| path.to_string_lossy().starts_with(name.as_str())))
        .collect();
    if let Some(unknown) = unknown.first() {
        let all = pipeline::built_in_templates(&[String::new()]);
        let known: std::collections::BTreeSet<String> =
            all.iter().filter_map(|(path, _)| path.parent()).map(|folder| format!("{}/", folder.display())).collect();
        let known: Vec<String> = known.into_iter().filter(|folder| folder != "/").collect();
        speech.error(&format!(
            "no built-in template is called `{unknown}…`; there are theme.css and those in {}",
            known.join(", ")
        ));
        return Exit::Usage;
    }
    let (mut written, mut kept) = (0, 0);
    for (path, bytes) in files {
        let target = folder.join(&path);
        if target.exists() {
            kept += 1;
            speech.note(&format!("{} is there and stays as it is", target.display()));
            continue;
        }
        let parent = target.parent().unwrap_or(folder);
        if let Err(error) = fs::create_dir_all(parent).and_then(|()| fs::write(&target, bytes)) {
            speech.error(&format!("cannot write `{}`: {error}", target.display()));
            return Exit::SomeFailed;
        }
        written += 1;
    }
    speech.result(&format!(
        "{written} files written to {}, {kept} left as they were; keep those that you change, remove the others, and name the folder as `templates:`",
        folder.display()
    ));
    Exit::Done
}

/// Tries the templates of the configuration.
fn check(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let (config, _) = match load(options, surroundings, speech) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let tried = pipeline::try_templates(&config, &options.report);
    speech.problems(&tried.found);
    tried.unread.iter().for_each(|why| speech.note(&format!("not tried with {why}")));
    if tried.found.iter().any(|one| one.severity == Severity::Error) {
        return Exit::SomeFailed;
    }
    let of = match &config.templates {
        Some(folder) => format!("templates of {}", folder.display()),
        None => "built-in templates (no `templates:` is configured)".to_owned(),
    };
    speech.result(&match tried.documents.as_slice() {
        [] => format!("{of}: no mistake in the files; no report.json of a current issue was there to try them with"),
        documents => format!("{of}: no mistake; tried with {}", documents.join(", ")),
    });
    Exit::Done
}
