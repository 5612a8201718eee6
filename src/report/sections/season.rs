//! The season of volumes (T6): indices by quarter of the year and this quarter without its season.
//! Only with three full years; below that a report compares with last year's quarter alone.

use crate::catalogue::definition::Definition;
use crate::metrics::models::season::{SeasonalQuarter, SeasonalVolume};
use crate::report::draft::{Draft, column, plain, row, with_detail};
use crate::report::model::{Block, Cell, Row, Table, TableColumn, Tone};
use crate::report::text::{rounded, signed};

/// Most volumes in the table.
const MOST: usize = 6;

/// Heading and table; nothing without a volume that has three full years.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    let shown = shown(draft);
    let Some(told) = shown.first() else { return Vec::new() };
    let listed: Vec<&Definition> = shown.iter().map(|(definition, _)| *definition).collect();
    let rows: Vec<Row> = shown.iter().map(|one| line(draft, one)).collect();
    let table = Table {
        id: "season".to_owned(),
        caption: caption(draft, &shown),
        columns: columns(draft),
        rows,
        notes: vec![draft.provenance(&listed), draft.words.with("season-note", &[("level", &draft.level())])],
    };
    vec![Block::Heading { text: heading(draft, told), id: "trends-season".to_owned() }, Block::Table(table)]
}

type Shown<'a> = (&'a Definition, &'a SeasonalVolume);

/// Volumes of enough events, those with a firm season first, in the order of the catalogue.
fn shown<'a>(draft: &Draft<'a>) -> Vec<Shown<'a>> {
    let policy = &draft.inputs.config.statistics;
    let found = draft.inputs.study.season.iter().flat_map(|season| &season.volumes);
    let enough = found.filter(|one| one.least_n >= policy.verdict_n);
    let mut shown: Vec<Shown> = enough.filter_map(|one| Some((draft.scene.definition(&one.metric)?, one))).collect();
    shown.sort_by_key(|(_, volume)| told_quarter(volume).is_none());
    shown.truncate(MOST);
    shown
}

/// The highest or the lowest quarter of the year as (number, index), whichever is firm and farther from 1.
fn told_quarter(volume: &SeasonalVolume) -> Option<(usize, f64)> {
    let all = || volume.quarters.iter().enumerate();
    let order = |a: &(usize, &SeasonalQuarter), b: &(usize, &SeasonalQuarter)| a.1.index.total_cmp(&b.1.index);
    let ends = [all().max_by(order), all().min_by(order)].into_iter().flatten();
    let firm = ends.filter(|(_, one)| one.firm).map(|(at, one)| (at + 1, one.index));
    firm.max_by(|a, b| (a.1 - 1.0).abs().total_cmp(&(b.1 - 1.0).abs()))
}

fn heading(draft: &Draft, (definition, volume): &Shown) -> String {
    let Some((number, index)) = told_quarter(volume) else { return draft.words.say("season-heading-none") };
    let id = match (index > 1.0, after_season(draft, volume)) {
        (true, Some(_)) => "season-heading-high",
        (false, Some(_)) => "season-heading-low",
        (true, None) => "season-heading-high-only",
        (false, None) => "season-heading-low-only",
    };
    let args = [
        ("metric", draft.title_of(definition)),
        ("quarter", quarter_name(draft, number)),
        ("size", format!("{}%", rounded(100.0 * (index - 1.0).abs(), 0))),
        ("change", after_season(draft, volume).map_or_else(String::new, percent)),
        ("raw", raw_change(draft, volume).map_or_else(String::new, percent)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with(id, &args)
}

fn quarter_name(draft: &Draft, number: usize) -> String {
    draft.words.say(["season-first", "season-second", "season-third", "season-fourth"][number - 1])
}

fn percent(change: f64) -> String {
    format!("{}%", signed(change, 1))
}

/// Quarter on quarter after the season is taken out, percent.
fn after_season(draft: &Draft, volume: &SeasonalVolume) -> Option<f64> {
    let (now, before) = (volume.adjusted(draft.quarter())?, volume.adjusted(draft.quarter().previous())?);
    Some(100.0 * (now / before - 1.0))
}

/// Quarter on quarter as it is, percent.
fn raw_change(draft: &Draft, volume: &SeasonalVolume) -> Option<f64> {
    let (before, now) = (volume.values.iter().rev().nth(1)?, volume.values.last()?);
    (now.0 == draft.quarter()).then(|| 100.0 * (now.1 / before.1 - 1.0))
}

fn caption(draft: &Draft, shown: &[Shown]) -> String {
    let lengths = shown.iter().map(|(_, volume)| volume.values.len());
    let (least, most) = (lengths.clone().min().unwrap_or(0), lengths.max().unwrap_or(0));
    let count = if least == most { least.to_string() } else { format!("{least}–{most}") };
    let years = (least / 4).to_string();
    let args = [("to", draft.dates.short(draft.quarter())), ("count", count), ("years", years)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("season-caption", &args)
}

fn columns(draft: &Draft) -> Vec<TableColumn> {
    let say = |id: &str| draft.words.say(id);
    let mut columns = vec![column(say("column-metric"), "start", 1.7)];
    columns.extend((1..=4).map(|number| column(quarter_name(draft, number), "end", 1.1)));
    columns.push(column(draft.dates.short(draft.quarter()), "end", 1.0));
    columns.extend(
        ["season-adjusted", "season-raw-change", "season-adjusted-change"].map(|id| column(say(id), "end", 1.2)),
    );
    columns
}

fn line(draft: &Draft, (definition, volume): &Shown) -> Row {
    let figure = draft.figure(&definition.id);
    let none = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    let amount = |value: Option<f64>| value.map_or_else(none, |value| plain(figure.value(value, &draft.words)));
    let change = |value: Option<f64>| value.map_or_else(none, |value| plain(percent(value)));
    let quarter = draft.quarter();
    let mut cells = vec![plain(draft.title_of(definition))];
    cells.extend(volume.quarters.iter().map(index));
    cells.push(amount(volume.values.last().filter(|(of, _)| *of == quarter).map(|(_, value)| *value)));
    cells.push(amount(volume.adjusted(quarter)));
    cells.push(change(raw_change(draft, volume)));
    cells.push(change(after_season(draft, volume)));
    row(cells)
}

/// The index over the range of the years' ratios; pale when it may be chance.
fn index(quarter: &SeasonalQuarter) -> Cell {
    let ends = quarter
        .ratios
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), ratio| (low.min(*ratio), high.max(*ratio)));
    let range = format!("{}–{}", rounded(ends.0, 2), rounded(ends.1, 2));
    let tone = (!quarter.firm).then_some(Tone::Muted);
    Cell { tone, ..with_detail(rounded(quarter.index, 2), Some(range)) }
}
