//! Sparkline for a table cell: a line with its gaps, the target dashed, the last point marked.

use super::mark;
use super::scale::{Scale, range};
use super::svg::{Stroke, Svg};
use super::theme::Theme;
use crate::report::model::Sparkline;

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;
const MARGIN: f64 = 5.0;

/// Draws a sparkline.
pub fn draw(data: &Sparkline, theme: &Theme) -> String {
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let values: Vec<Option<f64>> = data.values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
    let Some(bounds) = range(values.iter().flatten().copied().chain(data.target)) else {
        return svg.finish();
    };
    let vertical = Scale::new(bounds, (HEIGHT - MARGIN, MARGIN));
    let last = values.len().saturating_sub(1);
    let horizontal = Scale::new((0.0, last.max(1) as f64), (MARGIN, WIDTH - MARGIN));
    if let Some(target) = data.target.filter(|target| target.is_finite()) {
        let y = vertical.at(target);
        svg.line((MARGIN, y), (WIDTH - MARGIN, y), &Stroke::dashed(theme.axis, 1.0, "2 2"));
    }
    for run in runs(&values) {
        let points: Vec<(f64, f64)> =
            run.iter().map(|(index, value)| (horizontal.at(*index as f64), vertical.at(*value))).collect();
        svg.polyline(&points, &Stroke::solid(theme.neutral, 1.5));
        if let [alone] = points[..] {
            svg.circle(alone, 1.5, theme.neutral, &Stroke::solid(theme.neutral, 0.5));
        }
    }
    if let Some(Some(value)) = values.last() {
        mark::tone(&mut svg, (horizontal.at(last as f64), vertical.at(*value)), 3.5, data.tone, theme);
    }
    svg.finish()
}

/// The unbroken stretches of a series, each value with its index.
pub fn runs(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut open = false;
    for (index, value) in values.iter().enumerate() {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) if open => run.push((index, *value)),
            (Some(value), _) => runs.push(vec![(index, *value)]),
            (None, _) => {}
        }
        open = value.is_some();
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_the_line() {
        let runs = runs(&[Some(1.0), Some(2.0), None, Some(3.0), None]);
        assert_eq!(runs, [vec![(0, 1.0), (1, 2.0)], vec![(3, 3.0)]]);
    }
}
