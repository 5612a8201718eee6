//! The view model as `report.json`: the words and figures of an edition, for machines and tests.

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::config::Format;
use crate::report::model::Report;

/// `json`.
pub struct Json;

impl Renderer for Json {
    fn render(&self, (edition, part): (&Drawn, Part), _: &Templates) -> Result<Vec<Rendered>, RenderError> {
        Ok(vec![(edition.path(Format::Json, part), render(edition.report))])
    }
}

/// The report as indented JSON with a line break at its end.
pub fn render(report: &Report) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(report).expect("the view model has string keys only");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_as_the_same_report() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/report-zh-CN.json");
        let report: Report = serde_json::from_slice(&std::fs::read(path).expect("the fixture")).expect("a report");
        let bytes = render(&report);
        assert_eq!(serde_json::from_slice::<Report>(&bytes).expect("reads"), report);
        assert_eq!(bytes.last(), Some(&b'\n'));
    }
}
