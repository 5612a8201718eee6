//! The signs, tones and words that stand for a judgement.

use crate::insight::{Judgement, NoVerdict};
use crate::metrics::measurement::Measurement;
use crate::report::model::Tone;

/// The signs behind a figure that stands on cells in doubt, and of one whose window the data do not cover.
pub fn sign(one: &Measurement) -> &'static str {
    match (one.doubts.is_empty(), one.uncovered.is_empty()) {
        (true, true) => "",
        (false, true) => crate::report::doubts::SIGN,
        (true, false) => crate::report::windows::SIGN,
        (false, false) => "†‡",
    }
}

/// The tone of a judgement.
pub fn tone(judgement: Judgement) -> Tone {
    match judgement {
        Judgement::Good => Tone::Good,
        Judgement::Bad => Tone::Bad,
        Judgement::Neutral => Tone::Neutral,
    }
}

/// The message id of a change that cannot be given.
pub fn no_change(reason: NoVerdict) -> &'static str {
    match reason {
        NoVerdict::BaseNotPositive => "change-base-zero",
        NoVerdict::NoBase => "change-no-base",
        NoVerdict::NotCovered => "change-not-covered",
        _ => "no-figure",
    }
}
