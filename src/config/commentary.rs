//! Commentary files: which passage belongs to which section.

use std::path::PathBuf;

/// A commentary file of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commentary {
    /// The section that all of it belongs to; `None` goes by the headings inside.
    pub section: Option<String>,
    /// The Markdown file.
    pub file: PathBuf,
}

/// A stretch of a commentary file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The section that its heading names; `None` before the first such heading.
    pub section: Option<String>,
    /// Line of that heading in the file, from 1.
    pub line: u64,
    /// Its Markdown, without a heading that is nothing but the section's name.
    pub text: String,
}

/// Splits Markdown at headings that name a section: `# scorecard`, or any heading that ends with
/// an anchor such as `{#scorecard}`. Whether the section exists is not looked at.
pub fn passages(source: &str) -> Vec<Passage> {
    let mut found = vec![Passage { section: None, line: 1, text: String::new() }];
    for (index, line) in source.lines().enumerate() {
        let at = index as u64 + 1;
        match named(line) {
            Some((section, heading)) => {
                let text = heading.map(|heading| format!("{heading}\n")).unwrap_or_default();
                found.push(Passage { section: Some(section.to_owned()), line: at, text });
            }
            None => {
                let last = found.last_mut().expect("the first passage is always there");
                last.text.push_str(line);
                last.text.push('\n');
            }
        }
    }
    found.retain(|one| one.section.is_some() || !one.text.trim().is_empty());
    found
}

/// The section that a heading names, and the heading to print when it says more than that name.
fn named(line: &str) -> Option<(&str, Option<String>)> {
    let text = line.trim_start_matches('#');
    let marks = line.len() - text.len();
    if !(1..=6).contains(&marks) || !text.starts_with(' ') {
        return None;
    }
    let text = text.trim();
    if let Some((words, anchor)) = text.strip_suffix('}').and_then(|rest| rest.rsplit_once("{#")) {
        let words = words.trim();
        return Some((anchor.trim(), (!words.is_empty()).then(|| format!("{} {words}", &line[..marks]))));
    }
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    (marks == 1 && !text.is_empty() && text.chars().all(plain)).then_some((text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_name_a_section_begin_its_passage() {
        let found = passages("first\n\n# scorecard\nsecond\n## Why {#trends}\nthird\n# Our view\nfourth\n");
        let passage = |section: Option<&str>, line: u64, text: &str| Passage {
            section: section.map(str::to_owned),
            line,
            text: text.to_owned(),
        };
        assert_eq!(
            found,
            [
                passage(None, 1, "first\n\n"),
                passage(Some("scorecard"), 3, "second\n"),
                passage(Some("trends"), 5, "## Why\nthird\n# Our view\nfourth\n"),
            ]
        );
        assert_eq!(passages("\n\n"), []);
    }
}
