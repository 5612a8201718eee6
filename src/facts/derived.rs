//! The derived columns: their names, types, what they are computed from and when they are known.

use super::context::Context;
use crate::domain::{BusinessCalendar, ColumnType, Table};
use crate::engine::Schema;
use ColumnType::{Boolean, Instant, Money, Text};
use std::collections::{BTreeMap, BTreeSet};

/// One derived column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// Staged columns that it is computed from.
    pub(super) inputs: &'static [&'static str],
    /// It is known when all columns of one of these sets are mapped.
    needs: &'static [&'static [&'static str]],
}

const fn derived(
    name: &'static str,
    kind: ColumnType,
    inputs: &'static [&'static str],
    needs: &'static [&'static [&'static str]],
) -> Derived {
    Derived { name, kind, inputs, needs }
}

const SOLVED: &[&[&str]] = &[&["first_resolved_at"], &["resolved_at"]];
const CONTACTS: &[&[&str]] = &[&["customer_id", "category"]];
const DUE: &[&str] = &["due_at", "priority", "channel", "created_at"];
const RATED: &[&str] = &["interaction_at", "sent_at", "responded_at", "ticket_id"];
const CATEGORISED: &[&[&str]] = &[&["customer_id", "ordered_at", "category"]];
const OF_CUSTOMER: &[&[&str]] = &[&["customer_id"]];
const BOUGHT: &[&str] = &["ordered_at", "cancelled", "refunded"];

const TICKETS: &[Derived] = &[
    derived("solved_at", Instant, &["first_resolved_at", "resolved_at"], SOLVED),
    derived("finished_at", Instant, &["first_resolved_at", "resolved_at", "reopened_at"], SOLVED),
    derived("replied_at", Instant, &["first_reply_at", "first_reply_type"], &[&["first_reply_at"]]),
    derived(
        "reopened_within_7d",
        Boolean,
        &["first_resolved_at", "resolved_at", "reopened_at"],
        &[&["first_resolved_at", "reopened_at"], &["resolved_at", "reopened_at"]],
    ),
    derived("resolution_due_at", Instant, DUE, &[&["due_at"]]),
    derived(
        "resolved_within_target",
        Boolean,
        &["due_at", "priority", "channel", "created_at", "first_resolved_at", "resolved_at", "reopened_at"],
        SOLVED,
    ),
    derived("channel_kind", Text, &["channel"], &[&["channel"]]),
    derived("is_open_by_status", Boolean, &["status"], &[&["status"]]),
    derived("next_contact_at", Instant, &[], CONTACTS),
    derived("previous_contact_at", Instant, &[], CONTACTS),
    derived(super::value_tier::COLUMN, Text, &[], OF_CUSTOMER),
];

const SURVEYS: &[Derived] = &[
    derived("rated_at", Instant, RATED, &[&["responded_at"]]),
    derived("late_response", Boolean, RATED, &[&["interaction_at"], &["sent_at"], &["ticket_id"]]),
    derived("series", Text, RATED, &[&["responded_at"]]),
    derived(super::value_tier::COLUMN, Text, &[], OF_CUSTOMER),
];

const ORDERS: &[Derived] = &[
    derived("is_valid", Boolean, BOUGHT, &[&["ordered_at"]]),
    derived("next_order_at", Instant, &[], &[&["customer_id", "ordered_at"]]),
    derived("previous_order_at", Instant, &[], &[&["customer_id", "ordered_at"]]),
    derived("first_in_quarter", Boolean, BOUGHT, &[&["customer_id", "ordered_at"]]),
    derived("next_quarter_at", Instant, BOUGHT, &[&["ordered_at"]]),
    derived("next_categorised_order_at", Instant, &[], CATEGORISED),
    derived("previous_other_category_at", Instant, &[], CATEGORISED),
    derived(super::value_tier::COLUMN, Text, &[], OF_CUSTOMER),
];

const COMPLAINTS: &[Derived] = &[
    derived("previous_complaint_at", Instant, &[], &[&["customer_id", "received_at"]]),
    derived("acknowledge_due_at", Instant, &["received_at"], &[&["received_at"]]),
    derived("close_due_at", Instant, &["received_at", "due_at", "complexity"], &[&["received_at"]]),
    derived(super::value_tier::COLUMN, Text, &[], OF_CUSTOMER),
];

const TICKET_LOG: &[Derived] = &[derived("left_at", Instant, &[], &[&["ticket_id", "at"]])];

const COMMITMENTS: &[Derived] = &[derived("counted_due_at", Instant, &[], &[&["due_at"], &["original_due_at"]])];

const SURVEY_SENT: &[Derived] = &[derived("answered_at", Instant, &[], &[&["sent_at"]])];

const SESSIONS: &[Derived] = &[derived("next_human_contact_at", Instant, &[], &[&["customer_id", "started_at"]])];

const UNITS: &[Derived] = &[derived("next_period_at", Instant, &[], &[&["period"]])];

const INVOICES: &[Derived] = &[
    derived("next_quarter_at", Instant, &[], &[&["issued_at"]]),
    derived("first_in_quarter", Boolean, &[], &[&["customer_id", "issued_at"]]),
    derived("quarter_amount", Money, &[], &[&["customer_id", "issued_at", "amount"]]),
    derived("next_quarter_amount", Money, &[], &[&["customer_id", "issued_at", "amount"]]),
];

const COSTS: &[Derived] = &[derived("cost_class", Text, &["category"], &[&["category"]])];

/// The columns that are derived for a table from its rows and others.
pub fn derived_columns(table: Table) -> &'static [Derived] {
    match table {
        Table::Tickets => TICKETS,
        Table::Surveys => SURVEYS,
        Table::Orders => ORDERS,
        Table::Complaints => COMPLAINTS,
        Table::Costs => COSTS,
        Table::TicketLog => TICKET_LOG,
        Table::Commitments => COMMITMENTS,
        Table::SurveySent => SURVEY_SENT,
        Table::Sessions => SESSIONS,
        Table::Units => UNITS,
        Table::Invoices => INVOICES,
        _ => &[],
    }
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
        Table::Customers | Table::Costs | Table::CallTotals | Table::Staff | Table::StaffTime | Table::Units => &[],
    }
}

/// Every column that an expression over a table may name: canonical, the user's own, derived, and
/// those of the rows that it points to.
pub fn full_schema(table: Table, extra: &[(String, ColumnType)], calendar: Option<&BusinessCalendar>) -> Schema {
    let canonical = crate::schema::columns(table).iter().map(|column| (column.name.to_owned(), column.kind));
    let derived = derived_columns(table).iter().map(|column| (column.name.to_owned(), column.kind));
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
    let Some(derived) = derived_columns(table).iter().find(|one| one.name == column) else {
        return vec![(table, column)];
    };
    let own = derived.inputs.iter().chain(derived.needs.iter().copied().flatten());
    let mut found: Vec<(Table, &str)> = own.map(|name| (table, *name)).collect();
    match column {
        "next_contact_at" | "previous_contact_at" => {
            found.extend(["created_at", "spam", "origin"].map(|name| (table, name)));
        }
        "next_human_contact_at" => {
            let contact = ["customer_id", "created_at", "spam", "origin", "handled_by"];
            found.extend(contact.map(|name| (Table::Tickets, name)));
        }
        "answered_at" => {
            found.extend(["responded_at", "ticket_id", "customer_id"].map(|name| (Table::Surveys, name)));
        }
        "rated_at" | "late_response" | "series" => {
            let times = ["created_at", "first_resolved_at", "resolved_at"];
            found.extend(times.map(|name| (Table::Tickets, name)));
        }
        super::value_tier::COLUMN => {
            found.extend(["customer_id", "ordered_at", "amount", "margin"].map(|name| (Table::Orders, name)));
        }
        _ => {}
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn supplies(staged: &BTreeMap<Table, BTreeSet<String>>, table: Table, column: &str) -> bool {
    staged.get(&table).is_some_and(|columns| columns.contains(column))
}

/// Whether answers can be told from the invitations: by ticket, or by customer.
fn answers_are_known(staged: &BTreeMap<Table, BTreeSet<String>>, has: &dyn Fn(&&str) -> bool) -> bool {
    let both = |column: &'static str| has(&column) && supplies(staged, Table::Surveys, column);
    both("ticket_id") || both("customer_id")
}

/// What a report configures that derived columns rest on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Configured {
    targets: bool,
    economics: bool,
    acknowledge: bool,
    close: bool,
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
        let has = |name: &&str| staged[table].contains(*name);
        for column in derived_columns(*table) {
            let known = column.needs.iter().any(|set| set.iter().all(&has));
            let follows = match column.name {
                "resolution_due_at" => known || configured.targets,
                "resolved_within_target" => known && (has(&"due_at") || configured.targets),
                "cost_class" => known && configured.economics,
                "acknowledge_due_at" => known && configured.acknowledge,
                "close_due_at" => known && (has(&"due_at") || configured.close),
                super::value_tier::COLUMN => {
                    let has = |column| supplies(&staged, Table::Orders, column);
                    known && has("customer_id") && has("ordered_at") && (has("margin") || has("amount"))
                }
                "answered_at" => known && answers_are_known(&staged, &has),
                "next_human_contact_at" => known && supplies(&staged, Table::Tickets, "customer_id"),
                _ => known,
            };
            if follows {
                columns.insert(column.name.to_owned());
            }
        }
        for reference in references(*table).iter().filter(|reference| has(&reference.key)) {
            let target = staged.get(&reference.target);
            let known = |name: &&str| target.is_some_and(|target| target.contains(*name));
            let carried = reference.carried().map(|(name, _)| name).filter(known);
            columns.extend(carried.map(|name| format!("{}.{name}", reference.prefix)));
        }
    }
}
