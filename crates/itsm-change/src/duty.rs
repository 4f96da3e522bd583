//! Duties: what people owe a change by a certain time, and the note that it is late.
//!
//! A change that rests owes nothing until it goes on.

use crate::change::Change;
use crate::command::{ChangeCommand, ChangeCommandKind as Kind};
use crate::decide::{Cx, Decided};
use crate::error::{ChangeError, Law};
use crate::policy::ChangePolicy;
use crate::refuse::No;
use crate::state::ChangeStage;
use alloc::vec::Vec;
use itsm_core::actor::Actor;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// Something that people owe.
    pub enum Duty {
        /// An answer of those who are asked.
        Approval = "approval",
        /// That it is over when its time is over.
        Finish = "finish",
        /// The documents that were put off.
        #[doc(alias = "late paperwork")]
        Paperwork = "paperwork",
        /// A look at what came of it.
        Review = "review",
        /// That it is begun when its time has come.
        Start = "start",
    }
}

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

impl Change {
    /// Everything that people owe it by a certain time, soonest first: overdue is what is due before
    /// now.
    pub fn duties(&self, policy: &ChangePolicy) -> Vec<DutyDue> {
        if self.is_held() {
            return Vec::new();
        }
        let times = policy.times();
        let after = |since: Instant, length: Seconds| {
            let due = length.after(since).filter(|_| length.0 > 0);
            (since, due)
        };
        let mut owed: Vec<(Duty, (Instant, Option<Instant>))> = Vec::new();
        match (self.stage(), &self.window) {
            (ChangeStage::Authorize, _) => {
                let since = self.asked_at.unwrap_or(self.since);
                owed.push((Duty::Approval, after(since, times.approval)));
            }
            (ChangeStage::Scheduled, Some(window)) => {
                let due = times.start.after(window.start);
                owed.push((Duty::Start, (self.since, due)));
            }
            (ChangeStage::Implement, Some(window)) => {
                owed.push((Duty::Finish, (self.since, Some(window.end))));
            }
            (ChangeStage::Review, _) => {
                let since = self.since;
                if self.lacks_review(policy) {
                    owed.push((Duty::Review, after(since, times.review)));
                }
                if !self.missing(ChangeStage::Closed, policy).is_empty() {
                    owed.push((Duty::Paperwork, after(since, times.paperwork)));
                }
            }
            _ => {}
        }
        let due = |(duty, (since, due)): (Duty, (Instant, Option<Instant>))| {
            Some(DutyDue {
                due: due?,
                duty,
                // What was due before the state began was owed at once.
                since: since.min(due?),
                noted: self.noted.contains(&duty),
            })
        };
        let mut duties: Vec<DutyDue> = owed.into_iter().filter_map(due).collect();
        duties.sort_unstable();
        duties
    }

    /// A duty that is late and was not noted yet.
    pub(crate) fn late(&self, duty: Option<Duty>, cx: &Cx<'_>) -> Option<DutyDue> {
        self.duties(cx.policy)
            .into_iter()
            .filter(|it| duty.is_none_or(|duty| it.duty == duty))
            .find(|it| !it.noted && it.due <= cx.now)
    }

    /// Everything that waits for time, soonest first: at `at`, execute `command`.
    ///
    /// Under a policy that the change has not adopted nothing is due: it would be refused.
    pub fn deadlines(&self, policy: &ChangePolicy) -> Vec<Deadline<ChangeCommand>> {
        let clock = Actor::automation(const { Code::trusted("clock") });
        let mut deadlines: Vec<Deadline<ChangeCommand>> = self
            .duties(policy)
            .into_iter()
            .filter(|it| !it.noted)
            .map(|owed| Deadline {
                at: owed.due,
                since: owed.since,
                command: NoteOverdue::new(owed.duty).into(),
                why: "change.duty.not_overdue",
            })
            .collect();
        deadlines.extend(self.lapse_due(policy));
        deadlines.retain(|it| {
            let cx = Context::new(it.at.max(self.last_at), &clock, policy);
            self.gate(it.command.kind(), &cx).is_ok()
        });
        deadlines.sort_by_key(|it| it.at);
        deadlines
    }

    /// Whether somebody is to look at it: a duty is late.
    pub fn is_overdue(&self, now: Instant, policy: &ChangePolicy) -> bool {
        self.duties(policy).iter().any(|it| it.due < now)
    }

    pub(crate) fn gate_of_noting(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        if self.late(None, cx).is_some() {
            return Ok(());
        }
        self.no(Law::DutyNotOverdue, Kind::NoteOverdue, cx.policy)
            .err()
    }

    pub(crate) fn note_overdue(
        &self,
        it: &NoteOverdue,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        match self.late(Some(it.duty), cx) {
            Some(owed) => Ok(FellOverdue::new(it.duty, owed.due).into()),
            None => no(Law::DutyNotOverdue).err(),
        }
    }
}
