//! The benchmark files that come with the program.

use super::{Benchmark, parse};
use std::path::Path;

/// The file of figures whose origin is unknown; used only by a report that names it.
pub const ORIGIN_UNKNOWN: &str = "origin-unknown.yaml";

const FILES: [(&str, &str); 8] = [
    ("banking.yaml", include_str!("../../data/benchmarks/banking.yaml")),
    ("cross-industry.yaml", include_str!("../../data/benchmarks/cross-industry.yaml")),
    (ORIGIN_UNKNOWN, include_str!("../../data/benchmarks/origin-unknown.yaml")),
    ("passenger-transport.yaml", include_str!("../../data/benchmarks/passenger-transport.yaml")),
    ("public-sector.yaml", include_str!("../../data/benchmarks/public-sector.yaml")),
    ("retail-e-commerce.yaml", include_str!("../../data/benchmarks/retail-e-commerce.yaml")),
    ("software-saas.yaml", include_str!("../../data/benchmarks/software-saas.yaml")),
    ("telecom.yaml", include_str!("../../data/benchmarks/telecom.yaml")),
];

/// Name and text of every shipped file, for a new project's `data/benchmarks`.
pub fn shipped_files() -> &'static [(&'static str, &'static str)] {
    &FILES
}

/// The shipped figures of an industry and those over all industries, without the file of figures
/// whose origin is unknown.
pub fn shipped(industry: &str) -> Vec<Benchmark> {
    let known = FILES.iter().filter(|(name, _)| *name != ORIGIN_UNKNOWN);
    known
        .flat_map(|(name, text)| parse(text, &Path::new("data/benchmarks").join(name)).0)
        .filter(|one| one.industry.eq_ignore_ascii_case(industry) || one.industry == super::CROSS_INDUSTRY)
        .collect()
}

/// Every shipped figure, those whose origin is unknown included, file by file.
pub fn shipped_all() -> Vec<Benchmark> {
    FILES.iter().flat_map(|(name, text)| parse(text, &Path::new("data/benchmarks").join(name)).0).collect()
}
