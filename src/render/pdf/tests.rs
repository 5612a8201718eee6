use super::*;
use crate::charts::draw_all;
use crate::report::model::{Block, Cell, Finding, Row, Section, Table, TableColumn, Tone};
use typst::layout::{Frame, FrameItem};

const FULL: [&str; 2] =
    [include_str!("../../../tests/fixtures/report-zh-CN.json"), include_str!("../../../tests/fixtures/report-en.json")];
const SMALL: [&str; 2] = [
    include_str!("../../../tests/fixtures/report-small-zh-CN.json"),
    include_str!("../../../tests/fixtures/report-small-en.json"),
];
const HOSTILE: &str = r#"#let x = 1; <b>B & Co</b> *star* _under_ $z$ @ref = == // -- \\ `raw` "q" 'q' ~ [a] {b}"#;

fn report(json: &str) -> Report {
    serde_json::from_str(json).expect("the fixtures follow the model")
}

fn document(report: &Report) -> Document {
    compose(report, &draw_all(report), &Templates::built_in()).unwrap_or_else(|error| panic!("{error}"))
}

fn failure(report: &Report, templates: &Templates) -> Vec<Diagnostic> {
    compose(report, &draw_all(report), templates).expect_err("it has a mistake").diagnostics
}

/// The pages as text, in drawing order, without spaces (a break swallows them).
fn pages(report: &Report) -> Vec<String> {
    let _memory = Memory;
    let templates = Templates::built_in();
    let fonts = Fonts::of(&templates).expect("the shipped fonts");
    let view = serde_json::to_value(report).expect("JSON");
    let drawings = draw_all(report);
    let world = ReportWorld::new(report, &view, &drawings, &templates, &fonts).expect("a world");
    let document = typst::compile::<PagedDocument>(&world).output.expect("it compiles");
    document.pages().iter().map(|page| squeezed(&text_of(&page.frame))).collect()
}

fn text_of(frame: &Frame) -> String {
    let part = |item: &FrameItem| match item {
        FrameItem::Group(group) => text_of(&group.frame),
        FrameItem::Text(text) => text.text.to_string(),
        _ => String::new(),
    };
    frame.items().map(|(_, item)| part(item)).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn both_languages_conform_without_warnings() {
    for (json, language) in FULL.into_iter().zip(["zh-CN", "en"]) {
        let document = document(&report(json));
        assert_eq!(document.warnings, []);
        assert!((7..=40).contains(&document.pages), "{} pages", document.pages);
        for mark in [
            "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<xmp:CreateDate>2026-10-15T09:00:00+08:00</xmp:CreateDate>",
            &format!("/Lang({language})"),
            "/Outlines",
        ] {
            assert!(contains(&document.bytes, mark), "{language}: no {mark}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_on_many_threads() {
    let report = report(FULL[0]);
    let first = document(&report).bytes;
    let again: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| document(&report).bytes)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(again.iter().all(|bytes| *bytes == first));
}

#[test]
fn no_page_is_empty() {
    for json in FULL.into_iter().chain(SMALL) {
        let pages = pages(&report(json));
        for (index, page) in pages.iter().enumerate() {
            assert!(page.chars().count() > 60, "page {} has only `{page}`", index + 1);
        }
    }
}

#[test]
fn a_small_report_is_short() {
    for json in SMALL {
        let pages = document(&report(json)).pages;
        assert!(pages <= 10, "{pages} pages");
    }
}

#[test]
fn texts_appear_verbatim_never_as_markup() {
    let mut report = report(SMALL[0]);
    report.cover.title = HOSTILE.to_owned();
    report.meta.title = HOSTILE.to_owned();
    report.brand.footer = HOSTILE.to_owned();
    report.sections[0].topic = HOSTILE.to_owned();
    report.sections[0].title = format!("{HOSTILE} ");
    report.sections[0].blocks = vec![
        Block::Heading { text: HOSTILE.to_owned(), id: "#hostile <id>".to_owned() },
        Block::Paragraph { text: HOSTILE.to_owned() },
        Block::List { items: vec![HOSTILE.to_owned()] },
    ];
    let text = pages(&report).concat();
    let shown = text.matches(&squeezed(HOSTILE)).count();
    assert!(shown >= 8, "{shown} in {text}");
    assert!(!document(&report).bytes.is_empty());
}

#[test]
fn rare_characters_have_a_font() {
    let mut report = report(SMALL[0]);
    report.cover.title = "𠮷野家 ✗ ✓ ▲ ▼ ● ○ ◆ ◇ ± ≥ ≤ − – — · “‘’” … ‰ № ① ğ ș 한국 🙂 e\u{301}".to_owned();
    assert!(pages(&report)[0].contains("𠮷野家"));
    assert!(!document(&report).bytes.is_empty());
}

#[test]
fn a_missing_glyph_is_an_error_that_names_it() {
    let mut report = report(SMALL[0]);
    report.sections[0].title = "满意度 \u{1200}\u{1200} 上升".to_owned();
    let found = failure(&report, &Templates::built_in());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "missing-glyph");
    assert!(found[0].message.contains("`\u{1200}` (U+1200) in `sections[0].title`: `满意度"), "{}", found[0]);
}

#[test]
fn control_characters_are_named_by_their_code() {
    let mut report = report(SMALL[0]);
    report.cover.title = "a\u{1}b".to_owned();
    let found = failure(&report, &Templates::built_in());
    assert!(found[0].message.contains("character (U+0001) in `cover.title`"), "{}", found[0]);
}

#[test]
fn white_space_and_marks_without_glyphs_are_set() {
    let mut report = report(SMALL[1]);
    report.cover.title = "a\u{200b}b\u{2009}c\u{202f}d\u{a0}e\u{ad}f\u{2060}g\u{feff}h\ti\nj\r\nk".to_owned();
    assert!(!document(&report).bytes.is_empty());
}

#[test]
fn empty_lists_leave_no_heading() {
    let mut report = report(SMALL[1]);
    let heading = |text: &str| Block::Heading { text: text.to_owned(), id: squeezed(text) };
    report.sections[0].blocks = vec![
        heading("Nothing below"),
        Block::List { items: Vec::new() },
        Block::Findings { items: Vec::new() },
        heading("Something below"),
        Block::Paragraph { text: "Words.".to_owned() },
        Block::Commentary { blocks: vec![heading("Empty commentary")] },
        heading("At the end"),
    ];
    let empty = Section {
        id: "void".into(),
        topic: "Void topic".into(),
        title: "Void".into(),
        blocks: Vec::new(),
        more: false,
    };
    report.sections.push(empty);
    let text = pages(&report).concat();
    assert!(text.contains("Somethingbelow"));
    for gone in ["Nothingbelow", "Emptycommentary", "Attheend", "Voidtopic"] {
        assert!(!text.contains(gone), "{gone}");
    }
}

#[test]
fn a_long_table_begins_with_more_than_one_row() {
    let row = |text: String| Row { kind: "body".to_owned(), cells: vec![Cell { text, ..Cell::default() }] };
    let table = |at: usize| Table {
        id: format!("table-{at}"),
        caption: format!("Caption {at}."),
        columns: vec![TableColumn { label: "Row".to_owned(), align: "start".to_owned(), width: 1.0 }],
        rows: (1..=13).map(|number| row(format!("Row {number} of {at}."))).collect(),
        notes: Vec::new(),
    };
    let mut report = report(SMALL[1]);
    report.sections.truncate(1);
    let words = |_| Block::Paragraph { text: "Words.".to_owned() };
    report.sections[0].blocks =
        (0..100).flat_map(|at| (0..at % 7).map(words).chain([Block::Table(table(at))]).collect::<Vec<_>>()).collect();
    let pages = pages(&report);
    for at in 0..100 {
        let first = pages.iter().position(|page| page.contains(&format!("Caption{at}."))).expect("a caption");
        assert!(pages[first].contains(&format!("Row2of{at}.")), "table {at} on page {}", first + 1);
    }
}

#[test]
fn a_report_without_sections_is_a_cover() {
    let mut report = report(SMALL[0]);
    report.sections.clear();
    assert_eq!(document(&report).pages, 1);
}

#[test]
fn links_to_nowhere_and_double_anchors_are_plain_text() {
    let mut report = report(SMALL[1]);
    let heading = Block::Heading { text: "Twice".to_owned(), id: "twice".to_owned() };
    let words = Block::Paragraph { text: "Words.".to_owned() };
    let finding = Finding {
        headline: "Headline".to_owned(),
        evidence: String::new(),
        consequence: String::new(),
        tone: Tone::Muted,
        section: "nowhere".to_owned(),
        section_label: "Nowhere".to_owned(),
        chart: Some("no-chart".to_owned()),
    };
    report.sections[0].blocks =
        vec![heading.clone(), words.clone(), heading, words, Block::Findings { items: vec![finding] }];
    assert!(pages(&report).concat().contains("Headline"));
}

#[test]
fn template_mistakes_have_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("pdf")).expect("made");
    let file = folder.path().join("pdf/main.typ");
    std::fs::write(&file, "#import \"data.typ\": report\n\n  #report.cover.titel\n").expect("written");
    let templates = Templates::with_folder(folder.path()).expect("read");
    let found = failure(&report(SMALL[0]), &templates);
    assert_eq!(found[0].place, Place::at(&file, 3, 17));
    assert!(found[0].message.contains("titel"), "{}", found[0]);
    assert_eq!(check(&templates), []);
    std::fs::write(&file, "= A\n#let (\n").expect("written");
    let found = check(&Templates::with_folder(folder.path()).expect("read"));
    assert_eq!(found[0].place.line, Some(2), "{found:?}");
}

#[test]
fn templates_reach_no_packages_and_no_files_outside() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("pdf")).expect("made");
    for (text, message) in [("#import \"@preview/cetz:0.3.0\": *", "packages"), ("#read(\"/etc/passwd\")", "not found")]
    {
        std::fs::write(folder.path().join("pdf/main.typ"), text).expect("written");
        let found = failure(&report(SMALL[0]), &Templates::with_folder(folder.path()).expect("read"));
        assert!(found[0].message.contains(message), "{}", found[0]);
        assert_eq!(found[0].place.line, Some(1));
    }
}

#[test]
fn broken_fonts_logos_and_charts_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("fonts")).expect("made");
    std::fs::write(folder.path().join("fonts/Own.ttf"), "no font").expect("written");
    let templates = Templates::with_folder(folder.path()).expect("read");
    assert_eq!(check(&templates)[0].code, "unreadable-font");

    let mut full = report(FULL[0]);
    full.brand.logo.as_mut().expect("the fixture has a logo").data = "%%%".to_owned();
    assert_eq!(failure(&full, &Templates::built_in())[0].code, "unreadable-logo");

    let full = report(FULL[0]);
    let found = compose(&full, &Drawings::new(), &Templates::built_in()).expect_err("no drawings").diagnostics;
    assert!(found[0].message.contains("has no drawing"), "{}", found[0]);
    assert_eq!(found[0].place.file, std::path::Path::new("templates/pdf/chart.typ"));
}
