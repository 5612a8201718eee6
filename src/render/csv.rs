//! `figures.csv`: every figure with its exact values, in words of the language, for spreadsheets and scripts.
//!
//! UTF-8, lines ended by CR LF, heads that are the same in every language. Where letters are square a byte order
//! mark says what the encoding is, as spreadsheets would guess another. No cell is a formula.

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::config::Format;
use crate::domain::{Locale, csv_cell};
use crate::report::handover::{FigureRow, Handed};
use serde_json::Value;

/// `csv`.
pub struct Csv;

/// Heads of the columns.
const HEADS: [&str; 21] = [
    "metric",
    "title",
    "topic",
    "segment",
    "dimension",
    "part",
    "quarter",
    "first_day",
    "value",
    "at_least",
    "n",
    "low",
    "high",
    "level",
    "unit",
    "target",
    "target_upper",
    "industry",
    "state",
    "status",
    "marked",
];

impl Renderer for Csv {
    fn reads(&self) -> &[Handed] {
        &[Handed::Figures]
    }

    fn render(&self, (edition, part): (&Drawn, Part), _: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let Some(handover) = edition.handover else { return Ok(Vec::new()) };
        let wide = Locale::from_tag(&edition.report.language).is_some_and(Locale::is_wide);
        let mark = if wide { "\u{feff}" } else { "" };
        Ok(vec![(edition.path(Format::Csv, part), render(&handover.figures, mark))])
    }
}

/// The rows after a byte order mark or nothing.
pub fn render(rows: &[FigureRow], mark: &str) -> Vec<u8> {
    let mut text = format!("{mark}{}\r\n", HEADS.join(","));
    for row in rows {
        for (at, cell) in cells(row).iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            match cell {
                Cell::Text(cell) => csv_cell(&mut text, cell),
                Cell::Plain(cell) => text.push_str(cell),
            }
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

enum Cell<'a> {
    Text(&'a str),
    /// A number or date, which may begin with a minus.
    Plain(String),
}

fn cells(row: &FigureRow) -> [Cell<'_>; 21] {
    let number = |value: Option<f64>| Cell::Plain(value.map_or_else(String::new, |value| value.to_string()));
    let unit = serde_json::to_value(row.unit).unwrap_or_default();
    let unit = if let Value::String(unit) = unit { unit } else { String::new() };
    [
        Cell::Text(&row.metric),
        Cell::Text(&row.title),
        Cell::Text(&row.family),
        Cell::Text(&row.segment),
        Cell::Text(&row.dimension),
        Cell::Text(&row.part),
        Cell::Plain(row.quarter.to_string()),
        Cell::Plain(row.first_day.map_or_else(String::new, |day| day.to_string())),
        number(row.value),
        number(row.at_least),
        Cell::Plain(row.n.map_or_else(String::new, |n| n.to_string())),
        number(row.interval.map(|ends| ends.0)),
        number(row.interval.map(|ends| ends.1)),
        number(row.level),
        Cell::Plain(unit),
        number(row.target.map(|target| target.0)),
        number(row.target.and_then(|target| target.1)),
        number(row.industry),
        Cell::Text(row.state),
        Cell::Text(&row.status),
        Cell::Plain(row.marked.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::handover::figure_row;

    #[test]
    fn numbers_are_exact_and_texts_no_formulas() {
        let row = FigureRow { value: Some(0.1 + 0.2), part: "=1+1".to_owned(), ..figure_row() };
        let minus = FigureRow { value: Some(-1e-7), n: None, part: "a,b".to_owned(), ..figure_row() };
        let text = String::from_utf8(render(&[row, minus], "\u{feff}")).expect("UTF-8");
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], format!("\u{feff}{}", HEADS.join(",")));
        assert!(lines[1].contains(",\"'=1+1\",") && lines[1].contains(",0.30000000000000004,"), "{}", lines[1]);
        assert!(lines[2].contains(",\"a,b\",") && lines[2].contains(",-0.0000001,,,"), "{}", lines[2]);
        assert_eq!(lines.len(), 4);
    }
}
