//! The databases that queries are written for, and how their SQL differs. A query for any but DuckDB reads tables
//! `tickets_staged`, `orders_staged` … that hold the staged rows in the types of [`Dialect::column_type`].

use crate::domain::{ColumnType, Instant};
use std::fmt::{Display, Formatter};

/// A database that recomputes figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// DuckDB, which reads the staged files by itself.
    #[default]
    DuckDb,
    /// PostgreSQL from 15 on.
    Postgres,
    /// ClickHouse from 26 on.
    ClickHouse,
    /// Spark SQL from 4 on.
    Spark,
}

use Dialect::{ClickHouse, DuckDb, Postgres, Spark};

impl Display for Dialect {
    fn fmt(&self, to: &mut Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            DuckDb => "DuckDB",
            Postgres => "PostgreSQL",
            ClickHouse => "ClickHouse",
            Spark => "Spark",
        })
    }
}

impl Dialect {
    /// The type that a cast of an expression names. Instants and durations are whole microseconds in expressions.
    pub fn type_name(self, kind: ColumnType) -> &'static str {
        match kind {
            ColumnType::Text => match self {
                DuckDb => "VARCHAR",
                Postgres => "TEXT",
                ClickHouse => "Nullable(String)",
                Spark => "STRING",
            },
            ColumnType::Instant | ColumnType::Duration | ColumnType::Integer => match self {
                ClickHouse => "Nullable(Int64)",
                _ => "BIGINT",
            },
            ColumnType::Number => match self {
                DuckDb | Spark => "DOUBLE",
                Postgres => "DOUBLE PRECISION",
                ClickHouse => "Nullable(Float64)",
            },
            ColumnType::Money => match self {
                ClickHouse => "Nullable(Decimal(38, 4))",
                _ => "DECIMAL(38, 4)",
            },
            ColumnType::Boolean => match self {
                ClickHouse => "Nullable(Bool)",
                _ => "BOOLEAN",
            },
        }
    }

    /// The type of an instant in a relation.
    pub fn instant_type(self) -> &'static str {
        match self {
            DuckDb | Postgres => "TIMESTAMPTZ",
            ClickHouse => "Nullable(DateTime64(6, 'UTC'))",
            Spark => "TIMESTAMP",
        }
    }

    /// The type of a staged column. Texts compare by their bytes: PostgreSQL has a collation for that.
    pub fn column_type(self, kind: ColumnType) -> &'static str {
        match (kind, self) {
            (ColumnType::Instant, _) => self.instant_type(),
            (ColumnType::Text, Postgres) => "TEXT COLLATE \"C\"",
            (ColumnType::Money, ClickHouse) => "Nullable(Decimal(20, 4))",
            (ColumnType::Money, _) => "DECIMAL(20, 4)",
            _ => self.type_name(kind),
        }
    }

    /// A quoted identifier.
    pub fn identifier(self, name: &str) -> String {
        match self {
            Spark => format!("`{}`", name.replace('`', "``")),
            ClickHouse => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\"\"")),
            DuckDb | Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A quoted text.
    pub fn text(self, content: &str) -> String {
        match self {
            DuckDb | Postgres => format!("'{}'", content.replace('\'', "''")),
            ClickHouse | Spark => format!("'{}'", content.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    }

    /// A constant as a value of a type. ClickHouse takes what stands before `::` for a text, brackets included.
    pub fn constant(self, value: impl Display, kind: ColumnType) -> String {
        let kind = self.type_name(kind);
        if self == ClickHouse { format!("CAST({value} AS {kind})") } else { format!("({value})::{kind}") }
    }

    /// Columns of one of several relations under their own names.
    pub fn columns(self, of: &str, names: &[&str]) -> String {
        let column =
            |name: &&str| if self == DuckDb { format!("{of}.{name}") } else { format!("{of}.{name} AS {name}") };
        names.iter().map(column).collect::<Vec<_>>().join(", ")
    }

    /// Nothing, of a type.
    pub fn null(self, kind: ColumnType) -> String {
        let kind = if kind == ColumnType::Instant { self.instant_type() } else { self.type_name(kind) };
        format!("CAST(NULL AS {kind})")
    }

    /// Microseconds since 1970 of an instant of a relation.
    pub fn micros(self, instant: &str) -> String {
        match self {
            DuckDb => format!("epoch_us({instant})"),
            Postgres => format!("CAST(extract(epoch FROM {instant}) * 1000000 AS BIGINT)"),
            ClickHouse => format!("toUnixTimestamp64Micro({instant})"),
            Spark => format!("unix_micros({instant})"),
        }
    }

    /// An instant of a relation from microseconds since 1970.
    pub fn instant(self, micros: &str) -> String {
        match self {
            DuckDb => format!("make_timestamptz({micros})"),
            Postgres => format!("(TIMESTAMPTZ 'epoch' + ({micros}) * INTERVAL '1 microsecond')"),
            ClickHouse => format!("fromUnixTimestamp64Micro({micros}, 'UTC')"),
            Spark => format!("timestamp_micros({micros})"),
        }
    }

    /// A given instant, whatever the time zone of the session.
    pub fn instant_literal(self, micros: i64) -> String {
        let at = Instant(micros).to_utc();
        match self {
            ClickHouse => format!("fromUnixTimestamp64Micro(CAST({micros} AS Int64), 'UTC')"),
            Spark => format!("TIMESTAMP '{}'", at.format("%Y-%m-%d %H:%M:%S%.6f+00:00")),
            DuckDb | Postgres => format!("TIMESTAMPTZ '{}'", at.format("%Y-%m-%d %H:%M:%S%.6f+00")),
        }
    }

    /// An instant of a relation so many microseconds later.
    pub fn later(self, instant: &str, micros: i64) -> String {
        match self {
            DuckDb => format!("{instant} + to_microseconds({micros})"),
            Postgres => format!("{instant} + {micros} * INTERVAL '1 microsecond'"),
            ClickHouse | Spark => self.instant(&format!("{} + {micros}", self.micros(instant))),
        }
    }

    /// What stands behind a query in brackets in FROM: DuckDB needs no name there.
    pub fn alias(self, name: &str) -> String {
        if self == DuckDb { String::new() } else { format!(" AS {name}") }
    }

    /// What a query groups by: every column that is no aggregate.
    pub fn group_by(self, columns: &str) -> String {
        if self == DuckDb { "GROUP BY ALL".to_owned() } else { format!("GROUP BY {columns}") }
    }

    /// Rows of both sides, equal ones once.
    pub fn union(self) -> &'static str {
        if self == DuckDb { " UNION " } else { " UNION DISTINCT " }
    }

    /// The quantile of the counted values, between neighbours by their distance.
    pub fn quantile(self, value: &str, quantile: f64, counted: &str) -> String {
        match self {
            DuckDb => format!("quantile_cont({value}, {quantile}) {counted}"),
            Postgres => format!("percentile_cont({quantile}) WITHIN GROUP (ORDER BY {value}) {counted}"),
            ClickHouse => format!("quantileExactInclusive({quantile})({value}) {counted}"),
            Spark => format!("percentile({value}, {quantile}) {counted}"),
        }
    }

    /// Whether a text begins with another.
    pub fn starts_with(self, text: &str, start: &str) -> String {
        match self {
            DuckDb | Postgres => format!("starts_with({text}, {start})"),
            ClickHouse => format!("startsWith({text}, {start})"),
            Spark => format!("startswith({text}, {start})"),
        }
    }

    /// A text in lower case, by Unicode's rules.
    pub fn lower(self, text: &str) -> String {
        match self {
            DuckDb | Spark => format!("lower({text})"),
            Postgres => format!("(lower({text} COLLATE \"und-x-icu\") COLLATE \"C\")"),
            ClickHouse => format!("lowerUTF8({text})"),
        }
    }

    /// A text in upper case, by Unicode's rules.
    pub fn upper(self, text: &str) -> String {
        match self {
            DuckDb | Spark => format!("upper({text})"),
            Postgres => format!("(upper({text} COLLATE \"und-x-icu\") COLLATE \"C\")"),
            ClickHouse => format!("upperUTF8({text})"),
        }
    }

    /// Whether a text as a whole has the shape of a regular expression.
    pub fn matches(self, text: &str, shape: &str) -> String {
        let whole = self.text(&format!("^(?:{shape})$"));
        match self {
            DuckDb => format!("regexp_full_match({text}, {})", self.text(shape)),
            Postgres => format!("({text} ~ {whole})"),
            ClickHouse => format!("match({text}, {whole})"),
            Spark => format!("({text} RLIKE {whole})"),
        }
    }

    /// A number of people as a whole number: rounded to six digits first, halves upwards.
    pub fn rounded(self, number: &str) -> String {
        match self {
            DuckDb | Spark => format!("CAST(round(round({number}, 6)) AS BIGINT)"),
            Postgres => format!("CAST(round(round(CAST({number} AS NUMERIC), 6)) AS BIGINT)"),
            ClickHouse => format!("CAST(floor(round({number}, 6) + 0.5) AS Nullable(Int64))"),
        }
    }

    /// What stands at the end of a whole query: ClickHouse knows missing values only when asked to.
    pub fn ending(self) -> &'static str {
        match self {
            ClickHouse => {
                "\nSETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1, prefer_column_name_to_alias = 1"
            }
            _ => "",
        }
    }
}
