//! Why a question to a calendar has no answer.

use crate::Instant;
use crate::seconds::Seconds;
use alloc::string::String;

/// Why a question to a calendar or a schedule has no answer. Never a wrong answer instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The calendar is floating: it takes its zone when it is asked, and none was given.
    #[error("calendar `{calendar}` is floating: expected a zone, got none")]
    Floating {
        /// The name of the calendar.
        calendar: String,
    },
    /// A length of time below zero.
    #[error("expected a duration of zero seconds or more, got `{seconds}`")]
    NegativeDuration {
        /// What was given.
        seconds: i64,
    },
    /// There is no closing ahead: it is open all the time, as far as was looked.
    #[error("no closing time between `{from}` and `{until}`")]
    NoClosingTime {
        /// Where the search began.
        from: Instant,
        /// Where it ended.
        until: Instant,
    },
    /// There is no open time at all, as far as was looked.
    #[error("no open time between `{from}` and `{until}`")]
    NoOpenTime {
        /// Where the search began.
        from: Instant,
        /// Where it ended.
        until: Instant,
    },
    /// There is not enough open time, as far as was looked.
    #[error("expected {needed} of open time between `{from}` and `{until}`, got {available}")]
    NotEnoughTime {
        /// Where the search began.
        from: Instant,
        /// Where it ended.
        until: Instant,
        /// The open time that was asked for.
        needed: Seconds,
        /// The open time that is there.
        available: Seconds,
    },
    /// Two schedules that cover different ranges cannot be combined.
    #[error("expected schedules over one range, got until `{left}` and until `{right}`")]
    OtherRange {
        /// Where the left one ends.
        left: Instant,
        /// Where the right one ends.
        right: Instant,
    },
    /// The instant lies outside of the range that the schedule was compiled for.
    #[error("expected an instant between `{from}` and `{until}`, got `{at}`")]
    OutOfRange {
        /// What was asked about.
        at: Instant,
        /// Where the schedule begins.
        from: Instant,
        /// Where it ends.
        until: Instant,
    },
    /// The range to compile is empty or runs backwards.
    #[error("expected a range that ends after it starts, got `{from}` to `{until}`")]
    RangeOrder {
        /// The start given.
        from: Instant,
        /// The end given.
        until: Instant,
    },
    /// The range to compile is longer than a schedule can hold.
    #[error("expected a range of at most {max_years} years, got `{from}` to `{until}`")]
    RangeTooLong {
        /// The start given.
        from: Instant,
        /// The end given.
        until: Instant,
        /// The most years that are accepted.
        max_years: u16,
    },
    /// The instant, or the result, lies outside of the years that the zone data speaks about.
    #[error("expected an instant in the years 1 to 9999, got `{at}`")]
    OutsideZoneData {
        /// What was asked about.
        at: Instant,
    },
    /// The result would lie past the end of the time line.
    #[error("a duration of `{seconds}` seconds runs past the end of the time line")]
    DurationTooLong {
        /// The duration.
        seconds: u64,
    },
    /// The bundled zone data has no zone of this name.
    #[error("expected the IANA name of a time zone, got `{name}`")]
    UnknownZone {
        /// What was given.
        name: String,
    },
}
