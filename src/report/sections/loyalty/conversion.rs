//! From satisfaction to loyalty: ladder and the four groups (M18); purchases after contacts (M19).

use super::{heading, missing_worth, share_cell, source};
use crate::catalogue::ids;
use crate::domain::Unit;
use crate::metrics::measurement::Status;
use crate::metrics::models::after_contact::{AfterContact, Pairs};
use crate::metrics::models::ladder::{LadderQuarter, Loyal, Step};
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{Block, Cell, ChartBlock, ChartData, Labelled, Ladder, LadderStep, Table, Tone};
use crate::report::sections::trends::ticks;
use crate::report::text::{Figure, grouped, rounded};
use crate::statistics;

const GAP: &str = ids::SATISFACTION_LOYALTY_GAP;
const AFTER: &str = ids::PURCHASE_AFTER_CONTACT_GAP;
const MARGIN: &str = ids::MARGIN_AFTER_CONTACT_GAP;
/// Scores from which a customer is satisfied.
const SATISFIED: usize = 4;

/// Ladder with its table, and the pairs.
pub(super) fn blocks(draft: &mut Draft) -> Vec<Block> {
    let mut blocks = Vec::new();
    let ladder = draft.inputs.study.ladder.as_ref();
    let now = draft.quarter();
    if let Some((loyal, quarter)) =
        ladder.and_then(|study| Some((study.loyal, study.quarters.iter().find(|one| one.quarter == now)?)))
    {
        let least = draft.inputs.config.statistics.minimum_n;
        if draft.scene.now(GAP).is_some_and(|gap| gap.status == Status::Withheld) {
            blocks.push(heading(draft, "ladder"));
            blocks.push(Block::Paragraph { text: withheld(draft, quarter) });
        } else if quarter.satisfied().n.min(quarter.unsatisfied().n) >= least.max(1) {
            blocks.push(heading(draft, "ladder"));
            blocks.push(chart(draft, loyal, quarter));
            blocks.extend(groups(draft, loyal, quarter));
        }
    }
    if let Some(study) = draft.inputs.study.after_contact.as_ref() {
        blocks.extend(after_contact(draft, study));
    }
    blocks
}

/// Why there is no ladder: more than half of the answers say nothing about loyalty.
fn withheld(draft: &Draft, quarter: &LadderQuarter) -> String {
    let known: u64 = quarter.steps.iter().map(|step| step.n).sum();
    let args = [("missing", grouped(quarter.unknown)), ("known", grouped(known))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("loyalty-ladder-withheld", &args)
}

fn suffix(loyal: Loyal) -> &'static str {
    match loyal {
        Loyal::BoughtAgain => "bought",
        Loyal::Stayed => "stayed",
    }
}

fn chart(draft: &mut Draft, loyal: Loyal, quarter: &LadderQuarter) -> Block {
    let steps: Vec<LadderStep> =
        quarter.steps.iter().enumerate().map(|(at, step)| ladder_step(draft, at + 1, *step)).collect();
    let highest = steps.iter().filter_map(|step| step.interval).map(|(_, high)| high).fold(10.0, f64::max);
    let figure = Figure::percent();
    let tick = |value: f64| Labelled { value, label: figure.value(value, &draft.words) };
    let unit = draft.words.say(&format!("loyalty-ladder-unit-{}", suffix(loyal)));
    let data = Ladder { unit, steps, ticks: ticks(Unit::Percent, 0.0, highest).into_iter().map(tick).collect() };
    let values: Vec<String> = data
        .steps
        .iter()
        .map(|step| {
            let value = step.value.as_ref().map_or_else(|| draft.words.say("no-figure"), |value| value.label.clone());
            format!("{} {value}", step.label)
        })
        .collect();
    let n: u64 = quarter.steps.iter().map(|step| step.n).sum();
    let args = [
        ("from", draft.dates.day(quarter.from)),
        ("until", draft.dates.day(quarter.until)),
        ("n", grouped(n)),
        ("open", grouped(quarter.immature)),
        ("level", draft.level()),
        ("provenance", source(draft, &[GAP])),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let id = "loyalty-ladder-chart".to_owned();
    let block = ChartBlock {
        id: id.clone(),
        title: title(draft, loyal, quarter),
        caption: draft.words.with("loyalty-ladder-caption", &args),
        alt: draft.words.with("loyalty-ladder-alt", &[("steps", &draft.list(&values))]),
    };
    draft.charts.insert(id, ChartData::Ladder(data));
    Block::Chart(block)
}

fn ladder_step(draft: &Draft, score: usize, step: Step) -> LadderStep {
    let policy = &draft.inputs.config.statistics;
    let shown = step.n >= policy.minimum_n.max(1);
    let value = 100.0 * step.loyal as f64 / step.n.max(1) as f64;
    let bounds = statistics::wilson(step.loyal, step.n, policy.confidence).map(|bounds| bounds.scaled(100.0));
    let note = match shown {
        true => draft.words.with("n-is", &[("n", &grouped(step.n))]),
        false => draft.words.with("suppressed", &[("n", &grouped(policy.minimum_n))]),
    };
    LadderStep {
        label: draft.words.with("loyalty-ladder-score", &[("score", &score.to_string())]),
        note,
        value: shown.then(|| Figure::percent().labelled(value, &draft.words)),
        interval: bounds.filter(|_| shown).map(|bounds| (bounds.low, bounds.high)),
        weak: step.n < policy.verdict_n,
        satisfied: score >= SATISFIED,
    }
}

/// What the difference says, as strongly as its interval allows.
fn title(draft: &Draft, loyal: Loyal, quarter: &LadderQuarter) -> String {
    let words = &draft.words;
    let (happy, unhappy) = (quarter.satisfied(), quarter.unsatisfied());
    let share = |step: Step| Figure::percent().value(100.0 * step.loyal as f64 / step.n.max(1) as f64, words);
    let gap = draft.scene.now(GAP);
    let weak = gap.is_none_or(|gap| gap.n < draft.inputs.config.statistics.verdict_n);
    let interval = gap.and_then(|gap| gap.interval);
    let id = match interval {
        _ if weak => "loyalty-ladder-title-weak",
        Some(interval) if interval.low > 0.0 => "loyalty-ladder-title-higher",
        Some(interval) if interval.high < 0.0 => "loyalty-ladder-title-lower",
        _ => "loyalty-ladder-title-same",
    };
    let outcome = words.say(&format!("loyalty-outcome-{}", suffix(loyal)));
    words.with(id, &[("outcome", &outcome), ("satisfied", &share(happy)), ("unsatisfied", &share(unhappy))])
}

/// Apostles, mercenaries, hostages and defectors.
fn groups(draft: &Draft, loyal: Loyal, quarter: &LadderQuarter) -> Option<Block> {
    let words = &draft.words;
    let columns = vec![
        column(draft.words.say("column-item"), "start", 1.2),
        column(words.say(&format!("loyalty-groups-{}", suffix(loyal))), "end", 1.4),
        column(words.say(&format!("loyalty-groups-not-{}", suffix(loyal))), "end", 1.4),
        column(words.say("loyalty-groups-share"), "end", 1.2),
    ];
    let (happy, unhappy) = (quarter.satisfied(), quarter.unsatisfied());
    let named = |group: &str, n: u64| {
        let name = words.say(&format!("loyalty-group-{group}"));
        Cell { text: grouped(n), detail: Some(name), ..Cell::default() }
    };
    let line = |name: &str, step: Step, groups: [&str; 2]| {
        row(vec![
            plain(words.say(name)),
            named(groups[0], step.loyal),
            named(groups[1], step.n - step.loyal),
            share_cell(draft, step.loyal, step.n),
        ])
    };
    let all = Step { n: happy.n + unhappy.n, loyal: happy.loyal + unhappy.loyal };
    let rows = vec![
        line("loyalty-groups-satisfied", happy, ["apostles", "mercenaries"]),
        line("loyalty-groups-unsatisfied", unhappy, ["hostages", "defectors"]),
        total(vec![
            plain(words.say("total")),
            plain(grouped(all.loyal)),
            plain(grouped(all.n - all.loyal)),
            share_cell(draft, all.loyal, all.n),
        ]),
    ];
    table(Table {
        id: "loyalty-groups".to_owned(),
        caption: words.say("loyalty-groups-caption"),
        columns,
        rows,
        notes: vec![difference(draft, happy, unhappy), words.say("loyalty-association"), source(draft, &[GAP])],
    })
}

/// Difference with Newcombe's interval, and ratio.
fn difference(draft: &Draft, happy: Step, unhappy: Step) -> String {
    let figure = Figure::percent();
    let level = draft.inputs.config.statistics.confidence;
    let (a, b) = (happy.loyal as f64 / happy.n as f64, unhappy.loyal as f64 / unhappy.n as f64);
    let bounds = statistics::newcombe((happy.loyal, happy.n), (unhappy.loyal, unhappy.n), level);
    let interval = bounds
        .map(|bounds| bounds.scaled(100.0))
        .map_or_else(String::new, |bounds| figure.change_range(bounds.low, bounds.high, &draft.words));
    let ratio = if b > 0.0 { rounded(a / b, 2) } else { draft.words.say("no-figure") };
    let args = [
        ("difference", figure.change(figure.between(100.0 * b, 100.0 * a), &draft.words)),
        ("level", draft.level()),
        ("interval", interval),
        ("ratio", ratio),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("loyalty-difference", &args)
}

fn after_contact(draft: &Draft, study: &AfterContact) -> Vec<Block> {
    let Some(found) = study.quarters.iter().find(|one| one.quarter == draft.quarter()).map(|one| &one.found) else {
        return Vec::new();
    };
    if found.pairs() < draft.inputs.config.statistics.minimum_n.max(1) {
        return Vec::new();
    }
    let mut blocks = vec![heading(draft, "contact"), Block::Paragraph { text: contact_message(draft) }];
    blocks.extend(contact_table(draft, found, study));
    blocks
}

fn contact_message(draft: &Draft) -> String {
    let figure = Figure::percent();
    let gap = draft.scene.now(AFTER);
    let interval = gap.and_then(|gap| gap.interval);
    let weak = gap.is_none_or(|gap| gap.n < draft.inputs.config.statistics.verdict_n);
    let id = match interval {
        _ if weak => "loyalty-contact-weak",
        Some(interval) if interval.low > 0.0 => "loyalty-contact-more",
        Some(interval) if interval.high < 0.0 => "loyalty-contact-fewer",
        _ => "loyalty-contact-same",
    };
    let value = gap.and_then(|gap| gap.value).map_or_else(String::new, |value| figure.change(value, &draft.words));
    let interval = interval.map_or_else(String::new, |one| figure.change_range(one.low, one.high, &draft.words));
    draft.words.with(id, &[("gap", &value), ("level", &draft.level()), ("interval", &interval)])
}

fn contact_table(draft: &Draft, found: &Pairs, study: &AfterContact) -> Option<Block> {
    let words = &draft.words;
    let figure = Figure::percent();
    let n = found.pairs();
    let columns = vec![
        column(draft.words.say("column-item"), "start", 2.0),
        column(words.say("loyalty-contact-with"), "end", 1.0),
        column(words.say("loyalty-contact-without"), "end", 1.0),
        column(words.say("loyalty-contact-gap"), "end", 1.6),
    ];
    let with_interval = |text: String, interval: Option<(f64, f64)>, range: &dyn Fn(f64, f64) -> String| Cell {
        text,
        detail: interval.map(|(low, high)| range(low, high)),
        tone: (n < draft.inputs.config.statistics.verdict_n).then_some(Tone::Muted),
        ..Cell::default()
    };
    let gap = found.gap(draft.inputs.config.statistics.confidence)?;
    let bounds = Some((100.0 * gap.1.low, 100.0 * gap.1.high));
    let mut rows = vec![row(vec![
        plain(words.say("loyalty-contact-share")),
        share_cell(draft, found.both + found.only_contact, n),
        share_cell(draft, found.both + found.only_other, n),
        with_interval(figure.change(100.0 * gap.0, words), bounds, &|low, high| figure.change_range(low, high, words)),
    ])];
    if study.by_margin {
        let money = draft.figure(MARGIN);
        rows.push(row(vec![
            plain(words.say("loyalty-contact-margin")),
            plain(money.value(found.worth_contact, words)),
            plain(money.value(found.worth_other, words)),
            with_interval(
                money.change(money.between(found.worth_other, found.worth_contact), words),
                found.worth_interval,
                &|low, high| money.change_range(low, high, words),
            ),
        ]));
    }
    let args = [("open", grouped(found.immature)), ("unmatched", grouped(found.unmatched)), ("n", grouped(n))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut notes = vec![words.with("loyalty-contact-note", &args)];
    notes.extend(missing_worth(draft, if study.by_margin { study.without_worth } else { 0 }));
    notes.push(source(draft, &[AFTER, ids::CONTACTS]));
    table(Table {
        id: "loyalty-contact-table".to_owned(),
        caption: words.with("loyalty-contact-caption", &[("quarter", &draft.dates.short(draft.quarter()))]),
        columns,
        rows,
        notes,
    })
}
