//! Rows that are put aside instead of staged: no records, as far as what stands in them tells.

use super::{Gap, RejectKind, Row, Stager};
use crate::intake::layout::{Look, Summed, Totals};
use crate::intake::mapping::Plan;
use std::sync::Arc;

impl Stager {
    /// Counts a row with another number of cells than the header.
    pub fn ragged(&mut self, line: u64, row: &impl Row, value: &str, reason: String) {
        self.arrive(line);
        self.chunk.rows_in += 1;
        if !self.excused(line, row) {
            self.push_reject(line, "", value, reason);
        }
    }

    /// Says where the last row ended, when that is not its own line.
    pub fn ended(&mut self, line: u64) {
        self.above = line;
    }

    /// Notes the rows above which lines are blank, before any of them waits.
    pub(super) fn arrive(&mut self, line: u64) {
        if self.above > 0 && line > self.above + 1 && self.target.layout.has_rows() {
            self.gaps.push(line);
        }
        self.above = line;
    }

    /// Goes on with the sums of the stretch before.
    pub fn go_on(&mut self, totals: Option<Totals>) {
        if totals.is_some() {
            self.chunk.totals = totals;
        }
    }

    /// Puts the row appended last aside when it is the sum of others.
    pub(super) fn is_total(&mut self, plan: &Plan, line: u64, row: &impl Row) -> bool {
        let Some(totals) = &mut self.chunk.totals else { return false };
        let look = || Look::at(row, self.target.layout.width());
        match totals.take((plan, line), look, &self.buffers) {
            Summed::Record => false,
            Summed::Doubtful(label) => {
                self.chunk.doubtful.push((line, label));
                false
            }
            Summed::Total(label, what) => {
                self.take_back();
                let value = Look::at(row, self.target.layout.width()).to_text();
                self.set_aside(line, &value, format!("a total: `{label}`, {what}"));
                true
            }
        }
    }

    /// Puts a row that was refused aside when it is no record; else notes whether little stands in it.
    pub(super) fn excused(&mut self, line: u64, row: &impl Row) -> bool {
        if !self.target.layout.has_rows() {
            return false;
        }
        let plan = Arc::clone(&self.target.plan);
        let layout = Arc::clone(&self.target.layout);
        let look = Look::at(row, layout.width());
        let reason = layout.excuse(&plan, &look);
        let gap = self.blank || self.gaps.binary_search(&line).is_ok();
        let gap = if gap { Gap::Blank } else { Gap::None };
        if gap == Gap::Blank && look.has_names_only() {
            self.chunk.headers.push(line);
        }
        if look.is_sparse(&plan) {
            self.chunk.sparse.push((line, gap));
            self.chunk.zone = self
                .chunk
                .zone
                .take()
                .or_else(|| look.zone().map(|zone| (line, zone)).filter(|_| layout.zone.is_none()));
        }
        self.blank = look.is_blank();
        if let (Some(totals), Some(_)) = (&mut self.chunk.totals, &reason) {
            totals.mark();
        }
        let excused = reason.is_some();
        if let Some(reason) = reason {
            self.set_aside(line, &look.to_text(), reason);
        }
        excused
    }

    pub(super) fn set_aside(&mut self, line: u64, value: &str, reason: String) {
        self.push_reject(line, "", value, reason);
        if let Some(reject) = self.chunk.rejects.last_mut() {
            reject.kind = RejectKind::NotARecord;
        }
    }
}
