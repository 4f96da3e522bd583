//! A file of models: gates, events and house events by name, and what is expected of each tree.

use super::model::{Answers, Model, Question};
use crate::replay::source::unpack;
use itsm::fault_tree::{
    DraftEvent, DraftFaultTree, DraftGate, DraftHouseEvent, FaultTree, GateKind,
};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Read;
use std::marker::PhantomData;
use std::path::Path;

/// The models that are used when no file is given.
pub const SAMPLE: &str = include_str!("../../data/web_shop_fault_tree.json");

#[derive(serde::Deserialize)]
struct File {
    models: Vec<RawModel>,
}

#[derive(serde::Deserialize)]
struct RawModel {
    id: String,
    top: String,
    gates: Named<RawGate>,
    events: Named<Option<f64>>,
    #[serde(default)]
    house_events: Named<bool>,
    expected: Option<Answers>,
    #[serde(default)]
    evaluations: Vec<Question>,
}

#[derive(serde::Deserialize)]
struct RawGate {
    r#type: String,
    k: Option<u32>,
    #[serde(default)]
    inputs: Vec<String>,
}

/// A JSON object with all its members, so that a name that stands twice is noticed.
struct Named<T>(Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Named(members))
            }
        }
        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// Reads a file, plain or gzipped.
pub fn read_path(path: &Path) -> Result<Vec<Model>, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    read(&bytes)
}

/// Reads models, plain or gzipped, and tells of everything that is wrong with the first wrong one.
pub fn read(bytes: &[u8]) -> Result<Vec<Model>, String> {
    let mut text = Vec::new();
    unpack(bytes)
        .and_then(|mut unpacked| unpacked.read_to_end(&mut text))
        .map_err(|error| format!("not gzip: {error}"))?;
    let file: File = serde_json::from_slice(&text)
        .map_err(|error| format!("expected a JSON object with `models`: {error}"))?;
    let (mut models, mut seen) = (Vec::new(), BTreeSet::new());
    for (i, raw) in file.models.into_iter().enumerate() {
        if !seen.insert(raw.id.clone()) {
            return Err(format!(
                "models[{i}].id: expected an id that stands once, got `{}` again",
                raw.id
            ));
        }
        let place = format!("models[{i}] `{}`", raw.id);
        models.push(model(raw).map_err(|error| format!("{place}: {error}"))?);
    }
    Ok(models)
}

fn model(raw: RawModel) -> Result<Model, String> {
    let mut draft = DraftFaultTree::new(&raw.top);
    let mut constants = Vec::new();
    for (name, gate) in raw.gates.0 {
        let kind = match gate.r#type.as_str() {
            "and" => GateKind::And,
            "or" => GateKind::Or,
            "atleast" => GateKind::AtLeast,
            "null" => GateKind::Pass,
            constant @ ("true" | "false") if gate.inputs.is_empty() => {
                draft = draft.house_event(&name, constant == "true");
                constants.push((name, constant == "true"));
                continue;
            }
            "true" | "false" => {
                return Err(format!(
                    "gates.{name}.inputs: expected none of a constant gate"
                ));
            }
            other => {
                return Err(format!(
                    "gates.{name}.type: expected `and`, `or`, `atleast`, `null`, `true` or `false`, got `{other}`"
                ));
            }
        };
        draft.gates.push(DraftGate {
            name,
            kind,
            k: gate.k,
            inputs: gate.inputs,
        });
    }
    let events = raw.events.0.into_iter();
    draft.events = events
        .map(|(name, probability)| DraftEvent { name, probability })
        .collect();
    let houses = raw.house_events.0.into_iter();
    draft
        .house_events
        .extend(houses.map(|(name, failed)| DraftHouseEvent { name, failed }));
    let tree = FaultTree::try_from(&draft).map_err(|faults| {
        let told = faults.iter().map(|fault| {
            let path = by_name(&fault.path, &draft);
            format!("{path}: {} ({})", fault.message, fault.rule)
        });
        told.collect::<Vec<_>>().join("; ")
    })?;
    Ok(Model {
        id: raw.id,
        tree,
        constants,
        expected: raw.expected,
        evaluations: raw.evaluations,
    })
}

/// The path of a fault with names instead of numbers, as the file has them.
fn by_name(path: &str, draft: &DraftFaultTree) -> String {
    let named = || {
        let (list, rest) = path.split_once('[')?;
        let (place, rest) = rest.split_once(']')?;
        let place: usize = place.parse().ok()?;
        let name = match list {
            "gates" => &draft.gates.get(place)?.name,
            "events" => &draft.events.get(place)?.name,
            _ => &draft.house_events.get(place)?.name,
        };
        Some(format!("{list}.{name}{rest}"))
    };
    named().unwrap_or_else(|| path.to_owned())
}
