//! Databases in files: one query each, that reads and nothing else.
//!
//! A file is opened as one that nobody writes, so that no lock is taken and nothing appears beside it; one with
//! changes that are not in the file itself is refused, because the file alone says what is read. So is a query whose
//! answer depends on when or how often it is asked.

mod refusal;
mod words;

pub use refusal::Refusal;

use crate::domain::{Answered, hex};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Statement};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What stands in one column of a row of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text, in UTF-8 if the writer kept to it.
    Text(&'v [u8]),
    /// Bytes of no known meaning.
    Blob(&'v [u8]),
}

/// An SQLite database in a file.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
}

/// A query that was understood.
#[derive(Debug)]
pub struct Query<'d> {
    database: &'d Database,
    statement: Statement<'d>,
    columns: Vec<String>,
}

/// A row of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    row: &'r rusqlite::Row<'r>,
}

impl Database {
    /// Opens a file, the first bytes of which are those of an SQLite database.
    ///
    /// # Errors
    /// When it has changes that are not in the file, or is no such database after all.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let path = fs::canonicalize(path).map_err(|error| Refusal::of_file(format!("it cannot be read: {error}")))?;
        if let Some(beside) = unfinished(&path) {
            return Err(Refusal::unfinished(&path, &beside));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri(&path)?, flags).map_err(|error| Refusal::damaged(&error))?;
        for (setting, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            // A name in double quotes that names nothing is a mistake, and no text.
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        ] {
            connection.set_db_config(setting, on).map_err(|error| Refusal::damaged(&error))?;
        }
        let database = Self { connection };
        database.names().map_err(|error| Refusal::damaged(&error))?;
        Ok(database)
    }

    /// Its tables and views, by name.
    pub fn tables(&self) -> Vec<String> {
        self.names().unwrap_or_default()
    }

    fn names(&self) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' \
                   ORDER BY name";
        let mut statement = self.connection.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect()
    }

    /// Understands a query.
    ///
    /// # Errors
    /// When it is not one query that reads, names what is not there, or depends on when it is asked.
    pub fn query(&self, sql: &str) -> Result<Query<'_>, Refusal> {
        if let Some(refusal) = words::refused(sql) {
            return Err(refusal);
        }
        let statement = self.connection.prepare(sql).map_err(|error| Refusal::of_query(&error, &self.tables()))?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(Refusal::writes());
        }
        if statement.parameter_count() > 0 {
            return Err(Refusal::of_parameters());
        }
        let columns = statement.column_names().map(str::to_owned).collect();
        Ok(Query { database: self, statement, columns })
    }
}

impl Query<'_> {
    /// The names of its columns, in order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Hands over every row with its number, from 1, until the taker fails.
    ///
    /// # Errors
    /// When the database cannot answer to the end; within, when the taker fails.
    pub fn answer<E>(
        mut self,
        sql: &str,
        mut take: impl FnMut(u64, &Record<'_>) -> Result<(), E>,
    ) -> Result<Result<Answered, E>, Refusal> {
        let mut hash = Sha256::new();
        for name in &self.columns {
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name.as_bytes());
        }
        let mut number = 0;
        let mut rows = self.statement.raw_query();
        let failed = |error: rusqlite::Error| Refusal::of_query(&error, &self.database.tables());
        while let Some(row) = rows.next().map_err(failed)? {
            number += 1;
            let record = Record { row };
            (0..self.columns.len()).for_each(|column| add(&mut hash, record.value(column)));
            if let Err(error) = take(number, &record) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(Answered { sql: sql.to_owned(), rows: number, sha256: hex(hash.finalize()) }))
    }
}

impl Record<'_> {
    /// The value of a column, from 0.
    pub fn value(&self, column: usize) -> Value<'_> {
        match self.row.get_ref(column) {
            Ok(ValueRef::Integer(value)) => Value::Integer(value),
            Ok(ValueRef::Real(value)) => Value::Real(value),
            Ok(ValueRef::Text(text)) => Value::Text(text),
            Ok(ValueRef::Blob(bytes)) => Value::Blob(bytes),
            // A column that is not there is asked for by nobody.
            Ok(ValueRef::Null) | Err(_) => Value::Null,
        }
    }
}

/// Adds a value with its type and length, so that no two answers look alike.
fn add(hash: &mut Sha256, value: Value<'_>) {
    let mut tagged = |tag: u8, bytes: &[u8]| {
        hash.update([tag]);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    match value {
        Value::Null => tagged(b'n', &[]),
        Value::Integer(value) => tagged(b'i', &value.to_le_bytes()),
        Value::Real(value) => tagged(b'r', &value.to_bits().to_le_bytes()),
        Value::Text(text) => tagged(b't', text),
        Value::Blob(bytes) => tagged(b'b', bytes),
    }
}

/// The file beside a database that holds changes which are not in the database itself: its log of writes, or the
/// journal of a change that was not finished.
pub(super) fn unfinished(path: &Path) -> Option<PathBuf> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let (log, journal) = (beside("-wal"), beside("-journal"));
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Some(log);
    }
    // A journal that is kept after a finished change begins with zeros.
    let mut start = [0; 8];
    let begun = File::open(&journal).and_then(|mut file| file.read_exact(&mut start)).is_ok();
    (begun && start != [0; 8]).then_some(journal)
}

/// The file as SQLite is told that nobody writes it.
fn uri(path: &Path) -> Result<String, Refusal> {
    let text = path.to_str().ok_or_else(|| Refusal::of_file("its path is not UTF-8".to_owned()))?;
    let mut uri = "file:".to_owned();
    // A path of Windows begins with a letter.
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => uri.push(char::from(byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(uri + "?mode=ro&immutable=1")
}

#[cfg(test)]
pub(super) mod tests;
