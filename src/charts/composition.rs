//! Stacked composition: one column per period, parts named beside the last one.
//!
//! Parts differ by lightness and hatching, so that they can be told apart in grey print.

use super::color::Color;
use super::scale::{Scale, range, spread};
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Composition, CompositionBar};

const SMALL: f64 = 11.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 26.0;
const GAP: f64 = 12.0;
/// How much wider bold letters are.
const BOLD: f64 = 1.05;

/// Draws a composition.
pub fn draw(data: &Composition, theme: &Theme) -> String {
    let height = (TOP + BOTTOM + 200.0).max(TOP + BOTTOM + 30.0 * data.parts.len() as f64);
    let mut svg = Svg::new(theme.width(), height);
    svg.text(&Label::new(0.0, 12.0, &data.unit, theme.soft).size(SMALL));
    let sums = data.bars.iter().flat_map(|bar| {
        let sum = |keep: fn(&f64) -> bool| values(bar).filter(keep).sum::<f64>();
        [sum(|value| *value > 0.0), sum(|value| *value < 0.0)]
    });
    let bounds = super::scale::with_zero(range(sums).unwrap_or((0.0, 1.0)));
    let scale = Scale::new(bounds, (height - BOTTOM, TOP));
    let notes = Notes::of(data, theme);
    let right = theme.width() - notes.width - GAP;
    let slot = right / data.bars.len().max(1) as f64;
    let breadth = (slot * 0.66).min(96.0);
    let widest = data.bars.iter().map(|bar| text::width(&bar.total.label, SMALL) * BOLD).fold(0.0, f64::max);
    // The last total ends with its column, so that it never runs into the names beside it.
    let shift = ((widest - breadth) / 2.0).max(0.0);
    let period = data.bars.iter().map(|bar| text::width(&bar.label, SMALL)).fold(0.0, f64::max);
    let period = period.min((breadth * 1.5).max(34.0));
    // Every so many columns have the name of their period, counted from the last one.
    let stride = (((period + 6.0) / slot.max(1.0)).ceil() as usize).clamp(1, data.bars.len().max(1));
    for (index, bar) in data.bars.iter().enumerate() {
        // The last column stands at the edge, beside its names.
        let middle = right - breadth / 2.0 - slot * (data.bars.len() - 1 - index) as f64;
        let last = index + 1 == data.bars.len();
        // Where not every total fits, the first and the last tell the story.
        let totalled = last || index == 0 || widest + shift <= slot - 4.0;
        let column = Column {
            left: middle - breadth / 2.0,
            breadth,
            last,
            totalled,
            named: (data.bars.len() - 1 - index).is_multiple_of(stride),
        };
        draw_column(&mut svg, bar, &column, (&scale, theme));
    }
    let zero = scale.at(0.0);
    svg.line((0.0, zero), (right, zero), &Stroke::solid(theme.axis, 1.0));
    if let Some(last) = data.bars.last() {
        notes.draw(&mut svg, last, (right, &scale), theme);
    }
    svg.finish()
}

fn values(bar: &CompositionBar) -> impl Iterator<Item = f64> + '_ {
    bar.values.iter().map(|value| if value.value.is_finite() { value.value } else { 0.0 })
}

/// Upper and lower value of each part: positive parts stand on each other, negative ones hang.
fn segments(bar: &CompositionBar) -> Vec<(f64, f64)> {
    let (mut up, mut down) = (0.0, 0.0);
    values(bar)
        .map(|value| {
            let end: &mut f64 = if value < 0.0 { &mut down } else { &mut up };
            let from = *end;
            *end += value;
            (from, *end)
        })
        .collect()
}

struct Column {
    left: f64,
    breadth: f64,
    last: bool,
    totalled: bool,
    named: bool,
}

fn draw_column(svg: &mut Svg, bar: &CompositionBar, column: &Column, (scale, theme): (&Scale, &Theme)) {
    let right = column.left + column.breadth;
    let middle = column.left + column.breadth / 2.0;
    let segments = segments(bar);
    for (index, ((from, to), value)) in segments.iter().zip(&bar.values).enumerate() {
        let area = Area::between((column.left, scale.at(*from)), (right, scale.at(*to)));
        let fill = draw_segment(svg, area, index, theme);
        let fits = area.height >= 15.0 && text::width(&value.label, SMALL) <= column.breadth - 4.0;
        if fits && !column.last {
            let label = Label::new(middle, area.y + area.height / 2.0 + 4.0, &value.label, fill.ink_on());
            svg.text(&label.size(SMALL).anchor(Anchor::Middle));
        }
    }
    let top = segments.iter().map(|(from, to)| scale.at(from.max(*to))).fold(scale.at(0.0), f64::min);
    if column.totalled {
        let wide = text::width(&bar.total.label, SMALL) * BOLD;
        let x = if column.last { middle.min(right - wide / 2.0) } else { middle };
        let label = Label::new(x, top - 6.0, &bar.total.label, theme.ink).size(SMALL);
        svg.text(&label.anchor(Anchor::Middle).bold());
    }
    let bottom = segments.iter().map(|(from, to)| scale.at(from.min(*to))).fold(scale.at(0.0), f64::max);
    if !column.named {
        return;
    }
    let period = text::shorten(&bar.label, SMALL, (column.breadth * 1.5).max(34.0));
    let label = Label::new(middle, bottom + 16.0, &period, theme.soft).size(SMALL).anchor(Anchor::Middle);
    svg.text(&if column.last { label.bold() } else { label });
}

/// Fills a segment, hatched from the fifth part on; gives the colour that text stands on.
fn draw_segment(svg: &mut Svg, area: Area, index: usize, theme: &Theme) -> Color {
    let fill = part_color(index, theme);
    svg.rect(area, fill);
    if index >= TONES.len() {
        svg.hatch(area, &Stroke::solid(theme.neutral, 0.75), 6.0);
    }
    if fill.contrast(theme.paper) < 1.5 {
        svg.outline(area, &Stroke::solid(theme.past, 0.75));
    }
    if area.height > 1.5 {
        svg.line((area.x, area.y), (area.right(), area.y), &Stroke::solid(theme.paper, 1.0));
    }
    fill
}

/// Shares of paper in the brand's colour; neighbours differ strongly.
const TONES: [f64; 4] = [0.0, 0.72, 0.4, 0.88];

fn part_color(index: usize, theme: &Theme) -> Color {
    if index < TONES.len() {
        theme.primary.mix(theme.paper, TONES[index])
    } else {
        theme.track.mix(theme.paper, if index.is_multiple_of(2) { 0.0 } else { 0.8 })
    }
}

/// Names and values beside the last column.
struct Notes {
    lines: Vec<Vec<String>>,
    width: f64,
}

impl Notes {
    fn of(data: &Composition, theme: &Theme) -> Self {
        let room = theme.width() * if theme.is_narrow() { 0.38 } else { 0.3 };
        let value =
            |index: usize| data.bars.last().and_then(|bar| bar.values.get(index)).map_or("", |value| &value.label);
        let lines: Vec<Vec<String>> = data
            .parts
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let whole = format!("{name}  {}", value(index));
                if text::width(&whole, SMALL) <= room {
                    return vec![whole];
                }
                vec![text::shorten(name, SMALL, room), text::shorten(value(index), SMALL, room)]
            })
            .collect();
        let width = lines.iter().flatten().map(|line| text::width(line, SMALL)).fold(0.0, f64::max);
        Self { lines, width: width + 12.0 }
    }

    fn draw(&self, svg: &mut Svg, bar: &CompositionBar, (right, scale): (f64, &Scale), theme: &Theme) {
        let wanted: Vec<f64> = segments(bar).iter().map(|(from, to)| (scale.at(*from) + scale.at(*to)) / 2.0).collect();
        let count = wanted.len().min(self.lines.len());
        let heights: Vec<f64> = self.lines[..count].iter().map(|lines| lines.len() as f64 * 13.0 + 2.0).collect();
        let room = (TOP - 14.0, scale.at(scale.low()).max(TOP) + BOTTOM);
        let places = spread(&wanted[..count], &heights, room);
        for (index, (place, wanted)) in places.iter().zip(&wanted).enumerate() {
            let edge = right + GAP - 2.0;
            svg.polyline(&[(right, *wanted), (edge, *place)], &Stroke::solid(theme.axis, 0.75));
            let first = place - heights[index] / 2.0 + 11.0;
            for (line, words) in self.lines[index].iter().enumerate() {
                let color = if line == 0 { theme.ink } else { theme.soft };
                svg.text(&Label::new(edge + 4.0, first + 13.0 * line as f64, words, color).size(SMALL));
            }
        }
    }
}
