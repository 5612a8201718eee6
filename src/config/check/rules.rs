//! Checks the rules of recommendations: the built-in library with the report's changes on top.

use super::Checker;
use crate::catalogue::definition::Definition;
use crate::config::Overrides;
use crate::config::file;
use crate::config::rule::{ANY_TARGET, Condition, Effort, LIBRARY, PLACEHOLDERS, Rule};
use crate::config::tree::Mark;
use crate::config::written::{Entries, Written};
use crate::config::yaml;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::Localized;
use std::path::Path;

/// Weeks of a quarter: the default time for a recommendation.
const QUARTER_WEEKS: u32 = 13;

impl Checker<'_> {
    pub(super) fn rules(&mut self, written: &Written<Entries<file::Rule>>, metrics: &[Definition]) -> Vec<Rule> {
        let mut rules = library();
        for entry in written.entries() {
            let Some((own, mark)) = entry.value.placed() else { continue };
            let at = rules.iter().position(|known| known.id == entry.key);
            if own.used.get() == Some(&false) {
                match at {
                    Some(at) => drop(rules.remove(at)),
                    None => self.unknown_rule(&entry.key, entry.mark, &rules),
                }
                continue;
            }
            self.rule_metrics(own, mark, metrics);
            let base = at.map(|at| rules[at].clone());
            let Some(rule) = self.rule(&entry.key, (own, mark), base) else { continue };
            match at {
                Some(at) => rules[at] = rule,
                None => rules.push(rule),
            }
        }
        rules
    }

    fn unknown_rule(&mut self, id: &str, mark: Mark, rules: &[Rule]) {
        let hint = match did_you_mean(id, rules.iter().map(|rule| rule.id.as_str())) {
            Some(question) => question,
            None => "only a built-in rule can be switched off".to_owned(),
        };
        self.error_with_hint("unknown-rule", mark, format!("there is no rule `{id}` to switch off"), hint);
    }

    fn rule_metrics(&mut self, own: &file::Rule, mark: Mark, metrics: &[Definition]) {
        let named = own.about.items().iter().filter_map(Written::placed);
        for (metric, mark) in named.filter(|(metric, _)| *metric != ANY_TARGET) {
            self.known_metric(metric, mark, metrics);
        }
        if let Some(Ok(condition)) = own.when.get().map(|text| Condition::parse(text)) {
            for metric in condition.metrics() {
                self.known_metric(metric, own.when.placed().map_or(mark, |(_, mark)| mark), metrics);
            }
        }
    }

    /// A rule from what is written over its built-in form; `None` when something is missing or wrong.
    fn rule(&mut self, id: &str, (own, mark): (&file::Rule, Mark), base: Option<Rule>) -> Option<Rule> {
        let before = self.problems.len();
        let when = own.when.placed().and_then(|(text, mark)| match Condition::parse(text) {
            Ok(condition) => Some(condition),
            Err(mistake) => {
                self.error_with_hint("invalid-condition", mark, mistake.message, mistake.hint);
                None
            }
        });
        for text in [&own.title, &own.action] {
            self.placeholders(text);
        }
        let known = base.as_ref();
        let mut missing = Vec::new();
        let mut need = |key: &'static str, there: bool| {
            if !there && known.is_none() {
                missing.push(key);
            }
        };
        need("lever", !own.lever.is_absent());
        need("when", !own.when.is_absent());
        need("title", !own.title.is_absent());
        need("action", !own.action.is_absent());
        need("owner", !own.owner.is_absent());
        for key in missing {
            self.error("missing-key", mark, format!("`{key}` is missing in the rule `{id}`"));
        }
        if self.problems.len() > before {
            return None;
        }
        let text =
            |own: &Written<Localized>, known: Option<&Localized>| own.get().or(known).cloned().unwrap_or_default();
        let about: Vec<String> = own.about.items().iter().filter_map(|one| one.get().cloned()).collect();
        let effect = own.effect.get().map(|list| list.iter().filter_map(|one| one.get().copied()).collect());
        Some(Rule {
            id: id.to_owned(),
            lever: own.lever.get().copied().or(known.map(|rule| rule.lever))?,
            about: if about.is_empty() { known.map(|rule| rule.about.clone()).unwrap_or_default() } else { about },
            when: when.or_else(|| known.map(|rule| rule.when.clone()))?,
            title: text(&own.title, known.map(|rule| &rule.title)),
            action: text(&own.action, known.map(|rule| &rule.action)),
            owner: text(&own.owner, known.map(|rule| &rule.owner)),
            cost: text(&own.cost, known.map(|rule| &rule.cost)),
            effort: own.effort.get().copied().or(known.map(|rule| rule.effort)).unwrap_or(Effort::Medium),
            effect: effect.or_else(|| known.map(|rule| rule.effect.clone())).unwrap_or_default(),
            weeks: own.weeks.get().copied().or(known.map(|rule| rule.weeks)).unwrap_or(QUARTER_WEEKS),
            reserve: own.reserve.get().copied().or(known.map(|rule| rule.reserve)).unwrap_or(false),
        })
    }

    fn placeholders(&mut self, written: &Written<Localized>) {
        let Some((text, mark)) = written.placed() else { return };
        for name in text.written().flat_map(|(_, text)| names(text)) {
            if !PLACEHOLDERS.contains(&name) {
                self.unknown_name("unknown-placeholder", mark, ("placeholder", name), &PLACEHOLDERS);
            }
        }
    }
}

/// The names in braces.
fn names(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The built-in library.
///
/// # Panics
/// When a built-in file is malformed: a mistake of ours that every test of this room would show.
pub(in crate::config) fn library() -> Vec<Rule> {
    let mut rules = Vec::new();
    let nobody = Overrides::default();
    for (name, text) in LIBRARY {
        let mut problems: Vec<Diagnostic> = Vec::new();
        let entries: Option<Entries<file::Rule>> = yaml::read(text, Path::new(name), &mut problems);
        let mut checker = Checker::new(Path::new(name), &nobody, &[]);
        for entry in entries.iter().flat_map(|entries| &entries.0) {
            let rule = entry.value.placed().and_then(|written| checker.rule(&entry.key, written, None));
            rules.extend(rule);
        }
        problems.append(&mut checker.problems);
        assert!(problems.is_empty(), "built-in rules: {problems:#?}");
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::rule::Lever;
    use std::collections::BTreeSet;

    #[test]
    fn the_library_is_complete_in_both_languages_and_knows_its_metrics() {
        let rules = library();
        let metrics = crate::catalogue::built_in();
        let known = |id: &str| metrics.iter().any(|one| one.id == id);
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids.len(), rules.len());
        for rule in &rules {
            for text in [&rule.title, &rule.action, &rule.owner, &rule.cost] {
                assert!(!text.zh().is_empty() && !text.en().is_empty(), "{}", rule.id);
                let set = |text: &str| names(text).into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
                assert_eq!(set(text.zh()), set(text.en()), "{}", rule.id);
            }
            for text in [&rule.title, &rule.action, &rule.cost] {
                let digits = |text: &str| {
                    let mut found: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
                    found.sort_unstable();
                    found
                };
                assert_eq!(digits(text.zh()), digits(text.en()), "{}: both languages say the same numbers", rule.id);
            }
            for metric in rule.about.iter().map(String::as_str).chain(rule.when.metrics()) {
                assert!(known(metric) || metric == ANY_TARGET, "{}: {metric}", rule.id);
            }
            assert_eq!(rule.about.is_empty(), !rule.when.speaks_of_it(), "{}", rule.id);
            assert!((1..=52).contains(&rule.weeks), "{}", rule.id);
        }
        for (lever, name) in Lever::ALL {
            assert!(rules.iter().any(|rule| rule.lever == lever), "no rule pulls {name}");
        }
    }
}
