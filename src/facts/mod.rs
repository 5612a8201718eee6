//! Canonical tables: their schema, keys, and the columns derived from other rows and tables.

pub mod schema;
