//! The command `explain`: what stands behind one figure.

use super::arguments::Explain;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load, request};
use crate::config::{Config, ReportConfig};
use crate::diagnostic::did_you_mean;
use crate::domain::Segment;
use crate::metrics::{self, Explanation};
use crate::pipeline::{self, Failure, Mode};

pub(super) fn run(figure: &Explain, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let (config, warnings) = match load(options, surroundings, speech) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let Some(report) = chosen(&config, options, figure, speech) else { return Exit::Usage };
    let request = request(options, surroundings, Mode::DryRun, &warnings);
    let (measured, periods) = match pipeline::measure_one(&config, report, &request) {
        Ok(measured) => measured,
        Err(Failure::Input(problems)) => {
            speech.problems(&problems);
            return Exit::SomeFailed;
        }
        Err(failure) => {
            speech.error(&failure.lines().join("; "));
            return Exit::SomeFailed;
        }
    };
    if figure.sql {
        return match metrics::sql(report, &measured.facts, &periods, &figure.metric) {
            Some(sql) => {
                speech.result(&sql);
                Exit::Done
            }
            None => {
                speech.error(&format!("`{}` has no query: its tables or columns are not in the data", figure.metric));
                Exit::SomeFailed
            }
        };
    }
    let segment =
        figure.segment.clone().map_or(Segment::Total, |(dimension, value)| Segment::Part { dimension, value });
    let of = (&segment, measured.quarter);
    match metrics::explain(report, &measured.facts, &measured.measurements, &figure.metric, of) {
        Some(explanation) if speech.is_json() => {
            speech.result(&serde_json::to_string_pretty(&explanation).expect("an explanation is plain data"));
        }
        Some(explanation) => speech.result(&text(&explanation)),
        None => return Exit::Usage,
    }
    Exit::Done
}

/// The one report and the known metric that are meant.
fn chosen<'c>(config: &'c Config, options: &Options, figure: &Explain, speech: &Speech) -> Option<&'c ReportConfig> {
    let wanted = |report: &&ReportConfig| options.report.is_empty() || options.report.contains(&report.id);
    let reports: Vec<&ReportConfig> = config.reports.iter().filter(wanted).collect();
    let [report] = reports.as_slice() else {
        speech.error("name one report with `--report ID`");
        return None;
    };
    let ids: Vec<&str> = report.metrics.iter().map(|metric| metric.id.as_str()).collect();
    if ids.contains(&figure.metric.as_str()) {
        return Some(report);
    }
    let hint = match did_you_mean(&figure.metric, ids) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`quarterdeck metrics` lists them all".to_owned(),
    };
    speech.error(&format!("unknown metric `{}`; {hint}", figure.metric));
    None
}

fn text(explanation: &Explanation) -> String {
    let definition = &explanation.definition;
    let mut lines = vec![
        format!("{}  {} / {}", definition.id, definition.title.zh_cn, definition.title.en),
        format!("  {}", definition.definition.zh_cn.trim()),
        format!("  {}", definition.definition.en.trim()),
        format!("  source: {}", definition.source),
    ];
    lines.push(format!("rows of the period before exclusions: {}", explanation.rows));
    match &explanation.measurement {
        None => lines.push("no such segment in the data".to_owned()),
        Some(figure) => {
            let figure = serde_json::to_value(figure).unwrap_or_default();
            for (key, value) in figure.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
                lines.push(format!("  {key}: {value}"));
            }
        }
    }
    for input in &explanation.inputs {
        let value = input.value.map_or("no value".to_owned(), |value| value.to_string());
        lines.push(format!("stands on {}: {value} (n {})", input.metric, input.n));
    }
    lines.push("files:".to_owned());
    for file in &explanation.files {
        lines.push(format!("  {}  {}", file.path, file.table));
        lines.push(format!("    sha256 {}", file.sha256));
        lines.push(format!(
            "    rows: {} read = {} used + {} rejected + {} merged as duplicates",
            file.rows_in, file.rows_used, file.rows_rejected, file.duplicates_merged
        ));
    }
    lines.join("\n")
}
