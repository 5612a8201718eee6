//! Rows with a name, a horizontal bar and its printed value: the frame of bars and waterfalls.

use super::scale::Scale;
use super::svg::{Anchor, Area, Label, SIZE, Stroke, Svg};
use super::text;
use super::theme::Theme;

const SMALL: f64 = 11.0;
/// Distance between a bar's end and its value.
const SPACE: f64 = 6.0;

/// The frame: where names, bars and values stand.
pub struct Rows {
    names: Vec<Vec<String>>,
    values: Vec<String>,
    scale: Scale,
    /// Left end of the bars' room, right end of the picture.
    span: (f64, f64),
    top: f64,
    pitch: f64,
    thickness: f64,
    /// Height of a name above its bar; zero when it stands beside it.
    above: f64,
    /// Where a reference line runs.
    reference: Option<f64>,
}

/// Room for names in a wide picture: more of it where one would not fit into two lines.
fn room_for(names: &[&str], width: f64) -> f64 {
    let fits = |room: f64| names.iter().all(|name| text::wrap(name, SIZE, room, 3).len() <= 2);
    if fits(width * 0.3) { width * 0.3 } else { width * 0.38 }
}

impl Rows {
    /// Lays out names and values for a range of values; `top` is the room above the first row.
    pub fn new(names: &[&str], values: &[&str], (bounds, top): ((f64, f64), f64), theme: &Theme) -> Self {
        let width = theme.width();
        let narrow = theme.is_narrow();
        let room = if narrow { width - 2.0 } else { room_for(names, width) };
        let names: Vec<Vec<String>> =
            names.iter().map(|name| text::wrap(name, SIZE, room, if narrow { 1 } else { 2 })).collect();
        let widest = names.iter().flatten().map(|line| text::width(line, SIZE)).fold(0.0, f64::max);
        let left = if narrow { 0.0 } else { (widest + 14.0).min(room + 14.0) };
        let values: Vec<String> = values.iter().map(|value| text::shorten(value, SIZE, width * 0.28)).collect();
        let beside = values.iter().map(|value| text::width(value, SIZE)).fold(0.0, f64::max) + SPACE + 4.0;
        let before = if bounds.0 < 0.0 { beside } else { 1.0 };
        Self {
            names,
            values,
            scale: Scale::new(bounds, (left + before, width - beside)),
            span: (left, width),
            top,
            pitch: if narrow { 44.0 } else { 34.0 },
            thickness: 18.0,
            above: if narrow { 18.0 } else { 0.0 },
            reference: None,
        }
    }

    /// Names alone, with room for words on both sides of the bars.
    pub fn between(names: &[&str], bounds: ((f64, f64), f64), room: f64, theme: &Theme) -> Self {
        let mut rows = Self::new(names, &vec![""; names.len()], bounds, theme);
        let left = rows.span.0;
        rows.scale = Scale::new(bounds.0, (left + room, theme.width() - room));
        rows
    }

    /// Names alone, with room for words to the right of the bars.
    pub fn beside(names: &[&str], bounds: ((f64, f64), f64), room: f64, theme: &Theme) -> Self {
        let mut rows = Self::new(names, &vec![""; names.len()], bounds, theme);
        let left = rows.span.0;
        rows.scale = Scale::new(bounds.0, (left + 8.0, theme.width() - room - 8.0));
        rows
    }

    /// With a reference line at a value.
    #[must_use]
    pub fn with_reference(mut self, value: Option<f64>) -> Self {
        self.reference = value.map(|value| self.scale.at(value));
        self
    }

    /// Height of the picture.
    pub fn height(&self) -> f64 {
        self.top + self.pitch * self.names.len() as f64 + 4.0
    }

    /// The scale of the bars.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The bar of a row between two values.
    pub fn bar(&self, index: usize, from: f64, to: f64) -> Area {
        let row = self.top + self.pitch * index as f64;
        let y = row + self.above + (self.pitch - self.above - self.thickness) / 2.0;
        Area::between((self.scale.at(from), y), (self.scale.at(to), y + self.thickness))
    }

    /// The name of a row.
    pub fn draw_name(&self, svg: &mut Svg, index: usize, theme: &Theme) {
        let bar = self.bar(index, 0.0, 0.0);
        let lines = &self.names[index];
        let baseline = bar.y + bar.height / 2.0 + 4.5;
        let first = if self.above > 0.0 { bar.y - 5.0 } else { baseline - (lines.len() as f64 - 1.0) * 7.5 };
        for (line, words) in lines.iter().enumerate() {
            svg.text(&Label::new(0.0, first + 15.0 * line as f64, words, theme.ink).on(theme.paper));
        }
    }

    /// The unit above the bars.
    pub fn draw_unit(&self, svg: &mut Svg, unit: &str, theme: &Theme) {
        svg.text(&Label::new(self.span.0, 12.0, unit, theme.soft).size(SMALL));
    }

    /// A fine rule above a row.
    pub fn draw_rule(&self, svg: &mut Svg, index: usize, theme: &Theme) {
        if index > 0 {
            let y = self.top + self.pitch * index as f64;
            svg.line((0.0, y), (self.span.1, y), &Stroke::solid(theme.grid, 1.0));
        }
    }

    /// The name of a row, and its value beyond the end of the bar.
    pub fn draw_words(&self, svg: &mut Svg, index: usize, (from, to): (f64, f64), (theme, strong): (&Theme, bool)) {
        let bar = self.bar(index, from, to);
        let baseline = bar.y + bar.height / 2.0 + 4.5;
        let lines = &self.names[index];
        let first = if self.above > 0.0 { bar.y - 5.0 } else { baseline - (lines.len() as f64 - 1.0) * 7.5 };
        let draw = |svg: &mut Svg, label: Label<'_>| svg.text(&if strong { label.bold() } else { label });
        for (line, words) in lines.iter().enumerate() {
            draw(svg, Label::new(0.0, first + 15.0 * line as f64, words, theme.ink).on(theme.paper));
        }
        let (x, anchor) = self.place_of_value(index, (from, to));
        let label = Label::new(x, baseline, &self.values[index], theme.ink).anchor(anchor).on(theme.paper);
        draw(svg, label);
    }

    /// Beyond the far end of a bar, seen from where it begins; a reference line is stepped over.
    fn place_of_value(&self, index: usize, (from, to): (f64, f64)) -> (f64, Anchor) {
        let bar = self.bar(index, from, to);
        let room = SPACE + text::width(&self.values[index], SIZE);
        let crosses = |left: f64, right: f64| self.reference.filter(|x| (left - 3.0..right + 3.0).contains(x));
        let before = crosses(bar.x - room, bar.x).unwrap_or(bar.x) - SPACE;
        // Where the name would be in the way, the value stands behind the bar.
        if to < from && before - (room - SPACE) >= self.span.0 {
            (before, Anchor::End)
        } else {
            (crosses(bar.right(), bar.right() + room).unwrap_or(bar.right()) + SPACE, Anchor::Start)
        }
    }

    /// The line at zero, through all rows.
    pub fn draw_zero(&self, svg: &mut Svg, theme: &Theme) {
        let x = self.scale.at(0.0);
        for index in 0..self.names.len() {
            let bar = self.bar(index, 0.0, 0.0);
            svg.line((x, bar.y - 4.0), (x, bar.bottom() + 4.0), &Stroke::solid(theme.ink, 1.0));
        }
    }

    /// The dashed line of the reference across one row.
    pub fn draw_crossing(&self, svg: &mut Svg, index: usize, theme: &Theme) {
        if let Some(x) = self.reference {
            let bar = self.bar(index, 0.0, 0.0);
            svg.line((x, bar.y - 5.0), (x, bar.bottom() + 5.0), &Stroke::solid(theme.paper, 3.0));
            svg.line((x, bar.y - 5.0), (x, bar.bottom() + 5.0), &Stroke::dashed(theme.ink, 1.25, "4 3"));
        }
    }

    /// The name of the reference above the first row.
    pub fn draw_reference(&self, svg: &mut Svg, name: &str, theme: &Theme) {
        let Some(x) = self.reference else { return };
        svg.text(&Label::new(x, 12.0, name, theme.ink).size(SMALL).anchor(Anchor::Middle));
    }
}
