//! How an incident waits: what for, and what ends it.

use crate::command::IncidentCommandKind as Kind;
use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::refuse::No;
use crate::state::{HoldReason, ResumeCause};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::IncidentId;
use itsm_core::link::RecordRef;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

type Cx<'a> = Context<'a, IncidentPolicy>;

wire_struct! {
    /// Wait for somebody or something else.
    #[doc(alias = "pending")]
    #[doc(alias = "on hold")]
    pub struct Hold {
        /// What is waited for.
        reason: HoldReason,
    } optional {
        /// The record that is waited for: the change, the problem.
        awaiting: RecordRef,
        /// What the requester is told.
        comment: Note,
        /// When the wait ends by itself.
        until: Instant,
        /// When whoever is waited for is reminded first, if a calendar says otherwise than the policy.
        remind_at: Instant,
    }
}
wire_struct! {
    /// Go on working after a hold.
    pub struct Resume {} optional {
        /// What has changed.
        note: Note,
    }
}
wire_struct! {
    /// The wait has ended by time. Executed at a deadline.
    pub struct EndHold {}
}
wire_struct! {
    /// The requester has written. If that was waited for, the hold ends.
    #[doc(alias = "caller update")]
    #[doc(alias = "customer reply")]
    pub struct RecordRequesterReply {
        /// What they wrote.
        comment: Note,
    }
}
wire_struct! {
    /// A wait began.
    pub struct Held {
        /// What is waited for.
        reason: HoldReason,
    } optional {
        /// The record that is waited for.
        awaiting: RecordRef,
        /// What the requester was told.
        comment: Note,
        /// When the wait ends by itself.
        until: Instant,
        /// When whoever is waited for is reminded first, if the host has said so.
        remind_at: Instant,
        /// The parent that led, if one did.
        following: IncidentId,
    }
}
wire_struct! {
    /// The wait ended and work goes on.
    pub struct Resumed {
        /// What ended it.
        cause: ResumeCause,
    } optional {
        /// What has changed.
        note: Note,
    }
}
wire_struct! {
    /// The requester wrote.
    pub struct RequesterReplied {
        /// What they wrote.
        comment: Note,
    }
}

impl Incident {
    pub(crate) fn hold(&self, it: &Hold, cx: &Cx<'_>) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::Hold, cx.policy);
        let rule = check_hold_reason(&it.reason, cx.policy, no)?;
        if rule && it.comment.is_none() {
            return no(Law::FactMissing).missing(["comment"]).err();
        }
        if let Some(until) = it.until.filter(|until| *until <= cx.now) {
            return no(Law::HoldEndNotAhead)
                .param("until", until)
                .param("now", cx.now)
                .err();
        }
        if let Some(remind_at) = it.remind_at.filter(|at| *at <= cx.now) {
            return no(Law::ReminderNotAhead)
                .param("next", remind_at)
                .param("now", cx.now)
                .err();
        }
        let same = self.state.on_hold().is_some_and(|hold| {
            hold.reason == it.reason && hold.awaiting == it.awaiting && hold.until == it.until
        });
        if same && it.remind_at == self.reminders().next_at {
            return no(Law::NothingToChange).err();
        }
        Ok(Held {
            reason: it.reason.clone(),
            awaiting: it.awaiting,
            comment: it.comment.clone(),
            until: it.until,
            remind_at: it.remind_at,
            following: None,
        }
        .into())
    }

    pub(crate) fn end_hold(&self, cx: &Cx<'_>) -> Result<IncidentEvent, IncidentError> {
        match self.hold_end(cx.policy) {
            Some(due) => Ok(Resumed::new(ResumeCause::HoldEnded { due }).into()),
            None => self.no(Law::HoldHasNoEnd, Kind::EndHold, cx.policy).err(),
        }
    }

    pub(crate) fn reply(&self, it: &RecordRequesterReply) -> Vec<IncidentEvent> {
        let mut events = vec![RequesterReplied::new(it.comment.clone()).into()];
        let hold = self.state.on_hold();
        if hold.is_some_and(|hold| hold.reason == HoldReason::AWAITING_CALLER) {
            events.push(Resumed::new(ResumeCause::RequesterReplied).into());
        }
        events
    }
}

/// That a reason for waiting is known, and whether it needs a comment.
pub(crate) fn check_hold_reason(
    reason: &HoldReason,
    policy: &IncidentPolicy,
    no: impl FnOnce(Law) -> No,
) -> Result<bool, IncidentError> {
    match policy.hold_rule(reason) {
        Some(rule) => Ok(rule.comment_required),
        None => no(Law::HoldReasonUnknown)
            .param("reason", reason.as_str())
            .err(),
    }
}
