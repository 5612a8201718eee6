//! The last sheet: where things stand, what colours and icons mean, and what all of it was made from.

use super::sheet::{Mark, Role, Sheet, Style, Value, filled, icon, prose, text};
use crate::report::draft::Draft;
use crate::report::model::Report;

/// The sheet.
pub fn sheet(draft: &Draft, report: &Report, sheets: &[Sheet]) -> Sheet {
    let say = |id: &str| draft.words.say(id);
    let name = say("book-about");
    let title = format!("{} · {name}", draft.inputs.config.client.get(draft.locale()));
    let mut sheet = Sheet::titled(name, title, String::new());
    let mut row = 2;
    sheet.put((row, 0), filled(say("book-sheets"), Style::of(Role::Heading)));
    for other in sheets {
        row += 1;
        sheet.link((row, 0), &other.name, text(other.name.clone()));
        let note = other.cells.iter().find(|cell| cell.style.role == Role::Subtitle);
        let note = note.and_then(|cell| match &cell.value {
            Value::Text(text) => prose(text.clone()),
            _ => None,
        });
        sheet.put((row, 1), note);
    }
    row += 2;
    sheet.put((row, 0), filled(say("book-legend"), Style::of(Role::Heading)));
    for (entry, meaning) in legend(draft) {
        row += 1;
        sheet.put((row, 0), entry);
        sheet.put((row, 1), prose(say(meaning)));
    }
    let first = row + 1;
    for (mark, meaning) in
        [(Mark::Good, "standing-met"), (Mark::Caution, "book-caution"), (Mark::Bad, "standing-missed")]
    {
        row += 1;
        sheet.put((row, 0), icon(Some(mark)));
        sheet.put((row, 1), filled(say(meaning), Style::of(Role::Text).judged(Some(mark))));
    }
    sheet.icons.push(((first, 0), (row, 0)));
    row += 2;
    sheet.put((row, 0), filled(say("book-origin"), Style::of(Role::Heading)));
    let meta = &report.meta;
    let hashes = [("cover-as-of", &meta.as_of), ("cover-config", &meta.config_hash), ("cover-data", &meta.data_hash)];
    for (label, value) in hashes {
        row += 1;
        sheet.row((row, 0), vec![text(say(label)), prose(value.clone())]);
    }
    sheet.fit(30.0, &[(1, 90.0)]);
    sheet
}

/// A sample of each look, with what it means.
fn legend(draft: &Draft) -> Vec<(super::sheet::Entry, &'static str)> {
    let sample = draft.words.say("book-sample");
    let of = |style: Style| filled(sample.clone(), style);
    vec![
        (of(Style::of(Role::Input)), "book-look-input"),
        (of(Style::of(Role::Figure)), "book-look-figure"),
        (of(Style::of(Role::Computed)), "book-look-computed"),
        (of(Style::of(Role::Text).judged(Some(Mark::Muted))), "book-look-muted"),
    ]
}
