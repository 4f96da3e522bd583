//! Doubts: what only another policy or another tool can have brought about.

use crate::golden::golden;
use itsm_incident::Incident;
use itsm_incident::policy::IncidentPolicy;
use serde_json::{Value, json};

/// The doubts that a policy has of the row of a plain incident, after it was changed.
fn doubts(policy: &IncidentPolicy, change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut row = golden("new");
    row["state"] = json!("in_progress");
    change(&mut row);
    let incident = Incident::restore(serde_json::from_value(row).unwrap()).unwrap();
    let doubts = incident.doubts(policy);
    doubts.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

#[track_caller]
fn doubtful(change: impl FnOnce(&mut Value), path: &str, rule: &'static str) {
    let found = doubts(&IncidentPolicy::default(), change);
    assert_eq!(found, [(path.to_owned(), rule)]);
}

#[test]
fn record_of_this_policy_alone_gives_no_doubt() {
    assert_eq!(doubts(&IncidentPolicy::default(), |_| {}), []);
}

#[test]
fn other_policy_and_its_words_give_doubts() {
    doubtful(
        |it| it["policy"]["version"] = json!(2),
        "policy",
        "incident.doubt.policy",
    );
    let word = "incident.doubt.word";
    doubtful(|it| it["sub_status"] = json!("Parked"), "sub_status", word);
    doubtful(
        |it| it["profile"]["attributes"] = json!({ "vip": true }),
        "profile.attributes",
        word,
    );
    let of_the_moon =
        json!({ "on_hold": { "reason": "full_moon", "since": "2026-03-02T10:00:00Z" } });
    doubtful(|it| it["state"] = of_the_moon, "state.on_hold.reason", word);
}

#[test]
fn priority_that_the_matrix_does_not_give_gives_doubts_without_an_override() {
    doubtful(
        |it| it["priority"] = json!("Critical"),
        "priority",
        "incident.doubt.priority",
    );
    let overridden = |it: &mut Value| {
        it["priority"] = json!("Critical");
        it["priority_overridden"] = json!(true);
    };
    assert_eq!(doubts(&IncidentPolicy::default(), overridden), []);
    let strict = itsm_incident::draft::DraftIncidentPolicy {
        priority_override: false,
        ..Default::default()
    };
    let found = doubts(&IncidentPolicy::try_from(strict).unwrap(), overridden);
    assert_eq!(
        found,
        [("priority_overridden".to_owned(), "incident.doubt.priority")]
    );
}

#[test]
fn moments_of_another_tool_give_doubts() {
    let moment = "incident.doubt.moment";
    doubtful(
        |it| it["acknowledged_at"] = json!("2026-03-02T08:00:00Z"),
        "acknowledged_at",
        moment,
    );
    let wait = json!([{ "reason": "awaiting_vendor", "since": "2026-03-02T08:00:00Z", "until": "2026-03-02T09:30:00Z" }]);
    doubtful(|it| it["holds"] = wait, "holds[0].since", moment);
    let by = json!({ "automation": "importer" });
    let resolved = json!({ "resolved": { "code": "fixed", "by": by, "at": "2026-03-02T09:30:00Z", "restored_at": "2026-03-02T09:40:00Z" } });
    let found = doubts(&IncidentPolicy::default(), |it| it["state"] = resolved);
    // It was proposed as a major incident after it was resolved, and restored after it, too.
    assert_eq!(
        found,
        [
            ("state".to_owned(), moment),
            ("state.resolved.at".to_owned(), moment)
        ]
    );
}

#[test]
fn what_another_tool_did_not_say_gives_doubts() {
    let missing = "incident.doubt.missing";
    doubtful(
        |it| it["assignee"] = golden("closed")["assignee"].clone(),
        "group",
        missing,
    );
    let counters = json!({ "reassignments": 0, "functional_escalations": 0, "hierarchical_escalations": 0, "reopens": 1 });
    doubtful(|it| it["counters"] = counters, "last_reopening", missing);
    let by = json!({ "automation": "importer" });
    let closed = json!({ "closed": { "confirmation": "unconfirmed", "by": by, "at": "2026-03-02T10:00:00Z" } });
    doubtful(
        |it| it["state"] = closed,
        "state.closed.resolution",
        missing,
    );
    let accepted = json!({ "accepted": { "business_impact": "All.", "coordinator": golden("closed")["owner"], "accepted_at": "2026-03-02T10:00:00Z" } });
    doubtful(
        |it| it["major"] = accepted,
        "major.accepted.proposed_at",
        missing,
    );
}

#[test]
fn task_that_is_open_after_the_end_gives_doubts_unless_the_policy_leaves_it() {
    let by = json!({ "automation": "importer" });
    let resolution = json!({ "code": "fixed", "by": by, "at": "2026-03-02T10:00:00Z" });
    let closed = json!({ "closed": {
        "confirmation": "unconfirmed", "by": by, "at": "2026-03-02T10:00:00Z", "resolution": resolution
    } });
    let open = |it: &mut Value| {
        it["state"] = closed.clone();
        it["tasks"] = json!([{ "id": "7461736b-7378-8000-8000-000000000001", "title": "Look" }]);
    };
    doubtful(open, "tasks", "incident.doubt.task");
    let leaves = itsm_incident::draft::DraftIncidentPolicy {
        tasks_on_close: itsm_incident::task::OpenTasks::Leave,
        ..Default::default()
    };
    assert_eq!(doubts(&IncidentPolicy::try_from(leaves).unwrap(), open), []);
}
