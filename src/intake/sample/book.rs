//! The first rows of every sheet of a workbook as text.

use super::{Sample, Unknown};
use crate::intake::cell::trim;
use crate::source::{self, Found};
use calamine::{Data, Reader, SheetType, SheetVisible, Xlsx};
use std::io::BufReader;

/// The visible sheets that hold anything.
pub fn samples(found: &Found, most: usize) -> Result<Vec<Sample>, Unknown> {
    let (file, _) = source::open(&found.path).map_err(|error| error.to_string())?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(|error| format!("no workbook: {error}"))?;
    let cells = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<calamine::Sheet> = book.sheets_metadata().iter().filter(cells).cloned().collect();
    let shown = sheets.iter().any(|sheet| sheet.visible == SheetVisible::Visible);
    let mut all = Vec::new();
    for sheet in sheets.iter().filter(|sheet| !shown || sheet.visible == SheetVisible::Visible) {
        let range = book.worksheet_range(&sheet.name).map_err(|error| format!("sheet {}: {error}", sheet.name))?;
        let (top, left) = range.start().unwrap_or_default();
        let filled = range.rows().enumerate().filter(|(_, row)| row.iter().any(|cell| !text(cell).is_empty()));
        let rows: Vec<(u64, Vec<String>)> = filled
            .take(most)
            .map(|(at, row)| {
                let cells = std::iter::repeat_n(String::new(), left as usize).chain(row.iter().map(text));
                (u64::from(top) + at as u64 + 1, cells.collect())
            })
            .collect();
        let whole = rows.len() < most;
        if !rows.is_empty() {
            all.push(Sample {
                sheet: Some(sheet.name.clone()),
                form: "workbook".to_owned(),
                rows,
                whole,
                ..Sample::default()
            });
        }
    }
    Ok(all)
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => trim(text).to_owned(),
        Data::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => format!("{}", *value as i64),
        Data::Float(value) => value.to_string(),
        Data::Int(value) => value.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(at) if at.is_duration() || at.as_f64() < 1.0 => {
            let seconds = (at.as_f64() * 86_400.0).round() as i64;
            format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        }
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    }
}
