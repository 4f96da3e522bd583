//! Records taken over from another tool, in the middle of their lives.

use crate::desk::{ana, at, id, nine, nine_and, note, profile, standard};
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::id::{GroupId, PersonId};
use itsm_core::level::Priority;
use itsm_core::time::{ClosedAt, Instant, ResolvedAt, Seconds};
use itsm_incident::command::{IncidentCommandKind, Reopen};
use itsm_incident::resolution::{
    CancelReason, Cancellation, Closure, Confirmation, Resolution, ResolutionCode,
};
use itsm_incident::state::{HoldReason, IncidentStage, IncidentState, OnHold};
use itsm_incident::{Adopt, Incident};
use itsm_testing::given;

fn sunday() -> Instant {
    at("2026-03-01T12:00:00Z")
}

fn by() -> Agent {
    Agent::Person(PersonId::from_key(8))
}

fn resolution() -> Resolution {
    Resolution::new(ResolutionCode::FIXED, by(), ResolvedAt(sunday()))
}

fn state(stage: IncidentStage) -> IncidentState {
    match stage {
        IncidentStage::New => IncidentState::New,
        IncidentStage::InProgress => IncidentState::InProgress,
        IncidentStage::OnHold => {
            IncidentState::OnHold(OnHold::new(HoldReason::AWAITING_VENDOR, sunday()))
        }
        IncidentStage::Resolved => IncidentState::Resolved(resolution()),
        IncidentStage::Closed => IncidentState::Closed(
            Closure::new(Confirmation::Unconfirmed, by(), ClosedAt(nine()))
                .resolution(resolution()),
        ),
        IncidentStage::Canceled => {
            IncidentState::Canceled(Cancellation::new(CancelReason::DUPLICATE, by(), sunday()))
        }
    }
}

fn adopted(adopt: Adopt) -> Incident {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine_and(Seconds::hours(1)), &ana, &policy);
    let (incident, event) = Incident::adopt(id(1), adopt, &cx).unwrap();
    assert_eq!(Incident::replay([&event]), Ok(incident.clone()));
    incident
}

#[test]
fn record_is_taken_over_in_any_state_with_the_facts_of_that_state() {
    for stage in IncidentStage::ALL {
        let incident = adopted(Adopt::new(profile(), state(*stage), nine()));
        assert_eq!(*incident.state(), state(*stage));
        assert_eq!(incident.revision(), 1);
    }
}

#[test]
fn wait_of_the_other_tool_counts_from_when_it_began() {
    given(adopted(Adopt::new(
        profile(),
        state(IncidentStage::OnHold),
        nine(),
    )))
    .under(&standard())
    .by(&ana())
    .when(crate::desk::resolve())
    .then_state("waited since Sunday", |it| {
        it.holds().first().map(|hold| hold.since) == Some(sunday())
    });
}

#[test]
fn resolution_of_the_other_tool_closes_in_its_time() {
    let due = Seconds::days(5).after(sunday()).unwrap();
    given(adopted(Adopt::new(
        profile(),
        state(IncidentStage::Resolved),
        nine(),
    )))
    .under(&standard())
    .then_due(IncidentCommandKind::CloseAutomatically, due)
    .until(due)
    .then_stage(IncidentStage::Closed);
}

#[test]
fn what_the_other_tool_counted_is_counted_on() {
    let adopt = Adopt::new(profile(), state(IncidentStage::Resolved), nine())
        .reassignments(3_u32)
        .reopens(1_u32)
        .group(GroupId::from_key(4))
        .person(PersonId::from_key(5))
        .registered_at(sunday())
        .priority(Priority::new("Critical").unwrap());
    given(adopted(adopt))
        .under(&standard())
        .by(&ana())
        .then_state("as it was over there", |it| {
            it.is_priority_overridden()
                && it.priority().as_str() == "Critical"
                && it.group() == Some(GroupId::from_key(4))
                && it.assignee() == Some(PersonId::from_key(5))
                && it.moments().registered.0 == sunday()
        })
        .when(Reopen::new().reason(note("Down again.")))
        .then_state("reopened twice", |it| {
            it.counters().reopens == 2 && it.counters().reassignments == 3
        });
}

#[test]
fn priority_that_the_matrix_gives_too_is_no_override() {
    let adopt = Adopt::new(profile(), IncidentState::New, nine());
    let incident = adopted(adopt.priority(Priority::new("Moderate").unwrap()));
    assert!(!incident.is_priority_overridden());
}
