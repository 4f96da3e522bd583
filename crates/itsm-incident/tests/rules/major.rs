//! Rules about major incidents.

use crate::desk::{Case, ana, max, note, policy_with, resolve, uma};
use itsm_core::id::PersonId;
use itsm_incident::command::{
    AcceptMajor, Close, DeclareMajor, DemoteMajor, ProposeMajor, RejectMajor, Reopen,
};
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};

fn propose() -> ProposeMajor {
    ProposeMajor::new(note("All of mail."), note("No orders come in."))
}

fn accept() -> AcceptMajor {
    AcceptMajor::new(
        note("Yes."),
        note("No orders come in."),
        PersonId::from_key(2),
    )
}

fn declare() -> DeclareMajor {
    DeclareMajor::new(
        note("All of mail."),
        note("No orders."),
        PersonId::from_key(2),
    )
}

fn declared() -> Case {
    Case::new().by(&max()).done(declare())
}

proofs! {
    /// A major incident is not proposed again.
    incident_major_already: "incident.major.already" => {
        declared().refusal(propose()).saying("status", "accepted")
    };
    /// Nobody proposed it.
    incident_major_not_proposed: "incident.major.not_proposed" => {
        Case::new().by(&max()).refusal(accept()).saying("status", "none")
    };
    /// A candidate that was turned down is no major incident to be demoted.
    incident_major_not_in_force: "incident.major.not_in_force" => {
        Case::new()
            .done(propose())
            .by(&max())
            .done(RejectMajor::new(note("Two people.")))
            .refusal(DemoteMajor::new(note("Two people.")))
            .saying("status", "rejected")
    };
    /// An analyst proposes and does not accept.
    incident_major_role_missing: "incident.major.role_missing" => {
        Case::new()
            .done(propose())
            .refusal(accept())
            .saying("roles", list(["major_incident_manager"]))
    };
    /// The end user does not say when a major incident is over.
    incident_major_not_for_requester: "incident.major.not_for_requester" => {
        declared().by(&uma()).refusal(resolve())
    };
    /// Where a new parent is the major incident, the candidate itself is not accepted.
    incident_major_promoted_into_parent: "incident.major.promoted_into_parent" => {
        Case::under(policy_with(r#"{ "major": { "promotion": "new_parent" } }"#))
            .done(propose())
            .by(&max())
            .refusal(accept())
    };
}

#[test]
fn only_the_major_incident_role_decides_and_closes() {
    let proposed = Case::new().done(propose());
    let rule = "incident.major.role_missing";
    assert_eq!(proposed.error(RejectMajor::new(note("No."))).rule(), rule);
    assert_eq!(proposed.error(DemoteMajor::new(note("No."))).rule(), rule);
    assert_eq!(Case::new().error(declare()).rule(), rule);
    let resolved = declared().done(resolve()).by(&ana());
    let close = Close::new().confirmed_by(PersonId::from_key(3));
    assert_eq!(resolved.error(close.clone()).rule(), rule);
    assert_eq!(
        resolved.by(&max()).done(close).incident.major().as_str(),
        "closed"
    );
}

#[test]
fn requester_neither_resolves_nor_closes_nor_reopens_a_major_incident() {
    let rule = "incident.major.not_for_requester";
    let resolved = declared().done(resolve()).by(&uma());
    assert_eq!(resolved.error(Close::new()).rule(), rule);
    let reopen = Reopen::new().reason(note("Still down."));
    assert_eq!(resolved.error(reopen).rule(), rule);
}
