//! One fact table: staged row groups with the derived columns appended on read.

use super::Error;
use super::column::{Columns, instants, texts};
use super::computed::ComputedColumns;
use super::context::Context;
use super::derived::{derived_columns, references};
use super::lookup::{Interactions, Lookup};
use super::sequence::Sequence;
use super::staged::Staged;
use super::values::Values;
use super::{complaints, orders, surveys, tickets};
use crate::config::OnDuplicate;
use crate::domain::{ColumnType, Offset, Table};
use crate::engine::Schema;
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
    pub(super) computed: ComputedColumns,
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
        let arrays: Vec<ArrayRef> = columns.iter().map(|name| self.column(name, part, &batch)).collect();
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
            } else if let Some(derived) = derived_columns(self.table).iter().find(|derived| derived.name == *name) {
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

    fn column(&self, name: &str, part: usize, batch: &RecordBatch) -> ArrayRef {
        let view = Columns(batch);
        let numbers = || self.staged.kept_rows(part, &self.dropped);
        let sequence = self.sequence.as_ref();
        if self.staged.schema().index_of(name).is_ok()
            && let Some(array) = batch.column_by_name(name)
        {
            return array.clone();
        }
        if let Some(computed) = self.computed.get(name) {
            return computed.array(numbers());
        }
        match (self.table, name) {
            (_, "next_contact_at" | "next_order_at" | "left_at" | "next_period_at") => {
                instants(numbers().map(|row| sequence.and_then(|sequence| sequence.next(row))))
            }
            (_, "previous_contact_at" | "previous_order_at" | "previous_complaint_at") => {
                instants(numbers().map(|row| sequence.and_then(|sequence| sequence.previous(row))))
            }
            (Table::Tickets, name) if self.is_derived(name) => tickets::column(name, view, &self.context),
            (Table::Surveys, name) if self.is_derived(name) => {
                surveys::column(name, view, self.interactions.as_ref(), self.context.zone)
            }
            (Table::Orders, name) if self.is_derived(name) => {
                let rows: Vec<u64> = numbers().collect();
                let previous = |row: usize| sequence.and_then(|sequence| sequence.previous(rows[row]));
                orders::column(name, view, &self.context, previous)
            }
            (Table::Complaints, "acknowledge_due_at" | "close_due_at") => complaints::column(name, view, &self.context),
            (Table::Costs, "cost_class") => {
                let categories = view.text("category");
                let class = |row| self.context.cost_class(super::column::text_at(categories, row));
                texts((0..view.rows()).map(|row| Some(class(row))))
            }
            (_, name) => self.carried(name, view),
        }
    }

    fn is_derived(&self, name: &str) -> bool {
        derived_columns(self.table).iter().any(|derived| derived.name == name)
    }

    fn carried(&self, name: &str, view: Columns<'_>) -> ArrayRef {
        let found = self.reference(name).and_then(|(reference, column)| {
            Some(self.lookups.get(reference.prefix)?.column(column, view.text(reference.key)))
        });
        let kind = self.schema.get(name).unwrap_or(ColumnType::Text);
        found.unwrap_or_else(|| new_null_array(&arrow_type(kind), view.rows()))
    }
}
