//! Pareto: causes by number of cases, most frequent first. The causes that together reach the mark
//! are dark, the others light; the running share stands in the label, so that no second axis is needed.

use super::row::Rows;
use super::scale::{range, with_zero};
use super::svg::{Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::Pareto;

/// Size of the legend's letters.
const SMALL: f64 = 11.0;

/// Draws a Pareto chart.
pub fn draw(data: &Pareto, theme: &Theme) -> String {
    let names: Vec<&str> = data.bars.iter().map(|bar| bar.label.as_str()).collect();
    let labels: Vec<&str> = data.bars.iter().map(|bar| bar.value.label.as_str()).collect();
    let bounds = with_zero(range(data.bars.iter().map(|bar| bar.value.value)).unwrap_or((0.0, 1.0)));
    let rows = Rows::new(&names, &labels, (bounds, 22.0), theme);
    let mut svg = Svg::new(theme.width(), rows.height());
    rows.draw_unit(&mut svg, &text::shorten(&data.legend, SMALL, theme.width()), theme);
    for (index, bar) in data.bars.iter().enumerate() {
        let value = if bar.value.value.is_finite() { bar.value.value } else { 0.0 };
        let area = rows.bar(index, 0.0, value);
        if bar.vital {
            svg.rect(area, theme.primary);
        } else {
            svg.frame(area, theme.primary.mix(theme.paper, 0.75), &Stroke::solid(theme.axis, 0.75));
        }
        rows.draw_words(&mut svg, index, (0.0, value), (theme, false));
    }
    rows.draw_zero(&mut svg, theme);
    svg.finish()
}
