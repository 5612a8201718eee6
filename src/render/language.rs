//! What templates know of an edition's language.

use crate::domain::Locale;
use crate::report::model::Report;

/// What templates may ask of an edition's language: the keys of its `locale.yaml`.
pub(super) fn locale_of(report: &Report) -> serde_json::Value {
    let locale = Locale::from_tag(&report.language).unwrap_or_else(Locale::of_messages);
    serde_json::to_value(locale.data()).expect("texts by text are JSON")
}
