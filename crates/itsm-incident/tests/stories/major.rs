//! Major incidents: an axis of its own beside state and priority.

use crate::desk::{
    ana, facts, incident, max, nine, nine_and, note, registered, resolve, standard, start, uma,
};
use itsm_core::id::PersonId;
use itsm_core::time::Seconds;
use itsm_incident::Incident;
use itsm_incident::command::{
    AcceptMajor, Cancel, Close, DeclareMajor, DemoteMajor, IncidentCommandKind, ProposeMajor,
    RejectMajor, Reopen,
};
use itsm_incident::event::{IncidentEvent, TopManagementNotified};
use itsm_incident::lifecycle::LIFECYCLE;
use itsm_incident::resolution::CancelReason;
use itsm_incident::state::IncidentStage;
use itsm_testing::{Story, given};

fn propose() -> ProposeMajor {
    ProposeMajor::new(note("All of mail."), note("No orders come in."))
}

fn coordinator() -> PersonId {
    PersonId::from_key(7)
}

fn accept() -> AcceptMajor {
    AcceptMajor::new(note("Yes."), note("No orders come in."), coordinator())
}

fn declare() -> DeclareMajor {
    DeclareMajor::new(
        note("All of mail."),
        note("No orders come in."),
        coordinator(),
    )
}

fn confirmed() -> Close {
    Close::new().confirmed_by(PersonId::from_key(3))
}

trait Axis: Sized {
    fn then_major(self, status: &str) -> Self;
}

impl Axis for Story<'_, Incident> {
    fn then_major(self, status: &str) -> Self {
        self.then_state(status, |it| it.major().as_str() == status)
    }
}

#[test]
fn major_incident_is_an_axis_not_a_priority() {
    let policy = standard();
    // The highest priority is no major incident, and none is proposed by itself.
    given(registered(1, facts("High", "High"), &policy))
        .under(&policy)
        .then_state("of the highest priority", |it| {
            it.priority().as_str() == "Critical"
        })
        .then_major("none");
    // A major incident may have the lowest, and keeps it.
    given(registered(1, facts("Low", "Low"), &policy))
        .under(&policy)
        .by(&max())
        .when(start())
        .when(declare())
        .then_major("accepted")
        .then_stage(IncidentStage::InProgress)
        .then_state("of the lowest priority", |it| {
            it.priority().as_str() == "Planning"
        });
}

#[test]
fn acceptance_names_a_coordinator_and_tells_top_management() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(propose())
        .then_major("proposed")
        .after(Seconds::minutes(5))
        .by(&max())
        .when(accept())
        .then_event(TopManagementNotified::new(
            note("No orders come in."),
            coordinator(),
        ))
        .then_state("accepted", |it| {
            let major = it.major().major_incident().unwrap();
            major.coordinator == coordinator()
                && major.proposed_at == Some(nine())
                && major.accepted_at == nine_and(Seconds::minutes(5))
        });
}

#[test]
fn every_acceptance_is_told_to_top_management_also_the_second_one() {
    let told = |events: &[itsm_incident::RecordedIncidentEvent]| {
        events
            .iter()
            .filter(|it| matches!(it.event, IncidentEvent::TopManagementNotified(_)))
            .count()
    };
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&max())
        .when(declare())
        .when(DemoteMajor::new(note("Only Porto.")))
        .when(propose())
        .when(accept());
    assert_eq!(told(story.history()), 2);
}

#[test]
fn rejection_and_demotion_leave_the_state_alone() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(start())
        .when(propose())
        .when(RejectMajor::new(note("Two people.")))
        .then_major("rejected")
        .then_stage(IncidentStage::InProgress)
        .when(declare())
        .when(DemoteMajor::new(note("Only Porto.")))
        .then_major("canceled")
        .then_stage(IncidentStage::InProgress);
}

#[test]
fn nothing_is_proposed_that_is_over() {
    use IncidentCommandKind as Kind;
    for stage in IncidentStage::ALL {
        for kind in [Kind::ProposeMajor, Kind::DeclareMajor, Kind::AcceptMajor] {
            assert_eq!(LIFECYCLE.allows(*stage, kind), stage.is_open());
        }
    }
}

#[test]
fn every_step_on_the_axis_says_why() {
    use IncidentCommandKind as Kind;
    for (kind, required) in [
        (Kind::ProposeMajor, &["reason", "business_impact"][..]),
        (
            Kind::AcceptMajor,
            &["note", "business_impact", "coordinator"],
        ),
        (Kind::RejectMajor, &["reason"]),
        (Kind::DemoteMajor, &["reason"]),
        (
            Kind::DeclareMajor,
            &["reason", "business_impact", "coordinator"],
        ),
    ] {
        assert_eq!(kind.required(), required, "{kind}");
    }
}

#[test]
fn canceling_a_candidate_or_a_major_incident_cancels_that_status() {
    for accepted in [false, true] {
        let policy = standard();
        let story = given(incident(&policy))
            .under(&policy)
            .by(&max())
            .when(propose());
        let story = if accepted {
            story.when(accept())
        } else {
            story
        };
        story
            .when(Cancel::new(CancelReason::NOT_AN_INCIDENT))
            .then_stage(IncidentStage::Canceled)
            .then_major("canceled");
    }
}

#[test]
fn auto_close_never_closes_a_major_incident() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .when(resolve())
        .then_major("resolved")
        // Nobody reviews it; that is noted, and is all that time does.
        .passing(Seconds::days(900))
        .then_event_that("says that the review is late", |it| {
            matches!(it, IncidentEvent::FellOverdue(_))
        })
        .then_nothing_due()
        .then_stage(IncidentStage::Resolved)
        .when(confirmed())
        .then_major("closed")
        .then_stage(IncidentStage::Closed);
}

#[test]
fn major_incident_that_was_demoted_closes_by_time_like_any_other() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .when(DemoteMajor::new(note("Only Porto.")))
        .when(resolve())
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed);
}

#[test]
fn reopened_major_incident_is_one_again() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .when(resolve())
        .when(Reopen::new().reason(note("Down again.")))
        .then_major("accepted")
        .then_stage(IncidentStage::InProgress);
}

#[test]
fn end_user_neither_resolves_nor_reopens_nor_closes_a_major_incident() {
    let rule = "incident.major.not_for_requester";
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .by(&uma())
        .when(resolve())
        .then_refused_by(rule)
        .by(&max())
        .when(resolve())
        .by(&uma())
        .when(Reopen::new().reason(note("Down again.")))
        .then_refused_by(rule)
        .when(Close::new())
        .then_refused_by(rule)
        .then_stage(IncidentStage::Resolved);
}

#[test]
fn end_user_does_not_end_a_major_incident_by_withdrawing_it() {
    given(incident(&standard()))
        .under(&standard())
        .by(&max())
        .when(declare())
        .by(&uma())
        .when(Cancel::new(CancelReason::UNNECESSARY))
        .then_refused_by("incident.major.not_for_requester")
        .then_stage(IncidentStage::New);
}

#[test]
fn end_user_resolves_what_is_not_a_major_incident() {
    given(incident(&standard()))
        .under(&standard())
        .by(&uma())
        .when(resolve())
        .then_stage(IncidentStage::Resolved);
}
