//! Desks that keep the major incident apart from the reports of it.

use crate::desk::{Case, ana, id, ines, max, nine, note, policy_with, resolve};
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_incident::command::{AcceptMajor, LinkParent, ProposeMajor};
use itsm_incident::error::IncidentError;
use itsm_incident::major::{Promoted, promote};
use itsm_incident::parent::ParentFacts;
use itsm_incident::policy::IncidentPolicy;
use std::collections::BTreeSet;

fn policy(more: &str) -> IncidentPolicy {
    policy_with(&format!(
        r#"{{ "major": {{ "promotion": "new_parent" }}{more} }}"#
    ))
}

fn candidate(policy: IncidentPolicy) -> Case {
    Case::under(policy)
        .by(&ana())
        .done(ProposeMajor::new(
            note("All of mail."),
            note("No orders come in."),
        ))
        .by(&max())
}

fn promoted(case: &Case, parent: u64) -> Result<Promoted, IncidentError> {
    let accept = AcceptMajor::new(note("Yes."), note("No orders."), PersonId::from_key(7));
    promote(&case.incident, id(parent), &accept, &case.cx())
}

#[test]
fn candidate_becomes_the_child_of_a_new_major_incident() {
    let case = candidate(policy(""));
    let promoted = promoted(&case, 2).unwrap();
    let parent = &promoted.parent;
    assert_eq!((parent.id(), parent.major().as_str()), (id(2), "accepted"));
    assert_eq!(parent.title(), case.incident.title());
    let coordinator = parent.major().major_incident().map(|it| it.coordinator);
    assert_eq!(coordinator, Some(PersonId::from_key(7)));
    assert_eq!(
        itsm_incident::Incident::replay(&promoted.history).as_ref(),
        Ok(parent)
    );

    let mut child = case.clone();
    for command in promoted.candidate {
        child = child.done(command);
    }
    assert_eq!(child.incident.parent(), Some(id(2)));
    assert_eq!(child.incident.major().as_str(), "canceled");
    assert_eq!(child.incident.stage(), case.incident.stage());
}

#[test]
fn promotion_refuses_what_acceptance_refuses() {
    let ordinary = Case::under(policy("")).by(&max());
    assert_eq!(
        promoted(&ordinary, 2).unwrap_err().rule(),
        "incident.major.not_proposed"
    );
    let by_ana = candidate(policy("")).by(&ana());
    assert_eq!(
        promoted(&by_ana, 2).unwrap_err().rule(),
        "incident.major.role_missing"
    );
    let over = candidate(policy("")).done(resolve());
    assert_eq!(
        promoted(&over, 2).unwrap_err().rule(),
        "incident.lifecycle.forbidden"
    );
}

#[test]
fn promotion_asks_for_the_approval_that_acceptance_needs() {
    let policy = policy(r#", "approvals": { "accept_major": ["incident_manager"] }"#);
    let case = candidate(policy);
    assert_eq!(
        promoted(&case, 2).unwrap_err().rule(),
        "incident.approval.missing"
    );
    assert!(promoted(&case.approved_by(&ines()), 2).is_ok());
}

#[test]
fn promotion_promises_nothing_that_the_candidate_would_refuse() {
    let no_demotion = policy(r#", "roles": { "demote_major": ["process_owner"] }"#);
    let error = promoted(&candidate(no_demotion), 2).unwrap_err();
    assert_eq!(error.rule(), "incident.role.missing");
    let child =
        candidate(policy("")).done(LinkParent::new(ParentFacts::new(id(9), BTreeSet::new())));
    assert_eq!(
        promoted(&child, 2).unwrap_err().rule(),
        "incident.parent.already"
    );
    // The host gave the parent the candidate's own id.
    assert_eq!(
        promoted(&candidate(policy("")), 1).unwrap_err().rule(),
        "incident.parent.circle"
    );
}

#[test]
fn candidate_is_not_changed_by_being_asked() {
    let case = candidate(policy(""));
    let before = case.incident.clone();
    let _ = promoted(&case, 2);
    assert_eq!(case.incident, before);
    let max = max();
    let policy = policy("");
    let cx = Context::new(nine(), &max, &policy);
    let accept = AcceptMajor::new(note("Yes."), note("No orders."), PersonId::from_key(7));
    let error = case.incident.decide(&accept.into(), &cx).unwrap_err();
    assert_eq!(error.rule(), "incident.major.promoted_into_parent");
}
