//! The template files that are built into the binary, by the names that overrides use.

/// Makes an entry from a path below `templates/`.
macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $name)) as &[u8])
    };
}

/// Name and content of every built-in file.
pub const FILES: &[(&str, &[u8])] = &[
    file!("fonts/NotoSansSC-Regular.ttf"),
    file!("fonts/NotoSansSC-Bold.ttf"),
    file!("fonts/NotoSans-Regular.ttf"),
    file!("fonts/NotoSans-Bold.ttf"),
    file!("fonts/NotoSansSymbols-Regular.ttf"),
    file!("fonts/NotoSansSymbols2-Regular.ttf"),
    file!("fonts/NotoEmoji-Regular.ttf"),
    file!("fonts/ReportLatin-Regular.ttf"),
    file!("fonts/ReportLatin-Bold.ttf"),
    file!("fonts/ReportRareHan-Regular.otf"),
    file!("email/body.html"),
    file!("email/body.txt"),
    file!("html/block.html"),
    file!("html/callout.html"),
    file!("html/chart.html"),
    file!("html/cover.html"),
    file!("html/definitions.html"),
    file!("html/findings.html"),
    file!("html/key_figures.html"),
    file!("html/page.js"),
    file!("html/report.html"),
    file!("html/table.html"),
    file!("pdf/blocks.typ"),
    file!("pdf/cards.typ"),
    file!("pdf/chart.typ"),
    file!("pdf/data.typ"),
    file!("pdf/frame.typ"),
    file!("pdf/main.typ"),
    file!("pdf/table.typ"),
    file!("pdf/theme.typ"),
    file!("theme.css"),
];
