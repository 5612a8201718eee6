//! A chart of the workbook: lines over the cells of a sheet.

use super::address::At;

/// A line chart of rows of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    /// The cell at its top left.
    pub at: At,
    /// Pixels to the right of that.
    pub offset: u32,
    /// Title.
    pub title: String,
    /// First and last cell of the names of its points.
    pub categories: (At, At),
    /// Lines: name, first and last cell; the first is the figure, a second its target.
    pub lines: Vec<(String, At, At)>,
    /// Number format of its axis.
    pub form: String,
    /// Text for those who do not see it.
    pub alt: String,
}
