//! Charts: typed data → plain SVG, the same bytes for the same data.
//!
//! One file per kind. Every judgement has a shape beside its colour, bars start at zero, labels
//! neither overlap nor leave the picture. Never computes a figure and never formats a number:
//! labels come printed from the view model.

mod bars;
mod benchmark_dots;
mod bridge;
mod bullet;
pub mod color;
mod composition;
mod control;
mod funnel;
mod gap;
mod histogram;
mod impact_effort;
mod interval_bars;
mod journey;
mod ladder;
mod marginal_curve;
mod mark;
mod off_target;
mod pareto;
mod place;
mod plane;
mod quadrant;
mod row;
mod scale;
mod slope;
mod sparkline;
mod survival;
mod svg;
mod text;
mod theme;
mod time_frame;
mod tornado;
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
        ChartData::OffTarget(data) => off_target::draw(data, theme),
        ChartData::Bridge(data) => bridge::draw(data, theme),
        ChartData::Slope(data) => slope::draw(data, theme),
        ChartData::Bars(data) => bars::draw(data, theme),
        ChartData::Control(data) => control::draw(data, theme),
        ChartData::Pareto(data) => pareto::draw(data, theme),
        ChartData::Funnel(data) => funnel::draw(data, theme),
        ChartData::Journey(data) => journey::draw(data, theme),
        ChartData::Quadrant(data) => quadrant::draw(data, theme),
        ChartData::Gap(data) => gap::draw(data, theme),
        ChartData::ImpactEffort(data) => impact_effort::draw(data, theme),
        ChartData::Survival(data) => survival::draw(data, theme),
        ChartData::Ladder(data) => ladder::draw(data, theme),
        ChartData::Tornado(data) => tornado::draw(data, theme),
        ChartData::Histogram(data) => histogram::draw(data, theme),
        ChartData::MarginalCurve(data) => marginal_curve::draw(data, theme),
        ChartData::IntervalBars(data) => interval_bars::draw(data, theme),
    }
}

/// Drawn charts by id, as SVG documents.
pub type Drawings = BTreeMap<String, String>;

/// Ends the id of a drawing's narrow form.
pub const NARROW: &str = "@narrow";

/// Draws every chart of a report in its brand's colours, once for all formats: under its id for
/// the full text width, and under `<id>@narrow` for a phone or for charts side by side.
pub fn draw_all(report: &Report) -> Drawings {
    let wide = Theme::of(&report.brand);
    let narrow = wide.narrow();
    let forms = |(id, data): (&String, &ChartData)| {
        [(id.clone(), draw(data, &wide)), (format!("{id}{NARROW}"), draw(data, &narrow))]
    };
    report.charts.iter().flat_map(forms).collect()
}

#[cfg(test)]
mod extremes;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod samples_advice;
#[cfg(test)]
mod samples_control;
#[cfg(test)]
mod samples_economics;
#[cfg(test)]
mod samples_loyalty;
#[cfg(test)]
mod samples_relationship;
#[cfg(test)]
mod samples_voice;
