//! Golden files: what is written today is what was written before, and is read back as it was.
//!
//! Run with `UPDATE_GOLDEN=1` to write them anew; the difference is then a change of the wire format.

use crate::examples;
use itsm_change::command::{ChangeCommand, ChangeCommandKind};
use itsm_change::draft::DraftChangePolicy;
use itsm_change::event::{ChangeEvent, ChangeEventKind};
use itsm_change::policy::ChangePolicy;
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect()
}

/// The text of a golden file, after it was compared with what is written today.
fn golden(name: &str, written: &str) -> String {
    let written = format!("{written}\n");
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(path(name), &written).unwrap();
    }
    let kept = fs::read_to_string(path(name)).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

macro_rules! both_ways {
    ($name:literal, $type:ty, $values:expr) => {{
        let values: Vec<$type> = $values;
        let written = serde_json::to_string_pretty(&values).unwrap();
        let kept = golden($name, &written);
        let read: Vec<$type> = serde_json::from_str(&kept).unwrap();
        same(&read, &values);
    }};
}

fn same<T: PartialEq + Debug>(read: &[T], values: &[T]) {
    assert_eq!(read, values);
}

#[test]
fn commands_are_written_and_read_as_before() {
    both_ways!("commands.json", ChangeCommand, examples::commands());
}

#[test]
fn events_are_written_and_read_as_before() {
    both_ways!("events.json", ChangeEvent, examples::events());
}

#[test]
fn recorded_events_are_written_and_read_as_before() {
    both_ways!(
        "recorded.json",
        itsm_change::RecordedChangeEvent,
        examples::recorded()
    );
}

#[test]
fn adoption_is_written_and_read_as_before() {
    both_ways!("adopt.json", itsm_change::Adopt, vec![examples::adoption()]);
}

#[test]
fn default_policy_is_written_and_read_as_before() {
    let draft = DraftChangePolicy::default();
    let written = serde_json::to_string_pretty(&draft).unwrap();
    let kept = golden("default_policy.json", &written);
    let read: DraftChangePolicy = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, draft);
    let policy: ChangePolicy = serde_json::from_str(&kept).unwrap();
    assert_eq!(policy, ChangePolicy::default());
    // A policy file that says nothing is the default policy.
    let silent: ChangePolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(silent, policy);
}

#[test]
fn every_command_has_an_example_with_every_field() {
    for kind in ChangeCommandKind::ALL {
        let full = |it: &ChangeCommand| {
            it.kind() == *kind && (0..kind.optional().len()).all(|place| it.gives(place))
        };
        let found = examples::commands().iter().any(full);
        assert!(found, "no full example of `{kind}`");
    }
}

#[test]
fn every_event_has_an_example_with_every_field() {
    for kind in ChangeEventKind::ALL {
        let full = |it: &ChangeEvent| {
            it.kind() == *kind && (0..kind.optional().len()).all(|place| it.gives(place))
        };
        let found = examples::events().iter().any(full);
        assert!(found, "no full example of `{kind}`");
    }
}

#[test]
fn type_comes_first_and_absent_fields_are_left_out() {
    let commands = examples::commands();
    let commands = commands.iter().map(|it| serde_json::to_string(it).unwrap());
    let events = examples::events();
    let events = events.iter().map(|it| serde_json::to_string(it).unwrap());
    for text in commands.chain(events) {
        assert!(text.starts_with("{\"type\":\""), "{text}");
        assert!(!text.contains("null"), "{text}");
    }
}

#[test]
fn what_a_file_says_of_one_command_opens_no_other() {
    let policy: ChangePolicy =
        serde_json::from_str(r#"{"roles": {"close": ["change_manager"], "redact": []}}"#).unwrap();
    let roles = &policy.draft().roles;
    let reserved: Vec<&str> = roles.keys().map(String::as_str).collect();
    assert_eq!(reserved, ["close"]);
    // What was lifted stays lifted when it is written and read again.
    let written = serde_json::to_string(&policy).unwrap();
    let read: ChangePolicy = serde_json::from_str(&written).unwrap();
    assert_eq!(read, policy);
}
