//! A published figure in words: value, kind, comparability, verdict, region, period, provenance.

use crate::benchmarks::{
    Benchmark, BenchmarkUnit, Comparability, Difference, Grade, Match, OWN_INDUSTRY, Statistic, Verdict, Warning,
};
use crate::catalogue::definition::Definition;
use crate::report::draft::{Draft, slug};
use crate::report::model::Tone;
use crate::report::text::rounded;

/// A published figure as printed: in the metric's own form where the units mean the same.
pub fn published(draft: &Draft, metric: &str, one: &Benchmark) -> String {
    let words = &draft.words;
    let definition = draft.scene.definition(metric);
    let currency = &draft.inputs.config.currency;
    if definition.is_some_and(|found| one.unit.matches(found.unit, currency)) {
        let percent = one.unit == BenchmarkUnit::Percent
            && definition.is_some_and(|found| found.unit != crate::domain::Unit::Percent);
        if !percent {
            return draft.figure(metric).value(one.value, words);
        }
    }
    let plain = |decimals: u8| rounded(one.value, decimals);
    let (id, n) = match &one.unit {
        BenchmarkUnit::Percent => ("value-percent", plain(1)),
        BenchmarkUnit::Score | BenchmarkUnit::OfMetric => ("value-score", plain(1)),
        BenchmarkUnit::NpsPoints => ("value-points", plain(1)),
        BenchmarkUnit::Hours => ("value-hours", plain(1)),
        BenchmarkUnit::Minutes => ("value-minutes", plain(1)),
        BenchmarkUnit::Seconds => ("value-seconds", plain(1)),
        BenchmarkUnit::Days => ("value-days", plain(1)),
        BenchmarkUnit::PerHundred => ("value-per-hundred", plain(2)),
        BenchmarkUnit::PerTenThousand => ("value-per-ten-thousand", plain(1)),
        BenchmarkUnit::PerHundredThousand => ("value-per-hundred-thousand", plain(1)),
        BenchmarkUnit::PerMillion => ("value-per-million", plain(1)),
        BenchmarkUnit::PerHundredMillionYuan => ("value-per-hundred-million-yuan", plain(2)),
        BenchmarkUnit::Money(currency) => return format!("{} {}", currency.code(), plain(2)),
    };
    words.with(id, &[("n", &n)])
}

/// Tone and word of a verdict; no word without one. Only a figure of the client's own region and of known origin has a
/// colour.
pub fn verdict(draft: &Draft, found: &Match) -> (Tone, Option<String>) {
    let (tone, id) = match found.verdict {
        Ok(Verdict::Better) => (Tone::Good, "benchmark-better"),
        Ok(Verdict::Worse) => (Tone::Bad, "benchmark-worse"),
        Ok(Verdict::AtLeastAsGood) => (Tone::Good, "benchmark-at-least"),
        Ok(Verdict::AtMostAsGood) => (Tone::Bad, "benchmark-at-most"),
        Ok(Verdict::NotDifferent) => (Tone::Neutral, "benchmark-not-different"),
        Err(_) => return (Tone::Muted, None),
    };
    let word = draft.words.say(id);
    let weighs = found.home && found.comparability != Comparability::Claimed;
    (if weighs { tone } else { Tone::Muted }, Some(word))
}

/// The mark of a tone in a table; none where nothing is judged.
pub(super) fn symbol(tone: Tone) -> Option<String> {
    let symbol = match tone {
        Tone::Good => "✓",
        Tone::Bad => "✗",
        Tone::Caution | Tone::Neutral => "○",
        Tone::Muted => return None,
    };
    Some(symbol.to_owned())
}

/// How a figure is called: by its title, an own average by the metric's.
pub(super) fn name(draft: &Draft, definition: &Definition, one: &Benchmark) -> String {
    let untitled = one.industry == OWN_INDUSTRY && one.title.for_messages() == one.metric;
    if untitled { draft.title_of(definition) } else { draft.foreign(&one.title) }
}

/// Publisher and publication, who the peers are, or that nobody knows the origin.
pub(in crate::report) fn source(draft: &Draft, one: &Benchmark) -> String {
    match (&one.peers, &one.seen_in) {
        (Some(group), _) => draft.words.count("source-peers", group.others as u64, &[("n", &group.others.to_string())]),
        _ if one.grade == Grade::S => draft.words.say("source-claimed"),
        (None, Some(seen)) => draft.words.with("source-seen-in", &[("source", &one.source), ("seen", seen)]),
        (None, None) => one.source.clone(),
    }
}

/// Region, period and level of a published figure; of a claim nothing is known.
pub(super) fn provenance(draft: &Draft, one: &Benchmark) -> Option<String> {
    if one.grade == Grade::S {
        return None;
    }
    let level = one.level.filter(|_| one.peers.is_none());
    let level = level.map(|level| draft.words.say(&format!("level-{}", level.word())));
    let parts: Vec<String> = [region(draft, one), period(draft, one)].into_iter().chain(level).collect();
    Some(draft.list(&parts))
}

/// Evidence, licence and warnings of a published figure.
pub(in crate::report) fn evidence(draft: &Draft, found: &Match) -> String {
    let one = found.benchmark;
    let mut parts = vec![draft.words.with("grade-is", &[("grade", one.grade.letter())])];
    parts.extend(one.licence.clone());
    for warning in &found.warnings {
        let id = match warning {
            Warning::DefinitionUnknown => "warning-definition-unknown",
            Warning::OriginUnknown => "warning-origin-unknown",
            Warning::Stale => "warning-stale",
            Warning::AverageTakenAsFixed => "warning-fixed",
            Warning::ByValueAlone => "warning-by-value",
            Warning::Undated => continue,
        };
        parts.push(draft.words.say(id));
    }
    draft.list(&parts)
}

/// When a figure was taken.
pub(in crate::report) fn period(draft: &Draft, one: &Benchmark) -> String {
    if one.period.last.is_none() { draft.words.say("undated") } else { one.period.label.clone() }
}

/// Where a figure is from.
pub(in crate::report) fn region(draft: &Draft, one: &Benchmark) -> String {
    match &one.region {
        Some(code) => draft.words.find(&format!("region-{}", slug(code))).unwrap_or_else(|| code.clone()),
        None => draft.words.say("region-not-stated"),
    }
}

/// What a figure is of the companies behind it.
pub(in crate::report) fn statistic(draft: &Draft, one: &Benchmark) -> String {
    draft.words.say(match (one.statistic, one.peers.is_some()) {
        (_, true) => "statistic-peers",
        (Statistic::Mean, _) => "statistic-mean",
        (Statistic::Median, _) => "statistic-median",
        (Statistic::BestInClass, _) => "statistic-best",
    })
}

/// How far two definitions are the same.
pub(in crate::report) fn comparability(draft: &Draft, found: Comparability) -> String {
    draft.words.say(match found {
        Comparability::Same => "comparability-same",
        Comparability::Near => "comparability-near",
        Comparability::Claimed => "comparability-claimed",
        Comparability::Incomparable => "comparability-incomparable",
    })
}

/// The word of a difference.
pub(in crate::report) fn difference(found: Difference) -> &'static str {
    match found {
        Difference::Concept => "difference-concept",
        Difference::Method => "difference-method",
        Difference::Instrument => "difference-instrument",
        Difference::Form => "difference-form",
        Difference::OneSided => "difference-one-sided",
        Difference::Level => "difference-level",
        Difference::Product => "difference-product",
        Difference::Unstated => "difference-unstated",
        Difference::Unit => "difference-unit",
        Difference::PeriodLength => "difference-period-length",
        Difference::Region => "difference-region",
        Difference::Population => "difference-population",
        Difference::Industry => "difference-industry",
        Difference::Year => "difference-year",
    }
}
