//! Satisfaction along the customer journey: one point per stage with its interval, moments of truth
//! as diamonds, peak and end named. The axis need not start at zero.

use super::mark;
use super::scale::{Scale, range};
use super::sparkline::runs;
use super::svg::{Anchor, LINE, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Journey, JourneyPoint};

const SMALL: f64 = 11.0;
const TOP: f64 = 48.0;

/// Where things are.
struct Frame {
    left: f64,
    right: f64,
    bottom: f64,
    step: f64,
    vertical: Scale,
}

impl Frame {
    fn x(&self, index: usize) -> f64 {
        self.left + self.step * (index as f64 + 0.5)
    }
}

/// Draws a journey.
pub fn draw(data: &Journey, theme: &Theme) -> String {
    let width = theme.width();
    let widest = data.ticks.iter().map(|tick| text::width(&tick.label, SMALL)).fold(0.0, f64::max);
    let left = widest.min(width * 0.2) + 8.0;
    let right = width - 6.0;
    let step = (right - left) / data.stages.len().max(1) as f64;
    let words: Vec<Vec<String>> = data.stages.iter().map(|stage| words(stage, step, theme)).collect();
    let lines = words.iter().map(Vec::len).max().unwrap_or(0);
    let bottom = TOP + if theme.is_narrow() { 150.0 } else { 170.0 };
    let height = bottom + 10.0 + LINE * lines as f64;
    let frame = Frame { left, right, bottom, step, vertical: Scale::new(bounds(data), (bottom - 8.0, TOP)) };
    let mut svg = Svg::new(width, height);
    draw_axes(&mut svg, data, &frame, theme);
    draw_line(&mut svg, data, &frame, theme);
    for (index, words) in words.iter().enumerate() {
        for (row, line) in words.iter().enumerate() {
            let y = bottom + 16.0 + LINE * row as f64;
            let label = Label::new(frame.x(index), y, line, if row == 0 { theme.ink } else { theme.soft });
            svg.text(&label.size(SMALL).anchor(Anchor::Middle));
        }
    }
    svg.finish()
}

/// The lines below a stage: its name, broken if need be, and its notes.
fn words(stage: &JourneyPoint, step: f64, theme: &Theme) -> Vec<String> {
    let room = (step - 6.0).max(12.0);
    let most = if theme.is_narrow() { 3 } else { 2 };
    let mut lines = text::wrap(&stage.label, SMALL, room, most);
    lines.resize(most, String::new());
    lines.extend(stage.notes.iter().flat_map(|note| text::wrap(note, SMALL, room, 2)));
    lines
}

fn bounds(data: &Journey) -> (f64, f64) {
    let values = data.stages.iter().filter_map(|stage| Some(stage.value.as_ref()?.value));
    let intervals = data.stages.iter().filter_map(|stage| stage.interval).flat_map(|(low, high)| [low, high]);
    let others = data.ticks.iter().chain(&data.mean).map(|tick| tick.value);
    range(values.chain(intervals).chain(others)).unwrap_or((0.0, 1.0))
}

fn draw_axes(svg: &mut Svg, data: &Journey, frame: &Frame, theme: &Theme) {
    let unit = text::shorten(&data.unit, SMALL, theme.width() * 0.55);
    svg.text(&Label::new(0.0, 12.0, &unit, theme.soft).size(SMALL));
    if data.stages.iter().any(|stage| stage.is_moment) {
        let room = theme.width() * 0.38 - 16.0;
        let words = text::shorten(&data.moment, SMALL, room);
        let x = theme.width() - 2.0 - text::width(&words, SMALL);
        diamond(svg, (x - 9.0, 8.0), false, theme);
        svg.text(&Label::new(x, 12.0, &words, theme.soft).size(SMALL));
    }
    for tick in data.ticks.iter().filter(|tick| tick.value.is_finite()) {
        let y = frame.vertical.at(tick.value);
        svg.line((frame.left, y), (frame.right, y), &Stroke::solid(theme.grid, 1.0));
        let words = text::shorten(&tick.label, SMALL, frame.left - 6.0);
        svg.text(&Label::new(frame.left - 6.0, y + 4.0, &words, theme.soft).size(SMALL).anchor(Anchor::End));
    }
    if let Some(mean) = data.mean.as_ref().filter(|mean| mean.value.is_finite()) {
        let y = frame.vertical.at(mean.value);
        svg.line((frame.left, y), (frame.right, y), &Stroke::dashed(theme.neutral, 1.0, "5 3"));
    }
    svg.line((frame.left, frame.bottom), (frame.right, frame.bottom), &Stroke::solid(theme.axis, 1.0));
}

fn draw_line(svg: &mut Svg, data: &Journey, frame: &Frame, theme: &Theme) {
    let known = |stage: &JourneyPoint| stage.value.as_ref().map(|value| value.value).filter(|value| value.is_finite());
    let values: Vec<Option<f64>> = data.stages.iter().map(known).collect();
    for (index, stage) in data.stages.iter().enumerate() {
        if let (Some(_), Some((low, high))) = (values[index], stage.interval)
            && low.is_finite()
            && high.is_finite()
        {
            let x = frame.x(index);
            let ends = ((x, frame.vertical.at(low)), (x, frame.vertical.at(high)));
            mark::whisker(svg, ends.0, ends.1, &Stroke::solid(theme.axis, 1.25));
        }
    }
    for run in runs(&values) {
        let line: Vec<(f64, f64)> =
            run.iter().map(|(index, value)| (frame.x(*index), frame.vertical.at(*value))).collect();
        svg.polyline(&line, &Stroke::solid(theme.primary, 2.0));
    }
    for (index, stage) in data.stages.iter().enumerate() {
        if let (Some(value), Some(printed)) = (values[index], &stage.value) {
            let at = (frame.x(index), frame.vertical.at(value));
            draw_point(svg, stage, at, theme);
            let top = stage.interval.map_or(at.1, |(_, high)| frame.vertical.at(high).min(at.1));
            draw_words(svg, stage, &printed.label, (at.0, top, frame.step), theme);
        }
    }
}

fn draw_point(svg: &mut Svg, stage: &JourneyPoint, at: (f64, f64), theme: &Theme) {
    if stage.is_moment {
        diamond(svg, at, stage.weak, theme);
    } else if stage.weak {
        svg.circle(at, 3.5, theme.paper, &Stroke::solid(theme.primary, 1.5));
    } else {
        svg.circle(at, 4.0, theme.primary, &Stroke::solid(theme.paper, 1.0));
    }
}

fn diamond(svg: &mut Svg, (x, y): (f64, f64), weak: bool, theme: &Theme) {
    let size = 6.0;
    let corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)];
    let fill = if weak { theme.paper } else { theme.accent };
    svg.polygon(&corners, fill, Some(&Stroke::solid(theme.accent, 1.5)));
}

/// The value above the interval, and the tag above the value.
fn draw_words(svg: &mut Svg, stage: &JourneyPoint, value: &str, (x, top, step): (f64, f64, f64), theme: &Theme) {
    let room = (step - 4.0).max(12.0);
    let y = (top - 7.0).max(TOP - 8.0);
    let words = text::shorten(value, SIZE, room);
    svg.text(&Label::new(x, y, &words, theme.primary).size(SMALL).anchor(Anchor::Middle).bold());
    if let Some(tag) = &stage.tag {
        let words = text::shorten(tag, SMALL, room);
        svg.text(&Label::new(x, y - 13.0, &words, theme.ink).size(SMALL).anchor(Anchor::Middle).bold());
    }
}
