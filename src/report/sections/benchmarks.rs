//! Industry comparison (R6): own figure, published figure, gap, verdict, comparability, source, year.
//! Nothing incomparable gets a gap or a verdict; having nothing to compare with is a normal outcome.

use super::finding::sentence;
use super::{Written, scorecard};
use crate::benchmarks::{
    Benchmark, BenchmarkUnit, Comparability, Comparison, Difference, Match, Statistic, Status, Verdict, Warning,
};
use crate::domain::Locale;
use crate::metrics::definition::{Definition, Family};
use crate::report::draft::{Draft, column, plain, row, slug, table, with_detail, without_columns};
use crate::report::model::{
    BenchmarkDot, BenchmarkDots, Block, Cell, ChartBlock, ChartData, Labelled, Row, Table, Tone,
};
use crate::report::text::{grouped, rounded};

/// Most published figures listed per metric.
const MOST_PER_METRIC: usize = 3;

/// Places of the columns with gap and verdict.
const VERDICTS: [usize; 2] = [3, 5];

/// The section; it says so when there is nothing to compare with.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let shown: Vec<&Definition> = draft.scene.shown().filter(|one| one.family != Family::Volume).collect();
    if shown.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    let mut without = Vec::new();
    let mut judged = false;
    for definition in &shown {
        let listed = listed(draft, definition);
        if listed.is_empty() {
            without.push(draft.title_of(definition));
        }
        judged |= listed.iter().any(|found| found.comparability != Comparability::Incomparable);
        rows.extend(listed.iter().enumerate().map(|(at, found)| match_row(draft, definition, found, at == 0)));
    }
    let mut blocks = Vec::new();
    let made = Table {
        id: "benchmarks-table".to_owned(),
        caption: draft.words.with("benchmarks-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns: columns(draft),
        rows,
        notes: vec![
            draft.provenance(&[]),
            draft.words.say("benchmarks-note"),
            draft.words.say("benchmarks-note-grades"),
        ],
    };
    // Where nothing may be compared, gap and verdict would be columns of dashes.
    blocks.extend(table(if judged { made } else { without_columns(made, &VERDICTS) }));
    blocks.extend(dots(draft, &shown));
    blocks.extend(super::competitors::block(draft));
    blocks.extend(definitions(draft, &shown));
    if !without.is_empty() {
        let text = draft.words.with("benchmarks-without", &[("metrics", &draft.list(&without))]);
        blocks.push(Block::Paragraph { text });
    }
    Some((title(draft, &shown), blocks))
}

/// The best match when it may be compared and is drawn.
pub fn usable<'c, 'a>(comparison: &'c Comparison<'a>) -> Option<&'c Match<'a>> {
    comparison.best.as_ref().filter(|best| comparison.status == Status::Compared && best.drawn)
}

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
        BenchmarkUnit::Score => ("value-score", plain(1)),
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

/// Tone and word of a verdict; no word without one.
pub fn verdict(draft: &Draft, found: &Match) -> (Tone, Option<String>) {
    let (tone, id) = match found.verdict {
        Ok(Verdict::Better) => (Tone::Good, "benchmark-better"),
        Ok(Verdict::Worse) => (Tone::Bad, "benchmark-worse"),
        Ok(Verdict::NotDifferent) => (Tone::Neutral, "benchmark-not-different"),
        Err(_) => return (Tone::Muted, None),
    };
    (tone, Some(draft.words.with(id, &[("average", &statistic(draft, found.benchmark))])))
}

/// The headline and evidence of a finding; the place is that in the list of comparisons.
pub fn finding(draft: &Draft, definition: &Definition, at: usize) -> Option<(String, String)> {
    let best = usable(&draft.scene.comparisons.get(at)?.comparison)?;
    let now = draft.scene.now(&definition.id)?;
    let good = best.verdict == Ok(Verdict::Better);
    let figure = draft.figure(&definition.id);
    let args = [
        ("metric", draft.title_of(definition)),
        ("value", draft.value(now)),
        ("average", published(draft, &definition.id, best.benchmark)),
        ("gap", figure.change(best.gap?, &draft.words)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let headline = draft.words.with(if good { "headline-benchmark-better" } else { "headline-benchmark-worse" }, &args);
    let mut clauses = vec![draft.words.with("n-is", &[("n", &grouped(now.n))])];
    if let Some(interval) = draft.interval(now) {
        clauses.push(draft.words.with("clause-interval", &[("level", &draft.level()), ("interval", &interval)]));
    }
    let one = best.benchmark;
    let args = [
        ("source", one.source.clone()),
        ("region", region(draft, one)),
        ("year", one.period.label.clone()),
        ("grade", comparability(draft, best.comparability)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    clauses.push(draft.words.with("clause-benchmark", &args));
    if best.fixed {
        clauses.push(draft.words.say("clause-benchmark-fixed"));
    }
    Some((headline, sentence(draft, &clauses)))
}

fn listed<'a>(draft: &Draft<'a>, definition: &Definition) -> Vec<&'a Match<'a>> {
    let Some(comparison) = draft.scene.compared(&definition.id) else { return Vec::new() };
    let best = comparison.best.as_ref();
    let worth = |found: &&Match| found.drawn || best.is_some_and(|best| best.benchmark.id == found.benchmark.id);
    comparison.matches.iter().filter(worth).take(MOST_PER_METRIC).collect()
}

fn columns(draft: &Draft) -> Vec<crate::report::model::TableColumn> {
    let say = |id: &str| draft.words.say(id);
    vec![
        column(say("column-metric"), "start", 1.7),
        column(draft.dates.short(draft.quarter()), "end", 1.3),
        column(say("column-published"), "end", 1.2),
        column(say("column-gap"), "end", 1.4),
        column(say("column-comparability"), "start", 1.7),
        column(say("column-verdict"), "start", 1.4),
        column(say("column-source"), "start", 2.3),
    ]
}

fn match_row(draft: &Draft, definition: &Definition, found: &Match, first: bool) -> Row {
    let one = found.benchmark;
    let figure = draft.figure(&definition.id);
    let nothing = || draft.words.say("no-figure");
    let comparable = found.comparability != Comparability::Incomparable;
    let own = draft.scene.now(&definition.id).filter(|_| first);
    let own = own.map_or_else(Cell::default, |now| with_detail(draft.value(now), draft.base_line(now)));
    let gap = found.gap.filter(|_| comparable).map_or_else(nothing, |gap| figure.change(gap, &draft.words));
    let range = found.gap_interval.filter(|_| comparable);
    let range = range.map(|(low, high)| figure.change_range(low, high, &draft.words));
    let (tone, word) = if comparable { verdict(draft, found) } else { (Tone::Muted, None) };
    let symbol = match tone {
        Tone::Good => Some("✓"),
        Tone::Bad => Some("✗"),
        Tone::Caution | Tone::Neutral => Some("○"),
        Tone::Muted => None,
    };
    let name = if first { draft.title_of(definition) } else { String::new() };
    let differences: Vec<String> = found.differences.iter().map(|one| draft.words.say(difference(*one))).collect();
    let differences = (!differences.is_empty()).then(|| draft.list(&differences));
    row(vec![
        Cell { link: first.then(|| format!("def-{}", slug(&definition.id))), ..plain(name) },
        own,
        with_detail(published(draft, &definition.id, one), Some(statistic(draft, one))),
        with_detail(gap, range),
        Cell {
            tone: (!comparable).then_some(Tone::Muted),
            ..with_detail(comparability(draft, found.comparability), differences)
        },
        Cell { tone: Some(tone), symbol: symbol.map(str::to_owned), ..plain(word.unwrap_or_else(nothing)) },
        with_detail(source(draft, one), Some(provenance(draft, found))),
    ])
}

fn source(draft: &Draft, one: &Benchmark) -> String {
    match &one.seen_in {
        Some(seen) => draft.words.with("source-seen-in", &[("source", &one.source), ("seen", seen)]),
        None => one.source.clone(),
    }
}

/// Region, period, grade and warnings of a published figure.
fn provenance(draft: &Draft, found: &Match) -> String {
    let one = found.benchmark;
    let mut parts = vec![region(draft, one), period(draft, one)];
    parts.push(draft.words.with("grade-is", &[("grade", one.grade.letter())]));
    for warning in &found.warnings {
        let id = match warning {
            Warning::DefinitionUnknown => "warning-definition-unknown",
            Warning::OriginUnknown => "warning-origin-unknown",
            Warning::Stale => "warning-stale",
            Warning::AverageTakenAsFixed => "warning-fixed",
            Warning::Undated => continue,
        };
        parts.push(draft.words.say(id));
    }
    draft.list(&parts)
}

fn period(draft: &Draft, one: &Benchmark) -> String {
    if one.period.last.is_none() { draft.words.say("undated") } else { one.period.label.clone() }
}

fn region(draft: &Draft, one: &Benchmark) -> String {
    match &one.region {
        Some(code) => draft.words.find(&format!("region-{}", slug(code))).unwrap_or_else(|| code.clone()),
        None => draft.words.say("region-not-stated"),
    }
}

fn statistic(draft: &Draft, one: &Benchmark) -> String {
    draft.words.say(match one.statistic {
        Statistic::Mean => "statistic-mean",
        Statistic::Median => "statistic-median",
        Statistic::BestInClass => "statistic-best",
    })
}

fn comparability(draft: &Draft, found: Comparability) -> String {
    draft.words.say(match found {
        Comparability::Same => "comparability-same",
        Comparability::Near => "comparability-near",
        Comparability::Incomparable => "comparability-incomparable",
    })
}

fn difference(found: Difference) -> &'static str {
    match found {
        Difference::Concept => "difference-concept",
        Difference::Method => "difference-method",
        Difference::Instrument => "difference-instrument",
        Difference::Form => "difference-form",
        Difference::Unit => "difference-unit",
        Difference::PeriodLength => "difference-period-length",
        Difference::Region => "difference-region",
        Difference::Population => "difference-population",
        Difference::Industry => "difference-industry",
        Difference::Year => "difference-year",
    }
}

fn title(draft: &Draft, shown: &[&Definition]) -> String {
    let (mut better, mut worse, mut same) = (0_usize, 0_usize, 0_usize);
    for best in shown.iter().filter_map(|one| usable(draft.scene.compared(&one.id)?)) {
        match best.verdict {
            Ok(Verdict::Better) => better += 1,
            Ok(Verdict::Worse) => worse += 1,
            Ok(Verdict::NotDifferent) => same += 1,
            Err(_) => {}
        }
    }
    let all = better + worse + same;
    if all == 0 {
        return draft.words.say("benchmarks-title-none");
    }
    let parts = [("part-better-industry", better), ("part-worse-industry", worse), ("part-same-industry", same)];
    let args = [("all", all.to_string()), ("parts", draft.counts(&parts))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.count("benchmarks-title", all as u64, &args)
}

/// Dot plot of the metrics that may be compared.
fn dots(draft: &mut Draft, shown: &[&Definition]) -> Option<Block> {
    let mut rows = Vec::new();
    let mut listed = Vec::new();
    for definition in shown {
        let Some(best) = draft.scene.compared(&definition.id).and_then(usable).filter(|best| best.gap.is_some()) else {
            continue;
        };
        let Some((now, value)) = draft.scene.now(&definition.id).and_then(|now| Some((now, now.value?))) else {
            continue;
        };
        let figure = draft.figure(&definition.id);
        let interval = now.interval.map(|interval| (interval.low, interval.high));
        let average = published(draft, &definition.id, best.benchmark);
        let ends = [Some(value), Some(best.benchmark.value), interval.map(|ends| ends.0), interval.map(|ends| ends.1)];
        let own = figure.labelled(value, &draft.words);
        listed.push(format!("{} {} / {average}", draft.title_of(definition), own.label));
        rows.push(BenchmarkDot {
            label: draft.title_of(definition),
            value: own,
            interval,
            average: Labelled { value: best.benchmark.value, label: average },
            tone: match verdict(draft, best).0 {
                Tone::Muted => Tone::Neutral,
                tone => tone,
            },
            axis: scorecard::axis(definition.unit, ends.into_iter().flatten()),
        });
    }
    if rows.is_empty() {
        return None;
    }
    let say = |id: &str| draft.words.say(id);
    let interval = draft.words.with("label-interval", &[("level", &draft.level())]);
    let legend = [say("label-value"), interval, say("label-industry")];
    let block = ChartBlock {
        id: "benchmark-dots".to_owned(),
        title: title(draft, shown),
        caption: draft.provenance(shown),
        alt: draft.words.with("dots-alt", &[("rows", &draft.list(&listed))]),
    };
    draft.charts.insert(block.id.clone(), ChartData::BenchmarkDots(BenchmarkDots { rows, legend }));
    Some(Block::Chart(block))
}

/// The published figures' own definitions, so that a reader can judge the match.
fn definitions(draft: &Draft, shown: &[&Definition]) -> Option<Block> {
    let mut items: Vec<String> = Vec::new();
    for definition in shown {
        for found in listed(draft, definition) {
            let one = found.benchmark;
            let name = draft.foreign(&one.title);
            let text = draft.foreign(&one.definition);
            let text = text.trim_end_matches(['。', '.']);
            let note = one.note.as_ref().map(|note| draft.foreign(note).trim_end_matches(['。', '.']).to_owned());
            let clauses: Vec<String> = std::iter::once(text.to_owned()).chain(note).collect();
            let colon = if draft.locale() == Locale::ZhCn { "\u{ff1a}" } else { ": " };
            items.push(format!("{name}{colon}{}", sentence(draft, &clauses)));
        }
    }
    items.dedup();
    (!items.is_empty()).then_some(Block::List { items })
}
