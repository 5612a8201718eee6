//! Orders with a column of states: those that were cancelled, refunded or never paid are no purchases.

use super::column::{Column, shown};
use super::look::Look;
use super::{Confidence, Mapping, Placed};
use crate::domain::words::{self, Vocabulary};
use std::collections::BTreeSet;

/// States that a column may have at most.
const MOST: usize = 40;

/// Canonical columns with the meanings of a state that make them true.
const FLAGS: [(&str, &[&str]); 2] = [("cancelled", &["cancelled", "unpaid"]), ("refunded", &["refunded"])];

/// Places the states of orders that the names of columns have left.
pub(super) fn place(look: &Look<'_>, mapping: &mut Mapping) {
    let used: BTreeSet<String> = mapping.placed.iter().flat_map(|one| one.from.clone()).collect();
    for (canonical, meanings) in FLAGS {
        if mapping.placed.iter().any(|one| one.canonical == canonical) {
            continue;
        }
        let said =
            |column: &&Column| !used.contains(&column.name) && !column.repeated && !found(column, meanings).is_empty();
        let Some(column) = look.columns.iter().find(said) else { continue };
        let listed: Vec<String> = found(column, meanings)
            .iter()
            .map(|word| format!("'{}'", word.to_lowercase().replace('\'', "''")))
            .collect();
        let sql = format!("lower(trim(\"{}\")) in ({})", column.name.replace('"', "\"\""), listed.join(", "));
        let open = unknown(column);
        let mut reason = format!("its words for orders that are {}", meanings.join(" or "));
        if !open.is_empty() {
            reason += &format!("; please check {}", open.join(", "));
        }
        mapping.placed.push(Placed {
            canonical: canonical.to_owned(),
            entry: serde_json::json!({ "sql": sql }),
            from: vec![column.name.clone()],
            confidence: Confidence::Fair,
            reason,
        });
    }
}

/// The words of a column of states that have one of these meanings.
fn found<'c>(column: &'c Column, meanings: &[&str]) -> Vec<&'c str> {
    let distinct = column.distinct();
    if distinct.len() > MOST {
        return Vec::new();
    }
    let means = |word: &&str| words::canonical(Vocabulary::Order, word).is_some_and(|found| meanings.contains(&found));
    distinct.into_keys().filter(means).collect()
}

/// Words of a column of states that no list of states holds, for a person to look at.
fn unknown(column: &Column) -> Vec<String> {
    let known = |word: &str| {
        words::canonical(Vocabulary::Order, word).is_some() || words::canonical(Vocabulary::Status, word).is_some()
    };
    let distinct = column.distinct();
    let unknown = distinct.into_keys().filter(|word| !known(word));
    unknown.take(5).map(|word| format!("`{}`", shown(word))).collect()
}
