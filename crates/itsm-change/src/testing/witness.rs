//! A command that must be accepted, whatever the policy demands.

use crate::approval::Answer;
use crate::assessment::Assessment;
use crate::change::Change;
use crate::command::{
    AddNote, AddTask, AdoptPolicy, Assess, Assign, BackOut, Cancel, CancelTask, CastVote,
    ChangeCommand, ChangeCommandKind as Kind, Close, CompleteTask, Describe, FinishImplementation,
    Hold, HoldTask, LinkCaused, LinkReason, NoteApplication, NoteOverdue, PassPoint, Plan,
    RecordApproval, RecordOutcome, RecordReview, Redact, Release, ReleaseTask,
    RequestAuthorization, Reschedule, Revert, Schedule, SetAttribute, SetMagnitude, SetScope,
    StageModification, StartImplementation, StartTask, Submit, UnlinkCaused, UnlinkReason,
    WithdrawModification,
};
use crate::kind::Magnitude;
use crate::modification::{Application, Modification};
use crate::outcome::{Outcome, OutcomeCode};
use crate::plan::{BackOutPlan, PlannedWindow, Plans, PointOfNoReturn};
use crate::policy::ChangePolicy;
use crate::redaction::RedactedText;
use crate::task::{TaskKind, TaskState};
use alloc::collections::BTreeSet;
use alloc::vec;
use itsm_core::context::Context;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::id::{CiId, GroupId, IncidentId, PersonId, ProblemId, ServiceId, TaskId};
use itsm_core::link::RecordRef;
use itsm_core::money::{Currency, Money};
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::Seconds;

const ONE: Note = Note::trusted("one");
const OTHER: Note = Note::trusted("other");
const TITLE: Title = Title::trusted("one");

/// A command of this kind that the change must accept; `None` if `allowed` says that there is none.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
pub fn witness(
    change: &Change,
    kind: Kind,
    cx: &Context<'_, ChangePolicy>,
) -> Option<ChangeCommand> {
    if !change.permission(kind, cx).is_possible() {
        return None;
    }
    let policy = cx.policy;
    let mut open = change.tasks().iter().filter(|it| it.state.is_open());
    Some(match kind {
        Kind::Describe => {
            let taken = change.description().is_some_and(|it| *it == ONE);
            Describe::new()
                .description(if taken { OTHER } else { ONE })
                .into()
        }
        Kind::SetAttribute => {
            let (name, definition) = policy.attributes().next()?;
            let mut values = values(definition).into_iter().map(Some).chain([None]);
            let value = values.find(|it| change.attribute(name) != it.as_ref())?;
            SetAttribute {
                name: name.clone(),
                value,
            }
            .into()
        }
        Kind::Retype => change.other_types(policy).into_iter().next()?.into(),
        Kind::SetMagnitude => {
            let mut all = Magnitude::ALL.iter().copied();
            SetMagnitude::new(all.find(|it| *it != change.magnitude())?).into()
        }
        Kind::Assign => {
            let group = free(GroupId::from_key, |it| change.group() != Some(it))?;
            Assign::new(group).into()
        }
        Kind::SetScope => {
            let taken = change.services().collect::<BTreeSet<_>>();
            let service = free(ServiceId::from_key, |it| !taken.contains(&it))?;
            SetScope::new(BTreeSet::new(), BTreeSet::from([service])).into()
        }
        Kind::Plan => plan(change).into(),
        Kind::Assess => assess(change)?.into(),
        Kind::Schedule => Schedule::new(window(change, cx)?).into(),
        Kind::Submit => Submit::new().into(),
        Kind::RequestAuthorization => RequestAuthorization::new().into(),
        Kind::CastVote => {
            // Now and then somebody is against it.
            let against = change.revision() % 3 == 0;
            let answer = if against {
                Answer::Reject
            } else {
                Answer::Approve
            };
            CastVote::new(answer).into()
        }
        Kind::RecordApproval => {
            let model = change.model(policy)?;
            let role = Change::approval_rule(model, policy)?.roles.first()?.clone();
            let barred: BTreeSet<PersonId> = change.barred().collect();
            let who = free(PersonId::from_key, |it| !barred.contains(&it))?;
            RecordApproval::new(who, role, Answer::Approve, cx.now, ONE).into()
        }
        Kind::Revert => Revert::new(ONE).into(),
        Kind::Reschedule => Reschedule::new(window(change, cx)?, ONE).into(),
        Kind::StartImplementation => StartImplementation::new().into(),
        Kind::PassPoint => PassPoint::new(change.points_ahead().next()?.point.clone()).into(),
        Kind::FinishImplementation => {
            FinishImplementation::new(Outcome::new(OutcomeCode::Successful, false)).into()
        }
        Kind::BackOut => BackOut::new(ONE).into(),
        Kind::RecordOutcome => {
            let mut all = [OutcomeCode::Successful, OutcomeCode::Unsuccessful]
                .into_iter()
                .map(|code| Outcome::new(code, false));
            RecordOutcome::new(all.find(|it| change.outcome() != Some(it))?).into()
        }
        Kind::RecordReview => RecordReview::new(ONE, true).lessons(vec![OTHER]).into(),
        Kind::Close => Close::new(ONE).into(),
        Kind::Cancel => Cancel::new(ONE).into(),
        Kind::Hold => Hold::new(ONE).into(),
        Kind::Release => Release::new().into(),
        Kind::AddTask => {
            let id = free(TaskId::from_key, |id| {
                !change.tasks().iter().any(|it| it.id == id)
            })?;
            AddTask::new(id, TaskKind::Planning, TITLE).into()
        }
        Kind::StartTask => StartTask::new(change.ready_tasks().next()?.id).into(),
        Kind::CompleteTask => {
            let task = open.find(|it| it.state == TaskState::InProgress)?;
            CompleteTask::new(task.id).into()
        }
        Kind::CancelTask => CancelTask::new(open.next()?.id, ONE).into(),
        Kind::HoldTask => HoldTask::new(open.find(|it| !it.held)?.id).into(),
        Kind::ReleaseTask => ReleaseTask::new(open.find(|it| it.held)?.id).into(),
        Kind::StageModification => {
            let modification = Modification::Attribute {
                name: const { Code::trusted("memory_gb") },
                before: None,
                after: Some(AttributeValue::Integer(64)),
            };
            StageModification::new(CiId::from_key(1), modification).into()
        }
        Kind::WithdrawModification => {
            let number = change.pending_modifications().next()?.number;
            WithdrawModification::new(number, ONE).into()
        }
        Kind::NoteApplication => {
            let number = change.due_modifications().next()?.number;
            NoteApplication::new(number, Application::Applied).into()
        }
        Kind::LinkReason => {
            let linked: BTreeSet<RecordRef> = change.reasons().collect();
            let problem = free(ProblemId::from_key, |it| {
                !linked.contains(&RecordRef::Problem(it))
            })?;
            LinkReason::new(RecordRef::Problem(problem)).into()
        }
        Kind::UnlinkReason => UnlinkReason::new(change.reasons().next()?).into(),
        Kind::LinkCaused => {
            let linked: BTreeSet<IncidentId> = change.caused().collect();
            LinkCaused::new(free(IncidentId::from_key, |it| !linked.contains(&it))?).into()
        }
        Kind::UnlinkCaused => UnlinkCaused::new(change.caused().next()?).into(),
        Kind::AddNote => AddNote::new(ONE).into(),
        Kind::NoteOverdue => NoteOverdue::new(change.late(None, cx)?.duty).into(),
        Kind::Redact => Redact::new(RedactedText::All, ONE).into(),
        Kind::AdoptPolicy => AdoptPolicy::new().into(),
    })
}

fn free<I: Copy>(from_key: fn(u64) -> I, is_free: impl Fn(I) -> bool) -> Option<I> {
    (1..1_000).map(from_key).find(|id| is_free(*id))
}

fn values(definition: &AttributeDefinition) -> alloc::vec::Vec<AttributeValue> {
    match definition {
        AttributeDefinition::Boolean => vec![true.into(), false.into()],
        AttributeDefinition::Integer { min, max } => vec![(*min).into(), (*max).into()],
        AttributeDefinition::Text => ["one", "other"]
            .map(|it| Label::trusted(it).into())
            .to_vec(),
        AttributeDefinition::Choice { choices } => {
            choices.iter().cloned().map(AttributeValue::Text).collect()
        }
    }
}

/// A window that is not the present one.
fn window(change: &Change, cx: &Context<'_, ChangePolicy>) -> Option<PlannedWindow> {
    let mut starts = (1..3_u64).filter_map(|hour| Seconds::hours(hour).after(cx.now));
    let mut windows = starts
        .by_ref()
        .filter_map(|it| Some(PlannedWindow::new(it, Seconds::hours(1).after(it)?)));
    windows.find(|it| change.window() != Some(it))
}

/// Everything that is missing; or, while that may be, another text for what is there.
fn plan(change: &Change) -> Plan {
    let now = change.plans();
    let back_out = || {
        let point = const { Code::trusted("first") };
        let point = PointOfNoReturn::new(point, TITLE, OTHER);
        BackOutPlan::new(ONE, vec![point])
    };
    let given = if now.is_complete() {
        let taken = now.implementation.as_ref().is_some_and(|it| *it == ONE);
        Plans::new().implementation(if taken { OTHER } else { ONE })
    } else {
        Plans {
            implementation: now.implementation.is_none().then_some(ONE),
            test: now.test.is_none().then_some(ONE),
            communication: now.communication.is_none().then_some(ONE),
            back_out: now.back_out.is_none().then(back_out),
        }
    };
    Plan::new(given)
}

fn assess(change: &Change) -> Option<Assess> {
    let now = change.assessment();
    let given = if now.is_complete() {
        let taken = now.benefit.as_ref().is_some_and(|it| *it == ONE);
        Assessment::new().benefit(if taken { OTHER } else { ONE })
    } else {
        let cost = Money::new(100, Currency::new("EUR").ok()?);
        Assessment {
            benefit: now.benefit.is_none().then_some(ONE),
            risk: now.risk.is_none().then_some(ONE),
            risk_level: now
                .risk_level
                .is_none()
                .then_some(const { Label::trusted("Low") }),
            impact: now.impact.is_none().then_some(ONE),
            effort: now.effort.is_none().then_some(ONE),
            cost: now.cost.is_none().then_some(cost),
            feasibility: now.feasibility.is_none().then_some(ONE),
        }
    };
    Some(Assess::new(given))
}
