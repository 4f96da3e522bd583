//! The problem as an aggregate: executing and replaying.

use crate::command::{ProblemCommand, ProblemCommandKind};
use crate::error::ProblemError;
use crate::event::ProblemEvent;
use crate::policy::ProblemPolicy;
use crate::problem::{Problem, RecordedProblemEvent};
use crate::state::ProblemStage;
use alloc::vec::Vec;
use itsm_core::aggregate::{self, Aggregate, ReplayError};
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::ProblemId;
use itsm_core::policy::PolicyRef;
use itsm_core::refusal::Permission;
use itsm_core::time::Instant;

impl Problem {
    /// Decides and, if nothing refuses, evolves: reads like a verb,
    /// `problem.execute(Confirm::new(), &cx)?`.
    ///
    /// # Errors
    /// The rule that refuses; the problem is then as it was.
    pub fn execute(
        &mut self,
        command: impl Into<ProblemCommand>,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<Vec<RecordedProblemEvent>, ProblemError> {
        aggregate::execute(self, &command.into(), cx)
    }

    /// Folds a whole history into the problem it tells of.
    ///
    /// # Errors
    /// [`ReplayError`] names the place of the first event that cannot belong there.
    pub fn replay<'a>(
        events: impl IntoIterator<Item = &'a RecordedProblemEvent>,
    ) -> Result<Self, ReplayError> {
        aggregate::replay(events)
    }
}

impl Aggregate for Problem {
    type Id = ProblemId;
    type Command = ProblemCommand;
    type Kind = ProblemCommandKind;
    type Stage = ProblemStage;
    type Event = ProblemEvent;
    type Policy = ProblemPolicy;
    type Error = ProblemError;

    fn born(event: &RecordedProblemEvent) -> Option<Self> {
        Self::from_birth(event)
    }

    fn id(&self) -> ProblemId {
        self.id
    }

    fn stage(&self) -> ProblemStage {
        self.stage()
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn last_at(&self) -> Instant {
        self.last_at
    }

    fn policy_ref(policy: &ProblemPolicy) -> &PolicyRef {
        policy.of()
    }

    fn kind(command: &ProblemCommand) -> ProblemCommandKind {
        command.kind()
    }

    fn decide(
        &self,
        command: &ProblemCommand,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<Vec<ProblemEvent>, ProblemError> {
        self.decide(command, cx)
    }

    fn evolve(&mut self, event: &RecordedProblemEvent) {
        self.evolve(event);
    }

    fn deadlines(&self, policy: &ProblemPolicy) -> Vec<Deadline<ProblemCommand>> {
        self.deadlines(policy)
    }

    fn allowed(&self, cx: &Context<'_, ProblemPolicy>) -> Vec<(ProblemCommandKind, Permission)> {
        self.allowed(cx)
    }
}
