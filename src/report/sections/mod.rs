//! One file per section. Each gives its title (the message) and its blocks, or nothing.

mod assumptions;
mod benchmarks;
mod benefits;
mod causes;
mod changes;
mod competitors;
mod complaints;
mod control;
mod cost_parts;
mod costs;
mod data_quality;
mod drivers;
mod economics;
mod economics_summary;
mod exhibit;
mod finding;
mod heat;
mod initiatives;
mod loyalty;
mod marginal;
mod method;
mod metric_table;
mod mix;
mod recommendations;
mod relationship;
mod scorecard;
mod season;
mod segments;
mod sensitivity;
mod sensitivity_tables;
mod summary;
mod teams;
mod tiles;
mod trends;
mod variation;
mod voice;
mod warnings;
mod working_days;

use super::draft::Draft;
use super::markdown;
use super::model::{Block, Section};

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
            "sensitivity" => sensitivity::write(draft),
            "data-quality" => Some(data_quality::write(draft)),
            "method" => Some(method::write(draft)),
            _ => None,
        };
        let topic = draft.words.say(&format!("topic-{id}"));
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
    sections
}

/// A section's title and blocks.
pub type Written = (String, Vec<Block>);

/// Each passage goes to the end of its section; what names no section, or one that this edition
/// leaves out, to the summary, else to the first section.
fn insert_commentary(draft: &Draft, sections: &mut [Section]) {
    let Some(comments) = draft.inputs.commentary.get(&draft.locale()) else { return };
    let mut headings = 0;
    for comment in comments {
        let blocks = markdown::blocks(&comment.text, headings);
        headings += blocks.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
        let named = comment.section.as_deref();
        let position = |id: &str| sections.iter().position(|section| section.id == id);
        let at = named.and_then(position).or_else(|| position("summary")).unwrap_or(0);
        let Some(section) = sections.get_mut(at).filter(|_| !blocks.is_empty()) else { continue };
        let headed = section.blocks.iter().any(|block| matches!(block, Block::Commentary { .. }));
        if !headed {
            let id = if at == 0 { "commentary".to_owned() } else { format!("commentary-on-{}", section.id) };
            section.blocks.push(Block::Heading { text: draft.words.say("commentary-heading"), id });
        }
        section.blocks.push(Block::Commentary { blocks });
    }
}
