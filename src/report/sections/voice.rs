//! Voice of the customer (R9): who answered and whom they speak for, what comments speak of, how
//! satisfaction runs along the journey, and the survey box.

mod comments;
mod invitations;
mod journey;
mod mentions;
mod precision;
mod respondents;
mod survey_box;

use super::Written;
use crate::metrics::models::voice::ShiftVerdict;
use crate::report::draft::Draft;
use crate::report::model::Block;
use crate::report::text::{Figure, rounded};

/// The voice section; nothing without answers that can be set against contacts, comments or stages.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let study = draft.inputs.study;
    let mentions = mentions::block(draft);
    if study.voice.is_none() && study.themes.is_none() && study.journey.is_none() && mentions.is_none() {
        return None;
    }
    let title = title(draft);
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(respondents::blocks(draft));
    blocks.extend(comments::blocks(draft));
    blocks.extend(journey::blocks(draft));
    blocks.extend(survey_box::blocks(draft));
    blocks.extend(mentions);
    Some((title, blocks))
}

/// A doubtful change first, then the low point of the journey and the most frequent theme.
fn title(draft: &Draft) -> String {
    let study = draft.inputs.study;
    let doubtful = study.voice.iter().flat_map(|one| &one.shifts).find(|one| one.verdict == ShiftVerdict::Doubtful);
    if let Some(shift) = doubtful {
        let change = Figure::percent().change(shift.raw, &draft.words);
        let from = draft.dates.short(shift.from);
        return draft.words.with("voice-title-doubtful", &[("from", &from), ("change", &change)]);
    }
    let low = study.journey.as_ref().and_then(|one| journey::lowest(draft, one));
    let theme = study.themes.as_ref().and_then(|one| comments::most(draft, one));
    match (low, theme) {
        (Some((stage, mean)), Some((theme, share))) => {
            let args = [("stage", stage), ("mean", mean), ("theme", theme), ("share", share)];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            draft.words.with("voice-title-both", &args)
        }
        (Some((stage, mean)), None) => draft.words.with("voice-title-journey", &[("stage", &stage), ("mean", &mean)]),
        (None, Some((theme, share))) => draft.words.with("voice-title-theme", &[("theme", &theme), ("share", &share)]),
        (None, None) => answers_title(draft),
    }
}

fn answers_title(draft: &Draft) -> String {
    let now = draft.inputs.study.voice.as_ref().and_then(|one| one.waves.last());
    let few = draft.inputs.config.statistics.verdict_n;
    match now.filter(|now| now.answers.n >= few) {
        Some(now) => {
            let percent = Figure::percent();
            let raw = percent.value(now.raw, &draft.words);
            let weighted = now.weighted.map_or_else(|| raw.clone(), |value| percent.value(value, &draft.words));
            draft.words.with("voice-title-answers", &[("raw", &raw), ("weighted", &weighted)])
        }
        None => draft.words.say("voice-title-small"),
    }
}

/// A 0–100 score as printed.
fn score(value: f64) -> String {
    rounded(value, 1)
}
