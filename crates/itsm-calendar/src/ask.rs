//! Short cuts: questions to a calendar that compile what they need.

use crate::calendar::Calendar;
use crate::error::CalendarError;
use crate::schedule::Schedule;
use crate::seconds::Seconds;
use crate::{Instant, MAX_SECOND, MIN_SECOND};

/// How many days to look to either side, one after the other. The last is half of what a schedule
/// may cover.
const REACH: [i64; 5] = [16, 128, 1_024, 8_192, 18_262];

impl Calendar {
    /// Asks a question of a schedule around an instant: at first of some days, then of more, up to
    /// fifty years to either side, until the question has an answer.
    ///
    /// ```
    /// use itsm_calendar::{Calendar, DraftCalendar};
    /// # use chrono::{DateTime, Utc};
    ///
    /// let desk = Calendar::try_from(DraftCalendar::new("UTC").weekly("mon-fri", ["09:00-17:00"]))?;
    /// let saturday: DateTime<Utc> = "2026-06-06T10:00:00Z".parse()?;
    /// let monday = desk.ask(saturday, |schedule| schedule.next_open(saturday))?;
    /// assert_eq!(monday.to_rfc3339(), "2026-06-08T09:00:00+00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the question answers last, or what [`compile`](Self::compile) does.
    pub fn ask<T>(
        &self,
        at: Instant,
        question: impl Fn(&Schedule) -> Result<T, CalendarError>,
    ) -> Result<T, CalendarError> {
        let second = at.timestamp();
        if !(MIN_SECOND..=MAX_SECOND).contains(&second) {
            return Err(CalendarError::OutsideZoneData { at });
        }
        let mut answer = Err(CalendarError::OutsideZoneData { at });
        for days in REACH {
            let reach = days.saturating_mul(86_400);
            let from = second.saturating_sub(reach).max(MIN_SECOND);
            let until = second.saturating_add(reach).min(MAX_SECOND);
            let range = crate::instant(from, 0)?..crate::instant(until, 0)?;
            answer = question(&self.compile(range)?);
            let farther = matches!(
                answer,
                Err(CalendarError::NoClosingTime { .. }
                    | CalendarError::NoOpenTime { .. }
                    | CalendarError::NotEnoughTime { .. }
                    | CalendarError::OutOfRange { .. })
            );
            if !farther {
                break;
            }
        }
        answer
    }

    /// See [`Schedule::add`].
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn add(&self, start: Instant, amount: Seconds) -> Result<Instant, CalendarError> {
        self.ask(start, |schedule| schedule.add(start, amount))
    }

    /// See [`Schedule::subtract`].
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn subtract(&self, end: Instant, amount: Seconds) -> Result<Instant, CalendarError> {
        self.ask(end, |schedule| schedule.subtract(end, amount))
    }

    /// See [`Schedule::between`]. The two instants may lie any number of years apart.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    pub fn between(&self, start: Instant, end: Instant) -> Result<Seconds, CalendarError> {
        const STEP: i64 = 50 * 31_557_600;
        let mut total = 0_u64;
        let mut start = start;
        while start < end {
            let next = start.timestamp().saturating_add(STEP);
            let stop = crate::instant(next, 0).map_or(end, |next| next.min(end));
            // A schedule reaches to whole seconds, and the last one has begun.
            let last = stop.timestamp().saturating_add(1);
            let schedule = self.compile(start..crate::instant(last, 0)?)?;
            total = total.saturating_add(schedule.between(start, stop)?.0);
            start = stop;
        }
        Ok(Seconds(total))
    }

    /// See [`Schedule::is_open`].
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn is_open(&self, at: Instant) -> Result<bool, CalendarError> {
        self.ask(at, |schedule| schedule.is_open(at))
    }

    /// See [`Schedule::next_open`].
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn next_open(&self, at: Instant) -> Result<Instant, CalendarError> {
        self.ask(at, |schedule| schedule.next_open(at))
    }

    /// See [`Schedule::next_close`].
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn next_close(&self, at: Instant) -> Result<Instant, CalendarError> {
        self.ask(at, |schedule| schedule.next_close(at))
    }
}
