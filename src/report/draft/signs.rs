//! The signs, tones and words that stand for a judgement.

use crate::insight::{Judgement, NoVerdict};
use crate::metrics::measurement::Measurement;
use crate::report::model::Tone;

/// The sign behind a figure that stands on cells in doubt.
pub fn sign(one: &Measurement) -> &'static str {
    if one.doubts.is_empty() { "" } else { crate::report::doubts::SIGN }
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
        _ => "no-figure",
    }
}
