//! The client's or consultant's commentary: a small, safe part of Markdown as plain blocks.
//!
//! Headings, paragraphs and lists; emphasis marks are dropped, links keep their text, everything
//! else (HTML, Typst, tables) stays text as written.

use super::model::Block;

/// Parses commentary. Headings get the ids `commentary-1`, `commentary-2`, …, after those that other
/// passages have already.
pub fn blocks(source: &str, headings: usize) -> Vec<Block> {
    let mut reader = Reader { headings, ..Reader::default() };
    for line in source.lines() {
        reader.line(line);
    }
    reader.flush();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    paragraph: Vec<String>,
    items: Vec<String>,
    headings: usize,
}

impl Reader {
    fn line(&mut self, raw: &str) {
        let line = raw.trim();
        if line.is_empty() {
            self.flush();
        } else if let Some(text) = heading(line) {
            self.flush();
            self.headings += 1;
            self.blocks.push(Block::Heading { text: inline(text), id: format!("commentary-{}", self.headings) });
        } else if let Some(item) = item(line) {
            self.flush_paragraph();
            self.items.push(inline(item));
        } else if let Some(last) = self.items.last_mut().filter(|_| raw.starts_with([' ', '\t'])) {
            join(last, &inline(line));
        } else {
            self.flush_items();
            self.paragraph.push(line.to_owned());
        }
    }

    fn flush(&mut self) {
        self.flush_paragraph();
        self.flush_items();
    }

    fn flush_paragraph(&mut self) {
        let mut text = String::new();
        for line in self.paragraph.drain(..) {
            join(&mut text, &line);
        }
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph { text: inline(&text) });
        }
    }

    fn flush_items(&mut self) {
        if !self.items.is_empty() {
            self.blocks.push(Block::List { items: std::mem::take(&mut self.items) });
        }
    }
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let marks = line.len() - text.len();
    ((1..=6).contains(&marks) && text.starts_with(' ')).then(|| text.trim().trim_end_matches('#').trim_end())
}

fn item(line: &str) -> Option<&str> {
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some(text.trim());
    }
    let (number, text) = line.split_once(['.', ')'])?;
    let numbered = !number.is_empty() && number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    (numbered && text.starts_with(' ')).then(|| text.trim())
}

/// Joins two lines of a paragraph: no space between Chinese characters.
fn join(text: &mut String, line: &str) {
    let wide = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    let tight = text.chars().last().is_some_and(wide) && line.chars().next().is_some_and(wide);
    if !text.is_empty() && !tight {
        text.push(' ');
    }
    text.push_str(line);
}

/// Drops `**`, `__`, `*word*` and back-ticks; turns `[text](address)` into its text.
fn inline(text: &str) -> String {
    let text = links(&text.replace("**", "").replace("__", "").replace('`', ""));
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find('*') {
        let after = &rest[start + 1..];
        match after.find('*').filter(|end| *end > 0 && !after.starts_with(' ') && !after[..*end].ends_with(' ')) {
            Some(end) => {
                plain.push_str(&rest[..start]);
                plain.push_str(&after[..end]);
                rest = &after[end + 1..];
            }
            None => {
                plain.push_str(&rest[..=start]);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        let after = &rest[start + 1..];
        let found = after.find("](").and_then(|close| {
            let end = after[close + 2..].find(')')?;
            Some((&after[..close], close + 2 + end + 1))
        });
        match found {
            Some((label, end)) if !label.contains('[') => {
                plain.push_str(&rest[..start]);
                plain.push_str(label);
                rest = &after[end..];
            }
            _ => {
                plain.push_str(&rest[..=start]);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { text: text.to_owned() }
    }

    #[test]
    fn reads_headings_paragraphs_and_lists() {
        let found = blocks(
            "# 评述\n第一行\n第二行\n\n- **甲** 与 *乙*\n- [丙](https://example.com)\n  续行\n3. three\n\nlast one\nline",
            0,
        );
        let items = ["甲 与 乙", "丙续行", "three"].map(str::to_owned).to_vec();
        assert_eq!(
            found,
            vec![
                Block::Heading { text: "评述".into(), id: "commentary-1".into() },
                paragraph("第一行第二行"),
                Block::List { items },
                paragraph("last one line"),
            ]
        );
    }

    #[test]
    fn markup_of_html_and_typst_stays_text() {
        let text = "<script>alert(1)</script> #import \"x\": $a_1$ & 5 * 3 * 2 [not a link]";
        assert_eq!(blocks(text, 0), vec![paragraph(text)]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(blocks(" \n\n", 0), Vec::new());
    }
}
