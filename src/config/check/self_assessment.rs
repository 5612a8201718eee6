//! Reads a file of scores by GB/T 27922: YAML, or CSV with one item per line.

pub(super) mod csv;

pub(in crate::config) use csv::rows as csv_rows;

use super::Checker;
use crate::config::file;
use crate::config::quality::{AssessedItem, AssessmentBlock, AssessmentKind, SelfAssessment};
use crate::config::reader;
use crate::config::tree::{self, Mark, Node};
use crate::config::written::Written;
use crate::diagnostic::{Diagnostic, Place};
use crate::domain::Localized;
use chrono::NaiveDate;
use std::fs;
use std::path::Path;

/// Points that differ by less are equal.
const ROUNDING: f64 = 1e-9;

impl Checker<'_> {
    pub(super) fn self_assessment(&mut self, written: &Written<String>) -> Option<SelfAssessment> {
        let (text, mark) = written.placed()?;
        let path = self.existing_file(text, mark, "self-assessment")?;
        let mut reading = Reading { file: &path, problems: Vec::new() };
        let found = reading.assessment();
        self.problems.append(&mut reading.problems);
        found
    }
}

/// One file and its mistakes.
struct Reading<'a> {
    file: &'a Path,
    problems: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn assessment(&mut self) -> Option<SelfAssessment> {
        let text = match fs::read_to_string(self.file) {
            Ok(text) => text,
            Err(error) => {
                let what = "the self-assessment";
                self.problems.push(Diagnostic::unreadable("unreadable-assessment", what, self.file, &error));
                return None;
            }
        };
        let is_csv = self.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let parsed =
            if is_csv { csv::parse(&text) } else { tree::parse(&text).map_err(|error| (error.mark, error.message)) };
        let tree: Node = match parsed {
            Ok(tree) => tree,
            Err((mark, message)) => {
                self.error(if is_csv { "invalid-csv" } else { "invalid-yaml" }, mark, message);
                return None;
            }
        };
        let written: file::Assessment = reader::read(&tree, self.file, &mut self.problems)?;
        self.checked(&written)
    }

    fn checked(&mut self, written: &file::Assessment) -> Option<SelfAssessment> {
        let top = Mark::TOP;
        if written.assessed_on.is_absent() {
            self.error("missing-key", top, "`assessed_on` is missing in the self-assessment".to_owned());
        }
        let assessed_on = written.assessed_on.placed().and_then(|(text, mark)| self.day(text, mark));
        let mut items = Vec::new();
        for (item, mark) in written.items.get().into_iter().flatten().filter_map(Written::placed) {
            items.extend(self.item(item, mark));
        }
        let place = written.items.placed().map_or(top, |(_, mark)| mark);
        self.blocks(&items, place);
        let mut deductions = Vec::new();
        for (one, mark) in written.deductions.get().into_iter().flatten().filter_map(Written::placed) {
            if one.reason.is_absent() {
                self.error("missing-key", mark, "`reason` is missing in this deduction".to_owned());
            }
            deductions.extend(one.reason.get().map(|reason| (reason.clone(), one.count.get().copied().unwrap_or(1))));
        }
        let bonus = self.bonus(&written.bonus);
        Some(SelfAssessment {
            assessed_on: assessed_on?,
            assessor: written.assessor.get().cloned(),
            items,
            deductions,
            bonus,
        })
    }

    fn day(&mut self, text: &str, mark: Mark) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
        if day.is_none() {
            self.error("invalid-date", mark, format!("`{text}` is not a date"));
        }
        day
    }

    fn item(&mut self, item: &file::Item, mark: Mark) -> Option<AssessedItem> {
        let applies = item.applicable.get().copied().unwrap_or(true);
        let absent = [
            ("block", item.block.is_absent()),
            ("title", item.title.is_absent()),
            ("points", item.points.is_absent()),
            ("score", applies && item.score.is_absent()),
        ];
        for (key, _) in absent.into_iter().filter(|(_, absent)| *absent) {
            self.error("missing-key", mark, format!("`{key}` is missing in this item"));
        }
        let (block, title) = (*item.block.get()?, item.title.get()?.clone());
        let points = *item.points.get()?;
        if !points.is_finite() || points <= 0.0 {
            self.error("out-of-range", mark, format!("`points` is {points}; it must be above 0"));
        }
        let kind = item.kind.get().copied().unwrap_or_default();
        let score = match applies {
            true => Some(self.score(item.score.placed()?, (points, kind))),
            false => None,
        };
        Some(AssessedItem { block, title, points, score, kind })
    }

    fn score(&mut self, (score, mark): (&f64, Mark), (points, kind): (f64, AssessmentKind)) -> f64 {
        if !(0.0..=points).contains(score) {
            self.error("out-of-range", mark, format!("`score` is {score}; it must be between 0 and {points}"));
        } else if kind == AssessmentKind::Qualitative && *score != 0.0 && *score != points {
            let message = format!("a qualitative item scores 0 or all its {points} points, not {score}");
            self.error("out-of-range", mark, message);
        }
        *score
    }

    /// The points of the items of a block must sum to the block.
    fn blocks(&mut self, items: &[AssessedItem], mark: Mark) {
        for block in AssessmentBlock::ALL {
            let sum: f64 = items.iter().filter(|item| item.block == block).map(|item| item.points).sum();
            if (sum - block.points()).abs() > ROUNDING {
                let sum = (sum * 1e6).round() / 1e6;
                let message =
                    format!("the points of the block `{}` sum to {sum}, not to {}", block.name(), block.points());
                self.error("block-points", mark, message);
            }
        }
    }

    fn bonus(&mut self, written: &Written<file::Bonus>) -> Option<(Localized, f64)> {
        let (bonus, mark) = written.placed()?;
        if bonus.reason.is_absent() {
            self.error("missing-key", mark, "`reason` is missing in `bonus`".to_owned());
        }
        let (points, place) = bonus.points.placed()?;
        if !(0.0..=1.0).contains(points) {
            self.error("out-of-range", place, format!("`points` of the bonus is {points}; it can be at most 1"));
        }
        Some((bonus.reason.get()?.clone(), *points))
    }

    fn error(&mut self, code: &'static str, mark: Mark, message: String) {
        self.problems.push(Diagnostic::error(code, Place::at(self.file, mark.line, mark.column), message));
    }
}
