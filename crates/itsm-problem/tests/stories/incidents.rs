//! What a problem means for its incidents, and what it does not.

use crate::desk::{Case, incident, nine, note, policy_with, problem_id, resolve, workaround};
use crate::desk::{comparison, days, original};
use itsm_problem::command::{
    AcceptRisk, Close, CommunicateFix, CommunicateWorkaround, MarkDuplicate, RecordWorkaround,
    Verify,
};
use itsm_problem::communication::{IncidentEffect, LinkedIncident, LinkedStanding, effects};
use itsm_problem::ending::RiskEnd;
use itsm_problem::state::{ProblemStage, ResolutionCode};

/// One incident in every standing, numbered in the order of the standings.
fn incidents() -> Vec<LinkedIncident> {
    (1..)
        .zip(LinkedStanding::ALL)
        .map(|(key, standing)| LinkedIncident::new(incident(key), *standing))
        .collect()
}

/// For each incident that something follows for, how it stands.
fn standings(effects: &[(itsm_core::id::IncidentId, IncidentEffect)]) -> Vec<LinkedStanding> {
    let standing = |id| incidents().into_iter().find(|it| it.incident == id);
    effects
        .iter()
        .map(|(id, _)| standing(*id).unwrap().standing)
        .collect()
}

const OPEN: [LinkedStanding; 4] = [
    LinkedStanding::New,
    LinkedStanding::InProgress,
    LinkedStanding::OnHold,
    LinkedStanding::AwaitingProblem,
];

fn with_incidents(case: Case) -> Case {
    incidents().into_iter().fold(case, |case, it| {
        case.after(itsm_problem::command::LinkIncident::new(it.incident))
    })
}

#[test]
fn a_workaround_is_offered_to_incidents_that_are_new_in_progress_or_on_hold() {
    // Given a problem with a workaround, and incidents in every standing
    let case = with_incidents(Case::analyzing())
        .after(RecordWorkaround::new(workaround("Restart the queue")))
        // When the workaround is communicated
        .after(CommunicateWorkaround::new(
            1_u32,
            note("Restart the queue."),
        ));
    let effects = effects(case.history.last().unwrap(), &incidents());
    // Then those that are open are offered it, and no other
    assert_eq!(standings(&effects), OPEN);
    let offered =
        |it: &IncidentEffect| matches!(it, IncidentEffect::OfferWorkaround { workaround: 1, .. });
    assert!(effects.iter().all(|(_, it)| offered(it)));
}

#[test]
fn a_fix_that_is_communicated_resolves_nothing() {
    let case = with_incidents(Case::fixing()).after(CommunicateFix::new(note("On Sunday.")));
    let effects = effects(case.history.last().unwrap(), &incidents());
    assert_eq!(standings(&effects), OPEN);
    assert!(
        effects
            .iter()
            .all(|(_, it)| *it == IncidentEffect::Note(note("On Sunday.")))
    );
}

#[test]
fn a_fix_that_is_applied_resolves_those_that_wait_for_this_problem_and_no_other() {
    // Given a problem that is being fixed
    let case = with_incidents(Case::fixing());
    // When it is resolved
    let case = case.after(resolve());
    // Then only the incident on hold that waits for it is resolved
    let at_once = effects(case.history.last().unwrap(), &incidents());
    assert_eq!(standings(&at_once), [LinkedStanding::AwaitingProblem]);
    let notes = note("The queue has room.");
    assert_eq!(at_once[0].1, IncidentEffect::Resolve { notes });
    // And one that was put on hold for it afterwards is resolved when it is closed
    let case = case
        .later(days(28))
        .after(Verify::new(comparison(nine(), 4, 0)))
        .after(Close::new());
    let at_end = effects(case.history.last().unwrap(), &incidents());
    assert_eq!(at_end, at_once);
}

#[test]
fn a_risk_that_is_accepted_tells_the_incidents_and_resolves_none() {
    let reason = note("It costs more than it hurts.");
    for ends in [RiskEnd::Closed, RiskEnd::Resolved] {
        // Given a policy that closes a problem whose risk is accepted, or leaves it resolved
        let policy = policy_with(|draft| draft.risk_acceptance.ends = ends);
        let case = with_incidents(Case::under(policy).confirmed());
        // When somebody with the authority accepts it
        let case = case.after(AcceptRisk::new(reason.clone()));
        // Then those that are open get a note, those that wait for it too
        let told = effects(case.history.last().unwrap(), &incidents());
        assert_eq!(standings(&told), OPEN);
        assert!(
            told.iter()
                .all(|(_, it)| *it == IncidentEffect::Note(reason.clone()))
        );
        assert_eq!(
            case.problem.resolution_code(),
            Some(ResolutionCode::RiskAccepted)
        );
        // And nothing more follows when it is closed
        if ends == RiskEnd::Resolved {
            let case = case.after(Close::new());
            assert_eq!(case.problem.stage(), ProblemStage::Closed);
            assert_eq!(effects(case.history.last().unwrap(), &incidents()), []);
        }
    }
}

#[test]
fn the_incidents_of_a_duplicate_are_linked_to_the_original() {
    let case = with_incidents(Case::new()).after(MarkDuplicate::new(original(2)));
    let told = effects(case.history.last().unwrap(), &incidents());
    assert_eq!(told.len(), incidents().len());
    let to = problem_id(2);
    assert!(
        told.iter()
            .all(|(_, it)| *it == IncidentEffect::Relink { to })
    );
    // An incident that was never linked is not moved.
    let stranger = LinkedIncident::new(incident(99), LinkedStanding::New);
    assert_eq!(effects(case.history.last().unwrap(), &[stranger]), []);
}

#[test]
fn what_follows_is_said_once_for_each_incident_and_in_the_order_of_ids() {
    let case = with_incidents(Case::fixing()).after(resolve());
    let waits = |key| LinkedIncident::new(incident(key), LinkedStanding::AwaitingProblem);
    let told = effects(
        case.history.last().unwrap(),
        &[waits(3), waits(1), waits(3)],
    );
    let ids: Vec<_> = told.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [incident(1), incident(3)]);
}
