//! `docs/policies.md`: its policies are read, and its table of keys has every key.

use itsm::incident::draft::{DraftHoldRule, DraftIncidentPolicy};
use itsm::incident::policy::IncidentPolicy;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const PAGE: &str = "docs/policies.md";

fn from_json(text: &str) -> DraftIncidentPolicy {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{PAGE}: {error} in\n{text}"))
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

/// Every key that a policy file may have, those of nested objects behind a dot.
fn keys() -> BTreeSet<String> {
    let draft = DraftIncidentPolicy::default();
    let draft = serde_json::to_value(&draft).expect("a draft is JSON");
    let mut keys: BTreeSet<String> = object(&draft).keys().cloned().collect();
    for nested in ["matrix", "major", "survey", "alerts"] {
        keys.remove(nested);
        keys.extend(
            object(&draft[nested])
                .keys()
                .map(|key| format!("{nested}.{key}")),
        );
    }
    let rule = DraftHoldRule {
        comment_required: Some(true),
        cascades: Some(true),
        time_out: Some(itsm::core::time::Seconds(1)),
        remind_every: Some(itsm::core::time::Seconds(1)),
        resolve_after: Some(1),
    };
    let rule = serde_json::to_value(rule).expect("a rule is JSON");
    keys.remove("hold_reasons");
    keys.extend(
        object(&rule)
            .keys()
            .map(|key| format!("hold_reasons.….{key}")),
    );
    keys
}

#[test]
fn every_key_of_a_policy_is_explained_and_no_other() {
    let page = crate::read(PAGE);
    let rows = crate::rows(&page, &["Key", "What it says"]);
    let explained: BTreeSet<String> = rows
        .iter()
        .map(|cells| crate::code(&cells[0]).concat())
        .collect();
    assert_eq!(explained, keys());
    assert_eq!(rows.len(), explained.len(), "each key once");
}

#[test]
fn default_policy_of_the_page_is_the_one_that_ships() {
    let blocks = crate::blocks(&crate::read(PAGE), "json");
    let default = blocks
        .last()
        .expect("the page ends with the default policy");
    assert_eq!(from_json(default), DraftIncidentPolicy::default());
    let policy = IncidentPolicy::try_from(from_json(default)).expect("a policy");
    assert_eq!(policy, IncidentPolicy::default());
}

#[test]
fn every_policy_of_the_page_is_one() {
    for block in crate::blocks(&crate::read(PAGE), "json") {
        if let Err(faults) = IncidentPolicy::try_from(from_json(&block)) {
            panic!("{PAGE}: {faults}\n{block}");
        }
    }
}

#[test]
fn example_says_the_same_in_toml_as_in_json() {
    let page = crate::read(PAGE);
    let [toml] = &crate::blocks(&page, "toml")[..] else {
        panic!("the page has one policy in TOML")
    };
    let read: DraftIncidentPolicy = toml::from_str(toml).unwrap_or_else(|it| panic!("{it}"));
    let blocks = crate::blocks(&page, "json");
    let [_smallest, example, ..] = &blocks[..] else {
        panic!("the page has the smallest policy and an example")
    };
    assert_eq!(read, from_json(example));
}

/// An example that leaves something out leaves a reader alone with it.
#[test]
fn example_uses_every_key_of_its_own_accord() {
    let blocks = crate::blocks(&crate::read(PAGE), "json");
    let example: Value = serde_json::from_str(&blocks[1]).expect("JSON");
    let default = serde_json::to_value(DraftIncidentPolicy::default()).expect("JSON");
    let given: BTreeSet<&String> = object(&example).keys().collect();
    assert_eq!(given, object(&default).keys().collect());
}
