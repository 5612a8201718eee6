//! Segment columns of many values: only the largest are parts of their own.
//!
//! A column that rows carry from another table follows that table's ranking, so that a rate and its base
//! are broken down alike.

use super::collected::Facts;
use super::derived::references;
use super::error::Error;
use super::table::FactTable;
use crate::domain::Table;
use crate::engine::{Fold, MOST_PARTS, count_values};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is known of the values of columns: `None` where all of them may stay.
#[derive(Debug, Default)]
pub(super) struct FoldCache(Mutex<Known>);

type Known = BTreeMap<(Table, String), Option<Arc<Fold>>>;

impl Facts {
    /// The folds of those columns of a table that have more than [`MOST_PARTS`] values.
    ///
    /// # Errors
    /// When staged files cannot be read.
    pub fn folds(&self, table: Table, columns: &[&str]) -> Result<BTreeMap<String, Arc<Fold>>, Error> {
        let lock = || self.folds.0.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown: Vec<&str> = {
            let known = lock();
            columns.iter().copied().filter(|name| !known.contains_key(&(table, (*name).to_owned()))).collect()
        };
        if let Some(facts) = self.tables.get(&table).filter(|_| !unknown.is_empty()) {
            for (name, counts) in unknown.iter().zip(counted(facts, &unknown)?) {
                let fold = match counts.len() > MOST_PARTS {
                    true => self.ranked(table, name, counts)?.map(Arc::new),
                    false => None,
                };
                lock().insert((table, (*name).to_owned()), fold);
            }
        }
        let known = lock();
        let fold = |name: &&str| Some(((*name).to_owned(), known.get(&(table, (*name).to_owned()))?.clone()?));
        Ok(columns.iter().filter_map(fold).collect())
    }

    fn ranked(&self, table: Table, column: &str, own: Vec<(String, u64)>) -> Result<Option<Fold>, Error> {
        let carried = column.split_once('.').and_then(|(prefix, name)| {
            let reference = references(table).iter().find(|reference| reference.prefix == prefix)?;
            Some((self.tables.get(&reference.target)?, name))
        });
        let counts = match carried {
            Some((target, name)) => counted(target, &[name])?.pop().unwrap_or_default(),
            None => own,
        };
        Ok(Fold::of(counts))
    }
}

fn counted(facts: &FactTable, columns: &[&str]) -> Result<Vec<Vec<(String, u64)>>, Error> {
    count_values(facts.parts(), |part| facts.read(part, columns), columns)
}
