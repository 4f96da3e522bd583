//! JSON Schema: every command, event and policy has one, and every example keeps to it.

use crate::examples;
use itsm_core::id::IncidentId;
use itsm_core::recorded::Recorded;
use itsm_incident::Adopt;
use itsm_incident::command::{IncidentCommand, IncidentCommandKind};
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::event::{IncidentEvent, IncidentEventKind};
use itsm_incident::profile::Profile;
use jsonschema::Validator;
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::{Value, json};

fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

fn validator<T: JsonSchema>() -> Validator {
    jsonschema::validator_for(&schema::<T>()).unwrap()
}

/// What the schema says against a value.
fn against(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|it| it.to_string())
        .collect()
}

fn keep<T: JsonSchema + Serialize>(examples: &[T]) {
    let validator = validator::<T>();
    for example in examples {
        let value = serde_json::to_value(example).unwrap();
        assert_eq!(against(&validator, &value), [""; 0], "{value:#}");
    }
}

#[test]
fn every_example_keeps_to_its_schema() {
    keep(&examples::commands());
    keep(&examples::events());
    keep(&examples::recorded());
    keep(&[examples::adoption()]);
    keep(&[examples::full_profile()]);
    keep(&[DraftIncidentPolicy::default()]);
    let narrow = serde_json::from_str(include_str!("../narrow_policy.json")).unwrap();
    assert_eq!(
        against(&validator::<DraftIncidentPolicy>(), &narrow),
        [""; 0]
    );
    assert_eq!(
        against(&validator::<DraftIncidentPolicy>(), &json!({})),
        [""; 0]
    );
}

fn breaks<T: JsonSchema + Serialize>(example: &T, spoil: impl Fn(&mut Value)) {
    let validator = validator::<T>();
    let mut value = serde_json::to_value(example).unwrap();
    assert!(validator.is_valid(&value));
    spoil(&mut value);
    assert!(!validator.is_valid(&value), "{value:#}");
}

/// A schema that accepts everything would keep every example too.
#[test]
fn schema_refuses_what_the_reader_refuses() {
    for command in examples::commands() {
        breaks(&command, |it| it["type"] = json!("dance"));
        breaks(&command, |it| it["mood"] = json!("bad"));
        breaks(&command, |it| {
            it.as_object_mut().unwrap().remove("type");
        });
    }
    for event in examples::events() {
        breaks(&event, |it| it["type"] = json!("danced"));
        breaks(&event, |it| it["mood"] = json!("bad"));
    }
    for recorded in examples::recorded() {
        for field in [
            "record", "revision", "at", "by", "policy", "schema", "event",
        ] {
            breaks(&recorded, |it| {
                it.as_object_mut().unwrap().remove(field);
            });
        }
        breaks(&recorded, |it| it["mood"] = json!("bad"));
        breaks(&recorded, |it| it["schema"] = json!(0));
        breaks(&recorded, |it| it["event"]["mood"] = json!("bad"));
    }
    breaks(&examples::full_profile(), |it| it["title"] = json!(""));
    breaks(&examples::full_profile(), |it| {
        it["title"] = json!("x".repeat(161));
    });
    breaks(&DraftIncidentPolicy::default(), |it| {
        it["mood"] = json!("bad");
    });
}

#[test]
fn schemas_name_every_kind() {
    let commands = schema::<IncidentCommand>().to_string();
    for kind in IncidentCommandKind::ALL {
        assert!(
            commands.contains(&format!("\"const\":\"{kind}\"")),
            "{kind}"
        );
    }
    let events = schema::<IncidentEvent>().to_string();
    for kind in IncidentEventKind::ALL {
        assert!(events.contains(&format!("\"const\":\"{kind}\"")), "{kind}");
    }
}

#[test]
fn everything_that_travels_has_a_schema() {
    for schema in [
        schema::<IncidentCommand>(),
        schema::<IncidentEvent>(),
        schema::<Recorded<IncidentId, IncidentEvent>>(),
        schema::<DraftIncidentPolicy>(),
        schema::<Adopt>(),
        schema::<Profile>(),
    ] {
        assert!(jsonschema::meta::is_valid(&schema), "{schema:#}");
    }
    let recorded = schema::<Recorded<IncidentId, IncidentEvent>>();
    assert!(recorded["properties"]["schema"].is_object(), "{recorded:#}");
}
