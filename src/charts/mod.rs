//! Charts: typed data → plain SVG, the same bytes for the same data.
//!
//! One file per kind. Every judgement has a shape beside its colour, bars start at zero, labels
//! neither overlap nor leave the picture. Never computes a figure and never formats a number:
//! labels come printed from the view model.

mod bars;
mod benchmark_dots;
mod bullet;
pub mod color;
mod composition;
mod mark;
mod row;
mod scale;
mod slope;
mod sparkline;
mod svg;
mod text;
mod theme;
mod trend;
mod waterfall;

pub use theme::{Form, Theme};

use crate::report::model::{ChartData, Report};
use std::collections::BTreeMap;

/// Draws a chart as a whole SVG document.
pub fn draw(data: &ChartData, theme: &Theme) -> String {
    match data {
        ChartData::Bullet(data) => bullet::draw(data, theme),
        ChartData::Sparkline(data) => sparkline::draw(data, theme),
        ChartData::Trend(data) => trend::draw(data, theme),
        ChartData::BenchmarkDots(data) => benchmark_dots::draw(data, theme),
        ChartData::Composition(data) => composition::draw(data, theme),
        ChartData::Waterfall(data) => waterfall::draw(data, theme),
        ChartData::Slope(data) => slope::draw(data, theme),
        ChartData::Bars(data) => bars::draw(data, theme),
    }
}

/// All charts of a report, drawn once for all formats.
#[derive(Clone, Debug, PartialEq)]
pub struct Charts {
    /// For the full text width, by chart id.
    pub wide: BTreeMap<String, String>,
    /// For a phone, or for two charts side by side, by chart id.
    pub narrow: BTreeMap<String, String>,
}

impl Charts {
    /// Draws every chart of a report in its brand's colours.
    pub fn draw(report: &Report) -> Self {
        let theme = Theme::of(&report.brand);
        let all = |theme: &Theme| report.charts.iter().map(|(id, data)| (id.clone(), draw(data, theme))).collect();
        Self { wide: all(&theme), narrow: all(&theme.narrow()) }
    }
}

#[cfg(test)]
mod golden;
