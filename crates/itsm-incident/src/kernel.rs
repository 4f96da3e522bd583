//! The incident as an aggregate: executing and replaying.

use crate::command::{IncidentCommand, IncidentCommandKind};
use crate::error::IncidentError;
use crate::event::IncidentEvent;
use crate::incident::{Incident, RecordedIncidentEvent};
use crate::policy::IncidentPolicy;
use crate::state::IncidentStage;
use alloc::vec::Vec;
use itsm_core::aggregate::{self, Aggregate, ReplayError};
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::IncidentId;
use itsm_core::policy::PolicyRef;
use itsm_core::refusal::Permission;
use itsm_core::time::Instant;

impl Incident {
    /// Decides and, if nothing refuses, evolves: reads like a verb,
    /// `incident.execute(StartWork::new(), &cx)?`.
    ///
    /// # Errors
    /// The rule that refuses; the incident is then as it was.
    pub fn execute(
        &mut self,
        command: impl Into<IncidentCommand>,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<Vec<RecordedIncidentEvent>, IncidentError> {
        aggregate::execute(self, &command.into(), cx)
    }

    /// Folds a whole history into the incident it tells of.
    ///
    /// # Errors
    /// [`ReplayError`] names the place of the first event that cannot belong there.
    pub fn replay<'a>(
        events: impl IntoIterator<Item = &'a RecordedIncidentEvent>,
    ) -> Result<Self, ReplayError> {
        aggregate::replay(events)
    }
}

impl Aggregate for Incident {
    type Id = IncidentId;
    type Command = IncidentCommand;
    type Kind = IncidentCommandKind;
    type Stage = IncidentStage;
    type Event = IncidentEvent;
    type Policy = IncidentPolicy;
    type Error = IncidentError;

    fn born(event: &RecordedIncidentEvent) -> Option<Self> {
        Self::from_birth(event)
    }

    fn id(&self) -> IncidentId {
        self.id
    }

    fn stage(&self) -> IncidentStage {
        self.stage()
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn last_at(&self) -> Instant {
        self.last_at
    }

    fn policy_ref(policy: &IncidentPolicy) -> &PolicyRef {
        policy.of()
    }

    fn kind(command: &IncidentCommand) -> IncidentCommandKind {
        command.kind()
    }

    fn decide(
        &self,
        command: &IncidentCommand,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<Vec<IncidentEvent>, IncidentError> {
        self.decide(command, cx)
    }

    fn evolve(&mut self, event: &RecordedIncidentEvent) {
        self.evolve(event);
    }

    fn deadlines(&self, policy: &IncidentPolicy) -> Vec<Deadline<IncidentCommand>> {
        self.deadlines(policy)
    }

    fn allowed(&self, cx: &Context<'_, IncidentPolicy>) -> Vec<(IncidentCommandKind, Permission)> {
        self.allowed(cx)
    }
}
