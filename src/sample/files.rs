//! Rows to bytes: CSV in UTF-8 or GB18030.

/// A generated file: path relative to the project folder, and its bytes.
pub type File = (String, Vec<u8>);

/// A table of cells under a header.
pub struct Rows {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// An empty table.
    pub fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        debug_assert_eq!(row.len(), self.header.len());
        self.rows.push(row);
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// CSV text with LF line ends; cells are quoted where they must be.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        line(&mut text, self.header.iter().copied());
        for row in &self.rows {
            line(&mut text, row.iter().map(String::as_str));
        }
        text
    }

    /// The same in GB18030, as a Chinese Excel saves it.
    pub fn csv_gb18030(&self) -> Vec<u8> {
        encoding_rs::GB18030.encode(&self.csv().replace('\n', "\r\n")).0.into_owned()
    }
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

/// Amount in yuan with two decimals from fen.
pub fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
