//! Deciding: what would happen, or why not. Changes nothing.

use crate::command::{
    Assign, EscalateFunctionally, IncidentCommand, IncidentCommandKind as Kind, OverridePriority,
    Prioritize, SetSubStatus,
};
use crate::ending::confirmation;
use crate::error::{IncidentError, Law};
use crate::event::{
    Acknowledged, Assigned, AttributeSet, Categorized, Described, FunctionallyEscalated,
    HierarchicallyEscalated, IncidentEvent, Informed, MajorAccepted, MajorDemoted, MajorProposed,
    MajorRejected, OwnerAssigned, ParentLinked, ParentUnlinked, PolicyAdopted, Prioritized,
    PriorityOverridden, Resumed, SubStatusSet, TopManagementNotified, WorkLogged, WorkStarted,
};
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::refuse::{check_attribute, check_category, on_scale};
use crate::state::ResumeCause;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::PersonId;
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
            IncidentCommand::Close(it) => {
                Self::check_children(it.children.as_ref(), cx.policy, no)?;
                return Ok(self.close(confirmation(it, cx), cx.policy));
            }
            IncidentCommand::CloseAutomatically(it) => {
                Self::check_children(it.children.as_ref(), cx.policy, no)?;
                return self.close_automatically(cx);
            }
            IncidentCommand::Reopen(it) => self.reopen(it, cx)?,
            IncidentCommand::Cancel(it) => {
                self.not_itself(it.instead, no)?;
                return Ok(self.cancel(it, cx.policy));
            }
            IncidentCommand::Correct(it) => self.correct(it, cx)?,
            IncidentCommand::SetService(it) => self.set_service(it, no)?,
            IncidentCommand::AffectCi(it) => self.affect_ci(it, no)?,
            IncidentCommand::ClearCi(it) => self.clear_ci(it, no)?,
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
            IncidentCommand::FollowChildren(it) => return self.follow_children(it, cx),
            IncidentCommand::AddLink(it) => self.add_link(it, no)?,
            IncidentCommand::RemoveLink(it) => self.remove_link(it, no)?,
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
            IncidentCommand::AddTask(it) => self.add_task(it, no)?,
            IncidentCommand::AssignTask(it) => self.assign_task(it, no)?,
            IncidentCommand::CompleteTask(it) => self.complete_task(it, no)?,
            IncidentCommand::CancelTask(it) => self.cancel_task(it, no)?,
            IncidentCommand::LogWork(it) => WorkLogged::new(it.entry.clone(), it.visibility).into(),
            IncidentCommand::RecordCost(it) => self.record_cost(it, no)?,
            IncidentCommand::AnswerSurvey(it) => self.answer_survey(it, cx)?,
            IncidentCommand::MergeInto(it) => return self.merge_into(it, cx),
            IncidentCommand::Absorb(it) => self.absorb(it, no)?,
            IncidentCommand::AddWatcher(it) => self.add_watcher(it, no)?,
            IncidentCommand::RemoveWatcher(it) => self.remove_watcher(it, no)?,
            IncidentCommand::AffectUser(it) => self.affect_user(it, no)?,
            IncidentCommand::ClearUser(it) => self.clear_user(it, no)?,
            IncidentCommand::CountAffected(it) => self.count_affected(it, no)?,
            IncidentCommand::HandToVendor(it) => self.hand_to_vendor(it, no)?,
            IncidentCommand::ReturnFromVendor(it) => self.return_from_vendor(it, no)?,
            IncidentCommand::JoinSwarm(it) => self.join_swarm(it, no)?,
            IncidentCommand::LeaveSwarm(it) => self.leave_swarm(it, no)?,
            IncidentCommand::NoteWorkaround(it) => self.note_workaround(it, no)?,
            IncidentCommand::ApplyModel(it) => self.apply_model(it, cx)?,
            IncidentCommand::CompleteStep(it) => self.complete_step(it, cx)?,
            IncidentCommand::EscalateByTime(it) => self.escalate_by_time(it, cx)?,
            IncidentCommand::Inform(it) => {
                Informed::new(it.audience.clone(), it.message.clone()).into()
            }
            IncidentCommand::NoteOverdue(it) => self.note_overdue(it, cx)?,
            IncidentCommand::Remind(it) => self.remind(it, cx)?,
            IncidentCommand::ResolveUnanswered(_) => Self::resolve_unanswered(),
            IncidentCommand::RecordReview(it) => Self::record_review(it),
            IncidentCommand::Redact(it) => self.redact(it, cx)?,
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

/// Acceptance as a major incident, and the word to top management that goes with every one.
fn accepted(note: &Note, business_impact: &Note, coordinator: PersonId) -> Vec<IncidentEvent> {
    vec![
        MajorAccepted::new(note.clone(), business_impact.clone(), coordinator).into(),
        TopManagementNotified::new(business_impact.clone(), coordinator).into(),
    ]
}
