//! Custom attributes of a desk, in four types.

use crate::desk::{ana, code, incident, label, policy_with};
use itsm_core::attribute::{Attribute as _, Subject as _, Value};
use itsm_incident::attribute::AttributeValue;
use itsm_incident::command::SetAttribute;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::vocabulary::IncidentAttribute;
use itsm_testing::given;

fn policy() -> IncidentPolicy {
    policy_with(
        r#"{ "attributes": {
            "color": { "kind": "choice", "choices": ["red", "green"] },
            "floor": { "kind": "integer", "min": -2, "max": 9 },
            "room": { "kind": "text" },
            "vip": { "kind": "boolean" }
        } }"#,
    )
}

fn values() -> [AttributeValue; 8] {
    [
        true.into(),
        (-2).into(),
        9.into(),
        (-3).into(),
        10.into(),
        label("red").into(),
        label("blue").into(),
        label("true").into(),
    ]
}

#[test]
fn attribute_takes_the_values_of_its_type_and_no_others() {
    let policy = policy();
    let admitted = [
        ("color", vec!["red"]),
        ("floor", vec!["-2", "9"]),
        ("room", vec!["red", "blue", "true"]),
        ("vip", vec!["true"]),
    ];
    for (name, admitted) in admitted {
        for value in values() {
            let is_text = matches!(value, AttributeValue::Text(_));
            let fits = admitted.contains(&value.to_string().as_str())
                && is_text == matches!(name, "color" | "room");
            let story = given(incident(&policy))
                .under(&policy)
                .by(&ana())
                .when(SetAttribute::new(code(name)).value(value.clone()));
            if fits {
                story.then_state("with it", |it| it.attribute(&code(name)) == Some(&value));
            } else {
                story.then_refused_by("incident.attribute.not_admitted");
            }
        }
    }
}

#[test]
fn attribute_that_is_cleared_is_unknown_again() {
    let policy = policy();
    given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(SetAttribute::new(code("vip")).value(false))
        .then_state("known", |it| it.attribute(&code("vip")).is_some())
        .when(SetAttribute::new(code("vip")))
        .then_state("unknown", |it| it.attribute(&code("vip")).is_none())
        .when(SetAttribute::new(code("vip")))
        .then_refused_by("incident.nothing_to_change");
}

#[test]
fn conditions_can_ask_for_a_custom_attribute() {
    let policy = policy();
    let incident = given(incident(&policy))
        .under(&policy)
        .when(SetAttribute::new(code("floor")).value(7))
        .finish();
    let ask = |name| IncidentAttribute::parse(name).unwrap();
    assert!(matches!(
        incident.value(&ask("custom.floor")),
        Some(Value::Integer(7))
    ));
    assert!(incident.value(&ask("custom.vip")).is_none());
    assert_eq!(ask("custom.floor").to_string(), "custom.floor");
}
