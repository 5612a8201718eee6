//! How full the pages are, and the ways of setting a document that are tried until none is half empty.

use typst::layout::{Abs, Frame, FrameItem};
use typst::visualize::Geometry;
use typst_layout::PagedDocument;

/// Room of header and footer, as the frame of the templates has them.
const HEADER: f64 = 27.0;
const FOOTER: f64 = 23.0;
/// Share of a page's room below which it is half empty.
const LEAST: f64 = 0.6;
/// Ways of setting a document, the usual one first: space between blocks, what a section wants to find left of
/// a page before it begins there, and the highest chart.
pub const WAYS: [Way; 8] = [
    Way { gap: 12.0, section: 90.0, chart: 150.0 },
    Way { gap: 12.0, section: 60.0, chart: 150.0 },
    Way { gap: 10.0, section: 60.0, chart: 95.0 },
    Way { gap: 9.0, section: 45.0, chart: 75.0 },
    Way { gap: 7.0, section: 40.0, chart: 60.0 },
    Way { gap: 13.0, section: 45.0, chart: 110.0 },
    Way { gap: 15.0, section: 75.0, chart: 150.0 },
    Way { gap: 18.0, section: 60.0, chart: 150.0 },
];

/// Pages that an edition should have at most: of few sections, and of all.
const FEW: (usize, usize) = (8, 5);
const ALL: usize = 16;

/// How many pages an edition of so many sections should have at most.
pub fn most_pages(sections: usize) -> usize {
    if sections <= FEW.0 { FEW.1 } else { ALL }
}

/// A way of setting a document: points between blocks, millimetres for the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    gap: f64,
    section: f64,
    chart: f64,
}

impl Way {
    /// What the templates read of it.
    pub fn json(self) -> String {
        format!("{{\"gap\":{},\"section\":{},\"chart\":{}}}", self.gap, self.section, self.chart)
    }
}

/// How bad a document looks, the least first: pages beyond what its edition should have, pages that are half
/// empty, pages, and what the emptiest lacks.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Look {
    beyond: usize,
    half_empty: usize,
    pages: usize,
    lacks: f64,
}

impl Look {
    /// The look of a document that should have `most` pages; its cover cannot be half empty.
    pub fn of(document: &PagedDocument, most: usize) -> Self {
        let beyond = document.pages().len().saturating_sub(most);
        let used: Vec<f64> = document.pages().iter().skip(1).map(|page| used(&page.frame)).collect();
        let lacks = used.iter().map(|used| (LEAST - used).max(0.0)).fold(0.0, f64::max);
        Self { beyond, half_empty: used.iter().filter(|used| **used < LEAST).count(), pages: used.len(), lacks }
    }

    /// Whether it is no longer than it should be and nothing is half empty.
    pub fn is_good(&self) -> bool {
        self.beyond == 0 && self.half_empty == 0
    }
}

/// The share of the room between header and footer down to the lowest thing on a page.
fn used(frame: &Frame) -> f64 {
    let (top, bottom) = (Abs::mm(HEADER), frame.height() - Abs::mm(FOOTER));
    let mut lowest = top;
    look(frame, Abs::zero(), (top, bottom), &mut lowest);
    (lowest - top) / (bottom - top)
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
