//! Marks that carry a judgement by shape as well as by colour: they read in grey print.

use super::svg::{Stroke, Svg};
use super::theme::Theme;
use crate::report::model::Tone;

/// Draws the mark of a judgement: good is a disc, bad a square, worth watching a
/// triangle, neither a ring, weakly founded a
/// small grey ring.
pub fn tone(svg: &mut Svg, center: (f64, f64), size: f64, tone: Tone, theme: &Theme) {
    let color = theme.tone(tone);
    let halo = Stroke::solid(theme.paper, 1.0);
    match tone {
        Tone::Good => svg.circle(center, size, color, &halo),
        Tone::Bad => {
            let half = size * 0.95;
            let (x, y) = center;
            let corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)];
            svg.polygon(&corners, color, Some(&halo));
        }
        Tone::Caution => {
            let (x, y) = center;
            let corners = [(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)];
            svg.polygon(&corners, color, Some(&halo));
        }
        Tone::Neutral => svg.circle(center, size * 0.9, theme.paper, &Stroke::solid(color, 1.75)),
        Tone::Muted => svg.circle(center, size * 0.75, theme.paper, &Stroke::solid(color, 1.25)),
    }
}

/// Draws the grey diamond of an industry average.
pub fn diamond(svg: &mut Svg, (x, y): (f64, f64), size: f64, theme: &Theme) {
    let corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)];
    svg.polygon(&corners, theme.muted, Some(&Stroke::solid(theme.paper, 1.0)));
}

/// Draws an interval as a thin line with caps.
pub fn whisker(svg: &mut Svg, from: (f64, f64), to: (f64, f64), stroke: &Stroke) {
    svg.line(from, to, stroke);
    let cap = 2.5;
    let level = (from.1 - to.1).abs() < f64::EPSILON;
    for (x, y) in [from, to] {
        if level {
            svg.line((x, y - cap), (x, y + cap), stroke);
        } else {
            svg.line((x - cap, y), (x + cap, y), stroke);
        }
    }
}
