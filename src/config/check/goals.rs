//! Checks targets, resolution targets and the statistical policy.

use super::Checker;
use crate::catalogue::definition::{Definition, Family, Kind};
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{Entries, OneOrMany, Written};
use crate::config::{Event, ResolutionTarget, Restart, StatisticsPolicy, Target};
use crate::domain::{Localized, Unit};
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl Checker<'_> {
    pub(super) fn targets(
        &mut self,
        written: &Written<Entries<OneOrMany<file::Target>>>,
        metrics: &[Definition],
    ) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for entry in written.entries() {
            if !self.known_metric(&entry.key, entry.mark, metrics) {
                continue;
            }
            for (target, mark) in entry.value.items().iter().filter_map(Written::placed) {
                self.possible(target, metrics.iter().find(|metric| metric.id == entry.key));
                let Some(target) = self.target(&entry.key, target, mark) else { continue };
                if targets.iter().any(|other| other.metric == target.metric && other.valid_from == target.valid_from) {
                    let message = format!("`{}` has two targets valid from the same day", entry.key);
                    self.error("duplicate-target", mark, message);
                }
                targets.push(target);
            }
        }
        targets.sort_by(|a, b| (&a.metric, a.valid_from).cmp(&(&b.metric, b.valid_from)));
        targets
    }

    /// A target that the metric can never have is a slip of the pen.
    fn possible(&mut self, target: &file::Target, metric: Option<&Definition>) {
        let Some((metric, (low, high))) = metric.and_then(|metric| Some((metric, bounds(metric)?))) else { return };
        for (value, mark) in [&target.value, &target.upper].into_iter().filter_map(|value| value.placed()) {
            if *value < low || *value > high {
                let range =
                    if high.is_finite() { format!("between {low} and {high}") } else { format!("at least {low}") };
                let message = format!("the target of `{}` is {value}; its values are {range}", metric.id);
                self.error("out-of-range", mark, message);
            }
        }
    }

    fn target(&mut self, metric: &str, target: &file::Target, mark: Mark) -> Option<Target> {
        let valid_from = self.day(&target.valid_from).unwrap_or(NaiveDate::MIN);
        if target.value.is_absent() {
            self.error("missing-key", mark, format!("`value` is missing in the target of `{metric}`"));
        }
        let value = self.finite(&target.value)?;
        let upper = target.upper.placed().map(|(upper, mark)| (*upper, mark));
        if let Some((upper, mark)) = upper
            && upper.partial_cmp(&value) != Some(std::cmp::Ordering::Greater)
        {
            self.error("inverted-range", mark, format!("`upper` ({upper}) must be above `value` ({value})"));
        }
        Some(Target { metric: metric.to_owned(), valid_from, value, upper: upper.map(|(upper, _)| upper) })
    }

    pub(super) fn finite(&mut self, written: &Written<f64>) -> Option<f64> {
        let (number, mark) = written.placed()?;
        if !number.is_finite() {
            self.error("out-of-range", mark, format!("`{number}` is not a finite number"));
            return None;
        }
        Some(*number)
    }

    /// Owners by metric or family; a name that is neither is a mistake.
    pub(super) fn owners(
        &mut self,
        written: &Written<Entries<Localized>>,
        metrics: &[Definition],
    ) -> BTreeMap<String, Localized> {
        let mut owners = BTreeMap::new();
        for entry in written.entries() {
            let families = Family::ALL.map(Family::name);
            let known = families.into_iter().chain(metrics.iter().map(|metric| metric.id.as_str()));
            let names: Vec<&str> = known.collect();
            if !names.contains(&entry.key.as_str()) {
                let hint = match crate::diagnostic::did_you_mean(&entry.key, names) {
                    Some(question) => question,
                    None => format!("families are {}", families.join(", ")),
                };
                let message = format!("`{}` is neither a metric nor a family", entry.key);
                self.error_with_hint("unknown-metric", entry.mark, message, hint);
            } else if let Some((name, _)) = entry.value.placed() {
                owners.insert(entry.key.clone(), name.clone());
            }
        }
        owners
    }

    /// Documented changes, by day; each needs its day and its reason.
    pub(super) fn restarts(
        &mut self,
        written: &Written<Vec<Written<file::BaselineRestart>>>,
        metrics: &[Definition],
    ) -> Vec<Restart> {
        let mut restarts = Vec::new();
        for (one, mark) in written.get().into_iter().flatten().filter_map(Written::placed) {
            let keys = ("this restart of baselines", "from", "reason");
            let found = self.documented((keys, mark), (&one.from, &one.reason, &one.metrics), metrics);
            restarts.extend(found.map(|(from, reason, metrics)| Restart { from, metrics, reason }));
        }
        restarts.sort_by_key(|restart| restart.from);
        restarts
    }

    /// What happened, by day; each needs its day and its title.
    pub(super) fn events(
        &mut self,
        written: &Written<Vec<Written<file::Event>>>,
        metrics: &[Definition],
    ) -> Vec<Event> {
        let mut events = Vec::new();
        for (one, mark) in written.get().into_iter().flatten().filter_map(Written::placed) {
            let keys = ("this event", "date", "title");
            let found = self.documented((keys, mark), (&one.date, &one.title, &one.metrics), metrics);
            events.extend(found.map(|(date, title, metrics)| Event { date, metrics, title }));
        }
        events.sort_by_key(|event| event.date);
        events
    }

    /// A day with its words and the metrics concerned; `None` when one of them is missing or wrong.
    fn documented(
        &mut self,
        ((what, day, words), mark): ((&str, &str, &str), Mark),
        (date, text, concerned): (&Written<String>, &Written<Localized>, &Written<OneOrMany<String>>),
        metrics: &[Definition],
    ) -> Option<(NaiveDate, Localized, Vec<String>)> {
        for (missing, key) in [(date.is_absent(), day), (text.is_absent(), words)] {
            if missing {
                self.error("missing-key", mark, format!("`{key}` is missing in {what}"));
            }
        }
        let named = concerned.items();
        let named: Vec<(String, Mark)> =
            named.iter().filter_map(Written::placed).map(|(id, mark)| (id.clone(), mark)).collect();
        let all_known = named.iter().fold(true, |known, (id, mark)| self.known_metric(id, *mark, metrics) && known);
        let (date, text) = (self.day(date), text.get().cloned());
        let named = named.into_iter().map(|(id, _)| id).collect();
        Some((date?, text?, named)).filter(|_| all_known)
    }

    pub(super) fn known_metric(&mut self, id: &str, mark: Mark, metrics: &[Definition]) -> bool {
        if metrics.iter().any(|metric| metric.id == id) {
            return true;
        }
        let ids: Vec<&str> = metrics.iter().map(|metric| metric.id.as_str()).collect();
        let hint = match crate::diagnostic::did_you_mean(id, ids) {
            Some(question) => question,
            None => "`quarterdeck metrics` lists them all".to_owned(),
        };
        self.error_with_hint("unknown-metric", mark, format!("unknown metric `{id}`"), hint);
        false
    }

    pub(super) fn resolution_targets(
        &mut self,
        written: &Written<Vec<Written<file::ResolutionTarget>>>,
    ) -> Vec<ResolutionTarget> {
        let mut targets = Vec::new();
        for (target, mark) in written.get().into_iter().flatten().filter_map(Written::placed) {
            let place = self.place(mark);
            if target.hours.is_absent() {
                self.error("missing-key", mark, "`hours` is missing in this resolution target".to_owned());
            }
            let valid_from = self.day(&target.valid_from).unwrap_or(NaiveDate::MIN);
            let Some((hours, mark)) = target.hours.placed() else { continue };
            if !hours.is_finite() || *hours <= 0.0 {
                self.error("out-of-range", mark, format!("`hours` is {hours}; it must be above 0"));
            }
            targets.push(ResolutionTarget {
                priority: target.priority.get().cloned(),
                channel: target.channel.get().cloned(),
                valid_from,
                hours: *hours,
                clock: target.clock.get().copied().unwrap_or_default(),
                place,
            });
        }
        targets
    }

    pub(super) fn statistics(&mut self, written: &Written<file::Statistics>) -> StatisticsPolicy {
        let mut policy = StatisticsPolicy::default();
        let Some(written) = written.get() else { return policy };
        policy.minimum_n = written.minimum_n.get().copied().unwrap_or(policy.minimum_n);
        policy.verdict_n = written.verdict_n.get().copied().unwrap_or(policy.verdict_n);
        policy.seed = written.seed.get().copied().unwrap_or(policy.seed);
        policy.bootstrap_draws = written.bootstrap_draws.get().copied().unwrap_or(policy.bootstrap_draws);
        if let Some((draws, mark)) = written.bootstrap_draws.placed()
            && !(200..=1_000_000).contains(draws)
        {
            self.error("out-of-range", mark, format!("`bootstrap_draws` is {draws}; it must be 200 to 1000000"));
        }
        self.share(&written.confidence, "confidence", &mut policy.confidence);
        self.share(&written.missing_warning, "missing_warning", &mut policy.missing_warning);
        self.share(&written.missing_withheld, "missing_withheld", &mut policy.missing_withheld);
        self.share(&written.doubt_warning, "doubt_warning", &mut policy.doubt_warning);
        policy
    }

    /// Takes a share between 0 and 1 over, when one is written.
    fn share(&mut self, written: &Written<f64>, key: &str, into: &mut f64) {
        let Some((share, mark)) = written.placed() else { return };
        if *share > 0.0 && *share < 1.0 {
            *into = *share;
        } else {
            self.error("out-of-range", mark, format!("`{key}` is {share}; it must be between 0 and 1"));
        }
    }
}

/// The lowest and highest value that a metric can have, where its kind and unit say so.
fn bounds(metric: &Definition) -> Option<(f64, f64)> {
    match (metric.kind, metric.unit) {
        (Kind::Proportion, _) => Some((0.0, 100.0)),
        (Kind::Nps, _) => Some((-100.0, 100.0)),
        (Kind::SurvivalQuantile | Kind::Count | Kind::Rate, _) => Some((0.0, f64::INFINITY)),
        (Kind::Mean | Kind::Quantile, Unit::Hours | Unit::Seconds | Unit::Days) => Some((0.0, f64::INFINITY)),
        _ => None,
    }
}
