//! An incident and its service clocks, moved together.

use crate::coordination::agenda::{self, Due};
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::aggregate::{ReplayError, replay_with, stamp};
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::IncidentId;
use itsm_core::time::Instant;
use itsm_incident::command::IncidentCommand;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::profile::Profile;
use itsm_incident::trigger::{Considered, TriggerFacts};
use itsm_incident::vocabulary::IncidentAttribute;
use itsm_incident::{Adopt, Incident, IncidentError, RecordedIncidentEvent};
use itsm_service_level::clock::Clock;
use itsm_service_level::clocks::Clocks;
use itsm_service_level::error::ClockError;
use itsm_service_level::keeper::Timekeeper;
use itsm_service_level::signal::Signal;

/// The timekeeper for incidents.
pub type IncidentTimekeeper = Timekeeper<IncidentAttribute>;

/// An incident with its service clocks.
///
/// The two are moved in one order, always the same: first the record, event by event, and after
/// each event the clocks. What clocks have to say, and what follows from it (see
/// [`escalation`](crate::coordination::escalation)), comes after that. A refusal of either leaves
/// both as they were.
///
/// A host that stores events stores those of the incident only: the clocks are
/// [replayed](Self::replay) from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockedIncident {
    incident: Incident,
    clocks: Clocks,
    facts: TriggerFacts,
}

/// What came of a command: events of the record, and what the clocks said to them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Outcome {
    /// What happened to the incident.
    pub events: Vec<RecordedIncidentEvent>,
    /// What happened to its clocks, what had passed before the events included.
    pub signals: Vec<Signal>,
}

/// Why neither the incident nor its clocks have moved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClockedError {
    /// The incident refuses.
    #[error(transparent)]
    Incident(Box<IncidentError>),
    /// The clocks cannot follow.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// The history cannot be folded.
    #[error(transparent)]
    History(#[from] ReplayError),
}

impl From<IncidentError> for ClockedError {
    fn from(error: IncidentError) -> Self {
        Self::Incident(Box::new(error))
    }
}

impl ClockedError {
    /// The stable id of the rule that refused; of a history that cannot be folded, there is none.
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Incident(error) => Some(error.rule()),
            Self::Clock(error) => Some(error.rule()),
            Self::History(_) => None,
        }
    }
}

impl ClockedIncident {
    /// Registers an incident, and attaches the clocks that are due to it.
    ///
    /// # Errors
    /// [`Incident::register`] refuses, or the clocks cannot follow.
    pub fn register(
        id: IncidentId,
        profile: Profile,
        cx: &Context<'_, IncidentPolicy>,
        keeper: &IncidentTimekeeper,
    ) -> Result<(Self, Outcome), ClockedError> {
        let (incident, event) = Incident::register(id, profile, cx)?;
        Self::begin(incident, event, keeper)
    }

    /// Takes an incident over from another tool. Its clocks begin with what is known of it now; one
    /// that counts from the registration counts from there.
    ///
    /// # Errors
    /// [`Incident::adopt`] refuses, or the clocks cannot follow.
    pub fn adopt(
        id: IncidentId,
        adopt: Adopt,
        cx: &Context<'_, IncidentPolicy>,
        keeper: &IncidentTimekeeper,
    ) -> Result<(Self, Outcome), ClockedError> {
        let (incident, event) = Incident::adopt(id, adopt, cx)?;
        Self::begin(incident, event, keeper)
    }

    fn begin(
        incident: Incident,
        event: RecordedIncidentEvent,
        keeper: &IncidentTimekeeper,
    ) -> Result<(Self, Outcome), ClockedError> {
        let mut this = Self {
            incident,
            clocks: keeper.begin(),
            facts: TriggerFacts::default(),
        };
        let mut signals = Vec::new();
        this.observe(event.at, keeper, &mut signals)?;
        let events = alloc::vec![event];
        Ok((this, Outcome { events, signals }))
    }

    /// Folds the history of an incident into it and its clocks. The same events, whether they are
    /// lived or replayed, give the same clocks.
    ///
    /// # Errors
    /// The history cannot be folded, or the clocks cannot follow it.
    pub fn replay(
        events: &[RecordedIncidentEvent],
        keeper: &IncidentTimekeeper,
    ) -> Result<Self, ClockedError> {
        let (mut clocks, facts) = (keeper.begin(), TriggerFacts::default());
        let incident = replay_with(events, |incident, event| {
            let subject = Considered { incident, facts };
            keeper.observe_in_place(&mut clocks, event.at, &subject)?;
            Ok::<(), ClockedError>(())
        })?;
        Ok(Self {
            incident,
            clocks,
            facts,
        })
    }

    /// Executes a command, and lets the clocks follow.
    ///
    /// # Errors
    /// The incident refuses, or the clocks cannot follow. Both are then as they were.
    pub fn execute(
        &mut self,
        command: impl Into<IncidentCommand>,
        cx: &Context<'_, IncidentPolicy>,
        keeper: &IncidentTimekeeper,
    ) -> Result<Outcome, ClockedError> {
        let decided = self.incident.decide(&command.into(), cx)?;
        // The one copy, to which nothing comes back if the clocks cannot follow.
        let mut next = self.clone();
        let (mut events, mut signals) = (Vec::with_capacity(decided.len()), Vec::new());
        for event in decided {
            let revision = next.incident.revision().saturating_add(1);
            let event = stamp(next.incident.id(), revision, event, cx.policy.of(), cx);
            next.incident.evolve(&event);
            next.observe(event.at, keeper, &mut signals)?;
            events.push(event);
        }
        *self = next;
        Ok(Outcome { events, signals })
    }

    /// What only the host knows has changed, such as how critical the service is.
    ///
    /// It is no event of the incident. A host whose clocks ask for such facts has to tell them
    /// again, at the same instants, when it replays.
    ///
    /// # Errors
    /// The clocks cannot follow. All is then as it was.
    pub fn learn(
        &mut self,
        at: Instant,
        facts: TriggerFacts,
        keeper: &IncidentTimekeeper,
    ) -> Result<Vec<Signal>, ClockedError> {
        let mut next = self.clone();
        next.facts = facts;
        let mut signals = Vec::new();
        next.observe(at, keeper, &mut signals)?;
        *self = next;
        Ok(signals)
    }

    /// Lets the clocks follow. After an error they are of no use: the caller has a copy.
    fn observe(
        &mut self,
        at: Instant,
        keeper: &IncidentTimekeeper,
        signals: &mut Vec<Signal>,
    ) -> Result<(), ClockError> {
        let subject = Considered {
            incident: &self.incident,
            facts: self.facts,
        };
        signals.extend(keeper.observe_in_place(&mut self.clocks, at, &subject)?);
        Ok(())
    }

    /// Lets time pass while nothing happens to the incident.
    pub fn advance(&mut self, now: Instant) -> Vec<Signal> {
        self.clocks.advance(now)
    }

    /// The incident.
    pub const fn incident(&self) -> &Incident {
        &self.incident
    }

    /// Its clocks.
    pub const fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// When it is due: the earliest of its running clocks that are not late yet, or, if all of them
    /// are, of those.
    pub fn due(&self) -> Option<Instant> {
        let running = || self.clocks.iter().filter(|it| it.is_running());
        let in_time = running().filter(|it| !it.is_breached());
        let earliest = in_time.filter_map(Clock::due).min();
        earliest.or_else(|| running().filter_map(Clock::due).min())
    }

    /// All that waits for time, of the incident and of its clocks, soonest first.
    pub fn deadlines(&self, policy: &IncidentPolicy) -> Vec<Deadline<Due>> {
        agenda::merge(self.incident.deadlines(policy), self.clocks.deadlines())
    }
}
