//! One pass over a table for all its metrics: expressions evaluated on columns, mergeable
//! accumulators per period and segment, and the same metric as DuckDB SQL.
//!
//! Knows no metric by name, joins nothing and plans nothing. Results do not depend on how the rows
//! are split into parts, on their order or on the number of threads.

pub mod accumulate;
pub mod aggregate;
pub mod plan;
pub mod scan;
pub mod sql;

pub use crate::expression::{Bindings, EvaluateError, Expression, Schema};
pub use accumulate::{Cell, Distribution, State, Survival};
pub use aggregate::Aggregate;
pub use plan::{Attribution, Exclusion, Fold, Folds, Grain, MOST_PARTS, Periods, Plan, PlanError};
pub use scan::{Cells, Counted, Partial, Scan, ScanError, StoredError, count_values, each, scan};
