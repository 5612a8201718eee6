//! Industry comparison (R6): own figure, published figure, gap, verdict, comparability, source, period.
//! Nothing incomparable gets a gap or a verdict; having nothing to compare with is a normal outcome.
//!
//! Peers and figures of the client's region lead; figures of another region name it and lead nothing; claims of unknown
//! origin are words without colour.

mod peers;
mod rows;
mod words;

pub(in crate::report) use words::{
    comparability, difference, evidence, period, published, region, source, statistic, verdict,
};

use super::finding::sentence;
use super::{Written, scorecard};
use crate::benchmarks::{Comparability, Comparison, Match, Verdict};
use crate::catalogue::definition::{Definition, Family};
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, without_columns};
use crate::report::model::{BenchmarkDot, BenchmarkDots, Block, ChartBlock, ChartData, Labelled, Row, Table, Tone};
use crate::report::text::grouped;

/// Most published figures listed per metric.
const MOST_PER_METRIC: usize = 3;
/// Most rows of the table on the pages; the others stand in the annex.
const MOST_ROWS: usize = 14;
/// Leading figures beside which other regions have no place on the pages.
const ENOUGH: usize = 5;
/// Most rows of the dot plot beside the table.
const MOST_BESIDE: usize = 5;
/// Places of the columns with gap and verdict.
const VERDICTS: [usize; 2] = [3, 5];

/// The section; it says so when there is nothing to compare with.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let mut shown: Vec<&Definition> = draft.scene.shown().filter(|one| one.family != Family::Volume).collect();
    if shown.is_empty() {
        return None;
    }
    shown.extend(further(draft));
    let listed: Vec<(&Definition, Vec<&Match>)> = shown.iter().map(|one| (*one, listed(draft, one))).collect();
    let without: Vec<String> =
        listed.iter().filter(|(_, found)| found.is_empty()).map(|(one, _)| draft.title_of(one)).collect();
    let judged = |found: &Match| found.comparability != Comparability::Incomparable;
    let any = listed.iter().any(|(_, found)| found.iter().any(|one| judged(one)));
    // On the pages the best figure of each metric that may be compared; where none may, what is known of it.
    let mut first: Vec<(&Definition, &Match)> = Vec::new();
    let mut rest: Vec<(&Definition, &Match)> = Vec::new();
    for (definition, found) in &listed {
        for (at, one) in found.iter().enumerate() {
            let claimed = one.comparability == Comparability::Claimed;
            let leads = claimed || (at == 0 && (!any || judged(one)));
            if leads { first.push((definition, one)) } else { rest.push((definition, one)) }
        }
    }
    first.sort_by_key(|(_, one)| weight(one));
    // Other regions are for orientation: where enough figures lead, they stand in the annex.
    if first.iter().filter(|(_, one)| one.leads()).count() >= ENOUGH {
        let (abroad, kept): (Vec<_>, Vec<_>) = first.into_iter().partition(|(_, one)| is_abroad(one));
        first = kept;
        rest.splice(0..0, abroad);
    }
    rest.splice(0..0, first.split_off(first.len().min(MOST_ROWS)));
    let mut blocks = Vec::new();
    let made = |draft: &Draft, id: &str, caption: &str, of: &[(&Definition, &Match)]| Table {
        id: id.to_owned(),
        caption: draft.words.with(caption, &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns: rows::columns(draft),
        rows: of.iter().map(|(definition, found)| rows::row_of(draft, definition, found)).collect::<Vec<Row>>(),
        notes: Vec::new(),
    };
    let table = Table { notes: notes(draft, &first), ..made(draft, "benchmarks-table", "benchmarks-caption", &first) };
    // Where nothing may be compared, gap and verdict would be columns of dashes.
    if first.is_empty() {
        blocks.extend(peers::refused(draft).into_iter().map(|text| Block::Paragraph { text }));
    }
    blocks.extend(crate::report::draft::table(if any { table } else { without_columns(table, &VERDICTS) }));
    blocks.extend(dots(draft, &shown));
    blocks.extend(super::competitors::block(draft));
    blocks.extend(peers::table(draft, &shown));
    let others = made(draft, "benchmarks-others", "benchmarks-others-caption", &rest);
    blocks.extend(crate::report::draft::table(others));
    blocks.extend(definitions(draft, &listed));
    if !without.is_empty() {
        let text = draft.words.with("benchmarks-without", &[("metrics", &draft.list(&without))]);
        blocks.push(Block::Paragraph { text });
    }
    Some((title(draft, &shown), blocks))
}

/// The best match when it may lead: compared, drawn, of the client's region and of known origin.
pub fn usable<'c, 'a>(comparison: &'c Comparison<'a>) -> Option<&'c Match<'a>> {
    comparison.best.as_ref().filter(|best| best.leads())
}

/// The same when the metric's own figure was compared in its own unit, so that it can be drawn beside it.
pub fn drawable<'c, 'a>(comparison: &'c Comparison<'a>) -> Option<&'c Match<'a>> {
    usable(comparison).filter(|best| best.twin.is_none() && best.bound.is_none())
}

/// The headline and evidence of a finding; the place is that in the list of comparisons.
pub fn finding(draft: &Draft, definition: &Definition, at: usize) -> Option<(String, String)> {
    let best = drawable(&draft.scene.comparisons.get(at)?.comparison)?;
    let now = draft.scene.now(&definition.id)?;
    let good = best.verdict == Ok(Verdict::Better);
    let figure = draft.figure(&definition.id);
    let args = [
        ("metric", draft.short_title(definition)),
        ("value", draft.value(now)),
        ("average", published(draft, &definition.id, best.benchmark)),
        ("gap", figure.change(figure.between(best.benchmark.value, now.value?), &draft.words)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = match (best.benchmark.peers.is_some(), good) {
        (false, true) => "headline-benchmark-better",
        (false, false) => "headline-benchmark-worse",
        (true, true) => "headline-peers-better",
        (true, false) => "headline-peers-worse",
    };
    let headline = draft.words.with(id, &args);
    let mut clauses = vec![draft.words.with("n-is", &[("n", &grouped(now.n))])];
    if let Some(interval) = draft.interval(now) {
        clauses.push(draft.words.with("clause-interval", &[("level", &draft.level()), ("interval", &interval)]));
    }
    let one = best.benchmark;
    match &one.peers {
        Some(group) => clauses.push(peers::clause(draft, group)),
        None => {
            let args = [
                ("source", one.source.clone()),
                ("region", region(draft, one)),
                ("year", period(draft, one)),
                ("grade", comparability(draft, best.comparability)),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            clauses.push(draft.words.with("clause-benchmark", &args));
        }
    }
    if best.fixed {
        clauses.push(draft.words.say("clause-benchmark-fixed"));
    }
    Some((headline, sentence(draft, &clauses)))
}

fn listed<'a>(draft: &Draft<'a>, definition: &Definition) -> Vec<&'a Match<'a>> {
    let Some(comparison) = draft.scene.compared(&definition.id) else { return Vec::new() };
    let best = comparison.best.as_ref();
    let worth = |found: &&Match| found.drawn || best.is_some_and(|best| best.benchmark.id == found.benchmark.id);
    let worth: Vec<&Match> = comparison.matches.iter().filter(worth).collect();
    let claimed = |one: &Match| one.comparability == Comparability::Claimed;
    let mut left = MOST_PER_METRIC;
    let mut keeps = |one: &&Match| {
        let kept = claimed(one) || left > 0;
        left -= usize::from(kept && !claimed(one));
        kept
    };
    worth.into_iter().filter(|one| keeps(one)).collect()
}

/// Metrics outside the scorecard beside which a published figure may be set.
fn further<'a>(draft: &Draft<'a>) -> Vec<&'a Definition> {
    let in_scorecard: Vec<&str> = draft.scene.scorecard().map(|one| one.id.as_str()).collect();
    let published = |one: &Match| one.benchmark.peers.is_none() && one.comparability != Comparability::Incomparable;
    let compared = |one: &&Definition| {
        let has_value = draft.scene.now(&one.id).is_some_and(|now| now.value.is_some() && is_shown(now));
        has_value && draft.scene.compared(&one.id).is_some_and(|found| found.matches.iter().any(published))
    };
    let others = draft.scene.definitions.iter().filter(|one| one.family != Family::Volume);
    others.filter(|one| !in_scorecard.contains(&one.id.as_str())).filter(compared).collect()
}

/// Whether a figure is compared and of another region.
fn is_abroad(found: &Match) -> bool {
    matches!(found.comparability, Comparability::Same | Comparability::Near) && !found.home && found.drawn
}

fn is_shown(now: &Measurement) -> bool {
    matches!(now.status, Status::Ok | Status::LowBase) && now.uncovered.is_empty()
}

/// Place in the table: what leads with a verdict, what leads without, other regions, claims, what may not be compared.
fn weight(found: &Match) -> usize {
    match found.comparability {
        Comparability::Incomparable => 4,
        Comparability::Claimed => 3,
        _ if !found.leads() => 2,
        _ => usize::from(found.verdict.is_err()),
    }
}

/// What must be said under the table, of the figures in it.
fn notes(draft: &Draft, listed: &[(&Definition, &Match)]) -> Vec<String> {
    let say = |id: &str| draft.words.say(id);
    let mut notes = vec![draft.provenance(&[]), say("benchmarks-note")];
    if listed.iter().any(|(_, one)| one.twin.is_some()) {
        notes.push(say("benchmarks-note-twin"));
    }
    let mut proofs: Vec<String> = Vec::new();
    for rule in listed.iter().filter_map(|(_, one)| one.bound) {
        let text = draft.words.with("benchmarks-note-bound", &[("proof", &draft.foreign(&rule.proof))]);
        if !proofs.contains(&text) {
            proofs.push(text);
        }
    }
    notes.extend(proofs);
    if listed.iter().any(|(_, one)| one.benchmark.peers.is_some()) {
        notes.push(say("benchmarks-note-peers"));
    }
    notes.extend(peers::refused(draft));
    if listed.iter().any(|(_, one)| one.comparability == Comparability::Claimed) {
        notes.push(say("benchmarks-note-claimed"));
    }
    if listed.iter().any(|(_, one)| one.benchmark.peers.is_none()) {
        notes.push(say("benchmarks-note-grades"));
    }
    notes
}

/// What is farthest behind and what is farthest ahead; the counts where nothing differs.
fn title(draft: &Draft, shown: &[&Definition]) -> String {
    let told: Vec<String> = [false, true].into_iter().filter_map(|ahead| extreme(draft, shown, ahead)).collect();
    if told.is_empty() { counts(draft, shown) } else { told.join(&draft.words.separator("clause-separator")) }
}

/// What is farthest behind the industry, else what is farthest ahead, else the counts; `None` without a figure that
/// may lead.
pub fn farthest(draft: &Draft) -> Option<String> {
    let shown: Vec<&Definition> = draft.scene.shown().filter(|one| one.family != Family::Volume).collect();
    let extreme = extreme(draft, &shown, false).or_else(|| extreme(draft, &shown, true));
    let leads =
        |one: &&Definition| draft.scene.compared(&one.id).and_then(usable).is_some_and(|one| one.verdict.is_ok());
    extreme.or_else(|| shown.iter().any(leads).then(|| counts(draft, &shown)))
}

/// The metric that is farthest behind or ahead, measured by the published figure.
fn extreme(draft: &Draft, shown: &[&Definition], ahead: bool) -> Option<String> {
    let id = if ahead { "benchmarks-title-ahead" } else { "benchmarks-title-behind" };
    let of = |definition: &&Definition| {
        let best = draft.scene.compared(&definition.id).and_then(drawable)?;
        let fits = |verdict: Verdict| if ahead { verdict.is_good() } else { verdict.is_bad() };
        let gap = best.gap.filter(|_| best.verdict.is_ok_and(fits))?;
        let whom = if best.benchmark.peers.is_some() { "whom-peers" } else { "whom-industry" };
        let figure = draft.figure(&definition.id);
        let args = [
            ("metric", draft.short_title(definition)),
            ("whom", draft.words.say(whom)),
            ("gap", figure.size(figure.between(best.benchmark.value, best.benchmark.value + gap), &draft.words)),
        ];
        let text = draft.words.with(id, &args.each_ref().map(|(name, value)| (*name, value.as_str())));
        Some(((gap / best.benchmark.value).abs(), text))
    };
    shown.iter().filter_map(of).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, text)| text)
}

/// How many of the metrics that may be compared are better, worse, not different.
fn counts(draft: &Draft, shown: &[&Definition]) -> String {
    let compared: Vec<&Comparison> = shown.iter().filter_map(|one| draft.scene.compared(&one.id)).collect();
    let leading: Vec<&Match> =
        compared.iter().filter_map(|one| usable(one)).filter(|one| one.verdict.is_ok()).collect();
    let count = |fits: &dyn Fn(Verdict) -> bool| leading.iter().filter(|one| one.verdict.is_ok_and(fits)).count();
    let (better, worse) = (count(&Verdict::is_good), count(&Verdict::is_bad));
    let all = leading.len();
    if all == 0 {
        let abroad = compared.iter().filter_map(|one| one.best.as_ref()).any(is_abroad);
        return draft.words.say(if abroad { "benchmarks-title-abroad" } else { "benchmarks-title-none" });
    }
    let peers = leading.iter().all(|one| one.benchmark.peers.is_some());
    let ids = match peers {
        true => ["part-better-peers", "part-worse-peers", "part-same-industry"],
        false => ["part-better-industry", "part-worse-industry", "part-same-industry"],
    };
    let parts = [(ids[0], better), (ids[1], worse), (ids[2], all - better - worse)];
    let args = [("all", all.to_string()), ("parts", draft.counts(&parts))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.count("benchmarks-title", all as u64, &args)
}

/// Dot plot of the metrics that may be compared with a figure that leads.
fn dots(draft: &mut Draft, shown: &[&Definition]) -> Option<Block> {
    let mut rows = Vec::new();
    let mut listed = Vec::new();
    let mut peers = true;
    for definition in shown {
        let Some(best) = draft.scene.compared(&definition.id).and_then(drawable).filter(|best| best.gap.is_some())
        else {
            continue;
        };
        let Some((now, value)) = draft.scene.now(&definition.id).and_then(|now| Some((now, now.value?))) else {
            continue;
        };
        peers &= best.benchmark.peers.is_some();
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
    rows.truncate(MOST_ROWS);
    listed.truncate(MOST_ROWS);
    let say = |id: &str| draft.words.say(id);
    let interval = draft.words.with("label-interval", &[("level", &draft.level())]);
    let average = if peers { "statistic-peers" } else { "label-industry" };
    let legend = [say("label-value"), interval, say(average)];
    let block = ChartBlock {
        // Beside a long table it would say the same again: then it stands in the annex.
        id: if rows.len() > MOST_BESIDE { "benchmark-dots-all" } else { "benchmark-dots" }.to_owned(),
        title: counts(draft, shown),
        caption: draft.provenance(shown),
        alt: draft.words.with("dots-alt", &[("rows", &draft.list(&listed))]),
    };
    draft.charts.insert(block.id.clone(), ChartData::BenchmarkDots(BenchmarkDots { rows, legend }));
    Some(Block::Chart(block))
}

/// The published figures' own definitions, so that a reader can judge the match.
fn definitions(draft: &Draft, listed: &[(&Definition, Vec<&Match>)]) -> Option<Block> {
    let mut items: Vec<String> = Vec::new();
    let all = listed.iter().flat_map(|(definition, found)| found.iter().map(move |one| (*definition, *one)));
    for (definition, found) in all.filter(|(_, one)| one.benchmark.peers.is_none()) {
        let one = found.benchmark;
        let name = words::name(draft, definition, one);
        let text = draft.foreign(&one.definition);
        let text = text.trim_end_matches(['。', '.']);
        let note = one.note.as_ref().map(|note| draft.foreign(note).trim_end_matches(['。', '.']).to_owned());
        let clauses: Vec<String> =
            std::iter::once(text.to_owned()).chain(note).chain([words::evidence(draft, found)]).collect();
        let colon = &draft.locale().data().colon;
        items.push(format!("{name}{colon}{}", sentence(draft, &clauses)));
    }
    items.dedup();
    (!items.is_empty()).then_some(Block::List { items })
}
