//! Simulated time: a clock that jumps from deadline to deadline.
//!
//! Nothing waits. The next instant is that of the earliest deadline of all records, so months of
//! service pass in milliseconds, and a deadline that would never go away is an error instead of a
//! test that hangs.

use crate::moment::later;
use core::fmt;
use itsm_core::actor::Actor;
use itsm_core::aggregate::{Aggregate, History, execute};
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::recorded::Recorded;
use itsm_core::refusal::Refused as _;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};
use std::collections::BTreeMap;

/// The most deadlines one record may have at one and the same instant, one after the other.
const PATIENCE: usize = 1_000;

/// Why simulated time could not go on. Always a defect of the record, never of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stalled {
    /// A deadline that was due was refused.
    Refused {
        /// When it was executed.
        at: Instant,
        /// The command.
        command: String,
        /// The rule that refused.
        rule: &'static str,
        /// The refusal in words.
        message: String,
    },
    /// A deadline was executed and is still listed.
    StillListed {
        /// When it was executed.
        at: Instant,
        /// The command.
        command: String,
    },
    /// One record has one deadline after the other without any time passing.
    Endless {
        /// The instant that does not pass.
        at: Instant,
        /// The last command.
        command: String,
    },
}

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused {
                at,
                command,
                rule,
                message,
            } => write!(
                f,
                "deadline `{command}` was refused at {at} by `{rule}`, expected to be accepted: {message}"
            ),
            Self::StillListed { at, command } => write!(
                f,
                "deadline `{command}` was executed at {at} and is still listed"
            ),
            Self::Endless { at, command } => write!(
                f,
                "more than {PATIENCE} deadlines of one record at {at}, the last was `{command}`"
            ),
        }
    }
}

impl core::error::Error for Stalled {}

/// The program that executes deadlines, unless a test names another.
pub(crate) fn scheduler() -> Actor {
    Actor::automation(Code::trusted("scheduler"))
}

/// The deadline of a record that is due first; of several at one instant, the first listed.
pub(crate) fn first_due<A: Aggregate>(
    record: &A,
    policy: &A::Policy,
) -> Option<Deadline<A::Command>> {
    record.deadlines(policy).into_iter().min_by_key(|it| it.at)
}

/// Whether two deadlines are the same one, listed before and after.
///
/// The command and the beginning are the same. The next level of an escalation, or what is due to
/// another audience at the same instant, is another deadline; one that was merely put off is not.
pub(crate) fn same<A: Aggregate>(one: &Deadline<A::Command>, other: &Deadline<A::Command>) -> bool {
    one.since == other.since && one.command == other.command
}

/// Executes a deadline that is due.
pub(crate) fn carry_out<A: Aggregate>(
    record: &mut A,
    due: &Deadline<A::Command>,
    cx: &Context<'_, A::Policy>,
) -> Result<History<A>, Stalled> {
    let command = || format!("{:?}", due.command);
    let history = execute(record, &due.command, cx).map_err(|error| Stalled::Refused {
        at: cx.now,
        command: command(),
        rule: error.rule(),
        message: error.to_string(),
    })?;
    if record
        .deadlines(cx.policy)
        .iter()
        .any(|it| same::<A>(it, due))
    {
        return Err(Stalled::StillListed {
            at: cx.now,
            command: command(),
        });
    }
    Ok(history)
}

/// Counts deadlines that are executed without time passing.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    at: Option<Instant>,
    count: usize,
}

impl Patience {
    pub(crate) fn spend<C: fmt::Debug>(&mut self, at: Instant, command: &C) -> Result<(), Stalled> {
        if self.at == Some(at) {
            self.count = self.count.saturating_add(1);
        } else {
            (self.at, self.count) = (Some(at), 1);
        }
        if self.count > PATIENCE {
            return Err(Stalled::Endless {
                at,
                command: format!("{command:?}"),
            });
        }
        Ok(())
    }
}

/// Many records of one practice, under one policy, on one simulated clock.
///
/// The earliest deadline is executed first; of several at one instant, that of the record that was
/// given first.
#[derive(Debug)]
pub struct Simulation<'a, A: Aggregate> {
    policy: &'a A::Policy,
    scheduler: Actor,
    now: Instant,
    records: Vec<A>,
    patience: Vec<Patience>,
    due: BTreeMap<(Instant, usize), Deadline<A::Command>>,
    history: History<A>,
}

impl<'a, A: Aggregate> Simulation<'a, A> {
    /// A clock that stands at `now`, without records so far.
    pub fn starting(now: Instant, policy: &'a A::Policy) -> Self {
        Self {
            policy,
            scheduler: scheduler(),
            now,
            records: Vec::new(),
            patience: Vec::new(),
            due: BTreeMap::new(),
            history: Vec::new(),
        }
    }

    /// With one more record.
    #[must_use]
    pub fn with(mut self, record: A) -> Self {
        self.add(record);
        self
    }

    /// With another program, or person, who executes the deadlines.
    #[must_use]
    pub fn scheduled_by(mut self, scheduler: Actor) -> Self {
        self.scheduler = scheduler;
        self
    }

    /// Takes in one more record.
    pub fn add(&mut self, record: A) {
        let place = self.records.len();
        self.list(place, &record);
        self.records.push(record);
        self.patience.push(Patience::default());
    }

    /// What the clock shows.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The records, in the order given.
    pub fn records(&self) -> &[A] {
        &self.records
    }

    /// The record with this id.
    pub fn record(&self, id: A::Id) -> Option<&A> {
        self.records.iter().find(|it| it.id() == id)
    }

    /// Everything that was recorded since the simulation began, in the order of time.
    pub fn history(&self) -> &[Recorded<A::Id, A::Event>] {
        &self.history
    }

    /// The deadline that comes next, and the record it belongs to.
    pub fn next_deadline(&self) -> Option<(&A, &Deadline<A::Command>)> {
        let ((_, place), due) = self.due.first_key_value()?;
        Some((self.records.get(*place)?, due))
    }

    /// Somebody does something now; `None` if there is no record with this id.
    pub fn execute(
        &mut self,
        id: A::Id,
        command: impl Into<A::Command>,
        by: &Actor,
    ) -> Option<Result<History<A>, A::Error>> {
        let place = self.records.iter().position(|it| it.id() == id)?;
        let mut record = self.records.get(place)?.clone();
        let cx = Context::new(self.now, by, self.policy);
        let outcome = execute(&mut record, &command.into(), &cx);
        if let Ok(events) = &outcome {
            self.history.extend_from_slice(events);
            self.put(place, record);
        }
        Some(outcome)
    }

    /// Jumps to the next deadline and executes it: what was recorded, or `None` if nothing is due
    /// ever again.
    ///
    /// # Errors
    /// [`Stalled`] if the deadline is refused or does not go away.
    pub fn jump(&mut self) -> Result<Option<History<A>>, Stalled> {
        let Some(((at, place), due)) = self.due.first_key_value().map(|(k, v)| (*k, v.clone()))
        else {
            return Ok(None);
        };
        let Some(mut record) = self.records.get(place).cloned() else {
            return Ok(None);
        };
        self.now = self.now.max(at).max(record.last_at());
        if let Some(patience) = self.patience.get_mut(place) {
            patience.spend(self.now, &due.command)?;
        }
        let cx = Context::new(self.now, &self.scheduler, self.policy);
        let events = carry_out(&mut record, &due, &cx)?;
        self.history.extend_from_slice(&events);
        self.put(place, record);
        Ok(Some(events))
    }

    /// Executes every deadline up to and at `end`, in order, and lets the clock show `end`: how
    /// many there were.
    ///
    /// # Errors
    /// [`Stalled`] if a deadline is refused or does not go away.
    pub fn run_until(&mut self, end: Instant) -> Result<usize, Stalled> {
        let mut jumps = 0_usize;
        while self
            .due
            .first_key_value()
            .is_some_and(|((at, _), _)| *at <= end)
        {
            self.jump()?;
            jumps = jumps.saturating_add(1);
        }
        self.now = self.now.max(end);
        Ok(jumps)
    }

    /// Lets so much time pass, as [`run_until`](Self::run_until) does.
    ///
    /// # Errors
    /// [`Stalled`] if a deadline is refused or does not go away.
    pub fn run_for(&mut self, length: Seconds) -> Result<usize, Stalled> {
        self.run_until(later(self.now, length))
    }

    fn put(&mut self, place: usize, record: A) {
        self.due.retain(|(_, it), _| *it != place);
        self.list(place, &record);
        if let Some(slot) = self.records.get_mut(place) {
            *slot = record;
        }
    }

    fn list(&mut self, place: usize, record: &A) {
        if let Some(due) = first_due(record, self.policy) {
            self.due.insert((due.at, place), due);
        }
    }
}
