//! What a problem means for its incidents, as commands that incidents take.

use crate::desk::{at, note, outage};
use itsm::coordination::Proposal;
use itsm::coordination::problem::{after_fixes, count, from_incident, points_at, react, standing};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{ChangeId, CiId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId};
use itsm::core::link::RecordRef;
use itsm::core::text::{Label, Title};
use itsm::core::time::Instant;
use itsm::incident::Incident;
use itsm::incident::command::{
    Categorize, Close, Hold, IncidentCommand, NoteWorkaround, StartWork,
};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::Category;
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::state::{HoldReason, IncidentStage};
use itsm::incident::workaround::WorkaroundStep;
use itsm::problem::cause::{Cause, Contribution};
use itsm::problem::command::*;
use itsm::problem::communication::LinkedStanding;
use itsm::problem::fix::FixOutcome;
use itsm::problem::known_error::ErrorText;
use itsm::problem::merge::{OriginalFacts, sync};
use itsm::problem::policy::ProblemPolicy;
use itsm::problem::profile::{Identification, Origin, ProblemSource};
use itsm::problem::state::ProblemStage;
use itsm::problem::workaround::Workaround;
use itsm::problem::{Problem, RecordedProblemEvent};

fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

fn pia() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER)
}

fn origin() -> Origin {
    Origin::new(Identification::Reactive, ProblemSource::RECURRENCE)
}

fn id(key: u64) -> ProblemId {
    ProblemId::from_key(key)
}

/// Incidents of one problem, and what they are under.
struct Desk {
    incidents: Vec<Incident>,
    problem: Problem,
    policy: IncidentPolicy,
    rules: ProblemPolicy,
    actor: Actor,
    last: Vec<RecordedProblemEvent>,
}

impl Desk {
    /// A problem with incidents that are new, in progress, on hold for it, on hold for something
    /// else, and resolved.
    fn new() -> Self {
        let (policy, rules, actor) = (IncidentPolicy::default(), ProblemPolicy::default(), pia());
        let cx = Context::new(nine(), &actor, &policy);
        let awaiting = |problem| {
            let hold =
                Hold::new(HoldReason::AWAITING_PROBLEM).comment(note("We look for the cause."));
            IncidentCommand::from(hold.awaiting(RecordRef::Problem(problem)))
        };
        let vendor = Hold::new(HoldReason::AWAITING_VENDOR).comment(note("The supplier looks."));
        let resolve =
            itsm::incident::command::Resolve::new(ResolutionCode::FIXED).notes(note("Restarted."));
        let steps: [Vec<IncidentCommand>; 5] = [
            vec![],
            vec![StartWork::new().into()],
            vec![awaiting(id(1))],
            vec![vendor.into()],
            vec![resolve.into()],
        ];
        let mut incidents = Vec::new();
        for (key, steps) in (1..).zip(steps) {
            let profile = outage("High", "Low");
            let (mut incident, _) =
                Incident::register(IncidentId::from_key(key), profile, &cx).unwrap();
            incident.execute(points_at(id(1)), &cx).unwrap();
            for step in steps {
                incident.execute(step, &cx).unwrap();
            }
            incidents.push(incident);
        }
        let profile = from_incident(&incidents[0], origin());
        let ids: Vec<_> = incidents.iter().map(Incident::id).collect();
        let (problem, _) = Problem::register(id(1), profile, ids, &cx.with(&rules)).unwrap();
        Self {
            incidents,
            problem,
            policy,
            rules,
            actor,
            last: Vec::new(),
        }
    }

    fn problem(mut self, command: impl Into<ProblemCommand>) -> Self {
        let cx = Context::new(nine(), &self.actor, &self.rules);
        self.last = self.problem.execute(command, &cx).unwrap();
        self
    }

    fn fixing() -> Self {
        Self::new()
            .problem(BeginAssessment::new())
            .problem(Confirm::new())
            .problem(BeginFix::new())
    }

    fn proposals(&self) -> Vec<(IncidentId, Proposal<IncidentCommand>)> {
        let react = |event| react(event, &self.problem, &self.incidents);
        self.last.iter().flat_map(react).collect()
    }

    /// Executes what is proposed; every proposal is one that its incident takes.
    fn obey(mut self) -> Self {
        let cx = Context::new(nine(), &self.actor, &self.policy);
        for (id, proposal) in self.proposals() {
            let incident = self.incidents.iter_mut().find(|it| it.id() == id).unwrap();
            incident.execute(proposal.command, &cx).unwrap();
        }
        self
    }

    fn stages(&self) -> Vec<IncidentStage> {
        self.incidents.iter().map(Incident::stage).collect()
    }
}

const BEFORE: [IncidentStage; 5] = [
    IncidentStage::New,
    IncidentStage::InProgress,
    IncidentStage::OnHold,
    IncidentStage::OnHold,
    IncidentStage::Resolved,
];

#[test]
fn incidents_stand_to_the_problem_that_they_wait_for_otherwise_than_to_another() {
    let desk = Desk::new();
    let of = |problem| -> Vec<LinkedStanding> {
        let incidents = desk.incidents.iter();
        incidents.map(|it| standing(it, problem).standing).collect()
    };
    let expected = [
        LinkedStanding::New,
        LinkedStanding::InProgress,
        LinkedStanding::AwaitingProblem,
        LinkedStanding::OnHold,
        LinkedStanding::Resolved,
    ];
    assert_eq!(of(id(1)), expected);
    assert_eq!(of(id(2))[2], LinkedStanding::OnHold);
}

#[test]
fn an_incident_that_does_not_say_for_which_problem_it_waits_waits_for_its_only_one() {
    let mut desk = Desk::new();
    let cx = Context::new(nine(), &desk.actor, &desk.policy);
    let hold = Hold::new(HoldReason::AWAITING_PROBLEM).comment(note("We look for the cause."));
    let incident = &mut desk.incidents[0];
    incident.execute(hold, &cx).unwrap();
    assert_eq!(
        standing(incident, id(1)).standing,
        LinkedStanding::AwaitingProblem
    );
    // With a second one, nobody can tell.
    incident.execute(points_at(id(2)), &cx).unwrap();
    assert_eq!(standing(incident, id(1)).standing, LinkedStanding::OnHold);
}

#[test]
fn a_fix_resolves_what_waits_for_it_by_the_problem_and_leaves_the_others_alone() {
    let desk = Desk::fixing()
        .problem(Resolve::new(note("The queue has room."), false))
        .obey();
    let mut expected = BEFORE;
    expected[2] = IncidentStage::Resolved;
    assert_eq!(desk.stages(), expected);
    let resolution = desk.incidents[2].state().resolution().unwrap();
    assert_eq!(resolution.code, ResolutionCode::BY_PROBLEM);
    assert_eq!(resolution.through, Some(RecordRef::Problem(id(1))));
    assert_eq!(resolution.notes, Some(note("The queue has room.")));
}

#[test]
fn an_accepted_risk_is_told_and_resolves_nothing() {
    let desk = Desk::fixing()
        .problem(AcceptRisk::new(note("The server goes in June.")))
        .obey();
    assert_eq!(desk.problem.stage(), ProblemStage::Closed);
    assert_eq!(desk.stages(), BEFORE);
    let told: Vec<bool> = desk
        .incidents
        .iter()
        .map(|it| !it.work_log().is_empty())
        .collect();
    assert_eq!(told, [true, true, true, true, false]);
}

#[test]
fn a_workaround_is_offered_under_the_name_of_its_known_error_and_counted() {
    // Given a known error with a workaround
    let known_error = KnownErrorId::from_key(3);
    let cause = Cause::new(
        Contribution::Occurrence,
        note("The queue is too small."),
        vec![],
    );
    let workaround = Workaround::new(Title::new("Restart").unwrap(), vec![note("Restart.")], true);
    let text = ErrorText::new(Title::new("Queue fills up").unwrap());
    let mut desk = Desk::new()
        .problem(BeginAssessment::new())
        .problem(AddCause::new(cause))
        .problem(RecordWorkaround::new(workaround))
        .problem(DeclareKnownError::new(known_error, text))
        // When it is communicated
        .problem(CommunicateWorkaround::new(
            1_u32,
            note("Restart the queue."),
        ))
        .obey();
    // Then those that are open know that it was offered, and the one that is resolved does not
    let offered: Vec<usize> = desk
        .incidents
        .iter()
        .map(|it| it.workarounds().len())
        .collect();
    assert_eq!(offered, [1, 1, 1, 1, 0]);
    // And told again, they are told and not offered it twice
    desk = desk.problem(CommunicateWorkaround::new(
        1_u32,
        note("Restart the queue, please."),
    ));
    let again = desk.proposals();
    assert_eq!(again.len(), 4);
    assert!(
        again
            .iter()
            .all(|(_, it)| matches!(it.command, IncidentCommand::LogWork(_)))
    );
    // And when it works in one of them, the problem counts that
    let cx = Context::new(nine(), &desk.actor, &desk.policy);
    let noted = NoteWorkaround::new(known_error, WorkaroundStep::Worked);
    let events = desk.incidents[1].execute(noted, &cx).unwrap();
    let proposal = count(&events[0], &desk.problem).unwrap();
    desk = desk.problem(proposal.command);
    let counted = &desk.problem.workarounds().next().unwrap().effectiveness;
    assert_eq!((counted.used, counted.worked), (1, 1));
    // A known error of another problem is not counted here.
    let noted = NoteWorkaround::new(KnownErrorId::from_key(9), WorkaroundStep::Offered);
    let cx = Context::new(nine(), &desk.actor, &desk.policy);
    let events = desk.incidents[1].execute(noted, &cx).unwrap();
    assert_eq!(count(&events[0], &desk.problem), None);
}

#[test]
fn the_incidents_of_a_duplicate_point_at_the_original_and_wait_for_it() {
    let facts = OriginalFacts::new(id(2), ProblemStage::Assess, Vec::new());
    let desk = Desk::new().problem(MarkDuplicate::new(facts)).obey();
    for incident in &desk.incidents {
        let links: Vec<_> = incident.links().map(|it| it.to).collect();
        assert_eq!(links, [RecordRef::Problem(id(2))], "{}", incident.stage());
    }
    let hold = desk.incidents[2].state().on_hold().unwrap();
    assert_eq!(hold.awaiting, Some(RecordRef::Problem(id(2))));
    assert_eq!(
        standing(&desk.incidents[2], id(2)).standing,
        LinkedStanding::AwaitingProblem
    );
    // The original takes over the incidents themselves.
    let (original, _) = sync(desk.last.last().unwrap()).unwrap();
    assert_eq!(original, id(2));
}

#[test]
fn what_is_closed_is_not_touched() {
    let mut desk = Desk::new();
    let cx = Context::new(nine(), &desk.actor, &desk.policy);
    desk.incidents[4]
        .execute(Close::new().confirmed_by(PersonId::from_key(3)), &cx)
        .unwrap();
    let facts = OriginalFacts::new(id(2), ProblemStage::Assess, Vec::new());
    let desk = desk.problem(MarkDuplicate::new(facts));
    let closed = desk.incidents[4].id();
    assert!(desk.proposals().iter().all(|(id, _)| *id != closed));
}

#[test]
fn a_problem_takes_from_its_incident_what_is_known_of_it() {
    let (policy, actor) = (IncidentPolicy::default(), pia());
    let cx = Context::new(nine(), &actor, &policy);
    let profile = outage("High", "Low")
        .description(note("Every day at noon."))
        .service(ServiceId::from_key(9))
        .ci(CiId::from_key(1));
    let (mut incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx).unwrap();
    let label = |text| Label::new(text).unwrap();
    let category = Category::with(label("Mail"), label("Delivery"));
    incident.execute(Categorize::new(category), &cx).unwrap();

    let profile = from_incident(&incident, origin());
    assert_eq!(profile.title, *incident.title());
    assert_eq!(profile.description.as_ref(), incident.description());
    assert_eq!(profile.service, incident.service());
    assert_eq!(profile.cis, Some([CiId::from_key(1)].into()));
    assert_eq!(profile.category, Some(label("Mail")));
    assert_eq!(profile.subcategory, Some(label("Delivery")));
    assert_eq!(
        (&profile.impact, &profile.urgency),
        (incident.impact(), incident.urgency())
    );
}

#[test]
fn when_all_changes_have_ended_the_problem_is_resolved_if_one_of_them_fixed_it() {
    let change = ChangeId::from_key(7);
    let notes = note("All changes have ended.");
    let ended = |outcome| {
        let desk = Desk::fixing()
            .problem(LinkChange::new(change))
            .problem(RecordFixOutcome::new(change, outcome));
        let proposal = after_fixes(desk.last.last().unwrap(), &desk.problem, &notes).unwrap();
        desk.problem(proposal.command).problem
    };
    assert_eq!(ended(FixOutcome::Completed).stage(), ProblemStage::Resolved);
    // Canceled is not fixed, and neither is failed.
    for outcome in [FixOutcome::Canceled, FixOutcome::Failed] {
        let problem = ended(outcome);
        assert_eq!(problem.stage(), ProblemStage::FixInProgress);
        assert_eq!(problem.log().last().unwrap().note, notes);
    }
}

#[test]
fn the_same_event_asked_twice_gives_the_same_keys_and_no_two_alike() {
    let desk = Desk::fixing().problem(CommunicateFix::new(note("On Sunday.")));
    let keys =
        |desk: &Desk| -> Vec<_> { desk.proposals().into_iter().map(|(_, it)| it.key).collect() };
    let (once, twice) = (keys(&desk), keys(&desk));
    assert_eq!(once, twice);
    let mut different = once.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), once.len());
}
