//! What service levels and the rules for incidents say and cannot both mean.

use crate::desk::{at, day, levels, note, outage};
use chrono::TimeDelta;
use itsm::coordination::clocked::ClockedIncident;
use itsm::coordination::lint::lint;
use itsm::core::actor::Actor;
use itsm::core::context::Context;
use itsm::core::id::{IncidentId, PersonId};
use itsm::incident::command::{Close, Resolve};
use itsm::incident::draft::DraftIncidentPolicy;
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::vocabulary::IncidentAttribute;
use itsm::service_level::policy::ServicePolicy;
use serde_json::{Value, json};

fn clock(changes: &Value) -> ServicePolicy<IncidentAttribute> {
    let mut clock = json!({
        "id": "resolution",
        "start": { "all": [] },
        "stop": { "attribute": "state", "is": "resolved" },
        "cancel": { "when": { "attribute": "state", "is": "canceled" } },
        "target": { "kind": "open_time", "seconds": 28_800 },
    });
    for (key, value) in changes.as_object().unwrap() {
        clock[key] = value.clone();
    }
    let file = json!({ "id": "levels", "version": 1, "clocks": [clock] });
    let draft = serde_json::from_value(file).unwrap();
    ServicePolicy::compile(draft, &IncidentPolicy::default()).unwrap()
}

fn found(changes: &Value) -> Vec<String> {
    let findings = lint(&clock(changes), &IncidentPolicy::default());
    findings.iter().map(ToString::to_string).collect()
}

const AT_CLOSING: &str = "clock `resolution` stops in state `resolved` and goes on in state \
                          `closed`: its stop is never true there";

#[test]
fn a_stop_that_is_true_of_resolved_incidents_alone_lets_go_when_they_are_closed() {
    assert_eq!(found(&json!({})), [AT_CLOSING]);
    let among_others = json!({ "stop": { "all": [
        { "attribute": "state", "in": ["resolved", "canceled"] },
        { "attribute": "priority", "in": ["High", "Low"] },
    ] } });
    assert_eq!(found(&among_others), [AT_CLOSING]);
}

#[test]
fn what_the_linter_says_is_what_happens() {
    let policy = IncidentPolicy::default();
    let range = at("2026-01-01T00:00:00Z")..at("2028-01-01T00:00:00Z");
    let keeper = clock(&json!({})).over(range).unwrap();
    let ana = Actor::person(PersonId::from_key(1));
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let id = IncidentId::from_key(1);
    let (mut incident, _) =
        ClockedIncident::register(id, outage("Low", "Low"), &cx, &keeper).unwrap();
    let resolve = Resolve::new(ResolutionCode::FIXED).notes(note("Cable replaced."));
    let cx = cx.at(day(2, "10:00"));
    incident.execute(resolve, &cx, &keeper).unwrap();
    assert!(incident.due().is_none());
    let cx = cx.at(day(2, "11:00"));
    let close = Close::new().confirmed_by(PersonId::from_key(2));
    incident.execute(close, &cx, &keeper).unwrap();
    let due = cx.now.checked_add_signed(TimeDelta::hours(7));
    assert_eq!(incident.due(), due, "it runs again, with what was left");
}

#[test]
fn a_first_response_that_counts_only_while_open_lets_go_at_each_end() {
    let response = json!({
        "stop": { "attribute": "state", "in": ["in_progress", "on_hold"] },
        "cancel": "never",
    });
    assert_eq!(found(&response).len(), 4, "{:?}", found(&response));
}

#[test]
fn a_stop_that_stays_true_is_no_finding() {
    assert!(lint(&levels(), &IncidentPolicy::default()).is_empty());
    for stop in [
        json!({ "attribute": "state", "in": ["resolved", "closed"] }),
        json!({ "attribute": "acknowledged", "is": true }),
        json!({ "attribute": "resolution_code", "known": true }),
        json!({ "not": { "attribute": "state", "in": ["new", "in_progress", "on_hold"] } }),
    ] {
        let found = found(&json!({ "stop": stop }));
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn a_clock_that_is_not_asked_for_any_more_is_no_finding() {
    let canceled = json!({ "when": { "attribute": "state", "in": ["closed", "canceled"] } });
    for change in [
        json!({ "on_reopen": "stay" }),
        json!({ "cancel": canceled }),
        json!({ "start": { "attribute": "state", "in": ["new", "resolved"] } }),
    ] {
        let found = found(&change);
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn a_step_that_the_policy_does_not_take_is_no_finding() {
    let never_closed = IncidentPolicy::try_from(DraftIncidentPolicy {
        forbidden: [("close".to_owned(), ["resolved".to_owned()].into())].into(),
        auto_close: None,
        ..DraftIncidentPolicy::default()
    })
    .unwrap();
    assert!(lint(&clock(&json!({})), &never_closed).is_empty());
    let by_time = IncidentPolicy::try_from(DraftIncidentPolicy {
        forbidden: [("close".to_owned(), ["resolved".to_owned()].into())].into(),
        ..DraftIncidentPolicy::default()
    })
    .unwrap();
    assert_eq!(lint(&clock(&json!({})), &by_time).len(), 1);
}
