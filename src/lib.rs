//! Quarterdeck turns data folders and one YAML file into quarterly service-quality reports.
//!
//! Data runs one way, through the rooms in this order:
//!
//! - [`privacy`]: what identifies a person, and what is printed in its place.
//! - [`config`]: `reports.yaml` as written → as valid, every mistake with its place.
//! - [`cache`]: what was computed and may be used again, by key and with its checksum.
//! - [`catalogue`]: the metrics as data: how each is counted, and the ids that code may name.
//! - [`schema`]: the columns of the canonical tables.
//! - [`source`]: what there is to read, what its bytes are, and within which limits.
//! - [`expression`]: SQL expressions over the columns of a table or of a client's file.
//! - [`profile`]: a folder of exports → a proposal how to read it, with reasons.
//! - [`intake`]: raw files → canonical, typed, staged Parquet and rejected rows with their reason.
//! - [`facts`]: staged tables → keys merged, columns derived from other rows and tables, each declared once.
//! - [`engine`]: mergeable, storable sums by kind of aggregate; one scan of a table for all its metrics.
//! - [`metrics`]: catalogue and facts → measurements, and what explains them; what fits no kind of metric
//!   is a model, one pure file each.
//! - [`statistics`]: intervals, tests, survival curves, control charts, decompositions, drivers; pure functions.
//! - [`benchmarks`]: published averages with provenance, comparability and verdicts.
//! - [`economics`]: costs, benefits and their appraisal in decimals; sensitivity, scenarios, marginal steps.
//! - [`insight`]: findings, causes, early warnings and recommendations, each with the figures that it stands
//!   on, one value per report; and what became of earlier actions.
//! - [`report`]: the view model, all that templates see; words and number formats per language.
//! - [`charts`]: typed data → SVG.
//! - [`gate`]: whether a report may leave: pass, warn or hold, each with its reason and cure; asked before
//!   anything is rendered.
//! - [`render`]: view model → bytes of HTML, PDF and JSON, and of the messages that carry them.
//! - [`delivery`] and [`run_record`]: issues as whole folders only, messages once to each person by a ledger,
//!   and what the run was.
//!
//! [`pipeline`] is these stages on one screen, [`cli`] the commands around it, [`sample`] the
//! generator of the sample project, [`mod@reference`] the pages about all that can be named, [`translation`] the program's
//! own words in other languages. [`domain`] and [`diagnostic`] are words that all rooms share.

pub mod benchmarks;
pub mod cache;
pub mod catalogue;
pub mod charts;
pub mod cli;
pub mod config;
pub mod delivery;
pub mod diagnostic;
pub mod domain;
pub mod economics;
pub mod engine;
pub mod expression;
pub mod facts;
pub mod gate;
pub mod insight;
pub mod intake;
pub mod metrics;
pub mod pipeline;
pub mod privacy;
pub mod profile;
pub mod reference;
pub mod render;
pub mod report;
pub mod run_record;
pub mod sample;
pub mod schema;
pub mod source;
pub mod statistics;
pub mod translation;
