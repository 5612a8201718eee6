//! Figures whose window the data do not cover: a sign behind each, a footnote that says why, a notice on
//! the cover.

use super::doubts::put_footnote;
use super::draft::Draft;
use super::model::Section;
use crate::facts::Uncovered;
use std::collections::BTreeSet;

/// The sign behind a figure whose window the data do not cover.
pub const SIGN: &str = "‡";

/// Reasons that a footnote names before it says how many more there are.
const NAMED: usize = 4;

/// The reasons in words, each once; of the report's quarter only those that are no matter of its end.
fn reasons(draft: &Draft, wanted: impl Fn(&Uncovered) -> bool) -> Vec<String> {
    let figures = draft.inputs.measurements.iter().filter(|one| one.value.is_some());
    let all: BTreeSet<&Uncovered> = figures.flat_map(|one| &one.uncovered).filter(|one| wanted(one)).collect();
    all.into_iter().map(|one| said(draft, one)).collect()
}

fn said(draft: &Draft, one: &Uncovered) -> String {
    let words = &draft.words;
    let table = |table: &crate::domain::Table| words.say(&format!("table-{}", table.name()));
    let day = |at: crate::domain::Instant| draft.dates.day(at);
    let last = |at: crate::domain::Instant| draft.dates.day(crate::domain::Instant(at.0 - 1));
    match one {
        Uncovered::NotOver => words.with("uncovered-not-over", &[("day", &day(draft.inputs.config.as_of))]),
        Uncovered::NotDue => words.say("uncovered-not-due"),
        Uncovered::StartsLate { table: of, first } => {
            words.with("uncovered-starts-late", &[("table", &table(of)), ("day", &day(*first))])
        }
        Uncovered::EndsEarly { table: of, last: at } => {
            words.with("uncovered-ends-early", &[("table", &table(of)), ("day", &last(*at))])
        }
        Uncovered::Gap { table: of, from, until } => {
            let args = [("table", table(of)), ("from", day(*from)), ("until", last(*until))];
            words.with("uncovered-gap", &args.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
        Uncovered::Unchanged { table: of, since } => {
            words.with("uncovered-unchanged", &[("table", &table(of)), ("day", &last(*since))])
        }
    }
}

fn in_a_row(draft: &Draft, mut reasons: Vec<String>) -> Option<String> {
    let more = reasons.len().saturating_sub(NAMED);
    reasons.truncate(NAMED);
    if more > 0 {
        reasons.push(draft.words.count("uncovered-more", more as u64, &[("n", &more.to_string())]));
    }
    (!reasons.is_empty()).then(|| reasons.join(&draft.words.separator("clause-separator")))
}

/// Puts the footnote below every table with the sign, and once behind another block of a section that has it.
pub fn footnotes(draft: &Draft, sections: &mut [Section]) {
    let Some(reasons) = in_a_row(draft, reasons(draft, |_| true)) else { return };
    let note = draft.words.with("uncovered-footnote", &[("sign", SIGN), ("reasons", &reasons)]);
    put_footnote(sections, (SIGN, &note));
}

/// What the cover says of the end of the data; that a quarter is not over it says by itself.
pub fn on_cover(draft: &Draft) -> Option<String> {
    let end = |one: &Uncovered| matches!(one, Uncovered::EndsEarly { .. } | Uncovered::Unchanged { .. });
    let reasons = in_a_row(draft, reasons(draft, end))?;
    Some(draft.words.with("uncovered-cover", &[("sign", SIGN), ("reasons", &reasons)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Instant, Locale, Segment, Table};
    use crate::metrics::measurement::Measurements;
    use crate::report::scenario::{self, quarter};

    #[test]
    fn a_figure_without_its_window_is_marked_and_neither_judged_nor_told() {
        let mut scenario = scenario::rich();
        let last = "2026-08-31T16:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let lacking = Uncovered::EndsEarly { table: Table::Tickets, last: Instant(last.timestamp_micros()) };
        let mut figures = scenario.measurements.clone().into_list();
        for figure in figures.iter_mut().filter(|one| one.quarter == quarter(0) && one.segment == Segment::Total) {
            figure.uncovered = vec![lacking.clone()];
        }
        scenario.measurements = Measurements::new(figures);
        for (locale, words) in [(Locale::known("en"), "end on 2026-08-31"), (Locale::known("zh-CN"), "截至 2026-08-31")]
        {
            let report = scenario.report(locale);
            let text = |id: &str| {
                let section = report.sections.iter().find(|section| section.id == id).unwrap();
                serde_json::to_string(section).unwrap()
            };
            assert!(text("scorecard").contains(SIGN) && text("scorecard").contains(words), "{}", text("scorecard"));
            assert!(!text("summary").contains("\"block\":\"findings\""), "{}", text("summary"));
            assert!(!text("summary").contains("\"block\":\"key_figures\""), "{}", text("summary"));
            assert!(report.cover.notice.unwrap().text.contains(words));
        }
        let text = serde_json::to_string(&scenario::rich().report(Locale::known("en"))).unwrap();
        assert!(!text.contains(SIGN));
    }
}
