//! Windows of time in nanoseconds, which compare fast.

use itsm_core::time::Instant;

/// From a nanosecond, up to and without another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

/// The nanosecond of an instant; the nearest one that there is for an instant out of reach.
pub(crate) fn nanos(at: Instant) -> i64 {
    let nearest = if at.timestamp() < 0 {
        i64::MIN
    } else {
        i64::MAX
    };
    at.timestamp_nanos_opt().unwrap_or(nearest)
}

/// The instant of a nanosecond.
pub(crate) const fn instant(nanos: i64) -> Instant {
    Instant::from_timestamp_nanos(nanos)
}

impl Span {
    pub(crate) fn of(start: Instant, end: Instant) -> Option<Self> {
        let (start, end) = (start.timestamp_nanos_opt()?, end.timestamp_nanos_opt()?);
        (start < end).then_some(Self { start, end })
    }

    /// What both have in common; where they only touch, the instant at which they do.
    pub(crate) fn common(self, other: Self) -> Self {
        Self {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        }
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The same, so that it also overlaps with what only touches it.
    pub(crate) const fn touching(self, touching: bool) -> Self {
        if touching {
            Self {
                start: self.start.saturating_sub(1),
                end: self.end.saturating_add(1),
            }
        } else {
            self
        }
    }

    pub(crate) const fn length(self) -> i64 {
        self.end.saturating_sub(self.start)
    }
}
