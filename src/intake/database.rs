//! Databases in files: the rows of a query's answer. Whole numbers, numbers and texts are what the database keeps them
//! as; a text is read like the cell of any other file.

use super::FileNotes;
use super::cache::Entry;
use super::cell::Cell;
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, bind, place};
use super::stager::{Row, Stager};
use crate::diagnostic::{Diagnostic, Place};
use crate::source::{Database, Record, Refusal, Value};
use std::sync::Arc;

/// The key of a source under which the place of its query is known.
const QUERY: &str = "query";

/// Reads the answer to the source's query.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let refused = |refusal: Refusal| refused(job, refusal);
    let database = Database::open(&job.file.path).map_err(refused)?;
    let Some(sql) = &job.source.query else { return Err(unasked(job, &database.tables())) };
    let query = database.query(sql).map_err(refused)?;
    let plan = Arc::new(bind(plan, job.source, &job.file.relative, query.columns())?);
    let file = job.file.relative.clone();
    let mut stager = Stager::new(job.target(&plan, &file), entry.temporary(0));
    let answered = query.answer(sql, |number, record| stager.row(number, &Answer(record)));
    let chunk = stager.finish()?;
    let answered = match answered {
        Ok(answered) => answered?,
        Err(refusal) => {
            entry.discard(&[chunk]);
            return Err(refused(refusal));
        }
    };
    let said = vec![format!("the query yields {} rows", answered.rows)];
    let notes = FileNotes { said, query: Some(answered), ..FileNotes::default() };
    Ok(Read { file, plan, chunks: vec![chunk], notes })
}

/// A file that answers no query.
pub fn unanswered(job: &Job<'_>, named: &str) -> Stop {
    let message = format!("`{}` is {named}, which answers no `query`", job.file.relative);
    let hint = "remove `query`, or name an SQLite database in `files`";
    Diagnostic::error("query", place(job.source, QUERY), message).with_hint(hint).into()
}

/// A database without a question.
fn unasked(job: &Job<'_>, tables: &[String]) -> Stop {
    let message = format!("`{}` is an SQLite database, which is read by a query", job.file.relative);
    let near = tables.iter().find(|name| *name == job.source.table.name()).or(tables.first());
    let hint = match near {
        Some(name) => format!("write `query: SELECT * FROM {name}`; its tables are {}", tables.join(", ")),
        None => "it has no tables: see whether it is the right file".to_owned(),
    };
    Diagnostic::error("query", job.source.place.clone(), message).with_hint(hint).into()
}

/// A mistake in a query stands where the query does; one in a file, at the file.
fn refused(job: &Job<'_>, refusal: Refusal) -> Stop {
    let Refusal { is_of_query, message, hint } = refusal;
    let problem = match is_of_query {
        true => {
            let message = format!("`{}`: {message}", job.file.relative);
            Diagnostic::error("query", place(job.source, QUERY), message)
        }
        false => Diagnostic::error("unreadable-file", Place::file(job.file.relative.clone()), message),
    };
    match hint {
        Some(hint) => problem.with_hint(hint).into(),
        None => problem.into(),
    }
}

/// A row of an answer.
struct Answer<'r>(&'r Record<'r>);

impl Row for Answer<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.0.value(column) {
            Value::Null => Cell::Blank,
            Value::Integer(value) => Cell::Integer(value),
            Value::Real(value) => Cell::Float(value),
            Value::Text(text) => std::str::from_utf8(text).map_or(Cell::Fault("bytes that are not UTF-8"), Cell::Text),
            Value::Blob(_) => Cell::Fault("bytes of no known meaning: write `CAST(… AS TEXT)` in the query"),
        }
    }
}
