//! `docs/change-policies.md`: its policies are read, and its table of keys has every key.

use itsm::change::draft::DraftChangePolicy;
use itsm::change::policy::ChangePolicy;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const PAGE: &str = "docs/change-policies.md";

fn from_json(text: &str) -> DraftChangePolicy {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{PAGE}: {error} in\n{text}"))
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

/// Every key that a policy file may have, those of nested objects behind a dot.
fn keys() -> BTreeSet<String> {
    let draft = DraftChangePolicy::default();
    let draft = serde_json::to_value(&draft).expect("a draft is JSON");
    let mut keys: BTreeSet<String> = object(&draft).keys().cloned().collect();
    keys.remove("times");
    let inner = object(&draft["times"]).keys();
    keys.extend(inner.map(|key| format!("times.{key}")));
    keys
}

#[test]
fn every_key_of_a_change_policy_is_explained_and_no_other() {
    let rows = crate::rows(&crate::read(PAGE), &["Key", "What it says"]);
    let explained: BTreeSet<String> = rows
        .iter()
        .map(|cells| crate::code(&cells[0]).concat())
        .collect();
    assert_eq!(explained, keys());
    assert_eq!(rows.len(), explained.len(), "each key once");
}

#[test]
fn default_change_policy_of_the_page_is_the_one_that_ships() {
    let blocks = crate::blocks(&crate::read(PAGE), "json");
    let default = blocks
        .last()
        .expect("the page ends with the default policy");
    assert_eq!(from_json(default), DraftChangePolicy::default());
    // Nothing is left out of it.
    let shown: Value = serde_json::from_str(default).expect("JSON");
    let draft = serde_json::to_value(DraftChangePolicy::default()).expect("JSON");
    assert_eq!(shown, draft);
}

#[test]
fn every_change_policy_of_the_page_is_one() {
    let blocks = crate::blocks(&crate::read(PAGE), "json");
    assert!(blocks.len() > 1);
    for block in blocks {
        if let Err(faults) = ChangePolicy::try_from(from_json(&block)) {
            panic!("{PAGE}: {faults}\n{block}");
        }
    }
}
