//! Words that every room shares: periods, calendars, time zones, money, units, directions, locales, words.
//!
//! Pure values. Never does I/O and depends on no other room.

mod answered;
mod calendar;
mod clock;
mod column_type;
mod csv_cell;
mod direction;
mod hex;
mod instant;
mod locale;
mod localized;
mod money;
mod month;
mod quarter;
mod segment;
mod span_unit;
mod table;
mod unit;
pub mod words;
mod zone;

pub use answered::Answered;
pub use calendar::{BusinessCalendar, Covers, DayException, Shift};
pub use clock::Clock;
pub use column_type::ColumnType;
pub use csv_cell::csv_cell;
pub use direction::Direction;
pub use hex::hex;
pub use instant::Instant;
pub use locale::{Letters, Locale, LocaleData, MoneyPattern, Side, Terms};
pub use localized::Localized;
pub use money::Currency;
pub use month::Month;
pub use quarter::{FiscalCalendar, FiscalYearName, Period, Quarter, QuarterError};
pub use segment::Segment;
pub use span_unit::SpanUnit;
pub use table::Table;
pub use unit::Unit;
pub use zone::{LocalClock, Offset, UnknownZone, WallTime, Zone};
