//! The page of the canonical tables: each column with its type, and the metrics that it makes possible.

use super::link;
use super::page::{Block, Entry, Group, Inline, Page, code, joined, prose, text};
use super::voice::Voice;
use crate::catalogue::built_in;
use crate::domain::Table;
use crate::schema::{columns, key, span_unit};

/// All tables with their columns.
pub(super) fn page(voice: &Voice) -> Page {
    Page {
        name: link::TABLES,
        title: voice.say("tables-page"),
        lead: prose(&voice.say("tables-lead")),
        groups: Table::ALL.into_iter().map(|table| group(table, voice)).collect(),
    }
}

fn group(table: Table, voice: &Voice) -> Group {
    let mut lead = prose(&voice.say(&format!("table-{}", table.name().replace('_', "-"))));
    let names: Vec<Vec<Inline>> = key(table).iter().map(|name| code(*name)).collect();
    if !names.is_empty() {
        lead.push(Inline::Text(format!(" {} ", voice.say("known-by"))));
        lead.extend(joined(names, " + "));
        lead.push(Inline::Text(voice.say("full-stop")));
    }
    let entry = |column: &crate::schema::Column| {
        let kind = serde_json::to_value(column.kind).unwrap_or_default();
        let kind = voice.say(&format!("column-{}", kind.as_str().unwrap_or_default()));
        let unit = span_unit(table, column.name).and_then(|unit| serde_json::to_value(unit).ok());
        let unit = unit
            .as_ref()
            .and_then(|unit| unit.as_str())
            .map(|unit| format!(", {}", voice.say(&format!("unit-{unit}"))));
        let needed = if column.required { "column-required" } else { "column-optional" };
        let mut facts = vec![
            voice.fact("type", text(format!("{kind}{}", unit.unwrap_or_default()))),
            voice.fact("needed", text(voice.say(needed))),
        ];
        let users = built_in()
            .iter()
            .filter(|metric| metric.table == Some(table) && metric.needs.iter().any(|need| need == column.name));
        let users: Vec<Vec<Inline>> = users.map(|metric| vec![link::metric(&metric.id)]).collect();
        if !users.is_empty() {
            facts.push(voice.fact("metrics-of", joined(users, ", ")));
        }
        Entry {
            id: format!("{}.{}", table.name(), column.name),
            title: String::new(),
            code: column.name.to_owned(),
            blocks: vec![Block::Facts(facts)],
        }
    };
    Group {
        id: table.name().to_owned(),
        title: table.name().to_owned(),
        lead,
        entries: columns(table).iter().map(entry).collect(),
    }
}
