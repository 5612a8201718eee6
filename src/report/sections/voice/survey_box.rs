//! The survey box: exactly the lines of AAPOR's disclosure list. What the client states comes first,
//! what the data say next; the rest is printed as not provided.

use crate::catalogue::ids;
use crate::domain::Localized;
use crate::metrics::models::voice::Wave;
use crate::report::draft::{Draft, column, plain, row};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{Figure, capital, grouped, rounded};

/// The blocks; none when the client's data hold no survey answers.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    if !draft.inputs.quality.tables.contains_key(&crate::domain::Table::Surveys) {
        return Vec::new();
    }
    let stated = &draft.inputs.config.voice.survey;
    let wave = draft.inputs.study.voice.as_ref().and_then(|study| study.waves.last());
    let lines: [(&str, &Option<Localized>, Option<String>); 10] = [
        ("survey-sponsor", &stated.sponsor, None),
        ("survey-wording", &stated.wording, None),
        ("survey-population", &stated.population, None),
        ("survey-sample-source", &stated.sample_source, None),
        ("survey-mode", &stated.mode, None),
        ("survey-dates", &stated.dates, Some(dates(draft))),
        ("survey-sample-size", &stated.sample_size, wave.and_then(|wave| sample_size(draft, wave))),
        ("survey-weighting", &stated.weighting, wave.map(|wave| weighting(draft, wave))),
        ("survey-quality-steps", &stated.quality_steps, Some(quality_steps(draft))),
        ("survey-limitations", &stated.limitations, wave.and_then(|wave| limitations(draft, wave))),
    ];
    let line = |(id, stated, known): (&str, &Option<Localized>, Option<String>)| -> Row {
        let label = plain(draft.words.say(id));
        let text = match (stated, known) {
            (Some(stated), Some(known)) if id == "survey-sample-size" || id == "survey-limitations" => {
                plain(draft.words.with("survey-both", &[("stated", &draft.foreign(stated)), ("known", &known)]))
            }
            (Some(stated), _) => plain(draft.foreign(stated)),
            (None, Some(known)) => plain(known),
            (None, None) => Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("not-provided")) },
        };
        row(vec![label, text])
    };
    let rows: Vec<Row> = lines.into_iter().map(line).collect();
    let columns = vec![
        column(draft.words.say("column-survey-line"), "start", 1.2),
        column(draft.words.say("column-survey-text"), "start", 4.5),
    ];
    let surveys = draft.scene.definition(ids::SURVEY_RESPONSES);
    let notes = vec![draft.words.say("survey-box-note"), draft.provenance(&surveys.into_iter().collect::<Vec<_>>())];
    let caption = draft.words.say("survey-box-caption");
    vec![
        Block::Heading { text: draft.words.say("voice-heading-survey"), id: "voice-survey".to_owned() },
        Block::Table(Table { id: "voice-survey-box".to_owned(), caption, columns, rows, notes }),
    ]
}

/// The quarter whose answers count.
fn dates(draft: &Draft) -> String {
    let period = draft.scene.period();
    let last = period.next_first_day.pred_opt().unwrap_or(period.next_first_day);
    let days = [("from", period.first_day.to_string()), ("to", last.to_string())];
    let days: Vec<(&str, &str)> = days.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("survey-dates-known", &days)
}

fn sample_size(draft: &Draft, wave: &Wave) -> Option<String> {
    let (low, high) = wave.raw_interval.filter(|_| wave.answers.n >= draft.inputs.config.statistics.minimum_n)?;
    let half = rounded((high - low) / 2.0, 1);
    let args = [("n", grouped(wave.answers.n)), ("half", half), ("level", draft.level())];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.words.with("survey-size-known", &args))
}

fn weighting(draft: &Draft, wave: &Wave) -> String {
    let cells = draft.inputs.study.voice.as_ref().map_or(&[] as &[String], |study| study.cells.as_slice());
    let names: Vec<String> = cells
        .iter()
        .map(|name| if name == "resolved" { draft.words.say("voice-resolved") } else { draft.dimension(name) })
        .collect();
    let effective = wave.effective_n.map_or_else(|| draft.words.say("no-figure"), |n| rounded(n, 0));
    draft.words.with("survey-weighting-known", &[("cells", &draft.list(&names)), ("effective", &effective)])
}

/// What this program left out of satisfaction, with counts.
fn quality_steps(draft: &Draft) -> String {
    let now = draft.scene.now(ids::CSAT_TOP2);
    let excluded: u64 = now.map_or(0, |one| one.excluded.iter().map(|(_, rows)| rows).sum());
    let (missing, immature) = now.map_or((0, 0), |one| (one.missing, one.immature));
    let args = [("excluded", grouped(excluded)), ("missing", grouped(missing)), ("immature", grouped(immature))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    draft.words.with("survey-quality-known", &args)
}

fn limitations(draft: &Draft, wave: &Wave) -> Option<String> {
    let mut known = Vec::new();
    if wave.invited.is_none() {
        let by_wave = super::invitations::block(draft).is_some();
        known.push(draft.words.say(if by_wave { "survey-limit-waves" } else { "survey-limit-invitations" }));
    }
    let unsolved = wave.profile.iter().find(|profile| profile.dimension == "resolved");
    let silent = unsolved.and_then(|profile| profile.parts.iter().find(|part| part.value.as_deref() == Some("no")));
    if let Some(part) = silent.filter(|part| part.contacts > 0 && part.answers == 0) {
        let share = Figure::percent().value(100.0 * part.contacts as f64 / wave.contacts as f64, &draft.words);
        // Four of ten thousand are none when printed.
        if share == Figure::percent().value(0.0, &draft.words) {
            return joined(draft, &known);
        }
        known.push(draft.words.with("survey-limit-unsolved", &[("share", &share)]));
    }
    joined(draft, &known)
}

fn joined(draft: &Draft, known: &[String]) -> Option<String> {
    (!known.is_empty()).then(|| capital(&known.join(&draft.words.separator("clause-separator"))))
}
