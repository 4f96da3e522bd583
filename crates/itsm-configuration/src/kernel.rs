//! The configuration item as an aggregate: executing and replaying.

use crate::ci::{Ci, RecordedCiEvent};
use crate::command::{CiCommand, CiCommandKind};
use crate::error::CiError;
use crate::event::CiEvent;
use crate::policy::ConfigurationPolicy;
use crate::state::LifecycleStage;
use alloc::vec::Vec;
use itsm_core::aggregate::{self, Aggregate, ReplayError};
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::CiId;
use itsm_core::policy::PolicyRef;
use itsm_core::refusal::Permission;
use itsm_core::time::Instant;

impl Ci {
    /// Decides and, if nothing refuses, evolves: reads like a verb,
    /// `server.execute(AssignOwner::new(ana, change), &cx)?`.
    ///
    /// # Errors
    /// The rule that refuses; the item is then as it was.
    pub fn execute(
        &mut self,
        command: impl Into<CiCommand>,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Result<Vec<RecordedCiEvent>, CiError> {
        aggregate::execute(self, &command.into(), cx)
    }

    /// Folds a whole history into the item it tells of.
    ///
    /// # Errors
    /// [`ReplayError`] names the place of the first event that cannot belong there.
    pub fn replay<'a>(
        events: impl IntoIterator<Item = &'a RecordedCiEvent>,
    ) -> Result<Self, ReplayError> {
        aggregate::replay(events)
    }
}

impl Aggregate for Ci {
    type Id = CiId;
    type Command = CiCommand;
    type Kind = CiCommandKind;
    type Stage = LifecycleStage;
    type Event = CiEvent;
    type Policy = ConfigurationPolicy;
    type Error = CiError;

    fn born(event: &RecordedCiEvent) -> Option<Self> {
        Self::from_birth(event)
    }

    fn id(&self) -> CiId {
        self.id
    }

    fn stage(&self) -> LifecycleStage {
        self.stage()
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn last_at(&self) -> Instant {
        self.last_at
    }

    fn policy_ref(policy: &ConfigurationPolicy) -> &PolicyRef {
        policy.of()
    }

    fn kind(command: &CiCommand) -> CiCommandKind {
        command.kind()
    }

    fn decide(
        &self,
        command: &CiCommand,
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Result<Vec<CiEvent>, CiError> {
        self.decide(command, cx)
    }

    fn evolve(&mut self, event: &RecordedCiEvent) {
        self.evolve(event);
    }

    fn deadlines(&self, policy: &ConfigurationPolicy) -> Vec<Deadline<CiCommand>> {
        self.deadlines(policy)
    }

    fn allowed(&self, cx: &Context<'_, ConfigurationPolicy>) -> Vec<(CiCommandKind, Permission)> {
        self.allowed(cx)
    }
}
