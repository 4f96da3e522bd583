//! The requester's verdict on a solution.
//!
//! There is one way in which a solution is accepted, and one in which it is refused. To accept is
//! to close with the requester's confirmation; to refuse is to reopen with the requester's reason.
//! Somebody of the desk may do either on the requester's word: `confirmed_by` and `refused_by` say
//! whose word it was.

use crate::command::{Close, IncidentCommandKind as Kind, Reopen};
use crate::error::{IncidentError, Law};
use crate::event::{IncidentEvent, Reopened};
use crate::incident::{Incident, RecordedIncidentEvent};
use crate::policy::IncidentPolicy;
use crate::resolution::Confirmation;
use crate::state::IncidentState;
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// A solution that its requester did not accept.
    pub struct SolutionRefusal {
        /// When.
        at: Instant,
        /// Whose word it was.
        by: PersonId,
    } optional {
        /// What is still wrong.
        reason: Note,
    }
}

/// What the requester says of the solution.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Verdict<'a> {
    /// There is no solution yet, and none was refused.
    NothingProposed,
    /// There is a solution, and nobody has said anything.
    Awaited,
    /// The requester, or somebody for them, confirmed it.
    Accepted(PersonId),
    /// It was not accepted, and work goes on.
    Refused(&'a SolutionRefusal),
    /// It was closed without a word: nobody was asked, or nobody answered in time.
    NotGiven,
}

impl Close {
    /// Close on the word of somebody who accepts the solution.
    #[doc(alias = "approve solution")]
    pub fn accepted_by(person: PersonId) -> Self {
        Self::new().confirmed_by(person)
    }
}

impl Reopen {
    /// Reopen on the word of somebody who refuses the solution, and why.
    #[doc(alias = "refuse solution")]
    #[doc(alias = "reject solution")]
    pub fn refused(person: PersonId, reason: Note) -> Self {
        Self::new().refused_by(person).reason(reason)
    }
}

impl Incident {
    /// The solutions that were refused, in the order in which they were.
    pub fn solution_refusals(&self) -> &[SolutionRefusal] {
        self.listed(|it| &it.refusals)
    }

    /// What the requester says of the solution, as it stands.
    pub fn verdict(&self) -> Verdict<'_> {
        match &self.state {
            IncidentState::Resolved(_) => Verdict::Awaited,
            IncidentState::Closed(closure) => match closure.confirmation {
                Confirmation::Confirmed { by } => Verdict::Accepted(by),
                _ => Verdict::NotGiven,
            },
            _ => match self.solution_refusals().last() {
                Some(refusal)
                    if self.last_reopening.as_ref().map(|it| it.at) == Some(refusal.at) =>
                {
                    Verdict::Refused(refusal)
                }
                _ => Verdict::NothingProposed,
            },
        }
    }

    pub(crate) fn reopen(
        &self,
        it: &Reopen,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        if it.refused_by.is_some() && it.reason.is_none() {
            return self
                .no(Law::FactMissing, Kind::Reopen, cx.policy)
                .missing(["reason"])
                .err();
        }
        Ok(Reopened {
            by_requester: cx.actor.is_only_requester() || it.refused_by.is_some(),
            reason: it.reason.clone(),
            following: None,
            refused_by: it.refused_by,
        }
        .into())
    }

    /// Notes whose word it was, where a requester's solution did not hold.
    pub(crate) fn take_refusal(&mut self, it: &Reopened, recorded: &RecordedIncidentEvent) {
        let by = it.refused_by.or(match recorded.by {
            Agent::Person(person) if it.by_requester => Some(person),
            _ => None,
        });
        if let Some(by) = by {
            self.annex_mut().refusals.push(SolutionRefusal {
                at: recorded.at,
                by,
                reason: it.reason.clone(),
            });
        }
    }
}
