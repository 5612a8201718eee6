//! One-sided comparisons: rules in data, each with its proof, by which a figure of a stricter or looser definition still
//! allows one verdict.

use super::DefinitionKey;
use crate::domain::Localized;
use serde::Deserialize;
use std::sync::LazyLock;

/// One rule of `rules/one_sided.yaml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneSided {
    /// Name.
    pub id: String,
    /// Definition key of what the client's data give.
    pub ours: String,
    /// Definition keys of published figures.
    pub published: Vec<String>,
    /// On which side ours lies of what the published definition would give on the same data.
    pub ours_reads: Reads,
    /// Why, in words; printed.
    pub proof: Localized,
}

/// On which side a figure lies of another definition's on the same data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// Never below it.
    High,
    /// Never above it.
    Low,
}

static RULES: LazyLock<Vec<OneSided>> = LazyLock::new(|| {
    serde_saphyr::from_str(include_str!("rules/one_sided.yaml")).expect("the shipped rules are sound, as a test shows")
});

/// All rules, in the order written.
pub fn one_sided_rules() -> &'static [OneSided] {
    &RULES
}

/// The rule for a pair of definitions; `None` when nothing is proven of them.
pub(super) fn between(ours: &DefinitionKey, published: &DefinitionKey) -> Option<&'static OneSided> {
    let (ours, published) = (ours.to_string(), published.to_string());
    RULES.iter().find(|rule| rule.ours == ours && rule.published.contains(&published))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_is_proven_and_about_keys() {
        let ids: BTreeSet<&str> = one_sided_rules().iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids.len(), one_sided_rules().len());
        for rule in one_sided_rules() {
            assert!(rule.proof.zh().chars().count() > 10 && rule.proof.en().len() > 30, "{}", rule.id);
            let ours = DefinitionKey::parse(&rule.ours).expect("a key");
            for published in &rule.published {
                let published = DefinitionKey::parse(published).expect("a key");
                assert_eq!(ours.concept, published.concept, "{}: one thing is counted", rule.id);
                assert_eq!(between(&ours, &published), Some(rule));
                assert_eq!(between(&published, &ours), None, "{}: a bound has one direction", rule.id);
            }
        }
    }
}
