//! One file per section. Each gives its title (the message) and its blocks, or nothing.

pub(super) mod assumptions;
pub(super) mod benchmarks;
pub(super) mod benefits;
mod causes;
mod changes;
mod competitors;
mod complaints;
mod control;
mod cost_parts;
mod costs;
pub(super) mod data_quality;
mod departments;
mod drivers;
pub(super) mod economics;
mod economics_summary;
mod events;
mod exhibit;
mod finding;
mod heat;
pub(super) mod initiatives;
mod loyalty;
mod marginal;
pub(super) mod method;
mod metric_table;
mod mix;
#[cfg(test)]
mod own_tests;
mod recommendations;
mod relationship;
pub(super) mod scorecard;
mod season;
mod segments;
pub(super) mod sensitivity;
mod sensitivity_tables;
mod summary;
mod teams;
mod tiles;
mod trends;
mod variation;
mod voice;
mod warnings;
mod working_days;

pub(super) use trends::ticks;

use super::draft::Draft;
use super::markdown;
use super::model::{Block, Section};
use crate::config::{EditionKind, ReportConfig, figure_names};
use crate::insight::has_figure;

/// Writes the chosen sections in order; one without content is left out. Commentary goes to the
/// end of the summary, else to the first section.
pub fn write(draft: &mut Draft, chosen: &[&str]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for id in chosen {
        let written = match *id {
            "changes" => changes::write(draft),
            "summary" => Some(summary::write(draft)),
            "scorecard" => scorecard::write(draft),
            "trends" => trends::write(draft),
            "segments" => segments::write(draft),
            "benchmarks" => benchmarks::write(draft),
            "teams" => teams::write(draft),
            "relationship" => relationship::write(draft),
            "loyalty" => loyalty::write(draft),
            "complaints" => complaints::write(draft),
            "voice" => voice::write(draft),
            "drivers" => drivers::write(draft),
            "economics" => economics::write(draft),
            "recommendations" => recommendations::write(draft),
            "warnings" => warnings::write(draft),
            "departments" => departments::write(draft),
            "sensitivity" => sensitivity::write(draft),
            "data-quality" => Some(data_quality::write(draft)),
            "method" => Some(method::write(draft)),
            // What is not built in is the client's own; its text follows from the commentary.
            _ => own(draft, id).map(|title| (title, Vec::new())),
        };
        let topic = own(draft, id).unwrap_or_else(|| draft.words.say(&format!("topic-{id}")));
        sections.extend(written.map(|(title, blocks)| Section {
            id: (*id).to_owned(),
            topic,
            title,
            blocks,
            more: false,
        }));
    }
    if let Some(section) = sections.iter_mut().find(|section| section.id == "summary") {
        section.blocks.extend(summary::findings(draft));
        section.blocks.extend(causes::block(draft));
    }
    if let Some(section) = sections.iter_mut().find(|section| section.id == "data-quality") {
        section.blocks.extend(economics::absent(draft));
    }
    insert_commentary(draft, &mut sections);
    sections.retain(|section| !section.blocks.is_empty());
    sections
}

/// The sections of an edition that chooses none: the full one has the own ones, too, before the data page.
pub fn usual(config: &ReportConfig) -> Vec<&str> {
    let mut chosen: Vec<&str> = config.edition.sections().to_vec();
    if config.edition == EditionKind::Full {
        let at = chosen.iter().position(|id| *id == "data-quality").unwrap_or(chosen.len());
        chosen.splice(at..at, config.own_sections.iter().map(|(id, _)| id.as_str()));
    }
    chosen
}

/// The title of an own section.
fn own(draft: &Draft, id: &str) -> Option<String> {
    let sections = &draft.inputs.config.own_sections;
    sections.iter().find(|(own, _)| own == id).map(|(_, title)| draft.foreign(title))
}

/// A passage with the figures that it names, as they are printed; what is not shown is a dash.
fn filled(draft: &Draft, text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for (range, name) in figure_names(text) {
        written.push_str(&text[from..range.start]);
        let figure = name.ok().and_then(|name| {
            let quarter = name.period.unwrap_or_else(|| draft.quarter());
            draft.scene.measurements.get(&name.metric, &name.segment, quarter)
        });
        let shown = figure.filter(|one| one.value.is_some() && has_figure(one));
        written.push_str(&shown.map_or_else(|| draft.words.say("no-figure"), |one| draft.value(one)));
        from = range.end;
    }
    written.push_str(&text[from..]);
    written
}

/// A section's title and blocks.
pub type Written = (String, Vec<Block>);

/// Each passage goes to the end of its section; what names one that this edition leaves out to that of the advice;
/// what names none to the summary, else to the first section.
fn insert_commentary(draft: &Draft, sections: &mut [Section]) {
    let Some(comments) = draft.inputs.commentary.get(&draft.locale()) else { return };
    let mut headings = 0;
    for comment in comments {
        let blocks = markdown::blocks(&filled(draft, &comment.text), headings);
        headings += blocks.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
        let named = comment.section.as_deref();
        let position = |id: &str| sections.iter().position(|section| section.id == id);
        // The summary is one page: what names a section that this edition leaves out stands at its end.
        let elsewhere = named.and_then(|_| position("recommendations"));
        let at = named.and_then(position).or(elsewhere).or_else(|| position("summary")).unwrap_or(0);
        let Some(section) = sections.get_mut(at).filter(|_| !blocks.is_empty()) else { continue };
        let headed = section.blocks.iter().any(|block| matches!(block, Block::Commentary { .. }));
        if !headed && own(draft, &section.id).is_none() {
            let id = if at == 0 { "commentary".to_owned() } else { format!("commentary-on-{}", section.id) };
            section.blocks.push(Block::Heading { text: draft.words.say("commentary-heading"), id });
        }
        section.blocks.push(Block::Commentary { blocks });
    }
}
