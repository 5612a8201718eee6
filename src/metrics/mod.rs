//! Metrics as data: the catalogue, and what measuring it yields.

pub mod definition;
pub mod measurement;
