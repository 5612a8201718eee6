//! Fonts from bytes, and which characters they cover together.

use crate::diagnostic::{Diagnostic, Place};
use crate::render::error::RenderError;
use crate::render::templates::Templates;
use crate::report::glyphs::Glyphs;
use std::sync::{Arc, LazyLock};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Fonts in a fixed order with what is known about them.
pub struct Fonts {
    /// Families, styles and coverage.
    pub book: LazyHash<FontBook>,
    /// The fonts, by their index in the book.
    pub fonts: Vec<Font>,
    /// The characters that any of them has.
    pub covered: Glyphs,
}

static BUILT_IN: LazyLock<Arc<Fonts>> = LazyLock::new(|| {
    let templates = Templates::built_in();
    Arc::new(Fonts::read(&templates).expect("the shipped fonts are tested to be readable"))
});

impl Fonts {
    /// The fonts in `fonts/` of the templates; the shipped ones are read once per process.
    pub fn of(templates: &Templates) -> Result<Arc<Self>, RenderError> {
        if font_names(templates).all(|name| templates.static_bytes(name).is_some()) {
            return Ok(Arc::clone(&BUILT_IN));
        }
        Self::read(templates).map(Arc::new)
    }

    fn read(templates: &Templates) -> Result<Self, RenderError> {
        let mut fonts = Vec::new();
        let mut diagnostics = Vec::new();
        for name in font_names(templates) {
            let before = fonts.len();
            fonts.extend(Font::iter(bytes(templates, name)));
            if fonts.len() == before {
                let place = Place::file(templates.origin(name));
                diagnostics.push(Diagnostic::error(
                    "unreadable-font",
                    place,
                    "this is not a TrueType or OpenType font",
                ));
            }
        }
        if diagnostics.is_empty() {
            let book = LazyHash::new(FontBook::from_fonts(&fonts));
            let covered = Glyphs::of(fonts.iter().flat_map(|font| font.info().coverage.iter()));
            Ok(Self { book, fonts, covered })
        } else {
            Err(RenderError { diagnostics })
        }
    }
}

/// Names of the font files, sorted.
fn font_names(templates: &Templates) -> impl Iterator<Item = &str> {
    let is_font = |name: &&str| {
        let lower = name.to_ascii_lowercase();
        [".ttf", ".otf", ".ttc", ".otc"].iter().any(|ending| lower.ends_with(ending))
    };
    templates.names("fonts/").filter(is_font)
}

/// The content of a file, without a copy when it is built in.
pub fn bytes(templates: &Templates, name: &str) -> Bytes {
    match templates.static_bytes(name) {
        Some(bytes) => Bytes::new(bytes),
        None => Bytes::new(templates.bytes(name).unwrap_or_default().to_vec()),
    }
}
