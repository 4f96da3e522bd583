#![no_std]
#![doc = include_str!("../README.md")]

extern crate alloc;

mod ask;
mod book;
mod business_days;
mod calendar;
mod combination;
mod combine;
mod compile;
mod draft;
mod draft_book;
mod error;
mod fault;
mod holiday;
mod icalendar;
mod intervals;
mod local;
mod pause;
mod periods;
mod query;
mod recurrence;
mod resolve;
mod rules;
mod schedule;
mod seconds;
mod target;
mod window;
mod zone;

pub use book::CalendarBook;
pub use business_days::DayEnd;
pub use calendar::Calendar;
pub use draft::{DraftCalendar, DraftDay, DraftEntry, DraftHolidaySet, DraftRecurrence};
pub use draft_book::{DraftCalendarBook, DraftCombined, DraftDifference};
pub use error::CalendarError;
pub use fault::{Fault, Faults};
pub use holiday::HolidaySet;
pub use icalendar::{Import, Notice, read_icalendar};
pub use local::{Gap, Overlap};
pub use pause::{Pause, PauseRule};
pub use periods::{Period, PeriodsAfter, PeriodsBefore};
pub use schedule::{DueAtClose, Schedule, StartAtOpen};
pub use seconds::Seconds;
pub use target::RelativeTarget;
pub use zone::{Zone, tz_version};

/// A point on the time line, in UTC.
pub type Instant = chrono::DateTime<chrono::Utc>;

/// The first and the last second that are accepted: the years 1 to 9999, less a few days at
/// either end, so that every local time has a date.
pub(crate) const MIN_SECOND: i64 = -62_135_596_800 + 10 * 86_400;
pub(crate) const MAX_SECOND: i64 = 253_402_300_799 - 10 * 86_400;

/// The instant of a second and a fraction.
pub(crate) fn instant(second: i64, nanos: u32) -> Result<Instant, CalendarError> {
    Instant::from_timestamp(second, nanos).ok_or(CalendarError::DurationTooLong {
        seconds: second.unsigned_abs(),
    })
}
