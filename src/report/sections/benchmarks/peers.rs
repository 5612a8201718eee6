//! The comparison group: median, quartiles, mean, interval and rank, and why a metric has none.

use super::words::verdict;
use crate::benchmarks::{Match, PeerGroup, PeerRefusal};
use crate::catalogue::definition::Definition;
use crate::report::draft::{Draft, column, plain, row, slug, table as block, with_detail};
use crate::report::model::{Block, Cell, Row, Table};

/// Most metrics without a group that are named.
const MOST_NAMED: usize = 6;

/// One row per metric that has a group; none without peers.
pub(super) fn table(draft: &Draft, shown: &[&Definition]) -> Option<Block> {
    let found = shown.iter().filter_map(|one| Some((*one, of_metric(draft, one)?)));
    let rows: Vec<Row> = found.filter_map(|(definition, found)| line(draft, definition, found)).collect();
    let say = |id: &str| draft.words.say(id);
    block(Table {
        id: "benchmarks-peers".to_owned(),
        caption: draft.words.with("peers-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns: vec![
            column(say("column-metric"), "start", 1.8),
            column(draft.dates.short(draft.quarter()), "end", 1.2),
            column(say("column-peer-median"), "end", 1.4),
            column(say("column-peer-quartiles"), "end", 1.6),
            column(say("column-peer-mean"), "end", 1.2),
            column(say("column-peer-rank"), "end", 1.0),
            column(say("column-verdict"), "start", 1.3),
        ],
        rows,
        notes: vec![say("benchmarks-note-peers")],
    })
}

fn of_metric<'a>(draft: &Draft<'a>, definition: &Definition) -> Option<&'a Match<'a>> {
    draft.scene.compared(&definition.id)?.matches.iter().find(|one| one.benchmark.peers.is_some())
}

fn line(draft: &Draft, definition: &Definition, found: &Match) -> Option<Row> {
    let (group, now) = (found.benchmark.peers.as_ref()?, draft.scene.now(&definition.id)?);
    let figure = draft.figure(&definition.id);
    let value = |value: f64| figure.value(value, &draft.words);
    let range = |low: f64, high: f64| draft.words.with("range", &[("low", &value(low)), ("high", &value(high))]);
    let interval = group.low.zip(group.high).map(|(low, high)| range(low, high));
    let (tone, word) = verdict(draft, found);
    Some(row(vec![
        Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(draft.title_of(definition)) },
        plain(draft.value(now)),
        with_detail(value(found.benchmark.value), interval),
        plain(range(group.lower_quartile, group.upper_quartile)),
        plain(value(group.weighted_mean)),
        plain(rank(draft, group).unwrap_or_else(|| draft.words.say("no-figure"))),
        Cell {
            tone: Some(tone),
            symbol: super::words::symbol(tone),
            ..plain(word.unwrap_or_else(|| draft.words.say("no-figure")))
        },
    ]))
}

/// The client's place among itself and the others.
fn rank(draft: &Draft, group: &PeerGroup) -> Option<String> {
    let (rank, all) = (group.rank?.to_string(), (group.others + 1).to_string());
    Some(draft.words.with("peer-rank", &[("rank", &rank), ("all", &all)]))
}

/// The group as a clause of a finding.
pub(super) fn clause(draft: &Draft, group: &PeerGroup) -> String {
    let n = group.others.to_string();
    let rank = rank(draft, group).unwrap_or_else(|| draft.words.say("no-figure"));
    draft.words.with("clause-peers", &[("n", &n), ("rank", &rank)])
}

/// Which metrics of the scorecard others have without there being a group, and why.
pub(super) fn refused(draft: &Draft) -> Vec<String> {
    let of = |wanted: PeerRefusal, id: &str| {
        let named = draft.inputs.without_peers.iter().filter(|(_, refusal)| *refusal == wanted);
        let known = named.filter_map(|(metric, _)| draft.scene.scorecard().find(|one| one.id == *metric));
        let mut names: Vec<String> = known.map(|one| draft.title_of(one)).collect();
        let more = names.len().saturating_sub(MOST_NAMED);
        names.truncate(MOST_NAMED);
        let listed = draft.list(&names);
        let told = match more {
            0 => listed,
            _ => draft.words.with("and-more", &[("names", &listed), ("n", &more.to_string())]),
        };
        (!names.is_empty()).then(|| draft.words.with(id, &[("metrics", &told)]))
    };
    let few = of(PeerRefusal::TooFew, "peers-too-few");
    few.into_iter().chain(of(PeerRefusal::Dominated, "peers-dominated")).collect()
}
