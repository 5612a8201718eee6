//! Pages as HTML that needs no other file and no script.

use super::page::{Block, Entry, Group, Inline, Page};
use crate::translation::Words;
use std::fmt::Write as _;

const STYLE: &str = include_str!("../../templates/program/reference.css");

/// A page with the list of all pages; `all` holds name and title of each.
pub(super) fn write(page: &Page, all: &[(&str, &str)], words: &Words) -> String {
    let (language, title) = (words.language.tag(), escaped(&page.title));
    let name = escaped(&words.say("reference"));
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"Quarterdeck {}\">\n\
         <title>{title} · {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{}</a>\n<header class=\"top\">\n<p class=\"kicker\">{name}</p>\n\
         <h1>{title}</h1>\n<nav class=\"pages\" aria-label=\"{}\">\n",
        env!("CARGO_PKG_VERSION"),
        escaped(&words.say("skip")),
        escaped(&words.say("pages")),
    );
    for (other, title) in all {
        let here = if *other == page.name { " aria-current=\"page\"" } else { "" };
        let _ = writeln!(html, "<a href=\"{other}.html\"{here}>{}</a>", escaped(title));
    }
    html += "</nav>\n</header>\n<div class=\"page\">\n";
    html += &contents(page, words);
    html += "<main id=\"main\">\n";
    let _ = writeln!(html, "<p class=\"lead\">{}</p>", inlines(&page.lead));
    page.groups.iter().for_each(|group| html += &section(group));
    html + "</main>\n</div>\n</body>\n</html>\n"
}

fn contents(page: &Page, words: &Words) -> String {
    let title = escaped(&words.say("contents"));
    let mut html =
        format!("<nav class=\"contents\" aria-label=\"{title}\">\n<p class=\"contents-title\">{title}</p>\n");
    for group in &page.groups {
        let count = group.entries.len();
        let name = escaped(&group.title);
        if count == 0 {
            let _ = writeln!(html, "<p><a href=\"#{}\">{name}</a></p>", group.id);
            continue;
        }
        let _ = writeln!(
            html,
            "<details>\n<summary>{name} <span class=\"count\">{count}</span></summary>\n<ul>\n\
             <li><a href=\"#{}\">{}</a></li>",
            group.id,
            escaped(&words.say("from-the-start"))
        );
        for entry in &group.entries {
            let shown = if entry.title.is_empty() { &entry.code } else { &entry.title };
            let _ = writeln!(html, "<li><a href=\"#{}\">{}</a></li>", escaped(&entry.id), escaped(shown));
        }
        html += "</ul>\n</details>\n";
    }
    html + "</nav>\n"
}

fn section(group: &Group) -> String {
    let id = &group.id;
    let mut html = format!("<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">");
    html += &format!("{}</h2>\n", escaped(&group.title));
    if !group.lead.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", inlines(&group.lead));
    }
    group.entries.iter().for_each(|one| html += &entry(one));
    html + "</section>\n"
}

fn entry(entry: &Entry) -> String {
    let id = escaped(&entry.id);
    let title = match (entry.title.as_str(), entry.code.as_str()) {
        ("", code) => format!("<code>{}</code>", escaped(code)),
        (title, "") => escaped(title),
        (title, code) => format!("{} <code>{}</code>", escaped(title), escaped(code)),
    };
    let mut html = format!("<article id=\"{id}\">\n<h3><a class=\"self\" href=\"#{id}\">{title}</a></h3>\n");
    entry.blocks.iter().for_each(|one| html += &block(one));
    html + "</article>\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(parts) => format!("<p>{}</p>\n", inlines(parts)),
        Block::Code(text) => format!("<pre><code>{}</code></pre>\n", escaped(text.trim_end())),
        Block::Folded(title, text) => format!(
            "<details class=\"file\">\n<summary>{}</summary>\n<pre><code>{}</code></pre>\n</details>\n",
            escaped(title),
            escaped(text.trim_end())
        ),
        Block::Facts(facts) => {
            let fact = |(name, value): &(String, Vec<Inline>)| {
                format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(name), inlines(value))
            };
            format!("<dl class=\"facts\">\n{}</dl>\n", facts.iter().map(fact).collect::<String>())
        }
        Block::Table(head, rows) => {
            let heads = head.iter().map(|name| format!("<th scope=\"col\">{}</th>", escaped(name))).collect::<String>();
            let row = |cells: &Vec<Vec<Inline>>| {
                let cell = |(at, cell): (usize, &Vec<Inline>)| match at {
                    0 => format!("<th scope=\"row\">{}</th>", inlines(cell)),
                    _ => format!("<td>{}</td>", inlines(cell)),
                };
                format!("<tr>{}</tr>\n", cells.iter().enumerate().map(cell).collect::<String>())
            };
            let rows: String = rows.iter().map(row).collect();
            format!("<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
        }
    }
}

fn inlines(parts: &[Inline]) -> String {
    let part = |part: &Inline| match part {
        Inline::Text(text) => escaped(text),
        Inline::Code(code) => format!("<code>{}</code>", escaped(code)),
        Inline::Entry(page, id, shown) => {
            format!("<a href=\"{page}.html#{}\"><code>{}</code></a>", escaped(id), escaped(shown))
        }
        Inline::Page(page, shown) => format!("<a href=\"{page}.html\">{}</a>", escaped(shown)),
        Inline::Web(address) => {
            format!("<a href=\"{0}\" rel=\"noreferrer\">{0}</a>", escaped(address))
        }
    };
    parts.iter().map(part).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
