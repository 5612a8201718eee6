//! What a page of the reference is made of, whatever it is written in.

/// A page.
pub(super) struct Page {
    /// Its file without the ending, such as `metrics`.
    pub(super) name: &'static str,
    pub(super) title: String,
    /// What it is about.
    pub(super) lead: Vec<Inline>,
    pub(super) groups: Vec<Group>,
}

/// Entries of one subject.
pub(super) struct Group {
    /// Unique on the page, entries included.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) lead: Vec<Inline>,
    pub(super) entries: Vec<Entry>,
}

/// One thing that is looked up.
pub(super) struct Entry {
    /// By which links find it; unique on the page.
    pub(super) id: String,
    /// Its name in words; empty when it has none but the code.
    pub(super) title: String,
    /// Its name in files; empty when it has none but the title.
    pub(super) code: String,
    pub(super) blocks: Vec<Block>,
}

/// A part of an entry.
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// Names with what is said of each.
    Facts(Vec<(String, Vec<Inline>)>),
    /// Head and rows; the first cell of a row is its head.
    Table(Vec<String>, Vec<Vec<Vec<Inline>>>),
    Code(String),
    /// Opens at a click: a title and text as it stands in a file.
    Folded(String, String),
}

/// A part of a sentence.
#[derive(Clone)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    /// An entry of a page: page, id (empty: the page itself), and what is shown as code.
    Entry(&'static str, String, String),
    /// Another page: its name and what is shown.
    Page(&'static str, String),
    /// An address outside.
    Web(String),
}

/// A sentence of one text.
pub(super) fn text(text: impl Into<String>) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

/// A sentence of one word of files.
pub(super) fn code(text: impl Into<String>) -> Vec<Inline> {
    vec![Inline::Code(text.into())]
}

/// A text whose backticks set words of files apart.
pub(super) fn prose(text: &str) -> Vec<Inline> {
    let text = text.trim();
    if !text.matches('`').count().is_multiple_of(2) {
        return vec![Inline::Text(text.to_owned())];
    }
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts.map(|(at, part)| if at % 2 == 0 { Inline::Text(part.into()) } else { Inline::Code(part.into()) }).collect()
}

/// Parts with something between each two.
pub(super) fn joined(parts: Vec<Vec<Inline>>, between: &str) -> Vec<Inline> {
    let mut all = Vec::new();
    for part in parts {
        if !all.is_empty() {
            all.push(Inline::Text(between.to_owned()));
        }
        all.extend(part);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_set_words_apart() {
        let shown = |text| -> Vec<String> {
            let form = |part: &Inline| match part {
                Inline::Code(code) => format!("<{code}>"),
                Inline::Text(text) => text.clone(),
                _ => String::new(),
            };
            prose(text).iter().map(form).collect()
        };
        assert_eq!(shown("a `b` c"), ["a ", "<b>", " c"]);
        assert_eq!(shown("`b`"), ["<b>"]);
        assert_eq!(shown("one ` alone"), ["one ` alone"]);
    }
}
