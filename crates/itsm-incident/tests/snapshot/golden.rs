//! Golden rows: full ones, which are read, are sound, and are written as they were.
//!
//! Run with `UPDATE_GOLDEN=1` to write them anew; the difference is then a change of the wire format.

use itsm_incident::Incident;
use itsm_incident::snapshot::IncidentSnapshot;
use serde_json::Value;
use std::fs;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/snapshots.json");

/// One of the golden rows, by its state.
pub(crate) fn golden(state: &str) -> Value {
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(PATH).unwrap()).unwrap();
    let has = |row: &Value| row["state"] == state || !row["state"][state].is_null();
    rows.into_iter().find(has).unwrap()
}

#[test]
fn snapshots_are_read_and_written_as_before() {
    let kept = fs::read_to_string(PATH).unwrap();
    let rows: Vec<IncidentSnapshot> = serde_json::from_str(&kept).unwrap();
    let again: Vec<IncidentSnapshot> = rows
        .into_iter()
        .map(|row| Incident::restore(row).unwrap().snapshot())
        .collect();
    let mut written = serde_json::to_string_pretty(&again).unwrap();
    written.push('\n');
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|it| it == "1") {
        fs::write(PATH, &written).unwrap();
    }
    assert_eq!(
        fs::read_to_string(PATH).unwrap(),
        written,
        "UPDATE_GOLDEN=1 writes it anew"
    );
}

/// Every field of every type in a snapshot, by its place in the JSON Schema, and whether a golden
/// row has it.
#[cfg(feature = "schemars")]
mod every_field {
    use super::PATH;
    use itsm_incident::snapshot::IncidentSnapshot;
    use serde_json::Value;
    use std::collections::BTreeSet;
    use std::fs;

    struct Seen<'a> {
        schema: &'a Value,
        fields: BTreeSet<String>,
    }

    impl<'a> Seen<'a> {
        fn resolved(&self, at: &str, node: &'a Value) -> (String, &'a Value) {
            match node["$ref"].as_str() {
                Some(to) => {
                    let place = to.trim_start_matches('#');
                    (place.to_owned(), self.schema.pointer(place).unwrap())
                }
                None => (at.to_owned(), node),
            }
        }

        /// Notes the fields that a value has.
        fn visit(&mut self, at: &str, node: &'a Value, value: &Value) {
            let (at, node) = self.resolved(at, node);
            if !node.is_object() {
                return;
            }
            for list in ["oneOf", "anyOf", "allOf", "prefixItems"] {
                for (i, part) in node[list].as_array().into_iter().flatten().enumerate() {
                    let value = if list == "prefixItems" {
                        &value[i]
                    } else {
                        value
                    };
                    self.visit(&format!("{at}/{list}/{i}"), part, value);
                }
            }
            for (name, part) in node["properties"].as_object().into_iter().flatten() {
                if let Some(value) = value.get(name).filter(|it| !it.is_null()) {
                    self.fields.insert(format!("{at}: {name}"));
                    self.visit(&format!("{at}/{name}"), part, value);
                }
            }
            for value in value.as_array().into_iter().flatten() {
                self.visit(&format!("{at}/items"), &node["items"], value);
            }
            for value in value.as_object().into_iter().flat_map(|it| it.values()) {
                self.visit(
                    &format!("{at}/values"),
                    &node["additionalProperties"],
                    value,
                );
            }
        }

        /// Every field that there is.
        fn all(&mut self, at: &str, node: &'a Value, walked: &mut BTreeSet<String>) {
            let (at, node) = self.resolved(at, node);
            if !node.is_object() || !walked.insert(at.clone()) {
                return;
            }
            for list in ["oneOf", "anyOf", "allOf", "prefixItems"] {
                for (i, part) in node[list].as_array().into_iter().flatten().enumerate() {
                    self.all(&format!("{at}/{list}/{i}"), part, walked);
                }
            }
            for (name, part) in node["properties"].as_object().into_iter().flatten() {
                self.fields.insert(format!("{at}: {name}"));
                self.all(&format!("{at}/{name}"), part, walked);
            }
            self.all(&format!("{at}/items"), &node["items"], walked);
            self.all(
                &format!("{at}/values"),
                &node["additionalProperties"],
                walked,
            );
        }
    }

    #[test]
    fn golden_rows_have_every_field_that_a_snapshot_can_have() {
        let schema = schemars::schema_for!(IncidentSnapshot).to_value();
        let seen = || Seen {
            schema: &schema,
            fields: BTreeSet::new(),
        };
        let (mut all, mut written) = (seen(), seen());
        all.all("", &schema, &mut BTreeSet::new());
        assert!(
            all.fields.len() > 120,
            "only {} fields were found",
            all.fields.len()
        );
        let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(PATH).unwrap()).unwrap();
        for row in &rows {
            written.visit("", &schema, row);
        }
        let missing: Vec<_> = all.fields.difference(&written.fields).collect();
        assert!(missing.is_empty(), "no golden row has {missing:#?}");
    }
}
