//! The first rows of a raw file as text, for a look at what it is before any mapping exists.
//!
//! Reads a bounded piece of the file; stages and refuses nothing.

mod book;
mod packed;

use super::cell::trim;
use super::content::{Content, utf16};
use super::dialect::{Dialect, Separator};
use super::records::{Cells, Extent, Records, Step};
use super::time::{self, Style};
use super::{encoding, layout};
use crate::domain::{FiscalCalendar, LocalClock, Zone};
use crate::source::{self, Found};
use encoding_rs::{Encoding, WINDOWS_1252};
use serde_json::Value;
use std::io::Read as _;

/// Bytes of a file that are looked at.
const BYTES: u64 = 4 << 20;

/// Rows of a table that are looked at.
const ROWS: usize = 2_000;

/// The first rows of one table in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Where the list of records stands in a JSON file.
    pub path: Option<String>,
    /// What the file is, in words.
    pub form: String,
    /// Names of the columns where the format itself names them.
    pub names: Option<Vec<String>>,
    /// Rows with anything in them: line and cells.
    pub rows: Vec<(u64, Vec<String>)>,
    /// Whether these are all rows.
    pub whole: bool,
}

impl Sample {
    /// Names of the columns when the header takes these rows, counted from 0.
    pub fn titles(&self, header: std::ops::Range<usize>) -> Vec<String> {
        match &self.names {
            Some(names) => names.clone(),
            None => layout::titles(&self.rows[header]),
        }
    }
}

/// Whether a cell is a date or a time with a date, in one of the forms that need no configuration.
pub fn is_instant(text: &str) -> bool {
    let mut clock = LocalClock::new(Zone::utc());
    !matches!(time::read(text, &Style::default(), &mut clock), Err(time::Unreadable::Invalid))
}

/// Whether a text is a month or a quarter, as accounting periods are written.
pub fn is_month(text: &str) -> bool {
    let style = Style { months: time::Months::FirstDay(FiscalCalendar::default()), ..Style::default() };
    match time::read(text, &style, &mut LocalClock::new(Zone::utc())) {
        Ok(_) | Err(time::Unreadable::JanuaryOrOctober) => true,
        Err(_) => false,
    }
}

/// Why nothing of a file can be shown.
pub type Unknown = String;

/// The tables of a file.
///
/// # Errors
/// In words, when it cannot be read or is nothing that holds tables.
pub fn samples(found: &Found) -> Result<Vec<Sample>, Unknown> {
    let ending = found.path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bytes = head(found)?;
    if bytes.is_empty() {
        return Err("the file is empty".to_owned());
    }
    if let Some(unpacked) = packed::unpacked(found, &bytes) {
        let bytes = unpacked?;
        let inner = Content::of(&bytes, || None);
        return match inner {
            Content::Delimited | Content::Json => Ok(text(&bytes, bytes.len() as u64 == BYTES)),
            other => Err(format!("{} that is packed: unpack it into the folder", other.named())),
        };
    }
    if let Some(tables) = book::samples(found, &bytes, ROWS) {
        return tables;
    }
    match ending.as_str() {
        _ if bytes.contains(&0) && utf16(&bytes).is_none() => Err("no table that can be read".to_owned()),
        "pdf" | "docx" | "png" | "jpg" => Err("no table".to_owned()),
        _ => Ok(text(&bytes, bytes.len() as u64 == BYTES)),
    }
}

fn head(found: &Found) -> Result<Vec<u8>, Unknown> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot be read: {error}");
    let (file, _) = source::open(&found.path).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    file.take(BYTES).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(bytes)
}

/// Text of any kind: JSON, or cells with something between them.
fn text(bytes: &[u8], cut: bool) -> Vec<Sample> {
    let (mut text, encoding) = decoded(bytes);
    if !text.contains('\n') {
        // Lines as old Macintosh computers end them.
        text = text.replace('\r', "\n");
    }
    let text = if cut { text.rsplit_once('\n').map_or(text.as_str(), |(whole, _)| whole) } else { &text };
    match text.trim_start().chars().next() {
        Some('{' | '[') if !cut || text.lines().next().is_some_and(|line| line.trim_end().ends_with('}')) => {
            json(text, encoding).unwrap_or_else(|| vec![delimited(text, encoding, cut)])
        }
        _ => vec![delimited(text, encoding, cut)],
    }
}

fn decoded(bytes: &[u8]) -> (String, &'static str) {
    let by = |encoding: &'static Encoding, name| (encoding.decode_with_bom_removal(bytes).0.into_owned(), name);
    if let Some(wide) = utf16(bytes) {
        return by(wide, "UTF-16");
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    };
    if valid {
        let text = String::from_utf8_lossy(bytes);
        return (text.trim_start_matches('\u{FEFF}').to_owned(), "UTF-8");
    }
    match encoding::of_beginning(bytes) {
        Some(encoding) => by(encoding.rules(), encoding.title()),
        None => by(WINDOWS_1252, "Windows-1252"),
    }
}

/// Cells between delimiters.
fn delimited(text: &str, encoding: &str, cut: bool) -> Sample {
    let (text, named) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((delimiter, rest)) => (rest, delimiter.trim_end().bytes().next()),
        None => (text, None),
    };
    let delimiter = named.unwrap_or_else(|| delimiter(text));
    let dialect = Dialect::separated_by(Separator::Byte(delimiter));
    let mut records = Records::new(text, &dialect, Extent::Complete, 1);
    let (mut rows, mut cells) = (Vec::new(), Cells::default());
    let mut whole = !cut;
    while let Some(step) = records.next(&mut cells) {
        if rows.len() == ROWS {
            whole = false;
            break;
        }
        let Step::Record { line, .. } = step else { continue };
        let row: Vec<String> = (0..cells.len()).map(|index| trim(cells.get(text, index)).to_owned()).collect();
        if row.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, row));
        }
    }
    let between = match delimiter {
        b'\t' => "tabs".to_owned(),
        byte => format!("`{}`", char::from(byte)),
    };
    Sample { form: format!("text in {encoding}, {between} between cells"), rows, whole, ..Sample::default() }
}

/// The delimiter that cuts most lines into the same number of cells.
fn delimiter(text: &str) -> u8 {
    const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(60).collect();
    let score = |delimiter: u8| {
        let mut counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, delimiter)).collect();
        counts.sort_unstable();
        let most = counts.chunk_by(|one, other| one == other).filter(|run| run[0] > 0).max_by_key(|run| run.len());
        most.map_or((0, 0), |run| (run.len(), run[0]))
    };
    let better = |one: &u8, other: &u8| {
        let ((one_lines, one_cells), (other_lines, other_cells)) = (score(*one), score(*other));
        (one_lines * one_cells.min(8), one_cells).cmp(&(other_lines * other_cells.min(8), other_cells))
    };
    CANDIDATES.into_iter().rev().max_by(better).unwrap_or(b',')
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let outside = |byte: &u8| {
        quoted ^= *byte == b'"';
        !quoted && *byte == delimiter
    };
    line.as_bytes().iter().copied().filter(outside).count()
}

/// JSON: one object per line, a list of objects, or an object that holds such a list.
fn json(text: &str, encoding: &str) -> Option<Vec<Sample>> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let first: Option<Value> = lines.first().and_then(|line| serde_json::from_str(line).ok());
    let (objects, path, form) = match first {
        Some(Value::Object(_)) if lines.len() > 1 || records(&first).is_none() => {
            let objects = lines.iter().take(ROWS).filter_map(|line| serde_json::from_str(line).ok()).collect();
            (objects, None, "JSON, one object per line")
        }
        _ => {
            let whole: Value = serde_json::from_str(text).ok()?;
            let (path, list) = records(&Some(whole))?;
            (list, path, "JSON")
        }
    };
    let whole = objects.len() < ROWS;
    Some(vec![Sample { path, form: format!("{form}, {encoding}"), whole, ..of_objects(&objects) }])
}

/// The longest list of objects in a JSON value, with its path.
fn records(value: &Option<Value>) -> Option<(Option<String>, Vec<Value>)> {
    fn search(value: &Value, path: &str, depth: usize) -> Option<(String, Vec<Value>)> {
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => Some((path.to_owned(), items.clone())),
            Value::Object(fields) if depth < 3 => {
                let joined = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                let found = fields.iter().filter_map(|(name, value)| search(value, &joined(name), depth + 1));
                found.max_by_key(|(_, items)| items.len())
            }
            _ => None,
        }
    }
    let (path, items) = search(value.as_ref()?, "", 0)?;
    Some((Some(path).filter(|path| !path.is_empty()), items.into_iter().take(ROWS).collect()))
}

/// Objects as rows; fields of inner objects are named `outer.inner`.
fn of_objects(objects: &[Value]) -> Sample {
    let mut names: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        let mut fields = Vec::new();
        flatten(object, "", &mut fields);
        let mut row = vec![String::new(); names.len()];
        for (name, cell) in fields {
            let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                row.push(String::new());
                names.len() - 1
            });
            row[at] = cell;
        }
        rows.push((index as u64 + 1, row));
    }
    rows.iter_mut().for_each(|(_, row)| row.resize(names.len(), String::new()));
    Sample { names: Some(names), rows, ..Sample::default() }
}

fn flatten(value: &Value, path: &str, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(inner) => {
            for (name, value) in inner {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(value, &path, fields);
            }
        }
        Value::Null => fields.push((path.to_owned(), String::new())),
        Value::String(text) => fields.push((path.to_owned(), trim(text).to_owned())),
        other => fields.push((path.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_what_most_lines_have() {
        let sample = &text("#title; with a mark\n#more\na,b,c\n1,2,3\n4,5,\"6,7\"\n".as_bytes(), false)[0];
        assert_eq!(sample.rows.last().unwrap(), &(5, vec!["4".to_owned(), "5".to_owned(), "6,7".to_owned()]));
        let german = &text("Art;Betrag\nA;1,5\nB;2,5\n".as_bytes(), false)[0];
        assert_eq!(german.rows[1].1, ["A", "1,5"]);
        let chinese = encoding_rs::GB18030.encode("工单号,创建时间\n1,二〇二六\n").0.into_owned();
        assert_eq!(text(&chinese, false)[0].rows[0].1, ["工单号", "创建时间"]);
        let western = b"number;note\n1;caf\xE9\n2;M\xFCller\n";
        assert_eq!(text(western, false)[0].rows[2].1[1], "Müller");
    }

    #[test]
    fn text_of_other_encodings_and_line_ends_is_read() {
        let rows = |bytes: &[u8]| text(bytes, false)[0].rows.clone();
        let japanese = "番号,状態\n1,対応中です\n2,解決済みになりました\n3,お客様からの回答待ち\n";
        for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
            assert_eq!(rows(&encoding.encode(japanese).0)[1].1[1], "対応中です", "{}", encoding.name());
        }
        let wide: Vec<u8> = "a,b\n1,2\n3,4\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(rows(&wide).len(), 3);
        assert_eq!(rows(b"a,b\r1,2\r3,4\r").len(), 3);
    }

    #[test]
    fn json_of_any_kind_is_rows() {
        let lines = &text(b"{\"a\": {\"b\": 1}, \"c\": null}\n{\"a\": {\"b\": 2, \"d\": \"x\"}}\n", false)[0];
        assert_eq!(lines.names.as_deref().unwrap(), ["a.b", "c", "a.d"]);
        assert_eq!(lines.rows[1].1, ["2", "", "x"]);
        let page = &text(b"{\"count\": 2, \"data\": {\"items\": [{\"id\": 7}, {\"id\": 8}]}}", false)[0];
        assert_eq!((page.path.as_deref(), page.rows.len()), (Some("data.items"), 2));
        let list = &text(b"[{\"id\": 7}]", false)[0];
        assert_eq!((list.path.as_deref(), list.rows.len()), (None, 1));
    }
}
