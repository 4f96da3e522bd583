//! Duplicates: several records of one problem become one.
//!
//! The record that is a duplicate ends and names the original; its incidents and its open tasks go
//! there. Whoever names a duplicate as the original means the record at the end of the chain, so
//! that a chain of duplicates is never longer than one step.

use crate::command::{ProblemCommand, ProblemCommandKind as Kind};
use crate::decide::Decision;
use crate::error::Law;
use crate::event::ProblemEvent;
use crate::known_error::{DeactivationReason, KnownErrorDeactivated};
use crate::policy::ProblemPolicy;
use crate::problem::{Problem, RecordedProblemEvent};
use crate::refuse::No;
use crate::state::{ProblemStage, ProblemState};
use crate::task::Task;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, ProblemId, TenantId};
use itsm_core::wire_struct;

wire_struct! {
    /// What the host knows of the original, as evidence that no circle arises.
    pub struct OriginalFacts {
        /// The record at the end of the chain: one that is no duplicate itself.
        original: ProblemId,
        /// Where it stands.
        stage: ProblemStage,
        /// The records on the way to it, beginning with the one that was asked for: each is a
        /// duplicate of the next. Empty if the one that was asked for is the original.
        via: Vec<ProblemId>,
    } optional {
        /// The customer organization of the original.
        tenant: TenantId,
    }
}
wire_struct! {
    /// Give it up as a duplicate of another problem, which is worked on instead.
    pub struct MarkDuplicate {
        /// What the host knows of the other: [`find_original`] finds it.
        facts: OriginalFacts,
    }
}
wire_struct! {
    /// What a duplicate had. It goes to the original.
    pub struct DuplicateFacts {
        /// The duplicate.
        problem: ProblemId,
        /// The records that were duplicates of it.
        before: BTreeSet<ProblemId>,
        /// Its incidents.
        incidents: BTreeSet<IncidentId>,
        /// Its open tasks.
        tasks: Vec<Task>,
    }
}
wire_struct! {
    /// Take over what a duplicate had. Proposed by [`sync`], not by people.
    pub struct Absorb {
        /// What it had.
        duplicate: DuplicateFacts,
    }
}
wire_struct! {
    /// It was found to be a duplicate.
    pub struct DuplicateMarked {
        /// What the host knew of the original.
        facts: OriginalFacts,
        /// What goes to the original.
        moved: DuplicateFacts,
    }
}
wire_struct! {
    /// What a duplicate had was taken over.
    pub struct Absorbed {
        /// What it had.
        duplicate: DuplicateFacts,
    }
}

/// What the host knows of a record that may be the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetFacts {
    /// Where it stands.
    pub stage: ProblemStage,
    /// The record that it is a duplicate of, if it is.
    pub duplicate_of: Option<ProblemId>,
    /// Its customer organization.
    pub tenant: Option<TenantId>,
}

impl From<&Problem> for TargetFacts {
    fn from(problem: &Problem) -> Self {
        Self {
            stage: problem.stage(),
            duplicate_of: problem.duplicate_of(),
            tenant: problem.profile().tenant,
        }
    }
}

/// Why no original was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoOriginal {
    /// The chain comes back to this record.
    Circle(ProblemId),
    /// The host knows no such record.
    Unknown(ProblemId),
}

impl core::fmt::Display for NoOriginal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Circle(id) => write!(
                f,
                "chain of duplicates comes back to `{id}`, expected it to end"
            ),
            Self::Unknown(id) => write!(f, "problem `{id}` is not known, expected an original"),
        }
    }
}

impl core::error::Error for NoOriginal {}

/// Follows the chain of duplicates from the record that was asked for to its end.
///
/// `look_up` answers what the host knows of a record. However long the chain is, and even if stored
/// data holds a circle, this ends.
///
/// # Errors
/// A record on the way is not known, or the chain is a circle.
pub fn find_original(
    asked: ProblemId,
    mut look_up: impl FnMut(ProblemId) -> Option<TargetFacts>,
) -> Result<OriginalFacts, NoOriginal> {
    let (mut original, mut via) = (asked, Vec::new());
    let mut seen = BTreeSet::new();
    loop {
        if !seen.insert(original) {
            return Err(NoOriginal::Circle(original));
        }
        let facts = look_up(original).ok_or(NoOriginal::Unknown(original))?;
        let Some(next) = facts.duplicate_of else {
            return Ok(OriginalFacts {
                original,
                stage: facts.stage,
                via,
                tenant: facts.tenant,
            });
        };
        via.push(original);
        original = next;
    }
}

/// What the original is to do because of a duplicate: take over what that one had. Nothing for any
/// other event.
pub fn sync(recorded: &RecordedProblemEvent) -> Option<(ProblemId, ProblemCommand)> {
    match &recorded.event {
        ProblemEvent::DuplicateMarked(it) => {
            Some((it.facts.original, Absorb::new(it.moved.clone()).into()))
        }
        _ => None,
    }
}

impl Problem {
    /// The original, if this record is a duplicate.
    pub const fn duplicate_of(&self) -> Option<ProblemId> {
        match &self.state {
            ProblemState::Canceled(it) => it.instead,
            _ => None,
        }
    }

    /// The records that were found to be duplicates of it, directly or by way of others, in the
    /// order of their ids.
    pub fn duplicates(&self) -> impl Iterator<Item = ProblemId> {
        self.duplicates.iter().copied()
    }

    pub(crate) fn mark_duplicate(
        &self,
        it: &MarkDuplicate,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Decision {
        let no = |law| self.no(law, Kind::MarkDuplicate, cx.policy);
        let facts = &it.facts;
        // A record that was a duplicate of this one may be analyzed again, and then be the original.
        if facts.original == self.id || facts.via.contains(&self.id) {
            return no(Law::DuplicateCircle)
                .text("original", &facts.original)
                .err();
        }
        if !facts.stage.is_open() && facts.stage != ProblemStage::Resolved {
            return no(Law::DuplicateOfEnded)
                .param("original_state", facts.stage.as_str())
                .err();
        }
        if facts.tenant != self.profile.tenant {
            return no(Law::DuplicateOfOtherTenant).err();
        }
        let moved = DuplicateFacts::new(
            self.id,
            self.duplicates.clone(),
            self.incidents.keys().copied().collect::<BTreeSet<_>>(),
            self.tasks.open().cloned().collect::<Vec<_>>(),
        );
        let mut events: Vec<ProblemEvent> = self.deactivations(&DeactivationReason::SUPERSEDED);
        events.push(DuplicateMarked::new(facts.clone(), moved).into());
        Ok(events)
    }

    /// The end of every known error that still is one.
    pub(crate) fn deactivations(&self, reason: &DeactivationReason) -> Vec<ProblemEvent> {
        self.active_errors()
            .map(|it| KnownErrorDeactivated::new(it.id, reason.clone()).into())
            .collect()
    }

    /// Whether nothing of a duplicate is new. One that was analyzed again, and found to be a duplicate
    /// again, may bring more than it did the first time.
    fn has_all_of(&self, it: &DuplicateFacts) -> bool {
        let known = |id: &ProblemId| *id == self.id || self.duplicates.contains(id);
        known(&it.problem)
            && it.before.iter().all(known)
            && it
                .incidents
                .iter()
                .all(|id| self.incidents.contains_key(id))
            && it.tasks.iter().all(|task| self.tasks.knows(task.id))
    }

    pub(crate) fn absorb(&self, it: &Absorb, no: impl Fn(Law) -> No) -> Decision {
        let duplicate = &it.duplicate;
        if duplicate.problem == self.id {
            return no(Law::DuplicateCircle).text("original", &self.id).err();
        }
        if self.has_all_of(duplicate) {
            return no(Law::DuplicateAlready)
                .text("problem", &duplicate.problem)
                .err();
        }
        Ok(alloc::vec![Absorbed::new(duplicate.clone()).into()])
    }
}
