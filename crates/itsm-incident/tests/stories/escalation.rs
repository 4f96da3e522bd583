//! Assignment, and the two escalations with counters of their own.

use crate::desk::{ana, incident, note, standard};
use itsm_core::actor::Role;
use itsm_core::id::{GroupId, PersonId};
use itsm_incident::Incident;
use itsm_incident::command::{
    Assign, AssignOwner, EscalateFunctionally, EscalateHierarchically, Hold, Resume,
};
use itsm_incident::state::HoldReason;
use itsm_testing::{Story, given};

fn group(key: u64) -> GroupId {
    GroupId::from_key(key)
}

fn to_experts(key: u64) -> EscalateFunctionally {
    EscalateFunctionally::new(group(key), note("Too hard for us."))
}

fn to_management() -> EscalateHierarchically {
    EscalateHierarchically::new(Role::IT_SERVICE_MANAGER, note("We need a decision."))
}

/// Reassignments, functional and hierarchical escalations.
fn counters(incident: &Incident) -> (u32, u32, u32) {
    let it = incident.counters();
    (
        it.reassignments,
        it.functional_escalations,
        it.hierarchical_escalations,
    )
}

trait Counts: Sized {
    fn then_counted(self, counted: (u32, u32, u32)) -> Self;
}

impl Counts for Story<'_, Incident> {
    fn then_counted(self, counted: (u32, u32, u32)) -> Self {
        self.then_state(&format!("{counted:?}"), |it| counters(it) == counted)
    }
}

#[test]
fn reassignments_count_changes_of_group_after_the_first() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(Assign::new(group(1)))
        .then_counted((0, 0, 0))
        .when(Assign::new(group(1)).person(PersonId::from_key(5)))
        .then_counted((0, 0, 0))
        .when(Assign::new(group(2)))
        .then_counted((1, 0, 0))
        .then_state("without the person of the old group", |it| {
            it.assignee().is_none()
        })
        .when(Assign::new(group(1)))
        .then_counted((2, 0, 0));
}

#[test]
fn functional_and_hierarchical_escalation_are_counted_apart() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(Assign::new(group(1)))
        .when(to_experts(2))
        .then_counted((1, 1, 0))
        .then_state("with the experts", |it| it.group() == Some(group(2)))
        .when(to_management())
        .then_counted((1, 1, 1))
        .then_state("still with the experts", |it| it.group() == Some(group(2)));
}

/// A known tool forgets that a record was escalated as soon as it is reassigned or held.
#[test]
fn escalation_is_not_lost_on_reassignment_or_hold() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(to_experts(1))
        .and(to_management())
        .when(Assign::new(group(2)))
        .when(Hold::new(HoldReason::AWAITING_VENDOR))
        .when(Resume::new())
        .when(Assign::new(group(3)))
        .then_counted((2, 1, 1));
}

#[test]
fn one_owner_is_accountable_whoever_works_on_it() {
    let owner = PersonId::from_key(8);
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(AssignOwner::new(owner))
        .when(Assign::new(group(1)).person(PersonId::from_key(5)))
        .when(to_experts(2))
        .then_state("owned by the same person", |it| it.owner() == Some(owner));
}
