//! The first sheet: what the report says, then the scorecard with exact values.

use super::figures::{industry, is_shown, status};
use super::forms;
use super::sheet::{Entry, Mark, Role, Sheet, Style, count, figure, filled, icon, prose};
use crate::catalogue::definition::Definition;
use crate::metrics::measurement::Measurement;
use crate::report::draft::Draft;
use crate::report::model::{Block, Report};
use crate::report::sections::scorecard;

/// Columns of the scorecard.
const COLUMNS: u16 = 13;

/// The sheet.
pub fn sheet(draft: &Draft, report: &Report) -> Sheet {
    let cover = &report.cover;
    let confidential = [cover.subtitle.as_str(), cover.confidentiality.as_str()];
    let under: Vec<&str> = confidential.into_iter().filter(|text| !text.is_empty()).collect();
    let name = draft.words.say("book-summary");
    let mut sheet = Sheet::titled(name, report.meta.title.clone(), under.join(" · "));
    let mut row = 3;
    for entry in said(report) {
        sheet.across((row, 0), COLUMNS, entry);
        row += 1;
    }
    row += 1;
    let caption = draft.words.with("scorecard-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    sheet.put((row, 0), filled(caption, Style::of(Role::Heading)));
    let listed = scorecard::listed(draft);
    let records: Vec<Vec<Entry>> = listed.iter().map(|one| record(draft, one)).collect();
    let next = sheet.list("scorecard", (row + 1, 0), &heads(draft), records);
    sheet.icons.push(((row + 2, 1), (next - 1, 1)));
    let notes = [draft.words.say("book-scorecard-note"), draft.policy_note()];
    for (at, note) in notes.into_iter().enumerate() {
        sheet.put((next + 1 + at as u32, 0), filled(note, Style::of(Role::Note)));
    }
    sheet.fit(38.0, &[(1, 6.0), (3, 15.0)]);
    sheet
}

/// Notices of the cover, the verdict, its messages and what is to be decided.
fn said(report: &Report) -> Vec<Entry> {
    let mut lines = Vec::new();
    if let Some(notice) = &report.cover.notice {
        let tone = Style::of(Role::Prose).judged(Some(Mark::Bad));
        lines.push(filled(format!("{}\n{}", notice.title, notice.text), tone));
    }
    let Some(summary) = report.all_sections().find(|section| section.id == "summary") else { return lines };
    lines.push(filled(summary.title.clone(), Style::of(Role::Verdict)));
    for block in &summary.blocks {
        match block {
            Block::Lead { text } => lines.push(prose(text.clone())),
            Block::Messages { items } => {
                let message =
                    |item: &crate::report::model::Message| prose(format!("• {}\n{}", item.headline, item.text));
                lines.extend(items.iter().map(message));
            }
            Block::Decision { title, options } => {
                lines.push(filled(title.clone(), Style::of(Role::Heading)));
                let option = |(at, one): (usize, &crate::report::model::DecisionOption)| {
                    prose(format!("{}. {}\n{}", at + 1, one.text, one.note))
                };
                lines.extend(options.iter().enumerate().map(option));
            }
            Block::Callout(callout) => lines.push(prose(format!("{}\n{}", callout.title, callout.text))),
            _ => {}
        }
    }
    lines
}

fn heads(draft: &Draft) -> Vec<String> {
    let say = |id: &str| draft.words.say(id);
    vec![
        say("column-metric"),
        say("book-icon"),
        say("column-status"),
        say("book-as-printed"),
        draft.dates.short(draft.quarter()),
        say("book-n"),
        say("column-low"),
        say("column-high"),
        say("label-target"),
        say("book-off-target"),
        draft.dates.short(draft.quarter().year_before()),
        say("column-yoy"),
        say("column-industry"),
    ]
}

fn record(draft: &Draft, definition: &Definition) -> Vec<Entry> {
    let form = forms::with_unit(draft, definition);
    let plain = forms::plain(draft, definition);
    let now = draft.scene.now(&definition.id);
    let shown = now.filter(|now| is_shown(now));
    let value = shown.and_then(|now| now.value.or(now.at_least));
    let before = draft.scene.total(&definition.id, draft.quarter().year_before()).filter(|one| is_shown(one));
    let before = before.and_then(|one| one.value);
    let (tone, _, word) = draft.standing(draft.scene.standing(definition));
    let mark = Mark::of(Some(tone));
    let word = match now {
        Some(now) if shown.is_none() => status(draft, definition, now),
        _ => word,
    };
    let interval = shown.and_then(|now: &Measurement| now.interval);
    let target = draft.scene.target(&definition.id);
    vec![
        prose(draft.title_of(definition)),
        icon(mark),
        filled(word, Style::of(Role::Text).judged(mark)),
        filled(now.map_or_else(String::new, |now| draft.value(now)), Style::of(Role::Text)),
        figure(value, &form),
        count(now.filter(|_| shown.is_some()).map(|now| now.n)),
        figure(interval.map(|found| found.low), &plain),
        figure(interval.map(|found| found.high), &plain),
        figure(target.map(|target| target.value), &form),
        figure(
            target.zip(value).and_then(|(target, value)| scorecard::off(definition, target, value)),
            "+0.0\"%\";-0.0\"%\";0.0\"%\"",
        ),
        figure(before, &form),
        figure(value.zip(before).map(|(now, before)| now - before), &signed(&plain)),
        figure(industry(draft, &definition.id), &form),
    ]
}

/// The form of a difference, with its sign.
pub fn signed(form: &str) -> String {
    format!("+{form};-{form};{form}")
}
