//! Data quality (R17): rows reconciled to the input files, missing cells, identities, what was skipped.

mod merged;

use super::Written;
use crate::catalogue::definition::Family;
use crate::catalogue::ids;
use crate::domain::{Quarter, Table as Source};
use crate::facts::quality::TableQuality;
use crate::metrics::measurement::{Measurement, Status};
use crate::report::cover::backlog_fault;
use crate::report::doubts::doubts_table;
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{Block, Callout, Cell, Row, Table, Tone};
use crate::report::refusals::Refusals;
use crate::report::text::{grouped, rounded};

/// Most lines of rejects and of missing cells.
const MOST_LINES: usize = 15;
/// Most quarters beside each other.
const MOST_QUARTERS: usize = 9;

/// The section; it exists for every report.
pub fn write(draft: &mut Draft) -> Written {
    let mut blocks = faults(draft);
    blocks.extend(crate::report::gate::findings_table(draft));
    blocks.extend(rows_table(draft));
    blocks.extend(rejects_table(draft));
    blocks.extend(doubts_table(draft));
    blocks.extend(merged::merged_table(draft));
    blocks.extend(quarters_tables(draft));
    blocks.extend(missing_table(draft));
    blocks.extend(backlog_table(draft));
    blocks.extend(notes(draft));
    blocks.extend(skipped(draft));
    (title(draft), blocks)
}

/// Rows of all tables.
#[derive(Default)]
struct Sums {
    read: u64,
    used: u64,
    rejected: u64,
    merged: u64,
    folded: u64,
}

fn sums(draft: &Draft) -> Sums {
    draft.inputs.quality.tables.values().fold(Sums::default(), |sum, one| Sums {
        read: sum.read + one.rows_in,
        used: sum.used + one.rows_used,
        rejected: sum.rejected + one.rows_rejected,
        merged: sum.merged + one.duplicates_merged,
        folded: sum.folded + one.rows_folded,
    })
}

fn title(draft: &Draft) -> String {
    let sums = sums(draft);
    let reconciles = draft.inputs.quality.tables.values().all(TableQuality::reconciles);
    let id = match (reconciles, sums.folded) {
        (false, _) => "data-title-unreconciled",
        (true, 0) => "data-title",
        (true, _) => "data-title-folded",
    };
    let args = [
        ("rows", grouped(sums.read)),
        ("used", grouped(sums.used)),
        ("rejected", grouped(sums.rejected)),
        ("merged", grouped(sums.merged)),
        ("folded", grouped(sums.folded)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.count(id, sums.merged, &args)
}

fn faults(draft: &Draft) -> Vec<Block> {
    let callout =
        |tone: &str, title: String, text: String| Block::Callout(Callout { tone: tone.to_owned(), title, text });
    let mut found = Vec::new();
    if let Some(difference) = backlog_fault(draft) {
        let title = draft.words.with("cover-fault-title", &[("difference", &rounded(difference, 0))]);
        found.push(callout("fault", title, draft.words.say("backlog-fault-text")));
    }
    let missing = draft.scene.missing_quarters();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|quarter| draft.dates.short(*quarter)).collect();
        let title = draft.words.with("cover-missing-title", &[("quarters", &draft.list(&names))]);
        found.push(callout("warning", title, draft.words.say("cover-missing-text")));
    }
    found
}

fn rows_table(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let sums = sums(draft);
    let mut columns = vec![
        column(say("column-table"), "start", 1.4),
        column(say("column-files"), "end", 0.8),
        column(say("column-rows-in"), "end", 1.1),
        column(say("column-rows-used"), "end", 1.1),
        column(say("column-rows-rejected"), "end", 1.0),
        column(say("column-rows-merged"), "end", 1.0),
        column(say("column-latest"), "end", 1.3),
    ];
    if sums.folded > 0 {
        columns.insert(6, column(say("column-rows-folded"), "end", 1.0));
    }
    let quality = draft.inputs.quality;
    let mut rows: Vec<Row> = quality.tables.iter().map(|(source, one)| table_row(draft, *source, one)).collect();
    if rows.len() > 1 {
        let files: usize = quality.tables.values().map(|one| one.files.len()).sum();
        let mut counts = vec![files as u64, sums.read, sums.used, sums.rejected, sums.merged];
        counts.extend((sums.folded > 0).then_some(sums.folded));
        let mut cells = vec![plain(say("sum"))];
        cells.extend(counts.into_iter().map(|count| plain(grouped(count))));
        cells.push(plain(""));
        rows.push(total(cells));
    }
    let note = if sums.folded > 0 { "rows-note-folded" } else { "rows-note" };
    let notes = vec![draft.words.say(note), as_of_note(draft)];
    table(Table { id: "rows-table".to_owned(), caption: say("rows-caption"), columns, rows, notes })
}

fn table_row(draft: &Draft, source: Source, one: &TableQuality) -> Row {
    let latest = one.last.map_or_else(|| draft.words.say("no-figure"), |at| draft.dates.day(at));
    let rejected = Cell { tone: (one.rows_lost() > 0).then_some(Tone::Bad), ..plain(grouped(one.rows_rejected)) };
    let mut cells = vec![
        plain(source_name(draft, source)),
        plain(grouped(one.files.len() as u64)),
        plain(grouped(one.rows_in)),
        plain(grouped(one.rows_used)),
        rejected,
        plain(grouped(one.duplicates_merged)),
    ];
    cells.extend((sums(draft).folded > 0).then(|| plain(grouped(one.rows_folded))));
    cells.push(plain(latest));
    row(cells)
}

fn source_name(draft: &Draft, source: Source) -> String {
    draft.words.say(&format!("table-{}", source.name()))
}

fn as_of_note(draft: &Draft) -> String {
    let as_of = draft.dates.instant(draft.inputs.config.as_of, &draft.words);
    draft.words.with("as-of-note", &[("as_of", &as_of)])
}

fn rejects_table(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-table"), "start", 1.2),
        column(say("column-source-column"), "start", 1.4),
        column(say("column-reason"), "start", 3.6),
        column(say("column-rows"), "end", 0.8),
    ];
    let (lines, refusals) = (draft.inputs.rejects, Refusals::new());
    let mut shown: Vec<_> = lines.iter().collect();
    shown.sort_by_key(|line| (std::cmp::Reverse(line.rows), *line));
    let rows = shown
        .iter()
        .take(MOST_LINES)
        .map(|line| {
            row(vec![
                plain(source_name(draft, line.table)),
                plain(if line.column.is_empty() { say("whole-row") } else { draft.words.field(&line.column) }),
                plain(refusals.told(&line.reason, &draft.words)),
                plain(grouped(line.rows)),
            ])
        })
        .collect();
    let mut notes = vec![say("rejects-note")];
    if lines.len() > MOST_LINES {
        let rest: u64 = shown[MOST_LINES..].iter().map(|line| line.rows).sum();
        notes.push(draft.words.count("rejects-rest", rest, &[("rows", &grouped(rest))]));
    }
    table(Table { id: "rejects-table".to_owned(), caption: say("rejects-caption"), columns, rows, notes })
}

/// Rows per quarter and table: the reader sees which quarter is thin or missing. A long history takes
/// several tables, the earliest quarters first.
fn quarters_tables(draft: &Draft) -> Vec<Block> {
    let quarters: Vec<Quarter> = draft.scene.periods.iter().map(|period| period.quarter).collect();
    let pieces: Vec<&[Quarter]> = quarters.rchunks(MOST_QUARTERS).collect();
    pieces.into_iter().rev().filter_map(|piece| quarters_table(draft, piece)).collect()
}

fn quarters_table(draft: &Draft, quarters: &[Quarter]) -> Option<Block> {
    let quality = draft.inputs.quality;
    let mut columns = vec![column(draft.words.say("column-table"), "start", 1.2)];
    columns.extend(quarters.iter().map(|quarter| column(draft.dates.tiny(*quarter), "end", 0.9)));
    let rows = quality
        .tables
        .iter()
        .filter(|(_, one)| !one.rows_by_quarter.is_empty())
        .map(|(source, one)| {
            let count = |quarter: &Quarter| {
                let found = one.rows_by_quarter.iter().find(|(of, _)| of == quarter);
                let rows = found.map_or(0, |(_, rows)| *rows);
                Cell { tone: (rows == 0).then_some(Tone::Bad), ..plain(grouped(rows)) }
            };
            let mut cells = vec![plain(source_name(draft, *source))];
            cells.extend(quarters.iter().map(count));
            row(cells)
        })
        .collect();
    let (first, last) = (quarters.first()?, quarters.last()?);
    let id = match *last == draft.quarter() {
        true => String::from("quarters-table"),
        false => format!("quarters-table-{}", last.to_string().to_lowercase()),
    };
    let (from, to) = (draft.dates.short(*first), draft.dates.short(*last));
    let span = draft.words.with("span", &[("from", &from), ("to", &to)]);
    let caption = draft.words.with("quarters-caption", &[("span", &span)]);
    table(Table { id, caption, columns, rows, notes: vec![as_of_note(draft)] })
}

fn missing_table(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-table"), "start", 1.2),
        column(say("column-canonical"), "start", 2.0),
        column(say("column-missing"), "end", 1.0),
        column(say("column-missing-share"), "end", 1.0),
    ];
    let mut lines: Vec<(f64, Source, &str, u64)> = Vec::new();
    for (source, one) in &draft.inputs.quality.tables {
        for (name, missing) in one.missing.iter().filter(|(_, missing)| *missing > 0 && one.rows_used > 0) {
            lines.push((100.0 * *missing as f64 / one.rows_used as f64, *source, name, *missing));
        }
    }
    lines.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let hidden = lines.len().saturating_sub(MOST_LINES);
    let warning = 100.0 * draft.inputs.config.statistics.missing_warning;
    let rows = lines
        .iter()
        .take(MOST_LINES)
        .map(|(share, source, name, missing)| {
            let tone = (*share > warning).then_some(Tone::Caution);
            let share = Cell { tone, ..plain(format!("{}%", rounded(*share, 1))) };
            row(vec![
                plain(source_name(draft, *source)),
                plain(draft.words.field(name)),
                plain(grouped(*missing)),
                share,
            ])
        })
        .collect();
    let mut notes = vec![say("missing-note")];
    if hidden > 0 {
        notes.push(draft.words.count("missing-rest", hidden as u64, &[("hidden", &hidden.to_string())]));
    }
    table(Table { id: "missing-table".to_owned(), caption: say("missing-caption"), columns, rows, notes })
}

/// The backlog identity as an addition (M05).
fn backlog_table(draft: &Draft) -> Option<Block> {
    let parts = [
        (ids::BACKLOG_OPEN_START, ""),
        (ids::BACKLOG_CREATED, "+"),
        (ids::BACKLOG_REOPENED, "+"),
        (ids::BACKLOG_RESOLVED_FIRST, "−"),
        (ids::BACKLOG_RESOLVED_AGAIN, "−"),
        (ids::BACKLOG_OPEN_END, "="),
    ];
    let difference = draft.scene.now(ids::BACKLOG_IDENTITY_DIFFERENCE)?.value?;
    let mut rows = Vec::new();
    for (metric, sign) in parts {
        let definition = draft.scene.definition(metric)?;
        let one = draft.scene.now(metric)?;
        one.value?;
        let item = format!("{sign} {}", draft.title_of(definition));
        rows.push(row(vec![plain(item.trim_start()), plain(draft.value(one))]));
    }
    let holds = difference.abs() < 0.5;
    let (tone, symbol) = if holds { (Tone::Good, "✓") } else { (Tone::Bad, "✗") };
    let last = Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(rounded(difference, 0)) };
    rows.push(total(vec![plain(draft.words.say("backlog-difference")), last]));
    let columns = vec![
        column(draft.words.say("column-item"), "start", 3.0),
        column(draft.dates.short(draft.quarter()), "end", 1.0),
    ];
    let caption = draft.words.say("backlog-caption");
    table(Table { id: "backlog-table".to_owned(), caption, columns, rows, notes: vec![as_of_note(draft)] })
}

fn notes(draft: &Draft) -> Option<Block> {
    let quality = draft.inputs.quality;
    let zone = draft.inputs.config.time_zone.name();
    let mut items = Vec::new();
    let mut add = |id: &str, count: u64, args: &[(&str, &str)]| {
        if count > 0 {
            let n = grouped(count);
            let mut all = vec![("n", n.as_str())];
            all.extend(args);
            items.push(draft.words.count(id, count, &all));
        }
    };
    add("note-naive", quality.tables.values().map(|one| one.naive_timestamps).sum(), &[("zone", zone)]);
    add("note-skipped-times", quality.tables.values().map(|one| one.skipped_times).sum(), &[]);
    add("note-doubled-times", quality.tables.values().map(|one| one.doubled_times).sum(), &[]);
    add("note-near-duplicates", quality.near_duplicate_tickets, &[]);
    add("note-after-as-of", quality.tables.values().map(|one| one.after_as_of).sum(), &[]);
    add("note-reopened-unknown", quality.reopened_without_first_resolution, &[]);
    add("note-closed-without-time", quality.closed_without_time, &[]);
    for (source, one) in &quality.tables {
        for (to, rows) in &one.unmatched {
            let (from, to) = (source_name(draft, *source), source_name(draft, *to));
            add("note-unmatched", *rows, &[("from", &from), ("to", &to)]);
        }
    }
    let immature = draft.scene.scorecard().filter_map(|one| Some((one, draft.scene.now(&one.id)?.immature)));
    for (definition, rows) in immature.filter(|(_, rows)| *rows > 0) {
        add("note-immature", rows, &[("metric", &draft.title_of(definition))]);
    }
    (!items.is_empty()).then_some(Block::List { items })
}

/// Metrics that were not computed, with the reason; those with the same reason share a line.
fn skipped(draft: &Draft) -> Vec<Block> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for definition in draft.scene.definitions.iter().filter(|one| one.family != Family::Volume) {
        let Some(reason) = reason(draft, draft.scene.now(&definition.id)) else { continue };
        let name = draft.title_of(definition);
        match lines.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => lines.push((reason, vec![name])),
        }
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let count = lines.iter().map(|(_, names)| names.len()).sum::<usize>();
    let heading = Block::Heading { text: draft.words.say("skipped-heading"), id: "skipped".to_owned() };
    let line = |(reason, names): &(String, Vec<String>)| row(vec![plain(reason.clone()), plain(draft.list(names))]);
    let columns = vec![
        column(draft.words.say("column-reason"), "start", 1.2),
        column(draft.words.say("column-metric"), "start", 3.0),
    ];
    let found = table(Table {
        id: "skipped-table".to_owned(),
        caption: draft.words.count("skipped-caption", count as u64, &[("n", &grouped(count as u64))]),
        columns,
        rows: lines.iter().map(line).collect(),
        notes: vec![draft.words.say("skipped-note")],
    });
    std::iter::once(heading).chain(found).collect()
}

/// Why a metric has no figure in the report's quarter, in words.
pub(in crate::report) fn reason(draft: &Draft, now: Option<&Measurement>) -> Option<String> {
    match &now?.status {
        Status::Unavailable { reason } => Some(why(draft, reason)),
        Status::NoData => Some(draft.words.say("why-no-data")),
        _ => None,
    }
}

/// A stable word with details, as the metrics give it, in the words of the report.
fn why(draft: &Draft, reason: &str) -> String {
    let (word, what) = reason.split_once(": ").unwrap_or((reason, ""));
    match word {
        "missing_columns" => draft.words.with("why-missing-columns", &[("what", &draft.fields(what))]),
        "blank_columns" => draft.words.with("why-blank-columns", &[("what", &draft.fields(what))]),
        "missing_table" => {
            let table = draft.words.find(&format!("table-{what}")).unwrap_or_else(|| what.to_owned());
            draft.words.with("why-missing-table", &[("table", &table)])
        }
        "no_input" => draft.words.say("why-no-input"),
        "no_discount_rate" => draft.words.say("why-no-discount-rate"),
        "incomplete" => {
            let name = |name: &str| draft.words.find(&format!("loyalty-component-{name}")).unwrap_or(name.to_owned());
            let names: Vec<String> = what.split(", ").map(name).collect();
            draft.words.with("why-incomplete", &[("what", &draft.list(&names))])
        }
        "no_calendar" => draft.words.say("why-no-calendar"),
        "outside_calendar" => draft.words.with("why-outside-calendar", &[("what", what)]),
        "mixed_scales" => draft.words.with("why-mixed-scales", &[("what", what)]),
        "missing_components" => {
            let names: Vec<String> = what
                .split(", ")
                .map(|name| draft.words.say(&format!("component-{}", super::super::draft::slug(name))))
                .collect();
            draft.words.with("why-missing-components", &[("what", &draft.list(&names))])
        }
        "other_inputs" => draft.words.say("why-other-inputs"),
        _ => draft.words.with("why-other", &[("what", reason)]),
    }
}
