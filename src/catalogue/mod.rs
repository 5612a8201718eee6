//! The built-in catalogue: YAML entries compiled into the binary, in printing order.

pub mod definition;
pub mod ids;

use definition::Definition;
use std::sync::LazyLock;

const FILES: &[(&str, &str)] = &[
    ("speed.yaml", include_str!("speed.yaml")),
    ("promises.yaml", include_str!("promises.yaml")),
    ("telephone.yaml", include_str!("telephone.yaml")),
    ("quality.yaml", include_str!("quality.yaml")),
    ("resolution.yaml", include_str!("resolution.yaml")),
    ("channels.yaml", include_str!("channels.yaml")),
    ("resources.yaml", include_str!("resources.yaml")),
    ("satisfaction.yaml", include_str!("satisfaction.yaml")),
    ("effort.yaml", include_str!("effort.yaml")),
    ("complaints.yaml", include_str!("complaints.yaml")),
    ("loyalty.yaml", include_str!("loyalty.yaml")),
    ("value.yaml", include_str!("value.yaml")),
    ("commerce.yaml", include_str!("commerce.yaml")),
    ("relationship.yaml", include_str!("relationship.yaml")),
    ("cost.yaml", include_str!("cost.yaml")),
    ("economics.yaml", include_str!("economics.yaml")),
    ("voice.yaml", include_str!("voice.yaml")),
    ("twins.yaml", include_str!("twins.yaml")),
    ("volume.yaml", include_str!("volume.yaml")),
];

static BUILT_IN: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| -> Vec<Definition> {
        serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("built-in catalogue `{name}`: {error}"))
    };
    FILES.iter().flat_map(read).collect()
});

/// Every built-in definition, in the order of the scorecard; read once.
///
/// # Panics
/// When a built-in file is malformed: a mistake of ours that every test of this room would show.
pub fn built_in() -> &'static [Definition] {
    &BUILT_IN
}

#[cfg(test)]
mod tests {
    use super::definition::Kind;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_is_complete_in_both_languages_and_unique() {
        let all = built_in();
        let ids: BTreeSet<_> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for one in all {
            for text in [&one.title, &one.definition] {
                assert!(!text.zh().trim().is_empty() && !text.en().trim().is_empty(), "{}", one.id);
            }
            assert!(one.card.is_some() && !one.source.is_empty(), "{}", one.id);
            if one.kind != Kind::Model {
                assert_eq!(one.table.is_none(), one.kind == Kind::Derived, "{}", one.id);
                assert_eq!(one.period.is_none(), one.kind == Kind::Derived, "{}", one.id);
            }
        }
    }

    /// A report prints at most twenty of them (`report::sections::scorecard`).
    #[test]
    fn the_scorecard_can_be_filled() {
        let main = built_in().iter().filter(|one| one.scorecard).count();
        assert!(main >= 12, "{main}");
    }

    #[test]
    fn locales_with_words_for_the_catalogue_have_them_for_all_of_it() {
        let locale = crate::domain::Locale::known("zh-TW");
        for one in built_in() {
            for text in [&one.title, &one.definition] {
                assert!(locale.translated(text.zh()).is_some(), "{}: {}", one.id, text.zh());
            }
        }
    }
}
