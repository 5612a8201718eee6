//! The sample's time axis: nine quarters of wall-clock seconds in China (no daylight saving).

use super::draw::Draw;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};

/// Quarters in the sample: 2024-Q3 to 2026-Q3.
pub const QUARTERS: usize = 9;

/// Wall-clock seconds since 1970.
pub type Seconds = i64;

/// One hour.
pub const HOUR: Seconds = 3600;

/// One day.
pub const DAY: Seconds = 24 * HOUR;

/// When the sample was extracted: 2026-10-15 09:00.
pub fn as_of() -> Seconds {
    day(2026, 10, 15) + 9 * HOUR
}

/// Midnight of a day.
pub fn day(year: i32, month: u32, day: u32) -> Seconds {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day that exists");
    date.and_hms_opt(0, 0, 0).expect("midnight").and_utc().timestamp()
}

/// First day of the quarter with this index (0 is 2024-Q3).
pub fn quarter_start(index: usize) -> Seconds {
    let months = 6 + 3 * index as i32;
    day(2024 + months / 12, (months % 12) as u32 + 1, 1)
}

/// First day of a quarter before the sample's (1 is 2024-Q2).
pub fn earlier_start(back: usize) -> Seconds {
    let months = (2024 * 12 + 6 - 3 * back) as i32;
    day(months / 12, (months % 12) as u32 + 1, 1)
}

/// First days of the quarter's three months.
pub fn months(index: usize) -> [Seconds; 3] {
    let start = wall(quarter_start(index));
    [0, 1, 2].map(|offset| day(start.year(), start.month() + offset, 1))
}

/// A moment in a quarter: mostly working days between 8 and 20 o'clock.
pub fn moment(draw: &mut Draw, quarter: usize) -> Seconds {
    moment_between(draw, quarter_start(quarter), quarter_start(quarter + 1))
}

/// A moment of the same kind in a span.
pub fn moment_between(draw: &mut Draw, start: Seconds, end: Seconds) -> Seconds {
    loop {
        let at = draw.whole(start, end);
        let local = wall(at);
        let busy = (8..20).contains(&local.hour()) && local.weekday().num_days_from_monday() < 5;
        if busy || draw.chance(0.18) {
            return at;
        }
    }
}

/// Seconds as a wall-clock time.
pub fn wall(at: Seconds) -> NaiveDateTime {
    DateTime::from_timestamp(at, 0).expect("a time in the sample").naive_utc()
}

/// Formats an optional time; nothing is an empty cell.
pub fn text(at: Option<Seconds>, format: &str) -> String {
    at.map_or_else(String::new, |at| wall(at).format(format).to_string())
}
