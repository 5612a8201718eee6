//! Importance against performance: items with their intervals in four named quadrants.

use super::mark;
use super::plane::{Axes, Plane, SMALL};
use super::scale::range;
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Quadrant, QuadrantPoint};

/// Draws a quadrant chart.
pub fn draw(data: &Quadrant, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 310.0 } else { 360.0 };
    let axes = Axes { across: &data.across, up: &data.up, across_ticks: &data.across_ticks, up_ticks: &data.up_ticks };
    let plane = Plane::new((theme.width(), height), &axes, ranges(data), 10.0);
    let mut svg = Svg::new(theme.width(), height);
    plane.draw(&mut svg, &axes, theme);
    draw_cross(&mut svg, data.cross, &plane, theme);
    let corners = draw_corners(&mut svg, &data.corners, &plane, theme);
    let known: Vec<&QuadrantPoint> =
        data.points.iter().filter(|point| point.across.is_finite() && point.up.is_finite()).collect();
    for point in &known {
        draw_intervals(&mut svg, point, &plane, theme);
    }
    let names: Vec<((f64, f64), &str)> =
        known.iter().map(|point| (plane.at(point.across, point.up), point.label.as_str())).collect();
    plane.draw_names(&mut svg, &names, &corners, theme);
    for point in known {
        mark::tone(&mut svg, plane.at(point.across, point.up), 5.0, point.tone, theme);
    }
    svg.finish()
}

fn ranges(data: &Quadrant) -> [(f64, f64); 2] {
    let across = data.points.iter().map(|point| point.across).chain([data.cross.0]);
    let up = data.points.iter().map(|point| point.up).chain([data.cross.1]);
    let ends = |interval: Option<(f64, f64)>| interval.map_or([f64::NAN; 2], |(low, high)| [low, high]);
    let across = across.chain(data.points.iter().flat_map(|point| ends(point.across_interval)));
    let up = up.chain(data.points.iter().flat_map(|point| ends(point.up_interval)));
    let across = across.chain(data.across_ticks.iter().map(|tick| tick.value));
    let up = up.chain(data.up_ticks.iter().map(|tick| tick.value));
    [range(across).unwrap_or((0.0, 1.0)), range(up).unwrap_or((0.0, 1.0))]
}

fn draw_cross(svg: &mut Svg, cross: (f64, f64), plane: &Plane, theme: &Theme) {
    if !(cross.0.is_finite() && cross.1.is_finite()) {
        return;
    }
    let (x, y) = plane.at(cross.0, cross.1);
    let stroke = Stroke::dashed(theme.ink, 1.0, "5 3");
    svg.line((x, plane.area.y), (x, plane.area.bottom()), &stroke);
    svg.line((plane.area.x, y), (plane.area.right(), y), &stroke);
}

/// Writes the quadrants' names into the corners; the room that they take.
fn draw_corners(svg: &mut Svg, corners: &[String; 4], plane: &Plane, theme: &Theme) -> Vec<Area> {
    let room = plane.area.width * 0.44;
    let mut taken = Vec::new();
    for (index, words) in corners.iter().enumerate() {
        let words = text::shorten(words, SMALL, room);
        let width = text::width(&words, SMALL);
        let right = index % 2 == 1;
        let y = if index < 2 { plane.area.y + 13.0 } else { plane.area.bottom() - 6.0 };
        let x = if right { plane.area.right() - 4.0 } else { plane.area.x + 4.0 };
        let label = Label::new(x, y, &words, theme.soft).size(SMALL).bold();
        svg.text(&if right { label.anchor(Anchor::End) } else { label });
        let left = if right { x - width * 1.08 } else { x };
        taken.push(Area { x: left - 2.0, y: y - SMALL, width: width * 1.08 + 4.0, height: SMALL * 1.4 });
    }
    taken
}

fn draw_intervals(svg: &mut Svg, point: &QuadrantPoint, plane: &Plane, theme: &Theme) {
    let stroke = Stroke::solid(theme.past, 1.0);
    let finite = |interval: Option<(f64, f64)>| interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    if let Some((low, high)) = finite(point.across_interval) {
        mark::whisker(svg, plane.at(low, point.up), plane.at(high, point.up), &stroke);
    }
    if let Some((low, high)) = finite(point.up_interval) {
        mark::whisker(svg, plane.at(point.across, low), plane.at(point.across, high), &stroke);
    }
}
