//! What is handed over beside the pages: the figures as typed rows, and the workbook as typed sheets, from the
//! same values and words as the edition. Values are exact; only number formats round.

mod about;
mod address;
mod advice;
mod cost;
mod data;
mod deck;
mod economics;
mod figures;
mod flow;
mod forms;
mod inputs;
mod line_chart;
mod lineage;
mod lists;
mod programme;
mod sheet;
mod summary;
mod topics;
mod width;

pub use address::{At, address, area};
pub use deck::{Content, DeckChart, DeckTable, Slide};
pub use figures::FigureRow;
#[cfg(test)]
pub(crate) use figures::figure_row;
pub use line_chart::LineChart;
pub use lineage::{FigureLineage, FileLineage, Lineage, MetricLineage, TableLineage};
#[cfg(test)]
pub(crate) use sheet::sheet_of_cells;
pub use sheet::{List, Mark, Outcome, Placed, Role, Sheet, Style, Value};
pub use width::of_text as text_width;

use super::draft::Draft;
use super::inputs::ReportInputs;
use super::model::Report;
use crate::domain::Locale;

/// What is handed over beside an edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// Every figure.
    pub figures: Vec<FigureRow>,
    /// What each figure was made from.
    pub lineage: Lineage,
    /// The sheets of the workbook in order.
    pub sheets: Vec<Sheet>,
    /// The slides in order.
    pub slides: Vec<Slide>,
    /// Font of workbook and slides.
    pub font: String,
    /// Page and number of pages in the foot of a printed sheet: `&P` and `&N` stand for them.
    pub page: String,
}

/// The values behind an edition.
pub fn build(inputs: &ReportInputs, locale: Locale, report: &Report) -> Handover {
    let draft = Draft::new(inputs, locale);
    let figures = figures::rows(&draft);
    let lineage = lineage::of(&draft, report);
    let mut sheets = vec![summary::sheet(&draft, report)];
    sheets.extend(topics::sheets(&draft));
    sheets.push(topics::parts(&draft));
    sheets.push(lists::figures(&draft, &figures));
    sheets.extend(economics::sheets(&draft));
    sheets.extend(lists::benchmarks(&draft));
    sheets.extend(advice::sheet(&draft, report));
    sheets.push(lists::definitions(&draft));
    sheets.push(data::sheet(&draft, report));
    let about = about::sheet(&draft, report, &sheets);
    sheets.push(about);
    let slides = deck::slides(&draft, report);
    let page = draft.words.with("book-page", &[("page", "&P"), ("pages", "&N")]);
    Handover { figures, lineage, sheets, slides, font: locale.data().workbook_font.clone(), page }
}
