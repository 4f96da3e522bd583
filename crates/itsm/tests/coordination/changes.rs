//! What a change means for problems, incidents and items.

use crate::desk::{at, note, outage};
use itsm::change::approval::Answer;
use itsm::change::command::{
    BackOut, CastVote, ChangeCommand, Close, FinishImplementation, LinkCaused, NoteApplication,
    RecordReview, StageModification, StartImplementation, Submit,
};
use itsm::change::command::{Cancel, Hold as HoldChange, Schedule};
use itsm::change::emergency::{EmergencyCase, EmergencyCriterion, EmergencyKind};
use itsm::change::kind::{ChangeType, Magnitude};
use itsm::change::modification::{Application, Modification};
use itsm::change::outcome::{Outcome, OutcomeCode};
use itsm::change::plan::PlannedWindow;
use itsm::change::policy::ChangePolicy;
use itsm::change::profile::ChangeProfile;
use itsm::change::state::ChangeStage;
use itsm::change::{Change, RecordedChangeEvent};
use itsm::configuration::authority::Authority;
use itsm::configuration::command::{CiCommand, Describe};
use itsm::configuration::policy::ConfigurationPolicy;
use itsm::configuration::profile::CiProfile;
use itsm::configuration::{Ci, RecordedCiEvent};
use itsm::coordination::change::{
    caused_by, from_problem, has_caused, in_maintenance, is_fixed_by, is_waiting, offer_incident,
    recent, resume, tell_problem,
};
use itsm::coordination::change_items::{Applying, applied, apply, pending, refused, unauthorized};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{ChangeId, CiId, IncidentId, PersonId, ProblemId, ServiceId};
use itsm::core::level::{Impact, Urgency};
use itsm::core::link::RecordRef;
use itsm::core::text::{Code, Title};
use itsm::core::time::{Instant, Seconds};
use itsm::incident::Incident;
use itsm::incident::command::{Hold, IncidentCommand, StartWork};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::state::{HoldReason, IncidentStage};
use itsm::problem::Problem;
use itsm::problem::fix::FixOutcome;
use itsm::problem::policy::ProblemPolicy;
use itsm::problem::profile::{Identification, Origin, ProblemProfile, ProblemSource};
use std::collections::BTreeSet;

fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

fn id(key: u64) -> ChangeId {
    ChangeId::from_key(key)
}

fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

fn mia() -> Actor {
    Actor::person(PersonId::from_key(1))
        .with(Role::CHANGE_MANAGER)
        .with(Role::CONFIGURATION_MANAGER)
}

fn high() -> (Impact, Urgency) {
    (Impact::new("High").unwrap(), Urgency::new("High").unwrap())
}

fn emergency() -> EmergencyCase {
    EmergencyCase::new(EmergencyKind::FixOnFail, EmergencyCriterion::MAJOR_INCIDENT)
}

/// A change under the default policy, and what has happened to it last.
struct Desk {
    change: Change,
    policy: ChangePolicy,
    now: Instant,
    last: Vec<RecordedChangeEvent>,
}

impl Desk {
    /// An emergency on an item, made because of some records.
    fn new(key: u64, item: u64, reasons: impl IntoIterator<Item = RecordRef>) -> Self {
        let policy = ChangePolicy::default();
        let profile = ChangeProfile::new(
            title("A bigger queue"),
            ChangeType::Emergency,
            Magnitude::Minor,
        );
        let profile = profile
            .emergency(emergency())
            .cis(BTreeSet::from([ci(item)]));
        let actor = mia();
        let cx = Context::new(nine(), &actor, &policy);
        let (change, born) = Change::register(id(key), profile, reasons, &cx).unwrap();
        Self {
            change,
            policy,
            now: nine(),
            last: vec![born],
        }
    }

    fn after(mut self, command: impl Into<ChangeCommand>) -> Self {
        let actor = mia();
        let cx = Context::new(self.now, &actor, &self.policy);
        self.last = self.change.execute(command, &cx).unwrap();
        self
    }

    fn at(mut self, now: &str) -> Self {
        self.now = at(now);
        self
    }

    fn implementing(self) -> Self {
        self.after(Submit::new())
            .after(CastVote::new(Answer::Approve))
            .after(StartImplementation::new())
    }

    fn finished(self, code: OutcomeCode) -> Self {
        self.after(FinishImplementation::new(Outcome::new(code, false)))
    }

    /// Closed, with everything that an emergency owes.
    fn closed(self) -> Self {
        let plans = itsm::change::plan::Plans::new()
            .implementation(note("Enlarge it."))
            .back_out(itsm::change::plan::BackOutPlan::new(
                note("Put it back."),
                vec![],
            ));
        let risk = itsm::change::assessment::Assessment::new().risk(note("None."));
        let why = itsm::change::command::Describe::new().justification(note("No mail."));
        self.after(why)
            .after(itsm::change::command::Plan::new(plans))
            .after(itsm::change::command::Assess::new(risk))
            .after(RecordReview::new(note("It was the queue."), true))
            .after(Close::new(note("Done.")))
    }
}

fn problem() -> Problem {
    let policy = ProblemPolicy::default();
    let actor = mia();
    let cx = Context::new(nine(), &actor, &policy);
    let (impact, urgency) = high();
    let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
    let profile = ProblemProfile::new(title("Mail stops at noon"), origin, impact, urgency)
        .description(note("Every day."))
        .service(ServiceId::from_key(9))
        .cis(BTreeSet::from([ci(1)]));
    Problem::register(ProblemId::from_key(4), profile, [], &cx)
        .unwrap()
        .0
}

fn execute(problem: &mut Problem, command: itsm::problem::command::ProblemCommand) {
    let (policy, actor) = (ProblemPolicy::default(), mia());
    problem
        .execute(command, &Context::new(nine(), &actor, &policy))
        .unwrap();
}

/// An incident on hold.
fn held(key: u64, hold: Hold) -> Incident {
    let (policy, actor) = (IncidentPolicy::default(), mia());
    let cx = Context::new(nine(), &actor, &policy);
    let (mut incident, _) =
        Incident::register(IncidentId::from_key(key), outage("High", "High"), &cx).unwrap();
    let assign = itsm::incident::command::Assign::new(crate::desk::group(1));
    incident.execute(assign, &cx).unwrap();
    incident.execute(StartWork::new(), &cx).unwrap();
    incident.execute(hold, &cx).unwrap();
    incident
}

fn item(key: u64) -> (Ci, RecordedCiEvent) {
    let (policy, actor) = (ConfigurationPolicy::default(), mia());
    let cx = Context::new(nine(), &actor, &policy);
    let profile = CiProfile::new(Code::new("server").unwrap(), title("srv-mail-01"));
    Ci::register(ci(key), profile, Authority::Change(id(90)), &cx).unwrap()
}

fn renamed(before: &str, after: &str) -> Modification {
    Modification::Name {
        before: title(before),
        after: title(after),
    }
}

#[test]
fn a_change_made_of_a_problem_has_its_facts_and_the_problem_learns_how_it_ended() {
    let mut problem = problem();
    let profile = from_problem(&problem, None);
    assert_eq!(profile.kind, ChangeType::Normal);
    assert_eq!(profile.title, *problem.title());
    assert_eq!(profile.description.as_ref(), problem.description());
    assert_eq!(profile.cis, Some(BTreeSet::from([ci(1)])));
    assert_eq!(
        profile.services,
        Some(BTreeSet::from([ServiceId::from_key(9)]))
    );
    assert_eq!(
        from_problem(&problem, Some(emergency())).kind,
        ChangeType::Emergency
    );
    // A problem that is not linked is told nothing.
    let reason = RecordRef::Problem(problem.id());
    let ends = [
        (
            Desk::new(1, 1, [reason])
                .implementing()
                .finished(OutcomeCode::Successful)
                .closed(),
            FixOutcome::Completed,
        ),
        (
            Desk::new(2, 1, [reason])
                .implementing()
                .after(BackOut::new(note("No.")))
                .closed(),
            FixOutcome::Failed,
        ),
        (
            Desk::new(3, 1, [reason]).after(Cancel::new(note("No."))),
            FixOutcome::Canceled,
        ),
    ];
    for (desk, outcome) in ends {
        let last = desk.last.last().unwrap();
        assert_eq!(tell_problem(last, &problem), None);
        execute(&mut problem, is_fixed_by(desk.change.id()));
        let told = tell_problem(last, &problem).unwrap();
        assert_eq!(tell_problem(last, &problem).unwrap().key, told.key);
        execute(&mut problem, told.command);
        let (_, linked) = problem
            .changes()
            .find(|(it, _)| *it == desk.change.id())
            .unwrap();
        assert_eq!(linked.outcome, Some(outcome));
    }
}

#[test]
fn incidents_that_wait_for_a_change_resume_and_are_not_resolved_when_it_ends() {
    let by_id = Hold::new(HoldReason::AWAITING_CHANGE).awaiting(RecordRef::Change(id(1)));
    let other = Hold::new(HoldReason::AWAITING_CHANGE).awaiting(RecordRef::Change(id(2)));
    let incidents = [
        held(1, by_id),
        held(2, other),
        held(3, Hold::new(HoldReason::AWAITING_CHANGE)),
        held(4, Hold::new(HoldReason::AWAITING_CHANGE)),
        held(5, Hold::new(HoldReason::AWAITING_VENDOR)),
    ];
    // The change is made because of incidents 3 and 5.
    let reasons = [3, 5].map(|it| RecordRef::Incident(IncidentId::from_key(it)));
    let desk = Desk::new(1, 1, reasons).implementing();
    assert!(is_waiting(&incidents[0], &desk.change));
    assert!(!is_waiting(&incidents[1], &desk.change));
    assert_eq!(resume(&desk.last[0], &desk.change, &incidents), []);
    let desk = desk.finished(OutcomeCode::SuccessfulWithIssues).closed();
    let proposals = resume(&desk.last[0], &desk.change, &incidents);
    let told: Vec<_> = proposals.iter().map(|(it, _)| it.key().unwrap()).collect();
    assert_eq!(told, [1, 3]);
    let (policy, actor) = (IncidentPolicy::default(), mia());
    let mut incident = incidents[0].clone();
    let command = proposals[0].1.command.clone();
    let IncidentCommand::Resume(resumed) = &command else {
        panic!("{command:?}")
    };
    let said = resumed.note.as_ref().unwrap();
    assert_eq!(said.as_str(), "The change ended: successful_with_issues.");
    incident
        .execute(command, &Context::new(nine(), &actor, &policy))
        .unwrap();
    assert_eq!(incident.stage(), IncidentStage::InProgress);
}

#[test]
fn a_change_that_failed_offers_an_incident_and_says_what_caused_it() {
    let offer = |desk: &Desk| {
        let (impact, urgency) = high();
        offer_incident(&desk.change, impact, urgency)
    };
    assert_eq!(offer(&Desk::new(1, 1, []).implementing()), None);
    let good = Desk::new(1, 1, [])
        .implementing()
        .finished(OutcomeCode::Successful);
    assert_eq!(offer(&good), None);
    let desk = Desk::new(1, 1, [])
        .implementing()
        .finished(OutcomeCode::Unsuccessful);
    let profile = offer(&desk).unwrap();
    assert_eq!(profile.cis, Some(BTreeSet::from([ci(1)])));
    assert_eq!(profile.links, Some(BTreeSet::from([caused_by(id(1))])));
    let (policy, actor) = (IncidentPolicy::default(), mia());
    let cx = Context::new(nine(), &actor, &policy);
    let key = IncidentId::from_key(7);
    let (incident, _) = Incident::register(key, profile, &cx).unwrap();
    assert!(incident.links().any(|it| *it == caused_by(id(1))));
    // Somebody has said so: nothing is offered a second time.
    let (linked, _) = has_caused(id(1), key);
    let desk = desk.after(linked);
    assert_eq!(desk.change.caused().collect::<Vec<_>>(), [key]);
    assert_eq!(offer(&desk), None);
    let desk = Desk::new(2, 1, [])
        .implementing()
        .after(LinkCaused::new(key));
    assert_eq!(offer(&desk.finished(OutcomeCode::Unsuccessful)), None);
}

#[test]
fn what_was_staged_becomes_commands_on_the_authority_of_the_change_once_it_was_made() {
    let (mut server, _) = item(1);
    let (mut moved, _) = item(2);
    let stage = |it: u64| StageModification::new(ci(it), renamed("srv-mail-01", "srv-mail-02"));
    let desk = Desk::new(1, 1, [])
        .after(stage(1))
        .after(stage(2))
        .after(stage(3))
        .implementing();
    let unknown = Modification::Stage {
        before: Code::new("inventory").unwrap(),
        after: Code::new("orbit").unwrap(),
        status: itsm::core::text::Label::new("Far").unwrap(),
    };
    let desk = desk.after(StageModification::new(ci(1), unknown));
    assert_eq!(pending([&desk.change]).len(), 3);
    assert_eq!(apply(&desk.change, [&server, &moved]), []);
    // Somebody renames the second item in between.
    let (policy, actor) = (ConfigurationPolicy::default(), mia());
    let cx = Context::new(nine(), &actor, &policy);
    let other = Describe::new(Authority::Unauthorized).name(title("srv-mail-09"));
    moved.execute(other, &cx).unwrap();
    let desk = desk.finished(OutcomeCode::Successful);
    // The third item is not known: nothing is said of it.
    let todo = apply(&desk.change, [&server, &moved]);
    let [
        Applying::Apply {
            number: 1,
            proposal,
            ..
        },
        Applying::Note {
            number: 2,
            proposal: drifted,
            ..
        },
        Applying::Note {
            number: 4,
            proposal: impossible,
            ..
        },
    ] = &todo[..]
    else {
        panic!("{todo:?}")
    };
    let events = server.execute(proposal.command.clone(), &cx).unwrap();
    assert_eq!(events[0].event.authority(), Some(&Authority::Change(id(1))));
    assert_eq!(server.name().as_str(), "srv-mail-02");
    let said = NoteApplication::new(2_u32, Application::Drifted);
    let said = said.note(note("The record says srv-mail-09."));
    assert_eq!(drifted.command, said.into());
    let desk = desk
        .after(applied(1))
        .after(drifted.command.clone())
        .after(impossible.command.clone())
        .after(refused(3, note("There is no such item.")));
    let became = desk.change.modifications().iter().map(|it| it.application);
    assert!(became.eq([
        Application::Applied,
        Application::Drifted,
        Application::Refused,
        Application::Refused
    ]));
    assert_eq!(apply(&desk.change, [&server, &moved]), []);
    assert_eq!(pending([&desk.change]).len(), 0);
    assert_eq!(desk.closed().change.stage(), ChangeStage::Closed);
}

#[test]
fn nothing_of_a_change_that_was_taken_back_is_applied() {
    let (server, _) = item(1);
    let staged = StageModification::new(ci(1), renamed("srv-mail-01", "srv-mail-02"));
    let desk = Desk::new(1, 1, []).after(staged).implementing();
    let desk = desk.after(BackOut::new(note("It does not start.")));
    assert_eq!(apply(&desk.change, [&server]), []);
}

#[test]
fn items_are_in_maintenance_while_their_change_is_made_in_its_time() {
    let window = PlannedWindow::new(at("2026-03-02T10:00:00Z"), at("2026-03-02T12:00:00Z"));
    let planned = Desk::new(1, 1, []).after(Schedule::new(window));
    let unplanned = Desk::new(2, 2, []).implementing();
    let during = |desk: &Desk, now: &str| !in_maintenance([&desk.change], at(now)).is_empty();
    assert!(!during(&planned, "2026-03-02T11:00:00Z"));
    let planned = planned.at("2026-03-02T10:00:00Z").implementing();
    assert!(during(&planned, "2026-03-02T10:00:00Z"));
    assert!(during(&planned, "2026-03-02T11:59:59Z"));
    // The end does not belong to it: what is late is no excuse.
    assert!(!during(&planned, "2026-03-02T12:00:00Z"));
    let both = in_maintenance(
        [&planned.change, &unplanned.change],
        at("2026-03-02T11:00:00Z"),
    );
    assert_eq!(both, BTreeSet::from([ci(1), ci(2)]));
    let planned = planned.after(HoldChange::new(note("The supplier is late.")));
    assert!(!during(&planned, "2026-03-02T11:00:00Z"));
    let made = unplanned.finished(OutcomeCode::Successful);
    assert!(!during(&made, "2026-03-02T11:00:00Z"));
}

#[test]
fn what_nobody_asked_for_becomes_an_unauthorized_change_once_a_day() {
    let (mut server, _) = item(1);
    let day = Seconds::days(1);
    let (policy, actor) = (ConfigurationPolicy::default(), mia());
    let mut rename = |authority: Authority, name: &str, now: &str| {
        let cx = Context::new(at(now), &actor, &policy);
        let command: CiCommand = Describe::new(authority).name(title(name)).into();
        server.execute(command, &cx).unwrap().remove(0)
    };
    let scanner = || Authority::discovered(Code::new("scanner").unwrap());
    let found = rename(scanner(), "a", "2026-03-02T10:00:00Z");
    let claimed = rename(Authority::Change(id(1)), "b", "2026-03-02T10:01:00Z");
    let nobody = rename(Authority::Unauthorized, "c", "2026-03-02T10:02:00Z");
    let later = rename(scanner(), "d", "2026-03-03T11:00:00Z");
    // A change on the item that is only planned accounts for nothing; one that is made does.
    let planned = Desk::new(1, 1, []);
    for delta in [&found, &claimed, &nobody] {
        let profile = unauthorized(delta, &server, [&planned.change], day).unwrap();
        assert_eq!(profile.kind, ChangeType::Unauthorized);
        assert_eq!(profile.cis, Some(BTreeSet::from([ci(1)])));
        assert_eq!(profile.made_at, Some(delta.at));
    }
    let active = Desk::new(1, 1, []).implementing();
    assert_eq!(unauthorized(&found, &server, [&active.change], day), None);
    assert_eq!(unauthorized(&claimed, &server, [&active.change], day), None);
    assert!(unauthorized(&nobody, &server, [&active.change], day).is_some());
    let elsewhere = Desk::new(1, 2, []).implementing();
    assert!(unauthorized(&found, &server, [&elsewhere.change], day).is_some());
    // Flagged at half past nine, the same item is not flagged again for a day.
    let profile = unauthorized(&found, &server, [], day).unwrap();
    let changes = ChangePolicy::default();
    let cx = Context::new(at("2026-03-02T10:00:00Z"), &actor, &changes);
    let (flag, _) = Change::register(id(5), profile, [], &cx).unwrap();
    assert_eq!(unauthorized(&nobody, &server, [&flag], day), None);
    assert!(unauthorized(&later, &server, [&flag], day).is_some());
}

#[test]
fn recent_changes_are_candidates_the_latest_first() {
    let made = Desk::new(1, 1, [])
        .implementing()
        .finished(OutcomeCode::Successful);
    let ongoing = Desk::new(2, 1, [])
        .at("2026-03-02T10:00:00Z")
        .implementing();
    let elsewhere = Desk::new(3, 2, []).implementing();
    let planned = Desk::new(4, 1, []);
    let all = [
        &made.change,
        &ongoing.change,
        &elsewhere.change,
        &planned.change,
    ];
    let asked = BTreeSet::from([ci(1), ci(7)]);
    let found = recent(
        all,
        &asked,
        at("2026-03-01T00:00:00Z"),
        at("2026-03-02T11:00:00Z"),
    );
    let told: Vec<_> = found.iter().map(|it| (it.change, it.ongoing)).collect();
    assert_eq!(told, [(id(2), true), (id(1), false)]);
    assert_eq!(found[0].cis, BTreeSet::from([ci(1)]));
    // What ended before, or began later, is none.
    let after = recent(
        all,
        &asked,
        at("2026-03-02T09:00:01Z"),
        at("2026-03-02T09:30:00Z"),
    );
    assert_eq!(after, []);
}
