//! Complaints (R10): the rate in its stated forms, causes as a Pareto, speed, repeats, escalation, the
//! share found valid, and how old the open ones are.

use super::finding::change_clause;
use super::{Written, metric_table};
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::domain::Segment;
use crate::metrics::measurement::{Measurement, Status};
use crate::report::draft::{Draft, slug};
use crate::report::model::{Bars, Block, ChartBlock, ChartData, Labelled, Pareto, ParetoBar, Tone};
use crate::report::text::{Figure, grouped};

/// What is counted by cause.
const COUNT: &str = ids::COMPLAINTS;
/// Where causes are written, best first.
const CAUSES: [&str; 4] = ["root_cause", "category", "product", "channel"];
/// Most causes drawn; the others are summed up.
const MOST_CAUSES: usize = 8;
/// The share of complaints that the main causes reach together, in percent.
const MARK: f64 = 80.0;
/// M12 in its forms.
const RATES: [&str; 9] = [
    ids::COMPLAINT_RATE,
    ids::COMPLAINT_RATE_VALID,
    ids::COMPLAINANTS_RATE,
    ids::COMPLAINTS_PER_100_CONTACTS,
    ids::COMPLAINTS_PER_10000_ORDERS,
    ids::COMPLAINTS_PER_MILLION_CUSTOMERS,
    ids::COMPLAINTS,
    ids::REGULATOR_APPEALS,
    ids::APPEALS_PER_MILLION_CUSTOMERS,
];
/// M13.
const HANDLING: [&str; 15] = [
    ids::COMPLAINT_ACKNOWLEDGE_MEDIAN,
    ids::COMPLAINT_ACKNOWLEDGE_P90,
    ids::COMPLAINT_ACKNOWLEDGED_ON_TIME,
    ids::COMPLAINT_CLOSE_MEDIAN,
    ids::COMPLAINT_CLOSE_P90,
    ids::COMPLAINT_CLOSED_ON_TIME,
    ids::COMPLAINT_CLOSE_CLOSED_MEDIAN,
    ids::COMPLAINT_FIRST_POINT_RATE,
    ids::COMPLAINT_REPEAT_RATE,
    ids::COMPLAINT_ESCALATED_SHARE,
    ids::COMPLAINT_UPHELD_SHARE,
    ids::FEEDBACK_CLOSED_LOOP_RATE,
    ids::COMPLAINT_HANDLING_SATISFACTION,
    ids::COMPENSATION_PER_COMPLAINT,
    ids::COMPLAINT_OPEN_END,
];
/// Age bands of open complaints.
const AGES: [&str; 4] = [
    ids::COMPLAINT_AGE_0_7_DAYS,
    ids::COMPLAINT_AGE_8_15_DAYS,
    ids::COMPLAINT_AGE_16_30_DAYS,
    ids::COMPLAINT_AGE_OVER_30_DAYS,
];

/// The section; nothing without complaints in the quarter.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let now = draft.scene.now(COUNT).filter(|now| now.status == Status::Ok)?;
    let total = now.value.filter(|count| *count > 0.0)?;
    let causes = causes(draft, total);
    let title = title(draft, causes.as_ref())?;
    let quarter = draft.dates.short(draft.quarter());
    let caption = |id: &str| draft.words.with(id, &[("quarter", &quarter)]);
    let rates = metric_table::named(draft, "complaint-rates", caption("complaint-rates-caption"), &RATES);
    let handling = metric_table::named(draft, "complaint-handling", caption("complaint-handling-caption"), &HANDLING);
    let mut blocks: Vec<Block> = rates.into_iter().collect();
    blocks.extend(causes.map(|causes| pareto(draft, causes)));
    blocks.extend(handling);
    blocks.extend(ages(draft));
    blocks.push(Block::Paragraph { text: draft.words.say("complaints-note") });
    Some((title, blocks))
}

/// Complaints by cause, most frequent first.
struct Causes {
    dimension: &'static str,
    /// Name and number; what has no name or is rare comes last.
    counts: Vec<(String, f64)>,
    total: f64,
    /// How many of the first reach the mark.
    vital: usize,
}

fn causes(draft: &Draft, total: f64) -> Option<Causes> {
    let few = draft.inputs.config.statistics.minimum_n as f64;
    if total < few {
        return None;
    }
    let named = |dimension: &&'static str| parts(draft, dimension).iter().filter(|(name, _)| name.is_some()).count();
    let dimension = CAUSES.into_iter().find(|dimension| named(dimension) > 1)?;
    let mut known: Vec<(String, f64)> = Vec::new();
    for (name, count) in parts(draft, dimension) {
        known.extend(name.map(|name| (draft.part(dimension, Some(&name)), count)));
    }
    known.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    known.truncate(MOST_CAUSES);
    let named: f64 = known.iter().map(|(_, count)| count).sum();
    let mut running = 0.0;
    let mut vital = 0;
    for (_, count) in &known {
        if running < MARK / 100.0 * total {
            running += count;
            vital += 1;
        }
    }
    if total - named > 0.5 {
        known.push((draft.words.say("complaint-causes-rest"), total - named));
    }
    Some(Causes { dimension, counts: known, total, vital })
}

/// Complaints by part of a dimension; a hidden part has none.
fn parts(draft: &Draft, dimension: &str) -> Vec<(Option<String>, f64)> {
    let shown = |one: &&Measurement| one.status == Status::Ok;
    let counted = |one: &Measurement| match &one.segment {
        Segment::Part { value, .. } => one.value.filter(|count| *count > 0.0).map(|count| (value.clone(), count)),
        Segment::Total => None,
    };
    let parts = draft.scene.measurements.parts(COUNT, dimension, draft.quarter());
    parts.into_iter().filter(shown).filter_map(counted).collect()
}

fn title(draft: &Draft, causes: Option<&Causes>) -> Option<String> {
    let rate = [ids::COMPLAINT_RATE, ids::COMPLAINTS_PER_100_CONTACTS, COUNT].into_iter().find_map(|metric| {
        let now = draft.scene.now(metric).filter(|now| matches!(now.status, Status::Ok | Status::LowBase))?;
        Some((draft.title_of(draft.scene.definition(metric)?), spoken(draft, metric, now)))
    });
    let (metric, value) = rate?;
    let args = [("metric", metric.as_str()), ("value", value.as_str())];
    Some(match causes.filter(|causes| causes.vital > 0 && causes.vital < causes.counts.len()) {
        Some(causes) => {
            let share = running(causes, causes.vital - 1);
            let first = &causes.counts[0].0;
            let more = [("share", share.as_str()), ("first", first.as_str())];
            let args: Vec<(&str, &str)> = args.into_iter().chain(more).collect();
            draft.words.count("complaints-title-causes", causes.vital as u64, &args)
        }
        None => moved_title(draft).unwrap_or_else(|| draft.words.with("complaints-title", &args)),
    })
}

/// The figure beside its name, which often says what it is counted by.
fn spoken(draft: &Draft, metric: &str, now: &Measurement) -> String {
    let number = now.value.map(|value| draft.figure(metric).value_beside(value, &draft.words));
    number.filter(|_| metric != ids::COMPLAINT_RATE).unwrap_or_else(|| draft.value(now))
}

/// Where no cause stands out, what the rate did.
fn moved_title(draft: &Draft) -> Option<String> {
    let shown = |now: &&Measurement| matches!(now.status, Status::Ok | Status::LowBase);
    let known = [ids::COMPLAINT_RATE, ids::COMPLAINTS_PER_100_CONTACTS].into_iter();
    let (definition, value) = known
        .filter_map(|metric| draft.scene.definition(metric))
        .find_map(|one| Some((one, spoken(draft, &one.id, draft.scene.now(&one.id).filter(shown)?))))?;
    let change = draft.scene.year_on_year(definition).ok()?;
    let clause = change_clause(draft, definition, &change, draft.quarter().year_before());
    let args = [("metric", draft.title_of(definition)), ("value", value), ("change", clause)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.words.with("headline-moved", &args))
}

/// The running share up to a cause, as printed.
fn running(causes: &Causes, last: usize) -> String {
    let sum: f64 = causes.counts[..=last].iter().map(|(_, count)| count).sum();
    crate::report::text::rounded(100.0 * sum / causes.total, 1) + "%"
}

fn pareto(draft: &mut Draft, causes: Causes) -> Block {
    let label = |at: usize, count: f64| {
        let args = [("count", grouped(count as u64)), ("share", running(&causes, at))];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        draft.words.with("complaint-causes-bar", &args)
    };
    let bar = |(at, (name, count)): (usize, &(String, f64))| ParetoBar {
        label: name.clone(),
        value: Labelled { value: *count, label: label(at, *count) },
        vital: at < causes.vital,
    };
    let bars: Vec<ParetoBar> = causes.counts.iter().enumerate().map(bar).collect();
    let listed: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.value.label)).collect();
    let dimension = draft.dimension(causes.dimension);
    let n = draft.words.with("n-is", &[("n", &grouped(causes.total as u64))]);
    let definitions: Vec<&Definition> = draft.scene.definition(COUNT).into_iter().collect();
    let named = causes.counts.len();
    let title = if causes.vital < named {
        let args = [("dimension", dimension.as_str()), ("share", &running(&causes, causes.vital - 1))];
        draft.words.count("complaint-causes-title", causes.vital as u64, &args)
    } else {
        draft.words.with(
            "complaint-causes-even",
            &[("dimension", &dimension), ("first", &causes.counts[0].0), ("share", &running(&causes, 0))],
        )
    };
    let caption = draft.words.with("two-parts", &[("one", &n), ("other", &draft.provenance(&definitions))]);
    let alt = draft.words.with("complaint-causes-alt", &[("bars", &draft.list(&listed))]);
    let id = format!("pareto-{}", slug(causes.dimension));
    let legend = draft.words.say("complaint-causes-legend");
    draft.charts.insert(id.clone(), ChartData::Pareto(Pareto { bars, legend }));
    Block::Chart(ChartBlock { id, title, caption, alt })
}

/// Age bands of the complaints open at the end of the quarter.
fn ages(draft: &mut Draft) -> Option<Block> {
    let share = |metric: &&'static str| {
        let now = draft.scene.now(metric)?;
        let shown = matches!(now.status, Status::Ok | Status::LowBase);
        now.value.filter(|_| shown).map(|value| (*metric, value, now.n))
    };
    let shares: Vec<(&str, f64, u64)> = AGES.iter().filter_map(share).collect();
    if shares.len() < AGES.len() {
        return None;
    }
    let figure = Figure::percent();
    let bar = |(metric, value, _): &(&str, f64, u64)| {
        let old = metric.ends_with("over_30_days") && *value > 0.0;
        let name = draft.words.say(&format!("age-{}", slug(metric.trim_start_matches("complaint_age_"))));
        (name, figure.labelled(*value, &draft.words), if old { Tone::Bad } else { Tone::Neutral })
    };
    let bars: Vec<_> = shares.iter().map(bar).collect();
    let open = shares[0].2;
    let old = bars[AGES.len() - 1].1.label.clone();
    let args = [("open", grouped(open)), ("old", old)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let title = draft.words.count("complaint-ages-title", open, &args);
    let listed: Vec<String> = bars.iter().map(|(name, value, _)| format!("{name} {}", value.label)).collect();
    let definitions: Vec<&Definition> = draft.scene.definition(AGES[0]).into_iter().collect();
    let n = draft.words.with("n-is", &[("n", &grouped(open))]);
    let caption = draft.words.with("two-parts", &[("one", &n), ("other", &draft.provenance(&definitions))]);
    let alt = draft.words.with("complaint-ages-alt", &[("bars", &draft.list(&listed))]);
    let id = "complaint-ages".to_owned();
    draft.charts.insert(id.clone(), ChartData::Bars(Bars { bars, reference: None }));
    Some(Block::Chart(ChartBlock { id, title, caption, alt }))
}
