//! What the cells of a whole column, over all files of a source, say of its style; where two readings
//! fit, both are told with the key that settles it.

mod rows;
mod said;
mod spans;

pub use rows::none_read;
pub use said::{dates_alone, said};

use super::cache::Record;
use super::evidence::{Evidence, Tally};
use super::identity;
use super::mapping::{Plan, place};
use super::number::Form;
use super::span::Colons;
use crate::config::{DateOrder, DecimalMark, Source, SourceColumn};
use crate::diagnostic::Diagnostic;
use crate::domain::ColumnType;
use crate::schema::{columns, span_unit};
use std::collections::BTreeMap;

/// Cells from which on a column of which none can be read is refused.
const SEVERAL: u64 = 10;

/// Dates of each form from which on a half-swapped column is recognised.
const HALF: u64 = 5;

/// Currencies whose amounts have three decimals.
const THREE_DECIMALS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// The styles that columns have decided, by canonical or extra name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions(BTreeMap<String, Decision>);

/// The style of one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Decision {
    decimal: Option<DecimalMark>,
    order: Option<DateOrder>,
    colons: Option<Colons>,
    padded_months: bool,
    useless: Option<&'static str>,
}

impl Decisions {
    /// Lays the decisions over what the mapping leaves open.
    pub fn apply(&self, plan: &mut Plan) {
        for column in &mut plan.columns {
            let Some(decision) = self.0.get(&column.name) else { continue };
            let style = &mut column.style;
            style.numbers.decimal = style.numbers.decimal.or(decision.decimal);
            style.order = style.order.or(decision.order);
            style.padded_months |= decision.padded_months;
            style.useless = decision.useless;
            if let Some(spans) = &mut style.spans {
                spans.numbers = style.numbers;
                spans.colons = spans.colons.or(decision.colons);
            }
        }
    }
}

/// What was found about a source.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What is decided.
    pub decisions: Decisions,
    /// What two readings fit, or none; and what was decided, as warnings.
    pub problems: Vec<Diagnostic>,
}

/// One column with its evidence over all files.
struct Case<'c> {
    source: &'c Source,
    name: &'c str,
    kind: ColumnType,
    entry: Option<&'c SourceColumn>,
    evidence: Evidence,
    /// The first file that has the column.
    file: &'c str,
    /// Whether commas separate the cells of all files: who writes so writes no decimal commas.
    comma_separated: bool,
}

impl Verdict {
    /// The verdict on a source from the records of its files.
    pub fn of<'r>(source: &Source, records: impl Iterator<Item = &'r Record>) -> Self {
        let mut cases: BTreeMap<&str, Case<'_>> = BTreeMap::new();
        let records: Vec<&Record> = records.collect();
        for record in &records {
            for (name, evidence) in &record.evidence {
                let case = cases.entry(name).or_insert_with(|| Case::new(source, name, &record.file));
                case.evidence.merge(evidence.clone());
                case.comma_separated &= record.notes.delimiter == Some(',');
            }
        }
        let mut verdict = Self::default();
        verdict.problems.extend(rows::sums_among(source, &records));
        for (name, case) in cases {
            let mut decision = case.decide(&mut verdict.problems);
            verdict.problems.extend(case.strays(decision.order, &records));
            verdict.problems.extend(case.foreign());
            verdict.problems.extend(case.reversed());
            decision.useless = case.useless();
            if decision != Decision::default() {
                verdict.decisions.0.insert(name.to_owned(), decision);
            }
        }
        if verdict.decisions == Decisions::default() && verdict.problems.is_empty() {
            verdict.problems.extend(none_read(source, &records));
        }
        verdict
    }

    /// Whether the source cannot be read.
    pub fn refuses(&self) -> bool {
        !self.problems.is_empty()
    }
}

impl<'c> Case<'c> {
    fn new(source: &'c Source, name: &'c str, file: &'c str) -> Self {
        let canonical = columns(source.table).iter().find(|column| column.name == name).map(|column| column.kind);
        let extra = source.extra.get(name);
        let kind = canonical.or(extra.map(|(kind, _)| *kind)).unwrap_or(ColumnType::Text);
        let entry = source.columns.get(name).or(extra.map(|(_, entry)| entry));
        Self { source, name, kind, entry, evidence: Evidence::default(), file, comma_separated: true }
    }

    fn header(&self) -> &str {
        self.entry.map_or(self.name, |entry| if entry.from.is_empty() { self.name } else { &entry.from })
    }

    fn decide(&self, problems: &mut Vec<Diagnostic>) -> Decision {
        if let Some(problem) = self.uncalculated() {
            problems.push(problem);
            return Decision::default();
        }
        let configured = self.entry.and_then(|entry| entry.decimal).or(self.source.decimal);
        let mut settle = |found: Result<_, Diagnostic>| {
            found.unwrap_or_else(|problem| {
                problems.push(problem);
                Decision::default()
            })
        };
        let mut decision = Decision::default();
        if configured.is_none() {
            decision.decimal =
                settle(self.decimal().map(|decimal| Decision { decimal, ..Decision::default() })).decimal;
        }
        decision.order = settle(self.order().map(|order| Decision { order, ..Decision::default() })).order;
        decision.colons = settle(self.colons().map(|colons| Decision { colons, ..Decision::default() })).colons;
        let [padded, unpadded, one] = &self.evidence.months;
        decision.padded_months = one.n > 0 && padded.n > 0 && unpadded.n == 0;
        settle(self.epochs().map(|()| Decision::default()));
        settle(self.fractions().map(|()| Decision::default()));
        settle(self.unit_of_after().map(|()| Decision::default()));
        settle(self.shares().map(|()| Decision::default()));
        if decision == Decision::default() {
            settle(self.none_readable().map(|()| Decision::default()));
        }
        decision
    }

    fn error(&self, code: &'static str, message: String, hint: String) -> Diagnostic {
        Diagnostic::error(code, place(self.source, self.name), message).with_hint(hint)
    }

    /// `file` line n: `cell`.
    fn example(&self, tally: &Tally) -> String {
        let (line, text) = tally.first.clone().unwrap_or_default();
        format!("`{}` line {line}: `{text}`", self.file)
    }

    fn uncalculated(&self) -> Option<Diagnostic> {
        let tally = &self.evidence.uncalculated;
        let line = tally.first.as_ref().map_or(0, |first| first.0);
        let message = format!(
            "`{}` row {line}: {} formulas in column `{}` have no stored value, the first in this row",
            self.file,
            tally.n,
            self.header()
        );
        let hint = "open the workbook in a spreadsheet, let it calculate and save it, or export the values";
        (tally.n > 0).then(|| self.error("uncalculated-formulas", message, hint.to_owned()))
    }

    /// What point and comma mean; `None` is a decimal point.
    fn decimal(&self) -> Result<Option<DecimalMark>, Diagnostic> {
        use Form::{
            Comma, CommaGroups, CommaThree, CommaThreeZero, Plain, Point, PointGroups, PointThree, PointThreeZero,
        };
        let n = |form: Form| self.evidence.numbers_of(form);
        let (points, commas) = (n(Point) + n(CommaGroups), n(Comma) + n(PointGroups));
        let (point_three, comma_three) = (n(PointThree) + n(PointThreeZero), n(CommaThree) + n(CommaThreeZero));
        if points > 0 && commas > 0 || points + commas == 0 && point_three > 0 && comma_three > 0 {
            let pairs = [[Point, Comma], [Point, PointGroups], [CommaGroups, Comma], [PointThree, CommaThree]];
            return Err(self.mixed(&pairs));
        }
        if points > 0 {
            return Ok(None);
        }
        if commas > 0 {
            return Ok(Some(DecimalMark::Comma));
        }
        let whole = self.kind == ColumnType::Integer;
        if comma_three > 0 {
            let thousands = whole || self.comma_separated || n(CommaThreeZero) > 0 && n(Plain) > 0;
            return if thousands { Ok(None) } else { Err(self.undecided([CommaThree, CommaThreeZero])) };
        }
        if point_three > 0 {
            // Decimals are written in full or only as far as needed; `12.500` beside `850` is neither.
            let neither = n(PointThreeZero) > 0 && n(Plain) > 0;
            let currency = self.source.currency.code();
            let amounts = self.kind == ColumnType::Money && n(Plain) > 0 && !THREE_DECIMALS.contains(&currency);
            return if neither || amounts {
                Ok(Some(DecimalMark::Comma))
            } else {
                Err(self.undecided([PointThree, PointThreeZero]))
            };
        }
        Ok(None)
    }

    fn undecided(&self, forms: [Form; 2]) -> Diagnostic {
        let tally = forms.iter().map(|form| &self.evidence.numbers[*form as usize]).find(|tally| tally.n > 0);
        let (example, text) = tally
            .map_or_else(Default::default, |tally| (self.example(tally), tally.first.clone().unwrap_or_default().1));
        let style = |decimal| super::number::NumberStyle { decimal: Some(decimal), scale: None };
        let value = |decimal| super::number::number(&text, style(decimal)).map_or(0.0, |read| read.value);
        let message =
            format!("{example} in column `{}` has two readings, and no cell of the column decides", self.header());
        let hint = format!(
            "write `decimal: \".\"` ({}) or `decimal: \",\"` ({}) in the mapping",
            value(DecimalMark::Point),
            value(DecimalMark::Comma)
        );
        self.error("ambiguous-numbers", message, hint)
    }

    fn mixed(&self, pairs: &[[Form; 2]]) -> Diagnostic {
        let seen = |form: &Form| self.evidence.numbers_of(*form) > 0;
        let pair = pairs.iter().find(|pair| pair.iter().all(seen));
        let examples: Vec<String> =
            pair.into_iter().flatten().map(|form| self.example(&self.evidence.numbers[*form as usize])).collect();
        let message =
            format!("column `{}` has decimal points and decimal commas: {}", self.header(), examples.join(", "));
        let hint =
            "write `decimal: \".\"` or `decimal: \",\"` in the mapping: cells of the other kind are then left out";
        self.error("mixed-decimals", message, hint.to_owned())
    }

    /// Which of day and month comes first; `None` where nothing depends on it or the mapping says it.
    fn order(&self) -> Result<Option<DateOrder>, Diagnostic> {
        let [day_first, month_first, either] = &self.evidence.dates;
        self.half_swapped()?;
        if self.source.date_order.is_some() {
            return Ok(None);
        }
        match (day_first.n, month_first.n, either.n) {
            (1.., 1.., _) => {
                let message = format!(
                    "column `{}` has dates with the day first and with the month first: {}, {}",
                    self.header(),
                    self.example(day_first),
                    self.example(month_first)
                );
                let hint = "write `date_order: day_first` or `date_order: month_first`, or give `date_formats`";
                Err(self.error("mixed-dates", message, hint.to_owned()))
            }
            (0, 0, 1..) => {
                let (line, text) = either.first.clone().unwrap_or_default();
                let message = format!(
                    "`{}` line {line}: day and month of `{text}` in column `{}` could be either way round",
                    self.file,
                    self.header()
                );
                Err(self.error("ambiguous-dates", message, either_way(&text)))
            }
            (0, 1.., 1..) => Ok(Some(DateOrder::MonthFirst)),
            _ => Ok(None),
        }
    }

    /// A spreadsheet with the other order of day and month turns those dates that it can read into true
    /// ones, day and month swapped, and leaves the others as text: then all true dates have a day of at
    /// most 12, and all others a day beyond.
    fn half_swapped(&self) -> Result<(), Diagnostic> {
        let evidence = &self.evidence;
        let [day_first, month_first, either] = &evidence.dates;
        let late_texts = day_first.n + month_first.n + evidence.formatted_dates[0];
        let early_texts = either.n + evidence.formatted_dates[1];
        let [late_dates, early_dates] = evidence.sure_dates;
        if early_texts > 0 || late_dates > 0 || late_texts < HALF || early_dates < HALF {
            return Ok(());
        }
        let message = format!(
            "column `{}` is half swapped: {early_dates} dates have a day of at most 12, and the {late_texts} with a \
             later day are text; a spreadsheet has read day and month the other way round",
            self.header()
        );
        let hint = "export the file again and do not open it in a spreadsheet before, or import its dates as text";
        Err(self.error("half-swapped-dates", message, hint.to_owned()))
    }

    /// Numbers since 1970 are of one unit.
    fn epochs(&self) -> Result<(), Diagnostic> {
        let seen: Vec<&Tally> = self.evidence.epochs.iter().filter(|tally| tally.n > 0).collect();
        let [first, second, ..] = seen.as_slice() else { return Ok(()) };
        let message = format!(
            "column `{}` has numbers since 1970 in two units: {}, {}",
            self.header(),
            self.example(first),
            self.example(second)
        );
        let hint = "bring them to one unit with `sql`, or name the rows with `where`";
        Err(self.error("mixed-epochs", message, hint.to_owned()))
    }

    /// A column of which no cell can be read is mapped wrongly.
    fn none_readable(&self) -> Result<(), Diagnostic> {
        let unreadable = self.evidence.unreadable_cells();
        let named = self.entry.is_some();
        if !named || unreadable < SEVERAL || unreadable < self.evidence.filled {
            return Ok(());
        }
        let usual = self.evidence.unreadable.iter().max_by_key(|(_, tally)| tally.n);
        let (reason, tally) = usual.map_or(("", Tally::default()), |(reason, tally)| (reason.as_str(), tally.clone()));
        let message = format!("no cell of column `{}` can be read; {}: {reason}", self.header(), self.example(&tally));
        let hint = match (self.kind, span_unit(self.source.table, self.name)) {
            _ if reason == identity::LOST => identity::LOST_HINT,
            (ColumnType::Instant, _) => "map another column, give `date_formats`, or `after` for a span of time",
            (_, Some(_)) => "map another column, or give its `unit`",
            _ => "map another column, or say how it is to be read with `values`, `missing` or `sql`",
        };
        Err(self.error("unreadable-column", message, hint.to_owned()))
    }
}

/// Both readings of a date such as 3/4/2026, and how to choose.
fn either_way(value: &str) -> String {
    let reading = |order: DateOrder| {
        let style = super::time::Style { order: Some(order), ..Default::default() };
        let mut clock = crate::domain::LocalClock::new(crate::domain::Zone::utc());
        let at = super::time::read(value, &style, &mut clock).map_or(0, |reading| reading.at);
        crate::domain::Instant(at).to_utc().format("%-d %B %Y").to_string()
    };
    format!(
        "write `date_order: day_first` ({}) or `date_order: month_first` ({}), or give `date_formats`",
        reading(DateOrder::DayFirst),
        reading(DateOrder::MonthFirst)
    )
}
