//! One outage, told through incident, problem, known error, workaround and change: every record
//! names the next, and each is moved by its own rules.

use crate::desk::{at, note, outage};
use itsm::coordination::problem::{after_fixes, count, from_incident, points_at, react};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{ChangeId, IncidentId, KnownErrorId, PersonId, ProblemId};
use itsm::core::link::{Link, LinkKind, RecordRef};
use itsm::core::text::Title;
use itsm::core::time::{Instant, Seconds};
use itsm::incident::Incident;
use itsm::incident::command::{Hold, IncidentCommand, NoteWorkaround};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::state::{HoldReason, IncidentStage};
use itsm::incident::workaround::WorkaroundStep;
use itsm::problem::Problem;
use itsm::problem::cause::{Cause, Contribution};
use itsm::problem::command::*;
use itsm::problem::fix::FixOutcome;
use itsm::problem::known_error::{DeactivationReason, ErrorText};
use itsm::problem::policy::ProblemPolicy;
use itsm::problem::profile::{Identification, Origin, ProblemSource};
use itsm::problem::state::ProblemStage;
use itsm::problem::verification::{Comparison, IncidentCount};
use itsm::problem::workaround::Workaround;

/// Everything that took part, and the time it is.
struct Outage {
    now: Instant,
    actor: Actor,
    desk: IncidentPolicy,
    rules: ProblemPolicy,
    incidents: Vec<Incident>,
    problem: Problem,
}

impl Outage {
    fn incident(&mut self, key: usize, command: impl Into<IncidentCommand>) {
        let cx = Context::new(self.now, &self.actor, &self.desk);
        let events = self.incidents[key].execute(command, &cx).unwrap();
        // What an incident learns of a workaround, the problem counts.
        for event in &events {
            if let Some(proposal) = count(event, &self.problem) {
                self.problem(proposal.command);
            }
        }
    }

    fn problem(&mut self, command: impl Into<ProblemCommand>) {
        let cx = Context::new(self.now, &self.actor, &self.rules);
        let events = self.problem.execute(command, &cx).unwrap();
        for event in &events {
            // What follows for its incidents, they do.
            for (id, proposal) in react(event, &self.problem, &self.incidents) {
                let place = self.incidents.iter().position(|it| it.id() == id).unwrap();
                self.incident(place, proposal.command);
            }
            // And when its changes have ended, it goes on itself.
            let notes = note("The queue was enlarged.");
            if let Some(proposal) = after_fixes(event, &self.problem, &notes) {
                self.problem(proposal.command);
            }
        }
    }
}

#[test]
fn one_outage_is_told_through_all_its_records() {
    // Monday, nine o'clock: mail is down, for the third time.
    let (desk, rules) = (IncidentPolicy::default(), ProblemPolicy::default());
    let actor = Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER);
    let now = at("2026-03-02T09:00:00Z");
    let cx = Context::new(now, &actor, &desk);
    let ids = [1, 2, 3].map(IncidentId::from_key);
    let register = |id| {
        Incident::register(id, outage("High", "High"), &cx)
            .unwrap()
            .0
    };
    let incidents: Vec<Incident> = ids.map(register).into();

    // A problem is made of the first, and all three point at it.
    let problem_id = ProblemId::from_key(40);
    let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
    let profile = from_incident(&incidents[0], origin);
    let problem = Problem::register(problem_id, profile, ids, &cx.with(&rules))
        .unwrap()
        .0;
    let mut outage = Outage {
        now,
        actor: actor.clone(),
        desk: desk.clone(),
        rules: rules.clone(),
        incidents,
        problem,
    };
    for key in 0..3 {
        outage.incident(key, points_at(problem_id));
    }

    // A workaround is found before the cause is, and reaches the incidents.
    let restart = Workaround::new(
        Title::new("Restart the queue").unwrap(),
        vec![note("Restart it.")],
        true,
    );
    outage.problem(RecordWorkaround::new(restart));
    outage.problem(BeginAssessment::new());
    outage.problem(Confirm::new());
    let cause = Cause::new(
        Contribution::Occurrence,
        note("The queue is too small."),
        vec![],
    );
    outage.problem(AddCause::new(cause));
    let known_error = KnownErrorId::from_key(7);
    let text = ErrorText::new(Title::new("Queue of srv-mail-01 fills up").unwrap());
    outage.problem(DeclareKnownError::new(known_error, text));
    outage.problem(CommunicateWorkaround::new(
        1_u32,
        note("Restart the queue."),
    ));

    // It works in the first, which is resolved by it; the second waits for the problem; somebody
    // works on the third.
    outage.incident(0, NoteWorkaround::new(known_error, WorkaroundStep::Worked));
    let resolve = itsm::incident::command::Resolve::new(ResolutionCode::KNOWN_ERROR);
    outage.incident(
        0,
        resolve.known_error(known_error).notes(note("Restarted.")),
    );
    let hold = Hold::new(HoldReason::AWAITING_PROBLEM).comment(note("We enlarge the queue."));
    outage.incident(1, hold.awaiting(RecordRef::Problem(problem_id)));
    outage.incident(2, itsm::incident::command::StartWork::new());

    // A change enlarges the queue on Sunday. With it, the problem is resolved, and so is what waited.
    let change = ChangeId::from_key(4711);
    outage.problem(BeginFix::new());
    outage.problem(LinkChange::new(change));
    outage.now = at("2026-03-08T03:00:00Z");
    let fixed = outage.now;
    outage.problem(RecordFixOutcome::new(change, FixOutcome::Completed));
    assert_eq!(outage.problem.stage(), ProblemStage::Resolved);
    let stages: Vec<_> = outage.incidents.iter().map(Incident::stage).collect();
    let expected = [
        IncidentStage::Resolved,
        IncidentStage::Resolved,
        IncidentStage::InProgress,
    ];
    assert_eq!(stages, expected);

    // Four weeks later there is nothing left of it, and the problem is closed.
    outage.now = Seconds::days(28).after(fixed).unwrap();
    let before = IncidentCount::new(at("2026-02-08T03:00:00Z"), fixed, 3_u32);
    let after = IncidentCount::new(fixed, outage.now, 0_u32);
    outage.problem(Verify::new(Comparison::new(before, after)));
    outage.problem(Close::new());

    // From the incident, every record can be found that had a part in it.
    let link = Link::new(LinkKind::PROBLEM, RecordRef::Problem(problem_id));
    assert!(
        outage
            .incidents
            .iter()
            .all(|it| it.links().any(|its| *its == link))
    );
    let by_workaround = outage.incidents[0].state().resolution().unwrap();
    assert_eq!(by_workaround.known_error, Some(known_error));
    let by_problem = outage.incidents[1].state().resolution().unwrap();
    assert_eq!(by_problem.through, Some(RecordRef::Problem(problem_id)));
    let error = outage.problem.known_error(known_error).unwrap();
    assert_eq!(
        error.deactivated.as_ref().unwrap().reason,
        DeactivationReason::PROBLEM_FIXED
    );
    let served = &outage.problem.workarounds().next().unwrap().effectiveness;
    assert_eq!((served.offered, served.worked), (3, 1));
    let changes: Vec<_> = outage.problem.changes().map(|(id, _)| id).collect();
    assert_eq!(changes, [change]);
    let linked: Vec<_> = outage.problem.incidents().map(|(id, _)| id).collect();
    assert_eq!(linked, ids);
}
