//! Who got worse: changes of main metrics that are more than chance, over all reports at once.

use super::{Board, Member, Written};
use crate::catalogue::definition::Definition;
use crate::insight::{Change, NoVerdict, Significance};
use crate::report::draft::{column, row, table, with_detail};
use crate::report::model::{Block, Row, Table};
use crate::report::text::grouped;
use crate::statistics::{benjamini_hochberg, normal_critical, two_sided};

/// Most lines of the list.
const MOST: usize = 25;

/// What got worse.
pub(super) struct Worse {
    /// Report (by its place) and metric, the surest first.
    pub(super) listed: Vec<(usize, String)>,
    /// Metrics of reports with a change that could be tested.
    pub(super) tested: usize,
}

/// A change of a metric of a report, tested.
struct Tested {
    member: usize,
    metric: String,
    worse: bool,
    p: f64,
}

/// Main metrics that got worse against the quarter before or the same quarter of last year. Of so many tests at once
/// some would come out by chance: what is listed passes at the false discovery rate of 1 − confidence over all of them.
pub(super) fn found(board: &Board) -> Worse {
    let mut tests: Vec<Tested> = Vec::new();
    let mut metrics = 0;
    for (member, one) in board.members.iter().enumerate() {
        for metric in one.metrics() {
            let before = tests.len();
            tests.extend(changes(one, metric).into_iter().flatten().filter_map(|change| {
                let (worse, p) = tested(&change, one.draft.inputs.config.statistics.confidence)?;
                Some(Tested { member, metric: metric.id.clone(), worse, p })
            }));
            metrics += usize::from(tests.len() > before);
        }
    }
    let level = 1.0 - board.voice().inputs.config.statistics.confidence;
    let adjusted = benjamini_hochberg(&tests.iter().map(|one| one.p).collect::<Vec<_>>());
    let mut sure: Vec<(f64, f64, &Tested)> = tests
        .iter()
        .zip(adjusted)
        .filter(|(one, adjusted)| one.worse && *adjusted <= level)
        .map(|(one, adjusted)| (adjusted, one.p, one))
        .collect();
    sure.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut listed: Vec<(usize, String)> = Vec::new();
    for (.., one) in sure {
        let key = (one.member, one.metric.clone());
        if !listed.contains(&key) {
            listed.push(key);
        }
    }
    Worse { listed, tested: metrics }
}

/// Against the quarter before, and against the same quarter of last year.
fn changes(one: &Member, metric: &Definition) -> [Result<Change, NoVerdict>; 2] {
    [one.draft.scene.quarter_on_quarter(metric), one.draft.scene.year_on_year(metric)]
}

/// Whether a change is for the worse, and its two-sided p by its interval; `None` where it may not be judged.
fn tested(change: &Change, confidence: f64) -> Option<(bool, f64)> {
    let (low, high) = change.interval?;
    let improves = change.improves?;
    if change.significance == Significance::Unknown {
        return None;
    }
    // The half of the interval on the side of zero decides.
    let half = if change.difference > 0.0 { change.difference - low } else { high - change.difference };
    let z = change.difference / half * normal_critical(confidence);
    z.is_finite().then(|| (!improves, two_sided(z)))
}

/// The list.
pub(super) fn write(board: &Board, worse: &Worse) -> Written {
    let words = &board.voice().words;
    let count = worse.listed.len() as u64;
    let args = [("n", grouped(count)), ("tested", grouped(worse.tested as u64))];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    if worse.listed.is_empty() {
        let text = words.count("portfolio-worse-none", worse.tested as u64, &args);
        return (board.say("portfolio-worse-title-none"), vec![Block::Paragraph { text }]);
    }
    let rows: Vec<Row> = worse.listed.iter().take(MOST).filter_map(|(at, id)| line(&board.members[*at], id)).collect();
    let mut notes = vec![words.with("portfolio-worse-note", &args)];
    let more = count.saturating_sub(MOST as u64);
    if more > 0 {
        notes.push(words.count("portfolio-more-lines", more, &[("n", &grouped(more))]));
    }
    let quarter = board.voice().dates.short(board.portfolio.quarter);
    let columns = vec![
        column(board.say("portfolio-column-client"), "start", 1.5),
        column(board.say("column-metric"), "start", 1.8),
        column(quarter, "end", 1.6),
        column(board.say("column-qoq"), "end", 1.3),
        column(board.say("column-yoy"), "end", 1.3),
    ];
    let caption = board.say("portfolio-worse-caption");
    let listed = table(Table { id: "portfolio-worse-table".to_owned(), caption, columns, rows, notes });
    (words.count("portfolio-worse-title", count, &args), listed.into_iter().collect())
}

fn line(one: &Member, id: &str) -> Option<Row> {
    let definition = one.draft.scene.definition(id)?;
    let now = one.draft.scene.now(id)?;
    let [quarter, year] = changes(one, definition);
    Some(row(vec![
        with_detail(one.name(), Some(one.client.config.id.clone())),
        with_detail(one.draft.title_of(definition), None),
        with_detail(one.draft.value(now), one.draft.base_line(now)),
        one.draft.change_cell(id, quarter),
        one.draft.change_cell(id, year),
    ]))
}
