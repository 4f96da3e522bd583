//! Events of older versions are brought up step by step; of unknown versions, refused.
#![cfg(feature = "serde")]
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use itsm_core::id::ProblemId;
use itsm_core::recorded::Recorded;
use itsm_core::schema::{ReadError, Vocabulary, read_json_lines};
use serde_json::{Value, json};

/// A kettle, in its third version. The first counted in cups and the second in milliliters.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Kettle {
    Filled { milliliters: u32, by_hand: bool },
}

impl Vocabulary for Kettle {
    const SCHEMA: u16 = 3;

    fn upcast(version: u16, mut event: Value) -> Result<Value, String> {
        let fields = event.as_object_mut().ok_or("an event is an object")?;
        match version {
            1 => {
                let cups = fields.remove("cups").and_then(|it| it.as_u64());
                let cups = cups.ok_or("`cups` is a number")?;
                fields.insert("milliliters".into(), json!(cups.saturating_mul(250)));
            }
            2 => {
                fields.insert("by_hand".into(), json!(true));
            }
            other => return Err(format!("there is no step from {other}")),
        }
        Ok(event)
    }
}

type Line = Recorded<ProblemId, Kettle>;

fn line(schema: &Value, event: &Value) -> String {
    let record = ProblemId::from_key(1);
    let rest = json!({
        "record": record, "revision": 1, "at": "2026-03-02T09:00:00Z",
        "by": { "automation": "kettle" }, "policy": { "id": "kitchen", "version": 1 },
    });
    let rest = rest.to_string();
    let (_, rest) = rest.split_once('{').unwrap();
    format!("{{\"schema\":{schema},\"event\":{event},{rest}")
}

fn read(schema: u64, event: &Value) -> Result<Kettle, ReadError> {
    let text = line(&json!(schema), event);
    let lines: Vec<Result<Line, ReadError>> = read_json_lines(&text).collect();
    let [answer] = <[_; 1]>::try_from(lines).unwrap();
    let other_order: Value = serde_json::from_str(&text).unwrap();
    let again: Result<Line, _> = serde_json::from_value(other_order);
    assert_eq!(
        again.ok(),
        answer.clone().ok(),
        "the order of fields does not matter"
    );
    answer.map(|it| it.event)
}

fn filled(milliliters: u32) -> Kettle {
    Kettle::Filled {
        milliliters,
        by_hand: true,
    }
}

#[test]
fn event_of_today_is_read_as_it_stands() {
    let event = json!({ "type": "filled", "milliliters": 1, "by_hand": true });
    assert_eq!(read(3, &event), Ok(filled(1)));
}

#[test]
fn older_events_are_brought_up_one_version_at_a_time() {
    let second = json!({ "type": "filled", "milliliters": 600 });
    assert_eq!(read(2, &second), Ok(filled(600)));
    let first = json!({ "type": "filled", "cups": 2 });
    assert_eq!(read(1, &first), Ok(filled(500)));
}

#[test]
fn version_before_the_first_or_after_the_newest_is_a_fault_of_its_own() {
    let event = json!({ "type": "filled", "milliliters": 1, "by_hand": true });
    for found in [0, 4, u64::from(u16::MAX), 1 << 40] {
        let unknown = ReadError::UnknownSchema {
            line: 1,
            found,
            newest: 3,
        };
        assert_eq!(read(found, &event), Err(unknown));
    }
}

#[test]
fn event_that_is_not_of_the_version_it_claims_is_malformed() {
    let today = json!({ "type": "filled", "milliliters": 1, "by_hand": true });
    for (schema, event) in [
        (1, &today),
        (3, &json!({ "type": "filled", "cups": 2 })),
        (2, &json!({ "type": "filled", "cups": 2 })),
        (2, &json!([])),
    ] {
        assert!(
            matches!(
                read(schema, event),
                Err(ReadError::Malformed { line: 1, .. })
            ),
            "{event}"
        );
    }
}

#[test]
fn version_that_is_no_number_or_is_missing_is_malformed() {
    let event = json!({ "type": "filled", "milliliters": 1, "by_hand": true });
    for text in [
        line(&json!("3"), &event),
        line(&json!(-1), &event),
        line(&json!(3), &event).replace("\"schema\":3,", ""),
    ] {
        let lines: Vec<Result<Line, ReadError>> = read_json_lines(&text).collect();
        assert!(
            matches!(lines.first(), Some(Err(ReadError::Malformed { .. }))),
            "{text}"
        );
    }
}

#[test]
fn what_is_written_is_of_todays_version() {
    let event = json!({ "type": "filled", "cups": 2 });
    let text = line(&json!(1), &event);
    let old: Line = serde_json::from_str(&text).unwrap();
    let written = serde_json::to_value(&old).unwrap();
    assert_eq!(written["schema"], json!(3));
    assert_eq!(written["event"]["milliliters"], json!(500));
}
