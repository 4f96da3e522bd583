//! Trigger rules propose candidates; people decide.

use crate::desk::{
    Case, facts, id, max, note, policy, policy_with, profile, registered, resolve, standard,
};
use itsm_core::id::PersonId;
use itsm_incident::command::{DeclareMajor, DemoteMajor, LinkParent, ProposeMajor, RejectMajor};
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::parent::ParentFacts;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::trigger::{TriggerFacts, Triggered, ask};
use std::collections::BTreeSet;

fn all_active() -> IncidentPolicy {
    policy(|draft| {
        for rule in &mut draft.major.triggers.rules {
            rule.active = true;
        }
    })
}

fn known(service_criticality: u8, child_count: u32) -> TriggerFacts {
    TriggerFacts {
        service_criticality: Some(service_criticality),
        child_count: Some(child_count),
    }
}

fn which(
    incident: &itsm_incident::Incident,
    facts: TriggerFacts,
    policy: &IncidentPolicy,
) -> String {
    match ask(incident, facts, policy) {
        Triggered::Proposes(propose, because) => {
            assert_eq!(propose.trigger.as_ref(), Some(because.rule));
            because.rule.to_string()
        }
        Triggered::Silent(_) => "silent".into(),
        Triggered::NotConsidered => "not considered".into(),
    }
}

#[test]
fn shipped_triggers_are_switched_off() {
    let draft = DraftIncidentPolicy::default();
    let shipped: Vec<_> = draft
        .major
        .triggers
        .rules
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(
        shipped,
        ["critical_service", "many_children", "first_priority"]
    );
    assert!(draft.major.triggers.rules.iter().all(|it| !it.active));
    let policy = standard();
    let incident = registered(1, facts("High", "High"), &policy);
    assert_eq!(which(&incident, known(1, 1_000), &policy), "silent");
}

#[test]
fn first_trigger_that_matches_wins() {
    let policy = all_active();
    let critical = registered(1, facts("High", "High"), &policy);
    let moderate = registered(1, profile(), &policy);
    assert_eq!(which(&critical, known(2, 21), &policy), "critical_service");
    assert_eq!(which(&critical, known(3, 21), &policy), "many_children");
    assert_eq!(which(&critical, known(3, 20), &policy), "first_priority");
    assert_eq!(which(&moderate, known(3, 20), &policy), "silent");
}

#[test]
fn trigger_that_is_switched_off_is_passed_over() {
    let policy = policy(|draft| {
        for rule in &mut draft.major.triggers.rules {
            rule.active = rule.id != "critical_service";
        }
    });
    let critical = registered(1, facts("High", "High"), &policy);
    assert_eq!(which(&critical, known(1, 21), &policy), "many_children");
}

#[test]
fn what_the_host_does_not_know_proposes_nothing_and_is_named() {
    let policy = all_active();
    let moderate = registered(1, profile(), &policy);
    let Triggered::Silent(undecided) = ask(&moderate, TriggerFacts::default(), &policy) else {
        panic!("nothing is known")
    };
    assert_eq!(undecided.len(), 2, "{undecided:?}");
}

#[test]
fn triggers_look_at_open_incidents_that_are_nobodys_child_and_not_major_yet() {
    let policy = all_active();
    let facts = known(1, 0);
    let case = Case::under(policy.clone()).by(&max());
    let declare = || DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2));
    let child = LinkParent::new(ParentFacts::new(id(9), BTreeSet::new()));
    let propose = || ProposeMajor::new(note("All."), note("No orders."));
    for over in [
        case.clone().done(resolve()),
        case.clone().done(child),
        case.clone().done(propose()),
        case.clone().done(declare()),
    ] {
        assert_eq!(which(&over.incident, facts, &policy), "not considered");
    }
    for again in [
        case.clone()
            .done(propose())
            .done(RejectMajor::new(note("No."))),
        case.clone()
            .done(declare())
            .done(DemoteMajor::new(note("No."))),
    ] {
        assert_eq!(which(&again.incident, facts, &policy), "critical_service");
    }
}

#[test]
fn what_a_trigger_proposes_is_a_command_like_any_other() {
    let policy = all_active();
    let case = Case::under(policy.clone());
    let Triggered::Proposes(propose, because) = ask(&case.incident, known(1, 0), &policy) else {
        panic!("a critical service")
    };
    let rule = because.rule.clone();
    let proposed = case.by(&crate::desk::clock()).done(propose);
    let itsm_incident::major::MajorStatus::Proposed(proposal) = proposed.incident.major() else {
        panic!("a candidate")
    };
    assert_eq!(proposal.trigger, Some(rule));
}

#[test]
fn desk_with_other_priorities_need_not_repeat_the_shipped_triggers() {
    let policy = policy_with(
        r#"{ "matrix": {
            "impacts": ["All"], "urgencies": ["Now"], "priorities": ["P1"],
            "cells": { "All": { "Now": "P1" } }
        } }"#,
    );
    assert_eq!(policy.triggers().rules().len(), 3);
}
