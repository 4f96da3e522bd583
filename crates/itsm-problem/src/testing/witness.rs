//! A command that must be accepted, whatever the policy demands.

use crate::cause::{Cause, Contribution, Method};
use crate::command::{
    Absorb, AcceptRisk, AddCause, AddNote, AddTask, AdoptPolicy, AffectCi, ApplyModel, AssessRisk,
    Assign, AttachAnalysis, BeginAssessment, BeginFix, Cancel, CancelTask, Categorize, ClearCi,
    ClearMajor, Close, CommunicateFix, CommunicateWorkaround, CompleteStep, CompleteTask, Confirm,
    CountWorkaround, DeactivateKnownError, DeclareKnownError, Describe, DoNotPursue, EndMonitoring,
    FlagMajor, LinkChange, LinkIncident, MarkDuplicate, NoteOverdue, Park, Prioritize,
    ProblemCommand, ProblemCommandKind as Kind, Reanalyze, RecordFixOutcome, RecordReview,
    RecordWorkaround, Redact, RejectCause, Resolve, ReviewKnownError, ReviseCause,
    ReviseKnownError, ReviseWorkaround, SetService, SetStrategy, StartTask, UnlinkChange,
    UnlinkIncident, Unpark, Verify, WithdrawWorkaround,
};
use crate::fix::FixOutcome;
use crate::known_error::{DeactivationReason, ErrorText};
use crate::merge::{DuplicateFacts, OriginalFacts};
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::redaction::RedactedText;
use crate::state::ProblemStage;
use crate::strategy::{ErrorControl, TechnicalDebt};
use crate::task::{TaskKind, TaskState};
use crate::verification::{Comparison, IncidentCount};
use crate::workaround::{Workaround, WorkaroundUse};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{
    ChangeId, CiId, GroupId, IncidentId, KnownErrorId, ProblemId, ServiceId, TaskId,
};
use itsm_core::text::{Label, Note, Title};

const ONE: Note = Note::trusted("one");
const OTHER: Note = Note::trusted("other");
const TITLE: Title = Title::trusted("one");
const ANOTHER_TITLE: Title = Title::trusted("another");

/// A command of this kind that the problem must accept; `None` if `allowed` says that there is
/// none.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
pub fn witness(
    problem: &Problem,
    kind: Kind,
    cx: &Context<'_, ProblemPolicy>,
) -> Option<ProblemCommand> {
    if !problem.permission(kind, cx).is_possible() {
        return None;
    }
    let policy = cx.policy;
    let cause = |statement: Note| Cause::new(Contribution::Occurrence, statement, Vec::new());
    let title = |taken: &Title| {
        if *taken == TITLE {
            ANOTHER_TITLE
        } else {
            TITLE
        }
    };
    Some(match kind {
        Kind::Describe => {
            let taken = problem.description().is_some_and(|it| *it == ONE);
            Describe::new()
                .description(if taken { OTHER } else { ONE })
                .into()
        }
        Kind::Categorize => {
            let labels = ["one", "other"].map(Label::trusted);
            let free = labels.into_iter().find(|it| problem.category() != Some(it));
            Categorize::new(free?).into()
        }
        Kind::Prioritize => {
            let matrix = policy.matrix();
            let mut pairs = matrix.impacts().iter().flat_map(|impact| {
                let urgencies = matrix.urgencies().iter();
                urgencies.map(move |urgency| (impact, urgency))
            });
            let present = (problem.impact(), problem.urgency());
            let (impact, urgency) = pairs.find(|it| *it != present)?;
            Prioritize::new(impact.clone(), urgency.clone(), ONE).into()
        }
        Kind::AssessRisk => AssessRisk::new(policy.probabilities().next()?.clone(), 3_u32).into(),
        Kind::Assign => {
            let group = free(GroupId::from_key, |it| problem.group() != Some(it))?;
            Assign::new(group).into()
        }
        Kind::SetService => {
            let service = free(ServiceId::from_key, |it| problem.service() != Some(it))?;
            SetService::new().service(service).into()
        }
        Kind::AffectCi => {
            let ci = free(CiId::from_key, |it| !problem.cis().any(|ci| ci == it))?;
            AffectCi::new(ci).into()
        }
        Kind::ClearCi => ClearCi::new(problem.cis().next()?).into(),
        Kind::LinkIncident => {
            let linked = |it| problem.incidents().any(|(id, _)| id == it);
            LinkIncident::new(free(IncidentId::from_key, |it| !linked(it))?).into()
        }
        Kind::UnlinkIncident => UnlinkIncident::new(problem.incidents().next()?.0).into(),
        Kind::LinkChange => {
            let linked = |it| problem.changes().any(|(id, _)| id == it);
            LinkChange::new(free(ChangeId::from_key, |it| !linked(it))?).into()
        }
        Kind::UnlinkChange => UnlinkChange::new(problem.changes().next()?.0).into(),
        Kind::RecordFixOutcome => {
            let (change, it) = problem.changes().next()?;
            let completed = it.outcome == Some(FixOutcome::Completed);
            let outcome = if completed {
                FixOutcome::Failed
            } else {
                FixOutcome::Completed
            };
            RecordFixOutcome::new(change, outcome).into()
        }
        Kind::AddNote => AddNote::new(ONE).into(),
        Kind::AddCause => AddCause::new(cause(ONE)).into(),
        Kind::ReviseCause => {
            let it = problem.causes().next()?;
            let taken = it.cause.statement == ONE;
            ReviseCause::new(it.number, cause(if taken { OTHER } else { ONE })).into()
        }
        Kind::RejectCause => RejectCause::new(problem.causes().next()?.number, ONE).into(),
        Kind::AttachAnalysis => {
            AttachAnalysis::new(Method::FiveWhys, ONE, vec![cause(ONE), cause(OTHER)]).into()
        }
        Kind::BeginAssessment => BeginAssessment::new().into(),
        Kind::Confirm => Confirm::new().into(),
        Kind::BeginFix => BeginFix::new().into(),
        Kind::Resolve => Resolve::new(ONE, false).into(),
        Kind::AcceptRisk => AcceptRisk::new(ONE).into(),
        Kind::Verify => verify(problem, cx)?.into(),
        Kind::EndMonitoring => EndMonitoring::new().into(),
        Kind::Close => Close::new().into(),
        Kind::Reanalyze => Reanalyze::new(ONE).into(),
        Kind::Cancel => Cancel::new(ONE).into(),
        Kind::DoNotPursue => DoNotPursue::new(ONE).into(),
        Kind::MarkDuplicate => {
            let original = other_problem(problem)?;
            let facts = OriginalFacts {
                tenant: problem.profile().tenant,
                ..OriginalFacts::new(original, ProblemStage::Assess, Vec::new())
            };
            MarkDuplicate::new(facts).into()
        }
        Kind::Absorb => {
            let duplicate = other_problem(problem)?;
            let incidents = BTreeSet::from([IncidentId::from_key(77)]);
            let facts = DuplicateFacts::new(duplicate, BTreeSet::new(), incidents, Vec::new());
            Absorb::new(facts).into()
        }
        Kind::AddTask => {
            let id = free(TaskId::from_key, |id| {
                !problem.tasks().iter().any(|it| it.id == id)
            })?;
            AddTask::new(id, TaskKind::RootCauseAnalysis, TITLE).into()
        }
        Kind::StartTask => {
            let mut tasks = problem.tasks().iter();
            StartTask::new(tasks.find(|it| it.state == TaskState::Open)?.id).into()
        }
        Kind::CompleteTask => {
            let mut tasks = problem.tasks().iter();
            CompleteTask::new(tasks.find(|it| it.state.is_open())?.id).into()
        }
        Kind::CancelTask => {
            let mut tasks = problem.tasks().iter();
            CancelTask::new(tasks.find(|it| it.state.is_open())?.id, ONE).into()
        }
        Kind::FlagMajor => FlagMajor::new(ONE).into(),
        Kind::ClearMajor => ClearMajor::new(ONE).into(),
        Kind::RecordReview => RecordReview::new(ONE, vec![OTHER]).into(),
        Kind::ApplyModel => {
            let present = problem.model().map(|it| &it.model);
            let mut models = policy.models();
            let (model, _) = models.find(|(name, _)| Some(*name) != present)?;
            ApplyModel::new(model.clone()).into()
        }
        Kind::CompleteStep => {
            let mut open = problem.open_steps();
            CompleteStep::new(open.next()?.step.step.clone()).into()
        }
        Kind::RecordWorkaround => {
            RecordWorkaround::new(Workaround::new(TITLE, vec![ONE], true)).into()
        }
        Kind::ReviseWorkaround => {
            let it = problem.workarounds().next()?;
            let workaround = Workaround {
                title: title(&it.workaround.title),
                ..it.workaround.clone()
            };
            ReviseWorkaround::new(it.number, workaround).into()
        }
        Kind::WithdrawWorkaround => {
            WithdrawWorkaround::new(problem.workarounds().next()?.number, ONE).into()
        }
        Kind::CountWorkaround => {
            let it = problem.workarounds().next()?;
            CountWorkaround::new(it.number, WorkaroundUse::Worked).into()
        }
        Kind::DeclareKnownError => {
            let id = free(KnownErrorId::from_key, |it| {
                problem.known_error(it).is_none()
            })?;
            DeclareKnownError::new(id, ErrorText::new(TITLE).mitigation(ONE)).into()
        }
        Kind::ReviseKnownError => {
            let it = problem.active_errors().next()?;
            let text = ErrorText {
                title: title(&it.text.title),
                ..it.text.clone()
            };
            ReviseKnownError::new(it.id, text).into()
        }
        Kind::ReviewKnownError => {
            ReviewKnownError::new(problem.active_errors().next()?.id, ONE).into()
        }
        Kind::DeactivateKnownError => {
            let it = problem.active_errors().next()?;
            DeactivateKnownError::new(it.id, DeactivationReason::SERVICE_RETIRED).into()
        }
        Kind::SetStrategy => {
            let present = problem.strategy().map(|it| it.control);
            let chosen = ErrorControl::ALL.iter().find(|it| Some(**it) != present)?;
            SetStrategy::new(*chosen)
                .debt(TechnicalDebt::new(ONE))
                .into()
        }
        Kind::Park => Park::new(ONE).into(),
        Kind::Unpark => Unpark::new().into(),
        Kind::CommunicateWorkaround => {
            CommunicateWorkaround::new(problem.workarounds().next()?.number, ONE).into()
        }
        Kind::CommunicateFix => CommunicateFix::new(ONE).into(),
        Kind::NoteOverdue => NoteOverdue::new(problem.late(None, cx)?.duty).into(),
        Kind::Redact => Redact::new(RedactedText::All, ONE).into(),
        Kind::AdoptPolicy => AdoptPolicy::new().into(),
    })
}

fn free<I: Copy>(from_key: fn(u64) -> I, is_free: impl Fn(I) -> bool) -> Option<I> {
    (1..1_000).map(from_key).find(|id| is_free(*id))
}

fn other_problem(problem: &Problem) -> Option<ProblemId> {
    free(ProblemId::from_key, |it| {
        it != problem.id() && !problem.duplicates().any(|id| id == it)
    })
}

/// Two windows around the fix, the shortest that the policy takes: every second time with more
/// incidents after it than before.
fn verify(problem: &Problem, cx: &Context<'_, ProblemPolicy>) -> Option<Verify> {
    let fixed = problem.fix()?.at.0;
    let until = problem.verifiable_at(cx.policy)?;
    let from = fixed.checked_sub_signed(until.signed_duration_since(fixed))?;
    let works = problem.revision() % 2 == 0;
    let (before, after) = if works { (4_u32, 1_u32) } else { (1, 4) };
    let before = IncidentCount::new(from, fixed, before);
    let after = IncidentCount::new(fixed, until, after);
    Some(Verify::new(Comparison::new(before, after)))
}
