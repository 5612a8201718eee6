//! Whether a report is fit to leave the house: pass, warn or hold, each with its reason and cure.
//!
//! Stands between the figures and the pages. Hides nothing and changes no figure; what it finds is marked in
//! the report, or keeps the report from being made.

mod verdict;

pub use verdict::{Finding, Outcome, Override, Verdict};
