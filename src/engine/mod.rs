//! One pass over a table for all its metrics: SQL expressions checked up front and evaluated on
//! columns, mergeable accumulators per period and segment, and the same metric as DuckDB SQL.
//!
//! Knows no metric by name, joins nothing and plans nothing. Results do not depend on how the rows
//! are split into parts, on their order or on the number of threads.

pub mod accumulate;
pub mod expression;
pub mod plan;
pub mod scan;
pub mod schema;
pub mod sql;

pub use accumulate::{Cell, Distribution, State, Survival};
pub use expression::{Bindings, EvaluateError, Expression};
pub use plan::{Aggregate, Attribution, Exclusion, Grain, Periods, Plan, PlanError};
pub use scan::{Cells, ScanError, scan};
pub use schema::Schema;
