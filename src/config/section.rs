//! The sections of a report and which of them an edition prints.

use super::EditionKind;

/// Ids of the sections that a report can have, in their usual order.
pub const SECTIONS: [&str; 18] = [
    "summary",
    "scorecard",
    "trends",
    "segments",
    "benchmarks",
    "teams",
    "relationship",
    "voice",
    "complaints",
    "drivers",
    "loyalty",
    "economics",
    "sensitivity",
    "warnings",
    "recommendations",
    "departments",
    "data-quality",
    "method",
];

/// What management reads: R2, R3, R6 and R13 to R16, after the cover.
const MANAGEMENT: [&str; 7] =
    ["summary", "scorecard", "benchmarks", "economics", "sensitivity", "warnings", "recommendations"];

impl EditionKind {
    /// Its sections, in their usual order.
    pub fn sections(self) -> &'static [&'static str] {
        match self {
            Self::Full => &SECTIONS,
            Self::Management => &MANAGEMENT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_management_edition_is_a_part_of_the_full_one_in_its_order() {
        let places: Vec<_> = MANAGEMENT.iter().map(|id| SECTIONS.iter().position(|known| known == id)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    }
}
