//! One file per section. Each gives its title (the message) and its blocks, or nothing.

mod benchmarks;
mod benefits;
mod cost_parts;
mod data_quality;
mod economics;
mod finding;
mod method;
mod mix;
mod scorecard;
mod segments;
mod summary;
mod trends;

use super::draft::Draft;
use super::markdown;
use super::model::{Block, Section};

/// Writes the chosen sections in order; one without content is left out. Commentary goes to the
/// end of the summary, else to the first section.
pub fn write(draft: &mut Draft, chosen: &[&str]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for id in chosen {
        let written = match *id {
            "summary" => Some(summary::write(draft)),
            "scorecard" => scorecard::write(draft),
            "trends" => trends::write(draft),
            "segments" => segments::write(draft),
            "benchmarks" => benchmarks::write(draft),
            "economics" => economics::write(draft),
            "data-quality" => Some(data_quality::write(draft)),
            "method" => Some(method::write(draft)),
            _ => None,
        };
        let topic = draft.words.say(&format!("topic-{id}"));
        sections.extend(written.map(|(title, blocks)| Section { id: (*id).to_owned(), topic, title, blocks }));
    }
    insert_commentary(draft, &mut sections);
    drop_dead_links(&mut sections);
    sections
}

/// A section's title and blocks.
pub type Written = (String, Vec<Block>);

fn insert_commentary(draft: &Draft, sections: &mut [Section]) {
    let Some(source) = draft.inputs.commentary.get(&draft.locale()) else { return };
    let blocks = markdown::blocks(source);
    if blocks.is_empty() {
        return;
    }
    let at = sections.iter().position(|section| section.id == "summary").unwrap_or(0);
    if let Some(section) = sections.get_mut(at) {
        let heading = Block::Heading { text: draft.words.say("commentary-heading"), id: "commentary".to_owned() };
        section.blocks.push(heading);
        section.blocks.push(Block::Commentary { blocks });
    }
}

/// Findings and cells point only to what the edition contains.
fn drop_dead_links(sections: &mut [Section]) {
    let mut anchors: Vec<String> = sections.iter().map(|section| section.id.clone()).collect();
    for block in sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Definitions { items } = block {
            anchors.extend(items.iter().map(|item| item.id.clone()));
        }
    }
    let alive = |anchor: &String| anchors.contains(anchor);
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Findings { items } => {
                for item in items.iter_mut().filter(|item| !alive(&item.section)) {
                    item.section.clone_from(&anchors[0]);
                    item.section_label.clear();
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    cell.link = cell.link.take().filter(alive);
                }
            }
            _ => {}
        }
    }
}
