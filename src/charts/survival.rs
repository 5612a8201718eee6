//! Step curves of the share that something has happened to by a time, the own one with its interval.

use super::plane::{Axes, Plane, SMALL};
use super::scale::{range, spread};
use super::svg::{Anchor, LINE, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Survival, SurvivalLine};

const GAP: f64 = 8.0;

/// Draws step curves.
pub fn draw(data: &Survival, theme: &Theme) -> String {
    let size = (theme.width(), if theme.is_narrow() { 240.0 } else { 270.0 });
    let room = size.0 * if theme.is_narrow() { 0.3 } else { 0.24 };
    let words: Vec<Vec<String>> = data.curves.iter().map(|curve| text::wrap(&curve.label, SMALL, room, 3)).collect();
    let widest = words.iter().flatten().map(|line| text::width(line, SMALL)).fold(0.0, f64::max);
    let axes = Axes { across: &data.base, up: &data.unit, across_ticks: &data.base_ticks, up_ticks: &data.ticks };
    let plane = Plane::new(size, &axes, ranges(data), widest.min(room) + GAP + 4.0);
    let mut svg = Svg::new(size.0, size.1);
    plane.draw(&mut svg, &axes, theme);
    draw_mark(&mut svg, data, &plane, theme);
    let (own, others): (Vec<&SurvivalLine>, Vec<&SurvivalLine>) = data.curves.iter().partition(|one| one.emphasis);
    for curve in &own {
        draw_band(&mut svg, curve, &plane, theme);
    }
    for (index, curve) in others.iter().enumerate() {
        svg.polyline(&path(&finite(&curve.points), &plane), &other(index, theme));
    }
    for curve in &own {
        svg.polyline(&path(&finite(&curve.points), &plane), &Stroke::solid(theme.primary, 2.25));
    }
    draw_names(&mut svg, data, &words, (&plane, theme));
    svg.finish()
}

fn ranges(data: &Survival) -> [(f64, f64); 2] {
    let points = || data.curves.iter().flat_map(|curve| &curve.points);
    let across = points().map(|point| point.0).chain(data.base_ticks.iter().map(|tick| tick.value));
    let bands = data.curves.iter().flat_map(|curve| &curve.band).flat_map(|(_, low, high)| [*low, *high]);
    let up = points().map(|point| point.1).chain(bands).chain(data.ticks.iter().map(|tick| tick.value));
    [range(across).unwrap_or((0.0, 1.0)), range(up).unwrap_or((0.0, 1.0))]
}

fn finite(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    points.iter().copied().filter(|(time, value)| time.is_finite() && value.is_finite()).collect()
}

/// The corners of a step curve in px.
fn path(points: &[(f64, f64)], plane: &Plane) -> Vec<(f64, f64)> {
    let mut corners = Vec::new();
    for (time, value) in points {
        let at = plane.at(*time, *value);
        if let Some((_, before)) = corners.last().copied() {
            corners.push((at.0, before));
        }
        corners.push(at);
    }
    corners
}

fn draw_band(svg: &mut Svg, curve: &SurvivalLine, plane: &Plane, theme: &Theme) {
    let end = |pick: fn(&(f64, f64, f64)) -> (f64, f64)| finite(&curve.band.iter().map(pick).collect::<Vec<_>>());
    let (low, high) = (end(|band| (band.0, band.1)), end(|band| (band.0, band.2)));
    if low.len() > 1 && low.len() == high.len() {
        let back = path(&low, plane).into_iter().rev();
        svg.polygon(&path(&high, plane).into_iter().chain(back).collect::<Vec<_>>(), theme.band, None);
    }
}

/// Other quarters differ by dash first and by grey second.
fn other(index: usize, theme: &Theme) -> Stroke {
    let color = if index.is_multiple_of(2) { theme.neutral } else { theme.axis };
    Stroke::dashed(color, 1.25, ["6 3", "2 2", "8 2 2 2"][index % 3])
}

fn draw_mark(svg: &mut Svg, data: &Survival, plane: &Plane, theme: &Theme) {
    let Some(mark) = data.mark.as_ref().filter(|mark| mark.value.is_finite()) else { return };
    let (x, area) = (plane.across.at(mark.value), plane.area);
    svg.line((x, area.y), (x, area.bottom()), &Stroke::dashed(theme.ink, 1.0, "4 3"));
    let words = text::shorten(&mark.label, SMALL, area.width * 0.5);
    let half = text::width(&words, SMALL) / 2.0;
    // Beside the name of the axis, never over it.
    let name = text::width(&data.unit, SMALL) + 10.0;
    let x = x.max(name + half).min(area.right() - half);
    if x - half >= name {
        svg.text(&Label::new(x, area.y - 6.0, &words, theme.ink).size(SMALL).anchor(Anchor::Middle));
    }
}

/// The name of every curve at its end, to the right of the plane.
fn draw_names(svg: &mut Svg, data: &Survival, words: &[Vec<String>], (plane, theme): (&Plane, &Theme)) {
    let last = |curve: &SurvivalLine| finite(&curve.points).last().map(|(time, value)| plane.at(*time, *value));
    let named: Vec<(&SurvivalLine, &Vec<String>, (f64, f64))> =
        data.curves.iter().zip(words).filter_map(|(curve, words)| Some((curve, words, last(curve)?))).collect();
    let wanted: Vec<f64> = named.iter().map(|(_, _, at)| at.1).collect();
    let heights: Vec<f64> = named.iter().map(|(_, words, _)| words.len() as f64 * (LINE - 1.0) + 3.0).collect();
    let places = spread(&wanted, &heights, (plane.area.y - 8.0, plane.area.bottom() + 8.0));
    for ((curve, words, at), (place, height)) in named.into_iter().zip(places.into_iter().zip(heights)) {
        let x = plane.area.right() + GAP;
        if (place - at.1).abs() > 6.0 || at.0 < plane.area.right() - 4.0 {
            svg.line((at.0 + 2.0, at.1), (x - 3.0, place), &Stroke::solid(theme.axis, 0.75));
        }
        for (index, line) in words.iter().enumerate() {
            let baseline = place - height / 2.0 + (LINE - 1.0) * (index as f64 + 1.0) - 2.0;
            let label = Label::new(x, baseline, line, if curve.emphasis { theme.primary } else { theme.soft });
            svg.text(&if curve.emphasis { label.size(SMALL).bold() } else { label.size(SMALL) });
        }
    }
}
