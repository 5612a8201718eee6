//! Marginal benefit over spend: observed steps as level lines, the fitted curve where one may be told,
//! the line where benefit equals cost, and the optimum with its interval.

use super::mark;
use super::plane::{Axes, Plane, SMALL};
use super::scale::{range, with_zero};
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::MarginalCurve;

/// Draws marginal benefit against marginal cost.
pub fn draw(data: &MarginalCurve, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 260.0 } else { 280.0 };
    let axes = Axes { across: &data.spend, up: &data.ratio, across_ticks: &data.ticks, up_ticks: &data.ratio_ticks };
    let spends =
        data.steps.iter().flat_map(|(from, to, _)| [*from, *to]).chain(data.ticks.iter().map(|tick| tick.value));
    let ratios = data.steps.iter().map(|(_, _, ratio)| *ratio).chain(data.curve.iter().map(|(_, ratio)| *ratio));
    let ratios = ratios.chain(data.ratio_ticks.iter().map(|tick| tick.value)).chain([data.one.value]);
    let ranges = [range(spends).unwrap_or((0.0, 1.0)), with_zero(range(ratios).unwrap_or((0.0, 1.0)))];
    let plane = Plane::new((theme.width(), height), &axes, ranges, 10.0);
    let mut svg = Svg::new(theme.width(), height);
    if let Some((_, (low, high))) = data.optimum.as_ref().filter(|(_, (low, high))| low.is_finite() && high.is_finite())
    {
        let (left, right) = (plane.across.at(*low), plane.across.at(*high));
        svg.rect(Area::between((left, plane.area.y), (right, plane.area.bottom())), theme.band);
    }
    plane.draw(&mut svg, &axes, theme);
    for (from, to, ratio) in data.steps.iter().filter(|(from, to, ratio)| (from + to + ratio).is_finite()) {
        svg.line(plane.at(*from, *ratio), plane.at(*to, *ratio), &Stroke::solid(theme.axis, 3.0));
    }
    let curve: Vec<(f64, f64)> = data.curve.iter().map(|(spend, ratio)| plane.at(*spend, *ratio)).collect();
    svg.polyline(&curve, &Stroke::solid(theme.primary, 2.0));
    draw_one(&mut svg, data, &plane, theme);
    if let Some((optimum, _)) = data.optimum.as_ref().filter(|(optimum, _)| optimum.value.is_finite()) {
        draw_optimum(&mut svg, (optimum.value, &optimum.label), &plane, (data.one.value, theme));
    }
    svg.finish()
}

fn draw_one(svg: &mut Svg, data: &MarginalCurve, plane: &Plane, theme: &Theme) {
    let (left, right) = (plane.area.x, plane.area.right());
    let y = plane.up.at(data.one.value);
    svg.line((left, y), (right, y), &Stroke::dashed(theme.ink, 1.25, "5 3"));
    let words = text::shorten(&data.one.label, SMALL, plane.area.width * 0.6);
    let above = if y - 5.0 - SMALL > plane.area.y { y - 5.0 } else { y + 13.0 };
    svg.text(&Label::new(right, above, &words, theme.ink).size(SMALL).anchor(Anchor::End).on(theme.paper));
}

/// A disc where the curve meets the line, and its name at the top of the plane.
fn draw_optimum(svg: &mut Svg, (spend, name): (f64, &str), plane: &Plane, (one, theme): (f64, &Theme)) {
    let (x, y) = plane.at(spend, one);
    svg.line((x, plane.area.y + 18.0), (x, plane.area.bottom()), &Stroke::dashed(theme.primary, 1.0, "3 3"));
    mark::tone(svg, (x, y), 5.0, crate::report::model::Tone::Good, theme);
    let words = text::shorten(name, SMALL, plane.area.width * 0.8);
    let half = text::width(&words, SMALL) / 2.0;
    let x = x.max(plane.area.x + half).min(plane.area.right() - half);
    svg.text(&Label::new(x, plane.area.y + 12.0, &words, theme.primary).size(SMALL).anchor(Anchor::Middle).bold());
}
