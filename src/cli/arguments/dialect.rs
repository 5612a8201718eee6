//! The databases that a query may be written for, as typed.

use crate::metrics::Dialect;
use clap::ValueEnum;

/// A database that recomputes figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SqlDialect {
    /// DuckDB, which reads the staged files
    Duckdb,
    /// PostgreSQL from 15 on
    Postgres,
    /// ClickHouse from 26 on
    Clickhouse,
    /// Spark SQL from 4 on
    Spark,
}

impl From<SqlDialect> for Dialect {
    fn from(named: SqlDialect) -> Self {
        match named {
            SqlDialect::Duckdb => Self::DuckDb,
            SqlDialect::Postgres => Self::Postgres,
            SqlDialect::Clickhouse => Self::ClickHouse,
            SqlDialect::Spark => Self::Spark,
        }
    }
}
