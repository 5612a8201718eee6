//! Answers by quarter, raw and weighted, the change with what else changed, and the profile of the
//! respondents against all contacts.

use crate::catalogue::ids;
use crate::metrics::models::voice::{Profile, SampleChange, Shift, ShiftVerdict, VoiceStudy, Wave};
use crate::report::draft::{Draft, column, group, plain, row, with_detail};
use crate::report::model::{Block, Callout, Cell, Row, Table, Tone};
use crate::report::text::{Figure, grouped, rounded, signed};

/// Most quarters in the table.
const QUARTERS: usize = 5;
/// Share of contacts in percent below which it matters little that nobody speaks for them.
const FEW: f64 = 1.0;
/// Most parts of a dimension in the profile.
const PARTS: usize = 8;

/// The blocks; none without answers to interactions.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    let Some(study) = draft.inputs.study.voice.as_ref() else { return Vec::new() };
    let mut blocks = vec![
        Block::Heading { text: draft.words.say("voice-heading-answers"), id: "voice-answers".to_owned() },
        Block::Table(waves(draft, study)),
    ];
    blocks.extend(study.shifts.iter().filter_map(|shift| callout(draft, shift)));
    blocks.extend(study.waves.last().and_then(|wave| super::precision::block(draft, wave)));
    blocks.extend(super::invitations::block(draft));
    blocks.extend(study.waves.last().and_then(|wave| profile(draft, wave, study)));
    blocks
}

fn dimension(draft: &Draft, name: &str) -> String {
    if name == "resolved" { draft.words.say("voice-resolved") } else { draft.dimension(name) }
}

fn part(draft: &Draft, name: &str, value: Option<&str>) -> String {
    match (name, value) {
        ("resolved", Some("yes")) => draft.words.say("voice-resolved-yes"),
        ("resolved", Some("no")) => draft.words.say("voice-resolved-no"),
        _ => draft.part(name, value),
    }
}

fn waves(draft: &Draft, study: &VoiceStudy) -> Table {
    let head = |id: &str, align: &str, width: f64| column(draft.words.say(id), align, width);
    let columns = vec![
        head("column-quarter", "start", 1.0),
        head("column-contacts", "end", 1.0),
        head("column-invited", "end", 1.1),
        head("column-response-rate", "end", 1.1),
        head("column-answers", "end", 0.9),
        head("column-raw", "end", 1.6),
        head("column-weighted", "end", 1.6),
        head("column-effective", "end", 1.1),
        head("column-covered", "end", 1.0),
    ];
    let from = study.waves.len().saturating_sub(QUARTERS);
    let rows: Vec<Row> = study.waves[from..].iter().map(|wave| wave_row(draft, wave)).collect();
    let cells: Vec<String> = study.cells.iter().map(|name| dimension(draft, name)).collect();
    let mut notes = vec![draft.words.with("voice-weighting-note", &[("cells", &draft.list(&cells))])];
    if study.waves.last().is_some_and(|wave| wave.invited.is_none()) {
        let by_wave = super::invitations::block(draft).is_some();
        notes.push(draft.words.say(if by_wave { "voice-invitations-waves" } else { "voice-no-invitations" }));
    }
    let definitions: Vec<_> =
        [ids::CSAT_TOP2, ids::CONTACTS].iter().filter_map(|id| draft.scene.definition(id)).collect();
    notes.push(draft.provenance(&definitions));
    notes.push(draft.policy_note());
    let caption = draft.words.say("voice-answers-caption");
    Table { id: "voice-waves".to_owned(), caption, columns, rows, notes }
}

fn wave_row(draft: &Draft, wave: &Wave) -> Row {
    let percent = Figure::percent();
    let policy = &draft.inputs.config.statistics;
    let none = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) };
    let hidden = wave.answers.n < policy.minimum_n;
    let share = |value: Option<f64>, interval: Option<(f64, f64)>| match value.filter(|_| !hidden) {
        Some(value) => {
            let range = interval.map(|(low, high)| percent.range(low, high, &draft.words));
            let tone = (wave.answers.n < policy.verdict_n).then_some(Tone::Muted);
            Cell { tone, ..with_detail(percent.value(value, &draft.words), range) }
        }
        None => none(),
    };
    let unstated = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("not-provided")) };
    let rate = wave.invited.zip(wave.answered).filter(|(invited, _)| *invited >= policy.minimum_n);
    row(vec![
        plain(draft.dates.short(wave.quarter)),
        plain(grouped(wave.contacts)),
        wave.invited.map_or_else(unstated, |invited| plain(grouped(invited))),
        rate.map_or_else(none, |(invited, answered)| {
            plain(percent.value(100.0 * answered as f64 / invited as f64, &draft.words))
        }),
        plain(grouped(wave.answers.n)),
        share(Some(wave.raw), wave.raw_interval),
        share(wave.weighted, wave.weighted_interval),
        wave.effective_n.filter(|_| !hidden).map_or_else(none, |n| plain(rounded(n, 0))),
        plain(percent.value(wave.covered, &draft.words)),
    ])
}

/// Says of a change beyond chance whether it can be believed.
fn callout(draft: &Draft, shift: &Shift) -> Option<Block> {
    if shift.verdict == ShiftVerdict::NotSignificant {
        return None;
    }
    let percent = Figure::percent();
    let doubtful = shift.verdict == ShiftVerdict::Doubtful;
    let reasons: Vec<String> = shift.reasons.iter().map(|reason| reason_words(draft, reason)).collect();
    let args = [
        ("from", draft.dates.short(shift.from)),
        ("change", percent.change(shift.raw, &draft.words)),
        ("interval", percent.change_range(shift.interval.0, shift.interval.1, &draft.words)),
        (
            "weighted",
            shift.weighted.map_or_else(|| draft.words.say("no-figure"), |value| percent.change(value, &draft.words)),
        ),
        ("reasons", reasons.join(&draft.words.separator("clause-separator"))),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let recorded = shift.invitations_known;
    let (tone, title, text) = match (doubtful, recorded) {
        (true, _) => ("warning", "voice-doubtful-title", "voice-doubtful-text"),
        (false, true) => ("note", "voice-changed-title", "voice-changed-text"),
        (false, false) => ("note", "voice-changed-title", "voice-changed-unrecorded"),
    };
    let (title, text) = (draft.words.with(title, &args), draft.words.with(text, &args));
    Some(Block::Callout(Callout { tone: tone.to_owned(), title, text }))
}

fn reason_words(draft: &Draft, reason: &SampleChange) -> String {
    let percent = |value: f64| Figure::percent().value(value, &draft.words);
    match reason {
        SampleChange::Invited(before, now) => {
            let (before, now) = (rounded(*before, 1), rounded(*now, 1));
            draft.words.with("voice-reason-invited", &[("before", &before), ("now", &now)])
        }
        SampleChange::Response(before, now) => {
            let (before, now) = (percent(*before), percent(*now));
            draft.words.with("voice-reason-response", &[("before", &before), ("now", &now)])
        }
        SampleChange::Profile { dimension: name, value, before, now } => {
            let args = [
                ("dimension", dimension(draft, name)),
                ("part", part(draft, name, value.as_deref())),
                ("before", percent(*before)),
                ("now", percent(*now)),
            ];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            draft.words.with("voice-reason-profile", &args)
        }
        SampleChange::Weighting => draft.words.say("voice-reason-weighting"),
    }
}

fn profile(draft: &Draft, wave: &Wave, study: &VoiceStudy) -> Option<Block> {
    if wave.answers.n < draft.inputs.config.statistics.minimum_n || wave.profile.is_empty() {
        return None;
    }
    let head = |id: &str, align: &str, width: f64| column(draft.words.say(id), align, width);
    let columns = vec![
        head("column-part", "start", 1.8),
        head("column-contacts", "end", 1.2),
        head("column-contacts-share", "end", 1.2),
        head("column-answers", "end", 1.2),
        head("column-answers-share", "end", 1.2),
        head("column-difference", "end", 1.4),
    ];
    let rows: Vec<Row> = wave.profile.iter().flat_map(|one| profile_rows(draft, one)).collect();
    let cells: Vec<String> = study.cells.iter().map(|name| dimension(draft, name)).collect();
    let definitions: Vec<_> =
        [ids::CSAT_TOP2, ids::CONTACTS].iter().filter_map(|id| draft.scene.definition(id)).collect();
    let notes =
        vec![draft.words.with("voice-profile-note", &[("cells", &draft.list(&cells))]), draft.provenance(&definitions)];
    let caption = draft.words.with("voice-profile-caption", &[("quarter", &draft.dates.short(wave.quarter))]);
    Some(Block::Table(Table { id: "voice-profile".to_owned(), caption, columns, rows, notes }))
}

fn profile_rows(draft: &Draft, profile: &Profile) -> Vec<Row> {
    let percent = Figure::percent();
    let sum = |of: fn(&crate::metrics::models::voice::ProfilePart) -> u64| {
        profile.parts.iter().map(of).sum::<u64>().max(1) as f64
    };
    let (contacts, answers) = (sum(|part| part.contacts), sum(|part| part.answers));
    let mut parts: Vec<_> = profile.parts.iter().collect();
    parts.sort_by(|a, b| b.contacts.cmp(&a.contacts).then_with(|| a.value.cmp(&b.value)));
    parts.truncate(PARTS);
    let line = |one: &&crate::metrics::models::voice::ProfilePart| {
        let (of_contacts, of_answers) = (100.0 * one.contacts as f64 / contacts, 100.0 * one.answers as f64 / answers);
        let nobody = one.answers == 0 && one.contacts > 0;
        let difference = draft.words.with("change-percent", &[("n", &signed(of_answers - of_contacts, 1))]);
        row(vec![
            plain(part(draft, &profile.dimension, one.value.as_deref())),
            plain(grouped(one.contacts)),
            plain(percent.value(of_contacts, &draft.words)),
            plain(grouped(one.answers)),
            plain(percent.value(of_answers, &draft.words)),
            Cell {
                detail: nobody.then(|| draft.words.say("voice-nobody")),
                tone: nobody.then_some(if of_contacts < FEW { Tone::Muted } else { Tone::Bad }),
                ..plain(difference)
            },
        ])
    };
    let mut rows = vec![group(dimension(draft, &profile.dimension))];
    rows.extend(parts.iter().map(line));
    rows
}
