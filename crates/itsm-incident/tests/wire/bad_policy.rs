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

#[test]
fn faults_of_rules_about_time_models_and_assignment_name_their_places() {
    let always = json!({ "all": [] });
    let rule = |id: &str, then: Value| json!({ "id": id, "when": always, "then": then });
    let steps = json!([
        { "id": "look", "title": "Look", "within": 0 }, { "id": "look", "title": "Again" }
    ]);
    let found = faults(json!({
        "hold_reasons": {
            "awaiting_caller": { "remind_every": 0 }, "awaiting_vendor": { "resolve_after": 2 }
        },
        "models": { "rules": [
            rule("twice", json!({ "title": "Twice", "steps": steps, "in_order": true })),
            rule("empty", json!({ "title": "Empty", "steps": [], "in_order": true }))
        ] },
        "assignment": { "rules": [rule("nobody", json!({ "groups": [] }))] },
        "escalations": { "rules": [rule("now", json!({
            "basis": "age", "after": 0, "to": { "role": "incident_manager" }, "reason": "why"
        }))] },
        "communication": { "rules": [rule("always", json!({ "audience": "all", "every": 0 }))] }
    }));
    let paths: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    assert_eq!(
        paths,
        [
            (
                "assignment.rules[0].then.groups",
                "policy.assignment.no_group"
            ),
            ("communication.rules[0].then.every", "policy.time.zero"),
            ("escalations.rules[0].then.after", "policy.time.zero"),
            (
                "hold_reasons.awaiting_caller.remind_every",
                "policy.time.zero"
            ),
            (
                "hold_reasons.awaiting_vendor.resolve_after",
                "policy.hold.resolve_without_reminder"
            ),
            ("models.rules[0].then.steps[0].within", "policy.time.zero"),
            (
                "models.rules[0].then.steps[1].id",
                "policy.model.step_twice"
            ),
            ("models.rules[1].then.steps", "policy.model.no_step"),
        ]
    );
}

#[test]
fn nobody_is_asked_for_what_time_or_another_record_brings_about() {
    for command in [
        "absorb",
        "escalate_by_time",
        "note_overdue",
        "remind",
        "resolve_unanswered",
    ] {
        let found = faults(json!({ "roles": { command: ["specialist"] } }));
        let rules: Vec<_> = found.iter().map(|it| it.rule).collect();
        assert_eq!(rules, ["policy.command.without_people"], "{command}");
    }
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

#[test]
fn scales_and_rows_of_the_matrix_are_checked_level_by_level() {
    let found = faults(json!({
        "matrix": {
            "impacts": ["High", "High", " "],
            "urgencies": ["High"],
            "priorities": ["Critical"],
            "cells": { "High": { "High": "Critical" } }
        }
    }));
    let found: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    assert_eq!(
        found,
        [
            ("matrix.impacts[1]", "scale.level.twice"),
            ("matrix.impacts[2]", "scale.level.text"),
        ]
    );
    let found = faults(json!({
        "matrix": {
            "impacts": ["High"],
            "urgencies": ["High"],
            "priorities": ["Critical"],
            "cells": { "High": { "High": "Critical", "Never": "Critical" } }
        }
    }));
    let found: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    assert_eq!(
        found,
        [("matrix.cells.High.Never", "matrix.urgency.unknown")]
    );
}
