//! Commands about what few incidents have that must be accepted, whatever the policy demands.

use super::witness::{free, note, other_group};
use crate::command::{
    Absorb, AddWatcher, AffectUser, AnswerSurvey, ApplyModel, AssignTask, CancelTask, ClearUser,
    CompleteStep, CountAffected, EscalateByTime, HandToVendor, IncidentCommand,
    IncidentCommandKind as Kind, Inform, JoinSwarm, LeaveSwarm, LogWork, MergeInto, NoteOverdue,
    NoteWorkaround, RecordCost, RecordReview, Redact, Remind, RemoveWatcher, ResolveUnanswered,
    ReturnFromVendor,
};
use crate::cost::Cost;
use crate::incident::Incident;
use crate::merge::{MergeFacts, MergedFacts};
use crate::model::may_do;
use crate::policy::IncidentPolicy;
use crate::redaction::RedactedText;
use crate::review::{ReviewAction, ReviewActionKind};
use crate::state::IncidentStage;
use crate::task::Task;
use crate::work_log::Visibility;
use crate::workaround::WorkaroundStep;
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, KnownErrorId, PersonId, SupplierId};
use itsm_core::money::Currency;
use itsm_core::text::{Code, RecordNumber, Title};
use itsm_core::time::Seconds;

/// A command of this kind that the incident must accept; `None` for a kind that is none of these.
pub(super) fn witness(
    incident: &Incident,
    kind: Kind,
    cx: &Context<'_, IncidentPolicy>,
) -> Option<IncidentCommand> {
    let stranger =
        |among: &dyn Fn(PersonId) -> bool| free(PersonId::from_key, |person| !among(person));
    Some(match kind {
        Kind::AssignTask => {
            let task = open_task(incident)?;
            AssignTask::new(task.id, other_group(incident))
                .person(stranger(&|it| task.assignee == Some(it))?)
                .into()
        }
        Kind::CancelTask => CancelTask::new(open_task(incident)?.id, note()).into(),
        Kind::LogWork => LogWork::new(note(), Visibility::Public).into(),
        Kind::RecordCost => record_cost(incident)?.into(),
        Kind::AddWatcher => {
            AddWatcher::new(stranger(&|it| incident.watchers().any(|one| one == it))?).into()
        }
        Kind::RemoveWatcher => RemoveWatcher::new(incident.watchers().next()?).into(),
        Kind::AffectUser => {
            AffectUser::new(stranger(&|it| incident.noted_users().any(|one| one == it))?).into()
        }
        Kind::ClearUser => ClearUser::new(incident.noted_users().next()?).into(),
        Kind::CountAffected => {
            let present = incident.annex().map_or(0, |it| it.affected.unnamed);
            CountAffected::new(if present == 40 { 41_u32 } else { 40 }).into()
        }
        Kind::HandToVendor => {
            let with = incident.vendor();
            let reference = with.and_then(|it| it.reference.as_ref());
            let taken = reference.is_some_and(|it| it.as_str() == "V-1");
            HandToVendor::new(with.map_or(SupplierId::from_key(1), |it| it.supplier))
                .reference(RecordNumber::trusted(if taken { "V-2" } else { "V-1" }))
                .note(note())
                .into()
        }
        Kind::ReturnFromVendor => ReturnFromVendor::new().note(note()).into(),
        Kind::JoinSwarm => JoinSwarm::new(stranger(&|it| {
            incident.contributors().any(|one| one == it)
        })?)
        .into(),
        Kind::LeaveSwarm => LeaveSwarm::new(incident.contributors().next()?).into(),
        Kind::NoteWorkaround => {
            let known = |it| incident.workarounds().iter().any(|of| of.known_error == it);
            let fresh = free(KnownErrorId::from_key, |it| !known(it))?;
            NoteWorkaround::new(fresh, WorkaroundStep::Offered).into()
        }
        Kind::ApplyModel => {
            let present = incident.model().map(|it| &it.model);
            let other = cx
                .policy
                .models
                .rules()
                .iter()
                .find(|rule| rule.is_active() && Some(rule.id()) != present)?;
            ApplyModel::new(other.id().clone()).into()
        }
        Kind::CompleteStep => {
            let next = incident.model()?.next_steps();
            let (step, _) = next.iter().find(|(step, _)| may_do(step, cx.actor))?;
            CompleteStep::new(step.id.clone()).note(note()).into()
        }
        Kind::Inform => Inform::new(const { Code::trusted("customers") }, note()).into(),
        Kind::MergeInto => {
            let own = |it| it == incident.id() || incident.duplicates().any(|one| one == it);
            let mut facts = MergeFacts::new(
                free(IncidentId::from_key, |it| !own(it))?,
                IncidentStage::New,
                Vec::new(),
            );
            facts.tenant = incident.profile().tenant;
            MergeInto::new(facts).notes(note()).into()
        }
        Kind::Absorb => {
            let own = |it| it == incident.id() || incident.duplicates().any(|one| one == it);
            let merged = free(IncidentId::from_key, |it| !own(it))?;
            let people = BTreeSet::from([PersonId::from_key(4)]);
            let facts = MergedFacts::new(merged, BTreeSet::new(), people.clone(), 2_u32, people);
            Absorb::new(facts).into()
        }
        Kind::EscalateByTime => {
            let first = incident.escalations_due(cx.policy).into_iter().next()?;
            EscalateByTime::new(first.rule.clone()).into()
        }
        Kind::NoteOverdue => NoteOverdue::new(incident.late_duty(cx)?).into(),
        Kind::Remind => match Seconds::hours(1).after(cx.now) {
            Some(next) => Remind::new().next(next).into(),
            None => Remind::new().into(),
        },
        Kind::ResolveUnanswered => ResolveUnanswered::new().into(),
        Kind::Redact => Redact::new(RedactedText::All, note()).into(),
        Kind::RecordReview => {
            let action = ReviewAction::new(
                ReviewActionKind::Problem,
                Title::trusted("Find out why the spare line was down"),
            );
            RecordReview::new(note(), vec![action]).into()
        }
        Kind::AnswerSurvey => AnswerSurvey::new(1).comment(note()).into(),
        _ => return None,
    })
}

fn open_task(incident: &Incident) -> Option<&Task> {
    incident.tasks().iter().find(|task| task.is_open())
}

/// A first cost, and then one that fits however large the others are.
fn record_cost(incident: &Incident) -> Option<RecordCost> {
    let (amount, currency) = match incident.costs().first() {
        Some(first) => (0, first.amount.currency),
        None => (1_200, Currency::new("EUR").ok()?),
    };
    Some(
        RecordCost::new(Cost::Fixed { amount }, currency)
            .person(PersonId::from_key(5))
            .note(note()),
    )
}
