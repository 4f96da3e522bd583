//! When a clock gets where: its due instant and its thresholds, computed in advance.

use crate::clock::{Clock, ClockStage, Promise};
use crate::error::ClockError;
use crate::step::Step;
use crate::target::Target;
use crate::threshold::ThresholdAt;
use crate::value;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::{CalendarError, PauseRule, RelativeTarget, Schedule};
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
    resumed: bool,
) -> Result<(), ClockError> {
    let pace = Pace::new(clock, step, frontier, resumed).map_err(|source| step.fail(source))?;
    let due = pace.due().map_err(|source| step.fail(source))?;
    let mut ahead = Vec::new();
    for threshold in &step.definition.thresholds {
        if clock.reached.iter().any(|it| it.threshold == threshold.id) {
            continue;
        }
        let at = pace.at(threshold.at).map_err(|source| step.fail(source))?;
        ahead.push((at, threshold.id.clone()));
    }
    ahead.sort_by_key(|(at, _)| *at);
    clock.ahead = ahead;
    clock.due = Some(due);
    Ok(())
}

/// When an active clock would be due if it ran from an instant on.
pub(crate) fn due_if_running<A>(
    clock: &Clock,
    definition: &crate::definition::ClockDefinition<A>,
    schedule: &Schedule,
    from: Instant,
) -> Result<Instant, CalendarError> {
    let counted = counted(clock, schedule, from)?;
    Pace {
        clock,
        schedule,
        rule: definition.pause_rule,
        tie: definition.due_at_close,
        frontier: from,
        counted,
        resumed: clock.is_paused(),
    }
    .due()
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
    /// Whether it goes on after a pause: what was used up when the pause began is then due at once,
    /// and not in the past, or the pause would have brought it about.
    resumed: bool,
}

impl<'a> Pace<'a> {
    fn new<A, S: ?Sized>(
        clock: &'a Clock,
        step: &Step<'a, A, S>,
        frontier: Instant,
        resumed: bool,
    ) -> Result<Self, CalendarError> {
        Ok(Self {
            clock,
            schedule: step.schedule,
            rule: step.definition.pause_rule,
            tie: step.definition.due_at_close,
            frontier,
            counted: counted(clock, step.schedule, frontier)?,
            resumed,
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
                if self.schedule.between(start, due)? <= calendar(less) {
                    return Ok(start);
                }
                self.schedule.subtract(due, calendar(less))
            }
            (Promise::Moment { due }, ThresholdAt::Percent(_)) => {
                let whole = Seconds(self.schedule.between(start, due)?.0);
                let amount = threshold.amount(whole);
                self.schedule.add_with(start, calendar(amount), self.tie)
            }
        }
    }

    /// When the clock has counted so much.
    fn reach(&self, amount: Seconds) -> Result<Instant, CalendarError> {
        let whole = Duration::from_secs(amount.0);
        match whole.checked_sub(self.counted) {
            Some(left) if self.rule == PauseRule::OpenTime && (self.resumed || !left.is_zero()) => {
                self.schedule.add_exactly(self.frontier, left, self.tie)
            }
            // It is behind, or pauses move it in a way of their own: from the start, around them.
            _ => self.schedule.add_with_pauses(
                self.clock.started_at,
                calendar(amount),
                &self.clock.still(self.frontier),
                self.rule,
                self.tie,
            ),
        }
    }
}

/// The same length in the calendar's own type.
pub(crate) const fn calendar(seconds: Seconds) -> itsm_calendar::Seconds {
    itsm_calendar::Seconds(seconds.0)
}
