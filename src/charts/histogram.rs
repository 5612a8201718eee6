//! Histogram of simulated results: losses hatched, gains solid, lines at the named quantiles.

use super::plane::{Axes, Plane, SMALL};
use super::scale::{range, with_zero};
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::Histogram;

/// Room above the plane for the shares and the names of the marks.
const ABOVE: f64 = 34.0;

/// Draws a histogram.
pub fn draw(data: &Histogram, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 260.0 } else { 280.0 };
    let axes = Axes { across: &data.unit, up: &data.count, across_ticks: &data.ticks, up_ticks: &data.count_ticks };
    let edges = data.bars.iter().flat_map(|(from, to, _)| [*from, *to]);
    let across = range(edges.chain(data.ticks.iter().map(|tick| tick.value))).unwrap_or((0.0, 1.0));
    let highest = data.bars.iter().map(|(_, _, count)| *count as f64);
    let up = with_zero(range(highest.chain(data.count_ticks.iter().map(|tick| tick.value))).unwrap_or((0.0, 1.0)));
    let size = (theme.width(), height - ABOVE);
    let plane = Plane::new(size, &axes, [across, up], 10.0).lowered(ABOVE);
    let mut svg = Svg::new(theme.width(), height);
    plane.draw(&mut svg, &axes, theme);
    for (from, to, count) in data.bars.iter().filter(|(from, to, _)| from.is_finite() && to.is_finite()) {
        let bar = Area::between(plane.at(*from, 0.0), plane.at(*to, *count as f64));
        let bar = Area { x: bar.x + 0.5, width: (bar.width - 1.0).max(0.5), ..bar };
        if f64::midpoint(*from, *to) < 0.0 {
            svg.rect(bar, theme.bad.mix(theme.paper, 0.75));
            svg.hatch(bar, &Stroke::solid(theme.bad, 1.0), 5.0);
            svg.outline(bar, &Stroke::solid(theme.bad, 1.0));
        } else {
            svg.rect(bar, theme.primary);
        }
    }
    draw_marks(&mut svg, data, &plane, theme);
    draw_shares(&mut svg, data, &plane, across, theme);
    svg.finish()
}

fn draw_marks(svg: &mut Svg, data: &Histogram, plane: &Plane, theme: &Theme) {
    let mut free = 0.0;
    for mark in data.marks.iter().filter(|mark| mark.value.is_finite()) {
        let x = plane.across.at(mark.value);
        let words = text::shorten(&mark.label, SMALL, theme.width() * 0.3);
        let half = text::width(&words, SMALL) / 2.0;
        let left = (x - half).max(2.0).min(theme.width() - 2.0 - 2.0 * half);
        svg.line((x, plane.area.y - 4.0), (x, plane.area.bottom()), &Stroke::solid(theme.paper, 3.0));
        svg.line((x, plane.area.y - 4.0), (x, plane.area.bottom()), &Stroke::dashed(theme.ink, 1.25, "4 3"));
        if left >= free {
            let label = Label::new(left + half, plane.area.y - 8.0, &words, theme.ink).size(SMALL);
            svg.text(&label.anchor(Anchor::Middle).bold());
            free = left + 2.0 * half + 8.0;
        }
    }
}

/// The shares of loss and gain in the top line, at the ends of the axis.
fn draw_shares(svg: &mut Svg, data: &Histogram, plane: &Plane, (low, high): (f64, f64), theme: &Theme) {
    let room = theme.width() * 0.42;
    let [below, above] = &data.shares;
    if low < 0.0 {
        svg.text(&Label::new(0.0, 29.0, &text::shorten(below, SMALL, room), theme.bad).size(SMALL).bold());
    }
    if high > 0.0 {
        let words = text::shorten(above, SMALL, room);
        svg.text(&Label::new(theme.width(), 29.0, &words, theme.primary).size(SMALL).anchor(Anchor::End).bold());
    }
    if low < 0.0 && high > 0.0 {
        let x = plane.across.at(0.0);
        svg.line((x, plane.area.y), (x, plane.area.bottom() + 4.0), &Stroke::solid(theme.ink, 1.25));
    }
}
