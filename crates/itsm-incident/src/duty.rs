//! Duties: what people owe an incident by a certain time, and the note that it is late.
//!
//! Time cannot write a status message, take a step of a model or hold a review. It can say that
//! nobody did: once for each occasion, as an event that a host can act on.

use crate::command::IncidentCommandKind as Kind;
use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::context::Context;
use itsm_core::text::Code;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

/// Something that people owe.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Duty {
    /// The review of a major incident.
    Review {},
    /// A step of the incident's model.
    Step {
        /// Which.
        step: Code,
    },
    /// A word to an audience about how it goes.
    Update {
        /// Which audience.
        audience: Code,
    },
}

wire_struct! {
    /// Note that a duty is late. Executed at a deadline.
    pub struct NoteOverdue {
        /// Which.
        duty: Duty,
    }
}
wire_struct! {
    /// A duty was not done in time.
    pub struct FellOverdue {
        /// Which.
        duty: Duty,
        /// Since when it was owed.
        since: Instant,
        /// When it was due.
        due: Instant,
    } optional {
        /// The role that is called upon because of it. It counts as a hierarchical escalation.
        escalated_to: Role,
    }
}

/// A duty and its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyDue {
    /// The duty.
    pub duty: Duty,
    /// Since when it is owed.
    pub since: Instant,
    /// When it is due.
    pub due: Instant,
    /// The role that is called upon when it is late.
    pub escalate_to: Option<Role>,
    /// Whether it was noted already that it is late.
    pub noted: bool,
}

impl Incident {
    /// Everything that people owe the incident by a certain time, soonest first: overdue is what
    /// is due before now.
    pub fn duties(&self, policy: &IncidentPolicy) -> Vec<DutyDue> {
        let mut duties = Vec::new();
        let mut owe = |duty: Duty, since, due: Option<Instant>, escalate_to: Option<Role>| {
            let noted = self
                .annex()
                .and_then(|it| it.overdue.get(&duty))
                .is_some_and(|it| *it == since);
            duties.extend(due.map(|due| DutyDue {
                duty,
                since,
                due,
                escalate_to,
                noted,
            }));
        };
        for update in self.updates_due(policy) {
            let audience = update.audience.clone();
            owe(
                Duty::Update { audience },
                update.since,
                Some(update.due),
                None,
            );
        }
        if let Some(model) = self.model().filter(|_| self.stage().is_open()) {
            for (step, since) in model.next_steps() {
                let due = step.within.and_then(|within| within.after(since));
                let step = step.id.clone();
                owe(Duty::Step { step }, since, due, model.escalate_to.clone());
            }
        }
        if let Some((since, due)) = self.review_due(policy) {
            owe(Duty::Review {}, since, Some(due), None);
        }
        duties.sort_by_key(|it| it.due);
        duties
    }

    /// The duties that are late and were not yet noted as late.
    fn late(&self, policy: &IncidentPolicy, now: Instant) -> impl Iterator<Item = DutyDue> {
        self.duties(policy)
            .into_iter()
            .filter(move |it| !it.noted && it.due <= now)
    }

    pub(crate) fn late_duty(&self, cx: &Context<'_, IncidentPolicy>) -> Option<Duty> {
        self.late(cx.policy, cx.now).next().map(|it| it.duty)
    }

    pub(crate) fn note_overdue(
        &self,
        it: &NoteOverdue,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        match self
            .late(cx.policy, cx.now)
            .find(|late| late.duty == it.duty)
        {
            Some(late) => Ok(FellOverdue {
                duty: late.duty,
                since: late.since,
                due: late.due,
                escalated_to: late.escalate_to,
            }
            .into()),
            None => self
                .no(Law::DutyNotOverdue, Kind::NoteOverdue, cx.policy)
                .err(),
        }
    }
}
