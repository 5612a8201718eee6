//! Survey answers of models with several items: one row per respondent and item.

use super::Ground;
use super::cells::Cells;
use crate::domain::{LocalClock, Period, Table};
use crate::facts;
use std::collections::BTreeMap;

/// How long answers about one interaction are waited for (M09).
const WINDOW_DAYS: i64 = 14;

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) response: String,
    pub(super) metric: String,
    pub(super) item: String,
    pub(super) role: Option<String>,
    /// `None` is no answer to this item.
    pub(super) value: Option<f64>,
    /// Ends of the scale, where the data give them.
    pub(super) scale: Option<(f64, f64)>,
    /// When it counts, microseconds.
    pub(super) at: i64,
    /// Whether it counts.
    pub(super) fate: Fate,
}

/// Whether an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    Counts,
    /// More than 14 days after the invitation or interaction.
    Late,
    /// After `as_of`.
    Future,
    /// Its 14 days are not over.
    Immature,
}

impl Fate {
    /// Name of the reason to leave an answer out.
    pub(super) fn reason(self) -> Option<&'static str> {
        match self {
            Self::Counts | Self::Immature => None,
            Self::Late => Some("late_response"),
            Self::Future => Some("after_as_of"),
        }
    }
}

/// The answers to some metrics (lower case), in the order of response, metric, item and role; `None`
/// when the report has none.
pub(super) fn read(ground: &Ground<'_>, metrics: &[&str]) -> Result<Option<Vec<Answer>>, facts::Error> {
    const COLUMNS: [&str; 11] = [
        "response_id",
        "metric",
        "item",
        "role",
        "value",
        "scale_min",
        "scale_max",
        "responded_at",
        "rated_at",
        "late_response",
        "series",
    ];
    let Some(batches) = ground.rows(Table::Surveys, &COLUMNS, &["value", "item"])? else { return Ok(None) };
    let (as_of, mut clock) = (ground.report.as_of.0, ground.clock());
    let mut found = Vec::new();
    for batch in &batches {
        let cells = Cells(batch);
        for row in 0..cells.rows() {
            let metric = cells.text("metric", row).map(str::to_lowercase);
            let Some(metric) = metric.filter(|metric| metrics.contains(&metric.as_str())) else { continue };
            found.extend(answer(cells, row, metric, (as_of, &mut clock)));
        }
    }
    found.sort_by(|a, b| (&a.response, &a.metric, &a.item, &a.role).cmp(&(&b.response, &b.metric, &b.item, &b.role)));
    Ok((!found.is_empty()).then_some(found))
}

fn answer(cells: Cells<'_>, row: usize, metric: String, (as_of, clock): (i64, &mut LocalClock)) -> Option<Answer> {
    let text = |name: &str| cells.text(name, row).map(|text| text.trim().to_owned());
    let at = cells.instant("rated_at", row)?;
    let transactional = cells.text("series", row) == Some("transactional");
    let fate = if cells.boolean("late_response", row) == Some(true) {
        Fate::Late
    } else if cells.instant("responded_at", row).is_some_and(|responded| responded > as_of) {
        Fate::Future
    } else if transactional && clock.plus_days(at, WINDOW_DAYS) > as_of {
        Fate::Immature
    } else {
        Fate::Counts
    };
    Some(Answer {
        response: text("response_id")?,
        metric,
        item: text("item").unwrap_or_default(),
        role: text("role"),
        value: cells.number("value", row),
        scale: cells.number("scale_min", row).zip(cells.number("scale_max", row)),
        at,
        fate,
    })
}

/// The answers of each respondent.
pub(super) fn by_respondent(answers: &[Answer]) -> impl Iterator<Item = &[Answer]> {
    answers.chunk_by(|a, b| a.response == b.response)
}

/// Counts of answers left out, by reason.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LeftOut {
    pub(super) excluded: BTreeMap<&'static str, u64>,
    pub(super) immature: u64,
}

impl LeftOut {
    /// Counts one answer that is left out.
    pub(super) fn count(&mut self, reason: &'static str) {
        *self.excluded.entry(reason).or_default() += 1;
    }

    /// Whether an answer counts; one that does not is counted.
    pub(super) fn admits(&mut self, answer: &Answer) -> bool {
        match (answer.fate, answer.fate.reason()) {
            (Fate::Immature, _) => self.immature += 1,
            (_, Some(reason)) => self.count(reason),
            _ => return true,
        }
        false
    }

    /// In the order of names.
    pub(super) fn list(&self) -> Vec<(String, u64)> {
        self.excluded.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect()
    }
}

/// Whether an instant lies in a period.
pub(super) fn within(at: i64, period: &Period) -> bool {
    period.start.0 <= at && at < period.end.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray, TimestampMicrosecondArray};
    use std::sync::Arc;

    const AS_OF: i64 = 100 * crate::domain::Instant::DAY;

    /// The fate of an answer rated and given at these days, in a series, late or not.
    fn fate((rated, given): (i64, i64), series: &str, late: Option<bool>) -> Fate {
        let day = |day: i64| -> ArrayRef {
            Arc::new(TimestampMicrosecondArray::from(vec![day * crate::domain::Instant::DAY]).with_timezone("UTC"))
        };
        let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
        let late: ArrayRef = Arc::new(BooleanArray::from(vec![late]));
        let columns = [
            ("response_id", text("r")),
            ("series", text(series)),
            ("rated_at", day(rated)),
            ("responded_at", day(given)),
            ("late_response", late),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true))).unwrap();
        answer(Cells(&batch), 0, "nps".to_owned(), (AS_OF, &mut LocalClock::new(crate::domain::Zone::utc())))
            .unwrap()
            .fate
    }

    #[test]
    fn an_answer_counts_once_it_is_in_time_and_its_window_is_over() {
        assert_eq!(fate((80, 81), "relationship", None), Fate::Counts);
        assert_eq!(fate((80, 81), "relationship", Some(true)), Fate::Late);
        assert_eq!(fate((99, 101), "relationship", Some(false)), Fate::Future);
        assert_eq!(fate((99, 100), "relationship", None), Fate::Counts, "given as the data were extracted");
        assert_eq!(fate((86, 87), "transactional", None), Fate::Counts, "fourteen days are over");
        assert_eq!(fate((87, 88), "transactional", None), Fate::Immature);
        assert_eq!(fate((87, 101), "transactional", Some(true)), Fate::Late, "the first reason stays");
    }

    #[test]
    fn what_is_left_out_is_counted_by_its_reason() {
        let of = |fate: Fate| Answer {
            response: String::new(),
            metric: String::new(),
            item: String::new(),
            role: None,
            value: None,
            scale: None,
            at: 0,
            fate,
        };
        let mut left = LeftOut::default();
        let fates = [Fate::Counts, Fate::Immature, Fate::Late, Fate::Late, Fate::Future];
        assert_eq!(fates.map(|fate| left.admits(&of(fate))), [true, false, false, false, false]);
        assert_eq!(left.immature, 1);
        assert_eq!(left.list(), [("after_as_of".to_owned(), 1), ("late_response".to_owned(), 2)]);
    }
}
