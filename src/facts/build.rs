//! Builds the fact tables of a report.

use super::blank::blank;
use super::column::{Columns, instant_at, key_of, text_at};
use super::computed::{ComputedColumns, compute};
use super::conditions;
use super::context::Context;
use super::derived::{complete_mapped, full_schema, references};
use super::lookup::{Carry, Interactions, Lookup};
use super::merge::{Asked, Merged, judge, merge, twice};
use super::sequence::{Event, Sequence};
use super::staged::Staged;
use super::values::Values;
use super::veiled;
use super::{Error, FactTable, Facts, count, orders, tickets, value_tier, zeros};
use crate::config::{OnDuplicate, ReportConfig};
use crate::diagnostic::Severity;
use crate::domain::{Period, Table};
use crate::intake::{Intake, Reject};
use arrow_array::RecordBatch;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A table after duplicates have been found, before anything is derived.
pub(super) struct Merging {
    pub(super) staged: Staged,
    pub(super) merged: Merged,
    /// Missing cells of each mapped column among the rows that stay.
    pub(super) nulls: Vec<(String, u64)>,
}

/// All tables of a report after duplicates have been found.
pub(super) type Tables = BTreeMap<Table, Merging>;

/// Builds the fact tables of a report: duplicates merged, derived columns computed, quality counted.
/// The periods are those that will be measured.
///
/// Where rows of one key contradict each other, the tables stay away and the diagnostics hold an error.
///
/// # Errors
/// When staged files cannot be read.
pub fn build(report: &ReportConfig, intake: &Intake, periods: &[Period]) -> Result<Facts, Error> {
    let context = Arc::new(Context::new(report));
    let mut facts = Facts { rejects: veiled::rejects(report, intake), ..Facts::default() };
    let mut tables = merged_tables(report, intake, &mut facts)?;
    if facts.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return Ok(facts);
    }
    let values = named_values(report, &mut tables)?;
    let (mut mapped, mut blank) = mapped_columns(&tables, intake, &context);
    let named = named_columns(report);
    facts.quality.doubts = veiled::doubts(report, intake);
    let (purchases, worth) = value_tier::purchases(&tables, &context, report.statistics.missing_withheld)?;
    facts.worth = worth;
    let mut links = BTreeMap::new();
    for (table, merging) in &tables {
        let mut link = Link::new(*table, merging, &tables, &named)?;
        link.computed = compute(*table, merging, &tables, &context)?;
        if named.contains(value_tier::COLUMN)
            && let Some(tiers) = value_tier::compute(*table, merging, &purchases, &context)?
        {
            link.computed.insert(value_tier::COLUMN, tiers);
        }
        links.insert(*table, link);
    }
    for (table, Merging { staged, mut merged, nulls }) in tables {
        let link = links.remove(&table).unwrap_or_default();
        facts.merged.append(&mut merged.listed);
        let mut built = FactTable {
            table,
            mapped: mapped.remove(&table).unwrap_or_default(),
            blank: blank.remove(&table).unwrap_or_default(),
            schema: full_schema(table, &staged.extra, context.calendar.as_ref()),
            staged,
            dropped: std::mem::take(&mut merged.dropped),
            rule: rule(report, table).cloned(),
            context: context.clone(),
            sequence: link.sequence,
            lookups: link.lookups,
            interactions: link.interactions,
            computed: link.computed,
            values: values.clone(),
            span: None,
        };
        count::table(&mut facts.quality, &mut built, (&merged, nulls), (intake, periods))?;
        facts.tables.insert(table, built);
    }
    for (table, quality) in unstaged(intake, &facts) {
        facts.quality.tables.insert(table, quality);
    }
    for crowded in facts.quality.tables.values_mut().flat_map(|table| &mut table.crowded) {
        crowded.id = report.privacy.cell(crowded.column, &crowded.id);
    }
    facts
        .rejects
        .sort_by(|a: &Reject, b| (a.table, &a.file, a.line, &a.column).cmp(&(b.table, &b.file, b.line, &b.column)));
    Ok(facts)
}

fn rule(report: &ReportConfig, table: Table) -> Option<&OnDuplicate> {
    report.sources.iter().filter(|source| source.table == table).find_map(|source| source.on_duplicate.as_ref())
}

/// Every staged table with what its rows of one key are, and what is to be said about keys.
fn merged_tables(report: &ReportConfig, intake: &Intake, facts: &mut Facts) -> Result<Tables, Error> {
    let opened = intake.tables.iter().map(|(table, source)| Ok((*table, Staged::open(source)?)));
    let mut opened = opened.collect::<Result<BTreeMap<Table, Staged>, Error>>()?;
    let zeros = zeros::restore(&mut opened)?;
    facts.quality.zeros = zeros.into_iter().map(|found| veiled::zeros(report, found)).collect();
    facts.diagnostics.extend(facts.quality.zeros.iter().map(|found| found.warning(report)));
    let mut tables = Tables::new();
    for (table, mut staged) in opened {
        let rule = rule(report, table);
        let merged = merge(&mut staged, rule, &report.privacy)?;
        let mapped = &intake.tables[&table].mapped;
        facts.diagnostics.extend(twice(report, &staged, (&intake.files, rule))?);
        facts.diagnostics.extend(judge(Asked { report, staged: &staged, mapped, merged: &merged, rule })?);
        let nulls = count::missing(&staged, &merged, mapped)?;
        tables.insert(table, Merging { staged, merged, nulls });
    }
    Ok(tables)
}

/// Columns by table.
type Names = BTreeMap<Table, BTreeSet<String>>;

/// The columns of every table that hold something, and those that are mapped or would follow from
/// mapped ones and hold nothing.
fn mapped_columns(tables: &Tables, intake: &Intake, context: &Context) -> (Names, Names) {
    let mut all: Names = intake.tables.iter().map(|(table, staged)| (*table, staged.mapped.clone())).collect();
    let mut mapped = all.clone();
    for (table, columns) in &mut mapped {
        let Some(Merging { staged, merged, nulls }) = tables.get(table) else { continue };
        let empty = blank(*table, nulls, (staged.rows() - merged.dropped.len()) as u64);
        columns.retain(|column| !empty.contains(column));
    }
    complete_mapped(&mut all, context);
    complete_mapped(&mut mapped, context);
    let less =
        |(table, columns): (Table, BTreeSet<String>)| (table, columns.difference(&mapped[&table]).cloned().collect());
    let blank = all.into_iter().map(less).collect();
    (mapped, blank)
}

/// Counts the values that a configuration can name, and gives each channel one spelling.
fn named_values(report: &ReportConfig, tables: &mut Tables) -> Result<Arc<Values>, Error> {
    let with_channel: Vec<(Table, &str)> = tables.keys().map(|table| (*table, "channel")).collect();
    let mut columns = [with_channel, conditions::columns(report)].concat();
    columns.sort_unstable();
    columns.dedup();
    let values = Values::new(tables, &columns)?;
    let labels = Arc::new(values.channel_labels());
    if labels.is_empty() {
        return Ok(Arc::new(values));
    }
    tables.values_mut().for_each(|merging| merging.staged.relabel(labels.clone()));
    Ok(Arc::new(Values::new(tables, &columns)?))
}

/// Tables whose files yielded no staged table at all.
fn unstaged(intake: &Intake, facts: &Facts) -> Vec<(Table, super::TableQuality)> {
    let tables: BTreeSet<Table> = intake.files.iter().map(|file| file.table).collect();
    let missing = tables.into_iter().filter(|table| !facts.quality.tables.contains_key(table));
    missing.map(|table| (table, count::files_only(table, intake))).collect()
}

/// Columns of the rows pointed to that models read although no metric names them: what makes the kind
/// of a case, and the agent where single agents are compared.
const READ_BY_MODELS: &str = "ticket.category\nticket.channel\nticket.priority\nticket.team\nticket.agent\n";

/// Words of all expressions of a report's metrics: a column that neither they nor a model name is not
/// prepared.
fn named_columns(report: &ReportConfig) -> String {
    let mut text = READ_BY_MODELS.to_owned();
    for metric in &report.metrics {
        let parts = [&metric.rows, &metric.among, &metric.hit, &metric.value, &metric.denominator, &metric.weight];
        let more = [&metric.start, &metric.end, &metric.matured];
        for part in parts.into_iter().chain(more).flatten() {
            text.push_str(part);
            text.push('\n');
        }
        for exclusion in &metric.exclude {
            text.push_str(&exclusion.when);
            text.push('\n');
        }
        text.push_str(&metric.segments.join("\n"));
        text.push('\n');
    }
    text
}

/// What ties a table's rows to each other and to other tables.
#[derive(Default)]
struct Link {
    sequence: Option<Sequence>,
    lookups: BTreeMap<&'static str, Lookup>,
    interactions: Option<Interactions>,
    computed: ComputedColumns,
}

impl Link {
    fn new(table: Table, merging: &Merging, all: &Tables, named: &str) -> Result<Self, Error> {
        let mut link = Self { sequence: sequence(table, merging)?, ..Self::default() };
        for reference in references(table) {
            let Some(target) = all.get(&reference.target) else { continue };
            let wanted = match reference.target {
                Table::Tickets => Some(referenced(merging, reference.key)?),
                _ => None,
            };
            if let Some(wanted) = wanted.as_ref().filter(|_| table == Table::Surveys) {
                link.interactions = Some(Interactions::new(&target.staged, &target.merged.dropped, wanted)?);
            }
            let is_named = |column: &&&str| named.contains(&format!("{}.{column}", reference.prefix));
            let texts: Vec<&str> = reference.texts.iter().filter(is_named).copied().collect();
            let flags: Vec<&str> = reference.flags.iter().filter(is_named).copied().collect();
            let carry = Carry { key: reference.target_key, texts: &texts, flags: &flags };
            let lookup = Lookup::new(&target.staged, &target.merged.dropped, carry, wanted.as_deref())?;
            link.lookups.insert(reference.prefix, lookup);
        }
        Ok(link)
    }
}

/// Keys that the rows of a table point to, ascending.
fn referenced(merging: &Merging, column: &str) -> Result<Vec<u128>, Error> {
    let keys = merging.staged.map(&[column], &merging.merged.dropped, |_, batch| {
        let cells = Columns(batch).text(column);
        (0..batch.num_rows()).filter_map(|row| Some(key_of(&text_at(cells, row)?))).collect::<Vec<_>>()
    })?;
    let mut keys = keys.concat();
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

fn sequence(table: Table, merging: &Merging) -> Result<Option<Sequence>, Error> {
    match table {
        Table::Tickets => {
            let columns = ["customer_id", "category", "created_at", "spam", "origin"];
            linked(merging, &columns, "ticket_id", |batch| tickets::contacts(batch).collect()).map(Some)
        }
        Table::Orders => {
            let columns = ["customer_id", "ordered_at", "cancelled", "refunded"];
            linked(merging, &columns, "order_id", |batch| orders::purchases(batch).collect()).map(Some)
        }
        Table::Complaints => {
            let columns = ["customer_id", "received_at", "level", "repeat_of"];
            linked(merging, &columns, "complaint_id", |batch| orders::complaints(batch).collect()).map(Some)
        }
        Table::TicketLog => linked(merging, &["ticket_id", "at"], "status", |batch| {
            let (ids, at) = (batch.text("ticket_id"), batch.instants("at"));
            let event = |row| Some((row, key_of(&text_at(ids, row)?), instant_at(at, row)?));
            (0..batch.rows()).filter_map(event).collect()
        })
        .map(Some),
        Table::Units => linked(merging, &["product", "period"], "product", |batch| {
            let (products, at) = (batch.text("product"), batch.instants("period"));
            let event = |row| Some((row, key_of(&text_at(products, row)), instant_at(at, row)?));
            (0..batch.rows()).filter_map(event).collect()
        })
        .map(Some),
        _ => Ok(None),
    }
}

fn linked(
    merging: &Merging,
    columns: &[&str],
    tie: &str,
    events: impl Fn(Columns<'_>) -> Vec<(usize, u128, i64)> + Sync,
) -> Result<Sequence, Error> {
    Sequence::new(&merging.staged, linked_events(merging, columns, events)?, tie)
}

/// Events (row within the part, group, instant) of a table under the numbers of their rows.
pub(super) fn linked_events(
    Merging { staged, merged, .. }: &Merging,
    columns: &[&str],
    events: impl Fn(Columns<'_>) -> Vec<(usize, u128, i64)> + Sync,
) -> Result<Vec<Event>, Error> {
    let parts = staged.map(columns, &merged.dropped, |part, batch: &RecordBatch| {
        let rows: Vec<u64> = staged.kept_rows(part, &merged.dropped).collect();
        let event = |(row, group, at): (usize, u128, i64)| Event { group, at, row: rows[row] };
        events(Columns(batch)).into_iter().map(event).collect::<Vec<_>>()
    })?;
    Ok(parts.concat())
}
