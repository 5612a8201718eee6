//! Lays sources over the profiles that they name, as trees: what the user wrote keeps its place, what the
//! profile says stands at the user's `profile:`.

use super::Checker;
use crate::config::profile::Profile;
use crate::config::tree::{Key, Mark, Node, Value};
use crate::config::written::list;
use crate::domain::Table;

/// Keys of a column of which one says where its cells come from.
const ORIGINS: [&str; 3] = ["from", "sql", "position"];

impl Checker<'_> {
    /// Completes every source of the file that names a profile.
    pub(super) fn lay_over_profiles(&mut self, file: &mut Node) {
        let Some(Value::List(reports)) = entry(file, "reports").map(|node| &mut node.value) else { return };
        for report in reports {
            let Some(Value::Map(tables)) = entry(report, "tables").map(|node| &mut node.value) else { continue };
            for (key, node) in tables {
                let Some(table) = Table::ALL.into_iter().find(|table| table.name() == key.text) else { continue };
                self.complete(table, node);
            }
        }
    }

    fn complete(&mut self, table: Table, node: &mut Node) {
        match &mut node.value {
            Value::List(items) => {
                let sources = std::mem::take(items);
                items.extend(sources.into_iter().flat_map(|source| self.over_profile(table, source)));
            }
            Value::Map(_) => {
                let mut sources = self.over_profile(table, node.clone());
                *node = match sources.len() {
                    1 => sources.remove(0),
                    _ => Node { mark: node.mark, value: Value::List(sources) },
                };
            }
            _ => {}
        }
    }

    /// A source once for every record that the profile takes from a row.
    fn over_profile(&mut self, table: Table, source: Node) -> Vec<Node> {
        let Some(Node { mark, value: Value::Text(id) }) = source.get("profile") else { return vec![source] };
        let Some(profile) = self.profile(id, *mark) else { return vec![source] };
        if let Some(reason) = &profile.refuse {
            self.error_with_hint("refused-profile", *mark, reason.for_messages().to_owned(), "leave these files out");
            return vec![source];
        }
        let base = profile.placed(table, *mark);
        if base.is_empty() {
            let tables: Vec<&str> = profile.tables().into_iter().map(Table::name).collect();
            let message = format!("the profile `{id}` has nothing for `{}`", table.name());
            self.error_with_hint("profile-table", *mark, message, format!("it feeds {}", list(&tables)));
            return vec![source];
        }
        if !profile.head.is_empty() && source.get("columns").is_none() {
            let message = format!("the profile `{id}` needs cells above the header of each file");
            let hint = "`quarterdeck init --from FOLDER` reads them and writes the mapping out";
            self.error_with_hint("profile-head", *mark, message, hint);
        }
        base.iter().map(|base| laid_over(&source, base)).collect()
    }

    fn profile(&mut self, id: &str, mark: Mark) -> Option<Profile> {
        if let Some(file) = self.profiles.file(id) {
            self.named_files.insert(file);
        }
        let library = self.profiles.clone();
        if !library.names().contains(&id) {
            self.unknown_name("unknown-profile", mark, ("profile", id), &library.names());
            return None;
        }
        library.get(id, &mut self.problems)
    }
}

fn entry<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    let Value::Map(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|(key, _)| key.text == name).map(|(_, node)| node)
}

/// A source over a profile's; what the user says of a column's origin stands alone.
fn laid_over(source: &Node, base: &Node) -> Node {
    let mut base = base.clone();
    let named = |key: &str| keys(source.get(key));
    let constants = named("constants");
    let columns = named("columns");
    if let Some(Value::Map(entries)) = entry(&mut base, "constants").map(|node| &mut node.value) {
        entries.retain(|(key, _)| !columns.contains(&key.text));
    }
    if let Some(Value::Map(entries)) = entry(&mut base, "columns").map(|node| &mut node.value) {
        entries.retain(|(key, _)| !constants.contains(&key.text));
        for (key, column) in entries {
            let own = source.get("columns").and_then(|columns| columns.get(&key.text));
            drop_origin(column, own);
        }
    }
    source.over(&base)
}

fn keys(node: Option<&Node>) -> Vec<String> {
    match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.iter().map(|(key, _)| key.text.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Takes the origin away from a profile's column when the user's names another.
fn drop_origin(column: &mut Node, own: Option<&Node>) {
    let own = keys(own);
    let elsewhere = own.iter().any(|key| ORIGINS.contains(&key.as_str()));
    match &mut column.value {
        Value::Map(entries) if elsewhere => entries.retain(|(key, _): &(Key, _)| !ORIGINS.contains(&key.text.as_str())),
        Value::Text(_) if !own.is_empty() && !elsewhere => {
            let from = Node { mark: column.mark, value: column.value.clone() };
            column.value = Value::Map(vec![(Key { mark: column.mark, text: "from".to_owned() }, from)]);
        }
        _ => {}
    }
}
