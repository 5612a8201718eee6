//! What comments speak of: counts per theme with the number of comments, and words drawn at random.

use crate::catalogue::ids;
use crate::metrics::models::themes::ThemeStudy;
use crate::report::draft::{Draft, column, plain, row, with_detail};
use crate::report::model::{Bars, Block, Cell, ChartBlock, ChartData, Labelled, Row, Table, Tone};
use crate::report::text::{Figure, grouped};

/// Id of the chart.
const CHART: &str = "voice-themes";

/// The blocks; none without comments enough.
pub fn blocks(draft: &mut Draft) -> Vec<Block> {
    let Some(study) = draft.inputs.study.themes.as_ref() else { return Vec::new() };
    if study.comments < draft.inputs.config.statistics.minimum_n {
        return Vec::new();
    }
    let mut blocks =
        vec![Block::Heading { text: draft.words.say("voice-heading-comments"), id: "voice-comments".to_owned() }];
    blocks.extend(chart(draft, study).map(Block::Chart));
    blocks.push(Block::Table(themes(draft, study)));
    blocks.extend(verbatims(draft, study));
    blocks
}

/// Name and share of the most frequent theme, when there are comments enough for a statement.
pub fn most(draft: &Draft, study: &ThemeStudy) -> Option<(String, String)> {
    let enough = study.comments >= draft.inputs.config.statistics.verdict_n;
    let first = study.themes.first().filter(|_| enough)?;
    Some((draft.foreign(&first.name), Figure::percent().value(first.share, &draft.words)))
}

fn chart(draft: &mut Draft, study: &ThemeStudy) -> Option<ChartBlock> {
    let shown: Vec<_> = study.themes.iter().collect();
    if shown.len() < 2 {
        return None;
    }
    let label = |n: u64, share: f64| {
        let share = Figure::percent().value(share, &draft.words);
        draft.words.with("voice-theme-label", &[("n", &grouped(n)), ("share", &share)])
    };
    let mut bars: Vec<(String, Labelled, Tone)> = shown
        .iter()
        .map(|theme| {
            let value = Labelled { value: theme.n as f64, label: label(theme.n, theme.share) };
            (draft.foreign(&theme.name), value, Tone::Good)
        })
        .collect();
    let other = 100.0 * study.other as f64 / study.comments as f64;
    let value = Labelled { value: study.other as f64, label: label(study.other, other) };
    bars.push((draft.words.say("voice-theme-other"), value, Tone::Muted));
    let listed: Vec<String> = bars.iter().map(|(name, value, _)| format!("{name} {}", value.label)).collect();
    let first = bars.first().map_or(String::new(), |(name, ..)| name.clone());
    let n = grouped(study.comments);
    let args = [("n", n.as_str()), ("provenance", &provenance(draft))];
    let block = ChartBlock {
        id: CHART.to_owned(),
        title: draft.words.with("voice-themes-title", &[("theme", &first)]),
        caption: draft.words.with("voice-themes-caption", &args),
        alt: draft.words.with("voice-themes-alt", &[("bars", &draft.list(&listed))]),
    };
    draft.charts.insert(CHART.to_owned(), ChartData::Bars(Bars { bars, reference: None }));
    Some(block)
}

fn provenance(draft: &Draft) -> String {
    let surveys = draft.scene.definition(ids::SURVEY_RESPONSES);
    draft.provenance(&surveys.into_iter().collect::<Vec<_>>())
}

fn themes(draft: &Draft, study: &ThemeStudy) -> Table {
    let percent = Figure::percent();
    let head = |id: &str, align: &str, width: f64| column(draft.words.say(id), align, width);
    let columns = vec![
        head("column-theme", "start", 2.0),
        head("column-comments", "end", 1.0),
        head("column-comments-share", "end", 1.6),
        head("column-theme-rating", "end", 1.4),
    ];
    let policy = &draft.inputs.config.statistics;
    let none = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    let rows: Vec<Row> = study
        .themes
        .iter()
        .map(|theme| {
            let interval = theme.interval.map(|(low, high)| percent.range(low, high, &draft.words));
            let rating = theme.rating.filter(|(_, n)| *n >= policy.minimum_n).map(|(mean, n)| {
                let tone = (n < policy.verdict_n).then_some(Tone::Muted);
                let n = draft.words.with("n-is", &[("n", &grouped(n))]);
                Cell { tone, ..with_detail(super::score(mean), Some(n)) }
            });
            row(vec![
                plain(draft.foreign(&theme.name)),
                plain(grouped(theme.n)),
                with_detail(percent.value(theme.share, &draft.words), interval),
                rating.unwrap_or_else(none),
            ])
        })
        .collect();
    let n = grouped(study.comments);
    let caption =
        draft.words.with("voice-themes-table", &[("n", &n), ("quarter", &draft.dates.short(draft.quarter()))]);
    let notes = vec![draft.words.say("voice-themes-note"), provenance(draft), draft.policy_note()];
    Table { id: "voice-themes-table".to_owned(), caption, columns, rows, notes }
}

fn verbatims(draft: &Draft, study: &ThemeStudy) -> Option<Block> {
    let quoted = |theme: &crate::metrics::models::themes::Theme| -> Vec<Row> {
        let name = draft.foreign(&theme.name);
        theme
            .verbatims
            .iter()
            .map(|text| row(vec![plain(name.clone()), plain(draft.words.with("voice-quote", &[("text", text)]))]))
            .collect()
    };
    let rows: Vec<Row> = study.themes.iter().flat_map(quoted).collect();
    if rows.is_empty() {
        return None;
    }
    let columns = vec![
        column(draft.words.say("column-theme"), "start", 1.3),
        column(draft.words.say("column-verbatim"), "start", 4.5),
    ];
    let seed = draft.inputs.config.statistics.seed.to_string();
    let notes = vec![draft.words.with("voice-verbatims-note", &[("seed", &seed)]), provenance(draft)];
    let caption = draft.words.say("voice-verbatims-caption");
    Some(Block::Table(Table { id: "voice-verbatims".to_owned(), caption, columns, rows, notes }))
}
