//! Readings: what a clock shows at an instant, and where its time went.

use crate::clock::{Clock, Promise};
use crate::clocks::Clocks;
use crate::error::ClockError;
use crate::keeper::{Timekeeper, calendar_error};
use crate::pace;
use crate::step::wall;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::{CalendarError, Period, Schedule};
use itsm_core::attribute::Attribute;
use itsm_core::draft::Literal;
use itsm_core::ratio::Ratio;
use itsm_core::time::Instant;

/// What a clock shows at an instant. Lengths are exact; people are shown whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reading {
    /// The open time that was counted.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub elapsed: Duration,
    /// The same on the clock on the wall, nights and weekends included.
    #[doc(alias = "actual elapsed")]
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub elapsed_actual: Duration,
    /// The open time during which it stood still.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub paused: Duration,
    /// The same on the clock on the wall.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub paused_actual: Duration,
    /// When it is due; of a clock that stands still, when it would be due if it went on now.
    pub due: Instant,
    /// The open time that is left until then.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub left: Duration,
    /// The open time since then.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub overdue: Duration,
    /// Elapsed open time of the whole that was promised, in whole seconds; for display, because a
    /// breach is decided by instants. For a moment, the whole is the open time up to it.
    pub used: Ratio,
}

/// How much of a clock's time passed while an attribute had one value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Slice {
    /// The value; `None` while it was not known.
    pub value: Option<Literal>,
    /// The open time that was counted.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub elapsed: Duration,
    /// The same on the clock on the wall.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::wire::whole_seconds")
    )]
    pub elapsed_actual: Duration,
}

impl<A: Attribute> Timekeeper<A> {
    /// What a clock shows at an instant; of one that has ended, what it showed then.
    ///
    /// `None` if the clock is not one of this policy's.
    ///
    /// # Errors
    /// [`ClockError::Calendar`]: the instant lies outside of the range.
    pub fn read(&self, clock: &Clock, now: Instant) -> Option<Result<Reading, ClockError>> {
        let (definition, schedule) = self.of(clock)?;
        let now = clock.ended_at().unwrap_or(now);
        let reading = || -> Result<Reading, CalendarError> {
            let (elapsed, elapsed_actual) = elapsed(clock, schedule, now)?;
            let mut paused = Duration::ZERO;
            let mut paused_actual = Duration::ZERO;
            for pause in clock
                .still(now)
                .iter()
                .filter(|it| !clock.completed_between.contains(it))
            {
                let open = schedule.exactly_between(pause.start, pause.end)?;
                paused = paused.saturating_add(open);
                paused_actual = paused_actual.saturating_add(wall(pause.start, pause.end));
            }
            let due = pace::due_if_running(clock, definition, schedule, now)?;
            let whole = match clock.promise {
                Promise::Amount { seconds } => seconds.0,
                Promise::Moment { due } => schedule.between(clock.started_at, due)?.0,
            };
            Ok(Reading {
                elapsed,
                elapsed_actual,
                paused,
                paused_actual,
                due,
                left: schedule.exactly_between(now, due)?,
                overdue: schedule.exactly_between(due, now)?,
                used: Ratio::new(elapsed.as_secs(), whole),
            })
        };
        Some(reading().map_err(|source| calendar_error(definition, source)))
    }

    /// When a clock would be due if it ran from an instant on; of one that runs, when it is.
    ///
    /// `None` if the clock is not one of this policy's, or has ended.
    ///
    /// # Errors
    /// [`ClockError::Calendar`]: the answer lies outside of the range.
    #[doc(alias = "what if")]
    pub fn due_if_resumed(
        &self,
        clock: &Clock,
        at: Instant,
    ) -> Option<Result<Instant, ClockError>> {
        let (definition, schedule) = self.of(clock)?;
        if !clock.is_active() {
            return None;
        }
        let due = pace::due_if_running(clock, definition, schedule, at);
        Some(due.map_err(|source| calendar_error(definition, source)))
    }

    /// Where the time of a clock went: for each attribute of its breakdown, how much of it passed
    /// while the attribute had which value, in the order of the values.
    ///
    /// The slices of one attribute add up to what the clock has elapsed, exactly.
    ///
    /// # Errors
    /// [`ClockError::Calendar`]: the instant lies outside of the range.
    pub fn breakdown(
        &self,
        clocks: &Clocks,
        clock: &Clock,
        now: Instant,
    ) -> Result<Vec<(A, Vec<Slice>)>, ClockError> {
        let Some((definition, schedule)) = self.of(clock) else {
            return Ok(Vec::new());
        };
        let runs = runs(clock, clock.ended_at().unwrap_or(now));
        let mut result = Vec::new();
        for attribute in &definition.breakdown {
            let place = self.kept().binary_search(attribute).ok();
            let values = place.and_then(|place| clocks.values.get(place));
            let slices = slices(&runs, values.map_or(&[], Vec::as_slice), schedule);
            let slices = slices.map_err(|source| calendar_error(definition, source))?;
            result.push((attribute.clone(), slices));
        }
        Ok(result)
    }

    /// The clock to show people at an instant, when there is room for one.
    ///
    /// Of the clocks that run and whose calendar is open, the one that is due first and not yet
    /// missed; if all of them are missed, the one that was missed first.
    #[doc(alias = "timer")]
    pub fn shown<'c>(&self, clocks: &'c Clocks, now: Instant) -> Option<&'c Clock> {
        let is_open = |clock: &&Clock| {
            let schedule = self.of(clock).map(|(_, schedule)| schedule);
            schedule.is_some_and(|it| it.is_open(now).unwrap_or(false))
        };
        let running = clocks.iter().filter(|it| it.is_running()).filter(is_open);
        running.min_by_key(|clock| {
            let missed = clock.breach.map(|it| it.at);
            (missed.is_some(), missed.or(clock.due), clock.key.clone())
        })
    }
}

fn elapsed(
    clock: &Clock,
    schedule: &Schedule,
    now: Instant,
) -> Result<(Duration, Duration), CalendarError> {
    let actual = match clock.stage {
        crate::clock::ClockStage::Running { since } => {
            clock.counted_actual.saturating_add(wall(since, now))
        }
        _ => clock.counted_actual,
    };
    Ok((pace::counted(clock, schedule, now)?, actual))
}

/// The times during which a clock counted, up to an instant.
fn runs(clock: &Clock, until: Instant) -> Vec<Period> {
    let mut still = clock.still(until);
    still.sort_unstable();
    let mut runs = Vec::new();
    let mut start = clock.started_at;
    let end = Period {
        start: until,
        end: until,
    };
    for gap in still.into_iter().chain([end]) {
        if start < gap.start {
            runs.push(Period {
                start,
                end: gap.start,
            });
        }
        start = start.max(gap.end);
    }
    runs
}

fn slices(
    runs: &[Period],
    values: &[(Instant, Option<Literal>)],
    schedule: &Schedule,
) -> Result<Vec<Slice>, CalendarError> {
    let mut by_value: BTreeMap<&Option<Literal>, (Duration, Duration)> = BTreeMap::new();
    for run in runs {
        let mut start = run.start;
        // Before anything was known, the value was not.
        let mut value = &None;
        let changes = values.iter().map(|(since, next)| (*since, next));
        for (since, next) in changes.chain([(run.end, &None)]) {
            let until = since.min(run.end);
            if start < until {
                let sum = by_value.entry(value).or_default();
                sum.0 = sum
                    .0
                    .saturating_add(schedule.exactly_between(start, until)?);
                sum.1 = sum.1.saturating_add(wall(start, until));
                start = until;
            }
            value = next;
        }
    }
    Ok(by_value
        .into_iter()
        .map(|(value, (elapsed, elapsed_actual))| Slice {
            value: value.clone(),
            elapsed,
            elapsed_actual,
        })
        .collect())
}
