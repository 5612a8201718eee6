//! Values of competitors beside the own ones (M36): source and date printed, never a verdict.

use crate::catalogue::definition::Definition;
use crate::report::draft::{Draft, column, plain, row, slug, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table};

/// The table; nothing when the client collected no values.
pub fn block(draft: &Draft) -> Option<Block> {
    let values = &draft.inputs.config.competitors;
    let say = |id: &str| draft.words.say(id);
    let mut metrics: Vec<&Definition> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for one in values {
        let Some(definition) = draft.scene.definition(&one.metric) else { continue };
        metrics.push(definition);
        let own = draft
            .scene
            .now(&definition.id)
            .map_or_else(|| plain(say("no-figure")), |now| with_detail(draft.value(now), draft.base_line(now)));
        rows.push(row(vec![
            Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(draft.title_of(definition)) },
            plain(draft.foreign(&one.name)),
            plain(draft.figure(&definition.id).value(one.value, &draft.words)),
            own,
            with_detail(one.source.clone(), Some(one.date.to_string())),
        ]));
    }
    let columns = vec![
        column(say("column-metric"), "start", 2.0),
        column(say("column-competitor"), "start", 1.4),
        column(say("column-competitor-value"), "end", 1.2),
        column(draft.dates.short(draft.quarter()), "end", 1.6),
        column(say("column-source-date"), "start", 2.2),
    ];
    let notes = vec![say("competitors-note"), draft.provenance(&metrics)];
    table(Table { id: "competitors".to_owned(), caption: say("competitors-caption"), columns, rows, notes })
}
