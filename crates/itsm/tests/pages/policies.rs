//! `docs/policies.md`: its policies are read, and its table of keys has every key.

use itsm::incident::draft::{DraftHoldRule, DraftIncidentPolicy};
use itsm::incident::lint::PolicyLint;
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

/// Neither the example nor the default policy says what it cannot mean.
#[test]
fn no_policy_of_the_page_has_a_finding() {
    for block in crate::blocks(&crate::read(PAGE), "json") {
        let policy = IncidentPolicy::try_from(from_json(&block)).expect("a policy");
        assert_eq!(policy.lint(), [], "{block}");
    }
}

#[test]
fn every_lint_is_explained_and_no_other() {
    let rows = crate::rows(&crate::read(PAGE), &["Lint", "What is odd"]);
    let explained: Vec<String> = rows
        .iter()
        .map(|cells| crate::code(&cells[0]).concat())
        .collect();
    let lints: Vec<&str> = PolicyLint::ALL.iter().map(|it| it.as_str()).collect();
    assert_eq!(explained, lints);
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

/// Every field at every level, as the schema of a policy knows them.
#[cfg(feature = "schemars")]
mod every_level {
    use super::*;

    /// What is asked of an attribute is explained where conditions are.
    const ELSEWHERE: &str = "DraftCondition";

    struct Fields<'s> {
        schema: &'s Value,
        /// Every path to a field, `…` for a name of one's own; and whether the example has it.
        seen: Vec<(String, bool)>,
    }

    impl Fields<'_> {
        fn walk(&mut self, schema: &Value, path: &str, given: &[&Value]) {
            if let Some(name) = schema["$ref"].as_str() {
                let name = name.rsplit('/').next().expect("a name");
                if name != ELSEWHERE {
                    let schema = self.schema["$defs"][name].clone();
                    self.walk(&schema, path, given);
                }
            }
            for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                let path = format!("{path}.{name}");
                let given: Vec<&Value> = given.iter().filter_map(|it| it.get(name)).collect();
                self.seen.push((path.clone(), !given.is_empty()));
                self.walk(schema, &path, &given);
            }
            if schema["additionalProperties"].is_object() {
                let values = given.iter().filter_map(|it| it.as_object());
                let values: Vec<&Value> = values.flat_map(Map::values).collect();
                self.walk(
                    &schema["additionalProperties"],
                    &format!("{path}.…"),
                    &values,
                );
            }
            if schema["items"].is_object() {
                let items = given.iter().filter_map(|it| it.as_array());
                let items: Vec<&Value> = items.flatten().collect();
                self.walk(&schema["items"], path, &items);
            }
            let ways = ["oneOf", "anyOf", "allOf"].map(|it| schema[it].as_array());
            for way in ways.into_iter().flatten().flatten() {
                let given: Vec<&Value> = given.iter().copied().filter(|it| fits(way, it)).collect();
                self.walk(way, path, &given);
            }
        }
    }

    /// Whether a value has what tells one way of writing it from another.
    fn fits(way: &Value, value: &Value) -> bool {
        let constants = way["properties"].as_object().into_iter().flatten();
        let mut constants = constants.filter_map(|(name, it)| Some((name, it.get("const")?)));
        constants.all(|(name, constant)| value.get(name) == Some(constant))
    }

    fn fields() -> Vec<(String, bool)> {
        let schema = schemars::schema_for!(DraftIncidentPolicy).to_value();
        let blocks = crate::blocks(&crate::read(PAGE), "json");
        let example: Value = serde_json::from_str(&blocks[1]).expect("JSON");
        let mut fields = Fields {
            schema: &schema,
            seen: Vec::new(),
        };
        fields.walk(&schema, "", &[&example]);
        fields.seen
    }

    #[test]
    fn example_uses_every_field_at_every_level() {
        let fields = fields();
        assert!(fields.len() > 70, "only {} were seen", fields.len());
        // A rule is the same in every table: to have one switched off once is enough.
        let off = ".rules.active";
        assert!(
            fields
                .iter()
                .any(|(path, given)| *given && path.ends_with(off))
        );
        let left_out: Vec<&String> = fields
            .iter()
            .filter(|(path, given)| !given && !path.ends_with(off))
            .map(|(path, _)| path)
            .collect();
        assert_eq!(left_out, [""; 0]);
    }

    #[test]
    fn every_field_at_every_level_is_explained() {
        let page = crate::read(PAGE);
        let rows = crate::rows(&page, &["Key", "What it says"]).concat();
        let words: BTreeSet<&str> = rows
            .iter()
            .flat_map(|cell| crate::code(cell))
            .flat_map(|code| code.split(['.', ':', '"', ' ']))
            .collect();
        let names = fields().into_iter().map(|(path, _)| path);
        let unexplained: Vec<String> = names
            .filter(|path| !words.contains(path.rsplit('.').next().expect("a name")))
            .collect();
        assert_eq!(unexplained, [""; 0]);
    }
}
