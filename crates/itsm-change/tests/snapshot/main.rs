//! Snapshots: there and back, and what is refused at the door.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_change::Change;
use itsm_change::command::ChangeCommandKind;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::policy::ChangePolicy;
use itsm_change::profile::ChangeProfile;
use itsm_change::snapshot::ChangeSnapshot;
use itsm_change::testing::{actors, commands, origins, permissive, witness};
use itsm_core::context::Context;
use itsm_core::text::Title;
use itsm_core::time::Seconds;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Changes as commands leave them: of any origin, after some commands that were accepted and some
/// that were made up.
fn changes() -> BoxedStrategy<(Change, ChangePolicy)> {
    let policies = [ChangePolicy::default(), permissive()];
    let kinds = proptest::collection::vec(select(ChangeCommandKind::ALL), 0..40);
    (select(policies.to_vec()), kinds)
        .prop_flat_map(|(policy, kinds)| {
            let made_up: Vec<_> = kinds.iter().map(|kind| commands(*kind)).collect();
            let pauses = proptest::collection::vec(0..10_u64, kinds.len());
            (origins(&policy), Just(policy), Just(kinds), made_up, pauses)
        })
        .prop_map(|(origin, policy, kinds, made_up, pauses)| {
            let mut change = origin.record;
            for ((kind, made_up), days) in kinds.into_iter().zip(made_up).zip(pauses) {
                let now = Seconds::days(days).after(change.last_at()).unwrap();
                for actor in actors() {
                    let cx = Context::new(now, &actor, &policy);
                    if let Some(command) = witness(&change, kind, &cx) {
                        change.execute(command, &cx).unwrap();
                    }
                    let _ = change.execute(made_up.clone(), &cx);
                }
            }
            (change, policy)
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_change_comes_back_from_its_row_as_it_was((change, policy) in changes()) {
        let row = serde_json::to_string(&change.snapshot()).unwrap();
        let read: ChangeSnapshot = serde_json::from_str(&row).unwrap();
        prop_assert_eq!(read.revision(), change.revision());
        let restored = Change::restore(read).unwrap();
        prop_assert_eq!(&restored, &change);
        prop_assert_eq!(restored.deadlines(&policy), change.deadlines(&policy));
    }
}

fn known() -> Value {
    let policy = permissive();
    let who = actors();
    let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &who[0], &policy);
    let kinds = [
        ChangeCommandKind::Schedule,
        ChangeCommandKind::StageModification,
        ChangeCommandKind::LinkReason,
        ChangeCommandKind::AddTask,
        ChangeCommandKind::AddTask,
        ChangeCommandKind::Submit,
        ChangeCommandKind::RequestAuthorization,
        ChangeCommandKind::CastVote,
        ChangeCommandKind::Hold,
    ];
    let title = Title::new("A bigger queue").unwrap();
    let profile = ChangeProfile::new(title, ChangeType::Normal, Magnitude::Minor);
    let id = itsm_core::id::ChangeId::from_key(1);
    let (mut change, _) = Change::register(id, profile, [], &cx).unwrap();
    for kind in kinds {
        let command = witness(&change, kind, &cx).unwrap();
        change.execute(command, &cx).unwrap();
    }
    serde_json::to_value(change.snapshot()).unwrap()
}

fn faults(edit: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut row = known();
    edit(&mut row);
    let faults = Change::restore(serde_json::from_value(row).unwrap()).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn one(path: &str, rule: &'static str) -> Vec<(String, &'static str)> {
    vec![(path.to_owned(), rule)]
}

#[test]
fn the_row_that_the_others_are_made_of_is_right() {
    let row = serde_json::from_value(known()).unwrap();
    assert!(Change::restore(row).is_ok());
    assert_eq!(known()["state"], json!("scheduled"));
}

#[test]
fn what_no_history_could_have_brought_about_is_refused_with_its_place() {
    let later = json!("2026-03-02T09:00:01Z");
    let found = faults(|row| row["schema"] = json!(2));
    assert_eq!(found, one("schema", "change.snapshot.schema"));
    let found = faults(|row| row["revision"] = json!(0));
    assert_eq!(found, one("revision", "change.snapshot.revision"));
    let found = faults(|row| row["votes"][0]["given_at"] = later.clone());
    assert_eq!(found, one("votes[0].given_at", "change.snapshot.ahead"));
    let found = faults(|row| row["votes"][0]["round"] = json!(9));
    assert_eq!(found, one("votes[0].round", "change.snapshot.round"));
    let found = faults(|row| row["reasons"] = json!([{ "change": row["id"].clone() }]));
    assert_eq!(found, one("reasons", "change.snapshot.itself"));
    let found = faults(|row| row["modifications"][0]["number"] = json!(2));
    assert_eq!(
        found,
        one("modifications[0].number", "change.snapshot.number")
    );
    let found = faults(|row| row["modifications"][0]["application"] = json!("applied"));
    let path = "modifications[0].application";
    assert_eq!(found, one(path, "change.snapshot.state"));
    let found = faults(|row| row["tasks"][0]["after"] = json!([row["tasks"][1]["id"].clone()]));
    assert_eq!(found, one("tasks[0].after", "change.snapshot.unknown"));
    let found = faults(|row| row["tasks"][1]["id"] = row["tasks"][0]["id"].clone());
    assert_eq!(found, one("tasks[1].id", "change.snapshot.twice"));
    let found = faults(|row| row["window"]["end"] = row["window"]["start"].clone());
    assert_eq!(found, one("window", "change.snapshot.window"));
    let outcome = json!({ "code": "successful", "backed_out": true });
    let found = faults(|row| row["outcome"] = outcome);
    assert_eq!(found, one("outcome", "change.snapshot.outcome"));
    let found = faults(|row| row["state"] = json!("review"));
    assert_eq!(found, one("holding", "change.snapshot.state"));
    let found = faults(|row| row["state"] = json!("new"));
    assert_eq!(found, one("model", "change.snapshot.state"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let found = faults(|row| {
        row["revision"] = json!(0);
        row["since"] = json!("2027-01-01T00:00:00Z");
        row["modifications"][0]["number"] = json!(7);
    });
    let rules: Vec<_> = found.iter().map(|(_, rule)| *rule).collect();
    let expected = [
        "change.snapshot.number",
        "change.snapshot.revision",
        "change.snapshot.ahead",
    ];
    assert_eq!(rules, expected);
}

#[test]
fn a_field_that_no_snapshot_has_is_refused() {
    let mut row = known();
    row["cab_approved"] = json!(true);
    assert!(serde_json::from_value::<ChangeSnapshot>(row).is_err());
}
