//! Look of an edition.

use serde::{Deserialize, Serialize};

/// Look of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrandView {
    /// Name in the header.
    pub name: String,
    /// Logo bytes, base64, with its kind (`svg` or `png`).
    pub logo: Option<Logo>,
    /// `#rrggbb`.
    pub primary: String,
    /// `#rrggbb`.
    pub accent: String,
    /// Footer line.
    pub footer: String,
}

/// A logo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logo {
    /// `svg` or `png`.
    pub kind: String,
    /// Base64.
    pub data: String,
    /// Alternative text.
    pub alt: String,
}

/// The paper of reports that name none.
pub(super) fn a4() -> String {
    crate::config::Paper::A4.name().to_owned()
}
