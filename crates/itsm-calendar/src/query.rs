//! The questions that a schedule answers about instants and amounts of open time.

use crate::Instant;
use crate::error::CalendarError;
use crate::schedule::{DueAtClose, Passed, Schedule, StartAtOpen};
use crate::seconds::Seconds;
use core::time::Duration;

pub(crate) const NANOS: u64 = 1_000_000_000;

impl Schedule {
    /// Whether it is open at an instant.
    ///
    /// # Errors
    /// The instant lies outside of the range.
    pub fn is_open(&self, at: Instant) -> Result<bool, CalendarError> {
        let (second, _) = self.place(at)?;
        if at.timestamp() == self.until {
            return Ok(self.open_after);
        }
        Ok(self.span(self.find(second)).open <= second)
    }

    /// The instant itself if it is open then, else the next opening.
    ///
    /// # Errors
    /// The instant lies outside of the range, or there is no open time ahead in it.
    pub fn next_open(&self, at: Instant) -> Result<Instant, CalendarError> {
        if self.is_open(at)? {
            return Ok(at);
        }
        let (second, _) = self.place(at)?;
        let next = self.spans.get(self.find(second));
        next.filter(|span| span.close != u32::MAX)
            .map(|span| self.at(span.open))
            .or_else(|| self.open_after.then(|| self.until()))
            .ok_or_else(|| CalendarError::NoOpenTime {
                from: at,
                until: self.until(),
            })
    }

    /// The next instant at which it closes: of the window that is open, or else of the next one.
    ///
    /// # Errors
    /// The instant lies outside of the range, or there is no closing ahead in it.
    pub fn next_close(&self, at: Instant) -> Result<Instant, CalendarError> {
        let (second, _) = self.place(at)?;
        let next = self.span(self.find(second));
        let close = self.at(next.close);
        if next.close == u32::MAX || (close == self.until() && self.open_after) {
            let (from, until) = (at, self.until());
            return Err(if next.close == u32::MAX && !self.open_after {
                CalendarError::NoOpenTime { from, until }
            } else {
                CalendarError::NoClosingTime { from, until }
            });
        }
        Ok(close)
    }

    /// The instant itself if it is open right before it, else the close before it.
    ///
    /// # Errors
    /// The instant lies outside of the range, or there is no open time behind in it.
    #[doc(alias = "previous_close")]
    pub fn last_open(&self, at: Instant) -> Result<Instant, CalendarError> {
        let (second, nanos) = self.place(at)?;
        let i = self.find(second);
        let span = self.span(i);
        if span.open < second || (span.open == second && nanos > 0) {
            return Ok(at);
        }
        let before = i.checked_sub(1).and_then(|i| self.spans.get(i));
        before
            .map(|span| self.at(span.close))
            .or_else(|| self.open_before.then(|| self.from()))
            .ok_or_else(|| CalendarError::NoOpenTime {
                from: self.from(),
                until: at,
            })
    }

    /// The open time between two instants; none if the end is not after the start.
    ///
    /// # Errors
    /// An instant lies outside of the range.
    #[doc(alias = "elapsed")]
    #[doc(alias = "within")]
    #[inline]
    pub fn between(&self, start: Instant, end: Instant) -> Result<Seconds, CalendarError> {
        let (from, until) = (start.timestamp(), end.timestamp());
        if self.from <= from && from <= until && until < self.until {
            let passed = self.passed(self.relative(until));
            let passed = passed.wrapping_sub(self.passed(self.relative(from)));
            return Ok(Seconds(u64::from(passed)));
        }
        self.between_edges(start, end)
    }

    #[cold]
    fn between_edges(&self, start: Instant, end: Instant) -> Result<Seconds, CalendarError> {
        if end <= start {
            return Ok(Seconds::ZERO);
        }
        let (start, _) = self.place(start)?;
        let (end, _) = self.place(end)?;
        let passed = self.passed(end).wrapping_sub(self.passed(start));
        Ok(Seconds(u64::from(passed)))
    }

    /// The first instant at which so much open time has passed since the start.
    ///
    /// Nothing has passed at the start itself, be it open or not: adding zero gives the start.
    ///
    /// # Errors
    /// The start lies outside of the range, or there is not enough open time ahead in it.
    #[doc(alias = "due")]
    #[inline]
    pub fn add(&self, start: Instant, amount: Seconds) -> Result<Instant, CalendarError> {
        self.add_with(start, amount, DueAtClose::AtClose)
    }

    /// The same, with the rule for what falls exactly on a closing named.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    #[inline]
    pub fn add_with(
        &self,
        start: Instant,
        amount: Seconds,
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        let late = tie == DueAtClose::NextOpening;
        let passed = self.passed_exactly(start)?;
        if amount.0 == 0 && !late {
            return Ok(start);
        }
        let target = u64::from(passed.seconds).saturating_add(amount.0);
        self.reach_near(passed.near, target, passed.nanos, late)
            .ok_or_else(|| self.not_enough(start, amount, passed.seconds))
    }

    #[cold]
    fn not_enough(&self, start: Instant, needed: Seconds, passed: u32) -> CalendarError {
        let until = self.until();
        let available = Seconds(u64::from(self.total.saturating_sub(passed)));
        if available.0 == 0 && !self.open_after {
            return CalendarError::NoOpenTime { from: start, until };
        }
        CalendarError::NotEnoughTime {
            from: start,
            until,
            needed,
            available,
        }
    }

    /// The last instant from which so much open time passes until the end.
    ///
    /// # Errors
    /// The end lies outside of the range, or there is not enough open time behind in it.
    #[inline]
    pub fn subtract(&self, end: Instant, amount: Seconds) -> Result<Instant, CalendarError> {
        self.subtract_with(end, amount, StartAtOpen::AtOpen)
    }

    /// The same, with the rule for what falls exactly on an opening named.
    ///
    /// # Errors
    /// As [`subtract`](Self::subtract).
    pub fn subtract_with(
        &self,
        end: Instant,
        amount: Seconds,
        tie: StartAtOpen,
    ) -> Result<Instant, CalendarError> {
        let late = tie == StartAtOpen::AtOpen;
        let Passed {
            seconds: passed,
            nanos,
            ..
        } = self.passed_exactly(end)?;
        if amount.0 == 0 {
            return if late { Ok(end) } else { self.last_open(end) };
        }
        let target = u64::from(passed).checked_sub(amount.0);
        // Nothing at all has passed only at the start of the range, or at the opening after it.
        let at_start = !late && target == Some(0) && nanos == 0;
        if at_start {
            return self
                .open_before
                .then(|| self.from())
                .ok_or_else(|| self.not_behind(end, amount, passed));
        }
        target
            .and_then(|target| self.reach(target, nanos, late))
            .ok_or_else(|| self.not_behind(end, amount, passed))
    }

    #[cold]
    fn not_behind(&self, end: Instant, needed: Seconds, passed: u32) -> CalendarError {
        let from = self.from();
        if passed == 0 && !self.open_before {
            return CalendarError::NoOpenTime { from, until: end };
        }
        CalendarError::NotEnoughTime {
            from,
            until: end,
            needed,
            available: Seconds(u64::from(passed)),
        }
    }

    /// The open time between two instants to the nanosecond, for who adds up many pieces.
    ///
    /// [`between`](Self::between) counts whole seconds, which is what people read. A clock that is
    /// stopped and started many times counts with this one, so that no fraction is lost.
    ///
    /// # Errors
    /// An instant lies outside of the range.
    ///
    /// ```
    /// use core::time::Duration;
    /// use itsm_calendar::{Calendar, DueAtClose, Instant};
    ///
    /// let (year, next): (Instant, Instant) = ("2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?);
    /// let always = Calendar::always().compile(year..next)?;
    /// let (start, end): (Instant, Instant) = ("2026-03-02T09:00:00.25Z".parse()?, "2026-03-02T09:00:01Z".parse()?);
    /// let passed = always.exactly_between(start, end)?;
    /// assert_eq!(passed, Duration::from_millis(750));
    /// assert_eq!(always.add_exactly(start, passed, DueAtClose::AtClose)?, end);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn exactly_between(&self, start: Instant, end: Instant) -> Result<Duration, CalendarError> {
        self.nanos_between(start, end).map(Duration::from_nanos)
    }

    /// The instant at which so much open time has passed since the start, to the nanosecond.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_exactly(
        &self,
        start: Instant,
        amount: Duration,
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        let nanos =
            u64::try_from(amount.as_nanos()).map_err(|_| CalendarError::DurationTooLong {
                seconds: amount.as_secs(),
            })?;
        self.add_nanos(start, nanos, tie)
    }

    /// The open time between two instants to the nanosecond.
    pub(crate) fn nanos_between(&self, start: Instant, end: Instant) -> Result<u64, CalendarError> {
        if end <= start {
            return Ok(0);
        }
        let since = |passed: Passed| {
            u64::from(passed.seconds)
                .saturating_mul(NANOS)
                .saturating_add(u64::from(passed.nanos))
        };
        let start = since(self.passed_exactly(start)?);
        Ok(since(self.passed_exactly(end)?).saturating_sub(start))
    }

    /// [`add_with`](Self::add_with) to the nanosecond.
    pub(crate) fn add_nanos(
        &self,
        start: Instant,
        amount: u64,
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        let late = tie == DueAtClose::NextOpening;
        let Passed {
            seconds: passed,
            nanos,
            ..
        } = self.passed_exactly(start)?;
        if amount == 0 && !late {
            return Ok(start);
        }
        let fraction = u64::from(nanos).saturating_add(amount % NANOS);
        let target = u64::from(passed)
            .saturating_add(amount / NANOS)
            .saturating_add(fraction / NANOS);
        let nanos = u32::try_from(fraction % NANOS).unwrap_or(0);
        self.reach(target, nanos, late)
            .ok_or_else(|| self.not_enough(start, Seconds(amount / NANOS), passed))
    }

    /// The instant of a second after the base.
    pub(crate) fn at(&self, place: u32) -> Instant {
        let second = self.base.saturating_add(i64::from(place));
        crate::instant(second, 0).unwrap_or_default()
    }
}
