//! `lineage.json`: figure → definition → rows → files and their hashes. One line per figure.

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::config::Format;
use crate::report::handover::{Handed, Lineage as Data};
use serde::Serialize;
use serde_json::Value;

/// `lineage`.
pub struct Lineage;

impl Renderer for Lineage {
    fn reads(&self) -> &[Handed] {
        &[Handed::Lineage]
    }

    fn render(&self, (edition, part): (&Drawn, Part), _: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let Some(lineage) = edition.handover.and_then(|handover| handover.lineage.as_ref()) else {
            return Ok(Vec::new());
        };
        Ok(vec![(edition.path(Format::Lineage, part), render(lineage))])
    }
}

/// The lineage as JSON.
pub fn render(lineage: &Data) -> Vec<u8> {
    let json = |value: &dyn Fn() -> serde_json::Result<String>| value().expect("lineage is plain data");
    let mut head =
        serde_json::to_value(Data { figures: Vec::new(), ..lineage.clone() }).expect("lineage is plain data");
    if let Value::Object(fields) = &mut head {
        fields.remove("figures");
    }
    let head = json(&|| serde_json::to_string_pretty(&head));
    let mut text = head.trim_end().trim_end_matches('}').trim_end().to_owned();
    text.push_str(",\n  \"figures\": [");
    for (at, figure) in lineage.figures.iter().enumerate() {
        text.push_str(if at == 0 { "\n    " } else { ",\n    " });
        text.push_str(&line(figure));
    }
    text.push_str("\n  ]\n}\n");
    text.into_bytes()
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("lineage is plain data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_json_with_or_without_figures() {
        let empty: Value = serde_json::from_slice(&render(&Data::default())).expect("JSON");
        assert_eq!(empty["figures"], serde_json::json!([]));
        let figure = crate::report::handover::FigureLineage {
            metric: "fcr".to_owned(),
            segment: "channel=}".to_owned(),
            quarter: "2026-Q3".parse().expect("a quarter"),
            value: Some(0.1),
            n: Some(3),
            missing: Some(0),
            excluded: [("spam".to_owned(), 2)].into(),
            immature: None,
        };
        let two = Data { figures: vec![figure.clone(), figure], ..Data::default() };
        let found: Value = serde_json::from_slice(&render(&two)).expect("JSON");
        assert_eq!(found, serde_json::to_value(&two).expect("JSON"), "the same as written in one go");
    }
}
