//! One test for each rule that can refuse, and a check that no rule is without one.
//!
//! The test that proves the rule `incident.reopen.window_elapsed` is called
//! `incident_reopen_window_elapsed`: the id with underscores. The catalogue of rules relies on it.
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
#[path = "../desk/mod.rs"]
mod desk;

mod birth;
mod ending;
mod facts;
mod lifecycle;
mod major;
mod people;
mod relations;
mod running;
mod time;
mod together;

use desk::{Case, ana, clock, max, nine_and, policy_with, resolve, start, uma};
use itsm_core::refusal::Permission;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::error::IncidentError;
use itsm_testing::proof::{Proof, every_rule_is_proven};

/// Every rule with its proof.
pub(crate) const TABLES: &[&[Proof]] = &[
    birth::PROOFS,
    ending::PROOFS,
    facts::PROOFS,
    lifecycle::PROOFS,
    major::PROOFS,
    people::PROOFS,
    relations::PROOFS,
    running::PROOFS,
    time::PROOFS,
    together::PROOFS,
];

#[test]
fn every_rule_is_proven_by_the_test_that_bears_its_name() {
    every_rule_is_proven(TABLES, IncidentError::RULES, "incident");
}

/// Records in every state, under policies of both kinds.
fn cases() -> Vec<Case> {
    let plain = Case::new();
    let held = Case::new().done(itsm_incident::command::Hold::new(
        itsm_incident::state::HoldReason::AWAITING_VENDOR,
    ));
    let resolved = Case::new().done(resolve());
    let closed = Case::new()
        .done(resolve())
        .by(&uma())
        .done(itsm_incident::command::Close::new());
    let canceled = Case::new().done(itsm_incident::command::Cancel::new(
        itsm_incident::resolution::CancelReason::UNNECESSARY,
    ));
    let narrow = Case::under(policy_with(
        r#"{"forbidden":{"hold":["new"]},"roles":{"assign":["specialist"]},"approvals":{"cancel":["incident_manager"]},"priority_override":false}"#,
    ));
    vec![
        plain.clone().done(start()),
        plain,
        held,
        resolved,
        closed,
        canceled,
        narrow,
    ]
}

fn moments() -> [Instant; 3] {
    [
        nine_and(Seconds(0)),
        nine_and(Seconds::days(9)),
        "2026-03-01T00:00:00Z".parse().unwrap(),
    ]
}

#[test]
fn every_button_that_is_not_drawn_says_why_in_full() {
    let mut said = 0;
    for case in cases() {
        for (actor, now) in [ana(), max(), uma(), clock()]
            .iter()
            .flat_map(|actor| moments().map(|now| (actor, now)))
        {
            let case = case.clone().by(actor).at(now);
            for (kind, permission) in case.incident.allowed(&case.cx()) {
                if let Permission::No(refusal) = permission {
                    let text = refusal.to_string();
                    assert!(!text.contains('{'), "{kind}: {text}");
                    assert_eq!(refusal.asked, kind.as_str());
                    assert_eq!(refusal.state, case.incident.stage().as_str());
                    said += 1;
                }
            }
        }
    }
    assert!(said > 100, "only {said} refusals were seen");
}
