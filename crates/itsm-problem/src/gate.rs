//! The gate: every rule that can refuse a command before what it carries is looked at.
//!
//! `decide` and `allowed` pass the same gate, so that a button that is drawn is a command that can
//! be accepted, and one that is not drawn is refused whatever it carries.

use crate::command::ProblemCommandKind as Kind;
use crate::error::{Law, ProblemError};
use crate::known_error::KnownErrorGate;
use crate::lifecycle::LIFECYCLE;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::not_ahead;
use crate::state::ProblemStage;
use crate::task::TaskState;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::context::Context;

type Cx<'a> = Context<'a, ProblemPolicy>;

impl Problem {
    /// Every rule that can refuse whatever the command carries.
    pub(crate) fn gate(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ProblemError> {
        let no = |law| self.no(law, kind, cx.policy);
        if cx.now < self.last_at {
            return no(Law::TimeBackwards)
                .param("now", cx.now)
                .param("last", self.last_at)
                .err();
        }
        not_ahead("occurred", cx.occurred, cx.now, no)?;
        if kind != Kind::AdoptPolicy && *cx.policy.of() != self.policy {
            return no(Law::PolicyNotAdopted)
                .text("stamped", &self.policy)
                .text("policy", cx.policy.of())
                .err();
        }
        if !LIFECYCLE.allows(self.stage(), kind) {
            return no(Law::LifecycleForbidden).err();
        }
        if let Some(rules) = cx.policy.rules(kind) {
            if rules.forbidden.contains(&self.stage()) {
                return no(Law::PolicyForbids).err();
            }
            let has_role = rules.roles.iter().any(|role| cx.actor.has(role));
            if !rules.roles.is_empty() && !has_role {
                let roles: Vec<String> = rules.roles.iter().map(Role::to_string).collect();
                return no(Law::RoleMissing).param("roles", roles).err();
            }
        }
        self.gate_of_command(kind, cx)
    }

    /// What the record itself says against the command.
    fn gate_of_command(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ProblemError> {
        match kind {
            Kind::Resolve => self.gate_of_resolving(cx),
            Kind::AcceptRisk => self.gate_of_accepting(cx),
            Kind::Verify => self.gate_of_verifying(cx),
            Kind::EndMonitoring => self.gate_of_monitoring(cx),
            Kind::Close => self.gate_of_closing(cx),
            Kind::NoteOverdue => self.gate_of_noting(cx),
            Kind::AdoptPolicy => self.gate_of_adoption(cx),
            _ => match self.nothing_there(kind, cx.policy) {
                Some((law, Some(param))) => self.no(law, kind, cx.policy).param(param, "*").err(),
                Some((law, None)) => self.no(law, kind, cx.policy).err(),
                None => self.gate_of_known_error(kind, cx.policy),
            },
        }
    }

    /// The rule that refuses because what the command is about is not there, with its parameter.
    fn nothing_there(
        &self,
        kind: Kind,
        policy: &ProblemPolicy,
    ) -> Option<(Law, Option<&'static str>)> {
        let no_cause = self.causes().next().is_none();
        let no_workaround = self.workarounds().next().is_none();
        let no_error = self.active_errors().next().is_none();
        let no_task = !self.tasks.is_any_open();
        let (broken, law, param) = match kind {
            Kind::Prioritize => (
                policy.matrix().impacts().len() == 1 && policy.matrix().urgencies().len() == 1,
                Law::NothingToChange,
                None,
            ),
            Kind::ClearCi => (self.cis().next().is_none(), Law::CiNotAffected, Some("ci")),
            Kind::UnlinkIncident => (
                self.incidents.is_empty(),
                Law::IncidentNotLinked,
                Some("incident"),
            ),
            Kind::UnlinkChange | Kind::RecordFixOutcome => (
                self.changes.is_empty(),
                Law::ChangeNotLinked,
                Some("change"),
            ),
            Kind::ReviseCause | Kind::RejectCause => {
                (no_cause, Law::CauseNotStanding, Some("number"))
            }
            Kind::AddTask => (
                self.stage() == ProblemStage::Closed && !policy.tasks_when_closed(),
                Law::TaskOfClosed,
                None,
            ),
            Kind::CompleteTask | Kind::CancelTask => (no_task, Law::TaskNotOpen, Some("task")),
            Kind::StartTask if no_task => (true, Law::TaskNotOpen, Some("task")),
            Kind::StartTask => (
                !self.tasks.open().any(|it| it.state == TaskState::Open),
                Law::TaskNotOpen,
                Some("task"),
            ),
            Kind::FlagMajor => (self.is_major(), Law::MajorAlready, None),
            Kind::ClearMajor => (!self.is_major(), Law::MajorNot, None),
            Kind::ApplyModel if policy.models().next().is_none() => {
                (true, Law::ModelUnknown, Some("model"))
            }
            Kind::ApplyModel => (
                policy
                    .models()
                    .all(|(name, _)| self.model().is_some_and(|it| it.model == *name)),
                Law::NothingToChange,
                None,
            ),
            Kind::CompleteStep => (
                self.open_steps().next().is_none(),
                Law::StepNotOpen,
                Some("step"),
            ),
            Kind::CommunicateWorkaround | Kind::CommunicateFix if self.incidents.is_empty() => {
                (true, Law::CommunicateToNobody, None)
            }
            Kind::ReviseWorkaround
            | Kind::WithdrawWorkaround
            | Kind::CountWorkaround
            | Kind::CommunicateWorkaround => {
                (no_workaround, Law::WorkaroundNotActive, Some("number"))
            }
            Kind::ReviseKnownError | Kind::ReviewKnownError | Kind::DeactivateKnownError => {
                (no_error, Law::KnownErrorNotActive, Some("known_error"))
            }
            Kind::Park if self.parking.is_some() => (true, Law::ParkAlready, None),
            Kind::Park => (!self.is_mitigated(), Law::ParkUnmitigated, None),
            Kind::Unpark => (self.parking.is_none(), Law::ParkNot, None),
            _ => return None,
        };
        broken.then_some((law, param))
    }

    fn gate_of_known_error(&self, kind: Kind, policy: &ProblemPolicy) -> Result<(), ProblemError> {
        let gate = policy.known_error_gate();
        // A mitigation may come with the command.
        let in_command = gate == KnownErrorGate::Documented;
        if kind == Kind::DeclareKnownError && !self.meets(gate, in_command) {
            return self
                .no(Law::KnownErrorNotReady, kind, policy)
                .param("gate", gate.as_str())
                .err();
        }
        Ok(())
    }

    /// That the policy of the context knows what the record says.
    fn gate_of_adoption(&self, cx: &Cx<'_>) -> Result<(), ProblemError> {
        let no = |law| self.no(law, Kind::AdoptPolicy, cx.policy);
        let policy = cx.policy;
        if *policy.of() == self.policy {
            return no(Law::PolicyAlreadyAdopted)
                .text("policy", &self.policy)
                .err();
        }
        let unknown = if !policy.matrix().impacts().contains(self.impact()) {
            Some(("impact", self.impact().as_str()))
        } else if !policy.matrix().urgencies().contains(self.urgency()) {
            Some(("urgency", self.urgency().as_str()))
        } else {
            None
        };
        match unknown {
            Some((field, got)) => no(Law::PolicyIncompatible)
                .param("field", field)
                .param("got", got)
                .text("policy", policy.of())
                .err(),
            None => Ok(()),
        }
    }
}
