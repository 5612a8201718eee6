//! The self-assessment by GB/T 27922: blocks, items, deductions and band; never a certificate.

use super::{capital, heading, note};
use crate::config::{AssessedItem, AssessmentBlock, AssessmentKind, SelfAssessment};
use crate::metrics::models::self_assessment::{AssessmentResult, Band, BlockResult};
use crate::report::draft::{Draft, column, group, plain, row, slug, table, total};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{grouped, rounded};

fn found<'a>(draft: &Draft<'a>) -> Option<(&'a SelfAssessment, &'a AssessmentResult)> {
    draft.inputs.config.quality.self_assessment.as_ref().zip(draft.inputs.study.self_assessment.as_ref())
}

/// The message about the score; `None` without a file.
pub fn title(draft: &Draft) -> Option<String> {
    let (_, result) = found(draft)?;
    Some(sentence(draft, "rel-assessment-title", result))
}

fn sentence(draft: &Draft, id: &str, result: &AssessmentResult) -> String {
    let lowest = result.blocks.iter().filter(|one| one.applicable > 0.0).min_by(|a, b| share(a).total_cmp(&share(b)));
    let args = [
        ("score", points(result.total)),
        ("band", band(draft, result.band)),
        ("block", lowest.map_or_else(String::new, |one| block_name(draft, one.block))),
        ("share", lowest.map_or_else(String::new, |one| format!("{}%", rounded(share(one), 1)))),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with(id, &args)
}

fn share(one: &BlockResult) -> f64 {
    100.0 * one.actual / one.applicable
}

fn points(value: f64) -> String {
    rounded(value, 1)
}

fn band(draft: &Draft, band: Band) -> String {
    draft.words.say(&format!("rel-band-{}", band.name()))
}

fn block_name(draft: &Draft, block: AssessmentBlock) -> String {
    draft.words.say(&format!("rel-block-{}", slug(block.name())))
}

/// Notice, table of items and what was deducted.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    let Some((file, result)) = found(draft) else { return Vec::new() };
    let words = &draft.words;
    let mut blocks = vec![heading(draft, "rel-assessment")];
    blocks.push(note("note", words.say("rel-assessment-only"), sentence(draft, "rel-assessment-text", result)));
    blocks.extend(items(draft, file, result));
    blocks
}

fn items(draft: &Draft, file: &SelfAssessment, result: &AssessmentResult) -> Option<Block> {
    let words = &draft.words;
    let columns = vec![
        column(words.say("rel-column-item"), "start", 2.4),
        column(words.say("rel-column-kind"), "start", 1.2),
        column(words.say("rel-column-points-max"), "end", 0.9),
        column(words.say("rel-column-score"), "end", 1.0),
        column(words.say("rel-column-share"), "end", 0.9),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for one in &result.blocks {
        let name = block_name(draft, one.block);
        rows.push(group(
            words.with("rel-block", &[("block", &capital(&name)), ("points", &points(one.block.points()))]),
        ));
        rows.extend(file.items.iter().filter(|item| item.block == one.block).map(|item| item_row(draft, item)));
        let sum = words.with("rel-block-sum", &[("block", &name)]);
        let ratio = if one.applicable > 0.0 { format!("{}%", rounded(share(one), 1)) } else { words.say("no-figure") };
        rows.push(total(vec![
            plain(sum),
            plain(""),
            plain(points(one.applicable)),
            plain(points(one.actual)),
            plain(ratio),
        ]));
    }
    let nothing = || plain("");
    let mut line = |id: &str, value: String, word: String| {
        rows.push(total(vec![plain(words.say(id)), nothing(), nothing(), plain(value), plain(word)]));
    };
    line("rel-assessment-base", points(result.base), String::new());
    line("rel-assessment-deducted", crate::report::text::signed(-result.deducted, 1), String::new());
    line("rel-assessment-bonus", crate::report::text::signed(result.bonus, 1), String::new());
    line("rel-assessment-total", points(result.total), band(draft, result.band));
    let caption = sentence(draft, "rel-assessment-caption", result);
    table(Table { id: "self-assessment".to_owned(), caption, columns, rows, notes: notes(draft, file) })
}

fn item_row(draft: &Draft, item: &AssessedItem) -> Row {
    let words = &draft.words;
    let kind = match item.kind {
        AssessmentKind::Qualitative => "rel-kind-qualitative",
        AssessmentKind::Sampled => "rel-kind-sampled",
    };
    let (score, ratio) = match item.score {
        Some(score) => (plain(rounded(score, 2)), format!("{}%", rounded(100.0 * score / item.points, 1))),
        None => {
            let cell = Cell { tone: Some(Tone::Muted), ..plain(words.say("rel-not-applicable")) };
            (cell, words.say("no-figure"))
        }
    };
    row(vec![
        plain(draft.foreign(&item.title)),
        plain(words.say(kind)),
        plain(points(item.points)),
        score,
        plain(ratio),
    ])
}

fn notes(draft: &Draft, file: &SelfAssessment) -> Vec<String> {
    let words = &draft.words;
    let mut notes = vec![words.say("rel-assessment-note")];
    for (reason, count) in &file.deductions {
        let args = [("reason", draft.foreign(reason)), ("n", grouped(u64::from(*count)))];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notes.push(words.with("rel-deduction-note", &args));
    }
    if let Some((reason, bonus)) = &file.bonus {
        let args = [("reason", draft.foreign(reason)), ("n", points(*bonus))];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notes.push(words.with("rel-bonus-note", &args));
    }
    let who = file.assessor.as_ref().map_or_else(|| words.say("rel-assessor-unknown"), |who| draft.foreign(who));
    let day = file.assessed_on.to_string();
    notes.push(words.with("rel-assessment-source", &[("day", &day), ("who", &who)]));
    notes
}
