//! The report as a typed view model: what is said, in which order, in which words.
//!
//! [`build`] turns one report's results into one edition in one language. All numbers become text
//! here, once ([`text`]); nothing is computed that the figures do not hold, nothing is read from disk.

mod annex;
mod cover;
mod doubts;
mod draft;
mod gate;
pub mod glyphs;
pub mod handover;
mod inputs;
mod markdown;
pub mod model;
pub mod portfolio;
mod refusals;
#[cfg(test)]
pub(crate) mod scenario;
#[cfg(test)]
mod scenario_months;
#[cfg(test)]
mod scenario_relationship;
#[cfg(test)]
mod scenario_voice;
mod sections;
pub mod stand_in;
#[cfg(test)]
mod tests;
pub mod text;
mod windows;

pub use annex::documents;
pub use handover::Handover;
pub use inputs::{Changes, Comment, Edition, FileChange, RejectLine, ReportInputs};

pub use crate::config::SECTIONS;
use crate::domain::Locale;
use draft::Draft;
use model::Report;

/// The version of the view model, in [`Report::model_version`].
pub const MODEL_VERSION: u32 = 2;

/// Writes one edition of a report in one language. Sections without content are left out; the order
/// is the configuration's, else that of [`SECTIONS`] or of the management edition.
pub fn build(inputs: &ReportInputs, locale: Locale) -> Report {
    let mut draft = Draft::new(inputs, locale);
    let chosen: Vec<&str> = match &inputs.config.sections {
        Some(chosen) => chosen.iter().map(String::as_str).collect(),
        None => sections::usual(inputs.config),
    };
    // Whoever has the earlier issue must see first what is different, whatever sections were chosen.
    let chosen: Vec<&str> = ["changes"].into_iter().chain(chosen).collect();
    let (mut sections, mut annex) = annex::split(sections::write(&mut draft, &chosen), inputs.config.edition);
    let mut meta = cover::meta(&draft);
    annex::link(&mut sections, &mut annex, &meta.annex);
    doubts::footnotes(&draft, &mut sections);
    doubts::footnotes(&draft, &mut annex);
    windows::footnotes(&draft, &mut sections);
    windows::footnotes(&draft, &mut annex);
    if annex.is_empty() {
        meta.annex.clear();
    }
    let report = Report {
        model_version: MODEL_VERSION,
        language: locale.tag().to_owned(),
        meta,
        brand: cover::brand(&draft),
        labels: cover::labels(&draft),
        cover: cover::cover(&draft),
        sections,
        annex,
        is_annex: false,
        doubts: doubts::list(&draft),
        stand_ins: Vec::new(),
        charts: draft.charts,
    };
    stand_in::replaced(report, inputs.glyphs, &draft.words)
}
