//! What one report depends on in the configuration: its own part with all that it inherits, and the files
//! that it names; not where in the file it is written, nor what stands beside it.

use super::tree::{Key, Node, Value};
use crate::domain::hex;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Hashes of files that were read once.
#[derive(Debug, Default)]
pub(super) struct Contents(BTreeMap<PathBuf, String>);

impl Contents {
    /// SHA-256 of a file, hexadecimal; what is said when it cannot be read.
    pub(super) fn of(&mut self, path: &Path) -> std::io::Result<String> {
        if let Some(known) = self.0.get(path) {
            return Ok(known.clone());
        }
        let hash = hex(Sha256::digest(std::fs::read(path)?));
        self.0.insert(path.to_owned(), hash.clone());
        Ok(hash)
    }
}

/// SHA-256 of a report as completed, the contents of its files and what else decides, hexadecimal.
pub(super) fn of_report(
    report: &Node,
    files: &BTreeSet<PathBuf>,
    (folder, contents): (&Path, &mut Contents),
    more: &str,
) -> String {
    let mut hash = Sha256::new();
    add(&without(&without_delivery(report), &["client_was", "group", "tags"]), &mut hash);
    for file in files {
        // A file that cannot be read is told by who checks the configuration.
        let content = contents.of(file).unwrap_or_default();
        let name = file.strip_prefix(folder).unwrap_or(file);
        hash.update(format!("\n{}\n{content}", name.display()).as_bytes());
    }
    hash.update(format!("\n{more}").as_bytes());
    hex(hash.finalize())
}

/// A map without some of its keys.
pub(super) fn without(node: &Node, keys: &[&str]) -> Node {
    let Value::Map(entries) = &node.value else { return node.clone() };
    let kept = entries.iter().filter(|(key, _)| !keys.contains(&key.text.as_str())).cloned();
    Node { mark: node.mark, value: Value::Map(kept.collect()) }
}

/// A report without who receives it and how: of its delivery only the footer is printed, in the body of
/// the message.
fn without_delivery(report: &Node) -> Node {
    let Value::Map(entries) = &report.value else { return report.clone() };
    let shown = |(key, node): &(Key, Node)| match key.text.as_str() {
        "delivery" => {
            let footer = node.get("footer").map_or(Value::Null, |footer| footer.value.clone());
            (key.clone(), Node { mark: node.mark, value: footer })
        }
        _ => (key.clone(), node.clone()),
    };
    Node { mark: report.mark, value: Value::Map(entries.iter().map(shown).collect()) }
}

fn add(node: &Node, hash: &mut Sha256) {
    let mut text = |kind: &str, text: &str| {
        hash.update(format!("{kind}{}:", text.len()).as_bytes());
        hash.update(text.as_bytes());
    };
    match &node.value {
        Value::Null => text("n", ""),
        Value::Bool(_, spelling) => text("b", spelling),
        Value::Number(spelling) => text("d", spelling),
        Value::Text(value) => text("t", value),
        Value::List(items) => {
            text("l", &items.len().to_string());
            items.iter().for_each(|item| add(item, hash));
        }
        Value::Map(entries) => {
            text("m", &entries.len().to_string());
            for (key, value) in entries {
                hash.update(format!("k{}:{}", key.text.len(), key.text).as_bytes());
                add(value, hash);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    fn hash(text: &str) -> String {
        let folder = Path::new("");
        of_report(&parse(text).unwrap(), &BTreeSet::new(), (folder, &mut Contents::default()), "")
    }

    #[test]
    fn places_and_remarks_do_not_count_and_everything_else_does() {
        let one = hash("id: a\nlist: [1, two]\n");
        assert_eq!(one, hash("# a remark\n\nid:   a\nlist:\n  - 1\n  - two\n"));
        for other in [
            "id: b\nlist: [1, two]\n",
            "id: a\nlist: [1, 'two', 3]\n",
            "id: a\nlist: ['1', two]\n",
            "id: a\nlist: {}\n",
        ] {
            assert_ne!(one, hash(other), "{other}");
        }
    }

    #[test]
    fn who_receives_a_report_does_not_change_it() {
        let one = hash("id: a\ndelivery: {from: a@example.com, footer: {en: x}}\n");
        assert_eq!(one, hash("id: a\ndelivery: {from: b@example.com, footer: {en: x}, recipients: []}\n"));
        assert_ne!(one, hash("id: a\ndelivery: {from: a@example.com, footer: {en: y}}\n"));
        assert_ne!(one, hash("id: a\n"), "the body of the message is made with the report");
    }
}
