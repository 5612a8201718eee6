//! Charts of a message as PNG: mail programs show no drawings, and no picture that is fetched or written inline.
//!
//! The same drawing gives the same bytes: fonts come from the templates in a fixed order, none from the system.

use crate::diagnostic::{Diagnostic, Place};
use crate::render::error::RenderError;
use crate::render::templates::Templates;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};
use std::sync::{Arc, LazyLock};

/// Pixels of a picture for each one of the drawing, for screens of high density.
const DENSITY: f32 = 3.0;

static BUILT_IN: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(fonts_of(&Templates::built_in())));

/// A drawing as PNG on white, which a dark page does not make illegible.
///
/// # Errors
/// When the drawing cannot be read.
pub(super) fn picture(id: &str, svg: &str, templates: &Templates) -> Result<Vec<u8>, RenderError> {
    let failed = |why: String| RenderError {
        diagnostics: vec![Diagnostic::error(
            "unreadable-chart",
            Place::file("report.json"),
            format!("chart `{id}`: {why}"),
        )],
    };
    let fonts = names(templates).all(|name| templates.static_bytes(name).is_some());
    let fontdb = if fonts { Arc::clone(&BUILT_IN) } else { Arc::new(fonts_of(templates)) };
    let options = Options { fontdb, font_family: "Noto Sans SC".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let scaled = tree.size().to_int_size().scale_by(DENSITY).ok_or_else(|| failed("it has no size".to_owned()))?;
    let mut pixels =
        Pixmap::new(scaled.width(), scaled.height()).ok_or_else(|| failed("it is too large".to_owned()))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(DENSITY, DENSITY), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}

fn names(templates: &Templates) -> impl Iterator<Item = &str> {
    let is_font = |name: &&str| [".ttf", ".otf"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    templates.names("fonts/").filter(is_font)
}

fn fonts_of(templates: &Templates) -> Database {
    let mut fonts = Database::new();
    for name in names(templates) {
        fonts.load_font_source(match templates.static_bytes(name) {
            Some(bytes) => Source::Binary(Arc::new(bytes)),
            None => Source::Binary(Arc::new(templates.bytes(name).unwrap_or_default().to_vec())),
        });
    }
    fonts.set_sans_serif_family("Noto Sans SC");
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"60\" viewBox=\"0 0 300 60\" \
        font-family=\"Noto Sans SC, sans-serif\"><text x=\"4\" y=\"40\" font-size=\"30\" fill=\"#000\">TEXT</text></svg>";

    fn pixels(text: &str) -> Pixmap {
        let drawn = picture("x", &DRAWING.replace("TEXT", text), &Templates::built_in()).unwrap();
        Pixmap::decode_png(&drawn).unwrap()
    }

    #[test]
    fn a_drawing_that_is_none_is_named() {
        let refused = picture("trend", "<svg", &Templates::built_in()).unwrap_err();
        let said = refused.diagnostics[0].to_string();
        assert!(said.starts_with("report.json: error[unreadable-chart]: chart `trend`: "), "{said}");
    }

    #[test]
    fn letters_of_both_languages_are_drawn_and_the_same_every_time() {
        let empty = pixels("");
        let dark = |pixels: &Pixmap| pixels.pixels().iter().filter(|pixel| pixel.red() < 128).count();
        assert_eq!((dark(&empty), empty.width(), empty.height()), (0, 900, 180));
        let (latin, han, other) = (pixels("Service"), pixels("服务质量"), pixels("服务质最"));
        assert!(dark(&latin) > 500 && dark(&han) > 1_000, "{} {}", dark(&latin), dark(&han));
        assert!(han != other, "a box would be the same for every letter");
        assert_eq!(pixels("服务质量").encode_png().unwrap(), han.encode_png().unwrap());
    }

    #[test]
    fn what_is_no_drawing_is_an_error_that_names_it() {
        let error = picture("trend-nps", "<svg", &Templates::built_in()).unwrap_err();
        assert!(error.to_string().contains("chart `trend-nps`"), "{error}");
    }
}
