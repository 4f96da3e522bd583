//! What a step can do to a clock.

use crate::clock::{Clock, ClockKey, ClockStage};
use crate::clocks::Track;
use crate::error::ClockError;
use crate::pace;
use crate::signal::{Signal, SignalKind};
use crate::step::{Step, wall};
use crate::value;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::Period;
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::time::Instant;

impl<A: Attribute, S: Subject<A> + ?Sized> Step<'_, A, S> {
    pub(crate) fn attach(
        &self,
        list: &mut Vec<Clock>,
        track: &mut Track,
        retroactive: bool,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        let Some((rule, target)) = self.target else {
            return Ok(());
        };
        let from = self.definition.counts_from.as_ref().filter(|_| retroactive);
        let from = from.and_then(|it| value::instant(self.subject.value(it)?));
        let started_at = from.map_or(self.at, |from| from.min(self.at));
        let mut pauses = Vec::new();
        if started_at < self.at && self.definition.earlier_pauses {
            pauses = track.pauses_between(started_at, self.at);
        } else if let Some(since) = track
            .paused_since
            .filter(|_| !self.holds(self.definition.pause()))
        {
            // What the record waited for before this clock was attached is none of its concern.
            self.end_pause(track, since);
        }
        track.cycles = track.cycles.saturating_add(1);
        let (counted, counted_actual) = self.elapsed(started_at, &pauses)?;
        let promise = pace::promise(self, target, started_at)?;
        let mut clock = Clock {
            key: ClockKey {
                definition: self.definition.id.clone(),
                cycle: track.cycles,
            },
            place: self.place,
            measures: self.definition.measures.clone(),
            agreement: self.definition.agreement.clone(),
            rule: rule.cloned(),
            promise,
            stage: ClockStage::Running { since: self.at },
            attached_at: self.at,
            started_at,
            first_due: self.at,
            due: None,
            breach: None,
            reached: Vec::new(),
            ahead: Vec::new(),
            counted,
            counted_actual,
            pauses,
            completed_between: Vec::new(),
        };
        clock.first_due = pace::first_due(&clock, self)?;
        signals.push(clock.signal(self.at, SignalKind::Attached));
        let frontier = match track.paused_since {
            // Already waiting when it was attached: it stands still since before.
            Some(since) => {
                let earlier = self.definition.earlier_pauses;
                let since = if earlier {
                    since.max(started_at)
                } else {
                    self.at
                };
                clock.pauses.retain(|it| it.start != since);
                clock.stage = ClockStage::Paused { since };
                clock.stood_since(since)
            }
            None => self.at,
        };
        self.arm(&mut clock, frontier, true, signals)?;
        if clock.is_paused() {
            signals.push(clock.signal(self.at, SignalKind::Paused));
        }
        list.push(clock);
        Ok(())
    }

    pub(crate) fn reopen(
        &self,
        clock: &mut Clock,
        track: &Track,
        counting: bool,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        let ClockStage::Completed { at: ended } = clock.stage else {
            return Ok(());
        };
        if counting {
            self.count(clock, ended)?;
        } else if ended < self.at {
            clock.completed_between.push(Period {
                start: ended,
                end: self.at,
            });
        }
        clock.stage = ClockStage::Running { since: self.at };
        signals.push(clock.signal(self.at, SignalKind::Reopened));
        self.arm(clock, self.at, false, signals)?;
        if track.paused_since.is_some() {
            clock.stand_still(self.at);
            signals.push(clock.signal(self.at, SignalKind::Paused));
        }
        Ok(())
    }

    pub(crate) fn complete(
        &self,
        clock: &mut Clock,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        self.end(clock)?;
        clock.stage = ClockStage::Completed { at: self.at };
        let met = clock.breach.is_none();
        signals.push(clock.signal(self.at, SignalKind::Completed { met }));
        Ok(())
    }

    pub(crate) fn cancel(
        &self,
        clock: &mut Clock,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        self.end(clock)?;
        clock.stage = ClockStage::Canceled { at: self.at };
        signals.push(clock.signal(self.at, SignalKind::Canceled));
        Ok(())
    }

    fn end(&self, clock: &mut Clock) -> Result<(), ClockError> {
        clock.ahead.clear();
        match clock.stage {
            ClockStage::Running { since } => self.count(clock, since)?,
            ClockStage::Paused { since } if since < self.at => clock.pauses.push(Period {
                start: since,
                end: self.at,
            }),
            _ => {}
        }
        Ok(())
    }

    /// Another target is in force: what is due moves, under a pause too, and what is then behind is
    /// reached at this moment.
    pub(crate) fn retarget(
        &self,
        clock: &mut Clock,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        // A clock that is not wanted any more, and is not canceled for it, still has a target.
        let now = || self.definition.target_of(self.subject);
        let Some((rule, target)) = self.target.or_else(now) else {
            return Ok(());
        };
        let promise = pace::promise(self, target, clock.started_at)?;
        if rule != clock.rule.as_ref() {
            clock.rule = rule.cloned();
        }
        if promise == clock.promise {
            return Ok(());
        }
        clock.promise = promise;
        signals.push(clock.signal(self.at, SignalKind::Retargeted));
        let frontier = match clock.stage {
            ClockStage::Paused { since } => clock.stood_since(since),
            _ => self.at,
        };
        self.arm(clock, frontier, false, signals)
    }

    /// Computes anew what lies ahead of a clock that has counted up to `frontier`; what is then
    /// behind is reached now.
    pub(crate) fn arm(
        &self,
        clock: &mut Clock,
        frontier: Instant,
        at_attach: bool,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        pace::arm(clock, self, frontier)?;
        clock.settle(frontier, self.at, at_attach, signals);
        if let ClockStage::Paused { since } = clock.stage {
            clock.stand_still(since);
        }
        Ok(())
    }

    /// Adds what has passed since an instant to what the clock has counted.
    pub(crate) fn count(&self, clock: &mut Clock, since: Instant) -> Result<(), ClockError> {
        let passed = self.schedule.exactly_between(since, self.at);
        let passed = passed.map_err(|source| self.fail(source))?;
        clock.counted = clock.counted.saturating_add(passed);
        let actual = wall(since, self.at);
        clock.counted_actual = clock.counted_actual.saturating_add(actual);
        Ok(())
    }

    /// What has passed between a start and now, without pauses: open time, and time on the wall.
    fn elapsed(
        &self,
        start: Instant,
        pauses: &[Period],
    ) -> Result<(Duration, Duration), ClockError> {
        let between = |from, until| {
            let passed = self.schedule.exactly_between(from, until);
            passed.map_err(|source| self.fail(source))
        };
        let mut open = between(start, self.at)?;
        let mut actual = wall(start, self.at);
        for pause in pauses {
            open = open.saturating_sub(between(pause.start, pause.end)?);
            actual = actual.saturating_sub(wall(pause.start, pause.end));
        }
        Ok((open, actual))
    }
}
