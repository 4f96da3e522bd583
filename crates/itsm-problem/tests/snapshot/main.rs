//! Snapshots: there and back, and what is refused at the door.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_core::context::Context;
use itsm_core::time::Seconds;
use itsm_problem::Problem;
use itsm_problem::command::ProblemCommandKind;
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::snapshot::ProblemSnapshot;
use itsm_problem::testing::{actors, commands, origins, permissive, witness};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Problems as commands leave them: of any origin, after some commands that were accepted and some
/// that were made up.
fn problems() -> BoxedStrategy<(Problem, ProblemPolicy)> {
    let policies = [ProblemPolicy::default(), permissive()];
    let kinds = proptest::collection::vec(select(ProblemCommandKind::ALL), 0..40);
    (select(policies.to_vec()), kinds)
        .prop_flat_map(|(policy, kinds)| {
            let made_up: Vec<_> = kinds.iter().map(|kind| commands(*kind)).collect();
            let pauses = proptest::collection::vec(0..60_u64, kinds.len());
            (origins(&policy), Just(policy), Just(kinds), made_up, pauses)
        })
        .prop_map(|(origin, policy, kinds, made_up, pauses)| {
            let mut problem = origin.record;
            for ((kind, made_up), days) in kinds.into_iter().zip(made_up).zip(pauses) {
                let now = Seconds::days(days).after(problem.last_at()).unwrap();
                for actor in actors() {
                    let cx = Context::new(now, &actor, &policy);
                    if let Some(command) = witness(&problem, kind, &cx) {
                        problem.execute(command, &cx).unwrap();
                    }
                    let _ = problem.execute(made_up.clone(), &cx);
                }
            }
            (problem, policy)
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_problem_comes_back_from_its_row_as_it_was((problem, policy) in problems()) {
        let row = serde_json::to_string(&problem.snapshot()).unwrap();
        let read: ProblemSnapshot = serde_json::from_str(&row).unwrap();
        prop_assert_eq!(read.revision(), problem.revision());
        let restored = Problem::restore(read).unwrap();
        prop_assert_eq!(&restored, &problem);
        prop_assert_eq!(restored.deadlines(&policy), problem.deadlines(&policy));
    }
}

fn known() -> Value {
    let policy = ProblemPolicy::default();
    let who = actors();
    let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &who[0], &policy);
    let kinds = [
        ProblemCommandKind::BeginAssessment,
        ProblemCommandKind::AttachAnalysis,
        ProblemCommandKind::RecordWorkaround,
        ProblemCommandKind::DeclareKnownError,
        ProblemCommandKind::AddTask,
        ProblemCommandKind::Park,
    ];
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let profile = itsm_problem::testing::profiles(&policy);
    let profile = profile.new_tree(&mut runner).unwrap().current();
    let id = itsm_core::id::ProblemId::from_key(1);
    let (mut problem, _) = Problem::register(id, profile, [], &cx).unwrap();
    for kind in kinds {
        let command = witness(&problem, kind, &cx).unwrap();
        problem.execute(command, &cx).unwrap();
    }
    serde_json::to_value(problem.snapshot()).unwrap()
}

fn faults(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let mut row = known();
    change(&mut row);
    let faults = Problem::restore(serde_json::from_value(row).unwrap()).unwrap_err();
    faults.iter().map(|it| (it.path.clone(), it.rule)).collect()
}

fn one(path: &str, rule: &'static str) -> Vec<(String, &'static str)> {
    vec![(path.to_owned(), rule)]
}

#[test]
fn the_row_that_the_others_are_made_of_is_right() {
    let row = serde_json::from_value(known()).unwrap();
    assert!(Problem::restore(row).is_ok());
}

#[test]
fn what_no_history_could_have_brought_about_is_refused_with_its_place() {
    let later = json!("2026-03-02T09:00:01Z");
    let found = faults(|row| row["schema"] = json!(2));
    assert_eq!(found, one("schema", "problem.snapshot.schema"));
    let found = faults(|row| row["revision"] = json!(0));
    assert_eq!(found, one("revision", "problem.snapshot.revision"));
    let found = faults(|row| row["known_errors"][0]["declared_at"] = later.clone());
    let path = "known_errors[0].declared_at";
    assert_eq!(found, one(path, "problem.snapshot.ahead"));
    let found = faults(|row| row["duplicates"] = json!([row["id"].clone()]));
    assert_eq!(found, one("duplicates", "problem.snapshot.itself"));
    let found = faults(|row| row["workarounds"][0]["number"] = json!(2));
    assert_eq!(
        found,
        one("workarounds[0].number", "problem.snapshot.number")
    );
    let found = faults(|row| row["analyses"][0]["causes"] = json!([1, 7]));
    assert_eq!(found, one("analyses[0].causes", "problem.snapshot.unknown"));
    let found = faults(|row| {
        let task = row["tasks"][0].clone();
        row["tasks"].as_array_mut().unwrap().push(task);
    });
    assert_eq!(found, one("tasks[1].id", "problem.snapshot.twice"));
    let found = faults(|row| row["workarounds"][0]["effectiveness"]["failed"] = json!(1));
    let path = "workarounds[0].effectiveness";
    assert_eq!(found, one(path, "problem.snapshot.counts"));
    let found = faults(|row| row["state"] = json!("new"));
    assert_eq!(found, one("parking", "problem.snapshot.state"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let found = faults(|row| {
        row["revision"] = json!(0);
        row["since"] = json!("2027-01-01T00:00:00Z");
        row["causes"][1]["number"] = json!(1);
    });
    let rules: Vec<_> = found.iter().map(|(_, rule)| *rule).collect();
    let expected = [
        "problem.snapshot.unknown",
        "problem.snapshot.number",
        "problem.snapshot.revision",
        "problem.snapshot.ahead",
    ];
    assert_eq!(rules, expected);
}

#[test]
fn a_field_that_no_snapshot_has_is_refused() {
    let mut row = known();
    row["root_cause"] = json!("the queue");
    assert!(serde_json::from_value::<ProblemSnapshot>(row).is_err());
}
