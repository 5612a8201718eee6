//! Business time: weekly shifts, holidays and make-up working days (调休; convention G12).

use super::{Instant, Zone};
use chrono::{Datelike, NaiveDate, NaiveTime};
use std::collections::BTreeMap;

/// Opening hours of one day: [opens, closes). `closes` 00:00 means the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Start of business.
    pub opens: NaiveTime,
    /// End of business.
    pub closes: NaiveTime,
}

/// A day that departs from the weekly pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayException {
    /// Shifts of that day; empty on a holiday.
    pub shifts: Vec<Shift>,
}

/// The opening intervals of a service in absolute time, with running totals, so that the business
/// time between two instants is two binary searches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BusinessCalendar {
    covers: Option<Covers>,
    opens: Vec<i64>,
    closes: Vec<i64>,
    before: Vec<i64>,
}

/// The days that a calendar speaks of; what is open on others is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covers {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// First instant of the first day.
    pub start: Instant,
    /// First instant after the last day.
    pub end: Instant,
}

impl Covers {
    /// Whether an instant lies on one of its days, or at their end.
    pub fn reaches(&self, at: Instant) -> bool {
        self.start <= at && at <= self.end
    }
}

impl BusinessCalendar {
    /// Lays out the days `[first, last]` from a weekly pattern (Monday first) and its exceptions.
    pub fn new(
        first: NaiveDate,
        last: NaiveDate,
        week: &[Vec<Shift>; 7],
        exceptions: &BTreeMap<NaiveDate, DayException>,
        zone: Zone,
    ) -> Self {
        let midnight = |day: NaiveDate| Instant::from_local(day.and_time(NaiveTime::MIN), zone);
        let (start, end) = (midnight(first), midnight(last.succ_opt().unwrap_or(last)));
        let covers = Some(Covers { first, last, start, end });
        let mut calendar = Self { covers, opens: Vec::new(), closes: Vec::new(), before: Vec::new() };
        for day in first.iter_days().take_while(|day| *day <= last) {
            let pattern = &week[day.weekday().num_days_from_monday() as usize];
            let shifts = exceptions.get(&day).map_or(pattern, |exception| &exception.shifts);
            for shift in shifts {
                calendar.push(day, *shift, zone);
            }
        }
        calendar
    }

    /// The days that it speaks of.
    pub fn covers(&self) -> Option<Covers> {
        self.covers
    }

    /// Business microseconds in [from, to); negative when `to` lies before `from`. A clock that
    /// starts outside opening hours starts at the next opening. `None` when one of the two lies on a day
    /// that the calendar does not cover.
    pub fn between(&self, from: Instant, to: Instant) -> Option<i64> {
        let covered = self.covers.is_some_and(|covers| covers.reaches(from) && covers.reaches(to));
        covered.then(|| self.until(to) - self.until(from))
    }

    /// The first instant by which this many business microseconds have passed since `from`; `None`
    /// when one of the two lies beyond the calendar.
    pub fn after(&self, from: Instant, micros: i64) -> Option<Instant> {
        self.covers.filter(|covers| covers.reaches(from))?;
        let elapsed = self.until(from) + micros;
        let index = self.before.partition_point(|before| *before < elapsed).saturating_sub(1);
        let at = Instant(self.opens.get(index)? + elapsed - self.before[index]);
        (at.0 <= self.closes[index]).then_some(at)
    }

    /// The opening intervals as (opens, closes), ascending and disjoint.
    pub fn intervals(&self) -> impl Iterator<Item = (Instant, Instant)> + '_ {
        self.opens.iter().zip(&self.closes).map(|(opens, closes)| (Instant(*opens), Instant(*closes)))
    }

    /// Days in [first, after) on which the service opens: working days, make-up days included and
    /// holidays not (G12). `None` when the calendar does not reach over the whole span.
    pub fn open_days(&self, first: NaiveDate, after: NaiveDate, zone: Zone) -> Option<u32> {
        let midnight = |day: NaiveDate| Instant::from_local(day.and_time(NaiveTime::MIN), zone);
        let days = first.iter_days().take_while(|day| *day < after);
        let open = |day: &NaiveDate| {
            self.between(midnight(*day), midnight(day.succ_opt().unwrap_or(*day))).is_some_and(|time| time > 0)
        };
        let covers = self.covers?;
        let covered = covers.reaches(midnight(first)) && covers.reaches(midnight(after));
        covered.then(|| u32::try_from(days.filter(open).count()).unwrap_or(u32::MAX))
    }

    fn until(&self, at: Instant) -> i64 {
        let index = self.opens.partition_point(|opens| *opens <= at.0);
        match index.checked_sub(1) {
            None => 0,
            Some(index) => self.before[index] + at.0.min(self.closes[index]) - self.opens[index],
        }
    }

    fn push(&mut self, day: NaiveDate, shift: Shift, zone: Zone) {
        let closing_day = if shift.closes <= shift.opens { day.succ_opt().unwrap_or(day) } else { day };
        let opens = Instant::from_local(day.and_time(shift.opens), zone).0;
        let closes = Instant::from_local(closing_day.and_time(shift.closes), zone).0;
        let opens = self.closes.last().map_or(opens, |last| opens.max(*last));
        if closes <= opens {
            return;
        }
        let before = match (self.before.last(), self.opens.last(), self.closes.last()) {
            (Some(before), Some(opened), Some(closed)) => before + closed - opened,
            _ => 0,
        };
        self.opens.push(opens);
        self.closes.push(closes);
        self.before.push(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    fn at(day: u32, hour: u32) -> Instant {
        let local = NaiveDate::from_ymd_opt(2026, 2, day).unwrap().and_time(time(hour));
        Instant::from_local(local, Zone::default())
    }

    /// Monday to Friday 9–18; Monday 16 February is a holiday, Saturday 28 a make-up working day.
    fn calendar() -> BusinessCalendar {
        let nine_to_six = vec![Shift { opens: time(9), closes: time(18) }];
        let mut week: [Vec<Shift>; 7] = std::array::from_fn(|_| nine_to_six.clone());
        (week[5], week[6]) = (Vec::new(), Vec::new());
        let exceptions = BTreeMap::from([
            (NaiveDate::from_ymd_opt(2026, 2, 16).unwrap(), DayException { shifts: Vec::new() }),
            (NaiveDate::from_ymd_opt(2026, 2, 28).unwrap(), DayException { shifts: nine_to_six }),
        ]);
        let days = |day| NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
        BusinessCalendar::new(days(1), days(28), &week, &exceptions, Zone::default())
    }

    #[test]
    fn counts_over_night_weekend_holiday_and_make_up_day() {
        let calendar = calendar();
        let hours = |from, to| calendar.between(from, to).unwrap() / Instant::HOUR;
        assert_eq!(hours(at(5, 17), at(6, 10)), 2);
        assert_eq!(hours(at(13, 17), at(17, 10)), 2, "Friday evening to Tuesday over a holiday Monday");
        assert_eq!(hours(at(28, 8), at(28, 12)), 3, "the make-up Saturday counts");
        assert_eq!(hours(at(7, 8), at(8, 20)), 0, "an ordinary weekend does not");
        assert_eq!(hours(at(6, 10), at(5, 17)), -2);
        let (first, after) = (at(1, 0), Instant(at(28, 0).0 + Instant::DAY));
        assert_eq!(calendar.between(first, after), Some(20 * 9 * Instant::HOUR));
        assert_eq!(calendar.between(Instant(first.0 - 1), at(2, 12)), None, "what is open before is unknown");
        assert_eq!(calendar.between(at(27, 10), Instant(after.0 + 1)), None, "and afterwards");
        assert_eq!(calendar.after(Instant(first.0 - 1), Instant::HOUR), None);
    }

    #[test]
    fn working_days_know_holidays_and_make_up_days() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let open = |first, after| calendar().open_days(first, after, Zone::default());
        assert_eq!(open(day(2, 1), day(3, 1)), Some(20), "20 weekdays, one of them a holiday, one make-up Saturday");
        assert_eq!(open(day(2, 16), day(2, 17)), Some(0));
        assert_eq!(open(day(2, 28), day(3, 1)), Some(1));
        assert_eq!(open(day(1, 1), day(2, 1)), None, "before the calendar");
        assert_eq!(open(day(2, 1), day(4, 1)), None, "after it");
    }

    #[test]
    fn counts_forward_to_a_deadline() {
        let calendar = calendar();
        let after = |from, hours: i64| calendar.after(from, hours * Instant::HOUR);
        assert_eq!(after(at(5, 17), 2), Some(at(6, 10)));
        assert_eq!(after(at(13, 17), 1), Some(at(13, 18)), "the end of a shift belongs to that shift");
        assert_eq!(after(at(13, 17), 2), Some(at(17, 10)), "over the weekend and the holiday Monday");
        assert_eq!(after(at(7, 8), 3), Some(at(9, 12)), "a clock that starts on a weekend");
        assert_eq!(after(at(28, 17), 2), None, "beyond the calendar");
    }

    /// A shift from 22 to 6 belongs to both days; a month of them has no gap and no hour twice.
    #[test]
    fn a_night_shift_ends_on_the_next_day() {
        let week: [Vec<Shift>; 7] = std::array::from_fn(|_| vec![Shift { opens: time(22), closes: time(6) }]);
        let day = |day| NaiveDate::from_ymd_opt(2026, 2, day).unwrap();
        let calendar = BusinessCalendar::new(day(1), day(10), &week, &BTreeMap::new(), Zone::default());
        let hours = |from, to| calendar.between(from, to).unwrap() / Instant::HOUR;
        assert_eq!((hours(at(2, 20), at(3, 8)), hours(at(2, 23), at(3, 1)), hours(at(3, 6), at(3, 22))), (8, 2, 0));
        assert_eq!(calendar.after(at(2, 23), 9 * Instant::HOUR), Some(at(4, 0)), "7 hours of the night, 2 of the next");
    }
}
