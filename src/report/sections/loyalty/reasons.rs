//! Why customers left (M14): the reasons on record, none invented.

use super::{heading, share_cell, source};
use crate::catalogue::ids;
use crate::domain::{Quarter, Segment, words};
use crate::metrics::measurement::Measurement;
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{Block, Row, Table};
use crate::report::text::grouped;

const LOST: &str = ids::CUSTOMERS_LOST;
const REASON: &str = "end_reason";
/// Most reasons of the table.
const MOST: usize = 8;

/// The reasons of this quarter beside those of the quarter before and of a year ago; nothing where too few left,
/// or where the data have no reasons.
pub(super) fn blocks(draft: &Draft) -> Vec<Block> {
    let now = draft.quarter();
    let least = draft.inputs.config.statistics.minimum_n.max(1);
    let parts = draft.scene.measurements.parts(LOST, REASON, now);
    let all = count(draft.scene.total(LOST, now));
    if parts.is_empty() || all < least {
        return Vec::new();
    }
    let mut parts: Vec<(&Measurement, u64)> = parts.into_iter().map(|one| (one, count(Some(one)))).collect();
    parts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.segment.cmp(&b.0.segment)));
    let states = |segment: &Segment| match segment {
        Segment::Part { value: Some(label), .. } => Segment::folded(label).is_none() && !words::is_unstated(label),
        _ => false,
    };
    let said = parts.iter().find(|(one, n)| states(&one.segment) && *n > 0);
    let number = grouped(all);
    let message = match said {
        None => draft.words.with("loyalty-reasons-none", &[("n", &number)]),
        Some((one, n)) => {
            let share = share_cell(draft, *n, all).text;
            let args = [("n", number.as_str()), ("part", &draft.segment(&one.segment)), ("share", &share)];
            draft.words.with("loyalty-reasons-message", &args)
        }
    };
    let mut blocks = vec![heading(draft, "reasons"), Block::Paragraph { text: message }];
    if said.is_some() {
        blocks.extend(reasons(draft, &parts, all));
    }
    blocks
}

fn reasons(draft: &Draft, parts: &[(&Measurement, u64)], all: u64) -> Option<Block> {
    let words = &draft.words;
    let now = draft.quarter();
    let quarters = [now, now.previous(), now.year_before()];
    let whole = |quarter: Quarter| count(draft.scene.total(LOST, quarter));
    let cells = |name: String, of: &dyn Fn(Quarter) -> u64| {
        let mut cells = vec![plain(name), plain(grouped(of(now)))];
        cells.extend(quarters.map(|quarter| match whole(quarter) {
            0 => plain(words.say("no-figure")),
            n => share_cell(draft, of(quarter), n),
        }));
        cells
    };
    let line = |(one, _): &(&Measurement, u64)| {
        let of = |quarter| count(draft.scene.measurements.get(LOST, &one.segment, quarter));
        row(cells(draft.segment(&one.segment), &of))
    };
    let (told, rest) = parts.split_at(parts.len().min(MOST));
    let mut rows: Vec<Row> = told.iter().map(line).collect();
    if !rest.is_empty() {
        let of = |quarter| {
            rest.iter().map(|(one, _)| count(draft.scene.measurements.get(LOST, &one.segment, quarter))).sum()
        };
        let n = rest.len();
        rows.push(row(cells(words.count("part-others", n as u64, &[("n", &n.to_string())]), &of)));
    }
    let mut sum = vec![plain(words.say("sum")), plain(grouped(all))];
    sum.extend(quarters.map(|quarter| plain(words.with("n-is", &[("n", &grouped(whole(quarter)))]))));
    rows.push(total(sum));
    let share = words.say("loyalty-column-share");
    let mut columns = vec![
        column(words.say("loyalty-column-reason"), "start", 1.8),
        column(words.say("loyalty-column-customers"), "end", 0.9),
    ];
    columns.extend(quarters.map(|quarter| column(format!("{share} {}", draft.dates.short(quarter)), "end", 1.2)));
    let least = grouped(draft.inputs.config.statistics.minimum_n.max(1));
    table(Table {
        id: "loyalty-reasons-table".to_owned(),
        caption: words.with("loyalty-reasons-caption", &[("quarter", &draft.dates.short(now))]),
        columns,
        rows,
        notes: vec![words.with("loyalty-reasons-note", &[("least", &least)]), source(draft, &[LOST])],
    })
}

fn count(measurement: Option<&Measurement>) -> u64 {
    measurement.and_then(|one| one.value).map_or(0, |value| value as u64)
}
