//! Ids that lost their leading zeros: `123` where another file writes `000123`.
//!
//! The same ids beyond doubt are those of files in which every id is digits only, of one width with zeros
//! where they kept them, and nine in ten of which the others know: the shorter ones are read with their
//! zeros, in every table, and that is said. Otherwise nothing is joined that is not written alike, and ids
//! that differ by leading zeros only are counted and warned about.

use super::column::{Columns, text_at};
use super::error::Error;
use super::quality::LeadingZeros;
use super::staged::Staged;
use crate::config::ReportConfig;
use crate::diagnostic::Diagnostic;
use crate::domain::{ColumnType, Table};
use crate::schema::columns;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the ids of one kind that must be known among the others.
const KNOWN: f64 = 0.9;
/// Fewer ids may agree by chance.
const FEW: usize = 3;
/// Longer rows of digits are no numbers that could be compared.
const LONGEST: usize = 38;

/// Finds ids that differ by leading zeros and gives back the zeros where there is no doubt.
pub(super) fn restore(tables: &mut BTreeMap<Table, Staged>) -> Result<Vec<LeadingZeros>, Error> {
    let mut found = Vec::new();
    for (name, places) in domains(tables) {
        let mut suspected = false;
        for (table, column) in &places {
            suspected |= shows_zeros(&tables[table], column)?;
        }
        if !suspected {
            continue;
        }
        let mut ids = Ids::default();
        for (table, column) in &places {
            ids.read(&tables[table], column)?;
        }
        let Some(doubt) = ids.judge(name) else { continue };
        for (table, column) in places.iter().filter(|_| doubt.restored) {
            tables.get_mut(table).expect("a table of the report").pad(column, doubt.width);
        }
        found.push(doubt);
    }
    Ok(found)
}

/// What identifies the same things → the columns that hold it.
fn domains(tables: &BTreeMap<Table, Staged>) -> BTreeMap<&'static str, Vec<(Table, &'static str)>> {
    let mut domains: BTreeMap<&str, Vec<(Table, &str)>> = BTreeMap::new();
    for table in tables.keys() {
        for column in columns(*table).iter().filter(|column| column.kind == ColumnType::Text) {
            let domain = match column.name {
                "merged_into" => "ticket_id",
                "repeat_of" => "complaint_id",
                name if name.ends_with("_id") => name,
                _ => continue,
            };
            domains.entry(domain).or_default().push((*table, column.name));
        }
    }
    domains
}

fn digits(id: &str) -> bool {
    !id.is_empty() && id.len() <= LONGEST && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an id at the beginning of some file starts with a zero.
fn shows_zeros(staged: &Staged, column: &str) -> Result<bool, Error> {
    let mut files = BTreeSet::new();
    let firsts = (0..staged.parts.len()).filter(|part| files.insert(staged.files[staged.parts[*part].file].source));
    let firsts: Vec<usize> = firsts.collect();
    let zero = |id: &str| id.len() > 1 && id.starts_with('0') && digits(id);
    let shown: Vec<Result<bool, Error>> = firsts
        .into_par_iter()
        .map(|part| {
            let batch = staged.read(part, &[column], &[])?;
            let ids = Columns(&batch).text(column);
            Ok((0..batch.num_rows()).any(|row| text_at(ids, row).is_some_and(zero)))
        })
        .collect();
    shown.into_iter().try_fold(false, |any, shown| Ok(any | shown?))
}

/// How one file writes the ids of one column.
#[derive(Clone, Copy, Debug)]
struct Form {
    shortest: usize,
    longest: usize,
    has_zeros: bool,
    is_digits: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self { shortest: usize::MAX, longest: 0, has_zeros: false, is_digits: true }
    }
}

impl Form {
    fn add(&mut self, id: &str) {
        self.shortest = self.shortest.min(id.len());
        self.longest = self.longest.max(id.len());
        self.has_zeros |= id.len() > 1 && id.starts_with('0');
        self.is_digits &= digits(id);
    }

    fn merge(&mut self, other: &Self) {
        self.shortest = self.shortest.min(other.shortest);
        self.longest = self.longest.max(other.longest);
        self.has_zeros |= other.has_zeros;
        self.is_digits &= other.is_digits;
    }
}

/// One way of writing a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Written {
    number: u128,
    width: usize,
    table: Table,
    /// Place in the list of forms.
    unit: usize,
}

/// The ids of one domain.
#[derive(Default)]
struct Ids {
    /// One for each column of each file.
    forms: Vec<Form>,
    written: Vec<Written>,
}

impl Ids {
    fn read(&mut self, staged: &Staged, column: &str) -> Result<(), Error> {
        let parts = staged.map(&[column], &[], |part, batch| {
            let cells = Columns(batch).text(column);
            let mut form = Form::default();
            let mut written = Vec::new();
            for id in (0..batch.num_rows()).filter_map(|row| text_at(cells, row)) {
                form.add(id);
                if let Some(number) = id.parse().ok().filter(|_| digits(id)) {
                    written.push(Written { number, width: id.len(), table: staged.table, unit: 0 });
                }
            }
            written.sort_unstable();
            written.dedup();
            (staged.files[staged.parts[part].file].source, form, written)
        })?;
        let mut units: BTreeMap<usize, usize> = BTreeMap::new();
        for (source, form, written) in parts.into_iter().filter(|part| part.1.longest > 0) {
            let next = self.forms.len();
            let unit = *units.entry(source).or_insert(next);
            if unit == next {
                self.forms.push(Form::default());
            }
            self.forms[unit].merge(&form);
            self.written.extend(written.into_iter().map(|one| Written { unit, ..one }));
        }
        self.written.sort_unstable();
        self.written.dedup();
        Ok(())
    }

    fn judge(&self, column: &'static str) -> Option<LeadingZeros> {
        let same = |group: &&[Written]| group[0].number > 0 && group.iter().any(|one| one.width != group[0].width);
        let groups = self.written.chunk_by(|a, b| a.number == b.number).filter(same);
        let groups: Vec<&[Written]> = groups.collect();
        let first = groups.first()?;
        let (short, long) = (first[0], first[first.len() - 1]);
        let width = self.width();
        Some(LeadingZeros {
            column,
            ids: groups.len() as u64,
            restored: width.is_some_and(|width| self.are_the_same(width)),
            width: width.unwrap_or(long.width),
            short: (short.table, written(short)),
            long: (long.table, written(long)),
        })
    }

    /// The one width of all ids that kept their zeros, when no file writes ids in another way than that or
    /// without them.
    fn width(&self) -> Option<usize> {
        let kept = self.forms.iter().filter(|form| form.has_zeros);
        let widths: BTreeSet<usize> = kept.flat_map(|form| [form.shortest, form.longest]).collect();
        let width = widths.first().copied().filter(|_| widths.len() == 1)?;
        self.forms.iter().all(|form| form.is_digits && form.longest <= width).then_some(width)
    }

    /// Whether the ids without zeros are known among those with them, or the other way round.
    fn are_the_same(&self, width: usize) -> bool {
        let lost = |one: &&Written| !self.forms[one.unit].has_zeros && self.forms[one.unit].shortest < width;
        let numbers = |lost_ones: bool| -> BTreeSet<u128> {
            self.written.iter().filter(|one| lost(one) == lost_ones).map(|one| one.number).collect()
        };
        let (with, without) = (numbers(false), numbers(true));
        let fewer = with.len().min(without.len());
        fewer >= FEW && with.intersection(&without).count() as f64 >= KNOWN * fewer as f64
    }
}

fn written(one: Written) -> String {
    format!("{:0>width$}", one.number, width = one.width)
}

impl LeadingZeros {
    /// The warning about it.
    pub(super) fn warning(&self, report: &ReportConfig) -> Diagnostic {
        let Self { column, ids, width, short: (table, short), long: (other, long), .. } = self;
        let own = report.sources.iter().find(|source| source.table == *table);
        let place = own.and_then(|source| source.places.get(*column).or(Some(&source.place)));
        let (is, it) = if *ids == 1 { ("id", "it counts as another id") } else { ("ids", "they count as other ids") };
        let rest = if self.restored { "they are read with their zeros" } else { it };
        let lost = if self.restored { "lost their leading zeros" } else { "differ from others by leading zeros only" };
        let message = format!(
            "`{column}`: {ids} {is} {lost}, such as `{short}` in `{}` beside `{long}` in `{}`: {rest}",
            table.name(),
            other.name()
        );
        let hint = format!(
            "keep the column as text when the file is saved, or write `{column}: {{sql: \"lpad(…, {width}, '0')\"}}` in the source"
        );
        Diagnostic::warning("leading-zeros", place.unwrap_or(&report.place).clone(), message).with_hint(hint)
    }
}
