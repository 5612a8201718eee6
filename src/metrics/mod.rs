//! Metrics as data: the catalogue, and what measuring it yields.

pub mod catalogue;
pub mod definition;
pub mod measurement;
