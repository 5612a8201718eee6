//! Feedback to departments: for each one that `owners` names, its figures, its warnings and what is advised on them.

use super::{Written, metric_table, scorecard, warnings};
use crate::catalogue::definition::Definition;
use crate::insight::{Recommendation, Standing};
use crate::report::draft::{Draft, column, plain, row, slug, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table};
use crate::report::text::grouped;

/// Most metrics of a department's table; those with a target come first.
const MOST: usize = 16;

/// A department and the metrics that it answers for.
struct Department<'d> {
    name: String,
    metrics: Vec<&'d Definition>,
}

/// The section; nothing where `owners` names no department that has a figure.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let departments = departments(draft);
    if departments.is_empty() {
        return None;
    }
    let missed: Vec<&Department> = departments.iter().filter(|one| one.missed(draft) > 0).collect();
    let title = match missed.iter().max_by_key(|one| one.missed(draft)) {
        None => draft.words.count(
            "departments-title-met",
            departments.len() as u64,
            &[("n", &departments.len().to_string())],
        ),
        Some(worst) => {
            let (n, count) = (worst.missed(draft), departments.len().to_string());
            let args = [("department", worst.name.as_str()), ("n", &n.to_string()), ("departments", &count)];
            draft.words.count(
                if departments.len() == 1 { "departments-title-one" } else { "departments-title" },
                n as u64,
                &args,
            )
        }
    };
    let blocks = departments.iter().enumerate().flat_map(|(at, one)| one.blocks(draft, at)).collect();
    Some((title, blocks))
}

/// The departments in the order of their first metric in the catalogue.
fn departments<'d>(draft: &Draft<'d>) -> Vec<Department<'d>> {
    let mut found: Vec<Department> = Vec::new();
    for definition in draft.scene.definitions {
        let Some(name) = draft.owner_of(definition) else { continue };
        let told = definition.scorecard || draft.scene.target(&definition.id).is_some();
        if !told || !metric_table::has_figure(draft, definition) {
            continue;
        }
        match found.iter_mut().find(|one| one.name == name) {
            Some(department) => department.metrics.push(definition),
            None => found.push(Department { name, metrics: vec![definition] }),
        }
    }
    for department in &mut found {
        department.metrics.sort_by_key(|one| scorecard::standing_rank(draft.scene.standing(one)));
    }
    found
}

impl Department<'_> {
    fn missed(&self, draft: &Draft) -> usize {
        let missed = |one: &&&Definition| draft.scene.standing(one) == Standing::Missed;
        self.metrics.iter().filter(missed).count()
    }

    fn owns(&self, definition: &Definition) -> bool {
        self.metrics.iter().any(|one| one.id == definition.id)
    }

    fn blocks(&self, draft: &Draft, at: usize) -> Vec<Block> {
        let mut blocks = vec![Block::Heading { text: self.name.clone(), id: format!("department-{}", at + 1) }];
        blocks.extend(self.figures(draft, at));
        let insights = draft.inputs.insights;
        let warned = insights.warnings.list.iter().filter(|one| self.owns(one.definition));
        let mut items: Vec<String> = warned.map(|one| warnings::told(draft, one)).collect();
        let ours = |one: &&Recommendation| draft.scene.definition(one.metric).is_some_and(|one| self.owns(one));
        items.extend(insights.recommendations.iter().filter(ours).map(|one| super::recommendations::told(draft, one)));
        if !items.is_empty() {
            blocks.push(Block::List { items });
        }
        blocks
    }

    fn figures(&self, draft: &Draft, at: usize) -> Option<Block> {
        let words = &draft.words;
        let (told, rest) = self.metrics.split_at(self.metrics.len().min(MOST));
        let rows: Vec<Row> = told.iter().map(|one| figure_row(draft, one)).collect();
        let mut notes = vec![draft.provenance(&self.metrics), draft.policy_note()];
        let rest = rest.len() as u64;
        notes.extend((rest > 0).then(|| words.count("departments-rest", rest, &[("n", &grouped(rest))])));
        table(Table {
            id: format!("department-{}-table", at + 1),
            caption: words.with(
                "departments-caption",
                &[("department", &self.name), ("quarter", &draft.dates.short(draft.quarter()))],
            ),
            columns: vec![
                column(words.say("column-metric"), "start", 2.2),
                column(words.say("column-status"), "start", 1.1),
                column(draft.dates.short(draft.quarter()), "end", 1.8),
                column(words.say("label-target"), "end", 1.0),
                column(words.say("column-qoq"), "end", 1.4),
                column(words.say("column-yoy"), "end", 1.4),
            ],
            rows,
            notes,
        })
    }
}

fn figure_row(draft: &Draft, definition: &Definition) -> Row {
    let (tone, symbol, word) = draft.standing(draft.scene.standing(definition));
    let value = draft
        .scene
        .now(&definition.id)
        .map_or_else(Cell::default, |now| with_detail(draft.value(now), draft.base_line(now)));
    let target = draft.target(&definition.id).unwrap_or_else(|| draft.words.say("no-figure"));
    let change = |change| draft.change_cell(&definition.id, change);
    row(vec![
        Cell { link: Some(format!("def-{}", slug(&definition.id))), ..plain(draft.title_of(definition)) },
        Cell { tone: Some(tone), symbol: Some(symbol.to_owned()), ..plain(word) },
        value,
        plain(target),
        change(draft.scene.quarter_on_quarter(definition)),
        change(draft.scene.year_on_year(definition)),
    ])
}
