//! Deciding: what would happen, or why not. Changes nothing.

use crate::command::{
    Assign, EscalateFunctionally, Hold, IncidentCommand, IncidentCommandKind as Kind,
    OverridePriority, Prioritize, RecordRequesterReply, SetSubStatus,
};
use crate::ending::confirmation;
use crate::error::{IncidentError, Law};
use crate::event::{
    Acknowledged, Assigned, AttributeSet, Categorized, CiAffected, CiCleared, Described,
    FunctionallyEscalated, Held, HierarchicallyEscalated, IncidentEvent, LinkAdded, LinkRemoved,
    MajorAccepted, MajorDemoted, MajorProposed, MajorRejected, OwnerAssigned, ParentLinked,
    ParentUnlinked, PolicyAdopted, Prioritized, PriorityOverridden, Reopened, RequesterReplied,
    Resumed, ServiceSet, SubStatusSet, TaskAdded, TaskEnded, TopManagementNotified, WorkStarted,
};
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::refuse::{No, check_attribute, check_category, on_scale};
use crate::state::{HoldReason, ResumeCause};
use crate::task::{Task, TaskOutcome};
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::link::RecordRef;
use itsm_core::text::Note;

type Cx<'a> = Context<'a, IncidentPolicy>;
pub(crate) type Decision = Result<Vec<IncidentEvent>, IncidentError>;

impl Incident {
    /// What would happen, or why not. Changes nothing: the dry run behind every button.
    ///
    /// # Errors
    /// The rule that refuses, with what would be allowed instead.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a command: a reader looks for an arm and finds it"
    )]
    pub fn decide(&self, command: &IncidentCommand, cx: &Cx<'_>) -> Decision {
        let kind = command.kind();
        self.gate(kind, cx)?;
        self.check_demands(command, kind, cx)?;
        let no = |law| self.no(law, kind, cx.policy);
        let event: IncidentEvent = match command {
            IncidentCommand::Acknowledge(_) => Acknowledged::new().into(),
            IncidentCommand::Describe(it) => {
                if it.title.is_none() && it.description.is_none() {
                    return no(Law::NothingToChange).err();
                }
                Described {
                    title: it.title.clone(),
                    description: it.description.clone(),
                }
                .into()
            }
            IncidentCommand::Categorize(it) => {
                check_category(&it.category, cx.policy, no)?;
                if self.profile.category.as_ref() == Some(&it.category) {
                    return no(Law::NothingToChange).err();
                }
                Categorized {
                    category: it.category.clone(),
                    note: it.note.clone(),
                }
                .into()
            }
            IncidentCommand::Prioritize(it) => self.prioritize(it, cx)?,
            IncidentCommand::OverridePriority(it) => self.override_priority(it, cx)?,
            IncidentCommand::AssignOwner(it) => {
                if self.owner == Some(it.owner) {
                    return no(Law::NothingToChange).err();
                }
                OwnerAssigned::new(it.owner).into()
            }
            IncidentCommand::Assign(it) => self.assign(it, cx)?,
            IncidentCommand::EscalateFunctionally(it) => self.escalate(it, cx)?,
            IncidentCommand::EscalateHierarchically(it) => HierarchicallyEscalated {
                to: it.to.clone(),
                reason: it.reason.clone(),
                person: it.person,
            }
            .into(),
            IncidentCommand::StartWork(_) => WorkStarted::new().into(),
            IncidentCommand::Hold(it) => self.hold(it, cx)?,
            IncidentCommand::Resume(it) => Resumed {
                cause: ResumeCause::Decided,
                note: it.note.clone(),
            }
            .into(),
            IncidentCommand::EndHold(_) => self.end_hold(cx)?,
            IncidentCommand::RecordRequesterReply(it) => return Ok(self.reply(it)),
            IncidentCommand::Resolve(it) => self.resolve(it, cx)?,
            IncidentCommand::Close(it) => return Ok(self.close(confirmation(it, cx), cx.policy)),
            IncidentCommand::CloseAutomatically(_) => return self.close_automatically(cx),
            IncidentCommand::Reopen(it) => Reopened {
                by_requester: cx.actor.is_only_requester(),
                reason: it.reason.clone(),
                following: None,
            }
            .into(),
            IncidentCommand::Cancel(it) => return Ok(self.cancel(it, cx.policy)),
            IncidentCommand::Correct(it) => self.correct(it, cx)?,
            IncidentCommand::SetService(it) => {
                if self.profile.service == Some(it.service) {
                    return no(Law::NothingToChange).err();
                }
                ServiceSet::new(it.service).into()
            }
            IncidentCommand::AffectCi(it) => {
                if self.cis().any(|ci| ci == it.ci) {
                    return no(Law::NothingToChange).err();
                }
                CiAffected::new(it.ci).into()
            }
            IncidentCommand::ClearCi(it) => {
                if !self.cis().any(|ci| ci == it.ci) {
                    return no(Law::CiNotAffected)
                        .param("ci", it.ci.to_string().as_str())
                        .err();
                }
                CiCleared::new(it.ci).into()
            }
            IncidentCommand::LinkParent(it) => {
                if it.facts.parent == self.id || it.facts.ancestors.contains(&self.id) {
                    return no(Law::ParentCircle)
                        .param("parent", it.facts.parent.to_string().as_str())
                        .err();
                }
                ParentLinked::new(it.facts.parent).into()
            }
            IncidentCommand::UnlinkParent(_) => match self.parent {
                Some(parent) => ParentUnlinked::new(parent).into(),
                None => return no(Law::ParentNone).err(),
            },
            IncidentCommand::FollowParent(it) => self.follow(it, cx)?,
            IncidentCommand::AddLink(it) => {
                if it.link.to == RecordRef::Incident(self.id) {
                    return no(Law::LinkToItself).err();
                }
                if self.links().any(|link| *link == it.link) {
                    return no(Law::NothingToChange).err();
                }
                LinkAdded::new(it.link.clone()).into()
            }
            IncidentCommand::RemoveLink(it) => {
                if !self.links().any(|link| *link == it.link) {
                    return no(Law::LinkNotThere).err();
                }
                LinkRemoved::new(it.link.clone()).into()
            }
            IncidentCommand::ProposeMajor(it) => MajorProposed {
                reason: it.reason.clone(),
                business_impact: it.business_impact.clone(),
                trigger: it.trigger.clone(),
            }
            .into(),
            IncidentCommand::AcceptMajor(it) => {
                return Ok(accepted(&it.note, &it.business_impact, it.coordinator));
            }
            IncidentCommand::RejectMajor(it) => MajorRejected::new(it.reason.clone()).into(),
            IncidentCommand::DemoteMajor(it) => MajorDemoted::new(it.reason.clone()).into(),
            IncidentCommand::DeclareMajor(it) => {
                let proposed = MajorProposed::new(it.reason.clone(), it.business_impact.clone());
                let mut events = vec![proposed.into()];
                events.extend(accepted(&it.reason, &it.business_impact, it.coordinator));
                return Ok(events);
            }
            IncidentCommand::SetSubStatus(it) => self.set_sub_status(it, cx)?,
            IncidentCommand::SetAttribute(it) => {
                check_attribute(&it.name, it.value.as_ref(), cx.policy, no)?;
                if self.attribute(&it.name) == it.value.as_ref() {
                    return no(Law::NothingToChange).err();
                }
                AttributeSet {
                    name: it.name.clone(),
                    value: it.value.clone(),
                }
                .into()
            }
            IncidentCommand::AddTask(it) => {
                if self.tasks.iter().any(|task| task.id == it.task) {
                    return no(Law::TaskAlready)
                        .param("task", it.task.to_string().as_str())
                        .err();
                }
                TaskAdded {
                    task: it.task,
                    title: it.title.clone(),
                    group: it.group,
                }
                .into()
            }
            IncidentCommand::CompleteTask(it) => {
                let open = |task: &Task| task.id == it.task && task.is_open();
                if !self.tasks.iter().any(open) {
                    return no(Law::TaskNotOpen).err();
                }
                TaskEnded::new(it.task, TaskOutcome::Completed).into()
            }
            IncidentCommand::AdoptPolicy(_) => PolicyAdopted::new().into(),
        };
        Ok(vec![event])
    }

    fn prioritize(&self, it: &Prioritize, cx: &Cx<'_>) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::Prioritize, cx.policy);
        let matrix = cx.policy.matrix();
        on_scale(&it.impact, matrix.impacts(), no)?;
        on_scale(&it.urgency, matrix.urgencies(), no)?;
        let Some(priority) = matrix.priority(&it.impact, &it.urgency) else {
            return no(Law::LevelUnknown).err();
        };
        Ok(Prioritized {
            impact: it.impact.clone(),
            urgency: it.urgency.clone(),
            priority: priority.clone(),
            note: it.note.clone(),
        }
        .into())
    }

    fn override_priority(
        &self,
        it: &OverridePriority,
        cx: &Cx<'_>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::OverridePriority, cx.policy);
        on_scale(&it.priority, cx.policy.matrix().priorities(), no)?;
        Ok(PriorityOverridden::new(it.priority.clone(), it.reason.clone()).into())
    }

    fn assign(&self, it: &Assign, cx: &Cx<'_>) -> Result<IncidentEvent, IncidentError> {
        if self.group == Some(it.group) && self.assignee == it.person {
            return self.no(Law::NothingToChange, Kind::Assign, cx.policy).err();
        }
        Ok(Assigned {
            group: it.group,
            person: it.person,
            note: it.note.clone(),
        }
        .into())
    }

    fn escalate(
        &self,
        it: &EscalateFunctionally,
        cx: &Cx<'_>,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.group == Some(it.group) {
            return self
                .no(
                    Law::EscalationToSameGroup,
                    Kind::EscalateFunctionally,
                    cx.policy,
                )
                .param("group", it.group.to_string().as_str())
                .err();
        }
        Ok(FunctionallyEscalated {
            group: it.group,
            reason: it.reason.clone(),
            person: it.person,
        }
        .into())
    }

    fn hold(&self, it: &Hold, cx: &Cx<'_>) -> Result<IncidentEvent, IncidentError> {
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
        let same = self.state.on_hold().is_some_and(|hold| {
            hold.reason == it.reason && hold.awaiting == it.awaiting && hold.until == it.until
        });
        if same {
            return no(Law::NothingToChange).err();
        }
        Ok(Held {
            reason: it.reason.clone(),
            awaiting: it.awaiting,
            comment: it.comment.clone(),
            until: it.until,
            following: None,
        }
        .into())
    }

    fn end_hold(&self, cx: &Cx<'_>) -> Result<IncidentEvent, IncidentError> {
        match self.hold_end(cx.policy) {
            Some(due) => Ok(Resumed::new(ResumeCause::HoldEnded { due }).into()),
            None => self.no(Law::HoldHasNoEnd, Kind::EndHold, cx.policy).err(),
        }
    }

    fn reply(&self, it: &RecordRequesterReply) -> Vec<IncidentEvent> {
        let mut events = vec![RequesterReplied::new(it.comment.clone()).into()];
        let hold = self.state.on_hold();
        if hold.is_some_and(|hold| hold.reason == HoldReason::AWAITING_CALLER) {
            events.push(Resumed::new(ResumeCause::RequesterReplied).into());
        }
        events
    }

    fn set_sub_status(
        &self,
        it: &SetSubStatus,
        cx: &Cx<'_>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::SetSubStatus, cx.policy);
        if let Some(sub_status) = &it.sub_status {
            if !cx
                .policy
                .sub_statuses(self.stage())
                .any(|one| one == sub_status)
            {
                return no(Law::SubStatusUnknown)
                    .param("sub_status", sub_status)
                    .err();
            }
        }
        if self.sub_status == it.sub_status {
            return no(Law::NothingToChange).err();
        }
        Ok(SubStatusSet {
            sub_status: it.sub_status.clone(),
        }
        .into())
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

/// Acceptance as a major incident, and the word to top management that goes with every one.
fn accepted(note: &Note, business_impact: &Note, coordinator: PersonId) -> Vec<IncidentEvent> {
    vec![
        MajorAccepted::new(note.clone(), business_impact.clone(), coordinator).into(),
        TopManagementNotified::new(business_impact.clone(), coordinator).into(),
    ]
}
