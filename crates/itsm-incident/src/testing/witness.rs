//! A command that must be accepted, whatever the policy demands.

use super::annex_witness;
use crate::attribute::{AttributeDefinition, AttributeValue};
use crate::children::{ChildrenFacts, FollowChildren, ParentStep};
use crate::command::{
    AcceptMajor, Acknowledge, AddLink, AddTask, AdoptPolicy, AffectCi, Assign, AssignOwner, Cancel,
    Categorize, ClearCi, Close, CloseAutomatically, CompleteTask, Correct, DeclareMajor,
    DemoteMajor, Describe, EndHold, EscalateFunctionally, EscalateHierarchically, FollowParent,
    Hold, IncidentCommand, IncidentCommandKind as Kind, LinkParent, OverridePriority, Prioritize,
    ProposeMajor, RecordRequesterReply, RejectMajor, RemoveLink, Reopen, Resolve, Resume,
    SetAttribute, SetService, SetSubStatus, StartWork, UnlinkParent,
};
use crate::incident::Incident;
use crate::parent::{FollowHold, FollowResolve, FollowStep, ParentFacts};
use crate::policy::IncidentPolicy;
use crate::profile::Category;
use crate::resolution::{CancelReason, Confirmation, Correction, ResolutionCode};
use crate::state::{HoldReason, IncidentStage};
use crate::task::Task;
use alloc::collections::BTreeSet;
use itsm_core::actor::Role;
use itsm_core::context::Context;
use itsm_core::id::{
    CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId, TaskId,
};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Label, Note, Title};
use itsm_core::time::{RestoredAt, Seconds};

pub(super) fn note() -> Note {
    Note::trusted("a note")
}

/// A command of this kind that the incident must accept; `None` if `allowed` says that there is none.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
pub fn witness(
    incident: &Incident,
    kind: Kind,
    cx: &Context<'_, IncidentPolicy>,
) -> Option<IncidentCommand> {
    if !incident.permission(kind, cx).is_possible() {
        return None;
    }
    let policy = cx.policy;
    Some(match kind {
        Kind::Acknowledge => Acknowledge::new().into(),
        Kind::Describe => Describe::new()
            .title(Title::trusted("Put better"))
            .description(note())
            .into(),
        Kind::Categorize => Categorize::new(other_category(incident, policy)?)
            .note(note())
            .into(),
        Kind::Prioritize => Prioritize::new(
            policy.matrix().impacts().iter().next()?.clone(),
            policy.matrix().urgencies().iter().last()?.clone(),
        )
        .note(note())
        .into(),
        Kind::OverridePriority => {
            OverridePriority::new(policy.matrix().priorities().iter().last()?.clone(), note())
                .into()
        }
        Kind::AssignOwner => AssignOwner::new(other_person(incident.owner())).into(),
        Kind::Assign => Assign::new(other_group(incident))
            .person(PersonId::from_key(5))
            .note(note())
            .into(),
        Kind::EscalateFunctionally => EscalateFunctionally::new(other_group(incident), note())
            .person(PersonId::from_key(5))
            .into(),
        Kind::EscalateHierarchically => {
            EscalateHierarchically::new(Role::IT_SERVICE_MANAGER, note())
                .person(PersonId::from_key(5))
                .into()
        }
        Kind::StartWork => StartWork::new().into(),
        Kind::Hold => {
            let mut hold = Hold::new(other_hold_reason(incident, policy)?)
                .awaiting(RecordRef::Problem(ProblemId::from_key(1)))
                .comment(note());
            // At the end of the time line there is no later.
            hold.until = Seconds::hours(2).after(cx.now);
            hold.remind_at = Seconds(1).after(cx.now);
            hold.into()
        }
        Kind::Resume => Resume::new().note(note()).into(),
        Kind::EndHold => EndHold::new().into(),
        Kind::RecordRequesterReply => RecordRequesterReply::new(note()).into(),
        Kind::Resolve => Resolve::new(ResolutionCode::WORKAROUND)
            .notes(note())
            .restored_at(RestoredAt(cx.now))
            .known_error(KnownErrorId::from_key(1))
            .through(RecordRef::Problem(ProblemId::from_key(1)))
            .into(),
        Kind::Close => Close::new()
            .confirmed_by(PersonId::from_key(3))
            .children(no_child_open())
            .into(),
        Kind::CloseAutomatically => CloseAutomatically::new().children(no_child_open()).into(),
        Kind::Reopen => Reopen::new()
            .reason(note())
            .refused_by(PersonId::from_key(3))
            .into(),
        Kind::Cancel => Cancel::new(CancelReason::NOT_AN_INCIDENT)
            .notes(note())
            .instead(RecordRef::Incident(IncidentId::from_key(99)))
            .into(),
        Kind::Correct => {
            let correction = Correction::new().category(some_category(policy)?);
            Correct::new(correction, note()).into()
        }
        Kind::SetService => {
            let (one, other) = (ServiceId::from_key(1), ServiceId::from_key(2));
            let taken = incident.service() == Some(one);
            SetService::new(if taken { other } else { one }).into()
        }
        Kind::AffectCi => AffectCi::new(free(CiId::from_key, |ci| {
            incident.cis().all(|it| it != ci)
        })?)
        .into(),
        Kind::ClearCi => ClearCi::new(incident.cis().next()?).into(),
        Kind::LinkParent => {
            let parent = free(IncidentId::from_key, |id| id != incident.id())?;
            LinkParent::new(ParentFacts::new(parent, BTreeSet::new())).into()
        }
        Kind::UnlinkParent => UnlinkParent::new().into(),
        Kind::FollowParent => {
            FollowParent::new(incident.parent()?, 2_u64, follow_step(incident)).into()
        }
        Kind::FollowChildren => {
            let child = free(IncidentId::from_key, |id| id != incident.id())?;
            FollowChildren::new(child, 2_u64, no_child_open(), parent_step(incident)).into()
        }
        Kind::AddLink => {
            let problem = free(ProblemId::from_key, |id| {
                incident
                    .links()
                    .all(|link| link.to != RecordRef::Problem(id))
            })?;
            AddLink::new(Link::new(LinkKind::PROBLEM, RecordRef::Problem(problem))).into()
        }
        Kind::RemoveLink => RemoveLink::new(incident.links().next()?.clone()).into(),
        Kind::ProposeMajor => ProposeMajor::new(note(), note())
            .trigger(const { itsm_core::text::Code::trusted("by_rule") })
            .into(),
        Kind::AcceptMajor => AcceptMajor::new(note(), note(), PersonId::from_key(1)).into(),
        Kind::RejectMajor => RejectMajor::new(note()).into(),
        Kind::DemoteMajor => DemoteMajor::new(note()).into(),
        Kind::DeclareMajor => DeclareMajor::new(note(), note(), PersonId::from_key(1)).into(),
        Kind::SetSubStatus => match incident.sub_status() {
            Some(_) if policy.rules(kind)?.fields.is_empty() => SetSubStatus::new().into(),
            present => {
                let other = policy
                    .sub_statuses(incident.stage())
                    .find(|one| Some(*one) != present)?;
                SetSubStatus::new().sub_status(other.clone()).into()
            }
        },
        Kind::SetAttribute => set_attribute(incident, policy)?.into(),
        Kind::AddTask => AddTask::new(
            free(TaskId::from_key, |id| {
                incident.tasks().iter().all(|task| task.id != id)
            })?,
            Title::trusted("Swap the cable"),
        )
        .group(GroupId::from_key(1))
        .person(PersonId::from_key(5))
        .into(),
        Kind::CompleteTask => {
            CompleteTask::new(incident.tasks().iter().find(|task| Task::is_open(task))?.id).into()
        }
        Kind::AdoptPolicy => AdoptPolicy::new().into(),
        other => return annex_witness::witness(incident, other, cx),
    })
}

pub(super) fn free<I: Copy>(from_key: fn(u64) -> I, is_free: impl Fn(I) -> bool) -> Option<I> {
    (1..1_000).map(from_key).find(|id| is_free(*id))
}

fn other_person(present: Option<PersonId>) -> PersonId {
    let (one, other) = (PersonId::from_key(6), PersonId::from_key(7));
    if present == Some(one) { other } else { one }
}

pub(super) fn other_group(incident: &Incident) -> GroupId {
    let (one, other) = (GroupId::from_key(1), GroupId::from_key(2));
    if incident.group() == Some(one) {
        other
    } else {
        one
    }
}

fn some_category(policy: &IncidentPolicy) -> Option<Category> {
    if policy.categories.is_empty() {
        return Some(Category::new(Label::trusted("Network")));
    }
    policy.categories.keys().next().cloned().map(Category::new)
}

fn other_category(incident: &Incident, policy: &IncidentPolicy) -> Option<Category> {
    let scheme = policy.categories.iter().flat_map(|(category, subs)| {
        core::iter::once(Category::new(category.clone())).chain(
            subs.iter()
                .map(|sub| Category::with(category.clone(), sub.clone())),
        )
    });
    let free = ["Network", "Mail"].map(|it| Category::new(Label::trusted(it)));
    let free = free.into_iter().filter(|_| policy.categories.is_empty());
    scheme
        .chain(free)
        .find(|it| incident.category() != Some(it))
}

fn other_hold_reason(incident: &Incident, policy: &IncidentPolicy) -> Option<HoldReason> {
    let present = incident.state().on_hold().map(|hold| &hold.reason);
    policy
        .hold_reasons
        .keys()
        .find(|reason| Some(*reason) != present)
        .cloned()
}

fn follow_step(incident: &Incident) -> FollowStep {
    match incident.stage() {
        IncidentStage::New => FollowStep::Start {},
        IncidentStage::InProgress => FollowStep::Hold(FollowHold::new(HoldReason::AWAITING_CHANGE)),
        IncidentStage::OnHold => {
            FollowStep::Resolve(FollowResolve::new(ResolutionCode::FIXED).notes(note()))
        }
        _ => FollowStep::Reopen {},
    }
}

fn no_child_open() -> ChildrenFacts {
    ChildrenFacts::new(BTreeSet::new())
}

fn parent_step(incident: &Incident) -> ParentStep {
    if incident.stage().is_open() {
        ParentStep::Resolve(FollowResolve::new(ResolutionCode::FIXED).notes(note()))
    } else {
        ParentStep::Close {
            confirmation: Confirmation::Unconfirmed,
        }
    }
}

fn set_attribute(incident: &Incident, policy: &IncidentPolicy) -> Option<SetAttribute> {
    let (name, definition) = policy.attributes.iter().next()?;
    let present = incident.attribute(name);
    let may_clear = policy.rules(Kind::SetAttribute)?.fields.is_empty();
    if present.is_some() && may_clear {
        return Some(SetAttribute::new(name.clone()));
    }
    let value: AttributeValue = match definition {
        AttributeDefinition::Boolean => (present != Some(&AttributeValue::Boolean(true))).into(),
        AttributeDefinition::Integer { min, max } => {
            let taken = present == Some(&AttributeValue::Integer(*min));
            (if taken { *max } else { *min }).into()
        }
        AttributeDefinition::Text => {
            let taken = present == Some(&AttributeValue::Text(Label::trusted("one")));
            Label::trusted(if taken { "other" } else { "one" }).into()
        }
        AttributeDefinition::Choice { choices } => choices
            .iter()
            .find(|choice| present != Some(&AttributeValue::Text((*choice).clone())))?
            .clone()
            .into(),
    };
    Some(SetAttribute::new(name.clone()).value(value))
}
