//! The workbook: typed sheets → an Excel file with formulas, lists, charts and icons of its own.
//!
//! The same sheets give the same bytes: the date of the file is that of the data. No text becomes a formula, and
//! what is not a number leaves its cell empty.

mod chart;
mod look;
#[cfg(test)]
mod tests;

use super::error::RenderError;
use super::renderer::{Drawn, Part, Rendered, Renderer};
use super::templates::Templates;
use crate::charts::Theme;
use crate::config::{Format, Paper};
use crate::diagnostic::{Diagnostic, Place};
use crate::report::handover::{Handed, Handover, List, Outcome, Placed, Role, Sheet, Style, Value, address};
use crate::report::model::Report;
use chrono::{Datelike, Timelike};
use look::Looks;
use rust_xlsxwriter::{
    ConditionalFormatCustomIcon, ConditionalFormatIconSet, ConditionalFormatIconType, ConditionalFormatType,
    DocProperties, ExcelDateTime, Format as Look, Formula, Table, TableColumn, TableStyle, Url, Workbook, Worksheet,
    XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// `xlsx`.
pub struct Xlsx;

/// Most letters of the name of a sheet.
const SHEET_NAME: usize = 31;
/// Most letters of a cell.
const CELL: usize = 32_767;
/// Most letters of a text in the head of a printed page, `&` counting twice.
const HEAD: usize = 200;
/// Height of a line in points.
const LINE: f64 = 16.0;

impl Renderer for Xlsx {
    fn reads(&self) -> &[Handed] {
        &[Handed::Sheets]
    }

    fn render(&self, (edition, part): (&Drawn, Part), _: &Templates) -> Result<Vec<Rendered>, RenderError> {
        let Some(handover) = edition.handover else { return Ok(Vec::new()) };
        let bytes = render(edition.report, handover)?;
        Ok(vec![(edition.path(Format::Xlsx, part), bytes)])
    }
}

/// The workbook of an edition.
///
/// # Errors
/// When a sheet is larger than a workbook can hold.
pub fn render(report: &Report, handover: &Handover) -> Result<Vec<u8>, RenderError> {
    let message = |error: XlsxError| format!("the workbook of `{}` cannot be written: {error}", report.meta.report);
    write(report, handover).map_err(|error| RenderError {
        diagnostics: vec![Diagnostic::error("workbook", Place::file("xlsx"), message(error))],
    })
}

fn write(report: &Report, handover: &Handover) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    let looks = Looks::new(&Theme::of(&report.brand), &handover.font);
    let names = sheet_names(&handover.sheets);
    let styles = handover.sheets.iter().flat_map(|sheet| &sheet.cells).map(|cell| &cell.style);
    let mut formats: BTreeMap<&Style, Look> = BTreeMap::new();
    for style in styles {
        formats.entry(style).or_insert_with(|| looks.of(style));
    }
    let context = Context { report, handover, looks: &looks, formats, names: &names };
    for (at, sheet) in handover.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&names[at])?;
        context.fill(worksheet, sheet, at)?;
    }
    for (at, sheet) in handover.sheets.iter().enumerate() {
        for (name, cell) in &sheet.names {
            let formula = format!("='{}'!{}", names[at].replace('\'', "''"), address(*cell));
            workbook.define_name(name, &formula)?;
        }
    }
    workbook.save_to_buffer()
}

/// Title, author and date; the date is that of the data, never the clock's.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let taken = chrono::DateTime::parse_from_rfc3339(&report.meta.as_of).map(|at| at.naive_utc()).unwrap_or_default();
    let (year, month, day) = parts(taken.date());
    let small = |value: u32| u8::try_from(value).unwrap_or(0);
    let created = ExcelDateTime::from_ymd(year, month, day)?.and_hms(
        u16::from(small(taken.hour())),
        small(taken.minute()),
        f64::from(taken.second()),
    )?;
    let properties = DocProperties::new();
    let properties = match &report.meta.credit {
        Some(credit) => properties.set_comment(credit),
        None => properties,
    };
    Ok(properties
        .set_title(&report.meta.title)
        .set_author(&report.meta.author)
        .set_keywords(report.meta.keywords.join(", "))
        .set_creation_datetime(&created))
}

/// Valid names, each once: no letter that a sheet's name cannot have, no apostrophe at its ends.
fn sheet_names(sheets: &[Sheet]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let name = |(at, sheet): (usize, &Sheet)| {
        let plain = |letter: char| if "[]:*?/\\".contains(letter) || letter.is_control() { ' ' } else { letter };
        let text: String = sheet.name.chars().map(plain).take(SHEET_NAME).collect();
        let mut text = text.trim().trim_matches('\'').to_owned();
        if text.is_empty() || taken.contains(&text.to_lowercase()) || text.eq_ignore_ascii_case("history") {
            let number = format!(" {}", at + 1);
            text = text.chars().take(SHEET_NAME - number.len()).collect::<String>() + &number;
        }
        taken.insert(text.to_lowercase());
        text
    };
    sheets.iter().enumerate().map(name).collect()
}

/// What all sheets share.
struct Context<'a> {
    report: &'a Report,
    handover: &'a Handover,
    looks: &'a Looks,
    formats: BTreeMap<&'a Style, Look>,
    names: &'a [String],
}

impl Context<'_> {
    fn fill(&self, worksheet: &mut Worksheet, sheet: &Sheet, at: usize) -> Result<(), XlsxError> {
        for (column, width) in sheet.widths.iter().enumerate() {
            worksheet.set_column_width(column as u16, *width)?;
        }
        for (row, lines) in &sheet.heights {
            worksheet.set_row_height(*row, (lines * LINE + 2.0).min(409.0))?;
        }
        for cell in &sheet.cells {
            self.cell(worksheet, cell)?;
        }
        for list in &sheet.lists {
            let head = |column: u16| sheet.cells.iter().find(|cell| cell.at == (list.from.0, column));
            self.list(worksheet, list, head)?;
        }
        for (from, to) in &sheet.icons {
            worksheet.add_conditional_format(from.0, from.1, to.0, to.1, &icons())?;
        }
        for line_chart in &sheet.charts {
            let drawn = chart::line(line_chart, &self.names[at], self.looks);
            worksheet.insert_chart_with_offset(line_chart.at.0, line_chart.at.1, &drawn, line_chart.offset, 4)?;
        }
        if sheet.frozen != (0, 0) {
            worksheet.set_freeze_panes(sheet.frozen.0, sheet.frozen.1)?;
        }
        if let Some((first, last)) = sheet.repeated {
            worksheet.set_repeat_rows(first, last)?;
        }
        if !sheet.breaks.is_empty() {
            worksheet.set_page_breaks(&sheet.breaks)?;
        }
        if sheet.printed > 0 {
            let last = sheet.cells.iter().map(|cell| cell.at.0).max().unwrap_or(0);
            worksheet.set_print_area(0, 0, last, sheet.printed - 1)?;
        }
        self.print(worksheet);
        Ok(())
    }

    fn cell(&self, worksheet: &mut Worksheet, cell: &Placed) -> Result<(), XlsxError> {
        let ((row, column), look) = (cell.at, &self.formats[&cell.style]);
        match &cell.value {
            Value::Text(text) if cell.across > 1 => {
                worksheet.merge_range(row, column, row, column + cell.across - 1, &letters(text), look)?;
            }
            Value::Text(text) => match cell.link.as_ref().and_then(|to| self.sheet_of(to)) {
                Some(name) => {
                    let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
                    worksheet.write_url_with_format(row, column, Url::new(target).set_text(letters(text)), look)?;
                }
                None => _ = worksheet.write_string_with_format(row, column, letters(text), look)?,
            },
            Value::Number(number) if number.is_finite() => {
                worksheet.write_number_with_format(row, column, *number, look)?;
            }
            Value::Date(day) => {
                let (year, month, date) = parts(*day);
                let day = ExcelDateTime::from_ymd(year, month, date)?;
                worksheet.write_datetime_with_format(row, column, &day, look)?;
            }
            Value::Formula(text, outcome) => {
                let result = match outcome {
                    Outcome::Number(number) if number.is_finite() => number.to_string(),
                    Outcome::Number(_) => return Ok(()),
                    Outcome::Text(text) => text.clone(),
                };
                worksheet.write_formula_with_format(row, column, Formula::new(text).set_result(result), look)?;
            }
            Value::Blank => _ = worksheet.write_blank(row, column, look)?,
            Value::Number(_) => {}
        }
        Ok(())
    }

    /// The name that a wanted sheet got.
    fn sheet_of(&self, wanted: &str) -> Option<&String> {
        self.handover.sheets.iter().position(|sheet| sheet.name == wanted).map(|at| &self.names[at])
    }

    /// A list with filters. Without sums: a reader would find zeros in them until the workbook is computed.
    fn list<'c>(
        &self,
        worksheet: &mut Worksheet,
        list: &List,
        head: impl Fn(u16) -> Option<&'c Placed>,
    ) -> Result<(), XlsxError> {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut columns = Vec::new();
        for column in list.from.1..=list.to.1 {
            let cell = head(column);
            let text = cell.and_then(|cell| match &cell.value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            });
            let role = cell.map_or(Role::Header, |cell| cell.style.role);
            let mut text = text.unwrap_or_else(|| (column + 1).to_string());
            while !taken.insert(text.to_lowercase()) {
                text.push(' ');
            }
            let look = self.looks.of(&Style::of(role));
            columns.push(TableColumn::new().set_header(&text).set_header_format(&look));
        }
        let table = Table::new().set_name(format!("list_{}", list.name)).set_style(TableStyle::Light1);
        let table = table.set_banded_rows(false).set_columns(&columns);
        worksheet.add_table(list.from.0, list.from.1, list.to.0, list.to.1, &table)?;
        Ok(())
    }

    /// Landscape, one page wide, title and page number on every page.
    fn print(&self, worksheet: &mut Worksheet) {
        worksheet
            .set_landscape()
            .set_paper_size(paper(&self.report.meta.paper))
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
        let (title, owner) = (headed(&self.report.meta.title), headed(&self.report.cover.confidentiality));
        worksheet.set_header(format!("&L{title}&R&A"));
        worksheet.set_footer(format!("&L{owner}&R{}", self.handover.page));
    }
}

/// The number of a paper, as workbooks have it.
fn paper(name: &str) -> u8 {
    if name == Paper::Letter.name() { 1 } else { 9 }
}

/// A text in the head of a page: `&` twice, and no longer than there is room for.
fn headed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(HEAD / 2).collect::<String>().replace('&', "&&")
}

/// A text as a cell takes it: what is longer than a cell holds ends in `…`.
fn letters(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        None => text.to_owned(),
        Some(_) => text.chars().take(CELL - 1).chain(['…']).collect(),
    }
}

fn parts(day: chrono::NaiveDate) -> (u16, u8, u8) {
    let small = |value: u32| u8::try_from(value).unwrap_or(1);
    (u16::try_from(day.year()).unwrap_or(1900), small(day.month()), small(day.day()))
}

/// 1 is worse, 2 worth watching, 3 better. By number: by share of the range, a column of one value has one icon
/// whatever the value is.
fn icons() -> ConditionalFormatIconSet {
    let from = |value: f64| ConditionalFormatCustomIcon::new().set_rule(ConditionalFormatType::Number, value);
    ConditionalFormatIconSet::new()
        .set_icon_type(ConditionalFormatIconType::ThreeSymbolsCircled)
        .set_icons(&[from(0.0), from(1.5), from(2.5)])
        .show_icons_only(true)
}
