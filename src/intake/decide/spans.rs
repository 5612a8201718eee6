//! What plain numbers and two parts with a colon are in a column of spans of time, and what numbers below 1
//! are beside a scale.

use super::{Case, SEVERAL};
use crate::diagnostic::Diagnostic;
use crate::domain::SpanUnit;
use crate::intake::evidence::Evidence;
use crate::intake::span::Colons;
use crate::schema::{is_working_time, span_unit};

/// Decimals from which on a number below 1 looks like a part of a day.
const DECIMALS: usize = 6;

impl Case<'_> {
    /// Seconds that are all below 1 are days, as some programs write spans into workbooks.
    pub(super) fn fractions(&self) -> Result<(), Diagnostic> {
        let tally = &self.evidence.fractions;
        // Hours may well be below 1, but nobody measures them to the hundredth of a second.
        let decimals =
            tally.first.as_ref().and_then(|(_, text)| text.split_once(['.', ','])).map_or(0, |two| two.1.len());
        let own = match span_unit(self.source.table, self.name) {
            Some(SpanUnit::Seconds) => "seconds",
            Some(SpanUnit::Minutes) if decimals >= DECIMALS => "minutes",
            Some(SpanUnit::Hours) if decimals >= DECIMALS => "hours",
            _ => return Ok(()),
        };
        if self.says_unit() || tally.n < SEVERAL || self.evidence.whole_spans > 0 {
            return Ok(());
        }
        let message = format!(
            "{} in column `{}` may be {own} or a fraction of a day: all of its {} numbers are below 1",
            self.example(tally),
            self.header(),
            tally.n
        );
        let working = is_working_time(self.source.table, self.name);
        let days = if working { "`unit: days` with `hours_per_day: 24`" } else { "`unit: days`" };
        let hint = format!("write {days} or `unit: {own}` for the column");
        Err(self.error("ambiguous-spans", message, hint))
    }

    /// Whether the mapping or the name of the column says the unit of plain numbers.
    fn says_unit(&self) -> bool {
        self.entry.is_some_and(|entry| entry.unit.is_some())
            || crate::intake::heading::read(self.header()).unit.is_some() && self.header() != self.name
    }

    /// A time given as a plain number after another has no unit of its own.
    pub(super) fn unit_of_after(&self) -> Result<(), Diagnostic> {
        let Some(after) = self.entry.and_then(|entry| entry.after.as_ref()) else { return Ok(()) };
        let evidence = &self.evidence;
        if self.says_unit() || evidence.whole_spans + evidence.fractions.n == 0 {
            return Ok(());
        }
        let message = format!("column `{}` counts from `{after}` in plain numbers, and no unit is said", self.header());
        let hint = "write `unit: minutes`, `unit: hours`, `unit: seconds` or `unit: days` for the column";
        Err(self.error("ambiguous-spans", message, hint.to_owned()))
    }

    /// Answers of which some lie between 0 and 1 and none above, on a scale that ends above 1.
    pub(super) fn shares(&self) -> Result<(), Diagnostic> {
        let Evidence { shares, points, scale_end, .. } = &self.evidence;
        let Some(end) = scale_end.filter(|_| *points == 0 && shares.n > 0) else { return Ok(()) };
        let message = format!(
            "{} in column `{}` may be a share of its scale or a value on it: the scale ends at {end}, and no answer is \
             above 1",
            self.example(shares),
            self.header()
        );
        let hint = format!("write `factor: {end}` for shares or `factor: 1` for values in the mapping of the column");
        Err(self.error("ambiguous-scale", message, hint))
    }

    /// What `12:30` is.
    pub(super) fn colons(&self) -> Result<Option<Colons>, Diagnostic> {
        let [two, three] = &self.evidence.spans;
        let known = self.entry.is_some_and(|entry| matches!(entry.unit, Some(SpanUnit::Minutes | SpanUnit::Hours)));
        if two.n == 0 || known || crate::intake::heading::read(self.header()).colons.is_some() {
            return Ok(None);
        }
        if three.n > 0 {
            return Ok(Some(Colons::MinutesSeconds));
        }
        let message = format!(
            "{} in column `{}` may be minutes and seconds or hours and minutes, and no cell of the column decides",
            self.example(two),
            self.header()
        );
        let hint = "write `unit: minutes` (minutes and seconds) or `unit: hours` (hours and minutes) for the column";
        Err(self.error("ambiguous-spans", message, hint.to_owned()))
    }
}
