//! Commands of every kind with any parameters at all, sensible or not.

use super::origins::{causes, error_texts, moneys, workarounds};
use crate::cause::Method;
use crate::cause_analysis::CauseAnalysis;
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
use crate::duty::Duty;
use crate::fix::FixOutcome;
use crate::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
use crate::known_error::DeactivationReason;
use crate::merge::{DuplicateFacts, OriginalFacts};
use crate::redaction::RedactedText;
use crate::state::ProblemStage;
use crate::strategy::{ErrorControl, TechnicalDebt};
use crate::task::{Task, TaskKind, TaskState};
use crate::verification::{Comparison, IncidentCount};
use crate::workaround::WorkaroundUse;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec;
use itsm_core::id::{
    ChangeId, CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId, TaskId,
    TenantId,
};
use itsm_core::level::{Impact, Urgency};
use itsm_core::text::{Code, Label, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_testing::generate::{codes, extreme_instants, ids, instants, labels, notes, titles};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const GUESS: Code = Code::trusted("guess");

fn levels() -> BoxedStrategy<Label> {
    let known = ["High", "Medium", "Low", "Severe"].map(Label::trusted);
    prop_oneof![8 => select(known.to_vec()), 1 => labels()].boxed()
}

/// An analysis of one guess.
fn guesses(statement: Note) -> Option<Box<CauseAnalysis>> {
    let predicts = vec![statement.clone()];
    let guess = Hypothesis::new(GUESS, statement, predicts, HypothesisStatus::Open);
    let guesses = Hypotheses::try_from(DraftHypotheses::new(vec![guess])).ok()?;
    Some(Box::new(guesses.into()))
}

fn numbers() -> BoxedStrategy<u32> {
    prop_oneof![8 => 1..4_u32, 1 => any::<u32>()].boxed()
}

fn moments() -> BoxedStrategy<Instant> {
    prop_oneof![8 => instants(), 1 => extreme_instants()].boxed()
}

fn stages() -> BoxedStrategy<ProblemStage> {
    select(ProblemStage::ALL).boxed()
}

pub(super) fn duties() -> BoxedStrategy<Duty> {
    prop_oneof![
        Just(Duty::Attention {}),
        ids(KnownErrorId::from_key).prop_map(|known_error| Duty::KnownErrorReview { known_error }),
        Just(Duty::MajorReview {}),
        Just(Duty::Parking {}),
        Just(Duty::Verification {}),
    ]
    .boxed()
}

fn tasks() -> BoxedStrategy<Task> {
    (
        ids(TaskId::from_key),
        select(TaskKind::ALL),
        titles(),
        select(TaskState::ALL),
        option::of(ids(GroupId::from_key)),
    )
        .prop_map(|(id, kind, title, state, group)| Task {
            group,
            ..Task::new(id, kind, title, state)
        })
        .boxed()
}

fn debts() -> BoxedStrategy<TechnicalDebt> {
    (notes(), option::of(moneys()), option::of(moneys()))
        .prop_map(|(description, cost, to_repay)| TechnicalDebt {
            description,
            cost,
            to_repay,
        })
        .boxed()
}

fn counts() -> BoxedStrategy<IncidentCount> {
    (moments(), 0..60_u64, any::<u8>())
        .prop_map(|(from, days, incidents)| {
            let until = Seconds::days(days).after(from).unwrap_or(from);
            IncidentCount::new(from, until, u32::from(incidents))
        })
        .boxed()
}

fn problems() -> BoxedStrategy<BTreeSet<ProblemId>> {
    btree_set(ids(ProblemId::from_key), 0..3).boxed()
}

/// Commands of a kind.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
pub fn commands(kind: Kind) -> BoxedStrategy<ProblemCommand> {
    let incident = || ids(IncidentId::from_key);
    let change = || ids(ChangeId::from_key);
    let known_error = || ids(KnownErrorId::from_key);
    let task = || ids(TaskId::from_key);
    let reason = notes;
    match kind {
        Kind::Describe => (option::of(titles()), option::of(notes()))
            .prop_map(|(title, description)| Describe { title, description }.into())
            .boxed(),
        Kind::Categorize => (labels(), option::of(labels()))
            .prop_map(|(category, subcategory)| {
                Categorize {
                    category,
                    subcategory,
                }
                .into()
            })
            .boxed(),
        Kind::Prioritize => (levels(), levels(), notes())
            .prop_map(|(impact, urgency, note)| {
                Prioritize::new(Impact::from(impact), Urgency::from(urgency), note).into()
            })
            .boxed(),
        Kind::AssessRisk => {
            let known = ["Likely", "Rare"].map(Label::trusted).to_vec();
            let probability = prop_oneof![8 => select(known), 1 => labels()];
            (probability, any::<u8>(), option::of(moneys()))
                .prop_map(|(probability, incidents, cost)| {
                    AssessRisk {
                        cost,
                        ..AssessRisk::new(probability, u32::from(incidents))
                    }
                    .into()
                })
                .boxed()
        }
        Kind::Assign => (ids(GroupId::from_key), option::of(ids(PersonId::from_key)))
            .prop_map(|(group, person)| Assign { group, person }.into())
            .boxed(),
        Kind::SetService => option::of(ids(ServiceId::from_key))
            .prop_map(|service| SetService { service }.into())
            .boxed(),
        Kind::AffectCi => ids(CiId::from_key)
            .prop_map(|it| AffectCi::new(it).into())
            .boxed(),
        Kind::ClearCi => ids(CiId::from_key)
            .prop_map(|it| ClearCi::new(it).into())
            .boxed(),
        Kind::LinkIncident => incident()
            .prop_map(|it| LinkIncident::new(it).into())
            .boxed(),
        Kind::UnlinkIncident => incident()
            .prop_map(|it| UnlinkIncident::new(it).into())
            .boxed(),
        Kind::LinkChange => change().prop_map(|it| LinkChange::new(it).into()).boxed(),
        Kind::UnlinkChange => change().prop_map(|it| UnlinkChange::new(it).into()).boxed(),
        Kind::RecordFixOutcome => (change(), select(FixOutcome::ALL))
            .prop_map(|(change, outcome)| RecordFixOutcome::new(change, outcome).into())
            .boxed(),
        Kind::AddNote => notes().prop_map(|it| AddNote::new(it).into()).boxed(),
        Kind::AddCause => causes().prop_map(|it| AddCause::new(it).into()).boxed(),
        Kind::ReviseCause => (numbers(), causes())
            .prop_map(|(number, cause)| ReviseCause::new(number, cause).into())
            .boxed(),
        Kind::RejectCause => (numbers(), reason())
            .prop_map(|(number, reason)| RejectCause::new(number, reason).into())
            .boxed(),
        Kind::AttachAnalysis => {
            let parts = (
                select(Method::ALL),
                notes(),
                vec(causes(), 0..3),
                option::of(notes()),
            );
            parts
                .prop_map(|(method, summary, causes, guess)| {
                    let mut it = AttachAnalysis::new(method, summary, causes);
                    it.working = guess.and_then(guesses);
                    it.into()
                })
                .boxed()
        }
        Kind::BeginAssessment => Just(BeginAssessment::new().into()).boxed(),
        Kind::Confirm => Just(Confirm::new().into()).boxed(),
        Kind::BeginFix => Just(BeginFix::new().into()).boxed(),
        Kind::Resolve => (notes(), any::<bool>())
            .prop_map(|(notes, alters)| Resolve::new(notes, alters).into())
            .boxed(),
        Kind::AcceptRisk => reason().prop_map(|it| AcceptRisk::new(it).into()).boxed(),
        Kind::Verify => (counts(), counts(), option::of(notes()))
            .prop_map(|(before, after, notes)| {
                let comparison = Comparison::new(before, after);
                Verify { comparison, notes }.into()
            })
            .boxed(),
        Kind::EndMonitoring => Just(EndMonitoring::new().into()).boxed(),
        Kind::Close => option::of(notes())
            .prop_map(|notes| Close { notes }.into())
            .boxed(),
        Kind::Reanalyze => reason().prop_map(|it| Reanalyze::new(it).into()).boxed(),
        Kind::Cancel => reason().prop_map(|it| Cancel::new(it).into()).boxed(),
        Kind::DoNotPursue => reason().prop_map(|it| DoNotPursue::new(it).into()).boxed(),
        Kind::MarkDuplicate => (
            ids(ProblemId::from_key),
            stages(),
            vec(ids(ProblemId::from_key), 0..3),
            option::weighted(0.2, ids(TenantId::from_key)),
        )
            .prop_map(|(original, stage, via, tenant)| {
                let facts = OriginalFacts {
                    original,
                    stage,
                    via,
                    tenant,
                };
                MarkDuplicate::new(facts).into()
            })
            .boxed(),
        Kind::Absorb => (
            ids(ProblemId::from_key),
            problems(),
            btree_set(incident(), 0..3),
            vec(tasks(), 0..3),
        )
            .prop_map(|(problem, before, incidents, tasks)| {
                Absorb::new(DuplicateFacts::new(problem, before, incidents, tasks)).into()
            })
            .boxed(),
        Kind::AddTask => (
            task(),
            select(TaskKind::ALL),
            titles(),
            option::of(ids(GroupId::from_key)),
            option::of(ids(PersonId::from_key)),
        )
            .prop_map(|(task, kind, title, group, person)| {
                AddTask {
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
        Kind::FlagMajor => reason().prop_map(|it| FlagMajor::new(it).into()).boxed(),
        Kind::ClearMajor => reason().prop_map(|it| ClearMajor::new(it).into()).boxed(),
        Kind::RecordReview => (notes(), vec(notes(), 0..3))
            .prop_map(|(findings, lessons)| RecordReview::new(findings, lessons).into())
            .boxed(),
        Kind::ApplyModel => {
            let known = const { Code::trusted("crash") };
            prop_oneof![4 => Just(known), 1 => codes()]
                .prop_map(|it| ApplyModel::new(it).into())
                .boxed()
        }
        Kind::CompleteStep => {
            let known = ["collect", "compare"].map(Code::trusted).to_vec();
            prop_oneof![4 => select(known), 1 => codes()]
                .prop_map(|it| CompleteStep::new(it).into())
                .boxed()
        }
        Kind::RecordWorkaround => workarounds()
            .prop_map(|it| RecordWorkaround::new(it).into())
            .boxed(),
        Kind::ReviseWorkaround => (numbers(), workarounds())
            .prop_map(|(number, it)| ReviseWorkaround::new(number, it).into())
            .boxed(),
        Kind::WithdrawWorkaround => (numbers(), reason())
            .prop_map(|(number, reason)| WithdrawWorkaround::new(number, reason).into())
            .boxed(),
        Kind::CountWorkaround => (numbers(), select(WorkaroundUse::ALL))
            .prop_map(|(number, outcome)| CountWorkaround::new(number, outcome).into())
            .boxed(),
        Kind::DeclareKnownError => (known_error(), error_texts())
            .prop_map(|(id, text)| DeclareKnownError::new(id, text).into())
            .boxed(),
        Kind::ReviseKnownError => (known_error(), error_texts())
            .prop_map(|(id, text)| ReviseKnownError::new(id, text).into())
            .boxed(),
        Kind::ReviewKnownError => (known_error(), notes())
            .prop_map(|(id, findings)| ReviewKnownError::new(id, findings).into())
            .boxed(),
        Kind::DeactivateKnownError => (known_error(), select(DeactivationReason::WELL_KNOWN))
            .prop_map(|(id, reason)| DeactivateKnownError::new(id, reason).into())
            .boxed(),
        Kind::SetStrategy => (select(ErrorControl::ALL), option::of(debts()))
            .prop_map(|(strategy, debt)| SetStrategy { strategy, debt }.into())
            .boxed(),
        Kind::Park => (reason(), option::of(moments()))
            .prop_map(|(reason, until)| Park { reason, until }.into())
            .boxed(),
        Kind::Unpark => Just(Unpark::new().into()).boxed(),
        Kind::CommunicateWorkaround => (numbers(), notes())
            .prop_map(|(number, it)| CommunicateWorkaround::new(number, it).into())
            .boxed(),
        Kind::CommunicateFix => notes()
            .prop_map(|it| CommunicateFix::new(it).into())
            .boxed(),
        Kind::NoteOverdue => duties().prop_map(|it| NoteOverdue::new(it).into()).boxed(),
        Kind::Redact => (select(RedactedText::ALL), reason())
            .prop_map(|(text, reason)| Redact::new(text, reason).into())
            .boxed(),
        Kind::AdoptPolicy => Just(AdoptPolicy::new().into()).boxed(),
    }
}
