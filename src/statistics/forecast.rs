//! The next value of a short series, with what the same method would have said before.

use super::student_critical;

/// Fewest values from which anything is foretold.
pub const LEAST_VALUES: usize = 8;
/// Fewest values before the first quarter that is foretold in retrospect.
const LEAST_TRAINING: usize = 5;
/// Most quarters foretold in retrospect.
const MOST_TRIED: usize = 4;
/// Steps of the search for the smoothing weight.
const STEPS: usize = 1_000;

/// What a series is expected to do next.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Weight of the newest value, 0 to 1.
    pub alpha: f64,
    /// The next value, and the same for every later one: this method knows a level and no trend.
    pub value: f64,
    /// Prediction intervals of the next values, one step ahead first.
    pub ahead: Vec<(f64, f64)>,
    /// What would have been foretold of the last values, oldest first.
    pub tried: Vec<Tried>,
}

/// A value that was foretold from those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried {
    /// Its place in the series.
    pub at: usize,
    /// Foretold.
    pub value: f64,
    /// Ends of the prediction interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What came.
    pub actual: f64,
    /// What repeating the value before would have said.
    pub repeated: f64,
}

impl Forecast {
    /// Mean absolute error in retrospect, of this method and of repeating the value before.
    pub fn errors(&self) -> (f64, f64) {
        let n = self.tried.len() as f64;
        let mean = |of: fn(&Tried) -> f64| self.tried.iter().map(of).sum::<f64>() / n;
        (mean(|one| (one.actual - one.value).abs()), mean(|one| (one.actual - one.repeated).abs()))
    }

    /// How many of the values in retrospect lie within their intervals.
    pub fn within(&self) -> usize {
        self.tried.iter().filter(|one| (one.low..=one.high).contains(&one.actual)).count()
    }
}

/// Simple exponential smoothing from the first value, its weight the one with the least squared one-step errors on
/// a grid of thousandths; intervals by Student's t with n − 2 degrees of freedom from those errors, widened by
/// 1 + (h − 1)α² for h steps. `None` below [`LEAST_VALUES`] values or where none differs.
///
/// Source: Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd ed., 8.1 and 8.7; checked with
/// statsmodels 0.14 `SimpleExpSmoothing` (known initial level).
pub fn forecast(series: &[f64], steps: usize, level: f64) -> Option<Forecast> {
    if series.len() < LEAST_VALUES || series.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let fit = Fit::of(series);
    let ahead: Vec<(f64, f64)> = (1..=steps).map(|step| fit.interval(step, level)).collect::<Option<_>>()?;
    let first = LEAST_TRAINING.max(series.len() - MOST_TRIED);
    let tried = (first..series.len()).filter_map(|at| {
        let before = Fit::of(&series[..at]);
        let (low, high) = before.interval(1, level)?;
        Some(Tried { at, value: before.level, low, high, actual: series[at], repeated: series[at - 1] })
    });
    Some(Forecast { alpha: fit.alpha, value: fit.level, ahead, tried: tried.collect() })
}

/// A smoothed series.
struct Fit {
    alpha: f64,
    level: f64,
    squares: f64,
    freedom: f64,
}

impl Fit {
    fn of(series: &[f64]) -> Self {
        let (mut best, freedom) = (None::<(f64, f64, f64)>, series.len() as f64 - 2.0);
        for step in 0..=STEPS {
            let alpha = step as f64 / STEPS as f64;
            let (mut level, mut squares) = (series[0], 0.0);
            for value in &series[1..] {
                let error = value - level;
                squares += error * error;
                level += alpha * error;
            }
            if best.is_none_or(|(_, _, least)| squares < least) {
                best = Some((alpha, level, squares));
            }
        }
        let (alpha, level, squares) = best.unwrap_or((0.0, series[0], 0.0));
        Self { alpha, level, squares, freedom }
    }

    fn interval(&self, step: usize, level: f64) -> Option<(f64, f64)> {
        let sigma = (self.squares / self.freedom).sqrt();
        let wide = (1.0 + (step as f64 - 1.0) * self.alpha * self.alpha).sqrt();
        let half = student_critical(self.freedom, level) * sigma * wide;
        (half > 0.0 && half.is_finite()).then_some((self.level - half, self.level + half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIES: [f64; 12] = [97.8, 97.6, 97.7, 97.3, 97.4, 97.1, 97.0, 97.2, 96.9, 96.8, 97.0, 96.7];

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
    }

    /// statsmodels 0.14.6 with the same weight and SciPy's t.
    #[test]
    fn the_next_value_is_the_smoothed_level() {
        let found = forecast(&SERIES, 4, 0.95).unwrap();
        near(found.alpha, 0.738);
        near(found.value, 96.767_894_165_962_84);
        let wanted = [
            (96.257_194_603_905_2, 97.278_593_728_020_48),
            (96.133_177_815_022_93, 97.402_610_516_902_75),
            (96.029_710_144_451_22, 97.506_078_187_474_47),
            (95.939_059_771_720_14, 97.596_728_560_205_55),
        ];
        for (found, wanted) in found.ahead.iter().zip(wanted) {
            near(found.0, wanted.0);
            near(found.1, wanted.1);
        }
    }

    #[test]
    fn what_was_foretold_knew_only_what_came_before() {
        let found = forecast(&SERIES, 1, 0.95).unwrap();
        let first = found.tried[0];
        assert_eq!((first.at, first.actual, first.repeated, found.tried.len()), (8, 96.9, 97.2, 4));
        near(first.value, 97.166_240_344_919_5);
        near(first.low, 96.587_561_122_063_24);
        let mut later = SERIES;
        later[11] = 40.0;
        assert_eq!(forecast(&later, 1, 0.95).unwrap().tried[0], first, "the last value says nothing of the eighth");
        assert_eq!(found.within(), 4);
        let (own, repeated) = found.errors();
        near(repeated, (0.3 + 0.1 + 0.2 + 0.3) / 4.0);
        assert!(own < repeated, "{own}");
    }

    #[test]
    fn nothing_is_foretold_from_little_or_from_no_variation() {
        assert_eq!(forecast(&SERIES[..7], 1, 0.95), None);
        assert_eq!(forecast(&[5.0; 9], 1, 0.95), None);
    }
}
