//! The wire form of conditions and rule tables: pinned, strict, and the same for any key order.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

mod desk;

use desk::{Ask, Desk, Ticket, all_names, ask, compile, conditions};
use itsm_core::draft::{DraftCondition, DraftTest, Literal};
use itsm_core::rule_table::{DraftRule, DraftRuleTable, RuleTable};
use proptest::prelude::*;
use serde_json::json;

fn read(json: &str) -> Result<DraftCondition, String> {
    serde_json::from_str(json).map_err(|it| it.to_string())
}

#[test]
fn each_operator_has_its_pinned_form() {
    let golden = [
        (
            ask("priority").is("High"),
            r#"{"attribute":"priority","is":"High"}"#,
        ),
        (
            ask("child_count").one_of([1, 2]),
            r#"{"attribute":"child_count","in":[1,2]}"#,
        ),
        (
            ask("child_count").above(20),
            r#"{"attribute":"child_count","above":20}"#,
        ),
        (
            ask("child_count").below(-3),
            r#"{"attribute":"child_count","below":-3}"#,
        ),
        (
            ask("priority").at_least("High"),
            r#"{"attribute":"priority","at_least":"High"}"#,
        ),
        (
            ask("opened").at_most(desk::NOTED[0]),
            r#"{"attribute":"opened","at_most":"2026-03-02T09:00:00Z"}"#,
        ),
        (
            ask("tags").contains("x"),
            r#"{"attribute":"tags","contains":"x"}"#,
        ),
        (
            ask("service").known(true),
            r#"{"attribute":"service","known":true}"#,
        ),
        (ask("vip").is(false), r#"{"attribute":"vip","is":false}"#),
        (DraftCondition::all([]), r#"{"all":[]}"#),
        (
            DraftCondition::any([ask("vip").is(true)]),
            r#"{"any":[{"attribute":"vip","is":true}]}"#,
        ),
        (
            !ask("vip").is(true),
            r#"{"not":{"attribute":"vip","is":true}}"#,
        ),
    ];
    let mut seen = Vec::new();
    for (draft, json) in golden {
        assert_eq!(serde_json::to_string(&draft).unwrap(), json);
        assert_eq!(read(json).unwrap(), draft);
        if let DraftCondition::Is { test, .. } = &draft {
            seen.push(test.operator());
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(
        seen,
        DraftTest::OPERATORS,
        "an operator without a golden form"
    );
}

#[test]
fn a_compiled_condition_is_written_as_its_draft() {
    let draft = DraftCondition::all([
        ask("priority").at_least("High"),
        !ask("category").one_of(["mail", "wan"]),
    ]);
    let compiled = compile(&draft).unwrap();
    assert_eq!(
        serde_json::to_value(&compiled).unwrap(),
        serde_json::to_value(&draft).unwrap()
    );
}

#[test]
fn the_order_of_keys_does_not_matter() {
    assert_eq!(
        read(r#"{"above":2,"attribute":"child_count"}"#).unwrap(),
        ask("child_count").above(2)
    );
}

#[test]
fn what_is_not_a_condition_is_refused_with_its_place() {
    let refused = [
        (
            "{}",
            "condition is empty, expected exactly one of `all`, `any`, `not`, `attribute`",
        ),
        (
            r#"{"all":[],"any":[]}"#,
            "condition has `all` and `any`, expected exactly one of",
        ),
        (
            r#"{"all":[],"all":[]}"#,
            "condition has `all` and `all`, expected exactly one of",
        ),
        (
            r#"{"attribute":"vip","not":{"all":[]}}"#,
            "condition has `attribute` and `not`, expected exactly one of",
        ),
        (
            r#"{"attribute":"vip","is":true,"known":true}"#,
            "condition has `is` and `known`, expected exactly one of `above`",
        ),
        (
            r#"{"attribute":"vip"}"#,
            "`attribute` has no operator, expected exactly one of `above`",
        ),
        (r#"{"is":true}"#, "`is` has no `attribute` beside it"),
        (
            r#"{"all":[],"is":true}"#,
            "condition has `all` and `is`, expected operators beside `attribute` only",
        ),
        (
            r#"{"is":true,"any":[]}"#,
            "condition has `any` and `is`, expected operators beside `attribute` only",
        ),
        (
            r#"{"atribute":"vip","is":true}"#,
            "unknown key `atribute`, expected `all`, `any`, `not`, `attribute` or an operator",
        ),
        (
            r#"{"attribute":"vip","equals":true}"#,
            "unknown key `equals`",
        ),
        (
            r#"{"all":[{"any":[]},{"not":{}}]}"#,
            "at `all[1].not`: condition is empty",
        ),
        (
            r#"{"not":{"any":[{"attribute":"vip","is":1,"is":2}]}}"#,
            "at `not.any[0]`: condition has `is` and `is`",
        ),
        (
            r#"{"attribute":"child_count","is":1.5}"#,
            "expected a text, a 64-bit integer, `true` or `false`",
        ),
        (
            r#"{"attribute":"child_count","is":18446744073709551615}"#,
            "expected a text, a 64-bit integer",
        ),
        (
            r#"{"attribute":"child_count","is":null}"#,
            "expected a text, a 64-bit integer",
        ),
        (
            r#"{"attribute":"child_count","in":3}"#,
            "expected a sequence",
        ),
        (
            r#"{"attribute":"child_count","known":"yes"}"#,
            "expected a boolean",
        ),
        (
            r#"{"all":{"any":[]}}"#,
            "expected a list of conditions at `all`",
        ),
        (
            r#"{"any":[{"all":[7]}]}"#,
            "expected a condition with exactly one of",
        ),
        ("null", "expected a condition with exactly one of"),
    ];
    for (json, message) in refused {
        let error = read(json).unwrap_err();
        assert!(error.contains(message), "{json}: {error}");
    }
}

#[test]
fn deep_conditions_are_refused_while_they_are_read_and_when_they_are_written() {
    let nots = |n: usize| format!("{}{{\"all\":[]}}{}", "{\"not\":".repeat(n), "}".repeat(n));
    assert!(read(&nots(31)).is_ok());
    let place = vec!["not"; 32].join(".");
    for n in [32, 33, 100_000] {
        let error = read(&nots(n)).unwrap_err();
        let expected = format!("at `{place}`: conditions are nested deeper than 32");
        assert!(error.contains(&expected), "{n}: {error}");
    }
    let lists = |n: usize| format!("{}{}", "{\"any\":[".repeat(n), "]}".repeat(n));
    assert!(read(&lists(32)).is_ok());
    assert!(read(&lists(33)).is_err());

    let deep = (0..100_000).fold(DraftCondition::all([]), |inner, _| !inner);
    let error = serde_json::to_string(&deep).unwrap_err().to_string();
    assert!(error.contains("nested deeper than 32"), "{error}");
}

#[test]
fn a_rule_is_active_unless_it_says_otherwise() {
    let json = r#"{"rules":[{"id":"wan","when":{"attribute":"category","is":"wan"},"then":"network"},{"id":"rest","active":false,"when":{"all":[]},"then":"desk"}]}"#;
    let draft: DraftRuleTable<String> = serde_json::from_str(json).unwrap();
    assert!(draft.rules[0].active && !draft.rules[1].active);
    assert_eq!(serde_json::to_string(&draft).unwrap(), json);
    let table = RuleTable::<Ask, String>::compile(draft, &Desk).unwrap();
    assert_eq!(serde_json::to_string(&table).unwrap(), json);
    let unknown = r#"{"rules":[{"id":"wan","if":{"all":[]},"then":""}]}"#;
    let error = serde_json::from_str::<DraftRuleTable<String>>(unknown)
        .unwrap_err()
        .to_string();
    assert!(error.contains("unknown field `if`"), "{error}");
}

#[test]
fn a_match_and_its_explanation_have_a_pinned_form() {
    let when = DraftCondition::any([ask("tags").contains("x"), !ask("child_count").below(3)]);
    let rules = vec![
        DraftRule::new("first", ask("vip").is(true), 1),
        DraftRule::new("second", when, 2),
    ];
    let table = RuleTable::<Ask, i32>::compile(DraftRuleTable { rules }, &Desk).unwrap();
    let ticket = Ticket::default().children(5).with(
        Ask::Tags,
        desk::Owned::TextSet(vec!["z".into(), "y".into()]),
    );
    assert_eq!(
        serde_json::to_value(table.first_match(&ticket)).unwrap(),
        json!({
            "rule": "second",
            "outcome": 2,
            "explanation": {
                "outcome": true,
                "any": [
                    { "outcome": false, "attribute": "tags", "contains": "x", "value": ["y", "z"] },
                    { "outcome": true, "not": { "outcome": false, "attribute": "child_count", "below": 3, "value": 5 } }
                ]
            },
            "undecided": [{
                "rule": "first",
                "explanation": { "outcome": null, "attribute": "vip", "is": true, "value": null }
            }]
        })
    );
}

#[test]
fn findings_have_a_pinned_form() {
    let rules = vec![
        DraftRule::new("a", ask("child_count").above(2), ()),
        DraftRule::new("b", ask("child_count").above(3), ()),
        DraftRule::new("c", ask("child_count").at_least(3), ()),
        DraftRule::new("d", DraftCondition::any([]), ()),
    ];
    let table = RuleTable::<Ask, ()>::compile(DraftRuleTable { rules }, &Desk).unwrap();
    assert_eq!(
        serde_json::to_value(table.lint(&Desk)).unwrap(),
        json!([
            { "rule": "b", "flaw": { "type": "shadowed", "by": ["a"] } },
            { "rule": "c", "flaw": { "type": "duplicate", "of": "a" } },
            { "rule": "d", "flaw": { "type": "never_matches" } }
        ])
    );
}

/// The shape in which a TOML reader hands a condition over: owned keys and values, any order.
fn by_way_of_a_tree(draft: &DraftCondition) -> DraftCondition {
    let tree = serde_json::to_value(draft).unwrap();
    serde_json::from_value(tree).unwrap()
}

proptest! {
    #[test]
    fn every_condition_survives_the_wire(draft in conditions(all_names(), true)) {
        let json = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(&read(&json).unwrap(), &draft);
        prop_assert_eq!(&by_way_of_a_tree(&draft), &draft);
    }

    #[test]
    fn every_literal_survives_the_wire(text in any::<String>(), n in any::<i64>(), yes in any::<bool>()) {
        for literal in [Literal::Text(text), Literal::Integer(n), Literal::Boolean(yes)] {
            let json = serde_json::to_string(&literal).unwrap();
            prop_assert_eq!(serde_json::from_str::<Literal>(&json).unwrap(), literal);
        }
    }
}

#[cfg(feature = "schemars")]
#[test]
fn the_schema_lists_every_form() {
    let schema = serde_json::to_value(schemars::schema_for!(DraftRuleTable<String>)).unwrap();
    let forms = schema["$defs"]["DraftCondition"]["oneOf"]
        .as_array()
        .unwrap();
    let required: Vec<String> = forms
        .iter()
        .map(|it| {
            it["required"]
                .as_array()
                .unwrap()
                .last()
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let mut expected = vec!["all", "any", "not"];
    expected.extend(DraftTest::OPERATORS);
    assert_eq!(required, expected);
    assert!(
        forms
            .iter()
            .all(|it| it["additionalProperties"] == json!(false))
    );
    assert_eq!(
        schema["$defs"]["DraftRule"]["required"],
        json!(["id", "when", "then"])
    );
}
