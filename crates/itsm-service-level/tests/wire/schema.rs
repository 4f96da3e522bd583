//! JSON Schema: a policy has one, every example keeps to it, and what the reader refuses it refuses.

use crate::examples;
use itsm_service_level::draft::DraftServicePolicy;
use jsonschema::Validator;
use serde_json::{Value, json};

fn schema() -> Value {
    schemars::schema_for!(DraftServicePolicy).to_value()
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

fn against(value: &Value) -> Vec<String> {
    let validator = validator();
    let errors = validator.iter_errors(value);
    errors.map(|it| it.to_string()).collect()
}

#[test]
fn schema_is_one_and_the_policy_keeps_to_it() {
    assert!(jsonschema::meta::is_valid(&schema()));
    let draft = serde_json::to_value(examples::draft()).unwrap();
    assert_eq!(against(&draft), [""; 0]);
    assert_eq!(against(&json!({})), [""; 0]);
}

#[test]
fn policy_as_people_write_it_keeps_to_the_schema() {
    let value: Value = toml::from_str(include_str!("policy.toml")).unwrap();
    assert_eq!(against(&value), [""; 0]);
}

/// A schema that accepts everything would keep every example too.
#[test]
fn schema_refuses_what_the_reader_refuses() {
    let good = serde_json::to_value(examples::draft()).unwrap();
    let spoiled: &[(&str, Value)] = &[
        ("/mood", json!("bad")),
        ("/version", json!("three")),
        ("/zones/0", json!("moon")),
        ("/clocks/0/mood", json!("bad")),
        ("/clocks/0/target/kind", json!("hours")),
        ("/clocks/0/target/seconds", json!("30 min")),
        ("/clocks/0/target/seconds", json!(-1)),
        ("/clocks/0/target/mood", json!("bad")),
        ("/clocks/0/start", json!("always")),
        ("/clocks/0/cancel", json!("sometimes")),
        ("/clocks/0/on_reopen", json!("restart")),
        ("/clocks/0/pause_rule", json!("none")),
        ("/clocks/0/stop", Value::Null),
        ("/clocks/2/target/by", json!(16)),
        ("/agreements/0/kind", json!("contract")),
        ("/agreements/0/services", json!([3])),
        ("/agreements/0/valid_from", json!(2026)),
        ("/agreements/0/goals/0/at_least", json!(99.95)),
        ("/agreements/0/goals/0/at_least", json!("many")),
        ("/agreements/0/workload/0/per", json!("year")),
        ("/agreements/0/exceptions/0/mood", json!("bad")),
        (
            "/agreements/0/clocks/0/thresholds/0/at",
            json!({ "share": 50 }),
        ),
        (
            "/agreements/0/clocks/0/thresholds/0/at",
            json!({ "percent": 50, "before_due": 60 }),
        ),
        ("/selection/rules/0/then", json!("gold")),
    ];
    for (place, value) in spoiled {
        let mut policy = good.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        let parent = policy.pointer_mut(parent).unwrap();
        match key.parse::<usize>() {
            Ok(index) => parent[index] = value.clone(),
            Err(_) => parent[key] = value.clone(),
        }
        assert!(
            serde_json::from_value::<DraftServicePolicy>(policy.clone()).is_err(),
            "the reader takes {value} at {place}"
        );
        assert_ne!(
            against(&policy),
            [""; 0],
            "the schema takes {value} at {place}"
        );
    }
}
