//! Targets that name a moment instead of an amount of time.

use crate::Instant;
use crate::compile;
use crate::error::CalendarError;
use crate::schedule::Schedule;
use chrono::{NaiveTime, TimeDelta, Timelike};

/// A target that names a moment: "by 16:00 on the next business day".
///
/// An amount of time can be paused; a moment cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[doc(alias = "relative duration")]
pub enum RelativeTarget {
    /// By a time of the day, so many business days later.
    ByTime {
        /// How many business days later, the day of the start not counted.
        business_days: u16,
        /// The local time.
        by: NaiveTime,
        /// What starts at or after this time of a business day counts as of the day after it.
        #[cfg_attr(feature = "serde", serde(default))]
        cut_off: Option<NaiveTime>,
    },
    /// At the date that somebody wrote into a field of the record.
    DueDate {
        /// The content of the field.
        due: Option<Instant>,
    },
    /// At the end of a business day: 0 is the day of the start, 1 the next one.
    EndOfBusinessDay {
        /// How many business days later, the day of the start not counted.
        business_days: u16,
    },
}

impl Schedule {
    /// When a relative target is due that starts at an instant.
    ///
    /// - [`ByTime`](RelativeTarget::ByTime) is that time exactly, be it open then or not. Where the
    ///   start is not a business day the cut-off does not apply: nobody was there to miss it.
    /// - [`EndOfBusinessDay`](RelativeTarget::EndOfBusinessDay) with zero days, on a day that is
    ///   over or has no open time, is the end of the next one.
    /// - [`DueDate`](RelativeTarget::DueDate) that is closed moves to the next opening; one that is
    ///   absent or not after the start is due one second after the start.
    ///
    /// # Errors
    /// The start or the result does not lie within the range.
    pub fn due(&self, start: Instant, target: &RelativeTarget) -> Result<Instant, CalendarError> {
        match *target {
            RelativeTarget::ByTime {
                business_days,
                by,
                cut_off,
            } => {
                let date = self.date_of(start)?;
                let time = self
                    .offsets
                    .local(start.timestamp())
                    .rem_euclid(compile::DAY);
                let missed = match cut_off {
                    Some(cut_off) => {
                        let cut = i64::from(cut_off.num_seconds_from_midnight());
                        (time, start.timestamp_subsec_nanos()) >= (cut, cut_off.nanosecond())
                            && self.is_business_day(date)?
                    }
                    None => false,
                };
                let days = i32::from(business_days).saturating_add(i32::from(missed));
                let day = compile::number(self.nth_business_day(date, days)?);
                let second = self.at_local(day, i64::from(by.num_seconds_from_midnight()));
                let due = crate::instant(second, 0)?;
                self.place(due)?;
                Ok(due)
            }
            RelativeTarget::EndOfBusinessDay { business_days } => {
                let date = self.date_of(start)?;
                if business_days == 0 && self.is_business_day(date)? {
                    let end = self.end_of_business_day(date)?;
                    if start < end {
                        return Ok(end);
                    }
                }
                let days = i32::from(business_days).max(1);
                self.end_of_business_day(self.nth_business_day(date, days)?)
            }
            RelativeTarget::DueDate { due: Some(due) } if due > start => self.next_open(due),
            RelativeTarget::DueDate { .. } => {
                self.place(start)?;
                let due = start.checked_add_signed(TimeDelta::seconds(1));
                due.ok_or(CalendarError::OutsideZoneData { at: start })
            }
        }
    }
}
