//! The ways in which a problem ends, and the way back.

use crate::command::ProblemCommandKind as Kind;
use crate::decide::{Decided, Decision};
use crate::error::{Law, ProblemError};
use crate::event::ProblemEvent;
use crate::fix::{FixOutcome, FixStanding};
use crate::known_error::DeactivationReason;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::No;
use crate::state::{ProblemStage, ProblemState, Resolution, ResolutionCode};
use crate::task::{OpenTasks, TaskEnded, TaskState};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::text::Note;
use itsm_core::{plain_enum, wire_struct};

type Cx<'a> = Context<'a, ProblemPolicy>;

plain_enum! {
    /// Where a problem goes when its risk is accepted.
    pub enum RiskEnd {
        /// It is closed at once.
        Closed = "closed",
        /// It is resolved, and somebody closes it.
        Resolved = "resolved",
    }
}

wire_struct! {
    /// Declare that what causes it was removed. Whether that is so, a [verification](crate::verification)
    /// shows.
    #[doc(alias = "fix applied")]
    pub struct Resolve {
        /// What was done.
        notes: Note,
        /// Whether that altered a service. What alters one goes through a change.
        alters_services: bool,
    }
}
wire_struct! {
    /// Decide to live with it. The authority is that of whoever approves, or else of whoever asks.
    pub struct AcceptRisk {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Close it.
    pub struct Close {} optional {
        /// What there is to say.
        notes: Note,
    }
}
wire_struct! {
    /// Look for causes again: what was thought to be the end was none.
    #[doc(alias = "reopen")]
    pub struct Reanalyze {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Give it up: it is no problem.
    pub struct Cancel {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// Give it up: it is one, and not worth the effort.
    pub struct DoNotPursue {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// What causes it was removed.
    pub struct Resolved {
        /// What was done.
        notes: Note,
        /// Whether that altered a service.
        alters_services: bool,
    }
}
wire_struct! {
    /// Somebody with the authority decided to live with it.
    pub struct RiskAccepted {
        /// Why.
        reason: Note,
        /// Who decided.
        authority: PersonId,
        /// In which role.
        role: Role,
        /// Where it went.
        ends: RiskEnd,
    }
}
wire_struct! {
    /// It was closed.
    pub struct Closed {
        /// How it had been resolved.
        code: ResolutionCode,
        /// What had been done, or why the risk was accepted.
        resolution_notes: Note,
    } optional {
        /// What there was to say.
        notes: Note,
    }
}
wire_struct! {
    /// Its causes are looked for again.
    pub struct Reanalyzed {
        /// Where it had stood.
        from: ProblemStage,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It was given up: it is no problem.
    pub struct Canceled {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// It was given up: it is not worth the effort.
    pub struct NotPursued {
        /// Why not.
        reason: Note,
    }
}

impl Problem {
    /// How it ended, as reports count it; `None` while it has not.
    pub fn resolution_code(&self) -> Option<ResolutionCode> {
        match &self.state {
            ProblemState::Canceled(it) if it.instead.is_some() => Some(ResolutionCode::Duplicate),
            ProblemState::Canceled(_) => Some(ResolutionCode::Canceled),
            state => state.resolution().map(Resolution::code),
        }
    }

    pub(crate) fn resolve(&self, it: &Resolve, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let done = |it: &crate::fix::LinkedChange| it.outcome == Some(FixOutcome::Completed);
        let changed = self.changes.values().any(done);
        if it.alters_services && cx.policy.change_for_services() && !changed {
            return no(Law::ResolveWithoutChange).err();
        }
        Ok(Resolved::new(it.notes.clone(), it.alters_services).into())
    }

    pub(crate) fn gate_of_resolving(&self, cx: &Cx<'_>) -> Result<(), ProblemError> {
        if self.fix_standing() == FixStanding::Pending {
            let pending = self.changes.iter().filter(|(_, it)| it.outcome.is_none());
            let changes: Vec<String> = pending.map(|(id, _)| id.to_string()).collect();
            return self
                .no(Law::ResolveFixPending, Kind::Resolve, cx.policy)
                .param("changes", changes)
                .err();
        }
        Ok(())
    }

    /// Who decides to live with it: whoever approves, or else whoever asks, in a role that may.
    fn authority(cx: &Cx<'_>) -> Option<(PersonId, Role)> {
        let roles = cx.policy.risk_authorities();
        let holds = |actor: &Actor| {
            let role = roles.iter().find(|role| actor.has(role))?;
            Some((actor.person_id()?, role.clone()))
        };
        cx.approver.and_then(holds).or_else(|| holds(cx.actor))
    }

    pub(crate) fn gate_of_accepting(&self, cx: &Cx<'_>) -> Result<(), ProblemError> {
        if Self::authority(cx).is_none() {
            let roles: Vec<String> = cx
                .policy
                .risk_authorities()
                .iter()
                .map(Role::to_string)
                .collect();
            return self
                .no(Law::RiskWithoutAuthority, Kind::AcceptRisk, cx.policy)
                .param("roles", roles)
                .err();
        }
        match cx.policy.risk_ends() {
            RiskEnd::Closed => self.gate_of_end(Kind::AcceptRisk, cx),
            RiskEnd::Resolved => Ok(()),
        }
    }

    pub(crate) fn accept_risk(
        &self,
        it: &AcceptRisk,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decision {
        let Some((authority, role)) = Self::authority(cx) else {
            return no(Law::RiskWithoutAuthority).err();
        };
        let ends = cx.policy.risk_ends();
        let mut events = match ends {
            RiskEnd::Closed => self.tasks_at_end(cx.policy),
            RiskEnd::Resolved => Vec::new(),
        };
        events.push(RiskAccepted::new(it.reason.clone(), authority, role, ends).into());
        Ok(events)
    }

    pub(crate) fn gate_of_closing(&self, cx: &Cx<'_>) -> Result<(), ProblemError> {
        let unverified = self.fix().is_some_and(|it| it.verified.is_none());
        if unverified && cx.policy.verification().required {
            return self.no(Law::CloseUnverified, Kind::Close, cx.policy).err();
        }
        self.gate_of_end(Kind::Close, cx)
    }

    /// What speaks against an end, however it is reached.
    fn gate_of_end(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ProblemError> {
        let no = |law| self.no(law, kind, cx.policy);
        if self.lacks_review(cx.policy) {
            return no(Law::CloseUnreviewed).err();
        }
        if cx.policy.tasks_on_close() == OpenTasks::Refuse && self.tasks.is_any_open() {
            let tasks: Vec<String> = self.tasks.open().map(|it| it.id.to_string()).collect();
            return no(Law::CloseTasksOpen).param("tasks", tasks).err();
        }
        Ok(())
    }

    pub(crate) fn close(&self, it: &Close, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decision {
        let Some(resolution) = self.state.resolution() else {
            return no(Law::LifecycleForbidden).err();
        };
        let mut events = self.tasks_at_end(cx.policy);
        let said = match resolution {
            Resolution::FixApplied(fix) => {
                events.extend(self.deactivations(&DeactivationReason::PROBLEM_FIXED));
                &fix.notes
            }
            Resolution::RiskAccepted(risk) => &risk.reason,
        };
        let closed = Closed {
            notes: it.notes.clone(),
            ..Closed::new(resolution.code(), said.clone())
        };
        events.push(closed.into());
        Ok(events)
    }

    /// What becomes of the open tasks when it is closed.
    fn tasks_at_end(&self, policy: &ProblemPolicy) -> Vec<ProblemEvent> {
        match policy.tasks_on_close() {
            OpenTasks::Cancel => self.canceled_tasks(),
            OpenTasks::Leave | OpenTasks::Refuse => Vec::new(),
        }
    }

    fn canceled_tasks(&self) -> Vec<ProblemEvent> {
        self.tasks
            .open()
            .map(|it| TaskEnded::new(it.id, TaskState::Canceled).into())
            .collect()
    }

    pub(crate) fn cancel(&self, it: &Cancel) -> Vec<ProblemEvent> {
        let mut events = self.canceled_tasks();
        events.extend(self.deactivations(&DeactivationReason::CANCELED));
        events.push(Canceled::new(it.reason.clone()).into());
        events
    }

    /// It stays a known error, if it was one: people still meet it.
    pub(crate) fn do_not_pursue(&self, it: &DoNotPursue) -> Vec<ProblemEvent> {
        let mut events = self.canceled_tasks();
        events.push(NotPursued::new(it.reason.clone()).into());
        events
    }
}
