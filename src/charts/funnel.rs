//! Funnel plot: teams by size and value, control limits round the company's value. The limits narrow
//! with size, so that a small team's chance deviation does not look like a finding; no ranking.

use super::mark;
use super::plane::{Axes, Plane, SMALL};
use super::scale::{range, spread};
use super::svg::{Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Funnel, FunnelLimit};

/// Draws a funnel plot.
pub fn draw(data: &Funnel, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 270.0 } else { 300.0 };
    let axes = Axes { across: &data.base, up: &data.unit, across_ticks: &data.base_ticks, up_ticks: &data.ticks };
    let notes = notes(data, theme);
    let beside = notes.iter().map(|(_, words)| text::width(words, SMALL)).fold(0.0, f64::max) + 12.0;
    let plane = Plane::new((theme.width(), height), &axes, ranges(data), beside);
    let mut svg = Svg::new(theme.width(), height);
    plane.draw(&mut svg, &axes, theme);
    for (index, limit) in data.limits.iter().enumerate() {
        draw_limit(&mut svg, limit, index, (&plane, theme));
    }
    if data.center.value.is_finite() {
        let y = plane.up.at(data.center.value);
        svg.line((plane.area.x, y), (plane.area.right(), y), &Stroke::solid(theme.ink, 1.25));
    }
    draw_points(&mut svg, data, &plane, theme);
    draw_notes(&mut svg, &notes, &plane, theme);
    svg.finish()
}

fn ranges(data: &Funnel) -> [(f64, f64); 2] {
    let curves = data.limits.iter().flat_map(|limit| &limit.curve);
    let sizes = data.points.iter().map(|point| point.size).chain(data.base_ticks.iter().map(|tick| tick.value));
    let across = range(sizes.chain(curves.clone().map(|(size, ..)| *size))).unwrap_or((0.0, 1.0));
    let ticks = data.ticks.iter().map(|tick| tick.value).chain([data.center.value]);
    let values = data.points.iter().map(|point| point.value).chain(ticks);
    // The curves are cut where they leave the ticks: a wide mouth would flatten everything else.
    let up = range(values).or_else(|| range(curves.flat_map(|(_, low, high)| [*low, *high])));
    [across, up.unwrap_or((0.0, 1.0))]
}

fn draw_limit(svg: &mut Svg, limit: &FunnelLimit, index: usize, (plane, theme): (&Plane, &Theme)) {
    let stroke = match index {
        0 => Stroke::dashed(theme.neutral, 1.25, "5 3"),
        _ => Stroke::solid(theme.neutral, 1.25),
    };
    for side in [|(_, low, _): &(f64, f64, f64)| *low, |(_, _, high): &(f64, f64, f64)| *high] {
        let known = limit.curve.iter().filter(|at| at.0.is_finite() && side(at).is_finite() && plane.holds(side(at)));
        let points: Vec<(f64, f64)> = known.map(|at| plane.at(at.0, side(at))).collect();
        svg.polyline(&points, &stroke);
    }
}

fn draw_points(svg: &mut Svg, data: &Funnel, plane: &Plane, theme: &Theme) {
    let known = data.points.iter().filter(|point| point.size.is_finite() && point.value.is_finite());
    let placed: Vec<_> = known.map(|point| (plane.at(point.size, point.value), point)).collect();
    let names: Vec<((f64, f64), &str)> = placed.iter().map(|(at, point)| (*at, point.label.as_str())).collect();
    plane.draw_names(svg, &names, &[], theme);
    for (at, point) in placed {
        svg.tip(at, if point.tip.is_empty() { &point.label } else { &point.tip });
        mark::tone(svg, at, 5.0, point.tone, theme);
    }
}

/// Words at the right end of the lines: the company's value and the upper limits' names.
fn notes(data: &Funnel, theme: &Theme) -> Vec<(f64, String)> {
    let room = theme.width() * 0.24;
    // The outer limits first: where both end at the same height their names keep this order.
    let named = data.limits.iter().rev().filter_map(|limit| {
        let end = limit.curve.last()?.2;
        Some((end, text::shorten(&limit.label, SMALL, room)))
    });
    let center = (data.center.value, text::shorten(&data.center.label, SMALL, room));
    named.chain([center]).filter(|(value, _)| value.is_finite()).collect()
}

fn draw_notes(svg: &mut Svg, notes: &[(f64, String)], plane: &Plane, theme: &Theme) {
    let wanted: Vec<f64> = notes.iter().map(|(value, _)| plane.up.at(*value)).collect();
    let places = spread(&wanted, &vec![14.0; notes.len()], (plane.area.y - 6.0, plane.area.bottom() + 6.0));
    for ((_, words), y) in notes.iter().zip(places) {
        svg.text(&Label::new(plane.area.right() + 6.0, y + 4.0, words, theme.soft).size(SMALL));
    }
}
