//! A control chart: monthly points, the centre, limits that follow each point, and the baseline that
//! they stand on. Special-cause points have a shape and colour of their own.

use super::mark;
use super::scale::{range, spread};
use super::sparkline::runs;
use super::svg::{Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use super::time_frame::{self, Frame, Room, SMALL, widest};
use crate::report::model::{Control, ControlPoint};

const TOP: f64 = 32.0;
const GAP: f64 = 8.0;

/// Draws a control chart.
pub fn draw(data: &Control, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 196.0 } else { 250.0 };
    let notes = notes(data, theme);
    let frame = frame(data, &notes, (theme.width(), height));
    let mut svg = Svg::new(theme.width(), height);
    draw_baseline(&mut svg, data, &frame, theme);
    let periods: Vec<&str> = data.points.iter().map(|point| point.period.as_str()).collect();
    frame.draw_axes(&mut svg, (&data.ticks, &data.unit), &periods, theme);
    draw_limits(&mut svg, data, &frame, theme);
    draw_points(&mut svg, data, &frame, theme);
    draw_notes(&mut svg, &notes, &frame, theme);
    svg.finish()
}

/// Words to the right: limits, centre, last value; each with its height and whether it is the value.
fn notes(data: &Control, theme: &Theme) -> Vec<(f64, String, bool)> {
    let room = theme.width() * if theme.is_narrow() { 0.26 } else { 0.2 };
    let mut notes: Vec<(f64, &str, bool)> = Vec::new();
    let last = data.points.iter().rev().find_map(|point| Some((known(point)?, point)));
    if let Some((_, point)) = last
        && let (Some(limits), [upper, lower]) = (point.limits, &data.limit_labels)
    {
        notes.push((limits.1, upper, false));
        notes.push((limits.0, lower, false));
    }
    notes.push((data.center.value, &data.center.label, false));
    if let Some(value) = data.points.last().and_then(|point| point.value.as_ref()) {
        notes.push((value.value, &value.label, true));
    }
    let shown = notes.into_iter().filter(|(value, words, _)| value.is_finite() && !words.is_empty());
    shown.map(|(value, words, own)| (value, text::shorten(words, SMALL, room), own)).collect()
}

fn known(point: &ControlPoint) -> Option<f64> {
    point.value.as_ref().map(|value| value.value).filter(|value| value.is_finite())
}

fn finite(point: &ControlPoint) -> Option<(f64, f64)> {
    point.limits.filter(|(low, high)| low.is_finite() && high.is_finite())
}

fn frame(data: &Control, notes: &[(f64, String, bool)], size: (f64, f64)) -> Frame {
    let beside = widest(notes.iter().map(|(_, words, _)| words.as_str())) * 1.1;
    let values = data.points.iter().filter_map(known);
    let limits = data.points.iter().filter_map(finite).flat_map(|(low, high)| [low, high]);
    let others = data.ticks.iter().chain([&data.center]).map(|tick| tick.value);
    let bounds = range(values.chain(limits).chain(others));
    let room = Room { size, top: TOP, beside: beside.max(8.0) + GAP + 2.0, indent: 8.0 };
    time_frame::frame(&data.ticks, bounds, data.points.len(), &room)
}

/// A pale ground behind the points that the limits stand on.
fn draw_baseline(svg: &mut Svg, data: &Control, frame: &Frame, theme: &Theme) {
    let Some((first, last)) = data.baseline else { return };
    let half = frame.step() / 2.0;
    let from = (frame.horizontal.at(first as f64) - half).max(frame.left);
    let to = (frame.horizontal.at(last as f64) + half).min(frame.right);
    if to <= from {
        return;
    }
    svg.rect(Area::between((from, frame.top - 4.0), (to, frame.bottom)), theme.track);
    let words = text::shorten(&data.baseline_label, SMALL, to - from - 8.0);
    svg.text(&Label::new(from + 4.0, frame.top - 8.0, &words, theme.soft).size(SMALL));
}

/// The centre as a thin line; limits as dashed steps, one per point.
fn draw_limits(svg: &mut Svg, data: &Control, frame: &Frame, theme: &Theme) {
    if data.center.value.is_finite() {
        let y = frame.vertical.at(data.center.value);
        svg.line((frame.left, y), (frame.right, y), &Stroke::solid(theme.neutral, 1.0));
    }
    let half = frame.step() / 2.0;
    for side in [|limits: (f64, f64)| limits.0, |limits: (f64, f64)| limits.1] {
        let values: Vec<Option<f64>> = data.points.iter().map(|point| finite(point).map(side)).collect();
        for run in runs(&values) {
            let steps = run.iter().flat_map(|(index, value)| {
                let (x, y) = (frame.horizontal.at(*index as f64), frame.vertical.at(*value));
                [((x - half).max(frame.left), y), ((x + half).min(frame.right), y)]
            });
            svg.polyline(&steps.collect::<Vec<_>>(), &Stroke::dashed(theme.ink, 1.1, "4 3"));
        }
    }
}

fn draw_points(svg: &mut Svg, data: &Control, frame: &Frame, theme: &Theme) {
    let values: Vec<Option<f64>> = data.points.iter().map(known).collect();
    let at = |(index, value): (usize, f64)| (frame.horizontal.at(index as f64), frame.vertical.at(value));
    for run in runs(&values) {
        let line: Vec<(f64, f64)> = run.iter().copied().map(at).collect();
        svg.polyline(&line, &Stroke::solid(theme.primary, 1.6));
    }
    for (index, value) in values.iter().enumerate().filter_map(|(index, value)| Some((index, (*value)?))) {
        let (point, place) = (&data.points[index], at((index, value)));
        if let Some(label) = point.value.as_ref().map(|value| value.label.as_str()) {
            svg.tip(place, &format!("{} {label}", point.period));
        }
        match point.signal {
            Some(tone) => mark::tone(svg, place, 4.2, tone, theme),
            None if point.weak => svg.circle(place, 2.5, theme.paper, &Stroke::solid(theme.primary, 1.2)),
            None => svg.circle(place, 2.5, theme.primary, &Stroke::solid(theme.paper, 0.75)),
        }
    }
}

fn draw_notes(svg: &mut Svg, notes: &[(f64, String, bool)], frame: &Frame, theme: &Theme) {
    let wanted: Vec<f64> = notes.iter().map(|(value, ..)| frame.vertical.at(*value)).collect();
    let places = spread(&wanted, &vec![15.0; notes.len()], (frame.top - 14.0, frame.bottom + 14.0));
    for ((_, words, own), (place, wanted)) in notes.iter().zip(places.into_iter().zip(wanted)) {
        if (place - wanted).abs() > 6.0 {
            svg.line((frame.right - 1.0, wanted), (frame.right + GAP - 3.0, place), &Stroke::solid(theme.axis, 0.75));
        }
        let color = if *own { theme.primary } else { theme.soft };
        let label = Label::new(frame.right + GAP, place + 4.0, words, color).size(SMALL);
        svg.text(&if *own { label.bold() } else { label });
    }
}
