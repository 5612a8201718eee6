//! How far off its target a figure is, in percent of the target, for a table cell: all rows of a table on
//! one scale, the target in the middle, better to the right.

use super::svg::{Area, Stroke, Svg};
use super::theme::Theme;
use crate::report::model::{OffTarget, Tone};

const WIDTH: f64 = 130.0;
const HEIGHT: f64 = 22.0;
const MARGIN: f64 = 8.0;
const BAR: f64 = 9.0;

/// Draws a distance.
pub fn draw(data: &OffTarget, theme: &Theme) -> String {
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let (middle, y) = (WIDTH / 2.0, HEIGHT / 2.0);
    let limit = if data.limit.is_finite() && data.limit > 0.0 { data.limit } else { 1.0 };
    let at = |share: f64| middle + (share / limit).clamp(-1.0, 1.0) * (middle - MARGIN);
    svg.line((MARGIN, y), (WIDTH - MARGIN, y), &Stroke::solid(theme.grid, 1.0));
    if data.share.is_finite() {
        let bar = Area::between((middle, y - BAR / 2.0), (at(data.share), y + BAR / 2.0));
        let bar = Area { width: bar.width.max(1.5), ..bar };
        match data.tone {
            Tone::Neutral | Tone::Muted | Tone::Caution => {
                svg.frame(bar, theme.paper, &Stroke::solid(theme.tone(data.tone), 1.25));
            }
            tone => svg.rect(bar, theme.tone(tone)),
        }
        if data.share.abs() > limit {
            // Goes on beyond the scale.
            let (end, by) = (at(data.share), if data.share > 0.0 { 4.0 } else { -4.0 });
            let points = [(end + by * 0.4, y - 4.0), (end + by * 1.4, y), (end + by * 0.4, y + 4.0)];
            svg.polyline(&points, &Stroke::solid(theme.tone(data.tone), 1.5));
        }
    }
    if let Some((low, high)) = data.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        svg.line((at(low), y), (at(high), y), &Stroke::solid(theme.ink, 1.0));
    }
    if let Some(past) = data.last_year.filter(|past| past.is_finite()) {
        svg.circle((at(past), y), 2.6, theme.paper, &Stroke::solid(theme.axis, 1.25));
    }
    svg.line((middle, 2.0), (middle, HEIGHT - 2.0), &Stroke::solid(theme.ink, 1.25));
    svg.finish()
}
