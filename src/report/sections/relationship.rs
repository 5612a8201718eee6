//! Quality of the relationship (R8): composite score with its sub-scores, contributions and weight
//! sensitivity, SERVQUAL gaps, customisation, panels of response efficiency and the five factors, and
//! the self-assessment. Parts that are missing are named.

mod assessment;
mod composite;
mod factors;
mod panel;
mod perception;
mod servqual;

use super::Written;
use crate::report::draft::Draft;
use crate::report::model::{Block, Callout};

/// The section; nothing when no model has data and the panel of response efficiency has a side
/// without figures.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let study = draft.inputs.study;
    let modelled = study.composite.is_some()
        || study.servqual.is_some()
        || study.customisation.is_some()
        || study.acsi.is_some()
        || study.self_assessment.is_some();
    if !modelled && !panel::is_full(draft) {
        return None;
    }
    let title = composite::title(draft)
        .or_else(|| servqual::title(draft))
        .or_else(|| assessment::title(draft))
        .unwrap_or_else(|| panel::title(draft));
    let mut blocks = composite::blocks(draft);
    blocks.extend(servqual::blocks(draft));
    blocks.extend(perception::blocks(draft));
    blocks.extend(panel::blocks(draft));
    blocks.extend(factors::blocks(draft));
    blocks.extend(assessment::blocks(draft));
    Some((title, blocks))
}

fn heading(draft: &Draft, id: &str) -> Block {
    Block::Heading { text: draft.words.say(id), id: id.to_owned() }
}

/// With a capital first letter, where words begin a line.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn note(tone: &str, title: String, text: String) -> Block {
    Block::Callout(Callout { tone: tone.to_owned(), title, text })
}
