//! What is in doubt, said where it matters: a sign at every figure that stands on it with a footnote, a
//! notice on the cover, a table on the data page.

use super::draft::{Draft, column, plain, row, table};
use super::model::{Block, Callout, Doubt, Section, Table};
use super::refusals::Refusals;
use super::text::{grouped, rounded};
use crate::facts::{ColumnDoubt, MergeKind};

/// The sign behind a figure that stands on cells in doubt.
pub const SIGN: &str = "†";

/// Columns that a footnote names before it says how many more there are.
const NAMED: usize = 4;

/// Columns in doubt beyond the stated share.
fn notable<'a>(draft: &Draft<'a>) -> Vec<&'a ColumnDoubt> {
    draft.inputs.quality.notable(draft.inputs.config.statistics.doubt_warning)
}

/// The columns in doubt as values.
pub fn list(draft: &Draft) -> Vec<Doubt> {
    let one = |doubt: &ColumnDoubt| Doubt {
        table: doubt.table.name().to_owned(),
        column: doubt.column.clone(),
        unreadable: doubt.unreadable,
        unknown: doubt.unknown,
        rejected: doubt.rejected,
        rows: doubt.rows,
        text: described(draft, doubt),
    };
    notable(draft).into_iter().map(one).collect()
}

/// `tickets · status: 40 of 2,000 (3 unreadable, 37 unknown words)`.
fn described(draft: &Draft, doubt: &ColumnDoubt) -> String {
    let parts = draft.counts(&[
        ("doubt-unreadable", usize::try_from(doubt.unreadable).unwrap_or(usize::MAX)),
        ("doubt-unknown", usize::try_from(doubt.unknown).unwrap_or(usize::MAX)),
        ("doubt-rejected", usize::try_from(doubt.rejected).unwrap_or(usize::MAX)),
    ]);
    let source = draft.words.say(&format!("table-{}", doubt.table.name()));
    let column = if doubt.column.is_empty() { draft.words.say("whole-row") } else { draft.words.field(&doubt.column) };
    let (cells, rows) = (grouped(doubt.cells()), grouped(doubt.rows));
    let args = [("table", source.as_str()), ("column", &column), ("cells", &cells), ("rows", &rows), ("parts", &parts)];
    draft.words.with("doubt-column", &args)
}

/// The columns in doubt in a row, the largest shares first.
fn named(draft: &Draft) -> Option<String> {
    let mut all = notable(draft);
    all.sort_by(|a, b| b.share().total_cmp(&a.share()));
    let mut names: Vec<String> = all.iter().take(NAMED).map(|one| described(draft, one)).collect();
    if all.len() > NAMED {
        names.push(draft.words.count(
            "doubt-more",
            (all.len() - NAMED) as u64,
            &[("n", &(all.len() - NAMED).to_string())],
        ));
    }
    (!names.is_empty()).then(|| names.join(&draft.words.separator("doubt-separator")))
}

fn footnote(draft: &Draft) -> Option<String> {
    let share = format!("{}%", rounded(100.0 * draft.inputs.config.statistics.doubt_warning, 1));
    Some(draft.words.with("doubt-footnote", &[("sign", SIGN), ("share", &share), ("columns", &named(draft)?)]))
}

/// Puts the footnote below every table with a sign, and once behind the first other block of a section
/// that has one.
pub fn footnotes(draft: &Draft, sections: &mut [Section]) {
    if let Some(note) = footnote(draft) {
        put_footnote(sections, (SIGN, &note));
    }
}

/// Puts a note below every table with its sign, and once behind the first other block of a section that has it.
pub fn put_footnote(sections: &mut [Section], (sign, note): (&str, &str)) {
    for section in sections {
        for block in &mut section.blocks {
            if let Block::Table(table) | Block::Heat(table) = block
                && is_marked(table, sign)
            {
                table.notes.push(note.to_owned());
            }
        }
        let marked = |block: &Block| !matches!(block, Block::Table(_) | Block::Heat(_)) && has_sign(block, sign);
        if let Some(at) = section.blocks.iter().position(marked) {
            section.blocks.insert(at + 1, Block::Paragraph { text: note.to_owned() });
        }
    }
}

fn is_marked(table: &Table, sign: &str) -> bool {
    table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.text.contains(sign))
}

fn has_sign(block: &Block, sign: &str) -> bool {
    match block {
        Block::Paragraph { text } => text.contains(sign),
        Block::List { items } => items.iter().any(|item| item.contains(sign)),
        Block::KeyFigures { items } => items.iter().any(|item| item.value.contains(sign)),
        Block::Findings { items } => {
            items.iter().any(|item| item.headline.contains(sign) || item.evidence.contains(sign))
        }
        Block::Lead { text } => text.contains(sign),
        Block::Messages { items } => items.iter().any(|item| item.headline.contains(sign) || item.text.contains(sign)),
        Block::Exhibit { chart, table } => chart.title.contains(sign) || is_marked(table, sign),
        Block::Callout(callout) => callout.text.contains(sign) || callout.title.contains(sign),
        Block::Chart(chart) => chart.title.contains(sign) || chart.caption.contains(sign),
        Block::ChartRow { items } => items.iter().any(|chart| chart.title.contains(sign)),
        Block::Decision { options, .. } => options.iter().any(|one| one.text.contains(sign)),
        Block::Heading { .. }
        | Block::Table(_)
        | Block::Heat(_)
        | Block::Definitions { .. }
        | Block::Commentary { .. } => false,
    }
}

/// All that was lost on the way in, however little; `None` when nothing was.
pub fn lost(draft: &Draft) -> Option<String> {
    let quality = draft.inputs.quality;
    let (rows, rejected) =
        quality.tables.values().fold((0, 0), |sum, one| (sum.0 + one.rows_in, sum.1 + one.rows_lost()));
    let (unreadable, unknown) =
        quality.doubts.iter().fold((0, 0), |sum, one| (sum.0 + one.unreadable, sum.1 + one.unknown));
    let rejected =
        (rejected > 0).then(|| draft.words.with("lost-rows", &[("n", &grouped(rejected)), ("rows", &grouped(rows))]));
    let cells = [("lost-unreadable", unreadable), ("lost-unknown", unknown)];
    let cells = cells.into_iter().filter(|(_, count)| *count > 0);
    let parts = rejected.into_iter().chain(cells.map(|(id, n)| draft.words.count(id, n, &[("n", &grouped(n))])));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(&draft.words.separator("parts-separator")))
}

/// What the cover must say of the data beside its other notices.
pub fn on_cover(draft: &Draft) -> Option<Callout> {
    let mut clauses = Vec::new();
    if let Some(columns) = named(draft) {
        clauses.push(draft.words.with("cover-doubt-text", &[("sign", SIGN), ("columns", &columns)]));
    }
    for (source, one) in &draft.inputs.quality.tables {
        let name = draft.words.say(&format!("table-{}", source.name()));
        if !one.blank.is_empty() {
            let blank: Vec<String> = one.blank.iter().map(|column| draft.words.field(column)).collect();
            let args = [("table", name.as_str()), ("columns", &draft.list(&blank))];
            clauses.push(draft.words.count("cover-blank-text", one.blank.len() as u64, &args));
        }
        for (target, keys, found) in one.broken_joins(*source) {
            let to = draft.words.say(&format!("table-{}", target.name()));
            let args = [("from", name.as_str()), ("to", &to), ("keys", &grouped(keys)), ("found", &grouped(found))];
            clauses.push(draft.words.with("cover-join-text", &args));
        }
        for crowd in &one.crowded {
            let share = format!("{}%", rounded(100.0 * crowd.rows as f64 / crowd.of as f64, 0));
            let args = [
                ("table", name.as_str()),
                ("column", &draft.words.field(crowd.column)),
                ("id", &crowd.id),
                ("share", &share),
            ];
            clauses.push(draft.words.with("cover-crowd-text", &args));
        }
    }
    clauses.extend(keys(draft));
    clauses.extend(super::windows::on_cover(draft));
    let text = clauses.join(&draft.words.separator("cover-doubt-separator"));
    let title = draft.words.say("cover-doubt-title");
    (!clauses.is_empty()).then(|| Callout { tone: "warning".to_owned(), title, text })
}

/// Rows that contradict others of the same key, and ids that differ by leading zeros.
fn keys(draft: &Draft) -> Vec<String> {
    let quality = draft.inputs.quality;
    let name = |table: crate::domain::Table| draft.words.say(&format!("table-{}", table.name()));
    let mut clauses = Vec::new();
    for (source, one) in &quality.tables {
        for group in one.merged.iter().filter(|group| group.kind == MergeKind::Conflicting) {
            let [(file, line), (kept, kept_line)] = &group.example;
            let example = format!("{file}:{line} → {kept}:{kept_line}");
            let args = [("table", name(*source)), ("n", grouped(group.rows)), ("example", example)];
            let args = args.each_ref().map(|(key, value)| (*key, value.as_str()));
            clauses.push(draft.words.count("cover-conflicting-text", group.rows, &args));
        }
    }
    for one in &quality.zeros {
        let id = if one.restored { "cover-zeros-restored" } else { "cover-zeros-text" };
        let ((table, short), (other, long)) = (&one.short, &one.long);
        let args = [
            ("column", draft.words.field(one.column)),
            ("n", grouped(one.ids)),
            ("table", name(*table)),
            ("short", short.clone()),
            ("other", name(*other)),
            ("long", long.clone()),
        ];
        let args = args.each_ref().map(|(key, value)| (*key, value.as_str()));
        clauses.push(draft.words.count(id, one.ids, &args));
    }
    clauses
}

/// Every column with cells in doubt, on the data page.
pub fn doubts_table(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-table"), "start", 1.0),
        column(say("column-canonical"), "start", 1.5),
        column(say("column-unreadable"), "end", 0.9),
        column(say("column-unknown"), "end", 0.9),
        column(say("column-rows-rejected"), "end", 0.9),
        column(say("column-rows"), "end", 0.9),
        column(say("column-reason"), "start", 2.6),
    ];
    let refusals = Refusals::new();
    let line = |one: &ColumnDoubt| {
        let reason = one.reasons.first().map(|(reason, _)| refusals.told(reason, &draft.words)).unwrap_or_default();
        row(vec![
            plain(say(&format!("table-{}", one.table.name()))),
            plain(if one.column.is_empty() { say("whole-row") } else { draft.words.field(&one.column) }),
            plain(grouped(one.unreadable)),
            plain(grouped(one.unknown)),
            plain(grouped(one.rejected)),
            plain(grouped(one.rows)),
            plain(reason),
        ])
    };
    let rows = draft.inputs.quality.doubts.iter().map(line).collect();
    let notes = vec![say("doubts-note")];
    table(Table { id: "doubts-table".to_owned(), caption: say("doubts-caption"), columns, rows, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Locale, Table as Source};
    use crate::metrics::measurement::Measurements;
    use crate::report::model::Report;
    use crate::report::scenario;

    /// The rich scenario with 300 unknown statuses, on which the median of the first response stands.
    fn doubtful(locale: Locale) -> Report {
        let mut scenario = scenario::rich();
        scenario.quality.doubts = vec![ColumnDoubt {
            table: Source::Tickets,
            column: "resolved_at".to_owned(),
            unreadable: 500,
            unknown: 0,
            rejected: 0,
            rows: 43_310,
            reasons: vec![("not a date or time".to_owned(), 500)],
            first: Some(("tickets/2026.csv".to_owned(), 7, "soon".to_owned())),
        }];
        scenario.quality.tables.get_mut(&Source::Tickets).unwrap().blank = vec!["reopened_at".to_owned()];
        let mut figures = scenario.measurements.clone().into_list();
        for figure in figures.iter_mut().filter(|one| one.metric == "resolution_rate_within_target") {
            figure.doubts = vec!["tickets.resolved_at".to_owned()];
        }
        scenario.measurements = Measurements::new(figures);
        scenario.report(locale)
    }

    fn section<'a>(report: &'a Report, id: &str) -> &'a Section {
        report.sections.iter().find(|section| section.id == id).unwrap()
    }

    #[test]
    fn a_figure_in_doubt_has_the_sign_and_a_footnote_in_both_languages() {
        for (locale, words) in [(Locale::known("en"), "500 unreadable"), (Locale::known("zh-CN"), "无法读取 500 处")]
        {
            let report = doubtful(locale);
            for section in [section(&report, "scorecard"), section(&report, "summary")] {
                let text = serde_json::to_string(section).unwrap();
                assert!(text.contains(words), "{}: {text}", section.id);
            }
            let Block::Table(table) = &section(&report, "scorecard").blocks[0] else { panic!("a table") };
            let signed: Vec<&str> = table
                .rows
                .iter()
                .filter(|row| row.cells.get(2).is_some_and(|cell| cell.text.ends_with(SIGN)))
                .map(|row| row.cells[0].text.as_str())
                .collect();
            assert_eq!(signed.len(), 1, "{signed:?}");
            assert_eq!(report.doubts.len(), 1);
            let notice = report.cover.notice.unwrap();
            assert!(notice.text.contains(words) && !notice.text.contains("reopened_at"), "{notice:?}");
        }
    }

    #[test]
    fn a_report_without_doubts_has_no_sign() {
        let text = serde_json::to_string(&scenario::rich().report(Locale::known("en"))).unwrap();
        assert!(!text.contains(SIGN));
    }
}
