//! The Arrow schema of staged files.

use crate::domain::{ColumnType, Table};
use crate::schema::{FILE, LINE, columns};
use arrow_schema::{DataType, Field, Schema, TimeUnit};

/// The Arrow type of a column type, as documented at [`ColumnType`].
pub fn arrow_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        ColumnType::Duration => DataType::Duration(TimeUnit::Microsecond),
        ColumnType::Number => DataType::Float64,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Money => DataType::Decimal128(20, 4),
        ColumnType::Boolean => DataType::Boolean,
    }
}

/// The Arrow schema of every staged file of a table: canonical columns, extra columns, [`FILE`],
/// [`LINE`]. All are nullable.
pub fn staged_schema(table: Table, extra: &[(String, ColumnType)]) -> Schema {
    let canonical = columns(table).iter().map(|column| (column.name.to_owned(), column.kind));
    let provenance = [(FILE.to_owned(), ColumnType::Text), (LINE.to_owned(), ColumnType::Integer)];
    let all = canonical.chain(extra.iter().cloned()).chain(provenance);
    Schema::new(all.map(|(name, kind)| Field::new(name, arrow_type(kind), true)).collect::<Vec<_>>())
}
