//! Rows that were corrupted: refused with faults, or incidents like any other. Never a panic.

use crate::life::{Step, live, origins, steps};
use crate::policies;
use itsm_incident::Incident;
use itsm_testing::Origin;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// The places of a row, the inner ones included.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    let mut below = |key: String, value: &Value| {
        let place = format!("{at}/{key}");
        into.push(place.clone());
        places(value, &place, into);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, it)| below(key.clone(), it)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, it)| below(i.to_string(), it)),
        _ => {}
    }
}

fn shifted(text: &str, seconds: i64) -> Option<Value> {
    let at: itsm_core::time::Instant = text.parse().ok()?;
    let then = at.checked_add_signed(chrono::TimeDelta::try_seconds(seconds)?)?;
    serde_json::to_value(then).ok()
}

/// Changes one place of a row.
fn change(row: &mut Value, place: Index, how: u8, other: Index, by: i64) {
    let mut all = Vec::new();
    places(row, "", &mut all);
    let path: &String = place.get(&all);
    let other: &String = other.get(&all);
    let another = row.pointer(other).unwrap().clone();
    let is = row.pointer(path).unwrap().clone();
    let (parent, key) = path.rsplit_once('/').unwrap();
    let parent = row.pointer_mut(parent).unwrap();
    let new = match (how, &is) {
        (0, _) => {
            match parent {
                Value::Object(fields) => drop(fields.remove(key)),
                Value::Array(items) => drop(items.remove(key.parse().unwrap())),
                _ => {}
            }
            return;
        }
        (1, _) if parent.is_array() => {
            // Once more, or swapped with its neighbour.
            let items = parent.as_array_mut().unwrap();
            let i: usize = key.parse().unwrap();
            if by % 2 == 0 || i == 0 {
                items.insert(i, is);
            } else {
                items.swap(i, i - 1);
            }
            return;
        }
        (2, _) | (4.., Value::Null) => another,
        (_, Value::String(text)) => match shifted(text, by) {
            Some(at) => at,
            None => json!(["new", "in_progress", "", "x", "[redacted]"][usize::from(how) % 5]),
        },
        (3, Value::Number(_)) | (_, Value::Null) => json!(by),
        (4, Value::Number(_)) => json!(u64::MAX),
        (_, Value::Number(it)) => json!(it.as_i64().unwrap_or(0).wrapping_add(by % 3)),
        (_, Value::Bool(it)) => json!(!it),
        (3, Value::Array(_)) => json!([]),
        (_, Value::Object(_)) => json!({}),
        _ => Value::Null,
    };
    *row.pointer_mut(path).unwrap() = new;
}

/// How a row is changed: where, how, with what, by how much.
pub(crate) type Change = (Index, u8, Index, i64);

pub(crate) fn changes() -> BoxedStrategy<Change> {
    let by = prop_oneof![-3_i64..4, -100_000_i64..100_000, any::<i64>()];
    (any::<Index>(), 0_u8..6, any::<Index>(), by).boxed()
}

/// Lives for a while, is written to a row, and the row is changed; what is read of it.
pub(crate) fn corrupted(
    place: usize,
    origin: &Origin<Incident>,
    steps: &[Step],
    changes: &[Change],
) -> Result<Incident, String> {
    let mut incident = origin.record.clone();
    live(&mut incident, steps, &policies()[place], |_, _, _| {});
    let mut row = serde_json::to_value(incident.snapshot()).unwrap();
    for (place, how, other, by) in changes {
        change(&mut row, *place, *how, *other, *by);
    }
    let read = serde_json::from_value(row).map_err(|error| error.to_string())?;
    Incident::restore(read).map_err(|faults| {
        assert!(!faults.is_empty());
        for fault in &faults {
            assert!(fault.rule.starts_with("incident.snapshot."), "{fault}");
            assert!(
                !fault.path.is_empty() && !fault.message.is_empty(),
                "{fault}"
            );
        }
        faults.to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn corrupted_row_is_refused_with_faults_or_read_as_it_stands(
        (place, origin) in origins(),
        steps in steps(30),
        changes in prop::collection::vec(changes(), 1..4),
        later in steps(10),
    ) {
        let Ok(read) = corrupted(place, &origin, &steps, &changes) else { return Ok(()) };
        prop_assert_eq!(Incident::restore(read.snapshot()), Ok(read.clone()));
        // Whatever is done to it next gives a sound record again.
        let mut incident = read;
        live(&mut incident, &later, &policies()[place], |_, _, _| {});
        prop_assert_eq!(Incident::restore(incident.snapshot()), Ok(incident.clone()));
        for policy in &policies() {
            let _ = incident.doubts(policy);
        }
    }
}
