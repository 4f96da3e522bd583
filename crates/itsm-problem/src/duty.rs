//! Duties: what people owe a problem by a certain time, and the note that it is late.
//!
//! There is no deadline for the solution of a problem: it may never come, and that is legal. What
//! there is are times without a sign of life, after which somebody is to look.

use crate::command::{EndMonitoring, ProblemCommand, ProblemCommandKind as Kind};
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::state::ProblemState;
use alloc::vec::Vec;
use itsm_core::actor::Actor;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::free_text::FreeText;
use itsm_core::id::KnownErrorId;
use itsm_core::text::Code;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

/// Something that people owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Duty {
    /// A sign of life: nothing has happened for as long as the policy bears in this state.
    Attention {},
    /// The review of a known error.
    KnownErrorReview {
        /// Which.
        known_error: KnownErrorId,
    },
    /// The review of a major problem.
    MajorReview {},
    /// A look at a problem that rests.
    Parking {},
    /// The verification of the fix.
    Verification {},
}

impl FreeText for Duty {}

wire_struct! {
    /// Note that a duty is late. Executed at a deadline, once for each occasion.
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
        /// When it was due.
        due: Instant,
    }
}

/// A duty and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct DutyDue {
    /// By when.
    pub due: Instant,
    /// What.
    pub duty: Duty,
    /// Since when it is owed.
    pub since: Instant,
    /// Whether it was noted already that it is late.
    pub noted: bool,
}

impl Problem {
    /// Everything that people owe it by a certain time, soonest first: overdue is what is due before
    /// now.
    pub fn duties(&self, policy: &ProblemPolicy) -> Vec<DutyDue> {
        let mut owed: Vec<(Duty, Instant, Option<Instant>)> = Vec::new();
        if let Some(parking) = &self.parking {
            owed.push((Duty::Parking {}, parking.since, parking.until));
        } else if let Some(length) = policy.inactivity(self.stage()) {
            let since = self.last_activity;
            owed.push((Duty::Attention {}, since, length.after(since)));
        }
        if let Some(fix) = self.fix().filter(|it| it.verified.is_none()) {
            let rules = policy.verification();
            let watched = self.monitoring(policy).is_some();
            if rules.required && !watched {
                let due = rules.within.after(fix.at.0);
                owed.push((Duty::Verification {}, fix.at.0, due));
            }
        }
        let resolved = self.state.resolution().map(|it| it.at().0);
        if let (true, None, Some(at)) = (self.is_major(), &self.review, resolved) {
            let due = policy.review_within().and_then(|it| it.after(at));
            owed.push((Duty::MajorReview {}, at, due));
        }
        for error in self.active_errors() {
            let duty = Duty::KnownErrorReview {
                known_error: error.id,
            };
            owed.push((duty, error.reviewed_at(), error.review_due(policy)));
        }
        let mut duties: Vec<DutyDue> = owed
            .into_iter()
            .filter_map(|(duty, since, due)| {
                Some(DutyDue {
                    due: due?,
                    duty,
                    since,
                    noted: self.noted.contains(&duty),
                })
            })
            .collect();
        duties.sort_unstable();
        duties
    }

    /// A duty that is late and was not noted yet.
    pub(crate) fn late(
        &self,
        duty: Option<Duty>,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Option<DutyDue> {
        self.duties(cx.policy)
            .into_iter()
            .filter(|it| duty.is_none_or(|duty| it.duty == duty))
            .find(|it| !it.noted && it.due <= cx.now)
    }

    /// Everything that waits for time, soonest first: at `at`, execute `command`.
    ///
    /// Under a policy that the problem has not adopted nothing is due: it would be refused.
    pub fn deadlines(&self, policy: &ProblemPolicy) -> Vec<Deadline<ProblemCommand>> {
        let clock = Actor::automation(const { Code::trusted("clock") });
        let mut deadlines: Vec<Deadline<ProblemCommand>> = self
            .duties(policy)
            .into_iter()
            .filter(|it| !it.noted)
            .map(|owed| Deadline {
                at: owed.due,
                since: owed.since,
                command: NoteOverdue::new(owed.duty).into(),
                why: "problem.duty.not_overdue",
            })
            .collect();
        if let (Some((since, at)), ProblemState::Resolved(_)) =
            (self.monitoring(policy), &self.state)
        {
            deadlines.push(Deadline {
                at,
                since,
                command: EndMonitoring::new().into(),
                why: "problem.monitoring.not_due",
            });
        }
        deadlines.retain(|it| {
            let cx = Context::new(it.at.max(self.last_at), &clock, policy);
            self.gate(it.command.kind(), &cx).is_ok()
        });
        deadlines.sort_by_key(|it| it.at);
        deadlines
    }

    /// Whether somebody is to look at it: a duty is late.
    pub fn is_overdue(&self, now: Instant, policy: &ProblemPolicy) -> bool {
        self.duties(policy).iter().any(|it| it.due < now)
    }

    pub(crate) fn gate_of_noting(
        &self,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<(), crate::error::ProblemError> {
        if self.late(None, cx).is_some() {
            return Ok(());
        }
        self.no(
            crate::error::Law::DutyNotOverdue,
            Kind::NoteOverdue,
            cx.policy,
        )
        .err()
    }
}
