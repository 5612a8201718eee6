//! Customisation by its parts, and the index of the ACSI type.

use super::heading;
use crate::catalogue::ids;
use crate::metrics::models::acsi::AcsiQuarter;
use crate::metrics::models::customisation::{CustomisationQuarter, PartName};
use crate::report::draft::{Draft, column, plain, row, table, total};
use crate::report::model::{Block, Cell, Row, Table, Tone};
use crate::report::text::{grouped, rounded};

/// The parts of customisation, in printed order.
const PARTS: [PartName; 4] =
    [PartName::ServicePlan, PartName::CustomisedTickets, PartName::ResponseParity, PartName::NeedsMet];

/// Tables of customisation and of the index, as far as there are figures.
pub fn blocks(draft: &Draft) -> Vec<Block> {
    let mut blocks = Vec::new();
    let customisation = customisation(draft);
    let index = index(draft);
    if customisation.is_some() {
        blocks.push(heading(draft, "rel-customisation"));
        blocks.extend(customisation);
    }
    if index.is_some() {
        blocks.push(heading(draft, "rel-acsi"));
        blocks.extend(index);
    }
    blocks
}

fn customisation(draft: &Draft) -> Option<Block> {
    let quarters = &draft.inputs.study.customisation.as_ref()?.quarters;
    let now = quarters.iter().find(|one| one.quarter == draft.quarter())?;
    let before = quarters.iter().find(|one| one.quarter == draft.quarter().year_before());
    let words = &draft.words;
    let columns = vec![
        column(words.say("rel-column-part"), "start", 3.0),
        column("n", "end", 0.8),
        column(draft.dates.short(now.quarter), "end", 1.0),
        column(draft.dates.short(draft.quarter().year_before()), "end", 1.0),
    ];
    let mut rows: Vec<Row> = PARTS.into_iter().map(|part| part_row(draft, part, (now, before))).collect();
    let score = |one: &CustomisationQuarter| draft.figure(ids::CUSTOMISATION_SCORE).value(one.score, words);
    rows.push(total(vec![
        plain(words.with("rel-customisation-total", &[("parts", &now.parts.len().to_string())])),
        plain(words.say("no-figure")),
        plain(score(now)),
        plain(before.map_or_else(|| words.say("no-figure"), score)),
    ]));
    let notes = vec![words.say("rel-customisation-note"), draft.provenance(&[])];
    let value = score(now);
    let caption = words.with("rel-customisation-caption", &[("score", &value)]);
    table(Table { id: "customisation-table".to_owned(), caption, columns, rows, notes })
}

fn part_row(
    draft: &Draft,
    part: PartName,
    (now, before): (&CustomisationQuarter, Option<&CustomisationQuarter>),
) -> Row {
    let of = |quarter: &CustomisationQuarter| quarter.parts.iter().find(|one| one.part == part).cloned();
    let current = of(now);
    let missing = || Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("rel-missing")) };
    let score = |value: f64| plain(draft.figure(ids::CUSTOMISATION_SCORE).value(value, &draft.words));
    row(vec![
        plain(draft.words.say(&format!("rel-part-{}", crate::report::draft::slug(part.name())))),
        plain(current.as_ref().map_or_else(|| draft.words.say("no-figure"), |one| grouped(one.n))),
        current.map_or_else(missing, |one| score(one.score)),
        before.and_then(of).map_or_else(missing, |one| score(one.score)),
    ])
}

fn index(draft: &Draft) -> Option<Block> {
    let quarters = &draft.inputs.study.acsi.as_ref()?.quarters;
    let shown = |one: &&AcsiQuarter| one.n >= draft.inputs.config.statistics.minimum_n;
    let lines: Vec<&AcsiQuarter> = quarters.iter().filter(shown).collect();
    let last = lines.last()?;
    let words = &draft.words;
    let columns = vec![
        column(words.say("rel-column-wave"), "start", 1.2),
        column("n", "end", 0.7),
        column(words.say("rel-acsi-overall"), "end", 1.0),
        column(words.say("rel-acsi-expectations"), "end", 1.0),
        column(words.say("rel-acsi-ideal"), "end", 1.0),
        column(words.say("rel-acsi-index"), "end", 1.3),
    ];
    let line = |one: &&AcsiQuarter| {
        let measured = draft.scene.total(ids::ACSI_TYPE_INDEX, one.quarter);
        let interval = measured.and_then(|found| draft.interval(found));
        let mut cells = vec![plain(draft.dates.short(one.quarter)), plain(grouped(one.n))];
        cells.extend(one.means.iter().map(|mean| plain(rounded(*mean, 2))));
        let value = draft.figure(ids::ACSI_TYPE_INDEX).value(one.index, words);
        cells.push(crate::report::draft::with_detail(value, interval));
        row(cells)
    };
    let rows: Vec<Row> = lines.iter().map(line).collect();
    let surveys: Vec<_> = draft.scene.definition(ids::ACSI_TYPE_INDEX).into_iter().collect();
    let notes = vec![words.say("rel-acsi-note"), draft.provenance(&surveys)];
    let value = draft.figure(ids::ACSI_TYPE_INDEX).value(last.index, words);
    let args = [("value", value), ("quarter", draft.dates.short(last.quarter))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let caption = words.with("rel-acsi-caption", &args);
    table(Table { id: "acsi-table".to_owned(), caption, columns, rows, notes })
}
