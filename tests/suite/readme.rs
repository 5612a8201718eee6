//! The Chinese README stays in step with the English one: headings, commands, names in code, table rows, pictures.

use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// A part of the text below one heading.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    level: usize,
    /// Code between fences, without the words of comments.
    blocks: Vec<String>,
    /// How often each name stands in code within the text.
    names: BTreeMap<String, usize>,
    rows: usize,
    pictures: usize,
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<(usize, Vec<String>, String)> = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            match open.take() {
                Some(block) => parts.last_mut().unwrap().1.push(block),
                None => open = Some(String::new()),
            }
        } else if let Some(block) = &mut open {
            block.push_str(code(line).trim());
            block.push('\n');
        } else if line.starts_with('#') {
            parts.push((line.chars().take_while(|letter| *letter == '#').count(), Vec::new(), String::new()));
        } else if let Some((_, _, prose)) = parts.last_mut() {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    assert!(open.is_none(), "a fence is never closed");
    let name = Regex::new(r"`([^`]+)`").unwrap();
    let part = |(level, blocks, prose): (usize, Vec<String>, String)| {
        let mut names = BTreeMap::new();
        let joined = prose.replace('\n', " ");
        for found in name.captures_iter(&joined) {
            let one = found[1].split_whitespace().collect::<Vec<_>>().join(" ");
            *names.entry(one).or_default() += 1;
        }
        let rows = prose.lines().filter(|line| line.trim_start().starts_with('|')).count();
        Part { level, blocks, names, rows, pictures: prose.matches("![").count() }
    };
    parts.into_iter().map(part).collect()
}

/// A line of code without what a comment says; `# /etc/…` of a listing is none.
fn code(line: &str) -> &str {
    match line.find("  # ") {
        Some(at) => &line[..at],
        None => line,
    }
}

#[test]
fn the_chinese_readme_stays_in_step() {
    let (english, chinese) = (parts(&text("README.md")), parts(&text("README.zh-CN.md")));
    assert!(english.len() > 6);
    assert_eq!(english.len(), chinese.len(), "headings");
    for (at, (one, other)) in english.iter().zip(&chinese).enumerate() {
        assert_eq!(one.level, other.level, "the heading {at}");
        assert_eq!(one.blocks, other.blocks, "code below the heading {at}");
        assert_eq!((one.rows, one.pictures), (other.rows, other.pictures), "rows and pictures below the heading {at}");
        // A language may say a name once more or less; it may not leave it out.
        let lacks = |of: &Part, in_other: &Part| -> Vec<String> {
            of.names.keys().filter(|name| !in_other.names.contains_key(*name)).cloned().collect()
        };
        assert_eq!(lacks(one, other), Vec::<String>::new(), "README.zh-CN.md lacks these below the heading {at}");
        assert_eq!(lacks(other, one), Vec::<String>::new(), "README.md lacks these below the heading {at}");
    }
}

#[test]
fn the_two_readmes_link_each_other() {
    assert!(text("README.md").contains("(README.zh-CN.md)"));
    assert!(text("README.zh-CN.md").contains("(README.md)"));
    let han = |text: &str| text.chars().filter(|letter| ('\u{4e00}'..'\u{9fff}').contains(letter)).count();
    assert!(han(&text("README.zh-CN.md")) > 5_000);
}

#[test]
fn the_comparison_sees_a_difference() {
    let one = "# A\ntext `x`\n```\ncommand --option  # says this\n```\n";
    assert_eq!(parts(one), parts("# 甲\n文字 `x`\n```\ncommand --option  # 说这个\n```\n"));
    assert_ne!(parts(one), parts("# 甲\n文字 `x`\n```\ncommand --other  # 说这个\n```\n"));
    assert_ne!(parts(one), parts("# 甲\n文字 `y`\n```\ncommand --option\n```\n"));
}
