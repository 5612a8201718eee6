//! What a raw file is, by what stands in it: names and endings are hints only.

use super::biff;
use super::compound::Compound;
use super::package::Package;
use crate::config::FileFormat;
use encoding_rs::{UTF_16BE, UTF_16LE};
use std::fs::File;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Delimited text.
    Delimited,
    /// JSON: objects line by line, or a document.
    Json,
    /// A web page.
    Html,
    /// An Excel 2003 spreadsheet in XML.
    SpreadsheetXml,
    /// An Excel workbook.
    Xlsx,
    /// A binary Excel workbook.
    Xlsb,
    /// An OpenDocument spreadsheet.
    Ods,
    /// An Excel 97–2003 workbook.
    Xls,
    /// Apache Parquet.
    Parquet,
    /// An Arrow or Feather file.
    Arrow,
    /// SPSS data.
    Spss,
    /// An SQLite database.
    Sqlite,
    /// Something packed by gzip.
    Gzip,
    /// An archive of files.
    Zip,
    /// Something that is known and not read.
    Foreign(&'static str),
    /// Bytes that nothing is known about.
    Unknown,
}

/// Signatures of what is known and not read.
const FOREIGN: [(&[u8], &str); 15] = [
    (b"%PDF", "a PDF document"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xFD7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"Obj\x01", "an Avro file"),
    (b"ORC", "an ORC file"),
    (b"<stata_dta>", "a Stata file"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"FEA1", "a Feather file of version 1"),
];

impl Content {
    /// Looks at the first bytes of a file, and into an archive.
    pub fn of(head: &[u8], open: impl FnOnce() -> Option<File>) -> Self {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return open().map_or(Self::Zip, archive);
        }
        if let Some(found) = by_signature(head) {
            return found;
        }
        match beginning(head) {
            Some(text) => by_text(&text),
            None => Self::Unknown,
        }
    }

    /// What it is called in messages.
    pub fn named(self) -> &'static str {
        match self {
            Self::Delimited => "delimited text",
            Self::Json => "JSON",
            Self::Html => "a web page",
            Self::SpreadsheetXml => "an Excel 2003 spreadsheet in XML",
            Self::Xlsx => "an Excel workbook",
            Self::Xlsb => "a binary Excel workbook",
            Self::Ods => "an OpenDocument spreadsheet",
            Self::Xls => "an Excel 97–2003 workbook",
            Self::Parquet => "a Parquet file",
            Self::Arrow => "an Arrow file",
            Self::Spss => "an SPSS file",
            Self::Sqlite => "an SQLite database",
            Self::Gzip => "packed by gzip",
            Self::Zip => "a ZIP archive",
            Self::Foreign(named) => named,
            Self::Unknown => "of no kind that is known",
        }
    }

    /// Whether it may be what a format says: spreadsheets are often other spreadsheets than their
    /// names say, or text that spreadsheets read.
    pub fn may_be(self, format: FileFormat) -> bool {
        let sheets =
            matches!(self, Self::Xlsx | Self::Xlsb | Self::Ods | Self::Xls | Self::Html | Self::SpreadsheetXml);
        match format {
            FileFormat::Csv => self == Self::Delimited,
            FileFormat::Json | FileFormat::Jsonl => self == Self::Json,
            FileFormat::Parquet => self == Self::Parquet,
            FileFormat::Arrow => self == Self::Arrow,
            FileFormat::Spss => self == Self::Spss,
            FileFormat::Sqlite => self == Self::Sqlite,
            FileFormat::Xlsx | FileFormat::Xlsb | FileFormat::Xls | FileFormat::Ods | FileFormat::Html => {
                sheets || self == Self::Delimited
            }
        }
    }

    /// Whether it is exactly what a format says.
    pub fn is(self, format: FileFormat) -> bool {
        match format {
            FileFormat::Xlsx => self == Self::Xlsx,
            FileFormat::Xlsb => self == Self::Xlsb,
            FileFormat::Xls => self == Self::Xls,
            FileFormat::Ods => self == Self::Ods,
            FileFormat::Html => self == Self::Html,
            _ => self.may_be(format),
        }
    }

    /// The format that an ending promises.
    pub fn promised(name: &str) -> Option<FileFormat> {
        let name = name.to_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        Some(match name.rsplit_once('.')?.1 {
            "csv" | "tsv" | "tab" => FileFormat::Csv,
            "xlsx" | "xlsm" => FileFormat::Xlsx,
            "xls" | "et" => FileFormat::Xls,
            "xlsb" => FileFormat::Xlsb,
            "ods" => FileFormat::Ods,
            "html" | "htm" => FileFormat::Html,
            "json" => FileFormat::Json,
            "jsonl" | "ndjson" => FileFormat::Jsonl,
            "parquet" => FileFormat::Parquet,
            "arrow" | "feather" => FileFormat::Arrow,
            "sav" | "zsav" => FileFormat::Spss,
            "sqlite" | "sqlite3" | "db" | "db3" => FileFormat::Sqlite,
            _ => return None,
        })
    }
}

fn by_signature(head: &[u8]) -> Option<Content> {
    if head.starts_with(b"PAR1") {
        return Some(Content::Parquet);
    }
    if head.starts_with(b"ARROW1") {
        return Some(Content::Arrow);
    }
    if head.starts_with(b"$FL2@(#)") || head.starts_with(b"$FL3@(#)") {
        return Some(Content::Spss);
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Some(Content::Sqlite);
    }
    if head.starts_with(&[0x1F, 0x8B, 0x08]) {
        return Some(Content::Gzip);
    }
    if Compound::is(head) || biff::is_bare(head) {
        return Some(Content::Xls);
    }
    let foreign = FOREIGN.iter().find(|(signature, _)| head.starts_with(signature));
    foreign.map(|(_, named)| Content::Foreign(named))
}

fn archive(file: File) -> Content {
    let Ok(package) = Package::open(file) else { return Content::Zip };
    for (part, content) in [
        ("xl/workbook.xml", Content::Xlsx),
        ("xl/workbook.bin", Content::Xlsb),
        ("word/document.xml", Content::Foreign("a Word document")),
        ("ppt/presentation.xml", Content::Foreign("a presentation")),
        ("Index/Document.iwa", Content::Foreign("a Numbers document")),
    ] {
        if package.has(part) {
            return content;
        }
    }
    if package.has("mimetype") && package.has("content.xml") {
        return Content::Ods;
    }
    if package.has("[Content_Types].xml") && package.has("_rels/.rels") { Content::Xlsx } else { Content::Zip }
}

/// The beginning as text; `None` when it is none.
fn beginning(head: &[u8]) -> Option<String> {
    let (wide, narrow) = (utf16(head), head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head));
    if let Some(encoding) = wide {
        return Some(encoding.decode_with_bom_removal(head).0.into_owned());
    }
    let odd =
        narrow.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B)).count();
    (odd * 20 <= narrow.len()).then(|| String::from_utf8_lossy(narrow).into_owned())
}

/// The byte order of UTF-16, by its mark or by where its zeros stand.
pub fn utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if head.starts_with(&[0xFF, 0xFE]) {
        return Some(UTF_16LE);
    }
    if head.starts_with(&[0xFE, 0xFF]) {
        return Some(UTF_16BE);
    }
    let pairs = head.as_chunks::<2>().0;
    let zeros = |place: usize| pairs.iter().filter(|pair| pair[place] == 0 && pair[1 - place] != 0).count();
    let (high, low) = (zeros(1), zeros(0));
    let enough = pairs.len() >= 4;
    match () {
        () if enough && high * 5 >= pairs.len() * 2 && low * 20 <= high => Some(UTF_16LE),
        () if enough && low * 5 >= pairs.len() * 2 && high * 20 <= low => Some(UTF_16BE),
        () => None,
    }
}

fn by_text(text: &str) -> Content {
    let text = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    if text.starts_with('<') {
        let lower = text.to_lowercase();
        if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && !lower.contains("<html") {
            return Content::SpreadsheetXml;
        }
        let page = ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<div", "<tr", "<center"];
        if page.iter().any(|tag| lower.contains(tag)) {
            return Content::Html;
        }
        if lower.starts_with("<?xml") {
            return Content::Foreign("an XML file of another kind than spreadsheets");
        }
    }
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('['), Some('{' | '[' | ']')) | (Some('{'), Some('"' | '}')) => Content::Json,
        _ => Content::Delimited,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &[u8]) -> Content {
        Content::of(head, || None)
    }

    #[test]
    fn content_tells_what_a_file_is() {
        assert_eq!(told(b"id,channel\n1,phone\n"), Content::Delimited);
        assert_eq!(told(b"\xEF\xBB\xBF\n {\"id\": 1}"), Content::Json);
        assert_eq!(told(b"[\n  {\"id\": 1}"), Content::Json);
        assert_eq!(told(b"[id],[name]\n1,2"), Content::Delimited);
        assert_eq!(told(b"{id},{name}\n1,2"), Content::Delimited);
        assert_eq!(told(b"<html><body><table>"), Content::Html);
        assert_eq!(told(b"<meta charset=utf-8><TABLE>"), Content::Html);
        assert_eq!(told(b"<b>,c\n1,2"), Content::Delimited);
        assert_eq!(told(b"PAR1\x15\x04"), Content::Parquet);
        assert_eq!(told(b"$FL2@(#) SPSS"), Content::Spss);
        assert_eq!(told(b"SQLite format 3\0\x10\x00"), Content::Sqlite);
        assert_eq!(told(b"%PDF-1.7"), Content::Foreign("a PDF document"));
        assert_eq!(told(b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), Content::Html);
        assert_eq!(told(b"i\0d\0\t\0a\0b\0c\0\n\0"), Content::Delimited);
        assert_eq!(told(b"\x00\x01\x02\x03\x04\x05"), Content::Unknown);
        let sheet = b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        assert_eq!(told(sheet), Content::SpreadsheetXml);
        assert_eq!(told(b"<?xml version=\"1.0\"?><rss>"), told(b"<?xml version='1.0'?><feed/>"));
    }

    #[test]
    fn endings_promise() {
        assert_eq!(Content::promised("a/b.CSV.gz"), Some(FileFormat::Csv));
        assert_eq!(Content::promised("b.xlsm"), Some(FileFormat::Xlsx));
        assert_eq!(Content::promised("b"), None);
        assert!(Content::Html.may_be(FileFormat::Xlsx) && !Content::Html.is(FileFormat::Xlsx));
        assert!(!Content::Html.may_be(FileFormat::Csv));
    }
}
