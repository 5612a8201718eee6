//! What the file says, read back from the parts of its archive.

use super::*;
use crate::report::handover::{Mark, sheet_of_cells};
use std::io::Read;

fn report() -> Report {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/report-en.json");
    serde_json::from_slice(&std::fs::read(path).expect("the fixture")).expect("a report")
}

fn handover(sheets: Vec<Sheet>) -> Handover {
    Handover {
        figures: Vec::new(),
        lineage: None,
        slides: Vec::new(),
        sheets,
        font: "Calibri".to_owned(),
        page: "Page &P of &N".to_owned(),
    }
}

fn one(values: Vec<Value>) -> Sheet {
    sheet_of_cells("S & s", values)
}

/// A part of the archive as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn no_text_becomes_a_formula_and_no_number_is_none() {
    let values = vec![
        Value::Text("=1+1".to_owned()),
        Value::Text("+cmd|' /C calc'!A0".to_owned()),
        Value::Text("007".to_owned()),
        Value::Number(f64::NAN),
        Value::Number(f64::INFINITY),
        Value::Formula("1/0".to_owned(), Outcome::Number(f64::NAN)),
        Value::Text("_x0041_".to_owned()),
    ];
    let bytes = render(&report(), &handover(vec![one(values)])).expect("a workbook");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("NaN") && !sheet.contains("inf"), "{sheet}");
    let texts = part(&bytes, "xl/sharedStrings.xml");
    assert!(texts.contains(">=1+1<") && texts.contains(">007<") && texts.contains(">_x005F_x0041_<"), "{texts}");
}

#[test]
fn formulas_keep_their_results() {
    let text = |text: &str| Value::Formula("IF(1,2,3)".to_owned(), Outcome::Text(text.to_owned()));
    let values = vec![Value::Formula("1/3".to_owned(), Outcome::Number(1.0 / 3.0)), text("n/a"), text("不适用")];
    let bytes = render(&report(), &handover(vec![one(values)])).expect("a workbook");
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>1/3</f><v>0.3333333333333333</v>"), "{sheet}");
    assert!(sheet.contains("t=\"str\"") && sheet.contains("<v>n/a</v>") && sheet.contains("<v>不适用</v>"), "{sheet}");
}

#[test]
fn the_same_values_give_the_same_bytes_dated_by_the_data() {
    let make = || render(&report(), &handover(vec![one(vec![Value::Number(1.5)])])).expect("a workbook");
    let bytes = make();
    assert_eq!(bytes, make());
    let taken = chrono::DateTime::parse_from_rfc3339(&report().meta.as_of).expect("a time").naive_utc();
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains(&taken.format("%Y-%m-%dT%H:%M:%SZ").to_string()), "{core}");
}

#[test]
fn names_of_sheets_are_valid_and_unique() {
    let named = |name: &str| Sheet { name: name.to_owned(), ..Sheet::default() };
    let sheets = ["a/b:c*?[d]\\e", "'quoted'", "X", "x", "", &"长".repeat(60), "History"].map(named);
    let names = sheet_names(&sheets);
    assert_eq!(names[..4], ["a b c   d  e", "quoted", "X", "x 4"]);
    assert!(!names[4].trim().is_empty() && names[5].chars().count() == 31 && names[6] != "History", "{names:?}");
    render(&report(), &handover(sheets.into())).expect("a workbook");
}

#[test]
fn heads_of_pages_double_their_ampersands_and_stay_short() {
    assert_eq!(headed("A & B"), "A && B");
    assert!(headed(&"&".repeat(500)).len() <= HEAD);
    assert_eq!(headed("a\nb"), "ab");
    let mut long = report();
    long.meta.title = "&".repeat(1_000);
    long.cover.confidentiality = "机密".repeat(500);
    let bytes = render(&long, &handover(vec![one(Vec::new())])).expect("a workbook");
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<oddHeader>"));
}

#[test]
fn texts_fit_a_cell() {
    let long = letters(&"字".repeat(40_000));
    assert_eq!((long.chars().count(), long.chars().last()), (CELL, Some('…')));
    let bytes = render(&report(), &handover(vec![one(vec![Value::Text("字".repeat(40_000))])]));
    assert!(bytes.is_ok());
}

#[test]
fn what_no_workbook_can_hold_is_told() {
    let far = Sheet { cells: vec![], widths: Vec::new(), frozen: (2_000_000, 0), ..one(vec![Value::Number(1.0)]) };
    let error = render(&report(), &handover(vec![far])).expect_err("no such row");
    assert_eq!(error.diagnostics[0].code, "workbook");
}

#[test]
fn icons_go_by_number_and_charts_leave_gaps() {
    let mut sheet = one(vec![Value::Number(Mark::Bad.icon().expect("an icon")), Value::Number(2.0)]);
    sheet.icons.push(((0, 0), (0, 0)));
    let title = "=SUM(A1) & co".to_owned();
    sheet.charts.push(crate::report::handover::LineChart {
        at: (3, 0),
        offset: 0,
        title: title.clone(),
        categories: ((0, 0), (0, 1)),
        lines: vec![(title, (0, 0), (0, 1)), ("Yahoo!$A$1".to_owned(), (0, 0), (0, 1))],
        form: "0".to_owned(),
        alt: String::new(),
    });
    let bytes = render(&report(), &handover(vec![sheet])).expect("a workbook");
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains(r#"<cfvo type="num" val="2.5"/>"#));
    let chart = part(&bytes, "xl/charts/chart1.xml");
    assert!(chart.contains(r#"<c:dispBlanksAs val="gap"/>"#) || !chart.contains("dispBlanksAs"), "{chart}");
    assert!(!chart.contains("<c:f>SUM") && !chart.contains("<c:f>Yahoo"), "{chart}");
}
