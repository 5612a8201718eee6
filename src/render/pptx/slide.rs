//! A slide: title, content, foot; and its notes.

use super::frame::{SIZE, TITLE, TREE};
use super::{SPACES, Style, XML, charts_of, escaped, relations};
use crate::charts::color::Color;
use crate::report::handover::{Content, DeckTable, Mark, Slide, text_width};

/// Place of the content.
const BODY: (u32, u32, u32, u32) = (609_600, 1_480_000, 10_972_800, 4_640_000);
/// Units of a slide in a point.
const POINT: f64 = 12_700.0;

/// The slide at a place, with the lines at its foot.
pub fn part((at, slide): (usize, &Slide), (title, owner): (&str, &str), style: &Style) -> String {
    let cover = matches!(slide.content, Content::Cover(_));
    let mut shapes = heading(&slide.title, cover, style);
    match &slide.content {
        Content::Cover(lines) => {
            let lines: Vec<String> =
                lines.iter().map(|line| paragraph(&[(line, (18.0, false), style.theme.soft)], style, 6)).collect();
            shapes += &text_box(3, (914_400, 3_500_000, 10_363_200, 1_800_000), &lines.concat());
        }
        Content::Points(points) => shapes += &text_box(3, BODY, &statements(points, style)),
        Content::Table(table) => shapes += &table_frame(table, style),
        Content::Charts(charts) => {
            let width = BODY.2 / charts.len().max(1) as u32;
            for at in 0..charts.len() {
                let place = (BODY.0 + width * at as u32, BODY.1, width - 120_000, BODY.3);
                shapes += &chart_frame(3 + at as u32, place, 3 + at);
            }
        }
    }
    if !cover {
        let foot = [title, owner].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let line = paragraph(&[(&foot, (10.0, false), style.theme.soft)], style, 0);
        shapes += &text_box(20, (609_600, 6_330_000, 9_800_000, 300_000), &line);
        let number = paragraph(&[(&(at + 1).to_string(), (10.0, false), style.theme.soft)], style, 0);
        shapes +=
            &text_box(21, (11_000_000, 6_330_000, 582_400, 300_000), &number.replace("<a:pPr ", "<a:pPr algn=\"r\" "));
    }
    shapes += &rule(cover, style);
    format!(
        "{XML}<p:sld {SPACES}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
}

/// What a slide leads to: its layout, its notes, its charts from a number on.
pub fn links((at, slide): (usize, &Slide), first_chart: usize) -> String {
    let layout = if matches!(slide.content, Content::Cover(_)) { 1 } else { 2 };
    let mut list = vec![
        ("slideLayout", format!("../slideLayouts/slideLayout{layout}.xml")),
        ("notesSlide", format!("../notesSlides/notesSlide{}.xml", at + 1)),
    ];
    list.extend((0..charts_of(slide).len()).map(|one| ("chart", format!("../charts/chart{}.xml", first_chart + one))));
    relations(&list)
}

/// The notes of a slide.
pub fn notes(slide: &Slide, style: &Style) -> String {
    let lines: String =
        slide.notes.iter().map(|line| paragraph(&[(line, (12.0, false), style.theme.ink)], style, 0)).collect();
    let lines =
        if lines.is_empty() { format!("<a:p><a:endParaRPr lang=\"{}\"/></a:p>", style.language) } else { lines };
    format!(
        "{XML}<p:notes {SPACES}><p:cSld><p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Notes\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"body\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{lines}</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
}

/// What notes lead to.
pub fn notes_relations(at: usize) -> String {
    relations(&[
        ("notesMaster", "../notesMasters/notesMaster1.xml".to_owned()),
        ("slide", format!("../slides/slide{}.xml", at + 1)),
    ])
}

/// The title in its placeholder; long messages are set smaller.
fn heading(title: &str, cover: bool, style: &Style) -> String {
    let size = match text_width(title) {
        _ if cover => 36.0,
        width if width > 130.0 => 18.0,
        width if width > 85.0 => 20.0,
        _ => 24.0,
    };
    let kind = if cover { "ctrTitle" } else { "title" };
    let anchor = if cover { "b" } else { "ctr" };
    let line = paragraph(&[(title, (size, true), style.theme.primary)], style, 0);
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr anchor=\"{anchor}\"/><a:lstStyle/>{line}</p:txBody></p:sp>"
    )
}

/// A line in the brand's colour.
fn rule(cover: bool, style: &Style) -> String {
    let y = if cover { 3_440_000 } else { TITLE.1 + TITLE.3 + 20_000 };
    let (x, width) = if cover { (914_400, 1_800_000) } else { (609_600, SIZE.0 - 2 * 609_600) };
    let color = Style::color(if cover { style.theme.accent } else { style.theme.grid });
    format!(
        "<p:cxnSp><p:nvCxnSpPr><p:cNvPr id=\"22\" name=\"Rule\"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"0\"/></a:xfrm><a:prstGeom prst=\"line\"><a:avLst/></a:prstGeom><a:ln w=\"19050\"><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill></a:ln></p:spPr></p:cxnSp>"
    )
}

/// A piece of text: letters, size with weight, colour.
type Run<'a> = (&'a str, (f64, bool), Color);

fn paragraph(runs: &[Run], style: &Style, above: u32) -> String {
    let run = |(text, look, color): &Run| {
        format!("<a:r><a:rPr {}</a:rPr><a:t>{}</a:t></a:r>", style.run(*look, *color), escaped(text))
    };
    let runs: String = runs.iter().map(run).collect();
    format!(
        "<a:p><a:pPr marL=\"0\" indent=\"0\"><a:spcBef><a:spcPts val=\"{}\"/></a:spcBef><a:buNone/></a:pPr>{runs}</a:p>",
        above * 100
    )
}

fn text_box(id: u32, (x, y, cx, cy): (u32, u32, u32, u32), paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Text {id}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" rIns=\"0\" rtlCol=\"0\"><a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
}

/// Statements, each bold with a second line; many are set smaller.
fn statements(points: &[(String, String)], style: &Style) -> String {
    let letters: f64 = points.iter().map(|(one, two)| text_width(one) + text_width(two)).sum();
    let size = if points.len() > 4 || letters > 700.0 { 16.0 } else { 20.0 };
    let one = |(headline, text): &(String, String)| {
        let first = paragraph(&[(headline, (size, true), style.theme.ink)], style, 14);
        let second = paragraph(&[(text, (size - 4.0, false), style.theme.soft)], style, 2);
        if text.is_empty() { first } else { first + &second }
    };
    points.iter().map(one).collect()
}

fn chart_frame(id: u32, (x, y, cx, cy): (u32, u32, u32, u32), relation: usize) -> String {
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"Chart {id}\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId{relation}\"/></a:graphicData></a:graphic></p:graphicFrame>"
    )
}

fn table_frame(table: &DeckTable, style: &Style) -> String {
    let whole: f64 = table.columns.iter().map(|column| column.1).sum();
    let widths: Vec<u32> = table.columns.iter().map(|column| (f64::from(BODY.2) * column.1 / whole) as u32).collect();
    let grid: String = widths.iter().map(|width| format!("<a:gridCol w=\"{width}\"/>")).collect();
    let size = match table.rows.len() {
        0..=6 => 14.0,
        7..=9 => 12.0,
        _ => 11.0,
    };
    let height = ((size * 1.2 + 9.0) * POINT) as u32;
    let white = style.theme.paper;
    let head = |(name, _, end): &(String, f64, bool)| {
        cell((name, (size, true), white), *end, Some(style.theme.primary), style)
    };
    let heads: String = table.columns.iter().map(head).collect();
    let row = |row: &Vec<(String, Option<Mark>)>| {
        let cells = row.iter().zip(&table.columns).map(|((text, mark), (_, _, end))| {
            let color = match mark {
                Some(Mark::Good) => style.theme.good,
                Some(Mark::Caution) => style.theme.caution,
                Some(Mark::Bad) => style.theme.bad,
                Some(Mark::Muted) => style.theme.muted,
                None => style.theme.ink,
            };
            cell((text, (size, false), color), *end, None, style)
        });
        format!("<a:tr h=\"{height}\">{}</a:tr>", cells.collect::<String>())
    };
    let rows: String = table.rows.iter().map(row).collect();
    let (x, y, cx, _) = BODY;
    let cy = height * (table.rows.len() as u32 + 1);
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"3\" name=\"Table\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{grid}</a:tblGrid><a:tr h=\"{height}\">{heads}</a:tr>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
}

fn cell(run: Run, end: bool, fill: Option<Color>, style: &Style) -> String {
    let line = paragraph(&[run], style, 0);
    let line = if end { line.replace("<a:pPr ", "<a:pPr algn=\"r\" ") } else { line };
    let fill = fill.map_or_else(
        || "<a:noFill/>".to_owned(),
        |color| format!("<a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>", Style::color(color)),
    );
    let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
    let grid = format!(
        "<a:lnB w=\"6350\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:lnB>",
        Style::color(style.theme.grid)
    );
    format!(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{line}</a:txBody><a:tcPr marL=\"60000\" marR=\"60000\" marT=\"40000\" marB=\"40000\" anchor=\"ctr\">{}{}{}{grid}{fill}</a:tcPr></a:tc>",
        none("lnL"),
        none("lnR"),
        none("lnT")
    )
}
