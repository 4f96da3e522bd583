//! Snapshots: what a host gets that stores rows, and what it does not.
#![allow(
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_core::aggregate::Aggregate;
use itsm_core::context::Context;
use itsm_incident::Incident;
use itsm_incident::command::{IncidentCommand, IncidentCommandKind};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::testing;
use proptest::prelude::*;
use serde_json::{Value, json};

fn command() -> BoxedStrategy<IncidentCommand> {
    let kinds = prop::sample::select(IncidentCommandKind::ALL.to_vec());
    kinds.prop_flat_map(testing::commands).boxed()
}

fn there_and_back(incident: &Incident) -> Incident {
    let row = serde_json::to_string(&incident.snapshot()).unwrap();
    Incident::restore(serde_json::from_str(&row).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn restored_incident_is_the_incident_and_answers_alike(
        origin in testing::origins(&IncidentPolicy::default()),
        steps in prop::collection::vec((command(), 0_i64..90_000, any::<prop::sample::Index>()), 0..80),
    ) {
        let policy = IncidentPolicy::default();
        let actors = testing::actors();
        let mut lived = origin.record;
        let mut stored = there_and_back(&lived);
        let mut now = lived.last_at();
        prop_assert_eq!(&stored, &lived);
        for (command, seconds, actor) in steps {
            now = now.checked_add_signed(chrono::TimeDelta::seconds(seconds)).unwrap_or(now);
            let cx = Context::new(now, actor.get(&actors), &policy);
            // The one lives in memory, the other is written to a row and read before each command.
            stored = there_and_back(&stored);
            prop_assert_eq!(stored.deadlines(&policy), lived.deadlines(&policy));
            prop_assert_eq!(Aggregate::allowed(&stored, &cx), Aggregate::allowed(&lived, &cx));
            let (of_stored, of_lived) = (stored.execute(command.clone(), &cx), lived.execute(command, &cx));
            prop_assert_eq!(of_stored, of_lived);
            prop_assert_eq!(&stored, &lived);
        }
    }
}

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

#[track_caller]
fn refused(change: impl FnOnce(&mut Value), message: &str) {
    let mut row = row();
    change(&mut row);
    let read = serde_json::from_value(row).map_err(|error| error.to_string());
    let refused = read.and_then(|it| Incident::restore(it).map_err(|error| error.to_string()));
    let refused = refused.unwrap_err();
    assert!(refused.contains(message), "{refused}");
}

#[test]
fn row_that_cannot_be_is_refused_with_its_place_and_rule() {
    refused(
        |it| it["schema"] = json!(2),
        "schema: expected 1, got 2 (incident.snapshot.schema)",
    );
    refused(|it| it["revision"] = json!(0), "incident.snapshot.revision");
    refused(|it| it["colour"] = json!("red"), "unknown field `colour`");
    // A resolved incident without a resolution cannot even be written down.
    refused(
        |it| it["state"] = json!("resolved"),
        "expected newtype variant",
    );
    refused(
        |it| it["parent"] = it["id"].clone(),
        "parent: an incident cannot be this to itself",
    );
    refused(
        |it| it["annex"] = json!({ "merged": [it["id"]] }),
        "annex.merged: ",
    );
    let on_hold =
        json!({ "on_hold": { "reason": "awaiting_vendor", "since": "2026-03-02T11:00:00Z" } });
    refused(
        |it| it["state"] = on_hold,
        "state.on_hold.since: expected at most `last_at`",
    );
    let wait = |since: u32, until: u32| {
        let hour = |it: u32| format!("2026-03-02T{it:02}:00:00Z");
        json!({ "reason": "awaiting_vendor", "since": hour(since), "until": hour(until) })
    };
    refused(
        |it| it["holds"] = json!([wait(8, 9), wait(7, 8)]),
        "holds[1]: ",
    );
    refused(|it| it["holds"] = json!([wait(9, 8)]), "holds[0]: ");
    let task = json!({ "id": "7461736b-7378-8000-8000-000000000001", "title": "Look" });
    refused(
        |it| it["tasks"] = json!([task, task]),
        "tasks[1]: the id stands in the list already",
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
