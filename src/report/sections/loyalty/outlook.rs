//! What loyalty is expected to be next quarter, and how well the same method has foretold it so far.

use super::{heading, source};
use crate::domain::Quarter;
use crate::report::draft::{Draft, column, plain, row, table};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::rounded;

/// The outlook; nothing where there are too few quarters.
pub(super) fn blocks(draft: &Draft) -> Vec<Block> {
    let Some(outlook) = &draft.inputs.insights.outlook else { return Vec::new() };
    let Some(definition) = draft.scene.definition(outlook.metric) else { return Vec::new() };
    let Some((low, high)) = outlook.forecast.ahead.first() else { return Vec::new() };
    let figure = draft.figure(outlook.metric);
    let words = &draft.words;
    if figure.value(*low, words) == figure.value(*high, words) {
        return Vec::new();
    }
    let next = draft.quarter().plus(1);
    let (own, repeated) = outlook.forecast.errors();
    let metric = draft.title_of(definition);
    let args = [
        ("metric", metric.as_str()),
        ("quarter", &draft.dates.short(next)),
        ("value", &figure.value(outlook.forecast.value, words)),
        ("range", &figure.range(*low, *high, words)),
        ("level", &draft.level()),
    ];
    let id = if own < repeated { "loyalty-outlook-message" } else { "loyalty-outlook-no-better" };
    let text = words.with(id, &args);
    let mut blocks = vec![heading(draft, "outlook"), Block::Paragraph { text }];
    blocks.extend(lines(draft, &metric));
    blocks
}

fn lines(draft: &Draft, metric: &str) -> Option<Block> {
    let outlook = draft.inputs.insights.outlook.as_ref()?;
    let words = &draft.words;
    let figure = draft.figure(outlook.metric);
    let range = |low: f64, high: f64| figure.range(low, high, words);
    let mut rows: Vec<Row> = Vec::new();
    for one in &outlook.forecast.tried {
        let inside = (one.low..=one.high).contains(&one.actual);
        let (word, tone) = if inside { ("loyalty-inside", None) } else { ("loyalty-outside", Some(Tone::Caution)) };
        rows.push(row(vec![
            plain(draft.dates.short(outlook.quarters[one.at])),
            plain(figure.value(one.value, words)),
            plain(range(one.low, one.high)),
            plain(figure.value(one.actual, words)),
            Cell { tone, ..plain(words.say(word)) },
        ]));
    }
    let mut quarter: Quarter = draft.quarter();
    for (low, high) in &outlook.forecast.ahead {
        quarter = quarter.plus(1);
        rows.push(row(vec![
            plain(draft.dates.short(quarter)),
            plain(figure.value(outlook.forecast.value, words)),
            plain(range(*low, *high)),
            plain(words.say("no-figure")),
            plain(words.say("loyalty-ahead")),
        ]));
    }
    let (own, repeated) = outlook.forecast.errors();
    let args = [
        ("own", figure.size(own, words)),
        ("repeated", figure.size(repeated, words)),
        ("within", outlook.forecast.within().to_string()),
        ("tried", outlook.forecast.tried.len().to_string()),
        ("quarters", outlook.quarters.len().to_string()),
        ("alpha", rounded(outlook.forecast.alpha, 2)),
        ("level", draft.level()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    table(Table {
        id: "loyalty-outlook-table".to_owned(),
        caption: words.with("loyalty-outlook-caption", &[("metric", metric)]),
        columns: vec![
            column(words.say("loyalty-column-quarter"), "start", 1.0),
            column(words.say("loyalty-column-expected"), "end", 1.0),
            column(words.say("loyalty-column-interval"), "end", 1.6),
            column(words.say("loyalty-column-came"), "end", 1.0),
            column(words.say("loyalty-column-judged"), "start", 1.2),
        ],
        rows,
        notes: vec![words.with("loyalty-outlook-note", &args), source(draft, &[outlook.metric])],
    })
}
