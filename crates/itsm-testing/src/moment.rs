//! Arithmetic on instants that never overflows.

use itsm_core::time::{Instant, Seconds};

/// One nanosecond earlier; `None` at the beginning of the time line.
pub(crate) fn just_before(at: Instant) -> Option<Instant> {
    match at.timestamp_subsec_nanos().checked_sub(1) {
        Some(nanos) => Instant::from_timestamp(at.timestamp(), nanos),
        None => Instant::from_timestamp(at.timestamp().checked_sub(1)?, 999_999_999),
    }
}

/// So many seconds earlier; `None` before the beginning of the time line.
pub(crate) fn before(at: Instant, by: Seconds) -> Option<Instant> {
    let seconds = at.timestamp().checked_sub(i64::try_from(by.0).ok()?)?;
    Instant::from_timestamp(seconds, at.timestamp_subsec_nanos())
}

/// So many seconds later, or the same instant if the time line ends before that.
pub(crate) fn later(at: Instant, by: Seconds) -> Instant {
    by.after(at).unwrap_or(at)
}
