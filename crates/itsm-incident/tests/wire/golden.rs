//! Golden files: what is written today is what was written before, and is read back as it was.
//!
//! Run with `UPDATE_GOLDEN=1` to write them anew; the difference is then a change of the wire format.

use crate::examples;
use itsm_incident::command::{IncidentCommand, IncidentCommandKind};
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::event::{IncidentEvent, IncidentEventKind};
use itsm_incident::policy::IncidentPolicy;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden", name]
        .iter()
        .collect()
}

/// The text of a golden file, after it was compared with what is written today.
fn golden<T: Serialize>(name: &str, value: &T) -> String {
    let mut written = serde_json::to_string_pretty(value).unwrap();
    written.push('\n');
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(path(name), &written).unwrap();
    }
    let kept = fs::read_to_string(path(name)).unwrap();
    assert_eq!(kept, written, "{name}; UPDATE_GOLDEN=1 writes it anew");
    kept
}

fn both_ways<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, values: &[T]) {
    let kept = golden(name, &values);
    let read: Vec<T> = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, values, "{name}");
}

#[test]
fn commands_are_written_and_read_as_before() {
    both_ways("commands.json", &examples::commands());
}

#[test]
fn events_are_written_and_read_as_before() {
    both_ways("events.json", &examples::events());
}

#[test]
fn recorded_events_are_written_and_read_as_before() {
    both_ways("recorded.json", &examples::recorded());
}

#[test]
fn adoption_is_written_and_read_as_before() {
    both_ways("adopt.json", &[examples::adoption()]);
}

#[test]
fn default_policy_is_written_and_read_as_before() {
    let draft = DraftIncidentPolicy::default();
    let kept = golden("default_policy.json", &draft);
    assert_eq!(
        serde_json::from_str::<DraftIncidentPolicy>(&kept).unwrap(),
        draft
    );
    let policy: IncidentPolicy = serde_json::from_str(&kept).unwrap();
    assert_eq!(policy, IncidentPolicy::default());
    // A policy file that says nothing is the default policy.
    let silent: IncidentPolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(silent, policy);
}

#[test]
fn refusals_are_written_as_before() {
    golden("refusals.json", &examples::refusals());
}

#[test]
fn every_command_has_an_example_with_every_field() {
    for kind in IncidentCommandKind::ALL {
        let examples = examples::commands();
        let full = |it: &&IncidentCommand| {
            it.kind() == *kind && (0..kind.optional().len()).all(|place| it.gives(place))
        };
        assert!(
            examples.iter().any(|it| full(&it)),
            "no full example of `{kind}`"
        );
    }
}

#[test]
fn every_event_has_an_example_with_every_field() {
    for kind in IncidentEventKind::ALL {
        let examples = examples::events();
        let full = |it: &&IncidentEvent| {
            it.kind() == *kind && (0..kind.optional().len()).all(|place| it.gives(place))
        };
        assert!(
            examples.iter().any(|it| full(&it)),
            "no full example of `{kind}`"
        );
    }
}

#[test]
fn profile_and_adoption_have_examples_with_every_field() {
    use itsm_incident::{Adopt, profile::Profile};
    let (profile, adopt) = (examples::full_profile(), examples::adoption());
    assert!((0..Profile::OPTIONAL.len()).all(|place| profile.gives(place)));
    assert!((0..Adopt::OPTIONAL.len()).all(|place| adopt.gives(place)));
}

#[test]
fn type_comes_first_and_absent_fields_are_left_out() {
    for text in examples::commands()
        .iter()
        .map(|it| serde_json::to_string(it).unwrap())
        .chain(
            examples::events()
                .iter()
                .map(|it| serde_json::to_string(it).unwrap()),
        )
    {
        assert!(text.starts_with("{\"type\":\""), "{text}");
        assert!(!text.contains("null"), "{text}");
    }
}
