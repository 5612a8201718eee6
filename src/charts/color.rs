//! Colours as sRGB triples: parsing, mixing, contrast. Never decides what a colour means.

use std::fmt;

/// An opaque sRGB colour; prints as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Color {
    /// A colour from its three channels.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// White: the paper.
    pub const WHITE: Self = Self::new(255, 255, 255);

    /// Reads `#rrggbb` or `#rgb`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |from: usize, to: usize| u8::from_str_radix(&digits[from..to], 16).ok();
        match digits.len() {
            6 => Some(Self::new(channel(0, 2)?, channel(2, 4)?, channel(4, 6)?)),
            3 => Some(Self::new(channel(0, 1)? * 17, channel(1, 2)? * 17, channel(2, 3)? * 17)),
            _ => None,
        }
    }

    /// Mixes with another colour; `share` is the part of the other, 0 to 1.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let channel = |own: u8, its: u8| {
            (f64::from(own) + (f64::from(its) - f64::from(own)) * share).round().clamp(0.0, 255.0) as u8
        };
        Self::new(channel(self.red, other.red), channel(self.green, other.green), channel(self.blue, other.blue))
    }

    /// Relative luminance of WCAG 2.2, 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio of WCAG 2.2 between two colours, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The nearest darker colour that reaches a contrast against a background (black at worst).
    #[must_use]
    pub fn readable_on(self, background: Self, ratio: f64) -> Self {
        (0..=40)
            .map(|step| self.mix(Self::new(0, 0, 0), f64::from(step) / 40.0))
            .find(|candidate| candidate.contrast(background) >= ratio)
            .unwrap_or(Self::new(0, 0, 0))
    }

    /// White or near-black, whichever reads better on this colour.
    #[must_use]
    pub fn ink_on(self) -> Self {
        let dark = Self::new(0x1a, 0x22, 0x2d);
        if self.contrast(Self::WHITE) >= self.contrast(dark) { Self::WHITE } else { dark }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_hex_and_nothing_else() {
        assert_eq!(Color::parse("#1F3A5F"), Some(Color::new(31, 58, 95)));
        assert_eq!(Color::parse("#fff"), Some(Color::WHITE));
        for wrong in ["", "red", "#12345", "#ggg", "#12345z", "#1;}x{", "#日本"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Color::new(0, 0, 0).contrast(Color::WHITE) - 21.0).abs() < 1e-9);
        // WebAIM's checker: #777777 on white is 4.48.
        assert!((Color::new(0x77, 0x77, 0x77).contrast(Color::WHITE) - 4.48).abs() < 0.005);
    }

    #[test]
    fn a_pale_brand_is_darkened_until_it_reads() {
        let pale = Color::new(255, 220, 0).readable_on(Color::WHITE, 4.5);
        assert!(pale.contrast(Color::WHITE) >= 4.5);
        let dark = Color::new(20, 40, 80);
        assert_eq!(dark.readable_on(Color::WHITE, 4.5), dark);
    }
}
