//! Bridge: from a level through changes to another level, side by side, on a scale of their own.
//!
//! Levels are lines, not bars, so that the scale need not begin at zero; changes are bars between them.

use super::scale::{Scale, range};
use super::svg::{Anchor, Area, LINE, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::{Tone, Waterfall, WaterfallStep};

const SMALL: f64 = 11.0;
const TOP: f64 = 24.0;
const PLOT: f64 = 122.0;

/// Draws a bridge; the steps are those of a waterfall.
pub fn draw(data: &Waterfall, theme: &Theme) -> String {
    let spans = spans(&data.steps);
    let count = spans.len().max(1) as f64;
    let pitch = theme.width() / count;
    let names: Vec<Vec<String>> =
        data.steps.iter().map(|step| text::wrap(&step.label, SMALL, pitch - 6.0, 3)).collect();
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let mut svg = Svg::new(theme.width(), TOP + PLOT + 10.0 + lines * LINE);
    let bounds = range(spans.iter().flat_map(|(from, to)| [*from, *to])).unwrap_or((0.0, 1.0));
    let scale = Scale::new(bounds, (TOP + PLOT - 22.0, TOP + 8.0));
    for (index, (step, (from, to))) in data.steps.iter().zip(&spans).enumerate() {
        let left = index as f64 * pitch;
        let bar = Area::between((left + pitch * 0.18, scale.at(*from)), (left + pitch * 0.82, scale.at(*to)));
        let y = if step.total { draw_level(&mut svg, bar, theme) } else { draw_change(&mut svg, bar, step, theme) };
        if index + 1 < spans.len() {
            let y = scale.at(*to);
            svg.line((bar.right(), y), (bar.right() + pitch * 0.36, y), &Stroke::solid(theme.axis, 1.0));
        }
        let value = text::shorten(&step.value.label, SIZE, pitch - 2.0);
        let color = if step.total { theme.ink } else { theme.tone(step.tone) };
        svg.text(&Label::new(left + pitch / 2.0, y, &value, color).anchor(Anchor::Middle).bold().on(theme.paper));
        for (at, line) in names[index].iter().enumerate() {
            let y = TOP + PLOT + 12.0 + at as f64 * LINE;
            svg.text(&Label::new(left + pitch / 2.0, y, line, theme.soft).size(SMALL).anchor(Anchor::Middle));
        }
    }
    svg.finish()
}

/// A level: a thick line with its value above.
fn draw_level(svg: &mut Svg, bar: Area, theme: &Theme) -> f64 {
    let line = Area { y: bar.y - 2.0, height: 4.0, ..bar };
    svg.rect(line, theme.primary);
    bar.y - 8.0
}

/// A change: a bar with its value above it, or below when it falls.
fn draw_change(svg: &mut Svg, bar: Area, step: &WaterfallStep, theme: &Theme) -> f64 {
    let bar = Area { height: bar.height.max(1.5), ..bar };
    svg.rect(bar, theme.tone(step.tone).mix(theme.paper, 0.15));
    if step.tone == Tone::Bad {
        svg.hatch(bar, &Stroke::solid(theme.paper, 0.75), 6.0);
    }
    if step.value.value < 0.0 { bar.bottom() + 14.0 } else { bar.y - 6.0 }
}

/// Where each step begins and ends; a level has no extent and sets what follows on itself.
fn spans(steps: &[WaterfallStep]) -> Vec<(f64, f64)> {
    let mut level = 0.0;
    steps
        .iter()
        .map(|step| {
            let value = if step.value.value.is_finite() { step.value.value } else { 0.0 };
            let from = if step.total { value } else { level };
            level = if step.total { value } else { from + value };
            (from, level)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Labelled;

    #[test]
    fn changes_lead_from_one_level_to_the_next() {
        let step = |value: f64, total: bool| WaterfallStep {
            label: String::new(),
            value: Labelled { value, label: String::new() },
            total,
            tone: Tone::Neutral,
        };
        let steps = [step(84.0, true), step(2.0, false), step(f64::NAN, false), step(-6.0, false), step(80.0, true)];
        assert_eq!(spans(&steps), [(84.0, 84.0), (84.0, 86.0), (86.0, 86.0), (86.0, 80.0), (80.0, 80.0)]);
    }
}
