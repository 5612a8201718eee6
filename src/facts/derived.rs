//! The columns of each table that are derived, those that rows carry from the rows they point to, and when they are
//! known.

use super::complaints::COMPLAINTS;
use super::context::Context;
use super::derivation::{Configured, Declared, Derived, Given};
use super::orders::ORDERS;
use super::related::{COMMITMENTS, COSTS, INVOICES, SESSIONS, SURVEY_SENT, TICKET_LOG, UNITS};
use super::surveys::SURVEYS;
use super::tickets::TICKETS;
use crate::domain::{BusinessCalendar, ColumnType, Table};
use crate::expression::Schema;
use ColumnType::{Boolean, Text};
use std::collections::{BTreeMap, BTreeSet};

/// What is derived for a table.
pub(super) fn declared(table: Table) -> &'static Declared {
    static NOTHING: Declared = Declared::NOTHING;
    match table {
        Table::Tickets => &TICKETS,
        Table::Surveys => &SURVEYS,
        Table::Orders => &ORDERS,
        Table::Complaints => &COMPLAINTS,
        Table::Costs => &COSTS,
        Table::TicketLog => &TICKET_LOG,
        Table::Commitments => &COMMITMENTS,
        Table::SurveySent => &SURVEY_SENT,
        Table::Sessions => &SESSIONS,
        Table::Units => &UNITS,
        Table::Invoices => &INVOICES,
        Table::Customers
        | Table::Calls
        | Table::CallTotals
        | Table::Staff
        | Table::StaffTime
        | Table::Offers
        | Table::Reviews
        | Table::Mentions => &NOTHING,
    }
}

/// The columns that are derived for a table from its rows and others.
pub fn derived_columns(table: Table) -> impl Iterator<Item = &'static Derived> {
    declared(table).columns.iter().copied()
}

/// The derived column of a table by its name.
pub(super) fn derived_column(table: Table, name: &str) -> Option<&'static Derived> {
    derived_columns(table).find(|column| column.name == name)
}

/// Columns of another table that rows of a table carry under a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Prefix of the carried columns, without the dot.
    pub prefix: &'static str,
    /// The foreign key.
    pub key: &'static str,
    /// The table pointed to.
    pub target: Table,
    /// Its key.
    pub(super) target_key: &'static str,
    /// Texts that are carried.
    pub texts: &'static [&'static str],
    /// Booleans that are carried.
    pub flags: &'static [&'static str],
}

impl Reference {
    /// What is carried, with types: texts, then Booleans.
    pub(super) fn carried(&self) -> impl Iterator<Item = (&'static str, ColumnType)> + use<> {
        let of = |names: &'static [&'static str], kind| names.iter().map(move |name| (*name, kind));
        of(self.texts, Text).chain(of(self.flags, Boolean))
    }
}

const CUSTOMER: Reference = Reference {
    prefix: "customer",
    key: "customer_id",
    target: Table::Customers,
    target_key: "customer_id",
    texts: &["segment", "tier", "region", "industry", "service_plan"],
    flags: &[],
};

const TICKET: Reference = Reference {
    prefix: "ticket",
    key: "ticket_id",
    target: Table::Tickets,
    target_key: "ticket_id",
    texts: &["channel", "team", "agent", "category", "product", "priority", "region", "process"],
    flags: &["needs_visit"],
};

/// The tables that a table points to.
pub fn references(table: Table) -> &'static [Reference] {
    match table {
        Table::Tickets | Table::Orders | Table::Complaints | Table::Sessions | Table::Invoices => &[CUSTOMER],
        Table::Surveys | Table::Commitments | Table::SurveySent | Table::Calls | Table::Offers => &[CUSTOMER, TICKET],
        Table::TicketLog | Table::Reviews => &[TICKET],
        Table::Customers
        | Table::Costs
        | Table::CallTotals
        | Table::Staff
        | Table::StaffTime
        | Table::Units
        | Table::Mentions => &[],
    }
}

/// Every column that an expression over a table may name: canonical, the user's own, derived, and
/// those of the rows that it points to.
pub fn full_schema(table: Table, extra: &[(String, ColumnType)], calendar: Option<&BusinessCalendar>) -> Schema {
    let canonical = crate::schema::columns(table).iter().map(|column| (column.name.to_owned(), column.kind));
    let derived = derived_columns(table).map(|column| (column.name.to_owned(), column.kind));
    let of = |reference: &'static Reference| {
        reference.carried().map(|(column, kind)| (format!("{}.{column}", reference.prefix), kind))
    };
    let carried = references(table).iter().flat_map(of);
    Schema::new(canonical.chain(extra.iter().cloned()).chain(derived).chain(carried)).with_calendar(calendar)
}

/// The staged columns, of this table and of others, that a column of a table's full schema comes from.
pub fn sources(table: Table, column: &str) -> Vec<(Table, &str)> {
    if let Some((prefix, carried)) = column.split_once('.') {
        let reference = references(table).iter().find(|reference| reference.prefix == prefix);
        let of = |one: &Reference| vec![(table, one.key), (one.target, one.target_key), (one.target, carried)];
        return reference.map(of).unwrap_or_default();
    }
    let Some(derived) = derived_column(table, column) else { return vec![(table, column)] };
    let own = derived.inputs.iter().chain(derived.needs.iter().copied().flatten());
    let mut found: Vec<(Table, &str)> =
        own.map(|name| (table, *name)).chain(derived.elsewhere.iter().copied()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Adds to the mapped columns of every table the derived and carried ones that follow from them in a
/// report that configures nothing.
pub fn what_follows(mapped: &mut BTreeMap<Table, BTreeSet<String>>) {
    complete(mapped, Configured::default());
}

/// Adds to the mapped columns of every table the derived and carried ones that follow from them.
pub(super) fn complete_mapped(mapped: &mut BTreeMap<Table, BTreeSet<String>>, context: &Context) {
    let configured = Configured {
        targets: !context.targets.is_empty(),
        economics: context.has_economics,
        acknowledge: context.complaint_clock.acknowledge_hours.is_some(),
        close: context.complaint_clock.close_days.is_some(),
    };
    complete(mapped, configured);
}

fn complete(mapped: &mut BTreeMap<Table, BTreeSet<String>>, configured: Configured) {
    let staged = mapped.clone();
    for (table, columns) in mapped {
        let given = Given { staged: &staged, table: *table, configured };
        for column in derived_columns(*table) {
            let known = column.needs.iter().any(|set| set.iter().all(|name| given.has(name)));
            if known && (column.given)(&given) {
                columns.insert(column.name.to_owned());
            }
        }
        for reference in references(*table).iter().filter(|reference| given.has(reference.key)) {
            let target = staged.get(&reference.target);
            let known = |name: &&str| target.is_some_and(|target| target.contains(*name));
            let carried = reference.carried().map(|(name, _)| name).filter(known);
            columns.extend(carried.map(|name| format!("{}.{name}", reference.prefix)));
        }
    }
}
