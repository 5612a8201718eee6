//! How documents look, and what they hold.

use crate::domain::Localized;
use std::path::PathBuf;

/// A client's or consultant's look.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Brand {
    /// Name printed in the header.
    pub name: Option<Localized>,
    /// Logo: SVG or PNG.
    pub logo: Option<PathBuf>,
    /// Primary colour, `#rrggbb`.
    pub primary: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// Footer line.
    pub footer: Option<Localized>,
    /// Whether documents name the program that made them.
    pub credit: bool,
}

/// Which sections an edition prints.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Default, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EditionKind {
    /// All sections.
    #[default]
    Full,
    /// What management reads: summary, scorecard, industry comparison, cost and benefit,
    /// sensitivity, warnings and recommendations.
    Management,
}

/// Paper that documents are made for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Default, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    /// Its name in templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "us-letter",
        }
    }
}
