//! A self-assessment as CSV: the same tree as YAML, every cell with its line and column.
//!
//! Columns: `block`, `title_zh`, `title_en`, `points`, `score`, `applicable`, `kind`. Lines whose
//! block is `assessed_on`, `deduction` or `bonus` carry these: the day in `title_zh`, the reason in
//! the titles with the number in `score`.

use crate::config::tree::{Key, Mark, Node, Value};

/// Columns of the file; the last two may be left out.
const COLUMNS: [&str; 7] = ["block", "title_zh", "title_en", "points", "score", "applicable", "kind"];
/// Columns that must be there.
const NEEDED: usize = 5;

/// A cell with its place.
pub(in crate::config) type Cell = (Mark, String);

/// Reads the file into the tree that the YAML form has.
pub(super) fn parse(text: &str) -> Result<Node, (Mark, String)> {
    let mut lines = rows(text.strip_prefix('\u{feff}').unwrap_or(text))?.into_iter();
    let top = Mark { line: 1, column: 1 };
    let header = lines.next().unwrap_or_default();
    for name in &COLUMNS[..NEEDED] {
        if !header.iter().any(|(_, cell)| cell == name) {
            return Err((top, format!("the column `{name}` is missing")));
        }
    }
    let mut whole = Vec::new();
    let (mut items, mut deductions) = (Vec::new(), Vec::new());
    for line in lines.filter(|line| line.iter().any(|(_, cell)| !cell.is_empty())) {
        let cell = |name: &str| {
            let at = header.iter().position(|(_, column)| column == name)?;
            line.get(at).filter(|(_, cell)| !cell.is_empty())
        };
        let mark = line[0].0;
        match cell("block").map_or("", |(_, block)| block.as_str()) {
            "assessed_on" => whole.push(entry("assessed_on", mark, cell("title_zh").map(text_node))),
            "deduction" => {
                let parts = [titles("reason", mark, &cell), entry("count", mark, cell("score").map(number_node))];
                deductions.push(map(mark, parts));
            }
            "bonus" => {
                let parts = [titles("reason", mark, &cell), entry("points", mark, cell("score").map(number_node))];
                whole.push((key("bonus", mark), map(mark, parts)));
            }
            _ => items.push(item(mark, &cell)),
        }
    }
    whole.push((key("items", top), Node { mark: top, value: Value::List(items) }));
    whole.push((key("deductions", top), Node { mark: top, value: Value::List(deductions) }));
    Ok(Node { mark: top, value: Value::Map(whole) })
}

fn item<'a>(mark: Mark, cell: &impl Fn(&str) -> Option<&'a Cell>) -> Node {
    let truth = |(mark, cell): &Cell| match cell.to_lowercase().as_str() {
        "true" | "yes" | "是" => Node { mark: *mark, value: Value::Bool(true, cell.clone()) },
        "false" | "no" | "否" => Node { mark: *mark, value: Value::Bool(false, cell.clone()) },
        _ => text_node(&(*mark, cell.clone())),
    };
    map(
        mark,
        [
            entry("block", mark, cell("block").map(text_node)),
            titles("title", mark, cell),
            entry("points", mark, cell("points").map(number_node)),
            entry("score", mark, cell("score").map(number_node)),
            entry("applicable", mark, cell("applicable").map(truth)),
            entry("kind", mark, cell("kind").map(text_node)),
        ],
    )
}

/// The two titles as a localised text; one alone serves both languages.
fn titles<'a>(name: &str, mark: Mark, cell: &impl Fn(&str) -> Option<&'a Cell>) -> (Key, Node) {
    let (zh, en) = (cell("title_zh"), cell("title_en"));
    let both = [("zh-CN", zh.or(en)), ("en", en.or(zh))].map(|(tag, cell)| entry(tag, mark, cell.map(text_node)));
    match zh.or(en) {
        Some(_) => (key(name, mark), map(mark, both)),
        None => entry(name, mark, None),
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
    let (mut mark, mut start) = (Mark { line: 1, column: 1 }, Mark { line: 1, column: 1 });
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
                    mark = Mark { line: mark.line + 1, column: 1 };
                    rows.push(Vec::new());
                }
                start = mark;
            }
            '\n' => {
                mark = Mark { line: mark.line + 1, column: 1 };
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
        let place = |line, column| Mark { line, column };
        assert_eq!(found[0], [(place(1, 1), "a".to_owned()), (place(1, 3), "b, \"c\"".to_owned())]);
        assert_eq!(found[1], [(place(2, 1), "d".to_owned()), (place(2, 3), "e".to_owned())]);
        assert_eq!(rows("a,\"b").unwrap_err().0, place(1, 3));
    }

    #[test]
    fn a_column_that_is_missing_is_named() {
        let (mark, message) = parse("block,title_zh,points,score\n").unwrap_err();
        assert_eq!((mark.line, message.as_str()), (1, "the column `title_en` is missing"));
    }
}
