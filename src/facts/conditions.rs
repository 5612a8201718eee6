//! Conditions of the configuration that fit no row: a target, a cost class, a stage that names what the
//! data do not hold works in silence as if it were not written.

use super::Facts;
use super::values::{Counts, channel_key, word_key};
use crate::config::ReportConfig;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::Table;
use globset::Glob;

/// Values of a column that a configuration names.
struct Named<'a> {
    /// Where, as it is written: `journey`.
    key: &'a str,
    place: &'a Place,
    /// `None` is any table that has the column.
    table: Option<Table>,
    column: &'a str,
    value: &'a str,
    same: Same,
}

/// When a value of the data is the one that is named.
#[derive(Clone, Copy)]
enum Same {
    Exactly,
    AsWord,
    AsChannel,
    AsPattern,
}

/// The columns whose values a report's configuration names.
pub(super) fn columns(report: &ReportConfig) -> Vec<(Table, &str)> {
    let tables = |one: &Named<'_>| one.table.map_or(Table::ALL.to_vec(), |table| vec![table]);
    let named = named(report);
    let mut columns: Vec<(Table, &str)> = Vec::new();
    for one in &named {
        columns.extend(tables(one).into_iter().map(|table| (table, one.column)));
    }
    columns.push((Table::Tickets, "priority"));
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// A warning for every condition that no row fits, with the nearest value that the data hold.
pub fn unmet(report: &ReportConfig, facts: &Facts) -> Vec<Diagnostic> {
    named(report).iter().filter_map(|one| one.warning(facts)).collect()
}

fn named<'r>(report: &'r ReportConfig) -> Vec<Named<'r>> {
    let mut all = Vec::new();
    for target in &report.resolution_targets {
        let of = |column, value: &'r Option<String>, same| {
            let value = value.as_deref()?;
            Some(Named {
                key: "resolution_targets",
                place: &target.place,
                table: Some(Table::Tickets),
                column,
                value,
                same,
            })
        };
        all.extend(of("priority", &target.priority, Same::AsWord));
        all.extend(of("channel", &target.channel, Same::AsChannel));
    }
    let own = &report.place;
    let exactly = |key, table, column, value| {
        let table = Some(table);
        Named { key, place: own, table, column, value, same: Same::Exactly }
    };
    for stage in &report.voice.journey {
        all.push(exactly("journey", Table::Surveys, "stage", &stage.stage));
        let categories = stage.categories.iter();
        all.extend(categories.map(|value| exactly("journey", Table::Tickets, "category", value)));
    }
    for (item, _) in &report.quality.servqual.items {
        all.push(exactly("servqual", Table::Surveys, "item", item));
    }
    all.extend(report.voice.drivers.only.iter().map(|item| exactly("drivers", Table::Surveys, "item", item)));
    if let Some(economics) = &report.economics {
        let pattern = |(value, _): &'r (String, _)| value.as_str();
        let class = |value| Named { same: Same::AsPattern, ..exactly("cost_classes", Table::Costs, "category", value) };
        all.extend(economics.cost_classes.iter().map(pattern).map(class));
        if let Some(project) = &economics.project {
            // Figures of any table may be broken down by it, by a column of its own or of its customers.
            let column = project.dimension.strip_prefix("customer.").unwrap_or(&project.dimension);
            let part = |value: &'r String| Named { table: None, ..exactly("project", Table::Tickets, column, value) };
            all.extend(project.treated.iter().chain(&project.untouched).map(part));
        }
        for (column, value) in economics.initiatives.iter().filter_map(|one| one.part.as_ref()) {
            all.push(exactly("initiatives", Table::Costs, column, value));
        }
    }
    all
}

impl Named<'_> {
    fn warning(&self, facts: &Facts) -> Option<Diagnostic> {
        let tables: Vec<Table> =
            facts.tables.keys().copied().filter(|table| self.table.is_none_or(|of| of == *table)).collect();
        let values = &facts.tables.values().next()?.values;
        let counted: Vec<&Counts> = tables.iter().filter_map(|table| values.of(*table, self.column)).collect();
        if counted.is_empty() || counted.iter().any(|counts| counts.keys().any(|value| self.fits(value))) {
            return None;
        }
        let (key, column, value) = (self.key, self.column, self.value);
        let of = self.table.map_or("any table".to_owned(), |table| format!("`{}`", table.name()));
        let message = format!("`{key}`: no row of {of} has the {column} `{value}`");
        let found = Diagnostic::warning("fits-no-row", self.place.clone(), message);
        let mut all = Counts::new();
        for (name, rows) in counted.into_iter().flatten() {
            *all.entry(name.clone()).or_default() += rows;
        }
        Some(match hint(value, &all) {
            Some(hint) => found.with_hint(hint),
            None => found,
        })
    }

    fn fits(&self, value: &str) -> bool {
        match self.same {
            Same::Exactly => value == self.value,
            Same::AsWord => word_key(value) == word_key(self.value),
            Same::AsChannel => channel_key(value) == channel_key(self.value),
            Same::AsPattern => Glob::new(self.value).is_ok_and(|glob| glob.compile_matcher().is_match(value)),
        }
    }
}

/// The nearest values; where none is near, the commonest.
fn hint(value: &str, counts: &Counts) -> Option<String> {
    const SHOWN: usize = 5;
    let near = did_you_mean(value, counts.keys().map(String::as_str));
    let mut common: Vec<(&String, &u64)> = counts.iter().collect();
    common.sort_by_key(|(name, rows)| (std::cmp::Reverse(**rows), *name));
    let names: Vec<String> = common.iter().take(SHOWN).map(|(name, _)| format!("`{name}`")).collect();
    near.or_else(|| (!names.is_empty()).then(|| format!("the data have {}", names.join(", "))))
}
