//! One example of every command and every event, with every optional field filled.

use itsm_change::approval::{Answer, RecordedVote};
use itsm_change::assessment::Assessment;
use itsm_change::authorization::Silence;
use itsm_change::command::*;
use itsm_change::content::Fingerprint;
use itsm_change::delegation::{Delegation, Delegations};
use itsm_change::duty::Duty;
use itsm_change::emergency::{EmergencyCase, EmergencyCriterion, EmergencyKind};
use itsm_change::event::*;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::model::{ChangeModel, Fact, ModelUse, ReviewDepth, ReviewRule};
use itsm_change::modification::{Application, Modification};
use itsm_change::outcome::{Outcome, OutcomeCode};
use itsm_change::panel::Member;
use itsm_change::plan::{BackOutPlan, PlannedWindow, Plans, PointOfNoReturn};
use itsm_change::profile::ChangeProfile;
use itsm_change::redaction::RedactedText;
use itsm_change::risk::{RiskFacts, RiskFound, RiskPolicy};
use itsm_change::state::{ChangeStage, ChangeState, Closure};
use itsm_change::task::{Task, TaskKind, TaskState};
use itsm_change::template::{TemplateField, TemplateUse};
use itsm_change::{Adopt, RecordedChangeEvent};
use itsm_core::actor::{Agent, Role};
use itsm_core::custom::AttributeValue;
use itsm_core::id::{
    ChangeId, CiId, GroupId, IncidentId, PersonId, ProblemId, ServiceId, TaskId, TenantId,
};
use itsm_core::level::Risk;
use itsm_core::link::RecordRef;
use itsm_core::money::{Currency, Money};
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Code, Label, Note, RecordNumber, Title};
use itsm_core::time::{Instant, Seconds};
use std::collections::{BTreeMap, BTreeSet};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn problem() -> RecordRef {
    RecordRef::Problem(ProblemId::from_key(4))
}

fn incident() -> IncidentId {
    IncidentId::from_key(1)
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

fn cis() -> BTreeSet<CiId> {
    BTreeSet::from([CiId::from_key(1), CiId::from_key(2)])
}

fn services() -> BTreeSet<ServiceId> {
    BTreeSet::from([ServiceId::from_key(9)])
}

fn emergency() -> EmergencyCase {
    EmergencyCase::new(EmergencyKind::FixOnFail, EmergencyCriterion::MAJOR_INCIDENT)
        .evidence(RecordRef::Incident(incident()))
}

fn profile() -> ChangeProfile {
    ChangeProfile::new(
        title("A bigger queue"),
        ChangeType::Emergency,
        Magnitude::Major,
    )
    .model(code("emergency"))
    .template(code("reboot"))
    .emergency(emergency())
    .description(note("Enlarge the queue of srv-mail-01."))
    .justification(note("Mail stops at noon."))
    .requester(PersonId::from_key(8))
    .group(group())
    .assignee(person())
    .cis(cis())
    .services(services())
    .attributes(BTreeMap::from([(
        code("downtime"),
        AttributeValue::Boolean(true),
    )]))
    .made_at(at("2026-03-02T08:00:00Z"))
    .tenant(TenantId::from_key(4))
    .number(RecordNumber::new("CHG0040001").unwrap())
}

fn plans() -> Plans {
    let point = PointOfNoReturn::new(code("schema"), title("New schema"), note("Go on."));
    Plans::new()
        .implementation(note("Stop it, enlarge it, start it."))
        .test(note("Send a mail."))
        .communication(note("Tell the desk at eight."))
        .back_out(BackOutPlan::new(note("Put the old one back."), vec![point]))
}

fn assessment() -> Assessment {
    Assessment::new()
        .benefit(note("No mail is late."))
        .risk(note("The queue may not start."))
        .risk_level(Risk::from(Label::new("Moderate").unwrap()))
        .impact(note("No mail for ten minutes."))
        .effort(note("An hour."))
        .cost(Money::new(25_000, Currency::new("EUR").unwrap()))
        .feasibility(note("Done before."))
}

fn window() -> PlannedWindow {
    PlannedWindow::new(at("2026-03-03T20:00:00Z"), at("2026-03-03T22:00:00Z"))
}

fn model() -> ModelUse {
    let model = ChangeModel::new(
        title("Cannot wait"),
        2_u32,
        ChangeType::Emergency,
        BTreeSet::from([
            ChangeStage::Authorize,
            ChangeStage::Scheduled,
            ChangeStage::Implement,
        ]),
        BTreeMap::from([(ChangeStage::Closed, BTreeSet::from([Fact::BackOutPlan]))]),
        BTreeSet::from([ChangeStage::Implement]),
        ReviewRule::new(true, ReviewDepth::Full),
    );
    ModelUse::new(code("emergency"), model.approval(code("board")))
}

fn template() -> TemplateUse {
    let locked = BTreeSet::from([TemplateField::Plans]);
    TemplateUse::new(code("reboot"), 3_u32, locked).max_cis(2_u32)
}

fn seen() -> Fingerprint {
    "ab".repeat(32).parse().unwrap()
}

fn away() -> Delegations {
    let (since, until) = (at("2026-03-01T00:00:00Z"), at("2026-03-08T00:00:00Z"));
    let away = Delegation::new(PersonId::from_key(4), person(), since, until);
    vec![away].try_into().unwrap()
}

fn risk_facts() -> RiskFacts {
    let answers = ["alone", "done_before", "tested", "way_back"];
    RiskFacts::new()
        .services_down(2_u32)
        .reversible(false)
        .answers(answers.map(|it| (code(it), code("no"))))
}

fn found() -> RiskFound {
    RiskPolicy::default().assess(&risk_facts())
}

fn members() -> Vec<Member> {
    vec![Member::new(person(), 2_u32, true)]
}

fn vote() -> RecordedVote {
    RecordedVote::new(
        person(),
        code("board"),
        Answer::Approve,
        at("2026-03-02T08:30:00Z"),
        nine(),
        1_u32,
        false,
    )
    .role(Role::CHANGE_AUTHORITY)
    .way(vec![PersonId::from_key(4), person()])
    .content(seen())
    .comment(note("By telephone."))
}

fn outcome() -> Outcome {
    Outcome::new(OutcomeCode::SuccessfulWithIssues, false)
}

fn task() -> Task {
    Task::new(
        task_id(),
        TaskKind::Implementation,
        title("Enlarge the queue"),
        BTreeSet::from([TaskId::from_key(4)]),
        TaskState::Open,
        false,
    )
    .group(group())
    .person(person())
    .takes(Seconds::minutes(30))
    .back_out(Seconds::minutes(10))
    .point_of_no_return(false)
    .started_at(nine())
    .ended_at(at("2026-03-02T09:30:00Z"))
    .notes(note("After eight."))
}

fn modifications() -> [Modification; 3] {
    [
        Modification::Attribute {
            name: code("memory_gb"),
            before: Some(AttributeValue::Integer(32)),
            after: Some(AttributeValue::Integer(64)),
        },
        Modification::Name {
            before: title("srv-mail-01"),
            after: title("srv-mail-02"),
        },
        Modification::Stage {
            before: code("operational"),
            after: code("retired"),
            status: Label::new("Sold").unwrap(),
        },
    ]
}

pub(crate) fn commands() -> Vec<ChangeCommand> {
    let ci = CiId::from_key(1);
    let stage = modifications().map(|it| StageModification::new(ci, it).into());
    let mut commands: Vec<ChangeCommand> = vec![
        Describe::new()
            .title(title("A bigger queue"))
            .description(note("Twice as big."))
            .justification(note("Mail stops at noon."))
            .into(),
        SetAttribute::new(code("downtime")).value(true).into(),
        Retype::new(ChangeType::Emergency)
            .model(code("emergency"))
            .template(code("reboot"))
            .emergency(emergency())
            .into(),
        SetMagnitude::new(Magnitude::Major).into(),
        Assign::new(group()).person(person()).into(),
        SetScope::new(cis(), services()).into(),
        Plan::new(plans()).into(),
        Assess::new(assessment()).into(),
        Schedule::new(window()).into(),
        Submit::new().into(),
        RequestAuthorization::new().into(),
        AssessRisk::new(risk_facts()).into(),
        Convene::new(code("owners"), members()).into(),
        LapseApproval::new().into(),
        CastVote::new(Answer::Reject)
            .panel(code("board"))
            .member(PersonId::from_key(4))
            .delegations(away())
            .content(seen())
            .comment(note("Not in March."))
            .into(),
        RecordApproval::new(
            person(),
            Answer::Approve,
            at("2026-03-02T08:30:00Z"),
            note("By telephone."),
        )
        .role(Role::CHANGE_AUTHORITY)
        .panel(code("board"))
        .member(PersonId::from_key(4))
        .delegations(away())
        .into(),
        Revert::new(note("The plan lacks a test.")).into(),
        Reschedule::new(window(), note("The supplier is late.")).into(),
        StartImplementation::new().into(),
        PassPoint::new(code("schema")).into(),
        FinishImplementation::new(outcome())
            .notes(note("It took longer."))
            .into(),
        BackOut::new(note("It does not start.")).into(),
        RecordOutcome::new(outcome()).into(),
        RecordReview::new(note("It took longer."), true)
            .lessons(vec![note("Measure first.")])
            .into(),
        Close::new(note("Thanks to all.")).into(),
        Cancel::new(note("Not needed.")).into(),
        Hold::new(note("The supplier is late.")).into(),
        Release::new().into(),
        AddTask::new(task_id(), TaskKind::Implementation, title("Enlarge it"))
            .takes(Seconds::minutes(30))
            .back_out(Seconds::minutes(10))
            .point_of_no_return(true)
            .after(BTreeSet::from([TaskId::from_key(4)]))
            .group(group())
            .person(person())
            .into(),
        StartTask::new(task_id()).person(person()).into(),
        CompleteTask::new(task_id()).notes(note("Done.")).into(),
        CancelTask::new(task_id(), note("Not needed.")).into(),
        HoldTask::new(task_id()).into(),
        ReleaseTask::new(task_id()).into(),
        WithdrawModification::new(1_u32, note("Not that.")).into(),
        NoteApplication::new(1_u32, Application::Drifted)
            .note(note("It says 48."))
            .into(),
        LinkReason::new(problem()).into(),
        UnlinkReason::new(problem()).into(),
        LinkCaused::new(incident()).into(),
        UnlinkCaused::new(incident()).into(),
        AddNote::new(note("The supplier was asked.")).into(),
        NoteOverdue::new(Duty::Approval).into(),
        Redact::new(RedactedText::All, note("Asked for.")).into(),
        AdoptPolicy::new().into(),
    ];
    commands.extend(stage);
    commands
}

pub(crate) fn events() -> Vec<ChangeEvent> {
    let ci = CiId::from_key(1);
    let staged = (1_u32..).zip(modifications());
    let staged = staged.map(|(number, it)| ModificationStaged::new(number, ci, it).into());
    let mut events: Vec<ChangeEvent> = vec![
        Registered::new(profile(), BTreeSet::from([problem()]))
            .template(template())
            .plans(plans())
            .into(),
        Adopted::new(profile(), ChangeState::Implement, nine())
            .model(model())
            .registered_at(at("2026-02-01T09:00:00Z"))
            .plans(plans())
            .assessment(assessment())
            .window(window())
            .started_at(at("2026-03-01T20:00:00Z"))
            .finished_at(at("2026-03-01T21:00:00Z"))
            .outcome(outcome())
            .reasons(BTreeSet::from([problem()]))
            .into(),
        Described::new()
            .title(title("A bigger queue"))
            .description(note("Twice as big."))
            .justification(note("Mail stops at noon."))
            .into(),
        AttributeSet::new(code("downtime")).value(true).into(),
        Retyped::new(ChangeType::Standard)
            .model(code("standard"))
            .emergency(emergency())
            .template(template())
            .plans(plans())
            .description(note("Press the button."))
            .cis(cis())
            .services(services())
            .group(group())
            .into(),
        MagnitudeSet::new(Magnitude::Major).into(),
        Assigned::new(group()).person(person()).into(),
        ScopeSet::new(cis(), services()).into(),
        Planned::new(plans()).into(),
        Assessed::new(assessment()).into(),
        WindowPlanned::new(window()).into(),
        Submitted::new(ChangeStage::Authorize, model()).into(),
        AuthorizationRequested::new().into(),
        RiskAssessed::new(risk_facts(), found()).into(),
        Convened::new(code("owners"), members()).into(),
        ApprovalLapsed::new(2_u32, Silence::Approves).into(),
        VoteCast::new(vote()).into(),
        Authorized::new(ChangeStage::Scheduled)
            .content(seen())
            .into(),
        Rejected::new(ChangeStage::New)
            .reason(note("Not in March."))
            .into(),
        ApprovalsInvalidated::new(ChangeStage::Scheduled).into(),
        Reverted::new(ChangeStage::Assess, note("The plan lacks a test.")).into(),
        Rescheduled::new(window(), note("The supplier is late.")).into(),
        ImplementationStarted::new().into(),
        PointPassed::new(code("schema")).into(),
        ImplementationFinished::new(outcome())
            .notes(note("It took longer."))
            .into(),
        BackedOut::new(note("It does not start.")).into(),
        OutcomeRecorded::new(outcome()).into(),
        ReviewRecorded::new(note("It took longer."), true)
            .lessons(vec![note("Measure first.")])
            .into(),
        Closed::new(outcome(), note("Thanks to all.")).into(),
        Canceled::new(ChangeStage::Assess, note("Not needed.")).into(),
        Held::new(note("The supplier is late.")).into(),
        Released::new().into(),
        TaskAdded::new(task()).into(),
        TaskStarted::new(task_id()).person(person()).into(),
        TaskEnded::new(task_id(), TaskState::Completed)
            .notes(note("Done."))
            .into(),
        TaskHeld::new(task_id()).into(),
        TaskReleased::new(task_id()).into(),
        ModificationSettled::new(1_u32, Application::Drifted)
            .note(note("It says 48."))
            .into(),
        ReasonLinked::new(problem()).into(),
        ReasonUnlinked::new(problem()).into(),
        CausedLinked::new(incident()).into(),
        CausedUnlinked::new(incident()).into(),
        NoteAdded::new(note("The supplier was asked.")).into(),
        FellOverdue::new(Duty::Approval, nine()).into(),
        Redacted::new(RedactedText::All, note("Asked for.")).into(),
        PolicyAdopted::new().into(),
    ];
    events.extend(staged);
    events
}

pub(crate) fn recorded() -> Vec<RecordedChangeEvent> {
    vec![
        Recorded {
            record: ChangeId::from_key(1),
            revision: 4,
            at: at("2026-03-02T09:05:00Z"),
            occurred: Some(nine()),
            by: Agent::Person(person()),
            approved: Some(Agent::Person(PersonId::from_key(4))),
            policy: PolicyRef::new(code("porto"), 3),
            event: ImplementationStarted::new().into(),
        },
        Recorded {
            record: ChangeId::from_key(1),
            revision: 5,
            at: at("2026-03-02T09:06:00Z"),
            occurred: None,
            by: Agent::Automation(code("clock")),
            approved: None,
            policy: PolicyRef::new(code("porto"), 3),
            event: FellOverdue::new(Duty::Finish, nine()).into(),
        },
    ]
}

pub(crate) fn adoption() -> Adopt {
    let end = Closure::new(nine(), outcome(), note("Thanks to all."));
    Adopt::new(profile(), ChangeState::Closed(end), nine())
        .registered_at(at("2026-02-01T09:00:00Z"))
        .plans(plans())
        .assessment(assessment())
        .window(window())
        .started_at(at("2026-03-01T20:00:00Z"))
        .finished_at(at("2026-03-01T21:00:00Z"))
        .outcome(outcome())
        .reasons(BTreeSet::from([problem()]))
}
