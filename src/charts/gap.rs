//! Gap plot: one row per dimension, expectation as a ring and perception as a disc on one scale, the
//! gap between them as a line with its printed size at the end of the row.

use super::mark;
use super::scale::Scale;
use super::svg::{Anchor, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Gap, GapRow, Tone};

const SMALL: f64 = 11.0;
/// Height of the head with the legend, and of the foot with the ticks.
const HEAD: f64 = 26.0;
const FOOT: f64 = 38.0;

/// Where the parts of a gap plot stand.
struct Layout {
    scale: Scale,
    /// Left and right end of the axis.
    span: (f64, f64),
    pitch: f64,
    /// Height of a name above its row; zero when it stands beside it.
    above: f64,
}

/// Draws a gap plot.
pub fn draw(data: &Gap, theme: &Theme) -> String {
    let layout = Layout::new(data, theme);
    let bottom = HEAD + layout.pitch * data.rows.len() as f64;
    let mut svg = Svg::new(theme.width(), bottom + FOOT);
    draw_legend(&mut svg, &data.legend, theme);
    draw_axis(&mut svg, data, (&layout, bottom), theme);
    for (index, row) in data.rows.iter().enumerate() {
        draw_row(&mut svg, row, (&layout, HEAD + layout.pitch * index as f64), theme);
    }
    svg.finish()
}

impl Layout {
    fn new(data: &Gap, theme: &Theme) -> Self {
        let (width, narrow) = (theme.width(), theme.is_narrow());
        let widest = |texts: &mut dyn Iterator<Item = &str>, most: f64| {
            texts.map(|words| text::width(words, SIZE)).fold(0.0, f64::max).min(most)
        };
        let names = widest(&mut data.rows.iter().map(|row| row.label.as_str()), width * 0.24);
        let sizes = widest(&mut data.rows.iter().map(|row| row.printed.as_str()), width * 0.32);
        let left = if narrow { 10.0 } else { names + 20.0 };
        let span = (left, if narrow { width - 10.0 } else { width - sizes - 22.0 });
        let ends = data.ticks.first().zip(data.ticks.last());
        let bounds = ends.map_or((0.0, 1.0), |(first, last)| (first.value, last.value));
        Self {
            scale: Scale::new(bounds, span),
            span,
            pitch: if narrow { 46.0 } else { 32.0 },
            above: if narrow { 18.0 } else { 0.0 },
        }
    }
}

fn draw_legend(svg: &mut Svg, words: &[String], theme: &Theme) {
    let mut x = 0.0;
    for (index, word) in words.iter().enumerate() {
        let word = text::shorten(word, SMALL, theme.width() / words.len() as f64 - 34.0);
        ring_or_disc(svg, (x + 6.0, 8.0), index == 0, theme);
        svg.text(&Label::new(x + 17.0, 12.0, &word, theme.soft).size(SMALL));
        x += 17.0 + text::width(&word, SMALL) + 18.0;
    }
}

/// Perception is a disc, expectation a ring.
fn ring_or_disc(svg: &mut Svg, at: (f64, f64), is_disc: bool, theme: &Theme) {
    if is_disc {
        svg.circle(at, 5.5, theme.primary, &Stroke::solid(theme.paper, 1.0));
    } else {
        svg.circle(at, 5.0, theme.paper, &Stroke::solid(theme.neutral, 2.0));
    }
}

fn draw_axis(svg: &mut Svg, data: &Gap, (layout, bottom): (&Layout, f64), theme: &Theme) {
    let mut free = f64::NEG_INFINITY;
    for tick in data.ticks.iter().filter(|tick| tick.value.is_finite()) {
        let x = layout.scale.at(tick.value);
        svg.line((x, HEAD), (x, bottom), &Stroke::solid(theme.grid, 1.0));
        let words = text::shorten(&tick.label, SMALL, layout.span.1 - layout.span.0);
        let half = text::width(&words, SMALL) / 2.0;
        let center = x.max(half).min(theme.width() - half);
        if center - half >= free {
            svg.text(&Label::new(center, bottom + 14.0, &words, theme.soft).size(SMALL).anchor(Anchor::Middle));
            free = center + half + 6.0;
        }
    }
    let unit = text::shorten(&data.unit, SMALL, theme.width() - 4.0);
    svg.text(&Label::new(theme.width(), bottom + 31.0, &unit, theme.soft).size(SMALL).anchor(Anchor::End));
}

fn draw_row(svg: &mut Svg, row: &GapRow, (layout, top): (&Layout, f64), theme: &Theme) {
    let middle = top + layout.above + (layout.pitch - layout.above) / 2.0;
    draw_words(svg, row, (layout, top, middle), theme);
    svg.line((layout.span.0, middle), (layout.span.1, middle), &Stroke::solid(theme.grid, 1.0));
    let place = |value: Option<f64>| value.filter(|value| value.is_finite()).map(|value| layout.scale.at(value));
    let (expected, perceived) = (place(row.expected), place(row.perceived));
    if let Some((expected, perceived)) = expected.zip(perceived) {
        let color = if row.tone == Tone::Neutral { theme.axis } else { theme.tone(row.tone) };
        svg.line((perceived, middle), (expected, middle), &Stroke::solid(color, 4.0));
    }
    if let Some((low, high)) = row.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        let ends = ((layout.scale.at(low), middle), (layout.scale.at(high), middle));
        mark::whisker(svg, ends.0, ends.1, &Stroke::solid(theme.primary, 2.0));
    }
    for (x, is_disc) in [(expected, false), (perceived, true)] {
        if let Some(x) = x {
            ring_or_disc(svg, (x, middle), is_disc, theme);
        }
    }
}

/// The name before the row and the size of the gap behind it; on a phone both stand above.
fn draw_words(svg: &mut Svg, row: &GapRow, (layout, top, middle): (&Layout, f64, f64), theme: &Theme) {
    let width = theme.width();
    let narrow = layout.above > 0.0;
    // On a phone the size of the gap comes first and the name takes what is left.
    let size = text::width(&row.printed, SIZE).min(width * 0.66);
    let room =
        if narrow { (width - size - 10.0, width * 0.66) } else { (layout.span.0 - 16.0, width - layout.span.1 - 14.0) };
    let baseline = if narrow { top + 15.0 } else { middle + 4.5 };
    let (name, size) = (text::shorten(&row.label, SIZE, room.0), text::shorten(&row.printed, SIZE, room.1));
    svg.text(&Label::new(0.0, baseline, &name, theme.ink));
    let color = if row.tone == Tone::Neutral { theme.ink } else { theme.tone(row.tone) };
    svg.text(&Label::new(width, baseline, &size, color).anchor(Anchor::End));
}
