//! Rows that cannot be: each fault with its place and its rule, and all of them at once.

use crate::golden::golden;
use itsm_incident::Incident;
use serde_json::{Value, json};

fn row() -> Value {
    json!({
        "schema": 1,
        "id": "696e6364-6e74-8000-8000-000000000001",
        "revision": 2,
        "last_at": "2026-03-02T10:00:00Z",
        "policy": { "id": "default", "version": 1 },
        "state": "in_progress",
        "priority": "Moderate",
        "profile": {
            "title": "Mail is down", "detection": "user", "impact": "Medium", "urgency": "Medium"
        },
        "registered_at": "2026-03-02T09:00:00Z"
    })
}

#[test]
fn row_of_a_plain_incident_is_short_and_stays_so() {
    let incident = Incident::restore(serde_json::from_value(row()).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(incident.snapshot()).unwrap(), row());
    assert_eq!(
        (incident.snapshot().revision(), incident.snapshot().id()),
        (2, incident.id())
    );
}

#[test]
fn row_that_cannot_even_be_written_down_is_not_read() {
    for (place, value, message) in [
        ("colour", json!("red"), "unknown field `colour`"),
        ("state", json!("resolved"), "expected newtype variant"),
        ("counters", json!({ "reopens": 1 }), "missing field"),
        ("priority", json!(""), "text is blank"),
    ] {
        let mut row = row();
        row[place] = value;
        let refused = serde_json::from_value::<itsm_incident::snapshot::IncidentSnapshot>(row);
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(message), "{refused}");
    }
}

/// What is changed in the golden row of a state, and the faults that this gives.
#[track_caller]
fn faulty(state: &str, changes: &[(&str, Value)], faults: &[(&str, &str)]) {
    let mut row = golden(state);
    for (place, value) in changes {
        let (parent, key) = place.rsplit_once('/').unwrap();
        match row.pointer_mut(parent).unwrap() {
            Value::Object(fields) if value.is_null() => drop(fields.remove(key)),
            Value::Object(fields) => drop(fields.insert(key.into(), value.clone())),
            Value::Array(items) if key == "-" => items.push(value.clone()),
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value.clone(),
            _ => panic!("{place} is no place"),
        }
    }
    let restored = Incident::restore(serde_json::from_value(row).unwrap());
    let found = restored.unwrap_err();
    let found: Vec<_> = found.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    assert_eq!(found, faults);
}

fn at(clock: &str) -> Value {
    json!(format!("2026-03-02T{clock}:00Z"))
}

#[test]
fn schema_and_revision_are_those_of_a_snapshot() {
    // Nothing else is judged in a form that is not known.
    let strange = [("/schema", json!(2)), ("/revision", json!(0))];
    faulty(
        "closed",
        &strange,
        &[("schema", "incident.snapshot.schema")],
    );
    let revision = [("revision", "incident.snapshot.revision")];
    faulty("new", &[("/revision", json!(0))], &revision);
    faulty("new", &[("/revision", json!(u64::MAX))], &revision);
    // So many entries of the log, costs, tasks … cannot have come by four events.
    faulty("closed", &[("/revision", json!(4))], &revision);
}

#[test]
fn nothing_lies_after_the_last_event() {
    let ahead = "incident.snapshot.ahead";
    let noon = at("23:00");
    let later = [
        ("/acknowledged_at", noon.clone()),
        ("/profile/detected_at", noon.clone()),
        ("/annex/log/0/at", noon.clone()),
        ("/annex/costs/1/at", noon.clone()),
        ("/annex/informed/customers", noon.clone()),
        ("/annex/vendors/1/handed_over_at", noon.clone()),
        ("/annex/workarounds/0/offered_at", noon.clone()),
        ("/state/closed/resolution/restored_at", noon),
    ];
    let faults = [
        ("acknowledged_at", ahead),
        ("annex.costs[1].at", ahead),
        ("annex.informed.customers", ahead),
        ("annex.log[0].at", ahead),
        ("annex.vendors[1].handed_over_at", ahead),
        ("annex.workarounds[0].offered_at", ahead),
        ("profile.detected_at", ahead),
        ("state.closed.resolution.restored_at", ahead),
    ];
    faulty("closed", &later, &faults);
}

#[test]
fn what_was_recorded_here_is_not_before_the_registration() {
    let early = "incident.snapshot.early";
    let changes = [
        ("/annex/model/applied_at", at("08:00")),
        ("/annex/escalated/old", at("08:00")),
        ("/annex/overdue/0/1", at("08:00")),
        ("/last_reopening/at", at("08:00")),
        ("/annex/refusals/0/at", at("08:00")),
    ];
    let faults = [
        ("annex.escalated.old", early),
        ("annex.model.applied_at", early),
        ("annex.overdue[0]", early),
        ("annex.refusals[0].at", early),
        ("last_reopening.at", early),
    ];
    faulty("on_hold", &changes, &faults);
}

#[test]
fn moments_come_in_their_order() {
    let order = "incident.snapshot.order";
    let closed = [
        ("/state/closed/resolution/at", at("16:10")),
        ("/annex/survey/at", at("15:59")),
        ("/annex/review/at", at("15:50")),
        ("/annex/model/steps/0/done_at", at("09:05")),
        ("/annex/redactions/0/at", at("18:02")),
        ("/major/closed/proposed_at", at("09:41")),
    ];
    let faults = [
        ("annex.model.steps[0].done_at", order),
        ("annex.redactions[1].at", order),
        ("annex.review.at", order),
        ("annex.survey.at", order),
        ("major.closed.accepted_at", order),
        ("state.closed.at", order),
    ];
    faulty("closed", &closed, &faults);
    // Resolved before it was reopened, and before it had waited.
    faulty(
        "resolved",
        &[("/state/resolved/at", at("11:00"))],
        &[("state.resolved.at", order), ("state.resolved.at", order)],
    );
    let reminded = [
        ("/annex/reminders/next_at", at("17:00")),
        ("/state/on_hold/until", at("14:30")),
    ];
    let faults = [
        ("annex.reminders.next_at", order),
        ("state.on_hold.until", order),
    ];
    faulty("on_hold", &reminded, &faults);
    faulty(
        "on_hold",
        &[("/annex/quiet_since", at("14:00"))],
        &[("annex.quiet_since", order)],
    );
}

#[test]
fn waits_come_one_after_the_other_within_the_life_of_the_record() {
    let holds = "incident.snapshot.holds";
    let wait = |since: &str, until: &str| json!({ "reason": "awaiting_vendor", "since": at(since), "until": at(until) });
    let with = |waits: Value| [("/holds", waits)];
    let overlapping = json!([wait("12:10", "12:30"), wait("12:20", "12:40")]);
    faulty("resolved", &with(overlapping), &[("holds[1].since", holds)]);
    let unordered = json!([wait("13:00", "13:10"), wait("12:10", "12:20")]);
    faulty("resolved", &with(unordered), &[("holds[1].since", holds)]);
    let backwards = json!([wait("12:30", "12:20")]);
    faulty(
        "resolved",
        &with(backwards),
        &[("holds[0].until", "incident.snapshot.order")],
    );
    let over_the_reopening = json!([wait("11:00", "12:30")]);
    faulty(
        "resolved",
        &with(over_the_reopening),
        &[("holds[0]", holds)],
    );
    let into_the_present_one = json!([wait("14:00", "15:10")]);
    faulty(
        "on_hold",
        &with(into_the_present_one),
        &[
            ("annex.quiet_since", "incident.snapshot.order"),
            ("state.on_hold.since", holds),
        ],
    );
    let before_it_was = json!([wait("07:00", "07:10"), wait("07:20", "07:30")]);
    let early = "incident.snapshot.early";
    faulty(
        "resolved",
        &with(before_it_was),
        &[
            ("holds[0].until", early),
            ("holds[1].since", early),
            ("holds[1].until", early),
        ],
    );
    let after_its_end = json!([wait("15:10", "15:20")]);
    faulty(
        "resolved",
        &with(after_its_end),
        &[("state.resolved.at", "incident.snapshot.order")],
    );
}

#[test]
fn what_does_not_go_with_the_state_is_not_there() {
    let state = "incident.snapshot.state";
    let wait = json!({ "reason": "awaiting_vendor", "since": at("09:10"), "until": at("09:20") });
    faulty("new", &[("/holds", json!([wait]))], &[("state", state)]);
    let of_closed = |field: &str| golden("closed")["annex"][field].clone();
    let answered = [
        ("/annex/survey", of_closed("survey")),
        ("/annex/review", of_closed("review")),
        ("/annex/quiet_since", at("17:30")),
    ];
    let faults = [("annex.review", state), ("annex.survey", state)];
    faulty("on_hold", &answered, &faults);
    let reminders = golden("on_hold")["annex"]["reminders"].clone();
    faulty(
        "closed",
        &[("/annex/reminders", reminders)],
        &[("annex.reminders", state)],
    );
    // Only another tool closes without a resolution, and then nothing came before.
    faulty(
        "closed",
        &[("/state/closed/resolution", Value::Null)],
        &[("state.closed", state)],
    );
    let major = golden("closed")["major"].clone();
    faulty(
        "resolved",
        &[("/major", major)],
        &[("major", "incident.snapshot.major")],
    );
}

#[test]
fn record_does_not_point_at_itself() {
    let itself = "incident.snapshot.itself";
    let id = golden("closed")["id"].clone();
    let changes = [
        ("/parent", id.clone()),
        ("/annex/merged/-", id.clone()),
        (
            "/state/closed/resolution/through",
            json!({ "incident": id }),
        ),
    ];
    let faults = [
        ("annex.merged", itself),
        ("parent", itself),
        ("state.closed.resolution.through", itself),
    ];
    faulty("closed", &changes, &faults);
    let instead = [("/state/canceled/instead", json!({ "incident": id }))];
    faulty("canceled", &instead, &[("state.canceled.instead", itself)]);
}

#[test]
fn tasks_are_told_apart_and_end_as_their_incident_does() {
    let task = "incident.snapshot.task";
    let changes = [
        ("/tasks/0/reason", json!("Why not.")),
        ("/tasks/1/reason", Value::Null),
        ("/tasks/1/id", golden("closed")["tasks"][0]["id"].clone()),
        ("/tasks/0/outcome", Value::Null), // open, although others ended with the incident
    ];
    let faults = [
        ("tasks[0].outcome", task),
        ("tasks[0].reason", task),
        ("tasks[1].id", "incident.snapshot.twice"),
        ("tasks[1].reason", task),
    ];
    faulty("closed", &changes, &faults);
    for outcome in ["incomplete", "skipped"] {
        let ended = [("/tasks/2/outcome", json!(outcome))];
        faulty("resolved", &ended, &[("tasks[2].outcome", task)]);
    }
}

#[test]
fn costs_are_in_one_currency_and_what_they_come_to() {
    let cost = "incident.snapshot.cost";
    let changes = [
        ("/annex/costs/1/amount/currency", json!("USD")),
        ("/annex/costs/2/amount/minor", json!(-2500)),
    ];
    let faults = [
        ("annex.costs[1].amount", cost),
        ("annex.costs[2].amount", cost),
    ];
    faulty("closed", &changes, &faults);
    let huge = [
        (
            "/annex/costs/0/cost",
            json!({ "fixed": { "amount": i64::MAX } }),
        ),
        ("/annex/costs/0/amount/minor", json!(i64::MAX)),
        ("/annex/costs/1/cost/fixed/amount", json!(1)),
        ("/annex/costs/1/amount/minor", json!(1)),
    ];
    faulty("closed", &huge, &[("annex.costs[1].amount", cost)]);
}

#[test]
fn people_suppliers_models_and_workarounds_are_as_they_can_be() {
    let changes = [
        ("/owner", Value::Null),
        ("/annex/vendors/0/returned_at", Value::Null),
        ("/annex/workarounds/0/used_at", Value::Null),
        (
            "/annex/workarounds/-",
            golden("closed")["annex"]["workarounds"][0].clone(),
        ),
        ("/annex/survey/score", json!(6)),
        ("/annex/model/steps/1/step/id", json!("look")),
    ];
    let faults = [
        ("annex.model.steps[1].step.id", "incident.snapshot.twice"),
        ("annex.survey.score", "incident.snapshot.survey"),
        ("annex.vendors[0].returned_at", "incident.snapshot.vendor"),
        ("annex.workarounds[0]", "incident.snapshot.workaround"),
        (
            "annex.workarounds[1].known_error",
            "incident.snapshot.twice",
        ),
        ("owner", "incident.snapshot.swarm"),
    ];
    faulty("closed", &changes, &faults);
    let model = "incident.snapshot.model";
    let out_of_order = [
        ("/annex/model/steps/0/done_at", Value::Null),
        ("/annex/model/steps/0/step/within", json!(0)),
        ("/annex/model/steps/1/done_at", at("09:20")),
    ];
    let faults = [
        ("annex.model.steps[0].step.within", model),
        ("annex.model.steps[1].done_at", model),
    ];
    faulty("closed", &out_of_order, &faults);
    faulty(
        "closed",
        &[("/annex/model/steps", json!([]))],
        &[("annex.model.steps", model)],
    );
}

#[test]
fn counters_and_lists_do_not_contradict_each_other() {
    let counter = "incident.snapshot.counter";
    let changes = [
        ("/counters/reopens", json!(0)),
        ("/counters/functional_escalations", json!(4)),
        ("/group", Value::Null),
    ];
    let faults = [
        ("counters.functional_escalations", counter),
        ("counters.reopens", counter),
        ("group", counter),
    ];
    faulty("resolved", &changes, &faults);
    faulty(
        "closed",
        &[("/last_reopening", Value::Null)],
        &[("last_reopening", counter)],
    );
    let reminders = |count: u32| {
        [(
            "/annex/reminders",
            json!({ "count": count, "last_at": null, "next_at": null }),
        )]
    };
    for count in [0, 2] {
        faulty(
            "on_hold",
            &reminders(count),
            &[("annex.reminders", "incident.snapshot.reminder")],
        );
    }
    let quiet = [
        ("/annex/escalated", json!({})),
        ("/annex/overdue", json!([])),
        ("/annex/quiet_since", at("18:02")),
    ];
    faulty(
        "closed",
        &quiet,
        &[("annex.quiet_since", "incident.snapshot.quiet")],
    );
    let redaction = "incident.snapshot.redaction";
    let still_there = [
        ("/annex/log/1/entry", json!("Mr. Silva called.")),
        ("/annex/survey/comment", Value::Null),
    ];
    let faults = [
        ("annex.redactions[0].text", redaction),
        ("annex.redactions[1].text", redaction),
    ];
    faulty("closed", &still_there, &faults);
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_their_places() {
    let mut row = row();
    row["parent"] = row["id"].clone();
    row["revision"] = json!(0);
    row["acknowledged_at"] = at("11:00");
    let faults = Incident::restore(serde_json::from_value(row).unwrap()).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "acknowledged_at: expected at most `last_at` `2026-03-02 10:00:00 UTC`, got `2026-03-02 11:00:00 UTC` \
         (incident.snapshot.ahead); parent: an incident cannot be this to itself (incident.snapshot.itself); \
         revision: expected at least 1, since so many events show, got 0 (incident.snapshot.revision)"
    );
}

#[test]
fn what_says_nothing_is_not_kept() {
    let mut row = row();
    row["annex"] = json!({});
    row["major"] = json!("none");
    let plain: Incident = Incident::restore(serde_json::from_value(self::row()).unwrap()).unwrap();
    let read = serde_json::from_value(row).map(Incident::restore);
    assert_eq!(read.unwrap().unwrap(), plain);
}
