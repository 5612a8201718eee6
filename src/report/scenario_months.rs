//! Months of the rich scenario: satisfaction with a late fall, a rate with a spike, times without.

use super::scenario::{hours, rate, share};
use crate::domain::{FiscalCalendar, Period, Segment, Zone};
use crate::metrics::Monthly;
use crate::metrics::measurement::Measurement;

/// Small steady movements, so that months are not alike: −2 to 2.
const WAVE: [i32; 12] = [0, 1, -1, 2, 0, -2, 1, 0, -1, 1, -2, 2];

/// Twenty-four months up to the end of the last quarter.
pub fn months(periods: &[Period]) -> Monthly {
    let zone = Zone::default();
    let all = periods[periods.len() - 8..].iter();
    let all: Vec<Period> = all.flat_map(|period| FiscalCalendar::default().months(period.quarter, zone)).collect();
    Monthly::new(all.into_iter().enumerate().map(|(at, period)| (period, month(at, &period))).collect())
}

fn month(at: usize, period: &Period) -> Vec<Measurement> {
    let wave = WAVE[at % WAVE.len()];
    let late = at.saturating_sub(18);
    let up = |base: u64, step: i32| base.saturating_add_signed(i64::from(step * wave));
    let spike = if at >= 21 { 26 } else { 0 };
    vec![
        share("csat_top2", Segment::Total, period.quarter, (up(293, 2) - 5 * late as u64, 333)),
        share("resolution_rate_within_target", Segment::Total, period.quarter, (up(1330, 6), 1600)),
        hours("first_response_median", Segment::Total, period.quarter, (3.0 + 0.05 * f64::from(wave), 1604)),
        rate("complaint_rate", Segment::Total, period.quarter, (up(31, 1) + spike, 9800.0)),
    ]
}
