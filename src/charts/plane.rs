//! A plane with two numeric axes: frame, grid, ticks and the names of points.

use super::place::{Spot, place};
use super::scale::Scale;
use super::svg::{Anchor, Area, Label, Stroke, Svg};
use super::text;
use super::theme::Theme;
use crate::report::model::Labelled;

/// Font size of axes and names.
pub const SMALL: f64 = 11.0;
/// Room above the plane for the name of the vertical axis.
const TOP: f64 = 24.0;
/// Room below the plane for ticks and the name of the horizontal axis.
const BOTTOM: f64 = 38.0;

/// A plane and its scales.
pub struct Plane {
    /// The drawing area in px.
    pub area: Area,
    /// Horizontal scale.
    pub across: Scale,
    /// Vertical scale.
    pub up: Scale,
}

/// What is written at the axes.
pub struct Axes<'a> {
    /// Name of the horizontal axis.
    pub across: &'a str,
    /// Name of the vertical axis.
    pub up: &'a str,
    /// Ticks of the horizontal axis.
    pub across_ticks: &'a [Labelled],
    /// Ticks of the vertical axis.
    pub up_ticks: &'a [Labelled],
}

impl Plane {
    /// A plane in a picture of `size` px for the two ranges of values.
    pub fn new(size: (f64, f64), axes: &Axes<'_>, ranges: [(f64, f64); 2], right: f64) -> Self {
        let widest = axes.up_ticks.iter().map(|tick| text::width(&tick.label, SMALL)).fold(0.0, f64::max);
        let left = widest.min(size.0 * 0.2) + 8.0;
        let area = Area::between((left, TOP), (size.0 - right, size.1 - BOTTOM));
        Self {
            area,
            across: Scale::new(ranges[0], (area.x, area.right())),
            up: Scale::new(ranges[1], (area.bottom(), area.y)),
        }
    }

    /// The same plane further down, its picture higher by as much.
    #[must_use]
    pub fn lowered(self, by: f64) -> Self {
        let area = Area { y: self.area.y + by, ..self.area };
        let up = self.up.moved(by);
        Self { area, across: self.across, up }
    }

    /// The position of a pair of values.
    pub fn at(&self, across: f64, up: f64) -> (f64, f64) {
        (self.across.at(across), self.up.at(up))
    }

    /// Whether a vertical value lies on the plane.
    pub fn holds(&self, up: f64) -> bool {
        let y = self.up.at(up);
        y > self.area.y + 0.01 && y < self.area.bottom() - 0.01
    }

    /// Draws grid, ticks and the names of the axes.
    pub fn draw(&self, svg: &mut Svg, axes: &Axes<'_>, theme: &Theme) {
        let area = self.area;
        svg.text(&Label::new(0.0, 12.0, axes.up, theme.soft).size(SMALL));
        let across = text::shorten(axes.across, SMALL, area.right());
        let (x, y) = (area.right(), area.bottom() + 33.0);
        svg.text(&Label::new(x, y, &across, theme.soft).size(SMALL).anchor(Anchor::End));
        for tick in axes.up_ticks.iter().filter(|tick| tick.value.is_finite()) {
            let y = self.up.at(tick.value);
            svg.line((area.x, y), (area.right(), y), &Stroke::solid(theme.grid, 1.0));
            let words = text::shorten(&tick.label, SMALL, area.x - 6.0);
            svg.text(&Label::new(area.x - 6.0, y + 4.0, &words, theme.soft).size(SMALL).anchor(Anchor::End));
        }
        self.draw_across_ticks(svg, axes.across_ticks, theme);
        svg.line((area.x, area.bottom()), (area.right(), area.bottom()), &Stroke::solid(theme.axis, 1.0));
    }

    /// Ticks of the horizontal axis; one that would touch its neighbour is left out.
    fn draw_across_ticks(&self, svg: &mut Svg, ticks: &[Labelled], theme: &Theme) {
        let mut free = 0.0;
        for tick in ticks.iter().filter(|tick| tick.value.is_finite()) {
            let x = self.across.at(tick.value);
            let words = text::shorten(&tick.label, SMALL, self.area.width);
            let half = text::width(&words, SMALL) / 2.0;
            let bottom = self.area.bottom();
            svg.line((x, bottom), (x, bottom + 4.0), &Stroke::solid(theme.axis, 1.0));
            let left = (x - half).max(2.0).min(self.area.right() + 2.0 - half);
            if left >= free {
                let label = Label::new(left + half, bottom + 17.0, &words, theme.soft).size(SMALL);
                svg.text(&label.anchor(Anchor::Middle));
                free = left + 2.0 * half + 8.0;
            }
        }
    }

    /// Writes the names of points where there is room; the table beside the chart has them all.
    pub fn draw_names(&self, svg: &mut Svg, points: &[((f64, f64), &str)], taken: &[Area], theme: &Theme) {
        let most = self.area.width * 0.45;
        let names: Vec<String> = points.iter().map(|(_, name)| text::shorten(name, SMALL, most)).collect();
        let named: Vec<((f64, f64), &str)> =
            points.iter().zip(&names).map(|((at, _), name)| (*at, name.as_str())).collect();
        let spots = place(&named, SMALL, self.area.inset(1.0), taken);
        for ((at, name), spot) in named.iter().zip(spots) {
            let Some(Spot { x, y, leader }) = spot else { continue };
            if let Some(end) = leader {
                svg.line(*at, end, &Stroke::solid(theme.axis, 0.75));
            }
            svg.text(&Label::new(x, y, name, theme.ink).size(SMALL).on(theme.paper));
        }
    }
}
