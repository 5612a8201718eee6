//! The season of volumes (T6): seasonal indices of quarters, from three full years on.
//!
//! Describes the years measured; forecasts nothing.

use super::{Ground, Study};
use crate::catalogue::definition::{Definition, Kind};
use crate::domain::{Quarter, Segment};
use crate::facts;
use crate::metrics::measurement::{Measurement, Status};
use crate::schema::is_register;
use crate::statistics::{normal_critical, seasonal_index};
use serde::Serialize;

/// Quarters in a year.
const YEAR: usize = 4;
/// How late in a quarter a table may begin and still tell of all of it.
const FIRST_DAYS: i64 = 7;

/// Volumes with a seasonal index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Season {
    /// In the order of the catalogue.
    pub volumes: Vec<SeasonalVolume>,
}

/// The season of one volume.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeasonalVolume {
    /// Its metric.
    pub metric: String,
    /// The quarters that the index stands on with their values, consecutive, oldest first; the last is
    /// the report's.
    pub values: Vec<(Quarter, f64)>,
    /// Rows of the quarter of the year that has fewest, its years together: what the weakest index stands on.
    pub least_n: u64,
    /// First to fourth quarter of the fiscal year.
    pub quarters: [SeasonalQuarter; YEAR],
}

/// One quarter of the year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SeasonalQuarter {
    /// Its index; the mean of the four is 1.
    pub index: f64,
    /// Ratio of its value to the centred moving average of a year, oldest first.
    pub ratios: Vec<f64>,
    /// Whether it differs from 1: the ratios of all years lie on the same side, and a count lies farther off
    /// than its random variation (Poisson) explains at the report's level.
    pub firm: bool,
}

impl SeasonalVolume {
    /// The season of a quarter.
    pub fn of(&self, quarter: Quarter) -> &SeasonalQuarter {
        &self.quarters[usize::from(quarter.number()) - 1]
    }

    /// The value of a quarter without its season; `None` for a quarter that the index does not stand on.
    pub fn adjusted(&self, quarter: Quarter) -> Option<f64> {
        let (_, value) = self.values.iter().find(|(of, _)| *of == quarter)?;
        Some(value / self.of(quarter).index)
    }
}

/// Finds the seasons; gives no figures.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let volumes = ground.report.metrics.iter().filter(|metric| metric.is_event_volume());
    let volumes: Vec<SeasonalVolume> = volumes.filter_map(|metric| season(ground, metric)).collect();
    study.season = Some(Season { volumes }).filter(|found| !found.volumes.is_empty());
    Ok(Vec::new())
}

fn season(ground: &Ground<'_>, metric: &Definition) -> Option<SeasonalVolume> {
    let figures = full_quarters(ground, metric);
    let values: Vec<(Quarter, f64)> = figures.iter().filter_map(|one| Some((one.quarter, one.value?))).collect();
    let quarters = indices(&values, metric.kind, ground.report.statistics.confidence)?;
    let rows = |at: usize| figures.iter().skip(at).step_by(YEAR).map(|one| one.n).sum();
    let least_n = (0..YEAR).map(rows).min()?;
    Some(SeasonalVolume { metric: metric.id.clone(), values, least_n, quarters })
}

/// The quarters of the year from consecutive values; `None` below three full years.
fn indices(values: &[(Quarter, f64)], kind: Kind, level: f64) -> Option<[SeasonalQuarter; YEAR]> {
    let plain: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let found = seasonal_index(&plain, YEAR)?;
    let first = usize::from(values.first()?.0.number()) - 1;
    let critical = normal_critical(level);
    let mut quarters: [SeasonalQuarter; YEAR] = Default::default();
    for (at, (index, ratios)) in found.index.iter().zip(found.ratios).enumerate() {
        let events: f64 = plain.iter().skip(at).step_by(YEAR).sum();
        let chance = if kind == Kind::Count { critical * index / events.sqrt() } else { 0.0 };
        let together = ratios.iter().all(|ratio| *ratio > 1.0) || ratios.iter().all(|ratio| *ratio < 1.0);
        let firm = together && (index - 1.0).abs() > chance;
        quarters[(first + at) % YEAR] = SeasonalQuarter { index: *index, ratios, firm };
    }
    Some(quarters)
}

/// The unbroken quarters up to the report's with a value above zero, over the whole of which the table
/// tells, oldest first.
fn full_quarters<'a>(ground: &Ground<'a>, metric: &Definition) -> Vec<&'a Measurement> {
    let Some(table) = metric.table.filter(|table| !is_register(*table)) else { return Vec::new() };
    let begins = ground.facts.quality.tables.get(&table).and_then(|quality| quality.first);
    let whole = ground.periods.iter().rev().map_while(|period| {
        let covered =
            begins? <= period.start.plus_days(FIRST_DAYS, ground.report.time_zone) && period.end <= ground.report.as_of;
        let one = ground.known.get(&metric.id, &Segment::Total, period.quarter)?;
        (covered && one.status == Status::Ok && one.value? > 0.0).then_some(one)
    });
    let mut quarters: Vec<&Measurement> = whole.collect();
    quarters.reverse();
    quarters
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thirteen quarters from 2023-Q3.
    fn values(by_quarter: [f64; YEAR]) -> Vec<(Quarter, f64)> {
        let first: Quarter = "2023-Q3".parse().unwrap();
        let at = |quarter: Quarter| (quarter, by_quarter[usize::from(quarter.number()) - 1]);
        (0..13).map(|later| at(first.plus(later))).collect()
    }

    #[test]
    fn an_index_belongs_to_its_quarter_of_the_year() {
        let found = indices(&values([140.0, 90.0, 80.0, 90.0]), Kind::Count, 0.95).unwrap();
        let wanted = [1.4, 0.9, 0.8, 0.9];
        assert!(found.iter().zip(wanted).all(|(one, wanted)| (one.index - wanted).abs() < 1e-12), "{found:?}");
        assert_eq!(found.each_ref().map(|one| one.ratios.len()), [3, 2, 2, 2]);
        let volume = SeasonalVolume {
            metric: "contacts".to_owned(),
            values: values([140.0, 90.0, 80.0, 90.0]),
            least_n: 270,
            quarters: found,
        };
        assert!((volume.adjusted("2026-Q1".parse().unwrap()).unwrap() - 100.0).abs() < 1e-9);
        assert_eq!(volume.adjusted("2026-Q4".parse().unwrap()), None);
        assert_eq!(indices(&values([1.0; 4])[..11], Kind::Count, 0.95), None, "two years and three quarters");
    }

    #[test]
    fn what_chance_explains_is_not_firm() {
        let firm = |values: &[(Quarter, f64)], kind| indices(values, kind, 0.95).unwrap().map(|one| one.firm);
        // Q1 has 420 events: 1.96·1.4/√420 = 0.13 < 0.4; Q2 with 270 lies 0.1 off, within 1.96·0.9/√270 = 0.107.
        assert_eq!(firm(&values([140.0, 90.0, 80.0, 90.0]), Kind::Count), [true, false, true, false]);
        assert_eq!(firm(&values([14.0, 9.0, 8.0, 9.0]), Kind::Count), [false; 4]);
        assert_eq!(firm(&values([14.0, 9.0, 8.0, 9.0]), Kind::Sum), [true; 4], "money is no count");
        let mut unsteady = values([1_400.0, 900.0, 800.0, 900.0]);
        unsteady[2].1 = 800.0;
        assert!(!firm(&unsteady, Kind::Count)[0], "below the mean in one year, above it in the others");
    }
}
