//! One example of every command and every event, with every optional field filled.

use crate::desk::{Case, at, code, id, label, note, profile, standard};
use crate::more_examples::{self, children};
use itsm_core::actor::{Agent, Role};
use itsm_core::id::{
    ChangeId, CiId, GroupId, KnownErrorId, PersonId, ProblemId, ServiceId, TaskId, TenantId,
};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::recorded::Recorded;
use itsm_core::refusal::Refusal;
use itsm_core::text::{RecordNumber, Title};
use itsm_core::time::{
    AcknowledgedAt, ClosedAt, DetectedAt, Instant, OccurredAt, ResolvedAt, RestoredAt,
};
use itsm_incident::attribute::AttributeValue;
use itsm_incident::command::*;
use itsm_incident::event::*;
use itsm_incident::major::{MajorDenial, MajorStatus};
use itsm_incident::parent::{FollowHold, FollowResolve, FollowStep, ParentFacts};
use itsm_incident::profile::{Category, DetectionBasis, Profile};
use itsm_incident::resolution::{
    CancelReason, Cancellation, Closure, Confirmation, Correction, Resolution, ResolutionCode,
};
use itsm_incident::state::{HoldReason, IncidentState, OnHold, ResumeCause};
use itsm_incident::task::TaskOutcome;
use itsm_incident::{Adopt, RecordedIncidentEvent};

fn eight() -> Instant {
    at("2026-03-02T08:00:00Z")
}

fn person() -> PersonId {
    PersonId::from_key(3)
}

fn group() -> GroupId {
    GroupId::from_key(1)
}

fn impact() -> Impact {
    Impact::new("High").unwrap()
}

fn urgency() -> Urgency {
    Urgency::new("Low").unwrap()
}

fn priority() -> Priority {
    Priority::new("Moderate").unwrap()
}

fn category() -> Category {
    Category::with(label("Network"), label("WAN"))
}

fn title() -> Title {
    Title::new("Swap the cable").unwrap()
}

fn change() -> RecordRef {
    RecordRef::Change(ChangeId::from_key(7))
}

fn link() -> Link {
    Link::new(
        LinkKind::PROBLEM,
        RecordRef::Problem(ProblemId::from_key(7)),
    )
}

fn known_error() -> KnownErrorId {
    KnownErrorId::from_key(7)
}

fn correction() -> Correction {
    Correction::new()
        .category(category())
        .code(ResolutionCode::WORKAROUND)
        .notes(note("Around it."))
}

pub(crate) fn full_profile() -> Profile {
    profile()
        .number(RecordNumber::new("INC0010001").unwrap())
        .tenant(TenantId::from_key(1))
        .basis(DetectionBasis::UserPerception)
        .description(note("Nothing comes in,\nnothing goes out."))
        .reporter(person())
        .affected(PersonId::from_key(4))
        .service(ServiceId::from_key(1))
        .category(category())
        .occurred_at(OccurredAt(eight()))
        .detected_at(DetectedAt(at("2026-03-02T08:30:00Z")))
        .ci(CiId::from_key(2))
        .ci(CiId::from_key(1))
        .link(link())
        .attribute(code("floor"), -1)
        .attribute(code("room"), label("B 12"))
        .attribute(code("vip"), true)
}

fn resolution() -> Resolution {
    Resolution::new(
        ResolutionCode::BY_CHANGE,
        Agent::Person(person()),
        ResolvedAt(at("2026-03-02T11:00:00Z")),
    )
    .notes(note("The cable."))
    .restored_at(RestoredAt(at("2026-03-02T10:30:00Z")))
    .known_error(known_error())
    .through(change())
}

/// Every state that a record can be taken over in, with all that it can say.
fn states() -> Vec<IncidentState> {
    let noon = at("2026-03-02T12:00:00Z");
    let by = || Agent::Automation(code("importer"));
    let closures = [
        Confirmation::Confirmed { by: person() },
        Confirmation::Unconfirmed,
        Confirmation::NotObjected { due: noon },
    ]
    .map(|it| {
        IncidentState::Closed(Closure::new(it, by(), ClosedAt(noon)).resolution(resolution()))
    });
    let mut states = vec![
        IncidentState::New,
        IncidentState::InProgress,
        IncidentState::OnHold(
            OnHold::new(HoldReason::AWAITING_CHANGE, eight())
                .awaiting(change())
                .until(at("2026-03-09T08:00:00Z")),
        ),
        IncidentState::Resolved(resolution()),
    ];
    states.extend(closures);
    states.push(IncidentState::Canceled(
        Cancellation::new(CancelReason::DUPLICATE, by(), noon)
            .notes(note("The same as the other."))
            .instead(RecordRef::Incident(id(2))),
    ));
    states
}

fn taken_over(state: IncidentState) -> Adopted {
    Adopted::new(
        full_profile(),
        priority(),
        true,
        state,
        at("2026-03-02T12:00:00Z"),
        2_u32,
        1_u32,
    )
    .group(group())
    .person(person())
    .registered_at(eight())
    .owner(person())
    .acknowledged_at(AcknowledgedAt(eight()))
    .parent(id(4))
    .major(major())
}

fn major() -> MajorStatus {
    MajorStatus::Rejected(MajorDenial::new(
        note("Two users only."),
        Agent::Person(person()),
        eight(),
    ))
}

pub(crate) fn adoption() -> Adopt {
    Adopt::new(
        full_profile(),
        IncidentState::Resolved(resolution()),
        at("2026-03-02T12:00:00Z"),
    )
    .priority(priority())
    .group(group())
    .person(person())
    .registered_at(eight())
    .reassignments(2_u32)
    .reopens(1_u32)
    .owner(person())
    .acknowledged_at(AcknowledgedAt(eight()))
    .parent(id(4))
    .major(major())
}

fn follow_steps() -> [FollowStep; 4] {
    [
        FollowStep::Start {},
        FollowStep::Hold(FollowHold::new(HoldReason::AWAITING_CHANGE).awaiting(change())),
        FollowStep::Resolve(
            FollowResolve::new(ResolutionCode::BY_CHANGE)
                .notes(note("The cable."))
                .restored_at(RestoredAt(eight()))
                .known_error(known_error())
                .through(change()),
        ),
        FollowStep::Reopen {},
    ]
}

pub(crate) fn commands() -> Vec<IncidentCommand> {
    let ancestors = std::collections::BTreeSet::from([id(4), id(3)]);
    let mut commands: Vec<IncidentCommand> = vec![
        Acknowledge::new().into(),
        Describe::new()
            .title(title())
            .description(note("In full."))
            .into(),
        Categorize::new(category())
            .note(note("It is the line."))
            .into(),
        Prioritize::new(impact(), urgency())
            .note(note("The whole house."))
            .into(),
        OverridePriority::new(priority(), note("The board calls.")).into(),
        AssignOwner::new(person()).into(),
        Assign::new(group())
            .person(person())
            .note(note("On duty."))
            .into(),
        EscalateFunctionally::new(group(), note("Too hard."))
            .person(person())
            .into(),
        EscalateHierarchically::new(Role::IT_SERVICE_MANAGER, note("Decide."))
            .person(person())
            .into(),
        StartWork::new().into(),
        Hold::new(HoldReason::AWAITING_CHANGE)
            .awaiting(change())
            .comment(note("On Monday."))
            .until(at("2026-03-09T08:00:00Z"))
            .remind_at(eight())
            .into(),
        Resume::new().note(note("It is there.")).into(),
        EndHold::new().into(),
        RecordRequesterReply::new(note("The one in the hall.")).into(),
        Resolve::new(ResolutionCode::BY_CHANGE)
            .notes(note("The cable."))
            .restored_at(RestoredAt(eight()))
            .known_error(known_error())
            .through(change())
            .into(),
        Close::new()
            .confirmed_by(person())
            .children(children())
            .into(),
        CloseAutomatically::new().children(children()).into(),
        Reopen::refused(person(), note("Down again.")).into(),
        Cancel::new(CancelReason::DUPLICATE)
            .notes(note("The same."))
            .instead(RecordRef::Incident(id(2)))
            .into(),
        Correct::new(correction(), note("A slip.")).into(),
        SetService::new(ServiceId::from_key(1)).into(),
        AffectCi::new(CiId::from_key(1)).into(),
        ClearCi::new(CiId::from_key(1)).into(),
        LinkParent::new(ParentFacts::new(id(2), ancestors)).into(),
        UnlinkParent::new().into(),
    ];
    commands.extend(follow_steps().map(|it| FollowParent::new(id(2), 7_u64, it).into()));
    commands.extend::<[IncidentCommand; 13]>([
        AddLink::new(link()).into(),
        RemoveLink::new(link()).into(),
        ProposeMajor::new(note("All of mail."), note("No orders."))
            .trigger(code("by_rule"))
            .into(),
        AcceptMajor::new(note("Yes."), note("No orders."), person()).into(),
        RejectMajor::new(note("Two people.")).into(),
        DemoteMajor::new(note("Only Porto.")).into(),
        DeclareMajor::new(note("All of mail."), note("No orders."), person()).into(),
        SetSubStatus::new().sub_status(label("Diagnosing")).into(),
        SetAttribute::new(code("floor")).value(-1).into(),
        SetAttribute::new(code("room"))
            .value(AttributeValue::Text(label("B 12")))
            .into(),
        AddTask::new(TaskId::from_key(1), title())
            .group(group())
            .person(person())
            .into(),
        CompleteTask::new(TaskId::from_key(1)).into(),
        AdoptPolicy::new().into(),
    ]);
    commands.extend(more_examples::commands());
    commands
}

pub(crate) fn events() -> Vec<IncidentEvent> {
    let mut events: Vec<IncidentEvent> = vec![Registered::new(full_profile(), priority()).into()];
    events.extend(states().into_iter().map(|it| taken_over(it).into()));
    events.extend::<[IncidentEvent; 12]>([
        Acknowledged::new().into(),
        Described::new()
            .title(title())
            .description(note("In full."))
            .into(),
        Categorized::new(category())
            .note(note("It is the line."))
            .into(),
        Prioritized::new(impact(), urgency(), priority())
            .note(note("The whole house."))
            .into(),
        PriorityOverridden::new(priority(), note("The board calls.")).into(),
        OwnerAssigned::new(person()).into(),
        Assigned::new(group())
            .person(person())
            .note(note("On duty."))
            .into(),
        FunctionallyEscalated::new(group(), note("Too hard."))
            .person(person())
            .into(),
        HierarchicallyEscalated::new(Role::IT_SERVICE_MANAGER, note("Decide."))
            .person(person())
            .into(),
        WorkStarted::new().following(id(2)).into(),
        Held::new(HoldReason::AWAITING_CHANGE)
            .awaiting(change())
            .comment(note("On Monday."))
            .until(at("2026-03-09T08:00:00Z"))
            .remind_at(eight())
            .following(id(2))
            .into(),
        RequesterReplied::new(note("The one in the hall.")).into(),
    ]);
    events.extend(
        [
            ResumeCause::Decided,
            ResumeCause::RequesterReplied,
            ResumeCause::HoldEnded { due: eight() },
            ResumeCause::Following { parent: id(2) },
        ]
        .map(|it| Resumed::new(it).note(note("It is there.")).into()),
    );
    events.extend::<[IncidentEvent; 23]>([
        Resolved::new(ResolutionCode::BY_CHANGE)
            .notes(note("The cable."))
            .restored_at(RestoredAt(eight()))
            .known_error(known_error())
            .through(change())
            .following(id(2))
            .into(),
        Closed::new(Confirmation::NotObjected { due: eight() }).into(),
        Reopened::new(true)
            .reason(note("Down again."))
            .refused_by(person())
            .following(id(2))
            .into(),
        Canceled::new(CancelReason::DUPLICATE)
            .notes(note("The same."))
            .instead(RecordRef::Incident(id(2)))
            .into(),
        Corrected::new(correction(), note("A slip.")).into(),
        ServiceSet::new(ServiceId::from_key(1)).into(),
        CiAffected::new(CiId::from_key(1)).into(),
        CiCleared::new(CiId::from_key(1)).into(),
        ParentLinked::new(id(2)).into(),
        ParentUnlinked::new(id(2)).into(),
        LinkAdded::new(link()).into(),
        LinkRemoved::new(link()).into(),
        MajorProposed::new(note("All of mail."), note("No orders."))
            .trigger(code("by_rule"))
            .into(),
        MajorAccepted::new(note("Yes."), note("No orders."), person()).into(),
        MajorRejected::new(note("Two people.")).into(),
        MajorDemoted::new(note("Only Porto.")).into(),
        TopManagementNotified::new(note("No orders."), person()).into(),
        SubStatusSet::new().sub_status(label("Diagnosing")).into(),
        AttributeSet::new(code("vip")).value(true).into(),
        TaskAdded::new(TaskId::from_key(1), title())
            .group(group())
            .person(person())
            .into(),
        TaskEnded::new(TaskId::from_key(1), TaskOutcome::Skipped).into(),
        TaskEnded::new(TaskId::from_key(2), TaskOutcome::Incomplete).into(),
        PolicyAdopted::new().into(),
    ]);
    events.extend(more_examples::events());
    events
}

/// Two recorded events: one with everything around it, one with nothing but what must be.
pub(crate) fn recorded() -> Vec<RecordedIncidentEvent> {
    let event: IncidentEvent = WorkStarted::new().into();
    let bare = Recorded {
        record: id(1),
        revision: 2,
        at: crate::desk::nine(),
        occurred: None,
        by: Agent::Automation(code("scheduler")),
        approved: None,
        policy: standard().of().clone(),
        event,
    };
    let full = Recorded {
        occurred: Some(eight()),
        by: Agent::Person(person()),
        approved: Some(Agent::Person(PersonId::from_key(4))),
        ..bare.clone()
    };
    vec![full, bare]
}

/// Refusals with a missing fact, with texts and a list, with a point in time.
pub(crate) fn refusals() -> Vec<Refusal> {
    let huge = Impact::new("Huge").unwrap();
    let hold = Hold::new(HoldReason::AWAITING_VENDOR);
    let waiting = Case::new().done(hold.until(at("2026-03-09T08:00:00Z")));
    vec![
        Case::new().refusal(Resolve::new(ResolutionCode::FIXED)),
        Case::new().refusal(Prioritize::new(huge, urgency()).note(note("why"))),
        waiting.refusal(EndHold::new()),
    ]
}
