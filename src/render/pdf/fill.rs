//! How full the pages are, and how a document is set so that none is half empty.

use super::cuts::{Edge, Piece, cuts};
use crate::report::model::Report;
use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem};
use typst::visualize::Geometry;
use typst_layout::PagedDocument;

/// Room of header and footer, as the frame of the templates has them.
const HEADER: f64 = 27.0;
const FOOTER: f64 = 20.0;
/// Share of a page's room below which it is half empty.
const LEAST: f64 = 0.6;
/// What the templates put before the name of a piece in its mark.
const MARK: &str = "piece ";

/// Pages that an edition should have at most: the management's, one of few sections, and all others.
const MANAGEMENT: usize = 5;
const FEW: (usize, usize) = (8, 6);
const ALL: usize = 16;

/// How many pages a report should have at most; the management reads no data quality.
pub fn most_pages(report: &Report) -> usize {
    let sections = &report.sections;
    let whole = sections.iter().any(|section| section.id == "data-quality");
    match sections.len() <= FEW.0 {
        true if whole => FEW.1,
        true => MANAGEMENT,
        false => ALL,
    }
}

/// A way of setting a document: points between blocks, millimetres for the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    gap: f64,
    /// What a section wants to find left of a page before it begins there.
    section: f64,
    /// The highest chart.
    chart: f64,
    /// Names of the pieces before which a page begins.
    cuts: Vec<String>,
}

impl Way {
    /// The usual way, and the one for a document that would be too long.
    pub fn all() -> [Self; 2] {
        let way = |gap, section, chart| Self { gap, section, chart, cuts: Vec::new() };
        [way(12.0, 90.0, 150.0), way(8.0, 60.0, 80.0)]
    }

    /// The same, with the page breaks that fill the pages of a document which was set in this way.
    pub fn cut(&self, document: &PagedDocument, most: usize) -> Self {
        let (pieces, height) = pieces(document, self.gap);
        Self { section: 0.0, cuts: cuts(&pieces, height, (LEAST, most.saturating_sub(1))), ..self.clone() }
    }

    /// What the templates read of it.
    pub fn json(&self) -> String {
        let Self { gap, section, chart, cuts } = self;
        serde_json::json!({ "gap": gap, "section": section, "chart": chart, "cuts": cuts }).to_string()
    }
}

/// How bad a document looks, the least first: pages beyond what its edition should have, pages that are half
/// empty or begin with the notes of a table, pages, and what the emptiest lacks.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Look {
    beyond: usize,
    faulty: usize,
    pages: usize,
    lacks: f64,
}

impl Look {
    /// The look of a document that should have `most` pages; its cover cannot be half empty.
    pub fn of(document: &PagedDocument, most: usize) -> Self {
        let beyond = document.pages().len().saturating_sub(most);
        let used: Vec<f64> = document.pages().iter().skip(1).map(|page| used(&page.frame)).collect();
        let lacks = used.iter().map(|used| (LEAST - used).max(0.0)).fold(0.0, f64::max);
        let half_empty = used.iter().filter(|used| **used < LEAST).count();
        Self { beyond, faulty: half_empty + torn_off(document), pages: used.len(), lacks }
    }

    /// Whether it is no longer than it should be, nothing is half empty and no note stands alone.
    pub fn is_good(&self) -> bool {
        self.beyond == 0 && self.faulty == 0
    }
}

/// A mark of the templates: where a piece begins.
struct Mark {
    name: String,
    edge: Edge,
    page: usize,
    y: f64,
}

/// The table that a mark belongs to.
fn table(mark: &Mark) -> Option<&str> {
    mark.name.split_once('/').map(|(table, _)| table)
}

/// How many pages begin with the notes of a table whose rows stand on the page before.
fn torn_off(document: &PagedDocument) -> usize {
    let marks = marks(document);
    marks.windows(2).filter(|two| two[1].edge == Edge::Note && two[1].page > two[0].page).count()
}

/// The marks of all pages, in their order.
fn marks(document: &PagedDocument) -> Vec<Mark> {
    let mut found = Vec::new();
    for (at, page) in document.pages().iter().enumerate() {
        collect(&page.frame, (at, Abs::zero()), &mut found);
    }
    found
}

fn collect(frame: &Frame, (page, at): (usize, Abs), found: &mut Vec<Mark>) {
    for (place, item) in frame.items() {
        let y = at + place.y;
        match item {
            FrameItem::Group(group) => collect(&group.frame, (page, y + group.transform.ty), found),
            FrameItem::Tag(Tag::Start(content, _)) => {
                let Some(Value::Str(text)) = content.to_packed::<MetadataElem>().map(|mark| &mark.value) else {
                    continue;
                };
                let Some((edge, name)) = text.strip_prefix(MARK).and_then(|rest| rest.split_once(' ')) else {
                    continue;
                };
                let Some(edge) = Edge::of(edge) else { continue };
                // The header of a table that goes on over pages is marked on each of them.
                if found.iter().all(|mark: &Mark| mark.name != name) {
                    found.push(Mark { name: name.to_owned(), edge, page, y: y.to_pt() });
                }
            }
            _ => {}
        }
    }
}

/// The pieces of a document with the height of its pages; the cover has none.
fn pieces(document: &PagedDocument, gap: f64) -> (Vec<Piece>, f64) {
    let marks = marks(document);
    let (top, foot) = (Abs::mm(HEADER).to_pt(), Abs::mm(FOOTER).to_pt());
    let heights: Vec<f64> = document.pages().iter().map(|page| page.frame.height().to_pt()).collect();
    let lowest: Vec<f64> = document.pages().iter().map(|page| lowest(&page.frame).to_pt()).collect();
    let Some(height) = marks.first().map(|mark| heights[mark.page]) else { return (Vec::new(), 0.0) };
    let mut found: Vec<Piece> = Vec::new();
    let (mut header, mut group) = (0.0, 0.0);
    for (at, mark) in marks.iter().enumerate() {
        let next = marks.get(at + 1);
        let space = match next.map(|next| next.edge) {
            Some(Edge::Row | Edge::Group) => 0.0,
            Some(Edge::Section) => 2.2 * gap,
            Some(Edge::Note) => 6.0,
            _ => gap,
        };
        let (ink, step) = match next {
            Some(next) if next.page == mark.page => ((next.y - mark.y - space).max(0.0), next.y - mark.y),
            _ => {
                // To the end of its page, and what goes on before the next begins, below a header that is repeated.
                let going_on = next.map_or(0.0, |next| {
                    let whole: f64 = (mark.page + 1..next.page).map(|page| lowest[page] - top).sum();
                    let repeated =
                        if table(next).is_some() && table(next) == table(mark) { f64::INFINITY } else { space };
                    whole + (next.y - top - repeated).max(0.0)
                });
                let ink = (lowest[mark.page] - mark.y).max(0.0) + going_on;
                (ink, ink + space)
            }
        };
        // What stands above the first row of a table, and the name of a group, are repeated above rows that begin
        // a page.
        let opens = |next: &&Mark| matches!(next.edge, Edge::Row | Edge::Group) && table(next) != table(mark);
        let (edge, again) = match mark.edge {
            Edge::Row | Edge::Group if at > 0 && table(&marks[at - 1]) != table(mark) => (Edge::Kept, 0.0),
            Edge::Group => (Edge::Group, header),
            Edge::Row => (Edge::Row, header + group),
            edge => (edge, 0.0),
        };
        if next.filter(opens).is_some() {
            (header, group) = (ink, 0.0);
        } else if mark.edge == Edge::Group {
            group = step;
        }
        found.push(Piece { name: mark.name.clone(), edge, ink, step, again });
    }
    (found, height - top - foot)
}

/// The share of the room between header and footer down to the lowest thing on a page.
fn used(frame: &Frame) -> f64 {
    let (top, bottom) = room(frame);
    (lowest(frame) - top) / (bottom - top)
}

/// The room between header and footer.
fn room(frame: &Frame) -> (Abs, Abs) {
    (Abs::mm(HEADER), frame.height() - Abs::mm(FOOTER))
}

/// The lower edge of the lowest thing in the room of a page.
fn lowest(frame: &Frame) -> Abs {
    let mut lowest = room(frame).0;
    look(frame, Abs::zero(), room(frame), &mut lowest);
    lowest
}

fn look(frame: &Frame, at: Abs, (top, bottom): (Abs, Abs), lowest: &mut Abs) {
    for (place, item) in frame.items() {
        let y = at + place.y;
        let end = match item {
            FrameItem::Group(group) => {
                look(&group.frame, y + group.transform.ty, (top, bottom), lowest);
                continue;
            }
            FrameItem::Text(_) => y,
            FrameItem::Image(_, size, _) => y + size.y,
            FrameItem::Shape(shape, _) => match &shape.geometry {
                Geometry::Line(to) => y + to.y,
                Geometry::Rect(size) => y + size.y,
                Geometry::Curve(_) => y,
            },
            FrameItem::Link(..) | FrameItem::Tag(_) => continue,
        };
        if y >= top && end <= bottom {
            lowest.set_max(end);
        }
    }
}
