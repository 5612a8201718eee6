//! Quarterdeck turns data folders and one YAML file into quarterly service-quality reports.

pub mod benchmarks;
pub mod charts;
pub mod cli;
pub mod config;
pub mod delivery;
pub mod diagnostic;
pub mod domain;
pub mod economics;
pub mod engine;
pub mod facts;
pub mod insight;
pub mod intake;
pub mod metrics;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod run_record;
pub mod sample;
pub mod statistics;
