//! The command `metrics`: the catalogue.

use super::speech::Speech;
use super::{Exit, Options, Surroundings, load_sound};
use crate::catalogue;
use crate::catalogue::definition::Definition;

/// Lists the built-in catalogue, or that of a configuration when there is one.
pub(super) fn run(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let configured = options.config.exists() || !options.report.is_empty();
    let metrics = if configured {
        match load_sound(options, surroundings, speech) {
            Ok((config, _)) => {
                let chosen = |id: &String| options.report.is_empty() || options.report.contains(id);
                let mut metrics: Vec<Definition> = Vec::new();
                for definition in config.reports.iter().filter(|one| chosen(&one.id)).flat_map(|one| &one.metrics) {
                    if !metrics.iter().any(|known| known.id == definition.id) {
                        metrics.push(definition.clone());
                    }
                }
                metrics
            }
            Err(exit) => return exit,
        }
    } else {
        catalogue::built_in().to_vec()
    };
    if speech.is_json() {
        speech.result(&serde_json::to_string(&metrics).expect("definitions are plain data"));
    } else {
        speech.result(&table(&metrics));
    }
    Exit::Done
}

/// id, unit, direction, table, name and needed columns, one metric a line.
fn table(metrics: &[Definition]) -> String {
    let rows: Vec<[String; 5]> = metrics.iter().map(row).collect();
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..4).map(width).collect();
    let line = |row: &[String; 5]| {
        let padded = |at: usize| format!("{}{}", row[at], " ".repeat(widths[at] - row[at].chars().count()));
        format!("{}  {}  {}  {}  {}", padded(0), padded(1), padded(2), padded(3), row[4])
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn row(metric: &Definition) -> [String; 5] {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let unit = word(serde_json::to_value(metric.unit).unwrap_or_default());
    let better = word(serde_json::to_value(metric.better).unwrap_or_default());
    let table = metric.table.map_or("derived", |table| table.name());
    let needs = if metric.needs.is_empty() { String::new() } else { format!("  needs {}", metric.needs.join(", ")) };
    let title = format!("{}{needs}", metric.title.by_default().collect::<Vec<_>>().join(" / "));
    [metric.id.clone(), unit, better, table.to_owned(), title]
}
