//! A metric as written: one entry of the catalogue (built in or the user's own).

use crate::domain::{Clock, Direction, Localized, Table, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One metric. One entry yields one number per period and segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Stable snake_case name, the field's standard term.
    pub id: String,
    /// The card of the domain handbook, such as `M03`; absent for a user's metric.
    #[serde(default)]
    pub card: Option<String>,
    /// Printed name.
    pub title: Localized,
    /// Group in the scorecard.
    pub family: Family,
    /// The table whose rows it counts; absent for `derived`.
    #[serde(default)]
    pub table: Option<Table>,
    /// How it is computed.
    pub kind: Kind,
    /// Which periods a row belongs to; absent for `derived`.
    #[serde(default)]
    pub period: Option<Attribution>,
    /// Reasons to leave a row out, each named and counted, tried in order.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    /// Rows that the metric speaks of at all (for example one survey question); the others are
    /// not counted anywhere. SQL.
    #[serde(default)]
    pub rows: Option<String>,
    /// Base of a proportion: rows that count in the denominator. SQL; default all.
    #[serde(default)]
    pub among: Option<String>,
    /// Proportion, count: rows that count. SQL boolean; null is missing (G5).
    #[serde(default)]
    pub hit: Option<String>,
    /// Mean, quantile, sum, NPS, ratio numerator: the value. SQL; null is missing (G5).
    #[serde(default)]
    pub value: Option<String>,
    /// Ratio of sums: the denominator. SQL.
    #[serde(default)]
    pub denominator: Option<String>,
    /// Mean, proportion, NPS: a survey weight. SQL number.
    #[serde(default)]
    pub weight: Option<String>,
    /// Survival quantile: start of the clock. SQL instant.
    #[serde(default)]
    pub start: Option<String>,
    /// Survival quantile: end of the clock; null means not yet, censored at `as_of`. SQL instant.
    #[serde(default)]
    pub end: Option<String>,
    /// Survival quantile: which clock.
    #[serde(default)]
    pub clock: Clock,
    /// Quantile, survival quantile: which one, in (0, 1).
    #[serde(default)]
    pub quantile: Option<f64>,
    /// False while a row's follow-up window is open: counted as 未到期 (G4). SQL boolean.
    #[serde(default)]
    pub matured: Option<String>,
    /// Derived: arithmetic over other metrics' ids (`+ - * /`, parentheses, numbers).
    /// Rate: not used.
    #[serde(default)]
    pub formula: Option<String>,
    /// Rate: id of the metric (kind `sum` or `count`) that is the exposure.
    #[serde(default)]
    pub base: Option<String>,
    /// Rate: events per this many of the base.
    #[serde(default)]
    pub per: Option<f64>,
    /// The unit of the value.
    pub unit: Unit,
    /// Which way is good.
    pub better: Direction,
    /// Columns to break down by (canonical or `customer.<column>`); missing columns are skipped.
    #[serde(default)]
    pub segments: Vec<String>,
    /// Columns that the data must map; otherwise the metric is skipped with that reason.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What is counted, over what, when, and what happens to missing values.
    pub definition: Localized,
    /// Where the definition comes from.
    pub source: String,
    /// Survey question whose answers must all be on one scale; otherwise the metric is skipped.
    #[serde(default)]
    pub single_scale: Option<String>,
    /// Whether the scorecard lists it by default (the others serve as bases and details).
    #[serde(default)]
    pub scorecard: bool,
    /// Decimal places in print; default by unit.
    #[serde(default)]
    pub decimals: Option<u8>,
}

impl Definition {
    /// Every expression over the rows of its table, as written.
    pub fn expressions(&self) -> impl Iterator<Item = &str> {
        let parts = [&self.rows, &self.among, &self.hit, &self.value, &self.denominator, &self.weight];
        let parts = parts.into_iter().chain([&self.start, &self.end, &self.matured]).flatten();
        let period = self.period.iter().flat_map(Attribution::expressions);
        parts.chain(self.exclude.iter().map(|exclusion| &exclusion.when)).chain(period).map(String::as_str)
    }

    /// Whether it counts or sums events that fall into a period by an instant: contacts, complaints,
    /// orders, money taken; no stock of members and no rate.
    pub fn is_event_volume(&self) -> bool {
        self.family == Family::Volume
            && matches!(self.kind, Kind::Count | Kind::Sum)
            && matches!(self.period, Some(Attribution::At(_)))
            && matches!(self.unit, Unit::Count | Unit::Money)
    }
}

/// Scorecard group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Speed.
    Speed,
    /// Quality.
    Quality,
    /// Satisfaction.
    Satisfaction,
    /// Loyalty.
    Loyalty,
    /// Cost.
    Cost,
    /// Volume: context, no verdict.
    Volume,
}

impl Family {
    /// All of them, in the order of the scorecard.
    pub const ALL: [Self; 6] =
        [Self::Speed, Self::Quality, Self::Satisfaction, Self::Loyalty, Self::Cost, Self::Volume];

    /// Its name, as in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Quality => "quality",
            Self::Satisfaction => "satisfaction",
            Self::Loyalty => "loyalty",
            Self::Cost => "cost",
            Self::Volume => "volume",
        }
    }
}

/// Kind of computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// hits / base as percent; Wilson.
    Proportion,
    /// Mean of values; t or bootstrap.
    Mean,
    /// Type-7 quantile of values (G8); order statistics.
    Quantile,
    /// Kaplan–Meier quantile of a duration in hours, open rows censored at `as_of`.
    SurvivalQuantile,
    /// Events per base × `per`; Garwood.
    Rate,
    /// 100 × (share 9–10 − share 0–6).
    Nps,
    /// Σ numerator / Σ denominator (G7); delta method.
    RatioOfSums,
    /// Number of hits.
    Count,
    /// Σ value.
    Sum,
    /// Formula over other metrics.
    Derived,
    /// Supplied by the model of this id (`metrics/models`).
    Model,
}

/// Which periods a row belongs to. Times are columns (or SQL over columns) of type instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Attribution {
    /// The period that contains this instant (G3). A row without it belongs to none.
    At(String),
    /// Every period at whose end the row is present: `from` < end and (`until` null or ≥ end).
    PresentAtEnd(Presence),
    /// Every period at whose start the row is present.
    PresentAtStart(Presence),
    /// Every period that [`from`, `until`) overlaps; `until` null is open-ended.
    Overlaps(Presence),
}

impl Attribution {
    /// Its expressions.
    pub fn expressions(&self) -> Vec<&String> {
        match self {
            Self::At(at) => vec![at],
            Self::PresentAtEnd(span) | Self::PresentAtStart(span) | Self::Overlaps(span) => {
                vec![&span.from, &span.until]
            }
        }
    }
}

/// A span of presence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// Start of presence. SQL instant.
    pub from: String,
    /// End of presence; null is open-ended. SQL instant.
    pub until: String,
}

/// A named reason to leave a row out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Name of the reason in snake_case, printed with its count.
    pub reason: String,
    /// SQL boolean: true leaves the row out.
    pub when: String,
}
