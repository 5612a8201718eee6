//! Trend of one metric: its line with interval band, target, direct labels and thin part lines.
//!
//! Weakly founded points are hollow, a missing quarter is a gap. The axis need not start at zero.

use super::mark;
use super::scale::{range, spread};
use super::sparkline::runs;
use super::svg::{LINE, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;
use super::time_frame::{self, Frame, Room, SMALL, widest};
use crate::report::model::{Trend, TrendPoint};

const TOP: f64 = 30.0;
const GAP: f64 = 10.0;

/// Draws a trend.
pub fn draw(data: &Trend, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 196.0 } else { 250.0 };
    let notes = notes(data, theme);
    let frame = frame(data, &notes, (theme.width(), height));
    let mut svg = Svg::new(theme.width(), height);
    let periods: Vec<&str> = data.points.iter().map(|point| point.period.as_str()).collect();
    frame.draw_axes(&mut svg, (&data.ticks, &data.unit), &periods, theme);
    draw_interval(&mut svg, &data.points, &frame, theme);
    if let Some(target) = data.target.as_ref().filter(|target| target.value.is_finite()) {
        let y = frame.vertical.at(target.value);
        svg.line((frame.left, y), (frame.right, y), &Stroke::dashed(theme.ink, 1.25, "5 3"));
    }
    draw_events(&mut svg, data, &frame, theme);
    for (index, (_, values)) in data.parts.iter().enumerate() {
        draw_part(&mut svg, values, index, (&frame, theme));
    }
    draw_line(&mut svg, &data.points, &frame, theme);
    draw_first_value(&mut svg, data, &frame, theme);
    draw_notes(&mut svg, &notes, &frame, theme);
    svg.finish()
}

/// Days on which something happened: a fine line with its mark above the plot.
fn draw_events(svg: &mut Svg, data: &Trend, frame: &Frame, theme: &Theme) {
    let last = data.points.len().saturating_sub(1) as f64;
    let mut free = f64::NEG_INFINITY;
    for (mark, at) in data.events.iter().filter(|(_, at)| (-0.5..=last + 0.5).contains(at)) {
        let x = frame.horizontal.at(*at).clamp(frame.left, frame.right);
        svg.line((x, frame.top - 2.0), (x, frame.bottom), &Stroke::dashed(theme.axis, 0.75, "2 2"));
        let half = text::width(mark, SMALL) / 2.0;
        let start = (x - half).max(free + 2.0);
        svg.text(&Label::new(start, frame.top - 5.0, mark, theme.soft).size(SMALL).bold());
        free = start + 2.0 * half;
    }
}

/// Words to the right of the lines: last value, target, names of parts.
struct Note {
    value: f64,
    lines: Vec<String>,
    kind: NoteKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NoteKind {
    Last,
    Target,
    Part(usize),
}

fn notes(data: &Trend, theme: &Theme) -> Vec<Note> {
    let room = theme.width() * if theme.is_narrow() { 0.24 } else { 0.2 };
    let note = |value: f64, words: &str, kind: NoteKind| Note { value, lines: text::wrap(words, SIZE, room, 2), kind };
    let last =
        data.points.last().and_then(|point| known(point)).map(|(value, label)| note(value, label, NoteKind::Last));
    let target = data.target.as_ref().map(|target| note(target.value, &target.label, NoteKind::Target));
    let parts = data.parts.iter().enumerate().filter_map(|(index, (name, values))| {
        let value = values.iter().rev().flatten().find(|value| value.is_finite())?;
        Some(note(*value, name, NoteKind::Part(index)))
    });
    last.into_iter().chain(target).chain(parts).filter(|note| note.value.is_finite()).collect()
}

fn known(point: &TrendPoint) -> Option<(f64, &str)> {
    point.value.as_ref().filter(|value| value.value.is_finite()).map(|value| (value.value, value.label.as_str()))
}

fn frame(data: &Trend, notes: &[Note], size: (f64, f64)) -> Frame {
    let beside = widest(notes.iter().flat_map(|note| note.lines.iter().map(String::as_str))) * SIZE / SMALL;
    let values = data.points.iter().filter_map(known).map(|(value, _)| value);
    let intervals = data.points.iter().filter_map(|point| point.interval).flat_map(|(low, high)| [low, high]);
    let others = data.ticks.iter().chain(&data.target).map(|tick| tick.value);
    let parts = data.parts.iter().flat_map(|(_, values)| values.iter().flatten().copied());
    let bounds = range(values.chain(intervals).chain(others).chain(parts));
    let room = Room { size, top: TOP, beside: beside.max(8.0) + GAP + 2.0, indent: 12.0 };
    time_frame::frame(&data.ticks, bounds, data.points.len(), &room)
}

/// The band through neighbouring quarters; a quarter that stands alone gets a whisker.
fn draw_interval(svg: &mut Svg, points: &[TrendPoint], frame: &Frame, theme: &Theme) {
    let interval =
        |point: &TrendPoint| known(point).and(point.interval).filter(|(low, high)| low.is_finite() && high.is_finite());
    let lows: Vec<Option<f64>> = points.iter().map(|point| interval(point).map(|(low, _)| low)).collect();
    let highs: Vec<Option<f64>> = points.iter().map(|point| interval(point).map(|(_, high)| high)).collect();
    let at = |(index, value): &(usize, f64)| (frame.horizontal.at(*index as f64), frame.vertical.at(*value));
    for (low, high) in runs(&lows).iter().zip(runs(&highs)) {
        if let ([low], [high]) = (&low[..], &high[..]) {
            mark::whisker(svg, at(low), at(high), &Stroke::solid(theme.axis, 1.25));
        } else {
            let outline: Vec<(f64, f64)> = low.iter().map(at).chain(high.iter().rev().map(at)).collect();
            svg.polygon(&outline, theme.band, None);
        }
    }
}

fn draw_part(svg: &mut Svg, values: &[Option<f64>], index: usize, (frame, theme): (&Frame, &Theme)) {
    let finite: Vec<Option<f64>> = values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
    let stroke = part_stroke(index, theme);
    for run in runs(&finite) {
        let points: Vec<(f64, f64)> =
            run.iter().map(|(index, value)| (frame.horizontal.at(*index as f64), frame.vertical.at(*value))).collect();
        svg.polyline(&points, &stroke);
        if let [alone] = points[..] {
            svg.circle(alone, 1.5, stroke.color, &Stroke::solid(stroke.color, 0.5));
        }
    }
}

/// Parts differ by dash first and by grey second.
fn part_stroke(index: usize, theme: &Theme) -> Stroke {
    let dash = ["", "6 2", "2 2", "8 2 2 2", "1 3"][index % 5];
    let color = if index.is_multiple_of(2) { theme.neutral } else { theme.axis };
    Stroke::dashed(color, 1.1, dash)
}

fn draw_line(svg: &mut Svg, points: &[TrendPoint], frame: &Frame, theme: &Theme) {
    let values: Vec<Option<f64>> = points.iter().map(|point| known(point).map(|(value, _)| value)).collect();
    let at = |(index, value): (usize, f64)| (frame.horizontal.at(index as f64), frame.vertical.at(value));
    for run in runs(&values) {
        let line: Vec<(f64, f64)> = run.iter().copied().map(at).collect();
        svg.polyline(&line, &Stroke::solid(theme.primary, 2.25));
    }
    let last = points.len().saturating_sub(1);
    for (index, value) in values.iter().enumerate().filter_map(|(index, value)| Some((index, (*value)?))) {
        if let Some((_, label)) = known(&points[index]) {
            svg.tip(at((index, value)), &format!("{} {label}", points[index].period));
        }
        let radius = if index == last { 4.5 } else { 3.0 };
        if points[index].weak {
            svg.circle(at((index, value)), radius, theme.paper, &Stroke::solid(theme.primary, 1.5));
        } else {
            svg.circle(at((index, value)), radius, theme.primary, &Stroke::solid(theme.paper, 1.0));
        }
    }
}

/// The first known value beside its point, at the first of four heights where no line crosses it;
/// where all are crossed, on paper above its point.
fn draw_first_value(svg: &mut Svg, data: &Trend, frame: &Frame, theme: &Theme) {
    let mut known = data.points.iter().enumerate().filter_map(|(index, point)| Some((index, known(point)?)));
    let Some((index, (value, words))) = known.next().filter(|(index, _)| index + 1 < data.points.len()) else {
        return;
    };
    let rises = known.next().is_some_and(|(_, (next, _))| next > value);
    let (x, y) = (frame.horizontal.at(index as f64) - 8.0, frame.vertical.at(value));
    let (above, below) = ([y - 9.0, y - 21.0], [y + 17.0, y + 29.0]);
    let order = match rises {
        true => [below[0], above[0], below[1], above[1]],
        false => [above[0], below[0], above[1], below[1]],
    };
    let span = (x - 2.0, x + text::width(words, SMALL) + 2.0);
    let lines = lines(data, frame);
    let inside = |baseline: &f64| *baseline - 10.0 > frame.top - 14.0 && *baseline + 6.0 < frame.bottom;
    let free = |baseline: &f64| !lines.iter().any(|line| crosses(line, span, (baseline - 10.0, baseline + 4.0)));
    let fits: Vec<f64> = order.into_iter().filter(inside).collect();
    let label = |baseline: f64| Label::new(x, baseline, words, theme.primary).size(SMALL).bold();
    match fits.iter().find(|baseline| free(baseline)) {
        Some(baseline) => svg.text(&label(*baseline)),
        None => svg.text(&label(fits.first().copied().unwrap_or(frame.top)).on(theme.paper)),
    }
}

/// Every line of the picture as its points: the metric's own, the target, the parts.
fn lines(data: &Trend, frame: &Frame) -> Vec<Vec<(f64, f64)>> {
    let own = data.points.iter().map(|point| known(point).map(|(value, _)| value)).collect();
    let parts = data.parts.iter().map(|(_, values)| values.clone());
    let target = data.target.iter().map(|target| vec![Some(target.value); data.points.len()]);
    let at = |(index, value): &(usize, f64)| (frame.horizontal.at(*index as f64), frame.vertical.at(*value));
    let finite = |values: Vec<Option<f64>>| -> Vec<Option<f64>> {
        values.into_iter().map(|value| value.filter(|value| value.is_finite())).collect()
    };
    let all = std::iter::once(own).chain(parts).chain(target).map(finite);
    all.flat_map(|values| runs(&values).iter().map(|run| run.iter().map(at).collect()).collect::<Vec<_>>()).collect()
}

/// Whether a line of points passes through a box.
fn crosses(line: &[(f64, f64)], (left, right): (f64, f64), (top, bottom): (f64, f64)) -> bool {
    let alone = line.len() == 1 && (left..=right).contains(&line[0].0) && (top..=bottom).contains(&line[0].1);
    alone
        || line.windows(2).any(|pair| {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let (from, to) = (x0.max(left), x1.min(right));
            let height = |x: f64| if x1 > x0 { y0 + (y1 - y0) * (x - x0) / (x1 - x0) } else { y0 };
            from <= to && {
                let (one, other) = (height(from), height(to));
                one.min(other) <= bottom && one.max(other) >= top
            }
        })
}

fn draw_notes(svg: &mut Svg, notes: &[Note], frame: &Frame, theme: &Theme) {
    let wanted: Vec<f64> = notes.iter().map(|note| frame.vertical.at(note.value)).collect();
    let heights: Vec<f64> = notes.iter().map(|note| note.lines.len() as f64 * (LINE - 1.0) + 1.0).collect();
    let places = spread(&wanted, &heights, (frame.top - 14.0, frame.bottom + 14.0));
    for ((note, wanted), (place, height)) in notes.iter().zip(wanted).zip(places.into_iter().zip(heights)) {
        if (place - wanted).abs() > 6.0 {
            svg.line((frame.right - 1.0, wanted), (frame.right + GAP - 3.0, place), &Stroke::solid(theme.axis, 0.75));
        }
        let color = match note.kind {
            NoteKind::Last => theme.primary,
            NoteKind::Target => theme.ink,
            NoteKind::Part(_) => theme.soft,
        };
        for (index, line) in note.lines.iter().enumerate() {
            let baseline = place - height / 2.0 + (LINE - 1.0) * (index as f64 + 1.0) - 3.0;
            let label = Label::new(frame.right + GAP, baseline, line, color);
            let label = if note.kind == NoteKind::Last { label.size(SIZE).bold() } else { label.size(SMALL) };
            svg.text(&label);
        }
    }
}
