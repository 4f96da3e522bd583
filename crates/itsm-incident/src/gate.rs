//! The gate: every rule that can refuse a command before what it carries is looked at.
//!
//! `decide` and `allowed` pass the same gate, so that a button that is drawn is a command that can
//! be accepted, and one that is not drawn is refused whatever it carries.

use crate::allowed::demanded;
use crate::command::{IncidentCommand, IncidentCommandKind as Kind};
use crate::error::{IncidentError, Law};
use crate::incident::Incident;
use crate::lifecycle::LIFECYCLE;
use crate::major::{MajorStatus, Promotion};
use crate::policy::{CommandRules, IncidentPolicy, RecordFact};
use crate::refuse::not_ahead;
use crate::task::{OpenTasks, Task};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;

type Cx<'a> = Context<'a, IncidentPolicy>;

impl Incident {
    /// Every rule that can refuse whatever the command carries.
    pub(crate) fn gate(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), IncidentError> {
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
                .param("stamped", self.policy.to_string().as_str())
                .param("policy", cx.policy.of().to_string().as_str())
                .err();
        }
        if !LIFECYCLE.allows(self.stage(), kind) {
            return no(Law::LifecycleForbidden).err();
        }
        if let Some(rules) = cx.policy.rules(kind) {
            self.gate_of_policy(kind, rules, cx)?;
        }
        self.gate_of_command(kind, cx)
    }

    /// What the policy asks of the command.
    fn gate_of_policy(
        &self,
        kind: Kind,
        rules: &CommandRules,
        cx: &Cx<'_>,
    ) -> Result<(), IncidentError> {
        let no = |law| self.no(law, kind, cx.policy);
        if rules.forbidden.contains(&self.stage()) {
            return no(Law::PolicyForbids).err();
        }
        if !rules.roles.is_empty() && !has_one_of(cx.actor, &rules.roles) {
            return no(Law::RoleMissing)
                .param("roles", names(&rules.roles))
                .err();
        }
        if !rules.approvals.is_empty() {
            match cx.approver {
                Some(approver) if approver.agent() == cx.actor.agent() => {
                    return no(Law::ApprovalBySamePerson).err();
                }
                Some(approver) if has_one_of(approver, &rules.approvals) => {}
                _ => {
                    return no(Law::ApprovalMissing)
                        .param("roles", names(&rules.approvals))
                        .err();
                }
            }
        }
        let missing: Vec<&'static str> = rules
            .record
            .iter()
            .filter(|fact| !self.has(**fact))
            .map(|fact| fact.as_str())
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            no(Law::FactMissing).missing(missing).err()
        }
    }

    /// What the record itself says against the command.
    fn gate_of_command(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, kind, cx.policy);
        match kind {
            Kind::Acknowledge => match self.acknowledged_at {
                Some(at) => no(Law::AlreadyAcknowledged)
                    .param("acknowledged_at", at.0)
                    .err(),
                None => Ok(()),
            },
            Kind::Categorize if self.has_only_category(cx.policy) => no(Law::NothingToChange).err(),
            Kind::OverridePriority if !cx.policy.priority_override => {
                no(Law::OverrideForbidden).err()
            }
            Kind::ClearCi if self.cis().next().is_none() => {
                no(Law::CiNotAffected).param("ci", "*").err()
            }
            Kind::EndHold => self.gate_of_hold_end(cx),
            Kind::CloseAutomatically => self.gate_of_auto_close(cx),
            Kind::Resolve | Kind::Close | Kind::Reopen | Kind::Cancel | Kind::MergeInto => {
                self.gate_of_ending(kind, cx)
            }
            Kind::LinkParent => match self.parent {
                Some(parent) => no(Law::ParentAlready)
                    .param("parent", parent.to_string().as_str())
                    .err(),
                None => Ok(()),
            },
            Kind::UnlinkParent | Kind::FollowParent if self.parent.is_none() => {
                no(Law::ParentNone).err()
            }
            Kind::FollowChildren => self.gate_of_children(cx),
            Kind::RemoveLink if self.links().next().is_none() => no(Law::LinkNotThere).err(),
            Kind::ProposeMajor
            | Kind::AcceptMajor
            | Kind::RejectMajor
            | Kind::DemoteMajor
            | Kind::DeclareMajor => self.gate_of_major(kind, cx),
            Kind::SetSubStatus if self.has_no_other_sub_status(cx.policy) => {
                no(Law::NothingToChange).err()
            }
            Kind::SetAttribute if cx.policy.attributes.is_empty() => {
                no(Law::AttributeUnknown).param("attribute", "*").err()
            }
            Kind::AssignTask | Kind::CompleteTask | Kind::CancelTask
                if !self.tasks.iter().any(Task::is_open) =>
            {
                no(Law::TaskNotOpen).err()
            }
            Kind::AdoptPolicy => self.gate_of_adoption(cx),
            _ => self.gate_of_annex(kind, cx),
        }
    }

    /// What the record says against a command about what few incidents have.
    fn gate_of_annex(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, kind, cx.policy);
        let nobody = || no(Law::PersonNotAmong).param("person", "*").err();
        match kind {
            Kind::RemoveWatcher if self.watchers().next().is_none() => nobody(),
            Kind::ClearUser if self.noted_users().next().is_none() => nobody(),
            Kind::LeaveSwarm if self.contributors().next().is_none() => nobody(),
            Kind::JoinSwarm if self.owner.is_none() => no(Law::SwarmWithoutOwner).err(),
            Kind::ReturnFromVendor if self.vendor().is_none() => no(Law::VendorNone).err(),
            Kind::ApplyModel => self.gate_of_model(cx),
            Kind::CompleteStep => self.gate_of_step(cx),
            Kind::EscalateByTime => self.gate_of_escalation(cx),
            Kind::NoteOverdue if self.late_duty(cx).is_none() => no(Law::DutyNotOverdue).err(),
            Kind::Remind | Kind::ResolveUnanswered => self.gate_of_reminder(kind, cx),
            Kind::RecordReview => self.gate_of_review(cx),
            Kind::AnswerSurvey => self.gate_of_survey(cx),
            _ => Ok(()),
        }
    }

    fn gate_of_review(&self, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::RecordReview, cx.policy);
        if let Some(review) = self.review() {
            return no(Law::ReviewAlready).param("at", review.at).err();
        }
        let major = self.major().major_incident().is_some();
        if major && !has_one_of(cx.actor, &cx.policy.major.roles) {
            return no(Law::MajorRoleMissing)
                .param("roles", names(&cx.policy.major.roles))
                .err();
        }
        Ok(())
    }

    fn gate_of_hold_end(&self, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::EndHold, cx.policy);
        match self.hold_end(cx.policy) {
            None => no(Law::HoldHasNoEnd).err(),
            Some(due) if cx.now < due => no(Law::HoldNotDue).param("due", due).err(),
            Some(_) => Ok(()),
        }
    }

    fn gate_of_auto_close(&self, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::CloseAutomatically, cx.policy);
        if self.major().major_incident().is_some() {
            return no(Law::MajorClosedByHand).err();
        }
        match self.auto_close(cx.policy) {
            None => no(Law::AutoCloseDisabled).err(),
            Some((_, due)) if cx.now < due => no(Law::AutoCloseNotDue).param("due", due).err(),
            Some(_) => self.gate_of_tasks(Kind::CloseAutomatically, cx),
        }
    }

    fn gate_of_ending(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, kind, cx.policy);
        if self.major().major_incident().is_some() {
            if cx.actor.is_only_requester() {
                return no(Law::MajorNotForRequester).err();
            }
            if kind == Kind::Close && !has_one_of(cx.actor, &cx.policy.major.roles) {
                return no(Law::MajorRoleMissing)
                    .param("roles", names(&cx.policy.major.roles))
                    .err();
            }
        }
        match self.reopen_until(cx.policy) {
            Some(until) if kind == Kind::Reopen && cx.now > until => {
                return no(Law::ReopenWindowElapsed).param("until", until).err();
            }
            _ => {}
        }
        if kind == Kind::Close {
            self.gate_of_closing(cx.policy, no)?;
        }
        self.gate_of_tasks(kind, cx)
    }

    /// That no task is open where the policy wants them done first.
    pub(crate) fn gate_of_tasks(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let rule = match kind {
            Kind::Close | Kind::CloseAutomatically | Kind::FollowChildren => {
                cx.policy.tasks_on_close
            }
            Kind::Cancel | Kind::MergeInto => cx.policy.tasks_on_cancel,
            _ => return Ok(()),
        };
        if rule == OpenTasks::Refuse && self.tasks.iter().any(Task::is_open) {
            return self.no(Law::TaskStillOpen, kind, cx.policy).err();
        }
        Ok(())
    }

    fn gate_of_major(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, kind, cx.policy);
        let broken = match kind {
            Kind::ProposeMajor | Kind::DeclareMajor if !self.major().is_free() => {
                Some(Law::MajorAlready)
            }
            Kind::AcceptMajor | Kind::RejectMajor
                if !matches!(self.major(), MajorStatus::Proposed(_)) =>
            {
                Some(Law::MajorNotProposed)
            }
            Kind::DemoteMajor if !self.major().is_in_force() => Some(Law::MajorNotInForce),
            _ => None,
        };
        if let Some(law) = broken {
            return no(law).param("status", self.major().as_str()).err();
        }
        if kind != Kind::ProposeMajor && !has_one_of(cx.actor, &cx.policy.major.roles) {
            return no(Law::MajorRoleMissing)
                .param("roles", names(&cx.policy.major.roles))
                .err();
        }
        if kind == Kind::AcceptMajor && cx.policy.promotion() == Promotion::NewParent {
            return no(Law::MajorPromotedIntoParent).err();
        }
        Ok(())
    }

    /// That the policy of the context knows what the record says.
    fn gate_of_adoption(&self, cx: &Cx<'_>) -> Result<(), IncidentError> {
        let no = |law| self.no(law, Kind::AdoptPolicy, cx.policy);
        let policy = cx.policy;
        if *policy.of() == self.policy {
            return no(Law::PolicyAlreadyAdopted)
                .param("policy", self.policy.to_string().as_str())
                .err();
        }
        match self.unknown_to(policy).first() {
            Some(unknown) => no(Law::PolicyIncompatible)
                .param("field", unknown.field)
                .param("got", unknown.got.as_str())
                .param("policy", policy.of().to_string().as_str())
                .err(),
            None => Ok(()),
        }
    }

    fn has(&self, fact: RecordFact) -> bool {
        match fact {
            RecordFact::Acknowledgement => self.acknowledged_at.is_some(),
            RecordFact::Affected => self.profile.affected.is_some(),
            RecordFact::AffectedUsers => self.affected_users().number() > 0,
            RecordFact::Assignee => self.assignee.is_some(),
            RecordFact::Category => self.profile.category.is_some(),
            RecordFact::Ci => self.cis().next().is_some(),
            RecordFact::CompletedTasks => !self.tasks.iter().any(Task::is_open),
            RecordFact::Description => self.profile.description.is_some(),
            RecordFact::Group => self.group.is_some(),
            RecordFact::Model => self.model().is_some(),
            RecordFact::Owner => self.owner.is_some(),
            RecordFact::Reporter => self.profile.reporter.is_some(),
            RecordFact::Review => self.review().is_some(),
            RecordFact::Service => self.profile.service.is_some(),
        }
    }

    fn has_only_category(&self, policy: &IncidentPolicy) -> bool {
        let mut scheme = policy.categories.iter();
        match (scheme.next(), scheme.next(), &self.profile.category) {
            (Some((only, subcategories)), None, Some(category)) => {
                subcategories.is_empty()
                    && category.category == *only
                    && category.subcategory.is_none()
            }
            _ => false,
        }
    }

    fn has_no_other_sub_status(&self, policy: &IncidentPolicy) -> bool {
        self.sub_status.is_none() && policy.sub_statuses(self.stage()).next().is_none()
    }

    /// That the command carries what the policy demands of it.
    pub(crate) fn check_demands(
        &self,
        command: &IncidentCommand,
        kind: Kind,
        cx: &Cx<'_>,
    ) -> Result<(), IncidentError> {
        let Some(rules) = cx.policy.rules(kind) else {
            return Ok(());
        };
        let missing: Vec<&'static str> = demanded(rules, kind, cx.actor)
            .filter(|(place, _)| !command.gives(*place))
            .map(|(_, field)| field)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.no(Law::FactMissing, kind, cx.policy)
            .missing(missing)
            .err()
    }
}

fn has_one_of(actor: &Actor, roles: &[Role]) -> bool {
    roles.iter().any(|role| actor.has(role))
}

fn names(roles: &[Role]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}
