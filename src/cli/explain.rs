//! The command `explain`: what stands behind one figure.

use super::arguments::Explain;
use super::speech::Speech;
use super::{Exit, Options, Surroundings, load_sound, request, veil};
use crate::config::{Config, ReportConfig};
use crate::delivery::Keeping;
use crate::diagnostic::did_you_mean;
use crate::domain::Segment;
use crate::metrics::models::ModelRead;
use crate::metrics::{self, Explanation, ScanPlan};
use crate::pipeline::{self, Failure, Mode, Request};

pub(super) fn run(figure: &Explain, options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    let told = load_sound(options, surroundings, speech).and_then(|(mut config, warnings)| {
        veil(&mut config, surroundings, Keeping::Passing, speech)?;
        let request = request(options, surroundings, Mode::DryRun, &warnings);
        match &figure.metric {
            _ if figure.plan => plan(&config, &request, speech),
            Some(metric) => one(&config, figure, metric, (options, &request, speech)),
            None => all(&config, figure, (&request, speech)),
        }
    });
    told.err().unwrap_or(Exit::Done)
}

/// Every metric of the chosen reports with its query and our values, one JSON object per line; or one
/// object per report with what its models read and found.
fn all(config: &Config, figure: &Explain, (request, speech): (&Request, &Speech)) -> Result<(), Exit> {
    let chosen = |report: &&ReportConfig| request.reports.is_empty() || request.reports.contains(&report.id);
    for report in config.reports.iter().filter(chosen) {
        let (measured, periods) =
            pipeline::measure_one(config, report, request).map_err(|failure| fail(&failure, speech))?;
        if figure.models {
            let check = metrics::model_check(report, &measured.facts, &periods);
            let check = check.map_err(|error| fail(&Failure::World(pipeline::chain(&error)), speech))?;
            speech.result(&serde_json::to_string(&check).expect("a check is plain data"));
            continue;
        }
        let checks = metrics::independent_checks(report, &measured.facts, &periods, figure.dialect.into());
        for check in checks.map_err(|error| fail(&Failure::World(pipeline::chain(&error)), speech))? {
            let mut line = serde_json::to_value(&check).expect("a check is plain data");
            line["report"] = report.id.clone().into();
            speech.result(&line.to_string());
        }
    }
    Ok(())
}

/// The passes over the data of the chosen reports.
fn plan(config: &Config, request: &Request, speech: &Speech) -> Result<(), Exit> {
    let chosen = |report: &&ReportConfig| request.reports.is_empty() || request.reports.contains(&report.id);
    for report in config.reports.iter().filter(chosen) {
        let (measured, periods) =
            pipeline::measure_one(config, report, request).map_err(|failure| fail(&failure, speech))?;
        let plans = metrics::scan_plans(report, &measured.facts, &periods);
        let plans = plans.map_err(|error| fail(&Failure::World(pipeline::chain(&error)), speech))?;
        if speech.is_json() {
            let line = serde_json::json!({ "report": report.id, "scans": plans, "model_reads": measured.reads });
            speech.result(&line.to_string());
        } else {
            let scans: Vec<String> = plans.iter().map(pass).collect();
            let reads = again(&measured.reads);
            let head =
                format!("{}: {} scans, {} further reads by models", report.id, plans.len(), measured.reads.len());
            speech.result(&[vec![head], scans, reads].concat().join("\n"));
        }
    }
    Ok(())
}

/// What models read after the scans; the same read by the same model is one line.
fn again(reads: &[ModelRead]) -> Vec<String> {
    let mut counted: Vec<(&ModelRead, usize)> = Vec::new();
    for read in reads {
        match counted.iter_mut().find(|(known, _)| *known == read) {
            Some((_, times)) => *times += 1,
            None => counted.push((read, 1)),
        }
    }
    let line = |(read, times): &(&ModelRead, usize)| {
        let (model, table, parts) = (read.model, read.table.name(), read.parts);
        let columns = format!("{}: {}", read.columns.len(), read.columns.join(", "));
        format!("  {model} reads {table} after the scan: {parts} parts, {times} times ({columns})")
    };
    counted.iter().map(line).collect()
}

fn pass(plan: &ScanPlan) -> String {
    let span = |(first, last, count): &(String, String, usize)| format!("{count} from {first} to {last}");
    let mut lines = vec![
        format!("  {}: {} parts, each read once", plan.table.name(), plan.parts),
        format!("    columns ({}): {}", plan.columns.len(), plan.columns.join(", ")),
        format!("    quarters: {}", span(&plan.quarters)),
        format!("    metrics ({}): {}", plan.metrics.len(), plan.metrics.join(", ")),
    ];
    if !plan.monthly.is_empty() {
        lines.push(format!("    months: {}", span(&plan.months)));
        lines.push(format!("    by month ({}): {}", plan.monthly.len(), plan.monthly.join(", ")));
    }
    lines.join("\n")
}

fn one(
    config: &Config,
    figure: &Explain,
    metric: &str,
    (options, request, speech): (&Options, &Request, &Speech),
) -> Result<(), Exit> {
    let report = chosen(config, options, metric, speech).ok_or(Exit::Usage)?;
    let (measured, periods) =
        pipeline::measure_one(config, report, request).map_err(|failure| fail(&failure, speech))?;
    if figure.sql {
        let sql =
            metrics::sql(report, &measured.facts, &periods, (metric, figure.dialect.into())).ok_or_else(|| {
                speech.error(&format!("`{metric}` has no query: its tables or columns are not in the data"));
                Exit::SomeFailed
            })?;
        speech.result(&sql);
        return Ok(());
    }
    let segment =
        figure.segment.clone().map_or(Segment::Total, |(dimension, value)| Segment::Part { dimension, value });
    let of = (&segment, measured.quarter);
    let explanation =
        metrics::explain(report, &measured.facts, &measured.measurements, metric, of).ok_or(Exit::Usage)?;
    let key = pipeline::report_key(report, measured.quarter);
    if speech.is_json() {
        let mut line = serde_json::to_value(&explanation).expect("an explanation is plain data");
        line["report_key"] = key.into();
        speech.result(&line.to_string());
    } else {
        speech.result(&format!("{}\nreport key: {key}", text(&explanation)));
    }
    Ok(())
}

fn fail(failure: &Failure, speech: &Speech) -> Exit {
    match failure {
        Failure::Input(problems) => speech.problems(problems),
        other => speech.error(&other.lines().join("; ")),
    }
    Exit::SomeFailed
}

/// The one report and the known metric that are meant.
fn chosen<'c>(config: &'c Config, options: &Options, metric: &str, speech: &Speech) -> Option<&'c ReportConfig> {
    let wanted = |report: &&ReportConfig| options.report.is_empty() || options.report.contains(&report.id);
    let reports: Vec<&ReportConfig> = config.reports.iter().filter(wanted).collect();
    let [report] = reports.as_slice() else {
        speech.error("name one report with `--report ID`");
        return None;
    };
    let ids: Vec<&str> = report.metrics.iter().map(|metric| metric.id.as_str()).collect();
    if ids.contains(&metric) {
        return Some(report);
    }
    let hint = match did_you_mean(metric, ids) {
        Some(question) => question,
        None => "`quarterdeck metrics` lists them all".to_owned(),
    };
    speech.error(&format!("unknown metric `{metric}`; {hint}"));
    None
}

fn text(explanation: &Explanation) -> String {
    let definition = &explanation.definition;
    let mut lines =
        vec![format!("{}  {}", definition.id, definition.title.by_default().collect::<Vec<_>>().join(" / "))];
    lines.extend(definition.definition.by_default().map(|text| format!("  {}", text.trim())));
    lines.push(format!("  source: {}", definition.source));
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
        if let Some(query) = &file.query {
            let sql = query.sql.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(format!("    query: {sql}"));
            lines.push(format!("    answer: {} rows, sha256 {}", query.rows, query.sha256));
        }
        lines.push(format!(
            "    rows: {} read = {} used + {} rejected + {} merged + {} folded",
            file.rows_in, file.rows_used, file.rows_rejected, file.duplicates_merged, file.rows_folded
        ));
    }
    lines.join("\n")
}
