//! What stands on the pages and what in the annex: an edition is read from its first page to its last, the
//! annex is looked up.
//!
//! Every block of a section stands in exactly one of the two, but for headings, which lead both parts of
//! what they head.

use super::model::{Block, Cell, ChartData, Report, Row, Section, Table};
use crate::config::EditionKind;
use std::collections::{BTreeMap, BTreeSet};

/// What of a section stays on the pages: ids of tables and charts (`*` at the end stands for any rest) with
/// how many of them.
struct Pages {
    section: &'static str,
    kept: &'static [(&'static str, usize)],
}

/// In the order of the sections. What is not named here stands in the annex.
const PAGES: &[Pages] = &[
    Pages { section: "scorecard", kept: &[("scorecard-table", 1)] },
    Pages { section: "trends", kept: &[("trend-*", 3)] },
    Pages { section: "segments", kept: &[("waterfall-*", 1), ("slope-*", 1), ("bars-*", 1)] },
    Pages { section: "benchmarks", kept: &[("benchmark-dots", 1), ("benchmarks-table", 1)] },
    Pages { section: "teams", kept: &[("funnel-*", 1), ("teams-adjusted", 1)] },
    Pages { section: "relationship", kept: &[("relationship-contributions", 1), ("servqual-gaps", 1)] },
    Pages { section: "voice", kept: &[("voice-answers", 1), ("voice-themes-table", 1), ("voice-verbatims", 1)] },
    Pages { section: "complaints", kept: &[("complaints-*", 1), ("pareto-*", 1)] },
    Pages { section: "drivers", kept: &[("drivers-*", 1)] },
    Pages {
        section: "loyalty",
        kept: &[("loyalty-index-table", 1), ("loyalty-cohorts", 1), ("loyalty-tiers-table", 1)],
    },
    Pages { section: "economics", kept: &[("initiative-ratios", 1), ("cost-composition", 1), ("appraisal-table", 1)] },
    Pages { section: "sensitivity", kept: &[("tornado", 1)] },
    Pages { section: "warnings", kept: &[("warnings-table", 1)] },
    Pages { section: "recommendations", kept: &[("recommendations-table", 1), ("follow-up-table", 1)] },
    Pages { section: "data-quality", kept: &[("rows-table", 1), ("gate-table", 1), ("rejects-table", 1)] },
];

/// What the management edition leaves to its annex beside: it is five pages, and its decision stands in the
/// summary.
const NOT_FOR_MANAGEMENT: &[&str] =
    &["benchmark-dots", "tornado", "net-histogram", "warnings-table", "recommendations-table", "appraisal-table"];

/// Sections of the management edition that its annex has whole: their message stands in the one before.
const BY_MANAGEMENT_LOOKED_UP: &[&str] = &["sensitivity"];
/// Tables of which the management edition has each row in a line: these cells of it.
const IN_LINES: &[(&str, &[usize])] = &[("warnings-table", &[0, 1, 5]), ("recommendations-table", &[0, 2])];

/// A table of which the management edition has so many rows, those with a verdict before all others.
const FIRST_ROWS: (&str, usize) = ("benchmarks-table", 7);

/// Splits the sections of an edition. Sections of which nothing is kept stand in the annex alone; an
/// edition of which nothing would be left is not split.
pub fn split(sections: Vec<Section>, edition: EditionKind) -> (Vec<Section>, Vec<Section>) {
    let (mut pages, mut annex) = (Vec::new(), Vec::new());
    for section in &sections {
        let (on_pages, rest) = divide(section, edition);
        pages.extend(on_pages);
        annex.extend(rest);
    }
    let is_read = |one: &Section| one.id == "summary" || PAGES.iter().any(|pages| pages.section == one.id);
    if pages.iter().any(is_read) { (pages, annex) } else { (sections, Vec::new()) }
}

/// Lets links of both parts arrive: messages and cells point only to what their document contains, cells of
/// the pages also into the annex, as `<annex>.html#<anchor>`.
pub fn link(pages: &mut [Section], annex: &mut [Section], file: &str) {
    let (here, there) = (anchors(pages), anchors(annex));
    let arrives = |anchor: String| match () {
        () if here.contains(&anchor) => Some(anchor),
        () if there.contains(&anchor) => Some(format!("{file}.html#{anchor}")),
        () => None,
    };
    relink(pages, &here, arrives);
    relink(annex, &there, |anchor| Some(anchor).filter(|anchor| there.contains(anchor)));
}

fn anchors(sections: &[Section]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = sections.iter().map(|section| section.id.clone()).collect();
    for block in sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Definitions { items } = block {
            found.extend(items.iter().map(|item| item.id.clone()));
        }
    }
    found
}

fn relink(sections: &mut [Section], anchors: &BTreeSet<String>, arrives: impl Fn(String) -> Option<String>) {
    let Some(first) = sections.first().map(|section| section.id.clone()) else { return };
    let settle = |section: &mut String, label: &mut String| {
        if !anchors.contains(section) {
            section.clone_from(&first);
            label.clear();
        }
    };
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Findings { items } => {
                items.iter_mut().for_each(|item| settle(&mut item.section, &mut item.section_label));
            }
            Block::Messages { items } => {
                items.iter_mut().for_each(|item| settle(&mut item.section, &mut item.section_label));
            }
            Block::Table(table) | Block::Heat(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    cell.link = cell.link.take().and_then(&arrives);
                }
            }
            _ => {}
        }
    }
}

fn divide(section: &Section, edition: EditionKind) -> (Option<Section>, Option<Section>) {
    let kept: &[(&str, usize)] = PAGES.iter().find(|one| one.section == section.id).map_or(&[], |one| one.kept);
    if section.id == "changes" {
        return (Some(section.clone()), None);
    }
    let brief = edition == EditionKind::Management;
    if brief && BY_MANAGEMENT_LOOKED_UP.contains(&section.id.as_str()) {
        return (None, Some(section.clone()));
    }
    let lines = section.blocks.iter().find_map(lines).filter(|_| brief);
    let mut left: Vec<usize> = kept.iter().map(|(_, most)| *most).collect();
    let (mut pages, mut annex) = (Vec::new(), Vec::new());
    // A heading waits for what it heads, in each part on its own.
    let mut heading: [Option<&Block>; 2] = [None, None];
    for (at, block) in section.blocks.iter().enumerate() {
        if let Block::Heading { .. } = block {
            heading = [Some(block), Some(block)];
            continue;
        }
        let stays = match block {
            Block::Table(Table { id, .. }) => take(kept, &mut left, id, edition),
            Block::Chart(chart) => take(kept, &mut left, &chart.id, edition),
            Block::ChartRow { items } => items.first().is_some_and(|chart| take(kept, &mut left, &chart.id, edition)),
            Block::Paragraph { .. } => at == 0 && lines.is_none() || section.id == "summary",
            Block::Callout(callout) => callout.tone != "note" || section.id == "summary",
            Block::Lead { .. }
            | Block::Heat(_)
            | Block::Exhibit { .. }
            | Block::Messages { .. }
            | Block::Decision { .. }
            | Block::KeyFigures { .. }
            | Block::Commentary { .. } => true,
            // In the summary the facts under its verdict.
            Block::List { .. } => matches!(section.id.as_str(), "economics" | "summary") && pages.len() < 3,
            Block::Findings { .. } | Block::Definitions { .. } | Block::Heading { .. } => false,
        };
        if let Some(lines) = lines.as_ref().filter(|_| at == 0) {
            pages.push(lines.clone());
        }
        let (part, waiting) = if stays { (&mut pages, &mut heading[0]) } else { (&mut annex, &mut heading[1]) };
        part.extend(waiting.take().cloned());
        match block {
            Block::Table(table) if brief && stays && table.id == FIRST_ROWS.0 && table.rows.len() > FIRST_ROWS.1 => {
                let (first, rest) = parted(table);
                pages.push(Block::Table(first));
                annex.extend(heading[1].take().cloned());
                annex.push(Block::Table(rest));
            }
            _ => part.push(block.clone()),
        }
    }
    let of = |blocks: Vec<Block>, more: bool| (!blocks.is_empty()).then(|| Section { blocks, more, ..section.clone() });
    let more = !annex.is_empty();
    // A paragraph alone is no section; a message whose exhibits all stand in the annex is.
    let alone =
        kept.is_empty() && section.id != "summary" && pages.iter().all(|one| matches!(one, Block::Paragraph { .. }));
    if alone {
        return (None, Some(Section { more: false, ..section.clone() }));
    }
    (
        of(pages, more).or_else(|| more.then(|| Section { blocks: Vec::new(), more, ..section.clone() })),
        of(annex, false),
    )
}

/// The rows of a table that the management edition has, and the others.
fn parted(table: &Table) -> (Table, Table) {
    let judged = |row: &Row| row.cells.iter().any(|cell| matches!(cell.symbol.as_deref(), Some("✓" | "✗")));
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    order.sort_by_key(|at| !judged(&table.rows[*at]));
    let first: BTreeSet<usize> = order.into_iter().take(FIRST_ROWS.1).collect();
    let of = |kept: bool| {
        let rows = table.rows.iter().enumerate().filter(|(at, _)| first.contains(at) == kept);
        Table { rows: rows.map(|(_, row)| row.clone()).collect(), ..table.clone() }
    };
    (of(true), of(false))
}

/// The rows of a table, each in a line.
fn lines(block: &Block) -> Option<Block> {
    let Block::Table(table) = block else { return None };
    let (_, cells) = IN_LINES.iter().find(|(id, _)| *id == table.id)?;
    let text = |cell: &Cell| [cell.symbol.as_deref().unwrap_or_default(), &cell.text].join(" ").trim().to_owned();
    let line = |row: &Row| cells.iter().filter_map(|at| row.cells.get(*at)).map(text).collect::<Vec<_>>().join(" · ");
    let items: Vec<String> = table.rows.iter().filter(|row| row.kind != "group").map(line).collect();
    (!items.is_empty()).then_some(Block::List { items })
}

fn take(kept: &[(&str, usize)], left: &mut [usize], id: &str, edition: EditionKind) -> bool {
    if edition == EditionKind::Management && NOT_FOR_MANAGEMENT.contains(&id) {
        return false;
    }
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => pattern == id,
    };
    let found = kept.iter().zip(left).find(|((pattern, _), left)| fits(pattern) && **left > 0);
    found.map(|(_, left)| *left -= 1).is_some()
}

/// An edition's pages and its annex as two documents, each with the charts that it shows.
pub fn documents(report: &Report) -> (Report, Option<Report>) {
    let own = |sections: &[Section]| {
        let ids: BTreeSet<&str> = sections.iter().flat_map(|section| &section.blocks).flat_map(charts).collect();
        let charts: BTreeMap<String, ChartData> = report
            .charts
            .iter()
            .filter(|(id, _)| ids.contains(id.as_str()))
            .map(|(id, data)| (id.clone(), data.clone()))
            .collect();
        charts
    };
    let pages = Report { charts: own(&report.sections), annex: Vec::new(), ..report.clone() };
    if report.annex.is_empty() {
        return (pages, None);
    }
    let mut annex = Report {
        charts: own(&report.annex),
        sections: report.annex.clone(),
        annex: Vec::new(),
        is_annex: true,
        ..report.clone()
    };
    let word = report.labels.get("annex").cloned().unwrap_or_default();
    annex.meta.title = format!("{} · {word}", annex.meta.title);
    annex.meta.annex.clear();
    annex.cover.kicker = format!("{} · {word}", annex.cover.kicker);
    (pages, Some(annex))
}

/// Ids of the charts that a block shows.
fn charts(block: &Block) -> Vec<&str> {
    match block {
        Block::Chart(chart) => vec![&chart.id],
        Block::ChartRow { items } => items.iter().map(|chart| chart.id.as_str()).collect(),
        Block::Findings { items } => items.iter().filter_map(|one| one.chart.as_deref()).collect(),
        Block::KeyFigures { items } => items.iter().filter_map(|one| one.chart.as_deref()).collect(),
        Block::Exhibit { chart, table } => std::iter::once(chart.id.as_str()).chain(cell_charts(table)).collect(),
        Block::Table(table) | Block::Heat(table) => cell_charts(table).collect(),
        _ => Vec::new(),
    }
}

fn cell_charts(table: &Table) -> impl Iterator<Item = &str> {
    table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.chart.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scenario;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { text: text.to_owned() }
    }

    fn heading(text: &str) -> Block {
        Block::Heading { text: text.to_owned(), id: text.to_owned() }
    }

    fn table(id: &str) -> Block {
        Block::Table(Table {
            id: id.to_owned(),
            caption: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn section(id: &str, blocks: Vec<Block>) -> Section {
        Section { id: id.to_owned(), topic: String::new(), title: id.to_owned(), blocks, more: false }
    }

    #[test]
    fn every_block_stands_in_one_of_the_two_and_headings_lead_both() {
        let blocks = vec![
            paragraph("first"),
            heading("rows"),
            table("rows-table"),
            table("missing-table"),
            heading("skipped"),
            table("skipped-table"),
            paragraph("last"),
        ];
        let (pages, annex) =
            split(vec![section("data-quality", blocks), section("method", vec![paragraph("how")])], EditionKind::Full);
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].blocks, [paragraph("first"), heading("rows"), table("rows-table")]);
        assert!(pages[0].more && !annex[0].more);
        let wanted =
            [heading("rows"), table("missing-table"), heading("skipped"), table("skipped-table"), paragraph("last")];
        assert_eq!(annex[0].blocks, wanted);
        assert_eq!(annex[1].blocks, [paragraph("how")]);
    }

    /// A title that counts recommendations is followed by them, and what its table says stands in the annex.
    #[test]
    fn the_management_reads_each_warning_and_each_recommendation_in_a_line() {
        let whole = scenario::rich().report(crate::domain::Locale::known("en"));
        let sections = || {
            let ids = ["sensitivity", "warnings", "recommendations"];
            let blocks = |id: &str| {
                let all = whole.all_sections().filter(|section| section.id == id);
                all.flat_map(|section| section.blocks.clone()).collect::<Vec<_>>()
            };
            ids.map(|id| section(id, blocks(id))).to_vec()
        };
        let (pages, annex) = split(sections(), EditionKind::Management);
        assert_eq!(pages.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["warnings", "recommendations"]);
        for (page, table) in pages.iter().zip(["warnings-table", "recommendations-table"]) {
            let Some(Block::List { items }) = page.blocks.first() else { panic!("{:?}", page.blocks.first()) };
            let rows = annex.iter().flat_map(|one| &one.blocks).find_map(|block| match block {
                Block::Table(found) if found.id == table => Some(&found.rows),
                _ => None,
            });
            let rows: Vec<&Row> = rows.expect("the table").iter().filter(|row| row.kind != "group").collect();
            assert_eq!(rows.len(), items.len());
            assert!(rows.iter().zip(items).all(|(row, item)| item.contains(&row.cells[0].text)), "{items:?}");
        }
        let mut long = scenario::rich().report(crate::domain::Locale::known("en"));
        let compared = long.sections.iter_mut().flat_map(|one| &mut one.blocks).find_map(|block| match block {
            Block::Table(table) if table.id == FIRST_ROWS.0 => Some(table),
            _ => None,
        });
        let compared = compared.expect("the comparison");
        let row = compared.rows[0].clone();
        compared.rows = vec![row; 9];
        compared.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.symbol = None);
        compared.rows[8].cells[0].symbol = Some("✗".to_owned());
        let (first, rest) = parted(compared);
        assert_eq!((first.rows.len(), rest.rows.len()), (7, 2));
        assert_eq!(first.rows[6], compared.rows[8]);
        let (full, _) = split(sections(), EditionKind::Full);
        assert_eq!(full.len(), 3);
        assert!(full.iter().all(|one| !matches!(one.blocks.first(), Some(Block::List { .. }))));
    }

    #[test]
    fn an_edition_of_which_nothing_would_be_left_stays_whole() {
        let (pages, annex) = split(vec![section("method", vec![paragraph("how")])], EditionKind::Full);
        assert_eq!((pages.len(), annex.len()), (1, 0));
    }

    /// No figure is lost between the two, and each document has the charts that it shows and no others.
    #[test]
    fn documents_bring_their_charts() {
        for scenario in [scenario::rich(), scenario::small()] {
            let whole = scenario.report(crate::domain::Locale::known("en"));
            let (pages, annex) = documents(&whole);
            let annex = annex.expect("an annex");
            for one in [&pages, &annex] {
                let shown: BTreeSet<&str> =
                    one.sections.iter().flat_map(|section| &section.blocks).flat_map(charts).collect();
                assert_eq!(shown, one.charts.keys().map(String::as_str).collect());
            }
            let all: BTreeSet<&String> = pages.charts.keys().chain(annex.charts.keys()).collect();
            assert_eq!(all, whole.charts.keys().collect(), "a chart that nothing shows, or that is lost");
            assert!(annex.is_annex && annex.meta.title.ends_with("Annex") && annex.meta.annex.is_empty());
        }
    }
}
