//! Text encodings by any of the labels that web browsers know.

use encoding_rs::{GB18030_INIT, UTF_8_INIT};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error};
use std::borrow::Cow;
use std::fmt;

/// A text encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(&UTF_8_INIT);
    /// GB18030, which includes GBK and GB2312.
    pub const GB18030: Self = Self(&GB18030_INIT);

    /// The encoding of a label such as `gbk`, `windows-1252` or `latin1`.
    pub fn named(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.trim().as_bytes()).map(Self::of)
    }

    /// An encoding by its rules; GBK is read by those of GB18030, which are more.
    pub fn of(rules: &'static encoding_rs::Encoding) -> Self {
        if rules == encoding_rs::GBK { Self::GB18030 } else { Self(rules) }
    }

    /// Its rules.
    pub fn rules(self) -> &'static encoding_rs::Encoding {
        self.0
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self.0.name() {
            "gb18030" => "GB18030",
            "windows-1250" => "Windows-1250",
            "windows-1251" => "Windows-1251",
            "windows-1252" => "Windows-1252",
            "windows-1253" => "Windows-1253",
            "windows-1254" => "Windows-1254",
            "windows-1255" => "Windows-1255",
            "windows-1256" => "Windows-1256",
            "windows-1257" => "Windows-1257",
            "windows-1258" => "Windows-1258",
            "windows-874" => "Windows-874",
            "macintosh" => "Mac Roman",
            "Shift_JIS" => "Shift JIS",
            other => other,
        }
    }

    /// Its label, as `encoding` takes it.
    pub fn label(self) -> String {
        self.0.name().to_lowercase()
    }

    /// Whether a character may take several bytes.
    pub fn is_multibyte(self) -> bool {
        !self.0.is_single_byte()
    }

    /// Whether it is UTF-16, in either byte order.
    pub fn is_utf16(self) -> bool {
        self.0 == encoding_rs::UTF_16LE || self.0 == encoding_rs::UTF_16BE
    }

    /// Whether it is the encoding of simplified Chinese.
    pub fn is_chinese(self) -> bool {
        self == Self::GB18030
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Encoding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = String::deserialize(deserializer)?;
        let unknown = || D::Error::custom(format!("`{label}` is not an encoding, such as `utf-8` or `windows-1252`"));
        Self::named(&label).ok_or_else(unknown)
    }
}

impl JsonSchema for Encoding {
    fn schema_name() -> Cow<'static, str> {
        "Encoding".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "Text encoding by any usual label: utf-8, utf-16le, gb18030, big5, shift_jis, euc-kr, windows-1252, …",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_encodings() {
        assert_eq!(Encoding::named("utf8"), Some(Encoding::UTF_8));
        assert_eq!(Encoding::named("GBK"), Some(Encoding::GB18030));
        assert_eq!(Encoding::named("latin1").map(Encoding::title), Some("Windows-1252"));
        assert_eq!(Encoding::named("sjis").map(Encoding::label).as_deref(), Some("shift_jis"));
        assert_eq!(Encoding::named("klingon"), None);
        assert!(!Encoding::named("koi8-r").is_some_and(Encoding::is_multibyte));
    }
}
