//! The slides: what is presented of an edition, at most twelve, each with the message for its title and with what
//! stands behind it in its notes.

use super::figures::is_shown;
use super::forms;
use super::sheet::Mark;
use crate::catalogue::definition::Definition;
use crate::domain::Segment;
use crate::insight::Standing;
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, DecisionOption, Report, Section, Table};
use crate::report::sections::scorecard;

/// Most rows of a table on a slide.
const ROWS: usize = 12;
/// Most slides with charts, two charts each.
const CHART_SLIDES: usize = 3;

/// One slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    /// The message.
    pub title: String,
    /// What is shown.
    pub content: Content,
    /// What the speaker knows beside it, line by line: n, interval, source.
    pub notes: Vec<String>,
}

/// What a slide shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// The first slide: lines under the title.
    Cover(Vec<String>),
    /// Statements, each with a second line.
    Points(Vec<(String, String)>),
    /// A table.
    Table(DeckTable),
    /// One or two charts.
    Charts(Vec<DeckChart>),
}

/// A table of texts.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckTable {
    /// Heads, relative widths, and whether a column stands at its end.
    pub columns: Vec<(String, f64, bool)>,
    /// Rows of cells, each with its judgement.
    pub rows: Vec<Vec<(String, Option<Mark>)>>,
}

/// A line chart; values are exact, what is not shown is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckChart {
    /// Title with the unit.
    pub title: String,
    /// Names of the points.
    pub points: Vec<String>,
    /// Lines: name and values; the first is the figure, a second its target.
    pub lines: Vec<(String, Vec<Option<f64>>)>,
    /// Number format.
    pub form: String,
}

/// The slides in order.
pub fn slides(draft: &Draft, report: &Report) -> Vec<Slide> {
    let section = |id: &str| report.all_sections().find(|section| section.id == id);
    let mut slides = vec![cover(report)];
    slides.extend(section("summary").map(verdict));
    slides.extend(section("scorecard").and_then(|one| of_table(one, "scorecard-table", &[0, 1, 2, 3, 5, 6])));
    slides.extend(section("summary").and_then(|summary| cause(draft, summary)));
    slides.extend(trends(draft));
    slides.extend(section("economics").and_then(money));
    slides.extend(section("recommendations").and_then(|one| of_table(one, "recommendations-table", &[0, 2, 3])));
    slides.extend(section("summary").and_then(|summary| decision(draft, summary)));
    slides
}

fn cover(report: &Report) -> Slide {
    let cover = &report.cover;
    let lines = [&cover.kicker, &cover.subtitle, &cover.confidentiality];
    let lines = lines.into_iter().filter(|line| !line.is_empty()).cloned().collect();
    let notes = cover.notice.iter().map(|notice| format!("{} {}", notice.title, notice.text)).collect();
    Slide { title: cover.title.clone(), content: Content::Cover(lines), notes }
}

fn verdict(summary: &Section) -> Slide {
    let (mut points, mut notes) = (Vec::new(), Vec::new());
    for block in &summary.blocks {
        match block {
            Block::Messages { items } => {
                points.extend(items.iter().map(|item| (item.headline.clone(), item.text.clone())));
            }
            Block::Lead { text } => notes.push(text.clone()),
            Block::KeyFigures { items } => {
                let told = items.iter().map(|one| {
                    let gap = if one.unit.starts_with(char::is_alphanumeric) { " " } else { "" };
                    format!("{}: {}{gap}{} {}", one.label, one.value, one.unit, one.context)
                });
                notes.extend(told);
            }
            _ => {}
        }
    }
    if points.is_empty() {
        points = std::mem::take(&mut notes).into_iter().map(|note| (note, String::new())).collect();
    }
    Slide { title: summary.title.clone(), content: Content::Points(points), notes }
}

/// What moved the main figure: the table of the summary's exhibit.
fn cause(draft: &Draft, summary: &Section) -> Option<Slide> {
    let (chart, table) = summary.blocks.iter().find_map(|block| match block {
        Block::Exhibit { chart, table } => Some((chart, table)),
        _ => None,
    })?;
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let title = draft.words.with("deck-cause", &[("title", &chart.title)]);
    let mut slide = shown(title, table, &all);
    slide.notes.insert(0, chart.caption.clone());
    Some(slide)
}

fn of_table(section: &Section, id: &str, columns: &[usize]) -> Option<Slide> {
    let table = section.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.id == id => Some(table),
        _ => None,
    })?;
    Some(shown(section.title.clone(), table, columns))
}

/// Some columns of a table; second lines of cells and the table's own notes go to the notes.
fn shown(title: String, table: &Table, columns: &[usize]) -> Slide {
    let body = || table.rows.iter().filter(|row| row.kind != "group");
    let cell = |cell: &Cell| {
        let symbol = cell.symbol.as_ref().map_or_else(String::new, |symbol| format!("{symbol} "));
        (format!("{symbol}{}", cell.text), Mark::of(cell.tone))
    };
    let row = |row: &crate::report::model::Row| columns.iter().filter_map(|at| row.cells.get(*at)).map(cell).collect();
    let heads = columns.iter().filter_map(|at| table.columns.get(*at));
    let told = |row: &crate::report::model::Row| {
        let first = row.cells.first()?;
        let details: Vec<&str> = row.cells.iter().filter_map(|cell| cell.detail.as_deref()).collect();
        (!details.is_empty()).then(|| format!("{}: {}", first.text, details.join(" · ")))
    };
    Slide {
        title,
        content: Content::Table(DeckTable {
            columns: heads.map(|one| (one.label.clone(), one.width, one.align == "end")).collect(),
            rows: body().take(ROWS).map(row).collect(),
        }),
        notes: body().filter_map(told).chain(table.notes.iter().cloned()).collect(),
    }
}

/// Charts of the scorecard's metrics by quarter, those that miss their target first.
fn trends(draft: &Draft) -> Vec<Slide> {
    let long = |one: &&Definition| draft.scene.series(&one.id, &Segment::Total).into_iter().flatten().count() >= 3;
    let mut metrics: Vec<&Definition> = scorecard::listed(draft).into_iter().filter(long).collect();
    metrics.sort_by_key(|one| match draft.scene.standing(one) {
        Standing::Missed => 0,
        Standing::JustMissed { .. } => 1,
        Standing::NoTarget | Standing::NoVerdict(_) => 3,
        _ => 2,
    });
    let message = |one: &&Definition| {
        let value = draft.scene.now(&one.id).map_or_else(|| draft.words.say("no-figure"), |now| draft.value(now));
        let (_, _, standing) = draft.standing(draft.scene.standing(one));
        let args = [("metric", draft.title_of(one)), ("value", value), ("standing", standing)];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let id = if draft.scene.target(&one.id).is_some() { "deck-trend" } else { "deck-trend-without-target" };
        draft.words.with(id, &args)
    };
    let title = |pair: &[&Definition]| {
        let told: Vec<String> = pair.iter().map(message).collect();
        told.join(&draft.words.separator("clause-separator"))
    };
    let slide = |pair: &[&Definition]| Slide {
        title: title(pair),
        content: Content::Charts(pair.iter().map(|one| chart(draft, one)).collect()),
        notes: pair.iter().map(|one| note(draft, one)).collect(),
    };
    metrics.chunks(2).take(CHART_SLIDES).map(slide).collect()
}

fn chart(draft: &Draft, definition: &Definition) -> DeckChart {
    let periods = draft.scene.periods;
    let series = draft.scene.series(&definition.id, &Segment::Total);
    let name = draft.title_of(definition);
    let targets = periods.iter().map(|period| draft.scene.target_on(&definition.id, period.first_day));
    let targets: Vec<Option<f64>> = targets.map(|target| target.map(|target| target.value)).collect();
    let values = series.into_iter().map(|one| one.filter(|one| is_shown(one)).and_then(|one| one.value)).collect();
    let mut lines = vec![(name.clone(), values)];
    if targets.iter().any(Option::is_some) {
        lines.push((draft.words.say("label-target"), targets));
    }
    let unit = forms::unit(draft, definition);
    let title = draft.words.with("book-chart-title", &[("metric", &name), ("unit", &unit)]);
    DeckChart {
        title: if unit.is_empty() { name } else { title },
        points: periods.iter().map(|period| draft.dates.short(period.quarter)).collect(),
        lines,
        form: forms::axis(definition),
    }
}

/// Value, n and interval of the quarter, and where they are from.
fn note(draft: &Draft, definition: &Definition) -> String {
    let now = draft.scene.now(&definition.id);
    let value = now.map_or_else(|| draft.words.say("no-figure"), |now| draft.value(now));
    let base = now.and_then(|now| draft.base_line(now)).unwrap_or_default();
    format!("{}: {value} {base} · {}", draft.title_of(definition), draft.provenance(&[definition]))
}

fn money(section: &Section) -> Option<Slide> {
    let mut points = Vec::new();
    let mut notes = Vec::new();
    for block in &section.blocks {
        match block {
            Block::KeyFigures { items } => {
                let point = |one: &crate::report::model::KeyFigure| {
                    (format!("{}: {} {}", one.label, one.value, one.unit), format!("{} · {}", one.context, one.verdict))
                };
                points.extend(items.iter().map(point));
            }
            Block::List { items } => notes.extend(items.iter().cloned()),
            Block::Callout(callout) => notes.push(format!("{}: {}", callout.title, callout.text)),
            _ => {}
        }
    }
    (!points.is_empty()).then(|| Slide { title: section.title.clone(), content: Content::Points(points), notes })
}

/// What is asked, with what it costs, who would own it and by when.
fn decision(draft: &Draft, summary: &Section) -> Option<Slide> {
    let say = |id: &str| draft.words.say(id);
    summary.blocks.iter().find_map(|block| match block {
        Block::Decision { title, options } => {
            let line = |one: &DecisionOption| {
                let cells = [&one.text, &one.cost, &one.owner, &one.due];
                cells.map(|text| (text.clone(), Mark::of(None))).to_vec()
            };
            let columns = vec![
                (say("label-decision"), 2.4, false),
                (say("label-decision-cost"), 1.8, false),
                (say("label-decision-owner"), 1.2, false),
                (say("label-decision-due"), 0.9, false),
            ];
            let rows = options.iter().map(line).collect();
            let content = Content::Table(DeckTable { columns, rows });
            Some(Slide { title: title.clone(), content, notes: Vec::new() })
        }
        _ => None,
    })
}
