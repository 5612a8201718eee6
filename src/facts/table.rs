//! One fact table: staged row groups with the derived columns appended on read.

use super::column::{Columns, instants};
use super::computed::Computed;
use super::context::Context;
use super::derivation::{Rows, Rust};
use super::derived::{derived_column, references};
use super::error::Error;
use super::lookup::{Interactions, Lookup};
use super::sequence::Sequence;
use super::staged::Staged;
use super::values::Values;
use crate::config::OnDuplicate;
use crate::domain::{Offset, Table};
use crate::expression::Schema;
use crate::intake::arrow_type;
use arrow_array::{Array, ArrayRef, RecordBatch, new_null_array};
use arrow_schema::Field;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// One table that metrics read, part by part.
#[derive(Debug)]
pub struct FactTable {
    /// Which table.
    pub table: Table,
    /// Columns that have a source: canonical, extra, and derived ones whose inputs are mapped
    /// (`customer.tier` when tickets carry customers and customers carry tiers).
    pub mapped: BTreeSet<String>,
    /// Columns that are mapped, or follow from mapped ones, and hold nothing; not in `mapped`.
    pub blank: BTreeSet<String>,
    /// All columns that an expression may name.
    pub schema: Schema,
    pub(super) staged: Staged,
    pub(super) dropped: Vec<u64>,
    /// What rows of one key are, as configured.
    pub(super) rule: Option<OnDuplicate>,
    pub(super) context: Arc<Context>,
    pub(super) sequence: Option<Sequence>,
    /// By prefix.
    pub(super) lookups: BTreeMap<&'static str, Lookup>,
    pub(super) interactions: Option<Interactions>,
    /// Columns computed for all rows at once; `None` when a table that they need is not there.
    pub(super) computed: BTreeMap<&'static str, Option<Computed>>,
    /// Distinct values of all tables.
    pub(super) values: Arc<Values>,
    /// Earliest and latest main date.
    pub(super) span: Option<(i64, i64)>,
}

impl FactTable {
    /// Number of parts (Parquet row groups).
    pub fn parts(&self) -> usize {
        self.staged.parts.len()
    }

    /// Number of staged rows.
    pub fn rows(&self) -> usize {
        self.staged.rows()
    }

    /// All columns that an expression may name, with their types.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The staged files, in reading order.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.staged.files.iter().map(|file| file.path.as_path())
    }

    /// The offsets of the report's zone at every instant that a query about these rows can come to.
    pub fn offsets(&self) -> Vec<Offset> {
        self.context.offsets(self.span)
    }

    /// Reads the named columns of a part, duplicates left out, in the order asked for.
    ///
    /// # Errors
    /// When the staged file cannot be read.
    pub fn read(&self, part: usize, columns: &[&str]) -> Result<RecordBatch, Error> {
        let staged: Vec<&str> = self.inputs(columns).into_iter().collect();
        // A batch without columns has no rows: the first column stands in to carry their number.
        let anything = [self.staged.schema().field(0).name().as_str()];
        let staged: &[&str] = if staged.is_empty() { &anything } else { &staged };
        let batch = self.staged.read(part, staged, &self.dropped)?;
        let arrays = columns.iter().map(|name| self.column(name, part, &batch));
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_, Error>>()?;
        let fields: Vec<Field> = columns
            .iter()
            .zip(&arrays)
            .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
            .collect();
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(Arc::new(arrow_schema::Schema::new(fields)), arrays, &options)
            .map_err(|error| self.layout(part, &error.to_string()))
    }

    fn layout(&self, part: usize, message: &str) -> Error {
        let file = &self.staged.files[self.staged.parts[part].file];
        Error::Layout { path: file.path.clone(), message: message.to_owned() }
    }

    /// Staged columns that the named columns are made of.
    fn inputs<'a>(&self, columns: &[&'a str]) -> BTreeSet<&'a str> {
        let mut inputs = BTreeSet::new();
        for name in columns {
            if self.staged.schema().index_of(name).is_ok() {
                inputs.insert(*name);
            } else if let Some(derived) = derived_column(self.table, name) {
                inputs.extend(derived.inputs);
            } else if let Some(reference) = self.reference(name) {
                inputs.insert(reference.0.key);
            }
        }
        inputs
    }

    fn reference<'a>(&self, name: &'a str) -> Option<(&'static super::derived::Reference, &'a str)> {
        let (prefix, column) = name.split_once('.')?;
        references(self.table).iter().find(|reference| reference.prefix == prefix).map(|found| (found, column))
    }

    fn column(&self, name: &str, part: usize, batch: &RecordBatch) -> Result<ArrayRef, Error> {
        let view = Columns(batch);
        if self.staged.schema().index_of(name).is_ok()
            && let Some(array) = batch.column_by_name(name)
        {
            return Ok(array.clone());
        }
        let Some(derived) = derived_column(self.table, name) else { return self.carried(name, view) };
        let numbers = self.staged.kept_rows(part, &self.dropped);
        let sequence = self.sequence.as_ref();
        Ok(match derived.rust {
            Rust::Row(of) => of(&Rows {
                batch: view,
                numbers: numbers.collect(),
                context: &self.context,
                sequence,
                interactions: self.interactions.as_ref(),
            }),
            Rust::Next => instants(numbers.map(|row| sequence.and_then(|sequence| sequence.next(row)))),
            Rust::Previous => instants(numbers.map(|row| sequence.and_then(|sequence| sequence.previous(row)))),
            Rust::Once(_) | Rust::OnceIfNamed(_) => match self.computed.get(name) {
                Some(Some(computed)) => computed.array(numbers),
                Some(None) => new_null_array(&arrow_type(derived.kind), view.rows()),
                None => return Err(self.uncomputed(name)),
            },
        })
    }

    /// A column of the rows that are pointed to; null without their table.
    fn carried(&self, name: &str, view: Columns<'_>) -> Result<ArrayRef, Error> {
        let Some((reference, column)) = self.reference(name) else { return Err(self.uncomputed(name)) };
        match self.lookups.get(reference.prefix) {
            Some(lookup) => lookup.column(column, view.text(reference.key)).ok_or_else(|| self.uncomputed(name)),
            None => {
                let kind = reference.carried().find(|(carried, _)| *carried == column).map(|(_, kind)| kind);
                let kind = kind.ok_or_else(|| self.uncomputed(name))?;
                Ok(new_null_array(&arrow_type(kind), view.rows()))
            }
        }
    }

    fn uncomputed(&self, name: &str) -> Error {
        Error::Uncomputed { table: self.table, column: name.to_owned() }
    }
}
