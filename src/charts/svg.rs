//! A plain SVG document: shapes and text with presentation attributes only.
//!
//! No classes, styles, ids, filters or scripts, so that a browser and a typesetter draw the same.
//! Coordinates are px with at most two decimals; text is kept inside the picture.

use super::color::Color;
use super::text;
use std::fmt::Write;

/// The family of all text; a page may replace it by its own.
const FAMILY: &str = "Noto Sans SC, sans-serif";
/// The family of Latin text: the same letters, marks that are not full-width, and shaped faster.
const LATIN: &str = r#" font-family="Report Latin, sans-serif""#;

/// A document under construction.
pub struct Svg {
    width: f64,
    height: f64,
    body: String,
    tips: String,
}

/// An axis-parallel rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width, not negative.
    pub width: f64,
    /// Height, not negative.
    pub height: f64,
}

impl Area {
    /// The rectangle between two corners in any order.
    pub fn between(one: (f64, f64), two: (f64, f64)) -> Self {
        Self { x: one.0.min(two.0), y: one.1.min(two.1), width: (one.0 - two.0).abs(), height: (one.1 - two.1).abs() }
    }

    /// The rectangle within, `margin` away from every edge.
    #[must_use]
    pub fn inset(&self, margin: f64) -> Self {
        Self {
            x: self.x + margin,
            y: self.y + margin,
            width: (self.width - 2.0 * margin).max(0.0),
            height: (self.height - 2.0 * margin).max(0.0),
        }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in px.
    pub width: f64,
    /// Dash pattern, empty for a whole line.
    pub dash: &'static str,
}

impl Stroke {
    /// A whole line.
    pub fn solid(color: Color, width: f64) -> Self {
        Self { color, width, dash: "" }
    }

    /// A dashed line.
    pub fn dashed(color: Color, width: f64, dash: &'static str) -> Self {
        Self { color, width, dash }
    }
}

/// Which point of a text its `x` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// A line of text; `y` is its baseline.
#[derive(Clone, Debug)]
pub struct Label<'a> {
    x: f64,
    y: f64,
    text: &'a str,
    size: f64,
    anchor: Anchor,
    weight: u16,
    color: Color,
    ground: Option<Color>,
}

impl<'a> Label<'a> {
    /// A text that starts at a point.
    pub fn new(x: f64, y: f64, text: &'a str, color: Color) -> Self {
        Self { x, y, text, size: SIZE, anchor: Anchor::Start, weight: 400, color, ground: None }
    }

    /// With another font size.
    #[must_use]
    pub fn size(mut self, size: f64) -> Self {
        self.size = size;
        self
    }

    /// With another anchor.
    #[must_use]
    pub fn anchor(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// On a ground of its own, so that lines behind it do not cross it.
    #[must_use]
    pub fn on(mut self, ground: Color) -> Self {
        self.ground = Some(ground);
        self
    }

    /// In bold.
    #[must_use]
    pub fn bold(mut self) -> Self {
        self.weight = 700;
        self
    }
}

/// Usual font size in px.
pub const SIZE: f64 = 12.0;
/// Height of a line of usual size.
pub const LINE: f64 = 15.0;
/// Distance that text keeps from the edge.
const EDGE: f64 = 2.0;

impl Svg {
    /// An empty document of a size in px.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new(), tips: String::new() }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, area: Area, fill: Color) {
        if area.width > 0.0 && area.height > 0.0 {
            self.push(format_args!(r#"<rect {} fill="{fill}"/>"#, Corners(area)));
        }
    }

    /// A rectangle with an outline inside its edge and paper within.
    pub fn frame(&mut self, area: Area, fill: Color, stroke: &Stroke) {
        let inner = area.inset(stroke.width / 2.0);
        self.push(format_args!(r#"<rect {} fill="{fill}" {}/>"#, Corners(inner), Drawn(stroke)));
    }

    /// The outline of a rectangle, inside its edge.
    pub fn outline(&mut self, area: Area, stroke: &Stroke) {
        let inner = area.inset(stroke.width / 2.0);
        self.push(format_args!(r#"<rect {} fill="none" {}/>"#, Corners(inner), Drawn(stroke)));
    }

    /// Diagonal hatching of a rectangle, in lines of its own (no pattern).
    pub fn hatch(&mut self, area: Area, stroke: &Stroke, gap: f64) {
        let mut path = String::new();
        let mut offset = gap;
        while offset < area.width + area.height {
            let from = (area.x + (offset - area.height).max(0.0), area.y + offset.min(area.height));
            let to = (area.x + offset.min(area.width), area.y + (offset - area.width).max(0.0));
            let _ = write!(path, "M{} {}L{} {}", n(from.0), n(from.1), n(to.0), n(to.1));
            offset += gap;
        }
        if !path.is_empty() {
            self.push(format_args!(r#"<path d="{path}" fill="none" {}/>"#, Drawn(stroke)));
        }
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &Stroke) {
        self.push(format_args!(
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>"#,
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            Drawn(stroke)
        ));
    }

    /// An open line through points; a single point draws nothing.
    pub fn polyline(&mut self, points: &[(f64, f64)], stroke: &Stroke) {
        if points.len() > 1 {
            self.push(format_args!(
                r#"<polyline points="{}" fill="none" stroke-linejoin="round" stroke-linecap="round" {}/>"#,
                Points(points),
                Drawn(stroke)
            ));
        }
    }

    /// A closed, filled shape, with an outline if wanted.
    pub fn polygon(&mut self, points: &[(f64, f64)], fill: Color, stroke: Option<&Stroke>) {
        let points = Points(points);
        match stroke {
            Some(stroke) => {
                self.push(format_args!(r#"<polygon points="{points}" fill="{fill}" {}/>"#, Drawn(stroke)));
            }
            None => self.push(format_args!(r#"<polygon points="{points}" fill="{fill}"/>"#)),
        }
    }

    /// A circle.
    pub fn circle(&mut self, center: (f64, f64), radius: f64, fill: Color, stroke: &Stroke) {
        let (x, y, radius) = (n(center.0), n(center.1), n(radius));
        self.push(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" {}/>"#, Drawn(stroke)));
    }

    /// What a page may tell of a point: empty groups that draw nothing, for its script. In the order of reading.
    pub fn tip(&mut self, (x, y): (f64, f64), words: &str) {
        if !words.trim().is_empty() {
            let _ =
                writeln!(self.tips, r#"<g data-x="{}" data-y="{}" data-tip="{}"/>"#, n(x), n(y), text::escape(words));
        }
    }

    /// A line of text. It is moved, and if need be shortened, so that it stays inside the picture.
    pub fn text(&mut self, label: &Label<'_>) {
        if label.text.trim().is_empty() {
            return;
        }
        let words = text::shorten(label.text, label.size, self.width - 2.0 * EDGE);
        let width = text::width(&words, label.size);
        let (before, name, edge) = match label.anchor {
            Anchor::Start => (0.0, "start", 0.0),
            Anchor::Middle => (width / 2.0, "middle", EDGE),
            Anchor::End => (width, "end", EDGE),
        };
        let x = label.x.max(edge + before).min(self.width - EDGE - width + before);
        let y = label.y.max(EDGE + ASCENT * label.size).min(self.height - EDGE - DESCENT * label.size);
        if let Some(ground) = label.ground {
            let corner = (x - before - 2.0, y - 0.85 * label.size);
            self.rect(Area::between(corner, (x - before + width + 2.0, y + DESCENT * label.size)), ground);
        }
        let weight = if label.weight == 400 { String::new() } else { format!(r#" font-weight="{}""#, label.weight) };
        let family = if text::is_latin(&words) { LATIN } else { "" };
        let (x, y, size, fill) = (n(x), n(y), n(label.size), label.color);
        let words = text::escape(&words);
        self.push(format_args!(
            r#"<text x="{x}" y="{y}" font-size="{size}"{weight}{family} text-anchor="{name}" fill="{fill}">{words}</text>"#
        ));
    }

    /// The document.
    pub fn finish(self) -> String {
        let (width, height) = (n(self.width), n(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\">\n{}{}</svg>\n",
            self.body, self.tips
        )
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.body, "{element}");
    }
}

/// Height of letters above the baseline in em.
pub const ASCENT: f64 = 0.88;
/// Depth of letters below the baseline in em.
pub const DESCENT: f64 = 0.24;

/// A number as it stands in the document: at most two decimals, never an exponent or `-0`.
pub fn n(value: f64) -> String {
    let rounded = (if value.is_finite() { value } else { 0.0 } * 100.0).round() / 100.0;
    let text = format!("{:.2}", if rounded == 0.0 { 0.0 } else { rounded });
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

struct Corners(Area);

impl std::fmt::Display for Corners {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Area { x, y, width, height } = self.0;
        write!(f, r#"x="{}" y="{}" width="{}" height="{}""#, n(x), n(y), n(width), n(height))
    }
}

struct Drawn<'a>(&'a Stroke);

impl std::fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, r#"stroke="{}" stroke-width="{}""#, self.0.color, n(self.0.width))?;
        if self.0.dash.is_empty() { Ok(()) } else { write!(f, r#" stroke-dasharray="{}""#, self.0.dash) }
    }
}

struct Points<'a>(&'a [(f64, f64)]);

impl std::fmt::Display for Points<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (x, y)) in self.0.iter().enumerate() {
            write!(f, "{}{},{}", if index == 0 { "" } else { " " }, n(*x), n(*y))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_plain() {
        assert_eq!(n(1.0), "1");
        assert_eq!(n(-0.001), "0");
        assert_eq!(n(2.345_678), "2.35");
        assert_eq!(n(1e9), "1000000000");
        assert_eq!(n(f64::NAN), "0");
    }

    #[test]
    fn text_is_moved_inside() {
        let mut svg = Svg::new(100.0, 20.0);
        svg.text(&Label::new(99.0, 40.0, "84.0 %", Color::WHITE));
        let drawn = svg.finish();
        assert!(!drawn.contains(r#"x="99""#), "{drawn}");
        assert!(!drawn.contains(r#"y="40""#), "{drawn}");
    }

    #[test]
    fn hatching_stays_inside() {
        let mut svg = Svg::new(50.0, 50.0);
        svg.hatch(Area { x: 10.0, y: 10.0, width: 20.0, height: 5.0 }, &Stroke::solid(Color::WHITE, 1.0), 4.0);
        let drawn = svg.finish();
        let numbers = drawn.split('"').find(|part| part.starts_with('M')).expect("a path").replace(['M', 'L'], " ");
        for (index, number) in numbers.split_whitespace().enumerate() {
            let value: f64 = number.parse().expect("a number");
            let room = if index % 2 == 0 { 10.0..=30.0 } else { 10.0..=15.0 };
            assert!(room.contains(&value), "{numbers}");
        }
    }
}
