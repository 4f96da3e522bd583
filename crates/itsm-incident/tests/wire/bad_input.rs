//! What is not as it should be is a typed error that names the place.

use crate::examples;
use itsm_core::schema::{ReadError, read_json_lines};
use itsm_incident::RecordedIncidentEvent;
use itsm_incident::command::IncidentCommand;
use serde_json::{Value, json};

fn line(change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::to_value(&examples::recorded()[0]).unwrap();
    change(&mut value);
    value.to_string()
}

fn read(text: &str) -> Vec<Result<RecordedIncidentEvent, ReadError>> {
    read_json_lines(text).collect()
}

/// The error of the only bad line, which is the third one.
fn fault(bad: &str) -> ReadError {
    let good = line(|_| ());
    let read = read(&format!("{good}\n\n{bad}\n{good}\n"));
    assert_eq!(read.len(), 3, "a bad line hides none of the others");
    assert!(read[0].is_ok() && read[2].is_ok());
    read[1].clone().unwrap_err()
}

fn malformed(change: impl FnOnce(&mut Value)) -> String {
    match fault(&line(change)) {
        ReadError::Malformed {
            line: 3, message, ..
        } => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn unknown_type_is_named_with_the_ones_that_are_known() {
    let message = malformed(|it| it["event"]["type"] = json!("evaporated"));
    assert!(
        message.contains("`evaporated`") && message.contains("`work_started`"),
        "{message}"
    );
}

#[test]
fn type_that_is_missing_or_no_text_is_named() {
    let message = malformed(|it| it["event"] = json!({}));
    assert!(message.contains("`type`"), "{message}");
    let message = malformed(|it| it["event"] = json!({ "type": 7 }));
    assert!(message.contains("`type`"), "{message}");
}

#[test]
fn unknown_field_is_named_inside_and_around_the_event() {
    let inside = malformed(|it| it["event"]["mood"] = json!("bad"));
    assert!(inside.contains("`mood`"), "{inside}");
    let around = malformed(|it| it["mood"] = json!("bad"));
    assert!(around.contains("`mood`"), "{around}");
    let policy = malformed(|it| it["policy"]["mood"] = json!("bad"));
    assert!(policy.contains("`mood`"), "{policy}");
}

#[test]
fn texts_that_are_too_long_or_blank_or_have_control_characters_are_refused() {
    let comment = |text: &str| {
        let text = text.to_owned();
        malformed(move |it| it["event"] = json!({ "type": "requester_replied", "comment": text }))
    };
    let long = comment(&"ü".repeat(32_001));
    assert!(long.contains("32001") && long.contains("32000"), "{long}");
    assert!(comment("\u{1b}[31m").contains("U+001B at character 1"));
    assert!(comment("a\u{0}").contains("U+0000 at character 2"));
    assert!(comment(" \n ").contains("blank"));
    // Line breaks are welcome in a note, and not in a title.
    let title = malformed(|it| it["event"] = json!({ "type": "described", "title": "a\nb" }));
    assert!(title.contains("U+000A"), "{title}");
}

#[test]
fn level_that_is_no_label_is_refused() {
    for (bad, what) in [
        (json!(1), "integer `1`"),
        (json!(""), "blank"),
        (json!("x".repeat(65)), "65"),
    ] {
        let message = malformed(|it| {
            it["event"] =
                json!({ "type": "priority_overridden", "priority": bad, "reason": "why" });
        });
        assert!(message.contains(what), "{message}");
    }
}

#[test]
fn codes_outside_a_closed_set_are_refused() {
    let message = malformed(|it| {
        it["event"] = json!({ "type": "task_ended", "task": it["record"], "outcome": "vanished" });
    });
    assert!(message.contains("vanished"), "{message}");
}

#[test]
fn missing_schema_is_named() {
    let message = malformed(|it| {
        it.as_object_mut().unwrap().remove("schema");
    });
    assert!(message.contains("`schema`"), "{message}");
}

#[test]
fn schema_that_this_build_does_not_know_is_a_fault_of_its_own() {
    for found in [0, 2, 65_536, u64::MAX] {
        let unknown = ReadError::UnknownSchema {
            line: 3,
            found,
            newest: 1,
        };
        assert_eq!(fault(&line(|it| it["schema"] = json!(found))), unknown);
    }
}

#[test]
fn line_that_is_no_json_names_its_column() {
    for bad in ["{", "[]", "7", "{\"record\":}", "not json"] {
        let ReadError::Malformed { line, column, .. } = fault(bad) else {
            panic!("{bad}")
        };
        assert!(line == 3 && column <= bad.len(), "{bad}: column {column}");
    }
}

#[test]
fn field_that_stands_twice_is_refused() {
    let text = line(|_| ()).replacen('{', "{\"revision\":9,", 1);
    assert!(
        matches!(fault(&text), ReadError::Malformed { message, .. } if message.contains("`revision`"))
    );
}

#[test]
fn type_need_not_come_first_nor_schema_before_the_event() {
    for command in examples::commands() {
        let mut fields = serde_json::to_value(&command).unwrap();
        let object = fields.as_object_mut().unwrap();
        let tag = object.remove("type").unwrap();
        let mut parts: Vec<String> = object
            .iter()
            .map(|(key, value)| format!("\"{key}\":{value}"))
            .collect();
        parts.push(format!("\"type\":{tag}"));
        let text = format!("{{{}}}", parts.join(","));
        assert_eq!(
            serde_json::from_str::<IncidentCommand>(&text).unwrap(),
            command,
            "{text}"
        );
    }
    let text = line(|_| ());
    let value: Value = serde_json::from_str(&text).unwrap();
    let parts: Vec<String> = [
        "event", "schema", "policy", "by", "at", "revision", "record",
    ]
    .map(|key| format!("\"{key}\":{}", value[key]))
    .to_vec();
    let read: RecordedIncidentEvent =
        serde_json::from_str(&format!("{{{}}}", parts.join(","))).unwrap();
    assert_eq!(read.event, examples::recorded()[0].event);
}

#[test]
fn oversized_command_is_refused_before_it_reaches_a_record() {
    let text = json!({ "type": "reopen", "reason": "x".repeat(32_001) }).to_string();
    let error = serde_json::from_str::<IncidentCommand>(&text).unwrap_err();
    assert!(error.to_string().contains("32001"), "{error}");
}
