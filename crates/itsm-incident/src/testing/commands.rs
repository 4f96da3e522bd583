//! Commands of every kind with any parameters at all, sensible or not.

use super::annex_commands;
use crate::attribute::AttributeValue;
use crate::children::{ChildrenFacts, FollowChildren, ParentStep};
use crate::command::{
    AcceptMajor, Acknowledge, AddLink, AddTask, AdoptPolicy, AffectCi, Assign, AssignOwner, Cancel,
    Categorize, ClearCi, Close, CloseAutomatically, CompleteTask, Correct, DeclareMajor,
    DemoteMajor, Describe, EndHold, EscalateFunctionally, EscalateHierarchically, FollowParent,
    Hold, IncidentCommand, IncidentCommandKind as Kind, LinkParent, OverridePriority, Prioritize,
    ProposeMajor, RecordRequesterReply, RejectMajor, RemoveLink, Reopen, Resolve, Resume,
    SetAttribute, SetService, SetSubStatus, StartWork, UnlinkParent,
};
use crate::parent::{FollowHold, FollowResolve, FollowStep, ParentFacts};
use crate::profile::Category;
use crate::resolution::{CancelReason, Confirmation, Correction, ResolutionCode};
use crate::state::HoldReason;
use alloc::collections::BTreeSet;
use itsm_core::id::{
    ChangeId, CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId, TaskId,
};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Code, Label};
use itsm_core::time::RestoredAt;
use itsm_testing::generate::{codes, extreme_instants, ids, labels, notes, roles, titles};
use proptest::collection::btree_set;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A label that most policies know, or any other.
fn levels() -> BoxedStrategy<Label> {
    let known = ["High", "Medium", "Low", "Critical", "Moderate"].map(Label::trusted);
    prop_oneof![6 => select(known.to_vec()), 1 => labels()].boxed()
}

fn categories() -> BoxedStrategy<Category> {
    let known = ["Network", "Mail", "WAN"].map(Label::trusted);
    let label = prop_oneof![4 => select(known.to_vec()), 1 => labels()];
    (label.clone(), option::of(label))
        .prop_map(|(category, subcategory)| Category {
            category,
            subcategory,
        })
        .boxed()
}

fn hold_reasons() -> BoxedStrategy<HoldReason> {
    prop_oneof![
        8 => select(HoldReason::WELL_KNOWN.to_vec()),
        1 => codes().prop_map(HoldReason::from),
    ]
    .boxed()
}

fn resolution_codes() -> BoxedStrategy<ResolutionCode> {
    prop_oneof![
        8 => select(ResolutionCode::WELL_KNOWN.to_vec()),
        1 => codes().prop_map(ResolutionCode::from),
    ]
    .boxed()
}

fn records() -> BoxedStrategy<RecordRef> {
    prop_oneof![
        ids(IncidentId::from_key).prop_map(RecordRef::Incident),
        ids(ProblemId::from_key).prop_map(RecordRef::Problem),
        ids(ChangeId::from_key).prop_map(RecordRef::Change),
    ]
    .boxed()
}

fn links() -> BoxedStrategy<Link> {
    (select(LinkKind::WELL_KNOWN.to_vec()), records())
        .prop_map(|(kind, to)| Link::new(kind, to))
        .boxed()
}

fn values() -> BoxedStrategy<AttributeValue> {
    prop_oneof![
        any::<bool>().prop_map(AttributeValue::Boolean),
        prop_oneof![3 => -3..12_i64, 1 => any::<i64>()].prop_map(AttributeValue::Integer),
        prop_oneof![3 => select(["red", "green"].map(Label::trusted).to_vec()), 1 => labels()]
            .prop_map(AttributeValue::Text),
    ]
    .boxed()
}

fn steps() -> BoxedStrategy<FollowStep> {
    prop_oneof![
        Just(FollowStep::Start {}),
        Just(FollowStep::Reopen {}),
        (hold_reasons(), option::of(records()))
            .prop_map(|(reason, awaiting)| { FollowStep::Hold(FollowHold { reason, awaiting }) }),
        (
            resolution_codes(),
            option::of(notes()),
            option::of(extreme_instants()),
        )
            .prop_map(|(code, notes, at)| FollowStep::Resolve(FollowResolve {
                notes,
                restored_at: at.map(RestoredAt),
                ..FollowResolve::new(code)
            })),
    ]
    .boxed()
}

fn children() -> BoxedStrategy<ChildrenFacts> {
    let none = Just(BTreeSet::new());
    let some = btree_set(ids(IncidentId::from_key), 1..4);
    prop_oneof![2 => none, 1 => some]
        .prop_map(|open: BTreeSet<IncidentId>| ChildrenFacts::new(open))
        .boxed()
}

fn parent_steps() -> BoxedStrategy<ParentStep> {
    prop_oneof![
        (
            resolution_codes(),
            option::of(notes()),
            option::of(records())
        )
            .prop_map(|(code, notes, through)| ParentStep::Resolve(FollowResolve {
                notes,
                through,
                ..FollowResolve::new(code)
            })),
        option::of(ids(PersonId::from_key)).prop_map(|by| ParentStep::Close {
            confirmation: by.map_or(Confirmation::Unconfirmed, |by| Confirmation::Confirmed {
                by
            }),
        }),
    ]
    .boxed()
}

fn attribute_names() -> BoxedStrategy<Code> {
    let known = ["color", "floor", "vip", "room"].map(Code::trusted);
    prop_oneof![6 => select(known.to_vec()), 1 => codes()].boxed()
}

/// Commands of a kind with any parameters.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command, each of a few lines"
)]
pub fn commands(kind: Kind) -> BoxedStrategy<IncidentCommand> {
    let person = || ids(PersonId::from_key);
    let group = || ids(GroupId::from_key);
    match kind {
        Kind::Acknowledge => Just(Acknowledge::new().into()).boxed(),
        Kind::Describe => (option::of(titles()), option::of(notes()))
            .prop_map(|(title, description)| Describe { title, description }.into())
            .boxed(),
        Kind::Categorize => (categories(), option::of(notes()))
            .prop_map(|(category, note)| Categorize { category, note }.into())
            .boxed(),
        Kind::Prioritize => (levels(), levels(), option::of(notes()))
            .prop_map(|(impact, urgency, note)| {
                Prioritize {
                    note,
                    ..Prioritize::new(Impact::from(impact), Urgency::from(urgency))
                }
                .into()
            })
            .boxed(),
        Kind::OverridePriority => (levels(), notes())
            .prop_map(|(level, reason)| OverridePriority::new(Priority::from(level), reason).into())
            .boxed(),
        Kind::AssignOwner => person()
            .prop_map(|owner| AssignOwner::new(owner).into())
            .boxed(),
        Kind::Assign => (group(), option::of(person()), option::of(notes()))
            .prop_map(|(group, person, note)| {
                Assign {
                    group,
                    person,
                    note,
                }
                .into()
            })
            .boxed(),
        Kind::EscalateFunctionally => (group(), notes(), option::of(person()))
            .prop_map(|(group, reason, person)| {
                EscalateFunctionally {
                    group,
                    reason,
                    person,
                }
                .into()
            })
            .boxed(),
        Kind::EscalateHierarchically => (roles(), notes(), option::of(person()))
            .prop_map(|(to, reason, person)| EscalateHierarchically { to, reason, person }.into())
            .boxed(),
        Kind::StartWork => Just(StartWork::new().into()).boxed(),
        Kind::Hold => (
            hold_reasons(),
            option::of(records()),
            option::of(notes()),
            option::of(extreme_instants()),
            option::of(extreme_instants()),
        )
            .prop_map(|(reason, awaiting, comment, until, remind_at)| {
                Hold {
                    reason,
                    awaiting,
                    comment,
                    until,
                    remind_at,
                }
                .into()
            })
            .boxed(),
        Kind::Resume => option::of(notes())
            .prop_map(|note| Resume { note }.into())
            .boxed(),
        Kind::EndHold => Just(EndHold::new().into()).boxed(),
        Kind::RecordRequesterReply => notes()
            .prop_map(|comment| RecordRequesterReply::new(comment).into())
            .boxed(),
        Kind::Resolve => (
            resolution_codes(),
            option::of(notes()),
            option::of(extreme_instants()),
            option::of(ids(KnownErrorId::from_key)),
            option::of(records()),
        )
            .prop_map(|(code, notes, at, known_error, through)| {
                Resolve {
                    code,
                    notes,
                    restored_at: at.map(RestoredAt),
                    known_error,
                    through,
                }
                .into()
            })
            .boxed(),
        Kind::Close => (option::of(person()), option::of(children()))
            .prop_map(|(confirmed_by, children)| {
                Close {
                    confirmed_by,
                    children,
                }
                .into()
            })
            .boxed(),
        Kind::CloseAutomatically => option::of(children())
            .prop_map(|children| CloseAutomatically { children }.into())
            .boxed(),
        Kind::Reopen => (option::of(notes()), option::of(person()))
            .prop_map(|(reason, refused_by)| Reopen { reason, refused_by }.into())
            .boxed(),
        Kind::Cancel => (
            select(CancelReason::WELL_KNOWN.to_vec()),
            option::of(notes()),
            option::of(records()),
        )
            .prop_map(|(reason, notes, instead)| {
                Cancel {
                    reason,
                    notes,
                    instead,
                }
                .into()
            })
            .boxed(),
        Kind::Correct => (
            option::of(categories()),
            option::of(resolution_codes()),
            option::of(notes()),
            notes(),
        )
            .prop_map(|(category, code, notes, reason)| {
                let correction = Correction {
                    category,
                    code,
                    notes,
                };
                Correct::new(correction, reason).into()
            })
            .boxed(),
        Kind::SetService => ids(ServiceId::from_key)
            .prop_map(|service| SetService::new(service).into())
            .boxed(),
        Kind::AffectCi => ids(CiId::from_key)
            .prop_map(|ci| AffectCi::new(ci).into())
            .boxed(),
        Kind::ClearCi => ids(CiId::from_key)
            .prop_map(|ci| ClearCi::new(ci).into())
            .boxed(),
        Kind::LinkParent => (
            ids(IncidentId::from_key),
            btree_set(ids(IncidentId::from_key), 0..3),
        )
            .prop_map(|(parent, ancestors)| {
                LinkParent::new(ParentFacts::new(parent, ancestors)).into()
            })
            .boxed(),
        Kind::UnlinkParent => Just(UnlinkParent::new().into()).boxed(),
        Kind::FollowChildren => (
            ids(IncidentId::from_key),
            any::<u64>(),
            children(),
            parent_steps(),
        )
            .prop_map(|(child, revision, children, step)| {
                FollowChildren::new(child, revision, children, step).into()
            })
            .boxed(),
        Kind::FollowParent => (ids(IncidentId::from_key), any::<u64>(), steps())
            .prop_map(|(parent, revision, step)| FollowParent::new(parent, revision, step).into())
            .boxed(),
        Kind::AddLink => links().prop_map(|link| AddLink::new(link).into()).boxed(),
        Kind::RemoveLink => links()
            .prop_map(|link| RemoveLink::new(link).into())
            .boxed(),
        Kind::ProposeMajor => (notes(), notes(), option::of(codes()))
            .prop_map(|(reason, business_impact, trigger)| {
                ProposeMajor {
                    trigger,
                    ..ProposeMajor::new(reason, business_impact)
                }
                .into()
            })
            .boxed(),
        Kind::AcceptMajor => (notes(), notes(), person())
            .prop_map(|(note, impact, who)| AcceptMajor::new(note, impact, who).into())
            .boxed(),
        Kind::RejectMajor => notes()
            .prop_map(|reason| RejectMajor::new(reason).into())
            .boxed(),
        Kind::DemoteMajor => notes()
            .prop_map(|reason| DemoteMajor::new(reason).into())
            .boxed(),
        Kind::DeclareMajor => (notes(), notes(), person())
            .prop_map(|(reason, impact, who)| DeclareMajor::new(reason, impact, who).into())
            .boxed(),
        Kind::SetSubStatus => option::of(prop_oneof![
            3 => select(["Diagnosing", "Parts ordered"].map(Label::trusted).to_vec()),
            1 => labels(),
        ])
        .prop_map(|sub_status| SetSubStatus { sub_status }.into())
        .boxed(),
        Kind::SetAttribute => (attribute_names(), option::of(values()))
            .prop_map(|(name, value)| SetAttribute { name, value }.into())
            .boxed(),
        Kind::AddTask => (
            ids(TaskId::from_key),
            titles(),
            option::of(group()),
            option::of(person()),
        )
            .prop_map(|(task, title, group, person)| {
                AddTask {
                    task,
                    title,
                    group,
                    person,
                }
                .into()
            })
            .boxed(),
        Kind::CompleteTask => ids(TaskId::from_key)
            .prop_map(|task| CompleteTask::new(task).into())
            .boxed(),
        Kind::AdoptPolicy => Just(AdoptPolicy::new().into()).boxed(),
        // What is not above is one of those; nothing is forgotten, or the suite finds no witness.
        other => annex_commands::commands(other)
            .unwrap_or_else(|| Just(AdoptPolicy::new().into()).boxed()),
    }
}
