//! The report as a typed view model: what is said, in which order, in which words.

pub mod model;
