//! One example of every command and every event, with every optional field filled.

use itsm_core::actor::{Agent, Role};
use itsm_core::id::{
    ChangeId, CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId, TaskId,
    TenantId,
};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::money::{Currency, Money};
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Code, Label, Note, RecordNumber, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_problem::cause::{Cause, Contribution, Dimension, Method};
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::command::*;
use itsm_problem::duty::Duty;
use itsm_problem::ending::RiskEnd;
use itsm_problem::event::*;
use itsm_problem::fix::{FixOutcome, FixStanding};
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
use itsm_problem::known_error::{DeactivationReason, ErrorText};
use itsm_problem::merge::{DuplicateFacts, OriginalFacts};
use itsm_problem::model::ModelStep;
use itsm_problem::profile::{Identification, Origin, ProblemProfile, ProblemSource};
use itsm_problem::redaction::RedactedText;
use itsm_problem::risk::{RiskAssessment, RiskFactor, RiskPart};
use itsm_problem::state::{
    AppliedFix, Closure, ProblemStage, ProblemState, Resolution, ResolutionCode,
};
use itsm_problem::strategy::{ErrorControl, TechnicalDebt};
use itsm_problem::task::{Task, TaskKind, TaskState};
use itsm_problem::verification::{Comparison, Evidence, IncidentCount};
use itsm_problem::workaround::{Workaround, WorkaroundQuality, WorkaroundUse};
use itsm_problem::{Adopt, AdoptedError, RecordedProblemEvent};
use std::collections::BTreeSet;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::new("EUR").unwrap())
}

fn incident(key: u64) -> IncidentId {
    IncidentId::from_key(key)
}

fn known_error() -> KnownErrorId {
    KnownErrorId::from_key(3)
}

fn change() -> ChangeId {
    ChangeId::from_key(7)
}

fn task_id() -> TaskId {
    TaskId::from_key(5)
}

fn group() -> GroupId {
    GroupId::from_key(5)
}

fn person() -> PersonId {
    PersonId::from_key(3)
}

fn profile() -> ProblemProfile {
    let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
    let (impact, urgency) = (Impact::new("High").unwrap(), Urgency::new("Low").unwrap());
    ProblemProfile::new(title("Mail stops at noon"), origin, impact, urgency)
        .description(note("Three times this week."))
        .category(label("Mail"))
        .subcategory(label("Delivery"))
        .service(ServiceId::from_key(9))
        .cis(BTreeSet::from([CiId::from_key(1), CiId::from_key(2)]))
        .group(group())
        .assignee(person())
        .tenant(TenantId::from_key(4))
        .number(RecordNumber::new("PRB0040001").unwrap())
}

fn cause() -> Cause {
    Cause::new(
        Contribution::Duration,
        note("Nobody is told when the queue fills up."),
        vec![note("The monitor of the queue was off since May.")],
    )
    .dimension(Dimension::ValueStreamsAndProcesses)
    .ci(CiId::from_key(1))
    .found_by(Method::FiveWhys)
    .actionable(true)
}

fn workaround() -> Workaround {
    Workaround::new(
        title("Restart the queue"),
        vec![note("Stop the queue."), note("Start it.")],
        true,
    )
    .applicability(note("While more than 10,000 mails wait."))
    .limitations(note("Mail of the last minute is sent twice."))
    .expected_result(note("The queue is empty after five minutes."))
}

fn error_text() -> ErrorText {
    ErrorText::new(title("Queue of srv-mail-01 fills up"))
        .symptoms(note("Mail is late by hours."))
        .mitigation(note("Newsletters are sent at night."))
        .cis(BTreeSet::from([CiId::from_key(1)]))
}

fn comparison() -> Comparison {
    let window = |from, until, incidents| IncidentCount::new(at(from), at(until), incidents);
    Comparison::new(
        window("2026-02-02T09:00:00Z", "2026-03-02T09:00:00Z", 4_u32),
        window("2026-03-02T09:00:00Z", "2026-03-30T09:00:00Z", 1_u32),
    )
}

fn facts() -> OriginalFacts {
    OriginalFacts::new(
        ProblemId::from_key(2),
        ProblemStage::RootCauseAnalysis,
        vec![ProblemId::from_key(8)],
    )
    .tenant(TenantId::from_key(4))
}

fn task() -> Task {
    Task::new(
        task_id(),
        TaskKind::RootCauseAnalysis,
        title("Read the logs"),
        TaskState::Open,
    )
    .group(group())
    .person(person())
    .notes(note("Begins with Monday."))
}

fn duplicate() -> DuplicateFacts {
    DuplicateFacts::new(
        ProblemId::from_key(1),
        BTreeSet::from([ProblemId::from_key(6)]),
        BTreeSet::from([incident(1), incident(2)]),
        vec![task()],
    )
}

fn debt() -> TechnicalDebt {
    TechnicalDebt::new(note("The old mail server stays."))
        .cost(euro(1_200_000))
        .to_repay(euro(4_000_000))
}

fn steps() -> Vec<ModelStep> {
    vec![ModelStep::new(
        code("measure"),
        title("Measure how fast it fills"),
    )]
}

pub(crate) fn commands() -> Vec<ProblemCommand> {
    let number = 1_u32;
    vec![
        Describe::new()
            .title(title("Mail stops at noon"))
            .description(note("Every day."))
            .into(),
        Categorize::new(label("Mail"))
            .subcategory(label("Delivery"))
            .into(),
        Prioritize::new(
            Impact::new("High").unwrap(),
            Urgency::new("High").unwrap(),
            note("The board is affected."),
        )
        .into(),
        AssessRisk::new(label("Likely"), 5_u32)
            .cost(euro(250_000))
            .into(),
        Assign::new(group()).person(person()).into(),
        SetService::new().service(ServiceId::from_key(9)).into(),
        AffectCi::new(CiId::from_key(1)).into(),
        ClearCi::new(CiId::from_key(1)).into(),
        LinkIncident::new(incident(1)).into(),
        UnlinkIncident::new(incident(1)).into(),
        LinkChange::new(change()).into(),
        UnlinkChange::new(change()).into(),
        RecordFixOutcome::new(change(), FixOutcome::Canceled).into(),
        AddNote::new(note("The supplier was asked.")).into(),
        AddCause::new(cause()).into(),
        ReviseCause::new(number, cause()).into(),
        RejectCause::new(number, note("The monitor was on.")).into(),
        AttachAnalysis::new(Method::Hypothesis, note("One guess."), vec![cause()])
            .working(guess())
            .into(),
        BeginAssessment::new().into(),
        Confirm::new().into(),
        BeginFix::new().into(),
        Resolve::new(note("The queue has room."), true).into(),
        AcceptRisk::new(note("It costs more than it hurts.")).into(),
        Verify::new(comparison()).notes(note("Quiet weeks.")).into(),
        EndMonitoring::new().into(),
        Close::new().notes(note("Thanks to all.")).into(),
        Reanalyze::new(note("It came again.")).into(),
        Cancel::new(note("It was a test.")).into(),
        DoNotPursue::new(note("The server goes in June.")).into(),
        MarkDuplicate::new(facts()).into(),
        Absorb::new(duplicate()).into(),
        AddTask::new(task_id(), TaskKind::General, title("Tell the supplier"))
            .group(group())
            .person(person())
            .into(),
        StartTask::new(task_id()).person(person()).into(),
        CompleteTask::new(task_id())
            .notes(note("The supplier knows."))
            .into(),
        CancelTask::new(task_id(), note("The supplier is gone.")).into(),
        FlagMajor::new(note("All of Porto.")).into(),
        ClearMajor::new(note("Only one floor.")).into(),
        RecordReview::new(note("It took too long."), vec![note("Watch the queues.")]).into(),
        ApplyModel::new(code("capacity")).into(),
        CompleteStep::new(code("measure")).into(),
        RecordWorkaround::new(workaround()).into(),
        ReviseWorkaround::new(number, workaround()).into(),
        WithdrawWorkaround::new(number, note("It loses mail.")).into(),
        CountWorkaround::new(number, WorkaroundUse::Worked).into(),
        DeclareKnownError::new(known_error(), error_text()).into(),
        ReviseKnownError::new(known_error(), error_text()).into(),
        ReviewKnownError::new(known_error(), note("Still there.")).into(),
        DeactivateKnownError::new(known_error(), DeactivationReason::SERVICE_RETIRED).into(),
        SetStrategy::new(ErrorControl::PermanentWorkaround)
            .debt(debt())
            .into(),
        Park::new(note("The supplier has no fix yet."))
            .until(at("2026-06-01T09:00:00Z"))
            .into(),
        Unpark::new().into(),
        CommunicateWorkaround::new(number, note("Restart the queue.")).into(),
        CommunicateFix::new(note("On Sunday.")).into(),
        NoteOverdue::new(Duty::KnownErrorReview {
            known_error: known_error(),
        })
        .into(),
        NoteOverdue::new(Duty::Attention {}).into(),
        NoteOverdue::new(Duty::MajorReview {}).into(),
        NoteOverdue::new(Duty::Parking {}).into(),
        NoteOverdue::new(Duty::Verification {}).into(),
        Redact::new(RedactedText::Description, note("Asked for.")).into(),
        AdoptPolicy::new().into(),
    ]
}

fn assessment() -> RiskAssessment {
    RiskAssessment::new(
        label("Likely"),
        5_u32,
        Seconds::days(30),
        WorkaroundQuality::Tested,
        vec![
            RiskPart::new(RiskFactor::Exposure, 20_u32),
            RiskPart::new(RiskFactor::Workaround, 3_u32),
        ],
        17_u32,
        Priority::new("High").unwrap(),
    )
    .cost(euro(250_000))
}

pub(crate) fn adoption() -> Adopt {
    let fix = AppliedFix::new(at("2026-02-01T09:00:00Z"), note("A bigger queue."), true)
        .verified(Evidence::Compared(comparison()));
    let closure = Closure::new(at("2026-02-20T09:00:00Z"), Resolution::FixApplied(fix));
    Adopt::new(
        profile(),
        ProblemState::Closed(closure),
        at("2026-03-01T09:00:00Z"),
    )
    .registered_at(at("2026-01-01T09:00:00Z"))
    .incidents(BTreeSet::from([incident(1)]))
    .causes(vec![cause()])
    .workarounds(vec![workaround()])
    .known_errors(vec![AdoptedError::new(known_error(), error_text())])
}

fn adopted() -> Adopted {
    let it = adoption();
    Adopted::new(
        it.profile,
        Priority::new("Moderate").unwrap(),
        it.state,
        it.as_of,
    )
    .registered_at(at("2026-01-01T09:00:00Z"))
    .incidents(BTreeSet::from([incident(1)]))
    .causes(vec![cause()])
    .workarounds(vec![workaround()])
    .known_errors(vec![AdoptedError::new(known_error(), error_text())])
}

pub(crate) fn events() -> Vec<ProblemEvent> {
    let (number, moderate) = (1_u32, Priority::new("Moderate").unwrap());
    vec![
        Registered::new(profile(), moderate.clone(), BTreeSet::from([incident(1)])).into(),
        adopted().into(),
        Described::new()
            .title(title("Mail stops at noon"))
            .description(note("Every day."))
            .into(),
        Categorized::new(label("Mail"))
            .subcategory(label("Delivery"))
            .into(),
        Prioritized::new(
            Impact::new("High").unwrap(),
            Urgency::new("High").unwrap(),
            Priority::new("Critical").unwrap(),
            note("The board is affected."),
        )
        .into(),
        RiskAssessed::new(assessment()).into(),
        Assigned::new(group()).person(person()).into(),
        ServiceSet::new().service(ServiceId::from_key(9)).into(),
        CiAffected::new(CiId::from_key(1)).into(),
        CiCleared::new(CiId::from_key(1)).into(),
        IncidentLinked::new(incident(1)).into(),
        IncidentUnlinked::new(incident(1)).into(),
        ChangeLinked::new(change()).into(),
        ChangeUnlinked::new(change()).into(),
        FixOutcomeRecorded::new(change(), FixOutcome::Completed).into(),
        FixesEnded::new(FixStanding::NotFixed).into(),
        NoteAdded::new(note("The supplier was asked.")).into(),
        CauseAdded::new(number, cause()).into(),
        CauseRevised::new(number, cause()).into(),
        CauseRejected::new(number, note("The monitor was on.")).into(),
        attached().into(),
        AssessmentBegun::new().into(),
        Confirmed::new().into(),
        FixBegun::new().into(),
        Resolved::new(note("The queue has room."), true).into(),
        RiskAccepted::new(
            note("It costs more than it hurts."),
            person(),
            Role::PROBLEM_MANAGER,
            RiskEnd::Closed,
        )
        .into(),
        FixVerified::new(Evidence::Watched {
            until: at("2026-03-30T09:00:00Z"),
        })
        .notes(note("Quiet weeks."))
        .into(),
        VerificationFailed::new(comparison(), 20_u32)
            .notes(note("It came again."))
            .into(),
        Closed::new(ResolutionCode::FixApplied, note("The queue has room."))
            .notes(note("Thanks to all."))
            .into(),
        Reanalyzed::new(ProblemStage::Closed, note("It came again.")).into(),
        Canceled::new(note("It was a test.")).into(),
        NotPursued::new(note("The server goes in June.")).into(),
        DuplicateMarked::new(facts(), duplicate()).into(),
        Absorbed::new(duplicate()).into(),
        TaskAdded::new(task()).into(),
        TaskStarted::new(task_id()).person(person()).into(),
        TaskEnded::new(task_id(), TaskState::Completed)
            .notes(note("The supplier knows."))
            .into(),
        MajorFlagged::new(note("All of Porto.")).into(),
        MajorCleared::new(note("Only one floor.")).into(),
        ReviewRecorded::new(note("It took too long."), vec![note("Watch the queues.")]).into(),
        ModelApplied::new(code("capacity"), steps()).into(),
        StepCompleted::new(code("measure")).into(),
        WorkaroundRecorded::new(number, workaround()).into(),
        WorkaroundRevised::new(number, workaround()).into(),
        WorkaroundWithdrawn::new(number, note("It loses mail.")).into(),
        WorkaroundCounted::new(number, WorkaroundUse::Failed).into(),
        KnownErrorDeclared::new(known_error(), error_text()).into(),
        KnownErrorRevised::new(known_error(), error_text()).into(),
        KnownErrorReviewed::new(known_error(), note("Still there."))
            .due(at("2026-05-31T09:00:00Z"))
            .into(),
        KnownErrorDeactivated::new(known_error(), DeactivationReason::PROBLEM_FIXED).into(),
        StrategySet::new(ErrorControl::OptimizeIncidentHandling)
            .debt(debt())
            .into(),
        Parked::new(note("The supplier has no fix yet."))
            .until(at("2026-06-01T09:00:00Z"))
            .into(),
        Unparked::new().into(),
        WorkaroundCommunicated::new(number, note("Restart the queue.")).into(),
        FixCommunicated::new(note("On Sunday.")).into(),
        FellOverdue::new(Duty::Attention {}, at("2026-03-09T09:00:00Z")).into(),
        Redacted::new(RedactedText::Description, note("Asked for.")).into(),
        PolicyAdopted::new().priority(moderate).into(),
    ]
}

pub(crate) fn recorded() -> Vec<RecordedProblemEvent> {
    vec![
        Recorded {
            record: ProblemId::from_key(1),
            revision: 4,
            at: at("2026-03-02T09:05:00Z"),
            occurred: Some(at("2026-03-02T09:00:00Z")),
            by: Agent::Person(person()),
            approved: Some(Agent::Person(PersonId::from_key(4))),
            policy: PolicyRef::new(code("porto"), 3),
            event: Confirmed::new().into(),
        },
        Recorded {
            record: ProblemId::from_key(1),
            revision: 5,
            at: at("2026-04-01T09:05:00Z"),
            occurred: None,
            by: Agent::Automation(code("clock")),
            approved: None,
            policy: PolicyRef::new(code("porto"), 3),
            event: FellOverdue::new(Duty::Attention {}, at("2026-04-01T09:05:00Z")).into(),
        },
    ]
}

fn guess() -> CauseAnalysis {
    let guess = Hypothesis::new(
        code("queue"),
        note("The queue is too small."),
        vec![note("It is full at noon.")],
        HypothesisStatus::Open,
    );
    let draft = DraftHypotheses::new(vec![guess]);
    Hypotheses::try_from(draft).unwrap().into()
}

fn attached() -> AnalysisAttached {
    let summary = note("One guess.");
    AnalysisAttached::new(Method::Hypothesis, summary, vec![cause()], 1_u32).working(guess())
}
