//! Dot plot against averages: one row per metric with its own scale, own value with interval, the
//! average as a grey diamond.

use super::mark;
use super::scale::Scale;
use super::svg::{Anchor, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{BenchmarkDot, BenchmarkDots, Tone};

const SMALL: f64 = 11.0;
const LEGEND_LINE: f64 = 20.0;

/// Draws a dot plot.
pub fn draw(data: &BenchmarkDots, theme: &Theme) -> String {
    let legend = legend_places(&data.legend, theme.width());
    let head = legend.last().map_or(0.0, |(_, y)| y + LEGEND_LINE);
    let row_height = if theme.is_narrow() { 72.0 } else { 54.0 };
    let mut svg = Svg::new(theme.width(), head + row_height * data.rows.len() as f64 + 4.0);
    draw_legend(&mut svg, &data.legend, &legend, theme);
    for (index, row) in data.rows.iter().enumerate() {
        let top = head + row_height * index as f64;
        svg.line((0.0, top), (theme.width(), top), &Stroke::solid(theme.grid, 1.0));
        draw_row(&mut svg, row, (top, row_height), theme);
    }
    svg.finish()
}

/// Left end and top of each legend entry; entries that do not fit go to the next line.
fn legend_places(words: &[String; 3], width: f64) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::new();
    for word in words {
        let needed = 26.0 + text::width(word, SMALL) + 16.0;
        if x > 0.0 && x + needed > width {
            x = 0.0;
            y += LEGEND_LINE;
        }
        places.push((x, y));
        x += needed;
    }
    places
}

fn draw_legend(svg: &mut Svg, words: &[String; 3], places: &[(f64, f64)], theme: &Theme) {
    for (index, (word, (x, y))) in words.iter().zip(places).enumerate() {
        let middle = y + 8.0;
        match index {
            0 => svg.circle((x + 10.0, middle), 5.0, theme.primary, &Stroke::solid(theme.paper, 1.0)),
            1 => mark::whisker(svg, (x + 1.0, middle), (x + 19.0, middle), &Stroke::solid(theme.neutral, INTERVAL)),
            _ => mark::diamond(svg, (x + 10.0, middle), 6.0, theme),
        }
        svg.text(&Label::new(x + 26.0, middle + 4.0, word, theme.soft).size(SMALL));
    }
}

const INTERVAL: f64 = 2.0;

fn draw_row(svg: &mut Svg, row: &BenchmarkDot, (top, height): (f64, f64), theme: &Theme) {
    let (left, first) = if theme.is_narrow() { (10.0, 18.0) } else { (theme.width() * 0.32, 0.0) };
    let middle = top + first + (height - first) / 2.0 + 1.0;
    draw_name(svg, &row.label, top + if theme.is_narrow() { 16.0 } else { height / 2.0 + 5.0 }, theme);
    let scale = Scale::new(row.axis, (left, theme.width() - 10.0));
    svg.line((left, middle), (theme.width() - 10.0, middle), &Stroke::solid(theme.grid, 1.0));
    for end in [left, theme.width() - 10.0] {
        svg.line((end, middle - 3.0), (end, middle + 3.0), &Stroke::solid(theme.grid, 1.0));
    }
    let color = own_color(row.tone, theme);
    if let Some((low, high)) = row.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        let ends = ((scale.at(low), middle), (scale.at(high), middle));
        mark::whisker(svg, ends.0, ends.1, &Stroke::solid(color, INTERVAL));
    }
    if row.average.value.is_finite() {
        let x = scale.at(row.average.value);
        mark::diamond(svg, (x, middle), 6.5, theme);
        svg.text(&Label::new(x, middle + 20.0, &row.average.label, theme.soft).size(SMALL).anchor(Anchor::Middle));
    }
    if row.value.value.is_finite() {
        let x = scale.at(row.value.value);
        mark::tone(svg, (x, middle), 5.5, row.tone, theme);
        svg.text(&Label::new(x, middle - 10.0, &row.value.label, color).anchor(Anchor::Middle).bold());
    }
}

fn own_color(tone: Tone, theme: &Theme) -> super::color::Color {
    if tone == Tone::Neutral { theme.ink } else { theme.tone(tone) }
}

fn draw_name(svg: &mut Svg, name: &str, baseline: f64, theme: &Theme) {
    let (room, most) = if theme.is_narrow() { (theme.width() - 4.0, 1) } else { (theme.width() * 0.29, 2) };
    let lines = text::wrap(name, SIZE, room, most);
    let first = baseline - (lines.len() as f64 - 1.0) * 7.5;
    for (index, line) in lines.iter().enumerate() {
        svg.text(&Label::new(0.0, first + 15.0 * index as f64, line, theme.ink));
    }
}
