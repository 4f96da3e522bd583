//! Business days: a unit of its own, which is not twenty-four hours of open time.

use crate::Instant;
use crate::compile::{self, DAY};
use crate::error::CalendarError;
use crate::local::Reading;
use crate::schedule::Schedule;
use chrono::NaiveDate;

/// At which time of the day a count of business days ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum DayEnd {
    /// When the last window of the day closes.
    EndOfDay,
    /// At the time of day at which the count began, or the next open instant. The default.
    #[default]
    SameTime,
}

impl Schedule {
    /// The local date of an instant, in the zone of the calendar.
    ///
    /// # Errors
    /// The instant lies outside of the range.
    pub fn date_of(&self, at: Instant) -> Result<NaiveDate, CalendarError> {
        self.place(at)?;
        let day = self.offsets.local(at.timestamp()).div_euclid(DAY);
        compile::date(day).ok_or(CalendarError::OutsideZoneData { at })
    }

    /// Whether a local date has open time: any at which the clocks show this date, be it twice.
    ///
    /// # Errors
    /// The date does not lie within the range.
    pub fn is_business_day(&self, date: NaiveDate) -> Result<bool, CalendarError> {
        self.is_open_on(compile::number(date))
    }

    fn is_open_on(&self, day: i64) -> Result<bool, CalendarError> {
        self.passed_at(self.midnight(day))?;
        let mut is_open = false;
        for (start, end) in self.offsets.pieces_of(day.saturating_mul(DAY), DAY) {
            is_open |= self.passed_at(start)? < self.passed_at(end)?;
        }
        Ok(is_open)
    }

    /// How many business days there are from a date up to and without another.
    ///
    /// # Errors
    /// A date between them does not lie within the range.
    pub fn business_days_between(
        &self,
        start: NaiveDate,
        end: NaiveDate,
    ) -> Result<u32, CalendarError> {
        let mut count = 0_u32;
        for day in compile::number(start)..compile::number(end) {
            count = count.saturating_add(u32::from(self.is_open_on(day)?));
        }
        Ok(count)
    }

    /// The nth business day after a date, or before it if `n` is negative; the date itself if `n`
    /// is zero.
    ///
    /// # Errors
    /// It does not lie within the range.
    pub fn nth_business_day(&self, date: NaiveDate, n: i32) -> Result<NaiveDate, CalendarError> {
        let mut day = compile::number(date);
        let mut left = n.unsigned_abs();
        while left > 0 {
            day = day.saturating_add(i64::from(n.signum()));
            left = left.saturating_sub(u32::from(self.is_open_on(day)?));
        }
        compile::date(day).ok_or_else(|| self.out_of_range(self.until()))
    }

    /// When the last window of a local date closes; midnight at the latest.
    ///
    /// # Errors
    /// The date does not lie within the range, or has no open time.
    pub fn end_of_business_day(&self, date: NaiveDate) -> Result<Instant, CalendarError> {
        let day = compile::number(date);
        let (mut first, mut last) = (None, self.midnight(day));
        let mut close = None;
        for (start, end) in self.offsets.pieces_of(day.saturating_mul(DAY), DAY) {
            let begins = crate::instant(start, 0)?;
            self.place(begins)?;
            first = first.or(Some(begins));
            last = end;
            match self.last_open(crate::instant(end, 0)?) {
                Ok(at) if at > begins => close = Some(at),
                Ok(_) | Err(CalendarError::NoOpenTime { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let until = crate::instant(last, 0)?;
        close.ok_or(CalendarError::NoOpenTime {
            from: first.unwrap_or(until),
            until,
        })
    }

    /// So many business days later: at the same local time on the nth business day, or at the next
    /// open instant after that; or at the end of that day.
    ///
    /// # Errors
    /// The start or the result does not lie within the range.
    pub fn add_business_days(
        &self,
        start: Instant,
        n: u32,
        end: DayEnd,
    ) -> Result<Instant, CalendarError> {
        let n = i32::try_from(n).unwrap_or(i32::MAX);
        match end {
            DayEnd::EndOfDay => {
                self.end_of_business_day(self.nth_business_day(self.date_of(start)?, n)?)
            }
            DayEnd::SameTime => self.next_open(self.same_time(start, n)?),
        }
    }

    /// So many business days earlier: at the same local time on the nth business day before, or at
    /// the last open instant before that; or at the end of that day.
    ///
    /// # Errors
    /// The start or the result does not lie within the range.
    pub fn subtract_business_days(
        &self,
        start: Instant,
        n: u32,
        end: DayEnd,
    ) -> Result<Instant, CalendarError> {
        let n = i32::try_from(n).unwrap_or(i32::MAX).saturating_neg();
        match end {
            DayEnd::EndOfDay => {
                self.end_of_business_day(self.nth_business_day(self.date_of(start)?, n)?)
            }
            DayEnd::SameTime => {
                let at = self.same_time(start, n)?;
                if self.is_open(at)? {
                    Ok(at)
                } else {
                    self.last_open(at)
                }
            }
        }
    }

    fn same_time(&self, start: Instant, n: i32) -> Result<Instant, CalendarError> {
        if n == 0 {
            return Ok(start);
        }
        let date = self.nth_business_day(self.date_of(start)?, n)?;
        let time = self.offsets.local(start.timestamp()).rem_euclid(DAY);
        let second = self.at_local(compile::number(date), time);
        crate::instant(second, start.timestamp_subsec_nanos())
    }

    /// The second at which the clocks show a time of the day, as the calendar reads one that does
    /// not come, or comes twice.
    pub(crate) fn at_local(&self, day: i64, time: i64) -> i64 {
        let local = day.saturating_mul(DAY).saturating_add(time);
        self.offsets.instant(local, self.reading)
    }

    fn midnight(&self, day: i64) -> i64 {
        let local = day.saturating_mul(DAY);
        self.offsets.instant(local, Reading::default())
    }

    fn passed_at(&self, second: i64) -> Result<u32, CalendarError> {
        let at = crate::instant(second, 0)?;
        self.place(at).map(|(place, _)| self.passed(place))
    }
}
