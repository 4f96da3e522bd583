//! What people owe a record, and by when: verifications and attestations.

use crate::ci::Ci;
use crate::command::{CiCommand, NoteOverdue};
use crate::policy::ConfigurationPolicy;
use alloc::vec::Vec;
use itsm_core::actor::Actor;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::plain_enum;
use itsm_core::text::Code;
use itsm_core::time::Instant;

plain_enum! {
    /// What is owed.
    pub enum Duty {
        /// The owner is to confirm the item.
        Attestation = "attestation",
        /// The record is to be compared with what is there.
        Verification = "verification",
    }
}

/// Something that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct DutyDue {
    /// By when.
    pub due: Instant,
    /// What.
    pub duty: Duty,
    /// Since when it has been counted.
    pub since: Instant,
    /// Whether it was noted already that it is late.
    pub noted: bool,
}

impl Ci {
    /// What is owed to the record, soonest first. Nothing, once it is retired or gone.
    ///
    /// It is counted from the last time, or from the registration, by the interval of the class.
    pub fn duties(&self, policy: &ConfigurationPolicy) -> Vec<DutyDue> {
        if self.stage().is_retired() || !self.is_kept() {
            return Vec::new();
        }
        let (class, classes) = (self.class(), policy.classes());
        let owed = [
            (
                Duty::Attestation,
                classes.attest_every(class),
                self.attestation.as_ref().map(|it| it.at),
            ),
            (
                Duty::Verification,
                classes.verify_every(class),
                self.verification.as_ref().map(|it| it.at),
            ),
        ];
        let mut duties: Vec<DutyDue> = owed
            .into_iter()
            .filter_map(|(duty, every, last)| {
                let since = last.unwrap_or(self.registered_at);
                Some(DutyDue {
                    due: every?.after(since)?,
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
        cx: &Context<'_, ConfigurationPolicy>,
    ) -> Option<DutyDue> {
        self.duties(cx.policy)
            .into_iter()
            .filter(|it| duty.is_none_or(|duty| it.duty == duty))
            .find(|it| !it.noted && it.due <= cx.now)
    }

    /// Everything that waits for time, soonest first: at `at`, execute `command`.
    ///
    /// Under a policy that the item has not adopted nothing is due: it would be refused.
    pub fn deadlines(&self, policy: &ConfigurationPolicy) -> Vec<Deadline<CiCommand>> {
        let clock = Actor::automation(const { Code::trusted("clock") });
        let mut deadlines = Vec::new();
        for owed in self.duties(policy).into_iter().filter(|it| !it.noted) {
            let command: CiCommand = NoteOverdue::new(owed.duty).into();
            let cx = Context::new(owed.due.max(self.last_at), &clock, policy);
            if self.gate(command.kind(), &cx).is_ok() {
                deadlines.push(Deadline {
                    at: owed.due,
                    since: owed.since,
                    command,
                    why: "configuration.duty.not_overdue",
                });
            }
        }
        deadlines
    }

    /// When what is known of it goes stale; `None`: never.
    ///
    /// It is fresh for as long as its class says after it was last changed or seen.
    pub fn stale_at(&self, policy: &ConfigurationPolicy) -> Option<Instant> {
        policy
            .classes()
            .stale_after(self.class())?
            .after(self.heard_of_at())
    }

    /// Whether what is known of it is stale: from the instant at which its time is up.
    pub fn is_stale(&self, now: Instant, policy: &ConfigurationPolicy) -> bool {
        self.stale_at(policy).is_some_and(|at| at <= now)
    }
}
