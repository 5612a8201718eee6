//! Tornado: one bar per uncertain input, from the result at its low end to that at its high end, all
//! crossed by the line of the base. The part of the low end is hatched, that of the high end solid.

use super::row::Rows;
use super::scale::range;
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Tornado, TornadoBar};

const SMALL: f64 = 11.0;
/// Room above the first row: legend, and the name of the base line.
const TOP: f64 = 40.0;

/// Draws a tornado.
pub fn draw(data: &Tornado, theme: &Theme) -> String {
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    let base = finite(data.base.value);
    let ends: Vec<(f64, f64)> = data.bars.iter().map(|bar| (finite(bar.low.value), finite(bar.high.value))).collect();
    let names: Vec<&str> = data.bars.iter().map(|bar| bar.label.as_str()).collect();
    let labels = data.bars.iter().flat_map(|bar| [bar.low.label.as_str(), bar.high.label.as_str()]);
    let widest = labels.map(|label| text::width(label, SMALL)).fold(0.0, f64::max).min(theme.width() * 0.2);
    let bounds = range(ends.iter().flat_map(|(low, high)| [*low, *high]).chain([base])).unwrap_or((0.0, 1.0));
    let rows = Rows::between(&names, (bounds, TOP), widest + 10.0, theme);
    let mut svg = Svg::new(theme.width(), rows.height());
    draw_legend(&mut svg, data, theme);
    for (index, (low, high)) in ends.iter().enumerate() {
        draw_part(&mut svg, rows.bar(index, base, *low), true, theme);
        draw_part(&mut svg, rows.bar(index, base, *high), false, theme);
    }
    let x = rows.scale().at(base);
    svg.line((x, TOP - 4.0), (x, rows.height() - 2.0), &Stroke::solid(theme.ink, 1.25));
    let words = text::shorten(&data.base.label, SMALL, theme.width() * 0.6);
    svg.text(&Label::new(x, TOP - 9.0, &words, theme.ink).size(SMALL).anchor(Anchor::Middle));
    for (index, (bar, (low, high))) in data.bars.iter().zip(&ends).enumerate() {
        rows.draw_name(&mut svg, index, theme);
        draw_ends(&mut svg, (bar, (*low, *high)), rows.bar(index, *low, *high), (widest, theme));
    }
    svg.finish()
}

fn draw_legend(svg: &mut Svg, data: &Tornado, theme: &Theme) {
    svg.text(&Label::new(0.0, 11.0, &text::shorten(&data.unit, SMALL, theme.width() * 0.3), theme.soft).size(SMALL));
    let mut right = theme.width();
    for (at, words) in data.legend.iter().enumerate().rev() {
        let words = text::shorten(words, SMALL, theme.width() * 0.25);
        let left = right - text::width(&words, SMALL) - 4.0;
        svg.text(&Label::new(left, 11.0, &words, theme.soft).size(SMALL));
        draw_part(svg, Area { x: left - 18.0, y: 2.0, width: 13.0, height: 10.0 }, at == 0, theme);
        right = left - 30.0;
    }
}

fn draw_part(svg: &mut Svg, bar: Area, low: bool, theme: &Theme) {
    if low {
        svg.rect(bar, theme.primary.mix(theme.paper, 0.8));
        svg.hatch(bar, &Stroke::solid(theme.primary, 1.0), 5.0);
        svg.outline(bar, &Stroke::solid(theme.primary, 1.0));
    } else {
        svg.rect(bar, theme.primary);
    }
}

/// The results at both ends, the smaller to the left of the bar; one line when both are on one side.
fn draw_ends(svg: &mut Svg, (bar, (low, high)): (&TornadoBar, (f64, f64)), area: Area, (room, theme): (f64, &Theme)) {
    let (left, right) = if low <= high { (&bar.low, &bar.high) } else { (&bar.high, &bar.low) };
    let baseline = area.y + area.height / 2.0 + 4.0;
    let words = text::shorten(&left.label, SMALL, room);
    let label = Label::new(area.x - 5.0, baseline, &words, theme.ink).size(SMALL);
    svg.text(&label.anchor(Anchor::End).on(theme.paper));
    let words = text::shorten(&right.label, SMALL, room);
    svg.text(&Label::new(area.right() + 5.0, baseline, &words, theme.ink).size(SMALL).on(theme.paper));
}
