//! The timekeeper: rules and calendars laid out over a range of time, through which histories are
//! folded into clocks.

use crate::clock::Clock;
use crate::clocks::{Clocks, Track};
use crate::definition::ClockDefinition;
use crate::error::ClockError;
use crate::policy::ServicePolicy;
use crate::signal::Signal;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::ops::Range;
use itsm_calendar::{CalendarError, Schedule};
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::time::Instant;

/// A [`ServicePolicy`] with its calendars laid out over a range of time.
///
/// The range has to reach from the earliest start to the latest deadline that will be asked about;
/// ten years are laid out in well under a millisecond a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timekeeper<A> {
    policy: ServicePolicy<A>,
    schedules: Vec<Schedule>,
    /// For each definition its schedule.
    schedule_of: Vec<usize>,
    /// The attributes whose values are kept over time, in order.
    kept: Vec<A>,
    /// For each of them, whether earlier values are asked for, and not the last one alone.
    kept_whole: Vec<bool>,
}

impl<A: Attribute> Timekeeper<A> {
    /// Lays the calendars of a policy out over a range.
    ///
    /// # Errors
    /// [`ClockError::Calendar`]: a calendar without a zone (see
    /// [`ServicePolicy::in_zone`]), or a range that is empty or too long.
    pub fn new(policy: ServicePolicy<A>, range: Range<Instant>) -> Result<Self, ClockError> {
        let mut laid_out: Vec<&itsm_calendar::Calendar> = Vec::new();
        let mut schedules: Vec<Schedule> = Vec::new();
        let mut schedule_of = Vec::new();
        for definition in policy.clocks() {
            let calendar = definition.calendar();
            let known = laid_out.iter().position(|it| *it == calendar);
            if known.is_none() {
                let schedule = calendar.compile(range.clone());
                schedules.push(schedule.map_err(|source| calendar_error(definition, source))?);
                laid_out.push(calendar);
            }
            let place = known.unwrap_or(schedules.len().saturating_sub(1));
            schedule_of.push(place);
        }
        let kept: BTreeSet<&A> = policy.clocks().flat_map(ClockDefinition::kept).collect();
        let whole = |it: &&A| policy.clocks().any(|clock| clock.breakdown.contains(*it));
        let kept_whole = kept.iter().map(whole).collect();
        let kept = kept.into_iter().cloned().collect();
        Ok(Self {
            policy,
            schedules,
            schedule_of,
            kept,
            kept_whole,
        })
    }

    /// The policy.
    pub const fn policy(&self) -> &ServicePolicy<A> {
        &self.policy
    }

    /// The calendar of a definition, laid out.
    pub fn schedule(&self, definition: &str) -> Option<&Schedule> {
        let mut clocks = self.policy.clocks();
        let place = clocks.position(|it| it.id().as_str() == definition)?;
        self.schedules.get(*self.schedule_of.get(place)?)
    }

    /// The definitions, each with its schedule.
    pub(crate) fn definitions(&self) -> impl Iterator<Item = (&ClockDefinition<A>, &Schedule)> {
        let schedules = self.schedule_of.iter();
        let schedules = schedules.filter_map(|place| self.schedules.get(*place));
        self.policy.clocks().zip(schedules)
    }

    pub(crate) fn kept(&self) -> &[A] {
        &self.kept
    }

    pub(crate) fn kept_whole(&self) -> &[bool] {
        &self.kept_whole
    }

    /// The clocks of a record of which nothing is known yet.
    pub fn begin(&self) -> Clocks {
        Clocks {
            policy: self.policy.of().clone(),
            observed: None,
            passed: None,
            list: Vec::new(),
            tracks: self.schedule_of.iter().map(|_| Track::default()).collect(),
            values: self.kept.iter().map(|_| Vec::new()).collect(),
        }
    }

    /// The record has changed: this is how it stands since `at`.
    ///
    /// First time passes up to `at`, by what held before. Then new clocks are considered, and then,
    /// for each clock, the new ones included: stop, reset, cancel, another target, pause, resume.
    /// The signals come in this order.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// let keeper = keeper([resolution()]);
    /// let mut clocks = keeper.begin();
    /// let said = keeper.observe(&mut clocks, at("2026-03-02T09:00:00Z"), &ticket("new", "P1"))?;
    /// assert_eq!(said[0].to_string(), "2026-03-02 09:00:00 UTC `resolution#1` attached");
    ///
    /// // What time had brought about by then is told first.
    /// let said = keeper.observe(&mut clocks, at("2026-03-03T10:00:00Z"), &ticket("waiting", "P1"))?;
    /// assert!(said.iter().any(|it| it.to_string() == "2026-03-02 13:00:00 UTC `resolution#1` breached"));
    /// assert_eq!(said.last().unwrap().to_string(), "2026-03-03 10:00:00 UTC `resolution#1` paused");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ClockError`]; the clocks are then as they were.
    pub fn observe(
        &self,
        clocks: &mut Clocks,
        at: Instant,
        subject: &(impl Subject<A> + ?Sized),
    ) -> Result<Vec<Signal>, ClockError> {
        let mut next = clocks.clone();
        let signals = self.observe_in_place(&mut next, at, subject)?;
        *clocks = next;
        Ok(signals)
    }

    /// Folds a whole history: how the record stood, and since when, oldest first.
    ///
    /// The result is what observing the same history piece by piece gives. After a correction of
    /// the history, of the calendar or of the rules, it is the honest answer.
    ///
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// let keeper = keeper([resolution()]);
    /// let history = || [
    ///     (at("2026-03-02T09:00:00Z"), ticket("new", "P1")),
    ///     (at("2026-03-02T11:00:00Z"), ticket("resolved", "P1")),
    /// ];
    /// let mut clocks = keeper.begin();
    /// for (at, ticket) in history() {
    ///     keeper.observe(&mut clocks, at, &ticket)?;
    /// }
    /// assert_eq!(keeper.fold(history())?, clocks);
    /// assert_eq!(clocks.latest("resolution").unwrap().met(), Some(true));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ClockError`] of the first entry that has none.
    pub fn fold<S: Subject<A>>(
        &self,
        history: impl IntoIterator<Item = (Instant, S)>,
    ) -> Result<Clocks, ClockError> {
        let mut clocks = self.begin();
        for (at, subject) in history {
            self.observe_in_place(&mut clocks, at, &subject)?;
        }
        Ok(clocks)
    }

    /// As [`observe`](Self::observe), but in place, for a caller that has a copy of its own to go
    /// back to: after an error the clocks are of no use.
    ///
    /// # Errors
    /// [`ClockError`]; the clocks may then have moved in part.
    pub fn observe_in_place(
        &self,
        clocks: &mut Clocks,
        at: Instant,
        subject: &(impl Subject<A> + ?Sized),
    ) -> Result<Vec<Signal>, ClockError> {
        if clocks.policy != *self.policy.of() {
            return Err(ClockError::OtherPolicy {
                stamped: clocks.policy.clone(),
                got: self.policy.of().clone(),
            });
        }
        if let Some(last) = clocks.settled().filter(|last| at < *last) {
            return Err(ClockError::Backwards { at, last });
        }
        let mut signals = clocks.advance(at);
        self.step(clocks, at, subject, &mut signals)?;
        clocks.observed = Some(at);
        Ok(signals)
    }

    /// The definition of a clock and its schedule.
    pub(crate) fn of(&self, clock: &Clock) -> Option<(&ClockDefinition<A>, &Schedule)> {
        let definition = self.policy.clocks.get(clock.place)?;
        let schedule = self.schedules.get(*self.schedule_of.get(clock.place)?)?;
        (definition.id() == clock.definition()).then_some((definition, schedule))
    }
}

pub(crate) fn calendar_error<A>(
    definition: &ClockDefinition<A>,
    source: CalendarError,
) -> ClockError {
    ClockError::Calendar {
        definition: definition.id().clone(),
        source,
    }
}
