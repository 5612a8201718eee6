//! Differences that agree with the rounded figures beside them.

use super::{Figure, MoneyScale, Scale, to_precision};

/// Parts of a difference below this are none.
const NOTHING: f64 = 1e-9;

impl Figure {
    /// The difference of two values as they are printed, in the metric's unit: what a reader gets who subtracts
    /// them.
    pub fn between(&self, before: f64, now: f64) -> f64 {
        (self.steps(now) - self.steps(before)) * self.step()
    }

    /// Parts of a difference, rounded so that they sum to [`Figure::between`] of its two values: those that
    /// rounding has moved farthest to the other side give way. Parts of nothing stay nothing.
    pub fn apportioned<const N: usize>(&self, (before, now): (f64, f64), parts: [f64; N]) -> [f64; N] {
        let exact = parts.map(|part| part / self.step());
        let mut settled = exact.map(f64::round);
        let whole = self.steps(now) - self.steps(before);
        for _ in 0..N {
            let rest = whole - settled.iter().sum::<f64>();
            let short = |at: &usize| (exact[*at] - settled[*at]) * rest.signum();
            let open = (0..N).filter(|at| parts[*at].abs() > NOTHING);
            let Some(at) = open.max_by(|a, b| short(a).total_cmp(&short(b)).then(b.cmp(a))) else { break };
            if rest.abs() < 0.5 {
                break;
            }
            settled[at] += rest.signum();
        }
        settled.map(|steps| steps * self.step())
    }

    /// A printed value in units of its last digit.
    fn steps(&self, value: f64) -> f64 {
        (to_precision(value / self.scale_of_print(), self.decimals) * 10_f64.powi(i32::from(self.decimals))).round()
    }

    /// What a unit of the last digit is in the metric's own unit.
    fn step(&self) -> f64 {
        self.scale_of_print() / 10_f64.powi(i32::from(self.decimals))
    }

    fn scale_of_print(&self) -> f64 {
        match &self.scale {
            Scale::Minutes => 1.0 / 60.0,
            Scale::Money(_, MoneyScale::TenThousands) => 10_000.0,
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Currency, Locale};
    use crate::report::text::Words;

    #[test]
    fn who_subtracts_what_is_printed_gets_what_is_printed() {
        let words = Words::new(Locale::known("en"), &[]);
        let percent = Figure::percent();
        let told = |before: f64, now: f64| percent.change(percent.between(before, now), &words);
        assert_eq!(told(84.26, 80.42), "−3.9 pp", "84.3 and 80.4");
        assert_eq!(told(80.04, 80.05), "+0.1 pp", "80.0 and 80.1");
        assert_eq!(told(80.01, 80.04), "0.0 pp");
        let yuan = Figure::money(&Currency::new("CNY").unwrap(), 1_000_000.0);
        assert_eq!(yuan.value(1_234_567.0, &words), "CNY 1,234,600");
        assert_eq!(yuan.value(1_240_049.0, &words), "CNY 1,240,000");
        assert_eq!(yuan.change(yuan.between(1_234_567.0, 1_240_049.0), &words), "+CNY 5,400");
    }

    #[test]
    fn parts_sum_to_the_difference_that_is_printed() {
        let percent = Figure::percent();
        let tenths = |parts: [f64; 3]| parts.map(|part| (part * 10.0).round());
        // 84.26 → 80.42: printed 84.3 → 80.4.
        let parts = percent.apportioned((84.26, 80.42), [1.93, -5.77, 0.0]);
        assert_eq!(tenths(parts), [19.0, -58.0, 0.0]);
        // 10.04 → 12.16: printed 10.0 → 12.2, though 0.74 + 1.38 round to 0.7 + 1.4.
        let parts = percent.apportioned((10.04, 12.16), [0.74, 1.38, 0.0]);
        assert_eq!(tenths(parts), [8.0, 14.0, 0.0], "0.74 is the nearer to be rounded up");
        let parts = percent.apportioned((10.0, 10.0), [0.0, 0.0, 0.0]);
        assert_eq!(tenths(parts), [0.0; 3]);
    }
}
