//! A share per score with its interval, from the worst score to the best. Columns stand on zero.

use super::mark;
use super::scale::{Scale, range, with_zero};
use super::svg::{Anchor, Area, LINE, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Ladder, LadderStep};

const SMALL: f64 = 11.0;
const TOP: f64 = 40.0;

/// Draws a ladder.
pub fn draw(data: &Ladder, theme: &Theme) -> String {
    let width = theme.width();
    let bottom = TOP + if theme.is_narrow() { 130.0 } else { 150.0 };
    let widest = data.ticks.iter().map(|tick| text::width(&tick.label, SMALL)).fold(0.0, f64::max);
    let left = widest.min(width * 0.2) + 8.0;
    let step = (width - left - 4.0) / data.steps.len().max(1) as f64;
    let ends = data.steps.iter().filter_map(|one| one.interval).flat_map(|(low, high)| [low, high]);
    let values = data.steps.iter().filter_map(|one| one.value.as_ref()).map(|value| value.value);
    let bounds = range(values.chain(ends).chain(data.ticks.iter().map(|tick| tick.value)));
    let vertical = Scale::new(with_zero(bounds.unwrap_or((0.0, 1.0))), (bottom, TOP));
    let mut svg = Svg::new(width, bottom + 12.0 + 2.0 * LINE);
    svg.text(&Label::new(0.0, 12.0, &data.unit, theme.soft).size(SMALL));
    for tick in data.ticks.iter().filter(|tick| tick.value.is_finite()) {
        let y = vertical.at(tick.value);
        svg.line((left, y), (width - 4.0, y), &Stroke::solid(theme.grid, 1.0));
        let words = text::shorten(&tick.label, SMALL, left - 6.0);
        svg.text(&Label::new(left - 6.0, y + 4.0, &words, theme.soft).size(SMALL).anchor(Anchor::End));
    }
    for (index, one) in data.steps.iter().enumerate() {
        draw_step(&mut svg, one, (left + step * (index as f64 + 0.5), step), (&vertical, theme));
    }
    let zero = vertical.at(0.0);
    svg.line((left, zero), (width - 4.0, zero), &Stroke::solid(theme.axis, 1.0));
    for (index, one) in data.steps.iter().enumerate() {
        let x = left + step * (index as f64 + 0.5);
        for (row, words) in [&one.label, &one.note].into_iter().enumerate() {
            let words = text::shorten(words, SMALL, step - 4.0);
            let label = Label::new(x, bottom + 16.0 + LINE * row as f64, &words, theme.soft);
            let label = label.size(SMALL).anchor(Anchor::Middle);
            svg.text(&if row == 0 && one.satisfied { label.bold() } else { label });
        }
    }
    svg.finish()
}

fn draw_step(svg: &mut Svg, one: &LadderStep, (x, step): (f64, f64), (vertical, theme): (&Scale, &Theme)) {
    let Some(value) = one.value.as_ref().filter(|value| value.value.is_finite()) else { return };
    let half = (step * 0.28).min(34.0);
    let color = if one.satisfied { theme.primary } else { theme.past };
    let column = Area::between((x - half, vertical.at(0.0)), (x + half, vertical.at(value.value)));
    if one.weak {
        svg.frame(column, theme.paper, &Stroke::solid(theme.muted, 1.25));
    } else {
        svg.rect(column, color);
    }
    let mut top = column.y;
    if let Some((low, high)) = one.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        let (low, high) = (vertical.at(low), vertical.at(high));
        top = top.min(high);
        mark::whisker(svg, (x, high), (x, low), &Stroke::solid(theme.ink, 1.25));
    }
    let size = if text::width(&value.label, SIZE) < step - 4.0 { SIZE } else { SMALL };
    let words = text::shorten(&value.label, size, step - 4.0);
    let label = Label::new(x, top - 6.0, &words, if one.weak { theme.muted } else { theme.ink });
    svg.text(&label.size(size).anchor(Anchor::Middle).bold());
}
