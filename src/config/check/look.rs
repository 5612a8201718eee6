//! Checks the brand: colours and logo.

use super::Checker;
use crate::config::Brand;
use crate::config::file;
use crate::config::written::Written;
use std::fs;
use std::path::PathBuf;

/// Colour of headings when none is configured.
const PRIMARY: &str = "#1f4e79";
/// Colour of emphasis when none is configured.
const ACCENT: &str = "#c2571a";

impl Checker<'_> {
    pub(super) fn brand(&mut self, written: &Written<file::Brand>) -> Brand {
        let none = file::Brand::default();
        let brand = written.get().unwrap_or(&none);
        let no_colours = file::Colours::default();
        let colours = brand.colours.get().unwrap_or(&no_colours);
        Brand {
            name: brand.name.get().cloned(),
            logo: self.logo(&brand.logo),
            primary: self.colour(&colours.primary, PRIMARY),
            accent: self.colour(&colours.accent, ACCENT),
            footer: brand.footer.get().cloned(),
            credit: brand.credit.get().copied().unwrap_or_default(),
        }
    }

    fn colour(&mut self, written: &Written<String>, default: &str) -> String {
        let Some((text, mark)) = written.placed() else { return default.to_owned() };
        let digits = text.strip_prefix('#').unwrap_or_default();
        if digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return text.to_lowercase();
        }
        let message = format!("`{text}` is not a colour");
        self.error_with_hint("invalid-colour", mark, message, "write it as `\"#1f4e79\"`, in quotes");
        default.to_owned()
    }

    fn logo(&mut self, written: &Written<String>) -> Option<PathBuf> {
        let (text, mark) = written.placed()?;
        let path = self.existing_file(text, mark, "logo")?;
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        let Some(ending) = ending.filter(|ending| ending == "svg" || ending == "png") else {
            self.error("invalid-logo", mark, format!("the logo `{text}` is neither an SVG nor a PNG file"));
            return None;
        };
        // What cannot be read is told when the configuration is hashed.
        let bytes = fs::read(&path).unwrap_or_default();
        let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
        let is_svg = bytes.windows(4).any(|four| four == b"<svg");
        let fits = if ending == "png" { is_png } else { is_svg };
        if fits {
            return Some(path);
        }
        let message = format!("the logo `{text}` is not what its ending says");
        self.error_with_hint("invalid-logo", mark, message, "export it again as SVG or PNG");
        None
    }
}
