//! Rules about states: what is allowed in which.

use crate::desk::{Case, at, clock, nine, nine_and, policy_with, resolve, start};
use itsm_core::time::Seconds;
use itsm_incident::command::{Acknowledge, EndHold, Hold, IncidentCommandKind, Resume};
use itsm_incident::lifecycle::LIFECYCLE;
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_testing::{proof::Says as _, proofs};

fn vendor() -> Hold {
    Hold::new(HoldReason::AWAITING_VENDOR)
}

proofs! {
    /// The first time counts.
    incident_acknowledge_already: "incident.acknowledge.already" => {
        Case::new()
            .done(Acknowledge::new())
            .after(Seconds(60))
            .refusal(Acknowledge::new())
            .saying("acknowledged_at", nine())
    };
    /// A wait ends later than now.
    incident_hold_end_not_ahead: "incident.hold.end_not_ahead" => {
        Case::new()
            .refusal(vendor().until(nine()))
            .saying("until", nine())
            .saying("now", nine())
    };
    /// A wait without an end does not end by itself.
    incident_hold_no_end: "incident.hold.no_end" => {
        Case::new().done(vendor()).by(&clock()).refusal(EndHold::new())
    };
    /// A wait lasts until its end.
    incident_hold_not_due: "incident.hold.not_due" => {
        let until = nine_and(Seconds::hours(1));
        Case::new()
            .done(vendor().until(until))
            .after(Seconds(3_599))
            .by(&clock())
            .refusal(EndHold::new())
            .saying("due", until)
    };
    /// A reason for waiting is well known or the desk's own.
    incident_hold_unknown_reason: "incident.hold.unknown_reason" => {
        let reason = HoldReason::new("awaiting_the_moon").unwrap();
        Case::new().refusal(Hold::new(reason)).saying("reason", "awaiting_the_moon")
    };
    /// What is not on the table is not done, and the refusal says what would be.
    incident_lifecycle_forbidden: "incident.lifecycle.forbidden" => {
        let refusal = Case::new().refusal(Resume::new());
        let table: Vec<&str> = LIFECYCLE
            .commands(IncidentStage::New)
            .into_iter()
            .map(IncidentCommandKind::as_str)
            .collect();
        assert_eq!(refusal.allowed, table);
        refusal
    };
    /// A policy narrows the table, and what it forbids is no longer offered.
    incident_lifecycle_policy_forbids: "incident.lifecycle.policy_forbids" => {
        let refusal = Case::under(policy_with(r#"{ "forbidden": { "hold": ["new"] } }"#))
            .refusal(vendor());
        assert!(!refusal.allowed.contains(&"hold"));
        assert!(refusal.allowed.contains(&"resolve"));
        refusal
    };
}

#[test]
fn policy_forbids_in_the_states_it_names_and_in_no_other() {
    let case = Case::under(policy_with(r#"{ "forbidden": { "hold": ["new"] } }"#));
    let held = case.done(start()).done(vendor());
    assert_eq!(held.incident.stage(), IncidentStage::OnHold);
}

#[test]
fn clock_that_runs_backwards_is_named_before_any_other_rule() {
    let case = Case::new().done(resolve()).at(at("2026-03-02T08:59:59Z"));
    assert_eq!(case.refusal(Resume::new()).rule, "incident.time.backwards");
}
