//! Agreed actions: what was promised, to be followed up.

use super::rule::Lever;
use crate::domain::Localized;
use chrono::NaiveDate;

/// One agreed action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Name, unique in its file.
    pub id: String,
    /// Printed name; the id where the file gives none.
    pub title: Localized,
    /// What is pulled.
    pub lever: Lever,
    /// Who answers for it.
    pub owner: String,
    /// The day it is due.
    pub due: NaiveDate,
    /// The metric that it is to move.
    pub metric: String,
    /// The change expected of the metric, signed, in the metric's unit (percentage points for
    /// shares); `None` when nothing was promised.
    pub expected_effect: Option<f64>,
    /// Whether it was done.
    pub done: Done,
    /// The day it was started; without one the metric is compared with the quarter before the
    /// report's.
    pub started: Option<NaiveDate>,
}

/// Whether an action was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Done; on which day, when the file says so.
    Yes(Option<NaiveDate>),
    /// Not done.
    No,
}
