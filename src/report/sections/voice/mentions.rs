//! What interviews and the public spoke of: imported counts by theme.

use crate::catalogue::ids;
use crate::domain::{Quarter, Segment};
use crate::metrics::measurement::Measurement;
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{Block, Row, Table};

/// Most themes that are listed.
const MOST: usize = 10;
/// The dimension.
const THEME: &str = "theme";
/// Counts of the columns.
const COUNTS: [&str; 2] = [ids::MENTIONS_INTERVIEWS, ids::MENTIONS_SOCIAL];

/// The themes of the quarter, the most frequent first, each with the quarter before; nothing without counts.
pub fn block(draft: &Draft) -> Option<Block> {
    let now = draft.quarter();
    let sum = |segment: &Segment| COUNTS.iter().filter_map(|metric| count(draft, metric, segment, now)).sum::<f64>();
    let mut themes: Vec<Segment> = COUNTS
        .iter()
        .flat_map(|metric| draft.scene.measurements.parts(metric, THEME, now))
        .map(|one| one.segment.clone())
        .filter(|segment| sum(segment) > 0.0)
        .collect();
    themes.sort();
    themes.dedup();
    themes.sort_by(|a, b| sum(b).total_cmp(&sum(a)));
    if sum(&Segment::Total) <= 0.0 {
        return None;
    }
    let more = themes.len().saturating_sub(MOST);
    themes.truncate(MOST);
    let mut rows: Vec<Row> = themes.iter().map(|theme| row(cells(draft, theme))).collect();
    rows.push(total(cells(draft, &Segment::Total)));
    let head = |id: &str, width: f64| column(draft.words.say(id), "end", width);
    let columns = vec![
        column(draft.dimension(THEME), "start", 1.8),
        head("column-mentions-interviews", 1.1),
        head("column-mentions-social", 1.1),
        head("column-mentions-negative", 1.1),
    ];
    let definitions: Vec<_> = COUNTS.iter().filter_map(|metric| draft.scene.definition(metric)).collect();
    let mut notes = vec![draft.words.say("voice-mentions-note")];
    if more > 0 {
        notes.push(draft.words.count("voice-mentions-more", more as u64, &[("n", &more.to_string())]));
    }
    notes.push(draft.provenance(&definitions));
    let quarters = [draft.dates.short(now.previous()), draft.dates.short(now)];
    let args = [("before", quarters[0].as_str()), ("now", quarters[1].as_str())];
    let caption = draft.words.with("voice-mentions-caption", &args);
    table(Table { id: "voice-mentions".to_owned(), caption, columns, rows, notes })
}

fn cells(draft: &Draft, segment: &Segment) -> Vec<crate::report::model::Cell> {
    let (before, now) = (draft.quarter().previous(), draft.quarter());
    let name = draft.segment(segment);
    let counted = COUNTS.iter().map(|metric| {
        let text = |quarter| {
            let one = count(draft, metric, segment, quarter);
            one.map_or_else(|| draft.words.say("no-figure"), |value| draft.figure(metric).value(value, &draft.words))
        };
        plain(format!("{} → {}", text(before), text(now)))
    });
    let negative = figure(draft, ids::MENTIONS_NEGATIVE_SHARE, segment, now);
    let negative = plain(negative.map_or_else(|| draft.words.say("no-figure"), |one| draft.value(one)));
    std::iter::once(plain(name)).chain(counted).chain([negative]).collect()
}

fn count(draft: &Draft, metric: &str, segment: &Segment, quarter: Quarter) -> Option<f64> {
    figure(draft, metric, segment, quarter).and_then(|one| one.value)
}

fn figure<'a>(draft: &'a Draft, metric: &str, segment: &Segment, quarter: Quarter) -> Option<&'a Measurement> {
    draft.scene.measurements.get(metric, segment, quarter)
}
