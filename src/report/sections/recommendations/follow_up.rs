//! What became of the actions agreed before, in words.

use crate::insight::{ActionState, FollowUp, Moved, NoVerdict, Outcome, follow_up};
use crate::report::draft::{Draft, column, no_change, plain, row, table, with_detail};
use crate::report::model::{Block, Cell, Row, Table, Tone};

/// Every action with what came of it; none without a file of actions.
pub fn of<'a>(draft: &Draft<'a>) -> Vec<FollowUp<'a>> {
    let config = draft.inputs.config;
    let today = config.as_of.to_local(config.time_zone).date();
    follow_up(&draft.scene, config.actions.as_deref().unwrap_or_default(), today)
}

/// How many were done, how many metrics moved.
pub fn summary(draft: &Draft, followed: &[FollowUp]) -> String {
    let state = |wanted: fn(&ActionState) -> bool| followed.iter().filter(|one| wanted(&one.state)).count().to_string();
    let moved = |wanted: fn(Moved) -> bool| {
        let hit = |one: &&FollowUp| matches!(&one.outcome, Outcome::Measured { verdict, .. } if wanted(*verdict));
        followed.iter().filter(hit).count().to_string()
    };
    let args = [
        ("all", followed.len().to_string()),
        ("done", state(|one| matches!(one, ActionState::Done { .. }))),
        ("overdue", state(|one| *one == ActionState::Overdue)),
        ("better", moved(|one| matches!(one, Moved::AsExpected | Moved::LessThanExpected | Moved::Better))),
        ("noise", moved(|one| one == Moved::WithinNoise)),
        ("worse", moved(|one| one == Moved::Worse)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.count("follow-up-summary", followed.len() as u64, &args)
}

/// Heading, summary and table.
pub fn blocks(draft: &Draft, followed: &[FollowUp]) -> Vec<Block> {
    if followed.is_empty() {
        return Vec::new();
    }
    let say = |id: &str| draft.words.say(id);
    let columns = vec![
        column(say("column-action"), "start", 2.4),
        column(say("column-owner"), "start", 1.4),
        column(say("column-done"), "start", 1.3),
        column(say("column-metric"), "start", 1.6),
        column(say("column-since"), "start", 2.0),
        column(say("column-verdict"), "start", 1.6),
    ];
    let definitions: Vec<_> = followed.iter().filter_map(|one| draft.scene.definition(&one.action.metric)).collect();
    let notes = vec![draft.provenance(&definitions), draft.words.with("follow-up-note", &[("level", &draft.level())])];
    let rows = followed.iter().map(|one| action_row(draft, one)).collect();
    let caption = summary(draft, followed);
    let mut blocks = vec![Block::Heading { text: say("follow-up-heading"), id: "follow-up".to_owned() }];
    blocks.extend(table(Table { id: "follow-up-table".to_owned(), caption, columns, rows, notes }));
    blocks
}

fn action_row(draft: &Draft, one: &FollowUp) -> Row {
    let action = one.action;
    let lever = draft.words.say(&format!("lever-{}", action.lever.name().replace('_', "-")));
    let name = draft.words.with("two-parts", &[("one", &action.id), ("other", &lever)]);
    let metric = draft.scene.definition(&action.metric).map(|found| draft.title_of(found)).unwrap_or_default();
    let due = draft.words.with("due-on", &[("day", &action.due.to_string())]);
    row(vec![
        with_detail(draft.foreign(&action.title), Some(name)),
        with_detail(action.owner.clone(), Some(due)),
        state_cell(draft, one.state),
        plain(metric),
        since_cell(draft, one),
        verdict_cell(draft, one),
    ])
}

fn state_cell(draft: &Draft, state: ActionState) -> Cell {
    let (symbol, tone, id, day) = match state {
        ActionState::Done { on, late: false } => ("✓", Tone::Good, "action-done", on),
        ActionState::Done { on, late: true } => ("✓", Tone::Neutral, "action-done-late", on),
        ActionState::Overdue => ("✗", Tone::Bad, "action-overdue", None),
        ActionState::Open => ("○", Tone::Neutral, "action-open", None),
    };
    let detail = day.map(|day| day.to_string());
    Cell { symbol: Some(symbol.to_owned()), tone: Some(tone), ..with_detail(draft.words.say(id), detail) }
}

/// From which quarter to which, and the change with its interval.
fn since_cell(draft: &Draft, one: &FollowUp) -> Cell {
    let Outcome::Measured { base, change, .. } = &one.outcome else {
        return Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    };
    let figure = draft.figure(&one.action.metric);
    let (before, now) = (figure.value(change.before, &draft.words), figure.value(change.now, &draft.words));
    let args = [
        ("base", draft.dates.short(*base)),
        ("before", before),
        ("quarter", draft.dates.short(draft.quarter())),
        ("now", now),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let moved = draft.change(&one.action.metric, change);
    let detail = match change.interval {
        Some((low, high)) => {
            let range = figure.change_range(low, high, &draft.words);
            draft.words.with("since-detail", &[("change", &moved), ("level", &draft.level()), ("interval", &range)])
        }
        None => draft.words.with("since-detail-plain", &[("change", &moved)]),
    };
    with_detail(draft.words.with("since-line", &args), Some(detail))
}

fn verdict_cell(draft: &Draft, one: &FollowUp) -> Cell {
    let (symbol, tone, text) = match &one.outcome {
        Outcome::Measured { verdict, .. } => {
            let (symbol, tone, id) = match verdict {
                Moved::AsExpected => ("✓", Tone::Good, "moved-as-expected"),
                Moved::LessThanExpected => ("○", Tone::Neutral, "moved-less"),
                Moved::Better => ("✓", Tone::Good, "moved-better"),
                Moved::WithinNoise => ("○", Tone::Neutral, "moved-noise"),
                Moved::Worse => ("✗", Tone::Bad, "moved-worse"),
                Moved::NoVerdict => ("–", Tone::Muted, "moved-no-verdict"),
            };
            (symbol, tone, draft.words.say(id))
        }
        Outcome::TooEarly => ("–", Tone::Muted, draft.words.say("moved-too-early")),
        Outcome::Unknown(NoVerdict::NoBase) => ("–", Tone::Muted, draft.words.say("moved-no-base")),
        Outcome::Unknown(reason) => ("–", Tone::Muted, draft.words.say(no_change(*reason))),
    };
    let promised = one.action.expected_effect.map(|effect| {
        let change = draft.figure(&one.action.metric).change(effect, &draft.words);
        draft.words.with("expected-is", &[("change", &change)])
    });
    Cell { symbol: Some(symbol.to_owned()), tone: Some(tone), ..with_detail(text, promised) }
}
