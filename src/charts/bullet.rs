//! Bullet chart, one line high: the value as a dark bar on last year's lighter one, the target as a
//! line, the industry average as a grey diamond, the interval as a whisker. Bars start at zero.

use super::mark;
use super::scale::Scale;
use super::svg::{Area, Stroke, Svg};
use super::theme::Theme;
use crate::report::model::{Bullet, Tone};

const WIDTH: f64 = 168.0;
const HEIGHT: f64 = 24.0;
const MIDDLE: f64 = HEIGHT / 2.0;
/// Room at both ends for half a diamond and a cap.
const MARGIN: f64 = 6.0;

/// Draws a bullet chart.
pub fn draw(data: &Bullet, theme: &Theme) -> String {
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let scale = Scale::new(super::scale::with_zero(data.axis), (MARGIN, WIDTH - MARGIN));
    let bar = |value: f64, height: f64| {
        Area::between((scale.at(0.0), MIDDLE - height / 2.0), (scale.at(value), MIDDLE + height / 2.0))
    };
    svg.rect(Area::between((MARGIN, MIDDLE - 8.0), (WIDTH - MARGIN, MIDDLE + 8.0)), theme.track);
    if let Some(past) = data.last_year.as_ref().filter(|past| past.value.is_finite()) {
        svg.rect(bar(past.value, 16.0), theme.past);
    }
    if data.value.value.is_finite() {
        draw_value(&mut svg, bar(data.value.value, 7.0), data.tone, theme);
    }
    let zero = scale.at(0.0);
    svg.line((zero, MIDDLE - 9.0), (zero, MIDDLE + 9.0), &Stroke::solid(theme.axis, 1.0));
    if let Some((low, high)) = data.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        let (from, to) = ((scale.at(low), MIDDLE), (scale.at(high), MIDDLE));
        mark::whisker(&mut svg, from, to, &Stroke::solid(theme.paper, 3.0));
        mark::whisker(&mut svg, from, to, &Stroke::solid(theme.ink, 1.0));
    }
    if let Some(benchmark) = data.benchmark.as_ref().filter(|benchmark| benchmark.value.is_finite()) {
        mark::diamond(&mut svg, (scale.at(benchmark.value), MIDDLE), 5.0, theme);
    }
    if let Some(target) = data.target.as_ref().filter(|target| target.value.is_finite()) {
        let x = scale.at(target.value);
        svg.line((x, 1.0), (x, HEIGHT - 1.0), &Stroke::solid(theme.paper, 4.0));
        svg.line((x, 1.0), (x, HEIGHT - 1.0), &Stroke::solid(theme.ink, 2.0));
    }
    svg.finish()
}

/// The own value: the brand's colour, red when the target is missed, an outline when weak.
fn draw_value(svg: &mut Svg, area: Area, tone: Tone, theme: &Theme) {
    match tone {
        Tone::Bad => svg.rect(area, theme.bad),
        Tone::Muted => svg.frame(area, theme.paper, &Stroke::solid(theme.muted, 1.0)),
        Tone::Good | Tone::Caution | Tone::Neutral => svg.rect(area, theme.primary),
    }
}
