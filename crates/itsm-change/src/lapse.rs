//! Lapse: the time of those who are asked is over, and their silence counts as the rule says.

use crate::approval::Rejected;
use crate::authorization::{ApprovalStage, Authorization, Silence};
use crate::change::Change;
use crate::command::{ChangeCommand, ChangeCommandKind as Kind};
use crate::course::Course;
use crate::decide::{Cx, Decision};
use crate::error::{ChangeError, Law};
use crate::policy::ChangePolicy;
use crate::refuse::No;
use alloc::vec;
use itsm_core::deadline::Deadline;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// The time of those who are asked is over: take their silence as the rule says. Executed at its
    /// deadline.
    pub struct LapseApproval {}
}
wire_struct! {
    /// The time of those who were asked was over.
    pub struct ApprovalLapsed {
        /// Of which stage, counted from 1.
        stage: u32,
        /// What their silence came to.
        silence: Silence,
    }
}
wire_struct! {
    /// A stage that was approved by silence.
    pub struct Lapse {
        /// When.
        at: Instant,
        /// How many answers of the round there were before.
        votes: u32,
    }
}

impl Change {
    /// The stage whose time is over at an instant.
    fn over(&self, cx: &Cx<'_>) -> Option<(Authorization, Course)> {
        let of = self.authorization(cx.policy)?;
        let course = self.course(cx.policy)?;
        let over = self.stage_ends_at(&of, &course)? <= cx.now;
        over.then_some((of, course))
    }

    pub(crate) fn gate_of_lapsing(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        if self.over(cx).is_some() {
            return Ok(());
        }
        self.no(Law::ApprovalNotLapsed, Kind::LapseApproval, cx.policy)
            .err()
    }

    pub(crate) fn lapse(&self, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decision {
        let Some((of, mut course)) = self.over(cx) else {
            return no(Law::ApprovalNotLapsed).err();
        };
        let place = course.stage();
        let said = |it: &ApprovalStage| it.silence.unwrap_or(Silence::Rejects);
        let silence = of.stages().get(place).map_or(Silence::Rejects, said);
        let stage = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        let mut events = vec![ApprovalLapsed::new(stage, silence).into()];
        match silence {
            Silence::Rejects => {
                let to = self.after_rejection(cx.policy);
                events.push(Rejected::new(to).into());
            }
            Silence::Approves => {
                course.lapse(&of, cx.now);
                events.extend(self.decision(&course, None, cx.policy));
            }
        }
        Ok(events)
    }

    /// When silence counts, unless somebody decides before.
    pub(crate) fn lapse_due(&self, policy: &ChangePolicy) -> Option<Deadline<ChangeCommand>> {
        let (of, course) = (self.authorization(policy)?, self.course(policy)?);
        Some(Deadline {
            at: self.stage_ends_at(&of, &course)?,
            since: course.asked_at()?.max(self.asked_at?),
            command: LapseApproval::new().into(),
            why: "change.approval.not_lapsed",
        })
    }

    pub(crate) fn take_lapse(&mut self, it: &ApprovalLapsed, at: Instant) {
        if it.silence == Silence::Approves {
            let votes = u32::try_from(self.standing_votes().count()).unwrap_or(u32::MAX);
            self.lapses.push(Lapse::new(at, votes));
        }
    }
}
