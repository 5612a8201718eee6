//! The reference: pages of everything that a configuration can name and the program can say, made from the data that
//! the program itself works with.
//!
//! Gives texts of files; writes none. What stands in a page stands nowhere else: an entry that is new has its place.

mod benchmarks;
mod codes;
mod html;
mod keys;
mod link;
mod markdown;
mod metrics;
mod page;
mod profiles;
mod tables;
mod voice;

use crate::translation::Language;
use page::{Group, Inline, Page, prose};
use voice::Voice;

/// Name and text of each file of the reference, Markdown and HTML, in a language. Texts that the program's data have
/// in other languages only are shown in these.
pub fn files(language: Language) -> Vec<(String, String)> {
    let voice = Voice::new(language);
    let mut pages = vec![
        keys::page(&voice),
        tables::page(&voice),
        metrics::page(&voice),
        codes::page(&voice),
        profiles::page(&voice),
        benchmarks::page(&voice),
    ];
    pages.insert(0, index(&pages, &voice));
    let names: Vec<(&str, String)> = pages.iter().map(|page| (page.name, page.title.clone())).collect();
    let all: Vec<(&str, &str)> = names.iter().map(|(name, title)| (*name, title.as_str())).collect();
    let written = |page: &Page| {
        [
            (format!("{}.html", page.name), html::write(page, &all, &voice.words)),
            (format!("{}.md", page.name), markdown::write(page, &all, &voice.words)),
        ]
    };
    pages.iter().flat_map(written).collect()
}

/// The page that names the others.
fn index(pages: &[Page], voice: &Voice) -> Page {
    let group = |page: &Page| {
        let entries = page.groups.iter().map(|group| group.entries.len()).sum::<usize>().to_string();
        let mut lead = page.lead.clone();
        lead.insert(0, Inline::Page(page.name, voice.words.with("entries", &[("count", &entries)])));
        lead.insert(1, Inline::Text(" · ".to_owned()));
        Group { id: page.name.to_owned(), title: page.title.clone(), lead, entries: Vec::new() }
    };
    Page {
        name: "index",
        title: voice.say("overview"),
        lead: prose(&voice.words.with("overview-lead", &[("version", env!("CARGO_PKG_VERSION"))])),
        groups: pages.iter().map(group).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_missing_in_any_language() {
        for language in Language::all() {
            for (name, text) in files(language) {
                assert!(!text.contains('⟦'), "{language:?} {name}: {:?}", text.split('⟦').nth(1));
            }
        }
    }
}
