//! Satisfaction along the journey: the line, moments of truth, peak and end, and whether these explain
//! the overall rating better than the mean.

use super::super::trends::ticks;
use crate::catalogue::ids;
use crate::config::{JourneyStage, Moment};
use crate::domain::Unit;
use crate::metrics::models::journey::{JourneyStudy, PeakEnd, StageRating};
use crate::report::draft::{Draft, column, plain, row, with_detail};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Journey, JourneyPoint, Labelled, Row, Table, Tone,
};
use crate::report::text::{Figure, grouped, rounded};

/// Id of the chart.
const CHART: &str = "voice-journey";

/// The blocks; none without stage ratings.
pub fn blocks(draft: &mut Draft) -> Vec<Block> {
    let Some(study) = draft.inputs.study.journey.as_ref() else { return Vec::new() };
    if study.respondents < draft.inputs.config.statistics.minimum_n {
        return Vec::new();
    }
    let heading = Block::Heading { text: draft.words.say("voice-heading-journey"), id: "voice-by-stage".to_owned() };
    let chart = chart(draft, study);
    vec![heading, Block::Chart(chart), Block::Table(table(draft, study)), peak_end(draft, study)]
}

/// Name and mean of the lowest stage, when it lies clearly below the mean of all.
pub fn lowest(draft: &Draft, study: &JourneyStudy) -> Option<(String, String)> {
    let enough = draft.inputs.config.statistics.verdict_n;
    let rated = study.stages.iter().filter(|stage| stage.n >= enough);
    let low = rated.min_by(|a, b| a.mean.unwrap_or(f64::MAX).total_cmp(&b.mean.unwrap_or(f64::MAX)))?;
    let (_, high) = low.interval?;
    (high < study.mean).then(|| (name(draft, low), super::score(low.mean.unwrap_or(0.0))))
}

fn configured<'a>(draft: &Draft<'a>, stage: &StageRating) -> Option<&'a JourneyStage> {
    draft.inputs.config.voice.journey.iter().find(|one| one.stage == stage.stage)
}

fn name(draft: &Draft, stage: &StageRating) -> String {
    configured(draft, stage).map_or_else(|| stage.stage.clone(), |one| draft.foreign(&one.title))
}

fn is_moment(draft: &Draft, stage: &StageRating) -> bool {
    configured(draft, stage).is_some_and(|one| one.moment == Moment::OfTruth)
}

/// Positions of the stages that are most often a respondent's peak and the end.
fn peak_and_end(study: &JourneyStudy) -> (Option<usize>, Option<usize>) {
    let most = |of: fn(&StageRating) -> u64| {
        let best = study.stages.iter().map(of).max().filter(|best| *best > 0)?;
        study.stages.iter().rposition(|stage| of(stage) == best)
    };
    (most(|stage| stage.peaks), most(|stage| stage.ends))
}

fn chart(draft: &mut Draft, study: &JourneyStudy) -> ChartBlock {
    let policy = &draft.inputs.config.statistics;
    let (peak, end) = peak_and_end(study);
    let point = |(at, stage): (usize, &StageRating)| {
        let tag = match (peak == Some(at), end == Some(at)) {
            (true, true) => Some("voice-tag-both"),
            (true, false) => Some("voice-tag-peak"),
            (false, true) => Some("voice-tag-end"),
            (false, false) => None,
        };
        let shown = stage.n >= policy.minimum_n;
        let mut notes = vec![draft.words.with("n-is", &[("n", &grouped(stage.n))])];
        notes.extend(stage.contacts.map(|n| draft.words.with("voice-contacts-is", &[("n", &grouped(n))])));
        JourneyPoint {
            label: name(draft, stage),
            value: stage.mean.filter(|_| shown).map(|value| Labelled { value, label: super::score(value) }),
            interval: stage.interval.filter(|_| shown),
            notes,
            is_moment: is_moment(draft, stage),
            tag: tag.map(|id| draft.words.say(id)),
            weak: stage.n < policy.verdict_n,
        }
    };
    let stages: Vec<JourneyPoint> = study.stages.iter().enumerate().map(point).collect();
    let ends = stages.iter().filter_map(|stage| stage.interval).flat_map(|(low, high)| [low, high]);
    let (low, high) = ends
        .chain([study.mean])
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
    let tick = |value: f64| Labelled { value, label: rounded(value, if value.fract().abs() > 1e-9 { 1 } else { 0 }) };
    let mean = draft.words.with("voice-mean-is", &[("mean", &super::score(study.mean))]);
    let listed: Vec<String> = stages
        .iter()
        .map(|stage| format!("{} {}", stage.label, stage.value.as_ref().map_or("—", |value| value.label.as_str())))
        .collect();
    let data = Journey {
        unit: draft.words.with("voice-journey-unit", &[("mean", &super::score(study.mean))]),
        stages,
        mean: Some(Labelled { value: study.mean, label: mean }),
        ticks: ticks(Unit::Score, low, high).into_iter().map(tick).collect(),
        moment: draft.words.say("voice-moment"),
    };
    let title = match lowest(draft, study) {
        Some((stage, mean)) => draft.words.with("voice-journey-title", &[("stage", &stage), ("mean", &mean)]),
        None => draft.words.say("voice-journey-title-flat"),
    };
    let args = [("n", grouped(study.respondents)), ("level", draft.level()), ("provenance", provenance(draft))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let caption = draft.words.with("voice-journey-caption", &args);
    let alt = draft.words.with("voice-journey-alt", &[("stages", &draft.list(&listed))]);
    draft.charts.insert(CHART.to_owned(), ChartData::Journey(data));
    ChartBlock { id: CHART.to_owned(), title, caption, alt }
}

fn provenance(draft: &Draft) -> String {
    let surveys = draft.scene.definition(ids::JOURNEY_STAGE_SATISFACTION);
    draft.provenance(&surveys.into_iter().collect::<Vec<_>>())
}

fn table(draft: &Draft, study: &JourneyStudy) -> Table {
    let head = |id: &str, align: &str, width: f64| column(draft.words.say(id), align, width);
    let columns = vec![
        head("column-stage", "start", 1.8),
        head("column-mean", "end", 1.4),
        head("column-answers", "end", 1.0),
        head("column-stage-contacts", "end", 1.2),
        head("column-peak-share", "end", 1.4),
        head("column-moment", "start", 1.2),
    ];
    let rows: Vec<Row> = study.stages.iter().map(|stage| stage_row(draft, study, stage)).collect();
    let n = grouped(study.linked);
    let notes = vec![draft.words.with("voice-journey-note", &[("n", &n)]), provenance(draft), draft.policy_note()];
    let caption = draft.words.with("voice-journey-table", &[("quarter", &draft.dates.short(draft.quarter()))]);
    Table { id: "voice-stages".to_owned(), caption, columns, rows, notes }
}

fn stage_row(draft: &Draft, study: &JourneyStudy, stage: &StageRating) -> Row {
    let policy = &draft.inputs.config.statistics;
    let none = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    let mean = stage.mean.filter(|_| stage.n >= policy.minimum_n).map(|mean| {
        let interval = stage.interval.map(|(low, high)| format!("{}–{}", super::score(low), super::score(high)));
        Cell { tone: (stage.n < policy.verdict_n).then_some(Tone::Muted), ..with_detail(super::score(mean), interval) }
    });
    let enough = study.linked >= policy.minimum_n;
    let peaks =
        enough.then(|| plain(Figure::percent().value(100.0 * stage.peaks as f64 / study.linked as f64, &draft.words)));
    let moment = if is_moment(draft, stage) { "voice-moment-yes" } else { "voice-moment-no" };
    row(vec![
        plain(name(draft, stage)),
        mean.unwrap_or_else(none),
        plain(grouped(stage.n)),
        stage.contacts.map_or_else(none, |n| plain(grouped(n))),
        peaks.unwrap_or_else(none),
        plain(draft.words.say(moment)),
    ])
}

fn peak_end(draft: &Draft, study: &JourneyStudy) -> Block {
    let n = grouped(study.linked);
    let Some(made) = &study.peak_end else {
        let least = grouped(draft.inputs.config.statistics.verdict_n);
        return Block::Callout(Callout {
            tone: "note".to_owned(),
            title: draft.words.say("voice-peak-none-title"),
            text: draft.words.with("voice-peak-none-text", &[("n", &n), ("least", &least)]),
        });
    };
    let percent = Figure::percent();
    let interval = made
        .difference
        .map_or_else(|| draft.words.say("no-figure"), |(low, high)| percent.change_range(low, high, &draft.words));
    let args = [
        ("n", n),
        ("peak", percent.value(made.peak_end, &draft.words)),
        ("peak_adjusted", percent.value(made.peak_end_adjusted, &draft.words)),
        ("mean", percent.value(made.mean, &draft.words)),
        ("mean_adjusted", percent.value(made.mean_adjusted, &draft.words)),
        ("difference", percent.change(made.peak_end - made.mean, &draft.words)),
        ("interval", interval),
        ("level", draft.level()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Block::Callout(Callout {
        tone: "note".to_owned(),
        title: draft.words.say(verdict(made)),
        text: draft.words.with("voice-peak-text", &args),
    })
}

fn verdict(made: &PeakEnd) -> &'static str {
    match made.difference {
        Some((low, _)) if low > 0.0 => "voice-peak-better",
        Some((_, high)) if high < 0.0 => "voice-peak-worse",
        _ => "voice-peak-same",
    }
}
