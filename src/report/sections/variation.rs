//! Variation and assurance of a metric by its months, as NHS England's "Making Data Count" draws them: whether
//! the last months differ from chance, and whether the process as it is reaches its target.

use crate::catalogue::definition::Definition;
use crate::domain::Direction;
use crate::report::draft::{Draft, plain, with_detail};
use crate::report::model::{Cell, Tone};

/// Variation with its assurance below; a dash where there are too few months for limits.
pub fn cell(draft: &Draft, definition: &Definition) -> Cell {
    let Some(chart) = draft.inputs.insights.controls.iter().find(|one| one.definition.id == definition.id) else {
        return Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    };
    let recent: Vec<Option<bool>> = chart.within(draft.quarter()).map(|signal| chart.worsens(signal)).collect();
    let (symbol, tone, id) = match () {
        () if recent.contains(&Some(true)) => ("▼", Tone::Bad, "variation-concern"),
        () if recent.contains(&Some(false)) => ("▲", Tone::Good, "variation-improvement"),
        () if !recent.is_empty() => ("◆", Tone::Neutral, "variation-special"),
        () => ("～", Tone::Muted, "variation-common"),
    };
    let limits = chart.points.last().map(|point| point.limits);
    let target = draft.scene.target(&definition.id).filter(|target| target.upper.is_none());
    let assurance = limits.zip(target).and_then(|(limits, target)| {
        let (below, above) = (limits.high < target.value, limits.low > target.value);
        match definition.better {
            Direction::Higher if above => Some("assurance-pass"),
            Direction::Higher if below => Some("assurance-fail"),
            Direction::Lower if below => Some("assurance-pass"),
            Direction::Lower if above => Some("assurance-fail"),
            Direction::Higher | Direction::Lower => Some("assurance-random"),
            Direction::TargetRange => None,
        }
    });
    let assurance = assurance.map(|id| draft.words.say(id));
    Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..with_detail(draft.words.say(id), assurance) }
}
