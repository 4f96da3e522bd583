//! The open windows themselves, one after the other.

use crate::Instant;
use crate::error::CalendarError;
use crate::schedule::{Schedule, Span};

/// A window of time: from an instant, up to and without another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "interval")]
pub struct Period {
    /// Where it begins.
    pub start: Instant,
    /// Where it ends, itself not included.
    pub end: Instant,
}

/// The open periods from an instant on, see [`Schedule::periods_after`].
#[derive(Debug, Clone)]
pub struct PeriodsAfter<'a> {
    schedule: &'a Schedule,
    next: usize,
    from: Instant,
}

/// The open periods up to an instant, the latest first, see [`Schedule::periods_before`].
#[derive(Debug, Clone)]
pub struct PeriodsBefore<'a> {
    schedule: &'a Schedule,
    /// One past the place of the period that comes next.
    next: usize,
    until: Instant,
}

impl Schedule {
    /// The open periods from an instant on, in order; the first begins there if it is open then.
    /// The last is cut off where the range ends.
    ///
    /// # Errors
    /// The instant lies outside of the range.
    pub fn periods_after(&self, at: Instant) -> Result<PeriodsAfter<'_>, CalendarError> {
        let (second, _) = self.place(at)?;
        Ok(PeriodsAfter {
            schedule: self,
            next: self.find(second),
            from: at,
        })
    }

    /// The open periods up to an instant, the latest first; it ends there if it is open before.
    /// The last is cut off where the range begins.
    ///
    /// # Errors
    /// The instant lies outside of the range.
    pub fn periods_before(&self, at: Instant) -> Result<PeriodsBefore<'_>, CalendarError> {
        let (second, nanos) = self.place(at)?;
        let i = self.find(second);
        let span = self.span(i);
        let begun = span.open < second || (span.open == second && nanos > 0);
        Ok(PeriodsBefore {
            schedule: self,
            next: i.saturating_add(usize::from(begun)),
            until: at,
        })
    }

    fn period(&self, i: usize) -> Option<Period> {
        let real = |span: &&Span| span.close != u32::MAX;
        let span = self.spans.get(i).filter(real)?;
        Some(Period {
            start: self.at(span.open),
            end: self.at(span.close),
        })
    }
}

impl Iterator for PeriodsAfter<'_> {
    type Item = Period;

    fn next(&mut self) -> Option<Period> {
        let mut period = self.schedule.period(self.next)?;
        self.next = self.next.saturating_add(1);
        period.start = period.start.max(self.from);
        Some(period)
    }
}

impl Iterator for PeriodsBefore<'_> {
    type Item = Period;

    fn next(&mut self) -> Option<Period> {
        self.next = self.next.checked_sub(1)?;
        let mut period = self.schedule.period(self.next)?;
        period.end = period.end.min(self.until);
        Some(period)
    }
}

impl core::iter::FusedIterator for PeriodsAfter<'_> {}
impl core::iter::FusedIterator for PeriodsBefore<'_> {}
