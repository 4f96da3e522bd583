//! Examples of what few incidents have, with every optional field filled.

use crate::desk::{at, code, id, note};
use itsm_core::actor::Role;
use itsm_core::id::{GroupId, KnownErrorId, PersonId, SupplierId, TaskId, TenantId};
use itsm_core::money::{Currency, Money};
use itsm_core::text::{RecordNumber, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_incident::children::{ChildrenFacts, ParentStep};
use itsm_incident::command::*;
use itsm_incident::cost::Cost;
use itsm_incident::duty::Duty;
use itsm_incident::escalation::EscalateTo;
use itsm_incident::event::*;
use itsm_incident::merge::{MergeFacts, MergedFacts};
use itsm_incident::model::ModelStep;
use itsm_incident::parent::FollowResolve;
use itsm_incident::redaction::RedactedText;
use itsm_incident::resolution::{Confirmation, ResolutionCode};
use itsm_incident::review::{ReviewAction, ReviewActionKind};
use itsm_incident::state::IncidentStage;
use itsm_incident::task::TaskOutcome;
use itsm_incident::work_log::Visibility;
use itsm_incident::workaround::WorkaroundStep;
use std::collections::BTreeSet;

fn eight() -> Instant {
    at("2026-03-02T08:00:00Z")
}

fn person() -> PersonId {
    PersonId::from_key(3)
}

fn task() -> TaskId {
    TaskId::from_key(1)
}

fn group() -> GroupId {
    GroupId::from_key(1)
}

fn supplier() -> SupplierId {
    SupplierId::from_key(1)
}

fn number() -> RecordNumber {
    RecordNumber::new("CASE-4711").unwrap()
}

fn euro() -> Currency {
    Currency::new("EUR").unwrap()
}

fn known_error() -> KnownErrorId {
    KnownErrorId::from_key(7)
}

fn costs() -> [Cost; 3] {
    let (spent, hourly_rate) = (Seconds::minutes(50), 9_000);
    [
        Cost::Time { spent, hourly_rate },
        Cost::Fixed { amount: -500 },
        Cost::Material {
            quantity: 2,
            unit_price: 1_250,
        },
    ]
}

fn duties() -> [Duty; 3] {
    let (audience, step) = (code("customers"), code("look"));
    [
        Duty::Update { audience },
        Duty::Step { step },
        Duty::Review {},
    ]
}

fn steps() -> Vec<ModelStep> {
    vec![
        ModelStep::new(code("look"), Title::new("Look at the lights").unwrap())
            .role(Role::SPECIALIST)
            .within(Seconds::minutes(15)),
        ModelStep::new(code("call"), Title::new("Call the provider").unwrap()),
    ]
}

fn merge_facts() -> MergeFacts {
    MergeFacts::new(id(3), IncidentStage::InProgress, vec![id(2)]).tenant(TenantId::from_key(1))
}

fn merged_facts() -> MergedFacts {
    let people = |key| BTreeSet::from([PersonId::from_key(key)]);
    MergedFacts::new(id(4), BTreeSet::from([id(5)]), people(6), 40_u32, people(7))
}

fn actions() -> Vec<ReviewAction> {
    let title = |text| Title::new(text).unwrap();
    vec![
        ReviewAction::new(ReviewActionKind::Problem, title("Why was the spare down?"))
            .owner(person())
            .due(at("2026-04-01T00:00:00Z")),
        ReviewAction::new(ReviewActionKind::Change, title("A second provider")),
        ReviewAction::new(ReviewActionKind::Improvement, title("Test the spare")),
    ]
}

fn redacted() -> [RedactedText; 6] {
    [
        RedactedText::All,
        RedactedText::Attribute { name: code("seat") },
        RedactedText::Description,
        RedactedText::LogEntry { entry: 2 },
        RedactedText::SurveyComment,
        RedactedText::Title,
    ]
}

pub(crate) fn children() -> ChildrenFacts {
    ChildrenFacts::new(BTreeSet::from([id(8), id(9)]))
}

fn parent_steps() -> [ParentStep; 2] {
    let resolve = FollowResolve::new(ResolutionCode::FIXED).notes(note("Restarted."));
    let by = person();
    let confirmation = Confirmation::Confirmed { by };
    [
        ParentStep::Resolve(resolve),
        ParentStep::Close { confirmation },
    ]
}

pub(crate) fn commands() -> Vec<IncidentCommand> {
    let follow = parent_steps().map(|it| FollowChildren::new(id(2), 7_u64, children(), it).into());
    let mut commands: Vec<IncidentCommand> = vec![
        AssignTask::new(task(), group()).person(person()).into(),
        CancelTask::new(task(), note("The line is new.")).into(),
        LogWork::new(note("Swapped the cable."), Visibility::Private).into(),
        AddWatcher::new(person()).into(),
        RemoveWatcher::new(person()).into(),
        AffectUser::new(person()).into(),
        ClearUser::new(person()).into(),
        CountAffected::new(40_u32).into(),
        HandToVendor::new(supplier())
            .reference(number())
            .note(note("The line is dead."))
            .into(),
        ReturnFromVendor::new()
            .note(note("A digger cut it."))
            .into(),
        JoinSwarm::new(person()).into(),
        LeaveSwarm::new(person()).into(),
        NoteWorkaround::new(known_error(), WorkaroundStep::Offered).into(),
        NoteWorkaround::new(known_error(), WorkaroundStep::Worked).into(),
        ApplyModel::new(code("wan")).into(),
        CompleteStep::new(code("look"))
            .note(note("All red."))
            .into(),
        Inform::new(code("customers"), note("We are at it.")).into(),
        MergeInto::new(merge_facts())
            .notes(note("The same outage."))
            .into(),
        Absorb::new(merged_facts()).into(),
        EscalateByTime::new(code("quiet")).into(),
        Remind::new().next(eight()).into(),
        ResolveUnanswered::new().into(),
        RecordReview::new(note("The spare was down, too."), actions()).into(),
        AnswerSurvey::new(4).comment(note("Quick.")).into(),
    ];
    commands.extend(costs().map(|it| {
        RecordCost::new(it, euro())
            .person(person())
            .note(note("On site."))
            .into()
    }));
    commands.extend(redacted().map(|it| Redact::new(it, note("The caller asked for it.")).into()));
    commands.extend(duties().map(|it| NoteOverdue::new(it).into()));
    commands.extend(follow);
    commands
}

pub(crate) fn events() -> Vec<IncidentEvent> {
    let mut events: Vec<IncidentEvent> = vec![
        TaskAssigned::new(task(), group()).person(person()).into(),
        TaskEnded::new(task(), TaskOutcome::Canceled)
            .reason(note("The line is new."))
            .into(),
        WorkLogged::new(note("Swapped the cable."), Visibility::Public).into(),
        WatcherAdded::new(person()).into(),
        WatcherRemoved::new(person()).into(),
        UserAffected::new(person()).into(),
        UserCleared::new(person()).into(),
        AffectedCounted::new(40_u32).into(),
        HandedToVendor::new(supplier())
            .reference(number())
            .note(note("The line is dead."))
            .into(),
        ReturnedFromVendor::new(supplier())
            .note(note("A digger cut it."))
            .into(),
        SwarmJoined::new(person()).into(),
        SwarmLeft::new(person()).into(),
        WorkaroundNoted::new(known_error(), WorkaroundStep::Used).into(),
        WorkaroundNoted::new(known_error(), WorkaroundStep::Failed).into(),
        ModelApplied::new(code("wan"), steps(), true)
            .escalate_to(Role::INCIDENT_MANAGER)
            .into(),
        StepCompleted::new(code("look"))
            .note(note("All red."))
            .into(),
        Informed::new(code("customers"), note("We are at it.")).into(),
        MergedInto::new(merge_facts()).into(),
        Absorbed::new(merged_facts()).into(),
        Reminded::new(2_u32, eight()).next(eight()).into(),
        ReviewMissing::new().into(),
        ReviewRecorded::new(note("The spare was down, too."), actions()).into(),
        SurveyAnswered::new(4, 5).comment(note("Quick.")).into(),
    ];
    events.extend(redacted().map(|it| Redacted::new(it, note("The caller asked for it.")).into()));
    events.extend(costs().map(|it| {
        CostRecorded::new(it, Money::new(7_500, euro()))
            .person(person())
            .note(note("On site."))
            .into()
    }));
    events.extend(
        [
            EscalateTo::Group(group()),
            EscalateTo::Role(Role::INCIDENT_MANAGER),
        ]
        .map(|it| {
            let (since, due) = (eight(), at("2026-03-02T12:00:00Z"));
            EscalatedByTime::new(code("quiet"), since, due, it, note("Nobody looks.")).into()
        }),
    );
    events.extend(duties().map(|it| {
        FellOverdue::new(it, eight(), at("2026-03-02T09:00:00Z"))
            .escalated_to(Role::INCIDENT_MANAGER)
            .into()
    }));
    events
}
