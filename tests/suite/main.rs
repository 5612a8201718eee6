//! The integration tests: one binary, one module per subject.

mod architecture;
mod cases;
mod invalid;
mod project;
mod sample;
