//! Tables of cells, as workbooks, web pages and statistics files hold them: which one is read, where
//! its header stands, and its rows.
//!
//! A format implements [`Book`]; nothing here knows a format.

mod line;

use super::FileNotes;
use super::cache::Entry;
use super::job::{Job, Read, Stop};
use super::layout::{self, HeadRow, Layout};
use super::mapping::{Plan, bind_laid_out};
use super::stager::Stager;
use crate::diagnostic::{Diagnostic, did_you_mean};
pub use line::Line;
use std::sync::Arc;

/// A file of tables.
pub trait Book {
    /// Its tables, in order.
    fn tables(&self) -> Vec<Table>;

    /// Hands over the rows of a table that have anything in them, with their numbers from 1, until
    /// the taker has enough.
    fn rows(&mut self, table: usize, take: &mut Take<'_>) -> Result<Ending, Damage>;

    /// What one of the tables is called in messages.
    fn noun(&self) -> &'static str {
        "sheet"
    }
}

/// Takes a row.
pub type Take<'t> = dyn FnMut(u64, &Line) -> Flow + 't;

/// Whether more rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// They are.
    More,
    /// They are not.
    Enough,
}

/// A table by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name; empty when tables have none.
    pub name: String,
    /// Whether a person sees it.
    pub shown: bool,
}

/// What is known at a table's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// The last rows of merged areas.
    pub merged: Vec<u64>,
    /// What was recognised.
    pub said: Vec<String>,
}

/// A file that is not what its format says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What is wrong.
    pub reason: String,
    /// The cure, where there is one.
    pub hint: Option<&'static str>,
}

impl Damage {
    /// Something that cannot be read, without a cure.
    pub fn new(reason: impl std::fmt::Display) -> Self {
        Self { reason: reason.to_string(), hint: None }
    }

    /// The same with a cure.
    pub fn with_hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl From<std::io::Error> for Damage {
    fn from(error: std::io::Error) -> Self {
        Self::new(error)
    }
}

/// The table that is read, and where its records begin.
struct Chosen {
    table: usize,
    plan: Plan,
    layout: Layout,
    said: Vec<String>,
}

/// Reads one table of a file.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry, book: &mut dyn Book) -> Result<Read, Stop> {
    let tables = book.tables();
    let Some(chosen) = choose(job, &plan, book, &tables)? else {
        let file = file(job, &tables, first(&tables));
        let nothing = Plan::nothing(plan.table);
        return Ok(Read { file, plan: Arc::new(nothing), chunks: Vec::new(), notes: FileNotes::default() });
    };
    let file = file(job, &tables, Some(chosen.table));
    let (plan, first) = (Arc::new(chosen.plan), chosen.layout.first);
    let mut stager = Stager::new(job.laid_out(&plan, &file, chosen.layout), entry.temporary(0));
    let mut failed = None;
    let ending = book.rows(chosen.table, &mut |number, line| {
        if number < first {
            return Flow::More;
        }
        failed = stager.row(number, line).err();
        if failed.is_none() { Flow::More } else { Flow::Enough }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    let ending = ending.map_err(|damage| job.broken(damage))?;
    let merged_cells = ending.merged.iter().filter(|last| **last >= first).count() as u64;
    let said = chosen.said.into_iter().chain(ending.said).collect();
    let notes = FileNotes { merged_cells, said, ..FileNotes::default() };
    Ok(Read { file, plan, chunks: vec![stager.finish()?], notes })
}

/// The value of `_file`: of several tables, with the one that was read.
fn file(job: &Job<'_>, tables: &[Table], table: Option<usize>) -> String {
    let name = table.and_then(|table| tables.get(table)).map(|table| table.name.as_str()).unwrap_or_default();
    if name.is_empty() { job.file.relative.clone() } else { format!("{}#{name}", job.file.relative) }
}

/// Tables that a person sees, or all when all are hidden.
fn visible(tables: &[Table]) -> Vec<usize> {
    let shown: Vec<usize> = (0..tables.len()).filter(|table| tables[*table].shown).collect();
    if shown.is_empty() { (0..tables.len()).collect() } else { shown }
}

fn first(tables: &[Table]) -> Option<usize> {
    visible(tables).first().copied()
}

/// The header of one table, and the mapping bound to it or why it does not fit.
struct Head {
    table: usize,
    layout: Layout,
    plan: Result<Plan, Vec<Diagnostic>>,
}

/// The named table, else the only one that has the wanted columns; `None` for a table without rows.
fn choose(job: &Job<'_>, plan: &Plan, book: &mut dyn Book, tables: &[Table]) -> Result<Option<Chosen>, Stop> {
    if let Some(wanted) = &job.source.sheet {
        let table = named(job, tables, wanted, book.noun())?;
        let head = head(job, plan, book, tables, table)?;
        return head.map(|head| chosen(head, None)).transpose();
    }
    let mut heads = Vec::new();
    for table in visible(tables) {
        heads.extend(head(job, plan, book, tables, table)?);
    }
    let fitting: Vec<usize> = (0..heads.len()).filter(|at| heads[*at].plan.is_ok()).collect();
    match fitting[..] {
        [] if heads.is_empty() => Ok(None),
        [] => Err(naming_others(heads.swap_remove(0), tables, book.noun()).into()),
        [only] => {
            let head = heads.swap_remove(only);
            let said = (only > 0 || tables.len() > 1 && head.table > 0).then(|| {
                format!("{} `{}` is read: no other has the wanted columns", book.noun(), label(tables, head.table))
            });
            chosen(head, said).map(Some)
        }
        _ => {
            let alike: Vec<usize> = fitting.into_iter().map(|at| heads[at].table).collect();
            Err(several(job, tables, &alike, book.noun()).into())
        }
    }
}

fn chosen(head: Head, said: Option<String>) -> Result<Chosen, Stop> {
    let said = said.into_iter().chain(head.layout.said.clone()).collect();
    Ok(Chosen { table: head.table, plan: head.plan?, layout: head.layout, said })
}

/// What a table is called: by its name, else by its place.
fn label(tables: &[Table], table: usize) -> String {
    match tables.get(table).map(|table| table.name.as_str()) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => (table + 1).to_string(),
    }
}

fn head(job: &Job<'_>, plan: &Plan, book: &mut dyn Book, tables: &[Table], table: usize) -> Result<Option<Head>, Stop> {
    let most = layout::head_rows(job.source);
    let mut rows: Vec<HeadRow> = Vec::new();
    let take = &mut |number: u64, line: &Line| {
        rows.push((number, line.texts()));
        if rows.len() < most { Flow::More } else { Flow::Enough }
    };
    book.rows(table, take).map_err(|damage| job.broken(damage))?;
    if rows.is_empty() {
        return Ok(None);
    }
    let file = file(job, tables, Some(table));
    Ok(Some(match layout::find(&rows, job.source, &plan.wanted()) {
        Ok(layout) => {
            let plan = bind_laid_out(plan.clone(), job.source, &file, &layout);
            Head { table, layout, plan }
        }
        Err(problem) => Head { table, layout: Layout::default(), plan: Err(vec![problem]) },
    }))
}

fn named(job: &Job<'_>, tables: &[Table], wanted: &str, noun: &str) -> Result<usize, Stop> {
    let names: Vec<String> = (0..tables.len()).map(|table| label(tables, table)).collect();
    if let Some(found) = names.iter().position(|name| name == wanted) {
        return Ok(found);
    }
    let near = did_you_mean(wanted, names.iter().map(String::as_str));
    let near = near.map(|question| question + " ").unwrap_or_default();
    let message = format!("`{}` has no {noun} `{wanted}`", job.file.relative);
    let hint = format!("{near}its {noun}s are {}", listed(&names));
    Err(Diagnostic::error("unknown-sheet", job.source.place.clone(), message).with_hint(hint).into())
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A workbook of one sheet per month looks to its reader like one table.
fn several(job: &Job<'_>, tables: &[Table], alike: &[usize], noun: &str) -> Diagnostic {
    let names: Vec<String> = alike.iter().map(|table| label(tables, *table)).collect();
    let message = format!("`{}` has more than one {noun} with these columns: {}", job.file.relative, listed(&names));
    let hint = "name one with `sheet`; to read several, list the file once for each";
    Diagnostic::error("several-sheets", job.source.place.clone(), message).with_hint(hint)
}

/// Mistakes in a mapping, with the tables that do not fit either.
fn naming_others(head: Head, tables: &[Table], noun: &str) -> Vec<Diagnostic> {
    let others: Vec<String> =
        visible(tables).into_iter().filter(|table| *table != head.table).map(|table| label(tables, table)).collect();
    let mut problems = head.plan.err().unwrap_or_default();
    if !others.is_empty() {
        for problem in &mut problems {
            let hint = problem.hint.take().unwrap_or_default();
            let others = listed(&others);
            problem.hint = Some(format!("{hint}; other {noun}s are {others}: name the right one with `sheet`"));
        }
    }
    problems
}
