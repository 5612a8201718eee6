//! Constant folding: an operation over constants becomes its value.

use super::bindings::{Bindings, EvaluateError};
use super::program::{Frame, Program};
use super::{Node, Term, Value};
use crate::domain::{ColumnType, Instant, Zone};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::Schema;
use std::sync::Arc;

/// The value of an operation whose arguments are all constants, or the term as it is.
pub(super) fn fold(term: Arc<Term>) -> Result<Arc<Term>, EvaluateError> {
    let Node::Call(op, arguments) = &term.node else { return Ok(term) };
    if op.needs_run() || !arguments.iter().all(|argument| argument.constant().is_some()) {
        return Ok(term);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(1));
    let batch = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), Vec::new(), &options)
        .map_err(EvaluateError::Arrow)?;
    let mut program = Program::default();
    let id = program.intern(&term);
    let bindings = Bindings { as_of: Instant(0), zone: Zone::utc(), calendar: None, period: None };
    let array = Frame::new(&program, &batch, &bindings).rows(id)?;
    Ok(Term::literal(term.kind, only_value(&array, term.kind)))
}

fn only_value(array: &ArrayRef, kind: ColumnType) -> Value {
    if array.is_null(0) {
        return Value::Null;
    }
    match kind {
        ColumnType::Text => Value::Text(array.as_string::<i32>().value(0).to_owned()),
        ColumnType::Instant | ColumnType::Duration | ColumnType::Integer => {
            Value::Whole(array.as_primitive::<Int64Type>().value(0))
        }
        ColumnType::Number => Value::Number(array.as_primitive::<Float64Type>().value(0).to_bits()),
        ColumnType::Money => Value::Money(array.as_primitive::<Decimal128Type>().value(0)),
        ColumnType::Boolean => Value::Boolean(array.as_boolean().value(0)),
    }
}
