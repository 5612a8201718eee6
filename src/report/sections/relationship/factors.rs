//! The five factors of customer satisfaction: 快速响应, 专业支持, 要事优先, 换位思考, 兑现承诺.

use super::heading;
use super::panel::cells;
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::insight::has_figure;
use crate::metrics::measurement::Measurement;
use crate::metrics::models::servqual::Dimension;
use crate::report::draft::{Draft, column, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{grouped, rounded};

/// Factors with the metrics that can measure them, the best first; 要事优先 is read by priority.
const FACTORS: [(&str, &[&str]); 5] = [
    ("rel-factor-speed", &[ids::FIRST_RESPONSE_MEDIAN]),
    ("rel-factor-competence", &[ids::QUALITY_SCORE, ids::CRITICAL_ERROR_RATE]),
    ("rel-factor-priority", &[ids::PROMISE_KEPT_RATE, ids::RESOLUTION_RATE_WITHIN_TARGET]),
    (EMPATHY, &[ids::SERVQUAL_GAP_EMPATHY]),
    ("rel-factor-promise", &[ids::PROMISE_KEPT_RATE]),
];
/// The factor that may be read from perceptions alone.
const EMPATHY: &str = "rel-factor-empathy";
/// The factor that is read by priority.
const BY_PRIORITY: &str = "rel-factor-priority";

/// The table of factors; nothing unless at least two have a figure.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    let found: Vec<Option<Row>> = FACTORS.iter().map(|(factor, metrics)| line(draft, factor, metrics)).collect();
    if found.iter().flatten().count() < 2 {
        return Vec::new();
    }
    let words = &draft.words;
    let absent = |(found, (factor, _)): (Option<Row>, &(&str, &[&str]))| {
        let nothing = || plain(words.say("no-figure"));
        let missing = Cell { tone: Some(Tone::Muted), ..plain(words.say("rel-missing")) };
        found
            .unwrap_or_else(|| row(vec![plain(words.say(factor)), missing, nothing(), nothing(), nothing(), nothing()]))
    };
    let rows: Vec<Row> = found.into_iter().zip(&FACTORS).map(absent).collect();
    let columns = vec![
        column(words.say("rel-column-factor"), "start", 1.0),
        column(words.say("rel-column-measured"), "start", 2.2),
        column(draft.dates.short(draft.quarter()), "end", 1.6),
        column(words.say("label-target"), "end", 0.9),
        column(words.say("column-status"), "start", 1.2),
        column(words.say("column-yoy"), "end", 1.2),
    ];
    let notes = vec![words.say("rel-factors-note"), draft.provenance(&[]), draft.policy_note()];
    let caption = words.say("rel-factors-caption");
    let table = table(Table { id: "five-factors".to_owned(), caption, columns, rows, notes });
    std::iter::once(heading(draft, "rel-factors")).chain(table).collect()
}

fn line(draft: &Draft, factor: &str, metrics: &[&str]) -> Option<Row> {
    if factor == BY_PRIORITY {
        return metrics.iter().find_map(|id| by_priority(draft, draft.scene.definition(id)?));
    }
    let known = metrics.iter().filter_map(|id| draft.scene.definition(id));
    let measured = known.into_iter().find(|one| draft.scene.now(&one.id).is_some_and(has_figure));
    let Some(one) = measured else { return (factor == EMPATHY).then(|| perceived(draft)).flatten() };
    let [value, target, status, change] = cells(draft, one);
    Some(row(vec![plain(draft.words.say(factor)), plain(draft.title_of(one)), value, target, status, change]))
}

/// Empathy as it is perceived (1 to 7), where nobody was asked what he expects; never the score of all five
/// dimensions.
fn perceived(draft: &Draft) -> Option<Row> {
    let quarters = &draft.inputs.study.servqual.as_ref()?.quarters;
    let now = quarters.iter().find(|one| one.quarter == draft.quarter())?;
    let one = now.dimensions.iter().find(|one| one.dimension == Dimension::Empathy)?;
    let least = draft.inputs.config.statistics.minimum_n;
    let value = one.perception.filter(|_| one.n >= least)?;
    let base = draft.words.with("n-is", &[("n", &grouped(one.n))]);
    let nothing = || plain(draft.words.say("no-figure"));
    let (factor, measured) = (draft.words.say(EMPATHY), draft.words.say("rel-perceived-empathy"));
    let value = with_detail(rounded(value, 2), Some(base));
    Some(row(vec![plain(factor), plain(measured), value, nothing(), nothing(), nothing()]))
}

/// One value per priority; `None` unless two are shown.
fn by_priority(draft: &Draft, one: &Definition) -> Option<Row> {
    let parts = draft.scene.measurements.parts(&one.id, "priority", draft.quarter());
    let shown: Vec<&Measurement> = parts.into_iter().filter(|part| has_figure(part)).collect();
    if shown.len() < 2 {
        return None;
    }
    let text = |part: &&Measurement| format!("{} {}", draft.segment(&part.segment), draft.value(part));
    let values: Vec<String> = shown.iter().map(text).collect();
    let n = shown.iter().map(|part| part.n).sum::<u64>();
    let base = draft.words.with("n-is", &[("n", &grouped(n))]);
    let nothing = || plain(draft.words.say("no-figure"));
    let measured = draft.words.with("rel-by-priority", &[("metric", &draft.title_of(one))]);
    let cell = with_detail(draft.list(&values), Some(base));
    Some(row(vec![plain(draft.words.say(BY_PRIORITY)), plain(measured), cell, nothing(), nothing(), nothing()]))
}
