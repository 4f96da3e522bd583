//! Policies: versions, adoption, and two pairs of eyes.

use crate::desk::{
    Case, ana, incident, ines, nine_and, note, policy, policy_with, resolve, standard, start,
};
use itsm_core::time::Seconds;
use itsm_incident::command::{AdoptPolicy, Cancel, Hold, IncidentCommandKind, Reopen};
use itsm_incident::event::PolicyAdopted;
use itsm_incident::resolution::CancelReason;
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_testing::given;

#[test]
fn newer_version_applies_only_after_adoption_and_shows_in_the_stamp() {
    let (old, new) = (standard(), policy(|draft| draft.version = 2));
    let story = given(incident(&old))
        .under(&old)
        .by(&ana())
        .now_under(&new)
        .when(start())
        .then_refused_by("incident.policy.not_adopted")
        .then_nothing_due()
        .when(AdoptPolicy::new())
        .then_events([PolicyAdopted::new().into()])
        .when(start())
        .then_stage(IncidentStage::InProgress);
    let stamps: Vec<_> = story
        .history()
        .iter()
        .map(|it| it.policy.to_string())
        .collect();
    assert_eq!(stamps, ["default v2", "default v2"]);
    assert_eq!(story.record().policy().to_string(), "default v2");
}

#[test]
fn adopting_a_policy_rewrites_nothing_that_was_decided() {
    let old = standard();
    let new = policy_with(
        r#"{ "version": 2, "auto_close": 86400, "matrix": {
        "impacts": ["High", "Medium", "Low"], "urgencies": ["High", "Medium", "Low"],
        "priorities": ["Critical", "High", "Moderate", "Low", "Planning"],
        "cells": {
            "High": { "High": "Critical", "Medium": "Critical", "Low": "Critical" },
            "Medium": { "High": "Critical", "Medium": "Critical", "Low": "Critical" },
            "Low": { "High": "Critical", "Medium": "Critical", "Low": "Critical" }
        }
    } }"#,
    );
    given(incident(&old))
        .under(&old)
        .by(&ana())
        .when(resolve())
        .then_due(
            IncidentCommandKind::CloseAutomatically,
            nine_and(Seconds::days(5)),
        )
        .now_under(&new)
        .when(AdoptPolicy::new())
        .then_state("of the priority it had", |it| {
            it.priority().as_str() == "Moderate"
        })
        .then_due(
            IncidentCommandKind::CloseAutomatically,
            nine_and(Seconds::days(1)),
        );
}

#[test]
fn policy_that_forgets_what_the_record_says_is_not_adopted() {
    let old = policy_with(
        r#"{
            "hold_reasons": { "awaiting_parts": {} },
            "attributes": { "floor": { "kind": "integer", "min": 0, "max": 99 } }
        }"#,
    );
    let parts = Hold::new(HoldReason::new("awaiting_parts").unwrap());
    let no_parts = policy_with(
        r#"{ "version": 2, "attributes": { "floor": { "kind": "integer", "min": 0, "max": 99 } } }"#,
    );
    let refusal = Case::under(old.clone())
        .done(parts)
        .now_under(no_parts)
        .refusal(AdoptPolicy::new());
    assert_eq!(refusal.rule, "incident.policy.incompatible");
    assert_eq!(refusal.get("field"), Some(&"hold_reason".into()));

    let low_house = policy_with(
        r#"{ "version": 2, "attributes": { "floor": { "kind": "integer", "min": 0, "max": 9 } } }"#,
    );
    let floor = itsm_incident::command::SetAttribute::new(crate::desk::code("floor")).value(40);
    let refusal = Case::under(old)
        .done(floor)
        .now_under(low_house)
        .refusal(AdoptPolicy::new());
    assert_eq!(refusal.get("field"), Some(&"attribute".into()));
}

#[test]
fn approval_by_a_second_person_is_kept_in_history() {
    let policy = policy_with(r#"{ "approvals": { "cancel": ["incident_manager"] } }"#);
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(Cancel::new(CancelReason::UNNECESSARY))
        .then_refused_by("incident.approval.missing")
        .approved_by(&ines())
        .when(Cancel::new(CancelReason::UNNECESSARY))
        .then_stage(IncidentStage::Canceled);
    let last = story.history().last().unwrap();
    assert_eq!(
        (&last.by, last.approved.as_ref()),
        (ana().agent(), Some(ines().agent()))
    );
}

#[test]
fn desk_without_a_window_reopens_until_closed() {
    let policy = policy(|draft| {
        draft.reopen_window = None;
        draft.auto_close = None;
    });
    given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(resolve())
        .after(Seconds::days(900))
        .when(Reopen::new().reason(note("Down again.")))
        .then_stage(IncidentStage::InProgress);
}

#[test]
fn policy_is_the_same_policy_after_a_trip_through_json() {
    for policy in [
        standard(),
        policy_with(include_str!("../narrow_policy.json")),
    ] {
        let text = serde_json::to_string(&policy).unwrap();
        let back: itsm_incident::policy::IncidentPolicy = serde_json::from_str(&text).unwrap();
        assert_eq!(back, policy);
    }
}
