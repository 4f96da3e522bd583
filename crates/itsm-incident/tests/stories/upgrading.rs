//! A new version of the policy: what has changed, and what it would do to the records.

use crate::desk::{
    Case, ana, code, facts, incident, label, nine, nine_and, policy, policy_with, registered,
    resolve, standard,
};
use itsm_core::context::Context;
use itsm_core::time::Seconds;
use itsm_incident::attribute::{SetAttribute, SetSubStatus};
use itsm_incident::command::{AdoptPolicy, Categorize, Close, Hold, IncidentCommandKind, Resolve};
use itsm_incident::major::MajorStatus;
use itsm_incident::profile::Category;
use itsm_incident::resolution::ResolutionCode;
use itsm_incident::state::{HoldReason, IncidentState};
use itsm_incident::upgrade::{PermissionShift, compare, dry_run};
use itsm_incident::{Adopt, Incident};

/// A desk with words of its own.
fn wordy() -> itsm_incident::policy::IncidentPolicy {
    policy_with(
        r#"{
            "categories": { "Mail": ["Relay"] },
            "hold_reasons": { "awaiting_parts": {} },
            "resolution_codes": ["rebooted"],
            "sub_statuses": { "on_hold": ["Ordered"] },
            "attributes": { "floor": { "kind": "integer", "min": 0, "max": 99 } }
        }"#,
    )
}

fn held() -> Case {
    Case::under(wordy())
        .done(Categorize::new(Category::with(
            label("Mail"),
            label("Relay"),
        )))
        .done(SetAttribute::new(code("floor")).value(40))
        .done(Hold::new(HoldReason::new("awaiting_parts").unwrap()))
        .done(SetSubStatus::new().sub_status(label("Ordered")))
}

fn unknown(incident: &Incident, to: &itsm_incident::policy::IncidentPolicy) -> Vec<String> {
    incident
        .unknown_to(to)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn every_word_that_the_new_policy_does_not_know_is_told_and_not_only_the_first() {
    let other = policy_with(r#"{ "version": 2, "categories": { "Network": [] } }"#);
    assert_eq!(
        unknown(&held().incident, &other),
        [
            "category `Mail / Relay` is unknown",
            "hold_reason `awaiting_parts` is unknown",
            "sub_status `Ordered` is unknown",
            "attribute `floor` is unknown",
        ]
    );
    assert!(unknown(&held().incident, &wordy()).is_empty());
    let scales = policy_with(
        r#"{ "version": 2, "matrix": { "impacts": ["1"], "urgencies": ["1"], "priorities": ["1"],
            "cells": { "1": { "1": "1" } } } }"#,
    );
    assert_eq!(
        unknown(&incident(&standard()), &scales),
        [
            "impact `Medium` is unknown",
            "urgency `Medium` is unknown",
            "priority `Moderate` is unknown",
        ]
    );
}

#[test]
fn policy_that_forgot_category_sub_status_or_resolution_code_is_not_adopted() {
    let without = |field: &str| {
        let mut draft = wordy().draft().clone();
        draft.version = 2;
        match field {
            "category" => drop(draft.categories.insert("Mail".into(), [].into())),
            "sub_status" => draft.sub_statuses.clear(),
            _ => draft.resolution_codes.clear(),
        }
        itsm_incident::policy::IncidentPolicy::try_from(draft).unwrap()
    };
    let rebooted = Resolve::new(ResolutionCode::new("rebooted").unwrap())
        .notes(crate::desk::note("Switched off and on."));
    for (field, got, case) in [
        ("category", "Mail / Relay", held()),
        ("sub_status", "Ordered", held()),
        ("resolution_code", "rebooted", held().done(rebooted)),
    ] {
        let refusal = case.now_under(without(field)).refusal(AdoptPolicy::new());
        assert_eq!(refusal.rule, "incident.policy.incompatible", "{field}");
        assert_eq!(refusal.get("field"), Some(&field.into()));
        assert_eq!(refusal.get("got"), Some(&got.into()));
    }
}

#[test]
fn dry_run_tells_what_adoption_then_does_and_changes_nothing() {
    let old = wordy();
    let new = policy(|draft| {
        draft.version = 2;
        draft.auto_close = Some(Seconds::days(2));
        draft
            .forbidden
            .insert("reopen".into(), ["resolved".to_string()].into());
        draft.demands.insert("resolve".into(), [].into());
    });
    let resolved = Case::under(old.clone()).done(resolve()).incident;
    let fresh = registered(3, facts("High", "High"), &old);
    let records = [resolved, fresh, held().incident];
    let before = records.clone();
    let ana = ana();
    let cx = Context::new(nine(), &ana, &new);
    let run = dry_run(&records, &old, &cx);
    assert_eq!(records, before);
    assert_eq!((run.adopted, run.refused, run.changed), (2, 1, 2));

    let [resolved, fresh, held] = &run.outlooks[..] else {
        panic!("one outlook a record")
    };
    assert_eq!(resolved.deadlines.len(), 1);
    assert_eq!(
        resolved.deadlines[0].command.kind(),
        IncidentCommandKind::CloseAutomatically
    );
    assert_eq!(
        (resolved.deadlines[0].before, resolved.deadlines[0].after),
        (
            Some(nine_and(Seconds::days(5))),
            Some(nine_and(Seconds::days(2)))
        )
    );
    assert!(lost(
        &resolved.permissions,
        "reopen",
        "incident.lifecycle.policy_forbids"
    ));
    assert!(fresh.deadlines.is_empty());
    assert!(fresh.permissions.iter().any(|it| matches!(
        it,
        PermissionShift::Needs { command: IncidentCommandKind::Resolve, before, after, .. }
            if *before == ["code", "notes"] && *after == ["code"]
    )));
    // Without attributes there is nothing to set.
    assert!(lost(
        &fresh.permissions,
        "set_attribute",
        "incident.attribute.unknown"
    ));
    assert_eq!(held.unknown.len(), 3);
    assert_eq!(
        held.refusal.as_ref().map(|it| it.rule),
        Some("incident.policy.incompatible")
    );
    assert!(held.deadlines.is_empty() && held.permissions.is_empty());

    // What it told is what happens.
    for (record, outlook) in records.iter().zip(&run.outlooks) {
        let mut record = record.clone();
        let adopted = record.execute(AdoptPolicy::new(), &cx);
        assert_eq!(adopted.is_ok(), outlook.refusal.is_none());
        for shift in &outlook.deadlines {
            let due = record.deadlines(&new);
            let due = due.iter().find(|it| it.command == shift.command);
            assert_eq!(due.map(|it| it.at), shift.after);
        }
    }
}

#[test]
fn record_under_neither_policy_is_not_compared_and_one_under_the_new_is_not_refused() {
    let (old, new) = (standard(), policy(|draft| draft.version = 3));
    let between = policy(|draft| draft.version = 2);
    let ana = ana();
    let cx = Context::new(nine(), &ana, &new);
    let records = [&between, &new, &old].map(incident);
    let run = dry_run(&records, &old, &cx);
    assert_eq!((run.adopted, run.already, run.refused), (2, 1, 0));
    // It would not gain every command there is: nobody has looked.
    let [stranger, adopted, usual] = &run.outlooks[..] else {
        panic!("one outlook a record")
    };
    assert!(stranger.permissions.is_empty() && stranger.refusal.is_none());
    let compared = [stranger, adopted, usual].map(|it| (it.compared, it.is_uneventful()));
    assert_eq!(compared, [(false, false), (false, false), (true, true)]);
    assert_eq!(run.changed, 0);
}

#[test]
fn closed_record_has_an_outlook_as_any_other() {
    let closed = Case::new()
        .done(resolve())
        .by(&crate::desk::uma())
        .done(Close::new());
    let new = policy_with(r#"{ "version": 2, "survey": { "scale": 0 } }"#);
    let ana = ana();
    let cx = Context::new(nine(), &ana, &new);
    let run = dry_run([&closed.incident], &standard(), &cx);
    assert_eq!((run.adopted, run.changed), (1, 1));
    let permissions = &run.outlooks[0].permissions;
    assert!(lost(
        permissions,
        "answer_survey",
        "incident.survey.disabled"
    ));
    assert_eq!(permissions.len(), 1, "{permissions:?}");
}

#[test]
fn steps_of_a_plan_move_each_for_itself() {
    let plan = |version: u32, customers: u32| {
        policy_with(&format!(
            r#"{{ "version": {version}, "communication": {{ "rules": [
                {{ "id": "a", "when": {{ "all": [] }}, "then": {{ "audience": "customers", "every": {customers} }} }},
                {{ "id": "b", "when": {{ "all": [] }}, "then": {{ "audience": "management", "every": 60 }} }}
            ] }} }}"#
        ))
    };
    let (old, new) = (plan(1, 60), plan(2, 90));
    let ana = ana();
    let run = dry_run([&incident(&old)], &old, &Context::new(nine(), &ana, &new));
    let [shift] = &run.outlooks[0].deadlines[..] else {
        panic!("one shift: {:?}", run.outlooks[0].deadlines)
    };
    let (before, after) = (nine_and(Seconds(60)), nine_and(Seconds(90)));
    assert_eq!((shift.before, shift.after), (Some(before), Some(after)));
}

#[test]
fn policy_that_never_closes_by_time_still_does_not_when_it_is_read_back() {
    let never = policy(|draft| {
        draft.auto_close = None;
        draft.reopen_window = None;
        draft.major.review_within = None;
    });
    let text = serde_json::to_string(&never).unwrap();
    let back: itsm_incident::policy::IncidentPolicy = serde_json::from_str(&text).unwrap();
    assert_eq!(back, never);
    assert_eq!((back.auto_close(), back.reopen_window()), (None, None));
    let told = compare(&standard(), &never);
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert!(
        told.contains(&"`auto_close` is null, was 432000".into()),
        "{told:?}"
    );
}

#[test]
fn entry_that_says_more_than_before_is_not_told_as_gone() {
    let silent = policy_with(r#"{ "hold_reasons": { "awaiting_parts": {} } }"#);
    let says = policy_with(r#"{ "hold_reasons": { "awaiting_parts": { "time_out": 60 } } }"#);
    let words = |old, new| {
        let told = compare(old, new);
        told.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let path = "`hold_reasons.awaiting_parts.time_out`";
    assert_eq!(words(&silent, &says), [format!("{path} is new: 60")]);
    assert_eq!(words(&says, &silent), [format!("{path} is gone, was 60")]);
}

#[test]
fn name_with_a_dot_is_not_taken_for_two() {
    let scales = |impact: &str, urgency: &str| {
        policy_with(&format!(
            r#"{{ "matrix": {{ "impacts": ["{impact}"], "urgencies": ["{urgency}"], "priorities": ["P"],
                "cells": {{ "{impact}": {{ "{urgency}": "P" }} }} }} }}"#
        ))
    };
    let told = compare(&scales("a.b", "c"), &scales("a", "b.c"));
    let paths: Vec<&str> = told.iter().map(|it| it.path.as_str()).collect();
    assert!(paths.contains(&r#"matrix.cells."a.b".c"#), "{paths:?}");
    assert!(paths.contains(&r#"matrix.cells.a."b.c""#), "{paths:?}");
}

/// The shift as a user interface gets it.
fn lost(shifts: &[PermissionShift], command: &str, rule: &str) -> bool {
    let lost = serde_json::json!({ "type": "lost", "command": command, "rule": rule });
    shifts
        .iter()
        .any(|it| serde_json::to_value(it).unwrap() == lost)
}

#[test]
fn rules_of_the_new_policy_itself_can_refuse_its_adoption() {
    let (old, new) = (
        standard(),
        policy_with(r#"{ "version": 2, "roles": { "adopt_policy": ["process_owner"] } }"#),
    );
    let ana = ana();
    let run = dry_run([&incident(&old)], &old, &Context::new(nine(), &ana, &new));
    assert!(run.outlooks[0].unknown.is_empty());
    assert_eq!(
        run.outlooks[0].refusal.as_ref().map(|it| it.rule),
        Some("incident.role.missing")
    );
    assert!(!run.outlooks[0].is_uneventful());
}

#[test]
fn comparison_tells_each_thing_with_its_path_and_nothing_else() {
    let new = policy_with(
        r#"{
            "version": 2, "reopen_window": 172800, "priority_override": false,
            "categories": { "Mail": ["Relay"] },
            "hold_reasons": { "awaiting_parts": {} },
            "major": { "triggers": { "rules": [
                { "id": "many_children", "when": { "attribute": "child_count", "above": 9 },
                  "then": { "reason": "Many.", "business_impact": "Many suffer." } }
            ] } }
        }"#,
    );
    let told: Vec<String> = compare(&standard(), &new)
        .iter()
        .map(ToString::to_string)
        .collect();
    let has = |text: &str| assert!(told.iter().any(|it| it == text), "{text} in {told:#?}");
    has("`categories.Mail` is new: [\"Relay\"]");
    has("`hold_reasons.awaiting_parts` is new: {}");
    has(
        "`major.triggers.rules` is many_children, was critical_service, many_children, first_priority",
    );
    has("`major.triggers.rules[many_children].active` is gone, was false");
    has("`major.triggers.rules[many_children].when.above` is 9, was 20");
    has("`priority_override` is false, was true");
    has("`reopen_window` is 172800, was 432000");
    has("`version` is 2, was 1");
    assert!(!told.iter().any(|it| it.contains("auto_close")));
    assert!(compare(&new, &new).is_empty());
}

#[test]
fn record_taken_over_as_no_major_incident_survives_its_snapshot() {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let adopt = Adopt::new(facts("High", "High"), IncidentState::New, nine());
    let (plain, _) = Incident::adopt(crate::desk::id(1), adopt.clone(), &cx).unwrap();
    let (told, _) =
        Incident::adopt(crate::desk::id(1), adopt.major(MajorStatus::None), &cx).unwrap();
    assert_eq!(told, plain);
    assert_eq!(Incident::restore(told.snapshot()), Ok(told));
}
