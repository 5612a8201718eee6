//! Why a report tells no finding, or judges few metrics: absent data, windows that the data do not cover, a
//! first quarter, nothing comparable, few rows and no change are different sentences.

use crate::catalogue::definition::{Definition, Family};
use crate::insight::{NoVerdict, Significance};
use crate::report::draft::Draft;

/// How many main metrics are not judged, by reason.
struct Reasons {
    absent: usize,
    hidden: usize,
    uncovered: usize,
    few: usize,
}

fn main_metrics<'a>(draft: &Draft<'a>) -> impl Iterator<Item = &'a Definition> {
    draft.scene.scorecard().filter(|one| one.family != Family::Volume)
}

fn reasons(draft: &Draft) -> Reasons {
    let mut found = Reasons { absent: 0, hidden: 0, uncovered: 0, few: 0 };
    for reason in main_metrics(draft).filter_map(|one| draft.scene.no_verdict(one)) {
        match reason {
            NoVerdict::SmallBase => found.few += 1,
            NoVerdict::NotShown => found.hidden += 1,
            NoVerdict::NotCovered => found.uncovered += 1,
            _ => found.absent += 1,
        }
    }
    found
}

/// How many of the main metrics can be judged.
pub fn judged_of_all(draft: &Draft) -> (usize, usize) {
    let judged = main_metrics(draft).filter(|one| draft.scene.judged(one)).count();
    (judged, main_metrics(draft).count())
}

/// The reasons in a row: `12 without data, 3 with too few rows`.
pub fn reasons_in_words(draft: &Draft) -> String {
    let found = reasons(draft);
    draft.counts(&[
        ("unjudged-absent", found.absent),
        ("unjudged-uncovered", found.uncovered),
        ("unjudged-few", found.few),
        ("unjudged-hidden", found.hidden),
    ])
}

/// The title of the box that says that little can be judged, by the most frequent reason.
pub fn title(draft: &Draft) -> &'static str {
    let found = reasons(draft);
    let most = found.absent.max(found.uncovered).max(found.few + found.hidden);
    match () {
        () if most == found.few + found.hidden => "limited-title",
        () if most == found.uncovered => "limited-title-uncovered",
        () => "limited-title-absent",
    }
}

/// Why there is no finding.
pub fn no_findings(draft: &Draft) -> String {
    let judged = main_metrics(draft).filter(|one| draft.scene.judged(one)).count();
    if judged == 0 {
        return draft.words.with("quiet-nothing-judged", &[("reasons", &reasons_in_words(draft))]);
    }
    let earlier = draft.scene.periods.iter().rev().skip(1);
    let has_history = |one: &Definition| {
        let mut quarters = earlier.clone();
        quarters.any(|period| draft.scene.total(&one.id, period.quarter).is_some_and(|found| found.value.is_some()))
    };
    if !main_metrics(draft).any(has_history) {
        return draft.words.say("quiet-first-quarter");
    }
    let compared = |one: &&Definition| {
        draft.scene.year_on_year(one).is_ok_and(|change| change.significance != Significance::Unknown)
    };
    match main_metrics(draft).filter(compared).count() {
        0 => draft.words.say("quiet-nothing-comparable"),
        n => draft.words.count("quiet-nothing-changed", n as u64, &[("n", &n.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Locale, Segment};
    use crate::metrics::measurement::Measurements;
    use crate::report::model::Block;
    use crate::report::scenario::{self, Scenario, quarter, share};

    fn said(scenario: &Scenario) -> String {
        let report = scenario.report(Locale::known("en"));
        let summary = &report.sections[0];
        let told = |block: &Block| match block {
            Block::Paragraph { text } => text.clone(),
            Block::Callout(callout) => format!("{} {}", callout.title, callout.text),
            _ => String::new(),
        };
        summary.blocks.iter().map(told).collect::<Vec<_>>().join("\n")
    }

    fn with(figures: Vec<(i32, (u64, u64))>) -> Scenario {
        let mut scenario = scenario::rich();
        scenario.config.targets.clear();
        scenario.monthly = crate::metrics::Monthly::default();
        scenario.benchmarks.clear();
        let made = figures.into_iter().map(|(back, counts)| share("csat_top2", Segment::Total, quarter(back), counts));
        scenario.measurements = Measurements::new(made.collect());
        scenario
    }

    #[test]
    fn first_quarter_nothing_comparable_nothing_changed_and_few_rows_are_four_sentences() {
        let first = said(&with(vec![(0, (850, 1_000))]));
        assert!(first.contains("first quarter with data"), "{first}");
        let alone = said(&with(vec![(0, (850, 1_000)), (1, (849, 1_000))]));
        assert!(alone.contains("same quarter of last year"), "{alone}");
        let still = said(&with(vec![(0, (850, 1_000)), (4, (849, 1_000))]));
        assert!(still.contains("none differs"), "{still}");
        let few = said(&with(vec![(0, (8, 12)), (4, (9, 12))]));
        assert!(few.contains("too few rows"), "{few}");
        for other in [&first, &alone, &still] {
            assert!(!other.contains("few rows"), "{other}");
        }
    }
}
