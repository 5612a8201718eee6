//! What the file holds, read back from its parts.

use super::*;
use crate::report::handover::{DeckChart, DeckTable, Mark};
use std::collections::BTreeSet;
use std::io::Read;

fn report() -> Report {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/report-zh-CN.json");
    serde_json::from_slice(&std::fs::read(path).expect("the fixture")).expect("a report")
}

fn handover() -> Handover {
    let slide =
        |title: &str, content| Slide { title: title.to_owned(), content, notes: vec!["n=12 <&> \u{1}".to_owned()] };
    let chart = DeckChart {
        title: "投诉率 & \"x\"".to_owned(),
        points: vec!["25Q1".to_owned(), "25Q2".to_owned(), "25Q3".to_owned()],
        lines: vec![
            ("投诉率".to_owned(), vec![Some(0.1 + 0.2), None, Some(f64::NAN)]),
            ("目标".to_owned(), vec![Some(1.0); 3]),
        ],
        form: "0.0\"%\"".to_owned(),
    };
    let table = DeckTable {
        columns: vec![("指标".to_owned(), 2.0, false), ("2026Q3".to_owned(), 1.0, true)],
        rows: vec![vec![("=1+1".to_owned(), None), ("✗ <未达标>".to_owned(), Some(Mark::Bad))]],
    };
    Handover {
        figures: Vec::new(),
        lineage: None,
        sheets: Vec::new(),
        slides: vec![
            slide("封面", Content::Cover(vec!["2026".to_owned()])),
            slide(
                "要点 & more",
                Content::Points(vec![("一".to_owned(), "二".to_owned()), ("三".to_owned(), String::new())]),
            ),
            slide("表", Content::Table(table)),
            slide("图", Content::Charts(vec![chart.clone(), chart])),
        ],
        font: "Microsoft YaHei".to_owned(),
        page: String::new(),
    }
}

fn pieces() -> BTreeMap<String, Vec<u8>> {
    let bytes = render(&report(), &handover()).expect("slides");
    assert_eq!(bytes, render(&report(), &handover()).expect("slides"), "the same slides, the same bytes");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let parts = archive.len();
    let read = |at: usize| {
        let mut part = archive.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("bytes");
        (part.name().to_owned(), bytes)
    };
    (0..parts).map(read).collect()
}

use std::collections::BTreeMap;

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts.get(name).unwrap_or_else(|| panic!("no part {name}")).clone()).expect("text")
}

#[test]
fn every_relation_arrives_and_every_part_has_its_kind() {
    let parts = pieces();
    let kinds = text(&parts, "[Content_Types].xml");
    let target = regex::Regex::new("Target=\"([^\"]+)\"").expect("a pattern");
    let mut reached: BTreeSet<String> = BTreeSet::new();
    for name in parts.keys().filter(|name| name.ends_with(".rels")) {
        let folder = name.split("_rels/").next().unwrap_or_default();
        for found in target.captures_iter(&text(&parts, name)) {
            let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for step in found[1].split('/') {
                match step {
                    ".." => _ = path.pop(),
                    step => path.push(step),
                }
            }
            let path = path.join("/");
            assert!(parts.contains_key(&path), "{name} leads to {path}");
            reached.insert(path);
        }
    }
    for name in parts.keys().filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml") {
        assert!(reached.contains(name), "nothing leads to {name}");
        assert!(name.ends_with(".xlsx") || kinds.contains(&format!("PartName=\"/{name}\"")), "{name} has no kind");
    }
}

#[test]
fn every_part_is_well_formed_and_no_text_is_markup() {
    let parts = pieces();
    for (name, bytes) in parts.iter().filter(|(name, _)| !name.ends_with(".xlsx")) {
        let text = std::str::from_utf8(bytes).expect("text");
        assert!(resvg::usvg::roxmltree::Document::parse(text).is_ok(), "{name}: {text}");
    }
    assert!(text(&parts, "ppt/slides/slide3.xml").contains("✗ &lt;未达标&gt;"));
    assert!(text(&parts, "ppt/notesSlides/notesSlide1.xml").contains("<a:t>n=12 &lt;&amp;&gt; </a:t>"));
}

#[test]
fn letters_of_both_kinds_have_the_font_and_the_language() {
    let slide = text(&pieces(), "ppt/slides/slide2.xml");
    assert!(slide.contains("lang=\"zh-CN\"") && slide.contains("<a:ea typeface=\"Microsoft YaHei\"/>"), "{slide}");
}

#[test]
fn charts_hold_exact_values_gaps_and_a_workbook_of_their_own() {
    let parts = pieces();
    let chart = text(&parts, "ppt/charts/chart1.xml");
    assert!(chart.contains("<c:v>0.30000000000000004</c:v>") && !chart.contains("NaN"), "{chart}");
    assert!(chart.contains("<c:ptCount val=\"3\"/>") && chart.contains("<c:dispBlanksAs val=\"gap\"/>"), "{chart}");
    let mut book = zip::ZipArchive::new(Cursor::new(&parts["ppt/embeddings/workbook2.xlsx"])).expect("a workbook");
    let mut sheet = String::new();
    book.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("text");
    assert!(sheet.contains("<c r=\"B2\"><v>0.30000000000000004</v></c>") && !sheet.contains("r=\"B3\""), "{sheet}");
}

#[test]
fn what_no_workbook_can_hold_is_told() {
    let mut data = handover();
    let Content::Charts(charts) = &mut data.slides[3].content else { panic!("charts") };
    charts[0].lines[0].0 = "x".repeat(40_000);
    let error = render(&report(), &data).expect_err("too long a name");
    assert_eq!(error.diagnostics[0].code, "slides");
}
