//! Drivers (R11): what goes with overall satisfaction, importance against performance. Always said as
//! an association, and refused when the answers are too few.

use super::Written;
use super::trends::ticks;
use crate::catalogue::ids;
use crate::domain::Unit;
use crate::metrics::models::drivers::{DriverItem, DriverStudy, Explained};
use crate::report::draft::{Draft, column, plain, row, with_detail};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Labelled, Quadrant, QuadrantPoint, Row, Table, Tone,
};
use crate::report::text::{Figure, grouped, rounded};
use crate::statistics::{DriverMethod, DriverRefusal};

/// Id of the chart.
const CHART: &str = "drivers-quadrant";

/// The drivers section; nothing without respondents who rated items.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let study = draft.inputs.study.drivers.as_ref()?;
    let mut blocks = Vec::new();
    let title = match &study.explained {
        Explained::Shares { r_squared, .. } => {
            blocks.push(Block::Paragraph { text: intro(draft, study, *r_squared) });
            blocks.extend(chart(draft, study).map(Block::Chart));
            title(draft, study, *r_squared)
        }
        Explained::Refused(why) => {
            blocks.push(Block::Callout(Callout {
                tone: "note".to_owned(),
                title: draft.words.say("drivers-refused-title"),
                text: refusal(draft, study, *why),
            }));
            draft.words.say("drivers-title-refused")
        }
    };
    blocks.push(Block::Table(items_table(draft, study)));
    Some((title, blocks))
}

fn refusal(draft: &Draft, study: &DriverStudy, why: DriverRefusal) -> String {
    let words = &draft.words;
    match why {
        DriverRefusal::TooFew { n, needed } => {
            let args = [
                ("n", grouped(n as u64)),
                ("needed", grouped(needed as u64)),
                ("items", study.items.len().to_string()),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            words.with("drivers-refused-few", &args)
        }
        DriverRefusal::NoDrivers => words.say("drivers-refused-none"),
        DriverRefusal::NoSpread => words.say("drivers-refused-no-spread"),
        DriverRefusal::NoSpreadOf { driver } => {
            let item = study.items.get(driver).map_or(String::new(), |item| name(draft, item));
            words.with("drivers-refused-no-spread-of", &[("item", &item)])
        }
    }
}

fn name(draft: &Draft, item: &DriverItem) -> String {
    let titles = &draft.inputs.config.voice.drivers.titles;
    let found = titles.iter().find(|(id, _)| *id == item.item);
    found.map_or_else(|| item.item.clone(), |(_, title)| draft.foreign(title))
}

/// Items by importance, the most important first.
fn by_importance(study: &DriverStudy) -> Vec<&DriverItem> {
    let mut order: Vec<&DriverItem> = study.items.iter().collect();
    let of = |item: &DriverItem| item.importance.unwrap_or(f64::NEG_INFINITY);
    order.sort_by(|a, b| of(b).total_cmp(&of(a)).then_with(|| a.item.cmp(&b.item)));
    order
}

fn share(item: &DriverItem, r_squared: f64) -> f64 {
    100.0 * item.importance.unwrap_or(0.0).max(0.0) / r_squared
}

/// Where the quadrants meet: mean importance and mean performance of the items.
fn cross(study: &DriverStudy) -> (f64, f64) {
    let count = study.items.len().max(1) as f64;
    let importance: f64 = study.items.iter().filter_map(|item| item.importance).sum();
    let performance: f64 = study.items.iter().map(|item| item.performance).sum();
    (importance / count, performance / count)
}

/// A quadrant and whether the intervals stay in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Area {
    Strength,
    Repair,
    Keep,
    Chance,
}

fn area(item: &DriverItem, (middle, mean): (f64, f64)) -> (Area, bool) {
    let important = item.importance.unwrap_or(0.0) >= middle;
    let good = item.performance >= mean;
    let clear = |interval: Option<(f64, f64)>, line: f64| interval.is_some_and(|(low, high)| low > line || high < line);
    let sure = clear(item.importance_interval, middle) && clear(item.performance_interval, mean);
    let area = match (important, good) {
        (true, true) => Area::Strength,
        (true, false) => Area::Repair,
        (false, true) => Area::Keep,
        (false, false) => Area::Chance,
    };
    (area, sure)
}

fn area_word(area: Area) -> &'static str {
    match area {
        Area::Strength => "drivers-strength",
        Area::Repair => "drivers-repair",
        Area::Keep => "drivers-keep",
        Area::Chance => "drivers-chance",
    }
}

fn title(draft: &Draft, study: &DriverStudy, r_squared: f64) -> String {
    let order = by_importance(study);
    let Some(first) = order.first() else { return draft.words.say("drivers-title-refused") };
    let apart = match (order.get(1).and_then(|second| second.importance_interval), first.importance_interval) {
        (Some((_, high)), Some((low, _))) => low > high,
        _ => order.len() == 1,
    };
    let percent = Figure::percent();
    let args = [
        ("item", name(draft, first)),
        ("other", order.get(1).map_or(String::new(), |second| name(draft, second))),
        ("share", percent.value(share(first, r_squared), &draft.words)),
        ("performance", rounded(first.performance, 1)),
        ("mean", rounded(cross(study).1, 1)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = match area(first, cross(study)) {
        _ if !apart => "drivers-title-two",
        (Area::Repair, true) => "drivers-title-repair",
        _ => "drivers-title-first",
    };
    draft.words.with(id, &args)
}

fn intro(draft: &Draft, study: &DriverStudy, r_squared: f64) -> String {
    let r_squared = Figure::percent().value(r_squared, &draft.words);
    let args = [("n", grouped(study.complete)), ("items", study.items.len().to_string()), ("r_squared", r_squared)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("drivers-intro", &args)
}

fn chart(draft: &mut Draft, study: &DriverStudy) -> Option<ChartBlock> {
    let cross = cross(study);
    let known: Vec<&DriverItem> = study.items.iter().filter(|item| item.importance.is_some()).collect();
    let ends = |interval: Option<(f64, f64)>, value: f64| interval.map_or([value; 2], |(low, high)| [low, high]);
    let across = known.iter().flat_map(|item| ends(item.importance_interval, item.importance.unwrap_or(0.0)));
    let up = known.iter().flat_map(|item| ends(item.performance_interval, item.performance));
    let extent = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((_, right), (bottom, top)) = (extent(&mut across.into_iter()), extent(&mut up.into_iter()));
    let tick = |value: f64| Labelled { value, label: rounded(value, if value.fract().abs() > 1e-9 { 1 } else { 0 }) };
    let point = |item: &&DriverItem| {
        let (area, sure) = area(item, cross);
        let tone = match (area, sure) {
            (Area::Strength, true) => Tone::Good,
            (Area::Repair, true) => Tone::Bad,
            _ => Tone::Neutral,
        };
        QuadrantPoint {
            label: name(draft, item),
            across: item.importance.unwrap_or(0.0),
            up: item.performance,
            across_interval: item.importance_interval,
            up_interval: item.performance_interval,
            tone,
        }
    };
    let data = Quadrant {
        across: draft.words.say("drivers-axis-importance"),
        up: draft.words.say("drivers-axis-performance"),
        across_ticks: ticks(Unit::Count, 0.0, right).into_iter().map(tick).collect(),
        up_ticks: ticks(Unit::Score, bottom, top).into_iter().map(tick).collect(),
        cross,
        corners: [Area::Keep, Area::Strength, Area::Chance, Area::Repair].map(|area| draft.words.say(area_word(area))),
        points: known.iter().map(point).collect(),
    };
    let listed: Vec<String> = known.iter().map(|item| described(draft, item)).collect();
    let args = [("n", grouped(study.complete)), ("provenance", provenance(draft)), ("level", draft.level())];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let block = ChartBlock {
        id: CHART.to_owned(),
        title: draft.words.say("drivers-chart-title"),
        caption: draft.words.with("drivers-chart-caption", &args),
        alt: draft.words.with("drivers-chart-alt", &[("items", &draft.list(&listed))]),
    };
    (known.len() > 1).then(|| {
        draft.charts.insert(CHART.to_owned(), ChartData::Quadrant(data));
        block
    })
}

fn described(draft: &Draft, item: &DriverItem) -> String {
    let importance = Figure::percent().value(item.importance.unwrap_or(0.0), &draft.words);
    let performance = rounded(item.performance, 1);
    let args = [("item", name(draft, item)), ("importance", importance), ("performance", performance)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("drivers-alt-item", &args)
}

/// Period, survey data, as-of.
fn provenance(draft: &Draft) -> String {
    let surveys = draft.scene.definition(ids::DRIVER_R_SQUARED);
    draft.provenance(&surveys.into_iter().collect::<Vec<_>>())
}

fn items_table(draft: &Draft, study: &DriverStudy) -> Table {
    let head = |id: &str, align: &str, width: f64| column(draft.words.say(id), align, width);
    let columns = vec![
        head("column-driver", "start", 2.0),
        head("column-importance", "end", 1.5),
        head("column-explained-share", "end", 1.2),
        head("column-correlation", "end", 1.0),
        head("column-performance", "end", 1.5),
        head("column-quadrant", "start", 1.5),
    ];
    let r_squared = match study.explained {
        Explained::Shares { r_squared, .. } => Some(r_squared),
        Explained::Refused(_) => None,
    };
    let rows = by_importance(study).into_iter().map(|item| item_row(draft, study, item, r_squared)).collect();
    let caption = draft.words.with("drivers-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    Table { id: "drivers-items".to_owned(), caption, columns, rows, notes: notes(draft, study) }
}

fn item_row(draft: &Draft, study: &DriverStudy, item: &DriverItem, r_squared: Option<f64>) -> Row {
    let percent = Figure::percent();
    let none = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    let n = draft.words.with("n-is", &[("n", &grouped(item.n))]);
    let range = item.performance_interval.map(|(low, high)| format!("{}–{}", rounded(low, 1), rounded(high, 1)));
    let detail = match range {
        Some(range) => draft.words.with("two-parts", &[("one", &n), ("other", &range)]),
        None => n,
    };
    let performance = with_detail(rounded(item.performance, 1), Some(detail));
    let importance = item.importance.map(|value| {
        let interval = item.importance_interval.map(|(low, high)| percent.range(low, high, &draft.words));
        with_detail(percent.value(value.max(0.0), &draft.words), interval)
    });
    let part = r_squared.filter(|_| item.importance.is_some()).map(|r_squared| share(item, r_squared));
    let quadrant = item.importance.map(|_| {
        let (area, sure) = area(item, cross(study));
        let word = draft.words.say(area_word(area));
        let unsure = (!sure).then(|| draft.words.say("drivers-unsure"));
        let tone = match (area, sure) {
            (Area::Strength, true) => Tone::Good,
            (Area::Repair, true) => Tone::Bad,
            _ => Tone::Neutral,
        };
        Cell { tone: Some(tone), ..with_detail(word, unsure) }
    });
    row(vec![
        plain(name(draft, item)),
        importance.unwrap_or_else(none),
        part.map_or_else(none, |part| plain(percent.value(part, &draft.words))),
        item.correlation.map_or_else(none, |value| plain(rounded(value, 2))),
        performance,
        quadrant.unwrap_or_else(none),
    ])
}

fn notes(draft: &Draft, study: &DriverStudy) -> Vec<String> {
    let mut notes = Vec::new();
    let policy = &draft.inputs.config.statistics;
    if let Explained::Shares { method, .. } = study.explained {
        let id = match method {
            DriverMethod::Shapley => "drivers-method-shapley",
            DriverMethod::RelativeWeights => "drivers-method-weights",
        };
        let args = [
            ("draws", grouped(u64::from(policy.bootstrap_draws))),
            ("seed", policy.seed.to_string()),
            ("level", draft.level()),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notes.push(draft.words.with(id, &args));
    }
    let (all, complete) = (grouped(study.respondents), grouped(study.complete));
    notes.push(draft.words.with("drivers-note-n", &[("all", &all), ("complete", &complete)]));
    if !study.left_out.is_empty() {
        let listed: Vec<String> =
            study.left_out.iter().map(|(item, n)| format!("{item} (n={})", grouped(*n))).collect();
        notes.push(draft.words.with("drivers-note-left-out", &[("items", &draft.list(&listed))]));
    }
    notes.push(draft.words.say("drivers-note-association"));
    notes.push(provenance(draft));
    notes
}
