//! The metrics of a report: the catalogue, changed and added to, without those that it skips.

use super::Checker;
use super::report::is_name;
use crate::catalogue::definition::Definition;
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{OneOrMany, Written};
use std::collections::{BTreeMap, BTreeSet};

impl Checker<'_> {
    pub(super) fn metrics(&mut self, report: &file::Report) -> Vec<Definition> {
        let mut metrics = self.catalogue.to_vec();
        let mut seen: BTreeMap<&str, Mark> = BTreeMap::new();
        for (metric, mark) in report.metrics.get().into_iter().flatten().filter_map(Written::placed) {
            if let Some(first) = seen.insert(&metric.id, mark) {
                let message =
                    format!("the metric `{}` is defined twice; the first is on line {}", metric.id, first.line);
                self.error("duplicate-metric", mark, message);
            }
            if !is_name(&metric.id) {
                let message = format!("`{}` cannot be a metric id", metric.id);
                self.error_with_hint("invalid-metric-id", mark, message, "use `a-z`, `0-9` and `_`");
            }
            match metrics.iter_mut().find(|known| known.id == metric.id) {
                Some(known) => known.clone_from(metric),
                None => metrics.push(metric.clone()),
            }
        }
        self.without_skipped(metrics, &report.skip_metrics)
    }

    /// The metrics without those that the report names and those that are made of them.
    fn without_skipped(&mut self, metrics: Vec<Definition>, written: &Written<OneOrMany<String>>) -> Vec<Definition> {
        let mut skipped: BTreeSet<String> = BTreeSet::new();
        for (id, mark) in written.items().iter().filter_map(Written::placed) {
            if self.known_metric(id, mark, &metrics) {
                skipped.insert(id.clone());
            }
        }
        loop {
            let made =
                metrics.iter().filter(|one| !skipped.contains(&one.id) && inputs(one).any(|id| skipped.contains(id)));
            let made: Vec<String> = made.map(|one| one.id.clone()).collect();
            if made.is_empty() {
                return metrics.into_iter().filter(|one| !skipped.contains(&one.id)).collect();
            }
            skipped.extend(made);
        }
    }
}

/// Words of a metric's formula and the metric that is its base.
fn inputs(metric: &Definition) -> impl Iterator<Item = &str> {
    let formula = metric.formula.as_deref().unwrap_or_default();
    let words = formula.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.chain(metric.base.as_deref())
}
