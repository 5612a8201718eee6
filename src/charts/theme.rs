//! What colours mean in a chart, and how wide a chart is.

use super::color::Color;
use crate::report::model::{BrandView, Tone};

/// The room that a chart has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The full text width of a page.
    Wide,
    /// A phone, or one of two charts side by side.
    Narrow,
}

/// Colours by meaning, all readable on white (AA), and the form of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The brand: the own value.
    pub primary: Color,
    /// The brand's second colour: rules and ornaments.
    pub accent: Color,
    /// Better.
    pub good: Color,
    /// Worse.
    pub bad: Color,
    /// Worth watching.
    pub caution: Color,
    /// Neither; also the mark of an industry average.
    pub neutral: Color,
    /// Weakly founded.
    pub muted: Color,
    /// Text and target lines.
    pub ink: Color,
    /// Secondary text.
    pub soft: Color,
    /// Axes.
    pub axis: Color,
    /// Grid lines.
    pub grid: Color,
    /// Empty track behind a bar.
    pub track: Color,
    /// Last year's bar.
    pub past: Color,
    /// Interval bands.
    pub band: Color,
    /// The paper.
    pub paper: Color,
    /// The room.
    pub form: Form,
}

impl Theme {
    /// The theme of two brand colours, `#rrggbb` each; one that cannot be read falls back to the
    /// house colour, a pale one is darkened until text in it has contrast AA.
    pub fn new(primary: &str, accent: &str) -> Self {
        let paper = Color::WHITE;
        let readable = |text: &str, fallback: Color| Color::parse(text).unwrap_or(fallback).readable_on(paper, 4.5);
        let primary = readable(primary, Color::new(0x1f, 0x3a, 0x5f));
        Self {
            primary,
            accent: readable(accent, Color::new(0xa8, 0x6a, 0x1c)),
            good: Color::new(0x0b, 0x6e, 0x5a),
            bad: Color::new(0xb3, 0x26, 0x1e),
            caution: Color::new(0x8a, 0x5a, 0x00),
            neutral: Color::new(0x5c, 0x66, 0x73),
            muted: Color::new(0x6f, 0x77, 0x82),
            ink: Color::new(0x1a, 0x22, 0x2d),
            soft: Color::new(0x55, 0x5f, 0x6c),
            axis: Color::new(0x8a, 0x93, 0x9e),
            grid: Color::new(0xe3, 0xe6, 0xea),
            track: Color::new(0xf0, 0xf2, 0xf4),
            past: Color::new(0xbf, 0xc6, 0xce),
            band: primary.mix(paper, 0.84),
            paper,
            form: Form::Wide,
        }
    }

    /// The theme of a report's brand.
    pub fn of(brand: &BrandView) -> Self {
        Self::new(&brand.primary, &brand.accent)
    }

    /// The same for narrow charts.
    #[must_use]
    pub fn narrow(&self) -> Self {
        Self { form: Form::Narrow, ..self.clone() }
    }

    /// The colour of a judgement.
    pub fn tone(&self, tone: Tone) -> Color {
        match tone {
            Tone::Good => self.good,
            Tone::Bad => self.bad,
            Tone::Caution => self.caution,
            Tone::Neutral => self.neutral,
            Tone::Muted => self.muted,
        }
    }

    /// Width of a full chart in px.
    pub fn width(&self) -> f64 {
        match self.form {
            Form::Wide => 680.0,
            Form::Narrow => 340.0,
        }
    }

    /// Whether the chart has only a phone's room.
    pub fn is_narrow(&self) -> bool {
        self.form == Form::Narrow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_colour_reads_on_paper() {
        let theme = Theme::new("#ffee00", "not a colour");
        for color in
            [theme.primary, theme.accent, theme.good, theme.bad, theme.neutral, theme.muted, theme.ink, theme.soft]
        {
            assert!(color.contrast(theme.paper) >= 4.5, "{color}");
        }
    }
}
