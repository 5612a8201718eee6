//! What a file says of its columns elsewhere than in the names that the mapping gives: in the full title of a
//! header of several rows, in a row of units below the header, in a line such as `单位：万元` above it.

use super::wish::{Wish, shared_zone};
use super::{Column, Plan, bind, place};
use crate::config::{Source, SourceColumn};
use crate::diagnostic::Diagnostic;
use crate::facts::schema::ColumnType;
use crate::intake::heading::{self, Heading};
use crate::intake::layout::Layout;

/// Binds a wanted plan to a file whose rows are laid out by people, with all that the file says.
pub fn bind_laid_out(plan: Plan, source: &Source, file: &str, layout: &Layout) -> Result<Plan, Vec<Diagnostic>> {
    let mut plan = bind(plan, source, file, &layout.names)?;
    let mut problems = Vec::new();
    for index in 0..plan.columns.len() {
        settle((&mut plan, index), source, layout, &mut problems);
    }
    let undecided = |column: &Column| column.kind == ColumnType::Instant && column.zone.is_none();
    if let Some((line, word)) = &layout.shared_zone
        && layout.zone.is_none()
        && !source.zone_is_named
        && let Some(column) = plan.columns.iter().find(|column| undecided(column))
    {
        let what = format!("`{file}` line {line}");
        problems.push(shared_zone(word, &what, place(source, &column.name)));
    }
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// Reads one column under all that the file says of it.
fn settle((plan, index): (&mut Plan, usize), source: &Source, layout: &Layout, problems: &mut Vec<Diagnostic>) {
    let column = &plan.columns[index];
    if column.is_computed() {
        return;
    }
    let same = SourceColumn { from: column.name.clone(), ..SourceColumn::default() };
    let extra = source.extra.get(&column.name).map(|(_, entry)| entry);
    let entry = source.columns.get(&column.name).or(extra).unwrap_or(&same);
    let known = heading::read(entry.from.trim());
    let (title, further) = further(column, layout);
    // A column that is chosen by its number has the name that stands there.
    let own = if column.position.is_some() { heading::read(&title) } else { known.clone() };
    let heading = further.into_iter().fold(own, Heading::or);
    if heading == known {
        return;
    }
    let wish = Wish {
        target: column.target,
        name: &column.name,
        kind: column.kind,
        required: column.required,
        named: column.named,
    };
    let mut said = Vec::new();
    let found = wish.column_under(source, entry, (&heading, &title), (problems, &mut said));
    let column = &mut plan.columns[index];
    column.style.numbers.scale = found.style.numbers.scale;
    if let (Some(own), Some(found)) = (&mut column.style.spans, found.style.spans) {
        (own.unit, own.numbers.scale) = (found.unit, found.numbers.scale);
        own.colons = own.colons.or(found.colons);
    }
    (column.zone, column.style.names_zone) = (found.zone, found.style.names_zone);
    plan.said.extend(said);
}

/// The full title of a column, and what it, its unit and the head of the file say.
fn further(column: &Column, layout: &Layout) -> (String, Vec<Heading>) {
    let of = |at: &Vec<String>| at.get(column.input).map_or("", |text| text.trim()).to_owned();
    let (title, unit) = (of(&layout.titles), of(&layout.units));
    let unit = unit.trim_matches(['(', ')', '（', '）', '[', ']']);
    // The texts of several header rows, of which a lower one may be a unit.
    let rows = title.split(" / ").skip(1).map(|row| heading::read(&format!("- ({row})")));
    let mut found: Vec<Heading> =
        [heading::read(&format!("- ({unit})")), heading::read(&title)].into_iter().chain(rows).collect();
    if column.kind == ColumnType::Money
        && let Some((_, amounts)) = &layout.amounts
    {
        found.extend(heading::of_amounts(amounts));
    }
    (title, found)
}
