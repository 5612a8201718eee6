//! Season and base: seasonal indices, and years compared over equal numbers of working days (T6).

/// Fewest years that give a seasonal index.
const LEAST_YEARS: usize = 3;
/// Months that Spring Festival moves between.
const SPRING: [u32; 2] = [1, 2];

/// A multiplicative season: position `at % season` is that of the value `at`.
#[derive(Clone, Debug, PartialEq)]
pub struct Seasonal {
    /// Index by position in the year; their mean is 1.
    pub index: Vec<f64>,
    /// Ratios of the values to their centred moving average by position, oldest first: what the index
    /// is the mean of. Half a year at either end has none.
    pub ratios: Vec<Vec<f64>>,
}

/// The multiplicative seasonal index of each position in the year: the mean ratio of values to their
/// centred moving average over a year, brought to a mean of 1. Oldest value first, at position 0;
/// `season` is 4 for quarters, 12 for months. `None` below three full years, for an odd season, or
/// for values that are not positive.
pub fn seasonal_index(values: &[f64], season: usize) -> Option<Seasonal> {
    let usable = season >= 2 && season.is_multiple_of(2) && values.len() >= LEAST_YEARS * season;
    if !usable || values.iter().any(|value| *value <= 0.0 || !value.is_finite()) {
        return None;
    }
    let half = season / 2;
    let mut ratios: Vec<Vec<f64>> = vec![Vec::new(); season];
    for at in half..values.len() - half {
        let window = &values[at - half..=at + half];
        let inner: f64 = window[1..season].iter().sum();
        let level = (inner + (window[0] + window[season]) / 2.0) / season as f64;
        ratios[at % season].push(values[at] / level);
    }
    let means: Vec<f64> = ratios.iter().map(|of| of.iter().sum::<f64>() / of.len() as f64).collect();
    let mean = means.iter().sum::<f64>() / season as f64;
    Some(Seasonal { index: means.into_iter().map(|index| index / mean).collect(), ratios })
}

/// An amount of one calendar month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthAmount {
    /// 1 to 12.
    pub month: u32,
    /// The amount: a count or a sum, never a rate.
    pub amount: f64,
    /// Working days of the month.
    pub working_days: u32,
}

/// A year-on-year comparison of amounts over equal numbers of working days.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct WorkingDayChange {
    /// Change of the amounts as they are, in percent.
    pub raw: f64,
    /// Change of the amounts per working day, in percent.
    pub per_day: f64,
    /// Working days now and a year before.
    pub days: (u32, u32),
}

/// Compares months with the same months a year before. `None` when the months differ, when one of
/// January and February comes without the other (Spring Festival moves between them), or when a base
/// is not positive.
pub fn same_working_days(now: &[MonthAmount], before: &[MonthAmount]) -> Option<WorkingDayChange> {
    let months = |of: &[MonthAmount]| {
        let mut months: Vec<u32> = of.iter().map(|one| one.month).collect();
        months.sort_unstable();
        months
    };
    let spring = SPRING.iter().filter(|month| now.iter().any(|one| one.month == **month)).count();
    if months(now) != months(before) || spring == 1 {
        return None;
    }
    let total =
        |of: &[MonthAmount]| of.iter().fold((0.0, 0), |sum, one| (sum.0 + one.amount, sum.1 + one.working_days));
    let ((amount, days), (base, days_before)) = (total(now), total(before));
    if base <= 0.0 || days == 0 || days_before == 0 {
        return None;
    }
    let change = |now: f64, before: f64| 100.0 * (now - before) / before;
    Some(WorkingDayChange {
        raw: change(amount, base),
        per_day: change(amount / f64::from(days), base / f64::from(days_before)),
        days: (days, days_before),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// statsmodels 0.15.0 `seasonal_decompose(model="multiplicative")`.
    #[test]
    fn indices_as_in_statsmodels() {
        let quarters =
            [121.0, 88.9, 84.6, 113.3, 123.8, 96.5, 81.8, 118.7, 129.6, 100.1, 89.0, 121.1, 136.4, 99.7, 91.2, 127.5];
        let Seasonal { index: found, ratios } = seasonal_index(&quarters, 4).unwrap();
        let wanted = [1.199_798_126_033_378_5, 0.905_525_923_161_132, 0.800_048_805_322_350_3, 1.094_627_145_483_139];
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{found:?}");
        assert_eq!(ratios.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3, 3], "half a year is lost at either end");
        let centred = (121.0 / 2.0 + 88.9 + 84.6 + 113.3 + 123.8 / 2.0) / 4.0;
        assert!((ratios[2][0] - 84.6 / centred).abs() < 1e-12);
        assert_eq!(seasonal_index(&quarters[..11], 4), None, "below three years only 同比");
        assert_eq!(seasonal_index(&[0.0; 12], 4), None);
    }

    fn month(month: u32, amount: f64, working_days: u32) -> MonthAmount {
        MonthAmount { month, amount, working_days }
    }

    #[test]
    fn spring_festival_is_compared_over_both_months() {
        // Spring Festival 2025 from 28 January, 2026 from 15 February.
        let now = [month(1, 2_000.0, 20), month(2, 1_500.0, 16)];
        let before = [month(1, 1_620.0, 18), month(2, 1_800.0, 20)];
        let found = same_working_days(&now, &before).unwrap();
        assert!((found.raw - 100.0 * 80.0 / 3_420.0).abs() < 1e-12);
        assert!((found.per_day - 100.0 * ((3_500.0 / 36.0) / (3_420.0 / 38.0) - 1.0)).abs() < 1e-12);
        assert_eq!(found.days, (36, 38));
        assert_eq!(same_working_days(&now[..1], &before[..1]), None, "January alone is no comparison");
        assert_eq!(same_working_days(&now, &before[..1]), None);
        assert!(same_working_days(&[month(4, 5.0, 21)], &[month(4, 4.0, 22)]).is_some());
        assert_eq!(same_working_days(&[month(4, 5.0, 21)], &[month(4, 0.0, 22)]), None);
    }
}
