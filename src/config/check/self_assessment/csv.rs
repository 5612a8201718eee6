//! A self-assessment as CSV: the same tree as YAML, every cell with its line and column.
//!
//! Columns: `block`, a `title_…` per language (its tag, or the tag's first part: `title_en`), `points`,
//! `score`, `applicable`, `kind`. Lines whose block is `assessed_on`, `deduction` or `bonus` carry these:
//! the day in the first title, the reason in the titles with the number in `score`.

use crate::config::tree::{Key, Mark, Node, Value};
use crate::domain::Locale;

/// Columns that must be there, beside one of titles.
const NEEDED: [&str; 3] = ["block", "points", "score"];
/// How the name of a column of titles begins.
const TITLE: &str = "title_";

/// A cell with its place.
pub(in crate::config) type Cell = (Mark, String);

/// Reads the file into the tree that the YAML form has.
pub(super) fn parse(text: &str) -> Result<Node, (Mark, String)> {
    let mut lines = rows(text.strip_prefix('\u{feff}').unwrap_or(text))?.into_iter();
    let top = Mark::TOP;
    let header = lines.next().unwrap_or_default();
    for name in NEEDED {
        if !header.iter().any(|(_, cell)| cell == name) {
            return Err((top, format!("the column `{name}` is missing")));
        }
    }
    let titles: Vec<(Locale, usize)> =
        header.iter().enumerate().filter_map(|(at, cell)| Some((language(&cell.1)?, at))).collect();
    if titles.is_empty() {
        return Err((top, "a column of titles is missing, such as `title_en`".to_owned()));
    }
    let mut whole = Vec::new();
    let (mut items, mut deductions) = (Vec::new(), Vec::new());
    for line in lines.filter(|line| line.iter().any(|(_, cell)| !cell.is_empty())) {
        let cell = |name: &str| {
            let at = header.iter().position(|(_, column)| column == name)?;
            line.get(at).filter(|(_, cell)| !cell.is_empty())
        };
        let mark = line[0].0;
        let written = titles.iter().filter_map(|(locale, at)| Some((*locale, line.get(*at)?)));
        let written: Vec<(Locale, &Cell)> = written.filter(|(_, (_, cell))| !cell.is_empty()).collect();
        match cell("block").map_or("", |(_, block)| block.as_str()) {
            "assessed_on" => whole.push(entry("assessed_on", mark, written.first().map(|(_, cell)| text_node(cell)))),
            "deduction" => {
                let parts = [titled("reason", mark, &written), entry("count", mark, cell("score").map(number_node))];
                deductions.push(map(mark, parts));
            }
            "bonus" => {
                let parts = [titled("reason", mark, &written), entry("points", mark, cell("score").map(number_node))];
                whole.push((key("bonus", mark), map(mark, parts)));
            }
            _ => items.push(item(mark, &cell, &written)),
        }
    }
    whole.push((key("items", top), Node { mark: top, value: Value::List(items) }));
    whole.push((key("deductions", top), Node { mark: top, value: Value::List(deductions) }));
    Ok(Node { mark: top, value: Value::Map(whole) })
}

fn item<'a>(mark: Mark, cell: &impl Fn(&str) -> Option<&'a Cell>, titles: &[(Locale, &Cell)]) -> Node {
    let truth = |(mark, cell): &Cell| match cell.to_lowercase().as_str() {
        "true" | "yes" | "是" => Node { mark: *mark, value: Value::Bool(true, cell.clone()) },
        "false" | "no" | "否" => Node { mark: *mark, value: Value::Bool(false, cell.clone()) },
        _ => text_node(&(*mark, cell.clone())),
    };
    map(
        mark,
        [
            entry("block", mark, cell("block").map(text_node)),
            titled("title", mark, titles),
            entry("points", mark, cell("points").map(number_node)),
            entry("score", mark, cell("score").map(number_node)),
            entry("applicable", mark, cell("applicable").map(truth)),
            entry("kind", mark, cell("kind").map(text_node)),
        ],
    )
}

/// The language of a column of titles: the first of that tag, or of that first part of a tag.
fn language(column: &str) -> Option<Locale> {
    let tag = column.strip_prefix(TITLE)?.replace('_', "-");
    let of = |locale: &Locale| locale.tag().split('-').next() == Some(tag.as_str());
    Locale::from_tag(&tag).or_else(|| Locale::all().into_iter().find(of))
}

/// The titles as a localised text; one alone serves all languages.
fn titled(name: &str, mark: Mark, titles: &[(Locale, &Cell)]) -> (Key, Node) {
    let texts: Vec<_> = titles.iter().map(|(locale, cell)| entry(locale.tag(), mark, Some(text_node(cell)))).collect();
    match texts.is_empty() {
        true => entry(name, mark, None),
        false => (key(name, mark), Node { mark, value: Value::Map(texts) }),
    }
}

fn key(name: &str, mark: Mark) -> Key {
    Key { mark, text: name.to_owned() }
}

fn entry(name: &str, mark: Mark, node: Option<Node>) -> (Key, Node) {
    (key(name, mark), node.unwrap_or(Node { mark, value: Value::Null }))
}

fn map<const N: usize>(mark: Mark, entries: [(Key, Node); N]) -> Node {
    Node { mark, value: Value::Map(entries.into()) }
}

fn text_node((mark, text): &Cell) -> Node {
    Node { mark: *mark, value: Value::Text(text.clone()) }
}

fn number_node((mark, text): &Cell) -> Node {
    Node { mark: *mark, value: Value::Number(text.clone()) }
}

/// Lines of cells; quotes double inside quotes, line breaks may stand in quotes.
pub(in crate::config) fn rows(text: &str) -> Result<Vec<Vec<Cell>>, (Mark, String)> {
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new()];
    let (mut mark, mut start) = (Mark::TOP, Mark::TOP);
    let (mut cell, mut quoted) = (String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        mark.column += 1;
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                mark.column += 1;
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                let done = (start, std::mem::take(&mut cell).trim().to_owned());
                rows.last_mut().expect("there is always a line").push(done);
                if letter == '\n' {
                    mark = Mark { line: mark.line + 1, ..Mark::TOP };
                    rows.push(Vec::new());
                }
                start = mark;
            }
            '\n' => {
                mark = Mark { line: mark.line + 1, ..Mark::TOP };
                cell.push(letter);
            }
            letter => cell.push(letter),
        }
    }
    if quoted {
        return Err((start, "a quote is never closed".to_owned()));
    }
    rows.last_mut().expect("there is always a line").push((start, cell.trim().to_owned()));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_their_place_and_quotes_hold_commas() {
        let found = rows("a,\"b, \"\"c\"\"\"\nd,e\n").unwrap();
        let place = |line, column| Mark { file: 0, line, column };
        assert_eq!(found[0], [(place(1, 1), "a".to_owned()), (place(1, 3), "b, \"c\"".to_owned())]);
        assert_eq!(found[1], [(place(2, 1), "d".to_owned()), (place(2, 3), "e".to_owned())]);
        assert_eq!(rows("a,\"b").unwrap_err().0, place(1, 3));
    }

    #[test]
    fn a_column_that_is_missing_is_named() {
        let (mark, message) = parse("block,title_zh,score\n").unwrap_err();
        assert_eq!((mark.line, message.as_str()), (1, "the column `points` is missing"));
        let (_, message) = parse("block,title_xx,points,score\n").unwrap_err();
        assert_eq!(message, "a column of titles is missing, such as `title_en`");
        assert!(parse("block,title_zh,points,score\n").is_ok(), "one language serves all");
    }
}
