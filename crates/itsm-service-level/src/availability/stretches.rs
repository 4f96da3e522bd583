//! Sets of time as sorted lists of stretches that neither touch nor overlap.

use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::Period;
use itsm_core::time::Instant;

/// Sorts and joins what overlaps or touches; what takes no time is dropped.
pub(super) fn union(mut list: Vec<Period>) -> Vec<Period> {
    list.retain(|it| it.start < it.end);
    list.sort_unstable();
    list.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    list
}

/// The part within a window; it takes no time where there is none.
pub(super) fn clip(stretch: Period, window: Period) -> Period {
    Period {
        start: stretch.start.max(window.start),
        end: stretch.end.min(window.end),
    }
}

/// What of one stretch is not in a set.
pub(super) fn without(stretch: Period, set: &[Period]) -> Vec<Period> {
    let mut left = Vec::new();
    let mut start = stretch.start;
    let first = set.partition_point(|it| it.end <= stretch.start);
    let others = set.get(first..).unwrap_or_default().iter();
    for other in others.take_while(|it| it.start < stretch.end) {
        if start < other.start {
            let end = other.start;
            left.push(Period { start, end });
        }
        start = start.max(other.end);
    }
    if start < stretch.end {
        let end = stretch.end;
        left.push(Period { start, end });
    }
    left
}

/// The time on a clock that never stops.
pub(super) fn length(stretch: Period) -> Duration {
    let delta = stretch.end.signed_duration_since(stretch.start);
    delta.to_std().unwrap_or_default()
}

/// An instant as the calendar counts it: a leap second is the last instant of the second before.
pub(super) fn counted(at: Instant) -> Instant {
    let nanos = at.timestamp_subsec_nanos().min(999_999_999);
    Instant::from_timestamp(at.timestamp(), nanos).unwrap_or(at)
}
