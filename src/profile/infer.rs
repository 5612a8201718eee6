//! A file of no known system: its table and columns by what they are called and what they hold.

use super::column::{Column, is_epoch};
use super::look::Look;
use super::names::names;
use super::questions::by_question;
use super::rating::rating;
use super::reduce::{Entry, reduced};
use super::{Confidence, FileProposal, Mapping, Placed, clocks, states};
use crate::domain::words::Vocabulary;
use crate::domain::{ColumnType, Table};
use crate::schema;
use serde_json::json;
use std::collections::BTreeSet;

/// Least worth of a name that is proposed.
const LEAST: f64 = 0.33;

/// Least score of a table that is proposed.
const LEAST_TABLE: f64 = 3.0;

/// Tables that are only proposed when the name of the file, sheet or folder speaks of them, or most of
/// their own columns are there: their columns are called like those of others.
const SHY: [Table; 11] = [
    Table::TicketLog,
    Table::SurveySent,
    Table::Commitments,
    Table::Offers,
    Table::Units,
    Table::Reviews,
    Table::Sessions,
    Table::Staff,
    Table::StaffTime,
    Table::Complaints,
    Table::Mentions,
];

/// One canonical column that a column of the file could be.
struct Candidate {
    canonical: &'static str,
    required: bool,
    column: usize,
    worth: f64,
    /// It is a span that is counted from the table's main time.
    span: bool,
}

/// What names and values propose for a file.
pub(super) fn by_names(look: &Look<'_>, proposal: &mut FileProposal) {
    let mut best: Option<(f64, Mapping)> = None;
    for table in Table::ALL {
        let (score, mapping) = as_table(look, table);
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, mapping));
        }
    }
    let Some((score, mapping)) = best.filter(|(_, mapping)| mapping.placed.len() > 1) else {
        proposal.remarks.push("nothing in its names or cells says which table it could feed".to_owned());
        return;
    };
    if score < LEAST_TABLE {
        let nearest = mapping.table.map_or("", Table::name);
        let lacks = mapping.refused.unwrap_or_else(|| "too few of its columns are known".to_owned());
        proposal
            .remarks
            .push(format!("nothing says for sure which table it could feed; nearest is `{nearest}`: {lacks}"));
        return;
    }
    let table = mapping.table;
    let rating = (table == Some(Table::Tickets)).then(|| rating(look, &mapping)).flatten();
    if table == Some(Table::Surveys) && !mapping.placed.iter().any(|one| one.canonical == "metric") {
        let mut base = mapping;
        base.placed.retain(|one| one.canonical != "value" && one.canonical != "comment");
        proposal.sources.extend(by_question(look, &base));
    } else {
        proposal.sources.push(mapping);
    }
    proposal.sources.extend(rating);
}

/// The file as one table, and how well it fits.
fn as_table(look: &Look<'_>, table: Table) -> (f64, Mapping) {
    let pairs = clocks::pairs(look);
    let chosen = assigned(candidates(look, table, &pairs));
    let mut mapping = Mapping { table: Some(table), files: look.file.clone(), ..Mapping::default() };
    let mut score = 0.0;
    for one in &chosen {
        let column = &look.columns[one.column];
        score += one.worth * if one.required { 2.0 } else { 1.0 };
        mapping.placed.push(placed(look, table, one, column));
    }
    let has = |name: &str| chosen.iter().any(|one| one.canonical == name);
    let mut missing: Vec<&str> = schema::columns(table)
        .iter()
        .filter(|column| column.required && !has(column.name))
        .map(|column| column.name)
        .collect();
    missing.retain(|name| !stood_in_for(look, table, name, &mut mapping));
    score -= 3.0 * missing.len() as f64;
    let spoken = names().speaks_of(table, &look.file)
        || look.sample.sheet.as_ref().is_some_and(|sheet| names().speaks_of(table, sheet));
    score += if spoken { 2.5 } else { 0.0 };
    if SHY.contains(&table) && !spoken && chosen.len() < 4 || !own_marks(table, &chosen) && !spoken {
        score -= 2.0;
    }
    if !missing.is_empty() {
        mapping.refused = Some(format!("no column for `{}`", missing.join("`, `")));
    }
    shape(look, &mut mapping);
    clocks::join(look, &pairs, &mut mapping);
    if table == Table::Orders {
        states::place(look, &mut mapping);
    }
    mapping.placed.sort_by_key(|one| schema::columns(table).iter().position(|column| column.name == one.canonical));
    (score, mapping)
}

/// Whether a column is there that tells the table from others.
fn own_marks(table: Table, chosen: &[Candidate]) -> bool {
    let marks: &[&str] = match table {
        Table::Calls => &["answered_at", "wait_seconds", "queue", "direction", "abandoned_at"],
        Table::Surveys => &["value"],
        Table::Invoices => &["due_at", "paid_at"],
        Table::Complaints => &["complaint_id"],
        Table::CallTotals => &["offered"],
        _ => return true,
    };
    chosen.iter().any(|one| marks.contains(&one.canonical) && one.worth > 0.6)
}

/// What the columns could be; a time of day beside its date is nothing by itself.
fn candidates(look: &Look<'_>, table: Table, pairs: &[(usize, usize)]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let clock_of = |at: usize| pairs.iter().find(|(date, _)| *date == at).map(|(_, clock)| &look.columns[*clock]);
    let free = |at: &usize| !pairs.iter().any(|(_, clock)| clock == at);
    for canonical in schema::columns(table) {
        let filled = look.columns.iter().enumerate().filter(|(at, column)| !column.cells.is_empty() && free(at));
        for (at, column) in filled {
            let own = names().fit(table, canonical.name, &column.text);
            let named = clock_of(at).map_or(own, |clock| own.max(names().fit(table, canonical.name, &clock.text)));
            let fits = named * type_fit(table, (canonical.name, canonical.kind), column);
            let base = Candidate {
                canonical: canonical.name,
                required: canonical.required,
                column: at,
                worth: fits,
                span: false,
            };
            let spanned = names().span_fit(table, canonical.name, &column.text);
            let is_span =
                column.is_of_spans() || spanned > LEAST && column.is_of_numbers() && unit(&column.name).is_some();
            if canonical.kind == ColumnType::Instant
                && is_span
                && spanned.max(named) >= LEAST
                && canonical.name != schema::main_date(table)
            {
                found.push(Candidate { worth: spanned.max(named) * 0.9, span: true, ..base });
            } else if fits >= LEAST {
                found.push(base);
            }
        }
    }
    found
}

/// Every column of the file and of the table at most once, the worthiest first.
fn assigned(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|one, other| other.worth.total_cmp(&one.worth).then(one.column.cmp(&other.column)));
    let (mut columns, mut canonical) = (BTreeSet::new(), BTreeSet::new());
    candidates.retain(|one| {
        let free = !columns.contains(&one.column) && !canonical.contains(one.canonical);
        free && columns.insert(one.column) && canonical.insert(one.canonical)
    });
    candidates
}

/// How well the cells fit the type of a canonical column.
fn type_fit(table: Table, (name, kind): (&str, ColumnType), column: &Column) -> f64 {
    match kind {
        ColumnType::Instant if name == "period" && column.share(is_period) > 0.8 => 1.0,
        ColumnType::Instant if column.is_of_instants() => 1.0,
        // How many hours a day of work has stands in no file.
        ColumnType::Number if schema::is_working_time(table, name) && unit(&column.name) == Some("days") => 0.0,
        ColumnType::Number if column.is_of_spans() && (name.ends_with("_seconds") || name.ends_with("_hours")) => 1.0,
        ColumnType::Number | ColumnType::Money | ColumnType::Integer if column.is_of_numbers() => 1.0,
        ColumnType::Boolean if column.is_of_booleans() => 1.0,
        ColumnType::Text if column.is_of_instants() && column.share(is_epoch) < 0.9 => 0.0,
        ColumnType::Text => match schema::vocabulary(table, name) {
            Some(vocabulary) if column.knows(vocabulary) < 0.3 => 0.5,
            _ if name.ends_with("_id") && Some(name) == schema::key(table).first().copied() => id_fit(table, column),
            _ => 1.0,
        },
        _ => 0.0,
    }
}

/// A key identifies: hardly any cell occurs twice, where a row is a record.
fn id_fit(table: Table, column: &Column) -> f64 {
    let several = matches!(table, Table::TicketLog | Table::SurveySent | Table::Orders | Table::Invoices);
    let distinct = column.count_of_distinct() as f64 / column.cells.len().max(1) as f64;
    let full = column.cells.len() * 10 >= column.rows * 9;
    if !full {
        0.4
    } else if distinct > 0.9 || several && distinct > 0.2 {
        1.0
    } else {
        0.3
    }
}

/// A month, a quarter or a day.
fn is_period(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    crate::intake::is_month(cell) || (5..=8).contains(&digits) && cell.chars().count() <= 10
}

fn placed(look: &Look<'_>, table: Table, one: &Candidate, column: &Column) -> Placed {
    let mut entry = json!({ "from": column.name });
    if one.span {
        entry["after"] = schema::main_date(table).into();
        if let Some(unit) = unit(&column.name).filter(|_| !column.is_of_spans()) {
            entry["unit"] = unit.into();
        }
    }
    let (entry, from) = match reduced(look, (table, one.canonical), &entry, &[]) {
        Entry::Found(entry, from) => (entry, from),
        Entry::Nothing | Entry::Blank(_) => (column.name.clone().into(), vec![column.name.clone()]),
    };
    let confidence = if one.worth > 0.85 { Confidence::Good } else { Confidence::Fair };
    let what = match () {
        () if one.span => "the name, and spans of time",
        () if column.is_of_instants() => "the name, and times",
        () if schema::vocabulary(table, one.canonical).is_some_and(|known| column.knows(known) > 0.9) => {
            "the name, and known words"
        }
        () if column.is_of_numbers() && one.canonical != "customer_id" => "the name, and figures",
        () => "the name",
    };
    let mut reason = what.to_owned();
    if let Some(vocabulary) = schema::vocabulary(table, one.canonical) {
        reason += &unknown(column, vocabulary);
    }
    Placed { canonical: one.canonical.to_owned(), entry, from, confidence, reason }
}

fn unknown(column: &Column, vocabulary: Vocabulary) -> String {
    let words = column.unknown_words(vocabulary);
    if words.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = words.iter().take(5).map(|word| format!("`{}`", super::column::shown(word))).collect();
    format!("; give the meaning of {} under `values`", listed.join(", "))
}

/// The unit of time that a name ends in: `(in hrs)`, `_ms`, `分钟`.
fn unit(name: &str) -> Option<&'static str> {
    const UNITS: [(&str, i64); 6] = [
        ("microseconds", 1),
        ("milliseconds", 1_000),
        ("seconds", 1_000_000),
        ("minutes", 60_000_000),
        ("hours", 3_600_000_000),
        ("days", 86_400_000_000),
    ];
    let word = |letter: char| !letter.is_alphabetic();
    let last = name.split(word).rfind(|part| !part.is_empty())?;
    let micros = crate::domain::words::unit_micros(last).or_else(|| {
        let tail: String = last.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        crate::domain::words::unit_micros(&tail)
    })?;
    UNITS.iter().find(|(_, size)| *size == micros).map(|(name, _)| *name)
}

/// A required column that the file does not have by name.
fn stood_in_for(look: &Look<'_>, table: Table, name: &str, mapping: &mut Mapping) -> bool {
    match (table, name) {
        (Table::Surveys, "metric") => true,
        (Table::Surveys, "response_id") | (Table::Calls, "call_id") | (Table::Orders, "order_id") => {
            let number = (table == Table::Orders).then(|| number_of_lines(look, mapping)).flatten();
            let (entry, from, reason) = match number {
                Some(column) => {
                    mapping.remarks.push(format!(
                        "several rows share a `{column}`: `on_duplicate: sum(amount)` makes one order of them"
                    ));
                    (column.into(), vec![column.to_owned()], "rows of one number share their day")
                }
                None => (json!({ "sql": "row_number" }), Vec::new(), "the file has no number of its own for a row"),
            };
            let (canonical, reason) = (name.to_owned(), reason.to_owned());
            mapping.placed.push(Placed { canonical, entry, from, confidence: Confidence::Fair, reason });
            true
        }
        _ if name == schema::main_date(table) => only_time(look, name, mapping),
        (_, "amount") => only_figures(look, name, mapping),
        (Table::Costs, "category") => {
            let why = "the file names no category".to_owned();
            mapping.constants.push((name.to_owned(), file_name(&look.file), why));
            true
        }
        _ => false,
    }
}

/// The column whose values stand in several rows one after the other, all of one day: the number of an order
/// of which the rows are the lines.
fn number_of_lines<'l>(look: &'l Look<'_>, mapping: &Mapping) -> Option<&'l str> {
    let day = mapping.placed.iter().find(|one| one.canonical == "ordered_at")?;
    let day = look.column(day.from.first()?)?;
    let used = |column: &&Column| mapping.placed.iter().any(|one| one.from.contains(&column.name));
    let full = |column: &Column| column.cells.len() == column.rows && column.rows > 0;
    let lines = |column: &&Column| {
        let runs = column.cells.chunk_by(|one, other| one == other).count();
        let distinct = column.distinct().len();
        let pairs: std::collections::BTreeSet<_> = column.cells.iter().zip(&day.cells).collect();
        full(column)
            && full(day)
            && runs == distinct
            && distinct > 1
            && distinct * 20 > column.rows
            && distinct * 10 < column.rows * 9
            && pairs.len() == distinct
            && column.cells.iter().any(|cell| cell.contains(|letter: char| letter.is_ascii_digit()))
            && !column.is_of_instants()
    };
    look.columns.iter().filter(|column| !used(column)).find(lines).map(|column| column.name.as_str())
}

/// The only column of times stands for the time that is missing.
fn only_time(look: &Look<'_>, name: &str, mapping: &mut Mapping) -> bool {
    only(look, (name, "times"), mapping, Column::is_of_instants)
}

/// The only column of figures that is left stands for the amount that is missing.
fn only_figures(look: &Look<'_>, name: &str, mapping: &mut Mapping) -> bool {
    only(look, (name, "figures"), mapping, |column| column.is_of_numbers() && !column.is_of_instants())
}

fn only(look: &Look<'_>, (name, what): (&str, &str), mapping: &mut Mapping, holds: impl Fn(&Column) -> bool) -> bool {
    let used = |column: &&Column| mapping.placed.iter().any(|one| one.from.contains(&column.name));
    let found: Vec<&Column> = look.columns.iter().filter(|column| !used(column) && holds(column)).collect();
    let [column] = found.as_slice() else { return false };
    mapping.placed.push(Placed {
        canonical: name.to_owned(),
        entry: column.name.clone().into(),
        from: vec![column.name.clone()],
        confidence: Confidence::Fair,
        reason: format!("the only column of {what} that is left"),
    });
    true
}

fn file_name(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}

/// Keys that the file's form needs.
fn shape(look: &Look<'_>, mapping: &mut Mapping) {
    if let Some(path) = &look.sample.path {
        mapping.keys.push(("path".to_owned(), path.clone().into()));
    }
    if let Some(sheet) = &look.sample.sheet {
        mapping.keys.push(("sheet".to_owned(), sheet.clone().into()));
    }
    if look.header.len() > 1 {
        mapping.keys.push(("header_row".to_owned(), look.sample.rows[look.header.start].0.into()));
        mapping.keys.push(("header_rows".to_owned(), look.header.len().into()));
    }
}
