//! Invitations and response rate by survey wave, else by quarter.

use crate::catalogue::ids;
use crate::domain::Segment;
use crate::metrics::measurement::Measurement;
use crate::report::draft::{Draft, column, plain, row, with_detail};
use crate::report::model::{Block, Row, Table};
use crate::report::text::grouped;

/// Metric of the response rate.
const RATE: &str = ids::SURVEY_RESPONSE_RATE;

/// The table; nothing without a record of invitations.
pub fn block(draft: &Draft) -> Option<Block> {
    let definition = draft.scene.definition(RATE)?;
    let quarters = || draft.scene.periods.iter().map(|period| period.quarter);
    let by_wave: Vec<&Measurement> =
        quarters().flat_map(|quarter| draft.scene.measurements.parts(RATE, "wave", quarter)).collect();
    let total =
        || quarters().filter_map(|quarter| draft.scene.measurements.get(RATE, &Segment::Total, quarter)).collect();
    let known: Vec<&Measurement> = if by_wave.is_empty() { total() } else { by_wave };
    let rows: Vec<Row> = known.into_iter().filter(|one| one.n > 0).map(|one| line(draft, one)).collect();
    if rows.is_empty() {
        return None;
    }
    let head = |id: &str, align: &str, width: f64| column(draft.words.say(id), align, width);
    let columns = vec![
        head("column-quarter", "start", 1.2),
        head("column-wave", "start", 1.2),
        head("column-invited", "end", 1.0),
        head("column-answered", "end", 1.0),
        head("column-response-rate", "end", 1.6),
    ];
    let notes = vec![draft.words.say("voice-invitations-note"), draft.provenance(&[definition]), draft.policy_note()];
    let caption = draft.words.say("voice-invitations-caption");
    Some(Block::Table(Table { id: "voice-invitations".to_owned(), caption, columns, rows, notes }))
}

fn line(draft: &Draft, one: &Measurement) -> Row {
    let wave = match &one.segment {
        Segment::Total => draft.words.say("total"),
        Segment::Part { dimension, value } => draft.part(dimension, value.as_deref()),
    };
    let answered = one.numerator.map_or_else(|| draft.words.say("no-figure"), |answered| grouped(answered as u64));
    row(vec![
        plain(draft.dates.short(one.quarter)),
        plain(wave),
        plain(grouped(one.n)),
        plain(answered),
        with_detail(draft.value(one), draft.interval(one)),
    ])
}
