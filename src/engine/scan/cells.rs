//! What a scan found, by plan, segment and period.

use crate::domain::Segment;
use crate::engine::Cell;
use std::collections::BTreeMap;

/// The cells of all plans. A part of a dimension that has no row in any period has no cells; a part
/// with rows in some period has a cell in every period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    by_plan: Vec<BTreeMap<Segment, Vec<Cell>>>,
}

impl Cells {
    pub(crate) fn new(by_plan: Vec<BTreeMap<Segment, Vec<Cell>>>) -> Self {
        Self { by_plan }
    }

    /// The cell of a plan (by its position) in a segment and period (by its position). The total
    /// always has one.
    pub fn get(&self, plan: usize, segment: &Segment, period: usize) -> Option<&Cell> {
        self.by_plan.get(plan)?.get(segment)?.get(period)
    }

    /// The segments of a plan with their cells per period: the total, then the parts by dimension
    /// and value, missing values first.
    pub fn segments(&self, plan: usize) -> impl Iterator<Item = (&Segment, &[Cell])> {
        self.by_plan[plan].iter().map(|(segment, cells)| (segment, cells.as_slice()))
    }
}
