//! Slope graph: first and last value of several parts; labels move apart where they would overlap.

use super::scale::{Scale, range, spread};
use super::svg::{Anchor, LINE, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Slope, SlopeLine, Tone};

const SMALL: f64 = 11.0;
const TOP: f64 = 34.0;

/// Draws a slope graph.
pub fn draw(data: &Slope, theme: &Theme) -> String {
    let lines: Vec<&SlopeLine> =
        data.lines.iter().filter(|line| line.from.value.is_finite() && line.to.value.is_finite()).collect();
    let ends = [words(&lines, Side::From, theme), words(&lines, Side::To, theme)];
    let needed = ends.iter().map(|words| words.iter().map(Vec::len).sum::<usize>()).max().unwrap_or(0);
    let height = (TOP + 190.0).max(TOP + 12.0 + (LINE + 3.0) * needed as f64);
    let mut svg = Svg::new(theme.width(), height);
    let bounds = range(lines.iter().flat_map(|line| [line.from.value, line.to.value])).unwrap_or((0.0, 1.0));
    let scale = Scale::new(bounds, (height - 20.0, TOP + 12.0));
    let [left, right] = posts(&ends, theme.width());
    for (x, period, anchor) in [(left, &data.periods[0], Anchor::End), (right, &data.periods[1], Anchor::Start)] {
        svg.text(&Label::new(x, 14.0, period, theme.soft).anchor(anchor).bold());
        svg.line((x, TOP - 10.0), (x, height - 6.0), &Stroke::solid(theme.grid, 1.0));
    }
    for line in &lines {
        draw_line(&mut svg, line, ((left, scale.at(line.from.value)), (right, scale.at(line.to.value))), theme);
    }
    for (side, x, words) in [(Side::From, left, &ends[0]), (Side::To, right, &ends[1])] {
        draw_ends(&mut svg, &lines, words, (side, x, &scale, height), theme);
    }
    svg.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// The words at one side: name and value, the value alone at the left of a narrow chart.
fn words(lines: &[&SlopeLine], side: Side, theme: &Theme) -> Vec<Vec<String>> {
    let room = theme.width() * 0.36;
    lines
        .iter()
        .map(|line| {
            let whole = match side {
                Side::From => format!("{}  {}", line.label, line.from.label),
                Side::To => format!("{}  {}", line.to.label, line.label),
            };
            match side {
                Side::From if theme.is_narrow() => vec![text::shorten(&line.from.label, SMALL, theme.width() * 0.22)],
                _ => text::wrap(&whole, SMALL, room, 2),
            }
        })
        .collect()
}

/// Where the two vertical lines stand.
fn posts(ends: &[Vec<Vec<String>>; 2], width: f64) -> [f64; 2] {
    let widest =
        |words: &[Vec<String>]| words.iter().flatten().map(|line| text::width(line, SMALL)).fold(0.0, f64::max);
    [widest(&ends[0]) + 16.0, width - widest(&ends[1]) - 16.0]
}

fn draw_line(svg: &mut Svg, line: &SlopeLine, (from, to): ((f64, f64), (f64, f64)), theme: &Theme) {
    let color = color(line, theme);
    let stroke = match (line.emphasis, line.tone) {
        (true, _) => Stroke::solid(color, 3.0),
        (false, Tone::Bad) => Stroke::dashed(color, 1.5, "6 2"),
        (false, Tone::Muted) => Stroke::dashed(color, 1.0, "2 3"),
        (false, _) => Stroke::solid(color, 1.5),
    };
    svg.line(from, to, &stroke);
    for end in [from, to] {
        let fill = if line.tone == Tone::Muted { theme.paper } else { color };
        svg.circle(end, if line.emphasis { 4.5 } else { 3.0 }, fill, &Stroke::solid(color, 1.0));
    }
}

fn color(line: &SlopeLine, theme: &Theme) -> super::color::Color {
    match line.tone {
        Tone::Neutral if line.emphasis => theme.primary,
        tone => theme.tone(tone),
    }
}

fn draw_ends(
    svg: &mut Svg,
    lines: &[&SlopeLine],
    words: &[Vec<String>],
    (side, x, scale, height): (Side, f64, &Scale, f64),
    theme: &Theme,
) {
    let value = |line: &SlopeLine| if side == Side::From { line.from.value } else { line.to.value };
    let wanted: Vec<f64> = lines.iter().map(|line| scale.at(value(line))).collect();
    // A name of two lines keeps away from its neighbours, so that its lines belong together.
    let height_of = |words: &Vec<String>| words.len() as f64 * (LINE - 1.0) + if words.len() > 1 { 6.0 } else { 1.0 };
    let heights: Vec<f64> = words.iter().map(height_of).collect();
    let places = spread(&wanted, &heights, (TOP - 12.0, height - 1.0));
    let (step, anchor) = if side == Side::From { (-1.0, Anchor::End) } else { (1.0, Anchor::Start) };
    for (index, place) in places.iter().enumerate() {
        if (place - wanted[index]).abs() > 5.0 {
            svg.line((x + step * 5.0, wanted[index]), (x + step * 11.0, *place), &Stroke::solid(theme.axis, 0.75));
        }
        let first = place - (LINE - 1.0) * words[index].len() as f64 / 2.0 + 10.5;
        for (row, line) in words[index].iter().enumerate() {
            let color = if lines[index].emphasis { theme.ink } else { theme.soft };
            let label =
                Label::new(x + step * 13.0, first + (LINE - 1.0) * row as f64, line, color).size(SMALL).anchor(anchor);
            svg.text(&if lines[index].emphasis { label.bold() } else { label });
        }
    }
}
