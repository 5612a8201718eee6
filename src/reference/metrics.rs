//! The page of the metrics: definition, population, missing rule, SQL and source of each.

use super::link;
use super::page::{Block, Entry, Group, Inline, Page, code, joined, prose, text};
use super::voice::Voice;
use crate::benchmarks::{Benchmark, shipped_all};
use crate::catalogue::built_in;
use crate::catalogue::definition::{Attribution, Definition, Exclusion, Family, Kind};
use crate::domain::Clock;

/// All built-in metrics, by family.
pub(super) fn page(voice: &Voice) -> Page {
    let figures = shipped_all();
    let group = |family: Family| {
        let metrics = built_in().iter().filter(|metric| metric.family == family);
        Group {
            id: format!("family-{}", family.name()),
            title: voice.say(&format!("family-{}", family.name())),
            lead: Vec::new(),
            entries: metrics.map(|metric| entry(metric, &figures, voice)).collect(),
        }
    };
    Page {
        name: link::METRICS,
        title: voice.say("metrics"),
        lead: prose(&voice.say("metrics-lead")),
        groups: Family::ALL.into_iter().map(group).collect(),
    }
}

fn entry(metric: &Definition, figures: &[Benchmark], voice: &Voice) -> Entry {
    let mut blocks =
        vec![Block::Paragraph(prose(metric.definition.get(voice.locale))), Block::Facts(facts(metric, figures, voice))];
    let sql = expressions(metric, voice);
    if !sql.is_empty() {
        blocks.push(Block::Table(vec![voice.say("part"), voice.say("expression")], sql));
    }
    let recompute = match metric.kind {
        Kind::Model => voice.say("recompute-model"),
        _ => voice.words.with("recompute", &[("metric", &metric.id)]),
    };
    blocks.push(Block::Paragraph(prose(&recompute)));
    Entry { id: metric.id.clone(), title: metric.title.get(voice.locale).to_owned(), code: metric.id.clone(), blocks }
}

fn facts(metric: &Definition, figures: &[Benchmark], voice: &Voice) -> Vec<(String, Vec<Inline>)> {
    let kind = serialised(&metric.kind);
    let mut facts = vec![
        voice.fact("kind", prose(&voice.say(&format!("kind-{}", kind.replace('_', "-"))))),
        voice.fact("unit", text(voice.say(&format!("unit-{}", serialised(&metric.unit).replace('_', "-"))))),
        voice.fact("better", text(voice.say(&format!("better-{}", serialised(&metric.better).replace('_', "-"))))),
    ];
    if let Some(table) = metric.table {
        facts.push(voice.fact("table", vec![link::table(table)]));
    }
    if let Some(period) = &metric.period {
        facts.push(voice.fact("population", prose(&population(metric, period, voice))));
    }
    facts.push(voice.fact("missing", prose(&voice.say(&format!("missing-{}", kind.replace('_', "-"))))));
    if metric.clock == Clock::Business {
        facts.push(voice.fact("clock", text(voice.say("clock-business"))));
    }
    let columns =
        |names: &[String]| joined(names.iter().map(|name| vec![link::column(metric.table, name)]).collect(), ", ");
    if !metric.needs.is_empty() {
        facts.push(voice.fact("needs", columns(&metric.needs)));
    }
    if !metric.segments.is_empty() {
        facts.push(voice.fact("segments", columns(&metric.segments)));
    }
    if let Some(question) = &metric.single_scale {
        facts.push(voice.fact("single-scale", code(question)));
    }
    let shown = if metric.scorecard { "scorecard-yes" } else { "scorecard-no" };
    facts.push(voice.fact("scorecard", text(voice.say(shown))));
    facts.extend(related(metric, figures, voice));
    facts.push(voice.fact("source", text(&metric.source)));
    facts
}

/// Which rows count, in words.
fn population(metric: &Definition, period: &Attribution, voice: &Voice) -> String {
    let when = match period {
        Attribution::At(at) => voice.words.with("period-at", &[("at", at)]),
        Attribution::PresentAtEnd(span) => {
            voice.words.with("period-end", &[("from", &span.from), ("until", &span.until)])
        }
        Attribution::PresentAtStart(span) => {
            voice.words.with("period-start", &[("from", &span.from), ("until", &span.until)])
        }
        Attribution::Overlaps(span) => {
            voice.words.with("period-overlaps", &[("from", &span.from), ("until", &span.until)])
        }
    };
    match metric.exclude.len() {
        0 => when,
        count => {
            let space = if voice.locale.is_wide() { "" } else { " " };
            format!("{when}{space}{}", voice.words.with("excluding", &[("count", &count.to_string())]))
        }
    }
}

/// Metrics that it is made of or belongs to, and published figures beside it.
fn related(metric: &Definition, figures: &[Benchmark], voice: &Voice) -> Vec<(String, Vec<Inline>)> {
    let links = |ids: Vec<&str>| joined(ids.into_iter().map(|id| vec![link::metric(id)]).collect(), ", ");
    let names = |metric: &Definition| -> Vec<String> {
        let formula = metric.formula.iter().flat_map(|formula| formula.split(|one| !is_of_name(one)));
        let ids = formula.chain(metric.base.as_deref()).filter(|name| built_in().iter().any(|one| one.id == **name));
        let mut names: Vec<String> = Vec::new();
        for id in ids {
            if !names.iter().any(|known| known == id) {
                names.push(id.to_owned());
            }
        }
        names
    };
    let made_of = names(metric);
    let part_of: Vec<&str> =
        built_in().iter().filter(|one| names(one).contains(&metric.id)).map(|one| &*one.id).collect();
    let beside = figures.iter().filter(|one| one.metric == metric.id || one.twin.as_ref() == Some(&metric.id));
    let beside: Vec<Vec<Inline>> = beside.map(|one| vec![link::figure(one)]).collect();
    let mut facts = Vec::new();
    if !made_of.is_empty() {
        facts.push(voice.fact("made-of", links(made_of.iter().map(String::as_str).collect())));
    }
    if !part_of.is_empty() {
        facts.push(voice.fact("part-of", links(part_of)));
    }
    if !beside.is_empty() {
        facts.push(voice.fact("published", joined(beside, ", ")));
    }
    facts
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Each expression with what it decides.
fn expressions(metric: &Definition, voice: &Voice) -> Vec<Vec<Vec<Inline>>> {
    let row = |name: &str, sql: &str| vec![text(voice.say(&format!("sql-{name}"))), code(sql)];
    let exclusion = |one: &Exclusion| {
        let head = vec![Inline::Text(format!("{} ", voice.say("sql-exclude"))), Inline::Code(one.reason.clone())];
        vec![head, code(&one.when)]
    };
    let quantile = metric.quantile.map(|quantile| quantile.to_string());
    let per = metric.per.map(|per| per.to_string());
    let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
    rows.extend(metric.rows.iter().map(|sql| row("rows", sql)));
    rows.extend(metric.exclude.iter().map(exclusion));
    let parts = [
        ("matured", &metric.matured),
        ("among", &metric.among),
        ("hit", &metric.hit),
        ("value", &metric.value),
        ("denominator", &metric.denominator),
        ("weight", &metric.weight),
        ("start", &metric.start),
        ("end", &metric.end),
        ("quantile", &quantile),
        ("formula", &metric.formula),
        ("base", &metric.base),
        ("per", &per),
    ];
    rows.extend(parts.into_iter().filter_map(|(name, sql)| Some(row(name, sql.as_ref()?))));
    rows
}

/// The word of an enumeration, as in YAML.
fn serialised(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
