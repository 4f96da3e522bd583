//! Deadlines with pauses.

use crate::Instant;
use crate::error::CalendarError;
use crate::periods::Period;
use crate::query::NANOS;
use crate::schedule::{DueAtClose, Schedule};
use crate::seconds::Seconds;
use alloc::borrow::Cow;
use chrono::TimeDelta;

/// A time during which a clock stands still: from its start, up to and without its end.
pub type Pause = Period;

/// How a pause moves a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "hold")]
pub enum PauseRule {
    /// By the open time that was paused. A pause outside opening hours moves nothing. The default.
    #[default]
    OpenTime,
    /// By the whole length of the pause, counted as open time.
    LengthAsOpenTime,
    /// By the whole length of the pause on the clock on the wall, wherever that leads.
    WallClock,
}

impl Schedule {
    /// The open time between two instants that was not paused. Pauses may come in any order, and
    /// what two of them share counts once.
    ///
    /// # Errors
    /// An instant lies outside of the range; pauses may.
    pub fn between_without(
        &self,
        start: Instant,
        end: Instant,
        pauses: &[Pause],
    ) -> Result<Seconds, CalendarError> {
        let mut total = self.nanos_between(start, end)?;
        for pause in since(&merged(pauses), start) {
            let stood_still = self.nanos_between(pause.start.min(end), pause.end.min(end))?;
            total = total.saturating_sub(stood_still);
        }
        Ok(Seconds(total / NANOS))
    }

    /// The instant at which so much open time has passed since the start, given the pauses.
    ///
    /// Pauses may come in any order, and what two of them share counts once; those that come in
    /// order, one clear of the other, are not copied. A pause counts from
    /// the start on, and one that begins after the deadline was reached moves nothing.
    ///
    /// # Errors
    /// An instant lies outside of the range, or there is not enough open time ahead in it.
    pub fn add_with_pauses(
        &self,
        start: Instant,
        amount: Seconds,
        pauses: &[Pause],
        rule: PauseRule,
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        let pauses = merged(pauses);
        if rule == PauseRule::OpenTime {
            return self.add_around(start, amount, &pauses, tie);
        }
        let mut due = self.add_with(start, amount, tie)?;
        let mut held = TimeDelta::zero();
        for pause in since(&pauses, start) {
            if pause.start >= due {
                break;
            }
            let length = pause.end.signed_duration_since(pause.start);
            held = held.checked_add(&length).unwrap_or(TimeDelta::MAX);
            let held_seconds = Seconds::try_from(held)?;
            due = match rule {
                PauseRule::WallClock => self.add_then_wait(start, amount, held_seconds, tie)?,
                _ => self.add_with(start, sum(amount, held_seconds)?, tie)?,
            };
        }
        Ok(due)
    }

    /// The deadline without pauses, moved by a hold on the clock on the wall.
    ///
    /// # Errors
    /// As [`add`](Self::add), or the result lies past the end of time.
    pub fn add_then_wait(
        &self,
        start: Instant,
        amount: Seconds,
        hold: Seconds,
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        let too_long = || CalendarError::DurationTooLong { seconds: hold.0 };
        let seconds = i64::try_from(hold.0).map_err(|_| too_long())?;
        let delta = TimeDelta::try_seconds(seconds).ok_or_else(too_long)?;
        let due = self.add_with(start, amount, tie)?;
        due.checked_add_signed(delta).ok_or_else(too_long)
    }

    /// The deadline of the amount and the hold together, both counted as open time.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_with_hold(
        &self,
        start: Instant,
        amount: Seconds,
        hold: Seconds,
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        self.add_with(start, sum(amount, hold)?, tie)
    }

    fn add_around(
        &self,
        start: Instant,
        amount: Seconds,
        pauses: &[Pause],
        tie: DueAtClose,
    ) -> Result<Instant, CalendarError> {
        let too_long = || CalendarError::DurationTooLong { seconds: amount.0 };
        let mut left = amount.0.checked_mul(NANOS).ok_or_else(too_long)?;
        let mut running = start;
        for pause in since(pauses, start) {
            if pause.start > self.until() {
                break;
            }
            let available = self.nanos_between(running, pause.start)?;
            if left < available || (left == available && tie == DueAtClose::AtClose) {
                break;
            }
            left = left.saturating_sub(available);
            running = pause.end;
        }
        self.add_nanos(running, left, tie)
    }
}

fn sum(a: Seconds, b: Seconds) -> Result<Seconds, CalendarError> {
    a.0.checked_add(b.0)
        .map(Seconds)
        .ok_or(CalendarError::DurationTooLong { seconds: u64::MAX })
}

/// The pauses, sorted and merged. What is in order already is not copied.
fn merged(pauses: &[Pause]) -> Cow<'_, [Pause]> {
    let follows = |(pause, next): (&Pause, &Pause)| pause.end < next.start;
    if pauses.iter().all(|pause| pause.start < pause.end)
        && pauses.iter().zip(pauses.iter().skip(1)).all(follows)
    {
        return Cow::Borrowed(pauses);
    }
    let mut list = pauses.to_vec();
    list.retain(|pause| pause.start < pause.end);
    list.sort_unstable();
    list.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    Cow::Owned(list)
}

/// Those of the pauses that end after an instant, each from there on.
fn since(pauses: &[Pause], from: Instant) -> impl Iterator<Item = Pause> {
    let clip = move |pause: &Pause| Pause {
        start: pause.start.max(from),
        end: pause.end,
    };
    pauses.iter().map(clip).filter(|it| it.start < it.end)
}
