//! Characters that no page can show: each is replaced by a visible sign before anything is drawn, and the
//! data page says which and how often. Ids, which nobody reads, keep theirs.

use super::glyphs::Glyphs;
use super::model::{Block, Callout, Report, Section, StandIn};
use super::text::{Words, grouped};
use serde_json::Value;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// Stands for a character that cannot be shown.
pub const SIGN: char = '□';

/// Signs in a row, at most; a text in a script without a font would be a wall of them.
const MOST_SIGNS: usize = 12;
/// Characters that the data page names before it says how many more there are.
const NAMED: usize = 8;
/// How much of the text round a character is kept for the warning.
const CONTEXT: usize = 12;
/// Fields that are never printed; they refer to each other.
const REFERENCES: [&str; 5] = ["id", "chart", "link", "section", "data"];

/// The report with a stand-in for every character that no page can show, and a note of them.
pub fn replaced(report: Report, glyphs: &Glyphs, words: &Words) -> Report {
    let mut view = serde_json::to_value(&report).expect("the view model has string keys only");
    let mut found = Found::default();
    walk(&mut view, glyphs, &mut found);
    if !found.changed {
        return report;
    }
    let mut report: Report = serde_json::from_value(view).expect("only texts were changed");
    report.stand_ins = found.list();
    if !report.stand_ins.is_empty() {
        note(&mut report, words);
    }
    report
}

/// What was replaced: times and the first text that held it, by character.
#[derive(Default)]
struct Found {
    changed: bool,
    characters: BTreeMap<char, (u64, String)>,
}

impl Found {
    fn add(&mut self, character: char, text: &str) {
        self.characters.entry(character).or_insert_with(|| (0, context(text, character))).0 += 1;
    }

    /// The most frequent first.
    fn list(self) -> Vec<StandIn> {
        let mut list: Vec<StandIn> = self
            .characters
            .into_iter()
            .map(|(character, (times, context))| {
                let code = format!("U+{:04X}", u32::from(character));
                StandIn { code, times, context }
            })
            .collect();
        list.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.code.cmp(&b.code)));
        list
    }
}

/// The words round a character, with what the page shows in its place.
fn context(text: &str, character: char) -> String {
    let at = text.find(character).unwrap_or(0);
    let before: Vec<char> = text[..at].chars().rev().take(CONTEXT).collect();
    before.into_iter().rev().chain(text[at..].chars().take(CONTEXT + 1)).collect()
}

fn walk(value: &mut Value, glyphs: &Glyphs, found: &mut Found) {
    match value {
        Value::String(text) => {
            if let Some(new) = shown(text, glyphs, found) {
                found.changed = true;
                *text = new;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, glyphs, found)),
        Value::Object(fields) => {
            let printed = |name: &str| !REFERENCES.contains(&name);
            fields.iter_mut().filter(|(name, _)| printed(name)).for_each(|(_, field)| walk(field, glyphs, found));
        }
        _ => {}
    }
}

/// The text as a page can show it; `None` when that is the text itself.
fn shown(text: &str, glyphs: &Glyphs, found: &mut Found) -> Option<String> {
    if text.chars().all(|one| glyphs.shows(one) && !is_selector(one)) {
        return None;
    }
    let (mut new, mut row) = (String::with_capacity(text.len()), 0);
    for cluster in text.graphemes(true) {
        let (kept, lost) = apart(cluster, glyphs);
        lost.iter().for_each(|one| found.add(*one, text));
        new.extend(&kept);
        // A picture without its skin tone is still seen.
        let seen = kept.first().is_some_and(|first| !first.is_alphanumeric() && !first.is_whitespace());
        if lost.is_empty() || seen {
            row = 0;
            continue;
        }
        row += 1;
        match row {
            ..=MOST_SIGNS => new.push(SIGN),
            row if row == MOST_SIGNS + 1 => new.push('…'),
            _ => {}
        }
    }
    Some(new)
}

/// What of a user-perceived character can be shown, and what is lost. A variation selector only chooses
/// between two drawings of the same character; a joiner joins nothing when a part is missing.
fn apart(cluster: &str, glyphs: &Glyphs) -> (Vec<char>, Vec<char>) {
    let plain = cluster.chars().filter(|one| !is_selector(*one));
    let (mut kept, lost): (Vec<char>, Vec<char>) = plain.partition(|one| glyphs.shows(*one));
    if !lost.is_empty() {
        kept.retain(|one| *one != '\u{200d}');
    }
    (kept, lost)
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}')
}

/// Says on the data page, else at the end of the last section, what was replaced.
fn note(report: &mut Report, words: &Words) {
    let list = &report.stand_ins;
    let named = list.iter().take(NAMED).map(|one| format!("{} × {}", one.code, grouped(one.times)));
    let mut names: Vec<String> = named.collect();
    if list.len() > NAMED {
        let more = (list.len() - NAMED) as u64;
        names.push(words.count("stand-in-more", more, &[("n", &grouped(more))]));
    }
    let all: u64 = list.iter().map(|one| one.times).sum();
    let names = names.join(&words.separator("list-separator"));
    let args = [("n", grouped(all)), ("sign", SIGN.to_string()), ("characters", names)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = words.count("stand-in-text", all, &args);
    let callout = Callout { tone: "warning".to_owned(), title: words.say("stand-in-title"), text };
    let of_data = |section: &&mut Section| section.id == "data-quality";
    let page = report.sections.iter_mut().chain(report.annex.iter_mut()).find(of_data);
    match page {
        Some(section) => section.blocks.push(Block::Callout(callout)),
        None => {
            report.sections.last_mut().into_iter().for_each(|last| last.blocks.push(Block::Callout(callout.clone())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Locale;
    use crate::report::scenario;

    /// Latin, Han, marks, and two pictures; no Thai, no skin tone.
    fn glyphs() -> Glyphs {
        let han = 0x4e00..0xa000;
        Glyphs::of(
            (0x20..0x250)
                .chain(han)
                .chain(0x2000..0x2800)
                .chain(0xff00..0xff60)
                .chain([0x1f44d, 0x200d, 0x3002, 0x3001]),
        )
    }

    fn plain(text: &str) -> (String, Vec<StandIn>) {
        let mut found = Found::default();
        let new = shown(text, &glyphs(), &mut found).unwrap_or_else(|| text.to_owned());
        (new, found.list())
    }

    #[test]
    fn each_character_without_a_glyph_has_one_sign() {
        let (text, found) = plain("慢 ช้า ok");
        assert_eq!(text, "慢 □□ ok", "the vowel and the mark belong to their letter");
        assert_eq!(found.iter().map(|one| one.times).sum::<u64>(), 3);
        assert_eq!(plain("a\u{feff}b\u{e001}c\u{1b}d").0, "a□b□c□d");
        assert_eq!(plain("plain 文字").1, []);
    }

    #[test]
    fn a_picture_keeps_what_can_be_shown() {
        let (text, found) = plain("好👍🏻！");
        assert_eq!((text.as_str(), found.len()), ("好👍！", 1));
        let (text, found) = plain("❤\u{fe0f}");
        assert_eq!((text.as_str(), found.len()), ("❤", 0), "the same character, drawn otherwise");
        assert_eq!(plain("\u{1f3fb}").0, "□");
    }

    #[test]
    fn a_text_in_an_unknown_script_is_no_wall_of_signs() {
        let (text, _) = plain(&"ก".repeat(200));
        assert_eq!(text, format!("{}…", "□".repeat(MOST_SIGNS)));
    }

    #[test]
    fn the_report_says_what_was_replaced_and_keeps_its_references() {
        let mut scenario = scenario::rich();
        scenario.config.client = crate::domain::Localized::both("ไทย客户", "ไทย Ltd");
        for (locale, name) in [(Locale::known("zh-CN"), "□□□客户"), (Locale::known("en"), "□□□ Ltd")] {
            let report = scenario.report(locale);
            let words = Words::new(locale, &[]);
            let everything = Glyphs::of((0..0x0e00).chain(0x0e80..0x11_0000));
            let made = replaced(report.clone(), &everything, &words);
            assert_eq!(made.cover.title, name);
            assert_eq!(made.charts.keys().collect::<Vec<_>>(), report.charts.keys().collect::<Vec<_>>());
            let page = made.all_sections().find(|one| one.id == "data-quality").unwrap();
            let said = serde_json::to_string(page).unwrap();
            assert!(said.contains("U+0E17 × ") && said.contains('□'), "{said}");
            assert_eq!(made.stand_ins.len(), 3);
            assert!(made.stand_ins[0].context.contains("ไทย"));
            assert_eq!(replaced(report.clone(), &Glyphs::all(), &words), report);
        }
    }
}
