//! The gate: every rule that can refuse a command before what it carries is looked at.
//!
//! `decide` and `allowed` pass the same gate, so that a button that is drawn is a command that can
//! be accepted, and one that is not drawn is refused whatever it carries.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::Cx;
use crate::error::{ChangeError, Law};
use crate::lifecycle::LIFECYCLE;
use crate::policy::ChangePolicy;
use crate::refuse::not_ahead;
use crate::state::ChangeStage;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::actor::Role;

/// What can be asked of a change that rests. Who takes a text out, or brings another policy, moves
/// nothing.
const WHILE_HELD: &[Kind] = &[Kind::Cancel, Kind::Release, Kind::Redact, Kind::AdoptPolicy];

impl Change {
    /// Every rule that can refuse whatever the command carries.
    pub(crate) fn gate(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ChangeError> {
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
        if self.is_held() && !WHILE_HELD.contains(&kind) {
            return no(Law::Held).err();
        }
        self.gate_of_command(kind, cx)
    }

    /// What the record itself says against the command.
    fn gate_of_command(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let no = |law| self.no(law, kind, cx.policy);
        match kind {
            Kind::SetAttribute
            | Kind::SetMagnitude
            | Kind::Assign
            | Kind::SetScope
            | Kind::Plan
            | Kind::Assess => self.gate_of_edits(kind, cx.policy),
            Kind::Retype if self.other_types(cx.policy).is_empty() => {
                no(Law::NothingToChange).err()
            }
            Kind::Submit | Kind::RequestAuthorization => self.gate_of_progress(kind, cx),
            Kind::StartImplementation => self.gate_of_facts(kind, ChangeStage::Implement, cx),
            Kind::AssessRisk => self.gate_of_risk(cx),
            Kind::Convene => self.gate_of_convening(cx),
            Kind::CastVote | Kind::RecordApproval => self.gate_of_voting(kind, cx),
            Kind::LapseApproval => self.gate_of_lapsing(cx),
            Kind::PassPoint => self.gate_of_passing(cx),
            Kind::FinishImplementation => self.gate_of_finishing(kind, cx),
            Kind::BackOut => self.gate_of_backing_out(cx),
            Kind::Close => self.gate_of_closing(cx),
            Kind::Release if !self.is_held() => no(Law::NotHeld).err(),
            Kind::StartTask
            | Kind::CompleteTask
            | Kind::CancelTask
            | Kind::HoldTask
            | Kind::ReleaseTask => self.gate_of_tasks(kind, cx.policy),
            Kind::StageModification | Kind::WithdrawModification | Kind::NoteApplication => {
                self.gate_of_modifications(kind, cx.policy)
            }
            Kind::UnlinkReason if self.reasons.is_empty() => no(Law::LinkNone).err(),
            Kind::UnlinkCaused if self.caused.is_empty() => no(Law::LinkNone).err(),
            Kind::NoteOverdue => self.gate_of_noting(cx),
            Kind::AdoptPolicy => self.gate_of_adoption(cx),
            _ => Ok(()),
        }
    }

    /// That the policy of the context knows what the record says.
    fn gate_of_adoption(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let no = |law| self.no(law, Kind::AdoptPolicy, cx.policy);
        if *cx.policy.of() == self.policy {
            return no(Law::PolicyAlreadyAdopted)
                .text("policy", &self.policy)
                .err();
        }
        match self.unknown_to(cx.policy) {
            Some((field, got)) => no(Law::PolicyIncompatible)
                .param("field", field)
                .param("got", got.as_str())
                .text("policy", cx.policy.of())
                .err(),
            None => Ok(()),
        }
    }

    /// The first word of the record that a policy does not know, and where it stands.
    pub(crate) fn unknown_to(&self, policy: &ChangePolicy) -> Option<(&'static str, String)> {
        if let Some(used) = &self.model {
            let rule = used.model.approval.as_ref();
            let unknown = rule.filter(|it| policy.approval(it).is_none());
            if let Some(rule) = unknown {
                return Some(("approval", rule.to_string()));
            }
        } else {
            let name = self.profile.model_name();
            let known = policy
                .model(&name)
                .is_some_and(|it| it.kind == self.profile.kind);
            if !known {
                return Some(("model", name.to_string()));
            }
        }
        let level = self.risk_level();
        if let Some(level) = level.filter(|it| !policy.risk().scale().contains(it)) {
            return Some(("risk_level", level.to_string()));
        }
        let mut attributes = self.profile.attributes.iter().flatten();
        let unknown = attributes.find(|(name, value)| {
            let definition = policy.attribute(name);
            !definition.is_some_and(|it| it.admits(value))
        });
        unknown.map(|(name, _)| ("attribute", name.to_string()))
    }
}
