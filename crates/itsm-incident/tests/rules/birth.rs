//! Rules about coming into being, policies included.

use crate::desk::{
    Case, ana, facts, id, incident, nine, nine_and, note, policy, policy_with, profile, resolve,
    standard,
};
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::id::PersonId;
use itsm_core::refusal::Refusal;
use itsm_core::time::{DetectedAt, OccurredAt, ResolvedAt, RestoredAt, Seconds};
use itsm_incident::command::{AdoptPolicy, StartWork};
use itsm_incident::major::{MajorIncident, MajorStatus};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::resolution::{Resolution, ResolutionCode};
use itsm_incident::state::{HoldReason, IncidentState, OnHold};
use itsm_incident::{Adopt, Incident};
use itsm_testing::{
    proof::{Says as _, list},
    proofs,
};

/// The refusal of what cannot be taken over.
fn adoption(adopt: Adopt) -> Refusal {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine_and(Seconds::days(1)), &ana, &policy);
    let error = Incident::adopt(id(1), adopt, &cx).unwrap_err();
    error.refusal().clone()
}

fn newer() -> IncidentPolicy {
    policy(|draft| draft.version = 2)
}

fn resolution() -> Resolution {
    Resolution::new(
        ResolutionCode::FIXED,
        Agent::Person(PersonId::from_key(1)),
        ResolvedAt(nine()),
    )
}

proofs! {
    /// Nothing has happened to a record taken over after the instant as of which it is taken over.
    incident_adopt_inconsistent: "incident.adopt.inconsistent" => {
        let hold = OnHold::new(HoldReason::AWAITING_VENDOR, nine_and(Seconds(1)));
        adoption(Adopt::new(profile(), IncidentState::OnHold(hold), nine()))
            .saying("field", "since")
            .saying("at", nine_and(Seconds(1)))
            .saying("limit", nine())
    };
    /// A major incident that is being worked on is not resolved.
    incident_adopt_major_misplaced: "incident.adopt.major_misplaced" => {
        let impact = note("Nobody can send mail.");
        let major = MajorIncident::new(impact, PersonId::from_key(1), nine());
        let adopt = Adopt::new(profile(), IncidentState::Resolved(resolution()), nine());
        adoption(adopt.major(MajorStatus::Accepted(major)))
            .saying("status", "accepted")
            .saying("state", "resolved")
    };
    /// Only a closed incident is followed up.
    incident_follow_up_not_closed: "incident.follow_up.not_closed" => {
        let (ana, policy) = (ana(), standard());
        let case = Case::new().done(resolve());
        let cx = Context::new(nine(), &ana, &policy);
        let error = case.incident.follow_up(id(2), note("It is down again."), &cx).unwrap_err();
        assert_eq!(error.refusal().asked, "follow_up");
        assert_eq!(error.refusal().state, "resolved");
        assert!(error.refusal().allowed.contains(&"reopen"));
        error.refusal().clone()
    };
    /// A record changes policy once.
    incident_policy_already_adopted: "incident.policy.already_adopted" => {
        Case::new().refusal(AdoptPolicy::new()).saying("policy", "default v1")
    };
    /// A record comes under a policy only if that policy knows its levels, reasons and attributes.
    incident_policy_incompatible: "incident.policy.incompatible" => {
        let other = policy_with(r#"{
            "version": 2,
            "matrix": {
                "impacts": ["Wide", "Medium"], "urgencies": ["High"], "priorities": ["Critical"],
                "cells": { "Wide": { "High": "Critical" }, "Medium": { "High": "Critical" } }
            }
        }"#);
        Case::new()
            .now_under(other)
            .refusal(AdoptPolicy::new())
            .saying("field", "urgency")
            .saying("got", "Medium")
            .saying("policy", "default v2")
    };
    /// Rules never change under a record silently.
    incident_policy_not_adopted: "incident.policy.not_adopted" => {
        Case::new()
            .now_under(newer())
            .refusal(StartWork::new())
            .saying("stamped", "default v1")
            .saying("policy", "default v2")
    };
    /// Impact, urgency and priority stand on the scales of the policy.
    incident_priority_unknown_level: "incident.priority.unknown_level" => {
        let (ana, policy) = (ana(), standard());
        let cx = Context::new(nine(), &ana, &policy);
        let error = Incident::register(id(1), facts("Huge", "High"), &cx).unwrap_err();
        assert_eq!((error.refusal().asked, error.refusal().state), ("register", "unborn"));
        error
            .refusal()
            .clone()
            .saying("scale", "impact")
            .saying("got", "Huge")
            .saying("expected", list(["High", "Medium", "Low"]))
    };
}

#[test]
fn levels_are_checked_at_every_door() {
    use itsm_core::level::{Impact, Priority, Urgency};
    use itsm_incident::command::{OverridePriority, Prioritize};
    let (high, huge) = ("High", "Huge");
    let rule = "incident.priority.unknown_level";
    let case = Case::new();
    for (impact, urgency) in [(high, huge), (huge, high)] {
        let levels = Prioritize::new(Impact::new(impact).unwrap(), Urgency::new(urgency).unwrap());
        assert_eq!(case.error(levels.note(note("why"))).rule(), rule);
    }
    let priority = OverridePriority::new(Priority::new(huge).unwrap(), note("why"));
    assert_eq!(case.error(priority).rule(), rule);
    let adopt = Adopt::new(profile(), IncidentState::New, nine());
    let refusal = adoption(adopt.priority(Priority::new(huge).unwrap()));
    assert_eq!(refusal.rule, rule);
}

#[test]
fn incident_taken_over_has_no_moment_after_the_instant_of_its_taking_over() {
    let later = nine_and(Seconds(1));
    let adopt = |state| Adopt::new(profile(), state, nine());
    let mut began = adopt(IncidentState::New);
    began.profile.occurred_at = Some(OccurredAt(later));
    let mut seen = adopt(IncidentState::New);
    seen.profile.detected_at = Some(DetectedAt(later));
    let mut resolved = resolution();
    resolved.at = ResolvedAt(later);
    let restored = resolution().restored_at(RestoredAt(later));
    let of = adoption;
    for (refusal, field) in [
        (of(began), "occurred_at"),
        (of(seen), "detected_at"),
        (
            of(adopt(IncidentState::New).registered_at(later)),
            "registered_at",
        ),
        (of(adopt(IncidentState::Resolved(resolved))), "resolved"),
        (of(adopt(IncidentState::Resolved(restored))), "restored_at"),
    ] {
        assert_eq!(refusal.rule, "incident.adopt.inconsistent", "{field}");
        assert_eq!(refusal.get("field"), Some(&field.into()));
    }
}

#[test]
fn incident_taken_over_waits_and_was_resolved_as_the_policy_knows_it() {
    let reason = HoldReason::new("awaiting_the_moon").unwrap();
    let hold = OnHold::new(reason, nine());
    let refusal = adoption(Adopt::new(profile(), IncidentState::OnHold(hold), nine()));
    assert_eq!(refusal.rule, "incident.hold.unknown_reason");
    assert_eq!(refusal.get("reason"), Some(&"awaiting_the_moon".into()));

    let mut resolved = resolution();
    resolved.code = ResolutionCode::new("by_magic").unwrap();
    let state = IncidentState::Resolved(resolved);
    let refusal = adoption(Adopt::new(profile(), state, nine()));
    assert_eq!(refusal.rule, "incident.resolve.unknown_code");
    assert_eq!(refusal.get("code"), Some(&"by_magic".into()));
}

#[test]
fn policy_that_is_not_adopted_refuses_every_command_but_adoption() {
    let case = Case::of(incident(&standard()), newer());
    for (kind, permission) in case.incident.allowed(&case.cx()) {
        assert_eq!(
            permission.is_possible(),
            kind.as_str() == "adopt_policy",
            "{kind}"
        );
    }
}
