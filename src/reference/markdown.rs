//! Pages as Markdown, as code hosts show it.

use super::page::{Block, Entry, Inline, Page};
use crate::translation::Words;
use std::fmt::Write as _;

/// A page with the list of all pages; `all` holds name and title of each.
pub(super) fn write(page: &Page, all: &[(&str, &str)], words: &Words) -> String {
    let link = |(name, title): &(&str, &str)| match *name == page.name {
        true => format!("**{}**", plain(title)),
        false => format!("[{}]({name}.md)", plain(title)),
    };
    let mut text = format!("# {}\n\n", plain(&page.title));
    let _ = writeln!(text, "{}\n", all.iter().map(link).collect::<Vec<_>>().join(" · "));
    let _ = writeln!(text, "{}\n", inlines(&page.lead));
    if page.groups.iter().any(|group| !group.entries.is_empty()) {
        let _ = writeln!(text, "## {}\n", plain(&words.say("contents")));
        for group in &page.groups {
            let _ = writeln!(text, "- [{}](#{})", plain(&group.title), group.id);
        }
        text.push('\n');
    }
    for group in &page.groups {
        let _ = writeln!(text, "<a id=\"{}\"></a>\n\n## {}\n", group.id, plain(&group.title));
        if !group.lead.is_empty() {
            let _ = writeln!(text, "{}\n", inlines(&group.lead));
        }
        group.entries.iter().for_each(|one| text += &entry(one));
    }
    text.trim_end().to_owned() + "\n"
}

fn entry(entry: &Entry) -> String {
    let title = match (entry.title.as_str(), entry.code.as_str()) {
        ("", code) => quoted(code),
        (title, "") => plain(title),
        (title, code) => format!("{} {}", plain(title), quoted(code)),
    };
    let mut text = format!("<a id=\"{}\"></a>\n\n### {title}\n\n", entry.id);
    entry.blocks.iter().for_each(|one| text += &block(one));
    text
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(parts) => format!("{}\n\n", inlines(parts)),
        Block::Code(text) => fenced(text),
        Block::Folded(title, text) => {
            format!("<details><summary>{}</summary>\n\n{}</details>\n\n", plain(title), fenced(text))
        }
        Block::Facts(facts) => {
            let fact = |(name, value): &(String, Vec<Inline>)| format!("- **{}** {}\n", plain(name), inlines(value));
            facts.iter().map(fact).collect::<String>() + "\n"
        }
        Block::Table(head, rows) => {
            let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
            let mut text = line(head.iter().map(|name| plain(name)).collect());
            text += &line(head.iter().map(|_| "---".to_owned()).collect());
            for row in rows {
                text += &line(row.iter().map(|cell| inlines(cell).replace('|', "\\|")).collect());
            }
            text + "\n"
        }
    }
}

/// Text as it stands, between fences longer than any within.
fn fenced(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}\n{}\n{fence}\n\n", text.trim_end())
}

fn inlines(parts: &[Inline]) -> String {
    let part = |part: &Inline| match part {
        Inline::Text(text) => plain(text),
        Inline::Code(code) => quoted(code),
        Inline::Entry(page, id, shown) => format!("[{}]({page}.md#{id})", quoted(shown)),
        Inline::Page(page, shown) => format!("[{}]({page}.md)", plain(shown)),
        Inline::Web(address) => format!("<{address}>"),
    };
    parts.iter().map(part).collect()
}

/// Code in one line, between more backticks than it has.
fn quoted(code: &str) -> String {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    match code.contains('`') {
        true => format!("`` {code} ``"),
        false => format!("`{code}`"),
    }
}

/// Text whose letters mean nothing to Markdown.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' | '~' => {
                safe.push('\\');
                safe.push(letter);
            }
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_markdown_are_set_apart() {
        assert_eq!(plain("a_b [c] <d>"), "a\\_b \\[c\\] \\<d\\>");
        assert_eq!(quoted("a `b`\nc"), "`` a `b` c ``");
        assert_eq!(fenced("```\nx"), "````\n```\nx\n````\n\n");
    }
}
