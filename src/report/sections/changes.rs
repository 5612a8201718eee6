//! What changed since the issue that this one takes the place of: why, and which main figures moved.

use super::Written;
use crate::domain::Segment;
use crate::metrics::{Moved, State};
use crate::report::draft::{Draft, column, plain, row, table};
use crate::report::inputs::{Changes, FileChange};
use crate::report::model::{Block, Row, Table};
use crate::report::text::grouped;

/// Files that the page names before it says how many more there are.
const NAMED: usize = 12;

/// The page; nothing in a first issue.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let changes = draft.inputs.changes?;
    let main: Vec<&Moved> = changes.figures.iter().filter(|moved| is_main(draft, moved)).collect();
    let rest = changes.figures.len() - main.len();
    let (issue, follows) = (changes.issue.to_string(), changes.follows.to_string());
    let mut blocks = vec![Block::Paragraph { text: draft.words.with("changes-intro", &[("follows", &follows)]) }];
    blocks.extend(causes(draft, changes));
    blocks.extend(figures(draft, &main));
    if rest > 0 {
        let text = draft.words.count("changes-rest", rest as u64, &[("n", &grouped(rest as u64))]);
        blocks.push(Block::Paragraph { text });
    }
    let n = grouped(main.len() as u64);
    let args = [("issue", issue.as_str()), ("follows", &follows), ("n", &n)];
    let id = if main.is_empty() { "changes-title-none" } else { "changes-title" };
    Some((draft.words.count(id, main.len() as u64, &args), blocks))
}

fn is_main(draft: &Draft, moved: &Moved) -> bool {
    let metric = draft.scene.definitions.iter().find(|one| one.id == moved.metric);
    metric.is_some_and(|one| one.scorecard) && moved.segment == Segment::Total && moved.quarter == draft.quarter()
}

/// One line per kind of cause, each said whether it applies or not.
fn causes(draft: &Draft, changes: &Changes) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let none = || say("changes-none");
    let mut files: Vec<String> = changes.files.iter().take(NAMED).map(|file| described(draft, file)).collect();
    let more = changes.files.len().saturating_sub(NAMED) as u64;
    files.extend((more > 0).then(|| draft.words.count("changes-more", more, &[("n", &more.to_string())])));
    if changes.taken_again {
        files.insert(0, say("changes-taken"));
    }
    let titles = changes.definitions.iter().map(|id| {
        let metric = draft.scene.definitions.iter().find(|one| one.id == *id);
        metric.map_or_else(|| id.clone(), |metric| draft.title_of(metric))
    });
    let titles: Vec<String> = titles.collect();
    let listed = |parts: &[String]| if parts.is_empty() { none() } else { draft.list(parts) };
    let program = changes.program.as_ref().map_or_else(none, |(before, after)| {
        draft.words.with("changes-program", &[("before", before), ("after", after)])
    });
    let stated = |applies: bool, id: &str| if applies { say(id) } else { none() };
    let line = |id: &str, text: String| row(vec![plain(say(id)), plain(text)]);
    let rows: Vec<Row> = vec![
        line("changes-data", listed(&files)),
        line("changes-definitions", listed(&titles)),
        line("changes-settings", stated(changes.settings, "changes-settings-text")),
        line("changes-templates", stated(changes.templates, "changes-templates-text")),
        line("changes-program-label", program),
    ];
    let columns =
        vec![column(say("changes-column-cause"), "start", 1.0), column(say("changes-column-what"), "start", 4.0)];
    table(Table { id: "changes-causes".to_owned(), caption: say("changes-causes"), columns, rows, notes: Vec::new() })
}

fn described(draft: &Draft, file: &FileChange) -> String {
    let (table, path, id) = match file {
        FileChange::Added(table, path) => (table, path, "changes-file-added"),
        FileChange::Removed(table, path) => (table, path, "changes-file-removed"),
        FileChange::Changed(table, path) => (table, path, "changes-file-changed"),
    };
    let table = draft.words.say(&format!("table-{}", table.name()));
    draft.words.with(id, &[("table", &table), ("path", path)])
}

/// The main figures of the quarter, before and after.
fn figures(draft: &Draft, main: &[&Moved]) -> Option<Block> {
    let say = |id: &str| draft.words.say(id);
    let printed = |metric: &str, state: Option<&State>| match state.and_then(|state| state.value) {
        Some(value) => draft.figure(metric).value(value, &draft.words),
        None => say("no-figure"),
    };
    let base = |state: Option<&State>| state.map_or_else(|| say("no-figure"), |state| grouped(state.n));
    let line = |moved: &&Moved| {
        let metric = draft.scene.definitions.iter().find(|one| one.id == moved.metric)?;
        let cells = vec![
            plain(draft.title_of(metric)),
            plain(printed(&moved.metric, moved.before.as_ref())),
            plain(printed(&moved.metric, moved.after.as_ref())),
            plain(base(moved.before.as_ref())),
            plain(base(moved.after.as_ref())),
        ];
        Some(row(cells))
    };
    let columns = vec![
        column(say("changes-column-figure"), "start", 2.6),
        column(say("changes-column-before"), "end", 1.2),
        column(say("changes-column-after"), "end", 1.2),
        column(say("changes-column-n-before"), "end", 0.9),
        column(say("changes-column-n-after"), "end", 0.9),
    ];
    let rows = main.iter().filter_map(line).collect();
    let notes = Vec::new();
    table(Table { id: "changes-figures".to_owned(), caption: say("changes-figures"), columns, rows, notes })
}
