//! Rules about who acts, and who agrees.

use crate::desk::{Case, ana, ines, policy_with, uma};
use itsm_core::id::GroupId;
use itsm_incident::command::{Assign, Cancel, EscalateFunctionally};
use itsm_incident::resolution::CancelReason;
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};

fn four_eyes() -> Case {
    Case::under(policy_with(
        r#"{ "approvals": { "cancel": ["incident_manager"] } }"#,
    ))
}

fn cancel() -> Cancel {
    Cancel::new(CancelReason::UNNECESSARY)
}

proofs! {
    /// Nobody approved, or somebody who may not.
    incident_approval_missing: "incident.approval.missing" => {
        let by_a_stranger = four_eyes().approved_by(&uma()).refusal(cancel());
        let by_nobody = four_eyes().refusal(cancel());
        assert_eq!(by_a_stranger, by_nobody);
        by_nobody.saying("roles", list(["incident_manager"]))
    };
    /// Nobody approves what they do themselves, whatever their roles.
    incident_approval_same_person: "incident.approval.same_person" => {
        four_eyes().by(&ines()).approved_by(&ines()).refusal(cancel())
    };
    /// A reserved command takes one of its roles.
    incident_role_missing: "incident.role.missing" => {
        Case::under(policy_with(r#"{ "roles": { "assign": ["incident_manager", "specialist"] } }"#))
            .by(&ana())
            .refusal(Assign::new(GroupId::from_key(1)))
            .saying("roles", list(["incident_manager", "specialist"]))
    };
    /// An escalation leads away from the group that cannot go on.
    incident_escalation_same_group: "incident.escalation.same_group" => {
        let group = GroupId::from_key(1);
        Case::new()
            .done(Assign::new(group))
            .refusal(EscalateFunctionally::new(group, crate::desk::note("Too hard.")))
            .saying("group", group.to_string().as_str())
    };
}

#[test]
fn second_person_who_may_approves() {
    let canceled = four_eyes().approved_by(&ines()).done(cancel());
    assert_eq!(canceled.incident.stage().as_str(), "canceled");
}
