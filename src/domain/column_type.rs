//! The types of columns.

/// The type of a canonical, derived or user-declared column, and of every expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text; Arrow `Utf8`.
    Text,
    /// A point in time; Arrow `Timestamp(Microsecond, "UTC")`. A date is the local midnight that
    /// starts it in the report's zone.
    Instant,
    /// A span of time in microseconds; Arrow `Duration(Microsecond)`. No input column has it.
    Duration,
    /// A number; Arrow `Float64`.
    Number,
    /// A whole number; Arrow `Int64`.
    Integer,
    /// Money; Arrow `Decimal128(20, 4)`.
    Money,
    /// True or false; Arrow `Boolean`.
    Boolean,
}
