//! A command that must be accepted, whatever the policy demands.

use crate::approval::{Answer, AskedPanel, Who};
use crate::assessment::Assessment;
use crate::change::Change;
use crate::command::{
    AddNote, AddTask, AdoptPolicy, Assess, AssessRisk, Assign, BackOut, Cancel, CancelTask,
    CastVote, ChangeCommand, ChangeCommandKind as Kind, Close, CompleteTask, Convene, Describe,
    FinishImplementation, Hold, HoldTask, LapseApproval, LinkCaused, LinkReason, NoteApplication,
    NoteOverdue, PassPoint, Plan, RecordApproval, RecordOutcome, RecordReview, Redact, Release,
    ReleaseTask, RequestAuthorization, Reschedule, Revert, Schedule, SetAttribute, SetMagnitude,
    SetScope, StageModification, StartImplementation, StartTask, Submit, UnlinkCaused,
    UnlinkReason, WithdrawModification,
};
use crate::delegation::{Delegation, Delegations};
use crate::kind::Magnitude;
use crate::modification::{Application, Modification};
use crate::outcome::{Outcome, OutcomeCode};
use crate::panel::{Member, Panel, Seats};
use crate::plan::{BackOutPlan, PlannedWindow, Plans, PointOfNoReturn};
use crate::policy::ChangePolicy;
use crate::redaction::RedactedText;
use crate::risk::RiskFacts;
use crate::task::{TaskKind, TaskState};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
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
        Kind::Assess => assess(change, policy)?.into(),
        Kind::AssessRisk => assess_risk(change, policy).into(),
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
            vote(change, answer, cx)?.into()
        }
        Kind::RecordApproval => record_approval(change, cx)?.into(),
        Kind::LapseApproval => LapseApproval::new().into(),
        Kind::Convene => convene(change, cx)?.into(),
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

/// The panels in which an answer can be written down now, each with how it asks.
fn panels(change: &Change, policy: &ChangePolicy) -> Option<Vec<(Panel, AskedPanel)>> {
    let rule = Change::approval_rule(change.model(policy)?, policy)?;
    let (of, course) = (change.authorization(policy)?, change.course(policy));
    let reached = |place: usize| course.as_ref().is_none_or(|it| place <= it.stage());
    let stages = of.stages().iter().enumerate().filter(|it| reached(it.0));
    let panels = stages.flat_map(|(_, it)| &it.panels);
    let asked = panels.filter_map(|it| Some((it.clone(), rule.panel(it.id())?.clone())));
    let mut all: Vec<_> = asked.filter(|it| it.0.seats() != Seats::Vacant).collect();
    all.sort_by_key(|it| change.is_past(it.0.id(), policy));
    Some(all)
}

/// The first of a panel who has not answered.
fn silent(change: &Change, panel: &Panel) -> Option<PersonId> {
    let votes = || change.standing_votes().filter(|it| it.panel == *panel.id());
    let silent = |it: &PersonId| !votes().any(|vote| vote.member() == *it);
    let people = || panel.asked().map(|it| it.person);
    people().find(silent).or_else(|| people().next())
}

fn delegated(from: PersonId, to: PersonId, cx: &Context<'_, ChangePolicy>) -> Option<Delegations> {
    let since = cx.occurred.unwrap_or(cx.now);
    let until = Seconds(1).after(since)?;
    vec![Delegation::new(from, to, since, until)]
        .try_into()
        .ok()
}

/// Whatever the actor may answer: in one's own name, or for a member of a panel.
fn vote(change: &Change, answer: Answer, cx: &Context<'_, ChangePolicy>) -> Option<CastVote> {
    let voter = cx.actor.person_id()?;
    let vote = CastVote::new(answer);
    for (panel, asked) in panels(change, cx.policy)? {
        let barred = panel.bars(voter) || change.barred().any(|it| it == voter);
        if asked.separate && barred {
            continue;
        }
        let vote = vote.clone().panel(asked.id.clone());
        match &asked.who {
            Who::Roles { roles } if roles.iter().any(|it| cx.actor.has(it)) => return Some(vote),
            Who::Roles { .. } => {}
            _ => {
                let member = silent(change, &panel)?;
                if member == voter {
                    return Some(vote);
                }
                let delegations = delegated(member, voter, cx)?;
                return Some(vote.member(member).delegations(delegations));
            }
        }
    }
    None
}

fn record_approval(change: &Change, cx: &Context<'_, ChangePolicy>) -> Option<RecordApproval> {
    let (panel, asked) = panels(change, cx.policy)?.into_iter().next()?;
    let barred: BTreeSet<PersonId> = change.barred().collect();
    let may = |it: PersonId| !asked.separate || !(panel.bars(it) || barred.contains(&it));
    let own = panel.asked().map(|it| it.person).find(|it| may(*it));
    let who = own.or_else(|| free(PersonId::from_key, may))?;
    let given_at = cx.occurred.unwrap_or(cx.now);
    let said = RecordApproval::new(who, Answer::Approve, given_at, ONE).panel(asked.id.clone());
    Some(match (&asked.who, own) {
        (Who::Roles { roles }, _) => said.role(roles.first()?.clone()),
        (_, Some(_)) => said,
        (_, None) => {
            let member = panel.asked().next()?.person;
            said.member(member).delegations(delegated(member, who, cx)?)
        }
    })
}

/// With every question answered, and another finding than the one that is there.
fn assess_risk(change: &Change, policy: &ChangePolicy) -> AssessRisk {
    let before = change.risk().and_then(|it| it.facts.services_down);
    let questions = policy.risk().questionnaire().map(|it| &it.questions);
    let answers: BTreeMap<Code, Code> = questions
        .into_iter()
        .flatten()
        .filter_map(|it| Some((it.id.clone(), it.choices.first()?.id.clone())))
        .collect();
    let facts = RiskFacts::new().services_down(if before == Some(2) { 0_u32 } else { 2_u32 });
    AssessRisk::new(facts.answers(answers))
}

/// Enough people who may, and others than those who sit there.
fn convene(change: &Change, cx: &Context<'_, ChangePolicy>) -> Option<Convene> {
    let panel = change.open_to_appointment(cx).into_iter().next()?;
    let barred: BTreeSet<PersonId> = change.barred().collect();
    let people = (1..1_000).map(PersonId::from_key);
    let free: Vec<PersonId> = people.filter(|it| !barred.contains(it)).take(12).collect();
    let members = |weight: u32| -> Vec<Member> {
        let member = |it: &PersonId| Member::new(*it, weight, false);
        free.iter().map(member).collect()
    };
    let taken = change.appointed(&panel) == Some(&members(9));
    Some(Convene::new(panel, members(if taken { 10 } else { 9 })))
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

fn assess(change: &Change, policy: &ChangePolicy) -> Option<Assess> {
    let level = policy.risk().scale().into_iter().next().cloned();
    let now = change.assessment();
    let given = if now.is_complete() {
        let taken = now.benefit.as_ref().is_some_and(|it| *it == ONE);
        Assessment::new().benefit(if taken { OTHER } else { ONE })
    } else {
        let cost = Money::new(100, Currency::new("EUR").ok()?);
        Assessment {
            benefit: now.benefit.is_none().then_some(ONE),
            risk: now.risk.is_none().then_some(ONE),
            risk_level: now.risk_level.is_none().then_some(level).flatten(),
            impact: now.impact.is_none().then_some(ONE),
            effort: now.effort.is_none().then_some(ONE),
            cost: now.cost.is_none().then_some(cost),
            feasibility: now.feasibility.is_none().then_some(ONE),
        }
    };
    Some(Assess::new(given))
}
