//! What the cells of one column show, from which its style is decided and its doubts are told.

use super::number::Form;
use super::span::SpanForm;
use super::time::{Occurs, Written};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Distinct reasons or words that are remembered of one column; further ones are counted together.
const REMEMBERED: usize = 50;

/// What stands for the reasons and words beyond those remembered.
pub const OTHERS: &str = "others";

/// How often something was seen, and the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How often.
    pub n: u64,
    /// Line and text of the first.
    pub first: Option<(u64, String)>,
}

impl Tally {
    /// Counts one.
    pub fn note(&mut self, line: u64, text: &str) {
        self.add(line, || text.to_owned());
    }

    fn add(&mut self, line: u64, text: impl FnOnce() -> String) {
        if self.n == 0 {
            self.first = Some((line, text()));
        }
        self.n += 1;
    }

    fn merge(&mut self, later: Self) {
        self.n += later.n;
        self.first = self.first.take().or(later.first);
    }
}

/// The evidence of one column of one file, in any number of parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Cells that are not blank.
    pub filled: u64,
    /// Numbers by form: plain, point, comma, groups by point, groups by comma, and the four that may be either.
    pub numbers: [Tally; 9],
    /// Numbers with a percent sign.
    pub percent: Tally,
    /// Numbers whose format shows a word of magnitude behind them, with what they are multiplied by.
    #[serde(default)]
    pub scaled: Tally,
    /// Answers with their labels.
    pub labelled: Tally,
    /// Labels that praise, and those that blame: the lowest and the highest answer, with the first label.
    pub praise: [Option<(f64, f64, String)>; 2],
    /// Answers between 0 and 1 on a scale that ends above 1, which may be shares of it.
    pub shares: Tally,
    /// Answers above 1.
    pub points: u64,
    /// Where the scale of the first such answer ends.
    pub scale_end: Option<f64>,
    /// Spans in two parts, and in three.
    pub spans: [Tally; 2],
    /// Numbers below 1 in the cells of a column of spans, which may be fractions of a day, and the others.
    pub fractions: Tally,
    /// Numbers from 1 on in the cells of a column of spans.
    pub whole_spans: u64,
    /// Dates as text with the day first, the month first, or either.
    pub dates: [Tally; 3],
    /// Dates that could be either way round: the first and the last with the day first, and with the month first.
    pub either_days: [Option<(i64, i64)>; 2],
    /// Rows whose amounts are in another currency, as another column says, by that currency.
    pub foreign: BTreeMap<String, Tally>,
    /// Dates whose order is beyond doubt (year first, true dates), by whether the day is at most 12.
    pub sure_dates: [u64; 2],
    /// Dates read by a configured format, by whether the day is at most 12.
    pub formatted_dates: [u64; 2],
    /// Months after a point: with a leading zero, without one, and the month 1, which may be 10.
    pub months: [Tally; 3],
    /// Seconds, milliseconds, microseconds and nanoseconds since 1970.
    pub epochs: [Tally; 4],
    /// Dates that stand for none, such as 9999-12-31.
    pub placeholders: Tally,
    /// Dates without a time of day.
    pub dates_alone: u64,
    /// Cells that were counted from the start of their day so as not to precede another time of that day.
    pub same_day: u64,
    /// Times of day that the clocks of the zone never showed, and those that they showed twice.
    pub odd_times: [Tally; 2],
    /// Ids of customers that stand for nobody.
    pub nobody: Tally,
    /// Formulas without a stored value.
    pub uncalculated: Tally,
    /// Cells that became missing because they could not be read, by reason.
    pub unreadable: BTreeMap<String, Tally>,
    /// Words that no list of the column's vocabulary holds.
    pub unknown: BTreeMap<String, Tally>,
}

impl Evidence {
    /// Notes the form of a number.
    pub fn number(&mut self, form: Form, (line, text): (u64, &str)) {
        self.numbers[form as usize].add(line, || text.to_owned());
    }

    /// How many numbers are of a form.
    pub fn numbers_of(&self, form: Form) -> u64 {
        self.numbers[form as usize].n
    }

    /// Notes an answer whose label praises or blames.
    pub fn praise(&mut self, praises: bool, answer: f64, label: &str) {
        self.praise_of(usize::from(!praises), (answer, answer, label.to_owned()));
    }

    fn praise_of(&mut self, kind: usize, (low, high, label): (f64, f64, String)) {
        self.praise[kind] = Some(match self.praise[kind].take() {
            None => (low, high, label),
            Some((first, last, known)) => (first.min(low), last.max(high), known),
        });
    }

    /// Notes an answer and where its scale ends.
    pub fn answer(&mut self, (value, end): (f64, f64), line: u64) {
        if value > 1.0 {
            self.points += 1;
        } else if value > 0.0 && value < 1.0 {
            self.scale_end = self.scale_end.or(Some(end));
            self.shares.add(line, || value.to_string());
        }
    }

    /// Notes the form of a span.
    pub fn span(&mut self, form: SpanForm, (line, text): (u64, &str)) {
        match form {
            SpanForm::Sure => {}
            SpanForm::TwoParts => self.spans[0].add(line, || text.to_owned()),
            SpanForm::ThreeParts => self.spans[1].add(line, || text.to_owned()),
        }
    }

    /// Notes a span that is a plain number.
    pub fn plain_span(&mut self, value: f64, (line, text): (u64, &str)) {
        if value >= 1.0 {
            self.whole_spans += 1;
        } else if value > 0.0 {
            self.fractions.add(line, || text.to_owned());
        }
    }

    /// Notes a date whose day and month could be either way round, as days: with the day first, and with
    /// the month first.
    pub fn either(&mut self, days: [i64; 2]) {
        for (spread, day) in self.either_days.iter_mut().zip(days) {
            *spread = Some(spread.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        }
    }

    /// Notes the currency that a row names, which is not the report's.
    pub fn foreign(&mut self, currency: &str, line: u64) {
        tally(&mut self.foreign, currency).add(line, || currency.to_owned());
    }

    /// Notes how a time was written.
    pub fn time(&mut self, written: Written, (line, text): (u64, &str)) {
        let text = || text.to_owned();
        match written {
            Written::Sure { low } => self.sure_dates[usize::from(low)] += 1,
            Written::Formatted { low } => self.formatted_dates[usize::from(low)] += 1,
            Written::DayFirst => self.dates[0].add(line, text),
            Written::MonthFirst => self.dates[1].add(line, text),
            Written::Either => self.dates[2].add(line, text),
            Written::MonthPadded => self.months[0].add(line, text),
            Written::MonthUnpadded => self.months[1].add(line, text),
            Written::MonthOne => self.months[2].add(line, text),
            Written::Epoch(unit) => self.epochs[unit as usize].add(line, text),
            Written::Placeholder => self.placeholders.add(line, text),
        }
    }

    /// Notes how often the clocks showed a time.
    pub fn occurs(&mut self, occurs: Occurs, (line, text): (u64, &str)) {
        match occurs {
            Occurs::Once => {}
            Occurs::Never => self.odd_times[0].add(line, || text.to_owned()),
            Occurs::Twice => self.odd_times[1].add(line, || text.to_owned()),
        }
    }

    /// Notes a cell that became missing.
    pub fn unreadable(&mut self, reason: &str, line: u64, text: impl FnOnce() -> String) {
        tally(&mut self.unreadable, reason).add(line, text);
    }

    /// Notes a word that no list holds.
    pub fn unknown(&mut self, word: &str, line: u64) {
        tally(&mut self.unknown, word).add(line, || word.to_owned());
    }

    /// Cells that could not be read.
    pub fn unreadable_cells(&self) -> u64 {
        self.unreadable.values().map(|tally| tally.n).sum()
    }

    /// Adds the evidence of a later part.
    pub fn merge(&mut self, later: Self) {
        self.filled += later.filled;
        merge(&mut self.numbers, later.numbers);
        self.percent.merge(later.percent);
        self.scaled.merge(later.scaled);
        self.labelled.merge(later.labelled);
        for (kind, found) in later.praise.into_iter().enumerate() {
            if let Some(found) = found {
                self.praise_of(kind, found);
            }
        }
        self.shares.merge(later.shares);
        self.points += later.points;
        self.scale_end = self.scale_end.or(later.scale_end);
        merge(&mut self.spans, later.spans);
        self.fractions.merge(later.fractions);
        self.whole_spans += later.whole_spans;
        merge(&mut self.dates, later.dates);
        for (mine, other) in self.either_days.iter_mut().zip(later.either_days) {
            *mine = match (*mine, other) {
                (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
                (one, other) => one.or(other),
            };
        }
        for (currency, found) in later.foreign {
            tally(&mut self.foreign, &currency).merge(found);
        }
        merge(&mut self.months, later.months);
        merge(&mut self.epochs, later.epochs);
        for low in 0..2 {
            self.sure_dates[low] += later.sure_dates[low];
            self.formatted_dates[low] += later.formatted_dates[low];
        }
        self.placeholders.merge(later.placeholders);
        self.dates_alone += later.dates_alone;
        self.same_day += later.same_day;
        merge(&mut self.odd_times, later.odd_times);
        self.nobody.merge(later.nobody);
        self.uncalculated.merge(later.uncalculated);
        for (reason, found) in later.unreadable {
            tally(&mut self.unreadable, &reason).merge(found);
        }
        for (word, found) in later.unknown {
            tally(&mut self.unknown, &word).merge(found);
        }
    }
}

fn merge<const N: usize>(all: &mut [Tally; N], later: [Tally; N]) {
    all.iter_mut().zip(later).for_each(|(tally, later)| tally.merge(later));
}

fn tally<'t>(tallies: &'t mut BTreeMap<String, Tally>, name: &str) -> &'t mut Tally {
    let name = if tallies.len() < REMEMBERED || tallies.contains_key(name) { name } else { OTHERS };
    tallies.entry(name.to_owned()).or_default()
}
