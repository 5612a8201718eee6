//! Impact against effort: one numbered disc per recommendation in the band of its effort, at the
//! height of its expected effect with interval; what is not quantified stands in a strip below. The
//! names stand in a key under the picture, where long ones have room.

use super::mark;
use super::scale::{Scale, range};
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{ImpactEffort, ImpactPoint};

const SMALL: f64 = 11.0;
const LINE: f64 = 13.5;
const RADIUS: f64 = 9.0;
const TOP: f64 = 30.0;
const STRIP: f64 = 30.0;
const FOOT: f64 = 36.0;
/// Room between two entries of the key, across and down.
const KEY_GAP: (f64, f64) = (18.0, 4.0);
/// Most lines of a name in the key.
const KEY_LINES: usize = 3;

/// Where things are.
struct Frame {
    left: f64,
    band: f64,
    bottom: f64,
    strip: f64,
    vertical: Scale,
}

/// Draws impact against effort.
pub fn draw(data: &ImpactEffort, theme: &Theme) -> String {
    let height = if theme.is_narrow() { 230.0 } else { 250.0 };
    let widest = data.ticks.iter().map(|tick| text::width(&tick.label, SMALL)).fold(0.0, f64::max);
    let left = widest.min(theme.width() * 0.2) + 10.0;
    let strip = if data.points.iter().any(|point| known(point).is_none()) { STRIP } else { 0.0 };
    let bottom = height - FOOT - strip;
    let ends = data.points.iter().filter_map(|point| point.interval).flat_map(|(low, high)| [low, high]);
    let values = data.points.iter().filter_map(known).chain(ends).chain(data.ticks.iter().map(|tick| tick.value));
    let bounds = range(values.chain([0.0])).unwrap_or((0.0, 1.0));
    let band = (theme.width() - left) / data.efforts.len().max(1) as f64;
    let frame = Frame { left, band, bottom, strip, vertical: Scale::new(bounds, (bottom, TOP)) };
    let key = Key::of(data, theme);
    let mut svg = Svg::new(theme.width(), height + key.height());
    draw_ground(&mut svg, data, &frame, theme);
    for band in 0..data.efforts.len() {
        draw_band(&mut svg, data, band, (&frame, theme));
    }
    key.draw(&mut svg, height, theme);
    svg.finish()
}

fn known(point: &ImpactPoint) -> Option<f64> {
    point.impact.filter(|value| value.is_finite())
}

fn draw_ground(svg: &mut Svg, data: &ImpactEffort, frame: &Frame, theme: &Theme) {
    let right = theme.width();
    for index in (1..data.efforts.len()).step_by(2) {
        let x = frame.left + frame.band * index as f64;
        svg.rect(
            Area { x, y: TOP - 10.0, width: frame.band, height: frame.bottom + frame.strip - TOP + 10.0 },
            theme.track,
        );
    }
    svg.text(&Label::new(0.0, 12.0, &text::shorten(&data.impact, SMALL, right), theme.soft).size(SMALL));
    for tick in data.ticks.iter().filter(|tick| tick.value.is_finite()) {
        let y = frame.vertical.at(tick.value);
        svg.line((frame.left, y), (right, y), &Stroke::solid(theme.grid, 1.0));
        let words = text::shorten(&tick.label, SMALL, frame.left - 6.0);
        svg.text(&Label::new(frame.left - 6.0, y + 4.0, &words, theme.soft).size(SMALL).anchor(Anchor::End));
    }
    svg.line((frame.left, frame.bottom), (right, frame.bottom), &Stroke::solid(theme.axis, 1.0));
    if frame.strip > 0.0 {
        let y = frame.bottom + frame.strip;
        svg.line((frame.left, y), (right, y), &Stroke::dashed(theme.axis, 1.0, "3 3"));
    }
    for (index, name) in data.efforts.iter().enumerate() {
        let x = frame.left + frame.band * (index as f64 + 0.5);
        let words = text::shorten(name, SMALL, frame.band - 6.0);
        let label = Label::new(x, frame.bottom + frame.strip + 16.0, &words, theme.ink).size(SMALL).bold();
        svg.text(&label.anchor(Anchor::Middle));
    }
    let words = text::shorten(&data.effort, SMALL, right - frame.left);
    let label = Label::new(right, frame.bottom + frame.strip + 32.0, &words, theme.soft).size(SMALL);
    svg.text(&label.anchor(Anchor::End));
}

/// The points of one band of effort side by side in the middle of the band.
fn draw_band(svg: &mut Svg, data: &ImpactEffort, band: usize, (frame, theme): (&Frame, &Theme)) {
    let middle = frame.left + frame.band * (band as f64 + 0.5);
    let of_band = data.points.iter().filter(|point| point.effort == band);
    let (shown, open): (Vec<&ImpactPoint>, Vec<&ImpactPoint>) = of_band.partition(|point| known(point).is_some());
    let step = |count: usize| ((frame.band - 2.0 * RADIUS - 8.0) / count.max(1) as f64).min(2.0 * RADIUS + 8.0);
    let x = |at: usize, count: usize| middle + step(count) * (at as f64 - (count as f64 - 1.0) / 2.0);
    for (at, point) in shown.iter().enumerate() {
        let Some(value) = known(point) else { continue };
        let center = (x(at, shown.len()), frame.vertical.at(value));
        if let Some((low, high)) = point.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
            let ends = (frame.vertical.at(low.max(0.0)), frame.vertical.at(high.max(0.0)));
            mark::whisker(svg, (center.0, ends.0), (center.0, ends.1), &Stroke::solid(theme.axis, 1.5));
        }
        disc(svg, center, point, theme);
    }
    for (at, point) in open.iter().enumerate() {
        disc(svg, (x(at, open.len()), frame.bottom + frame.strip / 2.0), point, theme);
    }
}

/// Numbers and names under the picture, in reading order down the columns.
struct Key {
    columns: Vec<Vec<(String, Vec<String>)>>,
    width: f64,
    indent: f64,
}

impl Key {
    fn of(data: &ImpactEffort, theme: &Theme) -> Self {
        let count: usize = if theme.is_narrow() { 1 } else { 2 };
        let width = (theme.width() - KEY_GAP.0 * (count as f64 - 1.0)) / count as f64;
        let number = |point: &ImpactPoint| text::shorten(&point.number, SMALL, 2.0 * RADIUS);
        // Bold figures are a little wider than their estimate.
        let indent = data.points.iter().map(|point| text::width(&number(point), SMALL)).fold(0.0, f64::max) * 1.1 + 6.0;
        let entry =
            |point: &ImpactPoint| (number(point), text::wrap(&point.label, SMALL, width - indent - 2.0, KEY_LINES));
        let entries: Vec<_> = data.points.iter().map(entry).collect();
        let columns = entries.chunks(entries.len().div_ceil(count).max(1)).map(<[_]>::to_vec).collect();
        Self { columns, width, indent }
    }

    fn height(&self) -> f64 {
        let of_column = |column: &Vec<(String, Vec<String>)>| -> f64 {
            column.iter().map(|(_, lines)| LINE * lines.len() as f64 + KEY_GAP.1).sum()
        };
        self.columns.iter().map(of_column).fold(0.0, f64::max)
    }

    fn draw(&self, svg: &mut Svg, top: f64, theme: &Theme) {
        for (at, column) in self.columns.iter().enumerate() {
            let x = (self.width + KEY_GAP.0) * at as f64;
            let mut y = top + 10.5;
            for (number, lines) in column {
                svg.text(&Label::new(x, y, number, theme.primary).size(SMALL).bold());
                for line in lines {
                    svg.text(&Label::new(x + self.indent, y, line, theme.ink).size(SMALL));
                    y += LINE;
                }
                y += KEY_GAP.1;
            }
        }
    }
}

fn disc(svg: &mut Svg, center: (f64, f64), point: &ImpactPoint, theme: &Theme) {
    let (fill, ink) = match known(point) {
        Some(_) => (theme.primary, theme.paper),
        None => (theme.paper, theme.primary),
    };
    svg.circle(center, RADIUS, fill, &Stroke::solid(theme.primary, 1.25));
    let words = text::shorten(&point.number, SMALL, 2.0 * RADIUS);
    svg.text(&Label::new(center.0, center.1 + 4.0, &words, ink).size(SMALL).bold().anchor(Anchor::Middle));
}
