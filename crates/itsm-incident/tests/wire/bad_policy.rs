//! A policy with faults reports them all at once, each with its path.

use itsm_core::fault::Faults;
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::policy::IncidentPolicy;
use serde_json::{Value, json};

fn faults(draft: Value) -> Faults {
    let draft: DraftIncidentPolicy = serde_json::from_value(draft).unwrap();
    IncidentPolicy::try_from(draft).unwrap_err()
}

#[test]
fn twenty_faults_are_reported_at_once_each_with_its_path() {
    let found = faults(json!({
        "id": "Our Desk",
        "version": 0,
        "matrix": {
            "impacts": ["High", "Low"], "urgencies": ["High"], "priorities": ["Critical"],
            "cells": { "High": { "High": "Urgent" }, "Huge": {} }
        },
        "categories": { "": [], "Mail": ["\u{7}"] },
        "registration": ["mood"],
        "hold_reasons": { "Awaiting": {}, "awaiting_parts": { "time_out": 0 } },
        "resolution_codes": ["By magic"],
        "demands": {
            "dance": ["notes"], "resolve": ["mood", "record.mood"], "end_hold": ["record.group"]
        },
        "forbidden": { "hold": ["asleep"] },
        "roles": { "assign": [], "follow_parent": ["specialist"] },
        "approvals": { "cancel": ["The Boss"] },
        "sub_statuses": { "asleep": [] },
        "attributes": {
            "floor": { "kind": "integer", "min": 2, "max": 1 },
            "color": { "kind": "choice", "choices": [] }
        },
        "major": { "roles": [], "triggers": { "rules": [] } }
    }));
    let paths: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    assert_eq!(
        paths,
        [
            ("approvals.cancel.The Boss", "policy.code.text"),
            ("attributes.color", "policy.attribute.no_choice"),
            ("attributes.floor", "policy.attribute.bounds"),
            ("categories.", "policy.label.text"),
            ("categories.Mail.\u{7}", "policy.label.text"),
            ("demands.dance", "policy.command.unknown"),
            (
                "demands.end_hold.record.group",
                "policy.command.without_people"
            ),
            ("demands.resolve.mood", "policy.demand.unknown_field"),
            ("demands.resolve.record.mood", "policy.demand.unknown_fact"),
            ("forbidden.hold.asleep", "policy.state.unknown"),
            ("hold_reasons.Awaiting", "policy.code.text"),
            (
                "hold_reasons.awaiting_parts.time_out",
                "policy.hold.time_out_zero"
            ),
            ("id", "policy.id.text"),
            ("major.roles", "policy.roles.empty"),
            ("matrix.cells.High.High", "matrix.priority.unknown"),
            ("matrix.cells.Huge", "matrix.impact.unknown"),
            ("matrix.cells.Low.High", "matrix.cell.missing"),
            ("registration.mood", "policy.registration.unknown_field"),
            ("resolution_codes.By magic", "policy.code.text"),
            ("roles.assign", "policy.roles.empty"),
            ("roles.follow_parent", "policy.command.without_people"),
            ("sub_statuses.asleep", "policy.state.unknown"),
            ("version", "policy.version.zero"),
        ]
    );
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(
        json!({ "attribute": "state", "is": "new" }),
        |inner, _| json!({ "not": inner }),
    )
}

fn with_trigger(when: &Value) -> Result<IncidentPolicy, String> {
    let rule = json!({
        "id": "deep", "when": when, "then": { "reason": "why", "business_impact": "what" }
    });
    let text = json!({ "major": { "triggers": { "rules": [rule] } } }).to_string();
    let draft: DraftIncidentPolicy = serde_json::from_str(&text).map_err(|it| it.to_string())?;
    IncidentPolicy::try_from(draft).map_err(|it| it.to_string())
}

#[test]
fn condition_of_a_trigger_is_at_most_32_deep() {
    assert!(with_trigger(&nested(31)).is_ok());
    for depth in [32, 33, 100] {
        let error = with_trigger(&nested(depth)).unwrap_err();
        assert!(error.contains("32"), "{depth}: {error}");
    }
}

#[test]
fn trigger_that_asks_for_what_there_is_not_names_its_place() {
    let found = faults(json!({ "major": { "triggers": { "rules": [
        { "id": "a", "when": { "attribute": "mood", "is": "bad" },
          "then": { "reason": "why", "business_impact": "what" } },
        { "id": "a", "when": { "attribute": "priority", "is": "Urgent" },
          "then": { "reason": "why", "business_impact": "what" } }
    ] } } }));
    assert!(found.len() >= 3, "{found}");
    assert!(
        found
            .iter()
            .all(|it| it.path.starts_with("major.triggers.rules[")),
        "{found}"
    );
}

#[test]
fn unknown_fields_of_a_policy_are_refused_by_name() {
    for (bad, name) in [
        (json!({ "mood": 1 }), "mood"),
        (json!({ "major": { "mood": 1 } }), "mood"),
        (json!({ "matrix": { "mood": 1 } }), "mood"),
        (json!({ "hold_reasons": { "a": { "mood": 1 } } }), "mood"),
        (json!({ "attributes": { "a": { "kind": "mood" } } }), "mood"),
        (json!({ "auto_close_basis": "mood" }), "mood"),
    ] {
        let error = serde_json::from_value::<DraftIncidentPolicy>(bad).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
}
