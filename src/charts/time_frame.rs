//! Where things are in a chart over time, and its axes: unit, ticks, names of periods.

use super::scale::Scale;
use super::svg::{Anchor, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::Labelled;

pub(super) const BOTTOM: f64 = 26.0;
pub(super) const SMALL: f64 = 11.0;

/// Where things are.
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) horizontal: Scale,
    pub(super) vertical: Scale,
}

/// What the frame leaves room for.
pub(super) struct Room {
    /// Width and height of the picture.
    pub(super) size: (f64, f64),
    /// Above the drawing.
    pub(super) top: f64,
    /// For the words to the right.
    pub(super) beside: f64,
    /// Between the axis and the first point.
    pub(super) indent: f64,
}

/// The frame of a number of periods with values within bounds.
pub(super) fn frame(ticks: &[Labelled], bounds: Option<(f64, f64)>, periods: usize, room: &Room) -> Frame {
    let (width, height) = room.size;
    let left = widest(ticks.iter().map(|tick| tick.label.as_str())).min(width * 0.2) + 8.0;
    let right = width - room.beside;
    let (top, bottom) = (room.top, height - BOTTOM);
    let steps = periods.saturating_sub(1).max(1) as f64;
    Frame {
        left,
        right,
        top,
        bottom,
        horizontal: Scale::new((0.0, steps), (left + room.indent, right - 6.0)),
        vertical: Scale::new(bounds.unwrap_or((0.0, 1.0)), (bottom, top)),
    }
}

/// Width of the widest of small words.
pub(super) fn widest<'a>(words: impl Iterator<Item = &'a str>) -> f64 {
    words.map(|words| text::width(words, SMALL)).fold(0.0, f64::max)
}

impl Frame {
    /// Distance between two periods.
    pub(super) fn step(&self) -> f64 {
        self.horizontal.at(1.0) - self.horizontal.at(0.0)
    }

    /// Draws the unit unless the ticks say it, ticks with their lines, and the names of as many periods as
    /// fit, counted from the newest, so that the report's is always named.
    pub(super) fn draw_axes(&self, svg: &mut Svg, (ticks, unit): (&[Labelled], &str), periods: &[&str], theme: &Theme) {
        if ticks.is_empty() || !ticks.iter().all(|tick| tick.label.contains(unit)) {
            svg.text(&Label::new(0.0, 12.0, unit, theme.soft).size(SMALL));
        }
        for tick in ticks.iter().filter(|tick| tick.value.is_finite()) {
            let y = self.vertical.at(tick.value);
            svg.line((self.left, y), (self.right, y), &Stroke::solid(theme.grid, 1.0));
            let words = text::shorten(&tick.label, SMALL, self.left - 6.0);
            svg.text(&Label::new(self.left - 6.0, y + 4.0, &words, theme.soft).size(SMALL).anchor(Anchor::End));
        }
        svg.line((self.left, self.bottom), (self.right, self.bottom), &Stroke::solid(theme.axis, 1.0));
        let every = (((widest(periods.iter().copied()) + 7.0) / self.step()).ceil() as usize).max(1);
        let last = periods.len().saturating_sub(1);
        for (index, period) in periods.iter().enumerate().filter(|(index, _)| (last - index).is_multiple_of(every)) {
            let words = text::shorten(period, SMALL, self.right - self.left);
            let label = Label::new(self.horizontal.at(index as f64), self.bottom + 16.0, &words, theme.soft);
            let label = label.size(SMALL).anchor(Anchor::Middle);
            svg.text(&if index == last { label.bold() } else { label });
        }
    }
}
