//! `docs/change-policies.md`: its policies are read, and its table of keys has every key.

use itsm::change::draft::DraftChangePolicy;
use itsm::change::policy::ChangePolicy;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const PAGE: &str = "docs/change-policies.md";
const APPROVALS: &str = "docs/change-approvals.md";

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
    for table in ["risk", "times"] {
        keys.remove(table);
        let inner = object(&draft[table]).keys();
        keys.extend(inner.map(|key| format!("{table}.{key}")));
    }
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
fn every_change_policy_of_the_pages_is_one() {
    for (page, least) in [(PAGE, 2), (APPROVALS, 1)] {
        let blocks = crate::blocks(&crate::read(page), "json");
        assert!(blocks.len() >= least);
        for block in blocks {
            if let Err(faults) = ChangePolicy::try_from(from_json(&block)) {
                panic!("{page}: {faults}\n{block}");
            }
        }
    }
}

#[test]
fn change_policy_in_toml_says_the_same_as_the_one_in_json() {
    let page = crate::read(PAGE);
    let (json, toml) = (crate::blocks(&page, "json"), crate::blocks(&page, "toml"));
    let toml: DraftChangePolicy = toml::from_str(&toml[0]).expect("TOML");
    assert_eq!(toml, from_json(&json[0]));
}

/// The names of the first column of a table, as far as they are the first code of their cell.
fn named(header: &[&str]) -> BTreeSet<String> {
    let rows = crate::rows(&crate::read(APPROVALS), header);
    rows.iter()
        .filter_map(|cells| crate::code(&cells[0]).first().map(ToString::to_string))
        .collect()
}

#[test]
fn every_word_of_an_approval_rule_is_explained() {
    use itsm::change::approval::Who;
    use itsm::change::content::Content;
    use itsm::change::quorum::{Quorum, Rounding};
    let word = |value: Value| value["type"].as_str().map(str::to_owned);
    let who = [
        Who::Roles {
            roles: BTreeSet::new(),
        },
        Who::Members { members: vec![] },
        Who::Appointed {},
        Who::Nobody {},
    ];
    let who = who.iter().map(|it| serde_json::to_value(it).expect("JSON"));
    assert_eq!(
        named(&["`who`", "Who that is"]),
        who.filter_map(word).collect()
    );
    let quorums = [
        Quorum::First {},
        Quorum::All {},
        Quorum::AtLeast { count: 1 },
        Quorum::Share {
            numerator: 1,
            denominator: 2,
            rounding: Rounding::Exact,
        },
        Quorum::Weight { at_least: 1 },
        Quorum::Automatic { approve: true },
    ];
    let quorums = quorums
        .iter()
        .map(|it| serde_json::to_value(it).expect("JSON"));
    assert_eq!(
        named(&["`quorum`", "Enough"]),
        quorums.filter_map(word).collect()
    );
    let page = crate::read(APPROVALS);
    for part in Content::ALL {
        assert!(page.contains(&format!("`{part}`")), "{part}");
    }
}
