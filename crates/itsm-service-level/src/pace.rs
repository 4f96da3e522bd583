//! When a clock gets where: its due instant and its thresholds, computed in advance.

use crate::clock::{Ahead, Clock, ClockStage, Promise};
use crate::definition::ClockDefinition;
use crate::error::ClockError;
use crate::step::{Step, wall};
use crate::target::Target;
use crate::threshold::ThresholdAt;
use crate::value;
use alloc::vec::Vec;
use chrono::TimeDelta;
use core::time::Duration;
use itsm_calendar::{CalendarError, PauseRule, Period, RelativeTarget, Schedule};
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::time::{Instant, Seconds};

/// What a target promises to a clock that started at an instant.
pub(crate) fn promise<A: Attribute, S: Subject<A> + ?Sized>(
    step: &Step<'_, A, S>,
    target: &Target<A>,
    started_at: Instant,
) -> Result<Promise, ClockError> {
    let relative = match target {
        Target::OpenTime { seconds } => return Ok(Promise::Amount { seconds: *seconds }),
        Target::BusinessDays { days, end } => {
            let due = step
                .schedule
                .add_business_days(started_at, u32::from(*days), *end);
            let due = due.map_err(|source| step.fail(source))?;
            return Ok(Promise::Moment { due });
        }
        Target::ByTime {
            business_days,
            by,
            cut_off,
        } => RelativeTarget::ByTime {
            business_days: *business_days,
            by: *by,
            cut_off: *cut_off,
        },
        Target::DueDate { attribute } => RelativeTarget::DueDate {
            due: step.subject.value(attribute).and_then(value::instant),
        },
        Target::EndOfBusinessDay { business_days } => RelativeTarget::EndOfBusinessDay {
            business_days: *business_days,
        },
    };
    let due = step.schedule.due(started_at, &relative);
    let due = due.map_err(|source| step.fail(source))?;
    Ok(Promise::Moment { due })
}

/// When a clock would be due without any pause.
pub(crate) fn first_due<A: Attribute, S: Subject<A> + ?Sized>(
    clock: &Clock,
    step: &Step<'_, A, S>,
) -> Result<Instant, ClockError> {
    match clock.promise {
        Promise::Moment { due } => Ok(due),
        Promise::Amount { seconds } => {
            let tie = step.definition.due_at_close;
            let due = step
                .schedule
                .add_with(clock.started_at, calendar(seconds), tie);
            due.map_err(|source| step.fail(source))
        }
    }
}

/// Computes anew when the clock is due and when its thresholds are reached, given that it has
/// counted up to `frontier` and runs from there.
pub(crate) fn arm<A: Attribute, S: Subject<A> + ?Sized>(
    clock: &mut Clock,
    step: &Step<'_, A, S>,
    frontier: Instant,
) -> Result<(), ClockError> {
    let pace = Pace::new(clock, step.definition, step.schedule, frontier)
        .map_err(|source| step.fail(source))?;
    let due = pace.due().map_err(|source| step.fail(source))?;
    let mut ahead = Vec::new();
    for threshold in &step.definition.thresholds {
        if clock.reached.iter().any(|it| it.threshold == threshold.id) {
            continue;
        }
        let at = pace.at(threshold.at).map_err(|source| step.fail(source))?;
        ahead.push(Ahead {
            threshold: threshold.id.clone(),
            at,
        });
    }
    ahead.sort_by_key(|it| it.at);
    clock.ahead = ahead;
    clock.due = Some(due);
    Ok(())
}

/// When a clock is due; of one that stands still, when it would be if it ran from an instant on.
pub(crate) fn due_if_running<A>(
    clock: &Clock,
    definition: &ClockDefinition<A>,
    schedule: &Schedule,
    from: Instant,
) -> Result<Instant, CalendarError> {
    match clock.due {
        Some(due) => Ok(due),
        None => Pace::new(clock, definition, schedule, from)?.due(),
    }
}

/// The open time that a clock has counted up to an instant.
pub(crate) fn counted(
    clock: &Clock,
    schedule: &Schedule,
    until: Instant,
) -> Result<Duration, CalendarError> {
    Ok(match clock.stage {
        ClockStage::Running { since } => clock
            .counted
            .saturating_add(schedule.exactly_between(since, until)?),
        _ => clock.counted,
    })
}

struct Pace<'a> {
    clock: &'a Clock,
    schedule: &'a Schedule,
    rule: PauseRule,
    tie: itsm_calendar::DueAtClose,
    frontier: Instant,
    counted: Duration,
}

impl<'a> Pace<'a> {
    fn new<A>(
        clock: &'a Clock,
        definition: &ClockDefinition<A>,
        schedule: &'a Schedule,
        frontier: Instant,
    ) -> Result<Self, CalendarError> {
        Ok(Self {
            clock,
            schedule,
            rule: definition.pause_rule,
            tie: definition.due_at_close,
            frontier,
            counted: counted(clock, schedule, frontier)?,
        })
    }

    fn due(&self) -> Result<Instant, CalendarError> {
        match self.clock.promise {
            Promise::Moment { due } => Ok(due),
            Promise::Amount { seconds } => self.reach(seconds),
        }
    }

    fn at(&self, threshold: ThresholdAt) -> Result<Instant, CalendarError> {
        let start = self.clock.started_at;
        match (self.clock.promise, threshold) {
            (Promise::Amount { seconds }, _) => self.reach(threshold.amount(seconds)),
            (Promise::Moment { due }, ThresholdAt::AfterDue(more)) => {
                self.schedule.add_with(due, calendar(more), self.tie)
            }
            (Promise::Moment { due }, ThresholdAt::BeforeDue(less)) => {
                let whole = self.schedule.exactly_between(start, due)?;
                if whole <= Duration::from_secs(less.0) {
                    return Ok(start);
                }
                self.schedule.subtract(due, calendar(less))
            }
            (Promise::Moment { due }, ThresholdAt::Percent(n)) => {
                let whole = self.schedule.exactly_between(start, due)?;
                let amount = share(whole, n);
                self.schedule.add_exactly(start, amount, self.tie)
            }
        }
    }

    /// When the clock has counted so much.
    fn reach(&self, amount: Seconds) -> Result<Instant, CalendarError> {
        let whole = Duration::from_secs(amount.0);
        match (self.rule, whole.checked_sub(self.counted)) {
            (PauseRule::OpenTime, Some(left)) if !left.is_zero() => {
                self.schedule.add_exactly(self.frontier, left, self.tie)
            }
            // It is behind: when it was reached, from the start on.
            (PauseRule::OpenTime, _) => {
                let reached = self.schedule.add_with_pauses(
                    self.clock.started_at,
                    calendar(amount),
                    &self.still(),
                    self.rule,
                    self.tie,
                )?;
                // Used up just when it began to stand still: due when it goes on, or the time that
                // does not count would have brought it about.
                let since = self.clock.stood_since(self.frontier);
                if since < self.frontier && reached == since {
                    return self
                        .schedule
                        .add_exactly(self.frontier, Duration::ZERO, self.tie);
                }
                Ok(reached)
            }
            _ => self.moved_by_lengths(whole),
        }
    }

    /// Everything that was not counted up to the frontier.
    fn still(&self) -> Vec<Period> {
        let mut still = self.clock.still(self.frontier);
        still.retain(|it| it.start < it.end && it.end <= self.frontier);
        still.sort_unstable();
        still
    }

    /// When so much is used up, where a pause moves that by its whole length.
    ///
    /// The calendar has the same rule for whole seconds. A clock that paused at the very instant at
    /// which it was due has paused in time, so that this pause moves it too.
    fn moved_by_lengths(&self, whole: Duration) -> Result<Instant, CalendarError> {
        let start = self.clock.started_at;
        let without = self.schedule.add_exactly(start, whole, self.tie)?;
        let (mut reached, mut held) = (without, Duration::ZERO);
        for pause in self.still() {
            if pause.start > reached {
                break;
            }
            held = held.saturating_add(wall(pause.start, pause.end));
            reached = if self.rule == PauseRule::WallClock {
                let delta = TimeDelta::from_std(held).ok();
                let moved = delta.and_then(|delta| without.checked_add_signed(delta));
                moved.ok_or(CalendarError::DurationTooLong {
                    seconds: held.as_secs(),
                })?
            } else {
                let whole = whole.saturating_add(held);
                self.schedule.add_exactly(start, whole, self.tie)?
            };
        }
        Ok(reached)
    }
}

/// So many hundredths of a length, to the nanosecond and never less.
fn share(whole: Duration, hundredths: u16) -> Duration {
    let parts = whole.as_nanos().saturating_mul(u128::from(hundredths));
    Duration::from_nanos(u64::try_from(parts.div_ceil(100)).unwrap_or(u64::MAX))
}

/// The same length in the calendar's own type.
pub(crate) const fn calendar(seconds: Seconds) -> itsm_calendar::Seconds {
    itsm_calendar::Seconds(seconds.0)
}
