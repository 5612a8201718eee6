//! Which stretches of time the tables of a report cover: first and last date, gaps between, and for registers
//! their last change. Pure: from counts of days to a value; judges no figure.

use super::quality::Quality;
use crate::domain::{Instant, Table};
use crate::schema::is_register;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows that a table should have brought at its own pace in a silence, before the silence is called one:
/// chance alone leaves out 10 once in 22,000 times.
const EXPECTED: f64 = 10.0;
/// A shorter silence is never called a gap.
const SILENCE: i64 = 14;
/// Rows before a silence of this many days that are hardly any are mistaken dates, not the beginning.
const APART: i64 = 60;
/// Hardly any: this share of all rows.
const STRAY: f64 = 0.01;

/// What the tables of a report cover.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// By table; a table without a date has none.
    pub tables: BTreeMap<Table, Span>,
}

/// What one table covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Its first date; stray dates long before all others aside.
    pub first: Instant,
    /// Its last date that is not after `as_of`; of a register its last change.
    pub last: Instant,
    /// Silences between, from the end of the last day with rows to the first day with rows again.
    pub gaps: Vec<(Instant, Instant)>,
    /// Rows (of a register: changes) a day between first and last date.
    pub pace: f64,
}

/// Why the data do not cover what a figure speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Uncovered {
    /// The period was not over when the data were taken.
    NotOver,
    /// The follow-up of more than a tenth of the cases was not over when the data were taken.
    NotDue,
    /// The table begins after the window does.
    StartsLate {
        /// Which table.
        table: Table,
        /// Its first date, UTC microseconds.
        first: Instant,
    },
    /// The table falls silent before the window ends.
    EndsEarly {
        /// Which table.
        table: Table,
        /// Its last date.
        last: Instant,
    },
    /// The table is silent for a part of the window.
    Gap {
        /// Which table.
        table: Table,
        /// Where the silence begins.
        from: Instant,
        /// Where it ends.
        until: Instant,
    },
    /// A register has not changed since before the window ends, although it used to.
    Unchanged {
        /// Which register.
        table: Table,
        /// Its last change.
        since: Instant,
    },
}

impl Coverage {
    /// The coverage of the tables whose days were counted.
    pub fn of(quality: &Quality) -> Self {
        let span = |(table, counts): (&Table, &super::TableQuality)| Some((*table, Span::of(&counts.days)?));
        Self { tables: quality.tables.iter().filter_map(span).collect() }
    }

    /// Why a table does not cover a window. Of tables that come in waves (surveys) or by month (costs)
    /// silence says nothing, unless the window looks back before the period (`looks_back`).
    pub fn lacks(&self, table: Table, (from, until): (Instant, Instant), looks_back: LookBack) -> Option<Uncovered> {
        let span = self.tables.get(&table)?;
        if is_register(table) {
            let silent = span.silent(span.last, until);
            return silent.then_some(Uncovered::Unchanged { table, since: span.last });
        }
        let late = days(from, span.first) > SILENCE
            && (looks_back == LookBack::Yes || is_steady(table) && span.silent(from, span.first));
        if late {
            return Some(Uncovered::StartsLate { table, first: span.first });
        }
        if !is_steady(table) {
            return None;
        }
        if span.silent(span.last.max(from), until) {
            return Some(Uncovered::EndsEarly { table, last: span.last });
        }
        let inside = |(start, end): &&(Instant, Instant)| span.silent((*start).max(from), (*end).min(until));
        let (start, end) = *span.gaps.iter().find(inside)?;
        Some(Uncovered::Gap { table, from: start, until: end })
    }
}

/// Whether a window begins before the period that the figure stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookBack {
    /// It does.
    Yes,
    /// It begins with the period.
    No,
}

/// Tables with rows on most days, whose silence means that rows are missing.
fn is_steady(table: Table) -> bool {
    matches!(table, Table::Tickets | Table::Orders | Table::Complaints | Table::Calls | Table::Sessions)
}

fn days(from: Instant, until: Instant) -> i64 {
    (until.0 - from.0).div_euclid(Instant::DAY)
}

impl Span {
    /// The span of days with rows, by day since 1970 (UTC); `None` without any.
    pub fn of(counts: &BTreeMap<i64, u64>) -> Option<Self> {
        let all: Vec<(i64, u64)> = counts.iter().map(|(day, rows)| (*day, *rows)).collect();
        let total: u64 = all.iter().map(|(_, rows)| rows).sum();
        let begin = without_strays(&all, total);
        let (first, last) = (all.get(begin)?.0, all.last()?.0);
        let rows: u64 = all[begin..].iter().map(|(_, rows)| rows).sum();
        let pace = rows as f64 / (last - first + 1) as f64;
        let at = |day: i64| Instant(day * Instant::DAY);
        let mut span = Self { first: at(first), last: at(last + 1), gaps: Vec::new(), pace };
        let pairs = all[begin..].windows(2).map(|pair| (at(pair[0].0 + 1), at(pair[1].0)));
        span.gaps = pairs.filter(|(from, until)| span.silent(*from, *until)).collect();
        Some(span)
    }

    /// Whether a stretch without rows is too long to be chance.
    fn silent(&self, from: Instant, until: Instant) -> bool {
        let length = days(from, until);
        length >= SILENCE && length as f64 * self.pace >= EXPECTED
    }
}

/// Where the rows begin, when a few stray ones long before are left out.
fn without_strays(all: &[(i64, u64)], total: u64) -> usize {
    let mut before = 0;
    let mut begin = 0;
    for (at, pair) in all.windows(2).enumerate() {
        before += pair[0].1;
        if before as f64 > STRAY * total as f64 {
            break;
        }
        if pair[1].0 - pair[0].0 > APART {
            begin = at + 1;
        }
    }
    begin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(days: std::ops::Range<i64>, rows: u64) -> BTreeMap<i64, u64> {
        days.map(|day| (day, rows)).collect()
    }

    fn at(day: i64) -> Instant {
        Instant(day * Instant::DAY)
    }

    fn coverage(table: Table, counts: &BTreeMap<i64, u64>) -> Coverage {
        Coverage { tables: BTreeMap::from([(table, Span::of(counts).unwrap())]) }
    }

    #[test]
    fn a_span_leaves_stray_dates_out_and_finds_gaps() {
        let mut counts = daily(1000..1100, 5);
        counts.extend(daily(1130..1200, 5));
        counts.insert(3, 2);
        let span = Span::of(&counts).unwrap();
        assert_eq!((span.first, span.last), (at(1000), at(1200)));
        assert_eq!(span.gaps, [(at(1100), at(1130))]);
        assert_eq!(Span::of(&BTreeMap::new()), None);
        // A fifth of all rows before a long silence is no stray.
        let mut two = daily(0..50, 5);
        two.extend(daily(500..700, 5));
        assert_eq!(Span::of(&two).unwrap().first, at(0));
    }

    #[test]
    fn windows_are_covered_or_not() {
        let found = coverage(Table::Orders, &daily(1000..1200, 5));
        let lacks = |from, until, look| found.lacks(Table::Orders, (at(from), at(until)), look);
        assert_eq!(lacks(1000, 1200, LookBack::No), None);
        assert_eq!(lacks(1000, 1210, LookBack::No), None, "ten days are no silence");
        let late = Some(Uncovered::StartsLate { table: Table::Orders, first: at(1000) });
        assert_eq!(lacks(960, 1100, LookBack::No), late);
        assert_eq!(lacks(835, 1200, LookBack::Yes), late);
        let early = Some(Uncovered::EndsEarly { table: Table::Orders, last: at(1200) });
        assert_eq!(lacks(1150, 1230, LookBack::No), early);
        assert_eq!(lacks(1300, 1390, LookBack::No), early, "a quarter without any row");
    }

    #[test]
    fn a_rare_table_may_be_silent_but_not_be_looked_back_into() {
        let rare: BTreeMap<i64, u64> = (0..20).map(|at| (1000 + 20 * at, 1)).collect();
        let found = coverage(Table::Orders, &rare);
        let lacks = |from, until, look| found.lacks(Table::Orders, (at(from), at(until)), look);
        assert_eq!(lacks(980, 1300, LookBack::No), None);
        assert!(lacks(980, 1300, LookBack::Yes).is_some());
        assert_eq!(lacks(1200, 1450, LookBack::No), None, "69 days at one in twenty are 3.6 rows");
    }

    #[test]
    fn waves_are_no_gaps_and_registers_change_at_a_pace() {
        let surveys = coverage(Table::Surveys, &daily(1000..1010, 50));
        assert_eq!(surveys.lacks(Table::Surveys, (at(1000), at(1090)), LookBack::No), None);
        let customers = coverage(Table::Customers, &daily(0..1000, 1));
        let lacks = |until| customers.lacks(Table::Customers, (at(900), at(until)), LookBack::No);
        assert_eq!(lacks(1008), None);
        assert_eq!(lacks(1090), Some(Uncovered::Unchanged { table: Table::Customers, since: at(1000) }));
    }
}
