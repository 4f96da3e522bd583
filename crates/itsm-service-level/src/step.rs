//! One step of the fold: how clocks move when their record changes.

use crate::clock::{Clock, ClockStage};
use crate::clocks::{Clocks, Track};
use crate::definition::{Cancel, ClockDefinition, OldClock, OnReopen};
use crate::error::ClockError;
use crate::keeper::{Timekeeper, calendar_error};
use crate::signal::{Signal, SignalKind};
use crate::target::Target;
use crate::value;
use alloc::vec::Vec;
use core::time::Duration;
use itsm_calendar::{Period, Schedule};
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::condition::Condition;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// A target, and the rule that chose it.
pub(crate) type Promised<'a, A> = (Option<&'a Code>, &'a Target<A>);

/// One definition at one change of a record.
pub(crate) struct Step<'a, A, S: ?Sized> {
    pub(crate) place: usize,
    pub(crate) at: Instant,
    pub(crate) definition: &'a ClockDefinition<A>,
    pub(crate) schedule: &'a Schedule,
    pub(crate) subject: &'a S,
    /// What is promised, if the clock is wanted: its agreement is chosen, its start is true, it has a
    /// target.
    pub(crate) target: Option<Promised<'a, A>>,
    /// Whether its agreement is in force.
    in_force: bool,
    /// Whether one of the attributes that reset it has changed.
    changed: bool,
}

impl<A: Attribute> Timekeeper<A> {
    pub(crate) fn step(
        &self,
        clocks: &mut Clocks,
        at: Instant,
        subject: &(impl Subject<A> + ?Sized),
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        let changed = self.remember(clocks, at, subject);
        let chosen = self.policy().choose(subject);
        let mut steps = Vec::new();
        for (place, (definition, schedule)) in self.definitions().enumerate() {
            let agreement = definition.agreement.as_ref();
            let agreed = agreement.is_none_or(|name| chosen.contains(name));
            let in_force = agreement
                .and_then(|name| self.policy().agreement(name.as_str()))
                .is_none_or(|agreement| agreement.is_in_force(at));
            let resets = definition.reset.iter().flat_map(|it| &it.on_change_of);
            steps.push(Step {
                place,
                at,
                definition,
                schedule,
                subject,
                target: (agreed && definition.start.holds(subject))
                    .then(|| definition.target_of(subject))
                    .flatten(),
                in_force,
                changed: resets.into_iter().any(|it| changed.contains(&it)),
            });
        }
        let mut fresh = Vec::new();
        for (step, track) in steps.iter().zip(&mut clocks.tracks) {
            fresh.push(step.consider(&mut clocks.list, track, signals)?);
        }
        for ((step, track), fresh) in steps.iter().zip(&mut clocks.tracks).zip(fresh) {
            step.go_on(&mut clocks.list, track, fresh, signals)?;
        }
        clocks
            .list
            .sort_by_key(|clock| (clock.place, clock.key.cycle));
        Ok(())
    }

    /// Notes the values that are kept over time; gives the attributes that have changed.
    fn remember(
        &self,
        clocks: &mut Clocks,
        at: Instant,
        subject: &(impl Subject<A> + ?Sized),
    ) -> Vec<&A> {
        let mut changed = Vec::new();
        let kept = self.kept().iter().zip(self.kept_whole());
        for ((attribute, whole), values) in kept.zip(&mut clocks.values) {
            let value = subject.value(attribute).and_then(value::owned);
            match values.last_mut() {
                Some((_, last)) if *last == value => {}
                Some((since, last)) if *since == at => {
                    *last = value;
                    changed.push(attribute);
                }
                last => {
                    if last.is_some() {
                        changed.push(attribute);
                    }
                    if !whole {
                        values.clear();
                    }
                    values.push((at, value));
                }
            }
        }
        changed
    }
}

impl<A: Attribute, S: Subject<A> + ?Sized> Step<'_, A, S> {
    pub(crate) fn holds(&self, condition: Option<&Condition<A>>) -> bool {
        condition.is_some_and(|it| it.holds(self.subject))
    }

    fn is_canceled(&self) -> bool {
        match &self.definition.cancel {
            Cancel::StartNoLongerTrue => self.target.is_none(),
            Cancel::Never => false,
            Cancel::When(condition) => condition.holds(self.subject),
        }
    }

    pub(crate) fn fail(&self, source: itsm_calendar::CalendarError) -> ClockError {
        calendar_error(self.definition, source)
    }

    /// Attaches a new clock, or lets a completed one go on, where the record asks for it; whether
    /// there is a new one.
    fn consider(
        &self,
        list: &mut Vec<Clock>,
        track: &mut Track,
        signals: &mut Vec<Signal>,
    ) -> Result<bool, ClockError> {
        let mine = |clock: &&mut Clock| clock.place == self.place;
        let latest = list.iter_mut().filter(mine).last();
        if latest.as_ref().is_some_and(|clock| clock.is_active())
            || self.target.is_none()
            || !self.in_force
            || self.definition.stop.holds(self.subject)
            || self.is_canceled()
        {
            return Ok(false);
        }
        let completed = latest.filter(|it| matches!(it.stage, ClockStage::Completed { .. }));
        let Some(clock) = completed else {
            self.attach(list, track, true, signals)?;
            return Ok(true);
        };
        match self.definition.on_reopen {
            OnReopen::Stay => return Ok(false),
            OnReopen::NewCycle => {
                self.attach(list, track, false, signals)?;
                return Ok(true);
            }
            OnReopen::Continue => self.reopen(clock, track, false, signals)?,
            OnReopen::ContinueCounting => self.reopen(clock, track, true, signals)?,
        }
        Ok(false)
    }

    /// Moves the clock that is active, if one is.
    fn go_on(
        &self,
        list: &mut Vec<Clock>,
        track: &mut Track,
        fresh: bool,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        let reset_is = self
            .definition
            .reset
            .as_ref()
            .is_some_and(|it| self.holds(it.when()));
        let reset = self.changed || (reset_is && !track.reset_was);
        track.reset_was = reset_is;
        let mine = |clock: &&mut Clock| clock.place == self.place;
        if let Some(clock) = list
            .iter_mut()
            .filter(mine)
            .filter(|it| it.is_active())
            .last()
        {
            if self.definition.stop.holds(self.subject) {
                self.complete(clock, signals)?;
            } else if reset && self.target.is_some() && !fresh {
                match self.definition.reset.as_ref().map(|it| it.old) {
                    Some(OldClock::Cancel) => self.cancel(clock, signals)?,
                    _ => self.complete(clock, signals)?,
                }
                self.attach(list, track, false, signals)?;
            }
        }
        let Some(clock) = list
            .iter_mut()
            .filter(mine)
            .filter(|it| it.is_active())
            .last()
        else {
            self.track(track);
            return Ok(());
        };
        if self.is_canceled() {
            self.cancel(clock, signals)?;
            self.track(track);
            return Ok(());
        }
        self.retarget(clock, signals)?;
        self.track(track);
        self.follow(clock, track, signals)
    }

    /// Whether the record waits, by the conditions of the definition.
    fn track(&self, track: &mut Track) {
        let pauses = self.holds(self.definition.pause());
        match track.paused_since {
            None if pauses => track.paused_since = Some(self.at),
            Some(since) if !pauses => {
                let goes_on = match self.definition.resume() {
                    Some(resume) => resume.holds(self.subject),
                    None => true,
                };
                if goes_on {
                    self.end_pause(track, since);
                }
            }
            _ => {}
        }
    }

    /// The record waits no longer. Only a clock that counts from before it was attached will ask
    /// when it did.
    pub(crate) fn end_pause(&self, track: &mut Track, since: Instant) {
        track.paused_since = None;
        let is_kept = self.definition.counts_from.is_some() && self.definition.earlier_pauses;
        if since < self.at && is_kept {
            track.pauses.push(Period {
                start: since,
                end: self.at,
            });
        }
    }

    /// The clock stands still while the record waits.
    fn follow(
        &self,
        clock: &mut Clock,
        track: &Track,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        match (clock.stage, track.paused_since) {
            (ClockStage::Running { since }, Some(_)) => {
                self.count(clock, since)?;
                clock.stand_still(self.at);
                signals.push(clock.signal(self.at, SignalKind::Paused));
            }
            (ClockStage::Paused { since }, None) => {
                let pause = Period {
                    start: since,
                    end: self.at,
                };
                if pause.start < pause.end {
                    clock.pauses.push(pause);
                }
                clock.stage = ClockStage::Running { since: self.at };
                signals.push(clock.signal(self.at, SignalKind::Resumed));
                self.arm(clock, self.at, false, signals)?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl Clock {
    /// While it stands still nobody can say when it will be due.
    pub(crate) fn stand_still(&mut self, since: Instant) {
        self.stage = ClockStage::Paused { since };
        self.due = None;
        self.ahead.clear();
    }
}

/// The time on the clock on the wall.
pub(crate) fn wall(start: Instant, end: Instant) -> Duration {
    end.signed_duration_since(start)
        .to_std()
        .unwrap_or(Duration::ZERO)
}

impl Track {
    /// The pauses between two instants, the present one included.
    pub(crate) fn pauses_between(&self, start: Instant, end: Instant) -> Vec<Period> {
        let present = self.paused_since.map(|since| Period { start: since, end });
        let clip = |pause: &Period| Period {
            start: pause.start.max(start),
            end: pause.end.min(end),
        };
        let all = self.pauses.iter().chain(&present).map(clip);
        all.filter(|pause| pause.start < pause.end).collect()
    }
}
