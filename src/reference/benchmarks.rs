//! The page of published figures, each with its provenance.

use super::link;
use super::page::{Block, Entry, Group, Inline, Page, code, prose, text};
use super::voice::Voice;
use crate::benchmarks::{Benchmark, shipped_all};
use std::collections::BTreeSet;

/// All shipped figures, by industry.
pub(super) fn page(voice: &Voice) -> Page {
    let figures = shipped_all();
    let files: BTreeSet<String> = figures.iter().map(link::figure_file).collect();
    let group = |name: &String| Group {
        id: format!("file-{name}"),
        title: name.clone(),
        lead: prose(&voice.words.with("benchmarks-file", &[("file", &format!("data/benchmarks/{name}.yaml"))])),
        entries: figures.iter().filter(|one| link::figure_file(one) == *name).map(|one| entry(one, voice)).collect(),
    };
    Page {
        name: link::BENCHMARKS,
        title: voice.say("benchmarks"),
        lead: prose(&voice.say("benchmarks-lead")),
        groups: files.iter().map(group).collect(),
    }
}

fn entry(figure: &Benchmark, voice: &Voice) -> Entry {
    Entry {
        id: link::figure_id(figure),
        title: figure.title.get(voice.locale).to_owned(),
        code: figure.id.clone(),
        blocks: vec![Block::Paragraph(prose(figure.definition.get(voice.locale))), Block::Facts(facts(figure, voice))],
    }
}

fn facts(figure: &Benchmark, voice: &Voice) -> Vec<(String, Vec<Inline>)> {
    let words = |word: &str| voice.say(&word.replace(['_', ' '], "-").to_lowercase());
    let statistic = serde_json::to_value(figure.statistic).unwrap_or_default();
    let length = serde_json::to_value(figure.period_length).unwrap_or_default();
    let value = format!("{} {}", figure.value, figure.unit);
    let mut facts = vec![voice.fact("figure", text(value))];
    let mut some = |name: &str, value: Option<Vec<Inline>>| facts.extend(value.map(|value| voice.fact(name, value)));
    let range = match (figure.low, figure.high) {
        (None, None) => None,
        (low, high) => {
            let edge = |edge: Option<f64>| edge.map_or_else(|| "…".to_owned(), |edge| edge.to_string());
            Some(text(format!("{} – {}", edge(low), edge(high))))
        }
    };
    some("range", range);
    some("statistic", Some(text(words(&format!("statistic-{}", statistic.as_str().unwrap_or_default())))));
    some("metric", Some(vec![link::metric(&figure.metric)]));
    some("twin", figure.twin.as_deref().map(|twin| vec![link::metric(twin)]));
    some("definition-key", Some(code(figure.definition_key.to_string())));
    some("industry", Some(code(&figure.industry)));
    let not_stated = || text(voice.say("not-stated"));
    some("region", Some(figure.region.as_ref().map_or_else(not_stated, code)));
    some("counted", Some(figure.population.as_ref().map_or_else(not_stated, code)));
    some("period", Some(text(figure.period.to_string())));
    some("period-length", Some(text(words(&format!("length-{}", length.as_str().unwrap_or_default())))));
    some("level", figure.level.map(|level| text(words(&format!("level-{}", level.word())))));
    some("product", figure.product.as_ref().map(|product| text(product.get(voice.locale))));
    some("n", figure.n.map(|n| text(n.to_string())));
    some("source", Some(text(&figure.source)));
    some("address", figure.url.as_deref().map(|url| vec![Inline::Web(address(url))]));
    some("seen-in", figure.seen_in.as_ref().map(text));
    let seen = words(&format!("seen-{}", figure.seen.word()));
    let seen = figure.seen_on.as_ref().map_or_else(|| seen.clone(), |month| format!("{seen}, {month}"));
    some("seen", Some(text(seen)));
    some("grade", Some(text(words(&format!("grade-{}", figure.grade.letter())))));
    some("licence", Some(figure.licence.as_ref().map_or_else(not_stated, text)));
    some("drawn", (!figure.drawn).then(|| text(voice.say("drawn-no"))));
    some("note", figure.note.as_ref().map(|note| prose(note.get(voice.locale))));
    facts
}

/// An address with its scheme, which some entries leave out.
fn address(written: &str) -> String {
    if written.contains("://") { written.to_owned() } else { format!("https://{written}") }
}
