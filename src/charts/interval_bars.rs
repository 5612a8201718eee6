//! Values with their intervals, one row each, on one scale against a reference line.

use super::mark;
use super::row::Rows;
use super::scale::range;
use super::svg::{Anchor, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::IntervalBars;

const SMALL: f64 = 11.0;
const TOP: f64 = 34.0;

/// Draws intervals.
pub fn draw(data: &IntervalBars, theme: &Theme) -> String {
    let names: Vec<&str> = data.rows.iter().map(|row| row.label.as_str()).collect();
    let labels: Vec<String> =
        data.rows.iter().map(|row| text::shorten(&row.value.label, SMALL, theme.width() * 0.3)).collect();
    let widest = labels.iter().map(|label| text::width(label, SMALL)).fold(0.0, f64::max);
    let finite = |(low, high): (f64, f64)| (low.is_finite() && high.is_finite()).then_some([low, high]);
    let intervals = data.rows.iter().filter_map(|row| row.interval).filter_map(finite).flatten();
    let values = data.rows.iter().map(|row| row.value.value).chain([data.reference.value, 0.0]);
    let bounds = range(intervals.chain(values)).unwrap_or((0.0, 1.0));
    let rows = Rows::beside(&names, (bounds, TOP), widest + 12.0, theme);
    let mut svg = Svg::new(theme.width(), rows.height());
    svg.text(&Label::new(0.0, 11.0, &data.unit, theme.soft).size(SMALL));
    let x = rows.scale().at(data.reference.value);
    svg.line((x, TOP - 6.0), (x, rows.height() - 2.0), &Stroke::dashed(theme.ink, 1.25, "5 3"));
    let words = text::shorten(&data.reference.label, SMALL, theme.width() * 0.6);
    svg.text(&Label::new(x, TOP - 10.0, &words, theme.ink).size(SMALL).anchor(Anchor::Middle));
    for (index, (row, words)) in data.rows.iter().zip(&labels).enumerate() {
        let bar = rows.bar(index, 0.0, 0.0);
        let y = bar.y + bar.height / 2.0;
        let at = |value: f64| (rows.scale().at(value), y);
        if let Some([low, high]) = row.interval.and_then(finite) {
            mark::whisker(&mut svg, at(low), at(high), &Stroke::solid(theme.tone(row.tone), 2.0));
        }
        if row.value.value.is_finite() {
            mark::tone(&mut svg, at(row.value.value), 5.0, row.tone, theme);
        }
        rows.draw_name(&mut svg, index, theme);
        let label = Label::new(theme.width() - widest - 2.0, y + 4.0, words, theme.ink).size(SMALL);
        svg.text(&label.on(theme.paper));
    }
    svg.finish()
}
