//! Commands of every kind with any parameters at all, sensible or not.

use super::origins::{assessments, emergencies, outcomes, plans, records, windows};
use crate::approval::Answer;
use crate::command::{
    AddNote, AddTask, AdoptPolicy, Assess, AssessRisk, Assign, BackOut, Cancel, CancelTask,
    CastVote, ChangeCommand, ChangeCommandKind as Kind, Close, CompleteTask, Convene, Describe,
    FinishImplementation, Hold, HoldTask, LapseApproval, LinkCaused, LinkReason, NoteApplication,
    NoteOverdue, PassPoint, Plan, RecordApproval, RecordOutcome, RecordReview, Redact, Release,
    ReleaseTask, RequestAuthorization, Reschedule, Retype, Revert, Schedule, SetAttribute,
    SetMagnitude, SetScope, StageModification, StartImplementation, StartTask, Submit,
    UnlinkCaused, UnlinkReason, WithdrawModification,
};
use crate::delegation::{Delegation, Delegations};
use crate::duty::Duty;
use crate::kind::{ChangeType, Magnitude};
use crate::modification::{Application, Modification};
use crate::panel::Member;
use crate::redaction::RedactedText;
use crate::risk::RiskFacts;
use crate::task::TaskKind;
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{CiId, GroupId, IncidentId, PersonId, ServiceId, TaskId};
use itsm_core::text::Code;
use itsm_core::time::Instant;
use itsm_testing::generate::{
    codes, extreme_instants, ids, instants, labels, notes, roles, titles,
};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn numbers() -> BoxedStrategy<u32> {
    prop_oneof![8 => 1..4_u32, 1 => any::<u32>()].boxed()
}

fn moments() -> BoxedStrategy<Instant> {
    prop_oneof![8 => instants(), 1 => extreme_instants()].boxed()
}

fn values() -> BoxedStrategy<AttributeValue> {
    prop_oneof![
        any::<bool>().prop_map(AttributeValue::Boolean),
        any::<i64>().prop_map(AttributeValue::Integer),
        labels().prop_map(AttributeValue::Text),
    ]
    .boxed()
}

fn names(known: &'static [&'static str]) -> BoxedStrategy<Code> {
    let known: Vec<Code> = known.iter().copied().map(Code::trusted).collect();
    prop_oneof![4 => select(known), 1 => codes()].boxed()
}

fn panels() -> BoxedStrategy<Code> {
    names(&["authority", "board", "emergency", "owners", "peers"])
}

fn members() -> BoxedStrategy<Vec<Member>> {
    let member = (ids(PersonId::from_key), 0..4_u32, any::<bool>())
        .prop_map(|(person, weight, mandatory)| Member::new(person, weight, mandatory));
    vec(member, 0..5).boxed()
}

/// Of one person or two to others, where they do not lead in a circle.
fn delegations() -> BoxedStrategy<Delegations> {
    let person = || ids(PersonId::from_key);
    let one = (person(), person(), moments(), moments())
        .prop_map(|(from, to, since, until)| Delegation::new(from, to, since, until));
    vec(one, 0..3)
        .prop_map(|all| Delegations::try_from(all).unwrap_or_default())
        .boxed()
}

fn modifications() -> BoxedStrategy<Modification> {
    prop_oneof![
        (codes(), option::of(values()), option::of(values())).prop_map(|(name, before, after)| {
            Modification::Attribute {
                name,
                before,
                after,
            }
        }),
        (titles(), titles()).prop_map(|(before, after)| Modification::Name { before, after }),
        (codes(), codes(), labels()).prop_map(|(before, after, status)| Modification::Stage {
            before,
            after,
            status
        }),
    ]
    .boxed()
}

/// Commands of a kind.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
pub fn commands(kind: Kind) -> BoxedStrategy<ChangeCommand> {
    let task = || ids(TaskId::from_key);
    let reason = notes;
    match kind {
        Kind::Describe => (
            option::of(titles()),
            option::of(notes()),
            option::of(notes()),
        )
            .prop_map(|(title, description, justification)| {
                Describe {
                    title,
                    description,
                    justification,
                }
                .into()
            })
            .boxed(),
        Kind::SetAttribute => (names(&["downtime"]), option::of(values()))
            .prop_map(|(name, value)| SetAttribute { name, value }.into())
            .boxed(),
        Kind::Retype => (
            select(ChangeType::ALL),
            option::of(names(&["normal", "standard", "emergency"])),
            option::of(names(&["reboot"])),
            option::of(emergencies()),
        )
            .prop_map(|(kind, model, template, emergency)| {
                Retype {
                    kind,
                    model,
                    template,
                    emergency,
                }
                .into()
            })
            .boxed(),
        Kind::SetMagnitude => select(Magnitude::ALL)
            .prop_map(|it| SetMagnitude::new(it).into())
            .boxed(),
        Kind::Assign => (ids(GroupId::from_key), option::of(ids(PersonId::from_key)))
            .prop_map(|(group, person)| Assign { group, person }.into())
            .boxed(),
        Kind::SetScope => (
            btree_set(ids(CiId::from_key), 0..3),
            btree_set(ids(ServiceId::from_key), 0..3),
        )
            .prop_map(|(cis, services)| SetScope::new(cis, services).into())
            .boxed(),
        Kind::Plan => plans().prop_map(|it| Plan::new(it).into()).boxed(),
        Kind::Assess => assessments().prop_map(|it| Assess::new(it).into()).boxed(),
        Kind::Schedule => windows(moments())
            .prop_map(|it| Schedule::new(it).into())
            .boxed(),
        Kind::AssessRisk => (
            option::of(0..4_u32),
            any::<bool>(),
            option::of(any::<bool>()),
        )
            .prop_map(|(services, answered, reversible)| {
                let questions = ["done_before", "tested", "way_back", "alone"].map(Code::trusted);
                let yes = const { Code::trusted("yes") };
                let answers = questions.into_iter().map(|it| (it, yes.clone()));
                let facts = RiskFacts {
                    services_down: services,
                    reversible,
                    answers: answered.then(|| answers.collect()),
                    ..RiskFacts::new()
                };
                AssessRisk::new(facts).into()
            })
            .boxed(),
        Kind::Submit => Just(Submit::new().into()).boxed(),
        Kind::RequestAuthorization => Just(RequestAuthorization::new().into()).boxed(),
        Kind::Convene => (panels(), members())
            .prop_map(|(panel, members)| Convene::new(panel, members).into())
            .boxed(),
        Kind::LapseApproval => Just(LapseApproval::new().into()).boxed(),
        Kind::CastVote => (
            select(Answer::ALL),
            option::of(panels()),
            option::weighted(0.2, (ids(PersonId::from_key), delegations())),
            option::of(notes()),
        )
            .prop_map(|(answer, panel, instead, comment)| {
                let (member, delegations) = instead.unzip();
                let vote = CastVote {
                    panel,
                    member,
                    delegations,
                    comment,
                    ..CastVote::new(answer)
                };
                vote.into()
            })
            .boxed(),
        Kind::RecordApproval => (
            ids(PersonId::from_key),
            option::of(roles()),
            option::of(panels()),
            select(Answer::ALL),
            moments(),
            notes(),
        )
            .prop_map(|(approver, role, panel, answer, given_at, how)| {
                let said = RecordApproval::new(approver, answer, given_at, how);
                RecordApproval {
                    role,
                    panel,
                    ..said
                }
                .into()
            })
            .boxed(),
        Kind::Revert => reason().prop_map(|it| Revert::new(it).into()).boxed(),
        Kind::Reschedule => (windows(moments()), reason())
            .prop_map(|(window, reason)| Reschedule::new(window, reason).into())
            .boxed(),
        Kind::StartImplementation => Just(StartImplementation::new().into()).boxed(),
        Kind::PassPoint => names(&["first", "second"])
            .prop_map(|it| PassPoint::new(it).into())
            .boxed(),
        Kind::FinishImplementation => (outcomes(), option::of(notes()))
            .prop_map(|(outcome, notes)| FinishImplementation { outcome, notes }.into())
            .boxed(),
        Kind::BackOut => reason().prop_map(|it| BackOut::new(it).into()).boxed(),
        Kind::RecordOutcome => outcomes()
            .prop_map(|it| RecordOutcome::new(it).into())
            .boxed(),
        Kind::RecordReview => (notes(), any::<bool>(), option::of(vec(notes(), 0..3)))
            .prop_map(|(findings, objectives_met, lessons)| {
                RecordReview {
                    findings,
                    objectives_met,
                    lessons,
                }
                .into()
            })
            .boxed(),
        Kind::Close => notes().prop_map(|it| Close::new(it).into()).boxed(),
        Kind::Cancel => reason().prop_map(|it| Cancel::new(it).into()).boxed(),
        Kind::Hold => reason().prop_map(|it| Hold::new(it).into()).boxed(),
        Kind::Release => Just(Release::new().into()).boxed(),
        Kind::AddTask => (
            task(),
            select(TaskKind::ALL),
            titles(),
            option::of(btree_set(task(), 0..3)),
            option::of(ids(GroupId::from_key)),
            option::of(ids(PersonId::from_key)),
        )
            .prop_map(|(task, kind, title, after, group, person)| {
                AddTask {
                    after,
                    group,
                    person,
                    ..AddTask::new(task, kind, title)
                }
                .into()
            })
            .boxed(),
        Kind::StartTask => (task(), option::of(ids(PersonId::from_key)))
            .prop_map(|(task, person)| StartTask { task, person }.into())
            .boxed(),
        Kind::CompleteTask => (task(), option::of(notes()))
            .prop_map(|(task, notes)| CompleteTask { task, notes }.into())
            .boxed(),
        Kind::CancelTask => (task(), reason())
            .prop_map(|(task, reason)| CancelTask::new(task, reason).into())
            .boxed(),
        Kind::HoldTask => task().prop_map(|it| HoldTask::new(it).into()).boxed(),
        Kind::ReleaseTask => task().prop_map(|it| ReleaseTask::new(it).into()).boxed(),
        Kind::StageModification => (ids(CiId::from_key), modifications())
            .prop_map(|(ci, it)| StageModification::new(ci, it).into())
            .boxed(),
        Kind::WithdrawModification => (numbers(), reason())
            .prop_map(|(number, reason)| WithdrawModification::new(number, reason).into())
            .boxed(),
        Kind::NoteApplication => (numbers(), select(Application::ALL), option::of(notes()))
            .prop_map(|(number, application, note)| {
                NoteApplication {
                    number,
                    application,
                    note,
                }
                .into()
            })
            .boxed(),
        Kind::LinkReason => records().prop_map(|it| LinkReason::new(it).into()).boxed(),
        Kind::UnlinkReason => records()
            .prop_map(|it| UnlinkReason::new(it).into())
            .boxed(),
        Kind::LinkCaused => ids(IncidentId::from_key)
            .prop_map(|it| LinkCaused::new(it).into())
            .boxed(),
        Kind::UnlinkCaused => ids(IncidentId::from_key)
            .prop_map(|it| UnlinkCaused::new(it).into())
            .boxed(),
        Kind::AddNote => notes().prop_map(|it| AddNote::new(it).into()).boxed(),
        Kind::NoteOverdue => select(Duty::ALL)
            .prop_map(|it| NoteOverdue::new(it).into())
            .boxed(),
        Kind::Redact => (select(RedactedText::ALL), reason())
            .prop_map(|(text, reason)| Redact::new(text, reason).into())
            .boxed(),
        Kind::AdoptPolicy => Just(AdoptPolicy::new().into()).boxed(),
    }
}
