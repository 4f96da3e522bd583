//! What the linter finds in a policy: each thing with its place, and not what is close to it.

use crate::desk::{policy_with, set};
use itsm_core::actor::Role;
use itsm_incident::lint::PolicyLint::{self, *};
use itsm_incident::policy::IncidentPolicy;
use std::collections::BTreeSet;

/// A lint, the place of its finding, a policy that has it, and one that comes close and has not.
type Example = (PolicyLint, &'static str, &'static str, &'static str);

const OF_COMMANDS: &[Example] = &[
    (
        DeadEnd,
        "forbidden",
        r#"{ "forbidden": { "close": ["resolved"], "close_automatically": ["resolved"],
            "reopen": ["resolved"], "follow_parent": ["resolved"] } }"#,
        r#"{ "forbidden": { "close": ["resolved"], "close_automatically": ["resolved"],
            "follow_parent": ["resolved"] }, "auto_close": 0 }"#,
    ),
    (
        // Time does not close either: the way out is switched off, not forbidden.
        DeadEnd,
        "forbidden",
        r#"{ "forbidden": { "close": ["resolved"], "reopen": ["resolved"],
            "follow_parent": ["resolved"] }, "auto_close": 0 }"#,
        r#"{ "forbidden": { "close": ["resolved"], "reopen": ["resolved"],
            "follow_parent": ["resolved"] } }"#,
    ),
    (
        // What nobody has reviewed before it is resolved, nobody resolves.
        DemandNever,
        "demands.resolve.record.review",
        r#"{ "demands": { "resolve": ["record.review"] } }"#,
        r#"{ "demands": { "close": ["record.review"] } }"#,
    ),
    (
        DemandNever,
        "demands.resolve.record.model",
        r#"{ "demands": { "resolve": ["record.model"] } }"#,
        r#"{ "demands": { "resolve": ["record.model"] }, "models": { "rules": [
            { "id": "any", "when": { "all": [] },
              "then": { "title": "Any", "steps": [{ "id": "a", "title": "A" }], "in_order": true } } ] } }"#,
    ),
    (
        DemandNever,
        "demands.resolve.record.acknowledgement",
        r#"{ "demands": { "resolve": ["record.acknowledgement"] },
            "forbidden": { "acknowledge": ["new", "in_progress", "on_hold"] } }"#,
        r#"{ "demands": { "resolve": ["record.acknowledgement"] },
            "forbidden": { "acknowledge": ["in_progress", "on_hold"] } }"#,
    ),
    (
        // Each waits for the other.
        DemandNever,
        "demands.assign.record.owner",
        r#"{ "demands": { "assign": ["record.owner"], "escalate_functionally": ["record.owner"],
            "assign_owner": ["record.group"] } }"#,
        r#"{ "demands": { "assign": ["record.owner"], "assign_owner": ["record.group"] } }"#,
    ),
    (
        // Only a new incident starts, and it has no owner before it waits.
        DemandNever,
        "demands.start_work.record.owner",
        r#"{ "demands": { "start_work": ["record.owner"] },
            "forbidden": { "assign_owner": ["new"] } }"#,
        r#"{ "demands": { "resume": ["record.owner"] },
            "forbidden": { "assign_owner": ["new"] } }"#,
    ),
    (
        ForbiddenAnyhow,
        "forbidden.close.new",
        r#"{ "forbidden": { "close": ["new"] } }"#,
        r#"{ "forbidden": { "hold": ["new"] } }"#,
    ),
    (
        PriorityNever,
        "matrix.priorities.P2",
        r#"{ "priority_override": false, "matrix": { "impacts": ["A"], "urgencies": ["A"],
            "priorities": ["P1", "P2"], "cells": { "A": { "A": "P1" } } } }"#,
        r#"{ "matrix": { "impacts": ["A"], "urgencies": ["A"],
            "priorities": ["P1", "P2"], "cells": { "A": { "A": "P1" } } } }"#,
    ),
    (
        SubStatusNever,
        "sub_statuses.closed",
        r#"{ "sub_statuses": { "closed": ["Archived"] } }"#,
        r#"{ "sub_statuses": { "resolved": ["Awaiting confirmation"], "closed": [] } }"#,
    ),
    (
        SubStatusNever,
        "sub_statuses.new",
        r#"{ "sub_statuses": { "new": ["Triage"] }, "forbidden": { "set_sub_status": ["new"] } }"#,
        r#"{ "sub_statuses": { "new": ["Triage"] }, "forbidden": { "set_sub_status": ["on_hold"] } }"#,
    ),
    (
        WithoutEffect,
        "approvals.cancel",
        r#"{ "approvals": { "cancel": ["incident_manager"] },
            "forbidden": { "cancel": ["new", "in_progress", "on_hold"] } }"#,
        r#"{ "approvals": { "cancel": ["incident_manager"] },
            "forbidden": { "cancel": ["new", "in_progress"] } }"#,
    ),
];

const OF_ENDS: &[Example] = &[
    (
        AutoCloseNever,
        "auto_close",
        r#"{ "forbidden": { "close_automatically": ["resolved"] } }"#,
        r#"{ "forbidden": { "close_automatically": ["resolved"] }, "auto_close": 0 }"#,
    ),
    (
        LastChildNever,
        "after_last_child",
        r#"{ "after_last_child": "close", "forbidden": { "follow_children": ["resolved"] } }"#,
        r#"{ "after_last_child": "resolve", "forbidden": { "follow_children": ["resolved"] } }"#,
    ),
    (
        LastChildNever,
        "after_last_child",
        r#"{ "after_last_child": "resolve",
            "forbidden": { "link_parent": ["new", "in_progress", "on_hold"] } }"#,
        r#"{ "after_last_child": "resolve", "forbidden": { "link_parent": ["new"] } }"#,
    ),
    (
        PromotionNever,
        "major.promotion",
        r#"{ "major": { "promotion": "new_parent" }, "registration": ["number"] }"#,
        r#"{ "major": { "promotion": "new_parent" }, "registration": ["service"] }"#,
    ),
    (
        PromotionNever,
        "major.promotion",
        r#"{ "major": { "promotion": "new_parent" },
            "forbidden": { "link_parent": ["new", "in_progress", "on_hold"] } }"#,
        r#"{ "major": { "promotion": "same_record" },
            "forbidden": { "link_parent": ["new", "in_progress", "on_hold"] } }"#,
    ),
    (
        RecoveryRefused,
        "alerts.recovery_resolves",
        r#"{ "alerts": { "recovery_resolves": true }, "demands": { "resolve": ["known_error"] } }"#,
        r#"{ "alerts": { "recovery_resolves": true },
            "demands": { "resolve": ["notes", "restored_at"] } }"#,
    ),
    (
        ReminderNever,
        "hold_reasons.awaiting_vendor.remind_every",
        r#"{ "hold_reasons": { "awaiting_vendor": { "remind_every": 7200, "time_out": 7200 } } }"#,
        r#"{ "hold_reasons": { "awaiting_vendor": { "remind_every": 7199, "time_out": 7200 } } }"#,
    ),
    (
        ReminderNever,
        "hold_reasons.awaiting_vendor.remind_every",
        r#"{ "hold_reasons": { "awaiting_vendor": { "remind_every": 60 } },
            "forbidden": { "remind": ["on_hold"] } }"#,
        // It asks for no reminder: silence resolves at once.
        r#"{ "hold_reasons": { "awaiting_vendor": { "remind_every": 60, "resolve_after": 0 } },
            "forbidden": { "remind": ["on_hold"] } }"#,
    ),
    (
        ReopenCutShort,
        "reopen_window",
        r#"{ "auto_close": 172800 }"#,
        // Counted from the last update, nobody can say.
        r#"{ "auto_close": 172800, "auto_close_basis": "last_update" }"#,
    ),
    (
        ReopenCutShort,
        "reopen_window",
        r#"{ "auto_close": 172800, "reopen_window": 172801 }"#,
        r#"{ "auto_close": 172800, "reopen_window": 172800 }"#,
    ),
    (
        // Two reminders, and silence after the third hour: the wait is over by then.
        ResolveNever,
        "hold_reasons.awaiting_caller.resolve_after",
        r#"{ "hold_reasons": { "awaiting_caller":
            { "remind_every": 3600, "resolve_after": 2, "time_out": 10800 } } }"#,
        r#"{ "hold_reasons": { "awaiting_caller":
            { "remind_every": 3600, "resolve_after": 2, "time_out": 10801 } } }"#,
    ),
    (
        ResolveNever,
        "hold_reasons.awaiting_caller.resolve_after",
        r#"{ "hold_reasons": { "awaiting_caller": { "remind_every": 3600, "resolve_after": 2 } },
            "forbidden": { "resolve_unanswered": ["on_hold"] } }"#,
        r#"{ "hold_reasons": { "awaiting_caller": { "remind_every": 3600 } },
            "forbidden": { "resolve_unanswered": ["on_hold"] } }"#,
    ),
    (
        ReviewNever,
        "major.review_on_close",
        r#"{ "major": { "review_on_close": "refuse" }, "forbidden": { "record_review": ["resolved"] } }"#,
        r#"{ "major": { "review_on_close": "flag" }, "forbidden": { "record_review": ["resolved"] } }"#,
    ),
    (
        ReviewNever,
        "major.review_within",
        r#"{ "forbidden": { "record_review": ["resolved", "closed"] } }"#,
        r#"{ "forbidden": { "record_review": ["resolved", "closed"] }, "major": { "review_within": 0 } }"#,
    ),
    (
        SurveyNever,
        "survey.window",
        r#"{ "survey": { "window": 0 } }"#,
        r#"{ "survey": { "scale": 0, "window": 0 } }"#,
    ),
    (
        SurveyNever,
        "survey.scale",
        r#"{ "forbidden": { "answer_survey": ["closed"] } }"#,
        r#"{ "forbidden": { "answer_survey": ["closed"] }, "survey": { "scale": 0 } }"#,
    ),
    (
        TasksNever,
        "tasks_on_close",
        r#"{ "tasks_on_close": "refuse", "forbidden": {
            "complete_task": ["new", "in_progress", "on_hold", "resolved"],
            "cancel_task": ["new", "in_progress", "on_hold", "resolved"] } }"#,
        r#"{ "tasks_on_close": "refuse", "forbidden": {
            "complete_task": ["new", "in_progress", "on_hold", "resolved"],
            "cancel_task": ["new", "in_progress", "on_hold"] } }"#,
    ),
    (
        TimeOutNever,
        "hold_reasons.awaiting_change.time_out",
        r#"{ "hold_reasons": { "awaiting_change": { "time_out": 60 } }, "forbidden": { "end_hold": ["on_hold"] } }"#,
        r#"{ "hold_reasons": { "awaiting_change": {} }, "forbidden": { "end_hold": ["on_hold"] } }"#,
    ),
];

/// `rules` of a table, in the table.
const OF_TABLES: &[Example] = &[
    (
        AssignmentRefused,
        "assignment.rules[0].then",
        r#"{ "demands": { "assign": ["person"] }, "assignment": { "rules": [
            { "id": "all", "when": { "all": [] }, "then": { "groups": ["67726f75-7073-8000-8000-000000000001"] } } ] } }"#,
        r#"{ "demands": { "assign": ["person"] }, "assignment": { "rules": [
            { "id": "all", "when": { "all": [] }, "then": { "groups": ["67726f75-7073-8000-8000-000000000001"],
              "person": "70657273-6f6e-8000-8000-000000000005" } } ] } }"#,
    ),
    (
        CommunicationNever,
        "communication",
        r#"{ "forbidden": { "inform": ["new", "in_progress", "on_hold"] }, "communication": { "rules": [
            { "id": "all", "when": { "all": [] }, "then": { "audience": "customers", "every": 60 } } ] } }"#,
        r#"{ "forbidden": { "inform": ["new", "in_progress"] }, "communication": { "rules": [
            { "id": "all", "when": { "all": [] }, "then": { "audience": "customers", "every": 60 } } ] } }"#,
    ),
    (
        EscalationNever,
        "escalations",
        r#"{ "forbidden": { "escalate_by_time": ["new", "in_progress", "on_hold"] }, "escalations": { "rules": [
            { "id": "old", "when": { "all": [] },
              "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Old." } } ] } }"#,
        r#"{ "forbidden": { "escalate_by_time": ["new", "in_progress", "on_hold"] }, "escalations": { "rules": [
            { "id": "old", "active": false, "when": { "all": [] },
              "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Old." } } ] } }"#,
    ),
    (
        ModelEscalatesNever,
        "models.rules[0].then.escalate_to",
        r#"{ "models": { "rules": [ { "id": "any", "when": { "all": [] }, "then":
            { "title": "Any", "steps": [{ "id": "a", "title": "A" }], "in_order": true, "escalate_to": "boss" } } ] } }"#,
        r#"{ "models": { "rules": [ { "id": "any", "when": { "all": [] }, "then":
            { "title": "Any", "steps": [{ "id": "a", "title": "A", "within": 60 }], "in_order": true, "escalate_to": "boss" } } ] } }"#,
    ),
    (
        RuleAlways,
        "communication.rules[0]",
        r#"{ "communication": { "rules": [
            { "id": "all", "when": { "all": [] }, "then": { "audience": "customers", "every": 60 } },
            { "id": "high", "when": { "attribute": "priority", "is": "High" }, "then": { "audience": "customers", "every": 30 } } ] } }"#,
        r#"{ "communication": { "rules": [
            { "id": "all", "when": { "all": [] }, "then": { "audience": "customers", "every": 60 } },
            { "id": "high", "when": { "attribute": "priority", "is": "High" }, "then": { "audience": "management", "every": 30 } } ] } }"#,
    ),
    (
        RuleDuplicate,
        "communication.rules[1]",
        r#"{ "communication": { "rules": [
            { "id": "one", "when": { "attribute": "priority", "is": "High" }, "then": { "audience": "customers", "every": 60 } },
            { "id": "two", "when": { "attribute": "priority", "is": "High" }, "then": { "audience": "customers", "every": 30 } } ] } }"#,
        r#"{ "communication": { "rules": [
            { "id": "one", "when": { "attribute": "priority", "is": "High" }, "then": { "audience": "customers", "every": 60 } },
            { "id": "two", "when": { "attribute": "priority", "is": "High" }, "then": { "audience": "management", "every": 30 } } ] } }"#,
    ),
    (
        RuleNever,
        "escalations.rules[0]",
        r#"{ "escalations": { "rules": [ { "id": "odd",
            "when": { "all": [{ "attribute": "priority", "is": "High" }, { "attribute": "priority", "is": "Low" }] },
            "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Old." } } ] } }"#,
        r#"{ "escalations": { "rules": [ { "id": "odd",
            "when": { "any": [{ "attribute": "priority", "is": "High" }, { "attribute": "priority", "is": "Low" }] },
            "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Old." } } ] } }"#,
    ),
    (
        // Nobody is told how a resolved incident goes.
        RuleNeverAsked,
        "communication.rules[0].when",
        r#"{ "communication": { "rules": [ { "id": "done", "when": { "attribute": "state", "is": "resolved" },
            "then": { "audience": "customers", "every": 60 } } ] } }"#,
        r#"{ "communication": { "rules": [ { "id": "done", "when": { "attribute": "state", "in": ["resolved", "on_hold"] },
            "then": { "audience": "customers", "every": 60 } } ] } }"#,
    ),
    (
        // A deadline sees the record alone, which does not know its children.
        RuleNeverAsked,
        "escalations.rules[0].when",
        r#"{ "escalations": { "rules": [ { "id": "many", "when": { "attribute": "child_count", "above": 5 },
            "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Many." } } ] } }"#,
        r#"{ "escalations": { "rules": [ { "id": "many",
            "when": { "any": [{ "attribute": "child_count", "above": 5 }, { "attribute": "reopens", "above": 1 }] },
            "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Many." } } ] } }"#,
    ),
    (
        RuleNeverAsked,
        "major.triggers.rules[0].when",
        r#"{ "major": { "triggers": { "rules": [ { "id": "child", "when": { "attribute": "is_child", "is": true },
            "then": { "reason": "Why.", "business_impact": "What." } } ] } } }"#,
        r#"{ "major": { "triggers": { "rules": [ { "id": "child", "when": { "attribute": "child_count", "above": 5 },
            "then": { "reason": "Why.", "business_impact": "What." } } ] } } }"#,
    ),
    (
        RuleShadowed,
        "communication.rules[2]",
        r#"{ "communication": { "rules": [
            { "id": "high", "when": { "attribute": "priority", "at_least": "High" }, "then": { "audience": "customers", "every": 60 } },
            { "id": "board", "when": { "attribute": "priority", "at_least": "High" }, "then": { "audience": "management", "every": 60 } },
            { "id": "first", "when": { "attribute": "priority", "is": "Critical" }, "then": { "audience": "customers", "every": 30 } } ] } }"#,
        r#"{ "communication": { "rules": [
            { "id": "first", "when": { "attribute": "priority", "is": "Critical" }, "then": { "audience": "customers", "every": 30 } },
            { "id": "board", "when": { "attribute": "priority", "at_least": "High" }, "then": { "audience": "management", "every": 60 } },
            { "id": "high", "when": { "attribute": "priority", "at_least": "High" }, "then": { "audience": "customers", "every": 60 } } ] } }"#,
    ),
    (
        RuleShadowed,
        "assignment.rules[1]",
        r#"{ "assignment": { "rules": [
            { "id": "high", "when": { "attribute": "priority", "at_least": "High" }, "then": { "groups": ["67726f75-7073-8000-8000-000000000001"] } },
            { "id": "first", "when": { "attribute": "priority", "is": "Critical" }, "then": { "groups": ["67726f75-7073-8000-8000-000000000002"] } } ] } }"#,
        // Of escalations each counts.
        r#"{ "escalations": { "rules": [
            { "id": "high", "when": { "attribute": "priority", "at_least": "High" },
              "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Old." } },
            { "id": "first", "when": { "attribute": "priority", "is": "Critical" },
              "then": { "basis": "age", "after": 30, "to": { "role": "boss" }, "reason": "Old." } } ] } }"#,
    ),
];

fn found(policy: &IncidentPolicy) -> Vec<(PolicyLint, String)> {
    let findings = policy.lint();
    findings.into_iter().map(|it| (it.lint, it.path)).collect()
}

fn examples() -> impl Iterator<Item = &'static Example> {
    OF_COMMANDS.iter().chain(OF_ENDS).chain(OF_TABLES)
}

#[test]
fn what_a_policy_cannot_mean_is_found_with_its_place() {
    for (lint, path, bad, _) in examples() {
        let found = found(&policy_with(bad));
        let there = found.iter().any(|it| *it == (*lint, (*path).into()));
        assert!(there, "{lint} at {path}: {found:?}\n{bad}");
    }
}

#[test]
fn what_comes_close_to_it_is_not() {
    for (lint, _, _, near) in examples() {
        let found = found(&policy_with(near));
        assert!(
            !found.iter().any(|(it, _)| it == lint),
            "{lint}: {found:?}\n{near}"
        );
    }
}

/// Each of the bad policies is bad in one way, or in ways that follow from it.
#[test]
fn finding_says_in_plain_words_what_is_odd() {
    for (_, _, bad, _) in examples() {
        for finding in policy_with(bad).lint() {
            let text = finding.to_string();
            assert!(
                !finding.message.is_empty() && !text.contains('\n'),
                "{text}"
            );
            assert!(text.ends_with(&format!("({})", finding.lint)), "{text}");
        }
    }
}

#[test]
fn every_lint_has_an_example() {
    let shown: BTreeSet<PolicyLint> = examples().map(|(lint, ..)| *lint).collect();
    // The tests below have the others.
    let elsewhere = BTreeSet::from([RoleUnheld, RuleUndecided]);
    let all: BTreeSet<PolicyLint> = PolicyLint::ALL.iter().copied().collect();
    assert_eq!(&shown | &elsewhere, all);
    assert!(shown.is_disjoint(&elsewhere));
}

#[test]
fn policies_that_are_sound_have_no_findings() {
    assert_eq!(IncidentPolicy::default().lint(), []);
    assert_eq!(crate::desk::busy().lint(), []);
    // The desk of the laws uses every key, and demands a person of rules that name none.
    let narrow = policy_with(include_str!("../narrow_policy.json"));
    assert_eq!(
        found(&narrow),
        [(AssignmentRefused, "assignment.rules[0].then".into())]
    );
}

/// A desk that merges nothing says so by forbidding it, and means it.
#[test]
fn command_that_is_forbidden_everywhere_is_the_desks_own_affair() {
    let merges_nothing = r#"{ "forbidden": { "merge_into": ["new", "in_progress", "on_hold"] } }"#;
    assert_eq!(policy_with(merges_nothing).lint(), []);
}

#[test]
fn rule_with_more_tests_than_are_considered_is_called_undecided() {
    let tests = |count: usize| {
        let tests = (0..count).map(|i| {
            format!(r#"{{ "all": [{{ "attribute": "reopens", "above": {} }}, {{ "not": {{ "attribute": "reporter", "known": true }} }}] }}"#, 3 * i)
        });
        let any = tests.collect::<Vec<_>>().join(",");
        policy_with(&format!(
            r#"{{ "assignment": {{ "rules": [ {{ "id": "many", "when": {{ "any": [{any}] }},
                "then": {{ "groups": ["67726f75-7073-8000-8000-000000000001"] }} }} ] }} }}"#
        ))
    };
    assert!(found(&tests(4)).is_empty());
    assert_eq!(
        found(&tests(40)),
        [(RuleUndecided, "assignment.rules[0]".into())]
    );
}

#[test]
fn role_that_nobody_holds_is_found_wherever_something_depends_on_it() {
    let policy = policy_with(
        r#"{ "roles": { "correct": ["boss", "clerk"], "redact": ["clerk"] },
            "approvals": { "cancel": ["boss"] },
            "major": { "roles": ["boss"] },
            "models": { "rules": [ { "id": "any", "when": { "all": [] }, "then": { "title": "Any",
                "steps": [{ "id": "a", "title": "A", "role": "boss", "within": 60 }],
                "in_order": true, "escalate_to": "boss" } } ] },
            "escalations": { "rules": [ { "id": "old", "when": { "all": [] },
                "then": { "basis": "age", "after": 60, "to": { "role": "boss" }, "reason": "Old." } } ] } }"#,
    );
    let role = |name| Role::new(name).unwrap();
    let paths = |held: &BTreeSet<Role>| {
        let findings = policy.lint_roles(held);
        assert!(findings.iter().all(|it| it.lint == RoleUnheld));
        findings
            .into_iter()
            .map(|it| it.path)
            .collect::<BTreeSet<_>>()
    };
    // Where one of two is enough, the clerk will do.
    let by_clerk = set([
        "approvals.cancel",
        "escalations.rules[0].then.to",
        "major.roles",
        "models.rules[0].then.escalate_to",
        "models.rules[0].then.steps[0].role",
    ]);
    assert_eq!(paths(&[role("clerk")].into()), by_clerk);
    assert_eq!(paths(&[role("boss")].into()), set(["roles.redact"]));
    assert_eq!(paths(&[role("boss"), role("clerk")].into()), set([]));
}
