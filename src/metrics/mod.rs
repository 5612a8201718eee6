//! Metrics as data: the catalogue, and what measuring it yields.
//!
//! One scan per table for all metrics, intervals and statuses by policy, derived metrics last; and
//! for every number an explanation and the SQL that recomputes it. Reads no raw files, renders nothing.

mod against_rest;
mod check;
mod combine;
mod compile;
mod doubt;
mod estimate;
mod explain;
mod formula;
mod measure;
pub mod measurement;
pub mod models;
mod monthly;
mod moves;
mod passes;
mod query;
mod suppress;
mod unknown;
mod veiled;
mod window;
mod withheld;

pub use crate::engine::sql::Dialect;
pub use check::check;
pub use explain::{
    Check, Explanation, ModelCheck, ModelSettings, SourceFile, explain, independent_checks, model_check, sql,
};
pub use measure::{Error, Results, measure};
pub use monthly::Monthly;
pub use moves::{Moved, State, moves};
pub use passes::{ScanPlan, scan_plans};
pub use withheld::withheld;

#[cfg(test)]
mod tests;
