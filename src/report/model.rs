//! The view model: the only thing that templates see, printable as `report.json`.
//!
//! Every text is final (localised, rounded, formatted); templates do no arithmetic. HTML and PDF
//! walk the same blocks. Chart data stays typed for `charts/`, beside the words that go round it.

mod brand;
mod chart;
mod loss;
mod summary;

pub use brand::*;
pub use chart::*;
pub use loss::*;
pub use summary::*;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One edition of one report in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this model; templates may check it.
    pub model_version: u32,
    /// BCP 47 tag: `zh-CN` or `en`.
    pub language: String,
    /// Identity and provenance.
    pub meta: Meta,
    /// Look.
    pub brand: BrandView,
    /// Fixed words of the frame (such as `contents`, `page`, `of`), by key, in this language.
    pub labels: BTreeMap<String, String>,
    /// The front page.
    pub cover: Cover,
    /// Sections in order; the cover is not one of them.
    pub sections: Vec<Section>,
    /// Sections of the annex: what is looked up, in a document of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annex: Vec<Section>,
    /// Whether this document is the annex of an edition.
    #[serde(default)]
    pub is_annex: bool,
    /// Columns with more cells in doubt than `statistics.doubt_warning` allows; figures that stand on them
    /// carry the sign †.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// Characters that no page can show and for which a sign stands, the most frequent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stand_ins: Vec<StandIn>,
    /// Typed data of every chart that a block or cell refers to, by chart id.
    pub charts: BTreeMap<String, ChartData>,
}

impl Report {
    /// The sections of the pages, then those of the annex.
    pub fn all_sections(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().chain(&self.annex)
    }

    /// All blocks of the pages, then of the annex.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        self.all_sections().flat_map(|section| &section.blocks)
    }
}

/// A character for which a sign stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StandIn {
    /// Its code point, `U+0E01`.
    pub code: String,
    /// How often it was replaced.
    pub times: u64,
    /// The words round it where it stood first.
    pub context: String,
}

/// Identity and provenance of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Report id.
    pub report: String,
    /// Document title, plain text, such as `示例电信 · 2026年第三季度服务质量报告`.
    pub title: String,
    /// Client.
    pub client: String,
    /// `2026-Q3`.
    pub quarter: String,
    /// Which issue of the report it is, such as `Issue 2`; empty where it is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub issue: String,
    /// Paper of printed pages: `a4` or `us-letter`.
    #[serde(default = "brand::a4")]
    pub paper: String,
    /// Date of the data (`as_of`), ISO 8601 with offset; also the document's date.
    pub as_of: String,
    /// The same as year, month, day, hour, minute in the report's zone, for document metadata.
    pub as_of_parts: [i32; 5],
    /// Author for document metadata.
    pub author: String,
    /// Program version.
    pub version: String,
    /// Name and version of the program, where documents name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Hash of the configuration.
    pub config_hash: String,
    /// Hash over all input files.
    pub data_hash: String,
    /// Name of the annex beside this document, without its ending.
    #[serde(default)]
    pub annex: String,
    /// Keywords for document metadata.
    pub keywords: Vec<String>,
}

/// The front page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// Small line above the title, such as `季度服务质量报告`.
    pub kicker: String,
    /// Client name.
    pub title: String,
    /// Period in words with dates.
    pub subtitle: String,
    /// Label and value rows: period, data as of, what was lost; then how it was made: time zone, prepared by, hashes …
    pub facts: Vec<Fact>,
    /// How many of them every reader has to know; the others may be folded away.
    #[serde(default)]
    pub main_facts: usize,
    /// Confidentiality line.
    pub confidentiality: String,
    /// A data fault or partial data that the reader must know first.
    pub notice: Option<Callout>,
}

/// A label with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
}

/// One section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Anchor: `summary`, `scorecard`, `trends`, `segments`, `benchmarks`, `economics`,
    /// `data-quality`, `method`.
    pub id: String,
    /// Topic, such as `记分卡`; the running header and contents show it.
    pub topic: String,
    /// The message.
    pub title: String,
    /// Content in order.
    pub blocks: Vec<Block>,
    /// Whether the annex has more of this section.
    #[serde(default)]
    pub more: bool,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading inside the section (level 3 in HTML, level 2 in PDF).
    Heading {
        /// Text.
        text: String,
        /// Anchor, unique in the document.
        id: String,
    },
    /// A paragraph.
    Paragraph {
        /// Plain text.
        text: String,
    },
    /// The line under a section's title that says the rest of its message.
    Lead {
        /// Plain text.
        text: String,
    },
    /// A chart beside the small table of its parts: what changed, and where.
    Exhibit {
        /// The chart; its narrow form is shown.
        chart: ChartBlock,
        /// The table.
        table: Table,
    },
    /// The messages of the summary, each one bold line and one more.
    Messages {
        /// In order of weight.
        items: Vec<Message>,
    },
    /// What the reader is asked to decide.
    Decision {
        /// Bold first line.
        title: String,
        /// The options, in the order in which they are advised.
        options: Vec<DecisionOption>,
    },
    /// A bulleted list.
    List {
        /// Items, plain text.
        items: Vec<String>,
    },
    /// Findings with all that they stand on.
    Findings {
        /// In order of weight.
        items: Vec<Finding>,
    },
    /// Three to six headline figures.
    KeyFigures {
        /// In order.
        items: Vec<KeyFigure>,
    },
    /// A table.
    Table(Table),
    /// A table whose judged cells are tinted, so that what stands out is seen from afar.
    Heat(Table),
    /// A chart with its words.
    Chart(ChartBlock),
    /// Two or three charts in a row (below each other on a phone).
    ChartRow {
        /// The charts.
        items: Vec<ChartBlock>,
    },
    /// A boxed remark.
    Callout(Callout),
    /// Terms with explanations (method appendix, glossary).
    Definitions {
        /// Entries.
        items: Vec<DefinitionEntry>,
    },
    /// The client's or consultant's own commentary.
    Commentary {
        /// Paragraphs and lists, already parsed from Markdown to plain blocks.
        blocks: Vec<Block>,
    },
}

/// A boxed remark.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Callout {
    /// `note`, `warning` or `fault`.
    pub tone: String,
    /// Bold first line.
    pub title: String,
    /// Text.
    pub text: String,
}

/// A term with its explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefinitionEntry {
    /// Anchor.
    pub id: String,
    /// Term.
    pub term: String,
    /// Explanation.
    pub text: String,
    /// Label and value rows below it (unit, attribution, n, excluded, source …).
    pub facts: Vec<Fact>,
}

/// How a figure is judged; never the only sign, a symbol or word always stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Worth watching: a yellow warning.
    Caution,
    /// Neither.
    Neutral,
    /// Weakly founded or missing: printed grey.
    Muted,
}

/// A table. Its header row repeats on every page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Anchor, unique in the document.
    pub id: String,
    /// Caption above it.
    pub caption: String,
    /// Columns.
    pub columns: Vec<TableColumn>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Notes below: unit, period, n, source, as-of.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Header.
    pub label: String,
    /// `start`, `end` or `center`.
    pub align: String,
    /// Relative width (1 is normal; text columns 2 to 4).
    pub width: f64,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// `body`, `group` (one cell that spans all columns) or `total`.
    pub kind: String,
    /// Cells; as many as columns, but one for a group.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Text.
    pub text: String,
    /// Second, smaller line.
    pub detail: Option<String>,
    /// Judgement.
    pub tone: Option<Tone>,
    /// Symbol before the text, such as ▲ ▼ ● ○ ✓ ✗.
    pub symbol: Option<String>,
    /// Id of a small chart drawn in the cell instead of text (text is then its alternative).
    pub chart: Option<String>,
    /// Anchor that the text links to.
    pub link: Option<String>,
}

/// A chart with the words round it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartBlock {
    /// Id in [`Report::charts`].
    pub id: String,
    /// Title that says the message.
    pub title: String,
    /// Unit, period, n, source, as-of.
    pub caption: String,
    /// Alternative text with the main figures.
    pub alt: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixtures_are_reports_and_refer_to_their_charts() {
        for text in [
            include_str!("../../tests/fixtures/report-zh-CN.json"),
            include_str!("../../tests/fixtures/report-en.json"),
            include_str!("../../tests/fixtures/report-small-zh-CN.json"),
            include_str!("../../tests/fixtures/report-small-en.json"),
        ] {
            let report: Report = serde_json::from_str(text).expect("a report");
            for id in report.sections.iter().flat_map(|section| &section.blocks).flat_map(chart_ids) {
                assert!(report.charts.contains_key(&id), "chart {id} has no data");
            }
        }
    }

    fn chart_ids(block: &Block) -> Vec<String> {
        match block {
            Block::Chart(chart) => vec![chart.id.clone()],
            Block::ChartRow { items } => items.iter().map(|chart| chart.id.clone()).collect(),
            Block::Findings { items } => items.iter().filter_map(|finding| finding.chart.clone()).collect(),
            Block::KeyFigures { items } => items.iter().filter_map(|figure| figure.chart.clone()).collect(),
            Block::Exhibit { chart, .. } => vec![chart.id.clone()],
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.chart.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}
