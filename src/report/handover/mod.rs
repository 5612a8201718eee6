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
use std::collections::BTreeSet;

/// A part of what is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Handed {
    /// [`Handover::figures`].
    Figures,
    /// [`Handover::lineage`].
    Lineage,
    /// [`Handover::sheets`].
    Sheets,
    /// [`Handover::slides`].
    Slides,
}

/// What is handed over beside an edition; parts that no format reads are empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// Every figure.
    pub figures: Vec<FigureRow>,
    /// What each figure was made from.
    pub lineage: Option<Lineage>,
    /// The sheets of the workbook in order.
    pub sheets: Vec<Sheet>,
    /// The slides in order.
    pub slides: Vec<Slide>,
    /// Font of workbook and slides.
    pub font: String,
    /// Page and number of pages in the foot of a printed sheet: `&P` and `&N` stand for them.
    pub page: String,
}

/// The parts of the values behind an edition that are read.
pub fn build(inputs: &ReportInputs, (locale, report): (Locale, &Report), read: &BTreeSet<Handed>) -> Handover {
    let draft = Draft::new(inputs, locale);
    let reads = |part| read.contains(&part);
    let tabled = reads(Handed::Figures) || reads(Handed::Sheets);
    let figures = if tabled { figures::rows(&draft) } else { Vec::new() };
    Handover {
        lineage: reads(Handed::Lineage).then(|| lineage::of(&draft, report)),
        sheets: if reads(Handed::Sheets) { sheets(&draft, report, &figures) } else { Vec::new() },
        slides: if reads(Handed::Slides) { deck::slides(&draft, report) } else { Vec::new() },
        font: locale.data().workbook_font.clone(),
        page: draft.words.with("book-page", &[("page", "&P"), ("pages", "&N")]),
        figures,
    }
}

fn sheets(draft: &Draft, report: &Report, figures: &[FigureRow]) -> Vec<Sheet> {
    let mut sheets = vec![summary::sheet(draft, report)];
    sheets.extend(topics::sheets(draft));
    sheets.push(topics::parts(draft));
    sheets.push(lists::figures(draft, figures));
    sheets.extend(economics::sheets(draft));
    sheets.extend(lists::benchmarks(draft));
    sheets.extend(advice::sheet(draft, report));
    sheets.push(lists::definitions(draft));
    sheets.push(data::sheet(draft, report));
    let about = about::sheet(draft, report, &sheets);
    sheets.push(about);
    sheets
}
