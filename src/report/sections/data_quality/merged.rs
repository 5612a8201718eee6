//! Rows for which another row of the same key stands, by kind: what they are, how many, one example.

use super::source_name;
use crate::facts::MergedGroup;
use crate::report::draft::{Draft, column, plain, row, table};
use crate::report::model::{Block, Table};
use crate::report::text::grouped;

/// The table; `None` when every row stands for itself.
pub(super) fn merged_table(draft: &Draft) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-table"), "start", 1.2),
        column(say("column-merged-kind"), "start", 3.2),
        column(say("column-rows"), "end", 0.8),
        column(say("column-merged-example"), "start", 2.4),
    ];
    let line = |source, group: &MergedGroup| {
        let [(file, line), (kept, kept_line)] = &group.example;
        row(vec![
            plain(source_name(draft, source)),
            plain(say(&format!("merged-{}", group.kind.name()))),
            plain(grouped(group.rows)),
            plain(format!("{file}:{line} → {kept}:{kept_line}")),
        ])
    };
    let tables = &draft.inputs.quality.tables;
    let rows = tables.iter().flat_map(|(source, one)| one.merged.iter().map(|group| line(*source, group))).collect();
    table(Table {
        id: "merged-table".to_owned(),
        caption: say("merged-caption"),
        columns,
        rows,
        notes: vec![say("merged-note")],
    })
}
