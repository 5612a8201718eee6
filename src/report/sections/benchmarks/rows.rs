//! Rows of the comparison: one published figure each.

use super::words::{comparability, difference, provenance, published, source, statistic, symbol, verdict};
use crate::benchmarks::{Comparability, Match};
use crate::catalogue::definition::Definition;
use crate::report::draft::{Draft, column, plain, row, slug, with_detail};
use crate::report::model::{Cell, Row, TableColumn, Tone};
use crate::report::text::grouped;

/// The columns, in order.
pub(super) fn columns(draft: &Draft) -> Vec<TableColumn> {
    let say = |id: &str| draft.words.say(id);
    vec![
        column(say("column-metric"), "start", 1.7),
        column(draft.dates.short(draft.quarter()), "end", 1.2),
        column(say("column-published"), "end", 1.15),
        column(say("column-gap"), "end", 1.75),
        column(say("column-comparability"), "start", 1.5),
        column(say("column-verdict"), "start", 1.45),
        column(say("column-source"), "start", 2.3),
    ]
}

/// The row of one figure.
pub(super) fn row_of(draft: &Draft, definition: &Definition, found: &Match) -> Row {
    let one = found.benchmark;
    let judged = found.twin.map_or(definition, |twin| twin.definition);
    let figure = draft.figure(&judged.id);
    let nothing = || draft.words.say("no-figure");
    let comparable = found.comparability != Comparability::Incomparable;
    let gap = found.gap.filter(|_| comparable);
    let gap = gap.map(|gap| figure.between(one.value, one.value + gap));
    let gap = gap.map_or_else(nothing, |gap| figure.change(gap, &draft.words));
    let range = found.gap_interval.filter(|_| comparable);
    let range = range.map(|(low, high)| figure.change_range(low, high, &draft.words));
    let (tone, word) = if comparable { verdict(draft, found) } else { (Tone::Muted, None) };
    let differences: Vec<String> = found.differences.iter().map(|one| draft.words.say(difference(*one))).collect();
    let claimed = found.comparability == Comparability::Claimed;
    let differences = (!differences.is_empty() && !claimed).then(|| draft.list(&differences));
    let word = word.unwrap_or_else(nothing);
    let unknown = claimed.then(|| draft.words.say("warning-origin-unknown"));
    row(vec![
        Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(draft.title_of(definition)) },
        own(draft, definition, found),
        with_detail(published(draft, &judged.id, one), Some(statistic(draft, one))),
        with_detail(gap, range),
        Cell {
            tone: (!comparable).then_some(Tone::Muted),
            ..with_detail(comparability(draft, found.comparability), differences)
        },
        Cell { tone: Some(tone), symbol: symbol(tone), ..with_detail(word, unknown) },
        with_detail(source(draft, one), provenance(draft, one)),
    ])
}

/// The client's side: the twin with the catalogue's own figure beside it, else the own figure.
fn own(draft: &Draft, definition: &Definition, found: &Match) -> Cell {
    let now = draft.scene.now(&definition.id);
    match (found.twin, now) {
        (Some(twin), now) if twin.definition.id != definition.id => {
            let beside = now.map(|now| draft.words.with("own-beside-twin", &[("value", &draft.value(now))]));
            with_detail(draft.value(twin.measurement), beside)
        }
        (_, Some(now)) => {
            let n = draft.words.with("n-is", &[("n", &grouped(now.n))]);
            with_detail(draft.value(now), Some(n).filter(|_| now.n > 0))
        }
        (_, None) => Cell::default(),
    }
}
