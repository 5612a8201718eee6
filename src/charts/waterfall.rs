//! Waterfall: from a start through changes to an end, one row per step, totals on zero.
//!
//! Rows run downward, so that long names stay readable; better changes are solid, worse hatched.

use super::row::Rows;
use super::scale::{Scale, range, with_zero};
use super::svg::{Area, Stroke, Svg};
use super::theme::Theme;
use crate::report::model::{Tone, Waterfall, WaterfallStep};

/// Draws a waterfall.
pub fn draw(data: &Waterfall, theme: &Theme) -> String {
    let spans = spans(&data.steps);
    let names: Vec<&str> = data.steps.iter().map(|step| step.label.as_str()).collect();
    let values: Vec<&str> = data.steps.iter().map(|step| step.value.label.as_str()).collect();
    let bounds = with_zero(range(spans.iter().flat_map(|(from, to)| [*from, *to])).unwrap_or((0.0, 1.0)));
    // Values step over the line at zero as over a reference.
    let rows = Rows::new(&names, &values, (bounds, 20.0), theme).with_reference(Some(0.0));
    let mut svg = Svg::new(theme.width(), rows.height());
    rows.draw_unit(&mut svg, &data.unit, theme);
    rows.draw_zero(&mut svg, theme);
    for (index, (step, (from, to))) in data.steps.iter().zip(&spans).enumerate() {
        let bar = rows.bar(index, *from, *to);
        if step.total {
            rows.draw_rule(&mut svg, index, theme);
        }
        draw_bar(&mut svg, bar, step, theme);
        if index + 1 < spans.len() {
            draw_connector(&mut svg, (&rows, rows.scale()), (index, *to), theme);
        }
        rows.draw_words(&mut svg, index, (*from, *to), (theme, step.total));
    }
    svg.finish()
}

/// Where each bar begins and ends; a total begins at zero and sets the level.
fn spans(steps: &[WaterfallStep]) -> Vec<(f64, f64)> {
    let mut level = 0.0;
    steps
        .iter()
        .map(|step| {
            let value = if step.value.value.is_finite() { step.value.value } else { 0.0 };
            let from = if step.total { 0.0 } else { level };
            level = from + value;
            (from, level)
        })
        .collect()
}

fn draw_bar(svg: &mut Svg, bar: Area, step: &WaterfallStep, theme: &Theme) {
    // A change too small to see still shows as a line.
    let bar = Area { width: bar.width.max(1.5), ..bar };
    match step.tone {
        _ if step.total => svg.rect(bar, theme.primary),
        Tone::Good => svg.rect(bar, theme.good),
        Tone::Bad => {
            svg.rect(bar, theme.bad.mix(theme.paper, 0.75));
            svg.hatch(bar, &Stroke::solid(theme.bad, 1.25), 5.0);
            svg.outline(bar, &Stroke::solid(theme.bad, 1.0));
        }
        Tone::Caution | Tone::Neutral => svg.rect(bar, theme.axis),
        Tone::Muted => svg.frame(bar, theme.paper, &Stroke::dashed(theme.muted, 1.0, "3 2")),
    }
}

fn draw_connector(svg: &mut Svg, (rows, scale): (&Rows, &Scale), (index, level): (usize, f64), theme: &Theme) {
    let x = scale.at(level);
    let (above, below) = (rows.bar(index, 0.0, 0.0), rows.bar(index + 1, 0.0, 0.0));
    svg.line((x, above.bottom()), (x, below.y), &Stroke::solid(theme.axis, 1.0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Labelled;

    #[test]
    fn changes_stand_on_the_level_and_totals_on_zero() {
        let step = |value: f64, total: bool| WaterfallStep {
            label: String::new(),
            value: Labelled { value, label: String::new() },
            total,
            tone: Tone::Neutral,
        };
        let steps = [step(-100.0, true), step(60.0, false), step(f64::NAN, false), step(70.0, false), step(30.0, true)];
        assert_eq!(spans(&steps), [(0.0, -100.0), (-100.0, -40.0), (-40.0, -40.0), (-40.0, 30.0), (0.0, 30.0)]);
    }
}
