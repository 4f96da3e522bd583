//! Schedules as sets of time.

use crate::error::CalendarError;
use crate::intervals::{self, Interval};
use crate::schedule::{NEVER, Schedule};
use alloc::vec::Vec;

impl Schedule {
    /// Open when either is. Both must cover the same range.
    ///
    /// # Errors
    /// [`CalendarError::OtherRange`] if they do not.
    pub fn union(&self, other: &Self) -> Result<Self, CalendarError> {
        self.combine(other, intervals::union)
    }

    /// Open when both are. Both must cover the same range.
    ///
    /// # Errors
    /// [`CalendarError::OtherRange`] if they do not.
    pub fn intersection(&self, other: &Self) -> Result<Self, CalendarError> {
        self.combine(other, intervals::intersection)
    }

    /// Open when this one is and the other is not. Both must cover the same range.
    ///
    /// # Errors
    /// [`CalendarError::OtherRange`] if they do not.
    pub fn difference(&self, other: &Self) -> Result<Self, CalendarError> {
        self.combine(other, intervals::difference)
    }

    fn combine(
        &self,
        other: &Self,
        how: fn(&[Interval], &[Interval]) -> Vec<Interval>,
    ) -> Result<Self, CalendarError> {
        if (self.from, self.until) != (other.from, other.until) {
            return Err(CalendarError::OtherRange {
                left: self.until(),
                right: other.until(),
            });
        }
        let open = how(&self.intervals(), &other.intervals());
        let range = (self.from, self.until);
        Ok(Self::new(&open, range, self.offsets.clone(), self.reading))
    }

    /// The windows in seconds of universal time, and whether they go on past the range.
    fn intervals(&self) -> Vec<Interval> {
        let second = |place: u32| self.base.saturating_add(i64::from(place));
        let spans = self.spans.iter().take_while(|span| span.open != NEVER.open);
        let mut list: Vec<_> = spans
            .map(|it| (second(it.open), second(it.close)))
            .collect();
        if self.open_before {
            list.push((self.from.saturating_sub(1), self.from));
        }
        if self.open_after {
            list.push((self.until, self.until.saturating_add(1)));
        }
        intervals::normalize(list)
    }
}
