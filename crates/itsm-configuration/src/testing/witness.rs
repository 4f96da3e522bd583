//! A command that must be accepted, whatever the policy demands.

use crate::authority::Authority;
use crate::ci::Ci;
use crate::command::{
    AdoptPolicy, Archive, AssignGroup, AssignOwner, Attest, BeginAction, CiCommand,
    CiCommandKind as Kind, ClearDuplicate, Describe, EndAction, MarkDuplicate, Move, NoteOverdue,
    Observe, Reclassify, Relate, RemoveGroup, RequestStatus, Retire, SetAsset, SetAttribute,
    SetCriticality, SetGroup, SetService, TargetFacts, Unrelate, Verify, WithdrawStatus,
};
use crate::governance::Enforcement;
use crate::policy::ConfigurationPolicy;
use crate::profile::AssetFacts;
use crate::redundancy::{Group, RedundancyGroup};
use crate::relationship::Relationship;
use crate::state::LifecycleStage;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::id::{ChangeId, CiId, GroupId, PersonId, ServiceId};
use itsm_core::text::{Code, Label, Note};

/// A command of this kind that the item must accept; `None` if `allowed` says that there is none.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
pub fn witness(ci: &Ci, kind: Kind, cx: &Context<'_, ConfigurationPolicy>) -> Option<CiCommand> {
    if !ci.permission(kind, cx).is_possible() {
        return None;
    }
    let policy = cx.policy;
    let change = || Authority::Change(ChangeId::from_key(7));
    Some(match kind {
        Kind::Describe => {
            let taken = ci.description().is_some_and(|it| *it == "one");
            let other = if taken { "other" } else { "one" };
            Describe::new(change())
                .description(Note::trusted(other))
                .into()
        }
        Kind::Reclassify => {
            let (class, status) = policy.classes().iter().find_map(|it| {
                let class = it.code();
                let free = !it.is_abstract() && class != ci.class();
                let status = policy.statuses(class, ci.stage()).into_iter().next()?;
                free.then(|| (class.clone(), status.clone()))
            })?;
            Reclassify::new(class, change()).status(status).into()
        }
        Kind::SetAttribute => set_attribute(ci, policy, &change())?.into(),
        Kind::AssignOwner => {
            let person = free(PersonId::from_key, |it| ci.owner() != Some(it))?;
            AssignOwner::new(person, change()).into()
        }
        Kind::AssignGroup => {
            let group = free(GroupId::from_key, |it| ci.group() != Some(it))?;
            AssignGroup::new(group, change()).into()
        }
        Kind::SetCriticality => {
            let mut levels = policy.criticalities().iter();
            let other = levels.find(|it| ci.criticality() != Some(*it))?;
            SetCriticality::new(other.clone(), change()).into()
        }
        Kind::SetService => {
            let service = free(ServiceId::from_key, |it| ci.service() != Some(it))?;
            SetService::new(change()).service(service).into()
        }
        Kind::SetAsset if ci.asset().is_some() => SetAsset::new(change()).into(),
        Kind::SetAsset => {
            let asset = AssetFacts::new().tag(Label::trusted("T-1"));
            SetAsset::new(change()).asset(Box::new(asset)).into()
        }
        Kind::Relate => relate(ci, policy, change())?.into(),
        Kind::Unrelate => {
            let it = ci.relationships().next()?;
            Unrelate {
                qualifier: it.qualifier.clone(),
                ..Unrelate::new(it.kind.clone(), it.target, change())
            }
            .into()
        }
        Kind::SetGroup => {
            let name = const { Code::trusted("witness") };
            let member = free(CiId::from_key, |it| {
                let one = Group::at_least(1, [it]).ok();
                it != ci.id() && !ci.groups().any(|them| Some(&them.group) == one.as_ref())
            })?;
            let group = Group::at_least(1, [member]).ok()?;
            SetGroup::new(RedundancyGroup::new(name, group), change()).into()
        }
        Kind::RemoveGroup => RemoveGroup::new(ci.groups().next()?.name.clone(), change()).into(),
        Kind::Move => {
            let (stage, status) = move_to(ci, policy)?;
            Move::new(stage, status, change()).into()
        }
        Kind::RequestStatus => {
            let requester = const { Code::trusted("witness") };
            let asked = ci.status_requests().find(|(it, _)| **it == requester);
            let present = asked.map(|(_, it)| &it.status);
            if let Some(status) = policy.operational.keys().find(|it| Some(*it) != present) {
                RequestStatus::new(requester, status.clone()).into()
            } else {
                // The only status there is: somebody else may ask for it.
                let other = const { Code::trusted("other_witness") };
                RequestStatus::new(other, policy.operational.keys().next()?.clone()).into()
            }
        }
        Kind::WithdrawStatus => WithdrawStatus::new(ci.status_requests().next()?.0.clone()).into(),
        Kind::BeginAction => {
            let mut actions = policy.actions();
            let free = actions.find(|it| ci.in_the_way(it, policy).is_none())?;
            BeginAction::new(free.clone()).into()
        }
        Kind::EndAction => EndAction::new(ci.actions().next()?.0.clone()).into(),
        Kind::Observe => Observe::new(const { Code::trusted("scanner") }).into(),
        Kind::Verify => Verify::new(BTreeSet::new()).into(),
        Kind::Attest => Attest::new().note(Note::trusted("It is there.")).into(),
        Kind::NoteOverdue => NoteOverdue::new(ci.late(None, cx)?.duty).into(),
        Kind::MarkDuplicate => {
            let other = free(CiId::from_key, |it| {
                it != ci.id() && ci.duplicate_of() != Some(it)
            })?;
            MarkDuplicate::new(other).into()
        }
        Kind::ClearDuplicate => ClearDuplicate::new().into(),
        Kind::Retire => {
            let ends = policy.statuses(ci.class(), LifecycleStage::EndOfLife);
            Retire::new(ends.into_iter().next()?.clone(), Vec::new(), change()).into()
        }
        Kind::Archive => Archive::new(Vec::new(), change()).into(),
        Kind::AdoptPolicy => AdoptPolicy::new().into(),
    })
}

fn free<I: Copy>(from_key: fn(u64) -> I, is_free: impl Fn(I) -> bool) -> Option<I> {
    (1..1_000).map(from_key).find(|id| is_free(*id))
}

fn move_to(ci: &Ci, policy: &ConfigurationPolicy) -> Option<(LifecycleStage, Label)> {
    let (class, from) = (ci.class(), ci.stage());
    let onward = LifecycleStage::ALL.iter().find_map(|to| {
        let may = !to.is_retired() && policy.allows_move(class, from, *to);
        let status = policy.statuses(class, *to).into_iter().next()?;
        may.then(|| (*to, status.clone()))
    });
    onward.or_else(|| {
        let mut statuses = policy.statuses(class, from).into_iter();
        let other = statuses.find(|it| **it != ci.standing().status)?;
        Some((from, other.clone()))
    })
}

fn relate(ci: &Ci, policy: &ConfigurationPolicy, change: Authority) -> Option<Relate> {
    let free_types = policy.relationship_types().find_map(|(kind, _)| {
        let mut triples = policy.triples(kind).peekable();
        let any = policy.classes().iter().next()?.code().clone();
        if triples.peek().is_none() || policy.enforcement() == Enforcement::Report {
            return Some((kind.clone(), any));
        }
        let permitted = triples.find(|it| policy.classes().is_a(ci.class(), &it.source))?;
        Some((kind.clone(), permitted.target.clone()))
    });
    let (kind, class) = free_types?;
    let target = free(CiId::from_key, |it| {
        let relationship = Relationship::new(kind.clone(), ci.id(), it);
        it != ci.id() && !ci.relationships().any(|them| *them == relationship)
    })?;
    let facts = TargetFacts::new(class, LifecycleStage::Operational);
    Some(Relate::new(kind, target, facts, change))
}

fn set_attribute(
    ci: &Ci,
    policy: &ConfigurationPolicy,
    change: &Authority,
) -> Option<SetAttribute> {
    let all = policy.classes().attributes(ci.class());
    all.into_iter().find_map(|(name, definition)| {
        let present = ci.attribute(name);
        if present.is_some() && !policy.classes().demands(ci.class(), name) {
            return Some(SetAttribute::new(name.clone(), change.clone()));
        }
        let value = another(definition, present)?;
        Some(SetAttribute::new(name.clone(), change.clone()).value(value))
    })
}

/// A value that an attribute can take and does not have.
pub(super) fn another(
    definition: &AttributeDefinition,
    present: Option<&AttributeValue>,
) -> Option<AttributeValue> {
    let some: Vec<AttributeValue> = match definition {
        AttributeDefinition::Boolean => [true, false].map(AttributeValue::Boolean).into(),
        AttributeDefinition::Integer { min, max } => {
            [*min, *max].map(AttributeValue::Integer).into()
        }
        AttributeDefinition::Text => ["one", "other"]
            .map(|it| AttributeValue::Text(Label::trusted(it)))
            .into(),
        AttributeDefinition::Choice { choices } => {
            choices.iter().cloned().map(AttributeValue::Text).collect()
        }
    };
    some.into_iter().find(|it| present != Some(it))
}
