//! The built-in catalogue: YAML entries compiled into the binary, in printing order.

use super::definition::Definition;

const FILES: &[(&str, &str)] = &[
    ("speed.yaml", include_str!("catalogue/speed.yaml")),
    ("promises.yaml", include_str!("catalogue/promises.yaml")),
    ("telephone.yaml", include_str!("catalogue/telephone.yaml")),
    ("quality.yaml", include_str!("catalogue/quality.yaml")),
    ("resolution.yaml", include_str!("catalogue/resolution.yaml")),
    ("channels.yaml", include_str!("catalogue/channels.yaml")),
    ("resources.yaml", include_str!("catalogue/resources.yaml")),
    ("satisfaction.yaml", include_str!("catalogue/satisfaction.yaml")),
    ("effort.yaml", include_str!("catalogue/effort.yaml")),
    ("complaints.yaml", include_str!("catalogue/complaints.yaml")),
    ("loyalty.yaml", include_str!("catalogue/loyalty.yaml")),
    ("value.yaml", include_str!("catalogue/value.yaml")),
    ("commerce.yaml", include_str!("catalogue/commerce.yaml")),
    ("relationship.yaml", include_str!("catalogue/relationship.yaml")),
    ("cost.yaml", include_str!("catalogue/cost.yaml")),
    ("economics.yaml", include_str!("catalogue/economics.yaml")),
    ("voice.yaml", include_str!("catalogue/voice.yaml")),
    ("twins.yaml", include_str!("catalogue/twins.yaml")),
    ("volume.yaml", include_str!("catalogue/volume.yaml")),
];

/// Every built-in definition, in the order of the scorecard.
///
/// # Panics
/// When a built-in file is malformed: a mistake of ours that every test of this room would show.
pub fn built_in() -> Vec<Definition> {
    let read = |(name, text): &(&str, &str)| -> Vec<Definition> {
        serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("built-in catalogue `{name}`: {error}"))
    };
    FILES.iter().flat_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::definition::Kind;
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_is_complete_in_both_languages_and_unique() {
        let all = built_in();
        let ids: BTreeSet<_> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for one in &all {
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
