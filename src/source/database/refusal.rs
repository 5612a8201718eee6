//! Why a database is not read, or a query not asked, and the cure.

use crate::diagnostic::did_you_mean;
use rusqlite::{Error, ErrorCode};
use std::path::Path;

/// Names that a message lists.
const LISTED: usize = 10;

/// What is wrong, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Whether it is the query, and not the file.
    pub is_of_query: bool,
    /// What is wrong.
    pub message: String,
    /// The cure, where there is one.
    pub hint: Option<String>,
}

impl Refusal {
    /// Something about the file.
    pub(super) fn of_file(message: String) -> Self {
        Self { is_of_query: false, message, hint: None }
    }

    /// A file whose bytes are no database.
    pub(super) fn damaged(error: &Error) -> Self {
        let (message, hint) = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => {
                ("the database is encrypted or damaged".to_owned(), "hand over a copy without a password")
            }
            _ => (format!("the database cannot be read: {}", said(error)), "copy it again when nobody writes it"),
        };
        Self { is_of_query: false, message, hint: Some(hint.to_owned()) }
    }

    /// A file that is not all of its database.
    pub(super) fn unfinished(path: &Path, beside: &Path) -> Self {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (own, beside) = (name(path), name(beside));
        let message = format!("the database has changes that are not in the file but in `{beside}`");
        let hint = format!(
            "close the program that writes it, or hand over a copy: `sqlite3 {own} \"VACUUM INTO 'copy.{}'\"`",
            path.extension().unwrap_or_default().to_string_lossy()
        );
        Self { is_of_query: false, message, hint: Some(hint) }
    }

    /// What the database says about a query.
    pub(super) fn of_query(error: &Error, tables: &[String]) -> Self {
        let said = said(error);
        let listed = || match tables {
            [] => "the database has no tables".to_owned(),
            tables => {
                let names: Vec<String> = tables.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
                let more = tables.len().checked_sub(LISTED).filter(|more| *more > 0);
                let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
                format!("its tables are {}{more}", names.join(", "))
            }
        };
        let hint = match (error, said.strip_prefix("no such table: ")) {
            (Error::MultipleStatement, _) => Some("write one query for each source".to_owned()),
            (Error::Empty, _) => Some("write a query such as `SELECT * FROM tickets`".to_owned()),
            (_, Some(name)) => Some(did_you_mean(name, tables.iter().map(String::as_str)).unwrap_or_else(listed)),
            _ if said.starts_with("no such column: ") => {
                Some("`SELECT * FROM` a table shows its columns; a text stands in single quotes".to_owned())
            }
            _ => None,
        };
        let place = match error {
            Error::SqlInputError { sql, offset, .. } => before(sql, *offset),
            _ => String::new(),
        };
        Self { is_of_query: true, message: format!("the query is not understood{place}: {said}"), hint }
    }

    /// A statement that is no query.
    pub(super) fn writes() -> Self {
        let message = "the query does more than read".to_owned();
        let hint = "begin it with `SELECT`, `WITH` or `VALUES`, and let it change nothing".to_owned();
        Self { is_of_query: true, message, hint: Some(hint) }
    }

    /// A query with gaps.
    pub(super) fn of_parameters() -> Self {
        let message = "the query has parameters, for which there are no values".to_owned();
        let hint = "write the values into the query; a text stands in single quotes".to_owned();
        Self { is_of_query: true, message, hint: Some(hint) }
    }

    /// A query whose answer changes though the data do not.
    pub(super) fn unsteady(word: &str) -> Self {
        let message = format!("the answer to the query depends on when it is asked: `{word}`");
        let hint = "write the date or number itself: the same data must give the same figures".to_owned();
        Self { is_of_query: true, message, hint: Some(hint) }
    }
}

/// What the library says, without the query itself.
fn said(error: &Error) -> String {
    match error {
        Error::SqlInputError { msg, .. } | Error::SqliteFailure(_, Some(msg)) => msg.clone(),
        Error::MultipleStatement => "there are two statements".to_owned(),
        Error::Empty => "there is no statement".to_owned(),
        other => other.to_string(),
    }
}

/// The line of a query and the column in it, for one of several lines.
fn before(sql: &str, offset: i32) -> String {
    let Some(text) = usize::try_from(offset).ok().and_then(|offset| sql.get(..offset)) else { return String::new() };
    let (line, start) = (text.matches('\n').count() + 1, text.rfind('\n').map_or(0, |at| at + 1));
    format!(" at line {line}, column {}", text[start..].chars().count() + 1)
}
