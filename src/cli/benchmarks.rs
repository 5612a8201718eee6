//! The commands `benchmarks` and `peers`: published figures with their provenance, and a client's own aggregates.

use super::arguments::{Benchmarks, Peers};
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load_sound, request};
use crate::diagnostic::did_you_mean;
use crate::domain::Zone;
use crate::pipeline::{self, Failure, Listed, Mode};

/// Lists the figures of a configuration when there is one, else those that are shipped.
pub(super) fn list(action: &Benchmarks, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let Benchmarks::List { industry, metric } = action;
    let loaded = match options.config.exists() || !options.report.is_empty() {
        true => match load_sound(options, surroundings, speech) {
            Ok((config, _)) => Some(config),
            Err(exit) => return exit,
        },
        false => None,
    };
    let config = loaded.as_ref().map(|config| (config, options.report.as_slice()));
    let day = surroundings.now.to_local(Zone::utc()).date();
    let listed = |industry, metric| pipeline::benchmarks_listed(config, (industry, metric), day);
    let found = match listed(industry.as_deref(), metric.as_deref()) {
        Ok(found) => found,
        Err(problems) => {
            speech.problems(&problems);
            return Exit::SomeFailed;
        }
    };
    if found.is_empty() {
        let all = listed(None, None).unwrap_or_default();
        let asked = [("--industry", industry), ("--metric", metric)];
        let known = |option: &str| -> Vec<String> {
            let of = |one: &Listed| if option == "--industry" { one.industry.clone() } else { one.metric.clone() };
            all.iter().map(of).collect()
        };
        let doubt = asked.iter().filter_map(|(option, word)| {
            let word = word.as_ref()?;
            let known = known(option);
            let unknown = !known.contains(word);
            unknown.then(|| did_you_mean(word, known.iter().map(String::as_str))).flatten()
        });
        let hint: Vec<String> = doubt.collect();
        let hint = if hint.is_empty() { String::new() } else { format!("; {}", hint.join("; ")) };
        speech.error(&format!("no published figure fits{hint}"));
        return Exit::Usage;
    }
    match speech.is_json() {
        true => speech.result(&serde_json::to_string(&found).expect("a list is plain data")),
        false => speech.result(&found.iter().map(lines).collect::<Vec<_>>().join("\n")),
    }
    Exit::Done
}

/// A figure in two lines: what it says, and where it comes from.
fn lines(one: &Listed) -> String {
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let age = one.age_years.map_or_else(|| "undated".to_owned(), |years| format!("{years:.1} years old"));
    let level = if one.level.is_empty() { String::new() } else { format!("  level {}", one.level) };
    let twin = if one.twin.is_empty() { String::new() } else { format!("  twin {}", one.twin) };
    format!(
        "{}  {}  {} {}  {}  {}  {}  grade {}{level}{twin}\n    {}; seen: {}; licence: {}",
        one.metric,
        one.industry,
        one.value,
        one.unit,
        or(&one.region, "region not stated"),
        one.period,
        age,
        one.grade,
        one.source,
        one.seen,
        or(&one.licence, "not stated"),
    )
}

/// Prints the aggregates of the chosen reports as a file of peers.
pub(super) fn export(action: &Peers, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let Peers::Export { label } = action;
    let told = load_sound(options, surroundings, speech).and_then(|(config, warnings)| {
        let request = request(options, surroundings, Mode::DryRun, &warnings);
        let found = pipeline::peers_file(&config, &request, label.as_deref());
        found.map_err(|failure| {
            match &failure {
                Failure::Input(problems) => speech.problems(problems),
                other => speech.error(&other.lines().join("; ")),
            }
            Exit::SomeFailed
        })
    });
    match told {
        Ok(text) => {
            speech.result(text.trim_end());
            Exit::Done
        }
        Err(exit) => exit,
    }
}
