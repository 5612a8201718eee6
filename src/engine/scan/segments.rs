//! Values of segment columns as small numbers.

use super::super::plan::MOST_PARTS;
use super::compile::Limit;
use crate::expression::EvaluateError;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;

/// The values of one dimension seen so far; a missing value is a value too.
#[derive(Clone, Debug, Default)]
pub(super) struct Dimension {
    values: Vec<Option<String>>,
    /// Never iterated; its keys come from the client's own data.
    codes: FxHashMap<Box<str>, u32>,
    missing: Option<u32>,
    limit: Limit,
}

impl Dimension {
    /// Without values yet.
    pub fn new(limit: Limit) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Whether it has more values than its limit allows.
    pub fn is_crowded(&self) -> bool {
        matches!(self.limit, Limit::Few) && self.codes.len() > MOST_PARTS
    }

    /// The values by code.
    pub fn values(&self) -> &[Option<String>] {
        &self.values
    }

    /// The code of a value, new when it was not seen yet.
    pub fn code(&mut self, value: Option<&str>) -> u32 {
        let next = u32::try_from(self.values.len()).expect("a dimension has fewer than 2^32 values");
        let Some(text) = value else {
            let (values, missing) = (&mut self.values, &mut self.missing);
            return *missing.get_or_insert_with(|| {
                values.push(None);
                next
            });
        };
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        if let Limit::Folded(fold) = &self.limit
            && !fold.kept.contains(text)
        {
            let label = fold.label();
            let code = match self.codes.get(label.as_str()) {
                Some(code) => *code,
                None => self.push(&label, next),
            };
            // Next time the value is found at once.
            self.codes.insert(text.into(), code);
            return code;
        }
        self.push(text, next)
    }

    fn push(&mut self, text: &str, next: u32) -> u32 {
        self.values.push(Some(text.to_owned()));
        self.codes.insert(text.into(), next);
        next
    }

    /// The code of each row of a batch.
    pub fn encode(&mut self, batch: &RecordBatch, name: &str) -> Result<Vec<u32>, EvaluateError> {
        let array = batch.column_by_name(name).ok_or_else(|| EvaluateError::NoColumn(name.to_owned()))?;
        let wrong = || EvaluateError::ColumnType { name: name.to_owned(), found: array.data_type().to_string() };
        match array.data_type() {
            DataType::Dictionary(..) => self.encode_dictionary(array).map_err(|_| wrong()),
            DataType::Utf8 => Ok(self.encode_text(array)),
            DataType::Boolean | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => {
                let text = arrow_cast::cast(array, &DataType::Utf8).map_err(|_| wrong())?;
                Ok(self.encode_text(&text))
            }
            DataType::Int64 => {
                let whole = array.as_primitive::<Int64Type>();
                Ok(whole.iter().map(|value| self.code(value.map(|value| value.to_string()).as_deref())).collect())
            }
            _ => Err(wrong()),
        }
    }

    fn encode_text(&mut self, array: &ArrayRef) -> Vec<u32> {
        array.as_string::<i32>().iter().map(|value| self.code(value)).collect()
    }

    fn encode_dictionary(&mut self, array: &ArrayRef) -> Result<Vec<u32>, arrow_schema::ArrowError> {
        let dictionary = array.as_any_dictionary();
        let values = arrow_cast::cast(dictionary.values(), &DataType::Utf8)?;
        let keys = arrow_cast::cast(dictionary.keys(), &DataType::Int64)?;
        let values = values.as_string::<i32>();
        let mut known: Vec<Option<u32>> = vec![None; values.len()];
        let code = |key: Option<i64>| match key.and_then(|key| usize::try_from(key).ok()) {
            None => self.code(None),
            Some(key) => *known[key].get_or_insert_with(|| self.code(values.is_valid(key).then(|| values.value(key)))),
        };
        Ok(keys.as_primitive::<Int64Type>().iter().map(code).collect())
    }
}
