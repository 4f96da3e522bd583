//! What is not a policy is refused, and the message says where and what was expected.

use crate::examples;
use itsm_service_level::draft::DraftServicePolicy;
use serde_json::{Value, json};

#[track_caller]
fn refused(spoil: impl FnOnce(&mut Value), message: &str) {
    let mut value = serde_json::to_value(examples::draft()).unwrap();
    spoil(&mut value);
    let error = serde_json::from_value::<DraftServicePolicy>(value).unwrap_err();
    let error = error.to_string();
    assert!(error.starts_with(message), "{error}");
}

#[test]
fn unknown_fields_are_refused_wherever_they_stand() {
    for place in [
        "",
        "/calendars",
        "/calendars/calendars/0",
        "/clocks/0",
        "/clocks/0/target",
        "/clocks/0/start",
        "/clocks/0/targets",
        "/agreements/0",
        "/agreements/0/clocks/0/thresholds/0",
        "/agreements/0/clocks/0/targets/rules/0",
        "/agreements/0/clocks/0/targets/rules/0/then",
        "/agreements/0/clocks/0/reset",
        "/agreements/0/goals/0",
        "/agreements/0/availability/0",
        "/agreements/0/workload/0",
        "/agreements/0/exceptions/0",
        "/selection",
    ] {
        refused(
            |it| it.pointer_mut(place).unwrap()["mood"] = json!("bad"),
            "unknown ",
        );
    }
}

#[test]
fn wrong_shapes_say_what_was_expected() {
    refused(
        |it| it["clocks"][0]["target"]["kind"] = json!("hours"),
        "unknown variant `hours`, expected one of `business_days`, `by_time`, `due_date`, \
         `end_of_business_day`, `open_time`",
    );
    refused(
        |it| it["clocks"][0]["target"]["seconds"] = json!("30 min"),
        "invalid type: string \"30 min\", expected u64",
    );
    refused(
        |it| it["clocks"][0]["target"]["seconds"] = json!(-1),
        "invalid value: integer `-1`, expected u64",
    );
    refused(
        |it| it["clocks"][0]["cancel"] = json!("sometimes"),
        "unknown variant `sometimes`, expected one of `start_no_longer_true`, `never`, `when`",
    );
    refused(
        |it| it["clocks"][0]["on_reopen"] = json!("restart"),
        "unknown variant `restart`, expected one of `continue`, `continue_counting`, \
         `new_cycle`, `stay`",
    );
    let threshold = "/agreements/0/clocks/0/thresholds/0/at";
    refused(
        |it| *it.pointer_mut(threshold).unwrap() = json!({ "share": 50 }),
        "unknown variant `share`, expected one of `after_due`, `before_due`, `percent`",
    );
    refused(
        |it| *it.pointer_mut(threshold).unwrap() = json!({ "percent": 50, "before_due": 60 }),
        "",
    );
    refused(
        |it| it["agreements"][0]["goals"][0]["at_least"] = json!(99.95),
        "invalid type: floating point `99.95`, expected a percentage as a text",
    );
    refused(
        |it| it["agreements"][0]["kind"] = json!("contract"),
        "unknown variant `contract`, expected one of `sla`, `ola`, `uc`",
    );
    refused(
        |it| it["agreements"][0]["valid_from"] = json!("2026-01-01"),
        "",
    );
    refused(
        |it| {
            it["clocks"][0].as_object_mut().unwrap().remove("stop");
        },
        "missing field `stop`",
    );
    refused(
        |it| {
            it["clocks"][0]["target"]
                .as_object_mut()
                .unwrap()
                .remove("kind");
        },
        "missing field `kind`",
    );
}

#[test]
fn fault_in_toml_is_told_with_its_line() {
    let text = include_str!("policy.toml").replace("pause_rule", "pause_rules");
    let error = toml::from_str::<DraftServicePolicy>(&text).unwrap_err();
    assert!(error.to_string().contains("unknown field `pause_rules`"));
    assert!(error.to_string().contains("line 86"), "{error}");
}
