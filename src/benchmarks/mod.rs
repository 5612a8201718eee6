//! Industry averages with their provenance, and what may be said when a figure stands beside one.
//!
//! Reads benchmark files and judges by rule T9 of the domain handbook. Never gives a gap or a
//! verdict for an incomparable pair, never fills the gap when nothing fits.

mod averages;
mod compare;
mod definition_key;
mod file;
mod peers;
mod period;
mod provenance;
mod rules;
mod shipped;
mod unit;

pub use compare::{
    Age, Comparability, Comparison, ComparisonPolicy, Difference, Match, NoVerdict, Published, Status, Twin, Verdict,
    Warning, compare,
};
pub use definition_key::{DefinitionKey, key_of, period_length_of};
pub use file::{Grade, Statistic, load, parse};
pub use peers::{
    MINIMUM_PEERS, MOST_WEIGHT, Peer, PeerFigure, PeerGroup, PeerRefusal, Peers, load_peers, parse_peers, peer_of,
};
pub use period::{BenchmarkPeriod, PeriodLength};
pub use provenance::{Level, Seen};
pub use rules::{OneSided, Reads, one_sided_rules};
pub use shipped::{ORIGIN_UNKNOWN, shipped, shipped_all, shipped_files};
pub use unit::BenchmarkUnit;

use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::domain::{Localized, Zone};

/// One published figure with everything that a reader must know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// Name of the entry, unique in its file.
    pub id: String,
    /// The metric that it is set beside: an id of the catalogue, the user's own, or the name of a
    /// figure that has no counterpart here.
    pub metric: String,
    /// What the figure is, as printed.
    pub title: Localized,
    /// Industry key such as `telecom`, or `cross-industry`.
    pub industry: String,
    /// The figure in `unit`.
    pub value: f64,
    /// Lowest figure of the range reported with it (between companies or sectors), not an interval.
    pub low: Option<f64>,
    /// Highest figure of that range.
    pub high: Option<f64>,
    /// Its unit.
    pub unit: BenchmarkUnit,
    /// Average, median or best in class.
    pub statistic: Statistic,
    /// Which definition it follows, in the vocabulary of [`DefinitionKey`].
    pub definition_key: DefinitionKey,
    /// That definition in words.
    pub definition: Localized,
    /// Who or what was counted, such as `consumers`; `None` when not stated.
    pub population: Option<String>,
    /// Region code such as `CN`, `US`, `north_america`, `global`; `None` when not stated.
    pub region: Option<String>,
    /// When.
    pub period: BenchmarkPeriod,
    /// Over how long a flow was counted.
    pub period_length: PeriodLength,
    /// Publisher and publication.
    pub source: String,
    /// Where the figure was read, when that is not the publisher's own page.
    pub seen_in: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// How good the evidence is.
    pub grade: Grade,
    /// Answers, items or companies that it stands on.
    pub n: Option<u64>,
    /// Whether a report shows it unless told not to.
    pub drawn: bool,
    /// What else a reader must know.
    pub note: Option<Localized>,
    /// Metric that computes the figure's own definition from a client's data; `None` when no data feed it.
    pub twin: Option<String>,
    /// To whom complaints were made, where the figure speaks of complaints.
    pub level: Option<Level>,
    /// The only kind of product or service that the figure speaks of; `None` for all of the industry.
    pub product: Option<Localized>,
    /// What was seen of the publisher.
    pub seen: Seen,
    /// Month in which it was seen, as `2026-11`.
    pub seen_on: Option<String>,
    /// Under which licence the publisher gives it.
    pub licence: Option<String>,
    /// The comparison group, where the figure is the median of peers.
    pub peers: Option<PeerGroup>,
    /// Where the entry is written.
    pub place: Place,
}

/// Industry key of a client's own averages that name no industry: they are about the industry of whoever names the file.
pub const OWN_INDUSTRY: &str = "own";

/// Industry key of figures over all industries.
pub const CROSS_INDUSTRY: &str = "cross-industry";

/// The region that a client's time zone stands for, the default of [`ComparisonPolicy::region`]:
/// zones of mainland China are `CN`, of the United Kingdom `UK`, of the United States `US`.
pub fn region_of(zone: Zone) -> Option<&'static str> {
    match zone.name() {
        "Asia/Shanghai" | "Asia/Urumqi" | "PRC" => Some("CN"),
        "Europe/London" | "GB" => Some("UK"),
        "Asia/Hong_Kong" | "Hongkong" => Some("HK"),
        name if name.starts_with("US/") => Some("US"),
        name if name.starts_with("Australia/") => Some("AU"),
        name if name.starts_with("Canada/") => Some("CA"),
        "America/Toronto" | "America/Vancouver" | "America/Winnipeg" | "America/Edmonton" | "America/Halifax" => {
            Some("CA")
        }
        "America/New_York"
        | "America/Chicago"
        | "America/Denver"
        | "America/Phoenix"
        | "America/Los_Angeles"
        | "America/Anchorage"
        | "Pacific/Honolulu" => Some("US"),
        _ => None,
    }
}

/// A warning when none of a report's figures is about its industry but one is about an industry of a similar
/// name: written so, the report would say that there is no comparable figure.
pub fn doubt(industry: &str, figures: &[Benchmark], report: &Place) -> Option<Diagnostic> {
    let known = || figures.iter().map(|one| one.industry.as_str());
    if known().any(|one| one.eq_ignore_ascii_case(industry) || one == OWN_INDUSTRY) {
        return None;
    }
    let message = format!("no benchmark of this report is about the industry `{industry}`");
    let question = did_you_mean(industry, known().filter(|one| *one != CROSS_INDUSTRY))?;
    Some(Diagnostic::warning("unknown-industry", report.clone(), message).with_hint(question))
}

/// Whom an industry serves, the default of [`ComparisonPolicy::population`].
pub fn population_of(industry: &str) -> &'static str {
    if industry.eq_ignore_ascii_case("software/SaaS") { "businesses" } else { "consumers" }
}
