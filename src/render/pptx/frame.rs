//! The parts around the slides: contents of the file, presentation, master, layouts, theme, properties.

use super::{Piece, SPACES, Style, XML, escaped, relations};
use crate::report::model::Report;

/// Width and height of a slide.
pub const SIZE: (u32, u32) = (12_192_000, 6_858_000);

/// All of them for a number of slides and charts.
pub fn parts(report: &Report, (slides, charts): (usize, usize), style: &Style) -> Vec<Piece> {
    let master = ("slideMaster", "slideMasters/slideMaster1.xml".to_owned());
    let mut list = vec![master, ("theme", "theme/theme1.xml".to_owned())];
    list.push(("notesMaster", "notesMasters/notesMaster1.xml".to_owned()));
    list.extend((1..=slides).map(|at| ("slide", format!("slides/slide{at}.xml"))));
    let parts = vec![
        ("[Content_Types].xml", content_types(slides, charts)),
        ("_rels/.rels", package()),
        ("docProps/core.xml", core(report)),
        (
            "docProps/app.xml",
            format!(
                "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Microsoft Office PowerPoint</Application><Slides>{slides}</Slides></Properties>"
            ),
        ),
        ("ppt/presentation.xml", presentation(slides)),
        ("ppt/_rels/presentation.xml.rels", relations(&list)),
        ("ppt/theme/theme1.xml", theme(style)),
        ("ppt/theme/theme2.xml", theme(style)),
        ("ppt/slideMasters/slideMaster1.xml", master_part(style)),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            relations(&[
                ("slideLayout", "../slideLayouts/slideLayout1.xml".to_owned()),
                ("slideLayout", "../slideLayouts/slideLayout2.xml".to_owned()),
                ("theme", "../theme/theme1.xml".to_owned()),
            ]),
        ),
        (
            "ppt/slideLayouts/slideLayout1.xml",
            layout("title", "Title Slide", "ctrTitle", (914_400, 1_900_000, 10_363_200, 1_500_000)),
        ),
        (
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
            relations(&[("slideMaster", "../slideMasters/slideMaster1.xml".to_owned())]),
        ),
        ("ppt/slideLayouts/slideLayout2.xml", layout("titleOnly", "Title Only", "title", TITLE)),
        (
            "ppt/slideLayouts/_rels/slideLayout2.xml.rels",
            relations(&[("slideMaster", "../slideMasters/slideMaster1.xml".to_owned())]),
        ),
        ("ppt/notesMasters/notesMaster1.xml", notes_master()),
        ("ppt/notesMasters/_rels/notesMaster1.xml.rels", relations(&[("theme", "../theme/theme2.xml".to_owned())])),
    ];
    parts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
}

/// Place of a title.
pub const TITLE: (u32, u32, u32, u32) = (609_600, 380_000, 10_972_800, 1_000_000);

fn content_types(slides: usize, charts: usize) -> String {
    let office = "application/vnd.openxmlformats-officedocument";
    let part = |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{office}.{kind}+xml\"/>");
    let mut list = String::new();
    list += &part("ppt/presentation.xml", "presentationml.presentation.main");
    list += &part("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster");
    list += &part("ppt/slideLayouts/slideLayout1.xml", "presentationml.slideLayout");
    list += &part("ppt/slideLayouts/slideLayout2.xml", "presentationml.slideLayout");
    list += &part("ppt/notesMasters/notesMaster1.xml", "presentationml.notesMaster");
    list += &part("ppt/theme/theme1.xml", "theme");
    list += &part("ppt/theme/theme2.xml", "theme");
    list += &part("docProps/app.xml", "extended-properties");
    for at in 1..=slides {
        list += &part(&format!("ppt/slides/slide{at}.xml"), "presentationml.slide");
        list += &part(&format!("ppt/notesSlides/notesSlide{at}.xml"), "presentationml.notesSlide");
    }
    list.extend((1..=charts).map(|at| part(&format!("ppt/charts/chart{at}.xml"), "drawingml.chart")));
    format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"xlsx\" ContentType=\"{office}.spreadsheetml.sheet\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>{list}</Types>"
    )
}

fn package() -> String {
    relations(&[
        ("officeDocument", "ppt/presentation.xml".to_owned()),
        (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml".to_owned(),
        ),
        ("extended-properties", "docProps/app.xml".to_owned()),
    ])
}

/// Title, author and date; the date is that of the data.
fn core(report: &Report) -> String {
    let meta = &report.meta;
    let taken = chrono::DateTime::parse_from_rfc3339(&meta.as_of).map(|at| at.naive_utc()).unwrap_or_default();
    let taken = taken.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{taken}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{taken}</dcterms:modified></cp:coreProperties>",
        escaped(&meta.title),
        escaped(&meta.author)
    )
}

fn presentation(slides: usize) -> String {
    let list: String = (0..slides).map(|at| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 256 + at, 4 + at)).collect();
    let (width, height) = SIZE;
    format!(
        "{XML}<p:presentation {SPACES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId3\"/></p:notesMasterIdLst><p:sldIdLst>{list}</p:sldIdLst><p:sldSz cx=\"{width}\" cy=\"{height}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"
    )
}

/// An empty tree of shapes begins with this.
pub const TREE: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

fn placeholder(id: u32, (name, kind): (&str, &str), (x, y, cx, cy): (u32, u32, u32, u32)) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns=\"0\" rIns=\"0\"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:endParaRPr lang=\"en-US\"/></a:p></p:txBody></p:sp>"
    )
}

fn master_part(style: &Style) -> String {
    let shapes = placeholder(2, ("Title", "title"), TITLE)
        + &placeholder(3, ("Body", "body"), (609_600, 1_500_000, 10_972_800, 4_500_000));
    let primary = Style::color(style.theme.primary);
    let ink = Style::color(style.theme.ink);
    let level = |name: &str, size: u32, color: &str| {
        format!(
            "<p:{name}><a:lvl1pPr algn=\"l\"><a:defRPr sz=\"{size}\"><a:solidFill><a:srgbClr val=\"{color}\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/></a:defRPr></a:lvl1pPr></p:{name}>"
        )
    };
    let styles =
        level("titleStyle", 2400, &primary) + &level("bodyStyle", 1800, &ink) + &level("otherStyle", 1800, &ink);
    format!(
        "{XML}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgRef idx=\"1001\"><a:schemeClr val=\"bg1\"/></p:bgRef></p:bg><p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/><p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/><p:sldLayoutId id=\"2147483650\" r:id=\"rId2\"/></p:sldLayoutIdLst><p:txStyles>{styles}</p:txStyles></p:sldMaster>"
    )
}

fn layout(kind: &str, name: &str, title: &str, place: (u32, u32, u32, u32)) -> String {
    let shape = placeholder(2, ("Title", title), place);
    format!(
        "{XML}<p:sldLayout {SPACES} type=\"{kind}\" preserve=\"1\"><p:cSld name=\"{name}\"><p:spTree>{TREE}{shape}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
}

fn notes_master() -> String {
    let shapes = placeholder(2, ("Notes", "body"), (685_800, 4_400_000, 5_486_400, 4_100_000));
    format!(
        "{XML}<p:notesMaster {SPACES}><p:cSld><p:bg><p:bgRef idx=\"1001\"><a:schemeClr val=\"bg1\"/></p:bgRef></p:bg><p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/></p:notesMaster>"
    )
}

/// Colours and fonts; letters of both kinds have the font of the language.
fn theme(style: &Style) -> String {
    let font = escaped(style.font);
    let theme = style.theme;
    let color = |name: &str, color| format!("<a:{name}><a:srgbClr val=\"{}\"/></a:{name}>", Style::color(color));
    let colors = [
        ("dk1", theme.ink),
        ("lt1", theme.paper),
        ("dk2", theme.primary),
        ("lt2", theme.track),
        ("accent1", theme.primary),
        ("accent2", theme.accent),
        ("accent3", theme.good),
        ("accent4", theme.bad),
        ("accent5", theme.caution),
        ("accent6", theme.neutral),
        ("hlink", theme.primary),
        ("folHlink", theme.soft),
    ];
    let colors: String = colors.into_iter().map(|(name, of)| color(name, of)).collect();
    let fonts = format!("<a:latin typeface=\"{font}\"/><a:ea typeface=\"{font}\"/><a:cs typeface=\"\"/>");
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"9525\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "{XML}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Report\"><a:themeElements><a:clrScheme name=\"Report\">{colors}</a:clrScheme><a:fontScheme name=\"Report\"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme><a:fmtScheme name=\"Report\"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst><a:lnStyleLst>{line}{line}{line}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
}
