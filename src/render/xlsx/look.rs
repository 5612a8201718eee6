//! The look of cells: font, colours by meaning, lines, number formats.

use crate::charts::Theme;
use crate::report::handover::{Mark, Role, Style};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Size of texts in points.
const SIZE: f64 = 10.0;

/// Colours by meaning, and the font.
pub struct Looks {
    font: String,
    /// The brand.
    pub primary: Color,
    /// Second lines, such as targets.
    pub soft: Color,
    /// Grid lines.
    pub grid: Color,
    ink: Color,
    muted: Color,
    good: Color,
    caution: Color,
    bad: Color,
    track: Color,
}

/// What a reader may change.
const INPUT: (Color, Color) = (Color::RGB(0x1F_4E_B4), Color::RGB(0xFF_F7_DC));

impl Looks {
    /// The looks of a theme in a font.
    pub fn new(theme: &Theme, font: &str) -> Self {
        let color = |color: crate::charts::color::Color| Color::from(color.to_string().as_str());
        Self {
            font: font.to_owned(),
            primary: color(theme.primary),
            soft: color(theme.soft),
            grid: color(theme.grid),
            ink: color(theme.ink),
            muted: color(theme.muted),
            good: color(theme.good),
            caution: color(theme.caution),
            bad: color(theme.bad),
            track: color(theme.track),
        }
    }

    /// The font.
    pub fn font(&self) -> &str {
        &self.font
    }

    /// The format of a look.
    pub fn of(&self, style: &Style) -> Format {
        let base = Format::new().set_font_name(&self.font).set_font_size(SIZE).set_font_color(self.ink);
        let look = self.role(base.set_align(FormatAlign::Top), style.role);
        let look = match style.tone {
            None => look,
            Some(Mark::Good) => look.set_font_color(self.good),
            Some(Mark::Caution) => look.set_font_color(self.caution),
            Some(Mark::Bad) => look.set_font_color(self.bad),
            Some(Mark::Muted) => look.set_font_color(self.muted),
        };
        if style.form.is_empty() { look } else { look.set_num_format(&style.form) }
    }

    fn role(&self, look: Format, role: Role) -> Format {
        match role {
            Role::Title => look.set_bold().set_font_size(16).set_font_color(self.primary),
            Role::Subtitle => look.set_font_color(self.soft),
            Role::Verdict => look.set_bold().set_font_size(13).set_font_color(self.primary).set_text_wrap(),
            Role::Heading => look.set_bold().set_font_size(11).set_font_color(self.primary),
            Role::Header => self.head(look).set_indent(1),
            Role::HeaderEnd => self.head(look).set_align(FormatAlign::Right),
            Role::Figure => self.ruled(look),
            Role::Icon => self.ruled(look).set_align(FormatAlign::Center),
            Role::Text => self.ruled(look).set_indent(1),
            Role::Prose => self.ruled(look).set_indent(1).set_text_wrap(),
            Role::Input => self.ruled(look).set_font_color(INPUT.0).set_background_color(INPUT.1),
            Role::Computed => self.ruled(look).set_background_color(self.track),
            Role::Total => look.set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(self.ink),
            Role::Result => self.ruled(look).set_bold().set_align(FormatAlign::Right),
            Role::Note => look.set_font_size(9).set_font_color(self.soft),
        }
    }

    fn head(&self, look: Format) -> Format {
        let look = look.set_bold().set_font_color(Color::White).set_background_color(self.primary);
        look.set_align(FormatAlign::VerticalCenter).set_text_wrap()
    }

    /// A hair line under a cell.
    fn ruled(&self, look: Format) -> Format {
        look.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(self.grid)
    }
}
