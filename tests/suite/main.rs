//! The integration tests: one binary, one module per subject.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

mod agreement;
mod amounts;
mod architecture;
mod asked;
mod cases;
mod clients;
mod codes;
mod cookbook;
mod delivery;
mod deploy;
mod economics;
mod gate;
mod handover;
mod imports;
mod industry;
#[cfg(unix)]
mod interruption;
mod invalid;
mod isolation;
mod issues;
mod language;
mod locales;
mod loyalty;
mod metric_ids;
mod portfolio;
mod privacy;
mod project;
mod readme;
mod reference;
mod relationship;
mod reuse;
mod sample;
mod season;
mod stand_ins;
mod templates;
mod tongues;
mod traps;
mod white_label;
mod windows;
mod words;
