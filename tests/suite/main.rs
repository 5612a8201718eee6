//! The integration tests: one binary, one module per subject.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

mod amounts;
mod architecture;
mod cases;
mod economics;
#[cfg(unix)]
mod interruption;
mod invalid;
mod loyalty;
mod project;
mod relationship;
mod reuse;
mod sample;
mod season;
mod traps;
mod words;
