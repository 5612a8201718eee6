//! Horizontal bars from zero, in printed order, with a reference line.

use super::row::Rows;
use super::scale::{range, with_zero};
use super::svg::{Stroke, Svg};
use super::theme::Theme;
use crate::report::model::{Bars, Tone};

/// Draws horizontal bars.
pub fn draw(data: &Bars, theme: &Theme) -> String {
    let names: Vec<&str> = data.bars.iter().map(|(name, _, _)| name.as_str()).collect();
    let labels: Vec<&str> = data.bars.iter().map(|(_, value, _)| value.label.as_str()).collect();
    let reference = data.reference.as_ref().filter(|reference| reference.value.is_finite());
    let values = data.bars.iter().map(|(_, value, _)| value.value).chain(reference.map(|reference| reference.value));
    let bounds = with_zero(range(values).unwrap_or((0.0, 1.0)));
    let rows = Rows::new(&names, &labels, (bounds, if reference.is_some() { 20.0 } else { 2.0 }), theme)
        .with_reference(reference.map(|reference| reference.value));
    let mut svg = Svg::new(theme.width(), rows.height());
    if let Some(reference) = reference {
        rows.draw_reference(&mut svg, &reference.label, theme);
    }
    for (index, (_, value, tone)) in data.bars.iter().enumerate() {
        let value = if value.value.is_finite() { value.value } else { 0.0 };
        let bar = rows.bar(index, 0.0, value);
        match tone {
            Tone::Bad => svg.rect(bar, theme.bad),
            Tone::Good => svg.rect(bar, theme.primary),
            Tone::Caution | Tone::Neutral => svg.rect(bar, theme.axis),
            Tone::Muted => svg.frame(bar, theme.paper, &Stroke::solid(theme.muted, 1.0)),
        }
        rows.draw_crossing(&mut svg, index, theme);
        rows.draw_words(&mut svg, index, (0.0, value), (theme, *tone == Tone::Bad));
    }
    rows.draw_zero(&mut svg, theme);
    svg.finish()
}
