//! Which reports `--report` and `--tag` mean: patterns and tags become ids before a command sees them.

use super::speech::Speech;
use super::{Exit, Options, Surroundings, overrides};
use crate::config::{self, ReportConfig};
use globset::GlobBuilder;

/// The options with reports by their ids. Patterns choose from all reports, tags from those that are chosen then;
/// what chooses nothing is a mistake, for no report named would mean all of them.
pub(super) fn selected(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Result<Options, Exit> {
    if options.tag.is_empty() && !options.report.iter().any(|one| is_pattern(one)) {
        return Ok(options.clone());
    }
    let refused = |message: String| {
        speech.error(&message);
        Exit::Usage
    };
    let (config, _) = config::load(&options.config, &overrides(options, surroundings)).map_err(|problems| {
        speech.problems(&problems);
        Exit::Usage
    })?;
    let mut chosen: Vec<&ReportConfig> = config.written();
    if !options.report.is_empty() {
        let mut wanted: Vec<&str> = Vec::new();
        for text in &options.report {
            let found: Vec<&str> = matching(text, &config.ids()).map_err(&refused)?;
            if found.is_empty() {
                return Err(refused(format!("`--report {text}`: no report is called like this")));
            }
            wanted.extend(found);
        }
        chosen.retain(|report| wanted.contains(&report.id.as_str()));
    }
    for tag in &options.tag {
        if !config.written().iter().any(|report| report.tags.contains(tag)) {
            let mut known: Vec<&str> =
                config.written().into_iter().flat_map(|one| &one.tags).map(String::as_str).collect();
            known.sort_unstable();
            known.dedup();
            let known =
                if known.is_empty() { "no report has tags".to_owned() } else { format!("known: {}", known.join(", ")) };
            return Err(refused(format!("`--tag {tag}`: no report has it; {known}")));
        }
    }
    if !options.tag.is_empty() {
        chosen.retain(|report| options.tag.iter().any(|tag| report.tags.contains(tag)));
    }
    if chosen.is_empty() {
        return Err(refused("no report is both called like this and has such a tag".to_owned()));
    }
    let report = chosen.into_iter().map(|report| report.id.clone()).collect();
    Ok(Options { report, tag: Vec::new(), ..options.clone() })
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The ids that a pattern means; a plain id is itself, known or not.
fn matching<'i>(text: &'i str, ids: &[&'i str]) -> Result<Vec<&'i str>, String> {
    if !is_pattern(text) {
        return Ok(ids.iter().copied().filter(|id| *id == text).collect());
    }
    let glob = GlobBuilder::new(text).build();
    let glob = glob.map_err(|error| format!("`--report {text}`: {}", error.kind()))?.compile_matcher();
    Ok(ids.iter().copied().filter(|id| glob.is_match(id)).collect())
}
