//! How precise the survey is (T3): the margin of a share near one half, and how many answers ± 5 points
//! would need; for a finite population where the answers are a large part of it.

use crate::metrics::models::voice::Wave;
use crate::report::draft::Draft;
use crate::report::model::{Block, Callout};
use crate::report::text::{grouped, rounded};
use crate::statistics::{is_large_part, margin_of_half, sample_size};

/// The margin that is aimed at.
const AIM: f64 = 0.05;

/// The notice about a quarter's answers; nothing below the least n that is shown.
pub fn block(draft: &Draft, wave: &Wave) -> Option<Block> {
    let policy = &draft.inputs.config.statistics;
    let (n, contacts) = (wave.answers.n, wave.contacts);
    if n < policy.minimum_n || n > contacts {
        return None;
    }
    let margin = margin_of_half(n, policy.confidence, contacts)?;
    let (unlimited, needed) =
        (sample_size(AIM, policy.confidence, None), sample_size(AIM, policy.confidence, Some(contacts)));
    let args = [
        ("quarter", draft.dates.short(wave.quarter)),
        ("n", grouped(n)),
        ("contacts", grouped(contacts)),
        ("share", format!("{}%", rounded(100.0 * n as f64 / contacts as f64, 1))),
        ("margin", rounded(100.0 * margin, 1)),
        ("level", draft.level()),
        ("needed", grouped(needed)),
        ("unlimited", grouped(unlimited)),
        ("lacking", grouped(needed.saturating_sub(n))),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let corrected = if is_large_part(n, contacts) { "precision-corrected" } else { "precision-uncorrected" };
    let size = if needed < unlimited { "precision-needed-fewer" } else { "precision-needed" };
    let enough = if n >= needed { "precision-enough" } else { "precision-lacking" };
    let clauses = ["precision-margin", corrected, size, enough, "precision-limits"];
    let text = clauses.map(|id| draft.words.with(id, &args)).join(&draft.words.separator("precision-between"));
    let title = draft.words.with("precision-title", &args);
    Some(Block::Callout(Callout { tone: "note".to_owned(), title, text }))
}
