//! A date in one column and its time of day in another: `Created date` beside `Created time`.

use super::column::Column;
use super::look::Look;
use super::{Mapping, Placed};
use crate::domain::ColumnType;
use crate::domain::words::fold;
use crate::intake::is_instant;
use crate::schema;

/// Words that tell the two apart, as they are compared.
const WORDS: [&str; 22] = [
    "datetime", "date", "time", "datum", "uhrzeit", "zeit", "heure", "fecha", "hora", "data", "jour", "tag", "day",
    "日期", "时间", "時間", "日付", "時刻", "时刻", "日", "时", "at",
];

/// Columns of dates with the columns of their times of day, by their places among the columns.
pub(super) fn pairs(look: &Look<'_>) -> Vec<(usize, usize)> {
    let all = || look.columns.iter().enumerate().filter(|(_, column)| !column.cells.is_empty() && !column.repeated);
    let dates: Vec<(usize, &Column)> = all().filter(|(_, column)| column.share(is_date) > 0.9).collect();
    let clocks: Vec<(usize, &Column)> = all().filter(|(_, column)| column.share(is_clock) > 0.9).collect();
    let alike = |(_, date): &(usize, &Column), (_, clock): &(usize, &Column)| {
        stem(&date.name) == stem(&clock.name) && date.cells.len() == clock.cells.len()
    };
    let mut found = Vec::new();
    for clock in &clocks {
        let mut fitting = dates.iter().filter(|date| alike(date, clock));
        if let (Some(date), None) = (fitting.next(), fitting.next()) {
            found.push((date.0, clock.0));
        }
    }
    found
}

/// Joins the time of day to every date that is placed.
pub(super) fn join(look: &Look<'_>, pairs: &[(usize, usize)], mapping: &mut Mapping) {
    let Some(table) = mapping.table else { return };
    let instant = |name: &str| {
        schema::columns(table).iter().any(|column| column.name == name && column.kind == ColumnType::Instant)
    };
    for one in mapping.placed.iter_mut().filter(|one| instant(&one.canonical) && one.entry.is_string()) {
        let pair = pairs.iter().find(|(date, _)| one.from == [look.columns[*date].name.clone()]);
        let Some((date, clock)) = pair else { continue };
        let names = [*date, *clock].map(|at| look.columns[at].name.clone());
        let [date, clock] = names.each_ref().map(|name| format!("\"{}\"", name.replace('"', "\"\"")));
        let sql = format!("{date} || ' ' || {clock}");
        let reason = format!("{}; its time of day stands in a column of its own", one.reason);
        *one = Placed { entry: serde_json::json!({ "sql": sql }), from: names.to_vec(), reason, ..one.clone() };
    }
}

/// A date alone.
fn is_date(cell: &str) -> bool {
    is_instant(cell) && !cell.contains(':') && cell.contains(['-', '/', '.', '年']) && cell.len() < 20
}

/// A time of day alone.
fn is_clock(cell: &str) -> bool {
    let clock = cell.trim_end_matches(['A', 'P', 'M', 'a', 'p', 'm', '.', ' ']);
    let parts: Vec<Option<u8>> =
        clock.split(':').map(|part| part.parse().ok().filter(|_| (1..=2).contains(&part.len()))).collect();
    match parts.as_slice() {
        [Some(hour), Some(minute)] | [Some(hour), Some(minute), Some(_)] => *hour < 24 && *minute < 60,
        _ => false,
    }
}

/// A name without the words for date and time.
fn stem(name: &str) -> String {
    let mut stem = fold(name);
    for word in WORDS {
        stem = stem.replace(word, "");
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_clocks_are_told_apart() {
        for cell in ["2026-07-01", "01.07.2026", "7/1/2026", "2026年7月1日"] {
            assert!(is_date(cell) && !is_clock(cell), "{cell}");
        }
        for cell in ["09:05", "9:05:30", "11:30 PM"] {
            assert!(is_clock(cell) && !is_date(cell), "{cell}");
        }
        for cell in ["2026-07-01 09:05", "125:04:11", "9", "1782862200", "a:b"] {
            assert!(!is_clock(cell) && !is_date(cell), "{cell}");
        }
    }

    #[test]
    fn names_are_alike_but_for_date_and_time() {
        for (date, clock) in [
            ("Created date", "Created time"),
            ("Date", "Time"),
            ("创建日期", "创建时间"),
            ("Datum", "Uhrzeit"),
            ("Date de création", "Heure de création"),
            ("受付日", "受付時刻"),
            ("call_date", "call_time"),
        ] {
            assert_eq!(stem(date), stem(clock), "{date} {clock}");
        }
        assert_ne!(stem("Created date"), stem("Solved time"));
    }
}
