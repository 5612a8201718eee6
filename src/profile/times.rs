//! How the times of a file are written: the order of day and month, years of two digits, and zones by
//! their abbreviations.

use super::look::Look;
use super::reduce::{date_order, either_way};
use super::{Mapping, Placed};
use crate::domain::{ColumnType, Zone};
use crate::schema;
use serde_json::Value;
use std::collections::BTreeSet;

/// Zones with their abbreviations in winter and summer; `CST` is China's, too.
const ABBREVIATIONS: [(&str, &[&str]); 12] = [
    ("America/New_York", &["EST", "EDT"]),
    ("America/Chicago", &["CST", "CDT"]),
    ("America/Denver", &["MST", "MDT"]),
    ("America/Los_Angeles", &["PST", "PDT"]),
    ("Europe/London", &["GMT", "BST"]),
    ("Europe/Berlin", &["CET", "CEST"]),
    ("Europe/Athens", &["EET", "EEST"]),
    ("Asia/Shanghai", &["CST"]),
    ("Asia/Tokyo", &["JST"]),
    ("Asia/Kolkata", &["IST"]),
    ("Australia/Sydney", &["AEST", "AEDT"]),
    ("UTC", &["UTC", "GMT", "Z"]),
];

/// Keys that the times of a source need.
pub(super) fn settle(look: &Look<'_>, mapping: &mut Mapping, zone: Zone) {
    let Some(table) = mapping.table else { return };
    let instant =
        |name: &str| schema::columns(table).iter().any(|one| one.name == name && one.kind == ColumnType::Instant);
    // What an expression makes of the cells is not what stands in them.
    let plain = |one: &&Placed| instant(&one.canonical) && one.entry.get("sql").is_none();
    let times: Vec<Placed> = mapping.placed.iter().filter(plain).cloned().collect();
    order(look, mapping, &times);
    short_years(look, mapping, &times);
    zone_words(look, mapping, &times, zone);
}

fn has_key(mapping: &Mapping, name: &str) -> bool {
    mapping.keys.iter().any(|(key, _)| key == name)
}

fn cells<'l>(look: &'l Look<'_>, times: &'l [Placed]) -> impl Iterator<Item = &'l str> {
    let columns = times.iter().flat_map(|one| &one.from).filter_map(|name| look.column(name));
    columns.flat_map(|column| &column.cells).map(String::as_str)
}

/// Years of two digits are read by a format only.
fn short_years(look: &Look<'_>, mapping: &mut Mapping, times: &[Placed]) {
    let own = |one: &Placed| one.entry.get("date_formats").is_some();
    let open: Vec<Placed> = times.iter().filter(|one| !own(one)).cloned().collect();
    let short: Vec<&str> = cells(look, &open).filter(|cell| short_year(cell)).collect();
    let Some(example) = short.first().filter(|_| !has_key(mapping, "date_formats")) else { return };
    let order = mapping.keys.iter().find(|(key, _)| key == "date_order").and_then(|(_, value)| value.as_str());
    let mark = if example.contains('/') {
        '/'
    } else if example.contains('.') {
        '.'
    } else {
        '-'
    };
    let Some(date) = year_first(&short, order) else {
        let example = format!("`{example}` could begin with its year or end in it, and nothing in the file decides");
        mapping.remarks.push(format!("{example}: write `date_formats`, as in `date_formats: \"%y-%m-%d %H:%M\"`"));
        return;
    };
    let date = date.join(&mark.to_string());
    let mut formats = BTreeSet::new();
    for cell in &short {
        let clock = cell.split_once(' ').map_or("", |(_, clock)| clock);
        let half = clock.ends_with(['M', 'm']);
        let format = match (clock.matches(':').count(), half) {
            (0, _) => date.clone(),
            (1, false) => format!("{date} %H:%M"),
            (1, true) => format!("{date} %I:%M %p"),
            (_, false) => format!("{date} %H:%M:%S"),
            (_, true) => format!("{date} %I:%M:%S %p"),
        };
        formats.insert(format);
    }
    mapping.remarks.push(format!("please check: the year of `{example}` has two digits"));
    mapping.keys.push(("date_formats".to_owned(), formats.into_iter().map(Value::from).collect()));
}

/// The order of day, month and year of dates whose year has two digits: where the first part is the same in nearly all
/// cells and the last is not, it is the year. `None` where both ends look alike.
fn year_first(cells: &[&str], order: Option<&str>) -> Option<[&'static str; 3]> {
    let parts = |cell: &&&str| -> Option<[u32; 3]> {
        let date = cell.split(' ').next()?;
        let parts: Vec<u32> = date.split(['/', '-', '.']).filter_map(|part| part.parse().ok()).collect();
        parts.try_into().ok()
    };
    let dates: Vec<[u32; 3]> = cells.iter().filter_map(|cell| parts(&cell)).collect();
    let distinct = |at: usize| dates.iter().map(|date| date[at]).collect::<BTreeSet<_>>().len();
    let last = if order == Some("month_first") { ["%m", "%d", "%y"] } else { ["%d", "%m", "%y"] };
    // A middle of more than 12 is a day, a last part of more than 31 a year.
    let sure = dates.iter().any(|date| date[1] > 12 || date[2] > 31);
    match (distinct(0), distinct(2)) {
        _ if sure => Some(last),
        (first, end) if first < end && first <= FEW_YEARS => Some(["%y", "%m", "%d"]),
        (first, end) if end < first && end <= FEW_YEARS => Some(last),
        _ => None,
    }
}

/// Years that the dates of an export lie in.
const FEW_YEARS: usize = 6;

/// Whether a cell is a date of three numbers whose year has two digits.
pub(super) fn short_year(cell: &str) -> bool {
    let date = cell.split(' ').next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let [first, second, year] = parts.as_slice() else { return false };
    let day = |part: &str| part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| (1..=31).contains(&number));
    day(first) && day(second) && year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit())
}

/// Abbreviations of zones behind the times.
fn zone_words(look: &Look<'_>, mapping: &mut Mapping, times: &[Placed], zone: Zone) {
    let words: BTreeSet<&str> = cells(look, times).filter_map(zone_word).collect();
    if words.is_empty() || has_key(mapping, "time_zone") {
        return;
    }
    let listed = words.iter().copied().collect::<Vec<_>>().join(", ");
    let fits = |abbreviations: &[&str]| words.iter().all(|word| abbreviations.contains(word));
    let zones: Vec<&str> = ABBREVIATIONS.iter().filter(|(_, own)| fits(own)).map(|(name, _)| *name).collect();
    let found = zones.iter().find(|name| **name == zone.name()).or_else(|| zones.first().filter(|_| zones.len() == 1));
    match found {
        Some(name) => {
            mapping.keys.push(("time_zone".to_owned(), (*name).into()));
            mapping.remarks.push(format!("please check: {listed} behind the times is read as {name}"));
        }
        None => mapping.remarks.push(format!("which zone is {listed}, behind the times? `time_zone:` settles it")),
    }
}

/// The abbreviation of a zone behind a time.
pub(super) fn zone_word(cell: &str) -> Option<&str> {
    let (time, zone) = cell.rsplit_once(' ')?;
    let letters = (2..=5).contains(&zone.len()) && zone.bytes().all(|byte| byte.is_ascii_uppercase());
    (letters && !matches!(zone, "AM" | "PM") && crate::intake::is_instant(time)).then_some(zone)
}

/// Times that dates turn back, from which on an order is the wrong one.
const FALLS: usize = 2;

/// Day and month: as the dates show, else in the order in which the rows then follow each other.
fn order(look: &Look<'_>, mapping: &mut Mapping, times: &[Placed]) {
    if has_key(mapping, "date_order") || has_key(mapping, "date_formats") {
        return;
    }
    if let Some((found, example)) = date_order(look, times) {
        mapping.remarks.push(format!("`{example}` shows the order of day and month"));
        mapping.keys.push(("date_order".to_owned(), found.into()));
        return;
    }
    let columns = times.iter().flat_map(|one| &one.from).filter_map(|name| look.column(name));
    let open: Vec<&str> =
        columns.flat_map(|column| &column.cells).map(String::as_str).filter(|cell| either_way(cell)).collect();
    let Some(example) = open.first() else { return };
    // Rows that follow each other in one order and not in the other have shown it.
    let found = match (turns(&open, true), turns(&open, false)) {
        (0, FALLS..) => "day_first",
        (FALLS.., 0) => "month_first",
        _ => {
            mapping.remarks.push(format!(
                "`{example}` could be read either way round, and nothing in the file decides: write `date_order: \
                 day_first` or `date_order: month_first`"
            ));
            return;
        }
    };
    mapping.remarks.push(format!(
        "please check: `{example}` could be read either way round; the rows follow each other with {found}"
    ));
    mapping.keys.push(("date_order".to_owned(), found.into()));
}

/// How often a column of dates turns back, read in one of the orders.
fn turns(cells: &[&str], day_first: bool) -> usize {
    let key = |cell: &&str| {
        let parts: Vec<u32> =
            cell.split(|letter: char| !letter.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
        let (first, second, year) = (parts.first().copied()?, parts.get(1).copied()?, parts.get(2).copied()?);
        Some(if day_first { (year, second, first) } else { (year, first, second) })
    };
    let dates: Vec<_> = cells.iter().filter_map(key).collect();
    let falls = dates.windows(2).filter(|pair| pair[1] < pair[0]).count();
    falls.min(dates.len().saturating_sub(1).saturating_sub(falls))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_two_digits_stands_where_the_parts_hardly_change() {
        let of = |cells: &[&str], order| year_first(cells, order).map(|parts| parts.join(""));
        let day_last = ["26-06-30 23:30", "26-07-01", "26-07-15", "25-12-03"];
        assert_eq!(of(&day_last, None).as_deref(), Some("%y%m%d"));
        assert_eq!(of(&["30.06.26", "01.07.26", "15.07.26"], None).as_deref(), Some("%d%m%y"));
        assert_eq!(of(&["6/1/26", "6/2/26", "7/3/26"], Some("month_first")).as_deref(), Some("%m%d%y"));
        assert_eq!(of(&["7/15/26"], Some("month_first")).as_deref(), Some("%m%d%y"));
        assert_eq!(of(&["26-07-01", "26-08-01"], None), None);
    }

    #[test]
    fn what_a_time_says_beside_its_digits() {
        assert!(
            short_year("7/3/26 9:00:00")
                && short_year("13.07.26")
                && !short_year("7/3/2026")
                && !short_year("2026-07-03")
        );
        assert_eq!((zone_word("2026-07-01 09:00:00 CDT"), zone_word("2026-07-01 09:00 PM")), (Some("CDT"), None));
        assert_eq!(turns(&["3/7/2026", "4/7/2026", "1/8/2026"], true), 0);
        assert_eq!(turns(&["3/7/2026", "4/7/2026", "1/8/2026"], false), 1);
    }
}
